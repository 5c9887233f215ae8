/* What people write on a command line or in a form, as changes of fields and keys of the entry; see act.h. */
#include <stdio.h>
#include <string.h>

#include "act.h"
#include "fail.h"
#include "splice.h"
#include "yaml_out.h"

static enum tk_status no_field(const char *name, size_t len, struct tk_error *err)
{
	const char *near = tk_field_suggest(name, len);

	near = near ? near : "";
	return tk__fail(err, TK_D_UNKNOWN_FIELD, name, len, TK_S(near));
}

/* Fields that only their own event changes, with the verb that does it. */
enum tk_status tk__input_event_field(int field, struct tk_error *err)
{
	const char *name = tk_field(field)->name, *verb = NULL;

	if (field == TK_FIELD_STATUS)
		verb = "register, classify, assign, start, wait, resolve, close, reopen, cancel …";
	else if (field == TK_FIELD_LINKS)
		verb = "link";
	else if (field == TK_FIELD_MERGED_INTO)
		verb = "merge";
	else if (field == TK_FIELD_ATTACHMENTS)
		verb = "attach";
	return verb ? tk__fail(err, TK_D_INPUT_BY_VERB, TK_S(name), TK_S(verb))
		    : tk__fail(err, TK_D_INPUT_FIXED, TK_S(name));
}

/* Whether the target may be changed by an input of this kind. */
static enum tk_status check_target(const struct tk_field_path *target, enum tk_input_kind kind, struct tk_error *err)
{
	const struct tk_field *field = tk_field(target->field);
	bool list = field->kind == TK_KIND_LIST || field->kind == TK_KIND_RECORDS;

	if (field->flags & TK_F_DERIVED)
		return tk__fail(err, TK_D_INPUT_DERIVED, TK_S(field->name));
	if (field->flags & TK_F_EVENT)
		return tk__input_event_field(target->field, err);
	if ((field->flags & TK_F_SUB) && target->record == 0) {
		char example[160];
		const char *last = strrchr(field->name, '.');
		size_t prefix = (size_t)(last - field->name);

		snprintf(example, sizeof example, "%.*s.1%s", (int)prefix, field->name, last);
		return tk__fail(err, TK_D_INPUT_WHICH, TK_S(field->name), TK_S(example));
	}
	if (kind == TK_INPUT_ADD)
		return list ? TK_OK : tk__fail(err, TK_D_INPUT_NOT_LIST, TK_S(field->name));
	if (kind == TK_INPUT_SET && list)
		return tk__fail(err, TK_D_INPUT_LIST, TK_S(field->name));
	if (kind == TK_INPUT_SET && field->kind == TK_KIND_MAP && !target->key)
		return tk__fail(err, TK_D_INPUT_MAP, TK_S(field->name));
	return TK_OK;
}

static enum tk_status store_time(struct tk_arena *arena, const struct tk_zone *zone, tk_time now, const char *text,
				 size_t len, const char **ret, size_t *ret_len, struct tk_error *err)
{
	char written[TK_TIME_TEXT];
	tk_time at;
	enum tk_status status = tk_when_parse(text, len, zone, now, &at, err);

	if (status != TK_OK)
		return status;
	tk_zone_format(zone, at, written);
	*ret = tk_arena_strndup(arena, TK_S(written));
	*ret_len = strlen(written);
	return *ret ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

enum tk_status tk__input_value(struct tk_arena *arena, const struct tk_zone *zone, tk_time now, int field,
			       const char *text, size_t len, const char **ret, size_t *ret_len, struct tk_error *err)
{
	struct tk_value value;
	enum tk_status status;

	if (tk_field(field)->kind == TK_KIND_TIME) {
		status = store_time(arena, zone, now, text, len, ret, ret_len, err);
		if (status != TK_OK)
			tk__in(err, TK_S(tk_field(field)->name));
		return status;
	}
	while (tk_field(field)->kind == TK_KIND_PARA && len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		len--;
	status = tk_field_value(field, text, len, &value, err);
	if (status != TK_OK)
		return status;
	*ret = tk_arena_strndup(arena, text, len);
	*ret_len = len;
	return *ret ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

/* The sub-field of `list` that a record calls `key`; -1. */
static int sub_field(int list, const char *key, size_t len)
{
	size_t prefix = strlen(tk_field(list)->name);
	int field;

	for (field = list + 1; field < TK_FIELD_COUNT && (tk_field(field)->flags & TK_F_SUB); field++) {
		const char *name = tk_field(field)->name + prefix + 1;

		if (strlen(name) == len && !memcmp(name, key, len))
			return field;
	}
	return -1;
}

/* Named with its list, so that what is near can be told: parts.nubmer. */
static enum tk_status no_sub_field(int list, const char *key, size_t len, struct tk_error *err)
{
	char name[160];
	int used = snprintf(name, sizeof name, "%s.%.*s", tk_field(list)->name, (int)(len < 100 ? len : 0), key);

	return no_field(len < 100 ? name : key, len < 100 ? (size_t)used : len, err);
}

static enum tk_status check_record_keys(int list, const struct tk_node *map, struct tk_error *err)
{
	const struct tk_node *node;

	for (node = tk_node_first(map); node; node = tk_node_next(node)) {
		size_t len;
		const char *key = tk_node_key(node, &len);

		if (sub_field(list, key, len) < 0)
			return no_sub_field(list, key, len, err);
		if (tk_node_kind(node) != TK_NODE_SCALAR)
			return tk__fail(err, TK_D_INPUT_RECORD, TK_S(tk_field(list)->name));
	}
	return TK_OK;
}

enum tk_status tk__input_record(struct tk_arena *arena, const struct tk_zone *zone, tk_time now, int field,
				const struct tk_node *map, struct tk_node **ret, struct tk_error *err)
{
	size_t prefix = strlen(tk_field(field)->name) + 1;
	struct tk_node *record;
	enum tk_status status;
	int sub;

	if (!map || tk_node_kind(map) != TK_NODE_MAP || tk_node_count(map) == 0)
		return tk__fail(err, TK_D_INPUT_RECORD, TK_S(tk_field(field)->name));
	status = check_record_keys(field, map, err);
	if (status != TK_OK)
		return status;
	record = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_BLOCK);
	for (sub = field + 1; record && sub < TK_FIELD_COUNT && (tk_field(sub)->flags & TK_F_SUB); sub++) {
		const struct tk_node *node = tk_node_get(map, tk_field(sub)->name + prefix);
		const char *text;
		struct tk_node *copy;
		size_t len;

		if (!node || tk_node_is_null(node))
			continue;
		text = tk_node_text(node, &len);
		status = tk__input_value(arena, zone, now, sub, text, len, &text, &len, err);
		if (status != TK_OK)
			return status;
		copy = tk__node_scalar(arena, text, len, tk__field_style(sub, text, len));
		if (!copy || !tk__node_append(arena, record, tk_field(sub)->name + prefix, copy))
			return tk__fail(err, TK_D_NOMEM);
	}
	*ret = record;
	return record ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

/* A key of a mapping, or a field of its own or of a record that exists. */
static enum tk_status take_set(struct tk_doing *doing, const struct tk_field_path *target, const char *text, size_t len,
			       struct tk_error *err)
{
	enum tk_change_kind kind = TK_CHANGE_SET;
	const struct tk_node *list;
	struct tk_change *change;
	enum tk_status status;
	int parent;

	if (target->key)
		kind = TK_CHANGE_SET_KEY;
	if (target->record > 0) {
		kind = TK_CHANGE_SET_IN;
		for (parent = target->field; tk_field(parent)->flags & TK_F_SUB;)
			parent--;
		list = doing->ticket->field[parent];
		if (tk_node_count(list) < target->record)
			return tk__fail(err, TK_D_NO_RECORD, TK_S(tk_field(parent)->name), (int64_t)target->record);
	}
	change = tk__doing_change(doing, kind, target->field);
	if (!change)
		return tk__fail(err, TK_D_NOMEM);
	change->index = target->record ? target->record - 1 : 0;
	change->key = target->key ? tk_arena_strndup(doing->arena, target->key, target->key_len) : NULL;
	if (target->key && !change->key)
		return tk__fail(err, TK_D_NOMEM);
	status = tk__input_value(doing->arena, doing->zone, doing->now, target->field, text, len, &change->text,
				 &change->len, err);
	if (status == TK_OK && change->key && target->field == TK_FIELD_CHECKLIST)
		status = tk__name_check_tick(doing->policy, change->key, err);
	return status;
}

static enum tk_status take_add(struct tk_doing *doing, const struct tk_field_path *target, const struct tk_input *input,
			       struct tk_error *err)
{
	const char *text = tk_arena_strndup(doing->arena, input->value, input->len);
	struct tk_change *change = tk__doing_change(doing, TK_CHANGE_APPEND, target->field);
	struct tk_node *record = NULL;
	struct tk_error found = TK_ERROR_INIT;
	struct tk_doc doc;
	enum tk_status status;

	if (!text || !change)
		return tk__fail(err, TK_D_NOMEM);
	if (tk_field(target->field)->kind == TK_KIND_LIST) {
		change->item = tk__node_scalar(doing->arena, text, input->len, tk__text_style(text, input->len));
		return change->item ? TK_OK : tk__fail(err, TK_D_NOMEM);
	}
	status = tk__yaml_read(doing->arena, text, input->len, input->name, &tk__ticket_limits, &doc, &found);
	if (status == TK_SYNTAX) /* of one line that the person just wrote: the form helps more than a place in it */
		return tk__fail(err, TK_D_INPUT_RECORD, TK_S(tk_field(target->field)->name));
	if (status != TK_OK && err)
		*err = found;
	if (status == TK_OK)
		status = tk__input_record(doing->arena, doing->zone, doing->now, target->field, doc.root, &record, err);
	if (status == TK_OK)
		change->item = record;
	return status;
}

static enum tk_status take_field(struct tk_doing *doing, const struct tk_input *input, struct tk_error *err)
{
	struct tk_field_path target;
	enum tk_status status;

	if (!tk__field_path(input->name, strlen(input->name), &target))
		return no_field(input->name, strlen(input->name), err);
	status = check_target(&target, input->kind, err);
	if (status != TK_OK)
		return status;
	if (input->kind == TK_INPUT_ADD)
		return take_add(doing, &target, input, err);
	if (input->kind == TK_INPUT_SET && (input->len > 0 || target.record || target.key))
		return take_set(doing, &target, input->value, input->len, err);
	if (tk_field(target.field)->flags & TK_F_REQUIRED)
		return tk__fail(err, TK_D_INPUT_REQUIRED, TK_S(tk_field(target.field)->name));
	if (target.record || target.key)
		return no_field(input->name, strlen(input->name), err);
	return tk__doing_change(doing, TK_CHANGE_UNSET, target.field) ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

enum tk_status tk__input_take(struct tk_doing *doing, const struct tk_input *input, struct tk_error *err)
{
	enum tk_status status;

	if (input->kind == TK_INPUT_KEY)
		return tk__input_key(doing, input, err);
	status = take_field(doing, input, err);
	if (status != TK_OK)
		tk__in(err, TK_S(input->name));
	return status;
}
