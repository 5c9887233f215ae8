/*
 * New tickets: the policy's defaults, under a YAML document, under fields given one by one.
 *
 * Values are gathered by field, then composed into a file in the field table's order with its first entry, `received`.
 * On a live channel a person who makes the ticket is speaking with the customer: that is the first response, too.
 */
#include <string.h>

#include "fail.h"
#include "flow.h"
#include "new.h"
#include "splice.h"
#include "yaml_out.h"

static bool is_live(const struct tk_node *channel)
{
	return channel &&
	       (tk__node_is(channel, "phone") || tk__node_is(channel, "walk-in") || tk__node_is(channel, "chat"));
}

static enum tk_status decide_received(struct tk_making *making, const struct tk_draft *draft, struct tk_error *err)
{
	struct tk_doing *doing = &making->doing;
	struct tk_node *given = making->value[TK_FIELD_RECEIVED];

	doing->at = doing->now;
	if (draft->received != TK_TIME_NONE)
		doing->at = draft->received;
	else if (given && tk_time_parse(given->text, given->len, &doing->at, NULL, err) != TK_OK)
		return TK_INVALID;
	making->value[TK_FIELD_RECEIVED] = tk__time_node(doing->arena, doing->zone, doing->at);
	return making->value[TK_FIELD_RECEIVED] ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

/* The first line of the description that is not blank, cut between characters. */
static enum tk_status decide_title(struct tk_making *making, struct tk_error *err)
{
	const struct tk_node *description = making->value[TK_FIELD_PROBLEM_DESCRIPTION];
	size_t max = tk_field(TK_FIELD_TITLE)->max, len = 0;
	const char *text, *end;

	if (making->value[TK_FIELD_TITLE])
		return TK_OK;
	text = description ? tk_node_text(description, &len) : NULL;
	end = text ? text + len : NULL;
	while (text < end && strchr(" \t\r\n", *text))
		text++;
	if (text == end)
		return tk__fail(err, TK_D_DRAFT_EMPTY);
	for (len = 0; text + len < end && text[len] != '\n' && text[len] != '\r'; len++)
		;
	if (len > max)
		for (len = max; len > 0 && ((unsigned char)text[len] & 0xC0U) == 0x80U; len--)
			;
	making->value[TK_FIELD_TITLE] = tk__node_scalar(making->doing.arena, text, len, TK_STYLE_DOUBLE);
	return making->value[TK_FIELD_TITLE] ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

static const char *text_of(const struct tk_making *making, int field)
{
	return making->value[field] ? making->value[field]->text : NULL;
}

static enum tk_status check_names(const struct tk_making *making, struct tk_error *err)
{
	const struct tk_doing *doing = &making->doing;
	enum tk_status status = TK_OK;
	int i;

	for (i = 0; i < TK_FIELD_COUNT && status == TK_OK; i++)
		if (making->value[i] && making->value[i]->kind == TK_NODE_SCALAR)
			status = tk__name_check(doing->policy, doing->staff, i, text_of(making, TK_FIELD_CATEGORY),
						making->value[i]->text, making->value[i]->len, err);
	return status;
}

static void put(struct tk_making *making, struct tk_node *map, const char *key, struct tk_node *node)
{
	if (!making->failed && (!map || !node || !tk__node_append(making->doing.arena, map, key, node)))
		making->failed = true;
}

static struct tk_node *word(struct tk_making *making, const char *text)
{
	struct tk_node *node = tk__node_scalar(making->doing.arena, text, strlen(text), TK_STYLE_PLAIN);

	making->failed |= !node;
	return node;
}

static void put_field(struct tk_making *making, int field, struct tk_node *node)
{
	const char *name = tk_field(field)->name, *dot = strchr(name, '.');
	struct tk_node *group;

	if (!dot) {
		put(making, making->root, name, node);
		return;
	}
	group = tk__node_find(making->root, name, (size_t)(dot - name));
	if (!group) {
		char *key = tk_arena_strndup(making->doing.arena, name, (size_t)(dot - name));

		group = tk__node_collection(making->doing.arena, TK_NODE_MAP, TK_STYLE_BLOCK);
		if (!key)
			making->failed = true;
		else
			put(making, making->root, key, group);
	}
	put(making, group, dot + 1, node);
}

static struct tk_node *start_entry(struct tk_making *making, const char *event, bool automatic)
{
	struct tk_doing *doing = &making->doing;
	struct tk_node *entry = tk__node_collection(doing->arena, TK_NODE_MAP, TK_STYLE_BLOCK);

	put(making, entry, "at", tk__time_node(doing->arena, doing->zone, doing->at));
	if (doing->at != doing->now)
		put(making, entry, "recorded", tk__time_node(doing->arena, doing->zone, doing->now));
	put(making, entry, "by", word(making, doing->by));
	put(making, entry, "event", word(making, event));
	if (automatic)
		put(making, entry, "auto", word(making, "true"));
	return entry;
}

static struct tk_node *first_entry(struct tk_making *making, const struct tk_draft *draft)
{
	struct tk_arena *arena = making->doing.arena;
	struct tk_node *entry = start_entry(making, "received", draft->automatic);
	struct tk_node *set = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_FLOW), *copy;
	size_t len = draft->note ? draft->note_len : 0;
	int i;

	for (i = 0; i < TK_KEY_COUNT; i++)
		if (making->doing.key[i])
			put(making, entry, tk_key(i)->name, making->doing.key[i]);
	while (len > 0 && (draft->note[len - 1] == '\n' || draft->note[len - 1] == '\r'))
		len--;
	if (len > 0)
		put(making, entry, "note", tk__node_scalar(arena, draft->note, len, tk__text_style(draft->note, len)));
	for (i = 0; i < TK_FIELD_COUNT; i++) {
		if (!making->value[i] || !(tk_field(i)->flags & TK_F_LOGGED))
			continue;
		copy = tk__node_copy(arena, making->value[i]);
		put(making, set, tk_field(i)->name, copy);
	}
	if (!making->failed)
		tk__map_style(set);
	put(making, entry, "set", set);
	return entry;
}

static enum tk_status build(struct tk_making *making, const struct tk_draft *draft, const struct tk_node **ret_entry,
			    struct tk_error *err)
{
	struct tk_arena *arena = making->doing.arena;
	struct tk_node *log = tk__node_collection(arena, TK_NODE_SEQ, TK_STYLE_BLOCK), *entry, *node;
	const struct tk_node *channel = making->value[TK_FIELD_CHANNEL];
	int i;

	making->root = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_BLOCK);
	making->value[TK_FIELD_ID] = word(making, making->doing.id.text);
	making->value[TK_FIELD_STATUS] = NULL;
	entry = first_entry(making, draft);
	making->value[TK_FIELD_STATUS] = word(making, "received");
	for (i = 0; i < TK_FIELD_COUNT; i++)
		if (making->value[i])
			put_field(making, i, making->value[i]);
	put(making, log, NULL, entry);
	if (!draft->automatic && is_live(channel)) {
		node = start_entry(making, "responded", false);
		put(making, node, "channel", tk__node_copy(arena, channel));
		put(making, log, NULL, node);
	}
	for (node = making->extra->first; node; node = node->next)
		put(making, making->root, node->key->text, tk__node_copy(arena, node));
	put(making, making->root, "log", log);
	*ret_entry = entry;
	return making->failed ? tk__fail(err, TK_D_NOMEM) : TK_OK;
}

/* Reads the composed text back, asks the workflow, and hands it to the transaction. */
static enum tk_status put_ticket(struct tk_making *making, const struct tk_node *entry, struct tk_error *err)
{
	struct tk_doing *doing = &making->doing;
	const struct tk_ticket *ticket;
	struct tk_ticket blank;
	struct tk_step step;
	struct tk_str text;
	enum tk_status status;

	tk_str_init(&text, 0);
	status = tk__compose(making->root, &text, err);
	if (status == TK_OK)
		status = tk__reread(doing->arena, &text, doing->path, &ticket, err);
	tk_str_clear(&text);
	if (status != TK_OK)
		return status;
	blank = *ticket;
	blank.log = NULL;
	blank.by_time = NULL;
	blank.log_node = NULL;
	blank.nlog = 0;
	step = (struct tk_step){
		.event = doing->event, .entry = entry, .at = doing->at, .by = doing->by, .after = ticket};
	status = tk__flow_check(&blank, doing->policy, doing->staff, &step, doing->now, err);
	if (status != TK_OK)
		return status;
	return tk__txn_create(doing->txn, &doing->id, ticket->doc.text, ticket->doc.len, err);
}

static enum tk_status gather(struct tk_making *making, const struct tk_draft *draft, struct tk_error *err)
{
	struct tk_doing *doing = &making->doing;
	const struct tk_node *defaults = tk_node_get(tk_policy_root(doing->policy), "defaults");
	enum tk_status status = tk__name_check_by(draft->by, err);

	if (status == TK_OK && defaults)
		status = tk__making_map(making, "", defaults, err);
	if (status == TK_OK && draft->yaml)
		status = tk__making_document(making, draft, err);
	if (status == TK_OK)
		status = tk__making_inputs(making, draft, err);
	if (status == TK_OK)
		status = decide_received(making, draft, err);
	if (status == TK_OK)
		status = decide_title(making, err);
	if (status == TK_OK)
		status = check_names(making, err);
	return status;
}

static enum tk_status prepare(struct tk_making *making, struct tk_txn *txn, const struct tk_draft *draft,
			      struct tk_error *err)
{
	struct tk_desk *desk = tk_txn_desk(txn);
	struct tk_doing *doing = &making->doing;
	struct tk_ticket *blank;
	enum tk_status status;

	doing->txn = txn;
	doing->arena = tk__txn_arena(txn);
	doing->zone = tk_desk_zone(desk);
	doing->now = tk_txn_now(txn);
	doing->by = draft->by;
	doing->event = tk_event(TK_EVENT_RECEIVED);
	doing->ticket = blank = tk_arena_alloc(doing->arena, sizeof *blank);
	making->extra = tk__node_collection(doing->arena, TK_NODE_MAP, TK_STYLE_BLOCK);
	if (!blank || !making->extra)
		return tk__fail(err, TK_D_NOMEM);
	status = tk_desk_policy_at(desk, tk_txn_now(txn), NULL, &doing->policy, err);
	if (status == TK_OK)
		status = tk_desk_staff(desk, NULL, &doing->staff, err);
	return status;
}

/* Whether the caller's struct can be used. */
static enum tk_status draft_whole(const struct tk_draft *draft, struct tk_error *err)
{
	enum tk_status status = tk__expect(err, draft->size == sizeof *draft, "tk_draft.size");

	if (status == TK_OK)
		status = tk__expect(err, draft->by != NULL, "tk_draft.by");
	if (status == TK_OK)
		status = tk__inputs_whole(draft->input, draft->ninput, err);
	return status;
}

enum tk_status tk_new(struct tk_txn *txn, const struct tk_draft *draft, struct tk_id *ret, struct tk_error *err)
{
	enum tk_status status = draft_whole(draft, err);
	size_t mark = tk_txn_mark(txn);
	struct tk_making *making;
	const struct tk_node *entry;
	const char *prefix;

	if (status != TK_OK)
		return status;
	making = tk_arena_alloc(tk__txn_arena(txn), sizeof *making);
	if (!making)
		return tk__fail(err, TK_D_NOMEM);
	status = prepare(making, txn, draft, err);
	if (status == TK_OK)
		status = gather(making, draft, err);
	if (status != TK_OK)
		return status;
	prefix = tk_policy_prefix(making->doing.policy, text_of(making, TK_FIELD_CATEGORY));
	status =
		tk__txn_new_id(txn, prefix, tk_zone_date(making->doing.zone, making->doing.at), &making->doing.id, err);
	if (status == TK_OK) {
		tk_id_path(&making->doing.id, making->doing.path);
		status = build(making, draft, &entry, err);
	}
	if (status == TK_OK)
		status = put_ticket(making, entry, err);
	if (status == TK_OK)
		*ret = making->doing.id;
	else
		tk_txn_rollback(txn, mark);
	return status;
}
