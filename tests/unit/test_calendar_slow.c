/*
 * The calendar engine against a slow calculator that shares no code with it.
 *
 * The calculator knows local time only from the C library's localtime_r() and TZ.  For a window of some weeks it notes
 * for every second whether it is open, and answers by walking: blocks of a quarter of an hour while they fit, then
 * second by second.  A local time as a boundary is the first instant at which local clocks show it or more.  Windows
 * lie around clock changes as often as not.  CALENDARS in the environment: how many calendars are made up (each gets
 * some 500 questions); the numbers are the same on every run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "ticket/calendar.h"

enum {
	DAYS = 44,   /* of a window */
	MARGIN = 2,  /* of them that are not asked about, at each end */
	BLOCK = 900, /* seconds */
	BLOCKS = DAYS * 96,
	QUESTIONS = 500,
	HOURS = 3, /* intervals a day */
	DAY = 86400,
};

struct day {
	int n;
	int open[HOURS], close[HOURS]; /* minutes; as written: close <= open runs past midnight */
	bool special;
	tk_time from[HOURS], to[HOURS]; /* instants */
};

static struct model {
	const char *zone;
	struct day week[7];
	struct day day[DAYS];
	long first;    /* date of day[0] */
	tk_time begin; /* instant of second 0 */
	char open[BLOCKS * BLOCK];
	int count[BLOCKS]; /* open seconds of each block */
} m;

static const char *const zones[] = {"UTC",
				    "Europe/Berlin",
				    "America/New_York",
				    "Asia/Shanghai",
				    "Australia/Lord_Howe",
				    "America/Sao_Paulo",
				    "Asia/Kolkata",
				    "America/St_Johns",
				    "Pacific/Apia",
				    "Africa/Casablanca",
				    "Asia/Gaza",
				    "America/Havana",
				    "Asia/Kathmandu",
				    "Pacific/Auckland",
				    "Europe/London",
				    "Atlantic/Azores",
				    "America/Asuncion"};

static uint64_t seed = 88172645463325252U;

static int chance(int below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)below);
}

/* ---- local time, from the C library only ---- */

/* Days since 1970 by counting years and months. */
static long days_of(int year, int month, int day)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	long days = day - 1;

	for (int y = 1970; y < year; y++)
		days += y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
	for (int i = 0; i < month - 1; i++)
		days += length[i] + (i == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
	return days;
}

static long offset_at(tk_time at)
{
	struct tm tm;
	time_t t = (time_t)at;

	assert_non_null(localtime_r(&t, &tm));
	return tm.tm_gmtoff;
}

static int64_t local_at(tk_time at)
{
	return at + offset_at(at);
}

/* The first instant at which local clocks show `local` or more. */
static tk_time reach(int64_t local)
{
	long before = offset_at(local - DAY - DAY / 2), after = offset_at(local + DAY + DAY / 2);
	tk_time at = local - (before > after ? before : after) - 7200;

	if (before == after && offset_at(local) == before && offset_at(local - DAY / 2) == before &&
	    offset_at(local + DAY / 2) == before)
		return local - before;
	while (local_at(at) < local)
		at += 60;
	while (local_at(at - 1) >= local)
		at--;
	return at;
}

/* A given local time: in a gap it moves forward by the gap. */
static tk_time given(int64_t local)
{
	tk_time at = reach(local);

	return local_at(at) == local ? at : local - offset_at(at - 1);
}

/* ---- making calendars up ---- */

static void random_hours(struct day *day, int shape)
{
	day->n = 0;
	if (shape == 0) /* an office */
		for (int i = 0; i < 1 + chance(2); i++) {
			day->open[i] = (8 + 5 * i) * 60 + chance(60);
			day->close[i] = day->open[i] + 120 + chance(120);
			day->n++;
		}
	else if (shape == 1) { /* a night shift */
		day->open[0] = 18 * 60 + chance(360);
		day->close[0] = chance(day->open[0] + 1);
		day->n = 1;
	} else if (shape == 2) { /* anything, also overlapping */
		for (int i = chance(HOURS + 1); i > 0; i--) {
			day->open[day->n] = chance(1440);
			day->close[day->n++] = chance(1441);
		}
	} else if (shape == 3) { /* around the hours at which clocks change */
		day->open[0] = chance(8) * 30 + chance(2);
		day->close[0] = day->open[0] + 1 + chance(120);
		day->n = 1;
	} else {
		day->open[0] = 0;
		day->close[0] = 1440;
		day->n = 1;
	}
}

static void write_hours(struct tk_str *out, const struct day *day)
{
	tk_str_putc(out, '[');
	for (int i = 0; i < day->n; i++)
		tk_str_printf(out, "%s\"%02d:%02d-%02d:%02d\"", i ? ", " : "", day->open[i] / 60, day->open[i] % 60,
			      day->close[i] / 60, day->close[i] % 60);
	tk_str_puts(out, "]");
}

static void put_date(struct tk_str *out, long date)
{
	char text[TK_TIME_TEXT];

	tk_str_puts(out, tk_date_format(date, text));
}

/* A window of DAYS dates, half the time around a change of clocks. */
static void place_window(void)
{
	int year = 1972 + chance(100);

	m.first = days_of(year, 1 + chance(12), 1 + chance(28));
	if (chance(4) == 0)
		return;
	for (int i = 0; i < 400; i++)
		if (offset_at((m.first + i) * DAY) != offset_at((m.first + i + 1) * DAY)) {
			m.first += i - DAYS / 2 + chance(5);
			return;
		}
}

/* The text of the calendar; days of the model with the hours that hold. */
static void make_up(struct tk_str *text)
{
	static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	int shape = chance(6), holidays = 0;

	m.zone = zones[chance(sizeof(zones) / sizeof(zones[0]))];
	setenv("TZ", m.zone, 1);
	tzset();
	place_window();
	tk_str_printf(text, "timezone: %s\nweek:\n", m.zone);
	for (int i = 0; i < 7; i++) {
		random_hours(&m.week[i], shape == 5 ? chance(5) : shape);
		if (shape != 4 && chance(4) == 0)
			m.week[i].n = 0;
		tk_str_printf(text, "  %s: ", names[i]);
		write_hours(text, &m.week[i]);
		tk_str_putc(text, '\n');
	}
	for (int i = 0; i < DAYS; i++)
		m.day[i] = m.week[(m.first + i + 3) % 7];
	tk_str_puts(text, "holidays: [");
	for (int i = 0; i < DAYS; i++)
		if (chance(12) == 0) {
			int more = chance(4), end = i + more < DAYS ? i + more : i;
			tk_str_puts(text, holidays++ ? ", " : "");
			put_date(text, m.first + i);
			if (end > i) {
				tk_str_puts(text, "..");
				put_date(text, m.first + end);
			}
			for (int j = i; j <= end; j++)
				m.day[j].n = 0;
		}
	tk_str_puts(text, "]\ndates:\n  2199-01-01: 00:00-24:00\n");
	for (int i = 0; i < DAYS; i++)
		if (chance(9) == 0) {
			random_hours(&m.day[i], chance(5));
			tk_str_puts(text, "  ");
			put_date(text, m.first + i);
			tk_str_puts(text, ": ");
			write_hours(text, &m.day[i]);
			tk_str_putc(text, '\n');
		}
}

/* Notes for each second of the window whether it is open. */
static void note_seconds(void)
{
	memset(m.open, 0, sizeof(m.open));
	m.begin = m.first * DAY + DAY;
	for (int i = 0; i < DAYS; i++)
		for (int j = 0; j < m.day[i].n; j++) {
			struct day *day = &m.day[i];
			int close = day->close[j] + (day->close[j] <= day->open[j] ? 1440 : 0);
			day->from[j] = reach((m.first + i) * DAY + day->open[j] * 60);
			day->to[j] = reach((m.first + i) * DAY + close * 60);
			for (tk_time at = day->from[j]; at < day->to[j]; at++)
				if (at >= m.begin && at < m.begin + BLOCKS * BLOCK)
					m.open[at - m.begin] = 1;
		}
	for (int i = 0; i < BLOCKS; i++) {
		m.count[i] = 0;
		for (int j = 0; j < BLOCK; j++)
			m.count[i] += m.open[i * BLOCK + j];
	}
}

/* ---- the slow answers; second numbers are counted from the window's begin; -1: not in the window ---- */

enum { FIRST = MARGIN * DAY, LAST = (DAYS - 2 * MARGIN) * DAY };

static long slow_add(long at, long n)
{
	if (n > 0) {
		for (; at < LAST; at++) {
			while (at % BLOCK == 0 && at < LAST && m.count[at / BLOCK] < n) {
				n -= m.count[at / BLOCK];
				at += BLOCK;
			}
			if (at < LAST && m.open[at] && --n == 0)
				return at + 1;
		}
		return -1;
	}
	for (; at > FIRST; at--) {
		while (at % BLOCK == 0 && at > FIRST && m.count[at / BLOCK - 1] < -n) {
			n += m.count[at / BLOCK - 1];
			at -= BLOCK;
		}
		if (at > FIRST && m.open[at - 1] && ++n == 0)
			return at - 1;
	}
	return -1;
}

static long slow_between(long a, long b)
{
	long sum = 0;

	while (a < b)
		if (a % BLOCK == 0 && a + BLOCK <= b) {
			sum += m.count[a / BLOCK];
			a += BLOCK;
		} else {
			sum += m.open[a++];
		}
	return sum;
}

static bool works(const struct day *day)
{
	for (int i = 0; i < day->n; i++)
		if (day->from[i] < day->to[i])
			return true;
	return false;
}

/* Whether an instant lies in the hours of a day. */
static bool inside(const struct day *day, tk_time at)
{
	for (int i = 0; i < day->n; i++)
		if (day->from[i] <= at && at < day->to[i])
			return true;
	return false;
}

/* The day whose hours open (close, going back) at an instant. */
static int edge_day(tk_time at, bool back)
{
	if (back) {
		for (int i = DAYS - 1; i >= 0; i--)
			for (int j = 0; j < m.day[i].n; j++)
				if (m.day[i].from[j] < at && m.day[i].to[j] == at)
					return i;
		return -1;
	}
	for (int i = 0; i < DAYS; i++)
		for (int j = 0; j < m.day[i].n; j++)
			if (m.day[i].from[j] == at && m.day[i].to[j] > at)
				return i;
	return -1;
}

/* Clips by walking: forward to hours unless all of the day's lie before; then back to the last closing. */
static tk_time slow_clip(const struct day *day, tk_time at, bool back)
{
	tk_time first = INT64_MAX, last = INT64_MIN;

	for (int i = 0; i < day->n; i++)
		if (day->from[i] < day->to[i]) {
			first = day->from[i] < first ? day->from[i] : first;
			last = day->to[i] > last ? day->to[i] : last;
		}
	if (at <= first)
		return first;
	if (at >= last)
		return last;
	if (inside(day, at))
		return at;
	if (back)
		while (!inside(day, at - 1))
			at--;
	else
		while (!inside(day, at))
			at++;
	return at;
}

static long slow_days(long second, int n)
{
	bool back = n < 0;
	long at = second;
	int date = -1;

	for (int i = 0; i < DAYS; i++)
		if (inside(&m.day[i], m.begin + at))
			date = i;
	if (date < 0) {
		while (at > FIRST && at < LAST && !(back ? m.open[at - 1] : m.open[at]))
			at += back ? -1 : 1;
		date = at > FIRST && at < LAST ? edge_day(m.begin + at, back) : -1;
	}
	if (date < 0)
		return -1;
	int64_t time = local_at(m.begin + at) - (m.first + date) * DAY;
	for (int left = back ? -n : n; left > 0;) {
		date += back ? -1 : 1;
		if (date < MARGIN + 1 || date >= DAYS - MARGIN - 1)
			return -1;
		left -= works(&m.day[date]);
	}
	return (long)(slow_clip(&m.day[date], given((m.first + date) * DAY + time), back) - m.begin);
}

/* ---- comparing ---- */

static struct tk_calendar *calendar;
static struct tk_str text;

static void differ(const char *what, long at, long with, long want, long got)
{
	char a[TK_TIME_TEXT], b[TK_TIME_TEXT], c[TK_TIME_TEXT];
	const struct tk_zone *zone = tk_calendar_zone(calendar);

	fail_msg("%s\n%s at %s with %ld: expected %ld %s, got %ld %s", text.data, what,
		 tk_zone_format(zone, m.begin + at, a), with, want, tk_zone_format(zone, m.begin + want, b), got,
		 tk_zone_format(zone, m.begin + got, c));
}

static long engine_add(long at, struct tk_span span)
{
	tk_time got = TK_TIME_NONE;

	assert_int_equal(tk_calendar_add(calendar, m.begin + at, span, &got, NULL), TK_OK);
	return (long)(got - m.begin);
}

static int ask_days(long at)
{
	int n = (1 + chance(8)) * (chance(3) ? 1 : -1);
	long want = slow_days(at, n);

	if (want < 0)
		return 0;
	long got = engine_add(at, (struct tk_span){0, n});
	if (got != want)
		differ("business days", at, n, want, got);
	return 1;
}

static int ask(void)
{
	static const int spans[] = {10, 3600, DAY, 6 * DAY};
	long at = FIRST + chance(LAST - FIRST), other = FIRST + chance(LAST - FIRST);

	if (chance(3) == 0) { /* at an edge */
		const struct day *day = &m.day[MARGIN + 2 + chance(DAYS - 2 * MARGIN - 4)];
		if (day->n)
			at = (long)((chance(2) ? day->from[0] : day->to[day->n - 1]) - m.begin) + chance(3) - 1;
		at = at < FIRST || at >= LAST ? FIRST + 1 : at;
	}
	if (chance(5) == 0)
		return ask_days(at);
	long low = at < other ? at : other, high = at < other ? other : at;
	long want = slow_between(low, high);
	if (tk_calendar_between(calendar, m.begin + low, m.begin + high) != want ||
	    tk_calendar_between(calendar, m.begin + high, m.begin + low) != -want)
		differ("between", low, high, want, (long)tk_calendar_between(calendar, m.begin + low, m.begin + high));
	long n = (1 + chance(spans[chance(4)])) * (chance(2) ? 1 : -1);
	want = slow_add(at, n);
	if (want < 0)
		return 1;
	long got = engine_add(at, (struct tk_span){n, 0});
	if (got != want)
		differ("add", at, n, want, got);
	return 2;
}

/* The stretches of the window add up, in order. */
static void check_walk(void)
{
	struct tk_walk walk;
	struct tk_stretch s;
	int64_t sum = 0;
	tk_time last = m.begin + FIRST;

	for (tk_walk_begin(&walk, calendar, m.begin + FIRST, m.begin + LAST); tk_walk_next(&walk, &s);) {
		assert_true(s.from < s.to && s.to <= m.begin + LAST && s.from >= m.begin + FIRST);
		if (!s.open)
			continue;
		assert_true(s.from >= last);
		last = s.to;
		sum += s.to - s.from;
	}
	assert_int_equal(sum, slow_between(FIRST, LAST));
}

static void engine_is_right(void **state)
{
	const char *wish = getenv("CALENDARS");
	long calendars = wish ? strtol(wish, NULL, 10) : 160, asked = 0;

	(void)state;
	tk_str_init(&text, 0);
	for (long i = 0; i < calendars; i++) {
		struct tk_error err = TK_ERROR_INIT;
		tk_str_reset(&text);
		make_up(&text);
		note_seconds();
		if (tk_calendar_read(text.data, text.len, "made up", NULL, NULL, &calendar, &err) != TK_OK) {
			assert_int_equal(err.diag, TK_D_CALENDAR_CLOSED);
			continue;
		}
		for (int j = 0; j < QUESTIONS; j++)
			asked += ask();
		check_walk();
		tk_calendar_free(calendar);
	}
	tk_str_clear(&text);
	assert_true(asked > calendars * 400);
	print_message("# %ld answers compared\n", asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(engine_is_right)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
