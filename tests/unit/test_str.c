/* Growable strings: invariants, limits, sticky failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/str.h"

static void an_empty_string_is_terminated(void **state)
{
	(void)state;
	struct tk_str s;

	tk_str_init(&s, 0);
	assert_string_equal(s.data, "");
	assert_int_equal(s.len, 0);
	assert_int_equal(tk_str_status(&s, NULL), TK_OK);
	tk_str_reset(&s);
	tk_str_add(&s, NULL, 0);
	tk_str_fill(&s, 'x', 0);
	tk_str_puts(&s, "");
	assert_string_equal(s.data, "");
	tk_str_clear(&s);
	assert_string_equal(s.data, "");
}

static void appends_add_up(void **state)
{
	(void)state;
	struct tk_str s;

	tk_str_init(&s, 0);
	tk_str_puts(&s, "id: ");
	tk_str_add(&s, "TS1xyz", 3);
	tk_str_putc(&s, ' ');
	tk_str_fill(&s, '-', 3);
	tk_str_int(&s, 42);
	tk_str_printf(&s, "|%03d|%s", 7, "x");
	assert_string_equal(s.data, "id: TS1 ---42|007|x");
	assert_int_equal(s.len, strlen(s.data));
	tk_str_clear(&s);
}

static void integers_of_every_size(void **state)
{
	(void)state;
	static const struct {
		int64_t number;
		const char *text;
	} cases[] = {
		{0, "0"},
		{-1, "-1"},
		{10, "10"},
		{INT64_MAX, "9223372036854775807"},
		{INT64_MIN, "-9223372036854775808"},
	};
	struct tk_str s;

	tk_str_init(&s, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		tk_str_reset(&s);
		tk_str_int(&s, cases[i].number);
		assert_string_equal(s.data, cases[i].text);
	}
	tk_str_clear(&s);
}

static void the_limit_is_exact_and_failure_sticks(void **state)
{
	(void)state;
	struct tk_str s;
	struct tk_error err = TK_ERROR_INIT;

	tk_str_init(&s, 10);
	tk_str_puts(&s, "0123456789");
	assert_int_equal(tk_str_status(&s, &err), TK_OK);
	tk_str_putc(&s, 'x');
	assert_int_equal(tk_str_status(&s, &err), TK_LIMIT);
	assert_int_equal(err.diag, TK_D_TOO_LARGE);
	assert_int_equal(err.arg[0].number, 10);
	assert_string_equal(s.data, "0123456789");
	tk_str_reset(&s);
	tk_str_puts(&s, "01234567");
	tk_str_printf(&s, "%d", 1234);
	tk_str_putc(&s, 'x');
	assert_string_equal(s.data, "01234567");
	assert_int_equal(tk_str_status(&s, NULL), TK_LIMIT);
	tk_str_reset(&s);
	tk_str_fill(&s, 'y', SIZE_MAX);
	assert_int_equal(tk_str_status(&s, NULL), TK_LIMIT);
	tk_str_clear(&s);
	assert_int_equal(s.max, 10);
	assert_int_equal(tk_str_status(&s, NULL), TK_OK);
}

static void bytes_may_hold_nul(void **state)
{
	(void)state;
	struct tk_str s;

	tk_str_init(&s, 0);
	tk_str_add(&s, "a\0b", 3);
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.data, "a\0b\0", 4);
	tk_str_clear(&s);
}

static void growing_keeps_every_byte(void **state)
{
	(void)state;
	struct tk_str s;

	tk_str_init(&s, 0);
	for (int i = 0; i < 100000; i++)
		tk_str_putc(&s, (char)('a' + i % 26));
	assert_int_equal(s.len, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(s.data[i], 'a' + i % 26);
	tk_str_clear(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_string_is_terminated),
		cmocka_unit_test(appends_add_up),
		cmocka_unit_test(integers_of_every_size),
		cmocka_unit_test(the_limit_is_exact_and_failure_sticks),
		cmocka_unit_test(bytes_may_hold_nul),
		cmocka_unit_test(growing_keeps_every_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
