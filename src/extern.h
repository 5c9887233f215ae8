/*
 * Programs that the desk's own program starts: `ticket-foo` for `ticket foo`, man(1), an editor.
 *
 * A program is taken from beside this one or from an absolute entry of PATH, and never from inside a desk: nothing that
 * comes with a desk may ever run.
 */
#ifndef EXTERN_H
#define EXTERN_H

#include "ctx.h"

/* Finds a program; `beside`: look beside this one first.  False when there is none; `ret` holds its path. */
bool extern_find(const struct ctx *cx, const char *name, bool beside, struct tk_str *ret);

/* Whether there is a regular file of that name. */
bool extern_is_file(const char *path);

/* Becomes `ticket-<argv[0]>` with the rest as arguments, when there is one; returns when there is none. */
void extern_run(struct ctx *cx, char **argv);

/* Runs a program and waits for it; `quiet` hides its messages.  The exit code, or -1 when it could not be started. */
int extern_wait(const char *path, char *const argv[], bool quiet);

#endif
