/*
 * The inside of a compiled calendar.
 *
 * The horizon is cut into weeks that begin on Monday, 00:00 local time.  Each week knows how many seconds were open
 * before it and where its intervals stand in `span`: nearly all weeks share those of the ordinary week; a week with
 * a clock change, a holiday or a date of its own has some for itself.  So making a calendar costs little, and the
 * week of an instant is found by a division.
 *
 * Invariants: week[].at rises strictly, week[].sum never falls; a week's intervals are sorted, disjoint, not empty and
 * inside [at, next week's at); an interval that goes on past the end of a week is two that touch.
 */
#ifndef TK_CALENDAR_H
#define TK_CALENDAR_H

#include "calendar_form.h"
#include "ticket/calendar.h"
#include "tzif.h"

enum {
	TK_DAY = 86400,
	TK_WEEK = 7 * TK_DAY,
	TK_FIRST_MONDAY = -3, /* 1969-12-29 */
	TK_WEEKS = 6785,      /* up to some days behind the horizon in any zone */
	TK_FIRST_DATE = TK_FIRST_MONDAY - 7,
	TK_DATES = 7 * (TK_WEEKS + 2),
};

struct tk_open { /* in seconds from the week's beginning */
	int32_t at, end;
	int32_t sum; /* open before it in this week */
};

struct tk_open_week {
	int64_t at, sum;
	uint32_t first, count;
};

/* Why some dates are not as their weekday. */
struct tk_exception {
	int64_t from, to;
	enum tk_day_kind kind;
	struct tk_day_hours hours;
	const struct tk_node *name; /* as in tk_closed */
	const char *const *pair;    /* English and Chinese, of the builtin table */
};

struct tk_calendar {
	struct tk_arena *arena;
	const char *name;
	struct tk_zone *own_zone;
	const struct tk_zone *zone;
	bool always;
	int last_year;
	tk_time known_until;
	struct tk_calendar_form form;
	struct tk_exception *exception;
	size_t nexception;
	uint32_t *date; /* of each date from TK_FIRST_DATE on: 1 + its exception, or 0 */
	struct tk_open_week *week;
	struct tk_open *span;
	size_t nspan, cap;
	int64_t total;
};

/* The hours of a date. */
struct tk_day_hours tk__calendar_hours(const struct tk_calendar *calendar, int64_t date);
/* The exception of a date, or NULL. */
const struct tk_exception *tk__calendar_exception(const struct tk_calendar *calendar, int64_t date);
/* The instants of opening hours of a date; false where a clock change left nothing of them. */
bool tk__calendar_interval(const struct tk_calendar *calendar, int64_t date, const struct tk_hours *hours,
			   tk_time *ret_open, tk_time *ret_close);
/* Fills in weeks and intervals from the form and the exceptions. */
enum tk_status tk__calendar_compile(struct tk_calendar *calendar, struct tk_error *err);
/* Business days; not 0. */
enum tk_status tk__calendar_add_days(const struct tk_calendar *calendar, tk_time start, int64_t days, tk_time *ret,
				     struct tk_error *err);

#endif
