/*
 * The YAML reader under random bytes: it never crashes; what it accepts lies in order within the text, and is written
 * and read back as the same tree.
 */
#include <stdint.h>
#include <stdlib.h>

#include "yaml_in.h"
#include "yaml_out.h"

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* Entries lie one behind the other within [begin, end]; a key lies before its value. */
static void check_ranges(const struct tk_node *node, uint32_t begin, uint32_t end)
{
	require(node->begin >= begin && node->begin <= node->end && node->end <= end);
	begin = node->begin;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		if (n->key) {
			check_ranges(n->key, begin, node->end);
			begin = n->key->end;
		}
		check_ranges(n, begin, node->end);
		begin = n->end;
	}
}

static bool has_long_key(const struct tk_node *node)
{
	for (const struct tk_node *n = node->first; n; n = n->next)
		if ((n->key && n->key->len > 100) || has_long_key(n))
			return true;
	return false;
}

static void check_round_trip(struct tk_arena *arena, const struct tk_node *root)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_doc again;
	struct tk_str out;

	tk_str_init(&out, 0);
	tk__yaml_block(&out, root, 0, "\n");
	require(tk_str_status(&out, NULL) == TK_OK);
	require(tk__yaml_read(arena, out.data, out.len, "out", &tk__policy_limits, &again, &err) == TK_OK);
	require(tk__node_equal(root, again.root));
	tk_str_clear(&out);
}

/* The quick reader and libyaml see the same nodes in the same places. */
static void check_same(const struct tk_node *a, const struct tk_node *b)
{
	require(a->kind == b->kind && a->style == b->style && a->line == b->line && a->col == b->col);
	require(a->begin == b->begin && a->end == b->end && a->count == b->count && a->len == b->len);
	for (a = a->first, b = b->first; a && b; a = a->next, b = b->next) {
		if (a->key)
			check_same(a->key, b->key);
		check_same(a, b);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tk_arena *arena = tk_arena_new(64U << 20);
	struct tk_error err = TK_ERROR_INIT;
	struct tk_doc doc, slow;

	if (arena && tk__yaml_read(arena, (const char *)data, size, "in", &tk__policy_limits, &doc, &err) == TK_OK) {
		check_ranges(doc.root, (uint32_t)doc.bom, (uint32_t)size);
		require(doc.content_end <= size);
		require(tk__yaml_read_slow(arena, (const char *)data, size, "in", &tk__policy_limits, &slow, &err) ==
			TK_OK);
		require(tk__node_equal(doc.root, slow.root) && doc.content_end == slow.content_end);
		check_same(doc.root, slow.root);
		/* YAML refuses a key of more than 1024 characters without a '?', which the writer never writes. */
		if (!has_long_key(doc.root) && !tk_node_is_null(doc.root))
			check_round_trip(arena, doc.root);
	}
	tk_arena_free(arena);
	return 0;
}
