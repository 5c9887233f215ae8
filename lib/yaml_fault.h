/*
 * What libyaml complains of, said in our own words.
 *
 * libyaml reports a context and a problem, each an English text with a mark.  Texts that people can act on have a
 * diagnostic of their own here; the rest is YAML_SYNTAX with libyaml's words.
 */
#ifndef TK_YAML_FAULT_H
#define TK_YAML_FAULT_H

#include <yaml.h>

#include "node.h"

struct tk_yaml_text {
	const char *path;
	const char *text;
	size_t len, bom;
};

/* The parser has failed: says why and where.  `open` is the innermost open collection in brackets, or NULL.  Never
 * TK_OK. */
enum tk_status tk__yaml_fault(const yaml_parser_t *parser, const struct tk_yaml_text *text, const struct tk_node *open,
			      struct tk_error *err);

/* The byte at a mark's code point index, counted from the known pair (`index`, `offset`) in either direction. */
size_t tk__yaml_seek(const struct tk_yaml_text *text, size_t *index, size_t *offset, size_t target);

/* Bytes from `offset` up to the next blank, line break or end. */
size_t tk__yaml_word(const struct tk_yaml_text *text, size_t offset);

#endif
