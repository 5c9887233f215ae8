/* clocks: and extendable: — by when what must have happened. */
#include <string.h>

#include "policy_read.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void read_label(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_clock *)into)->label = node;
	tk__read_label(r, node);
}

static void read_owner(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;
	struct tk_list list = tk__read_list(r, node, tk__item_role);

	clock->owners = list.item;
	clock->nowner = list.count;
	clock->owner = list.count ? list.item[0] : NULL;
	if (node->kind == TK_NODE_SEQ && !node->first)
		TK_FIND(r, node, TK_D_PART_EMPTY);
}

static void read_team(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_clock *)into)->team = tk__read_name(r, node, TK_THING_TEAM);
}

static void read_promise(struct tk_reading *r, const struct tk_node *node, void *into)
{
	static const char *const kinds[] = {"customer", "internal"};
	const char *text = tk__read_text(r, node);

	if (!text)
		return;
	((struct tk_clock *)into)->customer = strcmp(text, kinds[0]) == 0;
	if (strcmp(text, kinds[0]) != 0 && strcmp(text, kinds[1]) != 0)
		tk__find_word(r, node, kinds, COUNT(kinds));
}

static void read_calendar(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_clock *)into)->calendar = tk__read_name(r, node, TK_THING_CALENDAR);
}

/* ---- triggers -------------------------------------------------------------------------------------------------------
 */

enum { TRIGGER = TK_COND_FIELDS | TK_COND_EVENTS | TK_COND_STEPS };

static void read_trigger_event(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_trigger *)into)->event = tk__read_name(r, node, TK_THING_EVENT);
}

static void read_trigger_set(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_trigger *)into)->field = tk__read_watched(r, node);
}

static void read_trigger_when(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_trigger *)into)->when = tk__read_cond(r, node, TRIGGER);
}

static const struct tk_part trigger_parts[] = {
	{"event", read_trigger_event, false},
	{"set", read_trigger_set, false},
	{"when", read_trigger_when, false},
};

static void read_trigger(struct tk_reading *r, const struct tk_node *node, struct tk_trigger *trigger)
{
	trigger->node = node;
	trigger->field = -1;
	if (node->kind == TK_NODE_SCALAR) {
		trigger->event = tk__read_name(r, node, TK_THING_EVENT);
		return;
	}
	if (!tk__read_map(r, node, trigger_parts, COUNT(trigger_parts), trigger))
		return;
	if (!tk_node_get(node, "event") == !tk_node_get(node, "set"))
		TK_FIND(r, node, TK_D_PART_BOTH, "event", strlen("event"), "set", strlen("set"));
}

static struct tk_trigger *read_triggers(struct tk_reading *r, const struct tk_node *node, size_t *ret_count)
{
	struct tk_trigger *trigger = tk__read_alloc(r, node->count, sizeof(*trigger));
	size_t index = 0;

	*ret_count = 0;
	if (!trigger)
		return NULL;
	if (node->kind != TK_NODE_SEQ || !node->first) {
		TK_FIND(r, node, node->kind == TK_NODE_SEQ ? TK_D_PART_EMPTY : TK_D_PART_NOT_LIST);
		return trigger;
	}
	for (const struct tk_node *n = node->first; n; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		read_trigger(r, n, &trigger[(*ret_count)++]);
		tk__read_leave(r, mark);
	}
	return trigger;
}

static void read_start(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;

	clock->start = read_triggers(r, node, &clock->nstart);
}

static void read_stop(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;

	clock->stop = read_triggers(r, node, &clock->nstop);
}

static void read_void(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;

	clock->cancel = read_triggers(r, node, &clock->nvoid);
}

static void read_until(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;

	clock->until = read_triggers(r, node, &clock->nuntil);
}

static void read_pause(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;
	size_t count;
	const struct tk_word *status = tk_words(TK_WORDS_STATUS, &count);

	clock->pause = tk__read_statuses(r, node);
	for (unsigned s = TK_S_CLOSED; s < count; s++)
		if (clock->pause & TK_S_BIT(s))
			TK_FIND(r, node, TK_D_PAUSE_STATUS, status[s].id, strlen(status[s].id));
}

/* ---- targets and warnings -----------------------------------------------------------------------------------------
 */

static void read_target_when(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_target *)into)->when = tk__read_cond(r, node, TK_COND_FIELDS | TK_COND_EVENTS);
}

static void read_in(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_target *target = into;

	target->kind = TK_TARGET_IN;
	(void)tk__read_span(r, node, false, &target->span);
}

static void read_every(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_target *target = into;

	target->kind = TK_TARGET_EVERY;
	(void)tk__read_span(r, node, false, &target->span);
}

static void read_at(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_target *target = into;

	target->kind = TK_TARGET_AT;
	target->field = tk__read_field(r, node);
	if (target->field >= 0 &&
	    (tk_field(target->field)->kind != TK_KIND_TIME || (tk_field(target->field)->flags & TK_F_SUB)))
		TK_FIND(r, node, TK_D_TARGET_FIELD, node->text, (size_t)node->len);
}

static void read_target_calendar(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_target *)into)->calendar = tk__read_name(r, node, TK_THING_CALENDAR);
}

static const struct tk_part target_parts[] = {
	{"when", read_target_when, false},
	{"in", read_in, false},
	{"every", read_every, false},
	{"at", read_at, false},
	{"calendar", read_target_calendar, false},
};

static void read_target(struct tk_reading *r, const struct tk_node *node, struct tk_target *target)
{
	target->node = node;
	target->field = -1;
	if (!tk__read_map(r, node, target_parts, COUNT(target_parts), target))
		return;
	if (!!tk_node_get(node, "in") + !!tk_node_get(node, "every") + !!tk_node_get(node, "at") != 1)
		TK_FIND(r, node, TK_D_TARGET_KIND);
}

/* A condition that is wrong was reported as such, and says nothing about rank. */
static bool unread(const struct tk_target *target)
{
	const struct tk_node *when = tk_node_get(target->node, "when");

	return when && !target->when && !tk_node_is_null(when);
}

static void compare_targets(struct tk_reading *r, const struct tk_clock *clock)
{
	for (size_t i = 1; i < clock->ntarget; i++) {
		for (size_t j = 0; j < i; j++) {
			const struct tk_target *a = &clock->target[j], *b = &clock->target[i];
			unsigned rank = tk__cond_rank(b->when);
			if (unread(a) || unread(b))
				continue;
			if ((a->kind == TK_TARGET_AT) != (b->kind == TK_TARGET_AT))
				continue; /* a date that is there comes before a duration */
			if (rank != tk__cond_rank(a->when) || tk__cond_exclusive(a->when, b->when))
				continue;
			size_t mark = tk__read_enter_index(r, i);
			TK_FIND(r, b->node, TK_D_SAME_RANK, (int64_t)a->node->line, (int64_t)rank);
			tk__read_leave(r, mark);
			break;
		}
	}
}

static void read_targets(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;
	size_t index = 0;

	if (node->kind != TK_NODE_SEQ || !node->first) {
		TK_FIND(r, node, node->kind == TK_NODE_SEQ ? TK_D_PART_EMPTY : TK_D_PART_NOT_LIST);
		return;
	}
	if (!(clock->target = tk__read_alloc(r, node->count, sizeof(*clock->target))))
		return;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		read_target(r, n, &clock->target[clock->ntarget++]);
		tk__read_leave(r, mark);
	}
	compare_targets(r, clock);
}

static bool read_share(const char *text, size_t len, int64_t *ret)
{
	int64_t percent = 0;

	if (len < 2 || len > 4 || text[len - 1] != '%' || text[0] == '0')
		return false;
	for (size_t i = 0; i + 1 < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		percent = percent * 10 + (text[i] - '0');
	}
	*ret = percent;
	return percent <= 100;
}

static void read_warn(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_clock *clock = into;
	const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node;

	clock->warn = tk__read_alloc(r, node->kind == TK_NODE_SEQ ? node->count : 1, sizeof(*clock->warn));
	if (!clock->warn || node->kind == TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
		return;
	}
	for (; n; n = node->kind == TK_NODE_SEQ ? n->next : NULL) {
		const char *text = tk__read_text(r, n);
		struct tk_warn warn = {0};
		struct tk_span span = {0, 0};
		if (!text)
			continue;
		warn.share = read_share(text, n->len, &warn.amount);
		bool good =
			warn.share || (tk_span_parse(text, n->len, false, &span, NULL) == TK_OK && span.seconds > 0);
		if (!warn.share)
			warn.amount = span.seconds;
		if (good)
			clock->warn[clock->nwarn++] = warn;
		else
			TK_FIND(r, n, TK_D_WARN_FORM, text, (size_t)n->len);
	}
}

/* ---- clocks ---------------------------------------------------------------------------------------------------------
 */

static const struct tk_part clock_parts[] = {
	{"label", read_label, true},     {"owner", read_owner, true},  {"team", read_team, false},
	{"promise", read_promise, true}, {"start", read_start, true},  {"stop", read_stop, false},
	{"void", read_void, false},      {"until", read_until, false}, {"pause", read_pause, false},
	{"target", read_targets, true},  {"warn", read_warn, false},   {"calendar", read_calendar, false},
};

static void check_kinds(struct tk_reading *r, const struct tk_node *node, const struct tk_clock *clock)
{
	size_t every = 0;

	for (size_t i = 0; i < clock->ntarget; i++)
		every += clock->target[i].kind == TK_TARGET_EVERY;
	if (!tk_node_get(node, "stop") && !tk_node_get(node, "until"))
		TK_FIND(r, node->key, TK_D_CLOCK_NO_STOP);
	if (every && every < clock->ntarget)
		TK_FIND(r, tk_node_get(node, "target"), TK_D_CLOCK_MIXED);
	if (every && !tk_node_get(node, "until"))
		TK_FIND(r, node->key, TK_D_CLOCK_EVERY);
	if (!every && clock->ntarget && tk_node_get(node, "until"))
		TK_FIND(r, tk_node_get(node, "until")->key, TK_D_CLOCK_UNTIL);
}

static void read_clock(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;
	struct tk_clock *clock = &policy->clock[policy->nclock++];

	clock->name = node->key->text;
	clock->node = node;
	if (tk__read_map(r, node, clock_parts, COUNT(clock_parts), clock))
		check_kinds(r, node, clock);
}

void tk__read_clocks(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;

	policy->clock = tk__read_alloc(r, node->count, sizeof(*policy->clock));
	if (policy->clock)
		tk__read_named(r, node, read_clock, policy);
}

void tk__read_extendable(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_policy *)into)->extendable = tk__read_name(r, node, TK_THING_CLOCK);
}
