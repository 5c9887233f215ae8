/*
 * Help: everything in it comes from the tables of commands and options.
 */
#ifndef HELP_H
#define HELP_H

#include "cmd.h"

/* What `ticket` alone prints: the commands by group. */
enum tk_status help_all(void);
/* What `ticket help fields`, `events` or `words` prints; false for any other word. */
bool help_table(struct ctx *cx, const char *what);
/* What `ticket <name> -h` prints: synopsis, options, an example; at most 25 lines of 80 columns. */
enum tk_status help_command(const struct cmd *cmd);
/* The same as text, for the tests. */
void help_text(const struct cmd *cmd, struct tk_str *out);

#endif
