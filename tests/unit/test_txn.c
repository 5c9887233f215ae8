/* Transactions: what they see, what they write, what they leave alone; numbers under concurrency. */
#include "desk_scratch.h"

#include <signal.h>
#include <sys/wait.h>

#include "txn_impl.h"

static struct scratch s;
static struct tk_desk *desk;
static int64_t today;

static int setup(void **state)
{
	(void)state;
	umask(022);
	s = scratch_new();
	scratch_put(&s, "desk.yaml", "name: x\n");
	desk = desk_open(&s);
	today = tk_days(2026, 11, 22);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tk_desk_close(desk);
	scratch_free(&s);
	return 0;
}

static struct tk_txn *begin(void)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_txn *txn = NULL;

	if (tk_txn_begin(desk, 0, 5000, &txn, &err) != TK_OK)
		fail_msg("begin: %s", tk_diag_row(err.diag)->name);
	return txn;
}

static void put(struct tk_txn *txn, const char *id, const char *title)
{
	struct tk_id parsed = id_of(id);
	const char *text = ticket_text(id, title);

	assert_int_equal(tk__txn_put(txn, &parsed, text, strlen(text), NULL), TK_OK);
}

static struct tk_id create(struct tk_txn *txn, const char *prefix, const char *title)
{
	struct tk_id id;
	const char *text;

	assert_int_equal(tk__txn_new_id(txn, prefix, today, &id, NULL), TK_OK);
	text = ticket_text(id.text, title);
	assert_int_equal(tk__txn_create(txn, &id, text, strlen(text), NULL), TK_OK);
	return id;
}

static const char *title_in(struct tk_txn *txn, const char *id)
{
	struct tk_id parsed = id_of(id);
	const struct tk_ticket *ticket;

	return tk_txn_load(txn, &parsed, &ticket, NULL) == TK_OK ? ticket_title(ticket) : NULL;
}

static void test_first_ticket_of_a_clone(void **state)
{
	struct tk_txn *txn = begin();
	struct tk_id id = create(txn, "TS", "first");

	(void)state;
	assert_string_equal(id.text, "TS20261122001");
	assert_false(scratch_has(&s, "tickets"));
	assert_string_equal(title_in(txn, "TS20261122001"), "first");
	assert_int_equal(tk_txn_commit(txn, NULL), TK_OK);
	tk_txn_free(txn);
	scratch_expect(&s, "tickets/2026/11/TS20261122001.yaml", ticket_text("TS20261122001", "first"));
	scratch_expect(&s, ".ticket/.gitignore", "*\n");
	assert_int_equal(scratch_count(&s, "tickets/2026/11"), 1);
	txn = begin();
	assert_string_equal(create(txn, "TS", "second").text, "TS20261122002");
	assert_string_equal(create(txn, "TS", "third").text, "TS20261122003");
	assert_string_equal(create(txn, "CS", "other").text, "CS20261122001");
	tk_txn_free(txn); /* without commit: nothing is written, no number is lost */
	assert_int_equal(scratch_count(&s, "tickets/2026/11"), 1);
	txn = begin();
	assert_string_equal(create(txn, "TS", "second").text, "TS20261122002");
	tk_txn_free(txn);
}

static void test_numbers_that_are_taken(void **state)
{
	struct tk_txn *txn;

	(void)state;
	ticket_put(&s, "TS20261122001", "x");
	scratch_dir(&s, "archive");
	scratch_dir(&s, "archive/2026");
	scratch_dir(&s, "archive/2026/11");
	scratch_put(&s, "archive/2026/11/TS20261122002.yaml", "x");
	scratch_dir(&s, ".ticket");
	scratch_put(&s, ".ticket/purged", "CS20261122001\nTS20261122003\nTS202611220044\n");
	txn = begin();
	assert_string_equal(create(txn, "TS", "x").text, "TS20261122004");
	assert_string_equal(create(txn, "CS", "x").text, "CS20261122002");
	tk_txn_free(txn);
}

static void test_a_shared_desk_needs_its_letter(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_id id;
	struct tk_txn *txn;

	(void)state;
	tk_desk_close(desk);
	scratch_put(&s, "desk.yaml", "ids: {shared: true}\n");
	desk = desk_open(&s);
	txn = begin();
	assert_int_equal(tk__txn_new_id(txn, "TS", today, &id, &err), TK_REFUSED);
	assert_int_equal(err.diag, TK_D_NEEDS_NODE);
	scratch_put(&s, ".ticket/node", "b\n");
	assert_string_equal(create(txn, "TS", "x").text, "TS20261122b001");
	assert_int_equal(tk__txn_new_id(txn, "bad prefix", today, &id, &err), TK_INVALID);
	tk_txn_free(txn);
}

static void test_overlay_and_rollback(void **state)
{
	struct tk_txn *txn;
	struct tk_id id = id_of("TS20261122009");
	const struct tk_ticket *before, *ticket;
	size_t first, second;

	(void)state;
	ticket_put(&s, "TS20261122001", "disk");
	ticket_put(&s, "TS20261122002", "other");
	txn = begin();
	assert_int_equal(tk_txn_load(txn, &id, &ticket, NULL), TK_NOT_FOUND);
	id = id_of("TS20261122001");
	assert_int_equal(tk_txn_load(txn, &id, &before, NULL), TK_OK);
	first = tk_txn_mark(txn);
	put(txn, "TS20261122001", "one");
	second = tk_txn_mark(txn);
	put(txn, "TS20261122001", "two");
	put(txn, "TS20261122002", "two");
	assert_string_equal(create(txn, "TS", "new").text, "TS20261122003");
	assert_string_equal(title_in(txn, "TS20261122001"), "two");
	assert_string_equal(title_in(txn, "TS20261122003"), "new");
	tk_txn_rollback(txn, second);
	assert_string_equal(title_in(txn, "TS20261122001"), "one");
	assert_string_equal(title_in(txn, "TS20261122002"), "other");
	assert_null(title_in(txn, "TS20261122003"));
	assert_string_equal(create(txn, "TS", "again").text, "TS20261122003");
	tk_txn_rollback(txn, first);
	assert_string_equal(title_in(txn, "TS20261122001"), "disk");
	assert_string_equal(ticket_title(before), "disk"); /* lent until the end */
	put(txn, "TS20261122001", "final");
	assert_int_equal(tk_txn_commit(txn, NULL), TK_OK);
	tk_txn_free(txn);
	scratch_expect(&s, "tickets/2026/11/TS20261122001.yaml", ticket_text("TS20261122001", "final"));
	scratch_expect(&s, "tickets/2026/11/TS20261122002.yaml", ticket_text("TS20261122002", "other"));
	assert_int_equal(scratch_count(&s, "tickets/2026/11"), 2);
}

static void expect_text(struct tk_txn *txn, const char *id, const char *title)
{
	struct tk_id parsed = id_of(id);
	const char *text, *expected = ticket_text(id, title);
	size_t len;

	assert_int_equal(tk_txn_text(txn, &parsed, &text, &len, NULL), TK_OK);
	assert_int_equal(len, strlen(expected));
	assert_memory_equal(text, expected, len);
}

static void test_texts_as_they_would_be_written(void **state)
{
	struct tk_id missing = id_of("TS20261122009");
	const char *text;
	size_t len, mark;
	struct tk_txn *txn;

	(void)state;
	ticket_put(&s, "TS20261122001", "disk");
	txn = begin();
	expect_text(txn, "TS20261122001", "disk");
	mark = tk_txn_mark(txn);
	put(txn, "TS20261122001", "one");
	expect_text(txn, "TS20261122001", "one");
	expect_text(txn, create(txn, "TS", "new").text, "new");
	tk_txn_rollback(txn, mark);
	expect_text(txn, "TS20261122001", "disk");
	assert_int_equal(tk_txn_text(txn, &missing, &text, &len, NULL), TK_NOT_FOUND);
	tk_txn_free(txn);
}

static void test_many_in_one(void **state)
{
	enum { N = 500 };
	struct tk_txn *txn = begin();
	struct tk_id id;
	char title[16];

	(void)state;
	for (int i = 1; i <= N; i++) {
		snprintf(title, sizeof title, "t%d", i);
		id = create(txn, "TS", title);
		assert_int_equal(id.number, i);
	}
	put(txn, "TS20261122007", "changed");
	assert_string_equal(title_in(txn, "TS20261122007"), "changed");
	assert_string_equal(title_in(txn, "TS20261122500"), "t500");
	assert_int_equal(tk_txn_commit(txn, NULL), TK_OK);
	assert_int_equal(scratch_count(&s, "tickets/2026/11"), N);
	/* After the commit the transaction goes on, and does not save again what it saved. */
	assert_int_equal(unlinkat(s.root, "tickets/2026/11/TS20261122001.yaml", 0), 0);
	put(txn, "TS20261122007", "changed again");
	assert_int_equal(tk_txn_commit(txn, NULL), TK_OK);
	assert_int_equal(scratch_count(&s, "tickets/2026/11"), N - 1);
	tk_txn_free(txn);
	scratch_expect(&s, "tickets/2026/11/TS20261122007.yaml", ticket_text("TS20261122007", "changed again"));
}

static void test_equal_text_is_not_written(void **state)
{
	struct tk_txn *txn;
	struct stat before, after;

	(void)state;
	ticket_put(&s, "TS20261122001", "same");
	assert_int_equal(fstatat(s.root, "tickets/2026/11/TS20261122001.yaml", &before, 0), 0);
	txn = begin();
	assert_string_equal(title_in(txn, "TS20261122001"), "same");
	put(txn, "TS20261122001", "same");
	assert_int_equal(tk_txn_commit(txn, NULL), TK_OK);
	tk_txn_free(txn);
	assert_int_equal(fstatat(s.root, "tickets/2026/11/TS20261122001.yaml", &after, 0), 0);
	assert_int_equal(before.st_ino, after.st_ino);
}

static void test_a_change_by_an_editor_is_a_conflict(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_txn *txn;

	(void)state;
	ticket_put(&s, "TS20261122001", "read");
	ticket_put(&s, "TS20261122002", "read");
	txn = begin();
	assert_string_equal(title_in(txn, "TS20261122001"), "read");
	assert_string_equal(title_in(txn, "TS20261122002"), "read");
	put(txn, "TS20261122001", "ours");
	put(txn, "TS20261122002", "ours");
	ticket_put(&s, "TS20261122002", "the editor's");
	assert_int_equal(tk_txn_commit(txn, &err), TK_CONFLICT);
	assert_int_equal(err.diag, TK_D_FILE_CHANGED);
	assert_string_equal(err.path, "tickets/2026/11/TS20261122002.yaml");
	tk_txn_free(txn);
	/* Noticed before anything was published. */
	scratch_expect(&s, "tickets/2026/11/TS20261122001.yaml", ticket_text("TS20261122001", "read"));
	scratch_expect(&s, "tickets/2026/11/TS20261122002.yaml", ticket_text("TS20261122002", "the editor's"));
	assert_int_equal(scratch_count(&s, "tickets/2026/11"), 2);
}

static void test_create_never_replaces(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_txn *txn = begin();
	struct tk_id id = create(txn, "TS", "ours");
	const char *text = ticket_text(id.text, "twice");

	(void)state;
	assert_int_equal(tk__txn_create(txn, &id, text, strlen(text), &err), TK_EXISTS);
	ticket_put(&s, "TS20261122001", "a foreign writer's");
	assert_int_equal(tk_txn_commit(txn, &err), TK_EXISTS);
	assert_string_equal(err.path, "tickets/2026/11/TS20261122001.yaml");
	tk_txn_free(txn);
	scratch_expect(&s, "tickets/2026/11/TS20261122001.yaml", ticket_text("TS20261122001", "a foreign writer's"));
	assert_int_equal(scratch_count(&s, "tickets/2026/11"), 1);
	txn = begin();
	assert_string_equal(create(txn, "TS", "ours").text, "TS20261122002");
	assert_int_equal(tk_txn_commit(txn, NULL), TK_OK);
	tk_txn_free(txn);
}

static void test_attachments(void **state)
{
	static const char *const bad[] = {"", ".", "..", ".hidden", "a/b", "../x", "a\nb", "a\x7f"};
	struct tk_error err = TK_ERROR_INIT;
	struct tk_id id = id_of("TS20261122001");
	struct tk_txn *txn;
	size_t mark;
	int fd;

	(void)state;
	ticket_put(&s, "TS20261122001", "x");
	scratch_put(&s, "source", "picture");
	txn = begin();
	fd = openat(s.root, "source", O_RDONLY);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(tk__txn_attach(txn, &id, bad[i], fd, &err), TK_INVALID);
		assert_int_equal(err.diag, TK_D_BAD_FILE_NAME);
	}
	mark = tk_txn_mark(txn);
	assert_int_equal(tk__txn_attach(txn, &id, "back.jpg", fd, &err), TK_OK);
	tk_txn_rollback(txn, mark);
	assert_int_equal(tk__txn_attach(txn, &id, "照片.jpg", fd, &err), TK_OK);
	assert_int_equal(tk__txn_attach(txn, &id, "照片.jpg", fd, &err), TK_EXISTS);
	assert_int_equal(close(fd), 0); /* the transaction has its own */
	assert_false(scratch_has(&s, "attachments"));
	assert_int_equal(tk_txn_commit(txn, &err), TK_OK);
	assert_int_equal(tk_txn_commit(txn, &err), TK_OK);
	scratch_expect(&s, "attachments/2026/11/TS20261122001/照片.jpg", "picture");
	assert_int_equal(scratch_count(&s, "attachments/2026/11/TS20261122001"), 1);
	fd = openat(s.root, "source", O_RDONLY);
	assert_int_equal(tk__txn_attach(txn, &id, "照片.jpg", fd, &err), TK_EXISTS);
	close(fd);
	tk_txn_free(txn);
}

static void test_only_one_at_a_time(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_txn *txn = begin(), *second = NULL;

	(void)state;
	assert_int_equal(tk_txn_begin(desk, 0, 10, &second, &err), TK_BUSY);
	assert_null(second);
	tk_txn_free(txn);
	txn = begin();
	tk_txn_free(txn);
	tk_txn_free(NULL);
}

static void test_hostile_trees(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_txn *txn = begin();

	(void)state;
	assert_int_equal(symlinkat("/tmp", s.root, "tickets"), 0);
	struct tk_id id;
	assert_int_equal(tk__txn_new_id(txn, "TS", today, &id, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_IS_LINK);
	id = id_of("TS20261122001");
	assert_int_equal(tk__txn_create(txn, &id, "x", 1, &err), TK_OK);
	assert_int_equal(tk_txn_commit(txn, &err), TK_INVALID);
	assert_int_equal(access("/tmp/2026", F_OK), -1);
	tk_txn_free(txn);
}

enum { WORKERS = 8, EACH = 100 };

/* One process of many: each ticket in a transaction of its own. */
static void create_many(int worker)
{
	char title[32];

	for (int i = 0; i < EACH; i++) {
		struct tk_txn *txn;
		struct tk_id id;
		const char *text;
		if (tk_txn_begin(desk, 0, 60000, &txn, NULL) != TK_OK)
			_exit(1);
		snprintf(title, sizeof title, "w%d-%d", worker, i);
		if (tk__txn_new_id(txn, "TS", today, &id, NULL) != TK_OK)
			_exit(2);
		text = ticket_text(id.text, title);
		if (tk__txn_create(txn, &id, text, strlen(text), NULL) != TK_OK || tk_txn_commit(txn, NULL) != TK_OK)
			_exit(3);
		tk_txn_free(txn);
	}
	_exit(0);
}

static void expect_all_created(void)
{
	struct tk_scan *scan;
	struct tk_id id;
	const struct tk_ticket *ticket;
	static bool seen[WORKERS][EACH];
	size_t count = 0;

	memset(seen, 0, sizeof seen);
	assert_int_equal(tk_scan_open(desk, &scan, NULL), TK_OK);
	while (tk_scan_next(scan, &id, &ticket, NULL) == TK_OK) {
		int worker, i;
		assert_int_equal(sscanf(ticket_title(ticket), "w%d-%d", &worker, &i), 2);
		assert_false(seen[worker][i]);
		seen[worker][i] = true;
		count++;
		assert_int_equal(id.number, count); /* without a gap */
	}
	assert_true(tk_scan_done(scan));
	tk_scan_close(scan);
	assert_int_equal(count, WORKERS * EACH);
}

static void test_concurrent_creation(void **state)
{
	(void)state;
	for (int i = 0; i < WORKERS; i++) {
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			create_many(i);
	}
	for (int i = 0; i < WORKERS; i++) {
		int status;
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	expect_all_created();
}

/* A process killed inside a transaction leaves no lock, no ticket and no temp file that counts. */
static void test_killed_inside(void **state)
{
	int fds[2], status;
	char c;
	pid_t pid;
	struct tk_txn *txn;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (tk_txn_begin(desk, 0, 1000, &txn, NULL) != TK_OK || write(fds[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_int_equal(read(fds[0], &c, 1), 1);
	assert_int_equal(tk_txn_begin(desk, 0, 10, &txn, NULL), TK_BUSY);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	close(fds[0]);
	close(fds[1]);
	txn = begin();
	assert_string_equal(create(txn, "TS", "x").text, "TS20261122001");
	tk_txn_free(txn);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_first_ticket_of_a_clone),
		CASE(test_numbers_that_are_taken),
		CASE(test_a_shared_desk_needs_its_letter),
		CASE(test_overlay_and_rollback),
		CASE(test_texts_as_they_would_be_written),
		CASE(test_many_in_one),
		CASE(test_equal_text_is_not_written),
		CASE(test_a_change_by_an_editor_is_a_conflict),
		CASE(test_create_never_replaces),
		CASE(test_attachments),
		CASE(test_only_one_at_a_time),
		CASE(test_hostile_trees),
		CASE(test_concurrent_creation),
		CASE(test_killed_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
