/*
 * The byte scan of a YAML file.
 *
 * Its speed is part of the price of every listing: ASCII goes through one table look-up a byte, the three-byte
 * characters of CJK through one comparison of both continuation bytes.
 */
#include "yaml_scan.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "fail.h"

enum byte_class { TEXT, LINE_FEED, RETURN, CONTROL, LEAD2, LEAD3, LEAD4, BAD };

static unsigned char class_of(unsigned char byte)
{
	if (byte == '\n')
		return LINE_FEED;
	if (byte == '\r')
		return RETURN;
	if (byte == '\t' || (byte >= 0x20 && byte < 0x7F))
		return TEXT;
	if (byte < 0x80)
		return CONTROL;
	if (byte < 0xC2 || byte > 0xF4)
		return BAD;
	return byte < 0xE0 ? LEAD2 : byte < 0xF0 ? LEAD3 : LEAD4;
}

/* A conflict counts only whole, with its three lines in order: a text may well have a line of equal signs. */
struct conflict {
	size_t ours, theirs;
	bool open, split, whole;
	size_t end;
};

struct scan {
	const char *text;
	size_t len;
	const char *path;
	struct tk_error *err;
	struct conflict conflict;
};

void tk__yaml_place(const char *text, size_t offset, unsigned *ret_line, unsigned *ret_col)
{
	unsigned line = 1, col = 1;
	size_t i = offset >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	for (; i < offset; i++) {
		if (text[i] == '\n') {
			line++;
			col = 1;
		} else if (((unsigned char)text[i] & 0xC0U) != 0x80) {
			col++;
		}
	}
	*ret_line = line;
	*ret_col = col;
}

static enum tk_status at_offset(const struct scan *s, size_t offset, enum tk_status status)
{
	unsigned line, col;

	tk__yaml_place(s->text, offset, &line, &col);
	tk__at(s->err, s->path, line, col);
	return status;
}

static enum tk_status fail_code(const struct scan *s, size_t offset, enum tk_diag diag, uint32_t code)
{
	char name[16];
	int n = snprintf(name, sizeof(name), "U+%04X", (unsigned)code);

	return at_offset(s, offset, tk__fail(s->err, diag, name, (size_t)n));
}

static enum tk_status fail_bad(const struct scan *s, size_t offset)
{
	return at_offset(s, offset, tk__fail(s->err, TK_D_NOT_UTF8, (int64_t)offset + 1));
}

/* Other Unicode encodings give themselves away by a BOM, or by the zero bytes of an ASCII first character. */
static const char *other_encoding(const char *text, size_t len)
{
	static const struct {
		char bytes[4];
		size_t len;
		const char *name;
	} marks[] = {
		{"\xFF\xFE\0\0", 4, "UTF-32"},
		{"\0\0\xFE\xFF", 4, "UTF-32"},
		{"\xFF\xFE", 2, "UTF-16"},
		{"\xFE\xFF", 2, "UTF-16"},
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (len >= marks[i].len && memcmp(text, marks[i].bytes, marks[i].len) == 0)
			return marks[i].name;
	if (len < 4)
		return NULL;
	if ((text[0] && !text[1] && text[2] && !text[3]) || (!text[0] && text[1] && !text[2] && text[3]))
		return "UTF-16";
	if ((text[0] && !text[1] && !text[2] && !text[3]) || (!text[0] && !text[1] && !text[2] && text[3]))
		return "UTF-32";
	return NULL;
}

static bool continues(unsigned char byte)
{
	return (byte & 0xC0U) == 0x80;
}

/* Three bytes: no overlong form, surrogate, line or paragraph separator, byte order mark, non-character. */
static bool good_three(const unsigned char *p)
{
	if (!continues(p[1]) || !continues(p[2]))
		return false;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] >= 0xA0))
		return false;
	if (p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9))
		return false;
	return p[0] != 0xEF || !((p[1] == 0xBB && p[2] == 0xBF) || (p[1] == 0xBF && p[2] >= 0xBE));
}

/* The length of the character at p if it is valid UTF-8 and not forbidden, else 0: for the slow path to say why. */
static size_t good_character(const unsigned char *p, size_t room, unsigned char class)
{
	if (class == LEAD2)
		return room >= 2 && continues(p[1]) && (p[0] != 0xC2 || p[1] >= 0xA0) ? 2 : 0;
	if (class == LEAD3)
		return room >= 3 && good_three(p) ? 3 : 0;
	if (class == LEAD4) {
		if (room < 4 || !continues(p[1]) || !continues(p[2]) || !continues(p[3]))
			return 0;
		return (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] >= 0x90) ? 0 : 4;
	}
	return 0;
}

static enum tk_status fail_character(const struct scan *s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s->text + i;
	size_t room = s->len - i;

	if (p[0] < 0x80)
		return fail_code(s, i, TK_D_YAML_CONTROL, p[0]);
	if (p[0] == 0xC2 && room >= 2 && continues(p[1]))
		return fail_code(s, i, p[1] == 0x85 ? TK_D_YAML_LINE_SEPARATOR : TK_D_YAML_CONTROL, p[1]);
	if (room >= 3 && p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9))
		return fail_code(s, i, TK_D_YAML_LINE_SEPARATOR, 0x2000U + (p[2] & 0x3FU));
	if (room >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF)
		return at_offset(s, i, tk__fail(s->err, TK_D_YAML_BOM));
	if (room >= 3 && p[0] == 0xEF && p[1] == 0xBF && continues(p[2]))
		return fail_code(s, i, TK_D_YAML_CONTROL, 0xFFC0U + (p[2] & 0x3FU));
	return fail_bad(s, i);
}

/* Whether the line at i is seven times `mark`, followed by a blank or the line's end. */
static bool is_marker(const struct scan *s, size_t i, char mark)
{
	if (s->len - i < 7)
		return false;
	for (size_t k = 0; k < 7; k++)
		if (s->text[i + k] != mark)
			return false;
	return s->len - i == 7 || strchr(" \r\n", s->text[i + 7]) != NULL;
}

static void line_start(struct scan *s, size_t i)
{
	struct conflict *c = &s->conflict;

	if (c->whole || i >= s->len)
		return;
	if (s->text[i] == '<' && is_marker(s, i, '<')) {
		c->ours = i;
		c->open = true;
		c->split = false;
	} else if (s->text[i] == '=' && c->open && is_marker(s, i, '=')) {
		c->split = true;
	} else if (s->text[i] == '>' && c->split && is_marker(s, i, '>')) {
		c->whole = true;
		c->end = i;
	}
}

/* A byte that is not simply text at i; moves on behind it. */
static enum tk_status special(struct scan *s, size_t *i, unsigned char class)
{
	size_t n;

	switch ((enum byte_class) class) {
	case LINE_FEED:
		line_start(s, ++*i);
		return TK_OK;
	case RETURN:
		if (*i + 1 >= s->len || s->text[*i + 1] != '\n')
			return at_offset(s, *i, tk__fail(s->err, TK_D_YAML_CR));
		++*i;
		return TK_OK;
	case LEAD2:
	case LEAD3:
	case LEAD4:
		n = good_character((const unsigned char *)s->text + *i, s->len - *i, class);
		*i += n;
		return n ? TK_OK : fail_character(s, *i);
	case TEXT:
	case CONTROL:
	case BAD:
		break;
	}
	return fail_character(s, *i);
}

static enum tk_status scan_all(struct scan *s, size_t i)
{
	unsigned char class[256];

	for (unsigned b = 0; b < 256; b++)
		class[b] = class_of((unsigned char)b);
	line_start(s, i);
	while (i < s->len) {
		unsigned char c = class[(unsigned char)s->text[i]];

		if (c == TEXT) {
			i++;
			continue;
		}
		enum tk_status status = special(s, &i, c);
		if (status != TK_OK)
			return status;
	}
	if (s->conflict.whole) {
		unsigned last, col;
		tk__yaml_place(s->text, s->conflict.end, &last, &col);
		return at_offset(s, s->conflict.ours, tk__fail(s->err, TK_D_YAML_CONFLICT, (int64_t)last));
	}
	return TK_OK;
}

enum tk_status tk__yaml_scan(const char *text, size_t len, const char *path, struct tk_yaml_bytes *ret,
			     struct tk_error *err)
{
	struct scan s = {.text = text, .len = len, .path = path, .err = err};
	const char *encoding = other_encoding(text, len);
	const char *feed = len ? memchr(text, '\n', len) : NULL;

	if (len && !text[0] && memcmp(text, text + 1, len - 1) == 0) {
		enum tk_status status = tk__fail(err, TK_D_YAML_ZEROS);
		tk__at(err, path, 1, 1);
		return status;
	}
	if (encoding) {
		enum tk_status status = tk__fail(err, TK_D_YAML_ENCODING, TK_S(encoding));
		tk__at(err, path, 1, 1);
		return status;
	}
	ret->bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	ret->crlf = feed && feed > text && feed[-1] == '\r';
	return scan_all(&s, ret->bom);
}
