/* Paths and reading below a desk's root; see fs.h.  I1: no descriptor is ever opened through a symbolic link. */
#include "fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "fs_impl.h"

bool tk__fs_inside(const char *path)
{
	if (strcmp(path, ".") == 0)
		return true;
	for (;;) {
		size_t n = strcspn(path, "/");
		if (n == 0 || (n <= 2 && strspn(path, ".") >= n))
			return false;
		if (path[n] == '\0')
			return true;
		path += n + 1;
	}
}

/* Asked for a folder, the system says of a link that it is none; here it says that it is a link. */
static int open_name(int dir, const char *name, int flags, mode_t mode)
{
	struct stat st;
	int fd;

	TK_RETRY(fd, openat(dir, name, flags | O_NOFOLLOW | O_CLOEXEC, mode));
	if (fd >= 0 || errno != ENOTDIR)
		return fd;
	errno = fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode) ? ELOOP : ENOTDIR;
	return -1;
}

int tk__fs_walk(int root, const char *path, int flags, mode_t mode)
{
	int dir = root, fd = -1;
	char name[NAME_MAX + 1];

	for (size_t n = strcspn(path, "/"); path[n] == '/'; path += n + 1, n = strcspn(path, "/")) {
		if (n > NAME_MAX) {
			errno = ENAMETOOLONG;
			fd = -1;
			goto done;
		}
		memcpy(name, path, n);
		name[n] = '\0';
		fd = open_name(dir, name, O_PATH | O_DIRECTORY, 0);
		if (dir != root) {
			int sys = errno;
			(void)close(dir);
			errno = sys;
		}
		dir = fd;
		if (dir < 0)
			return -1;
	}
	fd = open_name(dir, path, flags, mode);
done:
	if (dir != root) {
		int sys = errno;
		(void)close(dir);
		errno = sys;
	}
	return fd;
}

int tk__fs_openat(int root, const char *path, int flags, mode_t mode)
{
	struct open_how how = {
		.flags = (uint64_t)(unsigned)flags | O_CLOEXEC,
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	long fd;

	TK_RETRY(fd, syscall(SYS_openat2, root, path, &how, sizeof how));
	/* EPERM is what the filters of some containers answer to calls that they do not know. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return tk__fs_walk(root, path, flags, mode);
	return (int)fd;
}

enum tk_status tk__fs_fail(struct tk_error *err, const char *path, int sys, enum tk_diag otherwise)
{
	enum tk_status status;

	switch (sys) {
	case ENOENT:
		status = tk__fail(err, TK_D_FILE_MISSING);
		break;
	case EEXIST:
		status = tk__fail(err, TK_D_FILE_EXISTS);
		break;
	case ELOOP:
		status = tk__fail(err, TK_D_IS_LINK);
		break;
	case ENOTDIR:
		status = tk__fail(err, TK_D_NOT_FOLDER);
		break;
	case EISDIR:
	case ENXIO: /* a socket, a FIFO without a reader */
		status = tk__fail(err, TK_D_NOT_REGULAR);
		break;
	case EXDEV:
		status = tk__fail(err, TK_D_OUTSIDE);
		break;
	default:
		status = tk__fail_sys(err, otherwise, sys);
		break;
	}
	tk__at(err, path, 0, 0);
	return status;
}

static enum tk_status open_checked(int root, const char *path, const char *shown, int flags, int *ret_fd,
				   struct tk_error *err)
{
	int fd;

	if (!tk__fs_inside(path))
		return tk__fs_fail(err, shown, EXDEV, TK_D_SYS_OPEN);
	fd = tk__fs_openat(root, path, flags, 0);
	if (fd < 0)
		return tk__fs_fail(err, shown, errno, TK_D_SYS_OPEN);
	*ret_fd = fd;
	return TK_OK;
}

enum tk_status tk__fs_root(const char *path, int *ret_fd, struct tk_error *err)
{
	int fd;

	TK_RETRY(fd, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	if (fd < 0)
		return tk__fs_fail(err, path, errno, TK_D_SYS_OPEN);
	*ret_fd = fd;
	return TK_OK;
}

enum tk_status tk__fs_dir(int root, const char *path, int *ret_fd, struct tk_error *err)
{
	return open_checked(root, path, path, O_RDONLY | O_DIRECTORY, ret_fd, err);
}

enum tk_status tk__fs_parent(int root, const char *path, int *ret_dir, const char **ret_name, struct tk_error *err)
{
	const char *slash = strrchr(path, '/');
	char dir[PATH_MAX] = ".";
	enum tk_status status;

	if (!tk__fs_inside(path) || strcmp(path, ".") == 0)
		return tk__fs_fail(err, path, EXDEV, TK_D_SYS_OPEN);
	if (slash) {
		size_t n = (size_t)(slash - path);
		if (n >= sizeof dir)
			return tk__fs_fail(err, path, ENAMETOOLONG, TK_D_SYS_OPEN);
		memcpy(dir, path, n);
		dir[n] = '\0';
	}
	status = open_checked(root, dir, path, O_RDONLY | O_DIRECTORY, ret_dir, err);
	if (status == TK_OK)
		*ret_name = slash ? slash + 1 : path;
	return status;
}

/* Opens for reading and looks at what was opened: not before, since it could be another file by then. */
static enum tk_status open_regular(int root, const char *path, const char *shown, int *ret_fd, struct stat *ret_stat,
				   struct tk_error *err)
{
	int fd = -1;
	enum tk_status status = open_checked(root, path, shown, O_RDONLY | O_NONBLOCK | O_NOCTTY, &fd, err);

	if (status != TK_OK)
		return status;
	if (fstat(fd, ret_stat) < 0)
		status = tk__fs_fail(err, shown, errno, TK_D_SYS_OPEN);
	else if (!S_ISREG(ret_stat->st_mode))
		status = tk__fs_fail(err, shown, EISDIR, TK_D_SYS_OPEN);
	if (status != TK_OK)
		(void)close(fd);
	else
		*ret_fd = fd;
	return status;
}

enum tk_status tk__fs_open(int root, const char *path, int *ret_fd, struct tk_error *err)
{
	struct stat st;

	return open_regular(root, path, path, ret_fd, &st, err);
}

/* Reads `size` bytes, or fewer where the file has become shorter. */
static ssize_t read_all(int fd, char *text, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n;
		TK_RETRY(n, read(fd, text + done, size - done));
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

enum tk_status tk__fs_read_as(struct tk_arena *arena, int root, const char *path, const char *shown, size_t max,
			      char **ret_text, size_t *ret_len, struct stat *ret_stat, struct tk_error *err)
{
	int fd;
	char *text = NULL;
	ssize_t n;
	enum tk_status status = open_regular(root, path, shown, &fd, ret_stat, err);

	if (status != TK_OK)
		return status;
	if ((uintmax_t)ret_stat->st_size > max) {
		status = tk__fail(err, TK_D_YAML_BYTES, (int64_t)max);
		tk__at(err, shown, 0, 0);
	} else if (!(text = tk_arena_alloc(arena, (size_t)ret_stat->st_size + 1))) {
		status = tk__fail(err, TK_D_NOMEM);
	} else if ((n = read_all(fd, text, (size_t)ret_stat->st_size)) < 0) {
		status = tk__fs_fail(err, shown, errno, TK_D_SYS_READ);
	} else {
		text[n] = '\0';
		*ret_text = text;
		*ret_len = (size_t)n;
	}
	(void)close(fd);
	return status;
}

enum tk_status tk__fs_read(struct tk_arena *arena, int root, const char *path, size_t max, char **ret_text,
			   size_t *ret_len, struct tk_error *err)
{
	struct stat st;

	return tk__fs_read_as(arena, root, path, path, max, ret_text, ret_len, &st, err);
}

enum tk_status tk__fs_exists(int root, const char *path, bool *ret, struct tk_error *err)
{
	int fd;

	if (!tk__fs_inside(path))
		return tk__fs_fail(err, path, EXDEV, TK_D_SYS_OPEN);
	/* With these two flags a link is opened itself, not refused; only one on the way is. */
	fd = tk__fs_openat(root, path, O_PATH | O_NOFOLLOW, 0);
	if (fd < 0 && errno != ENOENT && errno != ENOTDIR)
		return tk__fs_fail(err, path, errno, TK_D_SYS_OPEN);
	*ret = fd >= 0;
	if (fd >= 0)
		(void)close(fd);
	return TK_OK;
}

/* Makes one name in an open directory, makes that durable, and steps into it. */
static int make_step(int dir, const char *name, mode_t mode)
{
	int made, fd;

	TK_RETRY(made, mkdirat(dir, name, mode));
	if (made < 0 && errno != EEXIST)
		return -1;
	if (made == 0) {
		TK_RETRY(made, fsync(dir));
		if (made < 0 && errno != EINVAL)
			return -1;
	}
	TK_RETRY(fd, openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
	return fd;
}

enum tk_status tk__fs_mkdirs(int root, const char *path, mode_t mode, struct tk_error *err)
{
	const char *rest = path;
	char name[NAME_MAX + 1];
	int dir = root, sys = 0;

	if (!tk__fs_inside(path))
		return tk__fs_fail(err, path, EXDEV, TK_D_MAKE_FOLDER);
	while (sys == 0 && *rest != '\0') {
		size_t n = strcspn(rest, "/");
		int next = -1;
		if (n > NAME_MAX) {
			sys = ENAMETOOLONG;
			break;
		}
		memcpy(name, rest, n);
		name[n] = '\0';
		next = make_step(dir, name, mode);
		if (next < 0)
			sys = errno;
		if (dir != root)
			(void)close(dir);
		dir = next;
		rest += n + (rest[n] == '/');
	}
	if (dir != root && dir >= 0)
		(void)close(dir);
	return sys ? tk__fs_fail(err, path, sys, TK_D_MAKE_FOLDER) : TK_OK;
}

static int by_bytes(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Grows the list to hold one name more. */
static bool names_reserve(struct tk_arena *arena, struct tk_names *names, size_t *cap)
{
	size_t more = *cap ? *cap * 2 : 64;
	const char **grown;

	if (names->count < *cap)
		return true;
	grown = tk_arena_array(arena, more, sizeof *grown);
	if (!grown)
		return false;
	if (names->count > 0)
		memcpy(grown, names->name, names->count * sizeof *grown);
	names->name = grown;
	*cap = more;
	return true;
}

static enum tk_status read_names(struct tk_arena *arena, DIR *stream, const char *path, struct tk_names *ret,
				 struct tk_error *err)
{
	struct tk_names names = {0};
	size_t cap = 0;
	const struct dirent *entry;

	while (errno = 0, (entry = readdir(stream))) {
		if (entry->d_name[0] == '.')
			continue;
		if (!names_reserve(arena, &names, &cap))
			return tk__fail(err, TK_D_NOMEM);
		names.name[names.count] = tk_arena_strndup(arena, entry->d_name, strlen(entry->d_name));
		if (!names.name[names.count++])
			return tk__fail(err, TK_D_NOMEM);
	}
	if (errno != 0)
		return tk__fs_fail(err, path, errno, TK_D_SYS_READ);
	if (names.count > 1)
		qsort(names.name, names.count, sizeof *names.name, by_bytes);
	*ret = names;
	return TK_OK;
}

enum tk_status tk__fs_list(struct tk_arena *arena, int root, const char *path, struct tk_names *ret,
			   struct tk_error *err)
{
	int fd = -1;
	DIR *stream;
	enum tk_status status = tk__fs_dir(root, path, &fd, err);

	if (status == TK_NOT_FOUND) {
		*ret = (struct tk_names){0};
		return TK_OK;
	}
	if (status != TK_OK)
		return status;
	stream = fdopendir(fd);
	if (!stream) {
		status = tk__fs_fail(err, path, errno, TK_D_SYS_OPEN);
		(void)close(fd);
		return status;
	}
	status = read_names(arena, stream, path, ret, err);
	(void)closedir(stream);
	return status;
}

enum tk_status tk__fs_sync_dir(int root, const char *path, struct tk_error *err)
{
	int fd = -1, done;
	enum tk_status status = tk__fs_dir(root, path, &fd, err);

	if (status != TK_OK)
		return status;
	TK_RETRY(done, fsync(fd));
	if (done < 0 && errno != EINVAL)
		status = tk__fs_fail(err, path, errno, TK_D_SYS_WRITE);
	(void)close(fd);
	return status;
}
