/*
 * Strict YAML reading: bytes → one tree of nodes with places and byte ranges, or one error with its place.
 *
 * Decided here, not by libyaml: UTF-8 without control characters (one BOM at the start is allowed), exactly one
 * document, no anchors, aliases, tags or directives, scalar keys, no duplicate keys, limits on depth, nodes and bytes.
 * libyaml's marks count code points without the BOM; ranges here are bytes with it.
 *
 *	struct tk_doc doc;
 *	status = tk__yaml_read(arena, text, len, path, &tk_yaml_ticket_limits, &doc, err);
 *
 * Every scalar is copied into the arena with a NUL behind it; only ranges and doc.text refer to `text`, which the
 * caller keeps as long as it uses them.
 */
#ifndef TK_YAML_IN_H
#define TK_YAML_IN_H

#include "node.h"

struct tk_yaml_limits {
	unsigned depth; /* collections inside one another, the root being 1 */
	unsigned nodes; /* scalars, keys and collections */
	size_t bytes;
};

extern const struct tk_yaml_limits tk__ticket_limits; /* depth 8, 50,000 nodes, 4 MiB */
extern const struct tk_yaml_limits tk__policy_limits; /* depth 24, 200,000 nodes, 4 MiB */

struct tk_doc {
	const char *text;
	size_t len;
	size_t bom;         /* 0 or 3 */
	bool crlf;          /* the first line ends in CR LF */
	size_t content_end; /* where the document's content may go on: before `...`, else len */
	struct tk_source *source;
	struct tk_node *root; /* never NULL after success */
};

/*
 * Reads one document.  `path` is for messages only.  TK_SYNTAX and TK_LIMIT with the place; an empty file or one of
 * comments only is TK_SYNTAX (YAML_EMPTY).  Terminates in time linear in `len` for any input.
 */
enum tk_status tk__yaml_read(struct tk_arena *arena, const char *text, size_t len, const char *path,
			     const struct tk_yaml_limits *limits, struct tk_doc *ret, struct tk_error *err);
/* The same always by way of libyaml, for the tests that compare the two ways. */
enum tk_status tk__yaml_read_slow(struct tk_arena *arena, const char *text, size_t len, const char *path,
				  const struct tk_yaml_limits *limits, struct tk_doc *ret, struct tk_error *err);

#endif
