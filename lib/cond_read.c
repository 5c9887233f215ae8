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

enum { DEPTH_MAX = 8, WORD_MAX = 200 };

static struct tk_cond *compile(struct tk_reading *r, const struct tk_node *node, unsigned uses, unsigned depth);

static struct tk_cond *make(struct tk_reading *r, enum tk_cond_kind kind, const struct tk_node *node)
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
	struct tk_cond *cond = make(r, kind, node);

	if (cond && !(cond->child = tk__read_alloc(r, room + 1, sizeof(struct tk_cond *))))
		return NULL;
	return cond;
}

static void adopt(struct tk_cond *parent, struct tk_cond *child)
{
	if (child)
		parent->child[parent->nchild++] = child;
}

/* ---- values of fields ---------------------------------------------------------------------------------------- */

static enum tk_op read_op(const char **text, size_t *len)
{
	static const struct {
		const char *sign;
		enum tk_op op;
	} signs[] = {
		{"<=", TK_OP_LE},
		  {">=", TK_OP_GE},
		    {"!=", TK_OP_NE},
		{"<",  TK_OP_LT},
		  {">",	TK_OP_GT},
		    {"=",  TK_OP_EQ}
	   };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t n = strlen(signs[i].sign);
		if (*len < n || memcmp(*text, signs[i].sign, n) != 0)
			continue;
		*text += n;
		*len -= n;
		while (*len && **text == ' ') {
			++*text;
			--*len;
		}
		return signs[i].op;
	}
	return TK_OP_EQ;
}

static void misplaced(struct tk_reading *r, const struct tk_node *node)
{
	r->one.field[0] = '\0';
	tk__at_node(&r->one, node, r->path);
	tk__read_report(r, node);
}

static bool read_span_value(struct tk_reading *r, const struct tk_node *node, const char *text, size_t len,
			    int64_t *ret)
{
	struct tk_span span;

	if (tk_span_parse(text, len, false, &span, tk__read_error(r)) != TK_OK) {
		misplaced(r, node);
		return false;
	}
	if (span.business_days)
		TK_FIND(r, node, TK_D_BAD_SPAN, text, len);
	*ret = span.seconds;
	return span.business_days == 0;
}

static int thing_of(int field)
{
	switch (field) {
	case TK_FIELD_CATEGORY:
		return TK_THING_CATEGORY;
	case TK_FIELD_SUBCATEGORY:
		return TK_THING_SUBCATEGORY;
	case TK_FIELD_TEAM:
		return TK_THING_TEAM;
	case TK_FIELD_CUSTOMER_TIER:
		return TK_THING_TIER;
	case TK_FIELD_RESOLUTION_CAUSE:
		return TK_THING_CAUSE;
	default:
		return -1;
	}
}

static bool name_known(struct tk_reading *r, int field, const struct tk_node *node, const char *text)
{
	int thing = thing_of(field);

	if (thing < 0 || !r->policy || tk_policy_has(r->policy, (enum tk_thing)thing, NULL, text))
		return true;
	struct tk_node bare = *node; /* without its sign of comparison */
	bare.text = text;
	bare.len = (uint32_t)strlen(text);
	tk__find_unknown(r, &bare, (enum tk_thing)thing);
	return false;
}

static bool read_test(struct tk_reading *r, int field, const struct tk_node *node, bool listed, struct tk_test *ret)
{
	const char *text = tk__read_text(r, node);
	size_t len = node->len;
	struct tk_value value = {0};

	if (!text)
		return false;
	enum tk_op op = read_op(&text, &len);
	if (listed && op != TK_OP_EQ) {
		TK_FIND(r, node, TK_D_COND_LIST_OP, node->text, (size_t)node->len);
		return false;
	}
	if (op != TK_OP_EQ && op != TK_OP_NE && !tk__cond_ordered(field)) {
		TK_FIND(r, node, TK_D_COND_OP, TK_S(tk_field(field)->name));
		return false;
	}
	*ret = (struct tk_test){.op = op, .text = text, .len = len};
	if (tk_field(field)->kind == TK_KIND_SPAN)
		return read_span_value(r, node, text, len, &ret->number);
	if (tk_field_value(field, text, len, &value, tk__read_error(r)) != TK_OK) {
		misplaced(r, node);
		return false;
	}
	ret->number = value.number;
	return name_known(r, field, node, text);
}

static bool is_collection(int field)
{
	const struct tk_field *f = tk_field(field);

	return f->kind == TK_KIND_LIST || f->kind == TK_KIND_RECORDS || f->kind == TK_KIND_MAP || (f->flags & TK_F_SUB);
}

static struct tk_cond *field_cond(struct tk_reading *r, const struct tk_node *node, int field)
{
	bool listed = node->kind == TK_NODE_SEQ;
	bool any = tk__node_is(node, "any"), none = tk__node_is(node, "none");
	struct tk_cond *cond = make(r, any ? TK_COND_PRESENT : none ? TK_COND_ABSENT : TK_COND_FIELD, node);

	if (!cond)
		return NULL;
	cond->field = field;
	if (any || none)
		return cond;
	if (is_collection(field)) {
		TK_FIND(r, node, TK_D_COND_COLLECTION, TK_S(tk_field(field)->name));
		return NULL;
	}
	if (node->kind == TK_NODE_MAP || (listed && !node->first)) {
		TK_FIND(r, node, listed ? TK_D_PART_EMPTY : TK_D_PART_NOT_TEXT);
		return NULL;
	}
	cond->test = tk__read_alloc(r, listed ? node->count : 1, sizeof(*cond->test));
	for (const struct tk_node *n = listed ? node->first : node; n && cond->test; n = listed ? n->next : NULL)
		if (read_test(r, field, n, listed, &cond->test[cond->ntest]))
			cond->ntest++;
	return cond->ntest ? cond : NULL;
}

/* ---- log entries --------------------------------------------------------------------------------------------- */

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
	into->value = tk__read_list(r, node, tk__item_text);
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
	test->age.op = read_op(&text, &len);
	test->has_age = read_span_value(r, node, text, len, &test->age.number);
}

/* One key of `event: …` or `entry: …`.  Returns false when it belongs to neither. */
static bool read_entry_part(struct tk_reading *r, const struct tk_node *n, struct tk_entry_test *test, bool logged)
{
	const char *name = n->key->text, *sub;
	int key = entry_key(name, &sub);

	if (logged && strcmp(name, "event") == 0) {
		test->event = tk__read_list(r, n, tk__item_event);
	} else if (logged && strcmp(name, "since") == 0) {
		test->since = tk__read_list(r, n, tk__item_event);
		for (size_t i = 0; i < test->since.count; i++)
			test->all_rounds |= strcmp(test->since.item[i], "received") == 0;
	} else if (logged && strcmp(name, "age") == 0) {
		read_age(r, n, test);
	} else if (!logged && strcmp(name, "has") == 0) {
		read_has_keys(r, n, test);
	} else if (strcmp(name, "by") == 0) {
		test->role = tk__read_list(r, n, tk__item_role);
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

static struct tk_entry_test *make_entry_test(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_entry_test *test = tk__read_alloc(r, 1, sizeof(*test));
	const struct tk_node *has = tk_node_get(node, "has");

	if (test)
		test->key = tk__read_alloc(r, node->count + (has ? has->count : 0U) + 1U, sizeof(*test->key));
	return test && test->key ? test : NULL;
}

static struct tk_cond *entry_cond(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_cond *cond = make(r, TK_COND_ENTRY, node);

	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return NULL;
	}
	if (!cond || !(cond->entry = make_entry_test(r, node)))
		return NULL;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		size_t mark = tk__read_enter(r, n->key->text);
		if (!read_entry_part(r, n, cond->entry, false))
			unknown_key(r, n->key);
		tk__read_leave(r, mark);
	}
	return cond;
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
		struct tk_cond *one = field < 0 ? NULL : make(r, TK_COND_PRESENT, n);
		if (one)
			one->field = field;
		adopt(all, one);
	}
	return all && all->nchild == 1 ? all->child[0] : all;
}

static struct tk_cond *compile_moved(struct tk_reading *r, const struct tk_node *node, enum tk_cond_kind kind)
{
	int field = tk__read_field(r, node);
	struct tk_cond *cond = field < 0 ? NULL : make(r, kind, node);

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
	{"same",	 read_same,	    true },
	{"distinct", read_distinct, false},
	{"within",   read_within,	true },
	{"least",	  read_least,    true },
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
	{"all",	0,		   TK_COND_ALL    },
	{"any",	0,		   TK_COND_ANY    },
	{"not",	0,		   TK_COND_NOT    },
	{"has",	TK_COND_FIELDS, TK_COND_PRESENT},
	{"event",	  TK_COND_EVENTS, TK_COND_EVENT  },
	{"since",	  TK_COND_EVENTS, TK_COND_EVENT  },
	{"entry",	  TK_COND_STEPS,	 TK_COND_ENTRY  },
	{"was",	TK_COND_STEPS,  TK_COND_WAS	  },
	{"changes", TK_COND_STEPS,  TK_COND_CHANGES},
	{"lowers",  TK_COND_STEPS,  TK_COND_LOWERS },
	{"raises",  TK_COND_STEPS,  TK_COND_RAISES },
	{"words",	  TK_COND_TEXTS,	 TK_COND_TEXT   },
	{"pattern", TK_COND_TEXTS,  TK_COND_TEXT   },
	{"count",	  TK_COND_TEXTS,	 TK_COND_TEXT   },
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
		return entry_cond(r, n);
	case TK_COND_CHANGES:
	case TK_COND_LOWERS:
	case TK_COND_RAISES:
		return compile_moved(r, n, word->kind);
	case TK_COND_TEXT:
		if (r->full)
			check_texts(r, n, word->name);
		return make(r, TK_COND_TEXT, n);
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
		return field_cond(r, n, field);
	unknown_name(r, n->key);
	return NULL;
}

static struct tk_cond *event_cond(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_cond *cond = make(r, TK_COND_EVENT, node);

	if (!cond || !(cond->entry = make_entry_test(r, node)))
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
		if (!logged || !read_entry_part(r, n, logged->entry, true))
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
	return cond && cond->kind == TK_COND_ALL && !cond->nchild ? NULL : cond;
}

enum tk_status tk__cond_read(struct tk_arena *arena, const struct tk_node *node, const struct tk_policy *policy,
			     unsigned uses, const struct tk_sink *sink, struct tk_cond **ret, struct tk_error *err)
{
	struct tk_reading r;

	tk__read_begin(&r, arena, policy, true);
	*ret = tk__read_cond(&r, node, uses);
	enum tk_status status = tk__read_end(&r, sink, err);
	if (status != TK_OK)
		*ret = NULL;
	return status;
}
