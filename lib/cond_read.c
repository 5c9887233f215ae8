/*
 * Compiling conditions.
 *
 * A mapping is an `all` of its keys: words of the language (all, any, not, has, event, entry …) or fields.  Names are
 * checked against the policy that is being read; what is wrong is reported and left out, so that one pass finds all.
 */
#include "cond_impl.h"

#include <string.h>

#include "fail.h"
#include "ticket/text.h"

enum { DEPTH_MAX = 8 };

static struct tk_cond *compile(struct tk_reading *r, const struct tk_node *node, unsigned uses, unsigned depth);

struct tk_cond *tk__cond_make(struct tk_reading *r, enum tk_cond_kind kind, const struct tk_node *node)
{
	struct tk_cond *cond = tk__read_alloc(r, 1, sizeof(*cond));

	if (!cond)
		return NULL;
	cond->kind = kind;
	cond->field = -1;
	cond->node = node;
	return cond;
}

static struct tk_cond *make_parent(struct tk_reading *r, enum tk_cond_kind kind, const struct tk_node *node,
				   size_t room)
{
	struct tk_cond *cond = tk__cond_make(r, kind, node);

	if (cond && !(cond->child = tk__read_alloc(r, room + 1, sizeof(struct tk_cond *))))
		return NULL;
	return cond;
}

static void adopt(struct tk_cond *parent, struct tk_cond *child)
{
	if (child)
		parent->child[parent->nchild++] = child;
}

/* ---- the language -------------------------------------------------------------------------------------------- */

static struct tk_cond *compile_list(struct tk_reading *r, const struct tk_node *node, enum tk_cond_kind kind,
				    unsigned uses, unsigned depth)
{
	struct tk_cond *cond = make_parent(r, kind, node, node->count);
	size_t index = 0;

	if (node->kind != TK_NODE_SEQ || !node->first) {
		TK_FIND(r, node, node->kind == TK_NODE_SEQ ? TK_D_PART_EMPTY : TK_D_PART_NOT_LIST);
		return NULL;
	}
	for (const struct tk_node *n = node->first; n && cond; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		adopt(cond, compile(r, n, uses, depth));
		tk__read_leave(r, mark);
	}
	return cond;
}

static struct tk_cond *wrap(struct tk_reading *r, const struct tk_node *node, enum tk_cond_kind kind, unsigned uses,
			    unsigned depth)
{
	struct tk_cond *cond = make_parent(r, kind, node, 1);
	struct tk_cond *child = compile(r, node, uses, depth);

	if (cond)
		adopt(cond, child);
	return cond && cond->nchild ? cond : NULL;
}

static struct tk_cond *compile_has(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_cond *all = make_parent(r, TK_COND_ALL, node, node->kind == TK_NODE_SEQ ? node->count : 1);

	if (node->kind == TK_NODE_MAP || (node->kind == TK_NODE_SEQ && !node->first)) {
		TK_FIND(r, node, node->kind == TK_NODE_MAP ? TK_D_PART_NOT_LIST : TK_D_PART_EMPTY);
		return NULL;
	}
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node; n && all;
	     n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		int field = tk__read_field(r, n);
		struct tk_cond *one = field < 0 ? NULL : tk__cond_make(r, TK_COND_PRESENT, n);
		if (one)
			one->field = field;
		adopt(all, one);
	}
	return all && all->nchild == 1 ? all->child[0] : all;
}

static struct tk_cond *compile_moved(struct tk_reading *r, const struct tk_node *node, enum tk_cond_kind kind)
{
	int field = tk__read_field(r, node);
	struct tk_cond *cond = field < 0 ? NULL : tk__cond_make(r, kind, node);

	if (!cond)
		return NULL;
	cond->field = field;
	if (kind == TK_COND_CHANGES || tk__cond_ordered(field))
		return cond;
	TK_FIND(r, node, TK_D_COND_OP, TK_S(tk_field(field)->name));
	return NULL;
}

static void read_same(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	if (node->kind != TK_NODE_SEQ)
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : NULL; n; n = n->next)
		(void)tk__read_field(r, n);
}

static void read_distinct(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_field(r, node);
}

static void read_within(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_span span;

	(void)into;
	(void)tk__read_span(r, node, false, &span);
}

static void read_least(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_number(r, node, 1, 1000000);
}

static const struct tk_part count_parts[] = {
	{"same", read_same, true},
	{"distinct", read_distinct, false},
	{"within", read_within, true},
	{"least", read_least, true},
};

static void check_texts(struct tk_reading *r, const struct tk_node *node, const char *word)
{
	if (strcmp(word, "count") == 0) {
		(void)tk__read_map(r, node, count_parts, sizeof(count_parts) / sizeof(count_parts[0]), NULL);
	} else if (strcmp(word, "words") == 0) {
		if (node->kind == TK_NODE_SEQ && !node->first)
			TK_FIND(r, node, TK_D_PART_EMPTY);
		(void)tk__read_list(r, node, tk__item_vocabulary);
	} else {
		const char *text = tk__read_text(r, node);
		if (text && (node->len < 3 || text[0] != '/' || text[node->len - 1] != '/'))
			TK_FIND(r, node, TK_D_COND_PATTERN, text, (size_t)node->len);
	}
}

struct word {
	const char *name;
	unsigned use;
	enum tk_cond_kind kind;
};

static const struct word language[] = {
	{"all", 0, TK_COND_ALL},
	{"any", 0, TK_COND_ANY},
	{"not", 0, TK_COND_NOT},
	{"has", TK_COND_FIELDS, TK_COND_PRESENT},
	{"event", TK_COND_EVENTS, TK_COND_EVENT},
	{"since", TK_COND_EVENTS, TK_COND_EVENT},
	{"entry", TK_COND_STEPS, TK_COND_ENTRY},
	{"was", TK_COND_STEPS, TK_COND_WAS},
	{"changes", TK_COND_STEPS, TK_COND_CHANGES},
	{"lowers", TK_COND_STEPS, TK_COND_LOWERS},
	{"raises", TK_COND_STEPS, TK_COND_RAISES},
	{"words", TK_COND_TEXTS, TK_COND_TEXT},
	{"pattern", TK_COND_TEXTS, TK_COND_TEXT},
	{"count", TK_COND_TEXTS, TK_COND_TEXT},
};

enum { NWORDS = sizeof(language) / sizeof(language[0]) };

static const struct word *word_of(const char *name)
{
	for (size_t i = 0; i < NWORDS; i++)
		if (strcmp(language[i].name, name) == 0)
			return &language[i];
	return NULL;
}

static struct tk_cond *compile_word(struct tk_reading *r, const struct tk_node *n, const struct word *word,
				    unsigned uses, unsigned depth)
{
	switch (word->kind) {
	case TK_COND_ALL:
	case TK_COND_ANY:
		return compile_list(r, n, word->kind, uses, depth + 1);
	case TK_COND_NOT:
	case TK_COND_WAS:
		return wrap(r, n, word->kind, uses, depth + 1);
	case TK_COND_PRESENT:
		return compile_has(r, n);
	case TK_COND_ENTRY:
		return tk__cond_entry(r, n);
	case TK_COND_CHANGES:
	case TK_COND_LOWERS:
	case TK_COND_RAISES:
		return compile_moved(r, n, word->kind);
	case TK_COND_TEXT:
		check_texts(r, n, word->name);
		return tk__cond_make(r, TK_COND_TEXT, n);
	case TK_COND_FIELD:
	case TK_COND_ABSENT:
	case TK_COND_EVENT:
		break;
	}
	TK_FIND(r, n->key, TK_D_PART_NO_KEY, TK_S("event")); /* since: without event: */
	return NULL;
}

static void unknown_name(struct tk_reading *r, const struct tk_node *key)
{
	const char *names[NWORDS];

	for (size_t i = 0; i < NWORDS; i++)
		names[i] = language[i].name;
	const char *near = tk_field_suggest(key->text, key->len);
	if (!near)
		near = tk_text_suggest(key->text, key->len, names, NWORDS);
	TK_FIND(r, key, TK_D_UNKNOWN_FIELD, key->text, (size_t)key->len, TK_S(near ? near : ""));
}

static struct tk_cond *compile_key(struct tk_reading *r, const struct tk_node *n, unsigned uses, unsigned depth)
{
	const struct word *word = word_of(n->key->text);
	int field = tk_field_find(n->key->text, n->key->len);

	if (word && word->use && !(uses & word->use)) {
		TK_FIND(r, n->key, TK_D_COND_USE, n->key->text, (size_t)n->key->len);
		return NULL;
	}
	if (word)
		return compile_word(r, n, word, uses, depth);
	if (field >= 0)
		return tk__cond_field(r, n, field);
	unknown_name(r, n->key);
	return NULL;
}

static struct tk_cond *event_cond(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_cond *cond = tk__cond_make(r, TK_COND_EVENT, node);

	if (!cond || !(cond->entry = tk__cond_entry_test(r, node)))
		return NULL;
	return cond;
}

static struct tk_cond *compile(struct tk_reading *r, const struct tk_node *node, unsigned uses, unsigned depth)
{
	struct tk_cond *all = make_parent(r, TK_COND_ALL, node, node->count + 1U), *logged = NULL;

	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return NULL;
	}
	if (depth > DEPTH_MAX) {
		TK_FIND(r, node, TK_D_COND_DEEP, (int64_t)DEPTH_MAX);
		return NULL;
	}
	if (all && (uses & TK_COND_EVENTS) && tk_node_get(node, "event"))
		adopt(all, logged = event_cond(r, node));
	for (const struct tk_node *n = node->first; n && all; n = n->next) {
		size_t mark = tk__read_enter(r, n->key->text);
		if (!logged || !tk__cond_entry_part(r, n, logged->entry, true))
			adopt(all, compile_key(r, n, uses, depth));
		tk__read_leave(r, mark);
	}
	return all && all->nchild == 1 ? all->child[0] : all;
}

struct tk_cond *tk__read_cond(struct tk_reading *r, const struct tk_node *node, unsigned uses)
{
	if (!node || tk_node_is_null(node))
		return NULL;
	struct tk_cond *cond = compile(r, node, uses, 1);
	if (!cond || (cond->kind == TK_COND_ALL && !cond->nchild))
		return NULL;
	cond->whole = node;
	return cond;
}

enum tk_status tk__cond_read(struct tk_arena *arena, const struct tk_node *node, const struct tk_policy *policy,
			     unsigned uses, const struct tk_sink *sink, struct tk_cond **ret, struct tk_error *err)
{
	struct tk_reading r;

	tk__read_begin(&r, arena, policy);
	*ret = tk__read_cond(&r, node, uses);
	enum tk_status status = tk__read_end(&r, sink, err);
	if (status != TK_OK)
		*ret = NULL;
	return status;
}
