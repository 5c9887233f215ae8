/* The field table: finding fields, and the strict reading of each kind of value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ticket_impl.h"

static void names_are_found(void **state)
{
	(void)state;
	for (int i = 0; i < TK_FIELD_COUNT; i++) {
		const char *name = tk_field(i)->name;
		assert_int_equal(tk_field_find(name, strlen(name)), i);
		/* from anywhere in the table */
		assert_int_equal(tk__field_seek((i * 7 + 3) % TK_FIELD_COUNT, NULL, 0, name, strlen(name)), i);
		const char *dot = strrchr(name, '.');
		if (dot)
			assert_int_equal(tk__field_seek(TK_FIELD_COUNT - 1, name, (size_t)(dot - name), dot + 1,
							strlen(dot + 1)),
					 i);
	}
	assert_int_equal(tk_field_find("", 0), -1);
	assert_int_equal(tk_field_find("statu", 5), -1);
	assert_int_equal(tk_field_find("customer", 8), -1);
	assert_int_equal(tk_field_find("customer.", 9), -1);
	assert_int_equal(tk_field_find("log", 3), -1);
	assert_null(tk_field(-1));
	assert_null(tk_field(TK_FIELD_COUNT));
}

static void groups_are_found(void **state)
{
	(void)state;
	assert_int_equal(tk__field_group(0, "customer", 8), TK_FIELD_CUSTOMER_NAME);
	assert_int_equal(tk__field_group(TK_FIELD_PLAN_TYPE, "plan", 4), TK_FIELD_PLAN_TYPE);
	assert_int_equal(tk__field_group(0, "title", 5), -1);
	assert_int_equal(tk__field_group(0, "cust", 4), -1);
}

static void rows_are_consistent(void **state)
{
	(void)state;
	for (int i = 0; i < TK_FIELD_COUNT; i++) {
		const struct tk_field *field = tk_field(i);
		enum tk_kind kind =
			field->kind == TK_KIND_LIST || field->kind == TK_KIND_MAP ? field->item : field->kind;
		assert_non_null(field->label);
		assert_int_equal(kind == TK_KIND_WORD, field->words != TK_WORDS_NONE);
		if ((kind == TK_KIND_TEXT || kind == TK_KIND_PARA) && !(field->flags & TK_F_DERIVED))
			assert_true(field->max > 0);
		if (field->kind == TK_KIND_SPAN)
			assert_true(field->flags & TK_F_DERIVED);
		/* a sub-field follows its list */
		if (field->flags & TK_F_SUB) {
			const char *dot = strrchr(field->name, '.');
			int list = tk_field_find(field->name, (size_t)(dot - field->name));
			assert_true(list >= 0 && list < i);
			assert_int_equal(tk_field(list)->kind, TK_KIND_RECORDS);
		}
	}
}

static void near_names_are_suggested(void **state)
{
	(void)state;
	assert_string_equal(tk_field_suggest("statsu", 6), "status");
	assert_string_equal(tk_field_suggest("customer.nmae", 13), "customer.name");
	assert_null(tk_field_suggest("zzzzzzzz", 8));
}

struct value_case {
	int field;
	const char *text;
	enum tk_diag diag; /* NONE: accepted */
	int64_t number;
};

#define LONG200                                                                                                \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct value_case values[] = {
	/* texts */
	{TK_FIELD_TITLE, "电脑无法开机", TK_D_NONE, 0},
	{TK_FIELD_TITLE, LONG200, TK_D_NONE, 0},
	{TK_FIELD_TITLE, LONG200 "a", TK_D_TEXT_TOO_LONG, 0},
	{TK_FIELD_TITLE, "", TK_D_EMPTY_VALUE, 0},
	{TK_FIELD_TITLE, "  ", TK_D_EMPTY_VALUE, 0},
	{TK_FIELD_TITLE, "a\nb", TK_D_LINE_BREAK, 0},
	{TK_FIELD_TITLE, "a\n", TK_D_LINE_BREAK, 0},
	{TK_FIELD_TITLE,
	 "a\xE2\x80\xA8"
	 "b",
	 TK_D_LINE_BREAK, 0},
	{TK_FIELD_TITLE, "a\tb", TK_D_UNSAFE_CHAR, 0},
	{TK_FIELD_TITLE, "a\x1B[31m", TK_D_UNSAFE_CHAR, 0},
	{TK_FIELD_TITLE, "a\x7F", TK_D_UNSAFE_CHAR, 0},
	{TK_FIELD_TITLE, "a\xC2\x9B", TK_D_UNSAFE_CHAR, 0},
	{TK_FIELD_TITLE, "a\xE2\x80\xAE", TK_D_UNSAFE_CHAR, 0},
	{TK_FIELD_TITLE, "a\xEF\xBB\xBF", TK_D_UNSAFE_CHAR, 0},
	{TK_FIELD_TITLE, "\xF0\x9F\x94\x8C\xEF\xB8\x8F plug", TK_D_NONE, 0},
	{TK_FIELD_TITLE, "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x94\xA7", TK_D_NONE, 0}, /* ZWJ */
	{TK_FIELD_TITLE, "a\xFF", TK_D_NOT_UTF8, 0},
	{TK_FIELD_TITLE, "\xED\xA0\x80", TK_D_NOT_UTF8, 0},
	{TK_FIELD_CUSTOMER_PHONE, "", TK_D_NONE, 0},
	{TK_FIELD_PROBLEM_DESCRIPTION, "a\n\tb\n", TK_D_NONE, 0},
	{TK_FIELD_PROBLEM_DESCRIPTION, "a\xC2\x85\xE2\x80\xA9", TK_D_NONE, 0}, /* NEL, PS: written escaped */
	{TK_FIELD_PROBLEM_DESCRIPTION, "a\rb", TK_D_UNSAFE_CHAR, 0},
	{TK_FIELD_PROBLEM_DESCRIPTION, "a\xE2\x81\xA6", TK_D_UNSAFE_CHAR, 0},
	/* words */
	{TK_FIELD_STATUS, "closed", TK_D_NONE, TK_S_CLOSED},
	{TK_FIELD_STATUS, "clsoed", TK_D_UNKNOWN_WORD, 0},
	{TK_FIELD_STATUS, "Closed", TK_D_UNKNOWN_WORD, 0},
	{TK_FIELD_STATUS, "", TK_D_EMPTY_VALUE, 0},
	{TK_FIELD_PRIORITY, "P3", TK_D_NONE, 2},
	{TK_FIELD_PRIORITY, "p3", TK_D_UNKNOWN_WORD, 0},
	/* names */
	{TK_FIELD_TEAM, "tech-support", TK_D_NONE, 0},
	{TK_FIELD_TEAM, "售后_一组.2", TK_D_NONE, 0},
	{TK_FIELD_TEAM, "007", TK_D_NONE, 0},
	{TK_FIELD_TEAM, "_x", TK_D_NONE, 0},
	{TK_FIELD_TEAM, "-x", TK_D_BAD_NAME, 0},
	{TK_FIELD_TEAM, ".x", TK_D_BAD_NAME, 0},
	{TK_FIELD_TEAM, "a b", TK_D_BAD_NAME, 0},
	{TK_FIELD_TEAM, "a/b", TK_D_BAD_NAME, 0},
	{TK_FIELD_TEAM, "a\xE2\x80\x8D", TK_D_BAD_NAME, 0},
	{TK_FIELD_TEAM, "\xF0\x9F\x94\x8C", TK_D_BAD_NAME, 0},
	{TK_FIELD_TEAM, "", TK_D_EMPTY_VALUE, 0},
	{TK_FIELD_TEAM, LONG200, TK_D_TEXT_TOO_LONG, 0},
	/* ticket numbers */
	{TK_FIELD_ID, "TS20261122001", TK_D_NONE, 0},
	{TK_FIELD_ID, "T20240229999", TK_D_NONE, 0},
	{TK_FIELD_ID, "ABCDEF20261122abc1000", TK_D_NONE, 0},
	{TK_FIELD_ID, "TS20261122b001", TK_D_NONE, 0},
	{TK_FIELD_ID, "TS2026112201", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "ts20261122001", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "ABCDEFG20261122001", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "20261122001", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "TS20260229001", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "TS20261322001", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "TS20261122abcd001", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "TS20261122001 ", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "TS20261122001/../x", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "TS202611220000000000000000001", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ID, "", TK_D_EMPTY_VALUE, 0},
	{TK_FIELD_LINKS, "TS20261122002", TK_D_NONE, 0},
	{TK_FIELD_LINKS, "x", TK_D_BAD_TICKET, 0},
	{TK_FIELD_ATTACHMENTS, "照片 1.jpg", TK_D_NONE, 0},
	{TK_FIELD_ATTACHMENTS, "", TK_D_EMPTY_VALUE, 0},
	/* times and dates */
	{TK_FIELD_RECEIVED, "1970-01-02T00:00:00+00:00", TK_D_NONE, 86400},
	{TK_FIELD_RECEIVED, "2026-11-22T09:03:00+08:00", TK_D_NONE, 1795309380},
	{TK_FIELD_RECEIVED, "2026-11-22T09:03:00", TK_D_BAD_TIME, 0},
	{TK_FIELD_RECEIVED, "2026-11-22 09:03", TK_D_BAD_TIME, 0},
	{TK_FIELD_RECEIVED, "2026-02-30T09:03:00+08:00", TK_D_NO_SUCH_DAY, 0},
	{TK_FIELD_RECEIVED, "2126-02-20T09:03:00+08:00", TK_D_TIME_RANGE, 0},
	{TK_FIELD_PRODUCT_PURCHASED, "1970-01-11", TK_D_NONE, 10},
	{TK_FIELD_PRODUCT_PURCHASED, "2026-02-29", TK_D_NO_SUCH_DAY, 0},
	{TK_FIELD_PRODUCT_PURCHASED, "2026/02/20", TK_D_BAD_DATE, 0},
	/* numbers */
	{TK_FIELD_PARTS_QUANTITY, "0", TK_D_NONE, 0},
	{TK_FIELD_PARTS_QUANTITY, "1000000", TK_D_NONE, 1000000},
	{TK_FIELD_PARTS_QUANTITY, "1000001", TK_D_INT_RANGE, 0},
	{TK_FIELD_PARTS_QUANTITY, "-1", TK_D_INT_RANGE, 0},
	{TK_FIELD_PARTS_QUANTITY, "1e3", TK_D_BAD_INT, 0},
	{TK_FIELD_ORDER_PAID, "1999.50", TK_D_NONE, 199950},
	{TK_FIELD_ORDER_PAID, "299", TK_D_NONE, 29900},
	{TK_FIELD_ORDER_PAID, "¥299", TK_D_BAD_MONEY, 0},
	{TK_FIELD_ORDER_PAID, "1,999", TK_D_BAD_MONEY, 0},
	/* yes and no */
	{TK_FIELD_COMPLEX, "true", TK_D_NONE, 1},
	{TK_FIELD_COMPLEX, "false", TK_D_NONE, 0},
	{TK_FIELD_COMPLEX, "yes", TK_D_BAD_BOOL, 0},
	{TK_FIELD_COMPLEX, "True", TK_D_BAD_BOOL, 0},
	{TK_FIELD_CHECKLIST, "true", TK_D_NONE, 1},
	{TK_FIELD_CHECKLIST, "1", TK_D_BAD_BOOL, 0},
	/* spans, for queries */
	{TK_FIELD_AGE, "3d", TK_D_NONE, 259200},
	{TK_FIELD_AGE, "3bd", TK_D_BAD_SPAN, 0},
	{TK_FIELD_AGE, "three", TK_D_BAD_SPAN, 0},
	/* records are no value */
	{TK_FIELD_PARTS, "{}", TK_D_NOT_ONE_VALUE, 0},
};

static void values_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const struct value_case *c = &values[i];
		struct tk_error err = TK_ERROR_INIT;
		struct tk_value value = {.number = -77};
		enum tk_status status = tk_field_value(c->field, c->text, strlen(c->text), &value, &err);
		if (err.diag != c->diag)
			print_error("%s '%s': %s\n", tk_field(c->field)->name, c->text, tk_diag_row(err.diag)->name);
		assert_int_equal(err.diag, c->diag);
		assert_int_equal(status, tk_diag_row(c->diag)->status);
		if (status == TK_OK) {
			assert_true(value.set && value.text == c->text);
			assert_int_equal(value.number, c->number);
		} else {
			assert_int_equal(value.number, -77);
			assert_string_equal(err.field, tk_field(c->field)->name);
		}
	}
}

static void errors_carry_their_arguments(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;
	struct tk_value value;

	tk_field_value(TK_FIELD_PRIORITY, "P4", 2, &value, &err);
	assert_string_equal(err.arg[0].text, "P4");
	assert_string_equal(err.arg[2].text, "P1, P2, P3");
	tk_field_value(TK_FIELD_STATUS, "clsoed", 6, &value, &err);
	assert_string_equal(err.arg[1].text, "closed");
	tk_field_value(TK_FIELD_STATUS, "zzzzzz", 6, &value, &err);
	assert_string_equal(err.arg[1].text, "");
	tk_field_value(TK_FIELD_TITLE, "a\xE2\x80\xAE", 4, &value, &err);
	assert_string_equal(err.arg[0].text, "U+202E");
	tk_field_value(TK_FIELD_TITLE, "\x01", 1, &value, &err);
	assert_string_equal(err.arg[0].text, "U+0001");
	tk_field_value(TK_FIELD_TITLE, "\xF3\xA0\x80\x81", 4, &value, &err);
	assert_string_equal(err.arg[0].text, "U+E0001");
	assert_int_equal(tk_field_value(TK_FIELD_TITLE, "", 0, &value, NULL), TK_INVALID);
}

static void trailing_breaks_are_not_significant(void **state)
{
	(void)state;
	struct tk_value value;

	assert_int_equal(tk_field_value(TK_FIELD_PROBLEM_TRIED, "a\nb\n\n", 5, &value, NULL), TK_OK);
	assert_int_equal(value.len, 3);
}

static void paths_reach_into_fields(void **state)
{
	(void)state;
	struct tk_field_path path;

	assert_true(tk__field_path("customer.name", 13, &path));
	assert_int_equal(path.field, TK_FIELD_CUSTOMER_NAME);
	assert_int_equal(path.record, 0);
	assert_true(tk__field_path("parts.12.arrived", 16, &path));
	assert_int_equal(path.field, TK_FIELD_PARTS_ARRIVED);
	assert_int_equal(path.record, 12);
	assert_true(tk__field_path("order.lines.1.price", 19, &path));
	assert_int_equal(path.field, TK_FIELD_ORDER_LINES_PRICE);
	assert_true(tk__field_path("checklist.shoe-covers", 21, &path));
	assert_int_equal(path.field, TK_FIELD_CHECKLIST);
	assert_memory_equal(path.key, "shoe-covers", path.key_len);
	static const char *const bad[] = {"parts.0.arrived",
					  "parts.01.arrived",
					  "parts.x.arrived",
					  "parts.1.nope",
					  "parts.1",
					  "parts.",
					  ".",
					  "",
					  "parts.123456.number",
					  "checklist.",
					  "title.x",
					  "customer",
					  "customer.1.name",
					  "parts..arrived"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(tk__field_path(bad[i], strlen(bad[i]), &path));
}

static void keys_have_values_too(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;
	struct tk_value value;

	assert_int_equal(tk__key_value(TK_KEY_FOR, "parts", 5, &value, &err), TK_OK);
	assert_int_equal(value.number, 1);
	assert_int_equal(tk__key_value(TK_KEY_REASON, "", 0, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_EMPTY_VALUE);
	assert_int_equal(tk__key_value(TK_KEY_CONSENT, "x", 1, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NOT_ONE_VALUE);
	assert_int_equal(tk__key_inner(TK_KEY_RATINGS, "overall", 7, "5", 1, &value, &err), TK_OK);
	assert_int_equal(value.number, 5);
	assert_int_equal(tk__key_inner(TK_KEY_RATINGS, "overall", 7, "6", 1, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_RATING_RANGE);
	assert_int_equal(tk__key_inner(TK_KEY_RATINGS, "overall", 7, "0", 1, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_RATING_RANGE);
	assert_int_equal(tk__key_inner(TK_KEY_CONSENT, "at", 2, "soon", 4, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_BAD_TIME);
	assert_int_equal(tk__key_inner(TK_KEY_CONSENT, "channel", 7, "fax", 3, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_UNKNOWN_WORD);
	assert_int_equal(tk__key_inner(TK_KEY_CONSENT, "whom", 4, "x", 1, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_UNKNOWN_KEY);
	assert_int_equal(tk__key_inner(TK_KEY_UNKNOWN, "product.batch", 13, "label torn off", 14, &value, &err), TK_OK);
	assert_int_equal(tk__key_inner(TK_KEY_UNKNOWN, "product.bacth", 13, "x", 1, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_UNKNOWN_FIELD);
	assert_string_equal(err.arg[1].text, "product.batch");
	assert_int_equal(tk__key_inner(TK_KEY_REASON, "x", 1, "x", 1, &value, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NOT_SCALAR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_found),
		cmocka_unit_test(groups_are_found),
		cmocka_unit_test(rows_are_consistent),
		cmocka_unit_test(near_names_are_suggested),
		cmocka_unit_test(values_are_read_strictly),
		cmocka_unit_test(errors_carry_their_arguments),
		cmocka_unit_test(trailing_breaks_are_not_significant),
		cmocka_unit_test(paths_reach_into_fields),
		cmocka_unit_test(keys_have_values_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
