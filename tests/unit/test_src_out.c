/* The output formats: exact bytes for machines, readable lines for people, failures told once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/text.h"

#include "out.h"

/* 2026-11-22T01:03:00Z */
#define MORNING INT64_C(1795309380)

static struct tk_arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = tk_arena_new(0);
	return arena == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	tk_arena_free(arena);
	return 0;
}

static struct tk_value word(int field, const char *text)
{
	struct tk_value value = {0};
	assert_int_equal(tk_field_value(field, text, strlen(text), &value, NULL), TK_OK);
	return value;
}

static struct tk_ticket *read_ticket(const char *text)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_ticket *ticket = NULL;
	if (tk_ticket_read(arena, text, strlen(text), "t.yaml", &ticket, &err) != TK_OK)
		fail_msg("%s at %u:%u %s", tk_diag_row(err.diag)->name, err.line, err.col, err.field);
	return ticket;
}

struct doc {
	struct out_options options;
	const struct out_column *columns;
	size_t ncolumn;
	const struct tk_value *values;
	size_t nrow;
	const struct tk_ticket *ticket;
};

/* Writes a whole document; what came out is in the arena. */
static const char *write_doc(const struct doc *doc)
{
	char *text = NULL;
	size_t len = 0;
	struct tk_error err = TK_ERROR_INIT;
	struct out_options options = doc->options;
	struct out *out = NULL;
	options.file = open_memstream(&text, &len);
	assert_non_null(options.file);
	assert_int_equal(out_new(&options, &out, &err), TK_OK);
	assert_int_equal(out_begin(out, doc->columns, doc->ncolumn, &err), TK_OK);
	for (size_t i = 0; i < doc->nrow; i++)
		out_row(out, doc->values + i * doc->ncolumn);
	if (doc->ticket != NULL)
		out_ticket(out, doc->ticket);
	assert_int_equal(out_end(out, &err), TK_OK);
	out_free(out);
	fclose(options.file);
	char *copy = tk_arena_strndup(arena, text, len);
	free(text);
	assert_int_equal(strlen(copy), len);
	return copy;
}

enum { COLUMNS = 5, ROWS = 3 };

static const struct out_column columns[COLUMNS] = {
	{.name = "id", .label = "number", .kind = TK_KIND_TICKET, .field = TK_FIELD_ID},
	{.name = "priority", .label = "priority", .kind = TK_KIND_WORD, .field = TK_FIELD_PRIORITY},
	{.name = "customer.name", .label = "customer", .kind = TK_KIND_TEXT, .field = TK_FIELD_CUSTOMER_NAME},
	{.name = "age", .label = "age", .kind = TK_KIND_SPAN, .field = TK_FIELD_AGE},
	{.name = "changed", .label = "changed", .kind = TK_KIND_TIME, .field = TK_FIELD_CHANGED},
};

static void fill_rows(struct tk_value *v)
{
	v[0] = out_text("TS20261122001");
	v[1] = word(TK_FIELD_PRIORITY, "P1");
	v[2] = out_text("王芳, \"Beijing\"");
	v[3] = out_span(86400 * 3 + 3600 * 4 + 59);
	v[4] = out_time(MORNING);
	v[5] = out_text("TS20261122002");
	v[6] = word(TK_FIELD_PRIORITY, "P3");
	v[7] = out_text("=1+1\t|x\\");
	v[8] = out_span(-59);
	v[9] = out_absent();
	v[10] = out_text("TS20261122003");
	v[11] = out_absent();
	v[12] = out_text("two\nlines \033[31m\xE2\x80\xAE");
	v[13] = out_span(0);
	v[14] = word(TK_FIELD_RECEIVED, "2026-11-22T09:03:00+08:00");
}

struct golden {
	const char *name;
	struct out_options options;
	const char *text;
};

static const struct golden goldens[] = {
	{"csv",
	 {.format = OUT_CSV},
	 "\"id\",\"priority\",\"customer.name\",\"age\",\"changed\"\n"
	 "\"TS20261122001\",\"P1\",\"王芳, \"\"Beijing\"\"\",\"273659\",\"2026-11-22T01:03:00+00:00\"\n"
	 "\"TS20261122002\",\"P3\",\"=1+1\t|x\\\",\"-59\",\"\"\n"
	 "\"TS20261122003\",\"\",\"two\nlines \033[31m\xE2\x80\xAE\",\"0\",\"2026-11-22T09:03:00+08:00\"\n"},
	{"csv for spreadsheets",
	 {.format = OUT_CSV, .csv_safe = true, .no_heading = true},
	 "\"TS20261122001\",\"P1\",\"王芳, \"\"Beijing\"\"\",\"273659\",\"2026-11-22T01:03:00+00:00\"\n"
	 "\"TS20261122002\",\"P3\",\"'=1+1\t|x\\\",\"'-59\",\"\"\n"
	 "\"TS20261122003\",\"\",\"two\nlines \033[31m\xE2\x80\xAE\",\"0\",\"2026-11-22T09:03:00+08:00\"\n"},
	{"tsv",
	 {.format = OUT_TSV},
	 "id\tpriority\tcustomer.name\tage\tchanged\n"
	 "TS20261122001\tP1\t王芳, \"Beijing\"\t273659\t2026-11-22T01:03:00+00:00\n"
	 "TS20261122002\tP3\t=1+1\\t|x\\\\\t-59\t\n"
	 "TS20261122003\t\ttwo\\nlines \033[31m\xE2\x80\xAE\t0\t2026-11-22T09:03:00+08:00\n"},
	{"json",
	 {.format = OUT_JSON},
	 "[\n"
	 "{\"id\": \"TS20261122001\", \"priority\": \"P1\", \"customer\": {\"name\": \"王芳, \\\"Beijing\\\"\"}, "
	 "\"age\": 273659, \"changed\": \"2026-11-22T01:03:00+00:00\"},\n"
	 "{\"id\": \"TS20261122002\", \"priority\": \"P3\", \"customer\": {\"name\": \"=1+1\\t|x\\\\\"}, "
	 "\"age\": -59, \"changed\": null},\n"
	 "{\"id\": \"TS20261122003\", \"priority\": null, \"customer\": {\"name\": \"two\\nlines "
	 "\\u001b[31m\\u202e\"}, \"age\": 0, \"changed\": \"2026-11-22T09:03:00+08:00\"}\n"
	 "]\n"},
	{"jsonl",
	 {.format = OUT_JSONL},
	 "{\"id\": \"TS20261122001\", \"priority\": \"P1\", \"customer\": {\"name\": \"王芳, \\\"Beijing\\\"\"}, "
	 "\"age\": 273659, \"changed\": \"2026-11-22T01:03:00+00:00\"}\n"
	 "{\"id\": \"TS20261122002\", \"priority\": \"P3\", \"customer\": {\"name\": \"=1+1\\t|x\\\\\"}, "
	 "\"age\": -59, \"changed\": null}\n"
	 "{\"id\": \"TS20261122003\", \"priority\": null, \"customer\": {\"name\": \"two\\nlines "
	 "\\u001b[31m\\u202e\"}, \"age\": 0, \"changed\": \"2026-11-22T09:03:00+08:00\"}\n"},
	{"ids", {.format = OUT_IDS}, "TS20261122001\nTS20261122002\nTS20261122003\n"},
	{"table",
	 {.format = OUT_TABLE},
	 "number         priority   customer                  age  changed\n"
	 "TS20261122001  P1 urgent  王芳, \"Beijing\"          3d4h  2026-11-22 01:03\n"
	 "TS20261122002  P3 normal  =1+1 |x\\                 -59s\n"
	 "TS20261122003             two␊lines ␛[31m\\u{202e}    0s  2026-11-22 01:03\n"},
	{"narrow table",
	 {.format = OUT_TABLE, .width = 60},
	 "number         priority   customer     age  changed\n"
	 "TS20261122001  P1 urgent  王芳, \"Be…  3d4h  2026-11-22 01:03\n"
	 "TS20261122002  P3 normal  =1+1 |x\\    -59s\n"
	 "TS20261122003             two␊lines…    0s  2026-11-22 01:03\n"},
	{"coloured table",
	 {.format = OUT_TABLE, .width = 1, .color = true, .no_heading = true},
	 "TS20261122001  \033[1;31mP1 urge…\033[0m  王芳, \"…  3d4h  2026-11-22 01:03\n"
	 "TS20261122002  P3 norm…  =1+1 |x\\  -59s\n"
	 "TS20261122003            two␊lin…    0s  2026-11-22 01:03\n"},
	{"markdown",
	 {.format = OUT_MARKDOWN, .no_heading = true},
	 "| number | priority | customer | age | changed |\n"
	 "| --- | --- | --- | ---: | --- |\n"
	 "| TS20261122001 | P1 urgent | 王芳, \"Beijing\" | 3d4h | 2026-11-22 01:03 |\n"
	 "| TS20261122002 | P3 normal | =1+1 \\|x\\\\ | -59s | |\n"
	 "| TS20261122003 | | two␊lines ␛\\[31m\\\\u{202e} | 0s | 2026-11-22 01:03 |\n"},
	{"template",
	 {.format = OUT_TEMPLATE, .template = "%(id) 100%% %(customer.name:10)|\\t%(age)\\n\\\\"},
	 "TS20261122001 100% 王芳, \"Be…|\t273659\n\\\n"
	 "TS20261122002 100% =1+1 |x\\  |\t-59\n\\\n"
	 "TS20261122003 100% two␊lines…|\t0\n\\\n"},
	{"template without fields", {.format = OUT_TEMPLATE, .template = "x"}, "x\nx\nx\n"},
	{"empty template", {.format = OUT_TEMPLATE, .template = ""}, "\n\n\n"},
};

static void test_golden(void **state)
{
	struct tk_value values[COLUMNS * ROWS];
	(void)state;
	fill_rows(values);
	for (size_t i = 0; i < sizeof goldens / sizeof goldens[0]; i++) {
		const struct doc doc = {.options = goldens[i].options,
					.columns = columns,
					.ncolumn = COLUMNS,
					.values = values,
					.nrow = ROWS};
		const char *text = write_doc(&doc);
		if (strcmp(text, goldens[i].text) != 0)
			fail_msg("%s:\n%s\n-- not --\n%s", goldens[i].name, text, goldens[i].text);
	}
}

static void test_no_rows(void **state)
{
	static const struct golden empty[] = {
		{"table", {.format = OUT_TABLE}, ""},
		{"csv", {.format = OUT_CSV}, "\"id\",\"priority\",\"customer.name\",\"age\",\"changed\"\n"},
		{"json", {.format = OUT_JSON}, "[]\n"},
		{"jsonl", {.format = OUT_JSONL}, ""},
		{"ids", {.format = OUT_IDS}, ""},
		{"markdown",
		 {.format = OUT_MARKDOWN},
		 "| number | priority | customer | age | changed |\n| --- | --- | --- | ---: | --- |\n"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
		const struct doc doc = {.options = empty[i].options, .columns = columns, .ncolumn = COLUMNS};
		assert_string_equal(write_doc(&doc), empty[i].text);
	}
}

static const char ticket_text[] = "id: TS20261122001\n"
				  "title: \"A \\\"b\\\" \\\\ 😀\"\n"
				  "status: received\n"
				  "channel: phone\n"
				  "received: 2026-11-22T09:03:00+08:00\n"
				  "customer: {name: \"007\", shoe: 42}\n"
				  "order:\n"
				  "  paid: 12.5\n"
				  "  lines:\n"
				  "    - item: \"a\"\n"
				  "      price: 3\n"
				  "      returned: true\n"
				  "    - item: \"b, c\"\n"
				  "complex: false\n"
				  "safety:\n"
				  "parts:\n"
				  "  - number: \"12\"\n"
				  "    quantity: 2\n"
				  "checklist: {label: true}\n"
				  "links: [TS20261101002, TS20261101003]\n"
				  "x-own: [1, {a: true}]\n"
				  "log:\n"
				  "  - at: 2026-11-22T09:03:00+08:00\n"
				  "    by: wang\n"
				  "    event: received\n"
				  "    auto: true\n"
				  "    set: {channel: phone, complex: false}\n"
				  "    odd: 5\n"
				  "  - at: 2026-11-22T09:04:00+08:00\n"
				  "    by: wang\n"
				  "    event: rated\n"
				  "    ratings: {timeliness: 5}\n";

static void test_whole_ticket(void **state)
{
	static const char text[] =
		"[\n{\"id\": \"TS20261122001\", \"title\": \"A \\\"b\\\" \\\\ 😀\", \"status\": "
		"\"received\", \"channel\": \"phone\", \"received\": \"2026-11-22T09:03:00+08:00\", \"customer\": "
		"{\"name\": \"007\", \"shoe\": \"42\"}, \"order\": {\"paid\": 12.50, \"lines\": [{\"item\": \"a\", "
		"\"price\": 3.00, \"returned\": true}, {\"item\": \"b, c\"}]}, \"complex\": false, \"safety\": null, "
		"\"parts\": [{\"number\": \"12\", \"quantity\": 2}], \"checklist\": {\"label\": true}, \"links\": "
		"[\"TS20261101002\", \"TS20261101003\"], \"x-own\": [\"1\", {\"a\": \"true\"}], \"log\": [{\"at\": "
		"\"2026-11-22T09:03:00+08:00\", \"by\": \"wang\", \"event\": \"received\", \"auto\": true, \"set\": "
		"{\"channel\": \"phone\", \"complex\": false}, \"odd\": \"5\"}, {\"at\": "
		"\"2026-11-22T09:04:00+08:00\", \"by\": \"wang\", \"event\": \"rated\", \"ratings\": "
		"{\"timeliness\": 5}}]}\n]\n";
	const struct doc doc = {.options = {.format = OUT_JSON}, .ticket = read_ticket(ticket_text)};
	(void)state;
	assert_string_equal(write_doc(&doc), text);
}

/* Lists, records and maps, asked for whole and by their parts. */
static void test_collections(void **state)
{
	static const int fields[] = {TK_FIELD_ORDER_LINES_ITEM,  TK_FIELD_LINKS, TK_FIELD_ORDER_PAID,
				     TK_FIELD_ORDER_LINES_PRICE, TK_FIELD_PARTS, TK_FIELD_CHECKLIST};
	enum { N = sizeof fields / sizeof fields[0] };
	static const struct golden forms[] = {
		{"json",
		 {.format = OUT_JSONL},
		 "{\"order\": {\"lines\": [{\"item\": \"a\", \"price\": 3.00}, {\"item\": \"b, c\", \"price\": null}], "
		 "\"paid\": 12.50}, \"links\": [\"TS20261101002\", \"TS20261101003\"], \"parts\": [{\"number\": "
		 "\"12\", \"quantity\": 2}], \"checklist\": {\"label\": true}}\n"},
		{"csv",
		 {.format = OUT_CSV, .no_heading = true},
		 "\"a; b, c\",\"TS20261101002; TS20261101003\",\"12.50\",\"3\",\"[{\"\"number\"\": \"\"12\"\", "
		 "\"\"quantity\"\": 2}]\",\"{\"\"label\"\": true}\"\n"},
		{"table",
		 {.format = OUT_TABLE, .no_heading = true},
		 "a, b, c  TS20261101002, TS20261101003  12.50  3  1  1\n"},
	};
	struct tk_ticket *ticket = read_ticket(ticket_text);
	struct out_column cols[N] = {0};
	struct tk_value values[N];
	struct tk_value lines = tk_ticket_get(ticket, TK_FIELD_ORDER_LINES, 0);
	(void)state;
	for (size_t i = 0; i < N; i++) {
		const struct tk_field *f = tk_field(fields[i]);
		cols[i] = (struct out_column){.name = f->name, .kind = f->kind, .field = fields[i]};
		values[i] = tk_ticket_get(ticket, fields[i], 0);
		if ((f->flags & TK_F_SUB) != 0) { /* as listings give them */
			values[i].kind = TK_KIND_TEXT;
			values[i].node = lines.node;
		}
	}
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const struct doc doc = {
			.options = forms[i].options, .columns = cols, .ncolumn = N, .values = values, .nrow = 1};
		assert_string_equal(write_doc(&doc), forms[i].text);
	}
}

static void test_computed_columns(void **state)
{
	static const struct out_column cols[] = {
		{.name = "clock.name", .label = "clock", .kind = TK_KIND_TEXT, .field = -1},
		{.name = "count", .label = "count", .kind = TK_KIND_INT, .field = -1},
		{.name = "clock.met", .label = "met", .kind = TK_KIND_BOOL, .field = -1},
		{.name = "wait", .label = NULL, .kind = TK_KIND_WORD, .field = -1, .words = TK_WORDS_WAIT},
		{.name = "cost", .label = NULL, .kind = TK_KIND_MONEY, .field = -1},
	};
	const struct tk_value values[] = {out_text("plan"),
					  out_int(7),
					  out_bool(true),
					  {.kind = TK_KIND_WORD, .set = true, .number = 0},
					  {.kind = TK_KIND_MONEY, .set = true, .number = -5}};
	static const struct golden forms[] = {
		{"json",
		 {.format = OUT_JSONL},
		 "{\"clock\": {\"name\": \"plan\", \"met\": true}, \"count\": 7, \"wait\": \"customer\", "
		 "\"cost\": -0.05}\n"},
		{"csv", {.format = OUT_TSV, .no_heading = true}, "plan\t7\ttrue\tcustomer\t-0.05\n"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const struct doc doc = {
			.options = forms[i].options, .columns = cols, .ncolumn = 5, .values = values, .nrow = 1};
		assert_string_equal(write_doc(&doc), forms[i].text);
	}
}

static void test_lists_of_commands(void **state)
{
	static const struct out_column cols[] = {
		{.name = "skills", .kind = TK_KIND_LIST, .field = -1},
		{.name = "teams", .kind = TK_KIND_LIST, .field = -1},
	};
	static const struct golden forms[] = {
		{"json", {.format = OUT_JSONL}, "{\"skills\": [\"a \\\"b\\\"\", \"c\"], \"teams\": []}\n"},
		{"csv", {.format = OUT_CSV, .no_heading = true}, "\"a \"\"b\"\"; c\",\"\"\n"},
		{"table", {.format = OUT_TABLE, .no_heading = true}, "a \"b\", c\n"},
	};
	static const char skills[] = "a \"b\"\0c";
	const struct tk_value values[] = {out_list(skills, sizeof skills), out_list("", 0)};
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const struct doc doc = {
			.options = forms[i].options, .columns = cols, .ncolumn = 2, .values = values, .nrow = 1};
		assert_string_equal(write_doc(&doc), forms[i].text);
	}
	assert_false(out_list(NULL, 0).set);
}

static void test_ids_take_the_ticket_column(void **state)
{
	static const struct out_column cols[] = {
		{.name = "clock", .kind = TK_KIND_TEXT, .field = -1},
		{.name = "ticket", .kind = TK_KIND_TICKET, .field = -1},
	};
	const struct tk_value values[] = {out_text("plan"), out_text("TS20261122001")};
	const struct doc doc = {
		.options = {.format = OUT_IDS}, .columns = cols, .ncolumn = 2, .values = values, .nrow = 1};
	(void)state;
	assert_string_equal(write_doc(&doc), "TS20261122001\n");
}

static void test_zone_of_the_desk(void **state)
{
	static const struct golden forms[] = {
		{"json", {.format = OUT_JSONL}, "{\"changed\": \"2026-11-22T09:03:00+08:00\"}\n"},
		{"table", {.format = OUT_TABLE, .no_heading = true}, "2026-11-22 09:03\n"},
	};
	struct tk_zone *zone = NULL;
	const struct tk_value value = out_time(MORNING);
	(void)state;
	assert_int_equal(tk_zone_load("Asia/Shanghai", 13, &zone, NULL), TK_OK);
	for (size_t i = 0; i < 2; i++) {
		struct doc doc = {
			.options = forms[i].options, .columns = &columns[4], .ncolumn = 1, .values = &value, .nrow = 1};
		doc.options.zone = zone;
		assert_string_equal(write_doc(&doc), forms[i].text);
	}
	tk_zone_free(zone);
}

/* Whatever a text holds: tables, templates and JSON carry nothing that drives a terminal. */
static void test_hostile_texts(void **state)
{
	static const char text[] =
		"\001\033]0;x\007\177\xC2\x9B\x31m\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\xA8\xEF\xBB\xBF\r\b";
	static const enum out_format safe[] = {OUT_TABLE, OUT_MARKDOWN, OUT_TEMPLATE, OUT_JSON, OUT_JSONL};
	const struct tk_value value = out_text(text);
	(void)state;
	for (size_t i = 0; i < sizeof safe / sizeof safe[0]; i++) {
		const struct doc doc = {.options = {.format = safe[i], .template = "%(customer.name)"},
					.columns = &columns[2],
					.ncolumn = 1,
					.values = &value,
					.nrow = 1};
		const char *made = write_doc(&doc);
		for (size_t at = 0, len = strlen(made); at < len;) {
			size_t bytes = 0;
			uint32_t code = tk_utf8_next(made + at, len - at, &bytes);
			assert_true(code == '\n' || !tk_char_is_unsafe(code));
			at += bytes;
		}
	}
}

static void test_bad_templates(void **state)
{
	static const struct {
		const char *template, *diag, *arg, *near;
	} bads[] = {
		{"%(idd)", "unknown-field", "idd", "id"},
		{"%(customer.nmae)", "unknown-field", "customer.nmae", "customer.name"},
		{"%(id", "open-placeholder", "%(id", NULL},
		{"50% off", "stray-percent", "% off", NULL},
		{"x%", "stray-percent", "%", NULL},
		{"a\\qb", "unknown-escape", "\\qb", NULL},
		{"a\\", "unknown-escape", "\\", NULL},
		{"%(id:0)", "bad-width", "0", NULL},
		{"%(id:)", "bad-width", "", NULL},
		{"%(id:1001)", "bad-width", "1001", NULL},
		{"%(id:99999999999999999999)", "bad-width", "99999999999999999999", NULL},
		{"%(id:-3)", "bad-width", "-3", NULL},
		{"%()", "unknown-field", "", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++) {
		const struct out_options options = {
			.format = OUT_TEMPLATE, .template = bads[i].template, .file = stderr};
		struct tk_error err = TK_ERROR_INIT;
		struct out *out = NULL;
		assert_int_equal(out_new(&options, &out, &err), TK_OK);
		assert_int_equal(out_begin(out, columns, COLUMNS, &err), TK_INVALID);
		assert_string_equal(tk_diag_row(err.diag)->name, bads[i].diag);
		assert_string_equal(err.arg[0].text, bads[i].arg);
		if (bads[i].near != NULL)
			assert_string_equal(err.arg[1].text, bads[i].near);
		out_free(out);
	}
}

/* A full disk: rows go on, the end tells. */
static void test_output_that_cannot_be_written(void **state)
{
	struct tk_value values[COLUMNS * ROWS];
	(void)state;
	fill_rows(values);
	for (int format = OUT_TABLE; format <= OUT_IDS; format++) {
		struct out_options options = {.format = (enum out_format)format, .file = fopen("/dev/full", "w")};
		struct tk_error err = TK_ERROR_INIT;
		struct out *out = NULL;
		assert_non_null(options.file);
		assert_int_equal(out_new(&options, &out, &err), TK_OK);
		assert_int_equal(out_begin(out, columns, COLUMNS, &err), TK_OK);
		for (int i = 0; i < 20000; i++)
			out_row(out, values);
		assert_int_equal(out_end(out, &err), TK_SYSTEM);
		assert_int_equal(err.diag, TK_D_SYS_WRITE);
		assert_int_not_equal(err.sys, 0);
		out_free(out);
		(void)fclose(options.file);
	}
}

static void test_format_names(void **state)
{
	(void)state;
	assert_string_equal(out_formats[OUT_TABLE], "table");
	assert_string_equal(out_formats[OUT_MARKDOWN], "markdown");
	assert_string_equal(out_formats[OUT_IDS], "ids");
	assert_null(out_formats[OUT_TEMPLATE]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_whole_ticket),
		cmocka_unit_test(test_collections),
		cmocka_unit_test(test_computed_columns),
		cmocka_unit_test(test_lists_of_commands),
		cmocka_unit_test(test_ids_take_the_ticket_column),
		cmocka_unit_test(test_zone_of_the_desk),
		cmocka_unit_test(test_hostile_texts),
		cmocka_unit_test(test_bad_templates),
		cmocka_unit_test(test_output_that_cannot_be_written),
		cmocka_unit_test(test_format_names),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
