/* Reading YAML: what is refused and where, exact byte ranges, and time on hostile input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "fail.h"
#include "ticket/str.h"
#include "yaml_in.h"
#include "yaml_scan.h"

static struct tk_arena *arena;
static struct tk_doc doc;
static struct tk_error err;

static int setup(void **state)
{
	(void)state;
	arena = tk_arena_new(0);
	err = (struct tk_error)TK_ERROR_INIT;
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	tk_arena_free(arena);
	return 0;
}

static enum tk_status read_text(const char *text, size_t len)
{
	return tk__yaml_read(arena, text, len, "f.yaml", &tk__policy_limits, &doc, &err);
}

static const struct bad {
	const char *text;
	size_t len; /* 0: as long as the string */
	const char *name;
	unsigned line, col;
	const char *arg; /* NULL: do not care */
} bad[] = {
	{"", 0, "empty-document", 1, 1, NULL},
	{"\n# only this\n", 0, "empty-document", 1, 1, NULL},
	{"---\n", 0, "empty-document", 1, 1, NULL},
	{"\xEF\xBB\xBF", 0, "empty-document", 1, 1, NULL},
	{"\xFF\xFE"
	 "a\0",
	 4, "wrong-encoding", 1, 1, "UTF-16"},
	{"\xFE\xFF\0a", 4, "wrong-encoding", 1, 1, "UTF-16"},
	{"\xFF\xFE\0\0a\0\0\0", 8, "wrong-encoding", 1, 1, "UTF-32"},
	{"\0\0\xFE\xFF\0\0\0a", 8, "wrong-encoding", 1, 1, "UTF-32"},
	{"a\0:\0 \0b\0", 8, "wrong-encoding", 1, 1, "UTF-16"},
	{"\0a\0:\0 \0b", 8, "wrong-encoding", 1, 1, "UTF-16"},
	{"a: 1\nb: \xB5\xE7\n", 0, "not-utf8", 2, 4, NULL},
	{"a: \xC0\xAF\n", 0, "not-utf8", 1, 4, NULL},
	{"a: \xE0\x80\xAF\n", 0, "not-utf8", 1, 4, NULL},
	{"a: \xED\xA0\x80\n", 0, "not-utf8", 1, 4, NULL},
	{"a: \xF4\x90\x80\x80\n", 0, "not-utf8", 1, 4, NULL},
	{"a: \xE7\x94", 0, "not-utf8", 1, 4, NULL},
	{"a: x\xF0\x9F\x99", 0, "not-utf8", 1, 5, NULL},
	{"a: x\0y\n", 7, "control-character", 1, 5, "U+0000"},
	{"\0\0\0\0\0\0", 6, "zero-bytes", 1, 1, NULL},
	{"a: \x1B[31m\n", 0, "control-character", 1, 4, "U+001B"},
	{"a: \x7F\n", 0, "control-character", 1, 4, "U+007F"},
	{"a: \xC2\x9B\n", 0, "control-character", 1, 4, "U+009B"},
	{"a: \xEF\xBF\xBE\n", 0, "control-character", 1, 4, "U+FFFE"},
	{"a: b\rc: d\n", 0, "lone-cr", 1, 5, NULL},
	{"a: b\r", 0, "lone-cr", 1, 5, NULL},
	{"a: 电\xEF\xBB\xBF\n", 0, "stray-bom", 1, 5, NULL},
	{"a: \"x\xC2\x85y\"\n", 0, "line-separator", 1, 6, "U+0085"},
	{"a: x\xE2\x80\xA8y\n", 0, "line-separator", 1, 5, "U+2028"},
	{"a: x\xE2\x80\xA9y\n", 0, "line-separator", 1, 5, "U+2029"},
	{"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", 0, "conflict-markers", 2, 1, NULL},
	{"a: |-\n  x\n<<<<<<< HEAD\n  y\n||||||| base\n  w\n=======\n  z\n>>>>>>> other\n", 0, "conflict-markers", 3, 1,
	 NULL},
	{"a:\n\tb: 1\n", 0, "tab-indentation", 2, 1, NULL},
	{"a: x\n\ty\n", 0, "tab-indentation", 2, 1, NULL},
	{"a: |\n\tx\n", 0, "tab-indentation", 2, 1, NULL},
	{"a: *b\n", 0, "alias", 1, 4, "*b"},
	{"a: **very** wrong\n", 0, "alias", 1, 4, "**very**"},
	{"a: &b c\n", 0, "anchor", 1, 4, "&b"},
	{"a: &b\n  c: d\n", 0, "anchor", 1, 4, "&b"},
	{"a: & c\n", 0, "anchor", 1, 4, "&"},
	{"a: &b [c]\n", 0, "anchor", 1, 4, "&b"},
	{"title: !urgent\n", 0, "tag", 1, 8, "!urgent"},
	{"a: !!str x\n", 0, "tag", 1, 4, "!!str"},
	{"a: !x!y z\n", 0, "tag", 1, 4, "!x!y"},
	{"a: ! x\n", 0, "tag", 1, 4, "!"},
	{"a: !t [x]\n", 0, "tag", 1, 4, "!t"},
	{"a: !t {x: y}\n", 0, "tag", 1, 4, "!t"},
	{"%YAML 1.1\n---\na: b\n", 0, "directive", 1, 1, NULL},
	{"%TAG ! tag:x,1:\n---\na: b\n", 0, "directive", 1, 1, NULL},
	{"%FOO\n---\na: b\n", 0, "directive", 1, 1, NULL},
	{"a: b\n---\nc: d\n", 0, "second-document", 2, 1, NULL},
	{"a: b\n...\n---\nc: d\n", 0, "second-document", 3, 1, NULL},
	{"a: 1\n\"a\": 2\n", 0, "duplicate-key", 2, 1, "a"},
	{"l:\n  - at: 1\n    by: x\n    at: 2\n", 0, "duplicate-key", 4, 5, "at"},
	{"a: {x: 1, x: 2}\n", 0, "duplicate-key", 1, 11, "x"},
	{"? [a]\n: b\n", 0, "compound-key", 1, 3, NULL},
	{"{a: b}: c\n", 0, "compound-key", 1, 1, NULL},
	{": b\n", 0, "missing-key", 1, 1, NULL},
	{"a: 1\n: b\n", 0, "missing-key", 2, 1, NULL},
	{"{: b}\n", 0, "reserved-character", 1, 2, ":"},
	{"a: }b\n", 0, "reserved-character", 1, 4, "}"},
	{"a: , b\n", 0, "reserved-character", 1, 4, ","},
	{"a: [\n", 0, "unclosed-bracket", 1, 4, "["},
	{"a: [b,\n", 0, "unclosed-bracket", 1, 4, "["},
	{"a: {b: [c, {\n", 0, "unclosed-bracket", 1, 12, "{"},
	{"<<: {a: b}\n", 0, "merge-key", 1, 1, NULL},
	{"a: \"open\nb: c\n", 0, "unclosed-quote", 1, 4, NULL},
	{"电: 'open\nb: c\n", 0, "unclosed-quote", 1, 4, NULL},
	{"a: [x\nb: c\n", 0, "unclosed-bracket", 1, 4, "["},
	{"a: {x: y\n", 0, "unclosed-bracket", 1, 4, "{"},
	{"a: [\"x\" \"y\"]\n", 0, "missing-comma", 1, 9, "]"},
	{"a: {\"x\": \"1\" \"y\": 2}\n", 0, "missing-comma", 1, 14, "}"},
	{"a: \"C:\\data\"\n", 0, "bad-escape", 1, 7, "\\d"},
	{"a: \"\\xZZ\"\n", 0, "bad-escape", 1, 5, "\\x"},
	{"a: \"\\uD800\"\n", 0, "bad-escape", 1, 5, "\\uD800"},
	{"a: \"\\x", 0, "bad-escape", 1, 5, "\\x"},
	{"title: see #12\n", 0, "cut-by-comment", 1, 12, "#12"},
	{"title: 见工单 #无法启动 x\nb: c\n", 0, "cut-by-comment", 1, 12, "#无法启动 x"},
	{"title: #12\n", 0, "cut-by-comment", 1, 8, "#12"},
	{"- a #b\r\n", 0, "cut-by-comment", 1, 5, "#b"},
	{"a: [x #y\n]\n", 0, "cut-by-comment", 1, 7, "#y"},
	{"title: \"电脑\"#12\n", 0, "cut-by-comment", 1, 12, "#12"},
	{"a: {?b: c}\n", 0, "reserved-character", 1, 5, "?"},
	{"a: [x, ?b]\n", 0, "reserved-character", 1, 8, "?"},
	{"a: @home\n", 0, "reserved-character", 1, 4, "@"},
	{"a: `code`\n", 0, "reserved-character", 1, 4, "`"},
	{"a: %5\n", 0, "reserved-character", 1, 4, "%"},
	{"key: - x\n", 0, "stray-dash", 1, 6, NULL},
	{"a: b: c\n", 0, "stray-colon", 1, 5, NULL},
	{"a: 1\n b: 2\n", 0, "stray-colon", 2, 3, NULL},
	{"a: 1\nfoo\nb: 2\n", 0, "missing-colon", 2, 1, NULL},
	{" a: 1\nb: 2\n", 0, "bad-indentation", 2, 1, NULL},
	{"a:\n  - x\n - y\n", 0, "bad-indentation", 3, 2, NULL},
	{"- a\nb: c\n", 0, "bad-indentation", 2, 1, NULL},
	{"a: |0\n  x\n", 0, "not-yaml", 1, 5, NULL},
};

static void test_refused(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct bad *b = &bad[i];
		enum tk_status status = read_text(b->text, b->len ? b->len : strlen(b->text));
		const struct tk_diag_row *row = tk_diag_row(err.diag);

		if (status != TK_SYNTAX || strcmp(row->name, b->name) != 0 || err.line != b->line ||
		    err.col != b->col || (b->arg && strcmp(err.arg[0].text, b->arg) != 0))
			failed++, print_error("%s: got %s %s %u:%u '%s', not %s %u:%u '%s'\n", b->text,
					      tk_status_name(status), row->name, err.line, err.col, err.arg[0].text,
					      b->name, b->line, b->col, b->arg ? b->arg : "");
		assert_string_equal(err.path, "f.yaml");
	}
	assert_int_equal(failed, 0);
}

static void test_duplicate_names_the_first_line(void **state)
{
	(void)state;
	assert_int_equal(read_text("a: 1\nb: 2\na: 3\n", 15), TK_SYNTAX);
	assert_int_equal(err.arg[1].number, 1);
	assert_int_equal(read_text("a:\n<<<<<<< o\n=======\n>>>>>>> t\n", 31), TK_SYNTAX);
	assert_int_equal(err.arg[0].number, 4);
}

/* Allowed, and what comes out: the root's only value. */
static const struct good {
	const char *text, *value;
	size_t begin, end;
} good[] = {
	{"a: b\n", "b", 3, 4},
	{"a: b", "b", 3, 4},
	{"a: b # a comment\n", "b", 3, 4},
	{"a: b ## a comment\n", "b", 3, 4},
	{"a: b #\n", "b", 3, 4},
	{"a: b#c\n", "b#c", 3, 6},
	{"a: \"b\" #c\n", "b", 3, 6},
	{"? a\n? b\n", "", 3, 3},
	{"a: no\n", "no", 3, 5},
	{"a: 12:30\n", "12:30", 3, 8},
	{"a:\n", "", 2, 2},
	{"a:", "", 2, 2},
	{"a: ", "", 2, 2},
	{"a:   # nothing\n", "", 2, 2},
	{"a :  \n\n# end\n", "", 3, 3},
	{"a: ~\n", "~", 3, 4},
	{"a: \"\"\n", "", 3, 5},
	{"? a\n", "", 3, 3},
	{"? a\n# c\n: b\n", "b", 10, 11},
	{"? a\n# c\n:\n", "", 9, 9},
	{"{a}\n", "", 2, 2},
	{"{a: }\n", "", 3, 3},
	{"{\"a\":}\n", "", 5, 5},
	{"{a: b}\n", "b", 4, 5},
	{"\xEF\xBB\xBF"
	 "a: 电脑\n",
	 "电脑", 6, 12},
	{"---\r\na: \"b\\\r\n  c\"\r\n...\r\n", "bc", 8, 17},
	{"a: 'it''s'\n", "it's", 3, 10},
	{"a: x\n  y\n\n  z\n", "x y\nz", 3, 13},
	{"a: |-\n  x\n\n  y\n\n\n# end\n", "x\n\ny", 3, 14},
	{"a: |\n  x\n   \n", "x\n \n", 3, 12},
	{"a: |\n  x\n  \n", "x\n", 3, 8},
	{"a: |\n  x  \n\n", "x  \n", 3, 10},
	{"a: |+\n  x\n\n\n", "x\n\n\n", 3, 11},
	{"a: |+\n  x\n\n# c\n", "x\n\n", 3, 10},
	{"a: |+\n  x", "x", 3, 9},
	{"a: |2-\n    x\n   y\n", "  x\n y", 3, 17},
	{"a: |-2 # text\n   x\n \n", " x", 3, 18},
	{"a: >-\n  x\n  y\n\n  z\n", "x y\nz", 3, 18},
	{"a: |-\n", "", 3, 5},
	{"a: |- # c\n\n\n", "", 3, 5},
	{"a: |-\r\n  x\r\n  y\r\n\r\n", "x\ny", 3, 15},
	{"a: |\n\n\n  x\n", "\n\nx\n", 3, 10},
	{"a: |2-\n  \tx\n", "\tx", 3, 11},
	{"a: \"<<<<<<< HEAD\"\n", "<<<<<<< HEAD", 3, 17},
	{"a: |-\n  <<<<<<< x\n  =======\n  >>>>>>> y\n", "<<<<<<< x\n=======\n>>>>>>> y", 3, 39},
	{"a: \"x\n  =======\n  y\"\n", "x ======= y", 3, 20},
	{"a: \"\\N\\L\\P\\u202E\\U0001F600\"\n", "\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xF0\x9F\x98\x80", 3, 27},
	{"a: x\ty\n", "x\ty", 3, 6},
};

static void test_accepted(void **state)
{
	int failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		const struct good *g = &good[i];
		const struct tk_node *n;

		if (read_text(g->text, strlen(g->text)) != TK_OK)
			fail_msg("%s: %s %u:%u", g->text, tk_diag_row(err.diag)->name, err.line, err.col);
		n = tk_node_get(doc.root, "a");
		assert_non_null(n);
		if (strcmp(n->text, g->value) != 0 || n->begin != g->begin || n->end != g->end)
			failed++, print_error("%s: got '%s' %u..%u, not '%s' %zu..%zu\n", g->text, n->text, n->begin,
					      n->end, g->value, g->begin, g->end);
	}
	assert_int_equal(failed, 0);
}

static void test_document(void **state)
{
	(void)state;
	assert_int_equal(read_text("a: b\n# c\n...\n# d\n", 17), TK_OK);
	assert_int_equal(doc.content_end, 9);
	assert_false(doc.crlf);
	assert_int_equal(read_text("\xEF\xBB\xBF"
				   "a: b\r\nc: d\n",
				   14),
			 TK_OK);
	assert_int_equal(doc.content_end, 14);
	assert_int_equal(doc.bom, 3);
	assert_true(doc.crlf);
	assert_string_equal(doc.source->path, "f.yaml");
	assert_int_equal(doc.root->begin, 3);
	assert_int_equal(doc.root->end, 13);
	assert_int_equal(read_text("a: [b: c, {d: e}] # f\n", 22), TK_OK);
	const struct tk_node *pair = doc.root->first->first;
	assert_int_equal(pair->begin, 4);
	assert_int_equal(pair->end, 8);
	assert_int_equal(pair->next->begin, 10);
	assert_int_equal(pair->next->end, 16);
	assert_int_equal(doc.root->end, 17);
}

static void test_limits(void **state)
{
	static const struct tk_yaml_limits tight = {.depth = 2, .nodes = 5, .bytes = 40};
	static const struct {
		const char *text, *name;
		unsigned line, col;
	} rows[] = {
		{"a: [[1]]\n", "too-deep", 1, 5},
		{"a: {b: {}}\n", "too-deep", 1, 8},
		{"a: 1\nb: 2\nc: 3\n", "too-many-nodes", 3, 1},
		{"a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "file-too-large", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(tk__yaml_read(arena, rows[i].text, strlen(rows[i].text), "f", &tight, &doc, &err),
				 TK_LIMIT);
		assert_string_equal(tk_diag_row(err.diag)->name, rows[i].name);
		assert_int_equal(err.line, rows[i].line);
		assert_int_equal(err.col, rows[i].col);
	}
	assert_int_equal(tk__yaml_read(arena, "a: [1, 2]\n", 10, "f", &tight, &doc, &err), TK_OK);
}

/* Every allocation of the arena failing in turn ends in TK_NOMEM, never in a crash. */
static void test_out_of_memory(void **state)
{
	static const char mapping[] = "a: [1, {b: c}]\nd:\n  - e: f\n";

	(void)state;
	for (size_t limit = 1; limit < 4000; limit += 7) {
		struct tk_arena *small = tk_arena_new(limit);
		enum tk_status status = TK_NOMEM;

		if (small)
			status =
				tk__yaml_read(small, mapping, sizeof(mapping) - 1, "f", &tk__ticket_limits, &doc, &err);
		assert_true(status == TK_OK || status == TK_NOMEM);
		tk_arena_free(small);
	}
}

/* 4 MiB of one thing over and over: read or refused, fast. */
static void test_bombs(void **state)
{
	static const char *const units[] = {
		"[",           "- ",        "a: ",     "a: \n",      "\"",
		"'",           "\"\" ",     "{",       "{a: ",       "? ",
		"? - ",        "[a, ",      "a, ",     "\n",         " ",
		"# \n",        "a ",        "a\n ",    "a: |\n ",    "!",
		"&a ",         "*a ",       "- - a\n", "a:\n b:",    "\xE7\x94\xB5",
		"---\n",       "...\n",     "%\n",     "{\"\":\"\"", "''",
		"\\",          ">",         "|",       "\"a\": ",    "- \"\"\n",
		"<<<<<<< a\n", "=======\n", ",",       "]",          ":",
		": ",          "[]",        "- []\n",  "a: b #c\n",  "\t",
		"[a: ",        "\r\n",
	};
#if defined(__SANITIZE_ADDRESS__)
	size_t size = 1U << 20; /* time is measured in the release build */
#elif defined(TK_ARENA_MALLOC)
	size_t size = 1U << 18; /* under valgrind */
#else
	size_t size = 4U << 20;
#endif
	char *text = malloc(size);
	enum tk_status status = TK_OK;

	(void)state;
	assert_non_null(text);
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		static const char *const heads[] = {"", "a: ", "a: |\n  ", "a: \"", "a: ["};
		for (size_t h = 0; h < sizeof(heads) / sizeof(heads[0]); h++) {
			struct tk_arena *scratch = tk_arena_new(64U << 20);
			size_t n = strlen(units[u]), at = strlen(heads[h]);
			clock_t begin = clock();
			double seconds;

			memcpy(text, heads[h], at);
			for (; at + n <= size; at += n)
				memcpy(text + at, units[u], n);
			status = tk__yaml_read(scratch, text, at, "f", &tk__policy_limits, &doc, &err);
			seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
			tk_arena_free(scratch);
			assert_true(status == TK_OK || status == TK_SYNTAX || status == TK_LIMIT);
			if (seconds > 3)
				fail_msg("'%s' '%s': %g s", heads[h], units[u], seconds);
		}
	}
	free(text);
}

static void test_many_keys(void **state)
{
	const size_t keys = 99000;
	struct tk_str text;
	clock_t begin;

	(void)state;
	tk_str_init(&text, 0);
	for (size_t i = 0; i < keys; i++)
		tk_str_printf(&text, "key%zu: v\n", i);
	begin = clock();
	assert_int_equal(read_text(text.data, text.len), TK_OK);
	assert_int_equal(tk_node_count(doc.root), keys);
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 3);
	tk_str_puts(&text, "key98765: again\nkey5: again\n");
	assert_int_equal(read_text(text.data, text.len), TK_SYNTAX);
	assert_string_equal(tk_diag_row(err.diag)->name, "duplicate-key");
	assert_int_equal(err.line, keys + 1);
	assert_int_equal(err.arg[1].number, 98766);
	tk_str_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_duplicate_names_the_first_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_accepted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_document, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_out_of_memory, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bombs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_keys, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
