/*
 * Command lines in a text: the words of a line as a shell would see them, without expansions.
 */
#ifndef WORDS_H
#define WORDS_H

#include "ctx.h"

/*
 * Splits one line: blanks separate, 'single' and "double" quotes and backslashes protect, # begins a comment where a
 * word could begin.  Words are in the arena, the list ends with NULL.  TK_USAGE: a quote that is not closed, a
 * backslash at the end.
 */
enum tk_status words_split(const char *line, size_t len, struct tk_arena *arena, char ***ret, int *ret_n,
			   struct complaint *wrong);

#endif
