/*
 * Conditions: the `when:` of every part of a policy, one form everywhere.
 *
 *	{priority: P1}                          a field has this value
 *	{category: [logistics, billing]}        … or one of these
 *	{order.paid: ">=200", age: ">3d"}       … compares: < <= > >= != for numbers, money, times, dates, spans, and
 *	                                        for words in their list's order (P1 is the highest priority)
 *	{customer.phone: any, plan.type: none}  present, absent
 *	{has: [product.batch]}                  the fields are present
 *	{all: […]} {any: […]} {not: {…}}        several keys in one mapping are an `all`
 *	{event: approved, since: planned, by: lead, age: ">=7d", outcome: …, …}
 *	                                        the present round's log has such an entry, after the last `since` (of
 *	                                        all rounds with `since: received`); `by` names roles; the other keys of
 *	                                        the mapping are keys of the entry where they are no fields
 *	{entry: {has: [consent.by], reason: no-answer, by: lead}}
 *	                                        the step's own entry has these keys (`auto` counts as false when absent)
 *	{was: {…}}                              it held of the ticket before the step
 *	{changes: plan.promised}                the step gives the field another value than it had; a first one is none
 *	{lowers: priority} {raises: priority}   … a lower, a higher one
 *	{words: […]} {pattern: /…/} {count: {same: […], distinct: …, within: 7d, least: 3}}
 *	                                        classification's own; parsed and validated here, decided elsewhere
 *
 * Where a mapping has `event`, each of its keys belongs to the entry if the key table knows it, to the ticket if only
 * the field table does.
 *
 * Compiled when the policy is read, then a pure predicate.  tk__cond_rank() is the number of its elementary conditions
 * (each field of `has` is one): where several rows match, the one with most wins.
 */
#ifndef TK_COND_H
#define TK_COND_H

#include "node.h"
#include "ticket/policy.h"
#include "ticket/staff.h"
#include "ticket/ticket.h"

struct tk_cond;

enum tk_cond_use {
	TK_COND_FIELDS = 1 << 0, /* fields, has, all, any, not */
	TK_COND_EVENTS = 1 << 1, /* event */
	TK_COND_TEXTS = 1 << 2,  /* words, pattern, count */
	TK_COND_STEPS = 1 << 3   /* entry, was, changes, lowers, raises */
};

/*
 * What a condition may look at.  `staff` may be NULL; `log` entries later than `now` do not exist.  For a step that is
 * judged, `row` is the ticket as it will be, `before` as it was, `entry` what will be written and not yet in
 * `ticket`'s log; for a clock's trigger, `entry` is the entry that may start or stop it.  Without a step both are NULL
 * and conditions on steps do not hold.
 */
struct tk_facts {
	struct tk_row row;
	const struct tk_ticket *ticket; /* for event conditions; may be NULL when none is used */
	const struct tk_policy *policy;
	const struct tk_staff *staff;
	tk_time now;
	const struct tk_row *before;
	const struct tk_node *entry;
};

/* Compiles a condition; a null or absent node is the condition that always holds (*ret NULL, rank 0).  Names are
 * checked against `policy` (NULL: they are not).  All findings go to `sink` (may be NULL), the first to *err; *ret is
 * then NULL and TK_INVALID returned. */
enum tk_status tk__cond_read(struct tk_arena *arena, const struct tk_node *node, const struct tk_policy *policy,
			     unsigned uses, const struct tk_sink *sink, struct tk_cond **ret, struct tk_error *err);
/* A NULL condition has rank 0 and always holds. */
unsigned tk__cond_rank(const struct tk_cond *cond);
bool tk__cond_holds(const struct tk_cond *cond, const struct tk_facts *facts);
/* Whether one of the two is certain not to hold where the other does: they name disjoint values of one field. */
bool tk__cond_exclusive(const struct tk_cond *a, const struct tk_cond *b);
/* What it says, as one line of YAML, for explanations. */
void tk__cond_text(const struct tk_cond *cond, struct tk_str *out);

#endif
