#include "json.h"

#include <string.h>

#include "ticket/text.h"

enum { PATH_MAX_LEN = 256 };

static void put_unit(struct tk_str *out, uint32_t unit)
{
	tk_str_printf(out, "\\u%04x", (unsigned)unit);
}

static void put_escaped(struct tk_str *out, uint32_t code)
{
	static const char names[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
	if (code == '"' || code == '\\') {
		tk_str_putc(out, '\\');
		tk_str_putc(out, (char)code);
	} else if (code < sizeof names && names[code] != 0) {
		tk_str_putc(out, '\\');
		tk_str_putc(out, names[code]);
	} else if (code > 0xFFFF) {
		put_unit(out, 0xD800 + ((code - 0x10000) >> 10));
		put_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF));
	} else {
		put_unit(out, code);
	}
}

void json_text(struct tk_str *out, const char *text, size_t len)
{
	size_t from = 0;
	tk_str_putc(out, '"');
	for (size_t i = 0; i < len;) {
		unsigned char c = (unsigned char)text[i];
		size_t bytes = 1;
		uint32_t code = c;
		if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
			i++;
			continue;
		}
		if (c >= 0x80)
			code = tk_utf8_next(text + i, len - i, &bytes);
		if (c < 0x80 || tk_char_is_unsafe(code)) {
			tk_str_add(out, text + from, i - from);
			put_escaped(out, code);
			from = i + bytes;
		}
		i += bytes;
	}
	tk_str_add(out, text + from, len - from);
	tk_str_putc(out, '"');
}

static void put_amount(struct tk_str *out, int64_t cents)
{
	uint64_t size = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
	tk_str_printf(out, "%s%llu.%02llu", cents < 0 ? "-" : "", (unsigned long long)(size / 100),
		      (unsigned long long)(size % 100));
}

/* ---- nodes: the type comes from the field where there is one ---- */

/* Everything as text. */
static void put_node(struct tk_str *out, const struct tk_node *node)
{
	size_t len = 0, n = 0;
	const char *text = tk_node_text(node, &len);
	if (text != NULL) {
		if (tk_node_is_null(node))
			tk_str_puts(out, "null");
		else
			json_text(out, text, len);
		return;
	}
	bool map = tk_node_kind(node) == TK_NODE_MAP;
	tk_str_putc(out, map ? '{' : '[');
	for (const struct tk_node *item = tk_node_first(node); item != NULL; item = tk_node_next(item)) {
		if (n++ > 0)
			tk_str_puts(out, ", ");
		if (map) {
			const char *key = tk_node_key(item, &len);
			json_text(out, key, len);
			tk_str_puts(out, ": ");
		}
		put_node(out, item);
	}
	tk_str_putc(out, map ? '}' : ']');
}

/* A scalar of one of the kinds that are no strings in JSON; anything unexpected stays text. */
static void put_scalar(struct tk_str *out, enum tk_kind kind, const struct tk_node *node)
{
	size_t len = 0;
	const char *text = tk_node_text(node, &len);
	bool whole = text != NULL && len > 0 && len < 16 && strspn(text, "0123456789") == len &&
		     (text[0] != '0' || len == 1);
	bool truth = text != NULL && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0);
	if ((kind == TK_KIND_INT && whole) || (kind == TK_KIND_BOOL && truth))
		tk_str_add(out, text, len);
	else
		put_node(out, node);
}

static int subfield(int field, const char *key)
{
	char name[PATH_MAX_LEN];
	const char *list = tk_field(field)->name;
	size_t a = strlen(list), b = strlen(key);
	if (a + b + 2 > sizeof name)
		return -1;
	memcpy(name, list, a);
	name[a] = '.';
	memcpy(name + a + 1, key, b + 1);
	return tk_field_find(name, a + 1 + b);
}

static void put_field(struct tk_str *out, int field, const struct tk_node *node);

static void put_record(struct tk_str *out, int field, const struct tk_node *record)
{
	size_t n = 0, len = 0;
	if (tk_node_kind(record) != TK_NODE_MAP) {
		put_node(out, record);
		return;
	}
	tk_str_putc(out, '{');
	for (const struct tk_node *item = tk_node_first(record); item != NULL; item = tk_node_next(item)) {
		const char *key = tk_node_key(item, &len);
		if (n++ > 0)
			tk_str_puts(out, ", ");
		json_text(out, key, len);
		tk_str_puts(out, ": ");
		put_field(out, subfield(field, key), item);
	}
	tk_str_putc(out, '}');
}

/* A list's or free mapping's entries, all of the field's item kind; or records. */
static void put_items(struct tk_str *out, int field, const struct tk_node *node)
{
	const struct tk_field *f = tk_field(field);
	bool map = tk_node_kind(node) == TK_NODE_MAP;
	size_t n = 0, len = 0;
	tk_str_putc(out, map ? '{' : '[');
	for (const struct tk_node *item = tk_node_first(node); item != NULL; item = tk_node_next(item)) {
		if (n++ > 0)
			tk_str_puts(out, ", ");
		if (map) {
			const char *key = tk_node_key(item, &len);
			json_text(out, key, len);
			tk_str_puts(out, ": ");
		}
		if (f->kind == TK_KIND_RECORDS)
			put_record(out, field, item);
		else
			put_scalar(out, f->item, item);
	}
	tk_str_putc(out, map ? '}' : ']');
}

static void put_field(struct tk_str *out, int field, const struct tk_node *node)
{
	struct tk_value value = {0};
	size_t len = 0;
	const char *text = tk_node_text(node, &len);
	if (field < 0 || (text != NULL && tk_node_is_null(node)))
		put_node(out, node);
	else if (text == NULL)
		put_items(out, field, node);
	else if (tk_field(field)->kind == TK_KIND_MONEY && tk_field_value(field, text, len, &value, NULL) == TK_OK)
		put_amount(out, value.number);
	else
		put_scalar(out, tk_field(field)->kind, node);
}

/* ---- values ---- */

static void put_time(struct tk_str *out, tk_time at, const struct tk_zone *zone)
{
	char text[TK_TIME_TEXT];
	tk_str_putc(out, '"');
	tk_str_puts(out, zone == NULL ? tk_time_format(at, 0, text) : tk_zone_format(zone, at, text));
	tk_str_putc(out, '"');
}

/* A scalar that is a string in JSON, with or without text of its own. */
static void put_string(struct tk_str *out, int field, const struct tk_value *value, const struct tk_zone *zone)
{
	char text[TK_TIME_TEXT];
	size_t count = 0;
	if (value->text != NULL) {
		json_text(out, value->text, value->len);
	} else if (value->kind == TK_KIND_TIME) {
		put_time(out, value->number, zone);
	} else if (value->kind == TK_KIND_DATE) {
		tk_date_format(value->number, text);
		json_text(out, text, strlen(text));
	} else {
		const struct tk_word *words =
			value->kind == TK_KIND_WORD && field >= 0 ? tk_words(tk_field(field)->words, &count) : NULL;
		if (value->number >= 0 && (uint64_t)value->number < count)
			json_text(out, words[value->number].id, strlen(words[value->number].id));
		else
			tk_str_puts(out, "null");
	}
}

static void put_list(struct tk_str *out, const char *items, size_t size)
{
	tk_str_putc(out, '[');
	for (size_t at = 0; at < size;) {
		size_t len = strnlen(items + at, size - at);
		tk_str_puts(out, at > 0 ? ", " : "");
		json_text(out, items + at, len);
		at += len + 1;
	}
	tk_str_putc(out, ']');
}

void json_value(struct tk_str *out, int field, const struct tk_value *value, const struct tk_zone *zone)
{
	if (!value->set) {
		tk_str_puts(out, "null");
		return;
	}
	switch (value->kind) {
	case TK_KIND_BOOL:
		tk_str_puts(out, value->number != 0 ? "true" : "false");
		break;
	case TK_KIND_INT:
	case TK_KIND_SPAN:
		tk_str_int(out, value->number);
		break;
	case TK_KIND_MONEY:
		put_amount(out, value->number);
		break;
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		if (value->node == NULL && value->kind == TK_KIND_MAP)
			tk_str_puts(out, "{}");
		else if (value->node == NULL)
			put_list(out, value->text, value->text == NULL ? 0 : value->len);
		else if (field < 0)
			put_node(out, value->node);
		else
			put_field(out, field, value->node);
		break;
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_WORD:
	case TK_KIND_NAME:
	case TK_KIND_TICKET:
	case TK_KIND_TIME:
	case TK_KIND_DATE:
		put_string(out, field, value, zone);
		break;
	}
}

void json_records(struct tk_str *out, const struct tk_node *records, const int *fields, size_t n)
{
	size_t nrecord = 0;
	tk_str_putc(out, '[');
	for (const struct tk_node *record = tk_node_first(records); record != NULL; record = tk_node_next(record)) {
		tk_str_puts(out, nrecord++ > 0 ? ", {" : "{");
		for (size_t i = 0; i < n; i++) {
			const char *key = strrchr(tk_field(fields[i])->name, '.') + 1;
			const struct tk_node *node = tk_node_get(record, key);
			if (i > 0)
				tk_str_puts(out, ", ");
			json_text(out, key, strlen(key));
			tk_str_puts(out, ": ");
			if (node == NULL)
				tk_str_puts(out, "null");
			else
				put_field(out, fields[i], node);
		}
		tk_str_putc(out, '}');
	}
	tk_str_putc(out, ']');
}

/* ---- whole tickets ---- */

/* `set` and `was`: field names, flat, with the types of the fields; `ratings`: marks. */
static void put_key_map(struct tk_str *out, int key, const struct tk_node *map)
{
	bool fields = key == TK_KEY_SET || key == TK_KEY_WAS;
	size_t n = 0, len = 0;
	tk_str_putc(out, '{');
	for (const struct tk_node *item = tk_node_first(map); item != NULL; item = tk_node_next(item)) {
		const char *name = tk_node_key(item, &len);
		if (n++ > 0)
			tk_str_puts(out, ", ");
		json_text(out, name, len);
		tk_str_puts(out, ": ");
		if (fields)
			put_field(out, tk_field_find(name, len), item);
		else
			put_scalar(out, key == TK_KEY_RATINGS ? TK_KIND_INT : TK_KIND_TEXT, item);
	}
	tk_str_putc(out, '}');
}

static void put_entry(struct tk_str *out, const struct tk_node *entry)
{
	size_t n = 0, len = 0;
	if (tk_node_kind(entry) != TK_NODE_MAP) {
		put_node(out, entry);
		return;
	}
	tk_str_putc(out, '{');
	for (const struct tk_node *item = tk_node_first(entry); item != NULL; item = tk_node_next(item)) {
		const char *name = tk_node_key(item, &len);
		int key = tk_key_find(name, len);
		if (n++ > 0)
			tk_str_puts(out, ", ");
		json_text(out, name, len);
		tk_str_puts(out, ": ");
		if (key < 0)
			put_node(out, item);
		else if (tk_node_kind(item) == TK_NODE_MAP)
			put_key_map(out, key, item);
		else
			put_scalar(out, tk_key(key)->kind, item);
	}
	tk_str_putc(out, '}');
}

static void put_log(struct tk_str *out, const struct tk_node *log)
{
	size_t n = 0;
	if (tk_node_kind(log) != TK_NODE_SEQ) {
		put_node(out, log);
		return;
	}
	tk_str_putc(out, '[');
	for (const struct tk_node *entry = tk_node_first(log); entry != NULL; entry = tk_node_next(entry)) {
		if (n++ > 0)
			tk_str_puts(out, ", ");
		put_entry(out, entry);
	}
	tk_str_putc(out, ']');
}

/* A mapping of the head whose keys stand under `prefix` ("", "customer."); reading has limited the depth. */
static void put_head(struct tk_str *out, const char *prefix, const struct tk_node *map)
{
	size_t n = 0, len = 0, before = strlen(prefix);
	tk_str_putc(out, '{');
	for (const struct tk_node *item = tk_node_first(map); item != NULL; item = tk_node_next(item)) {
		char path[PATH_MAX_LEN];
		const char *key = tk_node_key(item, &len);
		int field = -1;
		bool fits = before + len + 2 <= sizeof path;
		if (n++ > 0)
			tk_str_puts(out, ", ");
		json_text(out, key, len);
		tk_str_puts(out, ": ");
		if (fits) {
			memcpy(path, prefix, before);
			memcpy(path + before, key, len);
			memcpy(path + before + len, ".", 2);
			field = tk_field_find(path, before + len);
		}
		if (before == 0 && strcmp(key, "log") == 0)
			put_log(out, item);
		else if (field < 0 && fits && tk_node_kind(item) == TK_NODE_MAP)
			put_head(out, path, item);
		else
			put_field(out, field, item);
	}
	tk_str_putc(out, '}');
}

void json_ticket(struct tk_str *out, const struct tk_ticket *ticket)
{
	put_head(out, "", tk_ticket_root(ticket));
}
