/*
 * UTF-8 by the book: no overlong forms, no surrogates, nothing past U+10FFFF.
 *
 * Ticket files are mostly ASCII keys and Chinese text, so both are short paths here.
 */
#include <string.h>

#include "ticket/text.h"

#define REPLACEMENT UINT32_C(0xFFFD)

static bool is_tail(unsigned char c)
{
	return (c & 0xC0U) == 0x80;
}

/* Bytes of the character at `p`, or 0 when it is not one. */
static size_t sequence(const unsigned char *p, size_t rest)
{
	unsigned char c = p[0];

	if (c < 0x80)
		return 1;
	if (c < 0xC2 || c > 0xF4)
		return 0;
	if (c < 0xE0)
		return rest >= 2 && is_tail(p[1]) ? 2 : 0;
	if (c < 0xF0) {
		if (rest < 3 || !is_tail(p[1]) || !is_tail(p[2]))
			return 0;
		return (c == 0xE0 && p[1] < 0xA0) || (c == 0xED && p[1] > 0x9F) ? 0 : 3;
	}
	if (rest < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3]))
		return 0;
	return (c == 0xF0 && p[1] < 0x90) || (c == 0xF4 && p[1] > 0x8F) ? 0 : 4;
}

size_t tk_utf8_check(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i = 0;

	while (i < len) {
		uint64_t eight;
		if (len - i >= sizeof(eight)) {
			memcpy(&eight, p + i, sizeof(eight));
			if ((eight & UINT64_C(0x8080808080808080)) == 0) {
				i += sizeof(eight);
				continue;
			}
		}
		size_t bytes = sequence(p + i, len - i);
		if (bytes == 0)
			return i;
		i += bytes;
	}
	return len;
}

uint32_t tk_utf8_next(const char *text, size_t len, size_t *ret_bytes)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t bytes = len ? sequence(p, len) : 0;
	uint32_t c = bytes ? p[0] : 0;

	*ret_bytes = bytes ? bytes : 1;
	switch (bytes) {
	case 1:
		return c;
	case 2:
		return (c & 0x1F) << 6 | (p[1] & 0x3FU);
	case 3:
		return (c & 0x0F) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
	case 4:
		return (c & 0x07) << 18 | (p[1] & 0x3FU) << 12 | (p[2] & 0x3FU) << 6 | (p[3] & 0x3FU);
	}
	return REPLACEMENT;
}

void tk_utf8_put(struct tk_str *out, uint32_t code)
{
	char b[4];

	if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		code = REPLACEMENT;
	if (code < 0x80) {
		tk_str_putc(out, (char)code);
	} else if (code < 0x800) {
		b[0] = (char)(0xC0 | code >> 6);
		b[1] = (char)(0x80 | (code & 0x3F));
		tk_str_add(out, b, 2);
	} else if (code < 0x10000) {
		b[0] = (char)(0xE0 | code >> 12);
		b[1] = (char)(0x80 | (code >> 6 & 0x3F));
		b[2] = (char)(0x80 | (code & 0x3F));
		tk_str_add(out, b, 3);
	} else {
		b[0] = (char)(0xF0 | code >> 18);
		b[1] = (char)(0x80 | (code >> 12 & 0x3F));
		b[2] = (char)(0x80 | (code >> 6 & 0x3F));
		b[3] = (char)(0x80 | (code & 0x3F));
		tk_str_add(out, b, 4);
	}
}
