/*
 * What a text looks like on a terminal: its width, and a form of it that cannot do anything there.
 *
 * Widths are counted by grapheme clusters, as terminals do that know them: a family joined from three emoji takes two
 * columns.  A character that is not shown as itself always stands alone, so that width and safe form agree.
 */
#include "ticket/text.h"

#include <string.h>
#include <utf8proc.h>

enum { ESCAPE_TEXT = 16, BROKEN_BYTE = -1 };

#define EMOJI_STYLE 0xFE0F

static bool is_printable_ascii(unsigned char c)
{
	return c >= 0x20 && c < 0x7F;
}

bool tk_char_is_unsafe(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0x061C, 0x061C},   /* Arabic letter mark */
		{0x180E, 0x180E},   /* Mongolian vowel separator */
		{0x200B, 0x200B},   /* zero width space */
		{0x200E, 0x200F},   /* marks of direction */
		{0x2028, 0x202E},   /* LS, PS, embeddings and overrides */
		{0x2060, 0x206F},   /* word joiner, invisible operators, isolates, deprecated */
		{0xD800, 0xDFFF},   /* surrogates: no characters */
		{0xFEFF, 0xFEFF},   /* BOM */
		{0xFFF9, 0xFFFB},   /* interlinear */
		{0x1BCA0, 0x1BCA3}, /* shorthand controls */
		{0x1D173, 0x1D17A}, /* musical controls */
		{0xE0000, 0xE00FF}, /* tags; the variation selectors behind them are harmless */
		{0xE01F0, 0xE0FFF}, /* reserved, never shown */
	};

	if (code < 0xA0)
		return code < 0x20 || code >= 0x7F;
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]) && code >= ranges[i].first; i++)
		if (code <= ranges[i].last)
			return true;
	return code > 0x10FFFF;
}

int tk_char_width(uint32_t code)
{
	if (code < 0xA0)
		return code >= 0x20 && code < 0x7F;
	/* Vowels and tails of decomposed Korean syllables stand inside the block of their first letter. */
	if ((code >= 0x1160 && code <= 0x11FF) || (code >= 0xD7B0 && code <= 0xD7FF))
		return 0;
	return code > 0x10FFFF ? 0 : utf8proc_charwidth((utf8proc_int32_t)code);
}

/* One character of a text; `code` is BROKEN_BYTE where the text is not UTF-8. */
struct piece {
	int32_t code;
	size_t bytes;
	bool shown_otherwise;
};

static struct piece piece_at(const char *text, size_t len)
{
	size_t bytes;
	uint32_t code = tk_utf8_next(text, len, &bytes);

	if (code > 0x7F && bytes == 1)
		return (struct piece){BROKEN_BYTE, bytes, true};
	return (struct piece){(int32_t)code, bytes, tk_char_is_unsafe(code)};
}

static char *put_hex(char *out, uint32_t number, int digits)
{
	for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
		*out++ = "0123456789abcdef"[number >> shift & 0xF];
	return out;
}

static int hex_digits(uint32_t number)
{
	int digits = 1;

	while (number >>= 4)
		digits++;
	return digits;
}

/* What stands for a character that must not be shown; stores the columns it takes.  Returns its bytes. */
static size_t escape(const char *text, struct piece piece, char out[ESCAPE_TEXT], size_t *ret_columns)
{
	uint32_t code = (uint32_t)piece.code;
	char *p = out;

	if (piece.code == '\t') {
		*p++ = ' ';
		*ret_columns = 1;
	} else if (piece.code == BROKEN_BYTE) {
		*p++ = '\\';
		*p++ = 'x';
		p = put_hex(p, (unsigned char)text[0], 2);
		*ret_columns = 4;
	} else if (code < 0x20 || code == 0x7F) {
		/* The control pictures: U+2400 for NUL … U+241F, U+2421 for DEL. */
		*p++ = '\xE2';
		*p++ = '\x90';
		*p++ = (char)(0x80 + (code == 0x7F ? 0x21 : code));
		*ret_columns = 1;
	} else {
		*p++ = '\\';
		*p++ = 'u';
		*p++ = '{';
		p = put_hex(p, code, hex_digits(code));
		*p++ = '}';
		*ret_columns = (size_t)(p - out);
	}
	return (size_t)(p - out);
}

void tk_text_safe(struct tk_str *out, const char *text, size_t len, bool lines)
{
	size_t plain = 0, i = 0; /* text[plain..i) is to be copied as it is */

	while (i < len) {
		if (is_printable_ascii((unsigned char)text[i])) {
			i++;
			continue;
		}
		struct piece piece = piece_at(text + i, len - i);
		if (piece.shown_otherwise && !(lines && piece.code == '\n')) {
			char instead[ESCAPE_TEXT];
			size_t columns;
			size_t bytes = escape(text + i, piece, instead, &columns);
			tk_str_add(out, text + plain, i - plain);
			tk_str_add(out, instead, bytes);
			plain = i + piece.bytes;
		}
		i += piece.bytes;
	}
	tk_str_add(out, text + plain, len - plain);
}

static bool is_regional(int32_t code)
{
	return code >= 0x1F1E6 && code <= 0x1F1FF;
}

/* Bytes of the ideograph at `text` when what follows cannot join it, else 0.  Lead bytes E4 to E9 are U+4000..9FFF. */
static size_t lone_ideograph(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t bytes;

	if (p[0] < 0xE4 || p[0] > 0xE9 || tk_utf8_next(text, len, &bytes) < 0x4E00 || bytes != 3)
		return 0;
	return len == 3 || p[3] < 0x80 || (p[3] >= 0xE4 && p[3] <= 0xE9) ? 3 : 0;
}

/* The grapheme cluster at `text` (len > 0): stores its columns, returns its bytes. */
static size_t cluster(const char *text, size_t len, size_t *ret_columns)
{
	if (is_printable_ascii((unsigned char)text[0]) && (len == 1 || (unsigned char)text[1] < 0x80)) {
		*ret_columns = 1;
		return 1;
	}
	size_t bytes = lone_ideograph(text, len);
	if (bytes) {
		*ret_columns = 2;
		return bytes;
	}
	struct piece piece = piece_at(text, len);
	if (piece.shown_otherwise) {
		char instead[ESCAPE_TEXT];
		escape(text, piece, instead, ret_columns);
		return piece.bytes;
	}
	int width = tk_char_width((uint32_t)piece.code);
	utf8proc_int32_t state = 0;
	for (bytes = piece.bytes; bytes < len;) {
		struct piece next = piece_at(text + bytes, len - bytes);
		if (next.shown_otherwise || utf8proc_grapheme_break_stateful(piece.code, next.code, &state))
			break;
		int wide = tk_char_width((uint32_t)next.code);
		if (wide > width)
			width = wide;
		if ((next.code == EMOJI_STYLE && width == 1) || (is_regional(piece.code) && is_regional(next.code)))
			width = 2;
		bytes += next.bytes;
		piece = next;
	}
	*ret_columns = (size_t)width;
	return bytes;
}

size_t tk_text_width(const char *text, size_t len)
{
	size_t columns = 0, width;

	for (size_t i = 0; i < len; columns += width)
		i += cluster(text + i, len - i, &width);
	return columns;
}

size_t tk_text_fit(const char *text, size_t len, size_t columns)
{
	size_t i = 0, width;

	while (i < len) {
		size_t bytes = cluster(text + i, len - i, &width);
		if (width > columns)
			break;
		columns -= width;
		i += bytes;
	}
	return i;
}
