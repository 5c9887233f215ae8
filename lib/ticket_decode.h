/*
 * Decoding a ticket: what the readers of the head and of the log share.
 *
 * A reading either stops at the first error (no sink) or reports everything to a sink and goes on.  Each step fills
 * `now` by one of the failing calls and hands it to tk__found(), which says whether to go on; warnings never stop.
 */
#ifndef TK_TICKET_DECODE_H
#define TK_TICKET_DECODE_H

#include "ticket_impl.h"

struct tk_reading {
	struct tk_ticket *ticket;
	struct tk_sink sink;   /* add == NULL: stop at the first error */
	struct tk_error now;   /* the finding being made */
	struct tk_error *out;  /* takes the first error; may be NULL */
	enum tk_status status; /* of the first error */
};

/* Which part of the file a value stands in. */
struct tk_where {
	unsigned entry;   /* number of the log entry from 1; 0 = the head */
	const char *part; /* "set", "was" or NULL */
};

/* Takes the finding in reading->now.  True: go on. */
bool tk__found(struct tk_reading *reading, enum tk_status status);
/* The same after adding place and field path: where, then `name`, then a number when it is not 0, then `sub`. */
bool tk__found_at(struct tk_reading *reading, enum tk_status status, const struct tk_node *node,
		  const struct tk_where *where, const char *name, size_t record, const char *sub);

/* Reports a key that nothing is known of, unless it is x-…; does nothing without a sink. */
bool tk__found_key(struct tk_reading *reading, const struct tk_node *node, const struct tk_where *where,
		   const char *group, const char *const *known, size_t count);

/* Checks the value of a field, of whatever kind; stores the number of a scalar.  Null values are not passed here. */
bool tk__check_value(struct tk_reading *reading, int field, const struct tk_node *node, const struct tk_where *where,
		     int64_t *ret_number);

bool tk__read_head(struct tk_reading *reading);
bool tk__read_log(struct tk_reading *reading);

#endif
