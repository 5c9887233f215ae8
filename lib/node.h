/*
 * The inside of struct tk_node (see ticket/node.h for what it means).
 *
 * Ranges are bytes of the source text, which the document keeps.  `begin`..`end` covers a scalar with its quotes or
 * its block indicator and all its lines' content; for a block collection `end` is the end of its last entry's content
 * (trailing comments and blank lines are outside), for a flow collection it is behind the closing bracket.  The range
 * of an empty value is empty and lies right behind the colon or dash (not on it).
 */
#ifndef TK_NODE_H
#define TK_NODE_H

#include <stdint.h>

#include "ticket/arena.h"
#include "ticket/error.h"
#include "ticket/node.h"

enum tk_style {
	TK_STYLE_PLAIN,
	TK_STYLE_SINGLE,
	TK_STYLE_DOUBLE,
	TK_STYLE_LITERAL,
	TK_STYLE_FOLDED,
	TK_STYLE_BLOCK,
	TK_STYLE_FLOW
};

/* Which text a node came from; shared by all nodes of a document. */
struct tk_source {
	const char *path; /* as shown to people */
	const char *text; /* NULL for builtin profiles */
	size_t len;
};

struct tk_node {
	uint8_t kind;  /* enum tk_node_kind */
	uint8_t style; /* enum tk_style */
	uint32_t line, col;
	uint32_t begin, end;
	uint32_t count;      /* entries of a collection */
	uint32_t len;        /* scalar: bytes of text */
	const char *text;    /* scalar: NUL-terminated, in the arena */
	struct tk_node *key; /* scalar node; entries of mappings only */
	struct tk_node *first, *last, *next;
	const struct tk_source *source;
};

/* tk__fail() at the node's place, for a field or key path (may be NULL). */
enum tk_status tk__fail_node(struct tk_error *err, const struct tk_node *node, const char *field, enum tk_diag diag,
			     ...);
/* Only the place: for an err that a parser of scalars has already filled in. */
void tk__at_node(struct tk_error *err, const struct tk_node *node, const char *field);

/* Compares meaning: kinds, keys in order, texts; styles and places do not count. */
bool tk__node_equal(const struct tk_node *a, const struct tk_node *b);
bool tk__node_is(const struct tk_node *node, const char *text);
struct tk_node *tk__node_find(const struct tk_node *map, const char *key, size_t len);

/* Building trees in memory (defaults, merging, entries to be written).  NULL at out of memory. */
struct tk_node *tk__node_scalar(struct tk_arena *arena, const char *text, size_t len, enum tk_style style);
struct tk_node *tk__node_collection(struct tk_arena *arena, enum tk_node_kind kind, enum tk_style style);
/* Appends `child` (unlinked) to a sequence (key NULL) or mapping.  Returns false at out of memory. */
bool tk__node_append(struct tk_arena *arena, struct tk_node *parent, const char *key, struct tk_node *child);
/* A copy of the whole subtree, unlinked, with its places. */
struct tk_node *tk__node_copy(struct tk_arena *arena, const struct tk_node *node);

/*
 * The tree that `over` makes of `base`: mappings merge by key, lists and scalars replace whole, a null removes. Neither
 * is changed; the result shares nodes with both.  Order: base's keys first, then over's new ones.
 */
enum tk_status tk__node_merge(struct tk_arena *arena, const struct tk_node *base, const struct tk_node *over,
			      struct tk_node **ret, struct tk_error *err);

#endif
