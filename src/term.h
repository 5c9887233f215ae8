/*
 * The terminal: how wide it is, and whether colours are wanted.
 *
 * The only place where the program asks; everything else is told.  Output that is no terminal has no width and, unless
 * asked for, no colours.
 */
#ifndef TERM_H
#define TERM_H

#include <stdbool.h>
#include <stddef.h>

enum term_color { TERM_AUTO, TERM_ALWAYS, TERM_NEVER };

/* "auto", "always" or "never"; false for any other word. */
bool term_color_named(const char *word, enum term_color *ret);

bool term_is_tty(int fd);
/* Columns of a terminal: COLUMNS where that is a number, else what the terminal says, else 80.  0: no terminal. */
size_t term_width(int fd);
/* With TERM_AUTO: a terminal that is not dumb, and NO_COLOR is not set to anything. */
bool term_colors(int fd, enum term_color wanted);

#endif
