/*
 * Working time: calendars compiled to sorted open intervals, and the two questions that every deadline comes down to.
 *
 * A calendar is immutable once made and may be shared between threads.  Intervals are half open and in real seconds;
 * tk_calendar_add() and tk_calendar_between() are binary searches over running sums.  The horizon is 1970-01-01 to
 * 2100-01-01 UTC: a sum past it is an error, never a made-up date.  The definitions are those of ticket-policy(5),
 * CALENDARS.
 *
 *	if (tk_calendar_make(policy, "office", zone, &office, &err) == TK_OK)
 *		status = tk_calendar_add(office, received, target, &due, &err);
 *
 * The policy and the zone that a calendar was made with are lent to it and outlive it.
 */
#ifndef TICKET_CALENDAR_H
#define TICKET_CALENDAR_H

#include "ticket/policy.h"
#include "ticket/zone.h"

struct tk_calendar;

/*
 * A calendar of a policy, or builtin (`always`, `cn`; then `policy` may be NULL).  `zone` is the desk's, for calendars
 * that name none.  The caller frees it.
 * TK_INVALID: UNKNOWN_CALENDAR (with a suggestion), CALENDAR_CLOSED, and what is wrong with its zone.  TK_NOMEM.
 */
enum tk_status tk_calendar_make(const struct tk_policy *policy, const char *name, const struct tk_zone *zone,
				struct tk_calendar **ret, struct tk_error *err);
/*
 * A calendar from the text of a file of its own, in the form of one calendar of a policy; it may include the builtin
 * `cn`.  Every finding goes to `sink` (may be NULL), the first to *err.  `zone` as above.
 */
enum tk_status tk_calendar_read(const char *text, size_t len, const char *path, const struct tk_zone *zone,
				const struct tk_sink *sink, struct tk_calendar **ret, struct tk_error *err);
void tk_calendar_free(struct tk_calendar *calendar);

const char *tk_calendar_name(const struct tk_calendar *calendar);
const struct tk_zone *tk_calendar_zone(const struct tk_calendar *calendar);

/*
 * The earliest instant with `span` open seconds behind `start`, or the latest before it for a negative one;
 * add(a, 0) = a.  Business days count as defined.  TK_INVALID: PAST_HORIZON.
 */
enum tk_status tk_calendar_add(const struct tk_calendar *calendar, tk_time start, struct tk_span span, tk_time *ret,
			       struct tk_error *err);
/* Open seconds of [a, b) within the horizon; with a minus sign when b lies before a. */
int64_t tk_calendar_between(const struct tk_calendar *calendar, tk_time a, tk_time b);
bool tk_calendar_is_open(const struct tk_calendar *calendar, tk_time at);
/* Whether an instant lies past the last year for which an included table of holidays is known, and which that is. */
bool tk_calendar_unknown_at(const struct tk_calendar *calendar, tk_time at);
int tk_calendar_last_year(const struct tk_calendar *calendar); /* 0: holidays come from no table */

/* Opening hours in seconds from local midnight; a `close` past 24 h belongs to the day it opened on. */
struct tk_hours {
	int32_t open, close;
};

enum tk_day_kind {
	TK_DAY_WEEK,    /* the hours of its weekday */
	TK_DAY_HOLIDAY, /* closed */
	TK_DAY_MAKEUP,  /* a workday in exchange for a holiday */
	TK_DAY_DATE,    /* hours of its own */
};

/* One local date as the calendar has it.  `hours` are in order and lent by the calendar. */
struct tk_calendar_day {
	int64_t date;
	enum tk_day_kind kind;
	const struct tk_hours *hours;
	size_t count;
};
void tk_calendar_day(const struct tk_calendar *calendar, int64_t date, struct tk_calendar_day *ret);
/* The name of a date's holiday, or of the one it makes up for, in a language ("en", "zh"); NULL: it has none. */
const char *tk_calendar_day_name(const struct tk_calendar *calendar, int64_t date, const char *language);

/*
 * Walking [from, to) as a ledger lists it: each stretch of open time, cut by the date it belongs to, and each holiday
 * (closed, from midnight to midnight).  The open stretches add up to tk_calendar_between(from, to).  Of `always`
 * there is one stretch.
 *
 *	struct tk_walk walk;
 *	struct tk_stretch s;
 *
 *	for (tk_walk_begin(&walk, calendar, from, to); tk_walk_next(&walk, &s);)
 */
struct tk_stretch {
	tk_time from, to;
	bool open;
	int64_t date; /* that it belongs to */
	enum tk_day_kind kind;
};
struct tk_walk {
	const struct tk_calendar *calendar;
	tk_time from, to;
	int64_t date;
	size_t index;
};
void tk_walk_begin(struct tk_walk *walk, const struct tk_calendar *calendar, tk_time from, tk_time to);
bool tk_walk_next(struct tk_walk *walk, struct tk_stretch *ret);

#endif
