/* Looking at calendars: their dates, and the stretches of a period. */
#include "calendar.h"

#include <string.h>

const char *tk_calendar_name(const struct tk_calendar *calendar)
{
	return calendar->name;
}

const struct tk_zone *tk_calendar_zone(const struct tk_calendar *calendar)
{
	return calendar->zone;
}

int tk_calendar_last_year(const struct tk_calendar *calendar)
{
	return calendar->last_year;
}

bool tk_calendar_unknown_at(const struct tk_calendar *calendar, tk_time at)
{
	return calendar->last_year && at > calendar->known_until;
}

const struct tk_exception *tk__calendar_exception(const struct tk_calendar *calendar, int64_t date)
{
	if (!calendar->date || date < TK_FIRST_DATE || date >= TK_FIRST_DATE + TK_DATES)
		return NULL;
	uint32_t index = calendar->date[date - TK_FIRST_DATE];
	return index ? &calendar->exception[index - 1] : NULL;
}

struct tk_day_hours tk__calendar_hours(const struct tk_calendar *calendar, int64_t date)
{
	const struct tk_exception *exception = tk__calendar_exception(calendar, date);

	return exception ? exception->hours : calendar->form.week[tk_days_weekday(date)];
}

void tk_calendar_day(const struct tk_calendar *calendar, int64_t date, struct tk_calendar_day *ret)
{
	const struct tk_exception *exception = tk__calendar_exception(calendar, date);
	struct tk_day_hours hours = tk__calendar_hours(calendar, date);

	*ret = (struct tk_calendar_day){date, exception ? exception->kind : TK_DAY_WEEK, hours.at, hours.count};
}

const char *tk_calendar_day_name(const struct tk_calendar *calendar, int64_t date, const char *language)
{
	const struct tk_exception *exception = tk__calendar_exception(calendar, date);

	if (!exception)
		return NULL;
	if (exception->pair)
		return exception->pair[strcmp(language, "zh") == 0];
	if (exception->name && exception->name->kind == TK_NODE_SCALAR)
		return exception->name->text;
	return tk__label_text(exception->name, language);
}

/* ---- stretches
 * -------------------------------------------------------------------------------------------------------------- */

void tk_walk_begin(struct tk_walk *walk, const struct tk_calendar *calendar, tk_time from, tk_time to)
{
	from = from > TK_TIME_MIN ? from : TK_TIME_MIN;
	to = to < TK_TIME_MAX ? to : TK_TIME_MAX;
	*walk = (struct tk_walk){calendar, from, to, tk_zone_date(calendar->zone, from) - 2, 0};
}

static bool cut(const struct tk_walk *walk, tk_time from, tk_time to, struct tk_stretch *ret)
{
	ret->from = from > walk->from ? from : walk->from;
	ret->to = to < walk->to ? to : walk->to;
	return ret->from < ret->to;
}

/* The holiday of the walk's date, from midnight to midnight. */
static bool holiday(const struct tk_walk *walk, struct tk_stretch *ret)
{
	static const struct tk_hours day = {0, TK_DAY};
	tk_time from, to;

	ret->open = false;
	return ret->kind == TK_DAY_HOLIDAY && tk__calendar_interval(walk->calendar, walk->date, &day, &from, &to) &&
	       cut(walk, from, to, ret);
}

/*
 * `index` counts the holiday (0) and the intervals of a date.  walk->from moves behind what was open, so that hours
 * that overlap with those of the day before do not count twice; it never cuts a holiday that the night before
 * reaches into by more than that.
 */
bool tk_walk_next(struct tk_walk *walk, struct tk_stretch *ret)
{
	const struct tk_calendar *calendar = walk->calendar;
	tk_time from, to;

	if (calendar->always) {
		*ret = (struct tk_stretch){walk->from, walk->to, true, walk->date + 2, TK_DAY_WEEK};
		walk->from = walk->to;
		return ret->from < ret->to;
	}
	for (; walk->from < walk->to && walk->date * TK_DAY - TK_TZIF_MAX_OFFSET < walk->to;
	     walk->date++, walk->index = 0) {
		struct tk_calendar_day day;
		tk_calendar_day(calendar, walk->date, &day);
		*ret = (struct tk_stretch){.date = walk->date, .kind = day.kind};
		while (walk->index <= day.count) {
			size_t i = walk->index++;
			if (i == 0 && holiday(walk, ret))
				return true;
			if (i == 0 || !tk__calendar_interval(calendar, walk->date, &day.hours[i - 1], &from, &to) ||
			    !cut(walk, from, to, ret))
				continue;
			ret->open = true;
			walk->from = ret->to;
			return true;
		}
	}
	return false;
}
