/* Accounting for heads that people edited in their editor; see act.h. */
#include <string.h>

#include "act.h"
#include "fail.h"
#include "splice.h"

enum { SHORT_LINE = 100 };

struct tk_node *tk__time_node(struct tk_arena *arena, const struct tk_zone *zone, tk_time at)
{
	char text[TK_TIME_TEXT];

	tk_zone_format(zone, at, text);
	return tk__node_scalar(arena, text, strlen(text), TK_STYLE_PLAIN);
}

void tk__map_style(struct tk_node *map)
{
	const struct tk_node *node;
	size_t width = 0;

	map->style = TK_STYLE_FLOW;
	for (node = map->first; node; node = node->next) {
		width += node->key->len + node->len + 4;
		if (node->kind == TK_NODE_MAP || (node->kind == TK_NODE_SCALAR && memchr(node->text, '\n', node->len)))
			width = SHORT_LINE + 1;
	}
	if (width > SHORT_LINE)
		map->style = TK_STYLE_BLOCK;
}

/* The value of a field as an entry's set or was carries it; NULL stands for no value. */
static struct tk_node *value_node(struct tk_arena *arena, int field, const struct tk_node *value)
{
	struct tk_node *copy;

	if (!value || tk_node_is_null(value))
		return tk__node_scalar(arena, "null", 4, TK_STYLE_PLAIN);
	copy = tk__node_copy(arena, value);
	if (!copy)
		return NULL;
	copy->style =
		copy->kind == TK_NODE_SCALAR ? (uint8_t)tk__field_style(field, copy->text, copy->len) : TK_STYLE_FLOW;
	return copy;
}

struct hand {
	struct tk_arena *arena;
	struct tk_node *entry, *set, *was;
	bool failed;
};

static void put(struct hand *hand, struct tk_node *map, const char *key, struct tk_node *node)
{
	if (!hand->failed && (!node || !tk__node_append(hand->arena, map, key, node)))
		hand->failed = true;
}

static void collect(struct hand *hand, const struct tk_ticket *ticket, const struct tk_state *state)
{
	int field;

	for (field = tk__head_differs(ticket, state, -1); field >= 0; field = tk__head_differs(ticket, state, field)) {
		const struct tk_node *now = ticket->field[field],
				     *old = state->known[field] ? state->value[field] : NULL;

		if (field == TK_FIELD_STATUS && ticket->nlog > 0) {
			const char *id = tk_words(TK_WORDS_STATUS, NULL)[state->status].id;

			put(hand, hand->was, "status", tk__node_scalar(hand->arena, id, strlen(id), TK_STYLE_PLAIN));
		} else if (old && !tk_node_is_null(old)) {
			put(hand, hand->was, tk_field(field)->name, value_node(hand->arena, field, old));
		}
		if (field != TK_FIELD_STATUS || ticket->nlog > 0 || !now || !tk__node_is(now, "received"))
			put(hand, hand->set, tk_field(field)->name, value_node(hand->arena, field, now));
	}
}

/* Single values that the log does not follow, but of which an editor left another one. */
static void collect_edits(struct hand *hand, const struct tk_ticket *before, const struct tk_ticket *ticket)
{
	int field;

	for (field = 0; field < TK_FIELD_COUNT; field++) {
		const struct tk_node *old = before->field[field], *now = ticket->field[field];
		bool none = !old || tk_node_is_null(old), gone = !now || tk_node_is_null(now);

		if ((tk_field(field)->flags & (TK_F_LOGGED | TK_F_DERIVED | TK_F_SUB)) || (none && gone) ||
		    (!none && old->kind != TK_NODE_SCALAR) || (!gone && now->kind != TK_NODE_SCALAR) ||
		    (!none && !gone && tk__node_equal(old, now)))
			continue;
		put(hand, hand->set, tk_field(field)->name, value_node(hand->arena, field, now));
		if (!none)
			put(hand, hand->was, tk_field(field)->name, value_node(hand->arena, field, old));
	}
}

static void compose(struct hand *hand, const struct tk_zone *zone, const char *by, tk_time at, tk_time now, bool found,
		    const char *event)
{
	struct tk_arena *arena = hand->arena;

	put(hand, hand->entry, "at", tk__time_node(arena, zone, at));
	if (at != now)
		put(hand, hand->entry, "recorded", tk__time_node(arena, zone, now));
	put(hand, hand->entry, "by", tk__node_scalar(arena, by, strlen(by), TK_STYLE_PLAIN));
	put(hand, hand->entry, "event", tk__node_scalar(arena, event, strlen(event), TK_STYLE_PLAIN));
	if (found)
		put(hand, hand->entry, "auto", tk__node_scalar(arena, "true", 4, TK_STYLE_PLAIN));
	if (hand->set->count > 0) {
		tk__map_style(hand->set);
		put(hand, hand->entry, "set", hand->set);
	}
	if (hand->was->count > 0) {
		tk__map_style(hand->was);
		put(hand, hand->entry, "was", hand->was);
	}
}

enum tk_status tk__hand_entry(struct tk_arena *arena, const struct tk_ticket *ticket, const struct tk_policy *policy,
			      const struct tk_zone *zone, const char *by, tk_time now, const struct tk_ticket *before,
			      struct tk_node **ret, struct tk_error *err)
{
	struct hand hand = {.arena = arena};
	struct tk_state state;
	tk_time at = ticket->number[TK_FIELD_RECEIVED];

	*ret = NULL;
	tk__replay(ticket, policy, TK_TIME_MAX, &state);
	if (!before && ticket->nlog > 0 && tk__head_differs(ticket, &state, -1) < 0)
		return TK_OK;
	hand.entry = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_BLOCK);
	hand.set = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_FLOW);
	hand.was = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_FLOW);
	if (!hand.entry || !hand.set || !hand.was)
		return tk__fail(err, TK_D_NOMEM);
	if (ticket->nlog > 0)
		at = ticket->by_time[ticket->nlog - 1]->at;
	if (before && at < now)
		at = now;
	collect(&hand, ticket, &state);
	if (before)
		collect_edits(&hand, before, ticket);
	if (!hand.failed && ticket->nlog > 0 && hand.set->count == 0 && hand.was->count == 0)
		return TK_OK;
	compose(&hand, zone, by, at, now, !before, ticket->nlog > 0 ? "edited" : "received");
	if (hand.failed)
		return tk__fail(err, TK_D_NOMEM);
	*ret = hand.entry;
	return TK_OK;
}
