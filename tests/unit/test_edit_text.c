/* Texts that come back from an editor. */
#include "shop.h"

static struct shop shop;
static struct tk_id id;
static char before[2048], after[4096];

static int setup(void **state)
{
	const struct tk_ticket *ticket;

	(void)state;
	shop_open(&shop);
	shop_new(&shop, &id, NULL, "title=Will not start", "channel=email", "priority=P3", "customer.name=Zhou",
		 "~2026-11-22T09:00", NULL);
	ticket = shop_ticket(&shop, &id);
	memcpy(before, ticket->doc.text, ticket->doc.len);
	before[ticket->doc.len] = '\0';
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shop_close(&shop);
	return 0;
}

/* `after` is the text with one part replaced. */
static void replace(const char *old, const char *new)
{
	const char *at = strstr(before, old);

	assert_non_null(at);
	snprintf(after, sizeof after, "%.*s%s%s", (int)(at - before), before, new, at + strlen(old));
}

static enum tk_status edit(void)
{
	shop.err = (struct tk_error)TK_ERROR_INIT;
	return tk_edit_text(shop.txn, &id, before, strlen(before), after, strlen(after), "li", &shop.err);
}

static void expect(enum tk_diag diag)
{
	enum tk_status got = edit();

	assert_string_equal(tk_diag_row(shop.err.diag)->name, tk_diag_row(diag)->name);
	assert_int_equal(got, tk_diag_row(diag)->status);
	assert_int_equal(shop_ticket(&shop, &id)->doc.len, strlen(before));
}

static void test_equal_texts_do_nothing(void **state)
{
	(void)state;
	memcpy(after, before, sizeof before);
	assert_int_equal(edit(), TK_OK);
	assert_string_equal(shop_ticket(&shop, &id)->doc.text, before);
}

static void test_what_was_is_kept(void **state)
{
	(void)state;
	replace("Will not start", "Will not start at all");
	assert_int_equal(edit(), TK_OK);
	assert_memory_equal(shop_ticket(&shop, &id)->doc.text, after, strlen(after));
	shop_ends(&shop, &id,
		  "    event: edited\n    set: {title: \"Will not start at all\"}\n    was: {title: \"Will not "
		  "start\"}\n");
}

static void test_logged_fields_get_an_entry(void **state)
{
	(void)state;
	replace("priority: P3", "priority: P2 # says Li\nteam: logistics");
	assert_int_equal(edit(), TK_OK);
	shop_ends(&shop, &id,
		  "  - at: 2026-11-22T10:00:00+08:00\n    by: li\n    event: edited\n"
		  "    set: {priority: P2, team: logistics}\n    was: {priority: P3}\n");
	assert_non_null(strstr(shop_ticket(&shop, &id)->doc.text, "priority: P2 # says Li\n"));
}

static void test_conflict(void **state)
{
	(void)state;
	replace("priority: P3", "priority: P2");
	shop_ok(&shop, &id, "chased", NULL);
	assert_int_equal(edit(), TK_CONFLICT);
	assert_int_equal(shop.err.diag, TK_D_EDIT_CONFLICT);
}

static void test_what_may_not_be_edited(void **state)
{
	static const struct {
		const char *old, *new;
		enum tk_diag diag;
	} cases[] = {
		{"id: TS20261122001", "id: TS20261122002", TK_D_INPUT_FIXED},
		{"status: received", "status: closed", TK_D_INPUT_BY_VERB},
		{"received: 2026-11-22T09:00", "received: 2026-11-21T09:00", TK_D_INPUT_FIXED},
		{"by: wang", "by: li", TK_D_EDIT_LOG},
		{"    event: received\n", "    event: received\n    note: \"x\"\n", TK_D_EDIT_LOG},
		{"priority: P3", "priority: P9", TK_D_UNKNOWN_WORD},
		{"priority: P3", "team: nowhere", TK_D_NO_TEAM},
		{"log:\n", "links: [TS20261122002]\nlog:\n", TK_D_INPUT_BY_VERB},
		{"  - at", "  - at: 2026-11-22T09:30:00+08:00\n    by: li\n    event: chased\n  - at", TK_D_EDIT_LOG},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		replace(cases[i].old, cases[i].new);
		expect(cases[i].diag);
	}
}

static void test_broken_texts(void **state)
{
	(void)state;
	replace("title: \"Will not start\"", "title: \"Will not start");
	assert_int_equal(edit(), TK_SYNTAX);
	assert_true(shop.err.line > 0);
	replace("title: \"Will not start\"\n", "");
	assert_int_equal(edit(), TK_INVALID);
	after[0] = '\0';
	assert_int_equal(edit(), TK_SYNTAX);
}

static void add_entry(const char *entry)
{
	memcpy(after, before, sizeof before);
	strncat(after, entry, sizeof after - sizeof before);
}

static void test_entries_written_by_hand(void **state)
{
	(void)state;
	add_entry("  - at: 2026-11-22T09:30:00+08:00\n    by: li\n    event: chasd\n");
	expect(TK_D_NO_EVENT);
	assert_true(shop.err.line > 10);
	add_entry("  - at: 2026-11-22T10:30:00+08:00\n    by: li\n    event: chased\n");
	expect(TK_D_EDIT_LATER);
	add_entry("  - at: 2026-11-22T09:30:00+08:00\n    by: li\n    event: chased\n");
	assert_int_equal(edit(), TK_OK);
	shop_ends(&shop, &id, "    event: chased\n");
}

static void test_guards_hold_in_editors_too(void **state)
{
	(void)state;
	replace("priority: P3", "priority: P1");
	assert_int_equal(edit(), TK_OK);
	snprintf(before, sizeof before, "%.*s", (int)shop_ticket(&shop, &id)->doc.len,
		 shop_ticket(&shop, &id)->doc.text);
	replace("priority: P1", "priority: P3");
	expect(TK_D_GUARD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_equal_texts_do_nothing),     T(test_what_was_is_kept),
		T(test_logged_fields_get_an_entry), T(test_conflict),
		T(test_what_may_not_be_edited),     T(test_broken_texts),
		T(test_entries_written_by_hand),    T(test_guards_hold_in_editors_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
