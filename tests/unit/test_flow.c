/* The workflow as a table: every builtin event from every status, then times, keys, required data, a policy's events.
 */
#include "scratch.h"

#include "fail.h"
#include "flow.h"

static struct tk_arena *arena;
static struct tk_policy *policy;
static struct tk_staff *staff;

static tk_time at(const char *text)
{
	tk_time ret;

	assert_int_equal(tk_time_parse(text, strlen(text), &ret, NULL, NULL), TK_OK);
	return ret;
}

static const struct tk_ticket *read_ticket(const char *text)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_ticket *ticket = NULL;

	if (tk_ticket_read(arena, text, strlen(text), "t.yaml", &ticket, &err) != TK_OK)
		fail_msg("%u:%u: %s: %s\n%s", err.line, err.col, err.field, tk_diag_row(err.diag)->name, text);
	return ticket;
}

static const struct tk_node *read_node(const char *text)
{
	struct tk_doc doc;

	assert_int_equal(tk__yaml_read(arena, text, strlen(text), "e", &tk__ticket_limits, &doc, NULL), TK_OK);
	return doc.root;
}

#define HEAD "id: TS20261122001\ntitle: \"t\"\nstatus: received\nchannel: phone\nreceived: 2026-11-22T09:00:00+08:00\n"

/* A ticket whose log ends in a status. */
static const struct tk_ticket *ticket_in(enum tk_status_id status)
{
	static const char *const events[] = {
		"",
		"registered",
		"classified",
		"assigned",
		"accepted",
		"planned",
		"started",
		"waiting\n    for: parts",
		"resolved",
		"closed",
		"cancelled\n    reason: \"r\"",
		"merged\n    ticket: TS20261122002",
	};
	char text[2048];
	size_t len = (size_t)snprintf(
		text, sizeof text, HEAD "log:\n  - at: 2026-11-22T09:00:00+08:00\n    by: wang\n    event: received\n");

	if (status == TK_S_CLOSED)
		len += (size_t)snprintf(text + len, sizeof text - len,
					"  - at: 2026-11-22T09:10:00+08:00\n    by: li\n    event: resolved\n");
	if (status != TK_S_RECEIVED)
		snprintf(text + len, sizeof text - len,
			 "  - at: 2026-11-22T09:20:00+08:00\n    by: li\n    event: %s\n", events[status]);
	char *copy = tk_arena_strndup(arena, text, strlen(text));
	assert_non_null(copy);
	return read_ticket(copy);
}

static enum tk_status judge_into(const struct tk_ticket *ticket, const struct tk_ticket *after, const char *name,
				 const char *entry, const char *when, struct tk_error *err)
{
	struct tk_step step = {.event = tk_policy_event(policy, name, strlen(name)),
			       .entry = read_node(entry),
			       .at = at(when),
			       .by = "wang",
			       .after = after};

	*err = (struct tk_error)TK_ERROR_INIT;
	assert_non_null(step.event);
	return tk__flow_check(ticket, policy, staff, &step, at("2026-11-22T12:00:00+08:00"), err);
}

static enum tk_status judge(const struct tk_ticket *ticket, const char *name, const char *entry, const char *when,
			    struct tk_error *err)
{
	return judge_into(ticket, ticket, name, entry, when, err);
}

/* In the order of the statuses: received registered classified assigned accepted planned in-progress waiting resolved
 * closed cancelled merged. */
static const struct {
	const char *event, *from;
} matrix[] = {
	{"responded", "+++++++++---"}, {"registered", "++++++++----"}, {"classified", "++++++++----"},
	{"verified", "++++++++----"},  {"assigned", "++++++++----"},   {"accepted", "++++++++----"},
	{"planned", "++++++++----"},   {"approved", "++++++++----"},   {"rejected", "++++++++----"},
	{"started", "+++++++-----"},   {"updated", "+++++++++---"},    {"chased", "+++++++++---"},
	{"replied", "++++++++++--"},   {"waiting", "+++++++-----"},    {"resumed", "-------+----"},
	{"extended", "++++++++----"},  {"inspected", "++++++++----"},  {"answered", "++++++++----"},
	{"delivered", "+++++++++---"}, {"resolved", "++++++++----"},   {"informed", "--------+---"},
	{"surveyed", "--------++--"},  {"rated", "--------++--"},      {"called-back", "--------++--"},
	{"confirmed", "--------+---"}, {"closed", "--------+---"},     {"reopened", "--------++--"},
	{"escalated", "++++++++++++"}, {"linked", "++++++++++++"},     {"merged", "+++++++++---"},
	{"attached", "++++++++++++"},  {"edited", "++++++++++++"},     {"cancelled", "++++++++----"},
	{"archived", "---------+++"},  {"reconciled", "++++++++++++"},
};

static void test_every_event_from_every_status(void **state)
{
	size_t i, s;

	(void)state;
	assert_int_equal(sizeof matrix / sizeof *matrix, TK_EVENT_COUNT - 1); /* all but received */
	for (i = 0; i < sizeof matrix / sizeof *matrix; i++) {
		for (s = 0; s < TK_S_COUNT; s++) {
			struct tk_error err;
			enum tk_status got = judge(ticket_in((enum tk_status_id)s), matrix[i].event, "{by: wang}",
						   "2026-11-22T10:00:00+08:00", &err);
			bool refused = err.diag == TK_D_STEP_STATUS;

			if (refused != (matrix[i].from[s] == '-'))
				fail_msg("%s of a ticket that is %s: %s", matrix[i].event,
					 tk_words(TK_WORDS_STATUS, NULL)[s].id, tk_diag_row(err.diag)->name);
			assert_true(!refused || got == TK_REFUSED);
		}
	}
}

static void test_refusal_names_status_and_way_out(void **state)
{
	struct tk_error err;

	(void)state;
	assert_int_equal(judge(ticket_in(TK_S_ASSIGNED), "closed", "{by: wang}", "2026-11-22T10:00:00+08:00", &err),
			 TK_REFUSED);
	assert_string_equal(err.arg[0].text, "closed");
	assert_string_equal(err.arg[1].text, "assigned");
	assert_string_equal(err.arg[2].text, "resolved");
	assert_int_equal(judge(ticket_in(TK_S_CLOSED), "updated", "{by: wang}", "2026-11-22T10:00:00+08:00", &err),
			 TK_REFUSED);
	assert_string_equal(err.arg[2].text, "open, resolved");
}

static void test_received_only_once(void **state)
{
	struct tk_error err;

	(void)state;
	assert_int_equal(judge(ticket_in(TK_S_ASSIGNED), "received", "{by: wang}", "2026-11-22T10:00:00+08:00", &err),
			 TK_REFUSED);
	assert_int_equal(err.diag, TK_D_STEP_FIRST);
	assert_int_equal(judge(read_ticket(HEAD), "received", "{by: wang}", "2026-11-22T09:00:00+08:00", &err), TK_OK);
}

static void test_times(void **state)
{
	static const struct {
		const char *when;
		enum tk_diag diag;
	} cases[] = {
		{"2026-11-22T08:59:59+08:00", TK_D_STEP_TOO_EARLY},
		{"2026-11-22T09:00:00+08:00", TK_D_NONE},
		{"2026-11-22T12:00:00+08:00", TK_D_NONE},
		{"2026-11-22T12:00:01+08:00", TK_D_STEP_FUTURE},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tk_error err;

		judge(ticket_in(TK_S_ASSIGNED), "chased", "{by: wang}", cases[i].when, &err);
		assert_int_equal(err.diag, cases[i].diag);
	}
}

/* Consent lies in the past, however long; a deadline in what is to come. */
static void test_times_of_an_extension(void **state)
{
	static const struct {
		const char *consent, *due;
		enum tk_diag diag;
	} cases[] = {
		{"2026-11-22T12:00:00+08:00", "2026-11-22T11:00:01+08:00", TK_D_NONE},
		{"2026-11-01T12:00:00+08:00", "2027-11-22T11:00:00+08:00", TK_D_NONE},
		{"2026-11-22T12:00:01+08:00", "2026-11-25T11:00:00+08:00", TK_D_STEP_CONSENT_FUTURE},
		{"2026-11-22T10:00:00+08:00", "2026-11-22T11:00:00+08:00", TK_D_STEP_DUE_PAST},
		{"2026-11-22T10:00:00+08:00", "2026-11-21T11:00:00+08:00", TK_D_STEP_DUE_PAST},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tk_error err;
		char entry[256];

		(void)snprintf(entry, sizeof entry,
			       "{by: wang, clock: promise, reason: late, due: %s, consent: {by: Zhao, at: %s, channel: "
			       "phone}}",
			       cases[i].due, cases[i].consent);
		judge(ticket_in(TK_S_ASSIGNED), "extended", entry, "2026-11-22T11:00:00+08:00", &err);
		assert_int_equal(err.diag, cases[i].diag);
	}
}

/* A backdated step is judged by the status of that time, not by the present one. */
static void test_state_at_the_time(void **state)
{
	struct tk_error err;

	(void)state;
	assert_int_equal(judge(ticket_in(TK_S_WAITING), "resumed", "{by: wang}", "2026-11-22T09:19:59+08:00", &err),
			 TK_REFUSED);
	assert_string_equal(err.arg[1].text, "received");
	assert_int_equal(judge(ticket_in(TK_S_CLOSED), "informed", "{by: wang}", "2026-11-22T09:15:00+08:00", &err),
			 TK_OK);
}

#define RECEIVED "log:\n  - {at: 2026-11-22T09:00:00+08:00, by: wang, event: received}\n"
#define ENTRY(time, rest) "  - {at: 2026-11-22T" time ":00+08:00, by: li, " rest "}\n"
#define URGENT                                                                                  \
	HEAD "priority: P1\n" RECEIVED ENTRY("09:30", "event: classified, set: {priority: P1}") \
		ENTRY("10:00", "event: planned")
#define APPROVED URGENT ENTRY("10:05", "event: approved")
#define CLASSED(category) \
	HEAD "category: " category "\n" RECEIVED ENTRY("09:30", "event: classified, set: {category: " category "}")

/* Of a backdated step the rules are asked as of its time and as of now. */
static void test_rules_then_and_now(void **state)
{
	static const char urgent[] = URGENT, approved[] = APPROVED;
	static const char told[] = APPROVED ENTRY("10:30", "event: updated, note: n");
	static const char replanned[] = APPROVED ENTRY("10:30", "event: planned, reason: r");
	static const char parcel[] = CLASSED("logistics"), asked[] = CLASSED("service-consultation");
	static const struct {
		const char *log, *event, *set, *when;
		enum tk_diag diag;
		const char *what;
	} cases[] = {
		{urgent, "delivered", "", "09:20", TK_D_GUARD, "p1-plan-approved"},
		{urgent, "delivered", "", "10:10", TK_D_GUARD, "p1-plan-approved"},
		{approved, "delivered", "", "10:04", TK_D_GUARD, "p1-plan-approved"},
		{approved, "delivered", "", "09:20", TK_D_NONE, ""},
		{approved, "delivered", "", "10:06", TK_D_NONE, ""},
		{told, "delivered", "", "10:06", TK_D_NONE, ""},
		{replanned, "delivered", "", "10:06", TK_D_GUARD, "p1-plan-approved"},
		{parcel, "planned", "plan.type: resend", "09:20", TK_D_STEP_NEEDS_FIELDS, "planned"},
		{asked, "planned", "plan.type: answer", "09:20", TK_D_NONE, ""},
		{asked, "planned", "plan.type: resend", "09:20", TK_D_STEP_PLAN, "resend"},
		{urgent, "edited", "priority: P3", "09:20", TK_D_NONE, ""},
		{urgent, "edited", "priority: P3", "09:40", TK_D_GUARD, "priority-lowered-reason"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tk_error err;
		char when[64], entry[256], after[2048];

		(void)snprintf(when, sizeof when, "2026-11-22T%s:00+08:00", cases[i].when);
		(void)snprintf(entry, sizeof entry, "{at: %s, by: wang, event: %s, set: {%s}}", when, cases[i].event,
			       cases[i].set);
		(void)snprintf(after, sizeof after, "%s  - %s\n", cases[i].log, entry);
		judge_into(read_ticket(cases[i].log), read_ticket(after), cases[i].event, entry, when, &err);
		if (err.diag != cases[i].diag)
			fail_msg("%zu %s at %s: %s %s", i, cases[i].event, cases[i].when, tk_diag_row(err.diag)->name,
				 err.arg[0].text);
		assert_string_equal(err.arg[0].text, cases[i].what);
	}
}

static void test_keys(void **state)
{
	static const struct {
		const char *event, *entry;
		enum tk_diag diag;
		const char *missing;
	} cases[] = {
		{"cancelled", "{by: wang}", TK_D_STEP_NEEDS_KEY, "reason"},
		{"cancelled", "{by: wang, reason: ''}", TK_D_STEP_NEEDS_KEY, "reason"},
		{"cancelled", "{by: wang, reason: twice}", TK_D_NONE, ""},
		{"waiting", "{by: wang}", TK_D_STEP_NEEDS_KEY, "for"},
		{"waiting", "{by: wang, for: parts}", TK_D_NONE, ""},
		{"updated", "{by: wang}", TK_D_STEP_NEEDS_NOTE, ""},
		{"updated", "{by: wang, note: done}", TK_D_NONE, ""},
		{"verified", "{by: wang}", TK_D_STEP_NEEDS_NOTE, ""},
		{"linked", "{by: wang}", TK_D_STEP_NEEDS_KEY, "ticket"},
		{"escalated", "{by: wang}", TK_D_STEP_NEEDS_KEY, "level"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tk_error err;

		judge(ticket_in(TK_S_ASSIGNED), cases[i].event, cases[i].entry, "2026-11-22T10:00:00+08:00", &err);
		if (err.diag != cases[i].diag)
			fail_msg("%s %s: %s", cases[i].event, cases[i].entry, tk_diag_row(err.diag)->name);
		assert_string_equal(err.arg[1].text, cases[i].missing);
	}
}

/* The hint tells the option that exists. */
static void test_options_of_keys(void **state)
{
	struct tk_error err;

	(void)state;
	judge(ticket_in(TK_S_ASSIGNED), "cancelled", "{by: wang}", "2026-11-22T10:00:00+08:00", &err);
	assert_string_equal(err.arg[2].text, "--reason");
	judge(ticket_in(TK_S_ASSIGNED), "extended", "{by: wang}", "2026-11-22T10:00:00+08:00", &err);
	assert_string_equal(err.arg[1].text, "due");
	assert_string_equal(err.arg[2].text, "--until");
}

static void test_required_fields_are_listed(void **state)
{
	struct tk_error err;

	(void)state;
	assert_int_equal(judge(ticket_in(TK_S_RECEIVED), "registered", "{by: wang}", "2026-11-22T10:00:00+08:00", &err),
			 TK_REFUSED);
	assert_int_equal(err.diag, TK_D_STEP_NEEDS_UNKNOWN);
	assert_string_equal(err.arg[0].text, "registered");
	assert_non_null(strstr(err.arg[1].text, "customer.name"));
	assert_non_null(strstr(err.arg[2].text, "--set customer.name=…"));
}

static void test_events_of_a_policy(void **state)
{
	static const char text[] =
		"profile: after-sales@1\n"
		"events:\n"
		"  quote-accepted: {verb: quote, from: [open], label: {en: quote accepted, zh: 报价已接受}}\n"
		"guards:\n"
		"  quote-first:\n"
		"    label: {en: A quote is accepted before the repair, zh: 先接受报价}\n"
		"    before: [started]\n"
		"    need: {event: quote-accepted}\n"
		"    hint: {en: have the quote accepted, zh: 请先取得报价确认}\n";
	struct tk_policy *own = NULL, *usual = policy;
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	if (tk_policy_read(text, strlen(text), "policy.yaml", NULL, NULL, &own, &err) != TK_OK)
		fail_msg("%u:%u %s %s %s", err.line, err.col, err.field, tk_diag_row(err.diag)->name, err.arg[0].text);
	policy = own;
	assert_int_equal(
		judge(ticket_in(TK_S_ASSIGNED), "quote-accepted", "{by: wang}", "2026-11-22T10:00:00+08:00", &err),
		TK_OK);
	assert_int_equal(
		judge(ticket_in(TK_S_CLOSED), "quote-accepted", "{by: wang}", "2026-11-22T10:00:00+08:00", &err),
		TK_REFUSED);
	assert_int_equal(err.diag, TK_D_STEP_STATUS);
	assert_int_equal(judge(ticket_in(TK_S_ASSIGNED), "started", "{by: wang}", "2026-11-22T10:00:00+08:00", &err),
			 TK_REFUSED);
	assert_int_equal(err.diag, TK_D_GUARD);
	assert_string_equal(err.arg[0].text, "quote-first");
	assert_string_equal(err.arg[1].text, "started");
	policy = usual;
	tk_policy_free(own);
}

static int setup(void **state)
{
	static const char people[] = "people: {wang: {name: Wang}}\n";
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	arena = tk_arena_new(0);
	if (tk_policy_read(NULL, 0, NULL, "after-sales", NULL, &policy, &err) != TK_OK ||
	    tk_staff_read(people, strlen(people), "staff.yaml", NULL, &staff, &err) != TK_OK)
		fail_msg("%s:%u:%u %s %s", err.path, err.line, err.col, tk_diag_row(err.diag)->name, err.arg[0].text);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	tk_staff_free(staff);
	tk_policy_free(policy);
	tk_arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_event_from_every_status),
		cmocka_unit_test(test_refusal_names_status_and_way_out),
		cmocka_unit_test(test_received_only_once),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_times_of_an_extension),
		cmocka_unit_test(test_state_at_the_time),
		cmocka_unit_test(test_rules_then_and_now),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_options_of_keys),
		cmocka_unit_test(test_required_fields_are_listed),
		cmocka_unit_test(test_events_of_a_policy),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
