/*
 * Times and ranges of time as people type them, in the desk's zone.
 *
 * Whatever is typed is read as a stretch [from, to): a day, a month, a minute, a second.  A single time is where its
 * stretch begins; a range reaches from the beginning of one to the end of another, or to where a moment begins.
 */
#include <string.h>

#include "fail.h"
#include "num.h"
#include "ticket/zone.h"

struct stretch {
	tk_time from, to;
	bool is_moment; /* a minute or second, not a part of the calendar */
};

struct reader {
	const struct tk_zone *zone;
	tk_time now;
	struct tk_error *err;
};

static tk_time midnight(const struct tk_zone *zone, int64_t day)
{
	struct tk_civil civil = {0};

	tk_days_civil(day, &civil);
	return tk_zone_boundary(zone, &civil);
}

static struct stretch days(const struct tk_zone *zone, int64_t first, int64_t next)
{
	return (struct stretch){midnight(zone, first), midnight(zone, next), false};
}

/* "YYYY-MM-DD". */
static bool read_day(const char *text, size_t len, int64_t *ret)
{
	return tk_date_parse(text, len, ret, NULL) == TK_OK;
}

/* "HH:MM" or "HH:MM:SS" on a day. */
static bool read_clock(const struct tk_zone *zone, int64_t day, const char *text, size_t len, struct stretch *ret)
{
	struct tk_civil civil = {0};

	if ((len != 5 && len != 8) || text[2] != ':' || !tk__digits(text, 2, &civil.hour) ||
	    !tk__digits(text + 3, 2, &civil.minute) || civil.hour > 23 || civil.minute > 59)
		return false;
	if (len == 8 && (text[5] != ':' || !tk__digits(text + 6, 2, &civil.second) || civil.second > 59))
		return false;
	tk_days_civil(day, &civil);
	tk_time at = tk_zone_instant(zone, &civil);
	*ret = (struct stretch){at, at + (len == 5 ? 60 : 1), true};
	return true;
}

/* "2026-10", "2026Q3" or "2026". */
static bool read_period(const struct tk_zone *zone, const char *text, size_t len, struct stretch *ret)
{
	int year, month = 1, months = 12;

	if (len < 4 || !tk__digits(text, 4, &year) || year < 1)
		return false;
	if (len == 7 && text[4] == '-') {
		if (!tk__digits(text + 5, 2, &month) || month < 1 || month > 12)
			return false;
		months = 1;
	} else if (len == 6 && text[4] == 'Q') {
		if (text[5] < '1' || text[5] > '4')
			return false;
		month = (text[5] - '1') * 3 + 1;
		months = 3;
	} else if (len != 4) {
		return false;
	}
	int end = month + months;
	*ret = days(zone, tk_days(year, month, 1), end > 12 ? tk_days(year + 1, 1, 1) : tk_days(year, end, 1));
	return true;
}

/* Whatever reads as a time on its own or as a part of the calendar, but for RFC 3339 and relative times. */
static bool read_local(const struct reader *r, const char *text, size_t len, struct stretch *ret)
{
	int64_t day;

	if (len > 11 && (text[10] == 'T' || text[10] == ' ') && read_day(text, 10, &day))
		return read_clock(r->zone, day, text + 11, len - 11, ret);
	if (read_day(text, len, &day)) {
		*ret = days(r->zone, day, day + 1);
		return true;
	}
	return read_clock(r->zone, tk_zone_date(r->zone, r->now), text, len, ret) ||
	       read_period(r->zone, text, len, ret);
}

/* "-90m" or "+2h". */
static enum tk_status read_relative(const struct reader *r, const char *text, size_t len, struct stretch *ret)
{
	struct tk_span span;
	enum tk_status status = tk_span_parse(text + 1, len - 1, false, &span, NULL);

	if (status != TK_OK)
		return tk__fail(r->err, TK_D_BAD_SPAN, text, len);
	/* Business days need a calendar, and none was named. */
	if (span.business_days)
		return tk__fail(r->err, TK_D_BAD_TIME, text, len);
	tk_time at = text[0] == '-' ? r->now - span.seconds : r->now + span.seconds;
	*ret = (struct stretch){at, at + 1, true};
	return TK_OK;
}

static enum tk_status read_stretch(const struct reader *r, const char *text, size_t len, struct stretch *ret)
{
	tk_time at;

	if (len > 0 && (text[0] == '-' || text[0] == '+'))
		return read_relative(r, text, len, ret);
	if (read_local(r, text, len, ret))
		return TK_OK;
	enum tk_status status = tk_time_parse(text, len, &at, NULL, r->err);
	if (status == TK_OK)
		*ret = (struct stretch){at, at + 1, true};
	return status;
}

static bool is_period(const char *text, size_t len)
{
	return len < 8 && !memchr(text, ':', len) && text[0] != '-' && text[0] != '+';
}

enum tk_status tk_when_parse(const char *text, size_t len, const struct tk_zone *zone, tk_time now, tk_time *ret,
			     struct tk_error *err)
{
	const struct reader r = {zone, now, err};
	struct stretch stretch = {0, 0, false};

	if (len == 0 || is_period(text, len))
		return tk__fail(err, TK_D_BAD_TIME, text, len);
	enum tk_status status = read_stretch(&r, text, len, &stretch);
	if (status != TK_OK)
		return status;
	if (stretch.from < TK_TIME_MIN || stretch.from >= TK_TIME_MAX)
		return tk__fail(err, TK_D_TIME_RANGE, text, len);
	*ret = stretch.from;
	return TK_OK;
}

/* A side of a range; one that lies outside the horizon altogether is an error. */
static enum tk_status read_side(const struct reader *r, const char *text, size_t len, struct stretch *ret)
{
	enum tk_status status = read_stretch(r, text, len, ret);

	if (status != TK_OK)
		return status;
	if (ret->to <= TK_TIME_MIN || ret->from >= TK_TIME_MAX)
		return tk__fail(r->err, TK_D_TIME_RANGE, text, len);
	return TK_OK;
}

/* Where ".." stands, or NULL. */
static const char *find_dots(const char *text, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++)
		if (text[i] == '.' && text[i + 1] == '.')
			return text + i;
	return NULL;
}

static enum tk_status read_two(const struct reader *r, const char *text, size_t len, const char *dots,
			       struct stretch *ret)
{
	size_t left = (size_t)(dots - text), right = len - left - 2;
	struct stretch a = {TK_TIME_MIN, TK_TIME_MAX, false}, b = a;
	enum tk_status status = TK_OK;

	if (left == 0 && right == 0)
		return tk__fail(r->err, TK_D_BAD_TIME, text, len);
	if (left)
		status = read_side(r, text, left, &a);
	if (status == TK_OK && right)
		status = read_side(r, dots + 2, right, &b);
	if (status != TK_OK)
		return status;
	/* The same moment twice is that moment, not nothing. */
	bool excluded = right && b.is_moment && b.from != a.from;
	*ret = (struct stretch){a.from, excluded ? b.from : b.to, false};
	if (ret->to < ret->from || (ret->to == ret->from && b.from < a.from))
		return tk__fail(r->err, TK_D_BAD_RANGE, text, len);
	return TK_OK;
}

enum tk_status tk_when_range(const char *text, size_t len, const struct tk_zone *zone, tk_time now, tk_time *ret_from,
			     tk_time *ret_to, struct tk_error *err)
{
	const struct reader r = {zone, now, err};
	struct stretch stretch = {0, 0, false};
	const char *dots = find_dots(text, len);
	enum tk_status status = dots ? read_two(&r, text, len, dots, &stretch) : read_side(&r, text, len, &stretch);

	if (status != TK_OK)
		return status;
	*ret_from = stretch.from > TK_TIME_MIN ? stretch.from : TK_TIME_MIN;
	*ret_to = stretch.to < TK_TIME_MAX ? stretch.to : TK_TIME_MAX;
	return TK_OK;
}
