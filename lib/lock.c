/*
 * The desk's lock: flock on a file that nothing ever replaces, so the kernel lets go of it when its holder dies.
 * The file's content means nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"
#include "fs_impl.h"

enum { PAUSE_MIN_MS = 1, PAUSE_MAX_MS = 50 };

static int64_t monotonic_ms(void)
{
	struct timespec ts = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Opens for writing, since some network file systems lock nothing else; a reader's permission does elsewhere. */
static int open_lock(int root, const char *path)
{
	int fd = tk__fs_openat(root, path, O_RDWR | O_CREAT | O_NOCTTY | O_NONBLOCK, 0660);

	if (fd < 0 && errno == EACCES)
		fd = tk__fs_openat(root, path, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0);
	return fd;
}

/* One try.  Returns 0 with the lock held, else an errno; EWOULDBLOCK means that somebody else holds it. */
static int try_lock(int fd)
{
	struct stat st;
	int done;

	TK_RETRY(done, flock(fd, LOCK_EX | LOCK_NB));
	if (done < 0)
		return errno;
	if (fstat(fd, &st) < 0)
		return errno;
	/* A lock on a file that was removed meanwhile excludes nobody. */
	return st.st_nlink == 0 ? ESTALE : 0;
}

/* Sleeps a little, longer each time, but not past `end`.  False when that has come. */
static bool nap(int64_t end, int64_t *pause)
{
	int64_t left = end - monotonic_ms(), rest = *pause < left ? *pause : left;
	struct timespec span = {.tv_sec = 0, .tv_nsec = (long)rest * 1000000};

	if (left <= 0)
		return false;
	(void)nanosleep(&span, NULL);
	*pause = *pause * 2 < PAUSE_MAX_MS ? *pause * 2 : PAUSE_MAX_MS;
	return true;
}

enum tk_status tk__fs_lock(int root, const char *path, unsigned wait_ms, int *ret_fd, struct tk_error *err)
{
	int64_t pause = PAUSE_MIN_MS, end = -1;
	int fd = -1, sys;
	enum tk_status status;

	if (!tk__fs_inside(path))
		return tk__fs_fail(err, path, EXDEV, TK_D_LOCK_FAILED);
	do {
		if (fd < 0 && (fd = open_lock(root, path)) < 0)
			return tk__fs_fail(err, path, errno, TK_D_LOCK_FAILED);
		sys = try_lock(fd);
		if (sys == 0) {
			*ret_fd = fd;
			return TK_OK;
		}
		if (sys == ESTALE) {
			(void)close(fd);
			fd = -1;
		} else if (sys != EWOULDBLOCK) {
			break;
		}
		if (end < 0)
			end = monotonic_ms() + wait_ms;
	} while (nap(end, &pause));
	if (fd >= 0)
		(void)close(fd);
	status = sys == EWOULDBLOCK || sys == ESTALE ? tk__fail(err, TK_D_LOCK_BUSY)
						     : tk__fail_sys(err, TK_D_LOCK_FAILED, sys);
	tk__at(err, path, 0, 0);
	return status;
}
