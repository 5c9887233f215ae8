/*
 * Compiling calendars: from opening hours in local time to sorted intervals of instants with running sums.
 *
 * A week is ordinary when no clock changes within three days of it and none of its dates, nor the Sunday before it
 * (whose hours may reach into it), is an exception.
 */
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "fail.h"

enum { MARGIN = 3 * TK_DAY };

struct compiling {
	struct tk_calendar *calendar;
	bool odd[TK_WEEKS]; /* not ordinary */
	struct tk_open_week ordinary;
	int64_t ordinary_sum;
};

/* The week that a local time in seconds lies in, within bounds. */
static size_t week_of(int64_t local)
{
	int64_t since = local - (int64_t)TK_FIRST_MONDAY * TK_DAY;

	return since < 0 ? 0 : since / TK_WEEK >= TK_WEEKS ? TK_WEEKS - 1 : (size_t)(since / TK_WEEK);
}

static int64_t first_date(size_t week)
{
	return TK_FIRST_MONDAY + 7 * (int64_t)week;
}

/* ---- which weeks are odd
 * ---------------------------------------------------------------------------------------------------- */

static void mark(struct compiling *c, int64_t from, int64_t to)
{
	for (size_t week = week_of(from); week <= week_of(to); week++)
		c->odd[week] = true;
}

static void mark_odd(struct compiling *c)
{
	const struct tk_zone *zone = c->calendar->zone;

	for (size_t i = tk__tzif_piece(zone, -MARGIN - TK_WEEK); i < zone->count && zone->at[i] < TK_TIME_MAX + TK_WEEK;
	     i++)
		mark(c, zone->at[i] - MARGIN, zone->at[i] + MARGIN);
	for (size_t i = 0; i < c->calendar->nexception; i++) {
		const struct tk_exception *one = &c->calendar->exception[i];
		if (one->from <= one->to)
			mark(c, one->from * TK_DAY, (one->to + 1) * TK_DAY);
	}
	/* Those that the horizon cuts. */
	mark(c, TK_TIME_MIN - MARGIN, TK_TIME_MIN + MARGIN);
	mark(c, TK_TIME_MAX - MARGIN, (int64_t)TK_WEEKS * TK_WEEK);
}

/* ---- intervals
 * -------------------------------------------------------------------------------------------------------------- */

static bool room_for_one(struct tk_calendar *calendar)
{
	size_t cap = calendar->cap ? calendar->cap * 2 : 256;

	if (calendar->nspan < calendar->cap)
		return true;
	struct tk_open *more = realloc(calendar->span, cap * sizeof(*more));
	if (!more)
		return false;
	calendar->span = more;
	calendar->cap = cap;
	return true;
}

/* Adds an interval behind the week's others, with which it may overlap. */
static bool add_span(struct tk_calendar *calendar, uint32_t first, int64_t at, int64_t end)
{
	struct tk_open *last = calendar->nspan > first ? &calendar->span[calendar->nspan - 1] : NULL;

	if (at >= end)
		return true;
	if (last && at <= last->end) {
		if (end > last->end)
			last->end = (int32_t)end;
		return true;
	}
	if (!room_for_one(calendar))
		return false;
	last = calendar->nspan > first ? &calendar->span[calendar->nspan - 1] : NULL;
	calendar->span[calendar->nspan++] =
		(struct tk_open){(int32_t)at, (int32_t)end, last ? last->sum + last->end - last->at : 0};
	return true;
}

/* The week from an offset that holds throughout, so that local times only have to be moved. */
static bool fill_ordinary(struct compiling *c)
{
	struct tk_calendar *calendar = c->calendar;

	c->ordinary.first = (uint32_t)calendar->nspan;
	for (int day = -1; day < 7; day++) {
		const struct tk_day_hours *hours = &calendar->form.week[(day + 7) % 7];
		for (size_t i = 0; i < hours->count; i++) {
			int64_t at = day * TK_DAY + hours->at[i].open, end = day * TK_DAY + hours->at[i].close;
			if (!add_span(calendar, c->ordinary.first, at > 0 ? at : 0, end < TK_WEEK ? end : TK_WEEK))
				return false;
		}
	}
	c->ordinary.count = (uint32_t)calendar->nspan - c->ordinary.first;
	const struct tk_open *last = c->ordinary.count ? &calendar->span[calendar->nspan - 1] : NULL;
	c->ordinary_sum = last ? last->sum + last->end - last->at : 0;
	return true;
}

/* A week by its dates; `piece` of the zone ends before it or reaches into it. */
static bool fill_odd(struct tk_calendar *calendar, size_t index, size_t piece)
{
	struct tk_open_week *week = &calendar->week[index];
	int64_t from = week->at > TK_TIME_MIN ? week->at : TK_TIME_MIN;
	int64_t to = tk__tzif_boundary(calendar->zone, piece, first_date(index + 1) * TK_DAY);

	to = to < TK_TIME_MAX ? to : TK_TIME_MAX;
	week->first = (uint32_t)calendar->nspan;
	for (int64_t date = first_date(index) - 1; date < first_date(index + 1); date++) {
		struct tk_day_hours hours = tk__calendar_hours(calendar, date);
		for (size_t i = 0; i < hours.count; i++) {
			int64_t at = tk__tzif_boundary(calendar->zone, piece, date * TK_DAY + hours.at[i].open);
			int64_t end = tk__tzif_boundary(calendar->zone, piece, date * TK_DAY + hours.at[i].close);
			if (!add_span(calendar, week->first, (at > from ? at : from) - week->at,
				      (end < to ? end : to) - week->at))
				return false;
		}
	}
	week->count = (uint32_t)calendar->nspan - week->first;
	return true;
}

static int64_t sum_of(const struct tk_calendar *calendar, const struct tk_open_week *week)
{
	if (!week->count)
		return 0;
	const struct tk_open *last = &calendar->span[week->first + week->count - 1];
	return last->sum + last->end - last->at;
}

static bool fill(struct compiling *c)
{
	struct tk_calendar *calendar = c->calendar;
	const struct tk_zone *zone = calendar->zone;
	size_t piece = tk__tzif_piece(zone, TK_TIME_MIN - INT64_C(2) * TK_WEEK);

	if (!fill_ordinary(c))
		return false;
	for (size_t i = 0; i < TK_WEEKS; i++) {
		struct tk_open_week *week = &calendar->week[i];
		int64_t local = first_date(i) * TK_DAY;
		while (piece < zone->count && zone->at[piece] < local - MARGIN)
			piece++;
		if (c->odd[i]) {
			week->at = tk__tzif_boundary(zone, piece, local);
			week->sum = calendar->total;
			if (!fill_odd(calendar, i, piece))
				return false;
			calendar->total += sum_of(calendar, week);
		} else {
			*week = c->ordinary;
			week->at = local - zone->offset[piece];
			week->sum = calendar->total;
			calendar->total += c->ordinary_sum;
		}
	}
	return true;
}

enum tk_status tk__calendar_compile(struct tk_calendar *calendar, struct tk_error *err)
{
	struct compiling c = {.calendar = calendar};

	calendar->week = malloc(TK_WEEKS * sizeof(*calendar->week));
	if (!calendar->week)
		return tk__fail(err, TK_D_NOMEM);
	mark_odd(&c);
	return fill(&c) ? TK_OK : tk__fail(err, TK_D_NOMEM);
}
