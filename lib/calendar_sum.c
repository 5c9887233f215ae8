/* Adding and measuring open time. */
#include "calendar.h"
#include "fail.h"

static tk_time clamp(tk_time at)
{
	return at < TK_TIME_MIN ? TK_TIME_MIN : at > TK_TIME_MAX ? TK_TIME_MAX : at;
}

/* The week of an instant of the horizon: a division comes within a week of it. */
static const struct tk_open_week *week_at(const struct tk_calendar *calendar, tk_time at)
{
	const struct tk_open_week *first = calendar->week, *end = first + TK_WEEKS;
	const struct tk_open_week *week = at > first->at ? first + (at - first->at) / TK_WEEK : first;

	while (week > first && week->at > at)
		week--;
	while (week + 1 < end && week[1].at <= at)
		week++;
	return week;
}

/* Open seconds from the beginning of the horizon to an instant of it. */
static int64_t sum_at(const struct tk_calendar *calendar, tk_time at)
{
	const struct tk_open_week *week = week_at(calendar, at);
	const struct tk_open *span = &calendar->span[week->first];
	int64_t since = at - week->at;
	size_t low = 0, n = week->count;

	while (n) { /* intervals that begin at or before it */
		size_t half = n / 2;
		if (span[low + half].at <= since) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	if (!low)
		return week->sum;
	span += low - 1;
	return week->sum + span->sum + (since < span->end ? since : span->end) - span->at;
}

/*
 * The instant with `sum` open seconds before it: where an interval has just reached it (`late` false), or the last one
 * before it is passed.  There is one, as the callers see to.
 */
static tk_time instant_of(const struct tk_calendar *calendar, int64_t sum, bool late)
{
	const struct tk_open_week *week = calendar->week;
	size_t n = TK_WEEKS, low = 0;
	int64_t limit = late ? sum : sum - 1; /* the last week and interval with at most so much before them */

	while (n) {
		size_t half = n / 2;
		if (week[low + half].sum <= limit) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	week += low - 1;
	const struct tk_open *span = &calendar->span[week->first];
	for (n = week->count, low = 0; n;) {
		size_t half = n / 2;
		if (week->sum + span[low + half].sum <= limit) {
			low += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	span += low - 1;
	return week->at + span->at + (sum - week->sum - span->sum);
}

int64_t tk_calendar_between(const struct tk_calendar *calendar, tk_time a, tk_time b)
{
	a = clamp(a);
	b = clamp(b);
	return calendar->always ? b - a : sum_at(calendar, b) - sum_at(calendar, a);
}

bool tk_calendar_is_open(const struct tk_calendar *calendar, tk_time at)
{
	if (at < TK_TIME_MIN || at >= TK_TIME_MAX)
		return false;
	return calendar->always || sum_at(calendar, at + 1) > sum_at(calendar, at);
}

enum tk_status tk_calendar_add(const struct tk_calendar *calendar, tk_time start, struct tk_span span, tk_time *ret,
			       struct tk_error *err)
{
	if (start < TK_TIME_MIN || start > TK_TIME_MAX)
		return tk__fail(err, TK_D_PAST_HORIZON);
	if (span.business_days)
		return tk__calendar_add_days(calendar, start, span.business_days, ret, err);
	if (!span.seconds) {
		*ret = start;
		return TK_OK;
	}
	int64_t total = calendar->always ? TK_TIME_MAX : calendar->total;
	int64_t sum = calendar->always ? start : sum_at(calendar, start);
	if (span.seconds > total - sum || span.seconds < -sum)
		return tk__fail(err, TK_D_PAST_HORIZON);
	sum += span.seconds;
	*ret = calendar->always ? sum : instant_of(calendar, sum, span.seconds < 0);
	return TK_OK;
}
