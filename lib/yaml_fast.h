/*
 * The quick way into a YAML document that is written in the style of this house.
 *
 * Nearly every file a desk reads was written by yaml_out: block mappings and lists of plain words, one-line quotes,
 * literals and short bracketed lists.  This reader knows only that much, reads it several times as fast as libyaml, and
 * gives up at the first byte it is not sure of; then libyaml reads the whole document and says what is wrong, if
 * anything is.  What it accepts gives the very nodes that libyaml's events would: the fuzzer compares the two.
 */
#ifndef TK_YAML_FAST_H
#define TK_YAML_FAST_H

#include "yaml_in.h"

/* The root, or NULL: not in the known style, limits passed, or out of memory.  `doc` has text, len, bom and source;
 * the bytes were scanned.  Nothing of the arena is used up after NULL. */
struct tk_node *tk__yaml_fast(struct tk_arena *arena, const struct tk_doc *doc, const struct tk_yaml_limits *limits);

#endif
