/* Values as text: for machines as they stand in files, for people in their language and time. */
#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "json.h"
#include "out_impl.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

bool out_is_number(enum tk_kind kind)
{
	return kind == TK_KIND_INT || kind == TK_KIND_MONEY || kind == TK_KIND_SPAN;
}

static bool is_sub(const struct out_column *column)
{
	return column->field >= 0 && (tk_field(column->field)->flags & TK_F_SUB) != 0;
}

static enum tk_words word_list(const struct out_column *column)
{
	return column->field >= 0 ? tk_field(column->field)->words : column->words;
}

static const char *word_label(const struct out_column *column, const struct tk_word *word)
{
	return word_list(column) == TK_WORDS_STATUS ? C_("status", word->label) : _(word->label);
}

static const struct tk_word *find_word(const struct out_column *column, const struct tk_value *value)
{
	size_t count = 0;
	enum tk_words list = word_list(column);
	if (value->kind != TK_KIND_WORD || list == TK_WORDS_NONE)
		return NULL;
	const struct tk_word *words = tk_words(list, &count);
	return value->number >= 0 && (uint64_t)value->number < count ? &words[value->number] : NULL;
}

/* The texts of a list's entries, or of one key of each record. */
static void put_joined(struct tk_str *buf, const struct tk_node *list, const char *key, const char *between, bool safe)
{
	size_t n = 0;
	for (const struct tk_node *item = tk_node_first(list); item != NULL; item = tk_node_next(item)) {
		size_t len = 0;
		const struct tk_node *node = key == NULL ? item : tk_node_get(item, key);
		const char *text = node == NULL ? NULL : tk_node_text(node, &len);
		if (text == NULL || tk_node_is_null(node))
			continue;
		if (n++ > 0)
			tk_str_puts(buf, between);
		if (safe)
			tk_text_safe(buf, text, len, false);
		else
			tk_str_add(buf, text, len);
	}
}

/* The same of a list that a command made: texts with a NUL behind each. */
static void put_items(struct tk_str *buf, const struct tk_value *value, const char *between, bool safe)
{
	for (size_t at = 0; at < value->len;) {
		size_t len = strnlen(value->text + at, value->len - at);
		if (at > 0)
			tk_str_puts(buf, between);
		if (safe)
			tk_text_safe(buf, value->text + at, len, false);
		else
			tk_str_add(buf, value->text + at, len);
		at += len + 1;
	}
}

/* Values that are no single scalar; false when it is one. */
static bool put_collection(struct tk_str *buf, const struct out_column *column, const struct tk_value *value,
			   const char *between, bool people)
{
	bool sub = is_sub(column);
	if (value->node == NULL && value->text != NULL) {
		if (value->kind == TK_KIND_LIST)
			put_items(buf, value, between, people);
		return value->kind == TK_KIND_LIST;
	}
	if (value->kind != TK_KIND_LIST && value->kind != TK_KIND_RECORDS && value->kind != TK_KIND_MAP &&
	    !(sub && value->node != NULL))
		return false;
	if (value->node == NULL)
		return true;
	if (sub || value->kind == TK_KIND_LIST)
		put_joined(buf, value->node, sub ? strrchr(column->name, '.') + 1 : NULL, between, people);
	else if (people)
		tk_str_int(buf, (int64_t)tk_node_count(value->node));
	else
		json_value(buf, column->field, value, NULL);
	return true;
}

void out_plain(const struct out *out, struct tk_str *buf, const struct out_column *column, const struct tk_value *value)
{
	char text[TK_TIME_TEXT];
	if (!value->set || put_collection(buf, column, value, "; ", false))
		return;
	switch (value->kind) {
	case TK_KIND_TIME:
		if (value->text != NULL)
			break;
		tk_str_puts(buf, out->options.zone == NULL ? tk_time_format(value->number, 0, text)
							   : tk_zone_format(out->options.zone, value->number, text));
		return;
	case TK_KIND_DATE:
		tk_str_puts(buf, tk_date_format(value->number, text));
		return;
	case TK_KIND_WORD: {
		const struct tk_word *word = find_word(column, value);
		if (value->text != NULL || word == NULL)
			break;
		tk_str_puts(buf, word->id);
		return;
	}
	case TK_KIND_SPAN:
	case TK_KIND_INT:
	case TK_KIND_MONEY:
	case TK_KIND_BOOL:
		json_value(buf, column->field, value, NULL);
		return;
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_NAME:
	case TK_KIND_TICKET:
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		break;
	}
	if (value->text != NULL)
		tk_str_add(buf, value->text, value->len);
}

/* The two largest units that are not nothing: 3d4h, 12m, 45s. */
static void put_span(struct tk_str *buf, int64_t seconds)
{
	static const struct {
		int64_t size;
		char letter;
	} units[] = {{DAY, 'd'}, {HOUR, 'h'}, {MINUTE, 'm'}, {1, 's'}};
	uint64_t left = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
	size_t first = 0;
	if (seconds < 0)
		tk_str_putc(buf, '-');
	while (first < 3 && left < (uint64_t)units[first].size)
		first++;
	for (size_t i = first; i < 4 && i < first + 2; i++) {
		uint64_t count = left / (uint64_t)units[i].size;
		if (count > 0 || i == first) {
			tk_str_int(buf, (int64_t)count);
			tk_str_putc(buf, units[i].letter);
		}
		left %= (uint64_t)units[i].size;
	}
}

static void put_local_time(const struct out *out, struct tk_str *buf, tk_time at)
{
	struct tk_civil c;
	if (out->options.zone == NULL)
		tk_utc_civil(at, &c);
	else
		tk_zone_civil(out->options.zone, at, &c);
	tk_str_printf(buf, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

/* The policy's label of a name, where the field holds names of the policy. */
static const char *find_label(const struct out *out, const struct out_column *column, const struct tk_value *value)
{
	const struct out_options *o = &out->options;
	enum tk_thing thing = TK_THING_CATEGORY;
	if (o->policy == NULL || value->text == NULL)
		return NULL;
	if (column->field == TK_FIELD_SUBCATEGORY)
		thing = TK_THING_SUBCATEGORY;
	else if (column->field == TK_FIELD_TEAM)
		thing = TK_THING_TEAM;
	else if (column->field == TK_FIELD_CUSTOMER_TIER)
		thing = TK_THING_TIER;
	else if (column->field == TK_FIELD_RESOLUTION_CAUSE)
		thing = TK_THING_CAUSE;
	else if (column->field != TK_FIELD_CATEGORY)
		return NULL;
	return tk_policy_label(o->policy, thing, NULL, value->text, o->language);
}

/* Times that stand in the records of a list, as people read them. */
static void put_local_times(const struct out *out, struct tk_str *buf, const struct tk_node *list, const char *key)
{
	size_t n = 0;
	for (const struct tk_node *item = tk_node_first(list); item != NULL; item = tk_node_next(item)) {
		size_t len = 0;
		const struct tk_node *node = tk_node_get(item, key);
		const char *text = node == NULL ? NULL : tk_node_text(node, &len);
		tk_time at;
		if (text == NULL || tk_node_is_null(node))
			continue;
		if (n++ > 0)
			tk_str_puts(buf, C_("list", ", "));
		if (tk_time_parse(text, len, &at, NULL, NULL) == TK_OK)
			put_local_time(out, buf, at);
		else
			tk_text_safe(buf, text, len, false);
	}
}

void out_human(const struct out *out, struct tk_str *buf, const struct out_column *column, const struct tk_value *value)
{
	const char *label = NULL;
	if (value->set && value->node != NULL && is_sub(column) && tk_field(column->field)->kind == TK_KIND_TIME) {
		put_local_times(out, buf, value->node, strrchr(column->name, '.') + 1);
		return;
	}
	if (!value->set || put_collection(buf, column, value, C_("list", ", "), true))
		return;
	switch (value->kind) {
	case TK_KIND_TIME:
		put_local_time(out, buf, value->number);
		return;
	case TK_KIND_SPAN:
		put_span(buf, value->number);
		return;
	case TK_KIND_BOOL:
		tk_str_puts(buf, value->number != 0 ? _("yes") : _("no"));
		return;
	case TK_KIND_DATE:
	case TK_KIND_INT:
	case TK_KIND_MONEY:
		out_plain(out, buf, column, value);
		return;
	case TK_KIND_WORD: {
		const struct tk_word *word = find_word(column, value);
		label = word == NULL ? NULL : word_label(column, word);
		if (word != NULL && word_list(column) == TK_WORDS_PRIORITY) { /* everybody says P1 */
			tk_str_puts(buf, word->id);
			tk_str_putc(buf, ' ');
		}
		break;
	}
	case TK_KIND_NAME:
		label = find_label(out, column, value);
		break;
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_TICKET:
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		break;
	}
	if (label != NULL)
		tk_text_safe(buf, label, strlen(label), false);
	else if (value->text != NULL)
		tk_text_safe(buf, value->text, value->len, false);
}
