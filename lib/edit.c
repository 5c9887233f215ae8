/* Tickets that came back from an editor: what may have changed, and the entry that says so. */
#include <string.h>

#include "act.h"
#include "fail.h"
#include "flow.h"
#include "splice.h"

struct editing {
	struct tk_arena *arena;
	const struct tk_policy *policy;
	const struct tk_staff *staff;
	const struct tk_zone *zone;
	tk_time now;
	const char *by;
	const struct tk_ticket *before, *after; /* as it was; as the person left it */
	char path[64];
};

static bool same(const struct tk_node *a, const struct tk_node *b)
{
	bool none_a = !a || tk_node_is_null(a), none_b = !b || tk_node_is_null(b);

	return none_a || none_b ? none_a == none_b : tk__node_equal(a, b);
}

static enum tk_status check_log(const struct editing *editing, struct tk_error *err)
{
	const struct tk_node *old = tk_node_first(editing->before->log_node),
			     *new = tk_node_first(editing->after->log_node);
	size_t i;

	for (; old; old = tk_node_next(old), new = tk_node_next(new)) {
		if (!new)
			return tk__fail(err, TK_D_EDIT_LOG);
		if (!tk__node_equal(old, new))
			return tk__fail_node(err, new, "log", TK_D_EDIT_LOG);
	}
	for (i = 0; i < editing->after->nlog; i++) {
		const struct tk_entry *entry = &editing->after->log[i];

		if (entry->place < tk_node_count(editing->before->log_node))
			continue;
		if (!tk_policy_event(editing->policy, entry->event, strlen(entry->event)))
			return tk__fail_node(err, tk_node_get(entry->node, "event"), "event", TK_D_NO_EVENT,
					     TK_S(entry->event), "", (size_t)0);
		if (entry->at > editing->now)
			return tk__fail_node(err, tk_node_get(entry->node, "at"), "at", TK_D_EDIT_LATER, entry->at);
	}
	return TK_OK;
}

static enum tk_status check_head(const struct editing *editing, struct tk_error *err)
{
	const struct tk_node *category = editing->after->field[TK_FIELD_CATEGORY];
	int i;

	for (i = 0; i < TK_FIELD_COUNT; i++) {
		const struct tk_node *new = editing->after->field[i];
		const char *text;
		enum tk_status status = TK_OK;
		size_t len;

		if ((tk_field(i)->flags & (TK_F_DERIVED | TK_F_SUB)) || same(editing->before->field[i], new))
			continue;
		text = new ? tk_node_text(new, &len) : NULL;
		if (tk_field(i)->flags & TK_F_EVENT)
			status = tk__input_event_field(i, err);
		else if (text && !tk_node_is_null(new))
			status = tk__name_check(editing->policy, editing->staff, i,
						category ? tk_node_text(category, NULL) : NULL, text, len, err);
		if (status == TK_OK)
			continue;
		if (new)
			tk__at_node(err, new, tk_field(i)->name);
		return status;
	}
	return TK_OK;
}

/* An entry for the rules to look at, where no single value has changed. */
static struct tk_node *plain_entry(const struct editing *editing)
{
	struct tk_arena *arena = editing->arena;
	struct tk_node *entry = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_BLOCK);
	struct tk_node *at = tk__time_node(arena, editing->zone, editing->now);
	struct tk_node *by = tk__node_scalar(arena, editing->by, strlen(editing->by), TK_STYLE_PLAIN);
	struct tk_node *event = tk__node_scalar(arena, "edited", 6, TK_STYLE_PLAIN);

	if (!entry || !at || !by || !event || !tk__node_append(arena, entry, "at", at) ||
	    !tk__node_append(arena, entry, "by", by) || !tk__node_append(arena, entry, "event", event))
		return NULL;
	return entry;
}

/* The edited text with the entry that accounts for it; *ret_entry is what the rules are asked about. */
static enum tk_status add_entry(const struct editing *editing, struct tk_node **ret_entry, const struct tk_ticket **ret,
				struct tk_error *err)
{
	struct tk_splice *splice;
	struct tk_str text;
	enum tk_status status;

	*ret = editing->after;
	status = tk__hand_entry(editing->arena, editing->after, editing->policy, editing->zone, editing->by,
				editing->now, editing->before, ret_entry, err);
	if (status != TK_OK)
		return status;
	if (!*ret_entry) {
		*ret_entry = plain_entry(editing);
		return *ret_entry ? TK_OK : tk__fail(err, TK_D_NOMEM);
	}
	splice = tk__splice_new(editing->arena, editing->after);
	if (!splice)
		return tk__fail(err, TK_D_NOMEM);
	status = tk__splice_entry(splice, *ret_entry, err);
	if (status != TK_OK)
		return status;
	tk_str_init(&text, 0);
	status = tk__splice_finish(splice, &text, err);
	if (status == TK_OK)
		status = tk__reread(editing->arena, &text, editing->path, ret, err);
	tk_str_clear(&text);
	return status;
}

/* With entries written by hand the rules look at the ticket as these left it. */
static enum tk_status ask_rules(const struct editing *editing, const struct tk_node *entry,
				const struct tk_ticket *final, struct tk_error *err)
{
	bool grown = tk_node_count(editing->after->log_node) > tk_node_count(editing->before->log_node);
	struct tk_step step = {.event = tk_event(TK_EVENT_EDITED),
			       .entry = entry,
			       .at = editing->now,
			       .by = editing->by,
			       .after = final};

	return tk__flow_check(grown ? editing->after : editing->before, editing->policy, editing->staff, &step,
			      editing->now, err);
}

static enum tk_status read_after(struct editing *editing, const char *after, size_t len, struct tk_error *err)
{
	char *text = tk_arena_strndup(editing->arena, after, len);
	struct tk_ticket *ticket;
	enum tk_status status;

	if (!text)
		return tk__fail(err, TK_D_NOMEM);
	status = tk_ticket_read(editing->arena, text, len, editing->path, &ticket, err);
	if (status == TK_OK)
		editing->after = ticket;
	return status;
}

static enum tk_status begin(struct editing *editing, struct tk_txn *txn, const struct tk_id *id, const char *by,
			    struct tk_error *err)
{
	struct tk_desk *desk = tk_txn_desk(txn);
	enum tk_status status;

	*editing = (struct editing){
		.arena = tk__txn_arena(txn), .zone = tk_desk_zone(desk), .now = tk_txn_now(txn), .by = by};
	tk_id_path(id, editing->path);
	status = tk__name_check_by(by, err);
	if (status == TK_OK)
		status = tk_desk_policy_at(desk, tk_txn_now(txn), NULL, &editing->policy, err);
	if (status == TK_OK)
		status = tk_desk_staff(desk, NULL, &editing->staff, err);
	if (status == TK_OK)
		status = tk_txn_load(txn, id, &editing->before, err);
	return status;
}

enum tk_status tk_edit_text(struct tk_txn *txn, const struct tk_id *id, const char *before, size_t before_len,
			    const char *after, size_t after_len, const char *by, struct tk_error *err)
{
	struct editing editing;
	const struct tk_ticket *final;
	struct tk_node *entry;
	enum tk_status status = begin(&editing, txn, id, by, err);

	if (status != TK_OK)
		return status;
	if (editing.before->doc.len != before_len || memcmp(editing.before->doc.text, before, before_len) != 0)
		return tk__fail(err, TK_D_EDIT_CONFLICT, TK_S(id->text));
	if (before_len == after_len && !memcmp(before, after, before_len))
		return TK_OK;
	status = read_after(&editing, after, after_len, err);
	if (status == TK_OK)
		status = check_log(&editing, err);
	if (status == TK_OK)
		status = check_head(&editing, err);
	if (status == TK_OK)
		status = add_entry(&editing, &entry, &final, err);
	if (status == TK_OK)
		status = ask_rules(&editing, entry, final, err);
	if (status != TK_OK)
		return status;
	return tk__txn_put(txn, id, final->doc.text, final->doc.len, err);
}
