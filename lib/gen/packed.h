/*
 * The packed form of a profile's tree, shared by the generator that writes it and profile.c that reads it.
 *
 * All numbers are unsigned, seven bits a byte, least significant first, the top bit set on all but the last byte.
 *
 *	document = number of nodes and keys, node
 *	node     = kind | style << 2, lines since the node before, column, (scalar | collection)
 *	scalar   = length, bytes, NUL
 *	collection = entries, then for each: its key (a node; mappings only) and its value
 *
 * Texts are NUL-terminated so that nodes can lend them from the constant bytes.
 */
#ifndef TK_PACKED_H
#define TK_PACKED_H

enum { TK_PACKED_STYLE_SHIFT = 2, TK_PACKED_KIND_MASK = 3 };

#endif
