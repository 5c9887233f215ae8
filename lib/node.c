/* Nodes: looking at a tree, and saying where in it something is wrong. */
#include "node.h"

#include <stdarg.h>
#include <string.h>

#include "fail.h"

enum tk_node_kind tk_node_kind(const struct tk_node *node)
{
	return (enum tk_node_kind)node->kind;
}

size_t tk_node_count(const struct tk_node *node)
{
	return node ? node->count : 0;
}

const struct tk_node *tk_node_first(const struct tk_node *node)
{
	return node ? node->first : NULL;
}

const struct tk_node *tk_node_next(const struct tk_node *node)
{
	return node->next;
}

const char *tk_node_key(const struct tk_node *node, size_t *ret_len)
{
	if (ret_len)
		*ret_len = node->key ? node->key->len : 0;
	return node->key ? node->key->text : NULL;
}

const char *tk_node_text(const struct tk_node *node, size_t *ret_len)
{
	if (ret_len)
		*ret_len = node->len;
	return node->text;
}

bool tk_node_is_null(const struct tk_node *node)
{
	if (node->kind != TK_NODE_SCALAR || node->style != TK_STYLE_PLAIN)
		return false;
	return node->len == 0 || (node->len == 1 && node->text[0] == '~') ||
	       (node->len == 4 && memcmp(node->text, "null", 4) == 0);
}

struct tk_node *tk__node_find(const struct tk_node *map, const char *key, size_t len)
{
	if (!map || map->kind != TK_NODE_MAP)
		return NULL;
	for (struct tk_node *n = map->first; n; n = n->next)
		if (n->key->len == len && memcmp(n->key->text, key, len) == 0)
			return n;
	return NULL;
}

const struct tk_node *tk_node_get(const struct tk_node *node, const char *key)
{
	return tk__node_find(node, key, strlen(key));
}

void tk_node_place(const struct tk_node *node, const char **ret_path, unsigned *ret_line, unsigned *ret_col)
{
	if (ret_path)
		*ret_path = node->source ? node->source->path : NULL;
	if (ret_line)
		*ret_line = node->line;
	if (ret_col)
		*ret_col = node->col;
}

bool tk__node_is(const struct tk_node *node, const char *text)
{
	size_t len = strlen(text);

	return node && node->kind == TK_NODE_SCALAR && node->len == len && memcmp(node->text, text, len) == 0;
}

static bool same_scalar(const struct tk_node *a, const struct tk_node *b)
{
	bool null = tk_node_is_null(a);

	if (null || tk_node_is_null(b))
		return null == tk_node_is_null(b);
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static bool same_key(const struct tk_node *a, const struct tk_node *b)
{
	if (!a->key || !b->key)
		return a->key == b->key;
	return a->key->len == b->key->len && memcmp(a->key->text, b->key->text, a->key->len) == 0;
}

bool tk__node_equal(const struct tk_node *a, const struct tk_node *b)
{
	const struct tk_node *x, *y;

	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == TK_NODE_SCALAR)
		return same_scalar(a, b);
	for (x = a->first, y = b->first; x && y; x = x->next, y = y->next)
		if (!same_key(x, y) || !tk__node_equal(x, y))
			return false;
	return !x && !y;
}

void tk__at_node(struct tk_error *err, const struct tk_node *node, const char *field)
{
	if (!err)
		return;
	if (node && node->line)
		tk__at(err, node->source ? node->source->path : NULL, node->line, node->col);
	if (field)
		tk__in(err, field, strlen(field));
}

enum tk_status tk__fail_node(struct tk_error *err, const struct tk_node *node, const char *field, enum tk_diag diag,
			     ...)
{
	va_list args;

	va_start(args, diag);
	enum tk_status status = tk__vfail(err, diag, &args);
	va_end(args);
	tk__at_node(err, node, field);
	return status;
}
