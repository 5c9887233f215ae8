/* Conditions: what they hold of, how much they say, which exclude each other, and that nonsense is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cond.h"
#include "findings.h"
#include "yaml_in.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char ticket_text[] =
	"id: TS20261122001\n"
	"title: \"Does not start\"\n"
	"status: resolved\n"
	"category: technical-fault\n"
	"subcategory: malfunction\n"
	"priority: P2\n"
	"channel: phone\n"
	"received: 2026-11-22T09:00:00+08:00\n"
	"customer:\n"
	"  name: \"Li\"\n"
	"order:\n"
	"  paid: 2000\n"
	"team: tech-support\n"
	"plan:\n"
	"  type: onsite-repair\n"
	"  promised: 2026-11-24T18:00:00+08:00\n"
	"log:\n"
	"  - {at: 2026-11-22T09:00:00+08:00, by: wang, event: received, set: {channel: phone}}\n"
	"  - {at: 2026-11-22T09:10:00+08:00, by: chen, event: verified, note: \"seen\"}\n"
	"  - {at: 2026-11-22T09:30:00+08:00, by: li, event: planned}\n"
	"  - {at: 2026-11-22T09:40:00+08:00, by: chen, event: approved}\n"
	"  - {at: 2026-11-22T10:00:00+08:00, by: li, event: resolved}\n"
	"  - {at: 2026-11-22T11:00:00+08:00, by: wang, event: reopened, reason: \"again\"}\n"
	"  - {at: 2026-11-22T12:00:00+08:00, by: li, event: planned}\n"
	"  - {at: 2026-11-22T13:00:00+08:00, by: li, event: resolved}\n"
	"  - {at: 2026-11-22T13:05:00+08:00, by: bot, event: surveyed, auto: true, channel: sms}\n"
	"  - {at: 2026-11-22T14:00:00+08:00, by: wang, event: called-back, outcome: no-answer, note: \"rang\"}\n"
	"  - {at: 2026-11-29T13:05:00+08:00, by: wang, event: replied}\n";

static const char staff_text[] = "people: {chen: {}, li: {teams: [tech-support]}, wang: {roles: [agent]}}\n"
				 "teams: {tech-support: {lead: chen}}\n";

static struct tk_arena *arena;
static struct tk_ticket *ticket, *before;
static struct tk_policy *policy;
static struct tk_staff *staff;
static tk_time now;

static struct tk_ticket *read_ticket(const char *text)
{
	struct tk_ticket *ret = NULL;
	struct tk_error err = TK_ERROR_INIT;

	if (tk_ticket_read(arena, text, strlen(text), "t.yaml", &ret, &err) != TK_OK)
		print_error("%u:%u %s\n", err.line, err.col, tk_diag_row(err.diag)->name);
	return ret;
}

static int setup(void **state)
{
	static char was[sizeof(ticket_text) + 20];

	(void)state;
	arena = tk_arena_new(0);
	if (!arena || !(ticket = read_ticket(ticket_text)))
		return -1;
	/* before the step: P1, promised a day earlier, no category yet */
	memcpy(was, ticket_text, sizeof(ticket_text));
	memcpy(strstr(was, "priority: P2"), "priority: P1", 12);
	memcpy(strstr(was, "promised: 2026-11-24"), "promised: 2026-11-23", 20);
	memcpy(strstr(was, "team: tech-support"), "x-xx: tech-support", 18);
	if (!(before = read_ticket(was)))
		return -1;
	(void)tk_time_parse("2026-11-29T13:05:00+08:00", 25, &now, NULL, NULL);
	if (tk_staff_read(staff_text, strlen(staff_text), "staff.yaml", NULL, &staff, NULL) != TK_OK)
		return -1;
	return tk_policy_read(NULL, 0, NULL, "after-sales", NULL, &policy, NULL) == TK_OK ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	tk_policy_free(policy);
	tk_staff_free(staff);
	tk_arena_free(arena);
	return 0;
}

static const struct tk_node *node_of(const char *text)
{
	struct tk_doc doc;
	struct tk_error err = TK_ERROR_INIT;

	if (tk__yaml_read(arena, text, strlen(text), "c.yaml", &tk__policy_limits, &doc, &err) != TK_OK)
		fail_msg("%s: %s", text, tk_diag_row(err.diag)->name);
	return doc.root;
}

enum { EVERYTHING = TK_COND_FIELDS | TK_COND_EVENTS | TK_COND_TEXTS | TK_COND_STEPS };

static struct tk_cond *cond_of(const char *text)
{
	struct tk_cond *cond = NULL;
	struct findings all = {0};
	struct tk_sink sink = {add_finding, &all};

	if (tk__cond_read(arena, node_of(text), policy, EVERYTHING, &sink, &cond, NULL) != TK_OK)
		fail_msg("%s: %s", text, all.line[0]);
	return cond;
}

struct row {
	const char *text;
	bool holds;
	unsigned rank;
};

static const struct row rows[] = {
	{"{}", true, 0},
	{"{priority: P2}", true, 1},
	{"{priority: [P1, P3]}", false, 1},
	{"{priority: P2, category: logistics}", false, 2},
	{"{priority: \">=P2\"}", true, 1}, /* P1 is the highest */
	{"{priority: \">P2\"}", false, 1},
	{"{priority: \"<P1\"}", true, 1},
	{"{priority: \"!=P2\"}", false, 1},
	{"{category: \"!=logistics\"}", true, 1},
	{"{customer.tier: \"!=vip\"}", true, 1}, /* absent: certainly another one */
	{"{customer.tier: vip}", false, 1},
	{"{order.paid: 2000}", true, 1},
	{"{order.paid: \"2000.00\"}", true, 1},
	{"{order.paid: \">= 2000\"}", true, 1},
	{"{order.paid: \">2000\"}", false, 1},
	{"{order.paid: \"<2000.01\"}", true, 1},
	{"{order.gift_value: \"<5\"}", false, 1}, /* absent has no order */
	{"{age: \">7d\"}", true, 1},
	{"{age: \">8d\"}", false, 1},
	{"{received: \"<2026-11-22T02:00:00+00:00\"}", true, 1},
	{"{received: 2026-11-22T01:00:00+00:00}", true, 1}, /* the same instant */
	{"{customer.name: Li}", true, 1},
	{"{customer.name: li}", false, 1},
	{"{complex: false}", true, 1}, /* absent: no */
	{"{complex: true}", false, 1},
	{"{customer.name: any, customer.phone: none}", true, 2},
	{"{visits: none}", true, 1},
	{"{has: [customer.name, team]}", true, 2},
	{"{has: customer.phone}", false, 1},
	{"{all: [{priority: P2}, {team: tech-support}]}", true, 2},
	{"{any: [{priority: P1}, {team: tech-support}]}", true, 2},
	{"{any: [{priority: P1}, {team: logistics}]}", false, 2},
	{"{not: {priority: P1}}", true, 1},
	{"{not: {priority: P2, team: logistics}}", true, 2},
	{"{all: [{}]}", true, 0},
	/* the log: the present round began with `reopened` */
	{"{event: planned}", true, 1},
	{"{event: reopened}", true, 1},
	{"{event: approved}", false, 1}, /* in the first round only */
	{"{event: approved, since: planned}", false, 1},
	{"{event: approved, since: received}", true, 1}, /* all rounds */
	{"{event: verified, since: received}", true, 1},
	{"{event: verified, since: received, by: lead}", true, 2},
	{"{event: verified, since: received, by: [agent, manager]}", false, 2},
	{"{event: planned, by: lead}", false, 2},
	{"{event: planned, since: resolved}", false, 1},
	{"{event: [confirmed, called-back], since: resolved}", true, 1},
	{"{event: called-back, outcome: no-answer}", true, 2},
	{"{event: called-back, outcome: answered}", false, 2},
	{"{event: called-back, outcome: any, reason: none}", true, 3},
	{"{event: surveyed, auto: true}", true, 2},
	{"{event: called-back, auto: false}", true, 2}, /* absent: no */
	{"{event: surveyed, channel: sms}", true, 2},
	{"{event: surveyed, age: \">=7d\"}", true, 2}, /* to the second */
	{"{event: surveyed, age: \">7d\"}", false, 2},
	{"{event: replied, since: surveyed}", true, 1}, /* at this very second */
	{"{event: replied, since: [called-back, replied]}", false, 1},
	{"{event: surveyed, category: technical-fault}", true, 2}, /* a key of the ticket */
	{"{event: surveyed, category: logistics}", false, 2},
	/* the step */
	{"{was: {priority: P1}}", true, 1},
	{"{was: {priority: P2}}", false, 1},
	{"{changes: priority}", true, 1},
	{"{changes: category}", false, 1},
	{"{changes: plan.promised}", true, 1},
	{"{changes: team}", false, 1}, /* a first value */
	{"{lowers: priority}", true, 1},
	{"{raises: priority}", false, 1},
	{"{raises: plan.promised}", true, 1},
	{"{lowers: plan.promised}", false, 1},
	{"{entry: {reason: no-answer}}", true, 1},
	{"{entry: {reason: [late, other]}}", false, 1},
	{"{entry: {has: [reason, consent.by, consent.at]}}", true, 3},
	{"{entry: {has: [consent.channel]}}", false, 1},
	{"{entry: {has: [note]}}", false, 1}, /* there, but empty */
	{"{entry: {consent.by: customer}}", true, 1},
	{"{entry: {by: lead}}", true, 1},
	{"{entry: {by: manager}}", false, 1},
	{"{entry: {auto: false, outcome: none}}", true, 2},
	{"{not: {entry: {has: [reason]}}}", false, 1},
	/* decided elsewhere */
	{"{words: [fire]}", false, 1},
};

static struct tk_facts facts_now(void)
{
	static struct tk_row row_before;
	struct tk_facts facts = {.row = tk_ticket_row(ticket, now),
				 .ticket = ticket,
				 .policy = policy,
				 .staff = staff,
				 .now = now,
				 .before = &row_before};

	row_before = tk_ticket_row(before, now);
	facts.entry = node_of("{by: chen, reason: no-answer, note: \"\", consent: {by: customer, at: now}}");
	return facts;
}

static void test_rows(void **state)
{
	struct tk_facts facts = facts_now();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct tk_cond *cond = cond_of(rows[i].text);
		if (tk__cond_holds(cond, &facts) != rows[i].holds)
			fail_msg("%s should %shold", rows[i].text, rows[i].holds ? "" : "not ");
		if (tk__cond_rank(cond) != rows[i].rank)
			fail_msg("%s has rank %u, not %u", rows[i].text, tk__cond_rank(cond), rows[i].rank);
	}
}

static void test_without_step(void **state)
{
	static const char *const steps[] = {"{was: {priority: P1}}", "{changes: priority}", "{lowers: priority}",
					    "{entry: {reason: any}}"};
	struct tk_facts facts = facts_now();

	(void)state;
	facts.before = NULL;
	facts.entry = NULL;
	for (size_t i = 0; i < COUNT(steps); i++)
		assert_false(tk__cond_holds(cond_of(steps[i]), &facts));
	facts.ticket = NULL;
	assert_false(tk__cond_holds(cond_of("{event: planned}"), &facts));
	facts.staff = NULL;
	assert_false(tk__cond_holds(cond_of("{event: planned, by: lead}"), &facts));
}

/* Entries later than `now` do not exist; nor does the round that they begin. */
static void test_past(void **state)
{
	struct tk_facts facts = facts_now();

	(void)state;
	(void)tk_time_parse("2026-11-22T10:30:00+08:00", 25, &facts.now, NULL, NULL);
	assert_true(tk__cond_holds(cond_of("{event: approved, since: planned}"), &facts));
	assert_false(tk__cond_holds(cond_of("{event: reopened}"), &facts));
	facts.now = 0;
	assert_false(tk__cond_holds(cond_of("{event: received}"), &facts));
}

static void test_exclusive(void **state)
{
	static const struct {
		const char *a, *b;
		bool exclusive;
	} pairs[] = {
		{"{priority: P1}", "{priority: P2}", true},
		{"{priority: P1}", "{priority: [P1, P2]}", false},
		{"{priority: P1}", "{priority: \"!=P1\"}", true},
		{"{priority: P1}", "{priority: \"<P1\"}", true},
		{"{priority: P1}", "{priority: \"<=P1\"}", false},
		{"{priority: P1}", "{category: logistics}", false},
		{"{priority: P1, category: logistics}", "{category: billing, demand: refund}", true},
		{"{any: [{priority: P1}, {priority: P2}]}", "{priority: P3}", true},
		{"{any: [{priority: P1}, {safety: true}]}", "{priority: P3}", false},
		{"{complex: true}", "{complex: false}", true},
		{"{has: [plan.type]}", "{plan.type: none}", true},
		{"{plan.type: resend}", "{plan.type: none}", true},
		{"{plan.type: \"!=resend\"}", "{plan.type: none}", false},
		{"{priority: P1}", "{not: {priority: P1}}", true},
		{"{priority: P1}", "{not: {priority: P2}}", false},
		{"{event: planned}", "{not: {event: planned}}", true},
		{"{age: \">3d\"}", "{age: \"<2d\"}", false}, /* not looked into */
		{"{}", "{priority: P1}", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const struct tk_cond *a = cond_of(pairs[i].a), *b = cond_of(pairs[i].b);
		if (tk__cond_exclusive(a, b) != pairs[i].exclusive || tk__cond_exclusive(b, a) != pairs[i].exclusive)
			fail_msg("%s and %s", pairs[i].a, pairs[i].b);
	}
}

/* Conditions deep and wide in one another are compared in bounded time. */
static void test_exclusive_ends(void **state)
{
	static char text[20000] = "{priority: P1}";

	(void)state;
	for (int depth = 0; depth < 3; depth++) {
		static char wider[20000];
		assert_true(snprintf(wider, sizeof(wider), "{%s: [%s, %s, %s, %s]}", depth % 2 ? "any" : "all", text,
				     text, text, text) < (int)sizeof(wider));
		memcpy(text, wider, strlen(wider) + 1);
	}
	const struct tk_cond *a = cond_of(text), *b = cond_of(text);
	(void)tk__cond_exclusive(a, b);
	assert_int_equal(tk__cond_rank(a), 64);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text;
		unsigned uses;
		enum tk_diag diag;
	} bad[] = {
		{"[]", EVERYTHING, TK_D_PART_NOT_MAP},
		{"P1", EVERYTHING, TK_D_PART_NOT_MAP},
		{"{prio: P1}", EVERYTHING, TK_D_UNKNOWN_FIELD},
		{"{event: planned}", TK_COND_FIELDS, TK_D_COND_USE},
		{"{lowers: priority}", TK_COND_FIELDS | TK_COND_EVENTS, TK_D_COND_USE},
		{"{words: [x]}", TK_COND_FIELDS, TK_D_COND_USE},
		{"{words: []}", EVERYTHING, TK_D_PART_EMPTY},
		{"{words: [\"\"]}", EVERYTHING, TK_D_PART_EMPTY},
		{"{priority: []}", EVERYTHING, TK_D_PART_EMPTY},
		{"{priority: {}}", EVERYTHING, TK_D_PART_NOT_TEXT},
		{"{priority: \"\"}", EVERYTHING, TK_D_PART_EMPTY},
		{"{priority: \">\"}", EVERYTHING, TK_D_EMPTY_VALUE},
		{"{complex: maybe}", EVERYTHING, TK_D_BAD_BOOL},
		{"{was: P1}", EVERYTHING, TK_D_PART_NOT_MAP},
		{"{count: {same: model, within: 7d, least: 3}}", EVERYTHING, TK_D_PART_NOT_LIST},
		{"{count: {same: [product.model], within: 0d, least: 3}}", EVERYTHING, TK_D_TARGET_ZERO},
		{"{entry: {event: planned}}", EVERYTHING, TK_D_COND_USE},
		{"{entry: {reason.why: x}}", EVERYTHING, TK_D_NO_ENTRY_KEY},
		{"{event: []}", EVERYTHING, TK_D_PART_EMPTY},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct tk_cond *cond = NULL;
		struct tk_error err = TK_ERROR_INIT;
		enum tk_status status =
			tk__cond_read(arena, node_of(bad[i].text), policy, bad[i].uses, NULL, &cond, &err);
		if (status != TK_INVALID || cond || err.diag != bad[i].diag)
			fail_msg("%s: %s", bad[i].text, tk_diag_row(err.diag)->name);
		assert_true(err.line > 0);
	}
}

static void test_nothing(void **state)
{
	struct tk_cond *cond = (struct tk_cond *)arena;
	struct tk_facts facts = facts_now();
	struct tk_str out;

	(void)state;
	assert_int_equal(tk__cond_read(arena, NULL, policy, EVERYTHING, NULL, &cond, NULL), TK_OK);
	assert_null(cond);
	assert_true(tk__cond_holds(NULL, &facts));
	assert_int_equal(tk__cond_rank(NULL), 0);
	assert_false(tk__cond_exclusive(NULL, NULL));
	tk_str_init(&out, 0);
	tk__cond_text(NULL, &out);
	assert_string_equal(out.data, "{}");
	tk_str_clear(&out);
}

static void test_text(void **state)
{
	static const char text[] = "{any: [{priority: P1}, {event: approved, since: planned}]}";
	struct tk_str out;

	(void)state;
	tk_str_init(&out, 0);
	tk__cond_text(cond_of(text), &out);
	assert_string_equal(out.data, text);
	tk_str_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),      cmocka_unit_test(test_without_step),   cmocka_unit_test(test_past),
		cmocka_unit_test(test_exclusive), cmocka_unit_test(test_exclusive_ends), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_nothing),   cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
