/* `ticket log`: what happened to tickets, in the order of time. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "page.h"
#include "view.h"

static const struct view_column columns[] = {
	{"ticket", N_("number"), TK_KIND_TICKET},
	  {"at",	 N_("at"),	   TK_KIND_TIME  },
	   {"by",	  N_("by"),	    TK_KIND_TEXT	},
	{"event",  N_("event"),  TK_KIND_TEXT  },
	  {"set",	  N_("set"),    TK_KIND_MAP	},
	   {"note",   N_("note"),	TK_KIND_PARA  },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void put_entries(struct ctx *cx, struct out *out, const struct tk_id *id, const struct tk_ticket *ticket)
{
	const struct tk_entry *const *entries;
	size_t n = tk_ticket_log_by_time(ticket, &entries);
	(void)cx;
	for (size_t i = 0; i < n; i++) {
		const struct tk_entry *e = entries[i];
		struct tk_value values[COLUMNS];
		values[0] = out_text(id->text);
		values[0].kind = TK_KIND_TICKET;
		values[1] = out_time(e->at);
		values[2] = out_text(e->by);
		values[3] = out_text(e->event);
		values[4] = (struct tk_value){.kind = TK_KIND_MAP, .set = e->set != NULL, .node = e->set};
		values[5] = out_text(e->note);
		values[5].kind = TK_KIND_PARA;
		out_row(out, values);
	}
}

static enum tk_status print_pages(struct ctx *cx, const struct tk_id *ids, size_t n)
{
	struct tk_str text;
	enum tk_status st = TK_OK;
	tk_str_init(&text, 0);
	for (size_t i = 0; st == TK_OK && i < n; i++) {
		struct tk_ticket *ticket;
		st = tk_desk_load(cx->desk, &ids[i], cx->arena, &ticket, &cx->err);
		if (st != TK_OK)
			break;
		if (n > 1) {
			tk_str_puts(&text, ids[i].text);
			tk_str_putc(&text, '\n');
		}
		page_log(cx, ticket, &text);
	}
	if (st == TK_OK)
		st = tk_str_status(&text, &cx->err);
	if (st == TK_OK)
		(void)fwrite(text.data, 1, text.len, stdout);
	tk_str_clear(&text);
	return st;
}

static enum tk_status print_records(struct ctx *cx, const struct view_opts *view, const struct tk_id *ids, size_t n)
{
	struct out *out;
	enum tk_status st = view_open(cx, view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	st = view_begin(cx, out, columns, COLUMNS);
	for (size_t i = 0; st == TK_OK && i < n; i++) {
		struct tk_ticket *ticket;
		st = tk_desk_load(cx->desk, &ids[i], cx->arena, &ticket, &cx->err);
		if (st == TK_OK)
			put_entries(cx, out, &ids[i], ticket);
	}
	if (st == TK_OK)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct view_opts *view = opts;
	struct tk_id *ids;
	size_t n;
	enum tk_status st = input_ids(cx, argc, argv, &ids, &n);
	if (st != TK_OK)
		return st;
	if (view->format == 0 && view->template == NULL)
		return print_pages(cx, ids, n);
	return print_records(cx, view, ids, n);
}

const struct cmd cmd_log = {
	.name = "log",
	.group = GROUP_LOOK,
	.needs = NEED_DESK,
	.summary = N_("show what happened to tickets, and when"),
	.usage = "[options] <id>...",
	.example = "ticket log 22001\nticket log 22001 --format csv",
	.options = view_options,
	.opts_size = sizeof(struct view_opts),
	.least = 1,
	.most = CMD_ANY,
	.run = run,
};
