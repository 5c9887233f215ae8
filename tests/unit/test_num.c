/* Strict integers and amounts of money. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "num.h"

struct int_case {
	const char *text;
	int64_t min, max;
	enum tk_diag diag;
	int64_t value;
};

static void integers(void **state)
{
	(void)state;
	static const struct int_case cases[] = {
		{"0", 0, 9, TK_D_NONE, 0},
		{"-0", 0, 9, TK_D_NONE, 0},
		{"9", 0, 9, TK_D_NONE, 9},
		{"10", 0, 9, TK_D_INT_RANGE, 0},
		{"-1", 0, 9, TK_D_INT_RANGE, 0},
		{"-1", -1, 9, TK_D_NONE, -1},
		{"9223372036854775807", INT64_MIN, INT64_MAX, TK_D_NONE, INT64_MAX},
		{"-9223372036854775808", INT64_MIN, INT64_MAX, TK_D_NONE, INT64_MIN},
		{"9223372036854775808", INT64_MIN, INT64_MAX, TK_D_INT_RANGE, 0},
		{"-9223372036854775809", INT64_MIN, INT64_MAX, TK_D_INT_RANGE, 0},
		{"99999999999999999999999999", INT64_MIN, INT64_MAX, TK_D_INT_RANGE, 0},
		{"", 0, 9, TK_D_BAD_INT, 0},
		{"-", 0, 9, TK_D_BAD_INT, 0},
		{"--1", -9, 9, TK_D_BAD_INT, 0},
		{"+1", 0, 9, TK_D_BAD_INT, 0},
		{"007", 0, 9, TK_D_BAD_INT, 0},
		{" 1", 0, 9, TK_D_BAD_INT, 0},
		{"1 ", 0, 9, TK_D_BAD_INT, 0},
		{"1e3", 0, 9999, TK_D_BAD_INT, 0},
		{"0x10", 0, 99, TK_D_BAD_INT, 0},
		{"1.0", 0, 9, TK_D_BAD_INT, 0},
		{"\xEF\xBC\x95", 0, 9, TK_D_BAD_INT, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct int_case *c = &cases[i];
		struct tk_error err = TK_ERROR_INIT;
		int64_t value = 77;
		enum tk_status status = tk__int_parse(c->text, strlen(c->text), c->min, c->max, &value, &err);
		assert_int_equal(err.diag, c->diag);
		assert_int_equal(status, c->diag == TK_D_NONE ? TK_OK : TK_INVALID);
		assert_int_equal(value, c->diag == TK_D_NONE ? c->value : 77);
	}
}

static void a_range_error_names_the_range(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;

	assert_int_equal(tk__int_parse("12", 2, 1, 5, NULL, &err), TK_INVALID);
	assert_string_equal(err.arg[0].text, "12");
	assert_int_equal(err.arg[1].number, 1);
	assert_int_equal(err.arg[2].number, 5);
}

static void only_the_given_length_is_read(void **state)
{
	(void)state;
	int64_t value;

	assert_int_equal(tk__int_parse("123", 2, 0, 99, &value, NULL), TK_OK);
	assert_int_equal(value, 12);
	assert_int_equal(tk__int_parse("1\0", 2, 0, 99, &value, NULL), TK_INVALID);
}

struct money_case {
	const char *text;
	enum tk_diag diag;
	int64_t cents;
	const char *written;
};

static void money(void **state)
{
	(void)state;
	static const struct money_case cases[] = {
		{"0", TK_D_NONE, 0, "0.00"},
		{"1280", TK_D_NONE, 128000, "1280.00"},
		{"59.9", TK_D_NONE, 5990, "59.90"},
		{"0.05", TK_D_NONE, 5, "0.05"},
		{"-0.05", TK_D_NONE, -5, "-0.05"},
		{"-3.50", TK_D_NONE, -350, "-3.50"},
		{"9999999999.99", TK_D_NONE, TK_MONEY_MAX, "9999999999.99"},
		{"-9999999999.99", TK_D_NONE, -TK_MONEY_MAX, "-9999999999.99"},
		{"10000000000", TK_D_MONEY_RANGE, 0, NULL},
		{"99999999999999999999999", TK_D_MONEY_RANGE, 0, NULL},
		{"", TK_D_BAD_MONEY, 0, NULL},
		{"-", TK_D_BAD_MONEY, 0, NULL},
		{".5", TK_D_BAD_MONEY, 0, NULL},
		{"1.", TK_D_BAD_MONEY, 0, NULL},
		{"1.234", TK_D_BAD_MONEY, 0, NULL},
		{"1,50", TK_D_BAD_MONEY, 0, NULL},
		{"1.-5", TK_D_BAD_MONEY, 0, NULL},
		{"1.5.0", TK_D_BAD_MONEY, 0, NULL},
		{"01.50", TK_D_BAD_MONEY, 0, NULL},
		{"1e3", TK_D_BAD_MONEY, 0, NULL},
		{"NaN", TK_D_BAD_MONEY, 0, NULL},
		{"\xC2\xA5"
		 "5",
		 TK_D_BAD_MONEY, 0, NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct money_case *c = &cases[i];
		struct tk_error err = TK_ERROR_INIT;
		int64_t cents = 77;
		char text[TK_MONEY_TEXT];
		tk__money_parse(c->text, strlen(c->text), &cents, &err);
		assert_int_equal(err.diag, c->diag);
		assert_int_equal(cents, c->written ? c->cents : 77);
		if (c->written)
			assert_string_equal(tk__money_format(cents, text), c->written);
	}
}

static void money_of_any_size_can_be_written(void **state)
{
	(void)state;
	char text[TK_MONEY_TEXT];

	assert_string_equal(tk__money_format(INT64_MIN, text), "-92233720368547758.08");
	assert_string_equal(tk__money_format(INT64_MAX, text), "92233720368547758.07");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers),
		cmocka_unit_test(a_range_error_names_the_range),
		cmocka_unit_test(only_the_given_length_is_read),
		cmocka_unit_test(money),
		cmocka_unit_test(money_of_any_size_can_be_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
