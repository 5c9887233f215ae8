/* From text to value: the strict reading of every kind, for fields and for the keys of log entries. */
#include <string.h>
#include <utf8proc.h>

#include "fail.h"
#include "num.h"
#include "ticket/text.h"
#include "ticket_impl.h"

enum {
	NAME_MAX_BYTES = 100,
	ITEM_MAX_BYTES = 255,      /* entries of lists: file names */
	KEY_TEXT_MAX_BYTES = 1000, /* one-line texts of log entries */
	KEY_PARA_MAX_BYTES = 65536,
	COUNT_MAX = 1000000,
	ID_MAX_BYTES = 39,
	LONGEST_LIST = 32
};

/* What a value must be; fields, list entries and log keys all come down to this. */
struct want {
	enum tk_kind kind;
	enum tk_words words;
	unsigned max;
	bool filled; /* a text must not be empty */
};

static enum tk_status bad_word(enum tk_words list, const char *text, size_t len, struct tk_error *err)
{
	const char *ids[LONGEST_LIST];
	char all[256];
	size_t count = 0, used = 0;
	const struct tk_word *word = tk_words(list, &count);

	for (size_t i = 0; i < count && i < LONGEST_LIST; i++) {
		size_t id_len = strlen(word[i].id);
		ids[i] = word[i].id;
		if (used + id_len + 2 > sizeof(all))
			break;
		if (used > 0) {
			memcpy(all + used, ", ", 2);
			used += 2;
		}
		memcpy(all + used, word[i].id, id_len);
		used += id_len;
	}
	const char *near = tk_text_suggest(text, len, ids, count);
	return tk__fail(err, TK_D_UNKNOWN_WORD, text, len, TK_S(near ? near : ""), all, used);
}

static enum tk_status bad_char(uint32_t code, struct tk_error *err)
{
	static const char digit[] = "0123456789ABCDEF";
	char name[12] = "U+";
	size_t len = 2;

	for (int shift = code > 0xFFFFF ? 20 : code > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4)
		name[len++] = digit[code >> shift & 0xF];
	return tk__fail(err, TK_D_UNSAFE_CHAR, name, len);
}

/* NEL, LS and PS are line breaks: the writer escapes them, so a text of several lines may hold them. */
static bool is_break(uint32_t code)
{
	return code == '\n' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

static enum tk_status check_chars(const char *text, size_t len, bool lines, struct tk_error *err)
{
	for (size_t i = 0; i < len;) {
		unsigned char byte = (unsigned char)text[i];
		size_t bytes = 1;
		uint32_t code = byte;
		if (byte >= 0x20 && byte < 0x7F) {
			i++;
			continue;
		}
		if (byte >= 0x80)
			code = tk_utf8_next(text + i, len - i, &bytes);
		if (is_break(code) && !lines)
			return tk__fail(err, TK_D_LINE_BREAK);
		bool allowed = lines && (is_break(code) || code == '\t');
		if (!allowed && tk_char_is_unsafe(code))
			return bad_char(code, err);
		i += bytes;
	}
	return TK_OK;
}

static bool is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n')
			return false;
	return true;
}

static enum tk_status text_value(const struct want *want, const char *text, size_t len, struct tk_value *ret,
				 struct tk_error *err)
{
	bool lines = want->kind == TK_KIND_PARA;

	if (tk_utf8_check(text, len) < len)
		return tk__fail(err, TK_D_NOT_UTF8, (int64_t)tk_utf8_check(text, len) + 1);
	while (lines && len > 0 && text[len - 1] == '\n')
		len--; /* not significant */
	if (want->filled && is_blank(text, len))
		return tk__fail(err, TK_D_EMPTY_VALUE);
	if (len > want->max)
		return tk__fail(err, TK_D_TEXT_TOO_LONG, (int64_t)len, (int64_t)want->max);
	ret->len = len;
	return check_chars(text, len, lines, err);
}

/* Letters, marks and digits of any script. */
static bool is_word_char(uint32_t code)
{
	if (code < 0x80)
		return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') ||
		       code == '.' || code == '_' || code == '-';
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static enum tk_status name_value(const char *text, size_t len, struct tk_error *err)
{
	bool good = len > 0 && text[0] != '.' && text[0] != '-' && tk_utf8_check(text, len) == len;

	for (size_t i = 0; good && i < len;) {
		size_t bytes = 1;
		uint32_t code = tk_utf8_next(text + i, len - i, &bytes);
		good = is_word_char(code) && !tk_char_is_unsafe(code);
		i += bytes;
	}
	if (!good)
		return len == 0 ? tk__fail(err, TK_D_EMPTY_VALUE) : tk__fail(err, TK_D_BAD_NAME, text, len);
	if (len > NAME_MAX_BYTES)
		return tk__fail(err, TK_D_TEXT_TOO_LONG, (int64_t)len, (int64_t)NAME_MAX_BYTES);
	return TK_OK;
}

static size_t run(const char *text, size_t len, size_t from, char first, char last)
{
	size_t i = from;

	while (i < len && text[i] >= first && text[i] <= last)
		i++;
	return i - from;
}

static bool is_ticket(const char *text, size_t len)
{
	int year = 0, month = 0, day = 0;
	size_t prefix = run(text, len, 0, 'A', 'Z');

	if (len > ID_MAX_BYTES || prefix < 1 || prefix > 6 || run(text, len, prefix, '0', '9') < 8)
		return false;
	if (!tk__digits(text + prefix, 4, &year) || !tk__digits(text + prefix + 4, 2, &month) ||
	    !tk__digits(text + prefix + 6, 2, &day) || !tk_civil_exists(year, month, day))
		return false;
	size_t node = run(text, len, prefix + 8, 'a', 'z');
	size_t number = run(text, len, prefix + 8 + node, '0', '9');
	return node <= 3 && number >= 3 && number <= 18 && prefix + 8 + node + number == len;
}

static enum tk_status word_value(enum tk_words list, const char *text, size_t len, struct tk_value *ret,
				 struct tk_error *err)
{
	int number = tk_word_find(list, text, len);

	if (number < 0)
		return len == 0 ? tk__fail(err, TK_D_EMPTY_VALUE) : bad_word(list, text, len, err);
	ret->number = number;
	return TK_OK;
}

static enum tk_status bool_value(const char *text, size_t len, struct tk_value *ret, struct tk_error *err)
{
	ret->number = len == 4 && memcmp(text, "true", 4) == 0;
	if (ret->number == 0 && !(len == 5 && memcmp(text, "false", 5) == 0))
		return tk__fail(err, TK_D_BAD_BOOL, text, len);
	return TK_OK;
}

static enum tk_status span_value(const char *text, size_t len, struct tk_value *ret, struct tk_error *err)
{
	struct tk_span span;
	enum tk_status status = tk_span_parse(text, len, false, &span, err);

	if (status == TK_OK && span.business_days != 0)
		return tk__fail(err, TK_D_BAD_SPAN, text, len);
	if (status == TK_OK)
		ret->number = span.seconds;
	return status;
}

static enum tk_status value_of(const struct want *want, const char *text, size_t len, struct tk_value *ret,
			       struct tk_error *err)
{
	*ret = (struct tk_value){.kind = want->kind, .set = true, .text = text, .len = len};
	switch (want->kind) {
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
		return text_value(want, text, len, ret, err);
	case TK_KIND_WORD:
		return word_value(want->words, text, len, ret, err);
	case TK_KIND_NAME:
		return name_value(text, len, err);
	case TK_KIND_TICKET:
		return is_ticket(text, len) ? TK_OK
		       : len == 0           ? tk__fail(err, TK_D_EMPTY_VALUE)
					    : tk__fail(err, TK_D_BAD_TICKET, text, len);
	case TK_KIND_TIME:
		return tk_time_parse(text, len, &ret->number, NULL, err);
	case TK_KIND_DATE:
		return tk_date_parse(text, len, &ret->number, err);
	case TK_KIND_SPAN:
		return span_value(text, len, ret, err);
	case TK_KIND_INT:
		return tk__int_parse(text, len, 0, COUNT_MAX, &ret->number, err);
	case TK_KIND_MONEY:
		return tk__money_parse(text, len, &ret->number, err);
	case TK_KIND_BOOL:
		return bool_value(text, len, ret, err);
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		break;
	}
	return tk__fail(err, TK_D_NOT_ONE_VALUE, text, len);
}

enum tk_status tk_field_value(int id, const char *text, size_t len, struct tk_value *ret, struct tk_error *err)
{
	const struct tk_field *field = tk_field(id);
	struct want want = {field->kind, field->words, field->max, id == TK_FIELD_TITLE};
	struct tk_value value;
	enum tk_status status;

	if (field->kind == TK_KIND_LIST || field->kind == TK_KIND_MAP) /* the text is one of its entries */
		want = (struct want){field->item, field->words, ITEM_MAX_BYTES, true};
	if (want.max == 0)
		want.max = KEY_PARA_MAX_BYTES; /* derived texts have no limit of their own */
	if (field->kind == TK_KIND_RECORDS)
		status = tk__fail(err, TK_D_NOT_ONE_VALUE, TK_S(field->name));
	else
		status = value_of(&want, text, len, &value, err);
	if (status != TK_OK) {
		tk__in(err, field->name, strlen(field->name));
		return status;
	}
	*ret = value;
	return TK_OK;
}

/* What stands under a key of a key: consent.by, ratings.timeliness, unknown.product.batch. */
static bool inner_want(int key, const char *sub, size_t len, struct want *ret)
{
	*ret = (struct want){TK_KIND_TEXT, TK_WORDS_NONE, KEY_TEXT_MAX_BYTES, true};
	if (key == TK_KEY_RATINGS)
		ret->kind = TK_KIND_INT;
	if (key == TK_KEY_CONSENT && len == 2 && memcmp(sub, "at", 2) == 0)
		ret->kind = TK_KIND_TIME;
	if (key == TK_KEY_CONSENT && len == 7 && memcmp(sub, "channel", 7) == 0)
		*ret = (struct want){TK_KIND_WORD, TK_WORDS_CHANNEL, 0, true};
	return key == TK_KEY_RATINGS || key == TK_KEY_CONSENT || key == TK_KEY_UNKNOWN;
}

static enum tk_status check_inner_key(int key, const char *sub, size_t len, struct tk_error *err)
{
	static const char *const consent[] = {"by", "at", "channel"};
	struct tk_field_path path;

	if (key == TK_KEY_RATINGS)
		return name_value(sub, len, err);
	if (key == TK_KEY_UNKNOWN) {
		const char *near = tk_field_suggest(sub, len);
		return tk__field_path(sub, len, &path)
			       ? TK_OK
			       : tk__fail(err, TK_D_UNKNOWN_FIELD, sub, len, TK_S(near ? near : ""));
	}
	for (size_t i = 0; i < sizeof(consent) / sizeof(consent[0]); i++)
		if (strlen(consent[i]) == len && memcmp(consent[i], sub, len) == 0)
			return TK_OK;
	const char *near = tk_text_suggest(sub, len, consent, sizeof(consent) / sizeof(consent[0]));
	return tk__fail(err, TK_D_UNKNOWN_KEY, sub, len, TK_S(near ? near : ""));
}

enum tk_status tk__key_value(int key, const char *text, size_t len, struct tk_value *ret, struct tk_error *err)
{
	const struct tk_key *row = tk_key(key);
	unsigned max = row->kind == TK_KIND_PARA ? KEY_PARA_MAX_BYTES : KEY_TEXT_MAX_BYTES;
	struct want want = {row->kind, row->words, max, row->kind == TK_KIND_TEXT};
	struct tk_value value;

	if (row->kind == TK_KIND_MAP)
		return tk__fail(err, TK_D_NOT_ONE_VALUE, TK_S(row->name));
	enum tk_status status = value_of(&want, text, len, &value, err);
	if (status == TK_OK)
		*ret = value;
	return status;
}

enum tk_status tk__key_inner(int key, const char *sub, size_t sub_len, const char *text, size_t len,
			     struct tk_value *ret, struct tk_error *err)
{
	struct want want;
	struct tk_value value;

	if (!inner_want(key, sub, sub_len, &want))
		return tk__fail(err, TK_D_NOT_SCALAR);
	enum tk_status status = check_inner_key(key, sub, sub_len, err);
	if (status == TK_OK)
		status = value_of(&want, text, len, &value, err);
	if (status == TK_OK && key == TK_KEY_RATINGS && (value.number < 1 || value.number > 5))
		status = tk__fail(err, TK_D_RATING_RANGE, text, len);
	if (status == TK_OK)
		*ret = value;
	return status;
}
