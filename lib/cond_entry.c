/* Compiling conditions on log entries: `event: …` and `entry: …`. */
#include "cond_impl.h"

#include <string.h>

#include "fail.h"
#include "ticket/text.h"

/* The key of a log entry that a name means: "reason", or "consent.by" as a key inside one. */
static int entry_key(const char *name, const char **ret_sub)
{
	const char *dot = strchr(name, '.');
	int key = tk_key_find(name, dot ? (size_t)(dot - name) : strlen(name));

	*ret_sub = dot ? dot + 1 : NULL;
	if (key < 0 || !dot)
		return key;
	return tk_key(key)->kind == TK_KIND_MAP && dot[1] ? key : -1;
}

static void unknown_key(struct tk_reading *r, const struct tk_node *node)
{
	const char *names[TK_KEY_COUNT];

	for (int i = 0; i < TK_KEY_COUNT; i++)
		names[i] = tk_key(i)->name;
	const char *near = tk_text_suggest(node->text, node->len, names, TK_KEY_COUNT);
	TK_FIND(r, node, TK_D_NO_ENTRY_KEY, node->text, (size_t)node->len, TK_S(near ? near : ""));
}

static struct tk_key_test *add_key(struct tk_entry_test *test, int key, const char *sub, enum tk_key_want want)
{
	struct tk_key_test *made = &test->key[test->nkey++];

	*made = (struct tk_key_test){.key = key, .sub = sub, .want = want};
	return made;
}

static struct tk_list read_filled(struct tk_reading *r, const struct tk_node *node, tk_item_reader *check)
{
	if (node->kind == TK_NODE_SEQ && !node->first)
		TK_FIND(r, node, TK_D_PART_EMPTY);
	return tk__read_list(r, node, check);
}

static void read_key_value(struct tk_reading *r, const struct tk_node *node, struct tk_key_test *into)
{
	const struct tk_key *key = tk_key(into->key);

	if (tk__node_is(node, "any") || tk__node_is(node, "none")) {
		into->want = tk__node_is(node, "any") ? TK_KEY_PRESENT : TK_KEY_ABSENT;
		return;
	}
	if (key->kind == TK_KIND_MAP && !into->sub) {
		TK_FIND(r, node, TK_D_COND_COLLECTION, TK_S(key->name));
		return;
	}
	into->value = read_filled(r, node, tk__item_text);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node; n && n->kind == TK_NODE_SCALAR;
	     n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		if (key->kind == TK_KIND_WORD && n->len)
			(void)tk__read_word(r, n, key->words);
		else if (key->kind == TK_KIND_BOOL)
			(void)tk__read_bool(r, n);
		else if (into->key == TK_KEY_CLOCK && n->len)
			(void)tk__read_name(r, n, TK_THING_CLOCK);
	}
}

static void read_has_keys(struct tk_reading *r, const struct tk_node *node, struct tk_entry_test *test)
{
	const char *sub;

	(void)tk__read_list(r, node, tk__item_text);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node; n && n->text;
	     n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		int key = entry_key(n->text, &sub);
		if (key >= 0)
			add_key(test, key, sub, TK_KEY_PRESENT);
		else if (n->len)
			unknown_key(r, n);
	}
}

static void read_age(struct tk_reading *r, const struct tk_node *node, struct tk_entry_test *test)
{
	const char *text = tk__read_text(r, node);
	size_t len = node->len;

	if (!text)
		return;
	test->age.op = tk__read_op(&text, &len);
	test->has_age = tk__read_seconds(r, node, text, len, &test->age.number);
}

/* One key of `event: …` or `entry: …`.  Returns false when it belongs to neither. */
bool tk__cond_entry_part(struct tk_reading *r, const struct tk_node *n, struct tk_entry_test *test, bool logged)
{
	const char *name = n->key->text, *sub;
	int key = entry_key(name, &sub);

	if (logged && strcmp(name, "event") == 0) {
		test->event = read_filled(r, n, tk__item_event);
	} else if (logged && strcmp(name, "since") == 0) {
		test->since = read_filled(r, n, tk__item_event);
		for (size_t i = 0; i < test->since.count; i++)
			test->all_rounds |= strcmp(test->since.item[i], "received") == 0;
	} else if (logged && strcmp(name, "age") == 0) {
		read_age(r, n, test);
	} else if (!logged && strcmp(name, "has") == 0) {
		read_has_keys(r, n, test);
	} else if (strcmp(name, "by") == 0) {
		test->role = read_filled(r, n, tk__item_role);
	} else if (key == TK_KEY_AT || key == TK_KEY_RECORDED || key == TK_KEY_EVENT || key == TK_KEY_SET ||
		   key == TK_KEY_WAS) {
		if (logged)
			return false;
		TK_FIND(r, n->key, TK_D_COND_USE, TK_S(name));
	} else if (key >= 0) {
		read_key_value(r, n, add_key(test, key, sub, TK_KEY_ONE_OF));
	} else {
		return false;
	}
	return true;
}

struct tk_entry_test *tk__cond_entry_test(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_entry_test *test = tk__read_alloc(r, 1, sizeof(*test));
	const struct tk_node *has = tk_node_get(node, "has");

	if (test)
		test->key = tk__read_alloc(r, node->count + (has ? has->count : 0U) + 1U, sizeof(*test->key));
	return test && test->key ? test : NULL;
}

struct tk_cond *tk__cond_entry(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_cond *cond = tk__cond_make(r, TK_COND_ENTRY, node);

	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return NULL;
	}
	if (!cond || !(cond->entry = tk__cond_entry_test(r, node)))
		return NULL;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		size_t mark = tk__read_enter(r, n->key->text);
		if (!tk__cond_entry_part(r, n, cond->entry, false))
			unknown_key(r, n->key);
		tk__read_leave(r, mark);
	}
	return cond;
}
