/* `ticket report`: how many tickets match, by the values of some fields. */
#include <stdio.h>

#include "ticket/query.h"

#include "cmd.h"
#include "fields.h"
#include "i18n.h"
#include "view.h"

enum { BY_MAX = 4 };

struct report_opts {
	struct view_opts view;
	const char *by;
};

static const struct opt report_options[] = {
	{.name = "by",
	 .kind = OPT_STR,
	 .at = offsetof(struct report_opts, by),
	 .arg = "<a,b>",
	 .help = N_("count by the values of one to four fields")},
	{.name = NULL},
};

/* People are told what a group without a value is; programs get the absence. */
static struct tk_value key_of(const struct tk_counts *counts, size_t group, size_t i, int field, bool people)
{
	struct tk_value key = tk_counts_key(counts, group, i);
	if (key.set || !people)
		return key;
	return out_text(field == TK_FIELD_CATEGORY ? C_("category", "unclassified") : _("(none)"));
}

static void put_total(struct out *out, const struct tk_counts *counts, size_t nby)
{
	struct tk_value values[BY_MAX + 1];
	values[0] = out_text(_("total"));
	for (size_t i = 1; i < nby; i++)
		values[i] = out_absent();
	values[nby] = out_int((int64_t)tk_counts_total(counts));
	out_row(out, values);
}

static enum tk_status print(struct ctx *cx, const struct report_opts *o, const struct field_list *by,
			    const struct tk_counts *counts)
{
	enum out_format format = view_format(&o->view, OUT_TABLE);
	bool people = format == OUT_TABLE || format == OUT_MARKDOWN;
	struct out_column columns[TK_FIELD_COUNT + 1];
	struct tk_value values[BY_MAX + 1];
	struct out *out;
	enum tk_status st = view_open(cx, &o->view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	fields_columns(by, columns);
	columns[by->n] = (struct out_column){
		.name = "count", .label = _("count"), .kind = TK_KIND_INT, .field = -1, .keep = true};
	st = out_begin(out, columns, by->n + 1, &cx->err);
	for (size_t group = 0; st == TK_OK && group < tk_counts_groups(counts); group++) {
		for (size_t i = 0; i < by->n; i++)
			values[i] = key_of(counts, group, i, by->id[i], people);
		values[by->n] = out_int((int64_t)tk_counts_of(counts, group));
		out_row(out, values);
	}
	if (st == TK_OK && people && tk_counts_groups(counts) > 0)
		put_total(out, counts, by->n);
	if (st == TK_OK)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct report_opts *o = opts;
	struct tk_sink sink = ctx_sink(cx);
	struct tk_counts_spec spec = {.size = sizeof spec, .now = cx->now, .sink = &sink, .policy = cx->policy};
	struct field_list by;
	struct tk_query *query;
	struct tk_counts *counts;
	enum tk_status st = fields_parse(o->by != NULL ? o->by : "category,priority", &by, &cx->err);
	if (st == TK_OK && by.n > BY_MAX)
		st = ctx_wrong(cx, TK_USAGE, N_("a report counts by four fields at most"), NULL, NULL);
	if (st == TK_OK)
		st = view_query(cx, argc, argv, &query);
	if (st != TK_OK)
		return st;
	spec.query = query;
	spec.by = by.id;
	spec.nby = by.n;
	st = tk_counts_make(cx->desk, &spec, &counts, &cx->err);
	if (st != TK_OK)
		return st;
	st = print(cx, o, &by, counts);
	tk_counts_free(counts);
	return st;
}

const struct cmd cmd_report = {
	.name = "report",
	.group = GROUP_LOOK,
	.needs = NEED_DESK | NEED_POLICY,
	.summary = N_("count tickets by any fields"),
	.usage = "[options] [<term>...]",
	.example = "ticket report --by category,priority received:2026-10",
	.options = report_options,
	.more_options = view_options,
	.opts_size = sizeof(struct report_opts),
	.most = CMD_ANY,
	.run = run,
};
