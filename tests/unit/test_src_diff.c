/* Unified diffs: right to the byte, and patch(1)'s idea of the ranges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diff.h"

static void check(const char *before, const char *after, const char *expected)
{
	struct tk_str out;
	tk_str_init(&out, 0);
	diff_unified(&out, "f", before, before == NULL ? 0 : strlen(before), after, strlen(after));
	assert_int_equal(out.failed, TK_OK);
	assert_string_equal(out.data, expected);
	tk_str_clear(&out);
}

static void test_small_changes(void **state)
{
	(void)state;
	check("a\nb\n", "a\nb\n", "");
	check("", "", "");
	check(NULL, "a\nb\n", "--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
	check("a\n", "b\n", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n");
	check("a\n", "", "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
	check("a", "a\n", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
	check("1\n2\n3\n4\n5\n", "1\n2\n3\nx\n4\n5\n", "--- a/f\n+++ b/f\n@@ -1,5 +1,6 @@\n 1\n 2\n 3\n+x\n 4\n 5\n");
}

static void test_hunks(void **state)
{
	(void)state;
	/* seven common lines between changes: two hunks; six: one */
	check("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
	      "--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
	check("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
	      "--- a/f\n+++ b/f\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
}

/* Applies a diff to the first text; what comes out must be the second. */
static void apply(const char *before, const char *diff, struct tk_str *out)
{
	const char *line = strchr(strchr(diff, '\n') + 1, '\n') + 1;
	const char *at = before;
	size_t line_no = 1;
	while (*line != '\0') {
		size_t len = strcspn(line, "\n") + 1;
		if (*line == '@') {
			size_t from = 0;
			for (const char *d = line + 4; *d >= '0' && *d <= '9'; d++)
				from = from * 10 + (size_t)(*d - '0');
			for (; line_no < from; line_no++) {
				size_t n = strcspn(at, "\n") + 1;
				tk_str_add(out, at, n);
				at += n;
			}
		} else {
			if (*line != '-')
				tk_str_add(out, line + 1, len - 1);
			if (*line != '+') {
				assert_memory_equal(at, line + 1, len - 1);
				at += len - 1;
				line_no++;
			}
		}
		line += len;
	}
	tk_str_puts(out, at);
}

static void test_random_texts_apply(void **state)
{
	uint32_t seed = 12345;
	(void)state;
	for (int round = 0; round < 500; round++) {
		char a[200], b[200];
		size_t na = 0, nb = 0;
		struct tk_str diff, out;
		for (int i = 0; i < 40; i++) {
			seed = seed * 1664525 + 1013904223;
			uint32_t r = seed >> 24;
			char c = (char)('a' + (seed >> 16) % 4);
			if (r % 8 != 0)
				a[na++] = c, a[na++] = '\n';
			if (r % 8 != 1)
				b[nb++] = r % 8 == 2 ? 'z' : c, b[nb++] = '\n';
		}
		a[na] = b[nb] = '\0';
		tk_str_init(&diff, 0);
		tk_str_init(&out, 0);
		diff_unified(&diff, "f", a, na, b, nb);
		if (diff.len > 0)
			apply(a, diff.data, &out);
		else
			tk_str_puts(&out, a);
		assert_string_equal(out.data, b);
		tk_str_clear(&diff);
		tk_str_clear(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_changes),
		cmocka_unit_test(test_hunks),
		cmocka_unit_test(test_random_texts_apply),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
