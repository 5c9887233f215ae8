/*
 * The form of a new ticket: what $EDITOR opens, and what is left of it.
 */
#ifndef FORM_H
#define FORM_H

#include "ctx.h"

/* Appends the form: a YAML document with a line for what is usually known, the rest commented out. */
void form_write(struct ctx *cx, struct tk_str *out);

/* Removes the comments and the lines that were left without a value; what remains is YAML ("" = nothing was written).
 */
void form_strip(struct tk_str *text);

#endif
