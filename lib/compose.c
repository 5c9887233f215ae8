/*
 * How things are written: in which order and in which style.
 *
 * Keys stand in the order of the field and key tables, unknown ones behind them, the log last.  Words of ours, ids,
 * times and counts are plain; everything else is quoted, since other readers of YAML take `no`, `007` and `12:30` for
 * something else than text.  Changes (`set`, `was`) stand on one line, unless a text in them has several.
 */
#include <string.h>

#include "fail.h"
#include "splice_impl.h"
#include "yaml_out.h"

/* ---- styles ------------------------------------------------------------------------------------------------------ */

static bool same_word(const char *text, size_t len, const char *word)
{
	if (strlen(word) != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != word[i])
			return false;
	}
	return true;
}

/* A name that begins with a letter and is no word of YAML's. */
static bool plain_name(const char *text, size_t len)
{
	static const char *const words[] = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (same_word(text, len, words[i]))
			return false;
	return len > 0 && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z') ||
			   (unsigned char)text[0] >= 0x80);
}

static enum tk_style kind_style(enum tk_kind kind, const char *text, size_t len)
{
	switch (kind) {
	case TK_KIND_WORD:
	case TK_KIND_TICKET:
	case TK_KIND_TIME:
	case TK_KIND_DATE:
	case TK_KIND_SPAN:
	case TK_KIND_INT:
	case TK_KIND_BOOL:
		return TK_STYLE_PLAIN;
	case TK_KIND_NAME:
		return plain_name(text, len) ? TK_STYLE_PLAIN : TK_STYLE_DOUBLE;
	case TK_KIND_MONEY: /* 59.90 would lose its last digit elsewhere */
	case TK_KIND_TEXT:
		return TK_STYLE_DOUBLE;
	case TK_KIND_PARA:
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		break;
	}
	return tk__text_style(text, len);
}

enum tk_style tk__field_style(int field, const char *text, size_t len)
{
	const struct tk_field *row = tk_field(field);
	bool several = row->kind == TK_KIND_LIST || row->kind == TK_KIND_MAP;

	return kind_style(several ? row->item : row->kind, text, len);
}

enum tk_style tk__key_style(int key, const char *text, size_t len)
{
	return kind_style(tk_key(key)->kind, text, len);
}

/* ---- order ------------------------------------------------------------------------------------------------------- */

int tk__key_rank(const char *group, const char *key, size_t len)
{
	size_t group_len = strlen(group);

	if (group_len > 0)
		return tk__field_seek(0, group, group_len, key, len);
	if (len == 3 && memcmp(key, "log", 3) == 0)
		return TK_FIELD_COUNT;
	if (memchr(key, '.', len))
		return -1;
	int id = tk_field_find(key, len);
	return id >= 0 ? id : tk__field_group(0, key, len);
}

static struct tk_node *styled(struct tk_arena *arena, const struct tk_node *node, enum tk_style style)
{
	size_t len = node->len;

	while (style == TK_STYLE_LITERAL && len > 0 && node->text[len - 1] == '\n')
		len--;
	return tk__node_scalar(arena, node->text, len, tk_node_is_null(node) ? TK_STYLE_PLAIN : style);
}

/* A value of which nothing more is known; its texts are quoted. */
static struct tk_node *plain_copy(struct tk_arena *arena, const struct tk_node *node, enum tk_style collections)
{
	if (node->kind == TK_NODE_SCALAR)
		return styled(arena, node,
			      collections == TK_STYLE_FLOW ? TK_STYLE_DOUBLE : tk__text_style(node->text, node->len));
	struct tk_node *copy = tk__node_collection(arena, (enum tk_node_kind)node->kind, collections);
	for (const struct tk_node *n = node->first; copy && n; n = n->next)
		if (!tk__node_append(arena, copy, n->key ? n->key->text : NULL, plain_copy(arena, n, collections)))
			return NULL;
	return copy;
}

static struct tk_node *arrange_value(struct tk_arena *arena, int field, const struct tk_node *node,
				     enum tk_style collections)
{
	const struct tk_field *row = tk_field(field);

	if (node->kind == TK_NODE_SCALAR) {
		enum tk_style style = tk__field_style(field, node->text, node->len);
		return styled(arena, node,
			      collections == TK_STYLE_FLOW && style == TK_STYLE_LITERAL ? TK_STYLE_DOUBLE : style);
	}
	struct tk_node *copy = tk__node_collection(arena, (enum tk_node_kind)node->kind, collections);
	for (const struct tk_node *n = node->first; copy && n; n = n->next) {
		struct tk_node *value =
			n->kind == TK_NODE_MAP && row->kind == TK_KIND_RECORDS && collections != TK_STYLE_FLOW
				? tk__arrange_group(arena, row->name, n)
			: n->kind == TK_NODE_SCALAR ? arrange_value(arena, field, n, collections)
						    : plain_copy(arena, n, collections);
		if (!tk__node_append(arena, copy, n->key ? n->key->text : NULL, value))
			return NULL;
	}
	return copy;
}

static struct tk_node *arrange_changes(struct tk_arena *arena, const struct tk_node *map)
{
	bool lines = false;

	if (map->kind != TK_NODE_MAP)
		return plain_copy(arena, map, TK_STYLE_FLOW);
	for (const struct tk_node *n = map->first; n; n = n->next)
		lines = lines || (n->kind == TK_NODE_SCALAR && tk__text_style(n->text, n->len) == TK_STYLE_LITERAL);
	enum tk_style style = lines ? TK_STYLE_BLOCK : TK_STYLE_FLOW;
	struct tk_node *copy = tk__node_collection(arena, TK_NODE_MAP, style);
	for (const struct tk_node *n = map->first; copy && n; n = n->next) {
		struct tk_field_path path;
		struct tk_node *value = tk__field_path(n->key->text, n->key->len, &path)
						? arrange_value(arena, path.field, n, style)
						: plain_copy(arena, n, style);
		if (value && value->kind != TK_NODE_SCALAR)
			value->style = TK_STYLE_FLOW;
		if (!tk__node_append(arena, copy, n->key->text, value))
			return NULL;
	}
	return copy;
}

/* consent, ratings, unknown: on one line. */
static struct tk_node *arrange_inner(struct tk_arena *arena, int key, const struct tk_node *map)
{
	struct tk_node *copy = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_FLOW);

	for (const struct tk_node *n = map->first; copy && n; n = n->next) {
		bool plain = n->kind == TK_NODE_SCALAR &&
			     (key == TK_KEY_RATINGS ||
			      (key == TK_KEY_CONSENT && (tk__node_is(n->key, "at") || tk__node_is(n->key, "channel"))));
		struct tk_node *value = plain ? styled(arena, n, TK_STYLE_PLAIN) : plain_copy(arena, n, TK_STYLE_FLOW);
		if (!tk__node_append(arena, copy, n->key->text, value))
			return NULL;
	}
	return copy;
}

static struct tk_node *arrange_key(struct tk_arena *arena, int key, const struct tk_node *node)
{
	if (key == TK_KEY_SET || key == TK_KEY_WAS)
		return arrange_changes(arena, node);
	if (node->kind == TK_NODE_SCALAR)
		return styled(arena, node, tk__key_style(key, node->text, node->len));
	if (node->kind == TK_NODE_MAP)
		return arrange_inner(arena, key, node);
	return plain_copy(arena, node, TK_STYLE_FLOW);
}

struct tk_node *tk__arrange_entry(struct tk_arena *arena, const struct tk_node *entry)
{
	struct tk_node *copy = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_BLOCK);

	if (entry->kind != TK_NODE_MAP)
		return plain_copy(arena, entry, TK_STYLE_BLOCK);
	for (int key = 0; copy && key < TK_KEY_COUNT; key++) {
		const struct tk_node *n = tk_node_get(entry, tk_key(key)->name);
		if (n && !tk__node_append(arena, copy, tk_key(key)->name, arrange_key(arena, key, n)))
			return NULL;
	}
	for (const struct tk_node *n = entry->first; copy && n; n = n->next)
		if (tk_key_find(n->key->text, n->key->len) < 0 &&
		    !tk__node_append(arena, copy, n->key->text, plain_copy(arena, n, TK_STYLE_BLOCK)))
			return NULL;
	return copy;
}

static struct tk_node *arrange_log(struct tk_arena *arena, const struct tk_node *log)
{
	if (log->kind != TK_NODE_SEQ)
		return plain_copy(arena, log, TK_STYLE_BLOCK);
	struct tk_node *copy = tk__node_collection(arena, TK_NODE_SEQ, TK_STYLE_BLOCK);
	for (const struct tk_node *n = log->first; copy && n; n = n->next)
		if (!tk__node_append(arena, copy, NULL, tk__arrange_entry(arena, n)))
			return NULL;
	return copy;
}

/* A child of the root or of a group, whose rank is known. */
static struct tk_node *arrange_child(struct tk_arena *arena, int rank, const char *group, const struct tk_node *node)
{
	if (rank == TK_FIELD_COUNT)
		return arrange_log(arena, node);
	if (rank < 0)
		return plain_copy(arena, node, TK_STYLE_BLOCK);
	if (group[0] == '\0' && tk_field_find(node->key->text, node->key->len) < 0 && node->kind == TK_NODE_MAP)
		return tk__arrange_group(arena, node->key->text, node);
	return arrange_value(arena, rank, node, TK_STYLE_BLOCK);
}

struct tk_node *tk__arrange_group(struct tk_arena *arena, const char *group, const struct tk_node *map)
{
	struct tk_node *copy = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_BLOCK);
	int *rank = tk_arena_array(arena, map->count, sizeof(*rank));
	size_t i = 0;

	if (!copy || !rank)
		return NULL;
	for (const struct tk_node *n = map->first; n; n = n->next)
		rank[i++] = tk__key_rank(group, n->key->text, n->key->len);
	/* fields in their order, then unknown keys (-1), then the log */
	for (int turn = 0; turn <= TK_FIELD_COUNT + 1; turn++) {
		int now = turn < TK_FIELD_COUNT ? turn : turn == TK_FIELD_COUNT ? -1 : TK_FIELD_COUNT;
		i = 0;
		for (const struct tk_node *n = map->first; n; n = n->next)
			if (rank[i++] == now &&
			    !tk__node_append(arena, copy, n->key->text, arrange_child(arena, now, group, n)))
				return NULL;
	}
	return copy;
}

/* ---- a new file -------------------------------------------------------------------------------------------------- */

static enum tk_status compose(struct tk_arena *arena, const struct tk_node *root, struct tk_str *out,
			      struct tk_error *err)
{
	struct tk_ticket *back;

	if (root->kind != TK_NODE_MAP)
		return tk__fail(err, TK_D_NOT_MAPPING);
	struct tk_node *arranged = tk__arrange_group(arena, "", root);
	if (!arranged)
		return tk__fail(err, TK_D_NOMEM);
	tk__yaml_block(out, arranged, 0, "\n");
	enum tk_status status = tk_str_status(out, err);
	if (status != TK_OK)
		return status;
	if (out->len > TK_WRITE_MAX)
		return tk__fail(err, TK_D_TOO_LARGE, (int64_t)TK_WRITE_MAX);
	status = tk_ticket_read(arena, out->data, out->len, "", &back, err);
	if (status != TK_OK)
		return status == TK_SYNTAX ? tk__fail(err, TK_D_SPLICE_MISMATCH) : status;
	return tk__same_meaning(arranged, back->doc.root) ? TK_OK : tk__fail(err, TK_D_SPLICE_MISMATCH);
}

enum tk_status tk__compose(const struct tk_node *root, struct tk_str *out, struct tk_error *err)
{
	struct tk_arena *arena = tk_arena_new(0);

	if (!arena)
		return tk__fail(err, TK_D_NOMEM);
	enum tk_status status = compose(arena, root, out, err);
	tk_arena_free(arena);
	if (status != TK_OK)
		tk_str_reset(out);
	return status;
}
