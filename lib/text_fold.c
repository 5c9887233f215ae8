/*
 * Folding for comparison: the NFKC_Casefold of Unicode, in which width, case, compatibility forms and invisible
 * characters make no difference: "ＦＡＱ１" and "faq1" are the same.
 *
 * Searching folds every text of every ticket, so what most texts consist of does not pass through utf8proc: ASCII,
 * ideographs, full-width letters and punctuation ("simple" below).  A simple character begins a new run of
 * normalisation; only what follows it may still join it, so the one before anything else goes there with it.
 */
#include <utf8proc.h>

#include "ticket/text.h"

enum {
	CHUNK = 256,
	SOFT_CUT = 256, /* bytes after which a run for utf8proc ends at the next grapheme cluster … */
	HARD_CUT = 512, /* … or anywhere: its reordering is quadratic in the marks on one letter */
	DECOMPOSED = HARD_CUT / 3 * 18 + 8, /* no character becomes more than 18 */
};

#define FOLD                                                                                            \
	((utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | \
			     UTF8PROC_IGNORE))

static char ascii_fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + ('a' - 'A'));
	return c;
}

static bool is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

/* Ideographs and the punctuation around them, none of which folding changes. */
static bool is_ideographic(uint32_t code)
{
	return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) || code == 0x3001 ||
	       code == 0x3002 || (code >= 0x3008 && code <= 0x3011);
}

/* The full-width forms of ASCII. */
static bool is_full_width(uint32_t code)
{
	return code >= 0xFF01 && code <= 0xFF5E;
}

static bool is_simple(const char *text, size_t len)
{
	size_t bytes;

	if (is_ascii(text[0]))
		return true;
	uint32_t code = tk_utf8_next(text, len, &bytes);
	return is_ideographic(code) || is_full_width(code);
}

/* How much of the source, and of the output, the last simple character took. */
struct last {
	size_t in, out;
};

static size_t fold_ascii(struct tk_str *out, const char *text, size_t len)
{
	char chunk[CHUNK];
	size_t n = 0;

	for (; n < len && n < CHUNK && is_ascii(text[n]); n++)
		chunk[n] = ascii_fold(text[n]);
	tk_str_add(out, chunk, n);
	return n;
}

static size_t fold_ideographs(struct tk_str *out, const char *text, size_t len)
{
	size_t n = 0, bytes;

	while (n < len && is_ideographic(tk_utf8_next(text + n, len - n, &bytes)))
		n += bytes;
	tk_str_add(out, text, n);
	return n;
}

/* Folds the simple characters at `text` and says what the last one took.  Returns the bytes read. */
static size_t fold_simple(struct tk_str *out, const char *text, size_t len, struct last *ret_last)
{
	size_t n = 0;

	*ret_last = (struct last){0, 0};
	while (n < len) {
		size_t bytes;
		uint32_t code = tk_utf8_next(text + n, len - n, &bytes);
		if (code < 0x80) {
			n += fold_ascii(out, text + n, len - n);
			*ret_last = (struct last){1, 1};
		} else if (is_full_width(code)) {
			tk_str_putc(out, ascii_fold((char)(code - 0xFF01 + '!')));
			n += bytes;
			*ret_last = (struct last){bytes, 1};
		} else if (is_ideographic(code)) {
			n += fold_ideographs(out, text + n, len - n);
			*ret_last = (struct last){3, 3};
		} else {
			break;
		}
	}
	return n;
}

/* The bytes that go through utf8proc together: `held` bytes of a simple character and all that is not simple. */
static size_t other_run(const char *text, size_t len, size_t held)
{
	utf8proc_int32_t before = 0, state = 0;
	size_t n = held, bytes;

	while (n < len && n < HARD_CUT - 4 && !is_simple(text + n, len - n)) {
		uint32_t code = tk_utf8_next(text + n, len - n, &bytes);
		if (bytes == 1)
			break;
		bool cut = n > held && utf8proc_grapheme_break_stateful(before, (utf8proc_int32_t)code, &state);
		if (cut && n >= SOFT_CUT)
			break;
		before = (utf8proc_int32_t)code;
		n += bytes;
	}
	return n;
}

static void fold_other(struct tk_str *out, const char *text, size_t len)
{
	utf8proc_int32_t codes[DECOMPOSED];
	utf8proc_ssize_t n =
		utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, codes, DECOMPOSED - 1, FOLD);

	if (n >= 0 && n < DECOMPOSED)
		n = utf8proc_reencode(codes, n, FOLD);
	if (n >= 0 && n < (utf8proc_ssize_t)sizeof(codes))
		tk_str_add(out, (const char *)codes, (size_t)n);
	else
		tk_str_add(out, text, len);
}

/* Takes back what the last simple character put out. */
static void unput(struct tk_str *out, size_t bytes)
{
	if (out->failed != TK_OK || bytes == 0)
		return;
	out->len -= bytes;
	out->data[out->len] = '\0';
}

void tk_text_fold(struct tk_str *out, const char *text, size_t len)
{
	size_t i = 0;

	while (i < len) {
		struct last last;
		i += fold_simple(out, text + i, len - i, &last);
		if (i == len)
			break;
		size_t run = other_run(text + i - last.in, len - i + last.in, last.in);
		if (run == last.in) {
			tk_str_add(out, text + i, 1); /* a byte that is no UTF-8 */
			i++;
			continue;
		}
		unput(out, last.out);
		fold_other(out, text + i - last.in, run);
		i += run - last.in;
	}
}
