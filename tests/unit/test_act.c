/* Events on tickets of a desk: entries and heads, inputs, guards of the profile, backdating, edits by hand. */
#include "shop.h"

static struct shop shop;
static struct tk_id id;

static int setup(void **state)
{
	(void)state;
	shop_open(&shop);
	shop_new(&shop, &id, NULL, "title=Will not start", "channel=email", "~2026-11-22T09:00", NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	shop_close(&shop);
	return 0;
}

static void classify(const char *priority)
{
	char arg[32];

	snprintf(arg, sizeof arg, "priority=%s", priority);
	shop_ok(&shop, &id, "classified", "category=technical-fault", "subcategory=malfunction", arg, NULL);
}

static void test_entry_and_head(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "classified", "category=technical-fault", "subcategory=malfunction", "priority=P2",
		"#by phone\n", NULL);
	shop_ends(&shop, &id,
		  "  - at: 2026-11-22T10:00:00+08:00\n"
		  "    by: wang\n"
		  "    event: classified\n"
		  "    note: \"by phone\"\n"
		  "    set: {category: technical-fault, subcategory: malfunction, priority: P2}\n");
	assert_string_equal(shop_get(&shop, &id, "status"), "classified");
	assert_string_equal(shop_get(&shop, &id, "priority"), "P2");
}

static void test_was_and_unchanged(void **state)
{
	(void)state;
	classify("P3");
	shop_ok(&shop, &id, "classified", "category=technical-fault", "priority=P2", NULL);
	shop_ends(&shop, &id, "    event: classified\n    set: {priority: P2}\n    was: {priority: P3}\n");
}

static void test_recorded_only_when_it_differs(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "chased", "~-30m", NULL);
	shop_ends(&shop, &id,
		  "  - at: 2026-11-22T09:30:00+08:00\n    recorded: 2026-11-22T10:00:00+08:00\n    by: wang\n"
		  "    event: chased\n");
}

/* What the log would keep once is refused, not taken for done. */
static void test_what_equals_an_entry_is_refused(void **state)
{
	size_t before;

	(void)state;
	shop_ok(&shop, &id, "chased", NULL);
	before = shop_ticket(&shop, &id)->nlog;
	shop_refuses(&shop, &id, TK_D_ENTRY_TWICE, "chased", NULL);
	assert_int_equal(shop_ticket(&shop, &id)->nlog, before);
	shop_ok(&shop, &id, "chased", "#again", NULL);
	assert_int_equal(shop_ticket(&shop, &id)->nlog, before + 1);
	shop_at(&shop, "2026-11-22T10:00:01+08:00");
	shop_ok(&shop, &id, "chased", NULL);
}

/* Back and forth within a second: the third step equals the first, but must change the ticket. */
static void test_back_and_forth_within_a_second(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "waiting", "@for=parts", "@reason=ordered", NULL);
	shop_ok(&shop, &id, "resumed", NULL);
	shop_refuses(&shop, &id, TK_D_ENTRY_TWICE, "waiting", "@for=parts", "@reason=ordered", NULL);
	assert_string_not_equal(shop_get(&shop, &id, "status"), "waiting");
	classify("P3");
	classify("P2");
	shop_ok(&shop, &id, "classified", "priority=P3", "#lower", NULL);
	shop_refuses(&shop, &id, TK_D_ENTRY_TWICE, "classified", "priority=P2", NULL);
	assert_string_equal(shop_get(&shop, &id, "priority"), "P3");
}

static void test_edit_of_nothing_is_nothing(void **state)
{
	size_t before = shop_ticket(&shop, &id)->doc.len;

	(void)state;
	shop_ok(&shop, &id, "edited", "title=Will not start", NULL);
	assert_int_equal(shop_ticket(&shop, &id)->doc.len, before);
}

static void test_unlogged_fields(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "edited", "customer.name=Zhou", "product.purchased=2026-01-02", NULL);
	assert_string_equal(shop_get(&shop, &id, "customer.name"), "Zhou");
	shop_ends(&shop, &id, "    event: edited\n    set: {customer.name: \"Zhou\", product.purchased: 2026-01-02}\n");
	shop_ok(&shop, &id, "updated", "#asked again", "product.purchased=2026-01-03", "product.batch=B1", NULL);
	shop_ends(&shop, &id,
		  "    event: updated\n    note: \"asked again\"\n    set: {product.purchased: 2026-01-03}\n"
		  "    was: {product.purchased: 2026-01-02}\n");
	shop_ok(&shop, &id, "edited", "-customer.name", NULL);
	shop_ends(&shop, &id, "    set: {customer.name: null}\n    was: {customer.name: \"Zhou\"}\n");
	assert_string_equal(shop_get(&shop, &id, "customer.name"), "");
	shop_ok(&shop, &id, "edited", "product.purchased=", NULL);
	assert_string_equal(shop_get(&shop, &id, "product.purchased"), "");
}

static void test_times_as_people_write_them(void **state)
{
	(void)state;
	classify("P3");
	shop_ok(&shop, &id, "planned", "plan.type=remote-guidance", "plan.promised=2026-11-23T18:00", NULL);
	assert_string_equal(shop_get(&shop, &id, "plan.promised"), "2026-11-23T18:00:00+08:00");
	shop_ok(&shop, &id, "extended", "@due=+2h", "@reason=parts", "@consent.by=Zhou", "@consent.at=-5m",
		"@consent.channel=phone", NULL);
	shop_ends(&shop, &id,
		  "    event: extended\n    clock: promise\n    due: 2026-11-22T12:00:00+08:00\n    reason: \"parts\"\n"
		  "    consent: {by: \"Zhou\", at: 2026-11-22T09:55:00+08:00, channel: phone}\n");
}

static void test_records_and_ticks(void **state)
{
	const struct tk_node *parts;

	(void)state;
	shop_ok(&shop, &id, "updated", "#ordered", "+parts={quantity: 2, number: 007}", "checklist.tool-kit=true",
		NULL);
	parts = shop_ticket(&shop, &id)->field[TK_FIELD_PARTS];
	assert_int_equal(tk_node_count(parts), 1);
	assert_string_equal(tk_node_text(tk_node_get(tk_node_first(parts), "number"), NULL), "007");
	shop_ok(&shop, &id, "updated", "#came", "parts.1.arrived=09:30", NULL);
	parts = shop_ticket(&shop, &id)->field[TK_FIELD_PARTS];
	assert_string_equal(tk_node_text(tk_node_get(tk_node_first(parts), "arrived"), NULL),
			    "2026-11-22T09:30:00+08:00");
	shop_refuses(&shop, &id, TK_D_NO_RECORD, "updated", "#x", "parts.2.arrived=09:30", NULL);
	shop_ok(&shop, &id, "edited", "parts.1.number=008", "checklist.tool-kit=false", NULL);
	shop_ends(&shop, &id,
		  "    set: {parts.1.number: \"008\", checklist.tool-kit: false}\n"
		  "    was: {parts.1.number: \"007\", checklist.tool-kit: true}\n");
}

static void test_inputs_that_are_refused(void **state)
{
	static const struct {
		const char *event, *arg;
		enum tk_diag diag;
	} cases[] = {
		{"edited", "status=closed", TK_D_INPUT_BY_VERB},
		{"edited", "id=TS20261122009", TK_D_INPUT_FIXED},
		{"edited", "received=2026-11-21", TK_D_INPUT_FIXED},
		{"edited", "links=TS20261122009", TK_D_INPUT_BY_VERB},
		{"edited", "+attachments=a.png", TK_D_INPUT_BY_VERB},
		{"edited", "age=3d", TK_D_INPUT_DERIVED},
		{"edited", "-title", TK_D_INPUT_REQUIRED},
		{"edited", "title=", TK_D_INPUT_REQUIRED},
		{"edited", "titel=x", TK_D_UNKNOWN_FIELD},
		{"edited", "x-ours=x", TK_D_UNKNOWN_FIELD},
		{"edited", "parts=x", TK_D_INPUT_LIST},
		{"edited", "+title=x", TK_D_INPUT_NOT_LIST},
		{"edited", "parts.number=x", TK_D_INPUT_WHICH},
		{"edited", "checklist=true", TK_D_INPUT_MAP},
		{"edited", "checklist.badge=true", TK_D_NO_CHECK_ITEM},
		{"edited", "checklist.badge=perhaps", TK_D_BAD_BOOL},
		{"edited", "+parts={colour: red}", TK_D_UNKNOWN_FIELD},
		{"edited", "+parts=red", TK_D_INPUT_RECORD},
		{"edited", "priority=P9", TK_D_UNKNOWN_WORD},
		{"edited", "category=technical-falt", TK_D_NO_CATEGORY},
		{"edited", "team=tech-suport", TK_D_NO_TEAM},
		{"edited", "assignee=lii", TK_D_NO_PERSON},
		{"edited", "resolution.cause=moon", TK_D_NO_CAUSE},
		{"edited", "plan.promised=tomorrow", TK_D_BAD_TIME},
		{"edited", "@due=18:00", TK_D_INPUT_KEY},
		{"edited", "@at=18:00", TK_D_INPUT_KEY},
		{"edited", "@nonsense=1", TK_D_INPUT_KEY},
		{"waiting", "@for=godot", TK_D_UNKNOWN_WORD},
		{"extended", "@clock=lunch", TK_D_NO_CLOCK},
		{"extended", "@consent=yes", TK_D_INPUT_KEY_MAP},
		{"registered", "@unknown.product.colour=none", TK_D_UNKNOWN_FIELD},
		{"finished", "#x", TK_D_NO_EVENT},
		{"linked", "@ticket=TS20261122009", TK_D_OWN_VERB},
		{"edited", "!no one", TK_D_BAD_NAME},
		{"chased", "~+1m", TK_D_STEP_FUTURE},
		{"chased", "~2026-11-22T08:59", TK_D_STEP_TOO_EARLY},
	};
	const char *before = shop_ticket(&shop, &id)->doc.text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum tk_status got = shop_act(&shop, &id, cases[i].event, cases[i].arg, NULL);

		if (got == TK_OK || shop.err.diag != cases[i].diag)
			fail_msg("%s %s: %s", cases[i].event, cases[i].arg, tk_diag_row(shop.err.diag)->name);
		assert_int_equal(got, tk_diag_row(cases[i].diag)->status);
		assert_string_equal(shop_ticket(&shop, &id)->doc.text, before);
	}
}

static void test_suggestions(void **state)
{
	(void)state;
	shop_act(&shop, &id, "edited", "category=technical-falt", NULL);
	assert_string_equal(shop.err.arg[1].text, "technical-fault");
	assert_string_equal(shop.err.field, "category");
	shop_act(&shop, &id, "resolvd", NULL);
	assert_string_equal(shop.err.arg[1].text, "resolved");
}

static void test_ratings(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "resolved", "resolution.text=done", NULL);
	shop_refuses(&shop, &id, TK_D_RATING_RANGE, "rated", "@ratings.timeliness=6", NULL);
	shop_refuses(&shop, &id, TK_D_NO_QUESTION, "rated", "@ratings.colour=5", NULL);
	shop_refuses(&shop, &id, TK_D_STEP_NEEDS_KEY, "rated", NULL);
	shop_ok(&shop, &id, "rated", "@ratings.timeliness=5", "@ratings.effectiveness=4", NULL);
	shop_ends(&shop, &id, "    ratings: {timeliness: 5, effectiveness: 4}\n");
}

static void test_unknown_with_a_reason(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "classified", "category=service-consultation", "subcategory=usage", "priority=P3", NULL);
	shop_refuses(&shop, &id, TK_D_STEP_NEEDS_UNKNOWN, "registered", "customer.name=Zhou",
		     "problem.description=How?", NULL);
	shop_ok(&shop, &id, "registered", "customer.name=Zhou", "problem.description=How?",
		"@unknown.customer.phone=walked off", NULL);
	assert_string_equal(shop_get(&shop, &id, "status"), "classified");
}

/* A P1 plan: approved by the team's lead, after it was made. */
static void test_guard_of_urgent_plans(void **state)
{
	(void)state;
	classify("P1");
	shop_ok(&shop, &id, "assigned", "team=tech-support", "assignee=li", NULL);
	shop_ok(&shop, &id, "started", "!li", NULL);
	shop_ok(&shop, &id, "planned", "plan.type=onsite-repair", NULL);
	shop_refuses(&shop, &id, TK_D_GUARD, "resolved", "resolution.text=done", "resolution.cause=wear", NULL);
	assert_string_equal(shop.err.arg[0].text, "p1-plan-approved");
	shop_refuses(&shop, &id, TK_D_GUARD, "updated", "#booked", "+visits={technician: li}", NULL);
	assert_string_equal(shop.err.arg[1].text, "visits");
	shop_refuses(&shop, &id, TK_D_GUARD_ROLE, "approved", "!li", NULL);
	shop_ok(&shop, &id, "approved", "!chen", NULL);
	shop_ok(&shop, &id, "updated", "#booked", "+visits={technician: li}", NULL);
}

/* Before a team has the ticket, the lead of the one that its category is routed to decides; else any lead. */
static void test_lead_without_a_team(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "planned", "plan.type=onsite-repair", NULL);
	shop_refuses(&shop, &id, TK_D_GUARD_ROLE, "approved", "!li", NULL);
	shop_ok(&shop, &id, "approved", "!chen", NULL);
	classify("P1");
	shop_ok(&shop, &id, "approved", "!chen", "#again", NULL);
	shop_ok(&shop, &id, "edited", "category=logistics", NULL);
	shop_refuses(&shop, &id, TK_D_GUARD_ROLE, "approved", "!chen", "#once more", NULL);
}

/* Lowering the priority is guarded whatever the event. */
static void test_guard_of_a_field(void **state)
{
	(void)state;
	classify("P2");
	shop_refuses(&shop, &id, TK_D_GUARD, "edited", "priority=P3", NULL);
	shop_refuses(&shop, &id, TK_D_GUARD, "classified", "priority=P3", NULL);
	shop_ok(&shop, &id, "edited", "priority=P1", NULL);
	shop_ok(&shop, &id, "edited", "priority=P3", "@reason=a spare was found", NULL);
}

static void test_silent_customer(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "classified", "category=service-consultation", "subcategory=usage", "priority=P3", NULL);
	shop_ok(&shop, &id, "resolved", "resolution.text=told", NULL);
	shop_ok(&shop, &id, "surveyed", NULL);
	shop_refuses(&shop, &id, TK_D_GUARD, "closed", "@reason=no-answer", NULL);
	shop_at(&shop, "2026-11-29T10:00:00+08:00");
	shop_refuses(&shop, &id, TK_D_GUARD, "closed", NULL);
	shop_ok(&shop, &id, "closed", "@reason=no-answer", NULL);
	shop_at(&shop, "2026-11-30T10:00:00+08:00");
	shop_ok(&shop, &id, "replied", "@channel=phone", NULL);
	assert_string_equal(shop_get(&shop, &id, "status"), "registered");
	shop_ends(&shop, &id, "    by: wang\n    event: reopened\n    auto: true\n    reason: \"replied\"\n");
}

static void test_reply_after_a_confirmed_closing(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "resolved", "resolution.text=told", NULL);
	shop_ok(&shop, &id, "confirmed", NULL);
	shop_ok(&shop, &id, "closed", NULL);
	shop_ok(&shop, &id, "replied", NULL);
	assert_string_equal(shop_get(&shop, &id, "status"), "closed");
}

static void test_accepting_takes_the_ticket(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "accepted", "!li", NULL);
	assert_string_equal(shop_get(&shop, &id, "assignee"), "li");
	shop_ends(&shop, &id, "    event: accepted\n    set: {assignee: li}\n");
	shop_ok(&shop, &id, "accepted", "!chen", NULL);
	assert_string_equal(shop_get(&shop, &id, "assignee"), "li");
}

static void test_another_category_drops_the_subcategory(void **state)
{
	(void)state;
	classify("P3");
	shop_refuses(&shop, &id, TK_D_NO_SUBCATEGORY, "edited", "category=logistics", "subcategory=malfunction", NULL);
	shop_ok(&shop, &id, "edited", "category=logistics", NULL);
	assert_string_equal(shop_get(&shop, &id, "subcategory"), "");
	shop_ends(&shop, &id,
		  "    set: {category: logistics, subcategory: null}\n"
		  "    was: {category: technical-fault, subcategory: malfunction}\n");
}

static void test_waiting_and_back(void **state)
{
	(void)state;
	shop_ok(&shop, &id, "started", "!li", NULL);
	shop_ok(&shop, &id, "waiting", "@for=customer", NULL);
	shop_refuses(&shop, &id, TK_D_STEP_STATUS, "waiting", "@for=parts", NULL);
	shop_ok(&shop, &id, "replied", NULL);
	assert_string_equal(shop_get(&shop, &id, "status"), "in-progress");
}

/* An entry that comes late changes what the log says about then, and leaves what later entries decided. */
static void test_backdated_entries(void **state)
{
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	shop_at(&shop, "2026-11-22T10:30:00+08:00");
	shop_ok(&shop, &id, "assigned", "team=tech-support", "assignee=li", NULL);
	shop_at(&shop, "2026-11-22T11:00:00+08:00");
	shop_ok(&shop, &id, "assigned", "team=logistics", "-assignee", "~10:10", NULL);
	assert_string_equal(shop_get(&shop, &id, "team"), "tech-support");
	assert_string_equal(shop_get(&shop, &id, "assignee"), "li");
	assert_string_equal(shop_get(&shop, &id, "status"), "assigned");
	shop_ok(&shop, &id, "classified", "category=billing", "subcategory=refund", "priority=P3", "~10:05", NULL);
	assert_string_equal(shop_get(&shop, &id, "category"), "billing");
	assert_string_equal(shop_get(&shop, &id, "status"), "assigned");
	shop_refuses(&shop, &id, TK_D_STEP_STATUS, "informed", "~10:20", NULL);
	(void)err;
}

/* What somebody changed in an editor is noted before the next step. */
static void test_head_edited_by_hand(void **state)
{
	char path[64], text[2048];
	const struct tk_ticket *ticket;
	char *title;

	(void)state;
	classify("P3");
	shop_commit(&shop);
	tk_id_path(&id, path);
	shop_begin(&shop);
	ticket = shop_ticket(&shop, &id);
	memcpy(text, ticket->doc.text, ticket->doc.len);
	text[ticket->doc.len] = '\0';
	title = strstr(text, "priority: P3\n");
	assert_non_null(title);
	memcpy(title, "priority: P1\n", 13);
	scratch_put(&shop.s, path, text);
	tk_txn_free(shop.txn);
	shop.txn = NULL;
	shop.now = shop_time("2026-11-22T11:00:00+08:00");
	shop_begin(&shop);
	shop_ok(&shop, &id, "chased", NULL);
	shop_ends(&shop, &id,
		  "  - at: 2026-11-22T10:00:00+08:00\n"
		  "    recorded: 2026-11-22T11:00:00+08:00\n"
		  "    by: wang\n"
		  "    event: edited\n"
		  "    auto: true\n"
		  "    set: {priority: P1}\n"
		  "    was: {priority: P3}\n"
		  "  - at: 2026-11-22T11:00:00+08:00\n"
		  "    by: wang\n"
		  "    event: chased\n");
}

static void test_missing_ticket(void **state)
{
	struct tk_id none = id;

	(void)state;
	assert_int_equal(tk_id_parse("TS20261122999", 13, &none, NULL), TK_OK);
	assert_int_equal(shop_act(&shop, &none, "chased", NULL), TK_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_entry_and_head),
		T(test_was_and_unchanged),
		T(test_recorded_only_when_it_differs),
		T(test_what_equals_an_entry_is_refused),
		T(test_back_and_forth_within_a_second),
		T(test_edit_of_nothing_is_nothing),
		T(test_unlogged_fields),
		T(test_times_as_people_write_them),
		T(test_records_and_ticks),
		T(test_inputs_that_are_refused),
		T(test_suggestions),
		T(test_ratings),
		T(test_unknown_with_a_reason),
		T(test_guard_of_urgent_plans),
		T(test_lead_without_a_team),
		T(test_guard_of_a_field),
		T(test_silent_customer),
		T(test_reply_after_a_confirmed_closing),
		T(test_accepting_takes_the_ticket),
		T(test_another_category_drops_the_subcategory),
		T(test_waiting_and_back),
		T(test_backdated_entries),
		T(test_head_edited_by_hand),
		T(test_missing_ticket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
