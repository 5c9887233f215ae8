/* Links on both sides, merging, and what is refused. */
#include "shop.h"

static struct shop shop;
static struct tk_id a, b, c;
static const struct tk_act act = {
	.size = sizeof act, .by = "wang", .at = TK_TIME_NONE, .note = "same fault", .note_len = 10};

static int setup(void **state)
{
	(void)state;
	shop_open(&shop);
	shop_new(&shop, &a, NULL, "title=a", "channel=email", "~2026-11-22T09:00", NULL);
	shop_new(&shop, &b, NULL, "title=b", "channel=email", "~2026-11-22T09:00", NULL);
	shop_new(&shop, &c, NULL, "title=c", "channel=email", "~2026-11-22T09:00", NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shop_close(&shop);
	return 0;
}

static bool linked(const struct tk_id *one, const struct tk_id *other)
{
	const struct tk_node *node = tk_node_first(shop_ticket(&shop, one)->field[TK_FIELD_LINKS]);

	while (node && strcmp(tk_node_text(node, NULL), other->text) != 0)
		node = tk_node_next(node);
	return node != NULL;
}

static void test_both_sides(void **state)
{
	(void)state;
	assert_int_equal(tk_link(shop.txn, &a, &b, "repeat-of", &act, &shop.err), TK_OK);
	assert_true(linked(&a, &b) && linked(&b, &a));
	shop_ends(&shop, &a,
		  "    event: linked\n    ticket: TS20261122002\n    relation: repeat-of\n    note: \"same fault\"\n"
		  "    set: {links: [TS20261122002]}\n");
	shop_ends(&shop, &b,
		  "    event: linked\n    ticket: TS20261122001\n    relation: related\n"
		  "    set: {links: [TS20261122001]}\n");
}

static void test_linking_again_changes_nothing(void **state)
{
	size_t len;

	(void)state;
	assert_int_equal(tk_link(shop.txn, &a, &b, NULL, &act, &shop.err), TK_OK);
	len = shop_ticket(&shop, &a)->doc.len;
	assert_int_equal(tk_link(shop.txn, &a, &b, NULL, &act, &shop.err), TK_OK);
	assert_int_equal(shop_ticket(&shop, &a)->doc.len, len);
}

static void test_several_links(void **state)
{
	(void)state;
	assert_int_equal(tk_link(shop.txn, &a, &b, "batch", &act, &shop.err), TK_OK);
	assert_int_equal(tk_link(shop.txn, &a, &c, "batch", &act, &shop.err), TK_OK);
	assert_true(linked(&a, &b) && linked(&a, &c) && linked(&c, &a));
	shop_ends(&shop, &a, "    set: {links: [TS20261122002, TS20261122003]}\n");
}

static void test_refusals(void **state)
{
	struct tk_id none;
	size_t len = shop_ticket(&shop, &a)->doc.len;

	(void)state;
	assert_int_equal(tk_id_parse("TS20261122099", 13, &none, NULL), TK_OK);
	assert_int_equal(tk_link(shop.txn, &a, &a, NULL, &act, &shop.err), TK_REFUSED);
	assert_int_equal(shop.err.diag, TK_D_LINK_SELF);
	assert_int_equal(tk_link(shop.txn, &a, &none, NULL, &act, &shop.err), TK_NOT_FOUND);
	assert_int_equal(tk_link(shop.txn, &a, &b, "cousin", &act, &shop.err), TK_INVALID);
	assert_int_equal(shop.err.diag, TK_D_UNKNOWN_WORD);
	assert_int_equal(tk_merge(shop.txn, &a, &a, &act, &shop.err), TK_REFUSED);
	assert_int_equal(shop.err.diag, TK_D_MERGE_SELF);
	assert_int_equal(tk_merge(shop.txn, &a, &none, &act, &shop.err), TK_NOT_FOUND);
	assert_int_equal(shop_ticket(&shop, &a)->doc.len, len);
}

static void test_merging(void **state)
{
	(void)state;
	assert_int_equal(tk_merge(shop.txn, &a, &b, &act, &shop.err), TK_OK);
	assert_string_equal(shop_get(&shop, &a, "status"), "merged");
	assert_string_equal(shop_get(&shop, &a, "merged_into"), "TS20261122002");
	assert_true(linked(&b, &a));
	shop_ends(&shop, &a,
		  "    event: merged\n    ticket: TS20261122002\n    note: \"same fault\"\n"
		  "    set: {merged_into: TS20261122002}\n");
	assert_string_equal(shop_get(&shop, &b, "status"), "received");
}

static void test_no_chains_and_no_cycles(void **state)
{
	(void)state;
	assert_int_equal(tk_merge(shop.txn, &a, &b, &act, &shop.err), TK_OK);
	assert_int_equal(tk_merge(shop.txn, &b, &a, &act, &shop.err), TK_REFUSED);
	assert_int_equal(shop.err.diag, TK_D_MERGE_CHAIN);
	assert_int_equal(tk_merge(shop.txn, &c, &a, &act, &shop.err), TK_REFUSED);
	assert_string_equal(shop.err.arg[1].text, "TS20261122002");
	assert_int_equal(tk_merge(shop.txn, &a, &c, &act, &shop.err), TK_REFUSED); /* merged already */
	assert_int_equal(shop.err.diag, TK_D_STEP_STATUS);
	assert_false(linked(&c, &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_both_sides), T(test_linking_again_changes_nothing), T(test_several_links), T(test_refusals),
		T(test_merging),    T(test_no_chains_and_no_cycles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
