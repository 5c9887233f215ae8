/*
 * The save; see save.h and fs.h.
 *
 * I1: the name holds the old file or the new one at every moment.  I2: what is published was synced before.
 * I3: every failure before publishing removes the temp file.
 */
#include "save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "fail.h"
#include "fs_impl.h"

/* Hidden, so that listings skip it; hard to guess, so that nobody can lie in wait under its name. */
static void temp_name(char ret[24], unsigned attempt)
{
	static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	uint64_t random = 0;
	char *p = ret + strlen(".tmp-");

	if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random)
		random = ((uint64_t)getpid() << 32) ^ (uintptr_t)ret ^ ((uint64_t)attempt << 16);
	memcpy(ret, ".tmp-", strlen(".tmp-"));
	for (int i = 0; i < 12; i++, random /= 36)
		*p++ = digit[random % 36];
	*p = '\0';
}

static int open_temp(struct tk_staged *s, mode_t mode)
{
	int fd = -1;

	for (unsigned attempt = 0; attempt < TK_FS_TRIES; attempt++) {
		temp_name(s->temp, attempt);
		TK_RETRY(fd, openat(s->dir, s->temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
		if (fd >= 0)
			return fd;
		if (errno != EEXIST)
			break;
	}
	s->temp[0] = '\0';
	return -1;
}

/*
 * The new file gets the old one's mode, and its owner and group where that is allowed.  Where the group cannot be
 * kept, the strangers' group gets no more than everybody has.
 */
static int keep_attributes(int fd, const struct stat *old)
{
	struct stat st;
	mode_t mode = old->st_mode & 07777;

	if (fstat(fd, &st) < 0)
		return -1;
	if (st.st_uid != old->st_uid && fchown(fd, old->st_uid, (gid_t)-1) < 0 && errno != EPERM)
		return -1;
	if (st.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) < 0) {
		if (errno != EPERM)
			return -1;
		mode = (mode & ~(mode_t)070) | ((mode & 07) << 3);
	}
	return (st.st_mode & 07777) == mode ? 0 : fchmod(fd, mode);
}

static int write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n;
		TK_RETRY(n, write(fd, text, len));
		if (n <= 0) {
			if (n == 0)
				errno = EIO;
			return -1;
		}
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Looks at the file to be replaced.  *ret_exists tells whether there is one. */
static enum tk_status look(const struct tk_staged *s, struct stat *ret, bool *ret_exists, struct tk_error *err)
{
	int found;
	enum tk_status status = TK_OK;

	*ret_exists = false;
	if (s->how == TK_SAVE_CREATE)
		return TK_OK;
	TK_RETRY(found, fstatat(s->dir, s->name, ret, AT_SYMLINK_NOFOLLOW));
	if (found < 0 && errno != ENOENT)
		return tk__fs_fail(err, s->shown, errno, TK_D_SAVE_TEMP);
	*ret_exists = found == 0;
	if (found == 0 && S_ISLNK(ret->st_mode))
		status = tk__fs_fail(err, s->shown, ELOOP, TK_D_SAVE_TEMP);
	else if (found == 0 && !S_ISREG(ret->st_mode))
		status = tk__fs_fail(err, s->shown, EISDIR, TK_D_SAVE_TEMP);
	else if (s->seen && (found < 0 || !same_file(s->seen, ret)))
		status = tk__fail(err, TK_D_FILE_CHANGED);
	if (status != TK_OK)
		tk__at(err, s->shown, 0, 0);
	return status;
}

static enum tk_status begin(struct tk_staged *s, int *ret_fd, struct tk_error *err)
{
	struct stat old;
	bool exists;
	int fd, sys;
	enum tk_status status = look(s, &old, &exists, err);

	s->temp[0] = '\0';
	if (status != TK_OK)
		return status;
	fd = open_temp(s, exists ? 0600 : TK_SAVE_MODE);
	if (fd < 0)
		return tk__fs_fail(err, s->shown, errno, TK_D_SAVE_TEMP);
	if (exists && keep_attributes(fd, &old) < 0) {
		sys = errno;
		(void)close(fd);
		tk__save_drop(s);
		return tk__fs_fail(err, s->shown, sys, TK_D_SAVE_TEMP);
	}
	*ret_fd = fd;
	return TK_OK;
}

/* Ends the staging: `diag` says what failed so far (errno), TK_D_NONE that nothing did. */
static enum tk_status finish(struct tk_staged *s, int fd, bool sync, enum tk_diag diag, struct tk_error *err)
{
	int sys = errno, done;

	if (diag == TK_D_NONE && sync) {
		TK_RETRY(done, fsync(fd));
		if (done < 0) {
			diag = TK_D_SAVE_SYNC;
			sys = errno;
		}
	}
	/* After EINTR the descriptor is closed all the same, and a synced text is safe. */
	if (close(fd) < 0 && errno != EINTR && diag == TK_D_NONE) {
		diag = TK_D_SAVE_WRITE;
		sys = errno;
	}
	if (diag == TK_D_NONE)
		return TK_OK;
	tk__save_drop(s);
	enum tk_status status = tk__fail_sys(err, diag, sys);
	tk__at(err, s->shown, 0, 0);
	return status;
}

enum tk_status tk__save_stage(struct tk_staged *s, const char *text, size_t len, bool sync, struct tk_error *err)
{
	int fd;
	enum tk_status status = begin(s, &fd, err);

	if (status != TK_OK)
		return status;
	return finish(s, fd, sync, write_all(fd, text, len) < 0 ? TK_D_SAVE_WRITE : TK_D_NONE, err);
}

enum tk_status tk__save_stage_copy(struct tk_staged *s, int source, bool sync, struct tk_error *err)
{
	char buffer[16384];
	int fd;
	ssize_t n;
	enum tk_diag diag = TK_D_NONE;
	enum tk_status status = begin(s, &fd, err);

	if (status != TK_OK)
		return status;
	while (diag == TK_D_NONE) {
		TK_RETRY(n, read(source, buffer, sizeof buffer));
		if (n == 0)
			break;
		if (n < 0)
			diag = TK_D_SAVE_SOURCE;
		else if (write_all(fd, buffer, (size_t)n) < 0)
			diag = TK_D_SAVE_WRITE;
	}
	return finish(s, fd, sync, diag, err);
}

/*
 * Gives a new file its name without replacing one.  A rename that replaces nothing does it in one step; a file system
 * that has none gets a second link to the file, and the first is removed.
 */
static int publish_new(const struct tk_staged *s)
{
	int done;

	TK_RETRY(done, renameat2(s->dir, s->temp, s->dir, s->name, RENAME_NOREPLACE));
	if (done == 0 || (errno != EINVAL && errno != ENOSYS))
		return done;
	TK_RETRY(done, linkat(s->dir, s->temp, s->dir, s->name, 0));
	if (done == 0)
		(void)unlinkat(s->dir, s->temp, 0);
	return done;
}

/*
 * Puts the new file in the old one's place.  To keep the old one the two change their names, in one step as well; a
 * file system that cannot do that keeps none.
 */
static int publish_over(struct tk_staged *s)
{
	int done;

	if (s->keep) {
		TK_RETRY(done, renameat2(s->dir, s->temp, s->dir, s->name, RENAME_EXCHANGE));
		s->kept = done == 0;
		if (s->kept || (errno != EINVAL && errno != ENOSYS && errno != ENOENT))
			return done;
	}
	TK_RETRY(done, renameat(s->dir, s->temp, s->dir, s->name));
	return done;
}

bool tk__save_undo(struct tk_staged *s)
{
	int done;

	if (s->how == TK_SAVE_CREATE) {
		TK_RETRY(done, unlinkat(s->dir, s->name, 0));
		return done == 0;
	}
	if (!s->kept)
		return false;
	TK_RETRY(done, renameat2(s->dir, s->temp, s->dir, s->name, RENAME_EXCHANGE));
	tk__save_drop(s);
	return done == 0;
}

enum tk_status tk__save_publish(struct tk_staged *s, struct tk_error *err)
{
	int done, sys;
	struct stat now;
	bool exists;
	enum tk_status status = s->seen ? look(s, &now, &exists, err) : TK_OK;

	if (status == TK_OK) {
		done = s->how == TK_SAVE_CREATE ? publish_new(s) : publish_over(s);
		if (done == 0) {
			if (!s->kept)
				s->temp[0] = '\0';
			return TK_OK;
		}
		sys = errno;
		status = tk__fs_fail(err, s->shown, sys, TK_D_SAVE_RENAME);
	}
	tk__save_drop(s);
	return status;
}

enum tk_status tk__save_settle(const struct tk_staged *s, bool undo, struct tk_error *err)
{
	int done;
	enum tk_status status;

	TK_RETRY(done, fsync(s->dir));
	/* EINVAL: this file system keeps its directories in order without being asked. */
	if (done == 0 || errno == EINVAL)
		return TK_OK;
	undo = undo && s->how == TK_SAVE_CREATE;
	status = tk__fail_sys(err, undo ? TK_D_SAVE_SYNC : TK_D_SAVE_UNSURE, errno);
	tk__at(err, s->shown, 0, 0);
	if (undo)
		(void)unlinkat(s->dir, s->name, 0);
	return status;
}

void tk__save_drop(struct tk_staged *s)
{
	int done;

	if (s->temp[0] != '\0')
		TK_RETRY(done, unlinkat(s->dir, s->temp, 0));
	s->temp[0] = '\0';
}

enum tk_status tk__fs_save(int root, const char *path, const char *text, size_t len, enum tk_save how,
			   struct tk_error *err)
{
	struct tk_staged s = {.shown = path, .how = how};
	enum tk_status status = tk__fs_parent(root, path, &s.dir, &s.name, err);

	if (status != TK_OK)
		return status;
	status = tk__save_stage(&s, text, len, true, err);
	if (status == TK_OK)
		status = tk__save_publish(&s, err);
	if (status == TK_OK)
		status = tk__save_settle(&s, true, err);
	(void)close(s.dir);
	return status;
}
