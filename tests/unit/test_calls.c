/* What a calling program can get wrong: it is refused, named, and nothing of the struct is used. */
#include "shop.h"

#include "ticket/query.h"

static struct shop shop;
static struct tk_id id;

static int setup(void **state)
{
	(void)state;
	shop_open(&shop);
	shop_new(&shop, &id, NULL, "title=Will not start", "channel=email", NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shop_close(&shop);
	return 0;
}

static void expect_wrong(enum tk_status status, const char *what)
{
	assert_int_equal(status, TK_USAGE);
	assert_int_equal(shop.err.diag, TK_D_BAD_CALL);
	assert_string_equal(shop.err.arg[0].text, what);
	shop.err = (struct tk_error)TK_ERROR_INIT;
}

static void structs_of_another_size(void **state)
{
	struct tk_act act = {.size = sizeof act - 1, .event = "chased", .by = "wang", .at = TK_TIME_NONE};
	struct tk_draft draft = {.size = 0, .by = "wang", .received = TK_TIME_NONE};
	struct tk_check check = {.size = sizeof check + 8, .now = shop.now};
	struct tk_desk_init how = {.size = 0};
	struct tk_listing_spec listing = {.now = shop.now};
	struct tk_counts_spec counts = {.now = shop.now};
	struct tk_listing *rows = NULL;
	struct tk_counts *groups = NULL;
	struct tk_id other = id;

	(void)state;
	expect_wrong(tk_act(shop.txn, &id, &act, &shop.err), "tk_act.size");
	expect_wrong(tk_link(shop.txn, &id, &other, NULL, &act, &shop.err), "tk_act.size");
	expect_wrong(tk_merge(shop.txn, &id, &other, &act, &shop.err), "tk_act.size");
	expect_wrong(tk_attach(shop.txn, &id, "a.txt", -1, &act, &shop.err), "tk_act.size");
	expect_wrong(tk_new(shop.txn, &draft, &other, &shop.err), "tk_draft.size");
	expect_wrong(tk_check(shop.desk, &check, NULL, &shop.err), "tk_check.size");
	expect_wrong(tk_desk_make(shop.s.path, &how, &shop.err), "tk_desk_init.size");
	expect_wrong(tk_listing_make(shop.desk, &listing, &rows, &shop.err), "tk_listing_spec.size");
	expect_wrong(tk_counts_make(shop.desk, &counts, &groups, &shop.err), "tk_counts_spec.size");
	assert_int_equal(tk_act(shop.txn, &id, &act, NULL), TK_USAGE);
}

static void what_is_missing_in_them(void **state)
{
	struct tk_act act = {.size = sizeof act, .by = "wang", .at = TK_TIME_NONE};
	struct tk_draft draft = {.size = sizeof draft, .received = TK_TIME_NONE};
	struct tk_id made;

	(void)state;
	expect_wrong(tk_act(shop.txn, &id, &act, &shop.err), "tk_act.event");
	act.event = "chased";
	act.by = NULL;
	expect_wrong(tk_act(shop.txn, &id, &act, &shop.err), "tk_act.by");
	act.by = "wang";
	act.ninput = 1;
	expect_wrong(tk_act(shop.txn, &id, &act, &shop.err), "tk_input");
	act.ninput = 0;
	expect_wrong(tk_attach(shop.txn, &id, NULL, -1, &act, &shop.err), "name");
	expect_wrong(tk_new(shop.txn, &draft, &made, &shop.err), "tk_draft.by");
}

static void inputs_that_are_none(void **state)
{
	static const struct {
		struct tk_input input;
		const char *wrong;
	} cases[] = {
		{{(enum tk_input_kind)77, "customer.name", "x", 1}, "tk_input.kind"},
		{{TK_INPUT_SET, NULL, "x", 1}, "tk_input.name"},
		{{TK_INPUT_SET, "customer.name", NULL, 1}, "tk_input.value"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tk_act act = {.size = sizeof act,
				     .event = "edited",
				     .by = "wang",
				     .at = TK_TIME_NONE,
				     .input = &cases[i].input,
				     .ninput = 1};
		struct tk_draft draft = {.size = sizeof draft,
					 .by = "wang",
					 .received = TK_TIME_NONE,
					 .input = &cases[i].input,
					 .ninput = 1};
		struct tk_id made;
		expect_wrong(tk_act(shop.txn, &id, &act, &shop.err), cases[i].wrong);
		expect_wrong(tk_new(shop.txn, &draft, &made, &shop.err), cases[i].wrong);
	}
}

static void fields_that_are_none(void **state)
{
	static const int fields[] = {TK_FIELD_ID, TK_FIELD_COUNT};
	static const struct tk_sort sort[] = {{-1, false}};
	struct tk_listing_spec listing = {.size = sizeof listing, .fields = fields, .nfield = 2, .now = shop.now};
	struct tk_counts_spec counts = {.size = sizeof counts, .by = fields + 1, .nby = 1, .now = shop.now};
	struct tk_listing *rows = NULL;
	struct tk_counts *groups = NULL;

	(void)state;
	expect_wrong(tk_listing_make(shop.desk, &listing, &rows, &shop.err), "tk_listing_spec.fields");
	listing.nfield = 1;
	listing.sort = sort;
	listing.nsort = 1;
	expect_wrong(tk_listing_make(shop.desk, &listing, &rows, &shop.err), "tk_listing_spec.sort");
	expect_wrong(tk_counts_make(shop.desk, &counts, &groups, &shop.err), "tk_counts_spec.by");
}

static void values_of_no_field(void **state)
{
	const struct tk_ticket *ticket = shop_ticket(&shop, &id);

	(void)state;
	assert_false(tk_ticket_get(ticket, -1, shop.now).set);
	assert_false(tk_ticket_get(ticket, TK_FIELD_COUNT, shop.now).set);
}

static void a_text_that_is_no_text(void **state)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_ticket *ticket = NULL;

	(void)state;
	assert_int_equal(tk_ticket_read(arena, NULL, 0, "empty.yaml", &ticket, &shop.err), TK_SYNTAX);
	tk_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(structs_of_another_size), T(what_is_missing_in_them), T(inputs_that_are_none),
		T(fields_that_are_none),    T(values_of_no_field),      T(a_text_that_is_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
