/*
 * Business days, by the dates on which intervals start.
 *
 * An instant inside hours belongs to the date on which they opened, so its time of day is counted from that date's
 * midnight and may lie past 24 h: two o'clock in a night shift stays two o'clock in the night shift so many days later.
 * Counting backward is the mirror: from the closing before, and out of a break to its beginning.
 */
#include "calendar.h"
#include "fail.h"

enum { REACH = 2 }; /* dates before and after its local date on which an instant's hours may have opened */

static const int64_t last_date = TK_FIRST_DATE + TK_DATES - 1;

bool tk__calendar_interval(const struct tk_calendar *calendar, int64_t date, const struct tk_hours *hours,
			   tk_time *ret_open, tk_time *ret_close)
{
	*ret_open = tk__tzif_boundary(calendar->zone, 0, date * TK_DAY + hours->open);
	*ret_close = tk__tzif_boundary(calendar->zone, 0, date * TK_DAY + hours->close);
	return *ret_open < *ret_close;
}

static bool is_open_on(const struct tk_calendar *calendar, int64_t date)
{
	struct tk_day_hours hours = tk__calendar_hours(calendar, date);
	tk_time open, close;

	for (size_t i = 0; i < hours.count; i++)
		if (tk__calendar_interval(calendar, date, &hours.at[i], &open, &close))
			return true;
	return false;
}

/* Whether the hours of a date contain an instant. */
static bool contains(const struct tk_calendar *calendar, int64_t date, tk_time at)
{
	struct tk_day_hours hours = tk__calendar_hours(calendar, date);
	tk_time open, close;

	for (size_t i = 0; i < hours.count; i++)
		if (tk__calendar_interval(calendar, date, &hours.at[i], &open, &close) && open <= at && at < close)
			return true;
	return false;
}

/* The first opening of a date at or after *at; moves *at there. */
static bool to_opening(const struct tk_calendar *calendar, int64_t date, tk_time *at)
{
	struct tk_day_hours hours = tk__calendar_hours(calendar, date);
	tk_time open, close;

	for (size_t i = 0; i < hours.count; i++)
		if (tk__calendar_interval(calendar, date, &hours.at[i], &open, &close) && open >= *at) {
			*at = open;
			return true;
		}
	return false;
}

/* The last closing of a date at or before `at`. */
static bool last_closing(const struct tk_calendar *calendar, int64_t date, tk_time at, tk_time *ret)
{
	struct tk_day_hours hours = tk__calendar_hours(calendar, date);
	tk_time open, close;

	for (size_t i = hours.count; i-- > 0;)
		if (tk__calendar_interval(calendar, date, &hours.at[i], &open, &close) && close <= at) {
			*ret = close;
			return true;
		}
	return false;
}

/* Moves *at, outside hours, to the closing before; yesterday's night may end after today's last hours. */
static bool to_closing(const struct tk_calendar *calendar, tk_time *at, int64_t *ret_date)
{
	tk_time closing, other;

	for (int64_t date = *ret_date + REACH; date >= TK_FIRST_DATE; date--) {
		if (!last_closing(calendar, date, *at, &closing))
			continue;
		*ret_date = date;
		if (last_closing(calendar, date - 1, *at, &other) && other > closing) {
			closing = other;
			*ret_date = date - 1;
		}
		*at = closing;
		return true;
	}
	return false;
}

/* Finds the working date of an instant, which moves into hours if it lies outside; false: there are none. */
static bool to_working_date(const struct tk_calendar *calendar, bool back, tk_time *at, int64_t *ret_date)
{
	int64_t local = tk_zone_date(calendar->zone, *at);

	for (*ret_date = local + REACH; *ret_date >= local - REACH; --*ret_date)
		if (contains(calendar, *ret_date, *at))
			return true;
	*ret_date = local;
	if (back)
		return to_closing(calendar, at, ret_date);
	for (*ret_date = local - REACH; *ret_date <= last_date; ++*ret_date)
		if (to_opening(calendar, *ret_date, at))
			return true;
	return false;
}

/* Clips an instant into the hours of a date. */
static tk_time clip(const struct tk_calendar *calendar, int64_t date, tk_time at, bool back)
{
	struct tk_day_hours hours = tk__calendar_hours(calendar, date);
	tk_time open, close, before = TK_TIME_NONE;

	for (size_t i = 0; i < hours.count; i++) {
		if (!tk__calendar_interval(calendar, date, &hours.at[i], &open, &close))
			continue;
		if (at < open)
			return back && before != TK_TIME_NONE ? before : open;
		if (at < close)
			return at;
		before = close;
	}
	return before;
}

enum tk_status tk__calendar_add_days(const struct tk_calendar *calendar, tk_time start, int64_t days, tk_time *ret,
				     struct tk_error *err)
{
	int64_t date, step = days < 0 ? -1 : 1;
	tk_time at = start;

	if (!to_working_date(calendar, days < 0, &at, &date))
		return tk__fail(err, TK_D_PAST_HORIZON);
	int64_t time = at + tk_zone_offset(calendar->zone, at) - date * TK_DAY;
	for (; days; days -= step) {
		do {
			date += step;
			if (date < TK_FIRST_DATE || date > last_date)
				return tk__fail(err, TK_D_PAST_HORIZON);
		} while (!is_open_on(calendar, date));
	}
	at = clip(calendar, date, tk__tzif_instant(calendar->zone, date * TK_DAY + time), step < 0);
	if (at < TK_TIME_MIN || at > TK_TIME_MAX)
		return tk__fail(err, TK_D_PAST_HORIZON);
	*ret = at;
	return TK_OK;
}
