/* The rows through which the rules see a step; see flow_view.h. */
#include "flow_view.h"

#include <string.h>

static struct tk_value nothing(int field)
{
	return (struct tk_value){.kind = tk_field(field)->kind};
}

static struct tk_value of_node(int field, const struct tk_node *node)
{
	struct tk_value value = nothing(field);
	size_t len;
	const char *text;

	if (!node || tk_node_is_null(node))
		return value;
	text = tk_node_text(node, &len);
	if (text) {
		struct tk_value read;

		return tk_field_value(field, text, len, &read, NULL) == TK_OK ? read : value;
	}
	value.set = true;
	value.node = node;
	return value;
}

static struct tk_value of_status(enum tk_status_id status)
{
	const struct tk_word *words = tk_words(TK_WORDS_STATUS, NULL);
	const char *id = words[status].id;

	return (struct tk_value){.kind = TK_KIND_WORD, .set = true, .text = id, .len = strlen(id), .number = status};
}

static struct tk_value get(const struct tk_row *row, int field)
{
	const struct tk_flow_row *self = row->self;
	const struct tk_node *node;

	if (field == TK_FIELD_STATUS)
		return of_status(self->then->status);
	if (!(tk_field(field)->flags & TK_F_LOGGED))
		return self->head.get(&self->head, field);
	node = tk_node_get(self->set, tk_field(field)->name);
	if (node)
		return of_node(field, node);
	if (self->then->known[field])
		return of_node(field, self->then->value[field]);
	if (self->whole->known[field])
		return nothing(field);
	return self->head.get(&self->head, field);
}

void tk__flow_view(struct tk_flow *flow, const struct tk_ticket *ticket, const struct tk_policy *policy,
		   const struct tk_staff *staff, const struct tk_step *step)
{
	flow->policy = policy;
	flow->ticket = ticket;
	flow->step = step;
	tk__replay(ticket, policy, step->at, &flow->then);
	tk__replay(ticket, policy, TK_TIME_MAX, &flow->whole);
	flow->before_self = (struct tk_flow_row){
		.then = &flow->then, .whole = &flow->whole, .head = tk_ticket_row(ticket, step->at)};
	flow->after_self = flow->before_self;
	flow->after_self.set = tk_node_get(step->entry, "set");
	flow->after_self.head = tk_ticket_row(step->after, step->at);
	flow->before = (struct tk_row){.get = get, .self = &flow->before_self, .now = step->at};
	flow->facts = (struct tk_facts){.row = {.get = get, .self = &flow->after_self, .now = step->at},
					.ticket = ticket,
					.policy = policy,
					.staff = staff,
					.now = step->at,
					.before = &flow->before,
					.entry = step->entry};
}

bool tk__flow_view_now(struct tk_flow *flow, tk_time now)
{
	const struct tk_ticket *ticket = flow->ticket, *after = flow->step->after;

	if (ticket->nlog == 0 || ticket->by_time[ticket->nlog - 1]->at <= flow->step->at)
		return false;
	tk__replay(after, flow->policy, TK_TIME_MAX, &flow->whole_after);
	flow->whole_after.status = flow->whole.status; /* both rows tell the status that the step finds */
	flow->before_self =
		(struct tk_flow_row){.then = &flow->whole, .whole = &flow->whole, .head = tk_ticket_row(ticket, now)};
	flow->after_self = (struct tk_flow_row){
		.then = &flow->whole_after, .whole = &flow->whole_after, .head = tk_ticket_row(after, now)};
	flow->before.now = flow->facts.row.now = flow->facts.now = now;
	return true;
}

bool tk__flow_changes(const struct tk_flow *flow, int field)
{
	const struct tk_node *old = flow->ticket->field[field], *new = flow->step->after->field[field];

	if (tk_field(field)->flags & TK_F_LOGGED)
		return tk_node_get(tk_node_get(flow->step->entry, "set"), tk_field(field)->name) != NULL;
	if (!old || !new)
		return old != new;
	return !tk__node_equal(old, new);
}
