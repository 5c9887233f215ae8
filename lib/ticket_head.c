/* The head of a ticket, read by the field table. */
#include <string.h>

#include "fail.h"
#include "ticket_decode.h"

static bool wrong_shape(struct tk_reading *reading, enum tk_diag diag, const struct tk_node *node,
			const struct tk_where *where, const char *name, size_t record)
{
	return tk__found_at(reading, tk__fail(&reading->now, diag), node, where, name, record, NULL);
}

static bool check_scalar(struct tk_reading *reading, int id, const struct tk_node *node, const struct tk_where *where,
			 size_t item, int64_t *ret_number)
{
	struct tk_value value;
	size_t len = 0;
	const char *text = tk_node_text(node, &len);
	const char *name = tk_field(id)->name;

	if (!text)
		return wrong_shape(reading, TK_D_NOT_SCALAR, node, where, name, item);
	enum tk_status status = tk_field_value(id, text, len, &value, &reading->now);
	if (status != TK_OK)
		return tk__found_at(reading, status, node, where, name, item, NULL);
	*ret_number = value.number;
	return true;
}

static bool check_count(struct tk_reading *reading, int id, const struct tk_node *node, const struct tk_where *where)
{
	const struct tk_field *field = tk_field(id);

	if (node->count <= field->max)
		return true;
	enum tk_status status = tk__fail(&reading->now, TK_D_TOO_MANY, (int64_t)node->count, (int64_t)field->max);
	return tk__found_at(reading, status, node, where, field->name, 0, NULL);
}

static bool check_list(struct tk_reading *reading, int id, const struct tk_node *node, const struct tk_where *where)
{
	size_t place = 0;
	int64_t number;

	if (node->kind != TK_NODE_SEQ)
		return wrong_shape(reading, TK_D_NOT_LIST, node, where, tk_field(id)->name, 0);
	if (!check_count(reading, id, node, where))
		return false;
	for (const struct tk_node *item = node->first; item; item = item->next)
		if (!check_scalar(reading, id, item, where, ++place, &number))
			return false;
	return true;
}

static bool check_record(struct tk_reading *reading, int list, const struct tk_node *record,
			 const struct tk_where *where, size_t place)
{
	const char *group = tk_field(list)->name;
	size_t group_len = strlen(group);
	int seek = list;

	if (record->kind != TK_NODE_MAP)
		return wrong_shape(reading, TK_D_NOT_MAPPING, record, where, group, place);
	for (const struct tk_node *n = record->first; n; n = n->next) {
		struct tk_value value;
		size_t len = 0;
		const char *text = tk_node_text(n, &len);
		int id = tk__field_seek(seek, group, group_len, n->key->text, n->key->len);
		enum tk_status status = TK_OK;
		if (id < 0) {
			if (!tk__found_key(reading, n, where, group, NULL, 0))
				return false;
			continue;
		}
		seek = id;
		if (!tk_node_is_null(n))
			status = text ? tk_field_value(id, text, len, &value, &reading->now)
				      : tk__fail(&reading->now, TK_D_NOT_SCALAR);
		if (status != TK_OK && !tk__found_at(reading, status, n, where, group, place, n->key->text))
			return false;
	}
	return true;
}

static bool check_records(struct tk_reading *reading, int id, const struct tk_node *node, const struct tk_where *where)
{
	size_t place = 0;

	if (node->kind != TK_NODE_SEQ)
		return wrong_shape(reading, TK_D_NOT_LIST, node, where, tk_field(id)->name, 0);
	if (!check_count(reading, id, node, where))
		return false;
	for (const struct tk_node *item = node->first; item; item = item->next)
		if (!check_record(reading, id, item, where, ++place))
			return false;
	return true;
}

static bool check_map(struct tk_reading *reading, int id, const struct tk_node *node, const struct tk_where *where)
{
	const char *name = tk_field(id)->name;

	if (node->kind != TK_NODE_MAP)
		return wrong_shape(reading, TK_D_NOT_MAPPING, node, where, name, 0);
	if (!check_count(reading, id, node, where))
		return false;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		struct tk_value value;
		size_t len = 0;
		const char *text = tk_node_text(n, &len);
		enum tk_status status = TK_OK;
		if (!tk_node_is_null(n))
			status = text ? tk_field_value(id, text, len, &value, &reading->now)
				      : tk__fail(&reading->now, TK_D_NOT_SCALAR);
		if (status != TK_OK && !tk__found_at(reading, status, n, where, name, 0, n->key->text))
			return false;
	}
	return true;
}

bool tk__check_value(struct tk_reading *reading, int id, const struct tk_node *node, const struct tk_where *where,
		     int64_t *ret_number)
{
	switch (tk_field(id)->kind) {
	case TK_KIND_LIST:
		return check_list(reading, id, node, where);
	case TK_KIND_RECORDS:
		return check_records(reading, id, node, where);
	case TK_KIND_MAP:
		return check_map(reading, id, node, where);
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_WORD:
	case TK_KIND_NAME:
	case TK_KIND_TICKET:
	case TK_KIND_TIME:
	case TK_KIND_DATE:
	case TK_KIND_SPAN:
	case TK_KIND_INT:
	case TK_KIND_MONEY:
	case TK_KIND_BOOL:
		break;
	}
	return check_scalar(reading, id, node, where, 0, ret_number);
}

static bool read_field(struct tk_reading *reading, int id, const struct tk_node *node)
{
	static const struct tk_where head = {0};
	enum tk_status before = reading->status;

	if (tk_node_is_null(node))
		return true;
	reading->status = TK_OK; /* so that this field's own failing can be seen */
	struct tk_error *out = reading->out;
	if (before != TK_OK)
		reading->out = NULL;
	bool on = tk__check_value(reading, id, node, &head, &reading->ticket->number[id]);
	if (reading->status == TK_OK)
		reading->ticket->field[id] = node;
	if (before != TK_OK)
		reading->status = before;
	reading->out = out;
	return on;
}

/* A field that may stand in a file under this name. */
static bool is_stored(int id)
{
	return id >= 0 && !(tk_field(id)->flags & (TK_F_DERIVED | TK_F_SUB));
}

static bool read_group(struct tk_reading *reading, const struct tk_node *node, int *seek)
{
	static const struct tk_where head = {0};
	const struct tk_node *group = node->key;

	if (tk_node_is_null(node))
		return true;
	if (node->kind != TK_NODE_MAP)
		return wrong_shape(reading, TK_D_NOT_MAPPING, node, &head, group->text, 0);
	for (const struct tk_node *n = node->first; n; n = n->next) {
		int id = tk__field_seek(*seek, group->text, group->len, n->key->text, n->key->len);
		if (!is_stored(id)) {
			if (!tk__found_key(reading, n, &head, group->text, NULL, 0))
				return false;
			continue;
		}
		*seek = id;
		if (!read_field(reading, id, n))
			return false;
	}
	return true;
}

static bool read_unknown(struct tk_reading *reading, const struct tk_node *node)
{
	static const struct tk_where head = {0};
	const struct tk_node *key = node->key;

	if (reading->sink.add && is_stored(tk_field_find(key->text, key->len))) {
		enum tk_status status = tk__fail(&reading->now, TK_D_DOTTED_KEY, key->text, (size_t)key->len);
		return tk__found_at(reading, status, key, &head, key->text, 0, NULL);
	}
	return tk__found_key(reading, node, &head, NULL, NULL, 0);
}

static bool read_top(struct tk_reading *reading, const struct tk_node *node, int *seek)
{
	const struct tk_node *key = node->key;
	bool dotted = memchr(key->text, '.', key->len) != NULL;
	int id = dotted ? -1 : tk__field_seek(*seek, NULL, 0, key->text, key->len);

	if (is_stored(id)) {
		*seek = id;
		return read_field(reading, id, node);
	}
	int group = dotted || id >= 0 ? -1 : tk__field_group(*seek, key->text, key->len);
	if (group < 0)
		return read_unknown(reading, node);
	*seek = group;
	return read_group(reading, node, seek);
}

static bool missing_fields(struct tk_reading *reading)
{
	static const struct tk_where head = {0};

	for (int id = 0; id < TK_FIELD_COUNT; id++) {
		const struct tk_field *field = tk_field(id);
		if (!(field->flags & TK_F_REQUIRED))
			continue;
		const struct tk_node *node = tk_node_get(reading->ticket->doc.root, field->name);
		if (node && !tk_node_is_null(node))
			continue;
		enum tk_status status = tk__fail(&reading->now, TK_D_FIELD_MISSING, TK_S(field->name));
		if (!tk__found_at(reading, status, node ? node : reading->ticket->doc.root, &head, field->name, 0,
				  NULL))
			return false;
	}
	return true;
}

static bool self_links(struct tk_reading *reading)
{
	static const struct tk_where head = {0};
	const struct tk_node *const *field = reading->ticket->field;
	const struct tk_node *id = field[TK_FIELD_ID], *links = field[TK_FIELD_LINKS],
			     *into = field[TK_FIELD_MERGED_INTO];
	size_t place = 0;

	if (!id)
		return true;
	for (const struct tk_node *n = links ? links->first : NULL; n; n = n->next, place++) {
		if (!tk__node_is(n, id->text))
			continue;
		enum tk_status status = tk__fail(&reading->now, TK_D_SELF_LINK, id->text, (size_t)id->len);
		if (!tk__found_at(reading, status, n, &head, "links", place + 1, NULL))
			return false;
	}
	if (!into || !tk__node_is(into, id->text))
		return true;
	enum tk_status status = tk__fail(&reading->now, TK_D_SELF_LINK, id->text, (size_t)id->len);
	return tk__found_at(reading, status, into, &head, "merged_into", 0, NULL);
}

bool tk__read_head(struct tk_reading *reading)
{
	int seek = 0;

	for (const struct tk_node *n = reading->ticket->doc.root->first; n; n = n->next)
		if (!tk__node_is(n->key, "log") && !read_top(reading, n, &seek))
			return false;
	return missing_fields(reading) && self_links(reading);
}
