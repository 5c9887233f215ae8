/*
 * Files below a desk, reached only from its root descriptor.
 *
 * Every path is relative to the root and resolved with openat2(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS); nothing follows
 * a symbolic link, nothing waits for a FIFO or device.  Where the kernel lacks openat2 the walk is done component by
 * component with O_NOFOLLOW.
 */
#ifndef TK_FS_H
#define TK_FS_H

#include <stdbool.h>
#include <sys/types.h>

#include "ticket/arena.h"
#include "ticket/error.h"

/* Opens a directory by any path as a root.  The caller closes the descriptor. */
enum tk_status tk__fs_root(const char *path, int *ret_fd, struct tk_error *err);

/* Opens a directory below the root ("." is the root itself).  The caller closes the descriptor. */
enum tk_status tk__fs_dir(int root, const char *path, int *ret_fd, struct tk_error *err);

/* Opens a regular file for reading. */
enum tk_status tk__fs_open(int root, const char *path, int *ret_fd, struct tk_error *err);

/* Reads a regular file of at most `max` bytes whole, with a NUL behind it.  TK_NOT_FOUND (FILE_MISSING), TK_LIMIT. */
enum tk_status tk__fs_read(struct tk_arena *arena, int root, const char *path, size_t max, char **ret_text,
			   size_t *ret_len, struct tk_error *err);

/* The same for a file whose path in messages is another (`root` being the folder it lies in), and with its stat. */
struct stat;
enum tk_status tk__fs_read_as(struct tk_arena *arena, int root, const char *path, const char *shown, size_t max,
			      char **ret_text, size_t *ret_len, struct stat *ret_stat, struct tk_error *err);

/* Whether something of that name exists (a link counts as existing). */
enum tk_status tk__fs_exists(int root, const char *path, bool *ret, struct tk_error *err);

/* Makes a directory and those above it; existing ones are fine.  Each new name is made durable. */
enum tk_status tk__fs_mkdirs(int root, const char *path, mode_t mode, struct tk_error *err);

struct tk_names {
	size_t count;
	const char **name; /* sorted by bytes; "." and ".." and hidden names left out */
};

/* The names in a directory.  A missing directory is an empty list. */
enum tk_status tk__fs_list(struct tk_arena *arena, int root, const char *path, struct tk_names *ret,
			   struct tk_error *err);

/* Makes the names of a directory durable. */
enum tk_status tk__fs_sync_dir(int root, const char *path, struct tk_error *err);

/*
 * The save (one function for everything).
 *
 * Replaces or creates `path` so that after any crash the file is whole: the old text or the new one, and the new one
 * once TK_OK was returned.  temp file in the same directory (O_EXCL, O_NOFOLLOW, O_CLOEXEC; mode of the old file, else
 * 0640 & ~umask) → write all → fsync → close → rename, which for a new file replaces nothing → fsync of the directory.
 * On failure nothing has changed and no temp file is left, with one exception that has a diagnostic of its own: when a
 * replaced file's directory cannot be synced the new text is in place but not confirmed (SAVE_UNSURE).  A failed fsync
 * is final: TK_SYSTEM.
 */
enum tk_save { TK_SAVE_REPLACE, TK_SAVE_CREATE };

/* TK_SAVE_CREATE of a name that exists: TK_EXISTS.  TK_SAVE_REPLACE does not need the file to exist. */
enum tk_status tk__fs_save(int root, const char *path, const char *text, size_t len, enum tk_save how,
			   struct tk_error *err);

/* The lock: flock on a file of its own, tried until `wait_ms` have passed.  TK_BUSY (LOCK_BUSY).  Close to release. */
enum tk_status tk__fs_lock(int root, const char *path, unsigned wait_ms, int *ret_fd, struct tk_error *err);

#endif
