/*
 * Calendars as they are written: when a desk is open.
 *
 *	calendars:
 *	  office:
 *	    timezone: Asia/Shanghai             # else the desk's
 *	    include: cn                         # its holidays close, its make-up days open
 *	    makeup: mon                         # … with this weekday's hours
 *	    week:
 *	      mon-fri: ["09:00-12:00", "13:30-18:00"]
 *	      sat: 10:00-16:00
 *	    holidays: {2026-12-31..2027-01-02: Stocktaking, 2026-10-15: {en: Works outing, zh: 团建}}
 *	    dates: {2026-10-10: 09:00-18:00, 2026-12-24: [09:00-12:00]}
 *
 * Only the form is read and checked here; opening hours become intervals elsewhere.  Hours are seconds from local
 * midnight; a `close` past 24 h belongs to the day it opened on.  Dates are days since 1970-01-01, both ends included.
 */
#ifndef TK_CALENDAR_FORM_H
#define TK_CALENDAR_FORM_H

#include "policy_read.h"
#include "ticket/calendar.h"

struct tk_day_hours { /* in order; those that overlap or touch are one */
	struct tk_hours *at;
	size_t count;
};

struct tk_closed { /* a holiday */
	int64_t from, to;
	const struct tk_node *name; /* a text, or a map of languages; NULL where none was given */
};

struct tk_special { /* hours of their own, instead of the week's; they win over a holiday */
	int64_t from, to;
	struct tk_day_hours hours;
	const struct tk_node *node;
};

struct tk_calendar_form {
	const char *name;
	const char *timezone;        /* NULL: the desk's */
	struct tk_day_hours week[7]; /* 0 = Monday */
	struct tk_closed *holiday;
	size_t nholiday;
	struct tk_special *special;
	size_t nspecial;
	struct tk_list include;
	int makeup; /* weekday whose hours a make-up day has */
	const struct tk_node *node;
};

/* Reads one calendar's mapping; what is wrong goes to the reading. */
void tk__calendar_read(struct tk_reading *r, const struct tk_node *node, struct tk_calendar_form *ret);
/* `week:` alone, as shifts have it. */
void tk__week_read(struct tk_reading *r, const struct tk_node *node, struct tk_day_hours week[7]);
/* "2026-10-01" or "2026-10-01..2026-10-07"; false with a finding. */
bool tk__dates_read(struct tk_reading *r, const struct tk_node *node, int64_t *ret_from, int64_t *ret_to);

#endif
