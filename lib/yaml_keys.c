/*
 * Duplicate keys.
 *
 * Small mappings, nearly all there are, compare each key with those before it.  Large ones are sorted: a hash table
 * would be faster on honest files and quadratic on ones made to collide.
 */
#include "yaml_keys.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"

enum { SMALL = 24 };

static int compare(const struct tk_node *a, const struct tk_node *b)
{
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return memcmp(a->text, b->text, a->len);
}

static int compare_entries(const void *a, const void *b)
{
	const struct tk_node *x = *(const struct tk_node *const *)a, *y = *(const struct tk_node *const *)b;
	int order = compare(x, y);

	if (order)
		return order;
	return x->begin < y->begin ? -1 : x->begin > y->begin;
}

static enum tk_status repeated(const struct tk_node *key, const struct tk_node *first, struct tk_error *err)
{
	return tk__fail_node(err, key, NULL, TK_D_YAML_DUPLICATE, key->text, (size_t)key->len, (int64_t)first->line);
}

static enum tk_status check_small(const struct tk_node *map, struct tk_error *err)
{
	for (const struct tk_node *n = map->first; n; n = n->next)
		for (const struct tk_node *m = map->first; m != n; m = m->next)
			if (m->key->len == n->key->len && compare(m->key, n->key) == 0)
				return repeated(n->key, m->key, err);
	return TK_OK;
}

static enum tk_status check_sorted(const struct tk_node *map, const struct tk_node **key, struct tk_error *err)
{
	const struct tk_node *again = NULL, *first = NULL;
	size_t n = 0;

	for (const struct tk_node *e = map->first; e; e = e->next)
		key[n++] = e->key;
	qsort(key, n, sizeof(*key), compare_entries);
	for (size_t i = 1; i < n; i++)
		if (compare(key[i - 1], key[i]) == 0 && (!again || key[i]->begin < again->begin)) {
			first = key[i - 1];
			again = key[i];
		}
	return again ? repeated(again, first, err) : TK_OK;
}

enum tk_status tk__yaml_unique_keys(struct tk_arena *arena, const struct tk_node *map, struct tk_error *err)
{
	struct tk_arena_mark mark;
	const struct tk_node **key;
	enum tk_status status;

	if (map->count <= SMALL)
		return check_small(map, err);
	mark = tk_arena_mark(arena);
	key = tk_arena_array(arena, map->count, sizeof(*key));
	if (!key)
		return tk__fail(err, TK_D_NOMEM);
	status = check_sorted(map, key, err);
	tk_arena_release(arena, mark);
	return status;
}
