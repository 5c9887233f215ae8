/* staff.yaml: who is there, who may do what, and what is wrong with the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "findings.h"
#include "ticket/staff.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char text[] = "people:\n"
			   "  li: {name: 李工, teams: [tech-support, logistics], roles: [assignee], skills: [power],\n"
			   "       regions: [Shanghai], capacity: 8, language: zh, email: li@example.com,\n"
			   "       absent: [\"2026-10-01..2026-10-07\", 2026-12-24], shift: day}\n"
			   "  chen: {}\n"
			   "  zhao: {roles: manager}\n"
			   "  sun: {roles: [lead, supervisor], teams: logistics, absent: 2026-11-22}\n"
			   "teams:\n"
			   "  tech-support: {lead: chen, manager: zhao}\n"
			   "  logistics: {external: true}\n"
			   "shifts:\n"
			   "  day: {mon-fri: 08:00-17:00, sat: [\"08:00-12:00\"]}\n";

static struct tk_staff *staff;

static int setup(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	return tk_staff_read(text, strlen(text), "staff.yaml", NULL, &staff, &err) == TK_OK ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	tk_staff_free(staff);
	return 0;
}

static void test_people(void **state)
{
	const struct tk_person *all, *li = tk_staff_person(staff, "li"), *chen = tk_staff_person(staff, "chen");

	(void)state;
	assert_int_equal(tk_staff_people(staff, &all), 4);
	assert_string_equal(all[0].id, "li");
	assert_string_equal(li->name, "李工");
	assert_string_equal(li->teams[1], "logistics");
	assert_null(li->teams[2]);
	assert_string_equal(li->skills[0], "power");
	assert_string_equal(li->regions[0], "Shanghai");
	assert_string_equal(li->language, "zh");
	assert_string_equal(li->email, "li@example.com");
	assert_string_equal(li->shift, "day");
	assert_int_equal(li->capacity, 8);
	assert_string_equal(chen->name, "chen");
	assert_null(chen->teams[0]);
	assert_null(chen->roles[0]);
	assert_null(chen->skills[0]);
	assert_null(chen->regions[0]);
	assert_null(chen->email);
	assert_int_equal(chen->capacity, 0);
	assert_string_equal(tk_staff_person(staff, "sun")->teams[0], "logistics"); /* one may stand alone */
	assert_null(tk_staff_person(staff, "nobody"));
	assert_null(tk_staff_person(NULL, "li"));
	assert_null(tk_staff_person(staff, NULL));
}

static void test_teams(void **state)
{
	const struct tk_team *all;

	(void)state;
	assert_int_equal(tk_staff_teams(staff, &all), 2);
	assert_string_equal(tk_staff_team(staff, "tech-support")->lead, "chen");
	assert_string_equal(tk_staff_team(staff, "tech-support")->manager, "zhao");
	assert_false(tk_staff_team(staff, "tech-support")->external);
	assert_null(tk_staff_team(staff, "logistics")->lead);
	assert_true(tk_staff_team(staff, "logistics")->external);
	assert_null(tk_staff_team(staff, "none"));
}

static void test_absent(void **state)
{
	int64_t first = tk_days(2026, 10, 1), last = tk_days(2026, 10, 7);

	(void)state;
	assert_false(tk_staff_absent(staff, "li", first - 1));
	assert_true(tk_staff_absent(staff, "li", first));
	assert_true(tk_staff_absent(staff, "li", last));
	assert_false(tk_staff_absent(staff, "li", last + 1));
	assert_true(tk_staff_absent(staff, "li", tk_days(2026, 12, 24)));
	assert_true(tk_staff_absent(staff, "sun", tk_days(2026, 11, 22)));
	assert_false(tk_staff_absent(staff, "chen", first));
	assert_false(tk_staff_absent(staff, "nobody", first));
}

static void test_roles(void **state)
{
	static const struct {
		const char *person, *role, *team;
		bool has;
	} rows[] = {
		{"chen", "lead", "tech-support", true},
		{"chen", "lead", "logistics", false},
		{"chen", "lead", NULL, false},
		{"chen", "manager", "tech-support", false},
		{"zhao", "manager", "tech-support", true},
		{"zhao", "manager", "logistics", true}, /* in no team: of all */
		{"zhao", "lead", "tech-support", false},
		{"sun", "lead", "logistics", true},
		{"sun", "lead", "tech-support", false},
		{"sun", "lead", NULL, true},
		{"sun", "supervisor", "tech-support", true},
		{"li", "assignee", "quality-control", true},
		{"li", "agent", "tech-support", false},
		{"nobody", "lead", "tech-support", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (tk_staff_has_role(staff, rows[i].person, rows[i].role, rows[i].team) != rows[i].has)
			fail_msg("%s %s %s", rows[i].person, rows[i].role, rows[i].team ? rows[i].team : "-");
	assert_false(tk_staff_has_role(NULL, "chen", "lead", "tech-support"));
	assert_false(tk_staff_has_role(staff, NULL, "lead", "tech-support"));
}

static void test_bad(void **state)
{
	static const struct {
		const char *text, *want;
	} bad[] = {
		{"peopl: {}\n", "1:1 peopl: unknown-key-here peopl people"},
		{"[]\n", "1:1 : mapping-needed"},
		{"people: [li]\n", "1:9 people: mapping-needed"},
		{"people: {li: ~}\n", "1:14 people.li: empty-here"},
		{"people: {\"li wu\": {}}\n", "1:10 people.li wu: bad-name li wu"},
		{"people: {li: {nam: Li}}\n", "1:15 people.li.nam: unknown-key-here nam name"},
		{"people: {li: {teams: [logistic]}}\nteams: {logistics: {}}\n",
		 "1:23 people.li.teams: unknown-team logistic logistics"},
		{"people: {li: {roles: [boss]}}\n", "1:23 people.li.roles: unknown-word boss"},
		{"people: {li: {capacity: many}}\n", "1:25 people.li.capacity: bad-number many"},
		{"people: {li: {capacity: -1}}\n", "1:25 people.li.capacity: number-out-of-range -1"},
		{"people: {li: {language: fr}}\n", "1:25 people.li.language: unknown-language fr"},
		{"people: {li: {absent: [2026-02-30]}}\n", "1:24 people.li.absent[1]: bad-date-range 2026-02-30"},
		{"people: {li: {absent: 2026-10-07..2026-10-01}}\n",
		 "1:23 people.li.absent: range-backwards 2026-10-07..2026-10-01"},
		{"people: {li: {shift: nigth}}\nshifts: {night: {mon: 22:00-06:00}}\n",
		 "1:22 people.li.shift: unknown-shift nigth night"},
		{"people: {li: {}}\nteams: {a: {lead: lli, manager: wang}}\n",
		 "2:19 teams.a.lead: unknown-person lli li\n2:33 teams.a.manager: unknown-person wang"},
		{"teams: {a: {external: perhaps}}\n", "1:23 teams.a.external: bad-yes-or-no perhaps"},
		{"shifts: {day: {mon: 8-17}}\n", "1:21 shifts.day.mon: bad-hours 8-17"},
		{"shifts: {day: {mo: 08:00-17:00}}\n", "1:16 shifts.day.mo: unknown-weekday mo"},
		{"shifts: {day: {mon: 08:60-09:00}}\n", "1:21 shifts.day.mon: bad-hours 08:60-09:00"},
		{"shifts: {day: {mon: 24:00-08:00}}\n", "1:21 shifts.day.mon: bad-hours 24:00-08:00"},
		{"people: {a: {}, a: {}}\n", "1:17 : duplicate-key a"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct findings all = {0};
		struct tk_sink sink = {add_finding, &all};
		struct tk_error err = TK_ERROR_INIT;
		struct tk_staff *none;
		char got[2000] = "";
		assert_int_not_equal(tk_staff_read(bad[i].text, strlen(bad[i].text), "staff.yaml", &sink, &none, &err),
				     TK_OK);
		assert_null(none);
		for (size_t j = 0; j < all.count; j++) {
			size_t end = strlen(all.line[j]);
			while (end && all.line[j][end - 1] == ' ')
				end--;
			snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%.*s", j ? "\n" : "", (int)end,
				 all.line[j]);
		}
		if (strcmp(got, bad[i].want) != 0)
			fail_msg("%s--- wanted\n%s\n--- got\n%s", bad[i].text, bad[i].want, got);
	}
}

static void test_empty(void **state)
{
	static const char *const empty[] = {NULL, ""};
	const struct tk_person *people;
	const struct tk_team *teams;

	(void)state;
	for (size_t i = 0; i < COUNT(empty); i++) {
		struct tk_staff *none;
		assert_int_equal(tk_staff_read(empty[i], 0, NULL, NULL, &none, NULL), TK_OK);
		assert_int_equal(tk_staff_people(none, &people), 0);
		assert_int_equal(tk_staff_teams(none, &teams), 0);
		assert_false(tk_staff_has_role(none, "li", "lead", "a"));
		tk_staff_free(none);
	}
	tk_staff_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people), cmocka_unit_test(test_teams), cmocka_unit_test(test_absent),
		cmocka_unit_test(test_roles),  cmocka_unit_test(test_bad),   cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
