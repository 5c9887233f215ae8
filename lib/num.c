/* Strict numbers; see num.h. */
#include "num.h"

#include <string.h>

#include "fail.h"

bool tk__digits(const char *text, size_t count, int *ret)
{
	int value = 0;

	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + (text[i] - '0');
	}
	*ret = value;
	return true;
}

/* Whether text[0..len) is digits, the first of them no zero unless it stands alone. */
static bool is_natural(const char *text, size_t len)
{
	if (len == 0 || (text[0] == '0' && len > 1))
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

/* Digits as a negative number, which reaches one further than a positive one.  False when too large even so. */
static bool read_down(const char *digits, size_t len, int64_t *ret)
{
	int64_t value = 0;

	for (size_t i = 0; i < len; i++) {
		int digit = digits[i] - '0';
		if (value < (INT64_MIN + digit) / 10)
			return false;
		value = value * 10 - digit;
	}
	*ret = value;
	return true;
}

enum tk_status tk__int_parse(const char *text, size_t len, int64_t min, int64_t max, int64_t *ret, struct tk_error *err)
{
	bool minus = len > 0 && text[0] == '-';
	int64_t value;

	if (!is_natural(text + minus, len - minus))
		return tk__fail(err, TK_D_BAD_INT, text, len);
	if (!read_down(text + minus, len - minus, &value) || (!minus && value == INT64_MIN))
		return tk__fail(err, TK_D_INT_RANGE, text, len, min, max);
	if (!minus)
		value = -value;
	if (value < min || value > max)
		return tk__fail(err, TK_D_INT_RANGE, text, len, min, max);
	if (ret)
		*ret = value;
	return TK_OK;
}

/* One or two decimals as hundredths; none is 0. */
static bool read_decimals(const char *text, size_t len, int *ret)
{
	if (len == 0) {
		*ret = 0;
		return true;
	}
	if (text[0] != '.' || len < 2 || len > 3 || !tk__digits(text + 1, len - 1, ret))
		return false;
	if (len == 2)
		*ret *= 10;
	return true;
}

enum tk_status tk__money_parse(const char *text, size_t len, int64_t *ret_cents, struct tk_error *err)
{
	bool minus = len > 0 && text[0] == '-';
	const char *digits = text + minus;
	size_t rest = len - minus;
	const char *point = rest ? memchr(digits, '.', rest) : NULL;
	size_t whole_len = point ? (size_t)(point - digits) : rest;
	int decimals;
	int64_t whole;

	if (!is_natural(digits, whole_len) || !read_decimals(digits + whole_len, rest - whole_len, &decimals))
		return tk__fail(err, TK_D_BAD_MONEY, text, len);
	if (!read_down(digits, whole_len, &whole) || whole < -(TK_MONEY_MAX / 100))
		return tk__fail(err, TK_D_MONEY_RANGE, text, len);
	int64_t cents = -whole * 100 + decimals;
	if (ret_cents)
		*ret_cents = minus ? -cents : cents;
	return TK_OK;
}

char *tk__money_format(int64_t cents, char out[TK_MONEY_TEXT])
{
	char digits[TK_MONEY_TEXT];
	size_t at = sizeof(digits);
	uint64_t rest = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;

	digits[--at] = '\0';
	for (int i = 0; i < 3 || rest; i++) {
		if (i == 2)
			digits[--at] = '.';
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	}
	if (cents < 0)
		digits[--at] = '-';
	return memcpy(out, digits + at, sizeof(digits) - at);
}
