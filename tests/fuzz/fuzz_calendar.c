/*
 * Calendars under random bytes: reading never crashes or hangs, every refusal has a place; on what is accepted, adding
 * and measuring undo each other, business days land on open dates, and the stretches of a month add up.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ticket/calendar.h"

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void count(void *ctx, const struct tk_error *finding)
{
	require(finding->diag != TK_D_NONE);
	++*(size_t *)ctx;
}

static void ask(const struct tk_calendar *calendar, tk_time at, int64_t seconds)
{
	const struct tk_span span = {seconds, 0}, days = {0, seconds % 20};
	tk_time there;

	if (tk_calendar_add(calendar, at, span, &there, NULL) == TK_OK) {
		require(tk_calendar_between(calendar, at, there) == seconds);
		require(seconds <= 0 || tk_calendar_between(calendar, at, there - 1) == seconds - 1);
		require(seconds >= 0 || tk_calendar_between(calendar, at, there + 1) == seconds + 1);
	}
	if (days.business_days && tk_calendar_add(calendar, at, days, &there, NULL) == TK_OK) {
		require(there >= TK_TIME_MIN && there <= TK_TIME_MAX);
		require(days.business_days > 0 ? there > at : there < at);
		require(tk_calendar_is_open(calendar, there) || tk_calendar_is_open(calendar, there - 1));
	}
}

static void walk(const struct tk_calendar *calendar, tk_time from, tk_time to)
{
	struct tk_walk w;
	struct tk_stretch s;
	int64_t sum = 0;

	for (tk_walk_begin(&w, calendar, from, to); tk_walk_next(&w, &s);)
		if (s.open)
			sum += s.to - s.from;
	require(sum == tk_calendar_between(calendar, from, to));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tk_zone *zone;
	struct tk_calendar *calendar;
	struct tk_error err = TK_ERROR_INIT;
	size_t found = 0;
	const struct tk_sink sink = {count, &found};
	uint64_t mix = size;

	if (!zone && tk_zone_load("UTC", 3, &zone, NULL) != TK_OK)
		return 0;
	if (tk_calendar_read((const char *)data, size, "fuzz", zone, &sink, &calendar, &err) != TK_OK) {
		require(!calendar && err.diag != TK_D_NONE);
		return 0;
	}
	require(!found);
	for (size_t i = 0; i < size; i++)
		mix = mix * 6364136223846793005U + data[i] + 1442695040888963407U;
	for (int i = 0; i < 20; i++) {
		mix = mix * 6364136223846793005U + 1442695040888963407U;
		tk_time at = (tk_time)((mix >> 20) % (uint64_t)TK_TIME_MAX);
		ask(calendar, at, (int64_t)(mix % 2000000) - 1000000);
	}
	walk(calendar, (tk_time)((mix >> 20) % (uint64_t)TK_TIME_MAX),
	     (tk_time)((mix >> 20) % (uint64_t)TK_TIME_MAX) + 3000000);
	tk_calendar_free(calendar);
	return 0;
}
