/*
 * Time zones from the system's database, without the process's TZ.
 *
 * A zone is immutable once loaded and may be shared between threads.  Local times that a clock change skips or
 * repeats are decided here, once, as the deadline rules want it.
 */
#ifndef TICKET_ZONE_H
#define TICKET_ZONE_H

#include "ticket/time.h"

struct tk_zone;

/*
 * The zone of an IANA name ("Asia/Shanghai", "UTC"), read from /usr/share/zoneinfo.  "UTC" works without any file.
 * Names that leave the database ("..", a leading slash) are refused.  The caller frees it.
 * TK_INVALID: UNKNOWN_ZONE, BAD_ZONE_FILE.  TK_NOMEM.
 */
enum tk_status tk_zone_load(const char *name, size_t len, struct tk_zone **ret, struct tk_error *err);
void tk_zone_free(struct tk_zone *zone);
const char *tk_zone_name(const struct tk_zone *zone);

/* Seconds east of UTC at an instant. */
int tk_zone_offset(const struct tk_zone *zone, tk_time at);
/* Local civil time of an instant. */
void tk_zone_civil(const struct tk_zone *zone, tk_time at, struct tk_civil *ret);
/* Local date of an instant, in days since 1970-01-01. */
int64_t tk_zone_date(const struct tk_zone *zone, tk_time at);

/* A *given* local time: the first of two, and one inside a gap moves forward by the gap. */
tk_time tk_zone_instant(const struct tk_zone *zone, const struct tk_civil *local);
/* A local time as the *boundary* of an interval: the first of two, and one inside a gap is the instant of the change.
 */
tk_time tk_zone_boundary(const struct tk_zone *zone, const struct tk_civil *local);

/* RFC 3339 in the zone's offset of that instant.  Returns `out`. */
char *tk_zone_format(const struct tk_zone *zone, tk_time at, char out[TK_TIME_TEXT]);

/*
 * A time as people write it on a command line: RFC 3339, YYYY-MM-DD[THH:MM[:SS]] (also with a space), HH:MM[:SS] of
 * today, or -90m / +2h relative to `now`.  TK_INVALID: BAD_TIME, TIME_RANGE, BAD_SPAN.
 */
enum tk_status tk_when_parse(const char *text, size_t len, const struct tk_zone *zone, tk_time now, tk_time *ret,
			     struct tk_error *err);
/*
 * A range of time: A..B, A.., ..B, or one A; each side a time as above, a date, a month (2026-10), a quarter (2026Q3)
 * or a year.  A date, month, quarter or year stands for all of it, so a range of dates includes both days.  A moment
 * ends a range without being in it, so that 09:00..12:00 and 12:00..18:00 share nothing; alone it stands for its
 * minute or second.
 * Stores the half-open [from, to), cut to the horizon; an open side is TK_TIME_MIN / TK_TIME_MAX.
 * TK_INVALID: as above, and BAD_RANGE.
 */
enum tk_status tk_when_range(const char *text, size_t len, const struct tk_zone *zone, tk_time now, tk_time *ret_from,
			     tk_time *ret_to, struct tk_error *err);

#endif
