/* Writing YAML: the house style, and that everything written reads back as the same text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fail.h"
#include "ticket/text.h"
#include "yaml_in.h"
#include "yaml_out.h"

static struct tk_arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = tk_arena_new(0);
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	tk_arena_free(arena);
	return 0;
}

static const struct row {
	enum tk_style style;
	const char *text, *written;
} rows[] = {
	{TK_STYLE_PLAIN, "P1", "P1"},
	{TK_STYLE_PLAIN, "2026-11-22T09:03:00+08:00", "2026-11-22T09:03:00+08:00"},
	{TK_STYLE_PLAIN, "true", "true"},
	{TK_STYLE_PLAIN, "-5", "-5"},
	{TK_STYLE_PLAIN, "75%", "75%"},
	{TK_STYLE_PLAIN, "王", "王"},
	{TK_STYLE_PLAIN, "", "null"},
	{TK_STYLE_PLAIN, "~", "null"},
	{TK_STYLE_PLAIN, "- x", "\"- x\""},
	{TK_STYLE_PLAIN, "-", "\"-\""},
	{TK_STYLE_PLAIN, "---", "\"---\""},
	{TK_STYLE_PLAIN, "...", "\"...\""},
	{TK_STYLE_PLAIN, "a: b", "\"a: b\""},
	{TK_STYLE_PLAIN, "a:", "\"a:\""},
	{TK_STYLE_PLAIN, "a #b", "\"a #b\""},
	{TK_STYLE_PLAIN, "#b", "\"#b\""},
	{TK_STYLE_PLAIN, "!x", "\"!x\""},
	{TK_STYLE_PLAIN, "[x]", "\"[x]\""},
	{TK_STYLE_PLAIN, "a, b", "\"a, b\""},
	{TK_STYLE_PLAIN, " a", "\" a\""},
	{TK_STYLE_PLAIN, "a ", "\"a \""},
	{TK_STYLE_PLAIN, "a\nb", "\"a\\nb\""},
	{TK_STYLE_PLAIN, "<<", "\"<<\""},
	{TK_STYLE_DOUBLE, "", "\"\""},
	{TK_STYLE_DOUBLE, "电脑无法开机", "\"电脑无法开机\""},
	{TK_STYLE_DOUBLE, "say \"hi\" \\ 🙂", "\"say \\\"hi\\\" \\\\ 🙂\""},
	{TK_STYLE_DOUBLE, "a\tb\r\n\x1B[0m\x7F", "\"a\\tb\\r\\n\\e[0m\\x7F\""},
	{TK_STYLE_DOUBLE, "\xC2\x85\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF", "\"\\N\\L\\P\\uFEFF\""},
	{TK_STYLE_DOUBLE, "\xE2\x80\xAE\xF3\xA0\x81\x81", "\"\\u202E\\U000E0041\""},
	{TK_STYLE_SINGLE, "x", "\"x\""},
	{TK_STYLE_LITERAL, "a\n\nb", "|-\r\n  a\r\n\r\n  b"},
	{TK_STYLE_LITERAL, "a\nb\n", "|\r\n  a\r\n  b"},
	{TK_STYLE_LITERAL, "a\nb\n\n", "\"a\\nb\\n\\n\""},
	{TK_STYLE_LITERAL, "  a\nb ", "|2-\r\n    a\r\n  b "},
	{TK_STYLE_LITERAL, "\n\ta", "|2-\r\n\r\n  \ta"},
	{TK_STYLE_LITERAL, "\n", "\"\\n\""},
	{TK_STYLE_LITERAL, "a\r\nb", "\"a\\r\\nb\""},
	{TK_STYLE_FOLDED, "a\nb", "|-\r\n  a\r\n  b"},
};

static void test_scalars(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tk_str out;

		tk_str_init(&out, 0);
		tk__yaml_scalar(&out, rows[i].text, strlen(rows[i].text), rows[i].style, 0, "\r\n");
		assert_string_equal(out.data, rows[i].written);
		tk_str_clear(&out);
	}
}

static void test_text_style(void **state)
{
	(void)state;
	assert_int_equal(tk__text_style("a", 1), TK_STYLE_DOUBLE);
	assert_int_equal(tk__text_style("a\n\n", 3), TK_STYLE_DOUBLE);
	assert_int_equal(tk__text_style("a\nb", 3), TK_STYLE_LITERAL);
	assert_int_equal(tk__text_style("电\t\n 🙂 \n", strlen("电\t\n 🙂 \n")), TK_STYLE_LITERAL);
	assert_int_equal(tk__text_style("a\n\x1B", 3), TK_STYLE_DOUBLE);
	assert_int_equal(tk__text_style("a\n\xE2\x80\xA8", 5), TK_STYLE_DOUBLE);
	assert_int_equal(tk__text_style("a\n\xFF", 3), TK_STYLE_DOUBLE);
	assert_int_equal(tk__text_style("", 0), TK_STYLE_DOUBLE);
}

static struct tk_node *add(struct tk_node *parent, const char *key, struct tk_node *child)
{
	assert_true(tk__node_append(arena, parent, key, child));
	return child;
}

static struct tk_node *text_node(const char *text, enum tk_style style)
{
	return tk__node_scalar(arena, text, strlen(text), style);
}

static struct tk_node *list(enum tk_node_kind kind, enum tk_style style)
{
	return tk__node_collection(arena, kind, style);
}

static void test_layout(void **state)
{
	static const char expected[] = "  id: TS1\n"
				       "  \"no\": \"x\"\n"
				       "  \"a b: c\": 1\n"
				       "  customer:\n"
				       "    name: \"李\"\n"
				       "  log:\n"
				       "    - at: 9\n"
				       "      set: {channel: phone, team: [\"a\\nb\", null]}\n"
				       "      note: |-\n"
				       "        x\n"
				       "        y\n"
				       "    - - 1\n"
				       "      - 2\n"
				       "    - []\n"
				       "  none: {}\n";
	struct tk_node *root = list(TK_NODE_MAP, TK_STYLE_BLOCK), *log, *entry, *set, *team, *inner;
	struct tk_str out;

	(void)state;
	add(root, "id", text_node("TS1", TK_STYLE_PLAIN));
	add(root, "no", text_node("x", TK_STYLE_DOUBLE));
	add(root, "a b: c", text_node("1", TK_STYLE_PLAIN));
	add(add(root, "customer", list(TK_NODE_MAP, TK_STYLE_BLOCK)), "name", text_node("李", TK_STYLE_DOUBLE));
	log = add(root, "log", list(TK_NODE_SEQ, TK_STYLE_BLOCK));
	entry = add(log, NULL, list(TK_NODE_MAP, TK_STYLE_BLOCK));
	add(entry, "at", text_node("9", TK_STYLE_PLAIN));
	set = add(entry, "set", list(TK_NODE_MAP, TK_STYLE_FLOW));
	add(set, "channel", text_node("phone", TK_STYLE_PLAIN));
	team = add(set, "team", list(TK_NODE_SEQ, TK_STYLE_BLOCK));
	add(team, NULL, text_node("a\nb", TK_STYLE_LITERAL));
	add(team, NULL, text_node("", TK_STYLE_PLAIN));
	add(entry, "note", text_node("x\ny", TK_STYLE_LITERAL));
	inner = add(log, NULL, list(TK_NODE_SEQ, TK_STYLE_BLOCK));
	add(inner, NULL, text_node("1", TK_STYLE_PLAIN));
	add(inner, NULL, text_node("2", TK_STYLE_PLAIN));
	add(log, NULL, list(TK_NODE_SEQ, TK_STYLE_BLOCK));
	add(root, "none", list(TK_NODE_MAP, TK_STYLE_BLOCK));

	tk_str_init(&out, 0);
	tk__yaml_block(&out, root, 2, "\n");
	assert_string_equal(out.data, expected);
	tk_str_reset(&out);
	tk__yaml_block(&out, list(TK_NODE_MAP, TK_STYLE_BLOCK), 0, "\n");
	assert_string_equal(out.data, "{}\n");
	tk_str_clear(&out);
}

/* ---- random texts and trees, written and read back ---- */

static uint64_t seed = 20261122;

static unsigned below(unsigned n)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(seed >> 33) % n;
}

static void random_text(struct tk_str *out)
{
	static const char *const pieces[] = {"a",
					     "b",
					     " ",
					     "  ",
					     "\n",
					     "\n\n",
					     "\t",
					     "\r",
					     "\r\n",
					     "- ",
					     "#",
					     " #",
					     ": ",
					     ":",
					     "'",
					     "\"",
					     "\\",
					     "no",
					     "007",
					     "1e3",
					     "~",
					     "null",
					     "- x",
					     "? ",
					     "!",
					     "&",
					     "*",
					     "@",
					     "%",
					     "`",
					     "|",
					     ">",
					     "[",
					     "]",
					     "{",
					     "}",
					     ",",
					     "---",
					     "...",
					     "电",
					     "🙂",
					     "\xC2\x85",
					     "\xE2\x80\xA8",
					     "\xE2\x80\xA9",
					     "\xEF\xBB\xBF",
					     "\xC2\xA0",
					     "\xE3\x80\x80",
					     "\x01",
					     "\x7F",
					     "\x1B",
					     "é",
					     "\xE2\x80\x8D",
					     "<<<<<<< a\n",
					     "=======\n",
					     ">>>>>>> b\n",
					     "\xE2\x80\xAE",
					     "true",
					     "12:30"};
	unsigned n = below(9);

	tk_str_reset(out);
	while (n--) {
		unsigned code = below(10) ? 0 : below(0x10FFFF) + 1;

		if (code && (code < 0xD800 || code > 0xDFFF))
			tk_utf8_put(out, code);
		else
			tk_str_puts(out, pieces[below(sizeof(pieces) / sizeof(pieces[0]))]);
	}
}

static struct tk_node *random_node(unsigned depth, struct tk_str *scratch)
{
	static const enum tk_style styles[] = {TK_STYLE_PLAIN, TK_STYLE_DOUBLE, TK_STYLE_LITERAL, TK_STYLE_FOLDED};
	unsigned pick = depth ? below(6) : 0;
	struct tk_node *node;

	if (pick < 4) {
		enum tk_style style = styles[below(4)];

		random_text(scratch);
		return tk__node_scalar(arena, scratch->data, scratch->len, style);
	}
	node = list(pick == 4 ? TK_NODE_SEQ : TK_NODE_MAP, below(4) ? TK_STYLE_BLOCK : TK_STYLE_FLOW);
	for (unsigned n = below(4); n > 0; n--) {
		struct tk_node *child = random_node(depth - 1, scratch);

		if (pick == 4) {
			add(node, NULL, child);
			continue;
		}
		random_text(scratch);
		if (memchr(scratch->data, 0, scratch->len) == NULL && !tk__node_find(node, scratch->data, scratch->len))
			add(node, scratch->data, child);
	}
	return node;
}

static void test_round_trip(void **state)
{
	struct tk_str out, scratch;

	(void)state;
	tk_str_init(&out, 0);
	tk_str_init(&scratch, 0);
	for (unsigned round = 0; round < 20000; round++) {
		struct tk_arena_mark mark = tk_arena_mark(arena);
		struct tk_error err = TK_ERROR_INIT;
		struct tk_node *root = list(TK_NODE_MAP, TK_STYLE_BLOCK);
		const char *eol = below(4) ? "\n" : "\r\n";
		struct tk_doc doc;

		for (unsigned n = 1 + below(3); n > 0; n--)
			add(root, n == 1 ? "a" : n == 2 ? "b" : "c", random_node(4, &scratch));
		tk_str_reset(&out);
		tk__yaml_block(&out, root, below(3), eol);
		assert_int_equal(tk_str_status(&out, NULL), TK_OK);
		if (tk__yaml_read(arena, out.data, out.len, "f", &tk__policy_limits, &doc, &err) != TK_OK)
			fail_msg("%u:%u %s in\n%s", err.line, err.col, tk_diag_row(err.diag)->name, out.data);
		if (!tk__node_equal(root, doc.root))
			fail_msg("not what was meant:\n%s", out.data);
		tk_arena_release(arena, mark);
	}
	tk_str_clear(&out);
	tk_str_clear(&scratch);
}

static void test_every_code_point(void **state)
{
	struct tk_str text, out;
	struct tk_error err = TK_ERROR_INIT;
	struct tk_doc doc;

	(void)state;
	tk_str_init(&text, 0);
	tk_str_init(&out, 0);
	for (uint32_t code = 0; code < 0x110000; code++)
		if (code < 0xD800 || code > 0xDFFF)
			tk_utf8_put(&text, code);
	tk_str_puts(&out, "a: ");
	tk__yaml_scalar(&out, text.data, text.len, TK_STYLE_DOUBLE, 0, "\n");
	assert_int_equal(
		tk__yaml_read(arena, out.data, out.len, "f", &(struct tk_yaml_limits){2, 9, 64U << 20}, &doc, &err),
		TK_OK);
	assert_int_equal(doc.root->first->len, text.len);
	assert_memory_equal(doc.root->first->text, text.data, text.len);
	tk_str_clear(&text);
	tk_str_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_scalars, setup, teardown),
		cmocka_unit_test_setup_teardown(test_text_style, setup, teardown),
		cmocka_unit_test_setup_teardown(test_layout, setup, teardown),
		cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(test_every_code_point, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
