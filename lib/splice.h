/*
 * Splicing: changing a ticket file without touching what is not meant.
 *
 * Changes are collected, then applied to the original bytes at once: the bytes of changed scalars are replaced, missing
 * keys inserted at their place in the field table's order, entries appended behind the last content line of the log in
 * its indentation and line ending.  Every comment, unknown key, blank line and formatting elsewhere stays byte for
 *byte. tk__splice_finish() reads its own result back and compares it with what was meant; a difference is an error
 * (SPLICE_MISMATCH), never a damaged file.
 *
 *	struct tk_splice *s = tk__splice_new(arena, ticket);
 *	tk__splice_set(s, TK_FIELD_PRIORITY, "P1", 2, err);
 *	tk__splice_entry(s, entry_node, err);            // a mapping node: at, by, event …
 *	tk__splice_finish(s, &out, err);
 */
#ifndef TK_SPLICE_H
#define TK_SPLICE_H

#include "ticket/str.h"
#include "ticket_impl.h"

struct tk_splice;

struct tk_splice *tk__splice_new(struct tk_arena *arena, const struct tk_ticket *ticket);

/* Sets a scalar head field (text already checked by tk_field_value); a second set of the same field wins. */
enum tk_status tk__splice_set(struct tk_splice *splice, int field, const char *text, size_t len, struct tk_error *err);
/* Removes a field: its key and value with their lines. */
enum tk_status tk__splice_unset(struct tk_splice *splice, int field, struct tk_error *err);
/* Appends to a list field: a scalar or, for records, a mapping node. */
enum tk_status tk__splice_append(struct tk_splice *splice, int field, const struct tk_node *item, struct tk_error *err);
/* Sets a sub-field of the `index`-th (from 0) record of a list. */
enum tk_status tk__splice_set_in(struct tk_splice *splice, int subfield, size_t index, const char *text, size_t len,
				 struct tk_error *err);
/* Sets a key of a free mapping (checklist). */
enum tk_status tk__splice_set_key(struct tk_splice *splice, int field, const char *key, const char *text, size_t len,
				  struct tk_error *err);
/* Appends a log entry.  A missing, null or [] log is created in block style; a flow-style root or a non-empty flow log
 * is refused (FLOW_ROOT, FLOW_LOG: `check --fix` converts). */
enum tk_status tk__splice_entry(struct tk_splice *splice, const struct tk_node *entry, struct tk_error *err);

/* The new text (init'ed by the caller).  The original when nothing was changed.  TK_LIMIT past 1 MiB. */
enum tk_status tk__splice_finish(struct tk_splice *splice, struct tk_str *out, struct tk_error *err);

/* The style in which a field's or key's text is written: plain for words of ours, ids and times, else quoted. */
enum tk_style tk__field_style(int field, const char *text, size_t len);
enum tk_style tk__key_style(int key, const char *text, size_t len);

/* The text of a new ticket from a root mapping whose keys stand in any order: written in the field table's order. */
enum tk_status tk__compose(const struct tk_node *root, struct tk_str *out, struct tk_error *err);

#endif
