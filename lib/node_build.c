/*
 * Trees made in memory: defaults, entries to be written, and one tree laid over another.
 *
 * All that is made lives in the arena; a tree made by merging shares the subtrees that it did not have to change.
 */
#include <string.h>

#include "fail.h"
#include "node.h"

struct tk_node *tk__node_scalar(struct tk_arena *arena, const char *text, size_t len, enum tk_style style)
{
	struct tk_node *node = tk_arena_alloc(arena, sizeof(*node));

	if (!node || len > UINT32_MAX)
		return NULL;
	node->kind = TK_NODE_SCALAR;
	node->style = (uint8_t)style;
	node->len = (uint32_t)len;
	node->text = tk_arena_strndup(arena, text, len);
	return node->text ? node : NULL;
}

struct tk_node *tk__node_collection(struct tk_arena *arena, enum tk_node_kind kind, enum tk_style style)
{
	struct tk_node *node = tk_arena_alloc(arena, sizeof(*node));

	if (!node)
		return NULL;
	node->kind = (uint8_t)kind;
	node->style = (uint8_t)style;
	return node;
}

static void link_child(struct tk_node *parent, struct tk_node *child)
{
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->count++;
}

bool tk__node_append(struct tk_arena *arena, struct tk_node *parent, const char *key, struct tk_node *child)
{
	if (!child)
		return false;
	child->key = NULL;
	if (key && !(child->key = tk__node_scalar(arena, key, strlen(key), TK_STYLE_PLAIN)))
		return false;
	link_child(parent, child);
	return true;
}

/* The node itself, with its key but without its siblings. */
static struct tk_node *copy_one(struct tk_arena *arena, const struct tk_node *node)
{
	struct tk_node *copy = tk_arena_alloc(arena, sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = *node;
	copy->next = NULL;
	return copy;
}

static struct tk_node *copy_empty(struct tk_arena *arena, const struct tk_node *node)
{
	struct tk_node *copy = copy_one(arena, node);

	if (copy) {
		copy->first = copy->last = NULL;
		copy->count = 0;
	}
	return copy;
}

struct tk_node *tk__node_copy(struct tk_arena *arena, const struct tk_node *node)
{
	struct tk_node *copy = copy_empty(arena, node);

	if (!copy)
		return NULL;
	if (node->key && !(copy->key = tk__node_copy(arena, node->key)))
		return NULL;
	if (node->text && !(copy->text = tk_arena_strndup(arena, node->text, node->len)))
		return NULL;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		struct tk_node *child = tk__node_copy(arena, n);

		if (!child)
			return NULL;
		link_child(copy, child);
	}
	return copy;
}

static bool merge(struct tk_arena *arena, const struct tk_node *base, const struct tk_node *over, struct tk_node **ret);

/* What `over` has to say about one key: nothing to add when it is null. */
static bool merge_child(struct tk_arena *arena, struct tk_node *into, const struct tk_node *base,
			const struct tk_node *over)
{
	struct tk_node *child;

	if (tk_node_is_null(over))
		return true;
	if (!merge(arena, base, over, &child))
		return false;
	link_child(into, child);
	return true;
}

static bool merge_maps(struct tk_arena *arena, const struct tk_node *base, const struct tk_node *over,
		       struct tk_node *into)
{
	for (const struct tk_node *b = base ? base->first : NULL; b; b = b->next) {
		const struct tk_node *o = tk__node_find(over, b->key->text, b->key->len);
		struct tk_node *child;

		if (o) {
			if (!merge_child(arena, into, b, o))
				return false;
		} else {
			if (!(child = copy_one(arena, b)))
				return false;
			link_child(into, child);
		}
	}
	for (const struct tk_node *o = over->first; o; o = o->next)
		if (!tk__node_find(base, o->key->text, o->key->len) && !merge_child(arena, into, NULL, o))
			return false;
	return true;
}

/*
 * The result's own place and style are those of `over`, where a person can mend them.  A mapping that `base` does not
 * have is merged into nothing rather than copied: its nulls remove what is not there, as they would one level up.
 */
static bool merge(struct tk_arena *arena, const struct tk_node *base, const struct tk_node *over, struct tk_node **ret)
{
	if (over->kind != TK_NODE_MAP)
		return (*ret = copy_one(arena, over)) != NULL;
	if (base && base->kind != TK_NODE_MAP)
		base = NULL;
	return (*ret = copy_empty(arena, over)) != NULL && merge_maps(arena, base, over, *ret);
}

enum tk_status tk__node_merge(struct tk_arena *arena, const struct tk_node *base, const struct tk_node *over,
			      struct tk_node **ret, struct tk_error *err)
{
	bool done;

	if (tk_node_is_null(over))
		done = (*ret = copy_one(arena, base)) != NULL;
	else
		done = merge(arena, base, over, ret);
	return done ? TK_OK : tk__fail(err, TK_D_NOMEM);
}
