/*
 * What the bytes of a YAML file say before any YAML is read: encoding, characters, line ends, git's conflict markers.
 *
 * After success the text is UTF-8 without control characters and every line ends in LF or CR LF, so that the marks of
 * libyaml (which also ends lines at CR, NEL, LS and PS, and stops at characters it does not like) agree with what
 * an editor shows.  One pass, no memory.
 */
#ifndef TK_YAML_SCAN_H
#define TK_YAML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "ticket/error.h"

struct tk_yaml_bytes {
	size_t bom; /* 0 or 3 */
	bool crlf;  /* the first line ends in CR LF */
};

enum tk_status tk__yaml_scan(const char *text, size_t len, const char *path, struct tk_yaml_bytes *ret,
			     struct tk_error *err);

/* The 1-based line and column, in code points, of the byte at `offset`; a BOM at the start does not count. */
void tk__yaml_place(const char *text, size_t offset, unsigned *ret_line, unsigned *ret_col);

#endif
