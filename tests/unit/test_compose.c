/* New files: the order of the tables, the style of each value, and that they read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "splice.h"

#define HEAD "id: TS20261122001\ntitle: \"a\"\nstatus: received\nchannel: phone\nreceived: 2026-11-22T09:03:00+08:00\n"
#define FLOW "received: 2026-11-22T09:03:00+08:00, channel: phone, title: a, id: TS20261122001, status: received"

static enum tk_status compose(const char *text, struct tk_str *out, struct tk_error *err)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_doc doc;
	enum tk_status status = tk__yaml_read(arena, text, strlen(text), "draft", &tk__ticket_limits, &doc, err);

	tk_str_init(out, 0);
	if (status == TK_OK)
		status = tk__compose(doc.root, out, err);
	tk_arena_free(arena);
	return status;
}

static const struct {
	const char *draft, *file;
} cases[] = {
	{"{" FLOW "}", HEAD},
	{"{log: [{event: received, set: {channel: phone, team: no}, by: wang, at: 2026-11-22T09:03:00+08:00}], x-a: "
	 "b, " FLOW "}",
	 HEAD "x-a: \"b\"\nlog:\n  - at: 2026-11-22T09:03:00+08:00\n    by: wang\n    event: received\n"
	      "    set: {channel: phone, team: \"no\"}\n"},
	{"{plan: {promised: 2026-11-23T09:00:00+08:00, type: refund}, customer: {phone: 007, name: 王}, " FLOW "}", HEAD
	 "customer:\n  name: \"王\"\n  phone: \"007\"\nplan:\n  type: refund\n  promised: 2026-11-23T09:00:00+08:00\n"},
	{"{problem: {scope: one, description: \"a\\nb\\n\"}, assignee: 王, team: tech-support, complex: false, " FLOW
	 "}",
	 HEAD
	 "problem:\n  description: |-\n    a\n    b\n  scope: one\ncomplex: false\nteam: tech-support\nassignee: 王\n"},
	{"{parts: [{quantity: 2, x-bin: 7, number: A1}, {number: 12}], order: {lines: [{price: 1.50, item: a}], paid: "
	 "2}, " FLOW "}",
	 HEAD "order:\n  paid: \"2\"\n  lines:\n    - item: \"a\"\n      price: \"1.50\"\nparts:\n  - number: \"A1\"\n "
	      "   quantity: 2\n"
	      "    x-bin: \"7\"\n  - number: \"12\"\n"},
	{"{links: [TS20261122002], attachments: [a.jpg], checklist: {badge: true}, " FLOW "}",
	 HEAD "checklist:\n  badge: true\nlinks:\n  - TS20261122002\nattachments:\n  - \"a.jpg\"\n"},
	{"{team: , plan: , x-list: [1, {a: [b]}], x-text: \"a\\nb\", " FLOW "}",
	 HEAD "team: null\nplan: null\nx-list:\n  - \"1\"\n  - a:\n      - \"b\"\nx-text: |-\n  a\n  b\n"},
	{"{problem: {description: \"a\\u2028b\\n\\tc\", tried: \"  x\\ny\"}, external: \"\\\"\\\\\", " FLOW "}",
	 HEAD "problem:\n  description: \"a\\Lb\\n\\tc\"\n  tried: |2-\n      x\n    y\nexternal: \"\\\"\\\\\"\n"},
};

static void drafts_become_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tk_error err = TK_ERROR_INIT;
		struct tk_str out, again;
		if (compose(cases[i].draft, &out, &err) != TK_OK)
			print_error("%s: %s %s\n", cases[i].draft, tk_diag_row(err.diag)->name, err.field);
		assert_string_equal(out.data, cases[i].file);
		/* a file of ours is composed to itself */
		assert_int_equal(compose(out.data, &again, &err), TK_OK);
		assert_string_equal(again.data, cases[i].file);
		tk_str_clear(&out);
		tk_str_clear(&again);
	}
}

static const struct {
	const char *draft;
	enum tk_diag diag;
	const char *field;
} refused[] = {
	{"[a]", TK_D_NOT_MAPPING, ""},
	{"{id: TS20261122001}", TK_D_FIELD_MISSING, "title"},
	{"{priority: P9, " FLOW "}", TK_D_UNKNOWN_WORD, "priority"},
	{"{log: [{by: li}], " FLOW "}", TK_D_FIELD_MISSING, "log.1.at"},
	{"{log: x, " FLOW "}", TK_D_NOT_LIST, "log"},
	{"{customer: x, " FLOW "}", TK_D_NOT_MAPPING, "customer"},
};

static void bad_drafts_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct tk_error err = TK_ERROR_INIT;
		struct tk_str out;
		assert_int_equal(compose(refused[i].draft, &out, &err), TK_INVALID);
		assert_int_equal(err.diag, refused[i].diag);
		assert_string_equal(err.field, refused[i].field);
		assert_int_equal(out.len, 0);
		tk_str_clear(&out);
	}
}

static const struct {
	int field;
	const char *text;
	enum tk_style style;
} styles[] = {
	{TK_FIELD_STATUS, "closed", TK_STYLE_PLAIN},
	{TK_FIELD_ID, "TS20261122001", TK_STYLE_PLAIN},
	{TK_FIELD_RECEIVED, "2026-11-22T09:03:00+08:00", TK_STYLE_PLAIN},
	{TK_FIELD_TITLE, "word", TK_STYLE_DOUBLE},
	{TK_FIELD_TEAM, "tech-support", TK_STYLE_PLAIN},
	{TK_FIELD_TEAM, "售后", TK_STYLE_PLAIN},
	{TK_FIELD_TEAM, "No", TK_STYLE_DOUBLE},
	{TK_FIELD_TEAM, "null", TK_STYLE_DOUBLE},
	{TK_FIELD_TEAM, "y", TK_STYLE_DOUBLE},
	{TK_FIELD_TEAM, "007", TK_STYLE_DOUBLE},
	{TK_FIELD_TEAM, "_x", TK_STYLE_DOUBLE},
	{TK_FIELD_ORDER_PAID, "59.90", TK_STYLE_DOUBLE},
	{TK_FIELD_PARTS_QUANTITY, "2", TK_STYLE_PLAIN},
	{TK_FIELD_COMPLEX, "true", TK_STYLE_PLAIN},
	{TK_FIELD_LINKS, "TS20261122002", TK_STYLE_PLAIN},
	{TK_FIELD_ATTACHMENTS, "a.jpg", TK_STYLE_DOUBLE},
	{TK_FIELD_CHECKLIST, "true", TK_STYLE_PLAIN},
	{TK_FIELD_PROBLEM_TRIED, "one line", TK_STYLE_DOUBLE},
	{TK_FIELD_PROBLEM_TRIED, "two\nlines", TK_STYLE_LITERAL},
	{TK_FIELD_PROBLEM_TRIED, "ends\n\n", TK_STYLE_DOUBLE},
};

static void each_kind_has_its_style(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		assert_int_equal(tk__field_style(styles[i].field, styles[i].text, strlen(styles[i].text)),
				 styles[i].style);
	assert_int_equal(tk__key_style(TK_KEY_AT, "x", 1), TK_STYLE_PLAIN);
	assert_int_equal(tk__key_style(TK_KEY_BY, "off", 3), TK_STYLE_DOUBLE);
	assert_int_equal(tk__key_style(TK_KEY_REASON, "no-answer", 9), TK_STYLE_DOUBLE);
	assert_int_equal(tk__key_style(TK_KEY_NOTE, "a\nb", 3), TK_STYLE_LITERAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drafts_become_files),
		cmocka_unit_test(bad_drafts_are_refused),
		cmocka_unit_test(each_kind_has_its_style),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
