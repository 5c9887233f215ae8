/* The query language: what terms mean, what is refused, and that the canonical text means the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/query.h"
#include "ticket/text.h"

enum { TICKETS = 5, TERMS = 4 };

/* 2026-11-22T12:00:00+08:00 */
#define NOW INT64_C(1795320000)

static const char *const texts[TICKETS] = {
	/* A: open, urgent, three days old at noon of the 22nd */
	"id: TS20261119001\n"
	"title: \"Printer does not start, red light\"\n"
	"status: assigned\n"
	"category: technical-fault\n"
	"subcategory: malfunction\n"
	"priority: P1\n"
	"channel: phone\n"
	"received: 2026-11-19T12:00:00+08:00\n"
	"customer:\n"
	"  name: \"Wang Fang\"\n"
	"  phone: \"+86 21 5555\"\n"
	"product:\n"
	"  model: \"X-200\"\n"
	"  purchased: 2025-03-31\n"
	"order:\n"
	"  paid: 1299.50\n"
	"problem:\n"
	"  description: \"The lamp stays red.\"\n"
	"  urgency: high\n"
	"safety: true\n"
	"team: tech-support\n"
	"assignee: li\n"
	"parts:\n"
	"  - number: \"A-1\"\n"
	"    quantity: 2\n"
	"  - number: \"B-7\"\n"
	"    quantity: 1\n"
	"    arrived: 2026-11-21T09:00:00+08:00\n"
	"links: [TS20261101002]\n"
	"log:\n"
	"  - at: 2026-11-19T12:00:00+08:00\n"
	"    by: wang\n"
	"    event: received\n"
	"    set: {channel: phone}\n"
	"  - at: 2026-11-19T12:10:00+08:00\n"
	"    by: wang\n"
	"    event: classified\n"
	"    note: \"called twice about the toner\"\n"
	"    set: {category: technical-fault, subcategory: malfunction, priority: P1}\n"
	"  - at: 2026-11-19T12:20:00+08:00\n"
	"    by: wang\n"
	"    event: assigned\n"
	"    set: {team: tech-support, assignee: li}\n",
	/* B: open, Chinese, one hour old */
	"id: TS20261122002\n"
	"title: \"电脑无法启动\"\n"
	"status: registered\n"
	"priority: P2\n"
	"channel: wechat\n"
	"received: 2026-11-22T11:00:00+08:00\n"
	"customer:\n"
	"  name: \"王芳\"\n"
	"product:\n"
	"  model: \"x-200\"\n"
	"problem:\n"
	"  description: |-\n"
	"    按下电源键后指示灯无反应。\n"
	"    已换过插座。\n"
	"log:\n"
	"  - at: 2026-11-22T11:00:00+08:00\n"
	"    by: wang\n"
	"    event: received\n"
	"    set: {channel: wechat}\n"
	"  - at: 2026-11-22T11:05:00+08:00\n"
	"    by: wang\n"
	"    event: registered\n",
	/* C: closed in October */
	"id: CO20261005003\n"
	"title: \"Refund, please\"\n"
	"status: closed\n"
	"category: complaint\n"
	"priority: P3\n"
	"channel: email\n"
	"received: 2026-10-05T10:00:00+08:00\n"
	"customer:\n"
	"  name: \"none\"\n"
	"product:\n"
	"  model: \"X-2000 * pro\"\n"
	"  purchased: 2026-10-01\n"
	"order:\n"
	"  paid: 20\n"
	"assignee: zhao\n"
	"log:\n"
	"  - at: 2026-10-05T10:00:00+08:00\n"
	"    by: wang\n"
	"    event: received\n"
	"    set: {channel: email}\n"
	"  - at: 2026-10-06T10:00:00+08:00\n"
	"    by: wang\n"
	"    event: classified\n"
	"    set: {category: complaint, priority: P3, assignee: zhao}\n"
	"  - at: 2026-10-07T10:00:00+08:00\n"
	"    by: wang\n"
	"    event: resolved\n"
	"  - at: 2026-10-08T10:00:00+08:00\n"
	"    by: wang\n"
	"    event: closed\n",
	/* D: waits for the customer; the last second of October */
	"id: TS20261031004\n"
	"title: \"say \\\"hello\\\", a\\\\b\"\n"
	"status: waiting\n"
	"channel: email\n"
	"received: 2026-10-31T23:59:59+08:00\n"
	"safety: false\n"
	"resolution:\n"
	"  responsible: none\n"
	"log:\n"
	"  - at: 2026-10-31T23:59:59+08:00\n"
	"    by: wang\n"
	"    event: received\n"
	"    set: {channel: email}\n"
	"  - at: 2026-11-01T10:00:00+08:00\n"
	"    by: wang\n"
	"    event: waiting\n"
	"    for: customer\n"
	"    set: {resolution.responsible: none}\n",
	/* E: the first second of November, hardly anything known */
	"id: TS20261101005\n"
	"title: \"ＡＢＣ Straße\"\n"
	"status: received\n"
	"channel: phone\n"
	"received: 2026-11-01T00:00:00+08:00\n"
	"log:\n"
	"  - at: 2026-11-01T00:00:00+08:00\n"
	"    by: wang\n"
	"    event: received\n"
	"    set: {channel: phone}\n",
};

static struct tk_arena *arena;
static struct tk_ticket *tickets[TICKETS];
static struct tk_zone *zone;

static int set_up(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	(void)state;
	arena = tk_arena_new(0);
	assert_int_equal(tk_zone_load("Asia/Shanghai", 13, &zone, &err), TK_OK);
	for (size_t i = 0; i < TICKETS; i++) {
		enum tk_status status = tk_ticket_read(arena, texts[i], strlen(texts[i]), "t.yaml", &tickets[i], &err);
		if (status != TK_OK)
			fail_msg("ticket %c: %s at %u:%u %s", (char)('A' + i), tk_diag_row(err.diag)->name, err.line,
				 err.col, err.field);
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	tk_arena_free(arena);
	tk_zone_free(zone);
	return 0;
}

static struct tk_query *parse(const char *text)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_query *query = NULL;
	if (tk_query_parse(arena, &text, 1, zone, NOW, NULL, &query, &err) != TK_OK)
		fail_msg("'%s': %s '%s'", text, tk_diag_row(err.diag)->name, err.arg[0].text);
	return query;
}

/* The letters of the tickets that match. */
static void matches(const struct tk_query *query, char ret[TICKETS + 1])
{
	size_t n = 0;
	for (size_t i = 0; i < TICKETS; i++) {
		struct tk_row row = tk_ticket_row(tickets[i], NOW);
		if (tk_query_matches(query, &row))
			ret[n++] = (char)('A' + i);
	}
	ret[n] = '\0';
}

struct row {
	const char *query, *found;
};

static const struct row rows[] = {
	{"", "ABCDE"},
	{"  \t", "ABCDE"},
	/* words */
	{"status:open", "ABDE"},
	{"-status:open", "C"},
	{"status:open,closed", "ABCDE"},
	{"status:closed", "C"},
	{"status:assigned,registered", "AB"},
	{"-status:assigned,registered", "CDE"},
	{"status:any", "ABCDE"},
	{"status:none", ""},
	{"status:>=waiting", "CD"},
	{"status:<assigned", "BE"},
	{"status:received..assigned", "ABE"},
	{"priority:P1", "A"},
	{"priority:P1,P2", "AB"},
	{"priority:none", "DE"},
	{"priority:any", "ABC"},
	{"-priority:any", "DE"},
	{"priority:none,P3", "CDE"},
	{"priority:>P2", "A"},
	{"priority:>=P2", "AB"},
	{"priority:<=P2", "BC"},
	{"priority:P2..", "BC"},
	{"priority:..P2", "AB"},
	{"priority:P1..P3", "ABC"},
	{"priority:\"P1\"", "A"},
	{"problem.urgency:>=medium", "A"},
	{"channel:email", "CD"},
	{"waiting_for:customer", "D"},
	{"waiting_for:none", "ABCE"},
	{"resolution.responsible:none", "ABCE"},
	{"resolution.responsible:\"none\"", "D"},
	{"resolution.responsible:any", "D"},
	/* names */
	{"category:technical-fault", "A"},
	{"category:technical-fault,complaint", "AC"},
	{"-category:technical-fault", "BCDE"},
	{"category:none", "BDE"},
	{"category:tech*", "A"},
	{"category:*fault", "A"},
	{"category:Technical-fault", ""},
	{"assignee:li", "A"},
	{"assignee:any", "AC"},
	{"assignee:li,none", "ABDE"},
	{"team:tech-support assignee:li", "A"},
	{"team:tech-support assignee:zhao", ""},
	/* ticket numbers */
	{"id:TS20261119001", "A"},
	{"id:ts20261119001", "A"},
	{"id:TS202611", "ABE"},
	{"id:003", "C"},
	{"id:TS*00", ""},
	{"id:TS*00*", "ABDE"},
	{"id:*1119*", "A"},
	{"links:TS20261101002", "A"},
	{"links:none", "BCDE"},
	{"links:any", "A"},
	{"-links:any", "BCDE"},
	/* one-line texts: all of it */
	{"product.model:X-200", "AB"},
	{"product.model:x-200", "AB"},
	{"product.model:X-2", ""},
	{"product.model:X-2*", "ABC"},
	{"product.model:*200*", "ABC"},
	{"product.model:*00*pro", "C"},
	{"product.model:\"X-2000 * pro\"", "C"},
	{"product.model:X-2000\\ \\*\\ pro", "C"},
	{"product.model:X-2000 \\* pro", "C"},
	{"product.model:\"X-2*\"", ""},
	{"product.model:X-200,\"X-2000 * pro\"", "ABC"},
	{"product.model:none", "DE"},
	{"model:X-200", "AB"},
	{"-model:none", "ABC"},
	{"customer.name:none", "DE"},
	{"customer.name:\"none\"", "C"},
	{"customer.name:\\none", "C"},
	{"customer.name:王芳", "B"},
	{"customer.name:*芳", "B"},
	{"customer.name:wang\\ fang", "A"},
	{"customer.name:Wang Fang", "A"},
	{"customer.name:\"WANG FANG\",王芳", "AB"},
	{"customer.phone:+86*", "A"},
	{"customer.phone:*", "A"},
	/* long texts: a part of it */
	{"title:printer", "A"},
	{"title:\"does not\"", "A"},
	{"title:does not start", "A"},
	{"title:does*light", "A"},
	{"title:light*does", ""},
	{"title:\"not start, red\"", "A"},
	{"title:\"start, white\"", ""},
	{"title:start\\,", "A"},
	{"title:refund,printer", "AC"},
	{"title:无法启动", "B"},
	{"title:\"\\\"hello\\\"\"", "D"},
	{"title:\"a\\\\b\"", "D"},
	{"title:a\\\\b", "D"},
	{"title:abc", "E"},
	{"title:STRASSE", "E"},
	{"problem.description:插座", "B"},
	{"problem.description:指示灯*插座", "B"},
	{"problem.description:none", "CDE"},
	/* text without a key */
	{"toner", "A"},
	{"TONER", "A"},
	{"twice about the toner", "A"},
	{"toner status:open", "A"},
	{"toner status:closed", ""},
	{"lamp*red", "A"},
	{"\"lamp*red\"", ""},
	{"text:无法启动", "B"},
	{"text:\"无法启动\"", "B"},
	{"-text:toner", "BCDE"},
	{"refund, please", "C"},
	{"any", ""},
	{"\"status:open\"", ""},
	{"text:lamp,电源", "AB"},
	/* times: a date, month, quarter or year is all of it */
	{"received:2026-10", "CD"},
	{"received:2026-10-31", "D"},
	{"received:2026-10-01..2026-10-31", "CD"},
	{"received:2026-11-01..", "ABE"},
	{"received:..2026-10-31", "CD"},
	{"received:2026-10..2026-11", "ABCDE"},
	{"received:2026Q4", "ABCDE"},
	{"received:2026", "ABCDE"},
	{"received:2025", ""},
	{"received:>2026-10", "ABE"},
	{"received:>=2026-10-31", "ABDE"},
	{"received:<2026-10-31", "C"},
	{"received:<=2026-10-31", "CD"},
	{"received:2026-10-05T10:00:00+08:00", "C"},
	{"received:>2026-10-31T23:59:59+08:00", "ABE"},
	{"received:>=\"2026-10-31 23:59:59\"", "ABDE"},
	{"received:>=-2h", "B"},
	{"received:-4d..", "AB"},
	{"received:2026-10-05T10:00..2026-11-01T00:00", "CD"},
	{"received:\"2026-10-05 10:01\"..2026-11-01", "DE"},
	{"closed:any", "C"},
	{"closed:none", "ABDE"},
	{"closed:2026-10-08", "C"},
	{"changed:2026-11-22", "B"},
	/* dates */
	{"product.purchased:2025-03-31", "A"},
	{"product.purchased:2025-03", "A"},
	{"product.purchased:2025", "A"},
	{"product.purchased:<2026", "A"},
	{"product.purchased:>2025-03-31", "C"},
	{"product.purchased:2025-01-01..2026-12-31", "AC"},
	{"product.purchased:1999-12-31..2199-01-01", "AC"},
	{"product.purchased:none", "BDE"},
	/* durations */
	{"age:>=3d", "ACDE"},
	{"age:>3d", "DE"},
	{"age:<=1h", "B"},
	{"age:<1h", ""},
	{"age:1h..3d", "ABC"},
	{"age:..1d12h", "B"},
	/* numbers and amounts */
	{"order.paid:1299.50", "A"},
	{"order.paid:1299.5", "A"},
	{"order.paid:>=20", "AC"},
	{"order.paid:>20", "A"},
	{"order.paid:10..20", "C"},
	{"order.paid:<20.01", "C"},
	{"events:3", "A"},
	{"events:1,2", "BDE"},
	{"events:>2", "AC"},
	{"events:..1", "E"},
	/* yes and no */
	{"safety:true", "A"},
	{"safety:false", "D"},
	{"safety:none", "BCE"},
	{"open:true", "ABDE"},
	/* records */
	{"parts:any", "A"},
	{"parts:none", "BCDE"},
	{"parts.number:A-1", "A"},
	{"parts.number:b-7", "A"},
	{"parts.number:A-1,B-7", "A"},
	{"parts.number:A-7", ""},
	{"parts.quantity:1", "A"},
	{"parts.quantity:>2", ""},
	{"parts.quantity:>=2", "A"},
	{"parts.arrived:2026-11-21", "A"},
	{"parts.number:none", "BCDE"},
	{"-parts.number:A-1", "BCDE"},
	{"visits:none", "ABCDE"},
	/* several terms in one element */
	{"status:open priority:P1,P2 -category:complaint received:2026-11 age:>1h", "A"},
	{"status:open  \t priority:P2 ", "B"},
	{"status: open", "ABDE"},
	{"title:red light status:open", "A"},
	{"title:\"x status:open\"", ""},
};

static void test_matches(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char found[TICKETS + 1];
		matches(parse(rows[i].query), found);
		if (strcmp(found, rows[i].found) != 0)
			fail_msg("%s: found '%s', not '%s'", rows[i].query, found, rows[i].found);
	}
}

static void text_of(const struct tk_query *query, struct tk_str *out)
{
	tk_str_init(out, 0);
	tk_query_text(query, out);
	assert_int_equal(tk_str_status(out, NULL), TK_OK);
}

/* parse(text(q)) == q: the same text again, and the same tickets. */
static void check_round_trip(const char *source)
{
	struct tk_query *query = parse(source);
	struct tk_str once, twice;
	char before[TICKETS + 1], after[TICKETS + 1];
	text_of(query, &once);
	struct tk_query *again = parse(once.data);
	text_of(again, &twice);
	matches(query, before);
	matches(again, after);
	if (strcmp(once.data, twice.data) != 0 || strcmp(before, after) != 0)
		fail_msg("'%s' -> '%s' -> '%s' (%s, %s)", source, once.data, twice.data, before, after);
	tk_str_clear(&once);
	tk_str_clear(&twice);
}

static void test_canonical_text_means_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		check_round_trip(rows[i].query);
}

/* A generator of its own: the same tests on every machine. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 16;
}

static void test_random_queries_round_trip(void **state)
{
	static const char *const pieces[] = {
		"title:",      "-text:",          " ", "\"", "\\",  "*",  ",", "none", "any", "a",  "无",
		"status:open", " product.model:", "<", ">",  "x b", "P1", ":", "-",    "\t",  "..", "\\\"",
		"\"a\"",       "customer.name:"};
	struct tk_error err = TK_ERROR_INIT;
	uint32_t seed = 20261122;
	unsigned good = 0;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[256] = "";
		unsigned n = 1 + next_random(&seed) % 10;
		while (n-- > 0)
			strncat(text, pieces[next_random(&seed) % (sizeof pieces / sizeof pieces[0])], 20);
		const char *terms = text;
		struct tk_query *query = NULL;
		struct tk_arena_mark mark = tk_arena_mark(arena);
		if (tk_query_parse(arena, &terms, 1, zone, NOW, NULL, &query, &err) == TK_OK) {
			check_round_trip(text);
			good++;
		}
		tk_arena_release(arena, mark);
	}
	assert_true(good > 1000);
}

static void test_canonical_form(void **state)
{
	static const struct row forms[] = {
		{"status:open   priority:P1,P2", "status:open priority:P1,P2"},
		{"-category:complaint", "-category:complaint"},
		{"toner", "text:toner"},
		{"red light", "text:\"red light\""},
		{"any", "text:\"any\""},
		{"title:a\\,b", "title:\"a,b\""},
		{"title:\"a\"\"b\"", "title:ab"},
		{"product.model:X 2*", "product.model:\"X 2\"*"},
		{"product.model:\"\"", "product.model:\"\""},
		{"customer.name:\"none\",none", "customer.name:\"none\",none"},
		{"title:\"say \\\"hi\\\" \\\\\"", "title:\"say \\\"hi\\\" \\\\\""},
		{"received:>=\"2026-10-31 10:00\"", "received:>=\"2026-10-31 10:00\""},
		{"age:>3d", "age:>3d"},
		{"", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		struct tk_str text;
		text_of(parse(forms[i].query), &text);
		assert_string_equal(text.data, forms[i].found);
		tk_str_clear(&text);
	}
}

static void test_several_elements(void **state)
{
	const char *const terms[TERMS] = {"status:open", "", "priority:P1 channel:phone", "red light"};
	struct tk_query *query = NULL;
	struct tk_str text;
	(void)state;
	assert_int_equal(tk_query_parse(arena, terms, TERMS, zone, NOW, NULL, &query, NULL), TK_OK);
	text_of(query, &text);
	assert_string_equal(text.data, "status:open priority:P1 channel:phone text:\"red light\"");
	tk_str_clear(&text);
	assert_int_equal(tk_query_parse(arena, NULL, 0, zone, NOW, NULL, &query, NULL), TK_OK);
	text_of(query, &text);
	assert_string_equal(text.data, "");
	tk_str_clear(&text);
}

static void test_no_query_matches_all(void **state)
{
	struct tk_row row = tk_ticket_row(tickets[0], NOW);
	(void)state;
	assert_true(tk_query_matches(NULL, &row));
}

struct bad {
	const char *query;
	enum tk_status status;
	const char *diag, *arg0, *near; /* near: the last argument */
	const char *field;
};

static const struct bad bads[] = {
	{"prioritty:P1", TK_INVALID, "unknown-field", "prioritty", "priority", ""},
	{"status:open stauts:closed", TK_INVALID, "unknown-field", "stauts", "status", ""},
	{"-priorty:P1", TK_INVALID, "unknown-field", "priorty", "priority", ""},
	{"qqqqqqqq:1", TK_INVALID, "unknown-field", "qqqqqqqq", "", ""},
	{"kind:person", TK_INVALID, "unknown-field", "kind", NULL, ""},
	{"x-color:red", TK_INVALID, "unknown-field", "x-color", NULL, ""},
	{"status:opne", TK_INVALID, "no-such-value", "opne", "open", "status"},
	{"status:clsoed", TK_INVALID, "no-such-value", "clsoed", "closed", "status"},
	{"status:open toner", TK_INVALID, "no-such-value", "open toner", NULL, "status"},
	{"status:open,", TK_INVALID, "no-query-value", "status", NULL, ""},
	{"status:,open", TK_INVALID, "no-query-value", "status", NULL, ""},
	{"status:", TK_INVALID, "no-query-value", "status", NULL, ""},
	{"status: priority:P1", TK_INVALID, "no-query-value", "status", NULL, ""},
	{"status:\"\"", TK_INVALID, "no-such-value", "", NULL, "status"},
	{"priority:P9", TK_INVALID, "no-such-value", "P9", NULL, "priority"},
	{"priority:P3..P1", TK_INVALID, "bad-range", "P3..P1", NULL, "priority"},
	{"priority:..", TK_INVALID, "no-query-value", "priority", NULL, "priority"},
	{"channel:>phone", TK_INVALID, "not-comparable", ">phone", NULL, "channel"},
	{"channel:phone..email", TK_INVALID, "no-such-value", "phone..email", NULL, "channel"},
	{"title:>5", TK_INVALID, "not-comparable", ">5", NULL, "title"},
	{"assignee:<li", TK_INVALID, "not-comparable", "<li", NULL, "assignee"},
	{"received:yesterday", TK_INVALID, "bad-time", "yesterday", NULL, "received"},
	{"received:2026-13", TK_INVALID, NULL, NULL, NULL, "received"},
	{"received:2026-10-31..2026-10-01", TK_INVALID, "bad-range", NULL, NULL, "received"},
	{"received:>2026-10..2026-11", TK_INVALID, "compared-range", NULL, NULL, "received"},
	{"received:*", TK_INVALID, "bad-time", NULL, NULL, "received"},
	{"product.purchased:2026-02-30", TK_INVALID, NULL, NULL, NULL, "product.purchased"},
	{"age:3d", TK_INVALID, "bare-duration", "3d", NULL, "age"},
	{"age:>3bd", TK_INVALID, "duration-in-business-days", "3bd", NULL, "age"},
	{"age:>3x", TK_INVALID, "bad-duration", "3x", NULL, "age"},
	{"age:>", TK_INVALID, "bad-duration", "", NULL, "age"},
	{"age:2d..1d", TK_INVALID, "bad-range", "2d..1d", NULL, "age"},
	{"events:many", TK_INVALID, "bad-number", "many", NULL, "events"},
	{"events:1.5", TK_INVALID, "bad-number", "1.5", NULL, "events"},
	{"events:99999999999999999999", TK_INVALID, NULL, NULL, NULL, "events"},
	{"order.paid:1.234", TK_INVALID, NULL, "1.234", NULL, "order.paid"},
	{"safety:yes", TK_INVALID, "bad-yes-or-no", "yes", NULL, "safety"},
	{"safety:>false", TK_INVALID, "not-comparable", ">false", NULL, "safety"},
	{"parts:A-1", TK_INVALID, "presence-only", "A-1", NULL, "parts"},
	{"checklist:x", TK_INVALID, "presence-only", "x", NULL, "checklist"},
	{"title:\"open", TK_SYNTAX, "open-quote", NULL, NULL, ""},
	{"\"", TK_SYNTAX, "open-quote", NULL, NULL, ""},
	{"title:\"a\\\"", TK_SYNTAX, "open-quote", NULL, NULL, ""},
	{"title:\xFF", TK_SYNTAX, "not-utf8", NULL, NULL, ""},
	{"\xC0\x80", TK_SYNTAX, "not-utf8", NULL, NULL, ""},
};

static const char *last_text(const struct tk_error *err)
{
	const char *text = "";
	for (size_t i = 0; i < TK_ERROR_ARGS; i++)
		if (err->arg[i].kind == 's')
			text = err->arg[i].text;
	return text;
}

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bads / sizeof bads[0]; i++) {
		const struct bad *bad = &bads[i];
		struct tk_error err = TK_ERROR_INIT;
		struct tk_query *query = NULL;
		enum tk_status status = tk_query_parse(arena, &bad->query, 1, zone, NOW, NULL, &query, &err);
		const char *diag = tk_diag_row(err.diag)->name;
		if (status != bad->status || query != NULL || (bad->diag != NULL && strcmp(diag, bad->diag) != 0))
			fail_msg("'%s': %s, %s", bad->query, tk_status_name(status), diag);
		if (bad->arg0 != NULL && strcmp(err.arg[0].text, bad->arg0) != 0)
			fail_msg("'%s': complains of '%s'", bad->query, err.arg[0].text);
		if (bad->near != NULL && strcmp(last_text(&err), bad->near) != 0)
			fail_msg("'%s': suggests '%s'", bad->query, last_text(&err));
		if (strcmp(err.field, bad->field) != 0)
			fail_msg("'%s': in field '%s'", bad->query, err.field);
	}
}

static void test_names_are_checked_against_the_policy(void **state)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_policy *policy = NULL;
	struct tk_query *query = NULL;
	const char *good = "category:technical-fault subcategory:*none* team:none assignee:nobody";
	const char *bad = "category:technical-fautl";
	(void)state;
	assert_int_equal(tk_policy_read(NULL, 0, NULL, "after-sales", NULL, &policy, &err), TK_OK);
	assert_int_equal(tk_query_parse(arena, &good, 1, zone, NOW, policy, &query, &err), TK_OK);
	assert_int_equal(tk_query_parse(arena, &bad, 1, zone, NOW, policy, &query, &err), TK_INVALID);
	assert_string_equal(tk_diag_row(err.diag)->name, "no-such-value");
	assert_string_equal(err.arg[2].text, "technical-fault");
	tk_policy_free(policy);
}

static void test_long_input_ends(void **state)
{
	enum { LONG = 200000 };
	char *text = tk_arena_alloc(arena, LONG + 1);
	const char *terms = text;
	struct tk_query *query = NULL;
	(void)state;
	memcpy(text, "title:", 6);
	memset(text + 6, '*', LONG - 6);
	assert_int_equal(tk_query_parse(arena, &terms, 1, zone, NOW, NULL, &query, NULL), TK_OK);
	struct tk_row row = tk_ticket_row(tickets[0], NOW);
	assert_true(tk_query_matches(query, &row));
}

static void test_memory_runs_out(void **state)
{
	const char *terms = "status:open title:printer,red text:\"a b\" received:2026-10 id:001";
	bool done = false;
	(void)state;
	for (size_t limit = 1; !done && limit < 100000; limit += 16) {
		struct tk_error err = TK_ERROR_INIT;
		struct tk_arena *small = tk_arena_new(limit);
		struct tk_query *query = NULL;
		enum tk_status status = tk_query_parse(small, &terms, 1, zone, NOW, NULL, &query, &err);
		assert_true(status == TK_OK || status == TK_NOMEM);
		assert_int_equal(status == TK_OK, query != NULL);
		done = status == TK_OK;
		tk_arena_free(small);
	}
	assert_true(done);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_canonical_text_means_the_same),
		cmocka_unit_test(test_random_queries_round_trip),
		cmocka_unit_test(test_canonical_form),
		cmocka_unit_test(test_several_elements),
		cmocka_unit_test(test_no_query_matches_all),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_names_are_checked_against_the_policy),
		cmocka_unit_test(test_long_input_ends),
		cmocka_unit_test(test_memory_runs_out),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
