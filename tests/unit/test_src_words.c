/* Lines of a batch, split into words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "words.h"

/* Words joined by '|', or the complaint. */
static void check(const char *line, const char *expected)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct complaint wrong = {0};
	struct tk_str got;
	char **words = NULL;
	int n = 0;
	enum tk_status st = words_split(line, strlen(line), arena, &words, &n, &wrong);
	tk_str_init(&got, 1024);
	if (st != TK_OK) {
		assert_int_equal(st, TK_USAGE);
		tk_str_puts(&got, wrong.text);
	} else {
		assert_null(words[n]);
	}
	for (int i = 0; st == TK_OK && i < n; i++) {
		tk_str_puts(&got, i == 0 ? "" : "|");
		tk_str_puts(&got, words[i]);
	}
	assert_string_equal(got.data, expected);
	tk_str_clear(&got);
	tk_arena_free(arena);
}

static void test_words(void **state)
{
	static const struct {
		const char *line, *expected;
	} cases[] = {
		{"", ""},
		{"  \t \r", ""},
		{"# close 1", ""},
		{"  # close 1", ""},
		{"close 22001", "close|22001"},
		{"close 22001 # done\r", "close|22001"},
		{"close a#b", "close|a#b"},
		{"update 1 -m 'it''s  done'", "update|1|-m|its  done"},
		{"update 1 -m \"say \\\"hi\\\" \\n\"", "update|1|-m|say \"hi\" \\n"},
		{"new --title=a\\ b \\'c", "new|--title=a b|'c"},
		{"new --title ''", "new|--title|"},
		{"new '' ''", "new||"},
		{"new --title '无法 启动'", "new|--title|无法 启动"},
		{"new --title '# no comment'", "new|--title|# no comment"},
		{"x '\\'", "x|\\"},
		{"x '", "a quote is not closed"},
		{"x \"a\\\"", "a quote is not closed"},
		{"x \\", "the line ends in a backslash"},
		{"a b c d e f g h", "a|b|c|d|e|f|g|h"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(cases[i].line, cases[i].expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_words)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
