/*
 * Conditions: the `when:` of every part of a policy, one form everywhere.
 *
 *	{priority: P1}                          a field has this value
 *	{category: [logistics, billing]}        … or one of these
 *	{order.paid: ">=200", age: ">3d"}       … compares: < <= > >= != for numbers, money, times, dates, spans, priorities
 *	{has: [product.batch]}                  the fields are present
 *	{all: […]} {any: […]} {not: {…}}        several keys in one mapping are an `all`
 *	{event: approved, since: planned, by: lead, age: ">=7d", outcome: …, …}
 *	                                        the present round's log has such an entry, after the last `since`; other
 *	                                        keys of the mapping are keys of the entry
 *	{words: […]} {pattern: /…/} {count: {…}} classification's own; parsed and validated here, decided elsewhere
 *
 * Compiled when the policy is read, then a pure predicate.  tk__cond_rank() is the number of its elementary conditions:
 * where several rows match, the one with most wins.
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
	TK_COND_TEXTS = 1 << 2   /* words, pattern, count */
};

/* What a condition may look at.  `staff` may be NULL; `log` entries later than `now` do not exist. */
struct tk_facts {
	struct tk_row row;
	const struct tk_ticket *ticket; /* for event conditions; may be NULL when none is used */
	const struct tk_policy *policy;
	const struct tk_staff *staff;
	tk_time now;
};

/* Compiles a condition; a null or absent node is the condition that always holds (rank 0).  Problems go to `sink` with
 * their place; *ret is then NULL and TK_INVALID returned. */
enum tk_status tk__cond_read(struct tk_arena *arena, const struct tk_node *node, unsigned uses,
			     const struct tk_sink *sink, struct tk_cond **ret, struct tk_error *err);
unsigned tk__cond_rank(const struct tk_cond *cond);
bool tk__cond_holds(const struct tk_cond *cond, const struct tk_facts *facts);
/* Whether all event names in it exist (called when the policy's own events are known). */
enum tk_status tk__cond_check(const struct tk_cond *cond, const struct tk_policy *policy, const struct tk_sink *sink,
			      struct tk_error *err);
/* What it says, as one line of YAML, for explanations. */
void tk__cond_text(const struct tk_cond *cond, struct tk_str *out);

#endif
