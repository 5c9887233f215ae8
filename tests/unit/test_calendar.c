/* Calendars of policies, builtin ones, the table of holidays, looking at days and stretches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cn_days.h"
#include "ticket/calendar.h"

static struct tk_zone *shanghai;

static int load_zone(void **state)
{
	(void)state;
	return tk_zone_load("Asia/Shanghai", 13, &shanghai, NULL) == TK_OK ? 0 : -1;
}

static int free_zone(void **state)
{
	(void)state;
	tk_zone_free(shanghai);
	return 0;
}

static tk_time at(const char *text)
{
	tk_time ret = 0;

	assert_int_equal(tk_when_parse(text, strlen(text), shanghai, 0, &ret, NULL), TK_OK);
	return ret;
}

static int64_t date(const char *text)
{
	int64_t ret = 0;

	assert_int_equal(tk_date_parse(text, strlen(text), &ret, NULL), TK_OK);
	return ret;
}

static struct tk_policy *policy_of(const char *calendars)
{
	struct tk_policy *policy;
	struct tk_error err = TK_ERROR_INIT;
	struct tk_str text;

	tk_str_init(&text, 0);
	tk_str_puts(&text, "profile: after-sales@1\ncalendars:\n");
	tk_str_puts(&text, calendars);
	if (tk_policy_read(text.data, text.len, "policy.yaml", NULL, NULL, &policy, &err) != TK_OK)
		fail_msg("%u:%u %s", err.line, err.col, tk_diag_row(err.diag)->name);
	tk_str_clear(&text);
	return policy;
}

static struct tk_calendar *make(const struct tk_policy *policy, const char *name)
{
	struct tk_calendar *calendar;
	struct tk_error err = TK_ERROR_INIT;

	if (tk_calendar_make(policy, name, shanghai, &calendar, &err) != TK_OK)
		fail_msg("%s: %s", name, tk_diag_row(err.diag)->name);
	return calendar;
}

static tk_time added(const struct tk_calendar *calendar, tk_time start, struct tk_span span)
{
	tk_time ret = TK_TIME_NONE;

	assert_int_equal(tk_calendar_add(calendar, start, span, &ret, NULL), TK_OK);
	return ret;
}

/* The rows are dates in order, none is named twice, make-up days fall on weekends, no known year is left out. */
static void table_is_sound(void **state)
{
	size_t count;
	const struct tk_cn_days *row = tk__cn_days(&count);
	int64_t last = INT64_MIN;
	int year = 2006;

	(void)state;
	for (size_t i = 0; i < count; i++) {
		int first = row[i].from, end = row[i].to;
		assert_true(tk_civil_exists(first / 10000, first / 100 % 100, first % 100));
		assert_true(tk_civil_exists(end / 10000, end / 100 % 100, end % 100));
		if (tk__cn_date(first) <= last || tk__cn_date(end) < tk__cn_date(first))
			fail_msg("%d is out of order", first);
		last = tk__cn_date(end);
		assert_true(last - tk__cn_date(first) < 10);
		if (row[i].work && tk_days_weekday(last) < 5)
			fail_msg("%d is no weekend", first);
		if (!row[i].work && end % 10000 / 100 == 10 && end / 10000 > year) { /* each year's National Day */
			assert_int_equal(end / 10000, year + 1);
			year++;
		}
	}
	assert_int_equal(year, tk__cn_last_year());
}

static void always_is_wall_time(void **state)
{
	struct tk_calendar *always = make(NULL, "always");
	const tk_time noon = at("2026-11-22T12:00");
	tk_time ret;

	(void)state;
	assert_string_equal(tk_calendar_name(always), "always");
	assert_ptr_equal(tk_calendar_zone(always), shanghai);
	assert_true(added(always, noon, (struct tk_span){86400, 0}) == noon + 86400);
	assert_true(added(always, noon, (struct tk_span){-1, 0}) == noon - 1);
	assert_true(added(always, noon, (struct tk_span){0, 3}) == noon + 3 * 86400);
	assert_true(added(always, noon, (struct tk_span){0, -3}) == noon - 3 * 86400);
	assert_int_equal(tk_calendar_between(always, noon, noon - 5), -5);
	assert_true(added(always, TK_TIME_MAX - 1, (struct tk_span){1, 0}) == TK_TIME_MAX);
	assert_int_equal(tk_calendar_add(always, TK_TIME_MAX - 1, (struct tk_span){2, 0}, &ret, NULL), TK_INVALID);
	assert_int_equal(tk_calendar_add(always, 5, (struct tk_span){-6, 0}, &ret, NULL), TK_INVALID);
	assert_int_equal(tk_calendar_add(always, noon, (struct tk_span){INT64_MAX, 0}, &ret, NULL), TK_INVALID);
	assert_int_equal(tk_calendar_add(always, noon, (struct tk_span){INT64_MIN, 0}, &ret, NULL), TK_INVALID);
	assert_int_equal(tk_calendar_add(always, noon, (struct tk_span){0, INT64_MIN}, &ret, NULL), TK_INVALID);
	assert_int_equal(tk_calendar_between(always, INT64_MIN, INT64_MAX), TK_TIME_MAX);
	assert_false(tk_calendar_unknown_at(always, TK_TIME_MAX));
	assert_true(tk_calendar_is_open(always, 0) && !tk_calendar_is_open(always, -1));
	tk_calendar_free(always);
}

static void holidays_are_known_up_to_a_year(void **state)
{
	struct tk_calendar *cn = make(NULL, "cn");
	struct tk_error err = TK_ERROR_INIT;
	tk_time ret;

	(void)state;
	assert_int_equal(tk_calendar_last_year(cn), tk__cn_last_year());
	assert_false(tk_calendar_unknown_at(cn, at("2026-12-31T18:00")));
	assert_false(tk_calendar_unknown_at(cn, at("2027-01-01")));
	assert_true(tk_calendar_unknown_at(cn, at("2027-01-01T00:00:01")));
	assert_true(added(cn, at("2026-09-30T17:00"), (struct tk_span){3601, 0}) == at("2026-10-08T09:00:01"));
	assert_string_equal(tk_calendar_day_name(cn, date("2025-10-06"), "zh"), "国庆节、中秋节");
	assert_string_equal(tk_calendar_day_name(cn, date("2026-10-10"), "en"), "National Day");
	assert_null(tk_calendar_day_name(cn, date("2026-10-09"), "en"));
	assert_int_equal(tk_calendar_add(cn, at("2099-12-31T17:00"), (struct tk_span){7200, 0}, &ret, &err),
			 TK_INVALID);
	assert_int_equal(err.diag, TK_D_PAST_HORIZON);
	assert_int_equal(tk_calendar_between(cn, INT64_MIN, INT64_MAX),
			 tk_calendar_between(cn, TK_TIME_MIN, TK_TIME_MAX));
	tk_calendar_free(cn);
}

static void calendars_include_one_another(void **state)
{
	struct tk_policy *policy = policy_of(
		"  house: {week: {mon: 09:00-10:00}, include: cn, holidays: {2026-11-24: {en: Outing, zh: 团建}}, "
		"dates: {2026-11-28: 09:00-12:00, 2026-11-26: 08:00-09:00}}\n"
		"  line: {timezone: Asia/Tokyo, week: {thu-tue: 08:00-20:00}, include: [house], makeup: "
		"wed, dates: {2026-11-26: 10:00-11:00}, holidays: [2026-11-23]}\n");
	struct tk_calendar *line = make(policy, "line");
	struct tk_calendar_day day;

	(void)state;
	assert_string_equal(tk_zone_name(tk_calendar_zone(line)), "Asia/Tokyo");
	assert_int_equal(tk_calendar_last_year(line), tk__cn_last_year());
	assert_string_equal(tk_calendar_day_name(line, date("2026-11-24"), "zh"), "团建");
	assert_null(tk_calendar_day_name(line, date("2026-11-23"), "zh"));
	tk_calendar_day(line, date("2026-11-23"), &day);
	assert_int_equal(day.kind, TK_DAY_HOLIDAY);
	assert_int_equal(day.count, 0);
	tk_calendar_day(line, date("2026-11-26"), &day);
	assert_int_equal(day.kind, TK_DAY_DATE);
	assert_int_equal(day.hours[0].open, 10 * 3600);
	tk_calendar_day(line, date("2026-11-28"), &day);
	assert_int_equal(day.hours[0].close, 12 * 3600);
	tk_calendar_day(line, date("2026-10-10"), &day); /* Wednesdays are closed */
	assert_int_equal(day.kind, TK_DAY_MAKEUP);
	assert_int_equal(day.count, 0);
	tk_calendar_free(line);
	tk_policy_free(policy);
}

static void what_cannot_be_made(void **state)
{
	struct tk_policy *policy =
		policy_of("  office: {week: {mon: 09:00-18:00}}\n"
			  "  shut: {week: {mon: 09:00-18:00}, holidays: [1969-01-01..2100-12-31]}\n");
	struct tk_calendar *none;
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	assert_int_equal(tk_calendar_make(policy, "ofice", shanghai, &none, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_UNKNOWN_CALENDAR);
	assert_string_equal(err.arg[1].text, "office");
	assert_null(none);
	assert_int_equal(tk_calendar_make(NULL, "office", shanghai, &none, &err), TK_INVALID);
	err = (struct tk_error)TK_ERROR_INIT;
	assert_int_equal(tk_calendar_make(policy, "shut", shanghai, &none, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_CALENDAR_CLOSED);
	assert_int_equal(err.line, 4);
	assert_string_equal(err.path, "policy.yaml");
	tk_policy_free(policy);
}

static void stretches_are_told_apart(void **state)
{
	static const struct {
		const char *from, *to;
		bool open;
		enum tk_day_kind kind;
	} want[] = {
		{"2026-09-30T17:00", "2026-09-30T18:00", true, TK_DAY_WEEK},
		{"2026-10-01", "2026-10-02", false, TK_DAY_HOLIDAY},
		{"2026-10-02", "2026-10-03", false, TK_DAY_HOLIDAY},
		{"2026-10-03", "2026-10-04", false, TK_DAY_HOLIDAY},
		{"2026-10-04", "2026-10-05", false, TK_DAY_HOLIDAY},
		{"2026-10-05", "2026-10-06", false, TK_DAY_HOLIDAY},
		{"2026-10-06", "2026-10-07", false, TK_DAY_HOLIDAY},
		{"2026-10-07", "2026-10-08", false, TK_DAY_HOLIDAY},
		{"2026-10-08T09:00", "2026-10-08T18:00", true, TK_DAY_WEEK},
		{"2026-10-09T09:00", "2026-10-09T18:00", true, TK_DAY_WEEK},
		{"2026-10-10T09:00", "2026-10-10T10:30", true, TK_DAY_MAKEUP},
	};
	struct tk_calendar *cn = make(NULL, "cn"), *always = make(NULL, "always");
	struct tk_walk walk;
	struct tk_stretch s;
	size_t n = 0;

	(void)state;
	for (tk_walk_begin(&walk, cn, at("2026-09-30T17:00"), at("2026-10-10T10:30")); tk_walk_next(&walk, &s); n++) {
		assert_true(n < sizeof(want) / sizeof(want[0]));
		assert_true(s.from == at(want[n].from) && s.to == at(want[n].to));
		assert_true(s.open == want[n].open && s.kind == want[n].kind);
		assert_int_equal(s.date, tk_zone_date(shanghai, s.from));
	}
	assert_int_equal(n, sizeof(want) / sizeof(want[0]));
	tk_walk_begin(&walk, always, at("2026-09-30"), at("2026-10-10"));
	assert_true(tk_walk_next(&walk, &s) && s.open && s.to - s.from == 10 * 86400 && !tk_walk_next(&walk, &s));
	tk_walk_begin(&walk, cn, at("2026-10-10"), at("2026-09-30"));
	assert_false(tk_walk_next(&walk, &s));
	tk_calendar_free(cn);
	tk_calendar_free(always);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_sound),
		cmocka_unit_test(always_is_wall_time),
		cmocka_unit_test(holidays_are_known_up_to_a_year),
		cmocka_unit_test(calendars_include_one_another),
		cmocka_unit_test(what_cannot_be_made),
		cmocka_unit_test(stretches_are_told_apart),
	};

	return cmocka_run_group_tests(tests, load_zone, free_zone);
}
