/*
 * Facts about working time, from tests/cases/calendar-*.txt.
 *
 * A case file is a sequence of calendars and facts; columns are parted by tabs, `#` begins a comment:
 *
 *	calendar	NAME
 *		timezone: Asia/Shanghai        the lines of a calendar's file, one tab deeper
 *	builtin	NAME                           a builtin calendar
 *	source	TEXT                           where the facts below stand
 *	add	START	DURATION	RESULT
 *	between	A	B	SECONDS
 *	day	DATE	HOURS or "closed"	KIND	NAME   (English; "-" for none)
 *	error	MESSAGE                        the calendar above is refused: line:column key: finding arguments
 *
 * A result "-" is one past the horizon.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/calendar.h"

#define FOLDER "tests/cases"

enum { COLUMNS = 6, LINE = 1000, TEXT = 100000 };

struct reader {
	const char *file;
	unsigned line;
	char text[TEXT]; /* of the calendar */
	size_t len;
	struct tk_calendar *calendar;
	struct tk_error err;
	bool fresh; /* its text is not read yet */
	unsigned facts, wrong;
};

static void wrong(struct reader *r, const char *want, const char *got)
{
	r->wrong++;
	print_error("%s:%u: expected %s, got %s\n", r->file, r->line, want, got);
}

static struct tk_zone *utc(void)
{
	static struct tk_zone *zone;

	if (!zone)
		assert_int_equal(tk_zone_load("UTC", 3, &zone, NULL), TK_OK);
	return zone;
}

/* The calendar that was begun, once all of its lines are there. */
static void settle(struct reader *r)
{
	if (!r->fresh)
		return;
	r->fresh = false;
	tk_calendar_free(r->calendar);
	r->calendar = NULL;
	r->err = (struct tk_error)TK_ERROR_INIT;
	(void)tk_calendar_read(r->text, r->len, "case", utc(), NULL, &r->calendar, &r->err);
}

static bool has_calendar(struct reader *r)
{
	settle(r);
	if (!r->calendar)
		wrong(r, "a calendar", tk_diag_row(r->err.diag)->name);
	return r->calendar != NULL;
}

static tk_time instant(const struct reader *r, const char *text)
{
	tk_time at = 0;

	if (tk_when_parse(text, strlen(text), tk_calendar_zone(r->calendar), 0, &at, NULL) != TK_OK)
		fail_msg("%s:%u: not a time: %s", r->file, r->line, text);
	return at;
}

static void check_add(struct reader *r, char *const column[COLUMNS])
{
	struct tk_span span = {0, 0};
	tk_time at = 0;
	char got[TK_TIME_TEXT] = "-", want[TK_TIME_TEXT] = "-";

	if (!has_calendar(r))
		return;
	if (tk_span_parse(column[2], strlen(column[2]), true, &span, NULL) != TK_OK)
		fail_msg("%s:%u: not a duration: %s", r->file, r->line, column[2]);
	if (tk_calendar_add(r->calendar, instant(r, column[1]), span, &at, NULL) == TK_OK)
		tk_zone_format(tk_calendar_zone(r->calendar), at, got);
	if (strcmp(column[3], "-") != 0)
		tk_zone_format(tk_calendar_zone(r->calendar), instant(r, column[3]), want);
	if (strcmp(want, got) != 0)
		wrong(r, want, got);
}

static void check_between(struct reader *r, char *const column[COLUMNS])
{
	char got[32];

	if (!has_calendar(r))
		return;
	snprintf(got, sizeof(got), "%lld",
		 (long long)tk_calendar_between(r->calendar, instant(r, column[1]), instant(r, column[2])));
	if (strcmp(column[3], got) != 0)
		wrong(r, column[3], got);
}

static void format_hours(const struct tk_calendar_day *day, char out[LINE])
{
	size_t used = 0;

	snprintf(out, LINE, "closed");
	for (size_t i = 0; i < day->count; i++) {
		int open = day->hours[i].open / 60, close = day->hours[i].close / 60;
		used += (size_t)snprintf(out + used, LINE - used, "%s%02d:%02d-%02d:%02d", i ? "," : "", open / 60,
					 open % 60, close / 60, close % 60);
	}
}

static void check_day(struct reader *r, char *const column[COLUMNS])
{
	static const char *const kinds[] = {"week", "holiday", "makeup", "date"};
	struct tk_calendar_day day;
	int64_t date;
	char hours[LINE], got[LINE * 2], want[LINE * 2];

	if (!has_calendar(r))
		return;
	assert_int_equal(tk_date_parse(column[1], strlen(column[1]), &date, NULL), TK_OK);
	tk_calendar_day(r->calendar, date, &day);
	format_hours(&day, hours);
	const char *name = tk_calendar_day_name(r->calendar, date, "en");
	snprintf(got, sizeof(got), "%s %s %s", hours, kinds[day.kind], name ? name : "-");
	snprintf(want, sizeof(want), "%s %s %s", column[2], column[3], column[4]);
	if (strcmp(want, got) != 0)
		wrong(r, want, got);
}

static void check_error(struct reader *r, char *const column[COLUMNS])
{
	char got[LINE] = "nothing";

	settle(r);
	if (!r->calendar) {
		size_t used = (size_t)snprintf(got, sizeof(got), "%u:%u %s: %s", r->err.line, r->err.col, r->err.field,
					       tk_diag_row(r->err.diag)->name);
		for (size_t i = 0; i < TK_ERROR_ARGS && r->err.arg[i].kind; i++) {
			if (r->err.arg[i].kind == 's')
				used += (size_t)snprintf(got + used, sizeof(got) - used, " %s", r->err.arg[i].text);
			else
				used += (size_t)snprintf(got + used, sizeof(got) - used, " %lld",
							 (long long)r->err.arg[i].number);
		}
	}
	if (strcmp(column[1], got) != 0)
		wrong(r, column[1], got);
}

static void split(char *line, char *column[COLUMNS])
{
	static char nothing[] = "";

	for (size_t i = 0; i < COLUMNS; i++) {
		column[i] = line ? line : nothing;
		line = line ? strchr(line, '\t') : NULL;
		if (line)
			*line++ = '\0';
	}
}

static void take_line(struct reader *r, char *line)
{
	static const struct {
		const char *word;
		void (*check)(struct reader *r, char *const column[COLUMNS]);
	} facts[] = {{"add", check_add}, {"between", check_between}, {"day", check_day}, {"error", check_error}};
	char *column[COLUMNS];

	if (line[0] == '#' || line[0] == '\0' || strncmp(line, "source\t", 7) == 0)
		return;
	if (line[0] == '\t') {
		assert_true(r->len + strlen(line) < sizeof(r->text));
		r->len += (size_t)snprintf(r->text + r->len, sizeof(r->text) - r->len, "%s\n", line + 1);
		return;
	}
	split(line, column);
	if (strcmp(column[0], "builtin") == 0) {
		r->fresh = false;
		tk_calendar_free(r->calendar);
		assert_int_equal(tk_calendar_make(NULL, column[1], utc(), &r->calendar, NULL), TK_OK);
		return;
	}
	if (strcmp(column[0], "calendar") == 0) {
		r->len = 0;
		r->fresh = true;
		return;
	}
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (strcmp(column[0], facts[i].word) == 0) {
			r->facts++;
			facts[i].check(r, column);
			return;
		}
	fail_msg("%s:%u: no such fact: %s", r->file, r->line, column[0]);
}

static unsigned take_file(const char *name)
{
	struct reader *r = calloc(1, sizeof(*r));
	char path[300], line[LINE];
	FILE *f;

	assert_non_null(r);
	snprintf(path, sizeof(path), FOLDER "/%s", name);
	r->file = path;
	if (!(f = fopen(path, "r")))
		fail_msg("cannot open %s", path);
	while (fgets(line, sizeof(line), f)) {
		r->line++;
		line[strcspn(line, "\n")] = '\0';
		take_line(r, line);
	}
	fclose(f);
	tk_calendar_free(r->calendar);
	unsigned facts = r->facts, bad = r->wrong;
	free(r);
	if (bad)
		fail_msg("%s: %u of %u facts are wrong", name, bad, facts);
	return facts;
}

static void facts_hold(void **state)
{
	unsigned files = 0, facts = 0;
	DIR *folder = opendir(FOLDER);

	(void)state;
	assert_non_null(folder);
	for (const struct dirent *e; (e = readdir(folder));)
		if (strncmp(e->d_name, "calendar-", 9) == 0) {
			files++;
			facts += take_file(e->d_name);
		}
	closedir(folder);
	assert_true(files > 0 && facts > 20);
	tk_zone_free(utc());
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(facts_hold)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
