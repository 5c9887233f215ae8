/*
 * The log as a line of moments: what each entry is to clocks, and how the ticket was after it.
 *
 * What the log lacks is added: the receipt, where no entry says it, and an edit by hand, where the head differs from
 * the log (the head holds from the last entry's time on).  Of the fields only those are kept that some condition asks
 * for; their values are read when first wanted.
 */
#include <string.h>

#include "fail.h"
#include "sla_impl.h"

/* The most moments and changes that there can be. */
static void count_all(const struct tk_ticket *ticket, size_t wanted, size_t *ret_moments, size_t *ret_changes)
{
	*ret_moments = ticket->nlog + 2;
	*ret_changes = wanted + 1;
	for (size_t i = 0; i < ticket->nlog; i++)
		*ret_changes += tk_node_count(ticket->log[i].set);
}

static bool is_wanted(const struct tk_sla *sla, int field)
{
	return (sla->wanted[field / 64] & UINT64_C(1) << (unsigned)(field % 64)) != 0;
}

static void add_change(struct tk_line *line, size_t moment, int field, const struct tk_node *node)
{
	line->change[line->nchange++] = (struct tk_sla_change){.field = field, .moment = moment, .node = node};
}

static void take_changes(struct tk_line *line, struct tk_state *state, size_t moment, const struct tk_entry *entry)
{
	int from = 0;

	for (const struct tk_node *n = entry->set ? entry->set->first : NULL; n; n = n->next) {
		int field = tk__field_seek(from, NULL, 0, n->key->text, n->key->len);
		if (field < 0)
			continue;
		from = field;
		tk__replay_change(state, entry, field, n);
		if (is_wanted(line->sla, field))
			add_change(line, moment, field, n);
	}
}

static bool is_blank(const char *text)
{
	for (; text && *text; text++)
		if (*text != ' ' && *text != '\t' && *text != '\n' && *text != '\r')
			return false;
	return true;
}

static const struct tk_policy *policy_at(const struct tk_sla *sla, tk_time at)
{
	size_t v = sla->nrules - 1;

	while (v > 0 && sla->rules[v].from > at)
		v--;
	return sla->rules[v].policy;
}

static void add_moment(struct tk_line *line, struct tk_state *state, const struct tk_entry *entry, unsigned *round)
{
	struct tk_moment *m = &line->moment[line->count];

	*m = (struct tk_moment){.at = entry->at, .entry = entry, .first = line->nchange};
	if (entry->event_id >= 0)
		m->bit = UINT64_C(1) << (unsigned)entry->event_id;
	m->mute = entry->event_id == TK_EVENT_UPDATED && is_blank(entry->note);
	if (entry->event_id == TK_EVENT_REOPENED)
		++*round;
	m->round = *round;
	tk__replay_event(state, entry, policy_at(line->sla, entry->at));
	take_changes(line, state, line->count, entry);
	m->status = (uint8_t)state->status;
	m->count = line->nchange - m->first;
	m->changes = m->count > 0;
	line->count++;
}

static bool has_receipt(const struct tk_ticket *ticket)
{
	for (size_t i = 0; i < ticket->nlog; i++)
		if (ticket->log[i].event_id == TK_EVENT_RECEIVED)
			return true;
	return false;
}

/* The head's fields as changes of the moment that is being made. */
static void take_head(struct tk_line *line, struct tk_state *state, const struct tk_entry *entry)
{
	static const struct tk_node nothing = {.kind = TK_NODE_SCALAR, .text = "", .style = TK_STYLE_PLAIN};
	const struct tk_ticket *ticket = line->ticket;

	for (int id = tk__head_differs(ticket, state, -1); id >= 0; id = tk__head_differs(ticket, state, id)) {
		const struct tk_node *value = ticket->field[id] ? ticket->field[id] : &nothing;
		tk__replay_change(state, entry, id, value);
		if (is_wanted(line->sla, id))
			add_change(line, line->count, id, value);
	}
}

/* The head's own word, at the time of the last entry; nothing when it agrees with the log. */
static void add_head(struct tk_line *line, struct tk_state *state, unsigned round)
{
	const struct tk_ticket *ticket = line->ticket;
	tk_time at = ticket->nlog > 0 ? ticket->by_time[ticket->nlog - 1]->at : line->received.at;
	size_t first = line->nchange;

	if (at > line->now || tk__head_differs(ticket, state, -1) < 0)
		return;
	line->edited = (struct tk_entry){
		.at = at, .recorded = at, .by = "", .event = "edited", .event_id = TK_EVENT_EDITED, .automatic = true};
	take_head(line, state, &line->edited);
	line->moment[line->count] = (struct tk_moment){.at = at,
						       .entry = &line->edited,
						       .bit = UINT64_C(1) << TK_EVENT_EDITED,
						       .status = (uint8_t)state->status,
						       .changes = line->nchange > first,
						       .round = round,
						       .first = first,
						       .count = line->nchange - first};
	line->count++;
}

/* What happened after `now` says, by its `was`, how things were before. */
static void add_later(struct tk_line *line, const struct tk_entry *entry)
{
	for (const struct tk_node *n = entry->set ? entry->set->first : NULL; n; n = n->next) {
		int field = tk_field_find(n->key->text, n->key->len);
		if (field >= 0 && is_wanted(line->sla, field))
			line->change[line->nchange++] =
				(struct tk_sla_change){.field = field, .moment = SIZE_MAX, .node = n};
	}
}

static void fill(struct tk_line *line)
{
	const struct tk_ticket *ticket = line->ticket;
	struct tk_state state;
	unsigned round = 0;
	bool receipt = !has_receipt(ticket) && ticket->field[TK_FIELD_RECEIVED];
	size_t i = 0;

	memset(&state, 0, sizeof state);
	state.waiting_for = -1;
	if (receipt) {
		tk_time at = ticket->number[TK_FIELD_RECEIVED];
		line->received = (struct tk_entry){
			.at = at, .recorded = at, .by = "", .event = "received", .event_id = TK_EVENT_RECEIVED};
		for (; i < ticket->nlog && ticket->by_time[i]->at < at && ticket->by_time[i]->at <= line->now; i++)
			add_moment(line, &state, ticket->by_time[i], &round);
		if (at <= line->now)
			add_moment(line, &state, &line->received, &round);
	}
	for (; i < ticket->nlog && ticket->by_time[i]->at <= line->now; i++)
		add_moment(line, &state, ticket->by_time[i], &round);
	if (i == ticket->nlog && line->count > 0)
		add_head(line, &state, round);
	for (; i < ticket->nlog; i++)
		add_later(line, ticket->by_time[i]);
	for (size_t k = line->count; k-- > 0;)
		line->moment[k].settled = k + 1 < line->count && line->moment[k + 1].at == line->moment[k].at
						  ? line->moment[k + 1].settled
						  : k;
}

enum tk_status tk__line_make(const struct tk_sla *sla, const struct tk_ticket *ticket, tk_time now,
			     struct tk_arena *arena, struct tk_line **ret, struct tk_error *err)
{
	struct tk_line *line = tk_arena_alloc(arena, sizeof *line);
	size_t moments, changes;

	count_all(ticket, sla->nwanted, &moments, &changes);
	if (!line)
		return tk__fail(err, TK_D_NOMEM);
	line->ticket = ticket;
	line->sla = sla;
	line->now = now;
	line->moment = tk_arena_array(arena, moments, sizeof *line->moment);
	line->change = tk_arena_array(arena, changes, sizeof *line->change);
	if (!line->moment || !line->change)
		return tk__fail(err, TK_D_NOMEM);
	fill(line);
	*ret = line;
	return TK_OK;
}

size_t tk__line_settled(const struct tk_line *line, size_t i)
{
	return line->moment[i].settled;
}

/* ---- values ------------------------------------------------------------------------------------------------------ */

static struct tk_value read_node(int field, const struct tk_node *node)
{
	struct tk_value value = {.kind = tk_field(field)->kind};

	if (!node || tk_node_is_null(node))
		return value;
	if (node->kind != TK_NODE_SCALAR) {
		value.node = node;
		value.set = node->count > 0;
	} else if (node->len > 0 && tk_field_value(field, node->text, node->len, &value, NULL) == TK_OK) {
		value.set = true;
		value.node = node;
	}
	return value;
}

/* Before the first change that is known, what that change replaced. */
static struct tk_value before(const struct tk_line *line, const struct tk_sla_change *change)
{
	const struct tk_entry *entry = change->moment < line->count ? line->moment[change->moment].entry : NULL;

	for (size_t i = line->count; !entry && i < line->ticket->nlog; i++)
		for (const struct tk_node *n = line->ticket->by_time[i]->set ? line->ticket->by_time[i]->set->first
									     : NULL;
		     n; n = n->next)
			if (n == change->node)
				entry = line->ticket->by_time[i];
	return read_node(change->field, entry ? tk_node_get(entry->was, tk_field(change->field)->name) : NULL);
}

size_t tk__line_changed(const struct tk_line *line, size_t i, int field)
{
	const struct tk_moment *m = &line->moment[i];

	for (size_t c = m->first + m->count; c > 0; c--)
		if (line->change[c - 1].field == field)
			return line->change[c - 1].moment;
	return line->count;
}

/* What follows from the status, as it was then. */
static struct tk_value computed(const struct tk_line *line, size_t i, int field)
{
	const struct tk_moment *m = &line->moment[i];
	struct tk_value value = tk_ticket_get(line->ticket, field, m->at);
	bool open = (TK_S_BIT(m->status) & TK_S_OPEN) != 0;

	if (field == TK_FIELD_OPEN) {
		value.number = open;
		value.text = open ? "true" : "false";
		value.len = open ? 4 : 5;
	} else if (field == TK_FIELD_AGE && open && line->ticket->field[TK_FIELD_RECEIVED]) {
		int64_t age = m->at - line->ticket->number[TK_FIELD_RECEIVED];
		value = (struct tk_value){.kind = TK_KIND_SPAN, .set = true, .number = age > 0 ? age : 0};
	} else if (field == TK_FIELD_WAITING_FOR && m->status != TK_S_WAITING) {
		value.set = false;
	}
	return value;
}

struct tk_value tk__line_value(const struct tk_line *line, size_t i, int field)
{
	const struct tk_moment *m = &line->moment[i];
	unsigned flags = tk_field(field)->flags;

	if (field == TK_FIELD_STATUS) {
		const char *id = tk_words(TK_WORDS_STATUS, NULL)[m->status].id;
		return (struct tk_value){
			.kind = TK_KIND_WORD, .set = true, .text = id, .len = strlen(id), .number = m->status};
	}
	if (flags & TK_F_DERIVED)
		return computed(line, i, field);
	for (size_t c = m->first + m->count; c > 0; c--) {
		struct tk_sla_change *change = &line->change[c - 1];
		if (change->field != field)
			continue;
		if (!change->read)
			change->value = read_node(field, change->node);
		change->read = true;
		return change->value;
	}
	for (size_t c = m->first + m->count; c < line->nchange; c++)
		if (line->change[c].field == field)
			return before(line, &line->change[c]);
	if (flags & TK_F_LOGGED)
		return (struct tk_value){.kind = tk_field(field)->kind};
	return tk_ticket_get(line->ticket, field, m->at);
}

/* ---- conditions and triggers ---------------------------------------------------------------------------------------
 */

struct then { /* the ticket after a moment; SIZE_MAX: before there was one */
	const struct tk_line *line;
	size_t i;
};

static struct tk_value get_then(const struct tk_row *row, int field)
{
	const struct then *then = row->self;

	if (then->i == SIZE_MAX)
		return (struct tk_value){.kind = tk_field(field)->kind};
	return tk__line_value(then->line, then->i, field);
}

bool tk__line_holds(const struct tk_line *line, size_t i, const struct tk_sla_rules *rules, const struct tk_cond *cond,
		    bool step)
{
	if (!cond)
		return true;
	struct then then = {line, i}, old = {line, i > 0 ? i - 1 : SIZE_MAX};
	tk_time at = line->moment[i].at;
	struct tk_row row = {get_then, &then, at}, before = {get_then, &old, at};
	struct tk_facts facts = {.row = row,
				 .ticket = line->ticket,
				 .policy = rules->policy,
				 .staff = line->sla->staff,
				 .now = at,
				 .before = step ? &before : NULL,
				 .entry = step ? line->moment[i].entry->node : NULL};
	return tk__cond_holds(cond, &facts);
}

static bool is_changed(const struct tk_line *line, size_t i, int field)
{
	const struct tk_moment *m = &line->moment[i];

	for (size_t c = m->first; c < m->first + m->count; c++)
		if (line->change[c].field == field)
			return true;
	return false;
}

static bool fits(const struct tk_line *line, size_t i, const struct tk_trigger *trigger)
{
	const struct tk_moment *m = &line->moment[i];

	if (!trigger->event)
		return m->changes && is_changed(line, i, trigger->field);
	return strcmp(trigger->event, m->entry->event) == 0;
}

bool tk__line_triggers(const struct tk_line *line, size_t i, const struct tk_sla_rules *rules,
		       const struct tk_sla_clock *clock, enum tk_role_of_moment role)
{
	const struct tk_triggers *on = &clock->on[role];
	const struct tk_moment *m = &line->moment[i];

	if (!tk__line_may_trigger(m, on))
		return false;
	if (m->mute && !(on->fields && m->changes))
		return false;
	/* only what a person did towards the customer stops a customer's clock */
	if (role == TK_M_STOP && clock->clock->customer && m->entry->automatic)
		return false;
	for (size_t t = 0; t < on->count; t++)
		if (fits(line, i, &on->at[t]) && !(m->mute && on->at[t].event) &&
		    tk__line_holds(line, i, rules, on->at[t].when, true))
			return true;
	return false;
}
