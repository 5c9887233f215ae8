/* `ticket sla`: the clocks of tickets, and why they are due when they are. */
#include <stdio.h>

#include "clocks.h"
#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "ledger.h"

struct sla_opts {
	struct view_opts view; /* first: see view.h */
	bool all, explain;
};

static const struct opt sla_options[] = {
	{.name = "all",
	 .letter = 'a',
	 .kind = OPT_BOOL,
	 .at = offsetof(struct sla_opts, all),
	 .help = N_("ended cycles too (machine formats have them)")},
	{.name = "explain",
	 .kind = OPT_BOOL,
	 .at = offsetof(struct sla_opts, explain),
	 .help = N_("what was counted, step by step")},
	{.name = NULL},
};

struct sla_run {
	struct ctx *cx;
	const struct sla_opts *o;
	struct tk_sla *sla;
	enum out_format format;
	bool uncertain;
};

static bool is_shown(const struct sla_run *r, const struct tk_cycle *cycle)
{
	return r->o->all || !clocks_short(r->format) || cycle->stopped == TK_TIME_NONE;
}

static enum tk_status put_ticket(struct sla_run *r, struct out *out, const struct tk_id *id)
{
	struct ctx *cx = r->cx;
	struct tk_ticket *ticket;
	struct tk_cycle *cycle;
	size_t n = 0;
	enum tk_status st = tk_desk_load(cx->desk, id, cx->arena, &ticket, &cx->err);
	if (st == TK_OK)
		st = clocks_of(cx, tk_sla_cycles(r->sla, ticket, cx->now, cx->arena, &cycle, &n, &cx->err), id);
	for (size_t i = 0; st == TK_OK && i < n; i++) {
		if (!is_shown(r, &cycle[i]))
			continue;
		r->uncertain |= cycle[i].uncertain;
		clocks_put(out, r->format, false, id->text, &cycle[i]);
	}
	return st;
}

static enum tk_status print_records(struct sla_run *r, const struct tk_id *ids, size_t n)
{
	struct ctx *cx = r->cx;
	struct out *out;
	enum tk_status st = view_open(cx, &r->o->view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	st = clocks_begin(cx, out, r->format, false);
	for (size_t i = 0; st == TK_OK && i < n; i++)
		st = put_ticket(r, out, &ids[i]);
	if (st == TK_OK)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

static enum tk_status explain_ticket(struct sla_run *r, const struct tk_id *id, bool first, struct tk_str *text)
{
	struct ctx *cx = r->cx;
	struct tk_ticket *ticket;
	struct tk_explained *item;
	size_t n = 0;
	enum tk_status st = tk_desk_load(cx->desk, id, cx->arena, &ticket, &cx->err);
	if (st == TK_OK)
		st = clocks_of(cx, tk_sla_explain(r->sla, ticket, cx->now, cx->arena, &item, &n, &cx->err), id);
	if (st != TK_OK)
		return st;
	tk_str_puts(text, first ? "" : "\n");
	tk_str_puts(text, id->text);
	tk_str_putc(text, '\n');
	for (size_t i = 0; i < n; i++) {
		if (!is_shown(r, &item[i].cycle))
			continue;
		r->uncertain |= item[i].cycle.uncertain;
		tk_str_putc(text, '\n');
		ledger_put(cx, &item[i], text);
	}
	return TK_OK;
}

static enum tk_status explain(struct sla_run *r, const struct tk_id *ids, size_t n)
{
	struct tk_str text;
	enum tk_status st = TK_OK;
	tk_str_init(&text, 0);
	for (size_t i = 0; st == TK_OK && i < n; i++)
		st = explain_ticket(r, &ids[i], i == 0, &text);
	if (st == TK_OK)
		st = tk_str_status(&text, &r->cx->err);
	if (st == TK_OK)
		(void)fwrite(text.data, 1, text.len, stdout);
	tk_str_clear(&text);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct sla_opts *o = opts;
	struct sla_run r = {.cx = cx, .o = o, .format = view_format(&o->view, OUT_TABLE)};
	struct tk_id *ids;
	size_t n;
	enum tk_status st;
	if (o->explain && r.format != OUT_TABLE)
		return ctx_wrong(cx, TK_USAGE, N_("--explain is for people and knows no format"), NULL, NULL);
	st = input_ids(cx, argc, argv, &ids, &n);
	if (st == TK_OK)
		st = clocks_open(cx, &r.sla);
	if (st != TK_OK)
		return st;
	st = o->explain ? explain(&r, ids, n) : print_records(&r, ids, n);
	clocks_warn(cx, st == TK_OK && r.uncertain);
	tk_sla_free(r.sla);
	return st;
}

const struct cmd cmd_sla = {
	.name = "sla",
	.group = GROUP_LOOK,
	.needs = NEED_DESK,
	.summary = N_("show the deadlines of tickets and why they hold"),
	.usage = "[options] <id>...",
	.example = "ticket sla 22001\nticket sla 22001 --explain --all",
	.options = sla_options,
	.more_options = view_options,
	.opts_size = sizeof(struct sla_opts),
	.least = 1,
	.most = CMD_ANY,
	.run = run,
};
