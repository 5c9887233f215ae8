/* Durations: "1d12h", "3bd"; see ticket/time.h. */
#include <string.h>

#include "fail.h"
#include "ticket/time.h"

#define MAX_SECONDS INT64_C(4000000000)
#define MAX_BUSINESS_DAYS INT64_C(40000)

static const struct unit {
	char letter;
	int64_t seconds;
} units[] = {{'w', 604800}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

enum { UNITS = sizeof(units) / sizeof(units[0]) };

/* Digits up to MAX_SECONDS; returns how many there are, 0 for none or too large a number. */
static size_t read_number(const char *text, size_t len, int64_t *ret)
{
	size_t n = 0;
	int64_t value = 0;

	for (; n < len && text[n] >= '0' && text[n] <= '9'; n++) {
		value = value * 10 + (text[n] - '0');
		if (value > MAX_SECONDS)
			return 0;
	}
	*ret = value;
	return n;
}

/* A sum of units, each at most once and smaller than the one before. */
static bool read_sum(const char *text, size_t len, int64_t *ret)
{
	size_t next_unit = 0;
	int64_t total = 0, number;

	if (len == 0)
		return false;
	while (len) {
		size_t digits = read_number(text, len, &number);
		if (digits == 0 || digits == len)
			return false;
		while (next_unit < UNITS && units[next_unit].letter != text[digits])
			next_unit++;
		if (next_unit == UNITS || number > MAX_SECONDS / units[next_unit].seconds)
			return false;
		total += number * units[next_unit++].seconds;
		text += digits + 1;
		len -= digits + 1;
	}
	*ret = total;
	return total <= MAX_SECONDS;
}

static bool read_business_days(const char *text, size_t len, int64_t *ret)
{
	size_t digits = read_number(text, len, ret);

	return digits > 0 && len == digits + 2 && memcmp(text + digits, "bd", 2) == 0 && *ret <= MAX_BUSINESS_DAYS;
}

enum tk_status tk_span_parse(const char *text, size_t len, bool negative, struct tk_span *ret, struct tk_error *err)
{
	bool minus = negative && len > 0 && text[0] == '-';
	struct tk_span span = {0, 0};

	if (!read_business_days(text + minus, len - minus, &span.business_days)) {
		span.business_days = 0;
		if (!read_sum(text + minus, len - minus, &span.seconds))
			return tk__fail(err, TK_D_BAD_SPAN, text, len);
	}
	if (minus)
		span = (struct tk_span){-span.seconds, -span.business_days};
	if (ret)
		*ret = span;
	return TK_OK;
}

/* Writes a number without sign and its unit; returns the end. */
static char *put(char *out, uint64_t number, const char *unit)
{
	char digits[20];
	size_t n = 0;

	do {
		digits[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	while (n)
		*out++ = digits[--n];
	while (*unit)
		*out++ = *unit++;
	return out;
}

static uint64_t magnitude(int64_t number)
{
	return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

/* Writes `seconds` (not 0) in falling units; returns the end. */
static char *put_sum(char *out, uint64_t seconds)
{
	for (size_t i = 0; i < UNITS; i++) {
		const char unit[] = {units[i].letter, '\0'};
		uint64_t size = (uint64_t)units[i].seconds;
		if (seconds >= size)
			out = put(out, seconds / size, unit);
		seconds %= size;
	}
	return out;
}

char *tk_span_format(struct tk_span span, char out[TK_SPAN_TEXT])
{
	char *p = out;

	if (span.seconds < 0 || span.business_days < 0)
		*p++ = '-';
	if (span.business_days)
		p = put(p, magnitude(span.business_days), "bd");
	else if (span.seconds)
		p = put_sum(p, magnitude(span.seconds));
	else
		p = put(p, 0, "s");
	*p = '\0';
	return out;
}
