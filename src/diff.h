/*
 * A unified diff of two texts, for --dry-run.
 */
#ifndef DIFF_H
#define DIFF_H

#include "ticket/str.h"

/* Appends the diff of a file (name below the desk); nothing when the texts are equal.  `before` NULL: a new file. */
void diff_unified(struct tk_str *out, const char *name, const char *before, size_t before_len, const char *after,
		  size_t after_len);

#endif
