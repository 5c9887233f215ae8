/*
 * What a command reads besides the desk: files, standard input, ids one a line, an editor.
 *
 * Standard input is read only where the command line says so, whole, and once; all reading is done before a
 * transaction begins, so that the desk's lock never waits for anybody.
 */
#ifndef INPUT_H
#define INPUT_H

#include "ctx.h"

/* Opens for reading, interrupted or not; -1 with errno. */
int input_open(const char *path, int flags);

/* The whole of a file, or of standard input for "-".  TK_SYSTEM, TK_LIMIT, TK_USAGE (standard input was read already).
 */
enum tk_status input_file(struct ctx *cx, const char *path, struct tk_str *ret);

/* The same for what must be text: a byte that is not UTF-8, or a NUL, is TK_SYNTAX with its place. */
enum tk_status input_text(struct ctx *cx, const char *path, struct tk_str *ret);

/* The tickets that operands name; "-" stands for ids on standard input, one a line.  Each once, in the arena. */
enum tk_status input_ids(struct ctx *cx, int argc, char **argv, struct tk_id **ret, size_t *ret_n);

/* Cuts line breaks and blanks off the end. */
void input_trim(struct tk_str *text);

/* Fills in cx->err with a failure of the operating system (errno); returns TK_SYSTEM. */
enum tk_status input_failed(struct ctx *cx, enum tk_diag diag, const char *path);

#endif
