#include "select.h"

#include "fail.h"
#include "query_impl.h"
#include "ticket_impl.h"

/* A ticket that could not be read: counted and told, unless memory ran out. */
static enum tk_status note_broken(struct tk_select *select, enum tk_status status, const struct tk_error *found,
				  struct tk_error *err)
{
	if (status == TK_NOMEM) {
		if (err != NULL)
			*err = *found;
		return status;
	}
	select->broken++;
	if (select->sink != NULL)
		select->sink->add(select->sink->ctx, found);
	return TK_OK;
}

static enum tk_status offer(struct tk_select *select, const struct tk_ticket *ticket, struct tk_str *scratch,
			    bool *more, struct tk_error *err)
{
	struct tk_row row = tk_ticket_row(ticket, select->now);
	bool match = false;
	enum tk_status status = tk__query_match(select->query, &row, scratch, &match, err);
	if (status == TK_OK && match)
		status = select->take(select->ctx, &row, more, err);
	return status == TK_OK && tk__ticket_starved(ticket) ? tk__fail(err, TK_D_NOMEM) : status;
}

enum tk_status tk__select(struct tk_select *select, struct tk_error *err)
{
	struct tk_scan *scan = NULL;
	struct tk_str scratch;
	bool more = true;
	enum tk_status status = tk_scan_open(select->desk, &scan, err);
	if (status != TK_OK)
		return status;
	tk_str_init(&scratch, 0);
	select->broken = 0;
	while (status == TK_OK && more) {
		struct tk_error found = TK_ERROR_INIT;
		const struct tk_ticket *ticket = NULL;
		struct tk_id id;
		enum tk_status read = tk_scan_next(scan, &id, &ticket, &found);
		if (tk_scan_done(scan))
			break;
		status = read == TK_OK ? offer(select, ticket, &scratch, &more, err)
				       : note_broken(select, read, &found, err);
	}
	tk_str_clear(&scratch);
	tk_scan_close(scan);
	return status;
}
