/* Errors and the tables behind them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fail.h"

static void statuses_have_names(void **state)
{
	(void)state;
	assert_string_equal(tk_status_name(TK_OK), "ok");
	assert_string_equal(tk_status_name(TK_NOT_FOUND), "not-found");
	assert_string_equal(tk_status_name(TK_USAGE), "usage");
	assert_string_equal(tk_status_name((enum tk_status)999), "unknown");
}

/* {n} in a sentence or hint, with n one of the row's arguments, or {sys}. */
static void check_placeholders(const struct tk_diag_row *row, const char *text)
{
	size_t args = strlen(row->args);

	for (const char *p = strchr(text, '{'); p; p = strchr(p + 1, '{')) {
		if (strncmp(p, "{sys}", 5) == 0)
			continue;
		if (p[1] < '1' || (size_t)(p[1] - '0') > args || p[2] != '}')
			fail_msg("%s: bad placeholder at '%s'", row->name, p);
	}
}

static void every_row_keeps_the_form(void **state)
{
	(void)state;
	for (int i = 0; i < TK_DIAG_COUNT; i++) {
		const struct tk_diag_row *row = tk_diag_row((enum tk_diag)i);
		if (!row->name || !row->name[0] || !row->text || !row->text[0] || !row->args)
			fail_msg("row %d is incomplete", i);
		if (strspn(row->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(row->name))
			fail_msg("%s: a name is lower case, digits and hyphens", row->name);
		if (strlen(row->args) > TK_ERROR_ARGS || strspn(row->args, "sdtc") != strlen(row->args))
			fail_msg("%s: bad argument kinds '%s'", row->name, row->args);
		if (row->text[strlen(row->text) - 1] == '.')
			fail_msg("%s: ends in a full stop", row->name);
		if (row->severity == TK_ERROR && row->status == TK_OK)
			fail_msg("%s: an error that is ok", row->name);
		check_placeholders(row, row->text);
		if (row->hint)
			check_placeholders(row, row->hint);
		for (int j = 0; j < i; j++)
			if (strcmp(row->name, tk_diag_row((enum tk_diag)j)->name) == 0)
				fail_msg("%s: twice", row->name);
	}
	assert_ptr_equal(tk_diag_row((enum tk_diag)TK_DIAG_COUNT), tk_diag_row(TK_D_NONE));
}

static void a_failure_keeps_its_values(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;

	assert_int_equal(tk__fail(&err, TK_D_INT_RANGE, TK_S("12"), INT64_C(-1), INT64_C(5)), TK_INVALID);
	assert_int_equal(err.diag, TK_D_INT_RANGE);
	assert_int_equal(err.size, sizeof(err));
	assert_int_equal(err.arg[0].kind, 's');
	assert_string_equal(err.arg[0].text, "12");
	assert_int_equal(err.arg[1].kind, 'd');
	assert_int_equal(err.arg[1].number, -1);
	assert_int_equal(err.arg[2].number, 5);
	assert_int_equal(err.arg[3].kind, 0);
	assert_int_equal(tk__fail(NULL, TK_D_BAD_TIME, TK_S("x")), TK_INVALID);
}

static void a_system_failure_keeps_errno(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;

	assert_int_equal(tk__fail_sys(&err, TK_D_SYS_OPEN, EACCES), TK_SYSTEM);
	assert_int_equal(err.sys, EACCES);
	assert_int_equal(tk__fail_sys(&err, TK_D_SYS_OPEN, ENOMEM), TK_NOMEM);
	assert_int_equal(err.diag, TK_D_NOMEM);
	assert_int_equal(tk__fail_sys(NULL, TK_D_SYS_READ, EIO), TK_SYSTEM);
}

static void the_first_place_stays_until_the_next_failure(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;

	tk__fail(&err, TK_D_BAD_TIME, TK_S("x"));
	tk__at(&err, NULL, 7, 3);
	tk__at(&err, "a.yaml", 1, 1);
	tk__at(&err, "b.yaml", 0, 0);
	tk__in(&err, TK_S("received"));
	tk__in(&err, TK_S("other"));
	assert_string_equal(err.path, "a.yaml");
	assert_int_equal(err.line, 7);
	assert_int_equal(err.col, 3);
	assert_string_equal(err.field, "received");
	tk__fail(&err, TK_D_NOMEM);
	assert_string_equal(err.path, "");
	assert_string_equal(err.field, "");
	assert_string_equal(err.arg[0].text, "");
	assert_int_equal(err.line, 0);
	tk__at(NULL, "a", 1, 1);
	tk__in(NULL, TK_S("a"));
	tk__in(&err, NULL, 0);
}

static void long_texts_end_in_an_ellipsis_between_characters(void **state)
{
	(void)state;
	char text[700];
	struct tk_error err = TK_ERROR_INIT;
	const size_t room = sizeof(err.arg[0].text) - 1;

	for (size_t lead = 0; lead < 4; lead++) {
		memset(text, 'a', sizeof(text));
		for (size_t i = lead; i + 4 <= sizeof(text); i += 4)
			memcpy(text + i, "\xF0\x9F\x98\x80", 4);
		tk__fail(&err, TK_D_BAD_TIME, text, sizeof(text));
		size_t len = strlen(err.arg[0].text);
		assert_true(len <= room && len > room - 4);
		assert_string_equal(err.arg[0].text + len - 3, "\xE2\x80\xA6");
		assert_int_equal((len - 3 - lead) % 4, 0);
	}
	memset(text, 'a', sizeof(text));
	tk__fail(&err, TK_D_BAD_TIME, text, room);
	assert_int_equal(strlen(err.arg[0].text), room);
	assert_int_equal(err.arg[0].text[room - 1], 'a');
	tk__fail(&err, TK_D_BAD_TIME, text, room + 1);
	assert_string_equal(err.arg[0].text + room - 3, "\xE2\x80\xA6");
	text[sizeof(text) - 1] = '\0';
	tk__at(&err, text, 1, 1);
	assert_int_equal(strlen(err.path), sizeof(err.path) - 1);
}

static void nul_and_broken_bytes_do_not_cut_it(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;
	char text[400];

	tk__fail(&err, TK_D_BAD_TIME, "a\0b", (size_t)3);
	assert_string_equal(err.arg[0].text, "a\xE2\x90\x80"
					     "b");
	memset(text, 0x80, sizeof(text));
	tk__fail(&err, TK_D_BAD_TIME, text, sizeof(text));
	assert_true(strlen(err.arg[0].text) > 190);
	memset(text, 0, sizeof(text));
	tk__fail(&err, TK_D_BAD_TIME, text, sizeof(text));
	assert_int_equal(strlen(err.arg[0].text) % 3, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statuses_have_names),
		cmocka_unit_test(every_row_keeps_the_form),
		cmocka_unit_test(a_failure_keeps_its_values),
		cmocka_unit_test(a_system_failure_keeps_errno),
		cmocka_unit_test(the_first_place_stays_until_the_next_failure),
		cmocka_unit_test(long_texts_end_in_an_ellipsis_between_characters),
		cmocka_unit_test(nul_and_broken_bytes_do_not_cut_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
