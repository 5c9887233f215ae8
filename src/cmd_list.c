/* `ticket list` and `ticket search`: the tickets that match, with the fields asked for. */
#include <stdio.h>

#include "ticket/query.h"

#include "cmd.h"
#include "fields.h"
#include "i18n.h"
#include "out_template.h"
#include "view.h"

struct list_opts {
	struct view_opts view; /* first: see view.h */
	const char *fields, *sort;
	struct opt_int limit;
};

#define AT(member) offsetof(struct list_opts, member)
static const struct opt list_options[] = {
	{.name = "fields",
	 .kind = OPT_STR,
	 .at = AT(fields),
	 .arg = "<a,b>",
	 .help = N_("which fields; 'ticket help fields' lists them")},
	{.name = "sort",
	 .kind = OPT_STR,
	 .at = AT(sort),
	 .arg = "<a,-b>",
	 .help = N_("in the order of these, with - falling")},
	{.name = "limit",
	 .kind = OPT_INT,
	 .at = AT(limit),
	 .arg = "<n>",
	 .min = 0,
	 .max = INT32_MAX,
	 .help = N_("the first n only (0: all)")},
	{.name = NULL},
};
#undef AT

/* The fields to be shown: those asked for, those of the template, or the usual ones. */
static enum tk_status choose_fields(struct ctx *cx, const struct list_opts *o, struct field_list *ret)
{
	enum out_format format = view_format(&o->view, OUT_TABLE);
	*ret = fields_default;
	if (o->fields != NULL)
		return fields_parse(o->fields, ret, &cx->err);
	if (format == OUT_TEMPLATE)
		return template_fields(o->view.template, ret, &cx->err);
	if (format == OUT_IDS) {
		ret->n = 1;
		ret->id[0] = TK_FIELD_ID;
	}
	return TK_OK;
}

static enum tk_status print(struct ctx *cx, const struct list_opts *o, const struct field_list *fields,
			    const struct tk_listing *listing)
{
	struct out_column columns[TK_FIELD_COUNT];
	struct tk_value values[TK_FIELD_COUNT];
	struct out *out;
	enum tk_status st = view_open(cx, &o->view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	fields_columns(fields, columns);
	st = out_begin(out, columns, fields->n, &cx->err);
	for (size_t row = 0; st == TK_OK && row < tk_listing_rows(listing); row++) {
		for (size_t i = 0; i < fields->n; i++)
			values[i] = tk_listing_value(listing, row, i);
		out_row(out, values);
	}
	if (st == TK_OK)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct list_opts *o = opts;
	struct tk_sink sink = ctx_sink(cx);
	struct tk_listing_spec spec = {.size = sizeof spec, .now = cx->now, .sink = &sink};
	struct field_list fields;
	struct sort_list sort = {0};
	struct tk_query *query;
	struct tk_listing *listing;
	enum tk_status st = choose_fields(cx, o, &fields);
	if (st == TK_OK && o->sort != NULL)
		st = fields_parse_sort(o->sort, &sort, &cx->err);
	if (st == TK_OK)
		st = view_query(cx, argc, argv, &query);
	if (st != TK_OK)
		return st;
	spec.query = query;
	spec.fields = fields.id;
	spec.nfield = fields.n;
	spec.sort = sort.sort;
	spec.nsort = sort.n;
	spec.limit = o->limit.given ? (size_t)o->limit.value : 0;
	st = tk_listing_make(cx->desk, &spec, &listing, &cx->err);
	if (st != TK_OK)
		return st;
	st = print(cx, o, &fields, listing);
	tk_listing_free(listing);
	return st;
}

const struct cmd cmd_list = {
	.name = "list",
	.group = GROUP_LOOK,
	.needs = NEED_DESK,
	.summary = N_("list tickets that match a query"),
	.usage = "[options] [<term>...]",
	.example = "ticket list status:open priority:P1,P2 --sort received\nticket list received:2026-10 --fields "
		   "id,customer.name,title --format csv",
	.options = list_options,
	.more_options = view_options,
	.opts_size = sizeof(struct list_opts),
	.most = CMD_ANY,
	.run = run,
};

const struct cmd cmd_search = {
	.name = "search",
	.group = GROUP_LOOK,
	.needs = NEED_DESK,
	.summary = N_("find tickets by what is written in them"),
	.usage = "[options] <text>... [<term>...]",
	.example = "ticket search '无法启动' status:open",
	.options = list_options,
	.more_options = view_options,
	.opts_size = sizeof(struct list_opts),
	.least = 1,
	.most = CMD_ANY,
	.run = run,
};
