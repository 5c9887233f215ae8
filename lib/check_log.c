/* A ticket's log: events that exist, in an order that the workflow knows, at times that can be. */
#include <string.h>

#include "check.h"
#include "fail.h"
#include "replay.h"
#include "ticket/text.h"

static void report_at(struct tk_checking *checking, const struct tk_entry *entry, const char *key, enum tk_diag diag,
		      tk_time a, tk_time b)
{
	const struct tk_node *node = tk_node_get(entry->node, key);
	struct tk_error finding = TK_ERROR_INIT;

	tk__fail_node(&finding, node ? node : entry->node, key, diag, a, b);
	tk__report(checking, &finding);
}

static void check_times(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_entry *entry)
{
	tk_time received = ticket->number[TK_FIELD_RECEIVED];

	if (entry->at < received)
		report_at(checking, entry, "at", TK_D_LOG_EARLY, entry->at, received);
	if (entry->at > checking->check->now)
		report_at(checking, entry, "at", TK_D_LOG_FUTURE, entry->at, 0);
	if (entry->recorded < entry->at)
		report_at(checking, entry, "recorded", TK_D_LOG_RECORDED, entry->recorded, entry->at);
}

static void unknown_event(struct tk_checking *checking, const struct tk_entry *entry)
{
	const struct tk_node *node = tk_node_get(entry->node, "event");
	struct tk_error finding = TK_ERROR_INIT;
	const char *const *names = NULL;
	size_t count = tk_policy_names(checking->policy, TK_THING_EVENT, NULL, &names);
	const char *near = tk_text_suggest(entry->event, strlen(entry->event), names, count);

	tk__fail_node(&finding, node, "event", TK_D_LOG_EVENT, TK_S(entry->event), TK_S(near ? near : ""));
	tk__report(checking, &finding);
}

static void check_step(struct tk_checking *checking, const struct tk_state *state, const struct tk_event *event,
		       const struct tk_entry *entry, bool first)
{
	const char *status = tk_words(TK_WORDS_STATUS, NULL)[state->status].id;
	struct tk_error finding = TK_ERROR_INIT;

	if (first || (event->from & TK_S_BIT(state->status)))
		return;
	tk__fail_node(&finding, entry->node, "event", TK_D_LOG_STEP, TK_S(event->name), TK_S(status));
	tk__report(checking, &finding);
}

void tk__check_log(struct tk_checking *checking, const struct tk_ticket *ticket)
{
	struct tk_state state = {.status = TK_S_RECEIVED, .waiting_for = -1};
	const struct tk_entry *first = ticket->nlog ? ticket->by_time[0] : NULL;
	size_t i;

	for (i = 0; i < ticket->nlog; i++)
		check_times(checking, ticket, &ticket->log[i]);
	if (first && first->event_id != TK_EVENT_RECEIVED) {
		struct tk_error finding = TK_ERROR_INIT;

		tk__fail_node(&finding, first->node, "event", TK_D_LOG_BEGINS, TK_S(first->event));
		tk__report(checking, &finding);
	}
	for (i = 0; i < ticket->nlog && checking->policy; i++) {
		const struct tk_entry *entry = ticket->by_time[i];
		const struct tk_event *event = tk_policy_event(checking->policy, entry->event, strlen(entry->event));

		if (event)
			check_step(checking, &state, event, entry, i == 0);
		else
			unknown_event(checking, entry);
		tk__replay_entry(&state, entry, checking->policy);
	}
}
