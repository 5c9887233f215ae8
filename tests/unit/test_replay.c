/* Replaying logs: the status after every event, waits, reopening, edits by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "replay.h"
#include "ticket/str.h"

#define NOON INT64_C(1795320000) /* 2026-11-22T04:00:00Z */

/*
 * Events in one line: "received assigned/team=x waiting:parts resumed"; ":word" is the key `for`, "/field=value" a
 * change.  The n-th happens n minutes after noon.
 */
static void write_log(struct tk_str *out, const char *events)
{
	int minute = 0;

	while (*events) {
		size_t len = strcspn(events, " "), name = strcspn(events, " :/");
		tk_str_printf(out, "  - {at: 2026-11-22T%02d:%02d:00+00:00, by: li, event: %.*s", 4 + minute / 60,
			      minute % 60, (int)name, events);
		if (events[name] == ':')
			tk_str_printf(out, ", for: %.*s", (int)(len - name - 1), events + name + 1);
		if (events[name] == '/') {
			size_t field = strcspn(events + name + 1, "=");
			tk_str_printf(out, ", set: {%.*s: %.*s}", (int)field, events + name + 1,
				      (int)(len - name - field - 2), events + name + field + 2);
		}
		tk_str_puts(out, "}\n");
		minute++;
		events += len + (events[len] == ' ');
	}
}

static struct tk_ticket *read_with(struct tk_arena *arena, const char *head, const char *events)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_ticket *ticket = NULL;
	struct tk_str text;

	tk_str_init(&text, 0);
	tk_str_puts(&text, "id: TS20261122001\ntitle: a\nreceived: 2026-11-22T04:00:00+00:00\n");
	tk_str_puts(&text, head);
	tk_str_puts(&text, "log:\n");
	write_log(&text, events);
	char *copy = tk_arena_strndup(arena, text.data, text.len);
	if (tk_ticket_read(arena, copy, text.len, "t.yaml", &ticket, &err) != TK_OK)
		print_error("%s %s %u:%u\n%s\n", tk_diag_row(err.diag)->name, err.field, err.line, err.col, copy);
	tk_str_clear(&text);
	return ticket;
}

static const struct {
	const char *events;
	enum tk_status_id status;
} statuses[] = {
	{"received", TK_S_RECEIVED},
	{"received responded", TK_S_RECEIVED},
	{"received registered", TK_S_REGISTERED},
	{"received classified", TK_S_CLASSIFIED},
	{"received classified registered", TK_S_CLASSIFIED}, /* never backwards */
	{"received verified", TK_S_RECEIVED},
	{"received assigned", TK_S_ASSIGNED},
	{"received assigned accepted", TK_S_ACCEPTED},
	{"received assigned accepted assigned", TK_S_ASSIGNED}, /* another one has to accept */
	{"received accepted started assigned", TK_S_IN_PROGRESS},
	{"received planned", TK_S_PLANNED},
	{"received planned planned", TK_S_PLANNED},
	{"received planned approved", TK_S_PLANNED},
	{"received planned rejected", TK_S_PLANNED},
	{"received started", TK_S_IN_PROGRESS},
	{"received started planned accepted classified", TK_S_IN_PROGRESS},
	{"received started updated chased extended inspected answered delivered", TK_S_IN_PROGRESS},
	{"received started escalated linked attached edited reconciled", TK_S_IN_PROGRESS},
	{"received started waiting:parts", TK_S_WAITING},
	{"received started waiting:parts updated chased", TK_S_WAITING},
	{"received started waiting:parts resumed", TK_S_IN_PROGRESS},
	{"received assigned waiting:customer replied", TK_S_ASSIGNED},
	{"received assigned waiting:parts replied", TK_S_WAITING},
	{"received assigned waiting:customer waiting:parts replied", TK_S_WAITING},
	{"received assigned waiting:customer waiting:parts resumed", TK_S_ASSIGNED},
	{"received replied", TK_S_RECEIVED},
	{"received resumed", TK_S_RECEIVED},
	{"received assigned waiting:parts planned", TK_S_WAITING},
	{"received assigned waiting:parts planned resumed", TK_S_PLANNED},
	{"received accepted waiting:parts assigned resumed", TK_S_ASSIGNED},
	{"received waiting:other resolved", TK_S_RESOLVED},
	{"received waiting:other cancelled", TK_S_CANCELLED},
	{"received waiting:other merged", TK_S_MERGED},
	{"received resolved", TK_S_RESOLVED},
	{"received resolved informed surveyed rated called-back confirmed updated", TK_S_RESOLVED},
	{"received resolved planned started", TK_S_RESOLVED},
	{"received resolved closed", TK_S_CLOSED},
	{"received resolved closed surveyed rated archived", TK_S_CLOSED},
	{"received resolved reopened", TK_S_REGISTERED},
	{"received assigned/team=x resolved closed reopened", TK_S_ASSIGNED},
	{"received assigned/assignee=x resolved reopened", TK_S_ASSIGNED},
	{"received assigned/team=x edited/team=~ resolved reopened", TK_S_REGISTERED},
	{"received resolved closed replied reopened", TK_S_REGISTERED},
	{"received cancelled", TK_S_CANCELLED},
	{"received merged", TK_S_MERGED},
	{"received edited/status=resolved closed", TK_S_CLOSED},
	{"received started edited/status=waiting resumed", TK_S_IN_PROGRESS},
	{"received of-the-policy", TK_S_RECEIVED},
};

static void status_follows_from_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		struct tk_arena *arena = tk_arena_new(0);
		const struct tk_ticket *t = read_with(arena, "status: received\nchannel: phone\n", statuses[i].events);
		struct tk_state at;
		tk__replay(t, NULL, TK_TIME_MAX, &at);
		if (at.status != statuses[i].status)
			print_error("%s: %d\n", statuses[i].events, (int)at.status);
		assert_int_equal(at.status, statuses[i].status);
		if (at.status != TK_S_WAITING)
			assert_int_equal(at.waiting_for, -1);
		tk_arena_free(arena);
	}
}

static void time_is_a_parameter(void **state)
{
	(void)state;
	struct tk_arena *arena = tk_arena_new(0);
	const struct tk_ticket *t = read_with(arena, "status: received\nchannel: phone\n",
					      "received assigned/team=a waiting:supplier resumed resolved reopened");
	struct tk_state at;

	tk__replay(t, NULL, NOON - 1, &at);
	assert_int_equal(at.status, TK_S_RECEIVED);
	assert_false(at.known[TK_FIELD_TEAM]);
	tk__replay(t, NULL, NOON + 60, &at);
	assert_int_equal(at.status, TK_S_ASSIGNED);
	assert_true(at.known[TK_FIELD_TEAM]);
	assert_string_equal(tk_node_text(at.value[TK_FIELD_TEAM], NULL), "a");
	tk__replay(t, NULL, NOON + 120, &at);
	assert_int_equal(at.status, TK_S_WAITING);
	assert_int_equal(at.before_wait, TK_S_ASSIGNED);
	assert_int_equal(at.waiting_for, tk_word_find(TK_WORDS_WAIT, "supplier", 8));
	assert_int_equal(at.round_start, 0);
	tk__replay(t, NULL, TK_TIME_MAX, &at);
	assert_int_equal(at.round_start, 5);
	tk_arena_free(arena);
}

static void the_order_is_that_of_time(void **state)
{
	(void)state;
	static const char text[] = "id: TS20261122001\ntitle: a\nstatus: received\nchannel: phone\nreceived: "
				   "2026-11-22T04:00:00+00:00\nlog:\n"
				   "  - {at: 2026-11-22T04:00:00+00:00, by: li, event: received, set: {priority: P3}}\n"
				   "  - {at: 2026-11-22T06:00:00+00:00, by: li, event: resolved, set: {priority: P1}}\n"
				   "  - {at: 2026-11-22T13:00:00+08:00, recorded: 2026-11-22T07:00:00+00:00, by: li, "
				   "event: started, set: {priority: P2}}\n";
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_ticket *t = NULL;
	struct tk_state at;

	assert_int_equal(tk_ticket_read(arena, text, strlen(text), "t.yaml", &t, NULL), TK_OK);
	tk__replay(t, NULL, TK_TIME_MAX, &at);
	assert_int_equal(at.status, TK_S_RESOLVED);
	assert_string_equal(tk_node_text(at.value[TK_FIELD_PRIORITY], NULL), "P1");
	tk__replay(t, NULL, NOON + 3600, &at);
	assert_int_equal(at.status, TK_S_IN_PROGRESS);
	tk_arena_free(arena);
}

static const struct {
	const char *head, *events, *fields; /* the fields that differ, in order */
} heads[] = {
	{"status: received\nchannel: phone\n", "received/channel=phone", ""},
	{"status: closed\nchannel: phone\n", "received/channel=phone", "status"},
	{"status: received\nchannel: email\n", "received/channel=phone", "channel"},
	{"status: received\nchannel: phone\n", "received", "channel"},
	{"status: received\nchannel: phone\npriority: P1\nteam: x\n", "received/channel=phone", "priority team"},
	{"status: received\nchannel: phone\n", "received/channel=phone edited/team=x", "team"},
	{"status: received\nchannel: phone\n", "received/channel=phone edited/team=x edited/team=~", ""},
	{"status: received\nchannel: phone\ntitle2: x\ndemand: repair\n", "received/channel=phone",
	 ""}, /* not logged */
	{"status: planned\nchannel: phone\nplan:\n  promised: 2026-11-23T09:00:00+08:00\n",
	 "received/channel=phone planned/plan.promised=2026-11-23T01:00:00+00:00", ""},
	{"status: planned\nchannel: phone\nplan:\n  promised: 2026-11-23T09:00:00+08:00\n",
	 "received/channel=phone planned/plan.promised=2026-11-23T09:00:00+00:00", "plan.promised"},
	{"status: received\nchannel: phone\nplan: {steps: \"a\\n\"}\n", "received/channel=phone edited/plan.steps=a",
	 ""},
	{"status: received\nchannel: phone\nlinks: [TS20261122002]\n",
	 "received/channel=phone linked/links=[TS20261122002]", ""},
	{"status: received\nchannel: phone\nlinks: []\n", "received/channel=phone", ""},
};

static void head_and_log_are_compared(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct tk_arena *arena = tk_arena_new(0);
		const struct tk_ticket *t = read_with(arena, heads[i].head, heads[i].events);
		struct tk_state at;
		char found[200] = "";
		tk__replay(t, NULL, TK_TIME_MAX, &at);
		for (int id = tk__head_differs(t, &at, -1); id >= 0; id = tk__head_differs(t, &at, id)) {
			strcat(found, found[0] ? " " : "");
			strcat(found, tk_field(id)->name);
		}
		if (strcmp(found, heads[i].fields) != 0)
			print_error("row %zu\n", i);
		assert_string_equal(found, heads[i].fields);
		tk_arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_follows_from_events),
		cmocka_unit_test(time_is_a_parameter),
		cmocka_unit_test(the_order_is_that_of_time),
		cmocka_unit_test(head_and_log_are_compared),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
