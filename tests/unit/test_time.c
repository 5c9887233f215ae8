/* Instants and dates: every day of three centuries, RFC 3339 as it is and as it is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/time.h"

/* The calendar as one counts it on fingers, to compare with. */
static int month_length(int year, int month)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
		return 29;
	return length[month - 1];
}

static void every_day_of_three_centuries(void **state)
{
	(void)state;
	int64_t days = -25567; /* 1900-01-01, a Monday */
	int weekday = 0;

	for (int year = 1900; year <= 2199; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= month_length(year, month); day++) {
				struct tk_civil c = {.hour = 5, .minute = 6, .second = 7};
				tk_days_civil(days, &c);
				if (c.year != year || c.month != month || c.day != day || c.hour != 5 || c.second != 7)
					fail_msg("day %d is not %d-%d-%d", (int)days, year, month, day);
				assert_int_equal(tk_days(year, month, day), days);
				assert_int_equal(tk_days_weekday(days), weekday);
				assert_true(tk_civil_exists(year, month, day));
				days++;
				weekday = (weekday + 1) % 7;
			}
			assert_false(tk_civil_exists(year, month, month_length(year, month) + 1));
		}
	}
	assert_int_equal(tk_days(1970, 1, 1), 0);
	assert_int_equal(tk_days(2100, 1, 1) * 86400, TK_TIME_MAX);
}

static void dates_far_away(void **state)
{
	(void)state;
	struct tk_civil c;

	assert_int_equal(tk_days(0, 3, 1), -719468);
	assert_int_equal(tk_days(-1, 12, 31) + 1, tk_days(0, 1, 1));
	tk_days_civil(tk_days(9999, 12, 31), &c);
	assert_int_equal(c.year * 10000 + c.month * 100 + c.day, 99991231);
	assert_false(tk_civil_exists(2026, 0, 1));
	assert_false(tk_civil_exists(2026, 13, 1));
	assert_false(tk_civil_exists(2026, 1, 0));
	assert_false(tk_civil_exists(2026, -1, 1));
	assert_false(tk_civil_exists(1900, 2, 29));
	assert_true(tk_civil_exists(2000, 2, 29));
}

static void seconds_and_civil_times(void **state)
{
	(void)state;
	static const struct {
		tk_time at;
		struct tk_civil civil;
	} cases[] = {
		{0, {1970, 1, 1, 0, 0, 0}},
		{-1, {1969, 12, 31, 23, 59, 59}},
		{-86400, {1969, 12, 31, 0, 0, 0}},
		{2147483647, {2038, 1, 19, 3, 14, 7}},
		{2147483648, {2038, 1, 19, 3, 14, 8}},
		{4102444799, {2099, 12, 31, 23, 59, 59}},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tk_civil c;
		tk_utc_civil(cases[i].at, &c);
		assert_memory_equal(&c, &cases[i].civil, sizeof(c));
		assert_int_equal(tk_civil_utc(&c), cases[i].at);
	}
}

struct good_time {
	const char *text;
	tk_time at;
	int offset;
	const char *written;
};

static void good_times(void **state)
{
	(void)state;
	static const struct good_time cases[] = {
		{"2026-11-22T09:03:00+08:00", 1795309380, 28800, "2026-11-22T09:03:00+08:00"},
		{"2026-11-22T01:03:00Z", 1795309380, 0, "2026-11-22T01:03:00+00:00"},
		{"2026-11-22T01:03:00-00:00", 1795309380, 0, "2026-11-22T01:03:00+00:00"},
		{"2026-11-21T21:33:00-03:30", 1795309380, -12600, "2026-11-21T21:33:00-03:30"},
		{"1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00+00:00"},
		{"1969-12-31T23:00:00-01:00", 0, -3600, "1969-12-31T23:00:00-01:00"},
		{"2099-12-31T23:59:59Z", 4102444799, 0, "2099-12-31T23:59:59+00:00"},
		{"2100-01-01T23:58:59+23:59", 4102444799, 86340, "2100-01-01T23:58:59+23:59"},
		{"2000-02-29T12:00:00-23:59", 951911940, -86340, "2000-02-29T12:00:00-23:59"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		tk_time at = -5;
		int offset = 1;
		char text[TK_TIME_TEXT];
		struct tk_error err = TK_ERROR_INIT;
		assert_int_equal(tk_time_parse(cases[i].text, strlen(cases[i].text), &at, &offset, &err), TK_OK);
		assert_int_equal(err.diag, TK_D_NONE);
		assert_int_equal(at, cases[i].at);
		assert_int_equal(offset, cases[i].offset);
		assert_string_equal(tk_time_format(at, offset, text), cases[i].written);
	}
	assert_int_equal(tk_time_parse("2026-11-22T01:03:00Z", 20, NULL, NULL, NULL), TK_OK);
}

/* Whether the form is right and only the day does not exist. */
static bool lacks_day(const char *text)
{
	static const char *const none[] = {"2026-02-29", "2025-02-29", "2026-04-31", "2026-11-31",
					   "2026-00-10", "2026-13-10", "2026-11-00", "0000-00-00"};

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (strncmp(text, none[i], strlen(none[i])) == 0)
			return true;
	return false;
}

static void bad_times(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"Z",
		"2026-11-22",
		"2026-11-22T09:03:00",
		"2026-11-22T09:03+08:00",
		"2026-11-22t09:03:00+08:00",
		"2026-11-22T01:03:00z",
		"2026-11-22 09:03:00+08:00",
		"2026-11-22T09:03:00 +08:00",
		"2026-11-22T09:03:00.0Z",
		"2026-11-22T09:03:00.000000+08:00",
		"2026-11-22T09:03:00,5+08:00",
		"2026-11-22T09:03:00+0800",
		"2026-11-22T09:03:00+08",
		"2026-11-22T09:03:00+08:60",
		"2026-11-22T09:03:00+24:00",
		"2026-11-22T09:03:00-24:00",
		"2026-11-22T09:03:00\xE2\x88\x92"
		"08",
		"2016-12-31T23:59:60Z",
		"2026-11-22T24:00:00Z",
		"2026-11-22T25:00:00Z",
		"2026-11-22T12:60:00Z",
		"2026-11-22T12:00:61Z",
		"2026-02-29T12:00:00Z",
		"2026-04-31T12:00:00Z",
		"2026-00-10T12:00:00Z",
		"2026-13-10T12:00:00Z",
		"2026-11-00T12:00:00Z",
		"20261122T090300Z",
		"2026-11-22T09.03.00Z",
		"2026/11/22T09:03:00Z",
		"+026-11-22T09:03:00Z",
		"-026-11-22T09:03:00Z",
		"26-11-22T09:03:00Z",
		"12026-11-22T09:03:00Z",
		"2026-11-22T 9:03:00Z",
		"2026-11-22T+9:03:00Z",
		"2026-11-22T09:03:00Z\n",
		" 2026-11-22T09:03:00Z",
		"2026-11-22T09:03:00Zx",
		"2026-W47-7T09:03:00Z",
		"\xEF\xBC\x92"
		"026-11-22T09:03:00Z",
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		tk_time at = -5;
		int offset = 1;
		struct tk_error err = TK_ERROR_INIT;
		if (tk_time_parse(cases[i], strlen(cases[i]), &at, &offset, &err) != TK_INVALID)
			fail_msg("read as a time: '%s'", cases[i]);
		assert_int_equal(err.diag, lacks_day(cases[i]) ? TK_D_NO_SUCH_DAY : TK_D_BAD_TIME);
		assert_string_equal(err.arg[0].text, cases[i]);
		assert_int_equal(at, -5);
		assert_int_equal(offset, 1);
	}
	assert_int_equal(tk_time_parse("2026-11-22T01:03:00\0", 20, NULL, NULL, NULL), TK_INVALID);
}

static void times_past_the_horizon(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"1969-12-31T23:59:59Z",      "1970-01-01T00:00:00+00:01", "2100-01-01T00:00:00Z",
		"2099-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z",      "9999-12-31T23:59:59Z",
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tk_error err = TK_ERROR_INIT;
		assert_int_equal(tk_time_parse(cases[i], strlen(cases[i]), NULL, NULL, &err), TK_INVALID);
		assert_int_equal(err.diag, TK_D_TIME_RANGE);
	}
}

static void odd_things_to_write(void **state)
{
	(void)state;
	char text[TK_TIME_TEXT];

	assert_string_equal(tk_time_format(TK_TIME_NONE, 0, text), "-");
	assert_string_equal(tk_time_format(INT64_MAX, 3600, text), "-");
	/* Liberia kept 44 minutes and 30 seconds until 1972. */
	assert_string_equal(tk_time_format(0, -2670, text), "1969-12-31T23:16:00-00:44");
	assert_string_equal(tk_time_format(0, 86400, text), "1970-01-01T00:00:00+00:00");
	assert_string_equal(tk_date_format(TK_DATE_NONE, text), "-");
	assert_string_equal(tk_date_format(INT64_MAX, text), "-");
	assert_string_equal(tk_date_format(tk_days(9999, 12, 31), text), "9999-12-31");
	assert_string_equal(tk_date_format(tk_days(0, 1, 1), text), "0000-01-01");
	assert_string_equal(tk_date_format(tk_days(0, 1, 1) - 1, text), "-");
}

static void dates(void **state)
{
	(void)state;
	static const char *const good[] = {"1900-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "2199-12-31"};
	static const char *const bad[] = {
		"",           "1899-12-31", "2200-01-01", "2025-02-29", "2026-1-1",   "2026-11-22T", "2026-11-22 ",
		"22.11.2026", "2026-11",    "20261122",   "2026-11-31", "0000-00-00", "2026_11_22",  "2026-11-2x",
	};
	char text[TK_TIME_TEXT];
	int64_t days;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(tk_date_parse(good[i], strlen(good[i]), &days, NULL), TK_OK);
		assert_string_equal(tk_date_format(days, text), good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct tk_error err = TK_ERROR_INIT;
		days = 77;
		assert_int_equal(tk_date_parse(bad[i], strlen(bad[i]), &days, &err), TK_INVALID);
		assert_int_equal(err.diag, lacks_day(bad[i]) ? TK_D_NO_SUCH_DAY : TK_D_BAD_DATE);
		assert_int_equal(days, 77);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_three_centuries),
		cmocka_unit_test(dates_far_away),
		cmocka_unit_test(seconds_and_civil_times),
		cmocka_unit_test(good_times),
		cmocka_unit_test(bad_times),
		cmocka_unit_test(times_past_the_horizon),
		cmocka_unit_test(odd_things_to_write),
		cmocka_unit_test(dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
