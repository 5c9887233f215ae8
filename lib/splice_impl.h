/*
 * The parts of a splice.
 *
 * A splice keeps the tree that is wanted: a copy of the file's, changed in memory (splice.c, splice_tree.c).  Its
 * keys that come from the file have the places of the original's, which is how the two are walked side by side.
 * From the differences come edits of bytes (splice_edit.c); what they lead to is read back (splice_verify.c).
 */
#ifndef TK_SPLICE_IMPL_H
#define TK_SPLICE_IMPL_H

#include "splice.h"

enum { TK_WRITE_MAX = 1 << 20 };

struct tk_splice {
	struct tk_arena *arena;
	const struct tk_ticket *ticket;
	struct tk_node *want;
	bool changed;
};

/* ---- arranging what is written (compose.c) ------------------------------------------------------------------------
 */

/* The place of a key among its siblings by the field table; the log is last; -1 for unknown keys.  `group` is the name
 * of the mapping or of the list of records, "" for the root. */
int tk__key_rank(const char *group, const char *key, size_t len);
/* Copies in the order of the tables, each scalar in the style of its field or key.  NULL at out of memory. */
struct tk_node *tk__arrange_entry(struct tk_arena *arena, const struct tk_node *entry);
struct tk_node *tk__arrange_group(struct tk_arena *arena, const char *group, const struct tk_node *map);

/* ---- the wanted tree (splice_tree.c) ------------------------------------------------------------------------------
 */

/* Puts `child` under `key` behind the nearest sibling that stands before it in the field table.  With `may_lead` false
 * never in front of all others. */
bool tk__tree_insert(struct tk_arena *arena, struct tk_node *map, const char *group, const char *key, size_t len,
		     struct tk_node *child, bool may_lead);
void tk__tree_remove(struct tk_node *map, const struct tk_node *child);
/* The collection under a key of `map`, made when it is missing or null; NULL at out of memory or where something else
 * stands there. */
struct tk_node *tk__tree_collection(struct tk_arena *arena, struct tk_node *map, const char *group, const char *key,
				    size_t len, enum tk_node_kind kind);

/* ---- comments (splice_verify.c) -----------------------------------------------------------------------------------
 */

struct tk_comments {
	struct tk_comment {
		uint32_t begin, end; /* from the # to the end of the line, without its line ending */
	} * at;
	size_t count;
};

enum tk_status tk__comments(struct tk_arena *arena, const struct tk_doc *doc, struct tk_comments *ret,
			    struct tk_error *err);

/* ---- edits (splice_edit.c) ----------------------------------------------------------------------------------------
 */

/* The bytes that change when the original becomes what is wanted, applied to the text. */
enum tk_status tk__splice_edit(const struct tk_splice *splice, const struct tk_comments *comments, struct tk_str *out,
			       struct tk_error *err);

/* Reads `text` back: does it say what is wanted, and are all comments there?  SPLICE_MISMATCH when not. */
enum tk_status tk__splice_verify(const struct tk_splice *splice, const struct tk_comments *comments, const char *text,
				 size_t len, struct tk_error *err);
/* Whether two trees mean the same; line breaks at the end of texts do not count. */
bool tk__same_meaning(const struct tk_node *a, const struct tk_node *b);

#endif
