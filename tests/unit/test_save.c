/* The save: whole files, kept modes, nothing left behind. */
#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "save.h"

static struct scratch s;

static int setup(void **state)
{
	(void)state;
	umask(022);
	s = scratch_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_free(&s);
	return 0;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(fstatat(s.root, path, &st, AT_SYMLINK_NOFOLLOW), 0);
	return st.st_mode & 07777;
}

static enum tk_status save(const char *path, const char *text, enum tk_save how, struct tk_error *err)
{
	return tk__fs_save(s.root, path, text, strlen(text), how, err);
}

static void test_create(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	assert_int_equal(save("f", "one\n", TK_SAVE_CREATE, &err), TK_OK);
	scratch_expect(&s, "f", "one\n");
	assert_int_equal(save("f", "two\n", TK_SAVE_CREATE, &err), TK_EXISTS);
	assert_int_equal(err.diag, TK_D_FILE_EXISTS);
	assert_string_equal(err.path, "f");
	scratch_expect(&s, "f", "one\n");
	assert_int_equal(scratch_count(&s, "."), 1);
}

static void test_create_over_what_is_no_file(void **state)
{
	(void)state;
	scratch_dir(&s, "dir");
	assert_int_equal(symlinkat("nowhere", s.root, "link"), 0);
	assert_int_equal(mkfifoat(s.root, "fifo", 0600), 0);
	assert_int_equal(save("dir", "x", TK_SAVE_CREATE, NULL), TK_EXISTS);
	assert_int_equal(save("link", "x", TK_SAVE_CREATE, NULL), TK_EXISTS);
	assert_int_equal(save("fifo", "x", TK_SAVE_CREATE, NULL), TK_EXISTS);
	assert_false(scratch_has(&s, "nowhere"));
	assert_int_equal(scratch_count(&s, "."), 3);
}

static void test_replace(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	assert_int_equal(save("f", "one\n", TK_SAVE_REPLACE, &err), TK_OK);
	scratch_expect(&s, "f", "one\n");
	assert_int_equal(save("f", "", TK_SAVE_REPLACE, &err), TK_OK);
	scratch_expect(&s, "f", "");
	assert_int_equal(save("f", "three\n", TK_SAVE_REPLACE, &err), TK_OK);
	scratch_expect(&s, "f", "three\n");
	assert_int_equal(scratch_count(&s, "."), 1);
}

static void test_replace_refuses_what_is_no_file(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	scratch_dir(&s, "dir");
	scratch_put(&s, "target", "kept");
	assert_int_equal(symlinkat("target", s.root, "link"), 0);
	assert_int_equal(mkfifoat(s.root, "fifo", 0600), 0);
	assert_int_equal(save("dir", "x", TK_SAVE_REPLACE, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NOT_REGULAR);
	assert_int_equal(save("link", "x", TK_SAVE_REPLACE, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_IS_LINK);
	assert_string_equal(err.path, "link");
	assert_int_equal(save("fifo", "x", TK_SAVE_REPLACE, &err), TK_INVALID);
	assert_int_equal(save("../f", "x", TK_SAVE_REPLACE, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_OUTSIDE);
	assert_int_equal(save(".", "x", TK_SAVE_REPLACE, &err), TK_INVALID);
	assert_int_equal(save("none/f", "x", TK_SAVE_REPLACE, &err), TK_NOT_FOUND);
	scratch_expect(&s, "target", "kept");
	assert_int_equal(scratch_count(&s, "."), 4);
}

static void test_modes(void **state)
{
	static const struct {
		mode_t mask, expected;
	} fresh[] = {{0, 0640}, {022, 0640}, {027, 0640}, {077, 0600}};
	static const mode_t old[] = {0600, 0644, 0664, 0640, 0444, 0777};

	(void)state;
	for (size_t i = 0; i < sizeof fresh / sizeof *fresh; i++) {
		umask(fresh[i].mask);
		assert_int_equal(save("new", "x", TK_SAVE_CREATE, NULL), TK_OK);
		assert_int_equal(mode_of("new"), fresh[i].expected);
		assert_int_equal(unlinkat(s.root, "new", 0), 0);
		for (size_t j = 0; j < sizeof old / sizeof *old; j++) {
			scratch_put(&s, "old", "x");
			assert_int_equal(fchmodat(s.root, "old", old[j], 0), 0);
			assert_int_equal(save("old", "y", TK_SAVE_REPLACE, NULL), TK_OK);
			assert_int_equal(mode_of("old"), old[j]);
			assert_int_equal(unlinkat(s.root, "old", 0), 0);
		}
	}
}

static void test_owner_is_kept_by_root(void **state)
{
	struct stat st;

	(void)state;
	if (geteuid() != 0)
		return;
	scratch_put(&s, "f", "x");
	assert_int_equal(fchmodat(s.root, "f", 0660, 0), 0);
	assert_int_equal(fchownat(s.root, "f", 1234, 4321, 0), 0);
	assert_int_equal(save("f", "y", TK_SAVE_REPLACE, NULL), TK_OK);
	assert_int_equal(fstatat(s.root, "f", &st, 0), 0);
	assert_int_equal(st.st_uid, 1234);
	assert_int_equal(st.st_gid, 4321);
	assert_int_equal(st.st_mode & 07777, 0660);
}

static void test_a_full_disk_changes_nothing(void **state)
{
	struct rlimit old, small = {.rlim_cur = 4096, .rlim_max = RLIM_INFINITY};
	struct tk_error err = TK_ERROR_INIT;
	static char big[20000];

	(void)state;
	memset(big, 'b', sizeof big);
	scratch_put(&s, "f", "old");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum tk_status status = tk__fs_save(s.root, "f", big, sizeof big, TK_SAVE_REPLACE, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(status, TK_SYSTEM);
	assert_int_equal(err.diag, TK_D_SAVE_WRITE);
	assert_int_equal(err.sys, EFBIG);
	assert_string_equal(err.path, "f");
	scratch_expect(&s, "f", "old");
	assert_int_equal(scratch_count(&s, "."), 1);
}

static void test_steps(void **state)
{
	struct tk_staged st = {.dir = s.root, .name = "f", .shown = "f", .how = TK_SAVE_REPLACE};

	(void)state;
	scratch_put(&s, "f", "old");
	assert_int_equal(tk__save_stage(&st, "new", 3, true, NULL), TK_OK);
	scratch_expect(&s, "f", "old");
	scratch_expect(&s, st.temp, "new");
	assert_memory_equal(st.temp, ".tmp-", 5);
	tk__save_drop(&st);
	tk__save_drop(&st);
	assert_int_equal(scratch_count(&s, "."), 1);
	assert_int_equal(tk__save_stage(&st, "new", 3, true, NULL), TK_OK);
	assert_int_equal(tk__save_publish(&st, NULL), TK_OK);
	tk__save_drop(&st);
	assert_int_equal(tk__save_settle(&st, true, NULL), TK_OK);
	scratch_expect(&s, "f", "new");
	assert_int_equal(scratch_count(&s, "."), 1);
}

static void test_a_foreign_change_is_a_conflict(void **state)
{
	struct stat seen;
	struct tk_error err = TK_ERROR_INIT;
	struct tk_staged st = {.dir = s.root, .name = "f", .shown = "f", .how = TK_SAVE_REPLACE, .seen = &seen};

	(void)state;
	scratch_put(&s, "f", "old");
	assert_int_equal(fstatat(s.root, "f", &seen, 0), 0);
	assert_int_equal(tk__save_stage(&st, "new", 3, true, &err), TK_OK);
	scratch_put(&s, "f", "somebody else's");
	assert_int_equal(tk__save_publish(&st, &err), TK_CONFLICT);
	assert_int_equal(err.diag, TK_D_FILE_CHANGED);
	assert_int_equal(tk__save_stage(&st, "new", 3, true, &err), TK_CONFLICT);
	scratch_expect(&s, "f", "somebody else's");
	assert_int_equal(unlinkat(s.root, "f", 0), 0);
	assert_int_equal(tk__save_stage(&st, "new", 3, true, &err), TK_CONFLICT);
	assert_int_equal(scratch_count(&s, "."), 0);
}

static void test_copy(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_staged st = {.dir = s.root, .name = "copy", .shown = "copy", .how = TK_SAVE_CREATE};
	int source;

	(void)state;
	scratch_put(&s, "source", "some bytes");
	source = openat(s.root, "source", O_RDONLY);
	assert_int_equal(tk__save_stage_copy(&st, source, true, &err), TK_OK);
	assert_int_equal(tk__save_publish(&st, &err), TK_OK);
	scratch_expect(&s, "copy", "some bytes");
	close(source);
	st.name = "copy2";
	assert_int_equal(tk__save_stage_copy(&st, source, true, &err), TK_SYSTEM); /* closed */
	assert_int_equal(err.diag, TK_D_SAVE_SOURCE);
	assert_int_equal(scratch_count(&s, "."), 2);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_create),
		CASE(test_create_over_what_is_no_file),
		CASE(test_replace),
		CASE(test_replace_refuses_what_is_no_file),
		CASE(test_modes),
		CASE(test_owner_is_kept_by_root),
		CASE(test_a_full_disk_changes_nothing),
		CASE(test_steps),
		CASE(test_a_foreign_change_is_a_conflict),
		CASE(test_copy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
