/* Builtin profiles: that what is packed at build time is what the reader reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "profile.h"
#include "yaml_in.h"

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

static const struct tk_node *parse_source(const struct tk_profile *profile)
{
	size_t size = 4U << 20, len;
	char path[120], *text = tk_arena_alloc(arena, size);
	struct tk_error err = TK_ERROR_INIT;
	struct tk_doc doc;
	FILE *in;

	(void)snprintf(path, sizeof(path), "lib/profiles/%s@%d.yaml", profile->name, profile->revision);
	in = fopen(path, "rb");
	if (!in)
		fail_msg("%s: run the tests from the top of the tree", path);
	len = fread(text, 1, size, in);
	fclose(in);
	assert_int_equal(tk__yaml_read(arena, text, len, path, &tk__policy_limits, &doc, &err), TK_OK);
	return doc.root;
}

static void assert_same_places(const struct tk_node *a, const struct tk_node *b, const struct tk_source *source)
{
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->col, b->col);
	assert_int_equal(a->style, b->style);
	assert_int_equal(a->count, b->count);
	assert_ptr_equal(a->source, source);
	if (a->kind == TK_NODE_SCALAR)
		assert_int_equal(a->text[a->len], '\0');
	for (a = a->first, b = b->first; a; a = a->next, b = b->next) {
		if (a->key)
			assert_same_places(a->key, b->key, source);
		assert_same_places(a, b, source);
	}
	assert_null(b);
}

static void test_trees_are_their_sources(void **state)
{
	size_t n;
	const struct tk_profile *profile = tk_profiles(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct tk_node *source = parse_source(&profile[i]);
		struct tk_node *tree;
		char full[80];

		assert_int_equal(tk__profile_tree(arena, profile[i].name, profile[i].revision, &tree, NULL), TK_OK);
		assert_true(tk__node_equal(tree, source));
		assert_same_places(tree, source, tree->source);
		(void)snprintf(full, sizeof(full), "%s@%d", profile[i].name, profile[i].revision);
		assert_string_equal(tree->source->path, full);
		assert_null(tree->source->text);
		assert_true(tk__node_is(tk_node_get(tree, "profile"), full));
		assert_true(tk__node_is(tk_node_get(tk_node_get(tree, "label"), "en"), profile[i].label_en));
		assert_true(tk__node_is(tk_node_get(tk_node_get(tree, "label"), "zh"), profile[i].label_zh));
	}
}

static void test_order(void **state)
{
	size_t n;
	const struct tk_profile *profile = tk_profiles(&n);

	(void)state;
	for (size_t i = 1; i < n; i++) {
		int order = strcmp(profile[i - 1].name, profile[i].name);

		assert_true(order < 0 || (order == 0 && profile[i - 1].revision < profile[i].revision));
	}
}

static void test_finding(void **state)
{
	static const struct {
		const char *text, *name; /* NULL: refused */
		const char *near;
	} rows[] = {
		{"after-sales", "after-sales", NULL},
		{"after-sales@1", "after-sales", NULL},
		{"after-sale", NULL, "after-sales@1"},
		{"after-sals@1", NULL, "after-sales@1"},
		{"after-sales@", NULL, NULL},
		{"after-sales@0", NULL, NULL},
		{"after-sales@01", NULL, NULL},
		{"after-sales@1x", NULL, NULL},
		{"after-sales@9999", NULL, NULL},
		{"after-sales@99999999999999999999", NULL, NULL},
		{"@1", NULL, ""},
		{"", NULL, ""},
		{"nothing-like-it", NULL, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tk_error err = TK_ERROR_INIT;
		const struct tk_profile *profile;
		struct tk_node *tree;
		enum tk_status status = tk__profile_find(rows[i].text, strlen(rows[i].text), &profile, &err);

		if ((status == TK_OK) != (rows[i].name != NULL))
			fail_msg("'%s': %s", rows[i].text, tk_status_name(status));
		assert_int_equal(tk__profile_tree(arena, rows[i].text, 0, &tree, NULL), status);
		if (status == TK_OK) {
			assert_string_equal(profile->name, rows[i].name);
			continue;
		}
		assert_string_equal(err.arg[0].text, rows[i].text);
		if (rows[i].near)
			assert_string_equal(err.arg[1].text, rows[i].near);
	}
}

static void test_revisions(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_node *tree;

	(void)state;
	assert_int_equal(tk__profile_tree(arena, "after-sales", 1, &tree, &err), TK_OK);
	assert_int_equal(tk__profile_tree(arena, "after-sales", 77, &tree, &err), TK_INVALID);
	assert_string_equal(err.arg[0].text, "after-sales@77");
	assert_int_equal(tk__profile_tree(arena, "after-sales@1", 1, &tree, &err), TK_INVALID);
}

static void test_out_of_memory(void **state)
{
	bool failed = false, done = false;

	(void)state;
	for (size_t limit = 1; limit < 4U << 20; limit *= 2) {
		struct tk_arena *small = tk_arena_new(limit);
		struct tk_node *tree;

		if (!small)
			continue;
		if (tk__profile_tree(small, "after-sales", 0, &tree, NULL) == TK_OK)
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
		cmocka_unit_test_setup_teardown(test_trees_are_their_sources, setup, teardown),
		cmocka_unit_test_setup_teardown(test_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_finding, setup, teardown),
		cmocka_unit_test_setup_teardown(test_revisions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_out_of_memory, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
