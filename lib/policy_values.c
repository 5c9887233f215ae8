/* Reading policies, calendars and staff: single values, lists, names. */
#include <string.h>

#include "fail.h"
#include "num.h"
#include "policy_read.h"
#include "ticket/text.h"

const char *tk__read_text(struct tk_reading *r, const struct tk_node *node)
{
	if (node->kind != TK_NODE_SCALAR)
		TK_FIND(r, node, TK_D_PART_NOT_TEXT);
	else if (!node->len || tk_node_is_null(node))
		TK_FIND(r, node, TK_D_PART_EMPTY);
	else
		return node->text;
	return NULL;
}

bool tk__read_bool(struct tk_reading *r, const struct tk_node *node)
{
	const char *text = tk__read_text(r, node);

	if (text && strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		TK_FIND(r, node, TK_D_BAD_BOOL, text, (size_t)node->len);
	return text && strcmp(text, "true") == 0;
}

/* A value parser has filled r->one: it gets its place. */
static void at_node(struct tk_reading *r, const struct tk_node *node)
{
	r->one.field[0] = '\0';
	tk__at_node(&r->one, node, r->path);
	tk__read_report(r, node);
}

int64_t tk__read_number(struct tk_reading *r, const struct tk_node *node, int64_t min, int64_t max)
{
	const char *text = tk__read_text(r, node);
	int64_t number = min;

	if (text && tk__int_parse(text, node->len, min, max, &number, tk__read_error(r)) != TK_OK) {
		at_node(r, node);
		return min;
	}
	return number;
}

bool tk__read_span(struct tk_reading *r, const struct tk_node *node, bool zero, struct tk_span *ret)
{
	const char *text = tk__read_text(r, node);

	*ret = (struct tk_span){0, 0};
	if (!text)
		return false;
	if (tk_span_parse(text, node->len, false, ret, tk__read_error(r)) != TK_OK) {
		at_node(r, node);
		return false;
	}
	if (zero || ret->seconds || ret->business_days)
		return true;
	TK_FIND(r, node, TK_D_TARGET_ZERO, text, (size_t)node->len);
	return false;
}

void tk__find_word(struct tk_reading *r, const struct tk_node *node, const char *const *words, size_t count)
{
	char all[256];
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(words[i]);
		if (used + len + 2 > sizeof(all))
			break;
		if (used) {
			memcpy(all + used, ", ", 2);
			used += 2;
		}
		memcpy(all + used, words[i], len);
		used += len;
	}
	const char *near = tk_text_suggest(node->text, node->len, words, count);
	TK_FIND(r, node, TK_D_UNKNOWN_WORD, node->text, (size_t)node->len, TK_S(near ? near : ""), all, used);
}

static void unknown_word(struct tk_reading *r, const struct tk_node *node, enum tk_words list)
{
	const char *ids[40] = {NULL};
	size_t count, n = 0;
	const struct tk_word *word = tk_words(list, &count);

	while (n < count && n < 40) {
		ids[n] = word[n].id;
		n++;
	}
	tk__find_word(r, node, ids, n);
}

int tk__read_word(struct tk_reading *r, const struct tk_node *node, enum tk_words list)
{
	const char *text = tk__read_text(r, node);
	int word = text ? tk_word_find(list, text, node->len) : -1;

	if (text && word < 0)
		unknown_word(r, node, list);
	return word;
}

int tk__read_field(struct tk_reading *r, const struct tk_node *node)
{
	const char *text = tk__read_text(r, node);
	int field = text ? tk_field_find(text, node->len) : -1;

	if (text && field < 0) {
		const char *near = tk_field_suggest(text, node->len);
		TK_FIND(r, node, TK_D_UNKNOWN_FIELD, text, (size_t)node->len, TK_S(near ? near : ""));
	}
	return field;
}

static enum tk_diag unknown_diag(enum tk_thing thing)
{
	static const enum tk_diag diag[] = {
		[TK_THING_CATEGORY] = TK_D_UNKNOWN_CATEGORY, [TK_THING_SUBCATEGORY] = TK_D_UNKNOWN_SUBCATEGORY,
		[TK_THING_TEAM] = TK_D_UNKNOWN_TEAM,         [TK_THING_EVENT] = TK_D_NO_POLICY_EVENT,
		[TK_THING_CLOCK] = TK_D_UNKNOWN_CLOCK,       [TK_THING_GUARD] = TK_D_UNKNOWN_GUARD,
		[TK_THING_CAUSE] = TK_D_UNKNOWN_CAUSE,       [TK_THING_QUESTION] = TK_D_UNKNOWN_QUESTION,
		[TK_THING_CALENDAR] = TK_D_UNKNOWN_CALENDAR, [TK_THING_TIER] = TK_D_UNKNOWN_TIER,
		[TK_THING_CHECKLIST] = TK_D_NO_CHECK_ITEM,
	};

	return diag[thing];
}

void tk__find_unknown(struct tk_reading *r, const struct tk_node *node, enum tk_thing thing)
{
	const char *const *names;
	size_t count = tk_policy_names(r->policy, thing, r->category, &names);
	const char *near = tk_text_suggest(node->text, node->len, names, count);

	TK_FIND(r, node, unknown_diag(thing), node->text, (size_t)node->len, TK_S(near ? near : ""));
}

const char *tk__read_name(struct tk_reading *r, const struct tk_node *node, enum tk_thing thing)
{
	const char *text = tk__read_text(r, node);
	const char *of = thing == TK_THING_SUBCATEGORY ? r->category : NULL;

	if (!text || !r->policy || tk_policy_has(r->policy, thing, of, text))
		return text;
	tk__find_unknown(r, node, thing);
	return NULL;
}

struct tk_list tk__read_list(struct tk_reading *r, const struct tk_node *node, tk_item_reader *check)
{
	struct tk_list list = {0};
	const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node;
	const char **item = tk__read_alloc(r, (node->kind == TK_NODE_SEQ ? node->count : 1) + 1U, sizeof(*item));

	if (!item)
		return list;
	list.item = item;
	if (node->kind == TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
		return list;
	}
	for (; n; n = node->kind == TK_NODE_SEQ ? n->next : NULL)
		if (check(r, n))
			item[list.count++] = n->text;
	return list;
}

bool tk__item_text(struct tk_reading *r, const struct tk_node *node)
{
	return tk__read_text(r, node) != NULL;
}

bool tk__item_role(struct tk_reading *r, const struct tk_node *node)
{
	return tk__read_word(r, node, TK_WORDS_ROLE) >= 0;
}

bool tk__item_event(struct tk_reading *r, const struct tk_node *node)
{
	return tk__read_name(r, node, TK_THING_EVENT) != NULL;
}

bool tk__item_check(struct tk_reading *r, const struct tk_node *node)
{
	return tk__read_name(r, node, TK_THING_CHECKLIST) != NULL;
}

bool tk__item_plan(struct tk_reading *r, const struct tk_node *node)
{
	return tk__read_word(r, node, TK_WORDS_PLAN) >= 0;
}

/* A word or phrase of customers: short, without control characters. */
bool tk__item_vocabulary(struct tk_reading *r, const struct tk_node *node)
{
	const char *text = tk__read_text(r, node);
	struct tk_value value;

	if (!text)
		return false;
	if (tk_field_value(TK_FIELD_PRODUCT_MODEL, text, node->len, &value, tk__read_error(r)) == TK_OK)
		return true;
	at_node(r, node);
	return false;
}

unsigned tk__read_statuses(struct tk_reading *r, const struct tk_node *node)
{
	const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node;
	unsigned bits = 0;

	if (node->kind == TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
		return 0;
	}
	for (; n; n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		if (tk__node_is(n, "open")) {
			bits |= TK_S_OPEN;
			continue;
		}
		int status = tk__read_word(r, n, TK_WORDS_STATUS);
		if (status >= 0)
			bits |= TK_S_BIT(status);
	}
	return bits;
}

static unsigned language_bit(const char *name)
{
	return strcmp(name, "en") == 0 ? 1 : strcmp(name, "zh") == 0 ? 2 : 0;
}

void tk__read_languages(struct tk_reading *r, const struct tk_node *node, void *into)
{
	const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node;
	unsigned bits = 0;

	(void)into;
	for (; n; n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		const char *text = tk__read_text(r, n);
		if (text && !language_bit(text))
			TK_FIND(r, n, TK_D_NO_LANGUAGE, text, (size_t)n->len);
		else if (text)
			bits |= language_bit(text);
	}
	if (node->kind == TK_NODE_SEQ && !node->first)
		TK_FIND(r, node, TK_D_PART_EMPTY);
	if (bits)
		r->languages = bits;
}

void tk__read_label(struct tk_reading *r, const struct tk_node *node)
{
	unsigned bits = 0;

	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return;
	}
	for (const struct tk_node *n = node->first; n; n = n->next) {
		size_t mark = tk__read_enter(r, n->key->text);
		if (!language_bit(n->key->text))
			TK_FIND(r, n->key, TK_D_NO_LANGUAGE, n->key->text, (size_t)n->key->len);
		else
			(void)tk__read_text(r, n);
		bits |= language_bit(n->key->text);
		tk__read_leave(r, mark);
	}
	if (r->languages & ~bits & 1U)
		TK_FIND(r, node, TK_D_LABEL_MISSING, TK_S("en"));
	if (r->languages & ~bits & 2U)
		TK_FIND(r, node, TK_D_LABEL_MISSING, TK_S("zh"));
}

void tk__read_prefix(struct tk_reading *r, const struct tk_node *node, void *into)
{
	const char *text = tk__read_text(r, node);
	size_t i = 0;

	(void)into;
	while (text && text[i] >= 'A' && text[i] <= 'Z')
		i++;
	if (text && (text[i] || i > 6))
		TK_FIND(r, node, TK_D_POLICY_PREFIX, text, (size_t)node->len);
}
