/* Finding and opening a desk, desk.yaml, reading tickets by id, and ids that people shorten. */
#include "desk_scratch.h"

#include "desk_impl.h"

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

static void test_find(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_str found;
	char start[128];

	(void)state;
	tk_str_init(&found, 0);
	scratch_dir(&s, "a");
	scratch_dir(&s, "a/b");
	scratch_dir(&s, "a/b/desk.yaml"); /* a folder is no desk file */
	snprintf(start, sizeof start, "%s/a/b", s.path);
	assert_int_equal(tk_desk_find(start, &found, &err), TK_NOT_FOUND);
	assert_int_equal(err.diag, TK_D_NO_DESK);
	assert_string_equal(err.arg[0].text, start);
	scratch_put(&s, "desk.yaml", "name: \"x\"\n");
	assert_int_equal(tk_desk_find(start, &found, &err), TK_OK);
	assert_string_equal(found.data, s.path);
	tk_str_reset(&found);
	assert_int_equal(tk_desk_find(s.path, &found, &err), TK_OK);
	assert_string_equal(found.data, s.path);
	assert_int_equal(tk_desk_find("/nonexistent/folder", &found, &err), TK_NOT_FOUND);
	tk_str_clear(&found);
}

static void test_open(void **state)
{
	struct tk_desk *desk;

	(void)state;
	scratch_put(&s, "desk.yaml",
		    "name: \"某某 service\"\ntimezone: UTC\nlanguage: zh\ncalendar: office\n"
		    "ids: {shared: true}\nx-note: \"ours\"\n");
	desk = desk_open(&s);
	assert_string_equal(tk_desk_name(desk), "某某 service");
	assert_string_equal(tk_desk_language(desk), "zh");
	assert_string_equal(tk_desk_calendar(desk), "office");
	assert_string_equal(tk_zone_name(tk_desk_zone(desk)), "UTC");
	assert_string_equal(tk_desk_root(desk), s.path);
	assert_true(desk->shared);
	tk_desk_close(desk);
	tk_desk_close(NULL);
}

static void test_defaults(void **state)
{
	struct tk_desk *desk;

	(void)state;
	scratch_put(&s, "desk.yaml", "name:\ntimezone: ~\nids:\n");
	desk = desk_open(&s);
	assert_string_equal(tk_desk_name(desk), strrchr(s.path, '/') + 1);
	assert_string_equal(tk_desk_language(desk), "en");
	assert_null(tk_desk_calendar(desk));
	assert_string_equal(tk_zone_name(tk_desk_zone(desk)), "UTC");
	assert_false(desk->shared);
	tk_desk_close(desk);
}

static void test_bad_desk_files(void **state)
{
	static const struct {
		const char *text;
		enum tk_status status;
		enum tk_diag diag;
		unsigned line;
		const char *field;
	} row[] = {
		{"nmae: x\n", TK_INVALID, TK_D_DESK_KEY, 1, ""},
		{"name: x\nids:\n  shard: true\n", TK_INVALID, TK_D_DESK_KEY, 3, "ids"},
		{"name: x\nids:\n  shared: yes\n", TK_INVALID, TK_D_DESK_VALUE, 3, "ids.shared"},
		{"ids: true\n", TK_INVALID, TK_D_NOT_MAPPING, 1, "ids"},
		{"language: de\n", TK_INVALID, TK_D_DESK_VALUE, 1, "language"},
		{"name: [x]\n", TK_INVALID, TK_D_DESK_VALUE, 1, "name"},
		{"\ntimezone: Mars/Olympus\n", TK_INVALID, TK_D_UNKNOWN_ZONE, 2, "timezone"},
		{"timezone: ../../etc/passwd\n", TK_INVALID, TK_D_UNKNOWN_ZONE, 1, "timezone"},
		{"timezone: {a: b}\n", TK_INVALID, TK_D_DESK_VALUE, 1, "timezone"},
		{"- name\n", TK_INVALID, TK_D_NOT_MAPPING, 1, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct tk_error err = TK_ERROR_INIT;
		struct tk_desk *desk = NULL;
		scratch_put(&s, "desk.yaml", row[i].text);
		assert_int_equal(tk_desk_open(s.path, &desk, &err), row[i].status);
		assert_null(desk);
		assert_int_equal(err.diag, row[i].diag);
		assert_int_equal(err.line, row[i].line);
		assert_string_equal(err.field, row[i].field);
		assert_string_equal(err.path, "desk.yaml");
	}
}

static void test_no_desk_to_open(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk = NULL;

	(void)state;
	assert_int_equal(tk_desk_open(s.path, &desk, &err), TK_NOT_FOUND);
	assert_int_equal(err.diag, TK_D_NOT_A_DESK);
	assert_int_equal(tk_desk_open("/nonexistent", &desk, &err), TK_NOT_FOUND);
	scratch_put(&s, "real", "name: x\n");
	assert_int_equal(symlinkat("real", s.root, "desk.yaml"), 0);
	assert_int_equal(tk_desk_open(s.path, &desk, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_IS_LINK);
	assert_int_equal(unlinkat(s.root, "desk.yaml", 0), 0);
	scratch_put(&s, "desk.yaml", "name: \"x\n");
	assert_int_equal(tk_desk_open(s.path, &desk, &err), TK_SYNTAX);
	assert_null(desk);
}

static void test_node(void **state)
{
	static const struct {
		const char *text;
		enum tk_status status;
		const char *node;
	} row[] = {
		{"b\n", TK_OK, "b"},     {"abc", TK_OK, "abc"},      {"", TK_INVALID, ""},
		{"B\n", TK_INVALID, ""}, {"abcd\n", TK_INVALID, ""}, {"a b\n", TK_INVALID, ""},
	};
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk;
	char node[4] = "x";

	(void)state;
	scratch_put(&s, "desk.yaml", "ids: {shared: true}\n");
	desk = desk_open(&s);
	assert_int_equal(tk__desk_node(desk, node, &err), TK_REFUSED);
	assert_int_equal(err.diag, TK_D_NEEDS_NODE);
	scratch_dir(&s, ".ticket");
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		scratch_put(&s, ".ticket/node", row[i].text);
		assert_int_equal(tk__desk_node(desk, node, &err), row[i].status);
		assert_string_equal(node, row[i].node);
	}
	desk->shared = false;
	assert_int_equal(tk__desk_node(desk, node, &err), TK_OK);
	assert_string_equal(node, "");
	tk_desk_close(desk);
}

static void test_load(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_desk *desk;
	struct tk_ticket *ticket = NULL;
	struct tk_id id = id_of("TS20261122001"), other = id_of("TS20261122002");

	(void)state;
	scratch_put(&s, "desk.yaml", "name: x\n");
	desk = desk_open(&s);
	assert_int_equal(tk_desk_load(desk, &id, arena, &ticket, &err), TK_NOT_FOUND);
	assert_int_equal(err.diag, TK_D_NO_TICKET);
	ticket_put(&s, "TS20261122001", "a title");
	assert_int_equal(tk_desk_load(desk, &id, arena, &ticket, &err), TK_OK);
	assert_string_equal(ticket_title(ticket), "a title");
	scratch_put(&s, ticket_path(&s, "TS20261122002"), ticket_text("TS20261122001", "not mine"));
	assert_int_equal(tk_desk_load(desk, &other, arena, &ticket, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_ID_MISMATCH);
	assert_string_equal(err.path, "tickets/2026/11/TS20261122002.yaml");
	assert_int_equal(err.line, 1);
	assert_string_equal(err.arg[0].text, "TS20261122001");
	tk_arena_free(arena);
	tk_desk_close(desk);
}

static void test_load_hostile_files(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_desk *desk;
	struct tk_ticket *ticket = NULL;
	struct tk_id id = id_of("TS20261122001");
	const char *path;
	static char big[5U << 20];
	int fd;

	(void)state;
	scratch_put(&s, "desk.yaml", "name: x\n");
	desk = desk_open(&s);
	path = ticket_path(&s, "TS20261122001");
	assert_int_equal(mkfifoat(s.root, path, 0600), 0);
	assert_int_equal(tk_desk_load(desk, &id, arena, &ticket, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NOT_REGULAR);
	assert_int_equal(unlinkat(s.root, path, 0), 0);
	assert_int_equal(mkdirat(s.root, path, 0700), 0);
	assert_int_equal(tk_desk_load(desk, &id, arena, &ticket, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_NOT_REGULAR);
	assert_int_equal(unlinkat(s.root, path, AT_REMOVEDIR), 0);
	assert_int_equal(symlinkat("/etc/passwd", s.root, path), 0);
	assert_int_equal(tk_desk_load(desk, &id, arena, &ticket, &err), TK_INVALID);
	assert_int_equal(err.diag, TK_D_IS_LINK);
	assert_int_equal(unlinkat(s.root, path, 0), 0);
	memset(big, '#', sizeof big);
	fd = openat(s.root, path, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, big, sizeof big), sizeof big);
	close(fd);
	assert_int_equal(tk_desk_load(desk, &id, arena, &ticket, &err), TK_LIMIT);
	assert_string_equal(err.path, path);
	tk_arena_free(arena);
	tk_desk_close(desk);
}

static void test_resolve(void **state)
{
	static const char *const ids[] = {
		"TS20261122001", "TS20261122002", "CS20261122001", "TS20261022001", "TS20251122a001", "SS20260101999",
	};
	static const struct {
		const char *text;
		enum tk_status status;
		enum tk_diag diag;
		const char *answer; /* the id, or the candidates */
	} row[] = {
		{"TS20261122001", TK_OK, TK_D_NONE, "TS20261122001"},
		{"999", TK_OK, TK_D_NONE, "SS20260101999"},
		{"a001", TK_OK, TK_D_NONE, "TS20251122a001"},
		{"S20261122002", TK_OK, TK_D_NONE, "TS20261122002"},
		{"22002", TK_OK, TK_D_NONE, "TS20261122002"},
		{"1022001", TK_OK, TK_D_NONE, "TS20261022001"},
		{"1122001", TK_AMBIGUOUS, TK_D_AMBIGUOUS_ID, "CS20261122001\nTS20261122001\n"},
		{"01", TK_AMBIGUOUS, TK_D_AMBIGUOUS_ID,
		 "TS20251122a001\nTS20261022001\nCS20261122001\nTS20261122001\n"},
		{"TS20261122009", TK_NOT_FOUND, TK_D_NO_TICKET_NEAR, ""},
		{"777", TK_NOT_FOUND, TK_D_NO_TICKET, ""},
		{"", TK_INVALID, TK_D_BAD_ID, ""},
		{"../001", TK_INVALID, TK_D_BAD_ID, ""},
		{"TS20261122001.yaml", TK_INVALID, TK_D_BAD_ID, ""},
		{"clsoe", TK_INVALID, TK_D_BAD_ID, ""},
		{"0000000000000000000000000000000000000000000000000001", TK_INVALID, TK_D_BAD_ID, ""},
	};
	struct tk_desk *desk;
	struct tk_str candidates;

	(void)state;
	scratch_put(&s, "desk.yaml", "name: x\n");
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		ticket_put(&s, ids[i], "x");
	scratch_put(&s, "tickets/foo", "");
	scratch_put(&s, "tickets/2024", "");
	scratch_put(&s, "tickets/2026/11/TS777.yaml", "");
	scratch_put(&s, "tickets/2026/10/TS20250101777.yaml", ""); /* not where it belongs */
	scratch_put(&s, "tickets/2026/11/.tmp-777.yaml", "");
	desk = desk_open(&s);
	tk_str_init(&candidates, 0);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct tk_error err = TK_ERROR_INIT;
		struct tk_id id = {.text = ""};
		enum tk_status status;
		tk_str_reset(&candidates);
		status = tk_desk_resolve(desk, row[i].text, strlen(row[i].text), &id, &candidates, &err);
		if (status != row[i].status || (status != TK_OK && err.diag != row[i].diag))
			fail_msg("'%s': %s, %s", row[i].text, tk_status_name(status), tk_diag_row(err.diag)->name);
		assert_string_equal(status == TK_OK ? id.text : candidates.data, row[i].answer);
		assert_true(status == TK_OK || id.text[0] == '\0');
	}
	assert_int_equal(tk_desk_resolve(desk, "01", 2, &(struct tk_id){0}, NULL, NULL), TK_AMBIGUOUS);
	tk_str_clear(&candidates);
	tk_desk_close(desk);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_find),
		CASE(test_open),
		CASE(test_defaults),
		CASE(test_bad_desk_files),
		CASE(test_no_desk_to_open),
		CASE(test_node),
		CASE(test_load),
		CASE(test_load_hostile_files),
		CASE(test_resolve),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
