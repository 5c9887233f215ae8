/* The event and key tables: internally consistent, and complete. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/event.h"

static const char *const names[] = {
	"received",    "responded", "registered", "classified", "verified",  "assigned", "accepted", "planned",
	"approved",    "rejected",  "started",    "updated",    "chased",    "replied",  "waiting",  "resumed",
	"extended",    "inspected", "answered",   "delivered",  "resolved",  "informed", "surveyed", "rated",
	"called-back", "confirmed", "closed",     "reopened",   "escalated", "linked",   "merged",   "attached",
	"edited",      "cancelled", "archived",   "reconciled",
};

static const char *const verbs[] = {
	"respond", "register", "classify", "verify",  "assign", "accept", "plan",   "approve",
	"reject",  "start",    "update",   "chase",   "hear",   "wait",   "resume", "extend",
	"inspect", "answer",   "deliver",  "resolve", "inform", "survey", "rate",   "callback",
	"confirm", "close",    "reopen",   "cancel",  "link",   "merge",  "attach", "edit",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void every_event_is_there(void **state)
{
	(void)state;
	assert_int_equal(COUNT(names), TK_EVENT_COUNT);
	for (size_t i = 0; i < COUNT(names); i++) {
		assert_int_equal(tk_event_find(names[i], strlen(names[i])), (int)i);
		assert_string_equal(tk_event((int)i)->name, names[i]);
	}
	assert_null(tk_event(-1));
	assert_null(tk_event(TK_EVENT_COUNT));
	assert_int_equal(tk_event_find("clsoed", 6), -1);
	assert_int_equal(tk_event_find("", 0), -1);
}

static void every_verb_has_one_event(void **state)
{
	(void)state;
	size_t have = 0;
	for (size_t v = 0; v < COUNT(verbs); v++) {
		size_t found = 0;
		for (int i = 0; i < TK_EVENT_COUNT; i++)
			found += tk_event(i)->verb && strcmp(tk_event(i)->verb, verbs[v]) == 0;
		assert_int_equal(found, 1);
	}
	for (int i = 0; i < TK_EVENT_COUNT; i++)
		have += tk_event(i)->verb != NULL;
	assert_int_equal(have, COUNT(verbs));
}

static void rows_are_consistent(void **state)
{
	(void)state;
	const uint64_t common = TK_KEY_BIT(TK_KEY_NOTE) | TK_KEY_BIT(TK_KEY_RULE);
	for (int i = 0; i < TK_EVENT_COUNT; i++) {
		const struct tk_event *event = tk_event(i);
		assert_non_null(event->label);
		/* what an entry must carry it may carry */
		assert_int_equal(event->required & ~(event->keys | common), 0);
		assert_int_equal(event->keys >> TK_KEY_COUNT, 0);
		assert_int_equal(event->from >> TK_S_COUNT, 0);
		/* only the first event comes from nowhere */
		assert_int_equal(event->from == 0, i == TK_EVENT_RECEIVED);
	}
	assert_int_equal(tk_event(TK_EVENT_WAITING)->to, TK_S_WAITING);
	assert_int_equal(tk_event(TK_EVENT_REOPENED)->move, TK_MOVE_REOPEN);
	assert_int_equal(tk_event(TK_EVENT_STARTED)->from & TK_S_BIT(TK_S_WAITING), 0);
	/* a visit, a shipment or a test follow the resolution too */
	assert_true(tk_event(TK_EVENT_DELIVERED)->from & TK_S_BIT(TK_S_RESOLVED));
}

static void keys_are_found(void **state)
{
	(void)state;
	for (int i = 0; i < TK_KEY_COUNT; i++) {
		const struct tk_key *key = tk_key(i);
		assert_int_equal(tk_key_find(key->name, strlen(key->name)), i);
		assert_int_equal(key->kind == TK_KIND_WORD, key->words != TK_WORDS_NONE);
	}
	assert_int_equal(tk_key_find("At", 2), -1);
	assert_int_equal(tk_key_find("", 0), -1);
	assert_null(tk_key(TK_KEY_COUNT));
	assert_null(tk_key(-1));
	/* the order of a new entry: when, who, what first, the changes last */
	assert_true(TK_KEY_AT == 0 && TK_KEY_WAS == TK_KEY_COUNT - 1 && TK_KEY_NOTE < TK_KEY_SET);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_is_there),
		cmocka_unit_test(every_verb_has_one_event),
		cmocka_unit_test(rows_are_consistent),
		cmocka_unit_test(keys_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
