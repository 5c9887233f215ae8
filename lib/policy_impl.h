/*
 * The inside of struct tk_policy: what the rules read.
 *
 * policy.yaml's sections, one struct each.  Everything is checked when it is read; rules never meet an unknown name.
 */
#ifndef TK_POLICY_IMPL_H
#define TK_POLICY_IMPL_H

#include "cond.h"
#include "ticket/policy.h"

/* One row of `require:` — the fields that an event needs, the row with most conditions wins. */
struct tk_require {
	const char *event;
	struct tk_cond *when;
	const int *field; /* field numbers */
	size_t nfield;
	bool note;        /* a text too */
	const char *const *tick; size_t ntick; /* checklist items that must be ticked */
};

/*
 * One guard: before which events, for which tickets, what must hold, who may do it.
 *
 *	guards:
 *	  p1-plan-approved:
 *	    label: {en: …, zh: …}                 # what it demands, as a sentence
 *	    before: [resolved, {set: visits}]     # events, or changes of fields
 *	    when: {priority: P1}
 *	    need: {event: approved, since: planned}
 *	    by: [lead]                            # roles towards the ticket's team; optional
 *	    hint: {en: …, zh: …}                  # what would satisfy it
 */
struct tk_guard {
	const char *name;
	const char *const *event; size_t nevent;
	const int *set; size_t nset; /* fields whose change is guarded */
	struct tk_cond *when, *need; /* need NULL: only `by` counts */
	const char *const *by; size_t nby;
	const struct tk_node *label, *hint;
};

struct tk_trigger { /* of a clock: an event, or a field's change, under a condition */
	const char *event; /* NULL: a change of `field` */
	int field;
	struct tk_cond *when; /* evaluated on the ticket and, for keys of the entry, on the entry */
	const struct tk_node *node;
};

enum tk_target_kind { TK_TARGET_IN, TK_TARGET_EVERY, TK_TARGET_AT };

struct tk_target {
	struct tk_cond *when;
	enum tk_target_kind kind;
	struct tk_span span;  /* in, every */
	int field;            /* at: field holding the instant (plan.promised) */
	const char *calendar; /* NULL: the clock's */
	const struct tk_node *node;
};

struct tk_clock {
	const char *name;
	const struct tk_node *label;
	const char *owner; /* role */
	bool customer;     /* a promise to the customer, else internal */
	struct tk_trigger *start, *stop, *cancel /* void: */, *until;
	size_t nstart, nstop, nvoid, nuntil;
	unsigned pause;    /* TK_S_BIT of statuses */
	struct tk_target *target; size_t ntarget;
	const char *calendar; /* NULL: the desk's */
	struct { bool share; int64_t amount; } *warn; size_t nwarn; /* percent, or seconds before */
	const struct tk_node *node;
};

struct tk_policy {
	struct tk_arena *arena;
	const char *profile; int revision;
	struct tk_node *root;
	struct tk_event *event; size_t nevent; /* the policy's own */
	struct tk_guard *guard; size_t nguard;
	struct tk_require *require; size_t nrequire;
	struct tk_clock *clock; size_t nclock;
	const char *extendable;
	const struct tk_node *categories, *teams, *labels;
	/* sorted name lists and the like may be added by policy.c */
	void *names;
};

#endif
