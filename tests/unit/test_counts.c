/* Counts: groups, their order, totals, and what cannot be counted by. */
#include "desk_scratch.h"

#include "ticket/query.h"

#define NOW INT64_C(1795348800)

static struct scratch s;
static struct tk_desk *desk;
static struct tk_policy *policy;

struct made {
	const char *id, *rest;
};

static const struct made all[] = {
	{"TS20261101001", "priority: P3\ncategory: technical-fault\nsafety: true\n"},
	{"TS20261101002", "priority: P1\ncategory: quality-objection\nassignee: zhao\n"},
	{"TS20261101003", "priority: P3\ncategory: technical-fault\nassignee: li\n"},
	{"TS20261101004", "category: old-name\n"},
	{"TS20261101005", "priority: P2\n"},
	{"TS20261101006", "priority: P3\ncategory: an-older-name\nsafety: false\n"},
};

enum { ALL = sizeof all / sizeof all[0] };

static int setup(void **state)
{
	char text[512];
	struct tk_error err = TK_ERROR_INIT;
	(void)state;
	s = scratch_new();
	scratch_put(&s, "desk.yaml", "name: x\n");
	for (size_t i = 0; i < ALL; i++) {
		snprintf(text, sizeof text,
			 "id: %s\ntitle: \"t\"\nstatus: received\n%schannel: phone\n"
			 "received: 2026-11-01T09:0%zu:00+0%zu:00\nlog:\n  - at: 2026-11-01T09:03:00+00:00\n"
			 "    by: wang\n    event: received\n",
			 all[i].id, all[i].rest, i / 4, i % 2);
		scratch_put(&s, ticket_path(&s, all[i].id), text);
	}
	desk = desk_open(&s);
	assert_int_equal(tk_policy_read(NULL, 0, NULL, "after-sales", NULL, &policy, &err), TK_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tk_policy_free(policy);
	tk_desk_close(desk);
	scratch_free(&s);
	return 0;
}

/* "P1=1 P2=1 P3=3 -=1" */
static void expect(const int *by, size_t nby, const char *query_text, const char *expected)
{
	const struct tk_counts_spec base = {.size = sizeof base, .by = by, .nby = nby, .now = NOW, .policy = policy};
	struct tk_counts_spec spec = base;
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_query *query = NULL;
	struct tk_counts *counts = NULL;
	struct tk_str got;
	size_t sum = 0;
	tk_str_init(&got, 0);
	assert_int_equal(tk_query_parse(arena, &query_text, 1, tk_desk_zone(desk), NOW, NULL, &query, NULL), TK_OK);
	spec.query = query;
	assert_int_equal(tk_counts_make(desk, &spec, &counts, NULL), TK_OK);
	for (size_t g = 0; g < tk_counts_groups(counts); g++) {
		if (g > 0)
			tk_str_putc(&got, ' ');
		for (size_t i = 0; i < nby; i++) {
			struct tk_value key = tk_counts_key(counts, g, i);
			if (i > 0)
				tk_str_putc(&got, '/');
			tk_str_puts(&got, key.set ? key.text : "-");
		}
		tk_str_printf(&got, "=%zu", tk_counts_of(counts, g));
		sum += tk_counts_of(counts, g);
	}
	assert_string_equal(got.data, expected);
	assert_int_equal(sum, tk_counts_total(counts));
	tk_counts_free(counts);
	tk_str_clear(&got);
	tk_arena_free(arena);
}

static void test_groups(void **state)
{
	const int priority[] = {TK_FIELD_PRIORITY}, assignee[] = {TK_FIELD_ASSIGNEE}, safety[] = {TK_FIELD_SAFETY};
	const int both[] = {TK_FIELD_PRIORITY, TK_FIELD_ASSIGNEE}, status[] = {TK_FIELD_STATUS};
	(void)state;
	expect(priority, 1, "", "P1=1 P2=1 P3=3 -=1");
	expect(priority, 1, "priority:any", "P1=1 P2=1 P3=3");
	expect(priority, 1, "status:closed", "");
	expect(status, 1, "", "received=6");
	expect(assignee, 1, "", "li=1 zhao=1 -=4");
	expect(safety, 1, "", "false=1 true=1 -=4");
	expect(both, 2, "", "P1/zhao=1 P2/-=1 P3/li=1 P3/-=2 -/-=1");
}

/* Names of the policy in its order, others behind them by their bytes. */
static void test_order_of_the_policy(void **state)
{
	const int category[] = {TK_FIELD_CATEGORY};
	const char *const *names = NULL;
	size_t n = tk_policy_names(policy, TK_THING_CATEGORY, NULL, &names), fault = n, quality = n;
	(void)state;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], "technical-fault") == 0)
			fault = i;
		if (strcmp(names[i], "quality-objection") == 0)
			quality = i;
	}
	assert_true(fault < n && quality < n);
	expect(category, 1, "",
	       fault < quality ? "technical-fault=2 quality-objection=1 an-older-name=1 old-name=1 -=1"
			       : "quality-objection=1 technical-fault=2 an-older-name=1 old-name=1 -=1");
}

/* The same instant in two spellings is one group. */
static void test_instants(void **state)
{
	const int by[] = {TK_FIELD_RECEIVED};
	const struct tk_counts_spec spec = {.size = sizeof spec, .by = by, .nby = 1, .now = NOW};
	struct tk_counts *counts = NULL;
	(void)state;
	assert_int_equal(tk_counts_make(desk, &spec, &counts, NULL), TK_OK);
	assert_int_equal(tk_counts_groups(counts), 4);
	assert_int_equal(tk_counts_of(counts, 0), 2);
	tk_counts_free(counts);
}

static void test_refused(void **state)
{
	static const int bad[] = {
		TK_FIELD_LINKS, TK_FIELD_PARTS, TK_FIELD_PARTS_NUMBER, TK_FIELD_CHECKLIST, TK_FIELD_PROBLEM_DESCRIPTION,
		TK_FIELD_TEXT,  TK_FIELD_AGE};
	static const int many[] = {TK_FIELD_STATUS, TK_FIELD_PRIORITY, TK_FIELD_TEAM, TK_FIELD_CHANNEL,
				   TK_FIELD_DEMAND};
	struct tk_counts *counts = NULL;
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		const struct tk_counts_spec spec = {.size = sizeof spec, .by = &bad[i], .nby = 1, .now = NOW};
		struct tk_error err = TK_ERROR_INIT;
		assert_int_equal(tk_counts_make(desk, &spec, &counts, &err), TK_INVALID);
		assert_int_equal(err.diag, TK_D_COUNT_FIELD);
		assert_string_equal(err.arg[0].text, tk_field(bad[i])->name);
	}
	for (size_t n = 0; n <= 5; n += 5) {
		const struct tk_counts_spec spec = {.size = sizeof spec, .by = many, .nby = n, .now = NOW};
		struct tk_error err = TK_ERROR_INIT;
		assert_int_equal(tk_counts_make(desk, &spec, &counts, &err), TK_INVALID);
		assert_int_equal(err.diag, TK_D_COUNT_MANY);
	}
	assert_null(counts);
}

static void count(void *ctx, const struct tk_error *finding)
{
	(void)finding;
	++*(int *)ctx;
}

static void test_many_groups_and_broken_tickets(void **state)
{
	enum { MANY = 200 };
	const int by[] = {TK_FIELD_TITLE};
	int told = 0;
	const struct tk_sink sink = {.add = count, .ctx = &told};
	const struct tk_counts_spec spec = {.size = sizeof spec, .by = by, .nby = 1, .now = NOW, .sink = &sink};
	struct tk_counts *counts = NULL;
	(void)state;
	for (int i = 0; i < MANY; i++) {
		char id[24], title[24];
		snprintf(id, sizeof id, "XX20261007%03d", i + 1);
		snprintf(title, sizeof title, "title %03d", MANY - i);
		ticket_put(&s, id, title);
	}
	scratch_put(&s, ticket_path(&s, "XX20261008001"), "no ticket");
	assert_int_equal(tk_counts_make(desk, &spec, &counts, NULL), TK_OK);
	assert_int_equal(tk_counts_groups(counts), MANY + 1);
	assert_int_equal(tk_counts_total(counts), MANY + ALL);
	assert_int_equal(tk_counts_broken(counts), 1);
	assert_int_equal(told, 1);
	assert_string_equal(tk_counts_key(counts, 0, 0).text, "t");
	assert_string_equal(tk_counts_key(counts, 1, 0).text, "title 001");
	assert_string_equal(tk_counts_key(counts, MANY, 0).text, "title 200");
	tk_counts_free(counts);
	tk_counts_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_order_of_the_policy),
		cmocka_unit_test(test_instants),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_many_groups_and_broken_tickets),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
