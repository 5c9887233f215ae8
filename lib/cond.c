/* Conditions as predicates: whether they hold, how much they say, whether two can hold together. */
#include "cond_impl.h"

#include <string.h>

#include "yaml_out.h"

bool tk__cond_ordered(int field)
{
	switch (tk_field(field)->kind) {
	case TK_KIND_TIME:
	case TK_KIND_DATE:
	case TK_KIND_SPAN:
	case TK_KIND_INT:
	case TK_KIND_MONEY:
	case TK_KIND_WORD:
		return true;
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_NAME:
	case TK_KIND_TICKET:
	case TK_KIND_BOOL:
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		break;
	}
	return false;
}

int tk__cond_compare(int field, const struct tk_value *a, int64_t number, const char *text, size_t len)
{
	enum tk_kind kind = tk_field(field)->kind;

	if (kind != TK_KIND_BOOL && !tk__cond_ordered(field)) {
		size_t shorter = a->len < len ? a->len : len;
		int order = a->text && text ? memcmp(a->text, text, shorter) : 0;
		return order ? order : a->len < len ? -1 : a->len > len;
	}
	int order = a->number < number ? -1 : a->number > number;
	/* the list of priorities begins with the highest */
	return tk_field(field)->words == TK_WORDS_PRIORITY ? -order : order;
}

static bool passes(enum tk_op op, int order)
{
	switch (op) {
	case TK_OP_EQ:
		return order == 0;
	case TK_OP_NE:
		return order != 0;
	case TK_OP_LT:
		return order < 0;
	case TK_OP_LE:
		return order <= 0;
	case TK_OP_GT:
		return order > 0;
	case TK_OP_GE:
		return order >= 0;
	}
	return false;
}

/* An absent yes-or-no is no; any other absent value is different from every value and has no order. */
static bool field_holds(const struct tk_cond *cond, const struct tk_row *row)
{
	struct tk_value value = row->get(row, cond->field);
	bool absent = !value.set && tk_field(cond->field)->kind != TK_KIND_BOOL;

	if (!value.set)
		value.number = 0;
	for (size_t i = 0; i < cond->ntest; i++) {
		const struct tk_test *test = &cond->test[i];
		if (absent ? test->op == TK_OP_NE
			   : passes(test->op,
				    tk__cond_compare(cond->field, &value, test->number, test->text, test->len)))
			return true;
	}
	return false;
}

static bool in_list(const struct tk_list *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->item[i], text) == 0)
			return true;
	return false;
}

static bool is_filled(const struct tk_node *node)
{
	return node && !tk_node_is_null(node) && (node->kind != TK_NODE_SCALAR || node->len) &&
	       (node->kind == TK_NODE_SCALAR || node->count);
}

static bool key_holds(const struct tk_key_test *test, const struct tk_node *entry)
{
	const struct tk_node *node = tk_node_get(entry, tk_key(test->key)->name);

	if (test->sub)
		node = tk_node_get(node, test->sub);
	switch (test->want) {
	case TK_KEY_PRESENT:
		return is_filled(node);
	case TK_KEY_ABSENT:
		return !is_filled(node);
	case TK_KEY_ONE_OF:
		break;
	}
	if (is_filled(node))
		return node->kind == TK_NODE_SCALAR && in_list(&test->value, node->text);
	return tk_key(test->key)->kind == TK_KIND_BOOL && in_list(&test->value, "false");
}

static bool role_holds(const struct tk_entry_test *test, const struct tk_facts *facts, const char *by)
{
	struct tk_value team = facts->row.get(&facts->row, TK_FIELD_TEAM);

	for (size_t i = 0; i < test->role.count; i++)
		if (by && tk_staff_has_role(facts->staff, by, test->role.item[i], team.set ? team.text : NULL))
			return true;
	return test->role.count == 0;
}

static bool entry_holds(const struct tk_entry_test *test, const struct tk_facts *facts, const struct tk_node *entry)
{
	const struct tk_node *by = tk_node_get(entry, "by");

	for (size_t i = 0; i < test->nkey; i++)
		if (!key_holds(&test->key[i], entry))
			return false;
	return role_holds(test, facts, by ? by->text : NULL);
}

/* The first entry, in order of time, that counts: of the present round, after the last `since`. */
static size_t first_that_counts(const struct tk_entry_test *test, const struct tk_entry *const *log, size_t n)
{
	size_t round = 0, since = 0;

	for (size_t i = 0; i < n; i++) {
		if (log[i]->event_id == TK_EVENT_REOPENED)
			round = i;
		if (in_list(&test->since, log[i]->event))
			since = i + 1;
	}
	if (test->all_rounds)
		return since;
	return since > round ? since : round;
}

static bool event_holds(const struct tk_cond *cond, const struct tk_facts *facts)
{
	const struct tk_entry_test *test = cond->entry;
	const struct tk_entry *const *log;
	size_t n = facts->ticket ? tk_ticket_log_by_time(facts->ticket, &log) : 0;

	while (n > 0 && log[n - 1]->at > facts->now)
		n--;
	for (size_t i = n ? first_that_counts(test, log, n) : 0; i < n; i++) {
		int64_t age = facts->now - log[i]->at;
		int order = age < test->age.number ? -1 : age > test->age.number;
		if (in_list(&test->event, log[i]->event) && (!test->has_age || passes(test->age.op, order)) &&
		    entry_holds(test, facts, log[i]->node))
			return true;
	}
	return false;
}

/* How the step moves a field: 0 not at all or from nothing, else the direction of its order (1 where it has none). */
static int moved(const struct tk_cond *cond, const struct tk_facts *facts)
{
	if (!facts->before)
		return 0;
	struct tk_value old = facts->before->get(facts->before, cond->field);
	struct tk_value new = facts->row.get(&facts->row, cond->field);
	if (!old.set)
		return 0;
	if (!new.set)
		return 2; /* taken away: changed, neither lower nor higher */
	if (old.node && new.node && old.node->kind != TK_NODE_SCALAR)
		return tk__node_equal(old.node, new.node) ? 0 : 2;
	int order = tk__cond_compare(cond->field, &new, old.number, old.text, old.len);
	return order < 0 ? -1 : order > 0;
}

static bool was_holds(const struct tk_cond *cond, const struct tk_facts *facts)
{
	if (!facts->before)
		return false;
	struct tk_facts then = *facts;
	then.row = *facts->before;
	then.before = NULL;
	then.entry = NULL;
	return tk__cond_holds(cond->child[0], &then);
}

bool tk__cond_holds(const struct tk_cond *cond, const struct tk_facts *facts)
{
	if (!cond)
		return true;
	switch (cond->kind) {
	case TK_COND_ALL:
	case TK_COND_ANY:
		for (size_t i = 0; i < cond->nchild; i++)
			if (tk__cond_holds(cond->child[i], facts) == (cond->kind == TK_COND_ANY))
				return cond->kind == TK_COND_ANY;
		return cond->kind == TK_COND_ALL;
	case TK_COND_NOT:
		return !tk__cond_holds(cond->child[0], facts);
	case TK_COND_FIELD:
		return field_holds(cond, &facts->row);
	case TK_COND_PRESENT:
		return facts->row.get(&facts->row, cond->field).set;
	case TK_COND_ABSENT:
		return !facts->row.get(&facts->row, cond->field).set;
	case TK_COND_EVENT:
		return event_holds(cond, facts);
	case TK_COND_ENTRY:
		return facts->entry && entry_holds(cond->entry, facts, facts->entry);
	case TK_COND_WAS:
		return was_holds(cond, facts);
	case TK_COND_CHANGES:
		return moved(cond, facts) != 0;
	case TK_COND_LOWERS:
		return moved(cond, facts) == -1;
	case TK_COND_RAISES:
		return moved(cond, facts) == 1;
	case TK_COND_TEXT:
		break;
	}
	return false;
}

unsigned tk__cond_rank(const struct tk_cond *cond)
{
	unsigned rank = 0;

	if (!cond)
		return 0;
	for (size_t i = 0; i < cond->nchild; i++)
		rank += tk__cond_rank(cond->child[i]);
	if (cond->entry)
		rank += (unsigned)cond->entry->nkey + (cond->entry->event.count ? 1U : 0U) +
			(cond->entry->role.count ? 1U : 0U) + (cond->entry->has_age ? 1U : 0U);
	return cond->child || cond->entry ? rank : 1;
}

/* Whether no value passes both lists of tests, which must be plain values (or one of them a single `!=`). */
static bool disjoint(const struct tk_cond *a, const struct tk_cond *b)
{
	for (size_t i = 0; i < a->ntest; i++) {
		for (size_t j = 0; j < b->ntest; j++) {
			const struct tk_test *x = &a->test[i], *y = &b->test[j];
			struct tk_value value = {.set = true, .text = x->text, .len = x->len, .number = x->number};
			if (x->op == TK_OP_EQ) {
				if (passes(y->op, tk__cond_compare(a->field, &value, y->number, y->text, y->len)))
					return false;
			} else if (y->op == TK_OP_EQ) {
				value = (struct tk_value){
					.set = true, .text = y->text, .len = y->len, .number = y->number};
				if (passes(x->op, tk__cond_compare(a->field, &value, x->number, x->text, x->len)))
					return false;
			} else {
				return false;
			}
		}
	}
	return true;
}

/* A false yes-or-no and `!=` also hold of an absent value. */
static bool holds_of_nothing(const struct tk_cond *cond)
{
	for (size_t i = 0; i < cond->ntest; i++)
		if (cond->test[i].op == TK_OP_NE || tk_field(cond->field)->kind == TK_KIND_BOOL)
			return true;
	return false;
}

static bool leaves_exclusive(const struct tk_cond *a, const struct tk_cond *b)
{
	if (b->kind == TK_COND_NOT && b->child[0]->kind == a->kind && b->child[0]->field == a->field)
		return tk__node_equal(a->node, b->child[0]->node);
	if (a->field != b->field)
		return false;
	if (a->kind == TK_COND_FIELD && b->kind == TK_COND_FIELD)
		return disjoint(a, b);
	if (b->kind == TK_COND_ABSENT)
		return a->kind == TK_COND_PRESENT || (a->kind == TK_COND_FIELD && !holds_of_nothing(a));
	return false;
}

static bool exclusive(const struct tk_cond *a, const struct tk_cond *b, unsigned *steps);

static bool one_way(const struct tk_cond *a, const struct tk_cond *b, unsigned *steps)
{
	if (a->kind == TK_COND_ALL) {
		for (size_t i = 0; i < a->nchild; i++)
			if (exclusive(a->child[i], b, steps))
				return true;
	}
	if (a->kind == TK_COND_ANY) {
		for (size_t i = 0; i < a->nchild; i++)
			if (!exclusive(a->child[i], b, steps))
				return false;
		return true;
	}
	return leaves_exclusive(a, b);
}

/* Conditions nested in one another can be compared in very many ways: after so many steps the benefit of the doubt. */
static bool exclusive(const struct tk_cond *a, const struct tk_cond *b, unsigned *steps)
{
	if (*steps == 0)
		return true;
	--*steps;
	return one_way(a, b, steps) || one_way(b, a, steps);
}

bool tk__cond_exclusive(const struct tk_cond *a, const struct tk_cond *b)
{
	unsigned steps = 10000;

	return a && b && exclusive(a, b, &steps);
}

void tk__cond_text(const struct tk_cond *cond, struct tk_str *out)
{
	if (cond)
		tk__yaml_flow(out, cond->whole ? cond->whole : cond->node);
	else
		tk_str_puts(out, "{}");
}
