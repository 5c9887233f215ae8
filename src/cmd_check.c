/* `ticket check`: everything that is wrong with a desk, one finding a line. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "view.h"

struct check_opts {
	struct view_opts view;
	bool fix;
};

static const struct opt check_options[] = {
	{.name = "fix",
	 .kind = OPT_BOOL,
	 .at = offsetof(struct check_opts, fix),
	 .help = N_("mend what has one safe answer")},
	{.name = NULL},
};

static const struct view_column columns[] = {
	{"file", N_("file"), TK_KIND_TEXT},       {"line", N_("line"), TK_KIND_INT},
	{"column", N_("column"), TK_KIND_INT},    {"severity", N_("severity"), TK_KIND_TEXT},
	{"id", N_("finding"), TK_KIND_TEXT},      {"field", N_("field"), TK_KIND_TEXT},
	{"message", N_("message"), TK_KIND_TEXT},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *const severities[] = {[TK_NOTE] = "note", [TK_WARNING] = "warning", [TK_ERROR] = "error"};

/* Where findings go: records of a writer, or lines that editors can jump to. */
struct printer {
	struct ctx *cx;
	struct out *out; /* NULL: lines */
	bool machine;    /* records keep their bytes in every language */
};

static const char *severity(const struct tk_diag_row *row)
{
	static const char *const words[] = {[TK_NOTE] = NC_("severity", "note"),
					    [TK_WARNING] = NC_("severity", "warning"),
					    [TK_ERROR] = NC_("severity", "error")};
	return C_("severity", words[row->severity]);
}

/* "tickets/….yaml:3:1: warning: status: … [head-differs]" */
static void put_line(struct ctx *cx, const struct tk_error *finding)
{
	const struct tk_diag_row *row = tk_diag_row(finding->diag);
	struct tk_error place = *finding;
	struct tk_str line;
	tk_str_init(&line, 8192);
	place.field[0] = '\0';
	say_place(&line, &place, cx->place);
	tk_str_puts(&line, severity(row));
	tk_str_puts(&line, _(": "));
	place = *finding;
	place.path[0] = '\0';
	say_place(&line, &place, NULL);
	say_with_hint(&line, finding, cx->zone);
	tk_str_printf(&line, " [%s]\n", row->name);
	(void)fwrite(line.data, 1, line.len, stdout);
	tk_str_clear(&line);
}

static void put_record(struct ctx *cx, struct out *out, bool machine, const struct tk_error *finding)
{
	const struct tk_diag_row *row = tk_diag_row(finding->diag);
	struct tk_value values[COLUMNS];
	struct tk_str message;
	tk_str_init(&message, 8192);
	if (machine)
		say_sentence_plain(&message, finding, cx->zone);
	else
		say_sentence(&message, finding, cx->zone);
	values[0] = out_text(finding->path[0] == '\0' ? NULL : finding->path);
	values[1] = finding->line == 0 ? out_absent() : out_int(finding->line);
	values[2] = finding->col == 0 ? out_absent() : out_int(finding->col);
	values[3] = out_text(machine ? severities[row->severity] : severity(row));
	values[4] = out_text(row->name);
	values[5] = out_text(finding->field[0] == '\0' ? NULL : finding->field);
	values[6] = out_text(message.data);
	out_row(out, values);
	tk_str_clear(&message);
}

static void add(void *self, const struct tk_error *finding)
{
	struct printer *printer = self;
	if (printer->out == NULL)
		put_line(printer->cx, finding);
	else
		put_record(printer->cx, printer->out, printer->machine, finding);
}

static void say_summary(const struct ctx *cx, const struct tk_check *check)
{
	if (cx->quiet)
		return;
	/* TRANSLATORS: numbers of tickets, errors, warnings, notes and mended findings */
	(void)fprintf(stderr, _("tickets: %zu, errors: %zu, warnings: %zu, notes: %zu, mended: %zu\n"), check->tickets,
		      check->errors, check->warnings, check->notes, check->fixed);
}

static enum tk_status check_desk(struct ctx *cx, const struct check_opts *o, struct printer *printer, int argc,
				 char **argv)
{
	struct tk_check check = {.size = sizeof check, .now = cx->now, .fix = o->fix, .by = cx->by};
	struct tk_sink sink = {add, printer};
	struct tk_id *ids = NULL;
	enum tk_status st = argc > 0 ? input_ids(cx, argc, argv, &ids, &check.nid) : TK_OK;
	if (st != TK_OK)
		return st;
	check.ids = ids;
	st = tk_check(cx->desk, &check, &sink, &cx->err);
	if (st == TK_INVALID && check.errors > 0) { /* they were printed: that is the answer */
		cx->bad = true;
		st = TK_OK;
	}
	if (st == TK_OK)
		say_summary(cx, &check);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct check_opts *o = opts;
	struct printer printer = {cx, NULL, strcmp(view_language(&o->view, OUT_TABLE), "zh") != 0};
	enum tk_status st = TK_OK;
	if (o->view.format != 0 || o->view.template != NULL)
		st = view_open(cx, &o->view, OUT_TABLE, &printer.out);
	if (st == TK_OK && printer.out != NULL)
		st = view_begin(cx, printer.out, columns, COLUMNS);
	if (st == TK_OK)
		st = check_desk(cx, o, &printer, argc, argv);
	if (st == TK_OK && printer.out != NULL)
		st = out_end(printer.out, &cx->err);
	out_free(printer.out);
	return st;
}

const struct cmd cmd_check = {
	.name = "check",
	.group = GROUP_DESK,
	.needs = NEED_DESK | WRITES,
	.summary = N_("find everything that is wrong with the desk"),
	.usage = "[options] [<id>...]",
	.example = "ticket check\nticket check --fix --format json",
	.options = check_options,
	.more_options = view_options,
	.opts_size = sizeof(struct check_opts),
	.most = CMD_ANY,
	.run = run,
};
