/* A ticket's log: events that exist, in an order that the workflow knows, at times that can be. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "fail.h"
#include "replay.h"
#include "ticket/text.h"

/* Reports what is wrong with a key of an entry: "log.3.at", counted in the order of the file. */
static void report(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_entry *entry,
		   const char *key, struct tk_error *finding)
{
	const struct tk_node *node = tk_node_get(entry->node, key);
	char field[64];
	int len = snprintf(field, sizeof field, "log.%zu.%s", (size_t)(entry - ticket->log) + 1, key);

	tk__in(finding, field, (size_t)len);
	tk__at_node(finding, node ? node : entry->node, NULL);
	tk__report(checking, finding);
}

static void report_times(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_entry *entry,
			 const char *key, enum tk_diag diag, tk_time a, tk_time b)
{
	struct tk_error finding = TK_ERROR_INIT;

	(void)tk__fail(&finding, diag, a, b);
	report(checking, ticket, entry, key, &finding);
}

static void check_times(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_entry *entry)
{
	tk_time received = ticket->number[TK_FIELD_RECEIVED];

	if (entry->at < received)
		report_times(checking, ticket, entry, "at", TK_D_LOG_EARLY, entry->at, received);
	if (entry->at > checking->check->now)
		report_times(checking, ticket, entry, "at", TK_D_LOG_FUTURE, entry->at, 0);
	if (entry->recorded < entry->at)
		report_times(checking, ticket, entry, "recorded", TK_D_LOG_RECORDED, entry->recorded, entry->at);
}

static void unknown_event(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_entry *entry)
{
	struct tk_error finding = TK_ERROR_INIT;
	const char *const *names = NULL;
	size_t count = tk_policy_names(checking->policy, TK_THING_EVENT, NULL, &names);
	const char *near = tk_text_suggest(entry->event, strlen(entry->event), names, count);

	(void)tk__fail(&finding, TK_D_LOG_EVENT, TK_S(entry->event), TK_S(near ? near : ""));
	report(checking, ticket, entry, "event", &finding);
}

static void check_step(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_state *state,
		       const struct tk_event *event, const struct tk_entry *entry, bool first)
{
	const char *status = tk_words(TK_WORDS_STATUS, NULL)[state->status].id;
	struct tk_error finding = TK_ERROR_INIT;

	if (first || (event->from & TK_S_BIT(state->status)))
		return;
	(void)tk__fail(&finding, TK_D_LOG_STEP, TK_S(event->name), TK_S(status));
	report(checking, ticket, entry, "event", &finding);
}

void tk__check_log(struct tk_checking *checking, const struct tk_ticket *ticket)
{
	struct tk_state state = {.status = TK_S_RECEIVED, .waiting_for = -1};
	size_t i;

	for (i = 0; i < ticket->nlog; i++)
		check_times(checking, ticket, &ticket->log[i]);
	if (ticket->nlog && ticket->by_time[0]->event_id != TK_EVENT_RECEIVED) {
		const struct tk_entry *first = ticket->by_time[0];
		struct tk_error finding = TK_ERROR_INIT;

		(void)tk__fail(&finding, TK_D_LOG_BEGINS, TK_S(first->event));
		report(checking, ticket, first, "event", &finding);
	}
	for (i = 0; i < ticket->nlog && checking->policy; i++) {
		const struct tk_entry *entry = ticket->by_time[i];
		const struct tk_event *event = tk_policy_event(checking->policy, entry->event, strlen(entry->event));

		if (event)
			check_step(checking, ticket, &state, event, entry, i == 0);
		else
			unknown_event(checking, ticket, entry);
		tk__replay_entry(&state, entry, checking->policy);
	}
}
