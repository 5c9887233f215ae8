/*
 * Times, dates, durations, ranges, zone rules and zone files from any bytes: what is read is written, and reads back
 * to the same value.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tzif.h"
#include "tzrule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void times(const char *text, size_t len)
{
	tk_time at, again;
	int offset, same;
	char out[TK_TIME_TEXT];

	if (tk_time_parse(text, len, &at, &offset, NULL) != TK_OK)
		return;
	must(at >= TK_TIME_MIN && at < TK_TIME_MAX);
	tk_time_format(at, offset, out);
	must(tk_time_parse(out, strlen(out), &again, &same, NULL) == TK_OK);
	must(again == at && same == offset);
}

static void dates(const char *text, size_t len)
{
	int64_t days;
	char out[TK_TIME_TEXT];

	if (tk_date_parse(text, len, &days, NULL) == TK_OK)
		must(len == 10 && memcmp(tk_date_format(days, out), text, len) == 0);
}

static void spans(const char *text, size_t len)
{
	struct tk_span span, again;
	char out[TK_SPAN_TEXT];

	if (tk_span_parse(text, len, true, &span, NULL) != TK_OK)
		return;
	must(span.seconds == 0 || span.business_days == 0);
	tk_span_format(span, out);
	must(tk_span_parse(out, strlen(out), true, &again, NULL) == TK_OK);
	must(again.seconds == span.seconds && again.business_days == span.business_days);
}

static void typed(const struct tk_zone *zone, const char *text, size_t len)
{
	const tk_time now = 1795309380;
	tk_time at, from, to;
	struct tk_error err = TK_ERROR_INIT;

	if (tk_when_parse(text, len, zone, now, &at, &err) == TK_OK)
		must(at >= TK_TIME_MIN && at < TK_TIME_MAX);
	else
		must(err.diag != TK_D_NONE);
	if (tk_when_range(text, len, zone, now, &from, &to, NULL) == TK_OK)
		must(from >= TK_TIME_MIN && from <= to && to <= TK_TIME_MAX);
}

static void zone_files(const uint8_t *data, size_t size)
{
	struct tk_zone *zone;

	if (tk__tzif_read("X", 1, data, size, &zone, NULL) != TK_OK)
		return;
	for (size_t i = 0; i < zone->count; i++) {
		must(i == 0 || zone->at[i - 1] < zone->at[i]);
		must(tk_zone_offset(zone, zone->at[i]) == zone->offset[i + 1]);
		must(tk_zone_offset(zone, zone->at[i] - 1) == zone->offset[i]);
	}
	typed(zone, "2026-03-29T02:30", 16);
	typed(zone, "2026-10", 7);
	tk_zone_free(zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct tk_zone *zone;
	struct tk__tzrule rule;

	times(text, size);
	dates(text, size);
	spans(text, size);
	zone_files(data, size);
	if (tk_zone_load("Europe/Berlin", 13, &zone, NULL) == TK_OK) {
		typed(zone, text, size);
		tk_zone_free(zone);
	}
	if (tk_zone_load(text, size, &zone, NULL) == TK_OK)
		tk_zone_free(zone);
	if (tk__tzrule_parse(text, size, &rule) && rule.has_summer)
		tk__tzrule_instant(&rule.begin, 2028);
	return 0;
}
