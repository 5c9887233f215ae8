/* Compiling conditions on fields: signs of comparison, values, names. */
#include "cond_impl.h"

#include <string.h>

#include "fail.h"

enum tk_op tk__read_op(const char **text, size_t *len)
{
	static const struct {
		const char *sign;
		enum tk_op op;
	} signs[] = {{"<=", TK_OP_LE}, {">=", TK_OP_GE}, {"!=", TK_OP_NE},
		     {"<", TK_OP_LT},  {">", TK_OP_GT},  {"=", TK_OP_EQ}};

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

bool tk__read_seconds(struct tk_reading *r, const struct tk_node *node, const char *text, size_t len, int64_t *ret)
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
	enum tk_op op = tk__read_op(&text, &len);
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
		return tk__read_seconds(r, node, text, len, &ret->number);
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

/* Whether a value, or list of values, may stand for this field at all; a finding where not. */
static bool may_stand(struct tk_reading *r, const struct tk_node *node, int field)
{
	bool listed = node->kind == TK_NODE_SEQ;

	if (is_collection(field)) {
		TK_FIND(r, node, TK_D_COND_COLLECTION, TK_S(tk_field(field)->name));
		return false;
	}
	if (node->kind == TK_NODE_MAP || (listed && !node->first)) {
		TK_FIND(r, node, listed ? TK_D_PART_EMPTY : TK_D_PART_NOT_TEXT);
		return false;
	}
	return true;
}

struct tk_cond *tk__cond_field(struct tk_reading *r, const struct tk_node *node, int field)
{
	bool listed = node->kind == TK_NODE_SEQ;
	bool any = tk__node_is(node, "any"), none = tk__node_is(node, "none");
	struct tk_cond *cond = tk__cond_make(r, any ? TK_COND_PRESENT : none ? TK_COND_ABSENT : TK_COND_FIELD, node);

	if (!cond)
		return NULL;
	cond->field = field;
	if (any || none)
		return cond;
	if (!may_stand(r, node, field))
		return NULL;
	cond->test = tk__read_alloc(r, listed ? node->count : 1, sizeof(*cond->test));
	for (const struct tk_node *n = listed ? node->first : node; n && cond->test; n = listed ? n->next : NULL)
		if (read_test(r, field, n, listed, &cond->test[cond->ntest]))
			cond->ntest++;
	return cond->ntest ? cond : NULL;
}
