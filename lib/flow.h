/*
 * The workflow as a judge: may this event happen to this ticket, and if not, which rule says so and what would satisfy
 * it.
 *
 * Pure.  Checks in this order: times (not before `received`, not in the future: the state to judge by depends on them);
 * the event's `from` statuses at that time; its required keys; guards of the policy (before:, when:, need:, by:);
 * a new plan among those of the category; required data (fields, ticks, text), as they will be after the entry's `set`.
 * Diagnostics are those of ticket/diag/flow.def: each names the rule.
 *
 * A backdated step, one with later entries in the log, is asked about by guards and required data twice: as of its own
 * time, and as of now with all that is known since.  The first alone could be got round by a time before the ticket was
 * ranked urgent or given to a team; the second alone would let a step be told that was forbidden when it happened.
 */
#ifndef TK_FLOW_H
#define TK_FLOW_H

#include "cond.h"
#include "replay.h"

/* A step that is about to be taken. */
struct tk_step {
	const struct tk_event *event;
	const struct tk_node *entry; /* the entry as it will be written: at, by, event, keys, set */
	tk_time at;
	const char *by;
	const struct tk_ticket *after; /* the ticket with the step's fields set and its entry in the log */
};

/* TK_OK, or TK_REFUSED with the rule in *err.  For a ticket's first event `ticket` is the new head with an empty log.
 */
enum tk_status tk__flow_check(const struct tk_ticket *ticket, const struct tk_policy *policy,
			      const struct tk_staff *staff, const struct tk_step *step, tk_time now,
			      struct tk_error *err);

#endif
