/* Attachments: the copy beside the ticket, names that are refused. */
#include "shop.h"

static struct shop shop;
static struct tk_id id;
static const struct tk_act act = {.size = sizeof act, .by = "wang", .at = TK_TIME_NONE};

static int setup(void **state)
{
	(void)state;
	shop_open(&shop);
	shop_new(&shop, &id, NULL, "title=a", "channel=email", "~2026-11-22T09:00", NULL);
	scratch_put(&shop.s, "source.txt", "a photo");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shop_close(&shop);
	return 0;
}

static enum tk_status attach(const char *name)
{
	int fd = openat(shop.s.root, "source.txt", O_RDONLY | O_CLOEXEC);
	enum tk_status status;

	assert_true(fd >= 0);
	shop.err = (struct tk_error)TK_ERROR_INIT;
	status = tk_attach(shop.txn, &id, name, fd, &act, &shop.err);
	close(fd); /* the transaction keeps its own */
	return status;
}

static void test_copy_and_entry(void **state)
{
	(void)state;
	assert_int_equal(attach("照片 1.txt"), TK_OK);
	shop_ends(&shop, &id,
		  "    event: attached\n    file: \"照片 1.txt\"\n    set: {attachments: [\"照片 1.txt\"]}\n");
	assert_false(scratch_has(&shop.s, "attachments/2026/11/TS20261122001/照片 1.txt"));
	shop_commit(&shop);
	scratch_expect(&shop.s, "attachments/2026/11/TS20261122001/照片 1.txt", "a photo");
	shop_begin(&shop);
}

static void test_taken_names(void **state)
{
	(void)state;
	assert_int_equal(attach("a.txt"), TK_OK);
	assert_int_equal(attach("a.txt"), TK_EXISTS);
	assert_int_equal(shop.err.diag, TK_D_ATTACH_EXISTS);
	assert_int_equal(attach("b.txt"), TK_OK);
	shop_ends(&shop, &id, "    set: {attachments: [\"a.txt\", \"b.txt\"]}\n");
}

static void test_names_that_are_none(void **state)
{
	static const char *const names[] = {"",
					    ".",
					    "..",
					    ".bashrc",
					    "a/b",
					    "/etc/passwd",
					    "../x",
					    "a\nb",
					    "a\x1b[2J",
					    "\xff",
					    ("a\xe2\x80\xae"
					     "b")};
	char longest[202];
	size_t i;

	(void)state;
	memset(longest, 'a', 201);
	longest[201] = '\0';
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(attach(names[i]), TK_INVALID);
		assert_int_equal(shop.err.diag, TK_D_ATTACH_NAME);
	}
	assert_int_equal(attach(longest), TK_INVALID);
	assert_int_equal(attach(longest + 1), TK_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_copy_and_entry),
		T(test_taken_names),
		T(test_names_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
