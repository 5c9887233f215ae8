/* Scanning a desk: the order of ids, broken files among good ones, names that are none of ours. */
#include "desk_scratch.h"

static struct scratch s;
static struct tk_desk *desk;

static int setup(void **state)
{
	(void)state;
	s = scratch_new();
	scratch_put(&s, "desk.yaml", "name: x\n");
	desk = desk_open(&s);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tk_desk_close(desk);
	scratch_free(&s);
	return 0;
}

/* What a scan yields, one line a call: id and title, or id and the name of what is wrong. */
static void expect_scan(const char *expected)
{
	struct tk_scan *scan;
	struct tk_str got;

	tk_str_init(&got, 0);
	assert_int_equal(tk_scan_open(desk, &scan, NULL), TK_OK);
	for (;;) {
		struct tk_error err = TK_ERROR_INIT;
		struct tk_id id;
		const struct tk_ticket *ticket = NULL;
		enum tk_status status = tk_scan_next(scan, &id, &ticket, &err);
		if (status == TK_NOT_FOUND && tk_scan_done(scan))
			break;
		assert_false(tk_scan_done(scan));
		tk_str_puts(&got, id.text);
		tk_str_putc(&got, ' ');
		tk_str_puts(&got, status == TK_OK ? ticket_title(ticket) : tk_diag_row(err.diag)->name);
		tk_str_putc(&got, '\n');
		if (status != TK_OK)
			assert_memory_equal(err.path, "tickets/", 8);
	}
	assert_string_equal(got.data, expected);
	tk_scan_close(scan);
	tk_str_clear(&got);
}

static void test_empty(void **state)
{
	(void)state;
	expect_scan("");
	scratch_dir(&s, "tickets");
	expect_scan("");
	scratch_dir(&s, "tickets/2026");
	expect_scan("");
	scratch_dir(&s, "tickets/2026/11");
	expect_scan("");
	scratch_dir(&s, "tickets/2026/12");
	expect_scan("");
	tk_scan_close(NULL);
}

static void test_order(void **state)
{
	(void)state;
	ticket_put(&s, "TS20261122002", "4");
	ticket_put(&s, "TS202611221000", "5");
	ticket_put(&s, "TS20261122a001", "6");
	ticket_put(&s, "CS20261122003", "2");
	ticket_put(&s, "TS20261122001", "3");
	ticket_put(&s, "ZZ20261121001", "1");
	ticket_put(&s, "AA20261123001", "7");
	ticket_put(&s, "AA20270101001", "8");
	ticket_put(&s, "AA20251231001", "0");
	expect_scan("AA20251231001 0\nZZ20261121001 1\nCS20261122003 2\nTS20261122001 3\nTS20261122002 4\n"
		    "TS202611221000 5\nTS20261122a001 6\nAA20261123001 7\nAA20270101001 8\n");
}

static void test_strange_names_are_not_tickets(void **state)
{
	(void)state;
	ticket_put(&s, "TS20261122001", "good");
	scratch_put(&s, "tickets/foo.txt", "x");
	scratch_put(&s, "tickets/TS20261122009.yaml", "x");
	scratch_dir(&s, "tickets/old");
	scratch_dir(&s, "tickets/2026/13x");
	scratch_dir(&s, "tickets/2026/99");
	scratch_put(&s, "tickets/2026/11/TS1.yaml", "x");
	scratch_put(&s, "tickets/2026/11/foo.txt", "x");
	scratch_put(&s, "tickets/2026/11/TS20261122003.yaml.orig", "x");
	scratch_put(&s, "tickets/2026/11/.tmp-abcdefghijkl", "x");
	expect_scan("TS20261122001 good\n");
}

static void test_tickets_in_wrong_folders_are_named(void **state)
{
	(void)state;
	ticket_put(&s, "TS20261122001", "good");
	scratch_put(&s, "tickets/2026/11/TS20251122003.yaml", "x"); /* another year's */
	scratch_put(&s, "tickets/2026/11/TS20261222003.yaml", "x"); /* another month's */
	scratch_dir(&s, "tickets/2026/99");
	scratch_put(&s, "tickets/2026/99/TS20261122004.yaml", "x");
	expect_scan(" wrong-folder\n wrong-folder\nTS20261122001 good\n wrong-folder\n");
}

static void test_broken_tickets_do_not_end_it(void **state)
{
	(void)state;
	ticket_put(&s, "TS20261122001", "good");
	scratch_put(&s, ticket_path(&s, "TS20261122002"), ticket_text("TS20261122001", "copied"));
	assert_int_equal(mkfifoat(s.root, ticket_path(&s, "TS20261122003"), 0600), 0);
	assert_int_equal(mkdirat(s.root, ticket_path(&s, "TS20261122004"), 0700), 0);
	assert_int_equal(symlinkat("TS20261122001.yaml", s.root, ticket_path(&s, "TS20261122005")), 0);
	ticket_put(&s, "TS20261122006", "good too");
	expect_scan("TS20261122001 good\nTS20261122002 id-mismatch\nTS20261122003 not-a-regular-file\n"
		    "TS20261122004 not-a-regular-file\nTS20261122005 symbolic-link\nTS20261122006 good too\n");
}

static void test_a_linked_folder_is_named(void **state)
{
	(void)state;
	ticket_put(&s, "TS20261122001", "good");
	ticket_put(&s, "TS20271122001", "last");
	assert_int_equal(symlinkat("11", s.root, "tickets/2026/12"), 0);
	expect_scan("TS20261122001 good\n symbolic-link\nTS20271122001 last\n");
}

/* A ticket that vanishes while the scan is on its way is as if it had never been there. */
static void test_vanishing(void **state)
{
	struct tk_scan *scan;
	struct tk_id id;
	const struct tk_ticket *ticket;

	(void)state;
	ticket_put(&s, "TS20261122001", "a");
	ticket_put(&s, "TS20261122002", "b");
	ticket_put(&s, "TS20261122003", "c");
	assert_int_equal(tk_scan_open(desk, &scan, NULL), TK_OK);
	assert_int_equal(unlinkat(s.root, ticket_path(&s, "TS20261122001"), 0), 0);
	assert_int_equal(unlinkat(s.root, ticket_path(&s, "TS20261122002"), 0), 0);
	assert_int_equal(tk_scan_next(scan, &id, &ticket, NULL), TK_OK);
	assert_string_equal(id.text, "TS20261122003");
	assert_int_equal(tk_scan_next(scan, &id, &ticket, NULL), TK_NOT_FOUND);
	assert_true(tk_scan_done(scan));
	assert_int_equal(tk_scan_next(scan, &id, &ticket, NULL), TK_NOT_FOUND);
	tk_scan_close(scan);
}

/* Many tickets in a few months, some of them broken: in order, each once, whether read by one thread or several. */
static void test_many(void **state)
{
	enum { N = 1000 };
	struct tk_scan *scan;
	struct tk_id id;
	char name[32], title[16];

	(void)state;
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof name, "TS2026%02d22%03d", i / 250 + 1, i % 250 + 1);
		snprintf(title, sizeof title, "t%d", i);
		ticket_put(&s, name, title);
		if (i % 7 == 3)
			scratch_put(&s, ticket_path(&s, name), "title: [broken\n");
	}
	for (int rounds = 0; rounds < 20; rounds++) {
		int end = rounds == 0 ? N : rounds * 37; /* also given up in the middle */
		assert_int_equal(tk_scan_open(desk, &scan, NULL), TK_OK);
		for (int i = 0; i < end; i++) {
			struct tk_error err = TK_ERROR_INIT;
			const struct tk_ticket *ticket = NULL;
			enum tk_status status = tk_scan_next(scan, &id, &ticket, &err);
			snprintf(name, sizeof name, "TS2026%02d22%03d", i / 250 + 1, i % 250 + 1);
			snprintf(title, sizeof title, "t%d", i);
			assert_string_equal(id.text, name);
			assert_int_equal(status, i % 7 == 3 ? TK_SYNTAX : TK_OK);
			if (status == TK_OK)
				assert_string_equal(ticket_title(ticket), title);
			else
				assert_string_equal(err.path, ticket_path(&s, name));
		}
		if (end == N)
			assert_int_equal(tk_scan_next(scan, &id, &(const struct tk_ticket *){NULL}, NULL),
					 TK_NOT_FOUND);
		tk_scan_close(scan);
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_empty),
		CASE(test_order),
		CASE(test_strange_names_are_not_tickets),
		CASE(test_tickets_in_wrong_folders_are_named),
		CASE(test_broken_tickets_do_not_end_it),
		CASE(test_a_linked_folder_is_named),
		CASE(test_vanishing),
		CASE(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
