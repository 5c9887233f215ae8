/* Collecting the changes of a ticket file; see splice.h. */
#include "splice.h"

#include <string.h>

#include "fail.h"
#include "splice_impl.h"

/* Where a field's value stands: in which mapping, under which key. */
struct spot {
	struct tk_node *map;
	char group[64];
	const char *key;
	size_t len;
	bool may_lead;
};

struct tk_splice *tk__splice_new(struct tk_arena *arena, const struct tk_ticket *ticket)
{
	struct tk_splice *splice = tk_arena_alloc(arena, sizeof(*splice));

	if (!splice)
		return NULL;
	splice->arena = arena;
	splice->ticket = ticket;
	splice->want = tk__node_copy(arena, ticket->doc.root);
	return splice->want ? splice : NULL;
}

static enum tk_status named(struct tk_error *err, int field, enum tk_status status)
{
	tk__in(err, tk_field(field)->name, strlen(tk_field(field)->name));
	return status;
}

static enum tk_status check_root(const struct tk_splice *splice, struct tk_error *err)
{
	if (splice->want->style != TK_STYLE_FLOW)
		return TK_OK;
	enum tk_status status = tk__fail(err, TK_D_FLOW_ROOT);
	tk__at_node(err, splice->ticket->doc.root, NULL);
	return status;
}

/* The mapping that holds a field's key.  With `make` false *ret->map is NULL where there is none. */
static enum tk_status find_spot(struct tk_splice *splice, int field, bool make, struct spot *ret, struct tk_error *err)
{
	const char *name = tk_field(field)->name, *dot = strchr(name, '.');
	struct tk_node *root = splice->want;
	enum tk_status status = check_root(splice, err);

	if (status != TK_OK)
		return status;
	*ret = (struct spot){.map = root, .key = name, .len = strlen(name), .may_lead = true};
	if (!dot)
		return TK_OK;
	size_t len = (size_t)(dot - name);
	memcpy(ret->group, name, len);
	ret->key = dot + 1;
	ret->len = strlen(dot + 1);
	ret->map = tk__node_find(root, name, len);
	if (make)
		ret->map = tk__tree_collection(splice->arena, root, "", name, len, TK_NODE_MAP);
	else if (ret->map && ret->map->kind != TK_NODE_MAP)
		ret->map = NULL;
	return ret->map || !make ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

static enum tk_status put(struct tk_splice *splice, const struct spot *spot, const char *text, size_t len,
			  enum tk_style style, struct tk_error *err)
{
	struct tk_node *node = tk__node_find(spot->map, spot->key, spot->len);
	struct tk_node *fresh = tk__node_scalar(splice->arena, text, len, style);

	if (!fresh)
		return tk__fail(err, TK_D_NOMEM);
	if (!node) {
		splice->changed = true;
		return tk__tree_insert(splice->arena, spot->map, spot->group, spot->key, spot->len, fresh,
				       spot->may_lead)
			       ? TK_OK
			       : tk__fail(err, TK_D_NOMEM);
	}
	if (node->kind != TK_NODE_SCALAR)
		return tk__fail(err, TK_D_NOT_SCALAR);
	if (!tk_node_is_null(node) && node->len == len && memcmp(node->text, text, len) == 0)
		return TK_OK;
	node->text = fresh->text;
	node->len = fresh->len;
	node->style = fresh->style;
	splice->changed = true;
	return TK_OK;
}

static size_t significant(int field, const char *text, size_t len)
{
	while (tk_field(field)->kind == TK_KIND_PARA && len > 0 && text[len - 1] == '\n')
		len--;
	return len;
}

enum tk_status tk__splice_set(struct tk_splice *splice, int field, const char *text, size_t len, struct tk_error *err)
{
	struct spot spot;
	enum tk_status status = find_spot(splice, field, true, &spot, err);

	len = significant(field, text, len);
	if (status == TK_OK)
		status = put(splice, &spot, text, len, tk__field_style(field, text, len), err);
	return status == TK_OK ? status : named(err, field, status);
}

enum tk_status tk__splice_unset(struct tk_splice *splice, int field, struct tk_error *err)
{
	struct spot spot;

	if (tk_field(field)->flags & TK_F_REQUIRED)
		return named(err, field, tk__fail(err, TK_D_FIELD_MISSING, TK_S(tk_field(field)->name)));
	enum tk_status status = find_spot(splice, field, false, &spot, err);
	if (status != TK_OK)
		return named(err, field, status);
	struct tk_node *node = spot.map ? tk__node_find(spot.map, spot.key, spot.len) : NULL;
	if (!node)
		return TK_OK;
	tk__tree_remove(spot.map, node);
	if (spot.map->count == 0 && spot.map != splice->want)
		tk__tree_remove(splice->want, spot.map);
	splice->changed = true;
	return TK_OK;
}

static bool holds(const struct tk_node *list, const struct tk_node *item)
{
	for (const struct tk_node *n = list->first; n; n = n->next)
		if (item->kind == TK_NODE_SCALAR && tk__node_equal(n, item))
			return true;
	return false;
}

enum tk_status tk__splice_append(struct tk_splice *splice, int field, const struct tk_node *item, struct tk_error *err)
{
	struct spot spot;
	enum tk_status status = find_spot(splice, field, true, &spot, err);

	if (status != TK_OK)
		return named(err, field, status);
	struct tk_node *list =
		tk__tree_collection(splice->arena, spot.map, spot.group, spot.key, spot.len, TK_NODE_SEQ);
	if (!list)
		return named(err, field, tk__fail(err, TK_D_NOT_LIST));
	if (holds(list, item))
		return TK_OK;
	struct tk_node *copy = item->kind == TK_NODE_MAP
				       ? tk__arrange_group(splice->arena, tk_field(field)->name, item)
				       : tk__node_scalar(splice->arena, item->text, item->len,
							 tk__field_style(field, item->text, item->len));
	splice->changed = true;
	return tk__node_append(splice->arena, list, NULL, copy) ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

enum tk_status tk__splice_set_in(struct tk_splice *splice, int subfield, size_t index, const char *text, size_t len,
				 struct tk_error *err)
{
	const char *name = tk_field(subfield)->name, *dot = strrchr(name, '.');
	int list = tk_field_find(name, (size_t)(dot - name));
	struct spot spot;
	enum tk_status status = find_spot(splice, list, false, &spot, err);
	size_t place = 0;

	if (status != TK_OK)
		return named(err, subfield, status);
	struct tk_node *records = spot.map ? tk__node_find(spot.map, spot.key, spot.len) : NULL;
	struct tk_node *record = records && records->kind == TK_NODE_SEQ ? records->first : NULL;
	while (record && place++ < index)
		record = record->next;
	if (!record || record->kind != TK_NODE_MAP)
		return named(err, subfield,
			     tk__fail(err, TK_D_NO_RECORD, TK_S(tk_field(list)->name), (int64_t)index + 1));
	spot = (struct spot){.map = record, .key = dot + 1, .len = strlen(dot + 1)};
	memcpy(spot.group, name, (size_t)(dot - name));
	len = significant(subfield, text, len);
	status = put(splice, &spot, text, len, tk__field_style(subfield, text, len), err);
	return status == TK_OK ? status : named(err, subfield, status);
}

enum tk_status tk__splice_set_key(struct tk_splice *splice, int field, const char *key, const char *text, size_t len,
				  struct tk_error *err)
{
	struct spot spot;
	enum tk_status status = find_spot(splice, field, true, &spot, err);

	if (status != TK_OK)
		return named(err, field, status);
	struct tk_node *map = tk__tree_collection(splice->arena, spot.map, spot.group, spot.key, spot.len, TK_NODE_MAP);
	if (!map)
		return named(err, field, tk__fail(err, TK_D_NOT_MAPPING));
	spot = (struct spot){.map = map, .key = key, .len = strlen(key), .may_lead = true};
	(void)memcpy(spot.group, tk_field(field)->name, strlen(tk_field(field)->name));
	status = put(splice, &spot, text, len, tk__field_style(field, text, len), err);
	return status == TK_OK ? status : named(err, field, status);
}

enum tk_status tk__splice_entry(struct tk_splice *splice, const struct tk_node *entry, struct tk_error *err)
{
	enum tk_status status = check_root(splice, err);
	struct tk_node *log = status == TK_OK ? tk__node_find(splice->want, "log", 3) : NULL;

	if (status != TK_OK)
		return status;
	if (log && log->kind == TK_NODE_SEQ && log->style == TK_STYLE_FLOW && log->count > 0) {
		status = tk__fail(err, TK_D_FLOW_LOG);
		tk__at_node(err, log, "log");
		return status;
	}
	struct tk_node *copy = tk__arrange_entry(splice->arena, entry);
	log = tk__tree_collection(splice->arena, splice->want, "", "log", 3, TK_NODE_SEQ);
	if (!log || !copy)
		return tk__fail(err, TK_D_NOMEM);
	for (const struct tk_node *n = log->first; n; n = n->next)
		if (tk__entry_equal(n, copy))
			return TK_OK;
	splice->changed = true;
	return tk__node_append(splice->arena, log, NULL, copy) ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

enum tk_status tk__splice_finish(struct tk_splice *splice, struct tk_str *out, struct tk_error *err)
{
	const struct tk_doc *doc = &splice->ticket->doc;
	struct tk_comments comments;

	if (!splice->changed) {
		tk_str_add(out, doc->text, doc->len);
		return tk_str_status(out, err);
	}
	enum tk_status status = tk__comments(splice->arena, doc, &comments, err);
	if (status == TK_OK)
		status = tk__splice_edit(splice, &comments, out, err);
	if (status == TK_OK)
		status = tk_str_status(out, err);
	if (status == TK_OK && out->len > TK_WRITE_MAX)
		status = tk__fail(err, TK_D_TOO_LARGE, (int64_t)TK_WRITE_MAX);
	if (status == TK_OK)
		status = tk__splice_verify(splice, &comments, out->data, out->len, err);
	if (status != TK_OK)
		tk_str_reset(out);
	return status;
}
