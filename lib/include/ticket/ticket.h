/*
 * A ticket as it stands in its file: head, log, and what is computed from them.
 *
 * Immutable once read; lives in the arena it was read into and may point into the text, which must live as long.
 * The head is read strictly by the field table, the log by the key table; unknown keys are kept and reported as
 * findings by `check` only.
 *
 *	struct tk_ticket *t;
 *	if (tk_ticket_read(arena, text, len, "tickets/2026/11/TS20261122001.yaml", &t, &err) == TK_OK)
 *		struct tk_value v = tk_ticket_get(t, TK_FIELD_CUSTOMER_NAME, now);
 */
#ifndef TICKET_TICKET_H
#define TICKET_TICKET_H

#include "ticket/arena.h"
#include "ticket/event.h"

struct tk_ticket;

struct tk_entry {
	tk_time at;
	tk_time recorded;  /* = at where the key is absent */
	const char *by;    /* never NULL */
	const char *event; /* as written; may be an event of the policy */
	int event_id;      /* enum tk_event_id, or -1 */
	bool automatic;
	const char *note;           /* NULL = none */
	const struct tk_node *node; /* the whole entry; tk_node_get(node, "reason") … */
	const struct tk_node *set;  /* flat mapping field name → new value; may be NULL */
	const struct tk_node *was;
	unsigned place; /* index in the file, from 0 */
};

/*
 * Reads a ticket.  `path` is for messages.  The first thing wrong is the error, with its place and field: the bytes and
 * the YAML (TK_SYNTAX, TK_LIMIT), a missing required field, a value that is none (TK_INVALID).  The id must be well
 * formed; whether it fits the file's name is the desk's business.
 */
enum tk_status tk_ticket_read(struct tk_arena *arena, const char *text, size_t len, const char *path,
			      struct tk_ticket **ret, struct tk_error *err);

/* A field's value, as of `now` for derived ones (age, open…).  Sub-fields of records (parts.number) give the list of
 * the values as one text, separated by ", ".  Absent where there is no such field.  Lent by the ticket. */
struct tk_value tk_ticket_get(const struct tk_ticket *ticket, int field, tk_time now);

/* The document's root, for whoever wants all of it, unknown keys included. */
const struct tk_node *tk_ticket_root(const struct tk_ticket *ticket);

/* The log in the order of the file, and in the order of time (equal times: order of the file). */
size_t tk_ticket_log(const struct tk_ticket *ticket, const struct tk_entry **ret);
size_t tk_ticket_log_by_time(const struct tk_ticket *ticket, const struct tk_entry *const **ret);

/*
 * Rows: what queries, clocks and reports read.  A row may be served by a ticket or by an index; the reader cannot tell.
 */
struct tk_row {
	struct tk_value (*get)(const struct tk_row *row, int field);
	const void *self;
	tk_time now;
};

struct tk_row tk_ticket_row(const struct tk_ticket *ticket, tk_time now);

#endif
