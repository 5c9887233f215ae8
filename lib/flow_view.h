/*
 * The ticket as a step finds it and as it leaves it: two rows over the same heads.
 *
 * A step may be recorded later than it happened.  Its conditions look at the ticket as it was then: logged fields come
 * from the replay up to the step's time (and, in the row `after`, from what the step sets), everything that the log
 * does not carry comes from the head.  A logged field that the log never mentions, as in imported tickets, is read from
 * the head too.
 *
 * Where the log goes on after the step's time, the rules are asked a second time, of the ticket as it is now:
 *
 *	tk__flow_view(&flow, ticket, policy, staff, step);        // as of the step's time
 *	if (tk__flow_view_now(&flow, now)) …                      // what is later counts too
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
	struct tk_state then, whole, whole_after;
	struct tk_flow_row before_self, after_self;
	struct tk_row before;  /* the ticket without the step */
	struct tk_facts facts; /* … with it, the log without it, the step's entry */
};

/* Fills in all of it; `flow` must stay where it is. */
void tk__flow_view(struct tk_flow *flow, const struct tk_ticket *ticket, const struct tk_policy *policy,
		   const struct tk_staff *staff, const struct tk_step *step);

/* Turns a view of the step's time into one of all that the log says: the ticket with and without the step.  False, and
 * nothing is changed, where no entry is later than the step: the two are then the same. */
bool tk__flow_view_now(struct tk_flow *flow, tk_time now);

/* Whether the step changes a field. */
bool tk__flow_changes(const struct tk_flow *flow, int field);

/* Whether the step's entry carries all keys of a set. */
enum tk_status tk__flow_keys(const struct tk_flow *flow, uint64_t keys, struct tk_error *err);

/* The guards of the policy, the plans that it allows, and its required data: TK_OK, or TK_REFUSED with the first rule
 * that says no. */
enum tk_status tk__flow_guards(const struct tk_flow *flow, struct tk_error *err);
enum tk_status tk__flow_plan(const struct tk_flow *flow, struct tk_error *err);
enum tk_status tk__flow_require(const struct tk_flow *flow, struct tk_error *err);

#endif
