/* Checking a desk: each finding from one thing wrong, mending, and a clean desk afterwards. */
#include "shop.h"

enum { FINDINGS = 64 };

static struct shop shop;
static struct tk_id id, other;
static char home[64];

static struct {
	struct tk_error finding[FINDINGS];
	size_t count;
} seen;

static void add(void *ctx, const struct tk_error *finding)
{
	(void)ctx;
	assert_true(seen.count < FINDINGS);
	seen.finding[seen.count++] = *finding;
}

static struct tk_check check_desk(bool fix)
{
	struct tk_check check = {.size = sizeof check, .now = shop.now, .fix = fix, .by = "wang"};
	struct tk_sink sink = {.add = add};
	enum tk_status status;

	seen.count = 0;
	shop.err = (struct tk_error)TK_ERROR_INIT;
	status = tk_check(shop.desk, &check, &sink, &shop.err);
	if (shop.err.diag != TK_D_NONE)
		fail_msg("check failed: %s %s", tk_diag_row(shop.err.diag)->name, shop.err.path);
	assert_int_equal(status, check.errors ? TK_INVALID : TK_OK);
	return check;
}

static void show(void)
{
	size_t i;

	for (i = 0; i < seen.count; i++)
		print_message("%s:%u:%u: %s: %s '%s' '%s' '%s'\n", seen.finding[i].path, seen.finding[i].line,
			      seen.finding[i].col, seen.finding[i].field, tk_diag_row(seen.finding[i].diag)->name,
			      seen.finding[i].arg[0].text, seen.finding[i].arg[1].text, seen.finding[i].arg[2].text);
}

static size_t count_of(enum tk_diag diag)
{
	size_t i, n = 0;

	for (i = 0; i < seen.count; i++)
		n += seen.finding[i].diag == diag;
	return n;
}

/* Exactly one finding, and that. */
static void expect_one(enum tk_diag diag)
{
	check_desk(false);
	if (seen.count != 1 || seen.finding[0].diag != diag) {
		show();
		fail_msg("expected only %s", tk_diag_row(diag)->name);
	}
}

static void expect_clean(void)
{
	struct tk_check check = check_desk(false);

	if (seen.count > 0) {
		show();
		fail_msg("not clean");
	}
	assert_int_equal(check.errors + check.warnings + check.notes, 0);
}

/* Mending takes one finding away, says so, and leaves the desk clean. */
static void expect_mended(enum tk_diag diag)
{
	struct tk_check check = check_desk(true);

	if (check.fixed != 1 || count_of(TK_D_FIXED) != 1 || seen.count != 1) {
		show();
		fail_msg("expected one mended finding");
	}
	assert_string_equal(seen.finding[0].arg[0].text, tk_diag_row(diag)->name);
	expect_clean();
}

static int setup(void **state)
{
	(void)state;
	umask(022);
	shop_open(&shop);
	shop_new(&shop, &id, NULL, "title=Will not start", "channel=email", "priority=P3", "~2026-11-22T09:00", NULL);
	shop_new(&shop, &other, NULL, "title=Other", "channel=email", "~2026-11-22T09:00", NULL);
	tk_id_path(&id, home);
	shop_commit(&shop);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shop_close(&shop);
	return 0;
}

static void read_home(char text[4096])
{
	int fd = openat(shop.s.root, home, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, text, 4095);

	assert_true(n > 0);
	text[n] = '\0';
	close(fd);
}

static void replace(const char *old, const char *new)
{
	char text[4096], changed[8192];
	const char *at;

	read_home(text);
	at = strstr(text, old);
	assert_non_null(at);
	snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
	scratch_put(&shop.s, home, changed);
}

static void append(const char *more)
{
	char text[4096];

	read_home(text);
	strncat(text, more, sizeof text - strlen(text) - 1);
	scratch_put(&shop.s, home, text);
}

static void test_a_new_desk_is_clean(void **state)
{
	(void)state;
	expect_clean();
	assert_int_equal(check_desk(false).tickets, 2);
	assert_int_equal(check_desk(true).fixed, 0);
}

/* One thing wrong in the ticket's text. */
static void test_findings_in_a_ticket(void **state)
{
	static const struct {
		const char *old, *new;
		enum tk_diag diag;
		unsigned line;
	} cases[] = {
		{"title: \"Will not start\"\n", "", TK_D_FIELD_MISSING, 0},
		{"priority: P3\n", "priority: P7\n", TK_D_UNKNOWN_WORD, 4},
		{"priority: P3\n", "priorty: P3\npriority: P3\n", TK_D_UNKNOWN_KEY, 4},
		{"priority: P3\n", "priority: P2\n", TK_D_HEAD_DIFFERS, 4},
		{"status: received", "status: closed", TK_D_HEAD_DIFFERS, 3},
		{"id: TS20261122001", "id: TS20261122009", TK_D_ID_MISMATCH, 1},
		{"id: TS", "\xef\xbb\xbfid: TS", TK_D_HAS_BOM, 0},
		{"title: \"Will", "title: 'Will", TK_D_YAML_SYNTAX, 0},
		{"    event: received", "    event: recieved", TK_D_LOG_EVENT, 11},
	};
	char good[4096];
	size_t i;

	(void)state;
	read_home(good);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		replace(cases[i].old, cases[i].new);
		check_desk(false);
		if (count_of(cases[i].diag) != 1 && cases[i].diag != TK_D_YAML_SYNTAX) {
			show();
			fail_msg("case %zu: %s", i, tk_diag_row(cases[i].diag)->name);
		}
		assert_true(seen.count > 0);
		if (cases[i].line)
			assert_int_equal(seen.finding[seen.count - 1].line, cases[i].line);
		assert_string_equal(seen.finding[0].path, home);
		scratch_put(&shop.s, home, good);
	}
	expect_clean();
}

static void test_unknown_key_has_a_suggestion(void **state)
{
	(void)state;
	replace("priority: P3\n", "priorty: P3\npriority: P3\n");
	expect_one(TK_D_UNKNOWN_KEY);
	assert_string_equal(seen.finding[0].arg[1].text, "priority");
}

static void test_names(void **state)
{
	static const struct {
		const char *head, *set;
		enum tk_diag diag;
	} cases[] = {
		{"category: technical-falt\n", "category: technical-falt", TK_D_NO_CATEGORY},
		{"category: logistics\nsubcategory: usage\n", "category: logistics, subcategory: usage",
		 TK_D_NO_SUBCATEGORY},
		{"team: nowhere\n", "team: nowhere", TK_D_NO_TEAM},
		{"assignee: nobody\n", "assignee: nobody", TK_D_NO_PERSON},
		{"resolution:\n  cause: moon\n", "resolution.cause: moon", TK_D_NO_CAUSE},
	};
	char good[4096], set[256];
	size_t i;

	(void)state;
	read_home(good);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(set, sizeof set, "set: {%s, priority: P3", cases[i].set);
		replace("set: {priority: P3", set);
		replace("priority: P3\n", cases[i].head);
		replace("channel: email\n", "priority: P3\nchannel: email\n");
		expect_one(cases[i].diag);
		scratch_put(&shop.s, home, good);
	}
}

static void test_log(void **state)
{
	static const struct {
		const char *entry;
		enum tk_diag diag;
	} cases[] = {
		{"  - at: 2026-11-22T08:59:59+08:00\n    by: li\n    event: chased\n", TK_D_LOG_EARLY},
		{"  - at: 2026-11-22T10:00:01+08:00\n    by: li\n    event: chased\n", TK_D_LOG_FUTURE},
		{"  - at: 2026-11-22T09:30:00+08:00\n    recorded: 2026-11-22T09:29:00+08:00\n    by: li\n    event: "
		 "chased\n",
		 TK_D_LOG_RECORDED},
		{"  - at: 2026-11-22T09:30:00+08:00\n    by: li\n    event: informed\n", TK_D_LOG_STEP},
		{"  - at: 2026-11-22T09:30:00+08:00\n    by: li\n    event: chasd\n", TK_D_LOG_EVENT},
	};
	char good[4096];
	size_t i;

	(void)state;
	read_home(good);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		append(cases[i].entry);
		check_desk(false);
		if (count_of(cases[i].diag) != 1) {
			show();
			fail_msg("case %zu: %s", i, tk_diag_row(cases[i].diag)->name);
		}
		scratch_put(&shop.s, home, good);
	}
}

static void test_head_is_mended(void **state)
{
	(void)state;
	replace("priority: P3\n", "priority: P1\nteam: logistics\n");
	check_desk(false);
	assert_int_equal(count_of(TK_D_HEAD_DIFFERS), 2);
	expect_mended(TK_D_HEAD_DIFFERS);
	shop_begin(&shop);
	shop_ends(&shop, &id,
		  "  - at: 2026-11-22T09:00:00+08:00\n    recorded: 2026-11-22T10:00:00+08:00\n    by: wang\n"
		  "    event: edited\n    auto: true\n    set: {priority: P1, team: logistics}\n    was: {priority: "
		  "P3}\n");
}

static void test_status_edited_by_hand_is_mended(void **state)
{
	(void)state;
	replace("status: received", "status: assigned");
	expect_one(TK_D_HEAD_DIFFERS);
	assert_string_equal(seen.finding[0].arg[1].text, "assigned");
	assert_string_equal(seen.finding[0].arg[2].text, "received");
	expect_mended(TK_D_HEAD_DIFFERS);
}

static void test_missing_log_is_begun(void **state)
{
	char text[4096];

	(void)state;
	read_home(text);
	*strstr(text, "log:") = '\0';
	scratch_put(&shop.s, home, text);
	expect_one(TK_D_LOG_MISSING);
	expect_mended(TK_D_LOG_MISSING);
}

static void test_flow_log_is_unfolded(void **state)
{
	char text[4096];

	(void)state;
	read_home(text);
	strcpy(strstr(text, "log:"),
	       "log: [{at: 2026-11-22T09:00:00+08:00, by: wang, event: received, note: \"a # b\", set: "
	       "{priority: P3, channel: email}}] # kept\n");
	scratch_put(&shop.s, home, text);
	expect_one(TK_D_FLOW_LOG);
	expect_mended(TK_D_FLOW_LOG);
	read_home(text);
	assert_non_null(strstr(text, "\nlog:\n  - at: 2026-11-22T09:00:00+08:00\n"));
	assert_non_null(strstr(text, " # kept\n"));
}

static void test_flow_root_is_unfolded(void **state)
{
	(void)state;
	scratch_put(
		&shop.s, home,
		"# by a script\n{id: TS20261122001, title: t, status: received, channel: email, received: "
		"2026-11-22T09:00:00+08:00, customer: {name: Zhou},\n log: [{at: 2026-11-22T09:00:00+08:00, by: wang, "
		"event: received, set: {channel: email}}]}\n");
	expect_one(TK_D_FLOW_ROOT);
	expect_mended(TK_D_FLOW_ROOT);
}

static void test_places(void **state)
{
	char text[4096];

	(void)state;
	read_home(text);
	assert_int_equal(mkdirat(shop.s.root, "tickets/2025", 0755), 0);
	assert_int_equal(mkdirat(shop.s.root, "tickets/2025/01", 0755), 0);
	scratch_put(&shop.s, "tickets/2025/01/TS20261122001.yaml", text);
	check_desk(false);
	assert_int_equal(count_of(TK_D_WRONG_FOLDER), 1);
	assert_int_equal(count_of(TK_D_DUPLICATE_ID), 1);
	assert_int_equal(check_desk(true).fixed, 0); /* both may be right */
	assert_int_equal(unlinkat(shop.s.root, home, 0), 0);
	expect_one(TK_D_WRONG_FOLDER);
	expect_mended(TK_D_WRONG_FOLDER);
	scratch_expect(&shop.s, home, text);
}

static void test_archived_twin(void **state)
{
	char text[4096];

	(void)state;
	read_home(text);
	scratch_dir(&shop.s, "archive");
	scratch_dir(&shop.s, "archive/2026");
	scratch_dir(&shop.s, "archive/2026/11");
	scratch_put(&shop.s, "archive/2026/11/TS20261122001.yaml", text);
	check_desk(false);
	assert_int_equal(count_of(TK_D_DUPLICATE_ID), 2); /* named at both */
}

static void test_foreign_files(void **state)
{
	static const char *const paths[] = {"tickets/notes.txt", "tickets/2026/old", "tickets/2026/11/photo.png",
					    "tickets/2026/11/TS2026112201.yaml"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof paths / sizeof *paths; i++) {
		scratch_put(&shop.s, paths[i], "x");
		expect_one(TK_D_FOREIGN_FILE);
		assert_string_equal(seen.finding[0].path, paths[i]);
		assert_int_equal(unlinkat(shop.s.root, paths[i], 0), 0);
	}
}

static void test_stale_temp_files(void **state)
{
	static const char *const paths[] = {".tmp-0123456789ab", ".ticket/.tmp-0123456789ab",
					    "tickets/2026/11/.tmp-0123456789ab",
					    "attachments/2026/11/TS20261122001/.tmp-0123456789ab"};
	static const char *const folders[] = {"attachments", "attachments/2026", "attachments/2026/11",
					      "attachments/2026/11/TS20261122001"};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		scratch_dir(&shop.s, folders[i]);
	for (i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct timespec times[2] = {{.tv_sec = shop.now - 60}, {.tv_sec = shop.now - 60}};

		scratch_put(&shop.s, paths[i], "half");
		assert_int_equal(utimensat(shop.s.root, paths[i], times, 0), 0);
		expect_clean(); /* somebody may be writing it */
		times[0].tv_sec = times[1].tv_sec = shop.now - 3601;
		assert_int_equal(utimensat(shop.s.root, paths[i], times, 0), 0);
		expect_one(TK_D_STALE_TEMP);
		expect_mended(TK_D_STALE_TEMP);
		scratch_put(&shop.s, paths[i], "half"); /* nobody: who writes holds the lock */
		expect_mended(TK_D_STALE_TEMP);
	}
}

static void test_modes(void **state)
{
	(void)state;
	assert_int_equal(fchmodat(shop.s.root, home, 0646, 0), 0);
	expect_one(TK_D_WORLD_WRITABLE);
	assert_int_equal(fchmodat(shop.s.root, home, 0744, 0), 0);
	expect_one(TK_D_EXECUTABLE);
}

static void test_symbolic_link(void **state)
{
	(void)state;
	assert_int_equal(symlinkat("/etc/passwd", shop.s.root, "tickets/2026/11/TS20261122007.yaml"), 0);
	check_desk(false);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.finding[0].path, "tickets/2026/11/TS20261122007.yaml");
}

static void link_to(const char *target)
{
	char head[128], set[128];

	snprintf(head, sizeof head, "links: [%s]\nlog:\n", target);
	snprintf(set, sizeof set, "set: {links: [%s], priority: P3", target);
	replace("log:\n", head);
	replace("set: {priority: P3", set);
}

static void test_links(void **state)
{
	char good[4096];

	(void)state;
	read_home(good);
	link_to("TS20261122099");
	expect_one(TK_D_LINK_MISSING);
	scratch_put(&shop.s, home, good);
	link_to("TS20261122001");
	check_desk(false);
	assert_int_equal(count_of(TK_D_SELF_LINK), 1);
	scratch_put(&shop.s, home, good);
	link_to("TS20261122002");
	expect_one(TK_D_LINK_ONE_SIDED);
	expect_mended(TK_D_LINK_ONE_SIDED);
}

static void test_merge_cycle(void **state)
{
	static const char form[] =
		"id: %s\ntitle: \"t\"\nstatus: merged\nchannel: email\n"
		"received: 2026-11-22T09:00:00+08:00\nmerged_into: %s\nlog:\n"
		"  - at: 2026-11-22T09:00:00+08:00\n    by: wang\n    event: received\n"
		"    set: {channel: email}\n"
		"  - at: 2026-11-22T09:10:00+08:00\n    by: wang\n    event: merged\n    ticket: %s\n"
		"    set: {merged_into: %s}\n";
	char text[1024], path[64];

	(void)state;
	snprintf(text, sizeof text, form, id.text, other.text, other.text, other.text);
	scratch_put(&shop.s, home, text);
	tk_id_path(&other, path);
	snprintf(text, sizeof text, form, other.text, id.text, id.text, id.text);
	scratch_put(&shop.s, path, text);
	expect_one(TK_D_MERGE_CYCLE);
	assert_string_equal(seen.finding[0].path, home);
}

static void attach(const char *list)
{
	char head[128], set[128];

	snprintf(head, sizeof head, "attachments: [%s]\nlog:\n", list);
	snprintf(set, sizeof set, "set: {attachments: [%s], priority: P3", list);
	replace("log:\n", head);
	replace("set: {priority: P3", set);
}

static void test_attachments(void **state)
{
	char good[4096];

	(void)state;
	read_home(good);
	attach("photo.png");
	expect_one(TK_D_ATTACHMENT_MISSING);
	scratch_dir(&shop.s, "attachments");
	scratch_dir(&shop.s, "attachments/2026");
	scratch_dir(&shop.s, "attachments/2026/11");
	scratch_dir(&shop.s, "attachments/2026/11/TS20261122001");
	scratch_put(&shop.s, "attachments/2026/11/TS20261122001/photo.png", "x");
	expect_clean();
	scratch_put(&shop.s, home, good);
	expect_one(TK_D_ATTACHMENT_STRAY);
	assert_string_equal(seen.finding[0].path, "attachments/2026/11/TS20261122001/photo.png");
	assert_int_equal(unlinkat(shop.s.root, "attachments/2026/11/TS20261122001/photo.png", 0), 0);
	attach("../../../desk.yaml");
	expect_one(TK_D_ATTACHMENT_OUTSIDE);
	scratch_put(&shop.s, home, good);
	scratch_dir(&shop.s, "attachments/2026/11/TS20261122099");
	expect_one(TK_D_FOREIGN_FILE);
}

static void test_policy_and_staff(void **state)
{
	(void)state;
	scratch_put(&shop.s, "policy.yaml", "profile: after-sales@1\ncategorys: {}\n");
	check_desk(false);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.finding[0].path, "policy.yaml");
	assert_int_equal(seen.finding[0].line, 2);
	scratch_put(&shop.s, "policy.yaml", "profile: after-sales@1\n");
	scratch_put(&shop.s, "staff.yaml", "people:\n  li: {nmae: Li}\n");
	check_desk(false);
	assert_int_equal(seen.count, 1);
	assert_string_equal(seen.finding[0].path, "staff.yaml");
	scratch_put(&shop.s, "staff.yaml", "people:\n  li: {name: Li}\nteams:\n  tech-suport: {lead: li}\n");
	expect_one(TK_D_STAFF_TEAM);
	assert_string_equal(seen.finding[0].arg[1].text, "tech-support");
	assert_int_equal(unlinkat(shop.s.root, "policy.yaml", 0), 0);
	check_desk(false);
	assert_int_equal(count_of(TK_D_FILE_MISSING), 1);
}

/* With ids only these are looked at. */
static void test_some_tickets(void **state)
{
	struct tk_check check = {.size = sizeof check, .now = shop.now, .ids = &other, .nid = 1};
	struct tk_sink sink = {.add = add};

	(void)state;
	replace("priority: P3\n", "priority: P7\n");
	scratch_put(&shop.s, "tickets/notes.txt", "x");
	seen.count = 0;
	assert_int_equal(tk_check(shop.desk, &check, &sink, NULL), TK_OK);
	assert_int_equal(seen.count, 0);
	assert_int_equal(check.tickets, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_a_new_desk_is_clean),
		T(test_findings_in_a_ticket),
		T(test_unknown_key_has_a_suggestion),
		T(test_names),
		T(test_log),
		T(test_head_is_mended),
		T(test_status_edited_by_hand_is_mended),
		T(test_missing_log_is_begun),
		T(test_flow_log_is_unfolded),
		T(test_flow_root_is_unfolded),
		T(test_places),
		T(test_archived_twin),
		T(test_foreign_files),
		T(test_stale_temp_files),
		T(test_modes),
		T(test_symbolic_link),
		T(test_links),
		T(test_merge_cycle),
		T(test_attachments),
		T(test_policy_and_staff),
		T(test_some_tickets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
