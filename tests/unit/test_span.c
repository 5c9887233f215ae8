/* Durations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/time.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct span_case {
	const char *text;
	int64_t seconds, business_days;
	const char *written;
};

static void good_spans(void **state)
{
	(void)state;
	static const struct span_case cases[] = {
		{"45s", 45, 0, "45s"},
		{"30m", 1800, 0, "30m"},
		{"4h", 14400, 0, "4h"},
		{"1d", 86400, 0, "1d"},
		{"1w", 604800, 0, "1w"},
		{"1d12h", 129600, 0, "1d12h"},
		{"1w2d3h4m5s", 788645, 0, "1w2d3h4m5s"},
		{"1w5s", 604805, 0, "1w5s"},
		{"90m", 5400, 0, "1h30m"},
		{"36h", 129600, 0, "1d12h"},
		{"0s", 0, 0, "0s"},
		{"0h", 0, 0, "0s"},
		{"-0s", 0, 0, "0s"},
		{"0bd", 0, 0, "0s"},
		{"3bd", 0, 3, "3bd"},
		{"40000bd", 0, 40000, "40000bd"},
		{"4000000000s", 4000000000, 0, "6613w5d7h6m40s"},
		{"-90m", -5400, 0, "-1h30m"},
		{"-3bd", 0, -3, "-3bd"},
		{"-4000000000s", -4000000000, 0, "-6613w5d7h6m40s"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk_span span = {7, 7};
		struct tk_error err = TK_ERROR_INIT;
		char text[TK_SPAN_TEXT];
		assert_int_equal(tk_span_parse(cases[i].text, strlen(cases[i].text), true, &span, &err), TK_OK);
		assert_int_equal(err.diag, TK_D_NONE);
		assert_int_equal(span.seconds, cases[i].seconds);
		assert_int_equal(span.business_days, cases[i].business_days);
		assert_string_equal(tk_span_format(span, text), cases[i].written);
	}
}

static void bad_spans(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"-",
		"s",
		"5",
		"5x",
		"5H",
		"5 m",
		" 5m",
		"5m ",
		"+5m",
		"1.5h",
		"--5m",
		"5m-3s",
		"1h1h",
		"1m1h",
		"5s1m",
		"3bd4h",
		"4h3bd",
		"3b",
		"3d b",
		"bd",
		"1h3",
		"1e3s",
		"4000000001s",
		"6613w5d7h6m41s",
		"6614w",
		"40001bd",
		"99999999999999999999s",
		"18446744073709551617s",
		"1w4000000000s",
		"\xEF\xBC\x95m",
		"5min",
		"1y",
		"-3bd1d",
		"5\xE7",
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct tk_span span = {7, 7};
		struct tk_error err = TK_ERROR_INIT;
		if (tk_span_parse(cases[i], strlen(cases[i]), true, &span, &err) != TK_INVALID)
			fail_msg("read as a duration: '%s'", cases[i]);
		assert_int_equal(err.diag, TK_D_BAD_SPAN);
		assert_int_equal(span.seconds, 7);
		assert_int_equal(span.business_days, 7);
	}
	assert_int_equal(tk_span_parse("-5m", 3, false, NULL, NULL), TK_INVALID);
	assert_int_equal(tk_span_parse("5m", 2, false, NULL, NULL), TK_OK);
}

static void every_span_comes_back(void **state)
{
	(void)state;
	for (int64_t n = 0; n <= 4000000000; n = n < 100000 ? n + 1 : n + n / 1000) {
		struct tk_span span, seconds = {n, 0};
		char text[TK_SPAN_TEXT];
		tk_span_format(seconds, text);
		assert_int_equal(tk_span_parse(text, strlen(text), false, &span, NULL), TK_OK);
		assert_int_equal(span.seconds, n);
	}
}

static void the_largest_fit(void **state)
{
	(void)state;
	char text[TK_SPAN_TEXT];

	tk_span_format((struct tk_span){INT64_MIN, 0}, text);
	assert_string_equal(text, "-15250284452471w3d15h30m8s");
	assert_string_equal(tk_span_format((struct tk_span){0, INT64_MIN}, text), "-9223372036854775808bd");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_spans),
		cmocka_unit_test(bad_spans),
		cmocka_unit_test(every_span_comes_back),
		cmocka_unit_test(the_largest_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
