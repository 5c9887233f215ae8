/*
 * A directory for a test to make a mess in, and short ways to make and look at files there.
 *
 *	struct scratch s = scratch_new();
 *	scratch_put(&s, "a/b.txt", "text");
 *	scratch_free(&s); // removes everything, whatever its modes
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct scratch {
	char path[64];
	int root;
};

static inline struct scratch scratch_new(void)
{
	struct scratch s = {.path = "/tmp/ticket-test-XXXXXX"};

	assert_non_null(mkdtemp(s.path));
	s.root = open(s.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(s.root >= 0);
	return s;
}

static inline int scratch_remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	(void)st;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline void scratch_free(struct scratch *s)
{
	assert_int_equal(close(s->root), 0);
	assert_int_equal(nftw(s->path, scratch_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static inline void scratch_dir(const struct scratch *s, const char *path)
{
	assert_int_equal(mkdirat(s->root, path, 0755), 0);
}

static inline void scratch_put(const struct scratch *s, const char *path, const char *text)
{
	int fd = openat(s->root, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(close(fd), 0);
}

/* Asserts what a file holds. */
static inline void scratch_expect(const struct scratch *s, const char *path, const char *text)
{
	char got[8192];
	int fd = openat(s->root, path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	assert_true(fd >= 0);
	n = read(fd, got, sizeof got - 1);
	assert_true(n >= 0);
	got[n] = '\0';
	assert_int_equal(close(fd), 0);
	assert_string_equal(got, text);
}

static inline int scratch_has(const struct scratch *s, const char *path)
{
	struct stat st;

	return fstatat(s->root, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* How many names a directory holds, hidden ones included. */
static inline size_t scratch_count(const struct scratch *s, const char *path)
{
	int fd = openat(s->root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fdopendir(fd);
	size_t n = 0;

	assert_non_null(dir);
	for (const struct dirent *e; (e = readdir(dir));)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	(void)closedir(dir);
	return n;
}

#endif
