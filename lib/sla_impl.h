/*
 * The inside of the clocks: rules prepared for speed, a ticket's log as a line of moments, cycles being judged.
 *
 *	sla_rules.c    a version of the policy: which events can mean something to which clock, calendars at hand
 *	sla_line.c     the log: status after each entry, changes of the fields that conditions ask for, in order of time
 *	sla_due.c      the due time as of a moment
 *	sla_cycle.c    where cycles begin and end
 *	sla.c          one ticket
 *	sla_ledger.c   the same, explained
 */
#ifndef TK_SLA_IMPL_H
#define TK_SLA_IMPL_H

#include "cond.h"
#include "policy_impl.h"
#include "replay.h"
#include "ticket/sla.h"
#include "ticket_impl.h"

/* ---- rules ---- */

enum tk_role_of_moment { TK_M_START, TK_M_STOP, TK_M_VOID, TK_M_UNTIL, TK_M_ROLES };

/* The triggers of one kind: the builtin events among them as bits, so that most entries are passed over. */
struct tk_triggers {
	const struct tk_trigger *at;
	size_t count;
	uint64_t events; /* bits of builtin events */
	bool fields;     /* some are changes of fields */
	bool own;        /* some are the policy's own events */
};

struct tk_sla_row {
	const struct tk_target *target;
	const struct tk_calendar *calendar;
	unsigned rank;
};

struct tk_sla_clock {
	const struct tk_clock *clock;
	struct tk_triggers on[TK_M_ROLES];
	uint64_t events; /* of all four */
	bool others;     /* some trigger is no builtin event */
	bool repeating;
	bool steady;   /* one row without a condition: it never changes */
	bool asks_log; /* a row's condition looks at more than fields that entries change */
	struct tk_sla_row *row;
	size_t nrow;
};

/* One version of a policy. */
struct tk_sla_rules {
	const struct tk_policy *policy;
	tk_time from;  /* TK_TIME_MIN for the first, whatever its date is */
	tk_time holds; /* its date; TK_TIME_NONE: none */
	struct tk_sla_clock *clock;
	size_t nclock;
};

struct tk_sla {
	struct tk_arena *arena;
	struct tk_sla_rules *rules; /* by `from` */
	size_t nrules;
	const struct tk_staff *staff;
	struct tk_calendar **calendar;
	size_t ncalendar;
	struct tk_sla_name { /* of each name of a clock: its clock in each version, or NULL */
		const struct tk_sla_clock **in;
	} * name;
	size_t nname;
	uint64_t wanted[(TK_FIELD_COUNT + 63) / 64]; /* fields that some condition asks for */
	size_t nwanted;
};

/* Prepares one version.  Its calendars are added to those of `sla`. */
enum tk_status tk__sla_rules(struct tk_sla *sla, const struct tk_policy *policy, const struct tk_zone *zone,
			     const char *calendar, struct tk_sla_rules *ret, struct tk_error *err);
/* Brings the names of all versions together, when all are prepared. */
enum tk_status tk__sla_names(struct tk_sla *sla, struct tk_error *err);
/* An empty one, for `nrules` versions. */
struct tk_sla *tk__sla_new(size_t nrules);

/* ---- the log ---- */

struct tk_moment {
	tk_time at;
	const struct tk_entry *entry;
	uint64_t bit;        /* of the builtin event; 0: one of the policy's own, or no event at all */
	uint8_t status;      /* after it */
	bool changes;        /* it changes a field that is wanted */
	bool mute;           /* an update without a text */
	size_t settled;      /* the last moment of the same instant */
	unsigned round;      /* creation 0, then one more for each reopening */
	size_t first, count; /* its changes */
};

struct tk_sla_change {
	int field;
	size_t moment;
	const struct tk_node *node;
	struct tk_value value;
	bool read;
};

struct tk_line {
	const struct tk_ticket *ticket;
	const struct tk_sla *sla;
	tk_time now;
	struct tk_moment *moment; /* up to `now` */
	size_t count;
	struct tk_sla_change *change; /* also those after `now`: their `was` says what it was before */
	size_t nchange;
	struct tk_entry received, edited; /* what the log lacks */
};

enum tk_status tk__line_make(const struct tk_sla *sla, const struct tk_ticket *ticket, tk_time now,
			     struct tk_arena *arena, struct tk_line **ret, struct tk_error *err);
/* The last moment of the same instant as moment `i`. */
size_t tk__line_settled(const struct tk_line *line, size_t i);
/* A field's value after moment `i`. */
struct tk_value tk__line_value(const struct tk_line *line, size_t i, int field);
/* The moment up to `i` that changed a field last; line->count when none did. */
size_t tk__line_changed(const struct tk_line *line, size_t i, int field);
bool tk__line_holds(const struct tk_line *line, size_t i, const struct tk_sla_rules *rules, const struct tk_cond *cond,
		    bool step);
/* Whether a moment may be one of the triggers: most are not. */
static inline bool tk__line_may_trigger(const struct tk_moment *m, const struct tk_triggers *on)
{
	return (on->events & m->bit) || (on->fields && m->changes) || (on->own && !m->bit);
}
/* Whether moment `i` is one of the triggers. */
bool tk__line_triggers(const struct tk_line *line, size_t i, const struct tk_sla_rules *rules,
		       const struct tk_sla_clock *clock, enum tk_role_of_moment role);

/* ---- one cycle ---- */

struct tk_pause {
	tk_time from, to;
	const struct tk_entry *entry;
};

struct tk_run {
	const struct tk_line *line;
	const struct tk_sla_rules *rules;
	const struct tk_sla_clock *clock;
	struct tk_arena *arena;
	tk_time start;
	size_t first; /* the moment that began it */
	size_t as_of; /* the last moment that is taken into account */
	bool paused;  /* now */
	tk_time paused_since;
	const struct tk_entry *paused_by;
	struct tk_pause *pause; /* that are over */
	size_t npause, cap;
	const struct tk_sla_row *row; /* NULL: none matches */
	int64_t target;               /* of a row that is not absolute */
	tk_time promised;             /* of a row that is */
	tk_time fixed;                /* by an extension */
	const struct tk_entry *extension;
	tk_time original;
	bool extended;
	bool frozen; /* the due time was passed: pauses are still noted, nothing else changes */
};

/* Begins with what holds at the start.  Each call fails when a sum goes past the horizon. */
enum tk_status tk__run_begin(struct tk_run *run, struct tk_error *err);
/* Takes the moments `from`..`to`, all of one instant, into account; `due` is what held before.  `end` is the one of
 * them that ends the cycle: then no pause begins any more, and later ones extend nothing; TK_NO_MOMENT: none does. */
#define TK_NO_MOMENT SIZE_MAX
enum tk_status tk__run_take(struct tk_run *run, size_t from, size_t to, tk_time due, size_t end, struct tk_error *err);
/* The due time as of now; TK_TIME_NONE where there is none. */
enum tk_status tk__run_due(const struct tk_run *run, tk_time *ret, struct tk_error *err);
/* Open seconds without pauses from the start to `to`. */
int64_t tk__run_counted(const struct tk_run *run, tk_time to);
/* Whether the due time is absolute. */
bool tk__run_absolute(const struct tk_run *run);
/* The target in open seconds; `due` is the due time. */
int64_t tk__run_target(const struct tk_run *run, tk_time due);

/* How a cycle ended. */
enum tk_end { TK_END_NOT, TK_END_STOP, TK_END_UNTIL, TK_END_VOID, TK_END_RESTART };

struct tk_judged {
	struct tk_run run; /* as of the breach, else as of the end */
	enum tk_end end;
	size_t end_moment; /* meaningful unless TK_END_NOT */
	tk_time end_at;    /* the end, or now */
	bool breached;
	tk_time due;
	bool counts; /* a target matched */
};

/* Judges the cycle that moment run->first begins. */
enum tk_status tk__cycle_judge(const struct tk_run *run, struct tk_judged *ret, struct tk_error *err);

/* Called with each cycle that counts, in order. */
typedef enum tk_status tk_cycle_taker(void *ctx, const struct tk_judged *judged, int64_t number, struct tk_error *err);
enum tk_status tk__cycles_walk(const struct tk_line *line, struct tk_arena *arena, tk_cycle_taker *take, void *ctx,
			       struct tk_error *err);
/* What is told of a cycle. */
enum tk_status tk__cycle_fill(const struct tk_judged *judged, int64_t number, struct tk_cycle *ret,
			      struct tk_error *err);

#endif
