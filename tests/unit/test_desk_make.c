/* Making a desk: what is written, what is refused before anything is written, what is never replaced. */
#include "desk_scratch.h"

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

static enum tk_status make(struct tk_desk_init how, struct tk_error *err)
{
	how.size = sizeof how;
	return tk_desk_make(s.path, &how, err);
}

static void expect_rules(struct tk_desk *desk, const char *person)
{
	struct tk_error err = TK_ERROR_INIT;
	const struct tk_policy *policy, *again;
	const struct tk_staff *staff;
	const struct tk_team *team;
	const char *const *names;
	size_t n;
	int revision;

	if (tk_desk_policy(desk, NULL, &policy, &err) != TK_OK)
		fail_msg("%s:%u: %s", err.path, err.line, tk_diag_row(err.diag)->name);
	assert_string_equal(tk_policy_profile(policy, &revision), "after-sales");
	assert_int_equal(revision, 1);
	assert_int_equal(tk_desk_policy(desk, NULL, &again, &err), TK_OK);
	assert_ptr_equal(policy, again);
	if (tk_desk_staff(desk, NULL, &staff, &err) != TK_OK)
		fail_msg("%s:%u: %s", err.path, err.line, tk_diag_row(err.diag)->name);
	if (!person) {
		assert_int_equal(tk_staff_people(staff, &(const struct tk_person *){NULL}), 0);
		return;
	}
	assert_non_null(tk_staff_person(staff, person));
	n = tk_policy_names(policy, TK_THING_TEAM, NULL, &names);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		team = tk_staff_team(staff, names[i]);
		assert_non_null(team);
		assert_string_equal(team->lead, person);
	}
}

static void test_defaults(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk;

	(void)state;
	assert_int_equal(make((struct tk_desk_init){0}, &err), TK_OK);
	desk = desk_open(&s);
	assert_string_equal(tk_desk_name(desk), strrchr(s.path, '/') + 1);
	assert_string_equal(tk_desk_language(desk), "en");
	assert_string_equal(tk_zone_name(tk_desk_zone(desk)), "UTC");
	expect_rules(desk, NULL);
	tk_desk_close(desk);
	scratch_expect(&s, ".ticket/.gitignore", "*\n");
	assert_true(scratch_has(&s, "tickets"));
	assert_false(scratch_has(&s, "staff.yaml"));
	assert_false(scratch_has(&s, ".ticket/node"));
	assert_int_equal(scratch_count(&s, "."), 4); /* desk.yaml policy.yaml tickets .ticket */
}

static void test_everything(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk;

	(void)state;
	assert_int_equal(make((struct tk_desk_init){.name = "\"售后\": 100% # yes",
						    .timezone = "Asia/Shanghai",
						    .language = "zh",
						    .profile = "after-sales@1",
						    .shared = true,
						    .node = "b",
						    .person = "王五"},
			      &err),
			 TK_OK);
	desk = desk_open(&s);
	assert_string_equal(tk_desk_name(desk), "\"售后\": 100% # yes");
	assert_string_equal(tk_desk_language(desk), "zh");
	assert_string_equal(tk_zone_name(tk_desk_zone(desk)), "Asia/Shanghai");
	expect_rules(desk, "王五");
	tk_desk_close(desk);
	scratch_expect(&s, ".ticket/node", "b\n");
	assert_int_equal(scratch_count(&s, "."), 5);
}

static void test_refused_before_anything_is_written(void **state)
{
	static const struct {
		struct tk_desk_init how;
		enum tk_diag diag;
	} row[] = {
		{{.timezone = "Mars/Olympus"}, TK_D_UNKNOWN_ZONE},
		{{.language = "de"}, TK_D_DESK_VALUE},
		{{.profile = "nonsense"}, TK_D_BAD_PROFILE_NAME},
		{{.profile = "after-sales@99"}, TK_D_BAD_PROFILE_NAME},
		{{.profile = "after-sales@"}, TK_D_BAD_PROFILE_NAME},
		{{.profile = ""}, TK_D_BAD_PROFILE_NAME},
		{{.node = "B"}, TK_D_BAD_NODE},
		{{.node = "abcd"}, TK_D_BAD_NODE},
		{{.node = ""}, TK_D_BAD_NODE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct tk_error err = TK_ERROR_INIT;
		assert_int_not_equal(make(row[i].how, &err), TK_OK);
		assert_int_equal(err.diag, row[i].diag);
		assert_int_equal(scratch_count(&s, "."), 0);
	}
	assert_int_equal(make((struct tk_desk_init){.person = "a b\nc: d"}, NULL), TK_INVALID);
	assert_int_equal(scratch_count(&s, "."), 0);
	assert_int_equal(
		tk_desk_make("/nonexistent/desk", &(struct tk_desk_init){.size = sizeof(struct tk_desk_init)}, NULL),
		TK_NOT_FOUND);
}

static void test_a_desk_takes_only_a_node(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	scratch_put(&s, "desk.yaml", "ids: {shared: true}\n");
	assert_int_equal(make((struct tk_desk_init){0}, &err), TK_EXISTS);
	assert_int_equal(err.diag, TK_D_DESK_EXISTS);
	assert_int_equal(make((struct tk_desk_init){.node = "b", .name = "x"}, &err), TK_EXISTS);
	assert_int_equal(make((struct tk_desk_init){.node = "B"}, &err), TK_INVALID);
	assert_int_equal(scratch_count(&s, "."), 1);
	assert_int_equal(make((struct tk_desk_init){.node = "b"}, &err), TK_OK);
	scratch_expect(&s, ".ticket/node", "b\n");
	assert_int_equal(make((struct tk_desk_init){.node = "cd"}, &err), TK_OK);
	scratch_expect(&s, ".ticket/node", "cd\n");
	scratch_expect(&s, "desk.yaml", "ids: {shared: true}\n");
	assert_int_equal(scratch_count(&s, "."), 2);
}

/* The example in the comments of policy.yaml is one that works: taken out of its comment, the desk still opens. */
static void test_the_example_in_the_comments_works(void **state)
{
	static const char *const languages[] = {"en", "zh"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct tk_desk *desk;
		const struct tk_policy *policy;
		char text[4096], *p;
		ssize_t n;
		int fd;
		assert_int_equal(make((struct tk_desk_init){.language = languages[i]}, NULL), TK_OK);
		fd = openat(s.root, "policy.yaml", O_RDONLY);
		n = read(fd, text, sizeof text - 1);
		assert_true(n > 0);
		close(fd);
		text[n] = '\0';
		for (p = text; (p = strstr(p, "#   ")); p += 4)
			memcpy(p, "\n   ", 4); /* an empty line, and the rest of it indented by three */
		scratch_put(&s, "policy.yaml", text);
		p = strstr(text, "clocks:");
		assert_non_null(p);
		for (p = text; (p = strstr(p, "\n   ")); p += 1)
			memmove(p + 1, p + 4, strlen(p + 4) + 1);
		scratch_put(&s, "policy.yaml", text);
		desk = desk_open(&s);
		expect_rules(desk, NULL);
		assert_int_equal(tk_desk_policy(desk, NULL, &policy, NULL), TK_OK);
		assert_true(tk_policy_has(policy, TK_THING_CLOCK, NULL, "plan"));
		assert_false(tk_policy_has(policy, TK_THING_CLOCK, NULL, "survey"));
		tk_desk_close(desk);
		assert_int_equal(unlinkat(s.root, "desk.yaml", 0), 0);
		assert_int_equal(unlinkat(s.root, "policy.yaml", 0), 0);
	}
}

/* What an interrupted init left, or what somebody had prepared, stays as it is. */
static void test_files_that_are_there_stay(void **state)
{
	(void)state;
	scratch_put(&s, "policy.yaml", "profile: after-sales@1 # mine\n");
	scratch_put(&s, "README", "about us");
	assert_int_equal(make((struct tk_desk_init){.person = "li"}, NULL), TK_OK);
	scratch_expect(&s, "policy.yaml", "profile: after-sales@1 # mine\n");
	scratch_expect(&s, "README", "about us");
	assert_true(scratch_has(&s, "staff.yaml"));
	assert_true(scratch_has(&s, "desk.yaml"));
}

static void test_a_link_is_not_followed(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	assert_int_equal(symlinkat("/tmp", s.root, ".ticket"), 0);
	assert_int_not_equal(make((struct tk_desk_init){.node = "b"}, &err), TK_OK);
	assert_int_equal(access("/tmp/node", F_OK), -1);
	assert_false(scratch_has(&s, "desk.yaml"));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_defaults),
		CASE(test_everything),
		CASE(test_refused_before_anything_is_written),
		CASE(test_a_desk_takes_only_a_node),
		CASE(test_the_example_in_the_comments_works),
		CASE(test_files_that_are_there_stay),
		CASE(test_a_link_is_not_followed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
