/* require: — which data each event needs, and which row of it counts. */
#include <string.h>

#include "policy_read.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A field that people can give; -1 with a finding otherwise. */
static int given_field(struct tk_reading *r, const struct tk_node *node)
{
	int field = tk__read_field(r, node);

	if (field < 0 || !(tk_field(field)->flags & TK_F_DERIVED))
		return field;
	TK_FIND(r, node, TK_D_FIELD_NOT_SET, node->text, (size_t)node->len);
	return -1;
}

static void read_any(struct tk_reading *r, const struct tk_node *node, struct tk_require *row, struct tk_any_of *any)
{
	const struct tk_node *list = tk_node_get(node, "any");
	int *field;

	if (!list || node->count != 1) {
		TK_FIND(r, node, TK_D_PART_NO_KEY, "any", strlen("any"));
		return;
	}
	if (list->kind != TK_NODE_SEQ || !list->first) {
		TK_FIND(r, list, list->kind == TK_NODE_SEQ ? TK_D_PART_EMPTY : TK_D_PART_NOT_LIST);
		return;
	}
	if (!(field = tk__read_alloc(r, list->count, sizeof(*field))))
		return;
	any->field = field;
	for (const struct tk_node *n = list->first; n; n = n->next) {
		int number = given_field(r, n);
		if (number >= 0)
			field[any->nfield++] = number;
	}
	row->nany += any->nfield > 0;
}

/* Fields, `note`, and {any: [fields]}. */
static void read_fields(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_require *row = into;
	int *field = tk__read_alloc(r, node->count, sizeof(*field));
	struct tk_any_of *any = tk__read_alloc(r, node->count, sizeof(*any));
	size_t index = 0;

	if (!field || !any)
		return;
	row->field = field;
	row->any = any;
	if (node->kind != TK_NODE_SEQ)
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : NULL; n; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		if (n->kind == TK_NODE_MAP) {
			read_any(r, n, row, &any[row->nany]);
		} else if (tk__node_is(n, "note")) {
			row->note = true;
		} else {
			int number = given_field(r, n);
			if (number >= 0)
				field[row->nfield++] = number;
		}
		tk__read_leave(r, mark);
	}
}

static void read_when(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_require *)into)->when = tk__read_cond(r, node, TK_COND_FIELDS | TK_COND_EVENTS | TK_COND_STEPS);
}

static void read_note(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_require *)into)->note |= tk__read_bool(r, node);
}

/* Keys that the entry must carry; they must be ones that the event's entries may have. */
static void read_keys(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_require *row = into;
	const struct tk_event *event = tk_policy_event(r->policy, row->event, strlen(row->event));
	const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node;

	(void)tk__read_list(r, node, tk__item_text);
	for (; n && n->text && n->len; n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		int key = tk_key_find(n->text, n->len);
		if (key == TK_KEY_NOTE)
			row->note = true;
		else if (key >= 0 && event && !(event->keys & TK_KEY_BIT(key)))
			TK_FIND(r, n, TK_D_KEY_NOT_ALLOWED, n->text, (size_t)n->len, row->event, strlen(row->event));
		else if (key >= 0)
			row->keys |= TK_KEY_BIT(key);
		else
			TK_FIND(r, n, TK_D_NO_ENTRY_KEY, n->text, (size_t)n->len, "", (size_t)0);
	}
}

static void read_tick(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_require *row = into;
	struct tk_list list = tk__read_list(r, node, tk__item_check);

	row->tick = list.item;
	row->ntick = list.count;
}

static const struct tk_part row_parts[] = {
	{"when", read_when, false}, {"fields", read_fields, false}, {"note", read_note, false},
	{"keys", read_keys, false}, {"tick", read_tick, false},
};

/* Rows are told from the short form, a list of fields, by their keys. */
static bool is_row(const struct tk_node *node)
{
	return node->kind == TK_NODE_MAP && !tk_node_get(node, "any");
}

static void read_row(struct tk_reading *r, const struct tk_node *event, const struct tk_node *node,
		     struct tk_policy *policy)
{
	struct tk_require *row = &policy->require[policy->nrequire++];

	row->event = event->key->text;
	row->node = node;
	if (is_row(node))
		(void)tk__read_map(r, node, row_parts, COUNT(row_parts), row);
	else
		read_fields(r, node, row);
}

static void compare_rows(struct tk_reading *r, const struct tk_require *row, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		for (size_t j = 0; j < i; j++) {
			unsigned rank = tk__cond_rank(row[i].when);
			if (rank != tk__cond_rank(row[j].when) || tk__cond_exclusive(row[i].when, row[j].when))
				continue;
			size_t mark = tk__read_enter_index(r, i);
			TK_FIND(r, row[i].node, TK_D_SAME_RANK, (int64_t)row[j].node->line, (int64_t)rank);
			tk__read_leave(r, mark);
			break;
		}
	}
}

static void read_event(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;
	size_t first = policy->nrequire, index = 0;

	if (!tk__read_name(r, tk__key_node(node), TK_THING_EVENT))
		return;
	if (node->kind == TK_NODE_SCALAR) {
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
		return;
	}
	if (node->kind == TK_NODE_MAP || !node->first || !is_row(node->first)) {
		read_row(r, node, node, policy);
		return;
	}
	for (const struct tk_node *n = node->first; n; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		if (is_row(n))
			read_row(r, node, n, policy);
		else
			TK_FIND(r, n, TK_D_PART_NOT_MAP);
		tk__read_leave(r, mark);
	}
	compare_rows(r, policy->require + first, policy->nrequire - first);
}

void tk__read_requires(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;
	size_t room = node->count;

	for (const struct tk_node *n = node->first; n; n = n->next)
		room += n->count;
	policy->require = tk__read_alloc(r, room, sizeof(*policy->require));
	if (policy->require)
		tk__read_named(r, node, read_event, policy);
}

const struct tk_require *tk__policy_require(const struct tk_policy *policy, const char *event,
					    const struct tk_facts *facts)
{
	const struct tk_require *best = NULL;

	for (size_t i = 0; i < policy->nrequire; i++) {
		const struct tk_require *row = &policy->require[i];
		if (strcmp(row->event, event) != 0 || !tk__cond_holds(row->when, facts))
			continue;
		if (!best || tk__cond_rank(row->when) > tk__cond_rank(best->when))
			best = row;
	}
	return best;
}

bool tk__policy_wants(const struct tk_policy *policy, const struct tk_row *row, int field)
{
	const char *const *names;

	if (field != TK_FIELD_SUBCATEGORY)
		return true;
	struct tk_value category = row->get(row, TK_FIELD_CATEGORY);
	return category.set && tk_policy_names(policy, TK_THING_SUBCATEGORY, category.text, &names) > 0;
}
