/* The POSIX form of time zone rules; see tzrule.h. */
#include "tzrule.h"

#include <string.h>

#include "ticket/time.h"

enum { MAX_OFFSET_HOURS = 24, MAX_TIME_HOURS = 167, CHANGE_TIME = 2 * 3600 };

struct cursor {
	const char *p, *end;
};

static bool take(struct cursor *c, char what)
{
	if (c->p == c->end || *c->p != what)
		return false;
	c->p++;
	return true;
}

static bool take_number(struct cursor *c, int min, int max, int *ret)
{
	const char *begin = c->p;
	int value = 0;

	for (; c->p < c->end && *c->p >= '0' && *c->p <= '9'; c->p++) {
		value = value * 10 + (*c->p - '0');
		if (value > max)
			return false;
	}
	*ret = value;
	return c->p > begin && value >= min;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "CEST" or "<+1030>"; only skipped, since nothing shows names. */
static bool skip_name(struct cursor *c)
{
	const char *begin = c->p;

	if (take(c, '<')) {
		while (c->p < c->end && *c->p != '>')
			c->p++;
		return take(c, '>') && c->p - begin >= 5;
	}
	while (c->p < c->end && is_letter(*c->p))
		c->p++;
	return c->p - begin >= 3;
}

/* [+-]h[:mm[:ss]] in seconds. */
static bool take_time(struct cursor *c, int max_hours, int32_t *ret)
{
	bool minus = take(c, '-');
	int hour, minute = 0, second = 0;

	if (!minus)
		take(c, '+');
	if (!take_number(c, 0, max_hours, &hour))
		return false;
	if (take(c, ':')) {
		if (!take_number(c, 0, 59, &minute))
			return false;
		if (take(c, ':') && !take_number(c, 0, 59, &second))
			return false;
	}
	*ret = (hour * 3600 + minute * 60 + second) * (minus ? -1 : 1);
	return true;
}

/* Offsets are written as seconds west. */
static bool take_offset(struct cursor *c, int32_t *ret)
{
	if (!take_time(c, MAX_OFFSET_HOURS, ret))
		return false;
	*ret = -*ret;
	return true;
}

static bool take_date(struct cursor *c, struct tk__tzrule_date *ret)
{
	if (!take(c, ','))
		return false;
	if (take(c, 'J')) {
		ret->kind = TK__TZ_JULIAN;
		if (!take_number(c, 1, 365, &ret->day))
			return false;
	} else if (take(c, 'M')) {
		ret->kind = TK__TZ_MONTH_WEEK;
		if (!take_number(c, 1, 12, &ret->month) || !take(c, '.') || !take_number(c, 1, 5, &ret->week) ||
		    !take(c, '.') || !take_number(c, 0, 6, &ret->day))
			return false;
	} else {
		ret->kind = TK__TZ_DAY;
		if (!take_number(c, 0, 365, &ret->day))
			return false;
	}
	ret->time = CHANGE_TIME;
	return !take(c, '/') || take_time(c, MAX_TIME_HOURS, &ret->time);
}

bool tk__tzrule_parse(const char *text, size_t len, struct tk__tzrule *ret)
{
	struct cursor c = {text, text + len};

	memset(ret, 0, sizeof(*ret));
	if (len == 0)
		return true;
	if (!skip_name(&c) || !take_offset(&c, &ret->standard))
		return false;
	if (c.p == c.end)
		return true;
	ret->has_summer = true;
	if (!skip_name(&c))
		return false;
	ret->summer = ret->standard + 3600;
	if (c.p < c.end && *c.p != ',' && !take_offset(&c, &ret->summer))
		return false;
	return take_date(&c, &ret->begin) && take_date(&c, &ret->end) && c.p == c.end;
}

/* The day of "weekday of week of month", in days since 1970. */
static int64_t month_week_day(const struct tk__tzrule_date *date, int year)
{
	int64_t first = tk_days(year, date->month, 1);
	int sunday_based = (tk_days_weekday(first) + 1) % 7;
	int day = 1 + (date->day - sunday_based + 7) % 7 + 7 * (date->week - 1);

	while (!tk_civil_exists(year, date->month, day))
		day -= 7;
	return first + day - 1;
}

int64_t tk__tzrule_instant(const struct tk__tzrule_date *date, int year)
{
	int64_t day = 0;

	switch (date->kind) {
	case TK__TZ_JULIAN:
		day = tk_days(year, 1, 1) + date->day - 1;
		if (date->day >= 60 && tk_civil_exists(year, 2, 29))
			day++;
		break;
	case TK__TZ_DAY:
		day = tk_days(year, 1, 1) + date->day;
		break;
	case TK__TZ_MONTH_WEEK:
		day = month_week_day(date, year);
		break;
	}
	return day * 86400 + date->time;
}
