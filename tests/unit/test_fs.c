/* Paths below a root: nothing leaves it, nothing follows a link, nothing waits for a FIFO. */
#include "scratch.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "fs.h"
#include "fs_impl.h"

static struct scratch s;
static struct tk_arena *arena;

static int setup(void **state)
{
	(void)state;
	s = scratch_new();
	arena = tk_arena_new(0);
	return arena ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	tk_arena_free(arena);
	scratch_free(&s);
	return 0;
}

/* A tree with one good file and a trap of every kind. */
static void traps(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	scratch_dir(&s, "a");
	scratch_dir(&s, "a/b");
	scratch_put(&s, "a/b/good", "good");
	assert_int_equal(symlinkat("/etc/passwd", s.root, "a/b/absolute"), 0);
	assert_int_equal(symlinkat("good", s.root, "a/b/link"), 0);
	assert_int_equal(symlinkat("nowhere", s.root, "a/b/dangling"), 0);
	assert_int_equal(symlinkat("loop", s.root, "a/b/loop"), 0);
	assert_int_equal(symlinkat("b", s.root, "a/dirlink"), 0);
	assert_int_equal(symlinkat("a", s.root, "toplink"), 0);
	assert_int_equal(symlinkat("/", s.root, "rootlink"), 0);
	assert_int_equal(mkfifoat(s.root, "a/b/fifo", 0600), 0);
	snprintf(address.sun_path, sizeof address.sun_path, "%s/a/b/sock", s.path);
	assert_int_equal(bind(sock, (const struct sockaddr *)&address, sizeof address), 0);
	close(sock);
}

static const struct {
	const char *path;
	enum tk_status status;
	enum tk_diag diag;
} hostile[] = {
	{"", TK_INVALID, TK_D_OUTSIDE},
	{"/etc/passwd", TK_INVALID, TK_D_OUTSIDE},
	{"..", TK_INVALID, TK_D_OUTSIDE},
	{"../x", TK_INVALID, TK_D_OUTSIDE},
	{"a/../a/b/good", TK_INVALID, TK_D_OUTSIDE},
	{"a/b/..", TK_INVALID, TK_D_OUTSIDE},
	{"a/./b/good", TK_INVALID, TK_D_OUTSIDE},
	{"./a/b/good", TK_INVALID, TK_D_OUTSIDE},
	{"a//b/good", TK_INVALID, TK_D_OUTSIDE},
	{"a/b/", TK_INVALID, TK_D_OUTSIDE},
	{"a/b/absolute", TK_INVALID, TK_D_IS_LINK},
	{"a/b/link", TK_INVALID, TK_D_IS_LINK},
	{"a/b/dangling", TK_INVALID, TK_D_IS_LINK},
	{"a/b/loop", TK_INVALID, TK_D_IS_LINK},
	{"a/dirlink/good", TK_INVALID, TK_D_IS_LINK},
	{"toplink/b/good", TK_INVALID, TK_D_IS_LINK},
	{"rootlink/etc/passwd", TK_INVALID, TK_D_IS_LINK},
	{"a/b/fifo", TK_INVALID, TK_D_NOT_REGULAR},
	{"a/b/sock", TK_INVALID, TK_D_NOT_REGULAR},
	{"a/b", TK_INVALID, TK_D_NOT_REGULAR},
	{".", TK_INVALID, TK_D_NOT_REGULAR},
	{"a/b/good/more", TK_INVALID, TK_D_NOT_FOLDER},
	{"a/b/missing", TK_NOT_FOUND, TK_D_FILE_MISSING},
	{"missing/b/good", TK_NOT_FOUND, TK_D_FILE_MISSING},
};

static void test_hostile_paths(void **state)
{
	(void)state;
	traps();
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		struct tk_error err = TK_ERROR_INIT;
		char *text = NULL;
		size_t len = 0;
		enum tk_status status = tk__fs_read(arena, s.root, hostile[i].path, 100, &text, &len, &err);
		if (status != hostile[i].status || err.diag != hostile[i].diag)
			fail_msg("'%s': %s, %s", hostile[i].path, tk_status_name(status), tk_diag_row(err.diag)->name);
		assert_string_equal(err.path, hostile[i].path);
		assert_null(text);
	}
}

/* The walk without openat2 refuses the same; a link on the way is ENOTDIR there, since it is no directory itself. */
static void test_walk_refuses_the_same(void **state)
{
	(void)state;
	traps();
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		int fd, sys;
		if (!tk__fs_inside(hostile[i].path))
			continue;
		fd = tk__fs_walk(s.root, hostile[i].path, O_RDONLY | O_NONBLOCK, 0);
		sys = errno;
		if (hostile[i].diag == TK_D_NOT_REGULAR) { /* decided by looking at what was opened */
			assert_true(fd >= 0 || sys == ENXIO);
			if (fd >= 0)
				assert_int_equal(close(fd), 0);
			continue;
		}
		assert_int_equal(fd, -1);
		assert_true(sys == ENOENT || sys == ENOTDIR || sys == ELOOP);
		assert_int_equal(sys == ENOENT, hostile[i].status == TK_NOT_FOUND);
		assert_int_equal(sys == ELOOP, hostile[i].diag == TK_D_IS_LINK);
	}
	int fd = tk__fs_walk(s.root, "a/b/good", O_RDONLY, 0);
	assert_true(fd >= 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(close(fd), 0);
}

static void test_long_names(void **state)
{
	char path[700];

	(void)state;
	memset(path, 'x', sizeof path);
	path[300] = '/';
	path[sizeof path - 1] = '\0';
	assert_int_equal(tk__fs_walk(s.root, path, O_RDONLY, 0), -1);
	assert_int_equal(errno, ENAMETOOLONG);
	assert_int_equal(tk__fs_mkdirs(s.root, path, 0755, NULL), TK_SYSTEM);
	memcpy(path, "ok/", 3);
	assert_int_equal(tk__fs_walk(s.root, path, O_RDONLY, 0), -1);
	scratch_dir(&s, "ok");
	assert_int_equal(tk__fs_walk(s.root, path, O_RDONLY, 0), -1);
	assert_int_equal(errno, ENAMETOOLONG);
}

static void test_read(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	char *text;
	size_t len;

	(void)state;
	scratch_put(&s, "f", "12345");
	scratch_put(&s, "empty", "");
	assert_int_equal(tk__fs_read(arena, s.root, "f", 5, &text, &len, &err), TK_OK);
	assert_int_equal(len, 5);
	assert_string_equal(text, "12345");
	assert_int_equal(tk__fs_read(arena, s.root, "f", 4, &text, &len, &err), TK_LIMIT);
	assert_int_equal(err.diag, TK_D_YAML_BYTES);
	assert_string_equal(err.path, "f");
	assert_int_equal(tk__fs_read(arena, s.root, "empty", 5, &text, &len, &err), TK_OK);
	assert_int_equal(len, 0);
	assert_string_equal(text, "");
}

static void test_read_five_mebibytes(void **state)
{
	size_t size = 5U << 20, len;
	char *big = malloc(size), *text;
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	assert_non_null(big);
	memset(big, 'z', size);
	assert_int_equal(tk__fs_save(s.root, "big", big, size, TK_SAVE_CREATE, &err), TK_OK);
	assert_int_equal(tk__fs_read(arena, s.root, "big", 4U << 20, &text, &len, &err), TK_LIMIT);
	assert_int_equal(tk__fs_read(arena, s.root, "big", size, &text, &len, &err), TK_OK);
	assert_int_equal(len, size);
	assert_memory_equal(text, big, size);
	free(big);
}

static void test_read_without_memory_or_permission(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_arena *small = tk_arena_new(16);
	char *text;
	size_t len;

	(void)state;
	scratch_put(&s, "f", "more than sixteen bytes of text");
	assert_int_equal(tk__fs_read(small, s.root, "f", 100, &text, &len, &err), TK_NOMEM);
	tk_arena_free(small);
	if (geteuid() == 0)
		return; /* root reads everything */
	assert_int_equal(fchmodat(s.root, "f", 0, 0), 0);
	assert_int_equal(tk__fs_read(arena, s.root, "f", 100, &text, &len, &err), TK_SYSTEM);
	assert_int_equal(err.diag, TK_D_SYS_OPEN);
	assert_int_equal(err.sys, EACCES);
}

static void test_exists(void **state)
{
	bool found = false;

	(void)state;
	traps();
	assert_int_equal(tk__fs_exists(s.root, "a/b/good", &found, NULL), TK_OK);
	assert_true(found);
	assert_int_equal(tk__fs_exists(s.root, "a/b/dangling", &found, NULL), TK_OK);
	assert_true(found);
	assert_int_equal(tk__fs_exists(s.root, "a/b/missing", &found, NULL), TK_OK);
	assert_false(found);
	assert_int_equal(tk__fs_exists(s.root, "a/b/good/x", &found, NULL), TK_OK);
	assert_false(found);
	assert_int_equal(tk__fs_exists(s.root, "rootlink/etc", &found, NULL), TK_INVALID);
	assert_int_equal(tk__fs_exists(s.root, "../x", &found, NULL), TK_INVALID);
}

static void test_mkdirs(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	assert_int_equal(tk__fs_mkdirs(s.root, "tickets/2026/11", 0755, &err), TK_OK);
	assert_int_equal(tk__fs_mkdirs(s.root, "tickets/2026/11", 0755, &err), TK_OK);
	assert_int_equal(tk__fs_mkdirs(s.root, "tickets/2026/12", 0755, &err), TK_OK);
	assert_true(scratch_has(&s, "tickets/2026/11"));
	assert_true(scratch_has(&s, "tickets/2026/12"));
	assert_int_equal(tk__fs_sync_dir(s.root, "tickets/2026", &err), TK_OK);
	assert_int_equal(tk__fs_sync_dir(s.root, "tickets/2027", &err), TK_NOT_FOUND);
	scratch_put(&s, "file", "");
	assert_int_equal(tk__fs_mkdirs(s.root, "file/x", 0755, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NOT_FOLDER);
	assert_int_equal(symlinkat("/tmp", s.root, "out"), 0);
	assert_int_equal(tk__fs_mkdirs(s.root, "out/ticket-test-escape", 0755, &err), TK_INVALID);
	assert_int_equal(access("/tmp/ticket-test-escape", F_OK), -1);
	assert_int_equal(tk__fs_mkdirs(s.root, "../ticket-test-escape", 0755, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_OUTSIDE);
}

static void test_list(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_names names = {.count = 7};
	char name[16];

	(void)state;
	assert_int_equal(tk__fs_list(arena, s.root, "none", &names, &err), TK_OK);
	assert_int_equal(names.count, 0);
	scratch_dir(&s, "d");
	assert_int_equal(tk__fs_list(arena, s.root, "d", &names, &err), TK_OK);
	assert_int_equal(names.count, 0);
	for (int i = 299; i >= 0; i--) {
		snprintf(name, sizeof name, "d/%03d", i);
		scratch_put(&s, name, "");
	}
	scratch_put(&s, "d/.tmp-abc", "");
	assert_int_equal(tk__fs_list(arena, s.root, "d", &names, &err), TK_OK);
	assert_int_equal(names.count, 300);
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof name, "%03d", i);
		assert_string_equal(names.name[i], name);
	}
	assert_int_equal(tk__fs_list(arena, s.root, "d/001", &names, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NOT_FOLDER);
}

static void test_root(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	int fd = -1;

	(void)state;
	assert_int_equal(tk__fs_root(s.path, &fd, &err), TK_OK);
	assert_int_equal(close(fd), 0);
	assert_int_equal(tk__fs_root("/nonexistent/desk", &fd, &err), TK_NOT_FOUND);
	assert_string_equal(err.path, "/nonexistent/desk");
	assert_int_equal(tk__fs_root("/etc/passwd", &fd, &err), TK_INVALID);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_hostile_paths),
		CASE(test_walk_refuses_the_same),
		CASE(test_long_names),
		CASE(test_read),
		CASE(test_read_five_mebibytes),
		CASE(test_read_without_memory_or_permission),
		CASE(test_exists),
		CASE(test_mkdirs),
		CASE(test_list),
		CASE(test_root),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
