/* `ticket calendar`: adding and measuring open time, and looking at calendars; plumbing for scripts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ticket/calendar.h"
#include "ticket/text.h"

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "month.h"

enum { ANSWER_MAX = 64, SHOW_MAX = 16 << 20 };

struct calendar_opts {
	const char *from, *to;
};

static const struct opt calendar_options[] = {
	{.name = "from",
	 .kind = OPT_STR,
	 .at = offsetof(struct calendar_opts, from),
	 .arg = "<date>",
	 .help = N_("first day to show (else the first of this month)")},
	{.name = "to",
	 .kind = OPT_STR,
	 .at = offsetof(struct calendar_opts, to),
	 .arg = "<date>",
	 .help = N_("last day to show (else the last of that month)")},
	{.name = NULL},
};

/* What one run works with. */
struct work {
	struct ctx *cx;
	struct tk_calendar *calendar;
	bool add;    /* else between */
	bool warned; /* that holidays are not known */
};

/* ---- which calendar ---- */

static enum tk_status read_file(struct ctx *cx, const char *path, struct tk_calendar **ret)
{
	struct tk_str text;
	enum tk_status st;
	tk_str_init(&text, 0);
	st = input_text(cx, path, &text);
	if (st == TK_OK)
		st = tk_calendar_read(text.data, text.len, path, cx->zone, NULL, ret, &cx->err);
	tk_str_clear(&text);
	return st;
}

/* A name of the policy, a builtin one, else a file.  Only a name of the policy needs a desk. */
static enum tk_status find_calendar(struct ctx *cx, const char *name, struct tk_calendar **ret)
{
	bool is_path = strchr(name, '/') != NULL;
	bool desk = ctx_try(cx, NEED_DESK);
	enum tk_status st = desk ? ctx_need(cx, NEED_DESK) : TK_OK; /* its zone, also for --now */
	if (st != TK_OK || is_path)
		return st == TK_OK ? read_file(cx, name, ret) : st;
	if (strcmp(name, "always") == 0 || strcmp(name, "cn") == 0)
		return tk_calendar_make(NULL, name, cx->zone, ret, &cx->err);
	if (desk && ctx_try(cx, NEED_POLICY) && tk_policy_has(cx->policy, TK_THING_CALENDAR, NULL, name))
		return tk_calendar_make(cx->policy, name, cx->zone, ret, &cx->err);
	if (access(name, F_OK) == 0)
		return read_file(cx, name, ret);
	if (desk)
		st = ctx_need(cx, NEED_POLICY);
	if (st == TK_OK && tk_calendar_make(cx->policy, name, cx->zone, ret, &cx->err) != TK_OK)
		st = TK_NOT_FOUND;
	return st;
}

/* ---- add and between ---- */

/* Once per run: the answer rests on holidays that nobody has announced yet. */
static void warn_unknown(struct work *w, tk_time at)
{
	struct tk_str year;
	if (w->warned || w->cx->quiet || !tk_calendar_unknown_at(w->calendar, at))
		return;
	w->warned = true;
	tk_str_init(&year, ANSWER_MAX);
	tk_str_int(&year, tk_calendar_last_year(w->calendar));
	say_note(N_("note: the holidays of '{1}' are known up to {2}; later ones are not counted"),
		 tk_calendar_name(w->calendar), year.data);
	tk_str_clear(&year);
}

static enum tk_status read_time(struct work *w, const char *text, tk_time *ret, struct tk_error *err)
{
	return tk_when_parse(text, strlen(text), tk_calendar_zone(w->calendar), w->cx->now, ret, err);
}

/* The answer to one case as a line without its end. */
static enum tk_status answer(struct work *w, const char *first, const char *second, struct tk_str *out,
			     struct tk_error *err)
{
	tk_time a, b = 0;
	struct tk_span span = {0};
	char text[TK_TIME_TEXT];
	enum tk_status st = read_time(w, first, &a, err);
	if (st == TK_OK)
		st = w->add ? tk_span_parse(second, strlen(second), true, &span, err) : read_time(w, second, &b, err);
	if (st == TK_OK && w->add)
		st = tk_calendar_add(w->calendar, a, span, &b, err);
	if (st != TK_OK)
		return st;
	warn_unknown(w, a > b ? a : b);
	if (w->add)
		tk_str_puts(out, tk_zone_format(tk_calendar_zone(w->calendar), b, text));
	else
		tk_str_int(out, tk_calendar_between(w->calendar, a, b));
	return TK_OK;
}

static enum tk_status split_line(char *line, size_t len, char **ret_second, struct tk_error *err)
{
	char *tab = memchr(line, '\t', len);
	if (tk_utf8_check(line, len) != len || memchr(line, '\0', len) != NULL || tab == NULL ||
	    memchr(tab + 1, '\t', len - (size_t)(tab + 1 - line)) != NULL) {
		err->diag = TK_D_TWO_COLUMNS;
		return TK_INVALID;
	}
	*tab = '\0';
	*ret_second = tab + 1;
	return TK_OK;
}

static void run_line(struct work *w, char *line, size_t len, unsigned number)
{
	static const char input[] = "<stdin>";
	struct tk_error err = TK_ERROR_INIT;
	struct tk_str out;
	char *second;
	tk_str_init(&out, ANSWER_MAX);
	enum tk_status st = split_line(line, len, &second, &err);
	if (st == TK_OK)
		st = answer(w, line, second, &out, &err);
	if (st != TK_OK) {
		memcpy(err.path, input, sizeof input);
		err.line = number;
		w->cx->bad = true;
		(void)fflush(stdout); /* so that it stands where its line does */
		say_error(w->cx->place, &err, w->cx->zone);
	}
	(void)puts(st == TK_OK ? out.data : "");
	tk_str_clear(&out);
}

/* Cases on standard input, one a line. */
static enum tk_status run_lines(struct work *w)
{
	struct tk_str text;
	unsigned number = 0;
	enum tk_status st;
	tk_str_init(&text, 0);
	st = input_file(w->cx, "-", &text);
	for (size_t at = 0; st == TK_OK && at < text.len;) {
		char *line = text.data + at;
		char *end = memchr(line, '\n', text.len - at);
		size_t len = end == NULL ? text.len - at : (size_t)(end - line);
		at += len + 1;
		len -= len > 0 && line[len - 1] == '\r';
		line[len] = '\0';
		run_line(w, line, len, ++number);
	}
	tk_str_clear(&text);
	return st;
}

static enum tk_status run_case(struct work *w, char **argv)
{
	struct tk_str out;
	enum tk_status st;
	tk_str_init(&out, ANSWER_MAX);
	st = answer(w, argv[0], argv[1], &out, &w->cx->err);
	if (st == TK_OK)
		(void)puts(out.data);
	tk_str_clear(&out);
	return st;
}

/* ---- show ---- */

static enum tk_status read_date(struct work *w, const char *text, int64_t *ret)
{
	int64_t last = tk_zone_date(tk_calendar_zone(w->calendar), TK_TIME_MAX - 1);
	enum tk_status st = tk_date_parse(text, strlen(text), ret, &w->cx->err);
	if (st != TK_OK || (*ret >= 0 && *ret <= last))
		return st;
	return ctx_wrong(w->cx, TK_USAGE, N_("outside 1970-01-01 to 2100-01-01: '{1}'"), NULL, text);
}

static enum tk_status run_show(struct work *w, const struct calendar_opts *o)
{
	struct tk_str out;
	struct tk_civil civil;
	int64_t from = tk_zone_date(tk_calendar_zone(w->calendar), w->cx->now), to = 0;
	enum tk_status st = o->from == NULL ? TK_OK : read_date(w, o->from, &from);
	if (st == TK_OK && o->to != NULL)
		st = read_date(w, o->to, &to);
	if (st != TK_OK)
		return st;
	tk_days_civil(o->from == NULL && o->to != NULL ? to : from, &civil);
	if (o->from == NULL)
		from = tk_days(civil.year, civil.month, 1);
	if (o->to == NULL)
		to = tk_days(civil.year + civil.month / 12, civil.month % 12 + 1, 1) - 1;
	if (to < from)
		return ctx_wrong(w->cx, TK_USAGE, N_("--from lies after --to"), NULL, NULL);
	tk_str_init(&out, SHOW_MAX);
	month_put(&out, w->calendar, from, to, i18n_language());
	st = tk_str_status(&out, &w->cx->err);
	if (st == TK_OK)
		(void)fwrite(out.data, 1, out.len, stdout);
	tk_str_clear(&out);
	warn_unknown(w, (to + 1) * 86400);
	return st;
}

/* ---- the command ---- */

static enum tk_status check_operands(struct ctx *cx, const struct calendar_opts *o, int argc, char **argv)
{
	bool show = strcmp(argv[0], "show") == 0;
	if (!show && strcmp(argv[0], "add") != 0 && strcmp(argv[0], "between") != 0)
		return ctx_wrong(cx, TK_USAGE, N_("'calendar' does not know '{1}'"),
				 N_("it knows add, between and show"), argv[0]);
	if (!show && (o->from != NULL || o->to != NULL))
		return ctx_wrong(cx, TK_USAGE, N_("--from and --to belong to 'calendar show'"), NULL, NULL);
	if (show ? argc == 2 : argc == 4 || (argc == 3 && strcmp(argv[2], "-") == 0))
		return TK_OK;
	return ctx_wrong(cx, TK_USAGE, N_("'calendar {1}' has other arguments"), N_("-h shows them"), argv[0]);
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct calendar_opts *o = opts;
	struct work w = {.cx = cx, .add = strcmp(argv[0], "add") == 0};
	enum tk_status st = check_operands(cx, o, argc, argv);
	if (st == TK_OK)
		st = find_calendar(cx, argv[1], &w.calendar);
	if (st != TK_OK)
		return st;
	if (strcmp(argv[0], "show") == 0)
		st = run_show(&w, o);
	else
		st = argc == 3 ? run_lines(&w) : run_case(&w, argv + 2);
	tk_calendar_free(w.calendar);
	return st;
}

const struct cmd cmd_calendar = {
	.name = "calendar",
	.group = GROUP_LOOK,
	.summary = N_("count in working time, and look at calendars"),
	.usage = "add <calendar> <time> <duration>\nbetween <calendar> <time> <time>\nadd|between <calendar> "
		 "-\n[options] show <calendar>",
	.example = "ticket calendar add cn 2026-09-30T17:00 4h\nticket calendar show cn --from 2026-10-01",
	.options = calendar_options,
	.opts_size = sizeof(struct calendar_opts),
	.least = 2,
	.most = 4,
	.run = run,
};
