/* Splicing: golden cases, before → changes → after, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "splice.h"

/*
 * One change a line:
 *   field=text          sets (\n in the text is a line break)
 *   -field              removes
 *   list+item           appends an item of a list
 *   list*{…}            appends a record
 *   sub@N=text          sets in the N-th record, from 0
 *   field/key=text      sets a key of a free mapping
 *   {…}                 appends an entry
 */
struct golden {
	const char *name, *before, *changes, *after;
};

#define HEAD "id: TS20261122001\ntitle: \"a\"\nstatus: received\nchannel: phone\nreceived: 2026-11-22T09:03:00+08:00\n"
#define E1 "{at: 2026-11-22T09:03:00+08:00, by: wang, event: received}"
#define L1 "  - at: 2026-11-22T09:03:00+08:00\n    by: wang\n    event: received\n"
#define E2 "{event: responded, by: li, at: 2026-11-22T09:05:00+08:00}"
#define L2 "  - at: 2026-11-22T09:05:00+08:00\n    by: li\n    event: responded\n"

static const struct golden cases[] = {
	{"a plain value", HEAD, "status=closed",
	 "id: TS20261122001\ntitle: \"a\"\nstatus: closed\nchannel: phone\nreceived: 2026-11-22T09:03:00+08:00\n"},
	{"nothing to do", HEAD, "status=received\nchannel=phone\ntitle=a", HEAD},
	{"a comment behind the value stays", HEAD "team: li   # for now\n", "team=wang",
	 HEAD "team: wang   # for now\n"},
	{"quoted values", HEAD "demand: 'repair'\nexternal: \"x\\\"y\" # c\n", "demand=refund\nexternal=z",
	 HEAD "demand: refund\nexternal: \"z\" # c\n"},
	{"a comment that a plain word would lose", HEAD "team: \"li\" #todo\n", "team=wang",
	 HEAD "team: \"wang\" #todo\n"},
	{"a plain value of several lines", HEAD "problem:\n  description: one\n    two\n\n    three\n  scope: one\n",
	 "problem.description=new", HEAD "problem:\n  description: \"new\"\n  scope: one\n"},
	{"a literal", HEAD "problem:\n  description: |  # as told\n    one\n\n    two\n\n  scope: one\n",
	 "problem.description=new", HEAD "problem:\n  description: \"new\"  # as told\n\n  scope: one\n"},
	{"a literal by a literal", HEAD "problem:\n  description: >-\n    one\n    two\n  scope: one\n",
	 "problem.description=a\\n\\nb", HEAD "problem:\n  description: |-\n    a\n\n    b\n  scope: one\n"},
	{"a literal by a literal with a comment", HEAD "problem:\n  description: |2- # c\n      one\n  scope: one\n",
	 "problem.description=a\\nb", HEAD "problem:\n  description: |- # c\n    a\n    b\n  scope: one\n"},
	{"one line becomes several, the comment stays on the first",
	 HEAD "problem:\n  description: one # c\n  scope: one\n", "problem.description=a\\nb",
	 HEAD "problem:\n  description: |- # c\n    a\n    b\n  scope: one\n"},
	{"several lines before a deep comment are quoted",
	 HEAD "problem:\n  description: one\n      # deep\n  scope: one\n", "problem.description=a\\nb",
	 HEAD "problem:\n  description: \"a\\nb\"\n      # deep\n  scope: one\n"},
	{"trailing line breaks do not count", HEAD "problem:\n  tried: x\n", "problem.tried=a\\n\\n",
	 HEAD "problem:\n  tried: \"a\"\n"},
	{"an empty value", HEAD "team:\nassignee:   # nobody yet\ndemand: ~\n", "team=a\nassignee=b\ndemand=repair",
	 HEAD "team: a\nassignee: b   # nobody yet\ndemand: repair\n"},
	{"a value on a line of its own", HEAD "team:\n    # who\n    li\n", "team=wang",
	 HEAD "team:\n    # who\n    wang\n"},
	{"a missing key goes to its place", HEAD "demand: repair # wish\nlog: []\n",
	 "category=logistics\nassignee=li\nteam=x",
	 "id: TS20261122001\ntitle: \"a\"\nstatus: received\ncategory: logistics\nchannel: phone\n"
	 "received: 2026-11-22T09:03:00+08:00\ndemand: repair # wish\nteam: x\nassignee: li\nlog: []\n"},
	{"behind a nested sibling and its comment",
	 HEAD "customer:\n  name: x\n  # more\n  phone: \"1\" # home\n\n# next\nlog:\n" L1,
	 "customer.email=a@b\ndemand=repair",
	 HEAD "customer:\n  name: x\n  # more\n  phone: \"1\" # home\n  email: \"a@b\"\ndemand: repair\n\n# "
	      "next\nlog:\n" L1},
	{"in front of all siblings", HEAD "customer: # vip\n    # note\n    phone: \"1\"\n", "customer.name=x",
	 HEAD "customer: # vip\n    name: \"x\"\n    # note\n    phone: \"1\"\n"},
	{"a new mapping", HEAD "log:\n" L1, "plan.promised=2026-11-23T09:00:00+08:00\nplan.type=refund",
	 HEAD "plan:\n  type: refund\n  promised: 2026-11-23T09:00:00+08:00\nlog:\n" L1},
	{"a null mapping", HEAD "plan:  # later\n\nteam: x\n", "plan.type=refund\nplan.steps=a\\nb",
	 HEAD "plan:  # later\n  type: refund\n  steps: |-\n    a\n    b\n\nteam: x\n"},
	{"a tilde for a mapping", HEAD "plan: ~ # later\nteam: x\n", "plan.type=refund",
	 HEAD "plan: # later\n  type: refund\nteam: x\n"},
	{"an empty flow mapping", HEAD "plan: {} # later\n", "plan.type=refund\nplan.substitute=b",
	 HEAD "plan: {type: refund, substitute: \"b\"} # later\n"},
	{"inside braces", HEAD "customer: {name: 'x', phone: \"1\"} # c\n",
	 "customer.name=y\ncustomer.email=e\ncustomer.kind=person",
	 HEAD "customer: {name: \"y\", kind: person, phone: \"1\", email: \"e\"} # c\n"},
	{"in front inside braces", HEAD "customer: { phone: \"1\" }\n", "customer.name=x\ncustomer.kind=person",
	 HEAD "customer: { name: \"x\", kind: person, phone: \"1\" }\n"},
	{"braces over several lines", HEAD "customer: {name: x, # who\n  phone: \"1\",\n  }\n",
	 "customer.email=e\ncustomer.contact=c",
	 HEAD "customer: {name: x, contact: \"c\", # who\n  phone: \"1\", email: \"e\",\n  }\n"},
	{"several lines inside braces", HEAD "problem: {description: x}\n", "problem.description=a\\nb",
	 HEAD "problem: {description: \"a\\nb\"}\n"},
	{"an empty value inside braces", HEAD "plan: {type: , steps: x}\n", "plan.type=refund",
	 HEAD "plan: {type: refund , steps: x}\n"},
	{"wide indentation", HEAD "customer:\n        name: x\n", "customer.phone=1",
	 HEAD "customer:\n        name: x\n        phone: \"1\"\n"},
	{"a document that is indented",
	 "  id: TS20261122001\n  title: a\n  status: received\n  channel: phone\n"
	 "  received: 2026-11-22T09:03:00+08:00\n",
	 "plan.steps=a\\nb\n" E1,
	 "  id: TS20261122001\n  title: a\n  status: received\n  channel: phone\n  received: "
	 "2026-11-22T09:03:00+08:00\n"
	 "  plan:\n    steps: |-\n      a\n      b\n  log:\n    - at: 2026-11-22T09:03:00+08:00\n      by: wang\n      "
	 "event: received\n"},
	{"unknown keys do not count", HEAD "x-a: 1\ndemand: repair\nx-b: |\n  text\n", "team=x",
	 HEAD "x-a: 1\ndemand: repair\nteam: x\nx-b: |\n  text\n"},
	{"quoted and explicit keys",
	 "\"id\": TS20261122001\n? title\n: a # c\nstatus: received\nchannel: phone\n"
	 "received: 2026-11-22T09:03:00+08:00\n",
	 "title=b\ncategory=x",
	 "\"id\": TS20261122001\n? title\n: \"b\" # c\nstatus: received\ncategory: x\nchannel: phone\n"
	 "received: 2026-11-22T09:03:00+08:00\n"},

	{"a key removed", HEAD "team: x\nassignee: y\n", "-team", HEAD "assignee: y\n"},
	{"the last key removed", HEAD "team: x\n# end\n", "-team", HEAD "# end\n"},
	{"a key without line break removed", HEAD "team: x", "-team",
	 "id: TS20261122001\ntitle: \"a\"\nstatus: received\nchannel: phone\nreceived: 2026-11-22T09:03:00+08:00"},
	{"its comment stays", HEAD "plan:\n  type: refund # c\n  steps: x\n", "-plan.type",
	 HEAD "plan:\n  # c\n  steps: x\n"},
	{"the mapping goes with its last key", HEAD "plan:\n  # before\n  type: refund # c\nteam: x\n", "-plan.type",
	 HEAD "# before\n# c\nteam: x\n"},
	{"inside braces too", HEAD "plan: {type: refund, steps: x, substitute: y}\n", "-plan.type",
	 HEAD "plan: {steps: x, substitute: y}\n"},
	{"the last inside braces", HEAD "plan: {type: refund, steps: x}\n", "-plan.steps",
	 HEAD "plan: {type: refund}\n"},
	{"a removed key that is not there", HEAD, "-team\n-plan.type", HEAD},
	{"removed and set beside it", HEAD "team: x\ndemand: repair\n", "-team\nassignee=z\nplan.type=refund",
	 HEAD "demand: repair\nassignee: z\nplan:\n  type: refund\n"},

	{"a list", HEAD, "links+TS20261122002\nlinks+TS20261122003\nlinks+TS20261122002",
	 HEAD "links:\n  - TS20261122002\n  - TS20261122003\n"},
	{"a list that is there", HEAD "attachments:\n- \"a.jpg\" # front\n\n# end\n", "attachments+b c.jpg",
	 HEAD "attachments:\n- \"a.jpg\" # front\n- \"b c.jpg\"\n\n# end\n"},
	{"a list in brackets", HEAD "links: [TS20261122002]\nattachments: [ ]\n", "links+TS20261122003\nattachments+a",
	 HEAD "links: [TS20261122002, TS20261122003]\nattachments:\n  - \"a\"\n"},
	{"records", HEAD, "parts*{quantity: 2, number: A1}\nparts*{number: B2, x-bin: 7}",
	 HEAD "parts:\n  - number: \"A1\"\n    quantity: 2\n  - number: \"B2\"\n    x-bin: \"7\"\n"},
	{"nested records", HEAD "order:\n  number: \"7\"\nlog:\n" L1, "order.lines*{item: a, price: 1.50}",
	 HEAD "order:\n  number: \"7\"\n  lines:\n    - item: \"a\"\n      price: \"1.50\"\nlog:\n" L1},
	{"in a record",
	 HEAD "parts:\n- number: A1 # c\n  quantity: 2\n- {number: B2}\n-   fitted: 2026-11-22T09:03:00+08:00\n",
	 "parts.quantity@0=3\nparts.arrived@0=2026-11-23T09:00:00+08:00\nparts.quantity@1=1\nparts.number@2=C3",
	 HEAD
	 "parts:\n- number: A1 # c\n  quantity: 3\n  arrived: 2026-11-23T09:00:00+08:00\n- {number: B2, quantity: 1}\n"
	 "-   fitted: 2026-11-22T09:03:00+08:00\n    number: \"C3\"\n"},
	{"ticks", HEAD "checklist:\n  badge: true\n", "checklist/shoe-covers=true\nchecklist/badge=false",
	 HEAD "checklist:\n  badge: false\n  shoe-covers: true\n"},

	{"the first entry", HEAD, E1, HEAD "log:\n" L1},
	{"a null log", HEAD "log: # empty\n# end\n", E1, HEAD "log: # empty\n" L1 "# end\n"},
	{"an empty log", HEAD "log: []", E1 "\n" E2,
	 HEAD "log:\n" L1 "  - at: 2026-11-22T09:05:00+08:00\n    by: li\n    event: responded"},
	{"an entry more", HEAD "log:\n" L1 "\n# end\n", E2, HEAD "log:\n" L1 L2 "\n# end\n"},
	{"before the end of the document", HEAD "log:\n" L1 "...\n# end\n", E2, HEAD "log:\n" L1 L2 "...\n# end\n"},
	{"in its indentation",
	 HEAD "log:\n- at: 2026-11-22T09:03:00+08:00\n  by: wang\n  event: received # c\nx-last: 1\n", E2,
	 HEAD
	 "log:\n- at: 2026-11-22T09:03:00+08:00\n  by: wang\n  event: received # c\n- at: 2026-11-22T09:05:00+08:00\n"
	 "  by: li\n  event: responded\nx-last: 1\n"},
	{"an entry in braces before it", HEAD "log:\n    - " E1 "\n", E2,
	 HEAD "log:\n    - " E1 "\n    - at: 2026-11-22T09:05:00+08:00\n      by: li\n      event: responded\n"},
	{"an entry that is there already", HEAD "log:\n" L1,
	 "{by: wang, event: received, at: 2026-11-22T09:03:00+08:00}", HEAD "log:\n" L1},
	{"an entry with everything", HEAD "log:\n" L1,
	 "{note: \"a\\nb\", set: {priority: P1, team: \"007\", customer.name: no}, was: {priority: null}, event: "
	 "classified, "
	 "by: \"on\", at: 2026-11-22T09:05:00+08:00, auto: true, consent: {by: Wang, channel: phone}, x-y: {z: 1}, "
	 "ratings: {a: 5}}",
	 HEAD "log:\n" L1 "  - at: 2026-11-22T09:05:00+08:00\n    by: \"on\"\n    event: classified\n    auto: true\n"
	      "    consent: {by: \"Wang\", channel: phone}\n    ratings: {a: 5}\n    note: |-\n      a\n      b\n"
	      "    set: {priority: P1, team: \"007\", customer.name: \"no\"}\n    was: {priority: null}\n    x-y:\n    "
	      "  z: \"1\"\n"},
	{"changes of several lines", HEAD "log:\n" L1,
	 "{at: 2026-11-22T09:05:00+08:00, by: li, event: planned, set: {plan.steps: \"a\\nb\", links: "
	 "[TS20261122002]}}",
	 HEAD "log:\n" L1
	      "  - at: 2026-11-22T09:05:00+08:00\n    by: li\n    event: planned\n    set:\n      plan.steps: |-\n"
	      "        a\n        b\n      links: [TS20261122002]\n"},
	{"a note before a deep comment is quoted", HEAD "log:\n" L1 "        # deep\n",
	 "{at: 2026-11-22T09:05:00+08:00, by: li, event: updated, note: \"a\\nb\"}",
	 HEAD
	 "log:\n" L1
	 "  - at: 2026-11-22T09:05:00+08:00\n    by: li\n    event: updated\n    note: \"a\\nb\"\n        # deep\n"},
	{"behind a note that keeps its line breaks", HEAD "log:\n" L1 "    note: |+\n      a\n\n\n# end\n", E2,
	 HEAD "log:\n" L1 "    note: |+\n      a\n\n\n" L2 "# end\n"},
	{"CR LF",
	 "id: TS20261122001\r\ntitle: a\r\nstatus: received\r\nchannel: phone\r\n"
	 "received: 2026-11-22T09:03:00+08:00 # c\r\nlog: []\r\n# end\r\n",
	 "status=closed\nproblem.tried=a\\nb\n" E1,
	 "id: TS20261122001\r\ntitle: a\r\nstatus: closed\r\nchannel: phone\r\n"
	 "received: 2026-11-22T09:03:00+08:00 # c\r\nproblem:\r\n  tried: |-\r\n    a\r\n    b\r\nlog:\r\n"
	 "  - at: 2026-11-22T09:03:00+08:00\r\n    by: wang\r\n    event: received\r\n# end\r\n"},
	{"a byte order mark",
	 "\xEF\xBB\xBFid: TS20261122001 # 编号\ntitle: 电脑\xF0\x9F\x94\x8C # 标题\nstatus: received\nchannel: phone\n"
	 "received: 2026-11-22T09:03:00+08:00",
	 "title=新\nstatus=closed\nteam=售后\n" E1,
	 "\xEF\xBB\xBFid: TS20261122001 # 编号\ntitle: \"新\" # 标题\nstatus: closed\nchannel: phone\n"
	 "received: 2026-11-22T09:03:00+08:00\nteam: 售后\nlog:\n  - at: 2026-11-22T09:03:00+08:00\n    by: wang\n    "
	 "event: received"},
	{"a document mark", "# top\n---\n" HEAD "log:\n" L1, "title=b\n" E2,
	 "# top\n---\nid: TS20261122001\ntitle: \"b\"\nstatus: received\nchannel: phone\nreceived: "
	 "2026-11-22T09:03:00+08:00\nlog:\n" L1 L2},
	{"a number for everything", HEAD,
	 "order.paid=1999.50\ncomplex=true\nproduct.purchased=2026-05-01\nexternal=007",
	 HEAD "product:\n  purchased: 2026-05-01\norder:\n  paid: \"1999.50\"\ncomplex: true\nexternal: \"007\"\n"},
};

struct fixture {
	struct tk_arena *arena;
	struct tk_splice *splice;
};

static const struct tk_node *parse(struct tk_arena *arena, const char *text, size_t len)
{
	struct tk_doc doc;
	struct tk_error err = TK_ERROR_INIT;
	char *copy = tk_arena_strndup(arena, text, len);

	if (tk__yaml_read(arena, copy, len, "item", &tk__ticket_limits, &doc, &err) != TK_OK)
		print_error("item '%s': %s\n", copy, tk_diag_row(err.diag)->name);
	return doc.root;
}

static size_t unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (from[0] == '\\' && from[1] == 'n') {
			*to++ = '\n';
			from++;
		} else {
			*to++ = *from;
		}
	}
	*to = '\0';
	return (size_t)(to - text);
}

static enum tk_status change(struct fixture *f, const char *line, size_t len, struct tk_error *err)
{
	char name[64] = "", text[400] = "";
	size_t n = strcspn(line, "=+*@/");

	if (line[0] == '{')
		return tk__splice_entry(f->splice, parse(f->arena, line, len), err);
	if (line[0] == '-')
		return tk__splice_unset(f->splice, tk_field_find(line + 1, len - 1), err);
	assert_true(n < len && n < sizeof(name));
	memcpy(name, line, n);
	memcpy(text, line + n + 1, len - n - 1);
	int field = tk_field_find(name, n);
	assert_true(field >= 0);
	if (line[n] == '=') {
		size_t text_len = unescape(text);
		return tk__splice_set(f->splice, field, text, text_len, err);
	}
	if (line[n] == '+') {
		struct tk_node *item = tk__node_scalar(f->arena, text, strlen(text), TK_STYLE_PLAIN);
		return tk__splice_append(f->splice, field, item, err);
	}
	if (line[n] == '*')
		return tk__splice_append(f->splice, field, parse(f->arena, text, strlen(text)), err);
	char *equals = strchr(text, '=');
	*equals = '\0';
	if (line[n] == '/')
		return tk__splice_set_key(f->splice, field, text, equals + 1, strlen(equals + 1), err);
	return tk__splice_set_in(f->splice, field, (size_t)(text[0] - '0'), equals + 1, strlen(equals + 1), err);
}

/* Applies the changes; *out is init'ed here and cleared by the caller. */
static enum tk_status run(const char *before, const char *changes, struct tk_str *out, struct tk_error *err)
{
	struct fixture f = {.arena = tk_arena_new(0)};
	struct tk_ticket *ticket = NULL;
	enum tk_status status = tk_ticket_read(f.arena, before, strlen(before), "t.yaml", &ticket, err);

	tk_str_init(out, 0);
	if (status == TK_OK) {
		f.splice = tk__splice_new(f.arena, ticket);
		assert_non_null(f.splice);
	}
	while (status == TK_OK && *changes) {
		size_t len = strcspn(changes, "\n");
		status = change(&f, changes, len, err);
		changes += len + (changes[len] == '\n');
	}
	if (status == TK_OK)
		status = tk__splice_finish(f.splice, out, err);
	tk_arena_free(f.arena);
	return status;
}

static void golden(void **state)
{
	(void)state;
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct golden *c = &cases[i];
		struct tk_error err = TK_ERROR_INIT;
		struct tk_str out;
		enum tk_status status = run(c->before, c->changes, &out, &err);
		if (status != TK_OK || strcmp(out.data, c->after) != 0) {
			wrong++;
			print_error("%s: %s (%s %u:%u)\n--- got\n%s\n--- expected\n%s\n---\n", c->name,
				    tk_diag_row(err.diag)->name, err.field, err.line, err.col, out.data, c->after);
		}
		tk_str_clear(&out);
	}
	assert_int_equal(wrong, 0);
}

static const struct {
	const char *before, *changes;
	enum tk_diag diag;
} refused[] = {
	{"{id: TS20261122001, title: a, status: received, channel: phone, received: 2026-11-22T09:03:00+08:00}", E1,
	 TK_D_FLOW_ROOT},
	{"{id: TS20261122001, title: a, status: received, channel: phone, received: 2026-11-22T09:03:00+08:00}",
	 "status=closed", TK_D_FLOW_ROOT},
	{HEAD "log: [" E1 "]\n", E2, TK_D_FLOW_LOG},
	{HEAD, "parts.number@0=x", TK_D_NO_RECORD},
	{HEAD "parts: [{number: x}]\n", "parts.number@1=x", TK_D_NO_RECORD},
	{HEAD, "-title", TK_D_FIELD_MISSING},
	{HEAD, "status=nonsense", TK_D_UNKNOWN_WORD},
	{HEAD, "links+TS20261122001", TK_D_SELF_LINK},
	{HEAD "log: [ # none\n ]\n", E1, TK_D_SPLICE_SHAPE},
	{HEAD "? team\n: x\n", "-team", TK_D_SPLICE_SHAPE},
	{HEAD "plan: {type: refund, # c\n steps: x}\n", "-plan.type", TK_D_SPLICE_SHAPE},
};

static void what_cannot_be_written_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct tk_error err = TK_ERROR_INIT;
		struct tk_str out;
		enum tk_status status = run(refused[i].before, refused[i].changes, &out, &err);
		if (err.diag != refused[i].diag)
			print_error("%zu: %s\n%s\n", i, tk_diag_row(err.diag)->name, out.data);
		assert_int_equal(err.diag, refused[i].diag);
		assert_int_equal(status, tk_diag_row(refused[i].diag)->status);
		assert_int_equal(out.len, 0);
		tk_str_clear(&out);
	}
}

static void too_large_is_refused(void **state)
{
	(void)state;
	struct tk_error err = TK_ERROR_INIT;
	struct tk_str before, out;

	tk_str_init(&before, 0);
	tk_str_puts(&before, HEAD);
	while (before.len < (1U << 20) - 3)
		tk_str_puts(&before,
			    before.len + 40 < (1U << 20) - 3 ? "# a line of a comment as filler text\n" : "#\n");
	assert_int_equal(run(before.data, "status=closed", &out, &err), TK_OK);
	tk_str_clear(&out);
	tk_str_puts(&before, "######\n");
	assert_int_equal(run(before.data, "status=closed", &out, &err), TK_LIMIT);
	assert_int_equal(err.diag, TK_D_TOO_LARGE);
	tk_str_clear(&out);
	/* what is not changed is not written, and may be as large as what is read */
	assert_int_equal(run(before.data, "status=received", &out, &err), TK_OK);
	assert_int_equal(out.len, before.len);
	tk_str_clear(&out);
	tk_str_clear(&before);
}

/* An arena that runs out at any point leads to an error, never to a file. */
static void memory_may_run_out(void **state)
{
	(void)state;
	const char *before = HEAD "customer:\n  name: x\nlog:\n" L1;

	for (size_t limit = 64; limit < 100000; limit += limit / 7 + 8) {
		struct fixture f = {.arena = tk_arena_new(limit)};
		struct tk_ticket *ticket = NULL;
		struct tk_error err = TK_ERROR_INIT;
		struct tk_str out;
		tk_str_init(&out, 0);
		enum tk_status status = tk_ticket_read(f.arena, before, strlen(before), "t.yaml", &ticket, &err);
		if (status == TK_OK) {
			f.splice = tk__splice_new(f.arena, ticket);
			status = f.splice ? TK_OK : TK_NOMEM;
		}
		if (status == TK_OK)
			status = tk__splice_set(f.splice, TK_FIELD_PLAN_TYPE, "refund", 6, &err);
		if (status == TK_OK)
			status = tk__splice_finish(f.splice, &out, &err);
		if (status == TK_OK)
			assert_string_equal(out.data, HEAD "customer:\n  name: x\nplan:\n  type: refund\nlog:\n" L1);
		else
			assert_int_equal(status, TK_NOMEM);
		tk_str_clear(&out);
		tk_arena_free(f.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden),
		cmocka_unit_test(what_cannot_be_written_is_refused),
		cmocka_unit_test(too_large_is_refused),
		cmocka_unit_test(memory_may_run_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
