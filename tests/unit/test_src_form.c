/* Texts for people: what is left of a form, and how long lines are wrapped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "form.h"
#include "page.h"

static void check_strip(const char *form, const char *expected)
{
	struct tk_str text;
	tk_str_init(&text, 0);
	tk_str_puts(&text, form);
	form_strip(&text);
	assert_string_equal(text.data, expected);
	assert_int_equal(text.len, strlen(expected));
	tk_str_clear(&text);
}

static void test_lines_without_a_value_go(void **state)
{
	(void)state;
	check_strip("", "");
	check_strip("# only\n\n  # comments\n", "");
	check_strip("title:   # what\nchannel:\ncustomer:\n  name:   # who\nproblem:\n  description: |-\n    \n", "");
	check_strip("title: a   # what\nchannel:\n", "title: a   # what\n");
	check_strip("title: \"#1\"\n", "title: \"#1\"\n");
	check_strip("title: a#b\n", "title: a#b\n");
	check_strip("title: a", "title: a");
}

static void test_parents_stay_with_their_children(void **state)
{
	(void)state;
	check_strip("customer:\n  name:\n  phone: 1\nproduct:\n  model:\n", "customer:\n  phone: 1\n");
	check_strip("parts:\n  - number: A1\n", "parts:\n  - number: A1\n");
	check_strip("a:\n  b:\n    c: 1\nd:\n", "a:\n  b:\n    c: 1\n");
}

static void test_texts_are_left_alone(void **state)
{
	(void)state;
	check_strip("problem:\n  description: |-\n    one\n\n    # two\n    three:\n",
		    "problem:\n  description: |-\n    one\n\n    # two\n    three:\n");
	check_strip("description: |-\n  one\n  x:\ntitle:\nchannel: web\n",
		    "description: |-\n  one\n  x:\nchannel: web\n");
	check_strip("description: |-\n    \n    text\n", "description: |-\n    \n    text\n");
}

static void check_wrap(const char *text, size_t column, size_t indent, const char *expected)
{
	struct tk_str out;
	tk_str_init(&out, 0);
	page_wrap(&out, text, strlen(text), column, indent);
	assert_string_equal(out.data, expected);
	tk_str_clear(&out);
}

static void test_wrapping(void **state)
{
	(void)state;
	check_wrap("", 10, 4, "\n");
	check_wrap("short", 10, 4, "short\n");
	check_wrap("two\nlines", 10, 4, "two\n    lines\n");
	check_wrap("a\n\nb", 10, 4, "a\n\n    b\n");
	check_wrap("aaaa bbbb cccc dddd eeee ffff", 60, 4, "aaaa bbbb cccc dddd\n    eeee ffff\n");
	check_wrap("aaaaaaaaaaaaaaaaaaaaaaaaa b", 60, 2, "aaaaaaaaaaaaaaaaaaaa\n  aaaaa b\n");
	check_wrap("无法启动无法启动无法启动", 60, 2, "无法启动无法启动无法\n  启动\n");
	check_wrap("x\033[31my", 10, 4, "x␛[31my\n");
	check_wrap("aaaaaaaaaaaaaaaaaaaa \nb", 60, 2, "aaaaaaaaaaaaaaaaaaaa\n  b\n");
}

static void test_wrapping_always_ends(void **state)
{
	char text[600];
	struct tk_str out;
	(void)state;
	for (size_t i = 0; i + 3 < sizeof text; i += 3)
		memcpy(text + i, "宽", 3);
	text[597] = '\0';
	tk_str_init(&out, 0);
	page_wrap(&out, text, 597, 200, 300); /* no room at all: the least is used */
	assert_true(out.len > 597);
	tk_str_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines_without_a_value_go),
		cmocka_unit_test(test_parents_stay_with_their_children),
		cmocka_unit_test(test_texts_are_left_alone),
		cmocka_unit_test(test_wrapping),
		cmocka_unit_test(test_wrapping_always_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
