/*
 * Events: the rows of the workflow.
 *
 * A ticket's status follows from the events in its log.  An event says from which statuses it may happen and what the
 * status is afterwards; what else it needs comes from its keys and from the policy (ticket/policy.h).  A policy may
 * declare events of its own; they get the same kind of row and work like builtin ones.
 */
#ifndef TICKET_EVENT_H
#define TICKET_EVENT_H

#include "ticket/field.h"

/* The keys that a log entry can have besides `set` and `was`. */
enum tk_key_id {
#define TK_KEY(id, name, kind, words, label, doc) TK_KEY_##id,
#include "ticket/key.def"
#undef TK_KEY
	TK_KEY_COUNT
};

struct tk_key {
	const char *name;
	enum tk_kind kind;
	enum tk_words words;
	const char *label, *doc; /* English, for gettext */
};

#define TK_KEY_BIT(k) (UINT64_C(1) << (k))

/* What the status is after an event. */
enum tk_move {
	TK_MOVE_STAY,    /* unchanged */
	TK_MOVE_FORWARD, /* `to`, if that lies further on (received < … < in-progress); never backwards */
	TK_MOVE_TO,      /* `to`, from wherever */
	TK_MOVE_ASSIGN,  /* forward to assigned; from accepted back to assigned, since another person has to accept */
	TK_MOVE_BACK,    /* what it was before the wait */
	TK_MOVE_HEARD,   /* the same, where the wait was for the customer; else unchanged */
	TK_MOVE_REOPEN   /* assigned where a team or assignee is known, else registered */
};

struct tk_event {
	const char *name;  /* as in files */
	const char *verb;  /* as on the command line; NULL = no verb of its own */
	const char *label; /* English, for gettext in the context "event"; of a policy's event: NULL, see
			      tk_policy_label() */
	unsigned from;     /* TK_S_BIT of the statuses it may happen in; 0 = only as a ticket's first event */
	enum tk_move move;
	enum tk_status_id to;
	uint64_t keys;     /* TK_KEY_BIT of the keys it may carry besides the common ones */
	uint64_t required; /* TK_KEY_BIT of those it must carry; TK_KEY_NOTE: a text */
	bool customer;     /* something a person did towards the customer */
};

enum tk_event_id {
#define TK_EVENT(id, name, verb, from, move, to, keys, required, customer, label) TK_EVENT_##id,
#include "ticket/event.def"
#undef TK_EVENT
	TK_EVENT_COUNT
};

/* The row of a builtin event or key, by number or name (NULL / -1 when there is none).  Static storage. */
const struct tk_event *tk_event(int id);
int tk_event_find(const char *name, size_t len);
const struct tk_key *tk_key(int id);
int tk_key_find(const char *name, size_t len);

#endif
