/*
 * YAML writing in the one style of this house: two spaces of indentation, `key: value`, lists with `- ` indented
 * under their key, texts double-quoted on one line or literal (`|-`), words of our own lists and times plain.
 *
 * The writer knows nothing of fields: whoever builds the nodes chooses the style of each scalar.  TK_STYLE_PLAIN is
 * the promise that the text is safe when plain (a word, an id, a time, a number of ours); what is not is quoted all the
 * same.  TK_STYLE_LITERAL falls back to double quotes where a literal cannot carry the text exactly.
 */
#ifndef TK_YAML_OUT_H
#define TK_YAML_OUT_H

#include "node.h"
#include "ticket/str.h"

/* The style for a free text: literal when it has line breaks and every character allows it, else double-quoted.
 * Trailing line breaks do not count. */
enum tk_style tk__text_style(const char *text, size_t len);

/* A scalar as it stands behind `key: ` at the given indentation of the key; block scalars contain their line breaks
 * (`eol`), but none at their end. */
void tk__yaml_scalar(struct tk_str *out, const char *text, size_t len, enum tk_style style, unsigned indent,
		     const char *eol);

/* The entries of a mapping or sequence as block lines, each ended by `eol`, indented by `indent` spaces.  A node of
 * TK_STYLE_FLOW is written in brackets on its key's line. */
void tk__yaml_block(struct tk_str *out, const struct tk_node *node, unsigned indent, const char *eol);

/* A node on one line in flow style ({a: b, c: [d]}). */
void tk__yaml_flow(struct tk_str *out, const struct tk_node *node);

#endif
