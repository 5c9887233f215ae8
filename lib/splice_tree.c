/* Changing the wanted tree of a splice: where new keys go, and making the collections they go into. */
#include <string.h>

#include "splice_impl.h"

static void link_after(struct tk_node *map, struct tk_node *before, struct tk_node *child)
{
	if (before) {
		child->next = before->next;
		before->next = child;
	} else {
		child->next = map->first;
		map->first = child;
	}
	if (!child->next)
		map->last = child;
	map->count++;
}

bool tk__tree_insert(struct tk_arena *arena, struct tk_node *map, const char *group, const char *key, size_t len,
		     struct tk_node *child, bool may_lead)
{
	int rank = tk__key_rank(group, key, len), best = -1;
	struct tk_node *before = may_lead && rank >= 0 ? NULL : map->first;

	if (!child)
		return false;
	child->key = tk__node_scalar(arena, key, len, TK_STYLE_PLAIN);
	if (!child->key)
		return false;
	if (rank < 0)
		before = map->last;
	for (struct tk_node *n = map->first; n && rank >= 0; n = n->next) {
		int other = tk__key_rank(group, n->key->text, n->key->len);
		if (other < rank && other > best) {
			best = other;
			before = n;
		}
	}
	if (rank == TK_FIELD_COUNT) /* the log ends the file */
		before = map->last;
	link_after(map, before, child);
	return true;
}

void tk__tree_remove(struct tk_node *map, const struct tk_node *child)
{
	struct tk_node *before = NULL;

	for (struct tk_node *n = map->first; n && n != child; n = n->next)
		before = n;
	if (before)
		before->next = child->next;
	else
		map->first = child->next;
	if (map->last == child)
		map->last = before;
	map->count--;
}

/* Inside brackets everything is in brackets; an empty list in a block gets lines of its own. */
static enum tk_style inner_style(const struct tk_node *outer)
{
	return outer->style == TK_STYLE_FLOW ? TK_STYLE_FLOW : TK_STYLE_BLOCK;
}

struct tk_node *tk__tree_collection(struct tk_arena *arena, struct tk_node *map, const char *group, const char *key,
				    size_t len, enum tk_node_kind kind)
{
	struct tk_node *node = tk__node_find(map, key, len);

	if (!node) {
		node = tk__node_collection(arena, kind, inner_style(map));
		return tk__tree_insert(arena, map, group, key, len, node, true) ? node : NULL;
	}
	if (tk_node_is_null(node)) {
		node->kind = (uint8_t)kind;
		node->style = (uint8_t)inner_style(map);
		node->text = NULL;
		node->len = 0;
	}
	if (kind == TK_NODE_SEQ && node->count == 0)
		node->style = (uint8_t)inner_style(map);
	return node->kind == (uint8_t)kind ? node : NULL;
}
