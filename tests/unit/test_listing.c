/* Listings: which tickets, which fields, in which order; broken files are told and counted. */
#include "desk_scratch.h"

#include "ticket/query.h"

/* 2026-11-22T12:00:00Z */
#define NOW INT64_C(1795348800)

static struct scratch s;
static struct tk_desk *desk;
static struct tk_arena *arena;

struct made {
	const char *id, *title, *rest;
};

static void put(const struct made *made)
{
	char text[1024];
	snprintf(text, sizeof text,
		 "id: %s\ntitle: \"%s\"\nstatus: received\n%schannel: phone\nreceived: 2026-11-%.2sT09:03:00+00:00\n"
		 "parts: [{number: \"N-%s\", quantity: 2}]\n"
		 "log:\n  - at: 2026-11-%.2sT09:03:00+00:00\n    by: wang\n    event: received\n",
		 made->id, made->title, made->rest, made->id + 8, made->id, made->id + 8);
	scratch_put(&s, ticket_path(&s, made->id), text);
}

static const struct made all[] = {
	{"TS20261103001", "delta", "priority: P2\n"},
	{"TS20261101001", "Alpha", "priority: P3\n"},
	{"TS20261102001", "ALPHA", ""},
	{"TS20261104001", "charlie", "priority: P1\n"},
	{"TS20261105001", "bravo", "priority: P2\n"},
};

enum { ALL = sizeof all / sizeof all[0] };

static int setup(void **state)
{
	(void)state;
	s = scratch_new();
	arena = tk_arena_new(0);
	scratch_put(&s, "desk.yaml", "name: x\n");
	for (size_t i = 0; i < ALL; i++)
		put(&all[i]);
	desk = desk_open(&s);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tk_desk_close(desk);
	tk_arena_free(arena);
	scratch_free(&s);
	return 0;
}

static const struct tk_query *query_of(const char *text)
{
	struct tk_query *query = NULL;
	assert_int_equal(tk_query_parse(arena, &text, 1, tk_desk_zone(desk), NOW, NULL, &query, NULL), TK_OK);
	return query;
}

static struct tk_listing *make(const struct tk_listing_spec *spec)
{
	struct tk_listing *listing = NULL;
	struct tk_error err = TK_ERROR_INIT;
	if (tk_listing_make(desk, spec, &listing, &err) != TK_OK)
		fail_msg("%s", tk_diag_row(err.diag)->name);
	return listing;
}

/* The days of the ids in the listing's order: "03 01". */
static void expect_days(const struct tk_listing_spec *spec, const char *expected)
{
	struct tk_listing *listing = make(spec);
	char got[64] = "";
	for (size_t i = 0; i < tk_listing_rows(listing); i++) {
		struct tk_value value = tk_listing_value(listing, i, 0);
		strncat(got, i > 0 ? " " : "", 2);
		strncat(got, value.text + 8, 2);
	}
	tk_listing_free(listing);
	assert_string_equal(got, expected);
}

static const int fields[] = {TK_FIELD_ID,    TK_FIELD_TITLE,        TK_FIELD_PRIORITY,     TK_FIELD_AGE,
			     TK_FIELD_PARTS, TK_FIELD_PARTS_NUMBER, TK_FIELD_CUSTOMER_NAME};

enum { FIELDS = sizeof fields / sizeof fields[0] };

#define SPEC(...)                   \
	(&(struct tk_listing_spec){ \
		.size = sizeof(struct tk_listing_spec), .fields = fields, .nfield = FIELDS, .now = NOW, __VA_ARGS__})
#define SORT(...)                                      \
	.sort = (const struct tk_sort[]){__VA_ARGS__}, \
	.nsort = sizeof((const struct tk_sort[]){__VA_ARGS__}) / sizeof(struct tk_sort)

static void test_order_of_ids(void **state)
{
	(void)state;
	expect_days(SPEC(.limit = 0), "01 02 03 04 05");
	expect_days(SPEC(.limit = 2), "01 02");
	expect_days(SPEC(.limit = 99), "01 02 03 04 05");
	expect_days(SPEC(SORT({TK_FIELD_ID, true})), "05 04 03 02 01");
}

static void test_sorting(void **state)
{
	(void)state;
	/* by the order of the list; what is absent comes last both ways; equal ones keep the order of ids */
	expect_days(SPEC(SORT({TK_FIELD_PRIORITY, false})), "04 03 05 01 02");
	expect_days(SPEC(SORT({TK_FIELD_PRIORITY, true})), "01 03 05 04 02");
	/* folded first, then by bytes */
	expect_days(SPEC(SORT({TK_FIELD_TITLE, false})), "02 01 05 04 03");
	expect_days(SPEC(SORT({TK_FIELD_TITLE, true})), "03 04 05 01 02");
	expect_days(SPEC(SORT({TK_FIELD_RECEIVED, true})), "05 04 03 02 01");
	expect_days(SPEC(SORT({TK_FIELD_AGE, false})), "05 04 03 02 01");
	expect_days(SPEC(SORT({TK_FIELD_PRIORITY, false}, {TK_FIELD_ID, true})), "04 05 03 01 02");
	expect_days(SPEC(SORT({TK_FIELD_PARTS_NUMBER, true})), "05 04 03 02 01");
	expect_days(SPEC(SORT({TK_FIELD_PARTS, false})), "01 02 03 04 05");
	expect_days(SPEC(SORT({TK_FIELD_CUSTOMER_NAME, false})), "01 02 03 04 05");
	expect_days(SPEC(SORT({TK_FIELD_PRIORITY, false}), .limit = 2), "04 03");
}

static void test_query(void **state)
{
	(void)state;
	expect_days(SPEC(.query = query_of("priority:P2")), "03 05");
	expect_days(SPEC(.query = query_of("title:alpha")), "01 02");
	expect_days(SPEC(.query = query_of("priority:P2"), .limit = 1), "03");
	expect_days(SPEC(.query = query_of("parts.number:N-TS20261104001")), "04");
	expect_days(SPEC(.query = query_of("status:closed")), "");
}

static void test_values(void **state)
{
	struct tk_listing *listing = make(SPEC(.query = query_of("id:TS20261101001")));
	(void)state;
	assert_int_equal(tk_listing_rows(listing), 1);
	struct tk_value title = tk_listing_value(listing, 0, 1), priority = tk_listing_value(listing, 0, 2);
	struct tk_value age = tk_listing_value(listing, 0, 3), parts = tk_listing_value(listing, 0, 4);
	struct tk_value number = tk_listing_value(listing, 0, 5), name = tk_listing_value(listing, 0, 6);
	assert_string_equal(title.text, "Alpha");
	assert_int_equal(title.len, 5);
	assert_string_equal(priority.text, "P3");
	assert_int_equal(priority.number, 2);
	assert_int_equal(age.number, 21 * 86400 + 10620);
	assert_int_equal(tk_node_count(parts.node), 1);
	assert_string_equal(tk_node_text(tk_node_get(tk_node_first(parts.node), "quantity"), NULL), "2");
	assert_string_equal(number.text, "N-TS20261101001");
	assert_int_equal(tk_node_count(number.node), 1);
	assert_false(name.set);
	tk_listing_free(listing);
}

static char told[256];

static void tell(void *ctx, const struct tk_error *finding)
{
	(void)ctx;
	strncat(told, tk_diag_row(finding->diag)->name, 40);
}

static void test_broken_tickets(void **state)
{
	const struct tk_sink sink = {.add = tell};
	(void)state;
	scratch_put(&s, ticket_path(&s, "TS20261102007"), "id: [\n");
	scratch_put(&s, ticket_path(&s, "TS20261106001"), "");
	struct tk_listing *listing = make(SPEC(.sink = &sink));
	assert_int_equal(tk_listing_rows(listing), ALL);
	assert_int_equal(tk_listing_broken(listing), 2);
	assert_true(strlen(told) > 4);
	tk_listing_free(listing);
	listing = make(SPEC(.limit = 1)); /* looks no further than it must */
	assert_int_equal(tk_listing_broken(listing), 0);
	tk_listing_free(listing);
}

static void test_no_fields(void **state)
{
	struct tk_listing *listing =
		make(&(struct tk_listing_spec){.size = sizeof(struct tk_listing_spec), .now = NOW});
	(void)state;
	assert_int_equal(tk_listing_rows(listing), ALL);
	tk_listing_free(listing);
	tk_listing_free(NULL);
}

static void test_empty_desk(void **state)
{
	struct scratch empty = scratch_new();
	struct tk_listing *listing = NULL;
	struct tk_desk *other = NULL;
	(void)state;
	scratch_put(&empty, "desk.yaml", "name: y\n");
	other = desk_open(&empty);
	assert_int_equal(tk_listing_make(other, SPEC(SORT({TK_FIELD_TITLE, false})), &listing, NULL), TK_OK);
	assert_int_equal(tk_listing_rows(listing), 0);
	tk_listing_free(listing);
	tk_desk_close(other);
	scratch_free(&empty);
}

static void test_many_rows(void **state)
{
	enum { MANY = 700 };
	(void)state;
	for (int i = 0; i < MANY; i++) {
		char id[24];
		snprintf(id, sizeof id, "XX20261007%03d", i + 1);
		ticket_put(&s, id, i % 2 == 0 ? "even" : "odd");
	}
	struct tk_listing *listing = make(SPEC(.query = query_of("id:XX"), SORT({TK_FIELD_TITLE, true})));
	assert_int_equal(tk_listing_rows(listing), MANY);
	for (size_t i = 1; i < MANY; i++) { /* odd ones first, each half in the order of ids */
		struct tk_value a = tk_listing_value(listing, i - 1, 0), b = tk_listing_value(listing, i, 0);
		assert_true(i == MANY / 2 || strcmp(a.text, b.text) < 0);
	}
	assert_string_equal(tk_listing_value(listing, 0, 1).text, "odd");
	assert_string_equal(tk_listing_value(listing, MANY - 1, 1).text, "even");
	tk_listing_free(listing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_of_ids),   cmocka_unit_test(test_sorting),
		cmocka_unit_test(test_query),          cmocka_unit_test(test_values),
		cmocka_unit_test(test_no_fields),      cmocka_unit_test(test_empty_desk),
		cmocka_unit_test(test_broken_tickets), cmocka_unit_test(test_many_rows),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
