/* The lock: one holder, a bounded wait, and no trace of a holder that died. */
#include "scratch.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "fs.h"

static struct scratch s;

static int setup(void **state)
{
	(void)state;
	s = scratch_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_free(&s);
	return 0;
}

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void test_busy_and_released(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	int a = -1, b = -1;
	double began;

	(void)state;
	assert_int_equal(tk__fs_lock(s.root, "lock", 0, &a, &err), TK_OK);
	assert_true(fcntl(a, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(tk__fs_lock(s.root, "lock", 0, &b, &err), TK_BUSY);
	assert_int_equal(err.diag, TK_D_LOCK_BUSY);
	assert_int_equal(b, -1);
	began = seconds();
	assert_int_equal(tk__fs_lock(s.root, "lock", 120, &b, &err), TK_BUSY);
	assert_true(seconds() - began >= 0.119);
	assert_int_equal(close(a), 0);
	assert_int_equal(tk__fs_lock(s.root, "lock", 0, &b, &err), TK_OK);
	assert_int_equal(close(b), 0);
}

static void test_hostile_lock_files(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	int fd = -1;

	(void)state;
	assert_int_equal(symlinkat("target", s.root, "link"), 0);
	assert_int_equal(tk__fs_lock(s.root, "link", 0, &fd, &err), TK_INVALID);
	assert_false(scratch_has(&s, "target"));
	assert_int_equal(tk__fs_lock(s.root, "../lock", 0, &fd, &err), TK_INVALID);
	assert_int_equal(tk__fs_lock(s.root, "none/lock", 0, &fd, &err), TK_NOT_FOUND);
	scratch_dir(&s, "dir");
	assert_int_equal(tk__fs_lock(s.root, "dir", 0, &fd, &err), TK_INVALID);
}

/* A child that takes the lock, says so through a pipe, and holds it until it is killed. */
static pid_t holder(void)
{
	int fds[2], fd;
	char c;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (tk__fs_lock(s.root, "lock", 1000, &fd, NULL) != TK_OK || write(fds[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], &c, 1), 1);
	close(fds[0]);
	return pid;
}

static void test_killed_holder_blocks_nobody(void **state)
{
	int fd = -1, status;
	pid_t pid = holder();

	(void)state;
	assert_int_equal(tk__fs_lock(s.root, "lock", 20, &fd, NULL), TK_BUSY);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(tk__fs_lock(s.root, "lock", 0, &fd, NULL), TK_OK);
	assert_int_equal(close(fd), 0);
}

/* A lock file removed while it is held: the next one to lock must not believe in the old file. */
static void test_removed_lock_file(void **state)
{
	int a = -1, b = -1, c = -1;

	(void)state;
	assert_int_equal(tk__fs_lock(s.root, "lock", 0, &a, NULL), TK_OK);
	assert_int_equal(unlinkat(s.root, "lock", 0), 0);
	assert_int_equal(tk__fs_lock(s.root, "lock", 0, &b, NULL), TK_OK);
	assert_int_equal(tk__fs_lock(s.root, "lock", 0, &c, NULL), TK_BUSY);
	close(a);
	close(b);
}

enum { WORKERS = 8, ROUNDS = 200 };

/* Read, add one, write in place: without exclusion some additions are lost. */
static void count_up(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		int lock, fd;
		unsigned n = 0;
		if (tk__fs_lock(s.root, "lock", 20000, &lock, NULL) != TK_OK)
			_exit(1);
		fd = openat(s.root, "counter", O_RDWR);
		if (pread(fd, &n, sizeof n, 0) != (ssize_t)sizeof n)
			_exit(2);
		n++;
		if (pwrite(fd, &n, sizeof n, 0) != (ssize_t)sizeof n)
			_exit(3);
		close(fd);
		close(lock);
	}
	_exit(0);
}

static void test_contention(void **state)
{
	unsigned n = 0;
	int fd = openat(s.root, "counter", O_RDWR | O_CREAT, 0600);

	(void)state;
	assert_int_equal(write(fd, &n, sizeof n), sizeof n);
	for (int i = 0; i < WORKERS; i++) {
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			count_up();
	}
	for (int i = 0; i < WORKERS; i++) {
		int status;
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(pread(fd, &n, sizeof n, 0), sizeof n);
	assert_int_equal(n, WORKERS * ROUNDS);
	close(fd);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_busy_and_released), CASE(test_hostile_lock_files), CASE(test_killed_holder_blocks_nobody),
		CASE(test_removed_lock_file), CASE(test_contention),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
