/* The option parser, and the two ways in which the program says what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "i18n.h"
#include "opt.h"

struct opts {
	bool all, color;
	int verbose, format;
	const char *title, *soon;
	struct opt_int limit;
	struct opt_span age;
	struct opt_time at;
	struct opt_list fields;
	struct opt_inputs inputs;
};

static const char *const formats[] = {"table", "csv", NULL};
#define AT(member) offsetof(struct opts, member)
static const struct opt rows[] = {
	{.name = "all", .letter = 'a', .kind = OPT_BOOL, .at = AT(all)},
	{.name = "color", .kind = OPT_BOOL, .at = AT(color), .no = true},
	{.name = "verbose", .letter = 'v', .kind = OPT_COUNT, .at = AT(verbose)},
	{.name = "format", .letter = 'f', .kind = OPT_ENUM, .at = AT(format), .words = formats},
	{.name = "title", .letter = 't', .kind = OPT_STR, .at = AT(title)},
	{.name = "soon", .letter = 's', .kind = OPT_STR, .at = AT(soon), .maybe = true},
	{.name = "limit", .kind = OPT_INT, .at = AT(limit), .min = -5, .max = 100},
	{.name = "age", .kind = OPT_SPAN, .at = AT(age)},
	{.name = "at", .kind = OPT_TIME, .at = AT(at)},
	{.name = "field", .letter = 'F', .kind = OPT_LIST, .at = AT(fields)},
	{.name = "team", .kind = OPT_INPUT, .at = AT(inputs), .maps = "team"},
	{.name = "set", .kind = OPT_INPUT, .at = AT(inputs), .many = true},
	{.name = NULL},
};
#undef AT

/* Parses a list of words that ends with NULL. */
struct outcome {
	struct opts o;
	struct opt_rest rest;
	struct complaint wrong;
	enum tk_status status;
	struct tk_arena *arena;
};

static void parse(struct outcome *out, bool first_only, char **argv)
{
	struct opt_table table = {.rows = rows, .target = &out->o};
	int argc = 0;
	while (argv[argc] != NULL)
		argc++;
	memset(out, 0, sizeof *out);
	out->arena = tk_arena_new(0);
	out->status = opt_parse(&table, 1, argc, argv, first_only, out->arena, &out->rest, &out->wrong);
}

#define PARSE(out, ...) parse(&(out), false, (char *[]){__VA_ARGS__, NULL})
#define DONE(out) tk_arena_free((out).arena)

static void test_a_value_that_may_be_left_out(void **state)
{
	struct outcome a;
	(void)state;
	PARSE(a, "--soon", "one");
	assert_int_equal(a.status, TK_OK);
	assert_string_equal(a.o.soon, "");
	assert_int_equal(a.rest.argc, 1);
	DONE(a);
	PARSE(a, "--soon=2h", "-a");
	assert_string_equal(a.o.soon, "2h");
	assert_true(a.o.all);
	DONE(a);
	PARSE(a, "-s");
	assert_string_equal(a.o.soon, "");
	DONE(a);
	PARSE(a, "one");
	assert_null(a.o.soon);
	DONE(a);
}

static void test_forms_of_a_value(void **state)
{
	struct outcome a;
	(void)state;
	PARSE(a, "--title=x=y", "-fcsv", "one", "--limit", "-5", "two");
	assert_int_equal(a.status, TK_OK);
	assert_string_equal(a.o.title, "x=y");
	assert_int_equal(a.o.format, 2);
	assert_true(a.o.limit.given);
	assert_int_equal(a.o.limit.value, -5);
	assert_int_equal(a.rest.argc, 2);
	assert_string_equal(a.rest.argv[0], "one");
	assert_string_equal(a.rest.argv[1], "two");
	DONE(a);
	PARSE(a, "-avt", "--", "-v", "--title-is-taken");
	assert_int_equal(a.status, TK_USAGE); /* -t takes "--" as its value, then the unknown option is seen */
	assert_string_equal(a.wrong.arg[0], "--title-is-taken");
	assert_int_equal(a.o.verbose, 2);
	assert_string_equal(a.o.title, "--");
	DONE(a);
	PARSE(a, "--title=");
	assert_string_equal(a.o.title, "");
	DONE(a);
}

static void test_lists_keep_their_order(void **state)
{
	struct outcome a;
	(void)state;
	PARSE(a, "-Fa", "--set", "x=1", "--field=b", "--team", "t", "--set=y=2", "-F", "c");
	assert_int_equal(a.status, TK_OK);
	assert_int_equal(a.o.fields.n, 3);
	assert_string_equal(a.o.fields.item[2], "c");
	assert_int_equal(a.o.inputs.n, 3);
	assert_string_equal(a.o.inputs.item[0].value, "x=1");
	assert_string_equal(a.o.inputs.item[1].opt->maps, "team");
	assert_string_equal(a.o.inputs.item[2].value, "y=2");
	DONE(a);
}

static void test_operands_that_look_like_options(void **state)
{
	struct outcome a;
	(void)state;
	PARSE(a, "-category:logistics", "-3", "-", "-customer.name:x", "--", "-a", "--", "--nope");
	assert_int_equal(a.status, TK_OK);
	assert_int_equal(a.rest.argc, 7);
	assert_string_equal(a.rest.argv[3], "-customer.name:x");
	assert_string_equal(a.rest.argv[5], "--");
	assert_false(a.o.all);
	DONE(a);
}

static void test_a_switch_can_be_turned_off(void **state)
{
	struct outcome a;
	(void)state;
	PARSE(a, "--no-color");
	assert_int_equal(a.status, TK_OK);
	assert_false(a.o.color);
	DONE(a);
	PARSE(a, "--color");
	assert_true(a.o.color);
	DONE(a);
	PARSE(a, "--no-all");
	assert_int_equal(a.status, TK_USAGE);
	DONE(a);
	PARSE(a, "--color", "--no-color");
	assert_int_equal(a.status, TK_USAGE);
	DONE(a);
}

static void test_the_command_ends_the_globals(void **state)
{
	struct outcome a;
	char *argv[] = {"-v", "list", "-v", "--nope", NULL};
	(void)state;
	parse(&a, true, argv);
	assert_int_equal(a.status, TK_OK);
	assert_int_equal(a.o.verbose, 1);
	assert_int_equal(a.rest.argc, 3);
	assert_string_equal(a.rest.argv[0], "list");
	DONE(a);
}

static void test_a_table_remembers_what_it_saw(void **state)
{
	struct opts o = {0};
	struct opt_table table = {.rows = rows, .target = &o};
	struct tk_arena *arena = tk_arena_new(0);
	struct opt_rest rest;
	struct complaint wrong = {0};
	char *argv[] = {"--title=a"};
	(void)state;
	assert_int_equal(opt_parse(&table, 1, 1, argv, true, arena, &rest, &wrong), TK_OK);
	assert_int_equal(opt_parse(&table, 1, 1, argv, false, arena, &rest, &wrong), TK_USAGE);
	assert_string_equal(wrong.text, "option '{1}' is given twice");
	tk_arena_free(arena);
}

static void test_wrong_uses(void **state)
{
	static const struct {
		char *argv[4];
		const char *text, *hint, *arg1, *arg2;
	} cases[] = {
		{{"--titel", "x"}, "unknown option '{1}'", "did you mean '{2}'?", "--titel", "--title"},
		{{"--tit=x"}, "unknown option '{1}'", NULL, "--tit", NULL},
		{{"--zzzzzzzz"}, "unknown option '{1}'", "-h lists the options", "--zzzzzzzz", ""},
		{{"-ax"}, "unknown option '{1}'", "-h lists the options", "-x", ""},
		{{"-é"}, "unknown option '{1}'", "-h lists the options", "-é", ""},
		{{"--title"}, "option '{1}' needs a value", NULL, "--title", ""},
		{{"-t"}, "option '{1}' needs a value", NULL, "-t", ""},
		{{"--all=yes"}, "option '{1}' takes no value", NULL, "--all", ""},
		{{"-a", "--all"}, "option '{1}' is given twice", NULL, "--all", ""},
		{{"--team=a", "--team=a"}, "option '{1}' is given twice", NULL, "--team", ""},
		{{"--format=xml"}, "option '{1}' does not know '{2}'", "it is one of: {3}", "--format", "xml"},
		{{"--limit=101"},
		 "option '{1}' needs a whole number, not '{2}'",
		 "between {3} and {4}",
		 "--limit",
		 "101"},
		{{"--limit="}, "option '{1}' needs a whole number, not '{2}'", "between {3} and {4}", "--limit", ""},
		{{"--limit=1x"},
		 "option '{1}' needs a whole number, not '{2}'",
		 "between {3} and {4}",
		 "--limit",
		 "1x"},
		{{"--limit=99999999999999999999"},
		 "option '{1}' needs a whole number, not '{2}'",
		 "between {3} and {4}",
		 "--limit",
		 "99999999999999999999"},
		{{"--age=1 day"},
		 "option '{1}' needs a duration, not '{2}'",
		 "write it like 45s, 30m, 4h, 1d12h, 1w or 3bd",
		 "--age",
		 "1 day"},
		{{"--=x"}, "unknown option '{1}'", "-h lists the options", "--", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct outcome a;
		parse(&a, false, (char **)(uintptr_t)cases[i].argv);
		assert_int_equal(a.status, TK_USAGE);
		assert_string_equal(a.wrong.text, cases[i].text);
		if (cases[i].hint != NULL)
			assert_string_equal(a.wrong.hint, cases[i].hint);
		assert_string_equal(a.wrong.arg[0], cases[i].arg1);
		if (cases[i].arg2 != NULL)
			assert_string_equal(a.wrong.arg[1], cases[i].arg2);
		DONE(a);
	}
}

static void test_numbers_and_their_bounds(void **state)
{
	int64_t n = 7;
	(void)state;
	assert_true(opt_number("9223372036854775807", INT64_MIN, INT64_MAX, &n));
	assert_true(n == INT64_MAX);
	assert_true(opt_number("-9223372036854775808", INT64_MIN, INT64_MAX, &n));
	assert_true(n == INT64_MIN);
	assert_false(opt_number("9223372036854775808", INT64_MIN, INT64_MAX, &n));
	assert_false(opt_number("-9223372036854775809", INT64_MIN, INT64_MAX, &n));
	assert_false(opt_number("+1", 0, 9, &n));
	assert_false(opt_number("-", -9, 9, &n));
	assert_false(opt_number(" 1", 0, 9, &n));
	assert_true(n == INT64_MIN);
}

static void test_times_are_read_when_the_zone_is_known(void **state)
{
	struct opts o = {.at = {.text = "-90m"}};
	struct opt_table table = {.rows = rows, .target = &o};
	struct complaint wrong = {0};
	struct tk_zone *zone = NULL;
	(void)state;
	assert_int_equal(tk_zone_load("UTC", 3, &zone, NULL), TK_OK);
	assert_int_equal(opt_times(&table, zone, 10000, &wrong), TK_OK);
	assert_int_equal(o.at.at, 10000 - 90 * 60);
	o.at.text = "soon";
	assert_int_equal(opt_times(&table, zone, 10000, &wrong), TK_USAGE);
	assert_string_equal(wrong.arg[0], "at");
	assert_string_equal(wrong.arg[1], "soon");
	o.at.text = NULL;
	assert_int_equal(opt_times(&table, zone, 10000, &wrong), TK_OK);
	assert_true(o.at.at == TK_TIME_NONE);
	tk_zone_free(zone);
}

static void test_sentences_and_places(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_str out;
	(void)state;
	err.diag = TK_D_BAD_TIME;
	err.line = 7;
	err.col = 3;
	memcpy(err.path, "a\033.yaml", sizeof "a\033.yaml");
	memcpy(err.field, "received", sizeof "received");
	err.arg[0].kind = 's';
	memcpy(err.arg[0].text, "x\ny{1}", sizeof "x\ny{1}");
	tk_str_init(&out, 4096);
	say_place(&out, &err, "ticket");
	say_sentence(&out, &err, NULL);
	assert_string_equal(out.data, "a␛.yaml:7:3: received: not a time: 'x␊y{1}'");
	tk_str_reset(&out);
	assert_true(say_hint(&out, &err, NULL));
	assert_string_equal(out.data, "write it like 2026-11-22T09:03:00+08:00");
	tk_str_reset(&out);
	err.path[0] = err.field[0] = '\0';
	say_place(&out, &err, "ticket");
	assert_string_equal(out.data, "ticket: ");
	tk_str_clear(&out);
}

static void test_long_arguments_are_cut_between_characters(void **state)
{
	struct complaint wrong;
	char text[400];
	(void)state;
	memset(text, 'x', sizeof text);
	for (size_t i = 1; i + 3 < sizeof text; i += 3)
		memcpy(text + i, "无", 3);
	text[sizeof text - 1] = '\0';
	assert_int_equal(complain(&wrong, TK_USAGE, "t", NULL, text, NULL), TK_USAGE);
	assert_int_equal(strlen(wrong.arg[0]), 199);
	assert_int_equal(complain(&wrong, TK_USAGE, "t", NULL, text + 1, NULL), TK_USAGE);
	assert_int_equal(strlen(wrong.arg[0]), 198);
}

static void test_which_language(void **state)
{
	static const struct {
		const char *option, *variable;
		struct i18n_locale env; /* LANGUAGE, LC_ALL, LC_MESSAGES, LANG */
		const char *wanted;
	} cases[] = {
		{"zh", "en", {"en", "en_US", NULL, NULL}, "zh"},
		{NULL, "zh_CN.UTF-8", {"en", "en_US", NULL, NULL}, "zh"},
		{NULL, NULL, {NULL, "", "zh_CN", "en_US"}, "zh"},
		{NULL, NULL, {NULL, "C.UTF-8", NULL, "zh_CN"}, NULL},
		{NULL, "de", {NULL, "de_DE.UTF-8", NULL, "zh_CN"}, NULL},
		{NULL, "", {NULL, NULL, NULL, "en"}, "en"},
		{NULL, NULL, {NULL, NULL, NULL, NULL}, NULL},
		{NULL, NULL, {"zh", NULL, "C.UTF-8", NULL}, "zh"},
		{NULL, NULL, {"zh_CN:en", "en_US.UTF-8", NULL, NULL}, "zh"},
		{NULL, NULL, {"de:fr:zh:en", "de_DE.UTF-8", NULL, NULL}, "zh"},
		{NULL, NULL, {"en", NULL, NULL, "zh_CN.UTF-8"}, "en"},
		{NULL, NULL, {"de:::", NULL, NULL, "zh_CN.UTF-8"}, "zh"},
		{NULL, NULL, {"", NULL, NULL, "zh_CN.UTF-8"}, "zh"},
		{NULL, NULL, {"zh", "C", NULL, "zh_CN.UTF-8"}, NULL},
		{NULL, NULL, {"zh", NULL, NULL, "POSIX"}, NULL},
		{NULL, NULL, {"zh", NULL, NULL, NULL}, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got = i18n_wanted(cases[i].option, cases[i].variable, &cases[i].env);
		if ((got == NULL) != (cases[i].wanted == NULL) || (got != NULL && strcmp(got, cases[i].wanted) != 0))
			fail_msg("row %zu: %s", i, got == NULL ? "none" : got);
	}
	assert_null(i18n_named("english"));
	assert_null(i18n_named("z"));
	assert_string_equal(i18n("usage"), "usage");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_value_that_may_be_left_out),
		cmocka_unit_test(test_forms_of_a_value),
		cmocka_unit_test(test_lists_keep_their_order),
		cmocka_unit_test(test_operands_that_look_like_options),
		cmocka_unit_test(test_a_switch_can_be_turned_off),
		cmocka_unit_test(test_the_command_ends_the_globals),
		cmocka_unit_test(test_a_table_remembers_what_it_saw),
		cmocka_unit_test(test_wrong_uses),
		cmocka_unit_test(test_numbers_and_their_bounds),
		cmocka_unit_test(test_times_are_read_when_the_zone_is_known),
		cmocka_unit_test(test_sentences_and_places),
		cmocka_unit_test(test_long_arguments_are_cut_between_characters),
		cmocka_unit_test(test_which_language),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
