/* Growable bytes; see ticket/str.h for the invariants. */
#include "ticket/str.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

enum { DEFAULT_MAX = 64 << 20, FIRST_SIZE = 64 };

/* What `data` points to before the first append.  Never written: `cap` is 0 then. */
static char nothing[1];

void tk_str_init(struct tk_str *s, size_t max)
{
	*s = (struct tk_str){.data = nothing, .max = max ? max : DEFAULT_MAX, .failed = TK_OK};
}

void tk_str_clear(struct tk_str *s)
{
	if (s->cap)
		free(s->data);
	tk_str_init(s, s->max);
}

void tk_str_reset(struct tk_str *s)
{
	s->len = 0;
	s->failed = TK_OK;
	if (s->cap)
		s->data[0] = '\0';
}

/* Makes room for `more` bytes and the NUL. */
static bool reserve(struct tk_str *s, size_t more)
{
	if (s->failed != TK_OK)
		return false;
	if (more > s->max - s->len) {
		s->failed = TK_LIMIT;
		return false;
	}
	size_t need = s->len + more + 1;
	if (need <= s->cap)
		return true;
	size_t cap = s->cap ? s->cap : FIRST_SIZE;
	while (cap < need)
		cap = cap > SIZE_MAX / 2 ? need : cap * 2;
	char *data = realloc(s->cap ? s->data : NULL, cap);
	if (!data) {
		s->failed = TK_NOMEM;
		return false;
	}
	s->data = data;
	s->cap = cap;
	s->data[s->len] = '\0';
	return true;
}

void tk_str_add(struct tk_str *s, const char *bytes, size_t len)
{
	if (len == 0 || !reserve(s, len))
		return;
	memcpy(s->data + s->len, bytes, len);
	s->len += len;
	s->data[s->len] = '\0';
}

void tk_str_puts(struct tk_str *s, const char *text)
{
	tk_str_add(s, text, strlen(text));
}

void tk_str_putc(struct tk_str *s, char c)
{
	tk_str_add(s, &c, 1);
}

void tk_str_fill(struct tk_str *s, char c, size_t count)
{
	if (count == 0 || !reserve(s, count))
		return;
	memset(s->data + s->len, c, count);
	s->len += count;
	s->data[s->len] = '\0';
}

void tk_str_int(struct tk_str *s, int64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (number < 0)
		digits[--at] = '-';
	tk_str_add(s, digits + at, sizeof(digits) - at);
}

void tk_str_printf(struct tk_str *s, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	int len = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (len < 0 && s->failed == TK_OK)
		s->failed = TK_NOMEM;
	if (len <= 0 || !reserve(s, (size_t)len))
		return;
	va_start(ap, format);
	vsnprintf(s->data + s->len, (size_t)len + 1, format, ap);
	va_end(ap);
	s->len += (size_t)len;
}

enum tk_status tk_str_status(const struct tk_str *s, struct tk_error *err)
{
	if (s->failed == TK_OK)
		return TK_OK;
	if (s->failed == TK_LIMIT)
		return tk__fail(err, TK_D_TOO_LARGE, (int64_t)s->max);
	return tk__fail(err, TK_D_NOMEM);
}
