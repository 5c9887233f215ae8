/*
 * The workflow as a judge: may this event happen to this ticket, and if not, which rule says so and what would satisfy it.
 *
 * Pure.  Checks in this order: the event exists; its `from` statuses; its required keys; guards of the policy (before:,
 * when:, need:, by:); required fields, as they will be after the entry's `set`; times (not before `received`, not in
 * the future).  Diagnostics are those of ticket/diag/flow.def: each names the rule.
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
	const struct tk_ticket *after; /* the ticket with the step's fields set, for required data and conditions */
};

/* TK_OK, or TK_REFUSED / TK_INVALID with the rule in *err. */
enum tk_status tk__flow_check(const struct tk_ticket *ticket, const struct tk_policy *policy, const struct tk_staff *staff,
			      const struct tk_step *step, tk_time now, struct tk_error *err);

#endif
