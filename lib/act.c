/* Events that happen to tickets: tk_act() and what all operations on one ticket share; see act.h. */
#include "act.h"

#include <string.h>

#include "fail.h"
#include "flow.h"
#include "policy_impl.h"
#include "splice.h"
#include "ticket/text.h"

/* Events that are more than an entry: they have operations of their own. */
static const struct {
	enum tk_event_id event;
	const char *verb;
} own_verbs[] = {
	{TK_EVENT_RECEIVED, "new"},
	{TK_EVENT_LINKED, "link"},
	{TK_EVENT_MERGED, "merge"},
	{TK_EVENT_ATTACHED, "attach"},
};

struct tk_change *tk__doing_change(struct tk_doing *doing, enum tk_change_kind kind, int field)
{
	struct tk_change *change;
	bool whole = kind == TK_CHANGE_SET || kind == TK_CHANGE_UNSET;

	for (change = doing->first; change && whole; change = change->next) {
		if (change->field == field && (change->kind == TK_CHANGE_SET || change->kind == TK_CHANGE_UNSET)) {
			change->kind = kind;
			return change;
		}
	}
	change = tk_arena_alloc(doing->arena, sizeof *change);
	if (!change)
		return NULL;
	change->kind = kind;
	change->field = field;
	if (doing->last)
		doing->last->next = change;
	else
		doing->first = change;
	doing->last = change;
	return change;
}

enum tk_status tk__doing_set(struct tk_doing *doing, int field, const char *text, size_t len, struct tk_error *err)
{
	struct tk_change *change = tk__doing_change(doing, TK_CHANGE_SET, field);

	if (!change)
		return tk__fail(err, TK_D_NOMEM);
	change->text = tk_arena_strndup(doing->arena, text, len);
	change->len = len;
	return change->text ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

enum tk_status tk__doing_append(struct tk_doing *doing, int field, const char *text, size_t len, struct tk_error *err)
{
	struct tk_change *change = tk__doing_change(doing, TK_CHANGE_APPEND, field);
	bool id = tk_field(field)->item == TK_KIND_TICKET;

	if (!change)
		return tk__fail(err, TK_D_NOMEM);
	change->item = tk__node_scalar(doing->arena, text, len, id ? TK_STYLE_PLAIN : TK_STYLE_DOUBLE);
	return change->item ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

static enum tk_status find_event(struct tk_doing *doing, const char *name, struct tk_error *err)
{
	const char *const *names;
	const char *near;
	size_t count;

	doing->event = tk_policy_event(doing->policy, name, strlen(name));
	if (doing->event)
		return TK_OK;
	count = tk_policy_names(doing->policy, TK_THING_EVENT, NULL, &names);
	near = tk_text_suggest(name, strlen(name), names, count);
	near = near ? near : "";
	return tk__fail(err, TK_D_NO_EVENT, TK_S(name), TK_S(near));
}

/* Entries that the ticket lacks because somebody used an editor come first. */
static enum tk_status note_hand_edits(struct tk_doing *doing, struct tk_error *err)
{
	struct tk_splice *splice;
	struct tk_node *entry;
	struct tk_str text;
	enum tk_status status;

	status = tk__hand_entry(doing->arena, doing->ticket, doing->policy, doing->zone, doing->by, doing->now, NULL,
				&entry, err);
	if (status != TK_OK || !entry)
		return status;
	splice = tk__splice_new(doing->arena, doing->ticket);
	if (!splice)
		return tk__fail(err, TK_D_NOMEM);
	status = tk__splice_entry(splice, entry, err);
	if (status != TK_OK)
		return status;
	tk_str_init(&text, 0);
	status = tk__splice_finish(splice, &text, err);
	if (status == TK_OK)
		status = tk__reread(doing->arena, &text, doing->path, &doing->ticket, err);
	tk_str_clear(&text);
	return status;
}

static enum tk_status first_keys(struct tk_doing *doing, const struct tk_act *act, struct tk_error *err)
{
	struct tk_arena *arena = doing->arena;
	size_t len = act->note ? act->note_len : 0;

	while (len > 0 && (act->note[len - 1] == '\n' || act->note[len - 1] == '\r'))
		len--;
	doing->key[TK_KEY_AT] = tk__time_node(arena, doing->zone, doing->at);
	doing->key[TK_KEY_BY] = tk__node_scalar(arena, doing->by, strlen(doing->by), TK_STYLE_PLAIN);
	doing->key[TK_KEY_EVENT] =
		tk__node_scalar(arena, doing->event->name, strlen(doing->event->name), TK_STYLE_PLAIN);
	if (!doing->key[TK_KEY_AT] || !doing->key[TK_KEY_BY] || !doing->key[TK_KEY_EVENT])
		return tk__fail(err, TK_D_NOMEM);
	if (doing->at != doing->now && !(doing->key[TK_KEY_RECORDED] = tk__time_node(arena, doing->zone, doing->now)))
		return tk__fail(err, TK_D_NOMEM);
	if (act->automatic && !(doing->key[TK_KEY_AUTO] = tk__node_scalar(arena, "true", 4, TK_STYLE_PLAIN)))
		return tk__fail(err, TK_D_NOMEM);
	return len > 0 ? tk__doing_key(doing, TK_KEY_NOTE, act->note, len, err) : TK_OK;
}

static bool is_event(const struct tk_doing *doing, enum tk_event_id id)
{
	return !strcmp(doing->event->name, tk_event((int)id)->name);
}

enum tk_status tk__inputs_whole(const struct tk_input *input, size_t ninput, struct tk_error *err)
{
	enum tk_status status = tk__expect(err, ninput == 0 || input, "tk_input");
	size_t i;

	for (i = 0; status == TK_OK && i < ninput; i++) {
		bool known = (unsigned)input[i].kind <= TK_INPUT_KEY, text = input[i].value || input[i].len == 0;
		status = tk__expect(err, known, "tk_input.kind");
		if (status == TK_OK)
			status = tk__expect(err, input[i].name != NULL, "tk_input.name");
		if (status == TK_OK)
			status = tk__expect(err, text, "tk_input.value");
	}
	return status;
}

enum tk_status tk__act_whole(const struct tk_act *act, const char *event, struct tk_error *err)
{
	enum tk_status status = tk__expect(err, act->size == sizeof *act, "tk_act.size");

	if (status == TK_OK)
		status = tk__expect(err, event || act->event, "tk_act.event");
	if (status == TK_OK)
		status = tk__expect(err, act->by != NULL, "tk_act.by");
	if (status == TK_OK)
		status = tk__inputs_whole(act->input, act->ninput, err);
	return status;
}

enum tk_status tk__doing_begin(struct tk_doing *doing, struct tk_txn *txn, const struct tk_id *id,
			       const struct tk_act *act, const char *event, struct tk_error *err)
{
	struct tk_desk *desk = tk_txn_desk(txn);
	enum tk_status status;

	*doing = (struct tk_doing){.txn = txn,
				   .arena = tk__txn_arena(txn),
				   .zone = tk_desk_zone(desk),
				   .id = *id,
				   .now = tk_txn_now(txn),
				   .by = act->by};
	doing->at = act->at == TK_TIME_NONE ? doing->now : act->at;
	tk_id_path(id, doing->path);
	status = tk_desk_policy_at(desk, tk_txn_now(txn), NULL, &doing->policy, err);
	if (status == TK_OK)
		status = tk_desk_staff(desk, NULL, &doing->staff, err);
	if (status == TK_OK)
		status = find_event(doing, event ? event : act->event, err);
	if (status == TK_OK)
		status = tk__name_check_by(act->by, err);
	if (status == TK_OK)
		status = tk_txn_load(txn, id, &doing->ticket, err);
	if (status == TK_OK)
		status = note_hand_edits(doing, err);
	if (status == TK_OK)
		status = first_keys(doing, act, err);
	return status;
}

enum tk_status tk__doing_inputs(struct tk_doing *doing, const struct tk_act *act, struct tk_error *err)
{
	enum tk_status status = TK_OK;
	size_t i;

	for (i = 0; i < act->ninput && status == TK_OK; i++)
		status = tk__input_take(doing, &act->input[i], err);
	return status;
}

/* The text that a field will have; NULL when it will have none. */
static const char *will_be(const struct tk_doing *doing, int field)
{
	const struct tk_change *change;

	for (change = doing->first; change; change = change->next)
		if (change->field == field && (change->kind == TK_CHANGE_SET || change->kind == TK_CHANGE_UNSET))
			return change->kind == TK_CHANGE_SET ? change->text : NULL;
	return doing->ticket->field[field] ? tk_node_text(doing->ticket->field[field], NULL) : NULL;
}

/* What follows from the event by rule. */
static enum tk_status add_consequences(struct tk_doing *doing, struct tk_error *err)
{
	const char *category = will_be(doing, TK_FIELD_CATEGORY), *sub = will_be(doing, TK_FIELD_SUBCATEGORY);
	const struct tk_change *change;

	if (is_event(doing, TK_EVENT_ACCEPTED) && !doing->key[TK_KEY_AUTO] && !will_be(doing, TK_FIELD_ASSIGNEE))
		return tk__doing_set(doing, TK_FIELD_ASSIGNEE, doing->by, strlen(doing->by), err);
	if (is_event(doing, TK_EVENT_EXTENDED) && !doing->key[TK_KEY_CLOCK])
		return !doing->policy->extendable
			       ? tk__fail(err, TK_D_STEP_NEEDS_KEY, TK_S(doing->event->name), TK_S("clock"),
					  TK_S("--clock"))
			       : tk__doing_key(doing, TK_KEY_CLOCK, TK_S(doing->policy->extendable), err);
	/* Another category leaves no subcategory of the old one behind. */
	if (!category || !sub || tk_policy_has(doing->policy, TK_THING_SUBCATEGORY, category, sub))
		return TK_OK;
	for (change = doing->first; change; change = change->next)
		if (change->field == TK_FIELD_SUBCATEGORY)
			return TK_OK;
	for (change = doing->first; change; change = change->next)
		if (change->field == TK_FIELD_CATEGORY)
			return tk__doing_change(doing, TK_CHANGE_UNSET, TK_FIELD_SUBCATEGORY)
				       ? TK_OK
				       : tk__fail(err, TK_D_NOMEM);
	return TK_OK;
}

static enum tk_status check_names(const struct tk_doing *doing, struct tk_error *err)
{
	const char *category = will_be(doing, TK_FIELD_CATEGORY);
	const struct tk_change *change;
	enum tk_status status = TK_OK;

	for (change = doing->first; change && status == TK_OK; change = change->next)
		if (change->kind == TK_CHANGE_SET)
			status = tk__name_check(doing->policy, doing->staff, change->field, category, change->text,
						change->len, err);
	return status;
}

/* A list is logged whole, so a change of it cannot be slipped in before a later one. */
static enum tk_status check_lists(const struct tk_doing *doing, struct tk_error *err)
{
	const struct tk_change *change;
	size_t i;

	for (change = doing->first; change; change = change->next) {
		const char *name = tk_field(change->field)->name;

		if (change->kind != TK_CHANGE_APPEND || !(tk_field(change->field)->flags & TK_F_LOGGED))
			continue;
		for (i = 0; i < doing->ticket->nlog; i++) {
			const struct tk_entry *entry = doing->ticket->by_time[i];

			if (entry->at > doing->at && tk_node_get(entry->set, name))
				return tk__fail(err, TK_D_AFTER_LATER, TK_S(name), entry->at);
		}
	}
	return TK_OK;
}

enum tk_status tk__doing_finish(struct tk_doing *doing, struct tk_error *err)
{
	const struct tk_ticket *after = NULL;
	const struct tk_node *entry = NULL;
	enum tk_status status = add_consequences(doing, err);
	struct tk_step step;

	if (status == TK_OK)
		status = check_names(doing, err);
	if (status == TK_OK)
		status = check_lists(doing, err);
	if (status == TK_OK)
		status = tk__doing_text(doing, &entry, &after, err);
	if (status != TK_OK || !entry)
		return status;
	step = (struct tk_step){
		.event = doing->event, .entry = entry, .at = doing->at, .by = doing->by, .after = after};
	status = tk__flow_check(doing->ticket, doing->policy, doing->staff, &step, doing->now, err);
	if (status != TK_OK)
		return status;
	return tk__txn_put(doing->txn, &doing->id, after->doc.text, after->doc.len, err);
}

/* Whether the ticket was closed because the customer did not answer. */
static bool closed_unanswered(const struct tk_ticket *ticket, tk_time at)
{
	const struct tk_entry *last = NULL;
	const struct tk_node *reason;
	size_t i;

	for (i = 0; i < ticket->nlog && ticket->by_time[i]->at <= at; i++)
		if (ticket->by_time[i]->event_id == TK_EVENT_CLOSED ||
		    ticket->by_time[i]->event_id == TK_EVENT_REOPENED)
			last = ticket->by_time[i];
	reason = last && last->event_id == TK_EVENT_CLOSED ? tk_node_get(last->node, "reason") : NULL;
	return reason && tk__node_is(reason, "no-answer");
}

static enum tk_status one_event(struct tk_txn *txn, const struct tk_id *id, const struct tk_act *act,
				struct tk_error *err)
{
	struct tk_act again = {
		.size = sizeof again, .event = "reopened", .by = act->by, .at = act->at, .automatic = true};
	const struct tk_input reason = {.kind = TK_INPUT_KEY, .name = "reason", .value = "replied", .len = 7};
	struct tk_doing doing;
	enum tk_status status;
	bool reopen;

	status = tk__doing_begin(&doing, txn, id, act, NULL, err);
	if (status == TK_OK)
		status = tk__doing_inputs(&doing, act, err);
	if (status != TK_OK)
		return status;
	reopen = is_event(&doing, TK_EVENT_REPLIED) && closed_unanswered(doing.ticket, doing.at);
	status = tk__doing_finish(&doing, err);
	if (status != TK_OK || !reopen)
		return status;
	again.input = &reason;
	again.ninput = 1;
	return one_event(txn, id, &again, err);
}

enum tk_status tk_act(struct tk_txn *txn, const struct tk_id *id, const struct tk_act *act, struct tk_error *err)
{
	size_t mark = tk_txn_mark(txn), i;
	enum tk_status status = tk__act_whole(act, NULL, err);

	if (status != TK_OK)
		return status;
	for (i = 0; i < sizeof own_verbs / sizeof *own_verbs; i++)
		if (!strcmp(act->event, tk_event((int)own_verbs[i].event)->name))
			return tk__fail(err, TK_D_OWN_VERB, TK_S(act->event), TK_S(own_verbs[i].verb));
	status = one_event(txn, id, act, err);
	if (status != TK_OK)
		tk_txn_rollback(txn, mark);
	return status;
}
