/* events:, guards:, require: — what the workflow reads. */
#include <string.h>

#include "policy_read.h"
#include "ticket/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { STEP = TK_COND_FIELDS | TK_COND_EVENTS | TK_COND_STEPS };

static void read_label(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	tk__read_label(r, node);
}

/* ---- events -------------------------------------------------------------------------------------------------------
 */

struct event_in {
	struct tk_event row;
	const struct tk_event *builtin; /* that is extended; NULL: a new one */
	const struct tk_policy *policy; /* with the events read so far */
};

/* A builtin event does what the program's own commands expect of it: only some of its row may be changed. */
static bool is_fixed(struct tk_reading *r, const struct tk_node *node, const struct event_in *event)
{
	if (!event->builtin)
		return false;
	TK_FIND(r, node->key, TK_D_EVENT_BUILTIN, node->key->text, (size_t)node->key->len, event->builtin->name,
		strlen(event->builtin->name));
	return true;
}

static void read_verb(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct event_in *event = into;

	if (is_fixed(r, node, event))
		return;
	const char *verb = tk__read_text(r, node);
	if (!verb)
		return;
	const struct tk_event *other = tk_policy_verb(event->policy, verb, node->len);
	if (other)
		TK_FIND(r, node, TK_D_VERB_TAKEN, verb, (size_t)node->len, other->name, strlen(other->name));
	event->row.verb = verb;
}

static void read_from(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct event_in *event = into;
	unsigned from = tk__read_statuses(r, node);
	size_t count;
	const struct tk_word *status = tk_words(TK_WORDS_STATUS, &count);

	for (unsigned s = 0; s < count && event->builtin; s++)
		if (from & ~event->builtin->from & TK_S_BIT(s))
			TK_FIND(r, node, TK_D_EVENT_FROM, status[s].id, strlen(status[s].id), event->builtin->name,
				strlen(event->builtin->name));
	event->row.from = from;
}

static void read_to(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct event_in *event = into;

	if (is_fixed(r, node, event) || tk__node_is(node, "stay"))
		return;
	int status = tk__read_word(r, node, TK_WORDS_STATUS);
	if (status < 0)
		return;
	/* waiting and merged need keys whose meaning only the builtin events know */
	if (status == TK_S_WAITING || status == TK_S_MERGED || status == TK_S_RECEIVED)
		TK_FIND(r, node, TK_D_EVENT_TO_MERGED, node->text, (size_t)node->len);
	event->row.move = TK_MOVE_TO;
	event->row.to = (enum tk_status_id)status;
}

static uint64_t read_key_bits(struct tk_reading *r, const struct tk_node *node)
{
	const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node;
	const char *names[TK_KEY_COUNT];
	uint64_t bits = 0;

	if (node->kind == TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
		return 0;
	}
	for (int i = 0; i < TK_KEY_COUNT; i++)
		names[i] = tk_key(i)->name;
	for (; n; n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		const char *text = tk__read_text(r, n);
		int key = text ? tk_key_find(text, n->len) : -1;
		if (key >= 0) {
			bits |= TK_KEY_BIT(key);
		} else if (text) {
			const char *near = tk_text_suggest(text, n->len, names, TK_KEY_COUNT);
			near = near ? near : "";
			TK_FIND(r, n, TK_D_NO_ENTRY_KEY, text, (size_t)n->len, near, strlen(near));
		}
	}
	return bits;
}

static void read_keys(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct event_in *event = into;

	event->row.keys |= read_key_bits(r, node);
}

static void read_required_keys(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct event_in *event = into;
	uint64_t bits = read_key_bits(r, node);

	event->row.required |= bits;
	event->row.keys |= bits & ~TK_KEY_BIT(TK_KEY_NOTE);
}

static void read_customer(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct event_in *event = into;

	if (!is_fixed(r, node, event))
		event->row.customer = tk__read_bool(r, node);
}

static const struct tk_part event_parts[] = {
	{"label", read_label, false}, /* required of new ones */
	{"verb", read_verb, false},
	{"from", read_from, false},
	{"to", read_to, false},
	{"keys", read_keys, false},
	{"require", read_required_keys, false},
	{"customer", read_customer, false},
};

static void read_event(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;
	int builtin = tk_event_find(node->key->text, node->key->len);
	struct event_in event = {.builtin = builtin < 0 ? NULL : tk_event(builtin), .policy = policy};

	event.row = event.builtin ? *event.builtin : (struct tk_event){.from = TK_S_OPEN, .move = TK_MOVE_STAY};
	event.row.name = node->key->text;
	if (!tk__read_map(r, node, event_parts, COUNT(event_parts), &event))
		return;
	if (!event.builtin && !tk_node_get(node, "label"))
		TK_FIND(r, node->key, TK_D_PART_NO_KEY, "label", strlen("label"));
	policy->event[policy->nevent++] = event.row;
}

void tk__read_events(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;

	policy->event = tk__read_alloc(r, node->count, sizeof(*policy->event));
	if (policy->event)
		tk__read_named(r, node, read_event, policy);
}

/* ---- guards ---------------------------------------------------------------------------------------------------------
 */

int tk__read_watched(struct tk_reading *r, const struct tk_node *node)
{
	int field = tk__read_field(r, node);

	if (field < 0)
		return -1;
	if (!(tk_field(field)->flags & (TK_F_DERIVED | TK_F_SUB)) && field != TK_FIELD_ID && field != TK_FIELD_STATUS &&
	    field != TK_FIELD_RECEIVED)
		return field;
	TK_FIND(r, node, TK_D_FIELD_NOT_SET, node->text, (size_t)node->len);
	return -1;
}

static int read_set(struct tk_reading *r, const struct tk_node *node)
{
	const struct tk_node *set = tk_node_get(node, "set");

	if (!set || node->count != 1) {
		TK_FIND(r, node, TK_D_PART_NO_KEY, "set", strlen("set"));
		return -1;
	}
	size_t mark = tk__read_enter(r, "set");
	int field = tk__read_watched(r, set);
	tk__read_leave(r, mark);
	return field;
}

static void read_before(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_guard *guard = into;
	const char **event = tk__read_alloc(r, node->count, sizeof(*event));
	int *set = tk__read_alloc(r, node->count, sizeof(*set));
	size_t index = 0;

	if (!event || !set)
		return;
	guard->event = event;
	guard->set = set;
	if (node->kind != TK_NODE_SEQ || !node->first)
		TK_FIND(r, node, node->kind == TK_NODE_SEQ ? TK_D_PART_EMPTY : TK_D_PART_NOT_LIST);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : NULL; n; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		if (n->kind == TK_NODE_MAP) {
			int field = read_set(r, n);
			if (field >= 0)
				set[guard->nset++] = field;
		} else {
			const char *name = tk__read_name(r, n, TK_THING_EVENT);
			if (name)
				event[guard->nevent++] = name;
		}
		tk__read_leave(r, mark);
	}
}

static void read_guard_when(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_guard *)into)->when = tk__read_cond(r, node, STEP);
}

static void read_need(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_guard *)into)->need = tk__read_cond(r, node, STEP);
}

static void read_by(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_guard *guard = into;
	struct tk_list list = tk__read_list(r, node, tk__item_role);

	guard->by = list.item;
	guard->nby = list.count;
}

static void read_guard_label(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_guard *)into)->label = node;
	tk__read_label(r, node);
}

static void read_hint(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_guard *)into)->hint = node;
	tk__read_label(r, node);
}

static const struct tk_part guard_parts[] = {
	{"label", read_guard_label, true}, {"before", read_before, true}, {"when", read_guard_when, false},
	{"need", read_need, false},        {"by", read_by, false},        {"hint", read_hint, false},
};

static void read_guard(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;
	struct tk_guard *guard = &policy->guard[policy->nguard++];

	guard->name = node->key->text;
	if (tk__read_map(r, node, guard_parts, COUNT(guard_parts), guard) && !tk_node_get(node, "need") &&
	    !tk_node_get(node, "by"))
		TK_FIND(r, node->key, TK_D_GUARD_EMPTY);
}

void tk__read_guards(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;

	policy->guard = tk__read_alloc(r, node->count, sizeof(*policy->guard));
	if (policy->guard)
		tk__read_named(r, node, read_guard, policy);
}
