/*
 * Calendars as people look at them: a picture of each month, and lists of the days that are not as others.
 *
 *	2026-10    Asia/Shanghai
 *	Mon          Tue          …
 *	                          1 off
 */
#ifndef MONTH_H
#define MONTH_H

#include "ticket/calendar.h"
#include "ticket/str.h"

/*
 * Appends the months that the dates `from` to `to` (both included) touch; days outside of them stay blank.  `language`
 * is that of holidays' names.
 */
void month_put(struct tk_str *out, const struct tk_calendar *calendar, int64_t from, int64_t to, const char *language);

/* Appends opening hours as calendars write them: 22:00-06:00. */
void month_hours(struct tk_str *out, const struct tk_hours *hours);

#endif
