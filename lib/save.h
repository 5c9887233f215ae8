/*
 * The save in its three steps, for whoever saves several files at once; tk__fs_save() is all three for one.
 *
 *	stage    the new text lies whole and synced in a temp file beside the old one; nothing has changed yet
 *	publish  the temp file takes the name: the one moment of change
 *	settle   the directory is synced: from here on it survives a power cut
 *
 * A save of many files stages all before it publishes any, so that a full disk is noticed while nothing has changed,
 * and settles each directory once.
 *
 *	struct tk_staged s = {.dir = fd, .name = "TS20261122001.yaml", .shown = path, .how = TK_SAVE_REPLACE};
 *	status = tk__save_stage(&s, text, len, true, err);
 *	if (status == TK_OK)
 *		status = tk__save_publish(&s, err);
 *	tk__save_drop(&s); // removes what is staged and was not published
 */
#ifndef TK_SAVE_H
#define TK_SAVE_H

#include <sys/stat.h>

#include "fs.h"

enum { TK_SAVE_MODE = 0640 };

struct tk_staged {
	int dir;                 /* the directory; lent */
	const char *name;        /* the file's name in it; lent */
	const char *shown;       /* its path in messages; lent */
	const struct stat *seen; /* what the file must still be when replaced (FILE_CHANGED); NULL: anything; lent */
	enum tk_save how;
	bool keep;     /* of several: publishing keeps what is replaced, so that it can be undone */
	bool kept;     /* published, and the temp file is what was replaced */
	char temp[24]; /* "" when nothing is staged */
};

/* Stages a text, or what can be read from a descriptor.  Without `sync` the caller syncs before publishing. */
enum tk_status tk__save_stage(struct tk_staged *s, const char *text, size_t len, bool sync, struct tk_error *err);
enum tk_status tk__save_stage_copy(struct tk_staged *s, int source, bool sync, struct tk_error *err);

enum tk_status tk__save_publish(struct tk_staged *s, struct tk_error *err);

/* Undoes a publishing: a new file is removed, one that was kept comes back.  False when that cannot be done. */
bool tk__save_undo(struct tk_staged *s);

/* Syncs the directory.  Where that fails, `undo` takes a new file away again, so that nothing has changed; what was
 * replaced cannot be brought back (SAVE_UNSURE). */
enum tk_status tk__save_settle(const struct tk_staged *s, bool undo, struct tk_error *err);

/* Removes a temp file that was not published, or was kept.  Harmless at any time. */
void tk__save_drop(struct tk_staged *s);

#endif
