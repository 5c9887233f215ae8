/*
 * The ticket as a step finds it and as it leaves it: two rows over the same heads.
 *
 * A step may be recorded later than it happened.  Its conditions look at the ticket as it was then: logged fields come
 * from the replay up to the step's time (and, in the row `after`, from what the step sets), everything that the log
 * does not carry comes from the head.  A logged field that the log never mentions, as in imported tickets, is read from
 * the head too.
 */
#ifndef TK_FLOW_VIEW_H
#define TK_FLOW_VIEW_H

#include "flow.h"

struct tk_flow_row {
	const struct tk_state *then;  /* at the step's time */
	const struct tk_state *whole; /* after all of the log */
	const struct tk_node *set;    /* what the step sets; NULL in the row before it */
	struct tk_row head;
};

struct tk_flow {
	const struct tk_policy *policy;
	const struct tk_ticket *ticket;
	const struct tk_step *step;
	struct tk_state then, whole;
	struct tk_flow_row before_self, after_self;
	struct tk_row before;  /* the ticket as it was then */
	struct tk_facts facts; /* … as it will be, the log before the step, the step's entry */
};

/* Fills in all of it; `flow` must stay where it is. */
void tk__flow_view(struct tk_flow *flow, const struct tk_ticket *ticket, const struct tk_policy *policy,
		   const struct tk_staff *staff, const struct tk_step *step);

/* Whether the step changes a field. */
bool tk__flow_changes(const struct tk_flow *flow, int field);

/* Whether the step's entry carries all keys of a set. */
enum tk_status tk__flow_keys(const struct tk_flow *flow, uint64_t keys, struct tk_error *err);

/* The guards of the policy, and its required data: TK_OK, or TK_REFUSED with the first rule that says no. */
enum tk_status tk__flow_guards(const struct tk_flow *flow, struct tk_error *err);
enum tk_status tk__flow_require(const struct tk_flow *flow, struct tk_error *err);

#endif
