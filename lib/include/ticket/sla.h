/*
 * Clocks: by when what must have happened, and whether it has.
 *
 * A pure function of (log, policy, calendars, now).  A clock of the policy runs in cycles; each is judged by the
 *version of the policy in force when it began.  What holds is written in ticket-policy(5), CLOCKS.
 *
 *	struct tk_sla *sla;
 *	struct tk_cycle *cycle;
 *	size_t n;
 *
 *	if (tk_sla_open(desk, &sla, &err) == TK_OK && tk_sla_cycles(sla, ticket, now, arena, &cycle, &n, &err) == TK_OK)
 *		for (size_t i = 0; i < n; i++)
 *			use(cycle[i].clock, cycle[i].state, cycle[i].due);
 *	tk_sla_free(sla);
 *
 * A struct tk_sla is immutable once made and may be shared between threads; the desk or policy that it was made of
 * outlives it.
 */
#ifndef TICKET_SLA_H
#define TICKET_SLA_H

#include "ticket/calendar.h"
#include "ticket/ticket.h"

struct tk_desk;
struct tk_staff;
struct tk_sla;

enum tk_cycle_state {
	TK_CYCLE_RUNNING,
	TK_CYCLE_PAUSED,
	TK_CYCLE_MET,
	TK_CYCLE_BREACHED, /* stopped or not */
	TK_CYCLE_CANCELLED /* ended without a judgement */
};

/* The state's name ("running").  Static storage. */
const char *tk_cycle_state_name(enum tk_cycle_state state);

#define TK_SECONDS_NONE INT64_MIN

/* Times are TK_TIME_NONE, seconds TK_SECONDS_NONE where there are none. */
struct tk_cycle {
	size_t size;
	const char *clock; /* lent by the policy, as the other texts */
	int64_t cycle;     /* counted from 1 for each clock */
	enum tk_cycle_state state;
	bool customer; /* a promise to the customer, else internal */
	const char *owner;
	const char *team; /* that answers for it; NULL: the ticket's */
	tk_time started;
	tk_time due;          /* none while it is paused, unless the due time is absolute */
	tk_time original_due; /* before the first extension; = due where there is none */
	tk_time stopped;
	int64_t target;    /* open seconds */
	int64_t elapsed;   /* open seconds without pauses, from the start to the stop or now */
	int64_t remaining; /* open seconds left; none unless running or paused */
	int64_t overdue;   /* open seconds from the due time to the stop or now; 0 unless breached */
	int64_t elapsed_wall, remaining_wall, overdue_wall;
	int64_t missed; /* whole targets that passed */
	const char *calendar;
	bool repeating, extended;
	bool warned;    /* running or paused, and a warning point of the policy is reached */
	bool uncertain; /* its due time lies past the last year of a table of holidays */
	tk_time holds;  /* since when the version of the policy holds that judges it; none: from the beginning */
	const struct tk_policy *policy; /* that version */
};

/*
 * The rules of time of a desk: all versions of its policy, with their calendars.  TK_INVALID, TK_SYSTEM, TK_NOMEM.
 */
enum tk_status tk_sla_open(struct tk_desk *desk, struct tk_sla **ret, struct tk_error *err);
/* Those of one policy, in force at all times.  `calendar` is the name of the desk's (NULL: always). */
enum tk_status tk_sla_make(const struct tk_policy *policy, const struct tk_staff *staff, const struct tk_zone *zone,
			   const char *calendar, struct tk_sla **ret, struct tk_error *err);
void tk_sla_free(struct tk_sla *sla);

/*
 * All cycles of a ticket's clocks that began until `now`, by the order of the policy, then of time.  In the arena.
 * TK_INVALID: a sum past the horizon (PAST_HORIZON).
 */
enum tk_status tk_sla_cycles(const struct tk_sla *sla, const struct tk_ticket *ticket, tk_time now,
			     struct tk_arena *arena, struct tk_cycle **ret, size_t *ret_count, struct tk_error *err);

/* Why a cycle is due when it is: parts in the order of time, whose counted seconds add up to the target. */
enum tk_ledger_kind {
	TK_LEDGER_START,    /* the event that began it */
	TK_LEDGER_OPEN,     /* counted: `seconds` */
	TK_LEDGER_CLOSED,   /* a holiday: not counted */
	TK_LEDGER_PAUSED,   /* not counted */
	TK_LEDGER_EXTENDED, /* a new due time was agreed */
	TK_LEDGER_LEFT,     /* paused: the `seconds` that are still to count */
	TK_LEDGER_DUE       /* the due time; seconds: the sum */
};

struct tk_ledger {
	size_t size;
	enum tk_ledger_kind kind;
	tk_time from, to;
	int64_t seconds;
	int64_t date;                 /* the working date of an open stretch, of a holiday; else TK_DATE_NONE */
	enum tk_day_kind day;         /* of that date */
	const struct tk_entry *entry; /* of the start, the pause, the extension; NULL where there is none */
	const struct tk_calendar *calendar;
};

struct tk_explained {
	size_t size;
	struct tk_cycle cycle;
	const struct tk_ledger *part;
	size_t npart;
	const char *rule; /* the target's row, as one line of YAML */
};

/* As tk_sla_cycles(), with the ledger of each. */
enum tk_status tk_sla_explain(const struct tk_sla *sla, const struct tk_ticket *ticket, tk_time now,
			      struct tk_arena *arena, struct tk_explained **ret, size_t *ret_count,
			      struct tk_error *err);

#endif
