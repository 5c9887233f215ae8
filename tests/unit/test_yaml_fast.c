/*
 * The quick reader: it takes what this house writes, and whatever it takes is what libyaml would have read, node for
 * node and place for place, also when bytes of the document were changed at random.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/str.h"
#include "yaml_fast.h"

static const char house[] = "# a desk's file\n"
			    "id: TS20261122001 # c\n"
			    "title: \"a \\\"b\\\" 电 \\n\"\n"
			    "received: 2026-11-22T09:03:00+08:00\n"
			    "customer:\n"
			    "  name: \"王小明\"\n"
			    "  tags: [a, \"b\", {c: d, e: \"电\", f: []}, 中文 x]\n"
			    "problem:\n"
			    "  description: |-\n"
			    "    行\n"
			    "\n"
			    "    b # c\n"
			    "       d\n"
			    "clip: |\n"
			    "  x\n"
			    "\n"
			    "# between\n"
			    "list:\n"
			    "- 12:30\n"
			    "-\n"
			    "  - -5\n"
			    "  -   k: v\n"
			    "      l:\n"
			    "- |-\n"
			    "    z\n"
			    "log:\n"
			    "  - at: 2026-11-22T09:03:00+08:00\n"
			    "    set: {}\n"
			    "\n"
			    "    was: 5%\n"
			    "  -\n"
			    "empty:\n";

static struct tk_arena *arena;

static struct tk_node *quick(const char *text, size_t len, struct tk_doc *doc)
{
	struct tk_source *source = tk_arena_alloc(arena, sizeof(*source));

	*doc = (struct tk_doc){.text = text, .len = len, .source = source, .content_end = len};
	return tk__yaml_fast(arena, doc, &tk__ticket_limits);
}

static bool same(const struct tk_node *a, const struct tk_node *b)
{
	if (a->kind != b->kind || a->style != b->style || a->line != b->line || a->col != b->col ||
	    a->begin != b->begin || a->end != b->end || a->count != b->count || a->len != b->len ||
	    (a->key != NULL) != (b->key != NULL))
		return false;
	if (a->kind == TK_NODE_SCALAR && memcmp(a->text, b->text, a->len + 1U) != 0)
		return false;
	if (a->key && !same(a->key, b->key))
		return false;
	for (a = a->first, b = b->first; a && b; a = a->next, b = b->next)
		if (!same(a, b))
			return false;
	return a == b;
}

/* Whether the quick reader takes the text; if it does, libyaml must agree.  Texts that a byte scan refuses are never
 * shown to it. */
static bool agrees(const char *text, size_t len)
{
	struct tk_doc doc, slow;
	struct tk_error err = TK_ERROR_INIT;
	enum tk_status status = tk__yaml_read_slow(arena, text, len, "f", &tk__ticket_limits, &slow, &err);
	struct tk_node *root;

	if (status != TK_OK &&
	    (err.diag == TK_D_NOT_UTF8 || err.diag == TK_D_YAML_CONTROL || err.diag == TK_D_YAML_CR ||
	     err.diag == TK_D_YAML_BOM || err.diag == TK_D_YAML_LINE_SEPARATOR || err.diag == TK_D_YAML_ENCODING ||
	     err.diag == TK_D_YAML_CONFLICT))
		return false;
	root = quick(text, len, &doc);
	if (!root)
		return false;
	if (status != TK_OK)
		fail_msg("only the quick reader takes it (%s, %u:%u):\n%s", tk_diag_row(err.diag)->name, err.line,
			 err.col, text);
	if (!same(root, slow.root))
		fail_msg("read differently:\n%s", text);
	return true;
}

static void test_house_style_is_taken(void **state)
{
	struct tk_str crlf;

	(void)state;
	arena = tk_arena_new(0);
	assert_true(agrees(house, sizeof(house) - 1));
	assert_true(agrees(house, sizeof(house) - 2));
	tk_str_init(&crlf, 0);
	for (const char *c = house; *c; c++) {
		if (*c == '\n')
			tk_str_putc(&crlf, '\r');
		tk_str_putc(&crlf, *c);
	}
	assert_true(agrees(crlf.data, crlf.len));
	tk_str_clear(&crlf);
	tk_arena_free(arena);
}

static const char *const left_alone[] = {
	"a: x\n  y\n",
	"a:\tx\n",
	"a: \"x\n  y\"\n",
	"a: see #12\n",
	"a: 'x'\n",
	"a: *b\n",
	"a: !b\n",
	"a: |2\n  x\n",
	"a: >\n  x\n",
	"a: |\n   \n  x\n",
	"a: [x,\n y]\n",
	"a: [x, ]\n",
	"a: {b}\n",
	"a: b: c\n",
	"a: - b\n",
	"? a\n: b\n",
	"a: 1\na: 2\n",
	"a: 1\n b: 2\n",
	" a: 1\n",
	"a: 1\n...\n",
	"---\na: 1\n",
	"a: |-\n  x\n y\n",
	"- a\n",
	"a: |+\n  x\n",
	"a: \"\\u7535\"\n",
	"a:\n  - b\n c:\n",
	"a: ~\n",
	"a: \"x\"#\n",
	"a: |\n  x",
	"a: [b: c]\n",
	"a: {b: c d: e}\n",
	"",
	"#\n",
	"a",
	"a: {b:}\n",
};

static void test_doubt_is_left_to_libyaml(void **state)
{
	(void)state;
	arena = tk_arena_new(0);
	for (size_t i = 0; i < sizeof(left_alone) / sizeof(left_alone[0]); i++)
		if (agrees(left_alone[i], strlen(left_alone[i])))
			fail_msg("taken: %s", left_alone[i]);
	tk_arena_free(arena);
}

static uint64_t seed = 7;

static unsigned below(unsigned n)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(seed >> 33) % n;
}

/* Copies the house document with a few bytes deleted, replaced or doubled. */
static void mutate(struct tk_str *out)
{
	static const char bytes[] = "\n\n  :-#\"'\\|>[]{},ax0.%&*!?~\r\t";
	unsigned edits = 1 + below(3), from = below(sizeof(house) / 2);
	const char *start = house + from;

	while (start > house && start[-1] != '\n')
		start--;
	tk_str_reset(out);
	tk_str_puts(out, start);
	tk_str_add(out, "\n", below(2));
	while (edits--) {
		size_t at = below((unsigned)out->len);
		char byte = bytes[below(sizeof(bytes) - 1)];

		if (below(3)) {
			out->data[at] = byte;
			continue;
		}
		memmove(out->data + at, out->data + at + 1, out->len - at);
		out->len--;
	}
}

static void test_changed_bytes(void **state)
{
	unsigned taken = 0;
	struct tk_str text;

	(void)state;
	tk_str_init(&text, 0);
	for (unsigned round = 0; round < 20000; round++) {
		arena = tk_arena_new(0);
		mutate(&text);
		taken += agrees(text.data, text.len);
		tk_arena_free(arena);
	}
	assert_in_range(taken, 1000, 19000);
	tk_str_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_house_style_is_taken),
		cmocka_unit_test(test_doubt_is_left_to_libyaml),
		cmocka_unit_test(test_changed_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
