/*
 * Replaying a log; see replay.h.
 *
 * A wait is laid over the status: events that move work forward meanwhile change what the ticket goes back to.  An
 * entry's `set` may name the status too: that is how an edit by hand gets into the log.
 */
#include "replay.h"

#include <string.h>

static bool has_value(const struct tk_state *state, int field)
{
	return state->value[field] != NULL;
}

enum tk_status_id tk__move(const struct tk_event *event, const struct tk_state *state)
{
	enum tk_status_id now = state->status;

	switch (event->move) {
	case TK_MOVE_STAY:
		return now;
	case TK_MOVE_FORWARD:
		return now < TK_S_WAITING && event->to > now ? event->to : now;
	case TK_MOVE_TO:
		return event->to;
	case TK_MOVE_ASSIGN:
		return now <= TK_S_ACCEPTED ? TK_S_ASSIGNED : now;
	case TK_MOVE_BACK:
		return now == TK_S_WAITING ? state->before_wait : now;
	case TK_MOVE_HEARD:
		return now == TK_S_WAITING && state->waiting_for == tk_word_find(TK_WORDS_WAIT, "customer", 8)
			       ? state->before_wait
			       : now;
	case TK_MOVE_REOPEN:
		return has_value(state, TK_FIELD_TEAM) || has_value(state, TK_FIELD_ASSIGNEE) ? TK_S_ASSIGNED
											      : TK_S_REGISTERED;
	}
	return now;
}

static int wait_word(const struct tk_entry *entry)
{
	size_t len = 0;
	const struct tk_node *what = tk_node_get(entry->node, "for");
	const char *text = what ? tk_node_text(what, &len) : NULL;

	return text ? tk_word_find(TK_WORDS_WAIT, text, len) : -1;
}

static void enter(struct tk_state *state, enum tk_status_id status, const struct tk_entry *entry)
{
	if (status == TK_S_WAITING) {
		if (state->status != TK_S_WAITING)
			state->before_wait = state->status;
		state->waiting_for = wait_word(entry);
	} else if (state->status == TK_S_WAITING) {
		state->waiting_for = -1;
	}
	state->status = status;
}

static void take_event(struct tk_state *state, const struct tk_event *event, const struct tk_entry *entry)
{
	bool moves_on = event->move == TK_MOVE_FORWARD || event->move == TK_MOVE_ASSIGN;

	if (state->status == TK_S_WAITING && moves_on) {
		enum tk_status_id waiting = state->status;
		state->status = state->before_wait;
		state->before_wait = tk__move(event, state);
		state->status = waiting;
		return;
	}
	enum tk_status_id status = tk__move(event, state);
	if (status != state->status || event->to == TK_S_WAITING)
		enter(state, status, entry);
}

void tk__replay_change(struct tk_state *state, const struct tk_entry *entry, int field, const struct tk_node *value)
{
	size_t len = 0;

	state->known[field] = true;
	state->value[field] = tk_node_is_null(value) ? NULL : value;
	if (field != TK_FIELD_STATUS)
		return;
	const char *text = tk_node_text(value, &len);
	int status = text ? tk_word_find(TK_WORDS_STATUS, text, len) : -1;
	if (status >= 0 && status != (int)state->status)
		enter(state, (enum tk_status_id)status, entry);
}

static void take_changes(struct tk_state *state, const struct tk_entry *entry)
{
	for (const struct tk_node *n = entry->set ? tk_node_first(entry->set) : NULL; n; n = tk_node_next(n)) {
		size_t len = 0;
		const char *name = tk_node_key(n, &len);
		int id = tk_field_find(name, len);
		if (id >= 0) /* else unknown, or inside a field: not logged */
			tk__replay_change(state, entry, id, n);
	}
}

static const struct tk_event *row_of(const struct tk_entry *entry, const struct tk_policy *policy)
{
	if (entry->event_id >= 0)
		return tk_event(entry->event_id);
	return policy ? tk_policy_event(policy, entry->event, strlen(entry->event)) : NULL;
}

void tk__replay_event(struct tk_state *state, const struct tk_entry *entry, const struct tk_policy *policy)
{
	const struct tk_event *event = row_of(entry, policy);

	if (event)
		take_event(state, event, entry);
}

void tk__replay_entry(struct tk_state *state, const struct tk_entry *entry, const struct tk_policy *policy)
{
	/* reopening looks at who had it, so changes that come with an event count after it */
	tk__replay_event(state, entry, policy);
	take_changes(state, entry);
}

void tk__replay(const struct tk_ticket *ticket, const struct tk_policy *policy, tk_time now, struct tk_state *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->waiting_for = -1;
	for (size_t i = 0; i < ticket->nlog && ticket->by_time[i]->at <= now; i++) {
		const struct tk_entry *entry = ticket->by_time[i];
		if (entry->event_id == TK_EVENT_RECEIVED || entry->event_id == TK_EVENT_REOPENED)
			ret->round_start = i;
		tk__replay_entry(ret, entry, policy);
	}
}

/* ---- head and log ------------------------------------------------------------------------------------------------ */

static bool same_text(const struct tk_node *a, const struct tk_node *b)
{
	size_t la = a->len, lb = b->len;

	while (la > 0 && a->text[la - 1] == '\n')
		la--;
	while (lb > 0 && b->text[lb - 1] == '\n')
		lb--;
	return la == lb && memcmp(a->text, b->text, la) == 0;
}

/* The same value; times and numbers may be written differently. */
static bool same_value(int id, const struct tk_node *head, int64_t number, const struct tk_node *logged)
{
	struct tk_value value;
	enum tk_kind kind = tk_field(id)->kind;

	if (head->kind != TK_NODE_SCALAR || logged->kind != TK_NODE_SCALAR)
		return tk__node_equal(head, logged);
	if (kind == TK_KIND_TIME || kind == TK_KIND_DATE || kind == TK_KIND_INT || kind == TK_KIND_MONEY)
		return tk_field_value(id, logged->text, logged->len, &value, NULL) == TK_OK && value.number == number;
	return same_text(head, logged);
}

static bool is_empty(const struct tk_node *node)
{
	return !node || (node->kind == TK_NODE_SCALAR ? node->len == 0 : node->count == 0);
}

static bool differs(const struct tk_ticket *ticket, const struct tk_state *state, int id)
{
	const struct tk_node *head = ticket->field[id], *logged = state->value[id];

	if (id == TK_FIELD_STATUS)
		return !head || ticket->number[id] != (int64_t)state->status;
	if (is_empty(head) || is_empty(logged))
		return is_empty(head) != is_empty(logged);
	return !same_value(id, head, ticket->number[id], logged);
}

int tk__head_differs(const struct tk_ticket *ticket, const struct tk_state *state, int after)
{
	for (int id = after + 1; id < TK_FIELD_COUNT; id++)
		if ((tk_field(id)->flags & TK_F_LOGGED) && differs(ticket, state, id))
			return id;
	return -1;
}
