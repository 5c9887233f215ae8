/* What the files of the file-system layer (fs.c, save.c, lock.c) share. */
#ifndef TK_FS_IMPL_H
#define TK_FS_IMPL_H

#include <errno.h>

#include "fs.h"

/* An interrupted call is tried again, but not for ever: interrupted this often in a row, it is reported. */
enum { TK_FS_TRIES = 100 };

#define TK_RETRY(result, call)                                               \
	do {                                                                 \
		int tries_left_ = TK_FS_TRIES;                               \
		do                                                           \
			(result) = (call);                                   \
		while ((result) < 0 && errno == EINTR && --tries_left_ > 0); \
	} while (0)

/* Opens below the root, never through a link; O_CLOEXEC is added.  Returns -1 with errno. */
int tk__fs_openat(int root, const char *path, int flags, mode_t mode);
/* The same without openat2, name by name. */
int tk__fs_walk(int root, const char *path, int flags, mode_t mode);

/* Whether a path stays below the root by its spelling alone: relative, without empty, "." and ".." parts. */
bool tk__fs_inside(const char *path);

/* Reports an errno of opening a path; `otherwise` is the row for those that have none of their own. */
enum tk_status tk__fs_fail(struct tk_error *err, const char *path, int sys, enum tk_diag otherwise);

/* Opens the directory of a path's last name and points at that name. */
enum tk_status tk__fs_parent(int root, const char *path, int *ret_dir, const char **ret_name, struct tk_error *err);

#endif
