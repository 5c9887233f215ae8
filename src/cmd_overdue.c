/* `ticket overdue`: what is late and still open, the worst first; with --soon also what will be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ticket/query.h"

#include "clocks.h"
#include "cmd.h"
#include "i18n.h"
#include "view.h"

struct overdue_opts {
	struct view_opts view; /* first: see view.h */
	const char *soon;
	bool exit_code;
};

#define AT(member) offsetof(struct overdue_opts, member)
static const struct opt overdue_options[] = {
	{.name = "soon",
	 .kind = OPT_STR,
	 .at = AT(soon),
	 .arg = "<time>",
	 .maybe = true,
	 .help = N_("what is due soon too (=2h: in that time)")},
	{.name = "exit-code", .kind = OPT_BOOL, .at = AT(exit_code), .help = N_("exit with 1 when there is anything")},
	{.name = NULL},
};
#undef AT

/* How near a deadline is when it is soon. */
struct soon {
	enum { SOON_NOT, SOON_WARNED, SOON_SPAN, SOON_SHARE } kind;
	int64_t amount;
};

struct late {
	struct tk_cycle cycle;
	char ticket[TK_ID_TEXT];
	size_t place; /* in the order of ids, then of the policy */
};

struct overdue_run {
	struct ctx *cx;
	struct tk_sla *sla;
	struct tk_arena *arena; /* of one ticket's cycles */
	const struct tk_query *query;
	struct soon soon;
	struct late *late;
	size_t count, room;
	bool uncertain;
};

static enum tk_status read_soon(struct ctx *cx, const char *text, struct soon *ret)
{
	size_t len = text == NULL ? 0 : strlen(text);
	struct tk_span span;
	char digits[8];
	*ret = (struct soon){.kind = text == NULL ? SOON_NOT : SOON_WARNED};
	if (len == 0)
		return TK_OK;
	if (text[len - 1] == '%' && len <= 4) {
		memcpy(digits, text, len - 1);
		digits[len - 1] = '\0';
		if (opt_number(digits, 1, 100, &ret->amount)) {
			ret->kind = SOON_SHARE;
			return TK_OK;
		}
	} else if (tk_span_parse(text, len, false, &span, NULL) == TK_OK && span.business_days == 0) {
		*ret = (struct soon){.kind = SOON_SPAN, .amount = span.seconds};
		return TK_OK;
	}
	return ctx_wrong(cx, TK_USAGE, N_("--soon needs a duration or a share of the target, not '{1}'"),
			 N_("write it like 30m, 2h or 75%"), text);
}

static bool is_soon(const struct soon *soon, const struct tk_cycle *c)
{
	switch (soon->kind) {
	case SOON_NOT:
		return false;
	case SOON_WARNED:
		return c->warned;
	case SOON_SPAN:
		return c->remaining <= soon->amount;
	case SOON_SHARE:
		return (c->target - c->remaining) * 100 >= soon->amount * c->target;
	}
	return false;
}

static bool is_wanted(const struct overdue_run *r, const struct tk_cycle *c)
{
	if (c->stopped != TK_TIME_NONE)
		return false;
	return c->state == TK_CYCLE_BREACHED || is_soon(&r->soon, c);
}

static enum tk_status keep(struct overdue_run *r, const struct tk_id *id, const struct tk_cycle *cycle)
{
	if (r->count == r->room) {
		size_t room = r->room == 0 ? 64 : 2 * r->room;
		struct late *more = realloc(r->late, room * sizeof *more);
		if (more == NULL)
			return ctx_wrong(r->cx, TK_NOMEM, N_("out of memory"), NULL, NULL);
		r->late = more;
		r->room = room;
	}
	struct late *late = &r->late[r->count];
	late->cycle = *cycle;
	late->place = r->count++;
	memcpy(late->ticket, id->text, sizeof late->ticket);
	r->uncertain |= cycle->uncertain;
	return TK_OK;
}

static enum tk_status look_at(struct overdue_run *r, const struct tk_id *id, const struct tk_ticket *ticket)
{
	struct tk_row row = tk_ticket_row(ticket, r->cx->now);
	struct tk_arena_mark mark = tk_arena_mark(r->arena);
	struct tk_cycle *cycle;
	size_t n = 0;
	enum tk_status st;
	if (!tk_query_matches(r->query, &row))
		return TK_OK;
	st = clocks_of(r->cx, tk_sla_cycles(r->sla, ticket, r->cx->now, r->arena, &cycle, &n, &r->cx->err), id);
	if (st == TK_INVALID) { /* said, and the others are looked at */
		struct tk_sink sink = ctx_sink(r->cx);
		sink.add(sink.ctx, &r->cx->err);
		st = TK_OK;
		n = 0;
	}
	for (size_t i = 0; st == TK_OK && i < n; i++)
		if (is_wanted(r, &cycle[i]))
			st = keep(r, id, &cycle[i]);
	tk_arena_release(r->arena, mark);
	return st;
}

static enum tk_status look_at_all(struct overdue_run *r)
{
	struct ctx *cx = r->cx;
	struct tk_sink sink = ctx_sink(cx);
	struct tk_scan *scan;
	enum tk_status st = tk_scan_open(cx->desk, &scan, &cx->err);
	if (st != TK_OK)
		return st;
	while (st == TK_OK) {
		struct tk_error found = TK_ERROR_INIT;
		const struct tk_ticket *ticket;
		struct tk_id id;
		enum tk_status read = tk_scan_next(scan, &id, &ticket, &found);
		if (tk_scan_done(scan))
			break;
		if (read == TK_OK)
			st = look_at(r, &id, ticket);
		else if (read == TK_NOMEM)
			st = ctx_wrong(cx, TK_NOMEM, N_("out of memory"), NULL, NULL);
		else
			sink.add(sink.ctx, &found);
	}
	tk_scan_close(scan);
	return st;
}

static int by_number(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* What is late before what will be; the latest first, then what is due next. */
static int worst_first(const void *left, const void *right)
{
	const struct late *a = left, *b = right;
	bool late_a = a->cycle.state == TK_CYCLE_BREACHED, late_b = b->cycle.state == TK_CYCLE_BREACHED;
	int order = (int)late_b - (int)late_a;
	if (order == 0)
		order = late_a ? by_number(b->cycle.overdue, a->cycle.overdue)
			       : by_number(a->cycle.remaining, b->cycle.remaining);
	if (order == 0 && late_a)
		order = by_number(b->cycle.overdue_wall, a->cycle.overdue_wall);
	return order != 0 ? order : by_number((int64_t)a->place, (int64_t)b->place);
}

static enum tk_status print(struct overdue_run *r, const struct overdue_opts *o)
{
	enum out_format format = view_format(&o->view, OUT_TABLE);
	struct out *out;
	enum tk_status st = view_open(r->cx, &o->view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	if (r->count > 1)
		qsort(r->late, r->count, sizeof *r->late, worst_first);
	st = clocks_begin(r->cx, out, format, true);
	for (size_t i = 0; st == TK_OK && i < r->count; i++)
		clocks_put(out, format, true, r->late[i].ticket, &r->late[i].cycle);
	if (st == TK_OK)
		st = out_end(out, &r->cx->err);
	out_free(out);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct overdue_opts *o = opts;
	struct overdue_run r = {.cx = cx};
	struct tk_query *query = NULL;
	enum tk_status st = read_soon(cx, o->soon, &r.soon);
	if (st == TK_OK)
		st = view_query(cx, argc, argv, &query);
	if (st == TK_OK)
		st = clocks_open(cx, &r.sla);
	if (st != TK_OK)
		return st;
	r.query = query;
	r.arena = tk_arena_new(0);
	st = r.arena == NULL ? ctx_wrong(cx, TK_NOMEM, N_("out of memory"), NULL, NULL) : look_at_all(&r);
	if (st == TK_OK)
		st = print(&r, o);
	cx->no = cx->no || (o->exit_code && r.count > 0);
	clocks_warn(cx, st == TK_OK && r.uncertain);
	free(r.late);
	tk_arena_free(r.arena);
	tk_sla_free(r.sla);
	return st;
}

const struct cmd cmd_overdue = {
	.name = "overdue",
	.group = GROUP_LOOK,
	.needs = NEED_DESK,
	.summary = N_("list what is late, the worst first"),
	.usage = "[options] [<term>...]",
	.example = "ticket overdue --soon status:open\nticket overdue --soon=2h --exit-code -q priority:P1",
	.options = overdue_options,
	.more_options = view_options,
	.opts_size = sizeof(struct overdue_opts),
	.most = CMD_ANY,
	.run = run,
};
