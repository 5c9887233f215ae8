/*
 * The field table and finding a field in it; see ticket/field.h.
 *
 * Files hold their fields in about the order of the table, so whoever decodes one starts each search behind the last
 * hit and finds most fields within a step or two.  Lengths are compared first; no search allocates.
 */
#include <string.h>

#include "ticket/text.h"
#include "ticket_impl.h"

#define N_(text) text

static const struct tk_field fields[] = {
#define TK_FIELD(id, name, kind, item, words, flags, max, label, doc) \
	{name, TK_KIND_##kind, TK_KIND_##item, TK_WORDS_##words, flags, max, label, doc},
#include "ticket/field.def"
#undef TK_FIELD
};

static const unsigned char field_len[] = {
#define TK_FIELD(id, name, kind, item, words, flags, max, label, doc) sizeof(name) - 1,
#include "ticket/field.def"
#undef TK_FIELD
};

static const char *const field_names[] = {
#define TK_FIELD(id, name, kind, item, words, flags, max, label, doc) name,
#include "ticket/field.def"
#undef TK_FIELD
};

const struct tk_field *tk_field(int id)
{
	return id >= 0 && id < TK_FIELD_COUNT ? &fields[id] : NULL;
}

int tk_field_find(const char *name, size_t len)
{
	return tk__field_seek(0, NULL, 0, name, len);
}

const char *tk_field_suggest(const char *name, size_t len)
{
	return tk_text_suggest(name, len, field_names, TK_FIELD_COUNT);
}

static bool is_named(int id, const char *group, size_t group_len, const char *key, size_t len)
{
	const char *name = fields[id].name;

	if (group_len == 0)
		return memcmp(name, key, len) == 0;
	return name[group_len] == '.' && memcmp(name + group_len + 1, key, len) == 0 &&
	       memcmp(name, group, group_len) == 0;
}

int tk__field_seek(int from, const char *group, size_t group_len, const char *key, size_t len)
{
	size_t whole = group_len ? group_len + 1 + len : len;

	for (int i = 0, id = from; i < TK_FIELD_COUNT; i++, id++) {
		if (id >= TK_FIELD_COUNT)
			id = 0;
		if (field_len[id] == whole && is_named(id, group, group_len, key, len))
			return id;
	}
	return -1;
}

int tk__field_group(int from, const char *group, size_t len)
{
	for (int i = 0, id = from; i < TK_FIELD_COUNT; i++, id++) {
		if (id >= TK_FIELD_COUNT)
			id = 0;
		if (field_len[id] > len && fields[id].name[len] == '.' && memcmp(fields[id].name, group, len) == 0)
			return id;
	}
	return -1;
}

/* "2" of "parts.2.arrived": 1 to 99999, without leading zeros. */
static bool record_number(const char *text, size_t len, size_t *ret)
{
	size_t number = 0;

	if (len == 0 || len > 5 || text[0] == '0')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = number * 10 + (size_t)(text[i] - '0');
	}
	*ret = number;
	return true;
}

/* parts.2.arrived, order.lines.1.price, checklist.badge: what lies behind a field that holds several values. */
static bool inner_path(const char *name, size_t len, size_t dot, struct tk_field_path *ret)
{
	int outer = tk_field_find(name, dot);
	const char *rest = name + dot + 1;
	size_t rest_len = len - dot - 1;

	if (outer < 0)
		return false;
	if (fields[outer].kind == TK_KIND_MAP && rest_len > 0) {
		*ret = (struct tk_field_path){.field = outer, .key = rest, .key_len = rest_len};
		return true;
	}
	const char *end = memchr(rest, '.', rest_len);
	size_t number = 0;
	if (fields[outer].kind != TK_KIND_RECORDS || !end || !record_number(rest, (size_t)(end - rest), &number))
		return false;
	int sub = tk__field_seek(outer, name, dot, end + 1, rest_len - (size_t)(end - rest) - 1);
	if (sub < 0)
		return false;
	*ret = (struct tk_field_path){.field = sub, .record = number};
	return true;
}

bool tk__field_path(const char *name, size_t len, struct tk_field_path *ret)
{
	int id = tk_field_find(name, len);

	if (id >= 0) {
		*ret = (struct tk_field_path){.field = id};
		return true;
	}
	for (size_t dot = 1; dot + 1 < len; dot++)
		if (name[dot] == '.' && inner_path(name, len, dot, ret))
			return true;
	return false;
}
