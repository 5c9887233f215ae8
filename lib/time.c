/*
 * Instants and dates as plain arithmetic: the C library's own calls depend on TZ, the locale or the platform.
 *
 * Years are counted from March, so that the leap day is a year's last and month lengths follow one linear formula.
 */
#include "ticket/time.h"

#include <string.h>

#include "fail.h"
#include "num.h"

enum { DAY = 86400, DAYS_400_YEARS = 146097, DAYS_0000_03_01_TO_1970 = 719468, OLDEST_YEAR = 1900, LATEST_YEAR = 2199 };

/* Years 0000 to 9999: what four digits can write. */
#define WRITABLE_FROM INT64_C(-62167219200)
#define WRITABLE_TO INT64_C(253402300800)

/* Division that rounds down, also for times before 1970. */
static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t tk_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t m = month > 2 ? month - 3 : month + 9;
	int64_t days_before_month = (153 * m + 2) / 5;

	return 365 * y + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) + days_before_month + day - 1 -
	       DAYS_0000_03_01_TO_1970;
}

void tk_days_civil(int64_t days, struct tk_civil *ret)
{
	int64_t from_march = days + DAYS_0000_03_01_TO_1970;
	int64_t era = floor_div(from_march, DAYS_400_YEARS);
	int64_t in_era = from_march - era * DAYS_400_YEARS;
	/* Takes out the leap days passed so far, so that every year has 365. */
	int64_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * day_of_year + 2) / 153;

	ret->day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
	ret->month = (int)(m < 10 ? m + 3 : m - 9);
	ret->year = (int)(era * 400 + year_of_era + (ret->month <= 2));
}

int tk_days_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	int64_t rest = (days % 7 + 3) % 7;

	return (int)(rest < 0 ? rest + 7 : rest);
}

bool tk_civil_exists(int year, int month, int day)
{
	static const signed char length[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12 || day < 1)
		return false;
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return day <= length[month] + (month == 2 && leap);
}

tk_time tk_civil_utc(const struct tk_civil *civil)
{
	return tk_days(civil->year, civil->month, civil->day) * DAY + (int64_t)civil->hour * 3600 +
	       (int64_t)civil->minute * 60 + civil->second;
}

void tk_utc_civil(tk_time at, struct tk_civil *ret)
{
	int rest = (int)(at % DAY);

	if (rest < 0)
		rest += DAY;
	tk_days_civil(floor_div(at, DAY), ret);
	ret->hour = rest / 3600;
	ret->minute = rest / 60 % 60;
	ret->second = rest % 60;
}

/* "+08:00" or "-03:30" as seconds east. */
static bool parse_offset(const char *text, int *ret)
{
	int hour, minute;

	if ((text[0] != '+' && text[0] != '-') || text[3] != ':' || !tk__digits(text + 1, 2, &hour) ||
	    !tk__digits(text + 4, 2, &minute) || hour > 23 || minute > 59)
		return false;
	*ret = (hour * 3600 + minute * 60) * (text[0] == '-' ? -1 : 1);
	return true;
}

/* "YYYY-MM-DD" of a day that exists. */
static bool parse_day(const char *text, struct tk_civil *ret)
{
	return text[4] == '-' && text[7] == '-' && tk__digits(text, 4, &ret->year) &&
	       tk__digits(text + 5, 2, &ret->month) && tk__digits(text + 8, 2, &ret->day) &&
	       tk_civil_exists(ret->year, ret->month, ret->day);
}

/* "HH:MM:SS"; a leap second does not exist in counted seconds, 24:00 is the next day's 00:00. */
static bool parse_clock(const char *text, struct tk_civil *ret)
{
	return text[2] == ':' && text[5] == ':' && tk__digits(text, 2, &ret->hour) &&
	       tk__digits(text + 3, 2, &ret->minute) && tk__digits(text + 6, 2, &ret->second) && ret->hour < 24 &&
	       ret->minute < 60 && ret->second < 60;
}

static bool parse_rfc3339(const char *text, size_t len, struct tk_civil *ret, int *ret_offset)
{
	enum { LOCAL = 19, UTC = 20, OFFSET = 25 }; /* lengths */

	if (len != UTC && len != OFFSET)
		return false;
	if (text[10] != 'T' || !parse_day(text, ret) || !parse_clock(text + 11, ret))
		return false;
	if (len == UTC) {
		*ret_offset = 0;
		return text[LOCAL] == 'Z';
	}
	return parse_offset(text + LOCAL, ret_offset);
}

/* A day written in the right form that the calendar lacks is told apart: the form is no help then. */
static enum tk_diag wrong(const char *text, size_t len, enum tk_diag form)
{
	int year, month, day;

	if (len < 10 || text[4] != '-' || text[7] != '-' || !tk__digits(text, 4, &year) ||
	    !tk__digits(text + 5, 2, &month) || !tk__digits(text + 8, 2, &day) || tk_civil_exists(year, month, day))
		return form;
	return TK_D_NO_SUCH_DAY;
}

enum tk_status tk_time_parse(const char *text, size_t len, tk_time *ret, int *ret_offset, struct tk_error *err)
{
	struct tk_civil civil;
	int offset;

	if (!parse_rfc3339(text, len, &civil, &offset))
		return tk__fail(err, wrong(text, len, TK_D_BAD_TIME), text, len);
	tk_time at = tk_civil_utc(&civil) - offset;
	if (at < TK_TIME_MIN || at >= TK_TIME_MAX)
		return tk__fail(err, TK_D_TIME_RANGE, text, len);
	if (ret)
		*ret = at;
	if (ret_offset)
		*ret_offset = offset;
	return TK_OK;
}

static char *put_digits(char *out, int number, int digits)
{
	for (int i = digits - 1; i >= 0; i--, number /= 10)
		out[i] = (char)('0' + number % 10);
	return out + digits;
}

static char *put_day(char *out, const struct tk_civil *civil)
{
	out = put_digits(out, civil->year, 4);
	*out++ = '-';
	out = put_digits(out, civil->month, 2);
	*out++ = '-';
	return put_digits(out, civil->day, 2);
}

char *tk_time_format(tk_time at, int offset, char out[TK_TIME_TEXT])
{
	struct tk_civil civil;
	char *p = out;

	/* RFC 3339 has no seconds in offsets; the instant stays exact, its local time moves by them. */
	offset = offset <= -DAY || offset >= DAY ? 0 : offset - offset % 60;
	if (at < WRITABLE_FROM + DAY || at >= WRITABLE_TO - DAY) {
		memcpy(out, "-", 2);
		return out;
	}
	tk_utc_civil(at + offset, &civil);
	p = put_day(p, &civil);
	*p++ = 'T';
	p = put_digits(p, civil.hour, 2);
	*p++ = ':';
	p = put_digits(p, civil.minute, 2);
	*p++ = ':';
	p = put_digits(p, civil.second, 2);
	*p++ = offset < 0 ? '-' : '+';
	int minutes = (offset < 0 ? -offset : offset) / 60;
	p = put_digits(p, minutes / 60, 2);
	*p++ = ':';
	p = put_digits(p, minutes % 60, 2);
	*p = '\0';
	return out;
}

enum tk_status tk_date_parse(const char *text, size_t len, int64_t *ret_days, struct tk_error *err)
{
	struct tk_civil civil;

	if (len != 10 || !parse_day(text, &civil) || civil.year < OLDEST_YEAR || civil.year > LATEST_YEAR)
		return tk__fail(err, wrong(text, len, TK_D_BAD_DATE), text, len);
	if (ret_days)
		*ret_days = tk_days(civil.year, civil.month, civil.day);
	return TK_OK;
}

char *tk_date_format(int64_t days, char out[TK_TIME_TEXT])
{
	struct tk_civil civil;

	if (days < WRITABLE_FROM / DAY || days >= WRITABLE_TO / DAY) {
		memcpy(out, "-", 2);
		return out;
	}
	tk_days_civil(days, &civil);
	*put_day(out, &civil) = '\0';
	return out;
}
