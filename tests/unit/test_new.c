/* New tickets: numbers, defaults, documents, first entries. */
#include "shop.h"

static struct shop shop;
static struct tk_id id;

static int setup(void **state)
{
	(void)state;
	shop_open(&shop);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shop_close(&shop);
	return 0;
}

static void is_text(const char *text)
{
	const struct tk_ticket *ticket = shop_ticket(&shop, &id);
	char *got = strndup(ticket->doc.text, ticket->doc.len);

	assert_string_equal(got, text);
	free(got);
}

static void test_file_of_a_call(void **state)
{
	(void)state;
	shop_new(&shop, &id, NULL, "title=Will not start", "channel=phone", "customer.name=周", "priority=P2",
		 "problem.description=Line one.\nLine two.\n", "#calm", NULL);
	assert_string_equal(id.text, "TS20261122001");
	is_text("id: TS20261122001\n"
		"title: \"Will not start\"\n"
		"status: received\n"
		"priority: P2\n"
		"channel: phone\n"
		"received: 2026-11-22T10:00:00+08:00\n"
		"customer:\n"
		"  name: \"周\"\n"
		"problem:\n"
		"  description: |-\n"
		"    Line one.\n"
		"    Line two.\n"
		"log:\n"
		"  - at: 2026-11-22T10:00:00+08:00\n"
		"    by: wang\n"
		"    event: received\n"
		"    note: \"calm\"\n"
		"    set: {priority: P2, channel: phone}\n"
		"  - at: 2026-11-22T10:00:00+08:00\n"
		"    by: wang\n"
		"    event: responded\n"
		"    channel: phone\n");
}

static void test_no_answer_on_quiet_channels(void **state)
{
	static const struct {
		const char *channel;
		size_t entries;
	} cases[] = {{"channel=email", 1},
		     {"channel=phone", 2},
		     {"channel=walk-in", 2},
		     {"channel=chat", 2},
		     {"channel=web", 1}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		shop_new(&shop, &id, NULL, "title=t", cases[i].channel, NULL);
		assert_int_equal(shop_ticket(&shop, &id)->nlog, cases[i].entries);
		assert_int_equal(id.number, i + 1);
	}
}

static void test_defaults(void **state)
{
	(void)state;
	shop_new(&shop, &id, NULL, "problem.description=\n  \nDoes not print.\nAt all.", NULL);
	assert_string_equal(shop_get(&shop, &id, "title"), "Does not print.");
	assert_string_equal(shop_get(&shop, &id, "channel"), "phone");
}

static void test_long_first_line(void **state)
{
	char arg[700] = "problem.description=";
	size_t i, len;

	(void)state;
	for (i = 0; i < 100; i++)
		strcat(arg, "电");
	shop_new(&shop, &id, NULL, arg, NULL);
	len = strlen(shop_get(&shop, &id, "title"));
	assert_int_equal(len, 198); /* 200 bytes hold 66 whole characters */
}

static void test_received_earlier(void **state)
{
	(void)state;
	shop_new(&shop, &id, NULL, "title=t", "channel=email", "~2026-11-21T23:30", NULL);
	assert_string_equal(id.text, "TS20261121001");
	shop_ends(&shop, &id,
		  "log:\n  - at: 2026-11-21T23:30:00+08:00\n    recorded: 2026-11-22T10:00:00+08:00\n    by: wang\n"
		  "    event: received\n    set: {channel: email}\n");
	shop_new(&shop, &id, NULL, "title=t", "received=2026-11-20", NULL);
	assert_string_equal(id.text, "TS20261120001");
}

static void test_document_under_options(void **state)
{
	static const char yaml[] = "title: From a form\nchannel: web\nx-form: 7\nreceived: 2026-11-22 08:15\n"
				   "customer: {name: Zhou, phone: 0012345}\nparts:\n  - {quantity: 1, number: A1}\n"
				   "checklist: {tool-kit: true}\ndemand: repair\n";

	(void)state;
	shop_new(&shop, &id, yaml, "title=Better", NULL);
	assert_string_equal(shop_get(&shop, &id, "title"), "Better");
	assert_string_equal(shop_get(&shop, &id, "customer.phone"), "0012345");
	assert_string_equal(shop_get(&shop, &id, "received"), "2026-11-22T08:15:00+08:00");
	assert_string_equal(shop_get(&shop, &id, "parts.number"), "A1");
	assert_string_equal(tk_node_text(tk_node_get(tk_ticket_root(shop_ticket(&shop, &id)), "x-form"), NULL), "7");
}

static void test_refused_drafts(void **state)
{
	static const struct {
		const char *yaml, *arg;
		enum tk_diag diag;
		unsigned line, col;
	} cases[] = {
		{NULL, "channel=email", TK_D_DRAFT_EMPTY, 0, 0},
		{NULL, "title=t\nu", TK_D_LINE_BREAK, 0, 0},
		{NULL, "status=closed", TK_D_INPUT_BY_VERB, 0, 0},
		{"title: t\n", "received=2026-11-23", TK_D_STEP_FUTURE, 0, 0},
		{"- a\n", NULL, TK_D_DRAFT_ROOT, 1, 1},
		{"title: t\ntitel: u\n", NULL, TK_D_UNKNOWN_FIELD, 2, 1},
		{"title: t\nstatus: closed\n", NULL, TK_D_INPUT_BY_VERB, 2, 9},
		{"title: t\nid: TS20261122009\n", NULL, TK_D_INPUT_FIXED, 2, 5},
		{"title: t\nlog: []\n", NULL, TK_D_UNKNOWN_FIELD, 2, 1},
		{"title: t\ncustomer: {nam: x}\n", NULL, TK_D_UNKNOWN_FIELD, 2, 12},
		{"title: [t]\n", NULL, TK_D_NOT_SCALAR, 1, 8},
		{"title: t\nparts: {a: b}\n", NULL, TK_D_NOT_LIST, 2, 8},
		{"title: t\npriority: P7\n", NULL, TK_D_UNKNOWN_WORD, 2, 11},
		{"title: t\nage: 3d\n", NULL, TK_D_INPUT_DERIVED, 2, 6},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum tk_status got = shop_draft(&shop, &id, cases[i].yaml, cases[i].arg, NULL);

		if (got == TK_OK || shop.err.diag != cases[i].diag || shop.err.line != cases[i].line ||
		    shop.err.col != cases[i].col)
			fail_msg("case %zu: %s at %u:%u", i, tk_diag_row(shop.err.diag)->name, shop.err.line,
				 shop.err.col);
		assert_int_equal(got, tk_diag_row(cases[i].diag)->status);
	}
	shop_commit(&shop);
	assert_false(scratch_has(&shop.s, "tickets/2026"));
	shop_begin(&shop);
}

static void test_unknown_names(void **state)
{
	(void)state;
	assert_int_equal(shop_draft(&shop, &id, NULL, "title=t", "category=logistic", NULL), TK_INVALID);
	assert_int_equal(shop.err.diag, TK_D_NO_CATEGORY);
	assert_string_equal(shop.err.arg[1].text, "logistics");
	assert_int_equal(shop_draft(&shop, &id, NULL, "title=t", "assignee=nobody", NULL), TK_INVALID);
	assert_int_equal(shop.err.diag, TK_D_NO_PERSON);
}

static void test_hostile_texts_survive(void **state)
{
	static const char *const texts[] = {
		"see #12", "!urgent", "&a",    "*a", "@home", "%x", "- x", "x: y", "no",
		"007",     "1e3",     "12:30", "'",  "\"",    "\\", "{a}", "[b]",  " lead",
		"trail ",  "🙂",    "null",  "~",  "|",     ">",  "...", "---",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		char arg[64];

		snprintf(arg, sizeof arg, "title=%s", texts[i]);
		shop_new(&shop, &id, NULL, arg, NULL);
		assert_string_equal(shop_get(&shop, &id, "title"), texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_file_of_a_call),
		T(test_no_answer_on_quiet_channels),
		T(test_defaults),
		T(test_long_first_line),
		T(test_received_earlier),
		T(test_document_under_options),
		T(test_refused_drafts),
		T(test_unknown_names),
		T(test_hostile_texts_survive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
