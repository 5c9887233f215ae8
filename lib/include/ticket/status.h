/*
 * Statuses: what every fallible call of libticket returns.
 *
 * A status says what kind of thing happened, for programs; the sentence for people is composed by the caller from a
 * struct tk_error (ticket/error.h), whose diagnostic says exactly what it was.  TK_OK is 0.  Switches over the enum
 * have no default case, so that the compiler finds the forgotten one.
 */
#ifndef TICKET_STATUS_H
#define TICKET_STATUS_H

#define TK_STATUS_LIST(X)                                                                          \
	X(OK, "ok")                                                                                \
	X(NOMEM, "out-of-memory")                                                                  \
	X(SYSTEM, "system")       /* the operating system refused: disk, permission, descriptor */ \
	X(NOT_FOUND, "not-found") /* no such desk, ticket, event, profile */                       \
	X(AMBIGUOUS, "ambiguous") /* an abbreviation that names several */                         \
	X(EXISTS, "exists")       /* would overwrite */                                            \
	X(BUSY, "busy")           /* the desk's lock was not to be had in time */                  \
	X(CONFLICT, "conflict")   /* the file changed under the caller's hands */                  \
	X(SYNTAX, "syntax")       /* not UTF-8, not YAML, not CSV, not a query */                  \
	X(INVALID, "invalid")     /* well formed, but a value or a field is wrong */               \
	X(LIMIT, "limit")         /* larger than what is read or written */                        \
	X(REFUSED, "refused")     /* a rule of the workflow or the policy says no */               \
	X(USAGE, "usage")         /* the caller's arguments make no sense together */

enum tk_status {
#define TK_X(id, name) TK_##id,
	TK_STATUS_LIST(TK_X)
#undef TK_X
};

/* The status's stable name, in lower case ("not-found").  Static storage. */
const char *tk_status_name(enum tk_status status);

#endif
