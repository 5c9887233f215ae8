/* The fields of a new ticket as they are given: by the policy, by a document, one by one; see new.h. */
#include <string.h>

#include "fail.h"
#include "new.h"
#include "splice.h"

static enum tk_status take_scalar(struct tk_making *making, int field, const struct tk_node *node, struct tk_error *err)
{
	struct tk_doing *doing = &making->doing;
	size_t len;
	const char *text = tk_node_text(node, &len);
	enum tk_status status;

	if (!text)
		return tk__fail_node(err, node, tk_field(field)->name, TK_D_NOT_SCALAR);
	if (tk_node_is_null(node))
		return TK_OK;
	status = tk__input_value(doing->arena, doing->zone, doing->now, field, text, len, &text, &len, err);
	if (status != TK_OK) {
		tk__at_node(err, node, tk_field(field)->name);
		return status;
	}
	making->value[field] = tk__node_scalar(doing->arena, text, len, tk__field_style(field, text, len));
	return making->value[field] ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

static enum tk_status take_records(struct tk_making *making, int field, const struct tk_node *list,
				   struct tk_error *err)
{
	struct tk_doing *doing = &making->doing;
	struct tk_node *copy = tk__node_collection(doing->arena, TK_NODE_SEQ, TK_STYLE_BLOCK), *record;
	const struct tk_node *node;
	enum tk_status status;

	if (tk_node_kind(list) != TK_NODE_SEQ)
		return tk__fail_node(err, list, tk_field(field)->name, TK_D_NOT_LIST);
	for (node = tk_node_first(list); node; node = tk_node_next(node)) {
		status = tk__input_record(doing->arena, doing->zone, doing->now, field, node, &record, err);
		if (status != TK_OK) {
			tk__at_node(err, node, tk_field(field)->name);
			return status;
		}
		if (!copy || !tk__node_append(doing->arena, copy, NULL, record))
			return tk__fail(err, TK_D_NOMEM);
	}
	if (tk_node_count(list) > 0)
		making->value[field] = copy;
	return TK_OK;
}

static enum tk_status take_ticks(struct tk_making *making, int field, const struct tk_node *map, struct tk_error *err)
{
	struct tk_node *copy, *node;

	if (tk_node_kind(map) != TK_NODE_MAP)
		return tk__fail_node(err, map, tk_field(field)->name, TK_D_NOT_MAPPING);
	copy = tk__node_copy(making->doing.arena, map);
	if (!copy)
		return tk__fail(err, TK_D_NOMEM);
	for (node = copy->first; node; node = node->next) {
		if (!tk__node_is(node, "true") && !tk__node_is(node, "false"))
			return tk__fail_node(err, node, tk_field(field)->name, TK_D_BAD_BOOL,
					     node->text ? node->text : "", (size_t)node->len);
		node->style = TK_STYLE_PLAIN;
	}
	copy->style = TK_STYLE_BLOCK;
	if (copy->count > 0)
		making->value[field] = copy;
	return TK_OK;
}

static enum tk_status take_field(struct tk_making *making, int field, const struct tk_node *node, struct tk_error *err)
{
	const struct tk_field *row = tk_field(field);
	enum tk_status status;

	if (row->flags & (TK_F_DERIVED | TK_F_SUB))
		return tk__fail_node(err, node, row->name, TK_D_INPUT_DERIVED, TK_S(row->name));
	if ((row->flags & TK_F_EVENT) && field != TK_FIELD_RECEIVED) {
		status = tk__input_event_field(field, err);
		tk__at_node(err, node, row->name);
		return status;
	}
	if (row->kind == TK_KIND_RECORDS)
		return take_records(making, field, node, err);
	if (row->kind == TK_KIND_MAP)
		return take_ticks(making, field, node, err);
	return take_scalar(making, field, node, err);
}

static bool is_group(const char *name)
{
	size_t len = strlen(name);
	int i;

	for (i = 0; i < TK_FIELD_COUNT; i++)
		if (!strncmp(tk_field(i)->name, name, len) && tk_field(i)->name[len] == '.')
			return true;
	return false;
}

/* A key of somebody else's goes into the ticket as it is. */
static enum tk_status take_extra(struct tk_making *making, const char *key, const struct tk_node *node,
				 struct tk_error *err)
{
	struct tk_arena *arena = making->doing.arena;
	struct tk_node *copy = tk__node_copy(arena, node);

	return copy && tk__node_append(arena, making->extra, key, copy) ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

static enum tk_status unknown_field(const struct tk_node *node, const char *name, size_t len, struct tk_error *err)
{
	const char *near = tk_field_suggest(name, len);

	return tk__fail_node(err, node->key, NULL, TK_D_UNKNOWN_FIELD, name, len, TK_S(near ? near : ""));
}

enum tk_status tk__making_map(struct tk_making *making, const char *prefix, const struct tk_node *map,
			      struct tk_error *err)
{
	const struct tk_node *node;
	enum tk_status status = TK_OK;

	for (node = tk_node_first(map); node && status == TK_OK; node = tk_node_next(node)) {
		size_t len, before = strlen(prefix);
		const char *key = tk_node_key(node, &len);
		char name[128];
		int field;

		if (!*prefix && len > 2 && !memcmp(key, "x-", 2)) {
			status = take_extra(making, key, node, err);
			continue;
		}
		if (before + len + 2 > sizeof name)
			return unknown_field(node, key, len, err);
		memcpy(name, prefix, before);
		memcpy(name + before, key, len);
		name[before + len] = '\0';
		field = tk_field_find(name, before + len);
		if (field >= 0) {
			status = take_field(making, field, node, err);
		} else if (!*prefix && tk_node_kind(node) == TK_NODE_MAP && is_group(name)) {
			name[len] = '.';
			name[len + 1] = '\0';
			status = tk__making_map(making, name, node, err);
		} else {
			status = unknown_field(node, name, before + len, err);
		}
	}
	return status;
}

enum tk_status tk__making_document(struct tk_making *making, const struct tk_draft *draft, struct tk_error *err)
{
	const char *path = draft->yaml_path ? draft->yaml_path : "-";
	struct tk_arena *arena = making->doing.arena;
	char *text = tk_arena_strndup(arena, draft->yaml, draft->yaml_len);
	struct tk_doc doc;
	enum tk_status status;

	if (!text)
		return tk__fail(err, TK_D_NOMEM);
	status = tk__yaml_read(arena, text, draft->yaml_len, path, &tk__ticket_limits, &doc, err);
	if (status != TK_OK)
		return status;
	if (tk_node_kind(doc.root) != TK_NODE_MAP)
		return tk__fail_node(err, doc.root, NULL, TK_D_DRAFT_ROOT);
	return tk__making_map(making, "", doc.root, err);
}

static enum tk_status apply_change(struct tk_making *making, const struct tk_change *change, struct tk_error *err)
{
	struct tk_arena *arena = making->doing.arena;
	bool map = change->kind == TK_CHANGE_SET_KEY;
	struct tk_node **value = &making->value[change->field], *node;

	if (change->kind == TK_CHANGE_UNSET) {
		*value = NULL;
		return TK_OK;
	}
	if (change->kind == TK_CHANGE_SET) {
		*value = tk__node_scalar(arena, change->text, change->len,
					 tk__field_style(change->field, change->text, change->len));
		return *value ? TK_OK : tk__fail(err, TK_D_NOMEM);
	}
	if (!*value)
		*value = tk__node_collection(arena, map ? TK_NODE_MAP : TK_NODE_SEQ, TK_STYLE_BLOCK);
	node = map ? tk__node_scalar(arena, change->text, change->len, TK_STYLE_PLAIN)
		   : tk__node_copy(arena, change->item);
	if (!*value || !node || !tk__node_append(arena, *value, change->key, node))
		return tk__fail(err, TK_D_NOMEM);
	return TK_OK;
}

enum tk_status tk__making_inputs(struct tk_making *making, const struct tk_draft *draft, struct tk_error *err)
{
	const struct tk_change *change;
	enum tk_status status = TK_OK;
	size_t i;

	for (i = 0; i < draft->ninput && status == TK_OK; i++) {
		const struct tk_input *input = &draft->input[i];

		if (input->kind == TK_INPUT_SET && !strcmp(input->name, "received")) {
			struct tk_node *given =
				tk__node_scalar(making->doing.arena, input->value, input->len, TK_STYLE_PLAIN);

			status = given ? take_scalar(making, TK_FIELD_RECEIVED, given, err) : tk__fail(err, TK_D_NOMEM);
		} else {
			status = tk__input_take(&making->doing, input, err);
		}
	}
	for (change = making->doing.first; change && status == TK_OK; change = change->next)
		status = apply_change(making, change, err);
	return status;
}
