/*
 * The inside of struct tk_policy: what the rules read.
 *
 * policy.yaml's sections, one struct each.  Everything is checked when it is read; rules never meet an unknown name.
 * What no rule reads yet (words, survey, escalation …) stays in the tree, validated.
 */
#ifndef TK_POLICY_IMPL_H
#define TK_POLICY_IMPL_H

#include "cond.h"
#include "ticket/policy.h"

/* Fields of which one is enough. */
struct tk_any_of {
	const int *field;
	size_t nfield;
};

/*
 * One row of `require:` — the fields that an event needs, the row with most conditions wins.
 *
 *	require:
 *	  registered:
 *	    - fields: [customer.name, {any: [customer.phone, customer.email]}]
 *	    - when: {category: service-consultation}
 *	      fields: [customer.name]
 *	  inspected: [{when: {plan.type: onsite-repair}, tick: [tool-kit]}]
 *	  updated: [note]                     # one row without a condition, in short
 */
struct tk_require {
	const char *event;
	struct tk_cond *when;
	const int *field; /* field numbers */
	size_t nfield;
	const struct tk_any_of *any; /* of each at least one */
	size_t nany;
	bool note;               /* a text too */
	uint64_t keys;           /* TK_KEY_BIT of what the entry must carry */
	const char *const *tick; /* checklist items that must be ticked */
	size_t ntick;
	const struct tk_node *node;
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
	const char *const *event;
	size_t nevent;
	const int *set; /* fields whose change is guarded */
	size_t nset;
	struct tk_cond *when, *need; /* need NULL: only `by` counts */
	const char *const *by;
	size_t nby;
	const struct tk_node *label, *hint;
};

struct tk_trigger {        /* of a clock: an event, or a field's change, under a condition */
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

struct tk_warn { /* percent of the target, or seconds before the due time */
	bool share;
	int64_t amount;
};

struct tk_clock {
	const char *name;
	const struct tk_node *label;
	const char *owner;         /* role that is charged: the first of `owners` */
	const char *const *owners; /* roles that answer for it */
	size_t nowner;
	const char *team; /* NULL: the ticket's */
	bool customer;    /* a promise to the customer, else internal */
	struct tk_trigger *start, *stop, *cancel /* void: */, *until;
	size_t nstart, nstop, nvoid, nuntil;
	unsigned pause;           /* TK_S_BIT of statuses */
	struct tk_target *target; /* where none matches, the clock counts nothing */
	size_t ntarget;
	const char *calendar; /* NULL: the desk's */
	struct tk_warn *warn;
	size_t nwarn;
	const struct tk_node *node;
};

struct tk_names_of { /* names of one kind, in the policy's order */
	const char *const *name;
	size_t count;
};

struct tk_policy {
	struct tk_arena *arena;
	const char *profile;
	int revision;
	tk_time effective; /* TK_TIME_NONE: not said */
	struct tk_node *root;
	struct tk_event *event; /* the policy's own, and builtin ones that it extends */
	size_t nevent;
	struct tk_guard *guard;
	size_t nguard;
	struct tk_require *require;
	size_t nrequire;
	struct tk_clock *clock;
	size_t nclock;
	const char *extendable; /* the clock that an extension means when it names none; NULL: it must name one */
	struct tk_names_of names[TK_THING_CHECKLIST + 1];
	struct tk_names_of *subcategories; /* of each category, in the order of names[TK_THING_CATEGORY] */
};

/* The row of `require:` that counts for an event: of those whose condition holds, the one with most; NULL for none. */
const struct tk_require *tk__policy_require(const struct tk_policy *policy, const char *event,
					    const struct tk_facts *facts);
/* The plans that fit a category: a list of words or one word; NULL where the policy allows all. */
const struct tk_node *tk__policy_plans(const struct tk_policy *policy, const char *category);
/* Whether a field that is required counts for this ticket: `subcategory` only where the category has some. */
bool tk__policy_wants(const struct tk_policy *policy, const struct tk_row *row, int field);
/* The text of a label map in a language: that one, else English, else the first; NULL for no map. */
const char *tk__label_text(const struct tk_node *label, const char *language);

#endif
