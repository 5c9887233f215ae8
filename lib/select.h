/*
 * Selecting: walking a desk's tickets and handing over those that a query asks for.
 *
 * What listings and counts share: one pass, in the order of ids; a ticket that cannot be read is told to the sink and
 * counted, and the pass goes on.
 */
#ifndef TK_SELECT_H
#define TK_SELECT_H

#include "ticket/desk.h"
#include "ticket/query.h"

struct tk_select {
	struct tk_desk *desk;
	const struct tk_query *query; /* NULL: all */
	tk_time now;
	const struct tk_sink *sink; /* may be NULL */
	size_t broken;              /* out */
	/* Takes a row, lent for the call.  Not TK_OK ends the pass with that status; *more = false ends it well. */
	enum tk_status (*take)(void *ctx, const struct tk_row *row, bool *more, struct tk_error *err);
	void *ctx;
};

enum tk_status tk__select(struct tk_select *select, struct tk_error *err);

#endif
