#include "term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 80, WIDTH_MAX = 10000 };

bool term_color_named(const char *word, enum term_color *ret)
{
	static const char *const names[] = {[TERM_AUTO] = "auto", [TERM_ALWAYS] = "always", [TERM_NEVER] = "never"};
	for (int i = TERM_AUTO; i <= TERM_NEVER; i++) {
		if (strcmp(word, names[i]) == 0) {
			*ret = (enum term_color)i;
			return true;
		}
	}
	return false;
}

bool term_is_tty(int fd)
{
	return isatty(fd) == 1;
}

/* A number of columns, or 0. */
static size_t columns_named(const char *text)
{
	size_t width = 0;
	for (; text != NULL && *text != '\0'; text++) {
		if (*text < '0' || *text > '9' || width > WIDTH_MAX)
			return 0;
		width = width * 10 + (size_t)(*text - '0');
	}
	return width > WIDTH_MAX ? 0 : width;
}

size_t term_width(int fd)
{
	struct winsize size = {0};
	if (!term_is_tty(fd))
		return 0;
	size_t width = columns_named(getenv("COLUMNS"));
	if (width == 0 && ioctl(fd, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	return width == 0 ? WIDTH_DEFAULT : width;
}

bool term_colors(int fd, enum term_color wanted)
{
	const char *refused = getenv("NO_COLOR"), *term = getenv("TERM");
	if (wanted != TERM_AUTO)
		return wanted == TERM_ALWAYS;
	return term_is_tty(fd) && (refused == NULL || *refused == '\0') && term != NULL && strcmp(term, "dumb") != 0;
}
