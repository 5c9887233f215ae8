/*
 * Asking a person to edit a text.
 *
 * The text lies in .ticket/tmp of the desk, readable by nobody else, while VISUAL, EDITOR or vi runs; no lock is held.
 * What was edited stays there until editor_done(), so that nothing is lost when it cannot be used.
 *
 *	struct editor_file file;
 *	if (editor_run(cx, "TS20261122001.yaml", text, len, &file) == TK_OK) {
 *		use(file.text.data, file.text.len);
 *		editor_done(&file, kept);
 *	}
 */
#ifndef EDITOR_H
#define EDITOR_H

#include "ctx.h"

struct editor_file {
	struct tk_str path, text;
};

/* TK_USAGE: no editor, or no terminal for the default one; TK_SYSTEM. */
enum tk_status editor_run(struct ctx *cx, const char *name, const char *text, size_t len, struct editor_file *ret);
/* Frees it; removes the file unless it was not `taken`, which tells the person where it is. */
void editor_done(struct editor_file *file, bool taken);

#endif
