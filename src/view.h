/*
 * Views: the options that every listing has, and the writer they come to.
 *
 * A command's struct of options begins with a struct view_opts, so that view_options[] fits it.
 */
#ifndef VIEW_H
#define VIEW_H

#include "ctx.h"
#include "opt.h"
#include "out.h"

struct tk_query;

struct view_opts {
	int format;           /* 1 + enum out_format, 0 = not given */
	const char *template; /* given: instead of a format */
	bool csv_safe, heading_off;
};

extern const struct opt view_options[];

/* The writer to standard output; `fallback` is the format when none was asked for.  TK_USAGE, TK_NOMEM. */
enum tk_status view_open(struct ctx *cx, const struct view_opts *view, enum out_format fallback, struct out **ret);

/* The format that was asked for. */
enum out_format view_format(const struct view_opts *view, enum out_format fallback);

/* The language of texts in a command's own records: the reader's in tables, always English where machines read. */
const char *view_language(const struct view_opts *view, enum out_format fallback);

/* Columns of a command's own records: names and kinds are data, labels are translated here. */
struct view_column {
	const char *name, *label;
	enum tk_kind kind;
};
enum tk_status view_begin(struct ctx *cx, struct out *out, const struct view_column *columns, size_t n);

/* Operands as a query; NULL when there are none.  In the arena. */
enum tk_status view_query(struct ctx *cx, int argc, char **argv, struct tk_query **ret);

/* The policy for labels and names; NULL when the desk's is broken (whoever needs it asks with NEED_POLICY). */
const struct tk_policy *view_policy(struct ctx *cx);

#endif
