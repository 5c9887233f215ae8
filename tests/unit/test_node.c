/* Trees: looking at them, comparing, copying, merging. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fail.h"
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

static struct tk_node *tree(const char *text)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_doc doc;

	if (tk__yaml_read(arena, text, strlen(text), "f.yaml", &tk__policy_limits, &doc, &err) != TK_OK)
		fail_msg("%u:%u %s in %s", err.line, err.col, tk_diag_row(err.diag)->name, text);
	return doc.root;
}

static void test_looking(void **state)
{
	const struct tk_node *root = tree("a: 电\nb: [x, y]\nc:\nd: 'null'\n"), *n;
	const char *path;
	unsigned line, col;
	size_t len;

	(void)state;
	assert_int_equal(tk_node_kind(root), TK_NODE_MAP);
	assert_int_equal(tk_node_count(root), 4);
	assert_null(tk_node_key(root, &len));
	assert_null(tk_node_text(root, &len));
	n = tk_node_first(root);
	assert_string_equal(tk_node_key(n, &len), "a");
	assert_int_equal(len, 1);
	assert_string_equal(tk_node_text(n, &len), "电");
	assert_int_equal(len, 3);
	n = tk_node_next(n);
	assert_int_equal(tk_node_kind(n), TK_NODE_SEQ);
	assert_null(tk_node_key(tk_node_first(n), NULL));
	tk_node_place(tk_node_next(tk_node_first(n)), &path, &line, &col);
	assert_string_equal(path, "f.yaml");
	assert_int_equal(line, 2);
	assert_int_equal(col, 8);
	assert_true(tk_node_is_null(tk_node_get(root, "c")));
	assert_false(tk_node_is_null(tk_node_get(root, "d")));
	assert_null(tk_node_get(root, "e"));
	assert_null(tk_node_get(NULL, "e"));
	assert_null(tk_node_get(n, "e"));
	assert_true(tk__node_is(tk_node_get(root, "a"), "电"));
	assert_false(tk__node_is(root, ""));
	assert_false(tk__node_is(NULL, ""));
}

static void test_failing_at_a_node(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	const struct tk_node *n = tk_node_get(tree("a: 1\nb: x\n"), "b");

	(void)state;
	assert_int_equal(tk__fail_node(&err, n, "b", TK_D_BAD_INT, n->text, (size_t)n->len), TK_INVALID);
	assert_string_equal(err.path, "f.yaml");
	assert_string_equal(err.field, "b");
	assert_string_equal(err.arg[0].text, "x");
	assert_int_equal(err.line, 2);
	assert_int_equal(err.col, 4);
	assert_int_equal(tk__fail_node(NULL, n, NULL, TK_D_BAD_INT, n->text, (size_t)n->len), TK_INVALID);
	assert_int_equal(
		tk__fail_node(&err, tk__node_scalar(arena, "y", 1, TK_STYLE_PLAIN), NULL, TK_D_BAD_INT, "y", (size_t)1),
		TK_INVALID);
	assert_int_equal(err.line, 0);
	assert_string_equal(err.path, "");
}

static void test_equality(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} rows[] = {
		{"a: 1\n", "{\"a\": '1'}", true}, {"a: 1\n", "a: 2\n", false},
		{"a: 1\n", "b: 1\n", false},      {"a: 1\nb: 2\n", "b: 2\na: 1\n", false},
		{"a: [1]\n", "a:\n- 1\n", true},  {"a: [1]\n", "a: [1, 1]\n", false},
		{"a: []\n", "a: {}\n", false},    {"a: ~\n", "a:\n", true},
		{"a: ''\n", "a:\n", false},       {"a: 'null'\n", "a: null\n", false},
		{"a: |-\n  x\n", "a: x", true},   {"[[1], 2]", "[[1], 3]", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (tk__node_equal(tree(rows[i].a), tree(rows[i].b)) != rows[i].equal)
			fail_msg("%s against %s", rows[i].a, rows[i].b);
}

static void test_copy(void **state)
{
	const struct tk_node *root = tree("a:\n  - b: 1\n    c: [2, 3]\n  - 4\nd: 5\n"), *a = tk_node_get(root, "a");
	struct tk_node *copy = tk__node_copy(arena, a);

	(void)state;
	assert_true(tk__node_equal(copy, a));
	assert_null(copy->next);
	assert_string_equal(tk_node_key(copy, NULL), "a");
	assert_int_equal(copy->begin, a->begin);
	assert_int_equal(copy->end, a->end);
	assert_ptr_not_equal(copy->first, a->first);
	assert_ptr_not_equal(copy->last->text, a->last->text);
}

static const struct {
	const char *base, *over, *result;
} merges[] = {
	{"{a: 1, b: 2}", "{b: 3}", "{a: 1, b: 3}"},
	{"{a: 1, b: 2}", "{c: 3, a: 4}", "{a: 4, b: 2, c: 3}"},
	{"{a: 1, b: 2, c: 3}", "{b: null}", "{a: 1, c: 3}"},
	{"{a: {x: 1, y: 2}}", "{a: {y: ~, z: 3}}", "{a: {x: 1, z: 3}}"},
	{"{a: [1, 2]}", "{a: [3]}", "{a: [3]}"},
	{"{a: [1, 2]}", "{a: {b: 3}}", "{a: {b: 3}}"},
	{"{a: {b: 1}}", "{a: x}", "{a: x}"},
	{"{a: 1}", "{b: {c: ~, d: {e: ~, f: 1}}}", "{a: 1, b: {d: {f: 1}}}"},
	{"{a: 1}", "{b: ~}", "{a: 1}"},
	{"{a: 1}", "{b: [~]}", "{a: 1, b: [~]}"},
	{"{a: 1}", "{}", "{a: 1}"},
	{"{a: ~}", "{}", "{a: ~}"},
	{"{a: 1}", "~ # nothing", NULL},
	{"[1]", "[2]", "[2]"},
	{"{a: {b: {c: 1, d: 2}}, e: 3}", "{a: {b: {d: 4}}}", "{a: {b: {c: 1, d: 4}}, e: 3}"},
};

static void test_merge(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(merges) / sizeof(merges[0]); i++) {
		const char *want = merges[i].result ? merges[i].result : merges[i].base;
		struct tk_node *base = tree(merges[i].base), *over = tree(merges[i].over), *merged;

		assert_int_equal(tk__node_merge(arena, base, over, &merged, NULL), TK_OK);
		if (!tk__node_equal(merged, tree(want)))
			fail_msg("%s over %s is not %s", merges[i].over, merges[i].base, want);
		assert_true(tk__node_equal(base, tree(merges[i].base)));
		assert_true(tk__node_equal(over, tree(merges[i].over)));
	}
}

static void test_merge_keeps_places(void **state)
{
	struct tk_node *merged;
	const struct tk_node *x;

	(void)state;
	assert_int_equal(
		tk__node_merge(arena, tree("a:\n  x: 1\n  y: 2\n"), tree("# own\n\na:\n  y: 3\n"), &merged, NULL),
		TK_OK);
	x = tk_node_get(tk_node_get(merged, "a"), "x");
	assert_int_equal(x->line, 2);
	assert_int_equal(x->next->line, 4);
	assert_int_equal(tk_node_get(merged, "a")->line, 4);
}

static void test_out_of_memory(void **state)
{
	struct tk_node *base = tree("{a: {b: 1}, c: 2}"), *over = tree("{a: {d: 1}, e: {f: 3}}");
	bool failed = false, done = false;

	(void)state;
	for (size_t limit = 1; limit < 4000; limit += 16) {
		struct tk_arena *small = tk_arena_new(limit);
		struct tk_node *merged = NULL;

		if (!small)
			continue;
		if (tk__node_merge(small, base, over, &merged, NULL) == TK_OK && tk__node_copy(small, merged) &&
		    tk__node_append(small, merged, "k", tk__node_scalar(small, "v", 1, TK_STYLE_PLAIN)))
			done = true;
		else
			failed = true;
		tk_arena_free(small);
	}
	assert_true(failed && done);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_looking, setup, teardown),
		cmocka_unit_test_setup_teardown(test_failing_at_a_node, setup, teardown),
		cmocka_unit_test_setup_teardown(test_equality, setup, teardown),
		cmocka_unit_test_setup_teardown(test_copy, setup, teardown),
		cmocka_unit_test_setup_teardown(test_merge, setup, teardown),
		cmocka_unit_test_setup_teardown(test_merge_keeps_places, setup, teardown),
		cmocka_unit_test_setup_teardown(test_out_of_memory, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
