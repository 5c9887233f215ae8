/*
 * Replaying a log: the state that its entries lead to.
 *
 * Pure function of the entries with `at` <= now, in order of time.  The status follows from the events
 * (ticket/event.h), every other logged field from the entries' `set`.  A policy's own events move the status as their
 * rows say.
 */
#ifndef TK_REPLAY_H
#define TK_REPLAY_H

#include "ticket/policy.h"
#include "ticket_impl.h"

struct tk_state {
	enum tk_status_id status;
	enum tk_status_id before_wait;               /* meaningful while waiting */
	int waiting_for;                             /* number in TK_WORDS_WAIT, or -1 */
	bool known[TK_FIELD_COUNT];                  /* some entry set it */
	const struct tk_node *value[TK_FIELD_COUNT]; /* its last value; NULL: set to nothing */
	size_t round_start; /* place by time of the entry that began the present round: received or reopened */
};

/* State after the entries up to and including `now`.  `policy` may be NULL: unknown events then change nothing. */
void tk__replay(const struct tk_ticket *ticket, const struct tk_policy *policy, tk_time now, struct tk_state *ret);

/* One more entry on a state; all but `round_start`.  And its two halves, in their order: the event, then each change of
 * a field. */
void tk__replay_entry(struct tk_state *state, const struct tk_entry *entry, const struct tk_policy *policy);
void tk__replay_event(struct tk_state *state, const struct tk_entry *entry, const struct tk_policy *policy);
void tk__replay_change(struct tk_state *state, const struct tk_entry *entry, int field, const struct tk_node *value);

/* One event on a state's status: the pure transition function used by replay and by flow. */
enum tk_status_id tk__move(const struct tk_event *event, const struct tk_state *state);

/* The first logged field whose head differs from the state, from `after` on (-1 to begin); -1 when none does. */
int tk__head_differs(const struct tk_ticket *ticket, const struct tk_state *state, int after);

#endif
