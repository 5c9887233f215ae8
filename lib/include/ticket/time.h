/*
 * Instants, civil dates and durations; no zone, no locale, no clock.
 *
 * tk_time counts seconds since 1970-01-01T00:00:00Z.  What is read must lie in [TK_TIME_MIN, TK_TIME_MAX), the
 * horizon of every calculation (1970-01-01 to 2100-01-01 UTC).  Dates are days since 1970-01-01, proleptic Gregorian.
 */
#ifndef TICKET_TIME_H
#define TICKET_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ticket/error.h"

typedef int64_t tk_time;

#define TK_TIME_NONE INT64_MIN
#define TK_TIME_MIN INT64_C(0)
#define TK_TIME_MAX INT64_C(4102444800)
#define TK_DATE_NONE INT64_MIN

enum { TK_TIME_TEXT = 40, TK_SPAN_TEXT = 48 };

struct tk_civil {
	int year, month, day;     /* 1..12, 1..31 */
	int hour, minute, second; /* 0..23, 0..59, 0..59 */
};

/* Days since 1970-01-01 of a civil date (which must exist), and back; hour, minute and second are left alone. */
int64_t tk_days(int year, int month, int day);
void tk_days_civil(int64_t days, struct tk_civil *ret);
/* 0 = Monday … 6 = Sunday. */
int tk_days_weekday(int64_t days);
/* Whether the date exists. */
bool tk_civil_exists(int year, int month, int day);
/* Seconds since 1970 of a civil time read as UTC, and back. */
tk_time tk_civil_utc(const struct tk_civil *civil);
void tk_utc_civil(tk_time at, struct tk_civil *ret);

/*
 * Reads RFC 3339 with offset and whole seconds, nothing else; "2026-11-22T09:03:00+08:00", "…Z".  Stores the instant
 * and the offset in seconds east (either may be NULL).  TK_INVALID: BAD_TIME, TIME_RANGE.
 */
enum tk_status tk_time_parse(const char *text, size_t len, tk_time *ret, int *ret_offset, struct tk_error *err);
/*
 * Writes RFC 3339 in the given offset ("Z" never: "+00:00"), of which seconds are dropped; "-" for TK_TIME_NONE and
 * whatever four digits of a year cannot say.  Returns `out`.
 */
char *tk_time_format(tk_time at, int offset, char out[TK_TIME_TEXT]);

/* YYYY-MM-DD, within the years 1900 to 2199 (a purchase may be old, a warranty long).  TK_INVALID: BAD_DATE. */
enum tk_status tk_date_parse(const char *text, size_t len, int64_t *ret_days, struct tk_error *err);
char *tk_date_format(int64_t days, char out[TK_TIME_TEXT]);

/* A duration: open seconds, or business days (never both unless one is 0). */
struct tk_span {
	int64_t seconds;
	int64_t business_days;
};

/*
 * `45s 30m 4h 1d 1w` and sums of them in falling units (`1d12h`), or `3bd`; a leading minus sign if `negative` allows.
 * At most 4,000,000,000 seconds or 40,000 business days.  TK_INVALID: BAD_SPAN.
 */
enum tk_status tk_span_parse(const char *text, size_t len, bool negative, struct tk_span *ret, struct tk_error *err);
/* In falling units without zeros ("1d12h"), which reads back to the same value; "0s" for nothing.  Returns `out`. */
char *tk_span_format(struct tk_span span, char out[TK_SPAN_TEXT]);

#endif
