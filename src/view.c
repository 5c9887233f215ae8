#include "view.h"

#include <stdio.h>
#include <unistd.h>

#include "ticket/query.h"

#include "cmd.h"
#include "i18n.h"
#include "term.h"

enum { COLUMNS_MAX = 16 };

#define AT(member) offsetof(struct view_opts, member)
const struct opt view_options[] = {
	{.name = "format",
	 .kind = OPT_ENUM,
	 .at = AT(format),
	 .arg = "<format>",
	 .words = out_formats,
	 .help = N_("table csv tsv json jsonl markdown or ids")},
	{.name = "template",
	 .kind = OPT_STR,
	 .at = AT(template),
	 .arg = "<text>",
	 .help = N_("one line each, like '%(id) %(title)'")},
	{.name = "csv-safe",
	 .kind = OPT_BOOL,
	 .at = AT(csv_safe),
	 .help = N_("mark cells that a spreadsheet would run")},
	{.name = "no-heading", .kind = OPT_BOOL, .at = AT(heading_off), .help = N_("leave out the heading line")},
	{.name = NULL},
};
#undef AT

enum out_format view_format(const struct view_opts *view, enum out_format fallback)
{
	if (view->template != NULL)
		return OUT_TEMPLATE;
	return view->format != 0 ? (enum out_format)(view->format - 1) : fallback;
}

const char *view_language(const struct view_opts *view, enum out_format fallback)
{
	enum out_format format = view_format(view, fallback);
	return format == OUT_TABLE || format == OUT_MARKDOWN ? i18n_language() : "en";
}

const struct tk_policy *view_policy(struct ctx *cx)
{
	return cx->desk != NULL && ctx_try(cx, NEED_POLICY) ? cx->policy : NULL;
}

enum tk_status view_open(struct ctx *cx, const struct view_opts *view, enum out_format fallback, struct out **ret)
{
	enum term_color color = cx->color == 0 ? TERM_AUTO : (enum term_color)(cx->color - 1);
	struct out_options options = {
		.format = view_format(view, fallback),
		.file = stdout,
		.template = view->template,
		.csv_safe = view->csv_safe,
		.no_heading = view->heading_off,
		.zone = cx->zone,
		.policy = view_policy(cx),
		.language = i18n_language(),
		.width = term_width(STDOUT_FILENO),
		.color = term_colors(STDOUT_FILENO, color),
	};
	if (view->template != NULL && view->format != 0)
		return ctx_wrong(cx, TK_USAGE, N_("only one of --format and --template can be given"), NULL, NULL);
	return out_new(&options, ret, &cx->err);
}

enum tk_status view_begin(struct ctx *cx, struct out *out, const struct view_column *columns, size_t n)
{
	struct out_column column[COLUMNS_MAX];
	for (size_t i = 0; i < n && i < COLUMNS_MAX; i++)
		column[i] = (struct out_column){
			.name = columns[i].name, .label = _(columns[i].label), .kind = columns[i].kind, .field = -1};
	return out_begin(out, column, n, &cx->err);
}

enum tk_status view_query(struct ctx *cx, int argc, char **argv, struct tk_query **ret)
{
	*ret = NULL;
	if (argc == 0)
		return TK_OK;
	return tk_query_parse(cx->arena, (const char *const *)argv, (size_t)argc, cx->zone, cx->now, view_policy(cx),
			      ret, &cx->err);
}
