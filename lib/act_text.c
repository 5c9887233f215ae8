/* From a step's changes to its log entry and to the ticket's new text; see act.h. */
#include <string.h>

#include "act.h"
#include "fail.h"
#include "splice.h"

struct making {
	struct tk_doing *doing;
	struct tk_state then; /* at the step's time */
	bool backdated;       /* later entries exist */
	struct tk_node *set, *was;
	bool failed;
};

enum tk_status tk__reread(struct tk_arena *arena, const struct tk_str *text, const char *path,
			  const struct tk_ticket **ret, struct tk_error *err)
{
	char *copy = tk_arena_strndup(arena, text->data, text->len);
	struct tk_ticket *ticket;
	enum tk_status status;

	if (!copy)
		return tk__fail(err, TK_D_NOMEM);
	status = tk_ticket_read(arena, copy, text->len, path, &ticket, err);
	if (status == TK_OK)
		*ret = ticket;
	else if (err)
		err->line = err->col = 0; /* places in a text that nobody has */
	return status;
}

/* The value that a field has when the step happens. */
static const struct tk_node *old_value(const struct making *making, int field)
{
	const struct tk_node *old = making->doing->ticket->field[field];

	if (making->backdated && (tk_field(field)->flags & TK_F_LOGGED))
		old = making->then.known[field] ? making->then.value[field] : NULL;
	return old && !tk_node_is_null(old) ? old : NULL;
}

static bool is_unchanged(const struct making *making, const struct tk_change *change)
{
	const struct tk_node *old;
	struct tk_value was, is;
	const char *text;
	size_t len;

	switch (change->kind) {
	case TK_CHANGE_APPEND:
	case TK_CHANGE_SET_IN:
		return false;
	case TK_CHANGE_SET_KEY:
		old = tk_node_get(making->doing->ticket->field[change->field], change->key);
		return old && tk__node_is(old, change->text);
	case TK_CHANGE_UNSET:
		return !old_value(making, change->field);
	case TK_CHANGE_SET:
		break;
	}
	old = old_value(making, change->field);
	text = old ? tk_node_text(old, &len) : NULL;
	if (!text || tk_field_value(change->field, text, len, &was, NULL) != TK_OK ||
	    tk_field_value(change->field, change->text, change->len, &is, NULL) != TK_OK)
		return false;
	if (tk_field(change->field)->kind == TK_KIND_TIME)
		return was.number == is.number;
	while (len > 0 && tk_field(change->field)->kind == TK_KIND_PARA && text[len - 1] == '\n')
		len--;
	return len == change->len && !memcmp(text, change->text, len);
}

static void drop_unchanged(struct making *making)
{
	struct tk_change **link = &making->doing->first;

	while (*link) {
		if (is_unchanged(making, *link))
			*link = (*link)->next;
		else
			link = &(*link)->next;
	}
}

static void put(struct making *making, struct tk_node *map, const char *key, struct tk_node *node)
{
	if (!making->failed && (!node || !tk__node_append(making->doing->arena, map, key, node)))
		making->failed = true;
}

/* A list as it is with one more item. */
static struct tk_node *longer(struct making *making, const struct tk_node *list, const struct tk_node *item)
{
	struct tk_arena *arena = making->doing->arena;
	struct tk_node *copy =
		list ? tk__node_copy(arena, list) : tk__node_collection(arena, TK_NODE_SEQ, TK_STYLE_FLOW);
	struct tk_node *more = tk__node_copy(arena, item);

	if (!copy || !more || !tk__node_append(arena, copy, NULL, more))
		return NULL;
	copy->style = TK_STYLE_FLOW;
	return copy;
}

/* A copy of a list or mapping for one line. */
static struct tk_node *in_brackets(struct making *making, const struct tk_node *collection)
{
	struct tk_node *copy = tk__node_copy(making->doing->arena, collection);

	if (copy)
		copy->style = TK_STYLE_FLOW;
	return copy;
}

/* Whether the entry tells what becomes of the field: always where the log follows it, else where an earlier value would
 * be lost and where editing is all that happens. */
static bool is_told(const struct making *making, const struct tk_change *change)
{
	if (tk_field(change->field)->flags & TK_F_LOGGED)
		return true;
	if (change->kind == TK_CHANGE_APPEND)
		return false;
	return old_value(making, change->field) || !strcmp(making->doing->event->name, "edited");
}

static void note_change(struct making *making, const struct tk_change *change)
{
	struct tk_arena *arena = making->doing->arena;
	const char *name = tk_field(change->field)->name, *text;
	const struct tk_node *old;
	struct tk_node *list;
	size_t len;

	if (!is_told(making, change))
		return;
	if (change->kind == TK_CHANGE_APPEND) {
		list = longer(making, making->doing->ticket->field[change->field], change->item);
		put(making, making->set, name, list);
		return;
	}
	if (change->kind == TK_CHANGE_UNSET)
		put(making, making->set, name, tk__node_scalar(arena, "null", 4, TK_STYLE_PLAIN));
	else
		put(making, making->set, name,
		    tk__node_scalar(arena, change->text, change->len,
				    tk__field_style(change->field, change->text, change->len)));
	old = old_value(making, change->field);
	text = old ? tk_node_text(old, &len) : NULL;
	if (text)
		put(making, making->was, name,
		    tk__node_scalar(arena, text, len, tk__field_style(change->field, text, len)));
	else if (old)
		put(making, making->was, name, in_brackets(making, old));
}

/* A change inside a list or mapping is told under its path, by the same rule: parts.2.arrived, checklist.tool-kit. */
static void note_inside(struct making *making, const struct tk_change *change)
{
	struct tk_arena *arena = making->doing->arena;
	const struct tk_node *within, *old;
	const char *name, *key, *text;
	struct tk_str path;
	int whole = change->field;
	size_t i, len;

	while (tk_field(whole)->flags & TK_F_SUB)
		whole--;
	name = tk_field(whole)->name;
	within = making->doing->ticket->field[whole];
	tk_str_init(&path, 1024);
	if (change->kind == TK_CHANGE_SET_KEY) {
		key = change->key;
		tk_str_printf(&path, "%s.%s", name, key);
	} else {
		key = tk_field(change->field)->name + strlen(name) + 1;
		tk_str_printf(&path, "%s.%zu.%s", name, change->index + 1, key);
		for (i = 0, within = tk_node_first(within); within && i < change->index; i++)
			within = tk_node_next(within);
	}
	old = tk_node_get(within, key);
	text = old && !tk_node_is_null(old) ? tk_node_text(old, &len) : NULL;
	if (path.failed != TK_OK)
		making->failed = true;
	if (text || !strcmp(making->doing->event->name, "edited"))
		put(making, making->set, path.data,
		    tk__node_scalar(arena, change->text, change->len,
				    tk__field_style(change->field, change->text, change->len)));
	if (text)
		put(making, making->was, path.data,
		    tk__node_scalar(arena, text, len, tk__field_style(change->field, text, len)));
	tk_str_clear(&path);
}

static struct tk_node *make_entry(struct making *making)
{
	struct tk_doing *doing = making->doing;
	struct tk_node *entry = tk__node_collection(doing->arena, TK_NODE_MAP, TK_STYLE_BLOCK);
	const struct tk_change *change;
	int i;

	making->set = tk__node_collection(doing->arena, TK_NODE_MAP, TK_STYLE_FLOW);
	making->was = tk__node_collection(doing->arena, TK_NODE_MAP, TK_STYLE_FLOW);
	if (!entry || !making->set || !making->was)
		return NULL;
	for (change = doing->first; change; change = change->next)
		if (change->kind == TK_CHANGE_SET_IN || change->kind == TK_CHANGE_SET_KEY)
			note_inside(making, change);
		else
			note_change(making, change);
	if (making->failed)
		return NULL;
	tk__map_style(making->set);
	tk__map_style(making->was);
	doing->key[TK_KEY_SET] = making->set->count ? making->set : NULL;
	doing->key[TK_KEY_WAS] = making->was->count ? making->was : NULL;
	for (i = 0; i < TK_KEY_COUNT; i++)
		if (doing->key[i])
			put(making, entry, tk_key(i)->name, doing->key[i]);
	return making->failed ? NULL : entry;
}

static bool is_in_log(const struct tk_ticket *ticket, const struct tk_node *entry)
{
	size_t i;

	for (i = 0; i < ticket->nlog; i++)
		if (tk__entry_equal(ticket->log[i].node, entry))
			return true;
	return false;
}

/* What the log says of a field after the step, where later entries may have the last word. */
static enum tk_status splice_replayed(struct tk_splice *splice, const struct tk_ticket *old,
				      const struct tk_state *state, int field, struct tk_error *err)
{
	const struct tk_node *value = state->known[field] ? state->value[field] : NULL;
	size_t len = 0;
	const char *text = value && !tk_node_is_null(value) ? tk_node_text(value, &len) : NULL;

	if (old->field[field] && value && tk__node_equal(old->field[field], value))
		return TK_OK;
	if (text)
		return tk__splice_set(splice, field, text, len, err);
	return old->field[field] ? tk__splice_unset(splice, field, err) : TK_OK;
}

/* `state` is that after all of the new log, NULL while it is not known. */
static enum tk_status splice_change(struct tk_splice *splice, const struct making *making,
				    const struct tk_change *change, const struct tk_state *state, struct tk_error *err)
{
	bool logged = (tk_field(change->field)->flags & TK_F_LOGGED) != 0;

	if (making->backdated && logged && change->kind != TK_CHANGE_APPEND)
		return state ? splice_replayed(splice, making->doing->ticket, state, change->field, err) : TK_OK;
	switch (change->kind) {
	case TK_CHANGE_SET:
		return tk__splice_set(splice, change->field, change->text, change->len, err);
	case TK_CHANGE_UNSET:
		return tk__splice_unset(splice, change->field, err);
	case TK_CHANGE_APPEND:
		return tk__splice_append(splice, change->field, change->item, err);
	case TK_CHANGE_SET_IN:
		return tk__splice_set_in(splice, change->field, change->index, change->text, change->len, err);
	case TK_CHANGE_SET_KEY:
		return tk__splice_set_key(splice, change->field, change->key, change->text, change->len, err);
	}
	return TK_OK;
}

static enum tk_status splice_all(const struct making *making, const struct tk_node *entry, const struct tk_state *state,
				 enum tk_status_id status_id, const struct tk_ticket **ret, struct tk_error *err)
{
	struct tk_doing *doing = making->doing;
	struct tk_splice *splice = tk__splice_new(doing->arena, doing->ticket);
	const char *id = tk_words(TK_WORDS_STATUS, NULL)[status_id].id;
	const struct tk_change *change;
	enum tk_status status = splice ? TK_OK : tk__fail(err, TK_D_NOMEM);
	struct tk_str text;

	for (change = doing->first; change && status == TK_OK; change = change->next)
		status = splice_change(splice, making, change, state, err);
	if (status == TK_OK && !tk__node_is(doing->ticket->field[TK_FIELD_STATUS], id))
		status = tk__splice_set(splice, TK_FIELD_STATUS, id, strlen(id), err);
	if (status == TK_OK && !is_in_log(doing->ticket, entry))
		status = tk__splice_entry(splice, entry, err);
	if (status != TK_OK)
		return status;
	tk_str_init(&text, 0);
	status = tk__splice_finish(splice, &text, err);
	if (status == TK_OK)
		status = tk__reread(doing->arena, &text, doing->path, ret, err);
	tk_str_clear(&text);
	return status;
}

/* An earlier place in the log has no word on what later entries decided: the head is what the whole log replays to. */
static enum tk_status splice_backdated(const struct making *making, const struct tk_node *entry,
				       const struct tk_ticket **ret, struct tk_error *err)
{
	const struct tk_ticket *draft = NULL;
	struct tk_state whole;
	enum tk_status status;

	tk__replay(making->doing->ticket, making->doing->policy, TK_TIME_MAX, &whole);
	status = splice_all(making, entry, NULL, whole.status, &draft, err);
	if (status != TK_OK)
		return status;
	tk__replay(draft, making->doing->policy, TK_TIME_MAX, &whole);
	return splice_all(making, entry, &whole, whole.status, ret, err);
}

/* `edited` that edits nothing. */
static bool is_nothing(const struct tk_doing *doing)
{
	return !doing->first && !strcmp(doing->event->name, "edited") && !doing->key[TK_KEY_NOTE] &&
	       !doing->key[TK_KEY_REASON];
}

/*
 * A log keeps equal entries once.  So a step whose entry equals an earlier one must not be taken for done, unless it
 * edits fields that the log does not follow.  Repeating what the program does by itself does no harm.
 */
static enum tk_status check_twice(const struct tk_doing *doing, struct tk_error *err)
{
	bool edits = doing->first && !doing->key[TK_KEY_SET] && !doing->key[TK_KEY_WAS] &&
		     !strcmp(doing->event->name, "edited");

	return edits || (!doing->first && doing->key[TK_KEY_AUTO]) ? TK_OK : tk__fail(err, TK_D_ENTRY_TWICE, doing->at);
}

enum tk_status tk__doing_text(struct tk_doing *doing, const struct tk_node **ret_entry,
			      const struct tk_ticket **ret_after, struct tk_error *err)
{
	const struct tk_ticket *ticket = doing->ticket;
	struct making making = {.doing = doing};
	struct tk_node *entry;
	bool twice;
	enum tk_status status;

	tk__replay(ticket, doing->policy, doing->at, &making.then);
	making.backdated = ticket->nlog > 0 && ticket->by_time[ticket->nlog - 1]->at > doing->at;
	drop_unchanged(&making);
	entry = make_entry(&making);
	if (!entry)
		return tk__fail(err, TK_D_NOMEM);
	*ret_entry = NULL;
	*ret_after = ticket;
	if (is_nothing(doing))
		return TK_OK;
	twice = is_in_log(ticket, entry);
	status = twice ? check_twice(doing, err) : TK_OK;
	if (status != TK_OK || (twice && !doing->first))
		return status;
	*ret_entry = entry;
	if (making.backdated)
		return splice_backdated(&making, entry, ret_after, err);
	return splice_all(&making, entry, NULL, tk__move(doing->event, &making.then), ret_after, err);
}
