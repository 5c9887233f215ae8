/* Lists of fields, sort orders, and the fields that a template names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fields.h"
#include "out_template.h"
#include "term.h"

static void test_lists(void **state)
{
	struct field_list list;
	(void)state;
	assert_int_equal(fields_parse("id,customer.name", &list, NULL), TK_OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.id[0], TK_FIELD_ID);
	assert_int_equal(list.id[1], TK_FIELD_CUSTOMER_NAME);
	assert_int_equal(fields_parse(" title , age ", &list, NULL), TK_OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.id[1], TK_FIELD_AGE);
}

static void test_sorts(void **state)
{
	struct sort_list list;
	(void)state;
	assert_int_equal(fields_parse_sort("-priority,received", &list, NULL), TK_OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.sort[0].field, TK_FIELD_PRIORITY);
	assert_true(list.sort[0].falling);
	assert_int_equal(list.sort[1].field, TK_FIELD_RECEIVED);
	assert_false(list.sort[1].falling);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *diag, *arg0, *arg1;
		bool sort;
	} bads[] = {
		{"", "empty-field-list", "", NULL, false},
		{" ", "empty-field-list", " ", NULL, false},
		{"id,", "empty-field-list", "id,", NULL, false},
		{",id", "empty-field-list", ",id", NULL, false},
		{"id,,age", "empty-field-list", "id,,age", NULL, false},
		{"id,tilte", "unknown-field", "tilte", "title", false},
		{"-id", "unknown-field", "-id", NULL, false},
		{"zzzzzzzzzz", "unknown-field", "zzzzzzzzzz", "", false},
		{"id,age,id", "repeated-field", "id", NULL, false},
		{"-id,id", "repeated-field", "id", NULL, true},
		{"-", "empty-field-list", "-", NULL, true},
		{"--id", "unknown-field", "-id", NULL, true},
		{"prority", "unknown-field", "prority", "priority", true},
	};
	(void)state;
	for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++) {
		struct tk_error err = TK_ERROR_INIT;
		struct field_list fields;
		struct sort_list sorts;
		enum tk_status status = bads[i].sort ? fields_parse_sort(bads[i].text, &sorts, &err)
						     : fields_parse(bads[i].text, &fields, &err);
		assert_int_equal(status, TK_INVALID);
		assert_string_equal(tk_diag_row(err.diag)->name, bads[i].diag);
		assert_string_equal(err.arg[0].text, bads[i].arg0);
		if (bads[i].arg1 != NULL)
			assert_string_equal(err.arg[1].text, bads[i].arg1);
	}
}

static void test_long_names_are_cut_between_characters(void **state)
{
	char text[601] = "";
	struct tk_error err = TK_ERROR_INIT;
	struct field_list list;
	(void)state;
	for (int i = 0; i < 200; i++)
		memcpy(text + i * 3, "名", 3);
	assert_int_equal(fields_parse(text, &list, &err), TK_INVALID);
	assert_int_equal(strlen(err.arg[0].text) % 3, 0);
}

static void test_columns(void **state)
{
	struct field_list list;
	struct out_column columns[3];
	(void)state;
	assert_int_equal(fields_parse("customer.name,priority,parts.quantity", &list, NULL), TK_OK);
	fields_columns(&list, columns);
	assert_string_equal(columns[0].name, "customer.name");
	assert_string_equal(columns[0].label, "customer");
	assert_int_equal(columns[1].kind, TK_KIND_WORD);
	assert_int_equal(columns[1].field, TK_FIELD_PRIORITY);
	assert_int_equal(columns[2].kind, TK_KIND_TEXT);
}

static void test_fields_of_a_template(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct field_list list;
	(void)state;
	assert_int_equal(template_fields("%(id) %(customer.name:20)\\t%(id)%%", &list, &err), TK_OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.id[0], TK_FIELD_ID);
	assert_int_equal(list.id[1], TK_FIELD_CUSTOMER_NAME);
	assert_int_equal(template_fields("no field", &list, &err), TK_OK);
	assert_int_equal(list.n, 0);
	assert_int_equal(template_fields("%(stauts)", &list, &err), TK_INVALID);
	assert_string_equal(err.arg[1].text, "status");
}

static void test_terminal(void **state)
{
	enum term_color color = TERM_AUTO;
	FILE *file = tmpfile();
	(void)state;
	assert_non_null(file);
	assert_false(term_is_tty(fileno(file)));
	assert_int_equal(term_width(fileno(file)), 0);
	assert_false(term_colors(fileno(file), TERM_AUTO));
	assert_true(term_colors(fileno(file), TERM_ALWAYS));
	assert_false(term_colors(fileno(file), TERM_NEVER));
	assert_true(term_color_named("never", &color));
	assert_int_equal(color, TERM_NEVER);
	assert_false(term_color_named("sometimes", &color));
	(void)fclose(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),    cmocka_unit_test(test_sorts),
		cmocka_unit_test(test_refused),  cmocka_unit_test(test_long_names_are_cut_between_characters),
		cmocka_unit_test(test_columns),  cmocka_unit_test(test_fields_of_a_template),
		cmocka_unit_test(test_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
