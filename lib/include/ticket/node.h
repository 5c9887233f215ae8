/*
 * Nodes: a read-only view of a YAML document that was read strictly.
 *
 * A document is one tree of scalars, sequences and mappings; no anchors, aliases, tags or duplicate keys exist in it.
 * Scalars are text: the field they belong to decides their type.  Nodes are lent by whatever was read (a ticket, a
 * policy) and live as long as it does.
 *
 *	for (const struct tk_node *n = tk_node_first(map); n; n = tk_node_next(n))
 *		use(tk_node_key(n, NULL), tk_node_text(n, NULL));
 */
#ifndef TICKET_NODE_H
#define TICKET_NODE_H

#include <stdbool.h>
#include <stddef.h>

enum tk_node_kind { TK_NODE_SCALAR, TK_NODE_SEQ, TK_NODE_MAP };

struct tk_node;

enum tk_node_kind tk_node_kind(const struct tk_node *node);
/* Number of entries of a sequence or mapping; 0 for a scalar or NULL. */
size_t tk_node_count(const struct tk_node *node);
/* First entry of a sequence or mapping (NULL when empty, a scalar or NULL), and the entry after one. */
const struct tk_node *tk_node_first(const struct tk_node *node);
const struct tk_node *tk_node_next(const struct tk_node *node);
/* The key under which an entry of a mapping stands; NULL for entries of sequences and the root. */
const char *tk_node_key(const struct tk_node *node, size_t *ret_len);
/* A scalar's text, NUL-terminated; NULL for others. */
const char *tk_node_text(const struct tk_node *node, size_t *ret_len);
/* Whether a scalar is an unquoted empty value, `~` or `null`: a key without a value. */
bool tk_node_is_null(const struct tk_node *node);
/* The entry of a mapping under a key, or NULL (also when `node` is NULL or no mapping). */
const struct tk_node *tk_node_get(const struct tk_node *node, const char *key);
/* Where the node begins: 1-based line and column in code points, and the file's name as shown. */
void tk_node_place(const struct tk_node *node, const char **ret_path, unsigned *ret_line, unsigned *ret_col);

#endif
