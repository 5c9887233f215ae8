/* Where a block text (`|` or `>`) really ends: behind the last line that belongs to it. */
#ifndef TK_YAML_LITERAL_H
#define TK_YAML_LITERAL_H

#include "yaml_fault.h"

/*
 * `begin` is the byte of the indicator, `end` where libyaml says the text ends, `parent` the column (from 0) of the
 * block collection around it, or -1.  Blank lines at the end belong to a text only if it keeps them (`|+`).
 */
size_t tk__yaml_block_end(const struct tk_yaml_text *in, long parent, size_t begin, size_t end);

#endif
