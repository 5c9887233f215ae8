/* The table of commands: what its header promises to whoever adds one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/text.h"

#include "help.h"
#include "run.h"
#include "verbs.h"

static void test_names_are_sorted_and_unique(void **state)
{
	const struct cmd *last = NULL;
	(void)state;
	for (size_t i = 0; cmd_at(i) != NULL; i++) {
		const struct cmd *cmd = cmd_at(i);
		if (last != NULL && strcmp(last->name, cmd->name) >= 0)
			fail_msg("'%s' does not come after '%s'", cmd->name, last->name);
		assert_ptr_equal(cmd_find(cmd->name), cmd);
		last = cmd;
	}
	assert_non_null(last);
	assert_null(cmd_find("clsoe"));
	assert_null(cmd_find(""));
	assert_string_equal(cmd_suggest("clsoe"), "close");
	assert_null(cmd_suggest("xyzzy"));
}

static void test_rows_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; cmd_at(i) != NULL; i++) {
		const struct cmd *cmd = cmd_at(i);
		size_t len = strlen(cmd->summary);
		if (len == 0 || len >= 60 || cmd->summary[len - 1] == '.')
			fail_msg("summary of '%s'", cmd->name);
		assert_non_null(cmd->usage);
		assert_non_null(cmd->run);
		assert_true(cmd->opts_size > 0);
		assert_true(cmd->group < GROUP_COUNT);
		assert_true(cmd->most == CMD_ANY || cmd->most >= cmd->least);
	}
}

static size_t longest_line(const char *text, size_t *ret_lines)
{
	size_t longest = 0;
	*ret_lines = 0;
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		size_t width = tk_text_width(text, len);
		longest = width > longest ? width : longest;
		++*ret_lines;
		text += len + (text[len] == '\n');
	}
	return longest;
}

static void test_help_fits(void **state)
{
	(void)state;
	for (size_t i = 0; cmd_at(i) != NULL; i++) {
		struct tk_str out;
		size_t lines, width;
		tk_str_init(&out, 0);
		help_text(cmd_at(i), &out);
		width = longest_line(out.data, &lines);
		if (width > 80 || lines > 25)
			fail_msg("ticket %s -h: %zu lines, %zu columns", cmd_at(i)->name, lines, width);
		tk_str_clear(&out);
	}
}

static void add_letters(const struct opt *rows, const char *name, char seen[static 256], size_t size)
{
	size_t n = 0;
	for (; rows != NULL && rows->name != NULL; rows++, n++) {
		if (rows->letter != 0 && seen[(unsigned char)rows->letter]++ != 0)
			fail_msg("'%s' has -%c twice", name, rows->letter);
		assert_non_null(rows->help);
		assert_true(rows->at < size);
		assert_true((rows->arg != NULL) == (rows->kind != OPT_BOOL && rows->kind != OPT_COUNT));
	}
	assert_true(n < OPT_ROWS_MAX);
}

static void test_letters_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; cmd_at(i) != NULL; i++) {
		const struct cmd *cmd = cmd_at(i);
		char seen[256] = {0};
		add_letters(global_options, cmd->name, seen, sizeof(struct globals));
		add_letters(cmd->options, cmd->name, seen, cmd->opts_size);
		add_letters(cmd->more_options, cmd->name, seen, cmd->opts_size);
	}
}

static const struct verb *verb_of(const char *event)
{
	for (size_t i = 0; i < verb_count; i++)
		if (strcmp(verbs[i].event, event) == 0)
			return &verbs[i];
	return NULL;
}

/* Events whose commands do more than a row can say. */
static bool has_own_command(const char *verb)
{
	static const char *const own[] = {"attach", "edit", "link", "merge"};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i], verb) == 0)
			return true;
	return false;
}

static void test_every_verb_has_its_row(void **state)
{
	(void)state;
	for (int i = 0; i < TK_EVENT_COUNT; i++) {
		const struct tk_event *event = tk_event(i);
		const struct verb *verb = verb_of(event->name);
		if (event->verb == NULL || has_own_command(event->verb)) {
			assert_null(verb);
			continue;
		}
		assert_non_null(verb);
		assert_string_equal(verb->cmd.name, event->verb);
	}
}

/* The first part of a name that an option maps to: "consent.by" and "ratings," are about consent and ratings. */
static int key_of(const char *maps)
{
	return tk_key_find(maps, strcspn(maps, ".,"));
}

static void test_options_map_to_what_exists(void **state)
{
	(void)state;
	for (size_t i = 0; i < verb_count; i++) {
		const struct tk_event *event = tk_event(tk_event_find(verbs[i].event, strlen(verbs[i].event)));
		if (verbs[i].message != NULL)
			assert_true(tk_field_find(verbs[i].message, strlen(verbs[i].message)) >= 0);
		for (const struct opt *row = verbs[i].cmd.options; row != NULL && row->name != NULL; row++) {
			int key = row->how == TK_INPUT_KEY ? key_of(row->maps) : -1;
			if (row->how == TK_INPUT_KEY && (key < 0 || (event->keys & TK_KEY_BIT(key)) == 0))
				fail_msg("%s --%s: the event has no key '%s'", verbs[i].cmd.name, row->name, row->maps);
			if (row->how == TK_INPUT_SET && tk_field_find(row->maps, strlen(row->maps)) < 0)
				fail_msg("%s --%s: no field '%s'", verbs[i].cmd.name, row->name, row->maps);
		}
	}
}

/* Every key that an event can carry can be given on the command line. */
static void test_keys_have_options(void **state)
{
	(void)state;
	for (size_t i = 0; i < verb_count; i++) {
		const struct tk_event *event = tk_event(tk_event_find(verbs[i].event, strlen(verbs[i].event)));
		for (int key = 0; key < TK_KEY_COUNT; key++) {
			bool found = key == TK_KEY_RULE; /* what the program decides */
			const struct opt *row = verbs[i].cmd.options;
			if ((event->keys & TK_KEY_BIT(key)) == 0)
				continue;
			for (; row != NULL && row->name != NULL; row++)
				found = found || (row->how == TK_INPUT_KEY && key_of(row->maps) == key);
			if (!found)
				fail_msg("%s has no option for the key '%s'", verbs[i].cmd.name, tk_key(key)->name);
		}
	}
}

static void test_exit_codes(void **state)
{
	struct ctx cx = {.err = TK_ERROR_INIT};
	(void)state;
	assert_int_equal(run_exit_code(TK_OK, &cx), 0);
	assert_int_equal(run_exit_code(TK_USAGE, &cx), 2);
	assert_int_equal(run_exit_code(TK_INVALID, &cx), 2);
	assert_int_equal(run_exit_code(TK_NOT_FOUND, &cx), 4);
	assert_int_equal(run_exit_code(TK_AMBIGUOUS, &cx), 4);
	assert_int_equal(run_exit_code(TK_REFUSED, &cx), 5);
	assert_int_equal(run_exit_code(TK_BUSY, &cx), 6);
	assert_int_equal(run_exit_code(TK_CONFLICT, &cx), 6);
	assert_int_equal(run_exit_code(TK_SYSTEM, &cx), 7);
	assert_int_equal(run_exit_code(TK_NOMEM, &cx), 7);
	cx.err.path[0] = 'x';
	assert_int_equal(run_exit_code(TK_INVALID, &cx), 3);
	assert_int_equal(run_exit_code(TK_SYNTAX, &cx), 3);
	cx.no = true;
	assert_int_equal(run_exit_code(TK_OK, &cx), 1);
	cx.bad = true;
	assert_int_equal(run_exit_code(TK_OK, &cx), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_are_sorted_and_unique),
		cmocka_unit_test(test_rows_are_complete),
		cmocka_unit_test(test_help_fits),
		cmocka_unit_test(test_letters_are_unique),
		cmocka_unit_test(test_every_verb_has_its_row),
		cmocka_unit_test(test_options_map_to_what_exists),
		cmocka_unit_test(test_keys_have_options),
		cmocka_unit_test(test_exit_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
