/* Times and ranges as people type them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/zone.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct tk_zone *shanghai, *berlin, *apia, *new_york;

static int load_zones(void **state)
{
	(void)state;
	return tk_zone_load("Asia/Shanghai", 13, &shanghai, NULL) != TK_OK ||
	       tk_zone_load("Europe/Berlin", 13, &berlin, NULL) != TK_OK ||
	       tk_zone_load("Pacific/Apia", 12, &apia, NULL) != TK_OK ||
	       tk_zone_load("America/New_York", 16, &new_york, NULL) != TK_OK;
}

static int free_zones(void **state)
{
	(void)state;
	tk_zone_free(shanghai);
	tk_zone_free(berlin);
	tk_zone_free(apia);
	tk_zone_free(new_york);
	return 0;
}

/* 2026-11-22T09:03:00+08:00 */
#define NOW INT64_C(1795309380)

struct when_case {
	const char *text, *expected;
};

static void single_times(void **state)
{
	(void)state;
	static const struct when_case cases[] = {
		{"2026-11-22T09:03:00+08:00", "2026-11-22T09:03:00+08:00"},
		{"2026-11-22T02:03:00+01:00", "2026-11-22T09:03:00+08:00"},
		{"2026-11-22T01:03:00Z", "2026-11-22T09:03:00+08:00"},
		{"2026-11-22", "2026-11-22T00:00:00+08:00"},
		{"2026-11-22T09:03", "2026-11-22T09:03:00+08:00"},
		{"2026-11-22 09:03", "2026-11-22T09:03:00+08:00"},
		{"2026-11-22T09:03:59", "2026-11-22T09:03:59+08:00"},
		{"2026-11-22 09:03:59", "2026-11-22T09:03:59+08:00"},
		{"17:30", "2026-11-22T17:30:00+08:00"},
		{"00:00:01", "2026-11-22T00:00:01+08:00"},
		{"-90m", "2026-11-22T07:33:00+08:00"},
		{"+2h", "2026-11-22T11:03:00+08:00"},
		{"-1d12h", "2026-11-20T21:03:00+08:00"},
		{"+0s", "2026-11-22T09:03:00+08:00"},
		{"1970-01-01T08:00", "1970-01-01T08:00:00+08:00"},
		{"2100-01-01T07:59:59", "2100-01-01T07:59:59+08:00"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk_error err = TK_ERROR_INIT;
		tk_time at = -1;
		char text[TK_TIME_TEXT];
		if (tk_when_parse(cases[i].text, strlen(cases[i].text), shanghai, NOW, &at, &err) != TK_OK)
			fail_msg("'%s': %s", cases[i].text, tk_diag_row(err.diag)->name);
		assert_string_equal(tk_zone_format(shanghai, at, text), cases[i].expected);
	}
}

static void given_times_in_gaps_and_repeats(void **state)
{
	(void)state;
	static const struct when_case cases[] = {
		{"2026-03-29T02:30", "2026-03-29T03:30:00+02:00"},
		{"2026-10-25T02:30", "2026-10-25T02:30:00+02:00"},
	};
	tk_time at;
	char text[TK_TIME_TEXT];

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(tk_when_parse(cases[i].text, 16, berlin, NOW, &at, NULL), TK_OK);
		assert_string_equal(tk_zone_format(berlin, at, text), cases[i].expected);
	}
	assert_int_equal(tk_when_parse("2011-12-30", 10, apia, NOW, &at, NULL), TK_OK);
	assert_string_equal(tk_zone_format(apia, at, text), "2011-12-31T00:00:00+14:00");
	/* today is the zone's day, not that of UTC */
	assert_int_equal(tk_when_parse("17:30", 5, new_york, NOW, &at, NULL), TK_OK);
	assert_string_equal(tk_zone_format(new_york, at, text), "2026-11-21T17:30:00-05:00");
}

struct bad_case {
	const char *text;
	enum tk_diag diag;
};

static void times_that_are_none(void **state)
{
	(void)state;
	static const struct bad_case cases[] = {
		{"", TK_D_BAD_TIME},
		{"now", TK_D_BAD_TIME},
		{"2026", TK_D_BAD_TIME},
		{"2026-11", TK_D_BAD_TIME},
		{"2026Q3", TK_D_BAD_TIME},
		{"2026-11-31", TK_D_NO_SUCH_DAY},
		{"2026-11-22T", TK_D_BAD_TIME},
		{"2026-11-22T9:03", TK_D_BAD_TIME},
		{"2026-11-22T24:00", TK_D_BAD_TIME},
		{"2026-11-22T09:60", TK_D_BAD_TIME},
		{"2026-11-22T09:03:60", TK_D_BAD_TIME},
		{"2026-11-22T09:03:00.5+08:00", TK_D_BAD_TIME},
		{"2026-11-22  09:03", TK_D_BAD_TIME},
		{"2026-11-22t09:03", TK_D_BAD_TIME},
		{"24:00", TK_D_BAD_TIME},
		{"9:03", TK_D_BAD_TIME},
		{"09:03:", TK_D_BAD_TIME},
		{"09.03", TK_D_BAD_TIME},
		{"22.11.2026", TK_D_BAD_TIME},
		{"1899-12-31", TK_D_BAD_TIME},
		{"-3bd", TK_D_BAD_TIME},
		{"-", TK_D_BAD_SPAN},
		{"+", TK_D_BAD_SPAN},
		{"--5m", TK_D_BAD_SPAN},
		{"-5", TK_D_BAD_SPAN},
		{"-5x", TK_D_BAD_SPAN},
		{"+ 5m", TK_D_BAD_SPAN},
		{"-5000000000s", TK_D_BAD_SPAN},
		{"-4000000000s", TK_D_TIME_RANGE},
		{"+4000000000s", TK_D_TIME_RANGE},
		{"1970-01-01", TK_D_TIME_RANGE},
		{"1969-12-31T12:00", TK_D_TIME_RANGE},
		{"2100-01-01T08:00", TK_D_TIME_RANGE},
		{"2100-01-02", TK_D_TIME_RANGE},
		{"2100-01-01T00:00:00Z", TK_D_TIME_RANGE},
		{"2026-11-01..2026-11-02", TK_D_BAD_TIME},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk_error err = TK_ERROR_INIT;
		tk_time at = -77;
		if (tk_when_parse(cases[i].text, strlen(cases[i].text), shanghai, NOW, &at, &err) != TK_INVALID)
			fail_msg("read as a time: '%s'", cases[i].text);
		if (err.diag != cases[i].diag)
			fail_msg("'%s' is %s", cases[i].text, tk_diag_row(err.diag)->name);
		assert_string_equal(err.arg[0].text, cases[i].text);
		assert_int_equal(at, -77);
	}
}

struct range_case {
	const char *text, *from, *to;
};

static void ranges(void **state)
{
	(void)state;
	static const struct range_case cases[] = {
		{"2026-11-22", "2026-11-22T00:00:00+08:00", "2026-11-23T00:00:00+08:00"},
		{"2026-10-01..2026-10-31", "2026-10-01T00:00:00+08:00", "2026-11-01T00:00:00+08:00"},
		{"2026-10-01..2026-10-01", "2026-10-01T00:00:00+08:00", "2026-10-02T00:00:00+08:00"},
		{"2026-10", "2026-10-01T00:00:00+08:00", "2026-11-01T00:00:00+08:00"},
		{"2026-12", "2026-12-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00"},
		{"2026-10..2026-11", "2026-10-01T00:00:00+08:00", "2026-12-01T00:00:00+08:00"},
		{"2026Q3", "2026-07-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00"},
		{"2026Q4", "2026-10-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00"},
		{"2026Q1..2026Q2", "2026-01-01T00:00:00+08:00", "2026-07-01T00:00:00+08:00"},
		{"2026", "2026-01-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00"},
		{"2025..2026-03", "2025-01-01T00:00:00+08:00", "2026-04-01T00:00:00+08:00"},
		{"2026-11-22..2026-11", "2026-11-22T00:00:00+08:00", "2026-12-01T00:00:00+08:00"},
		{"2026-11-22T09:00..2026-11-22T12:00", "2026-11-22T09:00:00+08:00", "2026-11-22T12:00:00+08:00"},
		{"2026-11-22 09:00..12:00", "2026-11-22T09:00:00+08:00", "2026-11-22T12:00:00+08:00"},
		{"2026-11-22T01:00:00Z..2026-11-22", "2026-11-22T09:00:00+08:00", "2026-11-23T00:00:00+08:00"},
		{"09:00", "2026-11-22T09:00:00+08:00", "2026-11-22T09:01:00+08:00"},
		{"09:00:30", "2026-11-22T09:00:30+08:00", "2026-11-22T09:00:31+08:00"},
		{"09:00..09:00", "2026-11-22T09:00:00+08:00", "2026-11-22T09:01:00+08:00"},
		{"2026-11-22T01:00:00Z", "2026-11-22T09:00:00+08:00", "2026-11-22T09:00:01+08:00"},
		{"-90m..", "2026-11-22T07:33:00+08:00", "2100-01-01T08:00:00+08:00"},
		{"-7d..-1d", "2026-11-15T09:03:00+08:00", "2026-11-21T09:03:00+08:00"},
		{"..+2h", "1970-01-01T08:00:00+08:00", "2026-11-22T11:03:00+08:00"},
		{"..2026-11-22", "1970-01-01T08:00:00+08:00", "2026-11-23T00:00:00+08:00"},
		{"2026-11-22..", "2026-11-22T00:00:00+08:00", "2100-01-01T08:00:00+08:00"},
		{"1970-01-01", "1970-01-01T08:00:00+08:00", "1970-01-02T00:00:00+08:00"},
		{"1970", "1970-01-01T08:00:00+08:00", "1971-01-01T00:00:00+08:00"},
		{"2100-01-01", "2100-01-01T00:00:00+08:00", "2100-01-01T08:00:00+08:00"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk_error err = TK_ERROR_INIT;
		tk_time from = -1, to = -1;
		char text[TK_TIME_TEXT];
		if (tk_when_range(cases[i].text, strlen(cases[i].text), shanghai, NOW, &from, &to, &err) != TK_OK)
			fail_msg("'%s': %s", cases[i].text, tk_diag_row(err.diag)->name);
		assert_string_equal(tk_zone_format(shanghai, from, text), cases[i].from);
		assert_string_equal(tk_zone_format(shanghai, to, text), cases[i].to);
	}
}

static void days_of_odd_length(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int hours;
	} cases[] = {{"2026-03-29", 23}, {"2026-10-25", 25}, {"2026-10-26", 24}};
	tk_time from, to;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(tk_when_range(cases[i].text, 10, berlin, NOW, &from, &to, NULL), TK_OK);
		assert_int_equal(to - from, cases[i].hours * 3600);
	}
	/* The day that Samoa left out is empty, and no error. */
	assert_int_equal(tk_when_range("2011-12-30", 10, apia, NOW, &from, &to, NULL), TK_OK);
	assert_int_equal(to, from);
	assert_int_equal(tk_when_range("2011-12-30..2011-12-30", 22, apia, NOW, &from, &to, NULL), TK_OK);
	assert_int_equal(to, from);
}

static void ranges_that_are_none(void **state)
{
	(void)state;
	static const struct bad_case cases[] = {
		{"", TK_D_BAD_TIME},
		{"..", TK_D_BAD_TIME},
		{"...", TK_D_BAD_TIME},
		{"2026-10-01...2026-10-02", TK_D_BAD_TIME},
		{"2026-10-01..x", TK_D_BAD_TIME},
		{"x..2026-10-01", TK_D_BAD_TIME},
		{"2026-10-01..2026-10-02..2026-10-03", TK_D_BAD_TIME},
		{"2026-13", TK_D_BAD_TIME},
		{"2026-00", TK_D_BAD_TIME},
		{"2026-1", TK_D_BAD_TIME},
		{"2026Q0", TK_D_BAD_TIME},
		{"2026Q5", TK_D_BAD_TIME},
		{"2026q1", TK_D_BAD_TIME},
		{"026", TK_D_BAD_TIME},
		{"0000", TK_D_BAD_TIME},
		{"20261122", TK_D_BAD_TIME},
		{"-5x..", TK_D_BAD_SPAN},
		{"2026-11-02..2026-11-01", TK_D_BAD_RANGE},
		{"2026-11..2026-10", TK_D_BAD_RANGE},
		{"12:00..09:00", TK_D_BAD_RANGE},
		{"-1h..-2h", TK_D_BAD_RANGE},
		{"1969", TK_D_TIME_RANGE},
		{"..1969-12-31", TK_D_TIME_RANGE},
		{"2101", TK_D_TIME_RANGE},
		{"9999", TK_D_TIME_RANGE},
		{"2100-01-02..", TK_D_TIME_RANGE},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk_error err = TK_ERROR_INIT;
		tk_time from = -77, to = -77;
		if (tk_when_range(cases[i].text, strlen(cases[i].text), shanghai, NOW, &from, &to, &err) != TK_INVALID)
			fail_msg("read as a range: '%s'", cases[i].text);
		if (err.diag != cases[i].diag)
			fail_msg("'%s' is %s", cases[i].text, tk_diag_row(err.diag)->name);
		assert_int_equal(from, -77);
		assert_int_equal(to, -77);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_times),        cmocka_unit_test(given_times_in_gaps_and_repeats),
		cmocka_unit_test(times_that_are_none), cmocka_unit_test(ranges),
		cmocka_unit_test(days_of_odd_length),  cmocka_unit_test(ranges_that_are_none),
	};
	return cmocka_run_group_tests(tests, load_zones, free_zones);
}
