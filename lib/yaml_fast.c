/*
 * A reader of the house style by recursive descent, one look at each byte.
 *
 * I1  Between entries the cursor stands on the first character of a line with content, `indent` being its column.
 * I2  Whatever is not certain (tabs, escapes other than the common ones, continued lines, odd indentation) is NULL.
 * I3  Texts go one behind the other into one run of memory as long as the source, each ended by NUL: a scalar is
 *     always followed by a character that is not part of it.
 */
#include "yaml_fast.h"

#include <string.h>

#include "yaml_keys.h"

struct fast {
	struct tk_arena *arena;
	const struct tk_doc *doc;
	const struct tk_yaml_limits *limits;
	const char *text;
	size_t len, pos;
	size_t line_start, indent;
	size_t extra; /* continuation bytes between line_start and pos */
	uint32_t line;
	bool eof;
	unsigned nodes, depth;
	char *store;
	size_t used, room;
};

static char peek(const struct fast *f, size_t ahead)
{
	return f->pos + ahead < f->len ? f->text[f->pos + ahead] : '\n';
}

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Characters that may stand anywhere in a plain text but at its beginning. */
static bool is_plain(char c)
{
	return is_name(c) || (unsigned char)c >= 0x80 || (c != '\0' && strchr("-./+%@=()", c));
}

static struct tk_node *new_node(struct fast *f, enum tk_node_kind kind, enum tk_style style)
{
	struct tk_node *node;

	if (++f->nodes > f->limits->nodes || !(node = tk_arena_alloc(f->arena, sizeof(*node))))
		return NULL;
	node->kind = (uint8_t)kind;
	node->style = (uint8_t)style;
	node->source = f->doc->source;
	node->line = f->line;
	node->col = (uint32_t)(f->pos - f->line_start - f->extra + 1);
	node->begin = node->end = (uint32_t)f->pos;
	return node;
}

static void link_entry(struct tk_node *parent, struct tk_node *key, struct tk_node *entry)
{
	entry->key = key;
	if (parent->last)
		parent->last->next = entry;
	else
		parent->first = entry;
	parent->last = entry;
	parent->count++;
}

/* Begins a text in the store; finish_text() gives it to the node.  False when the store could run over. */
static bool store_bytes(struct fast *f, const char *bytes, size_t len)
{
	if (len >= f->room - f->used)
		return false;
	memcpy(f->store + f->used, bytes, len);
	f->used += len;
	return true;
}

static struct tk_node *finish_text(struct fast *f, struct tk_node *node, size_t from)
{
	if (f->used + 1 >= f->room)
		return NULL;
	node->text = f->store + from;
	node->len = (uint32_t)(f->used - from);
	f->store[f->used++] = '\0';
	return node;
}

/* From the beginning of a line to the first line with content (I1). */
static void find_content(struct fast *f)
{
	for (;;) {
		const char *feed;

		f->line_start = f->pos;
		f->extra = 0;
		while (f->pos < f->len && f->text[f->pos] == ' ')
			f->pos++;
		f->indent = f->pos - f->line_start;
		if (f->pos >= f->len) {
			f->eof = true;
			return;
		}
		if (!ends_line(f->text[f->pos]) && f->text[f->pos] != '#')
			return;
		feed = memchr(f->text + f->pos, '\n', f->len - f->pos);
		f->pos = feed ? (size_t)(feed - f->text) + 1 : f->len;
		f->line += feed != NULL;
	}
}

/* Behind a value: only a comment that is plainly one may follow on the line. */
static bool end_line(struct fast *f)
{
	size_t begin = f->pos;
	const char *feed;

	while (peek(f, 0) == ' ')
		f->pos++;
	if (peek(f, 0) == '#') {
		size_t run = 1;

		while (peek(f, run) == '#')
			run++;
		if (f->pos == begin || (peek(f, run) != ' ' && !ends_line(peek(f, run))))
			return false;
	} else if (!ends_line(peek(f, 0))) {
		return false;
	}
	feed = f->pos < f->len ? memchr(f->text + f->pos, '\n', f->len - f->pos) : NULL;
	f->pos = feed ? (size_t)(feed - f->text) + 1 : f->len;
	f->line += feed != NULL;
	find_content(f);
	return true;
}

static void count_extra(struct fast *f, size_t from)
{
	for (size_t i = from; i < f->pos; i++)
		f->extra += ((unsigned char)f->text[i] & 0xC0U) == 0x80;
}

static struct tk_node *plain(struct fast *f)
{
	struct tk_node *node = new_node(f, TK_NODE_SCALAR, TK_STYLE_PLAIN);
	size_t from = f->used, begin = f->pos;
	char first = peek(f, 0);

	if (!node || !(is_name(first) || (unsigned char)first >= 0x80 || (first == '-' && is_name(peek(f, 1)))))
		return NULL;
	for (f->pos++; f->pos < f->len; f->pos++) {
		char c = f->text[f->pos];

		if (!is_plain(c) && !((c == ' ' || c == ':') && is_plain(peek(f, 1))))
			break;
	}
	node->end = (uint32_t)f->pos;
	count_extra(f, begin);
	return store_bytes(f, f->text + begin, f->pos - begin) ? finish_text(f, node, from) : NULL;
}

static bool store_escape(struct fast *f)
{
	static const char names[] = "\"\\nt/", codes[] = "\"\\\n\t/";
	const char *name = strchr(names, peek(f, 1));

	if (!name || *name == '\0' || f->pos + 1 >= f->len)
		return false;
	f->pos += 2;
	return store_bytes(f, &codes[name - names], 1);
}

static struct tk_node *quoted(struct fast *f)
{
	struct tk_node *node = new_node(f, TK_NODE_SCALAR, TK_STYLE_DOUBLE);
	size_t from = f->used, begin = f->pos++;

	if (!node)
		return NULL;
	for (;;) {
		size_t run = f->pos;

		while (f->pos < f->len && f->text[f->pos] != '"' && f->text[f->pos] != '\\' &&
		       !ends_line(f->text[f->pos]))
			f->pos++;
		if (!store_bytes(f, f->text + run, f->pos - run) || f->pos >= f->len || ends_line(f->text[f->pos]))
			return NULL;
		if (f->text[f->pos] == '"')
			break;
		if (!store_escape(f))
			return NULL;
	}
	node->end = (uint32_t)++f->pos;
	count_extra(f, begin);
	return finish_text(f, node, from);
}

static size_t spaces_at(const struct fast *f, size_t pos, size_t most)
{
	size_t n = 0;

	while (n < most && pos + n < f->len && f->text[pos + n] == ' ')
		n++;
	return n;
}

/* The end of the line at pos, before its line break; *ret_next is behind it. */
static size_t line_end(const struct fast *f, size_t pos, size_t *ret_next)
{
	const char *feed = pos < f->len ? memchr(f->text + pos, '\n', f->len - pos) : NULL;
	size_t end = feed ? (size_t)(feed - f->text) : f->len;

	*ret_next = feed ? end + 1 : end;
	return end > pos && f->text[end - 1] == '\r' ? end - 1 : end;
}

/* Takes the lines of a literal, the cursor at the first; leaves it at the line behind.  False: not certain. */
static bool literal_lines(struct fast *f, struct tk_node *node, size_t indent)
{
	unsigned blank = 0;
	bool any = false;

	while (f->pos < f->len) {
		size_t n = spaces_at(f, f->pos, indent), begin = f->pos + n, next, end = line_end(f, begin, &next);

		if (begin < end && n < indent)
			return true;
		if (begin == end) {
			blank++;
		} else {
			if (spaces_at(f, begin, f->len) == end - begin)
				return false;
			for (blank += any; blank > 0; blank--)
				if (!store_bytes(f, "\n", 1))
					return false;
			if (!store_bytes(f, f->text + begin, end - begin))
				return false;
			node->end = (uint32_t)end;
			any = true;
		}
		f->line += next > end;
		f->pos = next;
	}
	return true;
}

static struct tk_node *literal(struct fast *f, size_t col)
{
	struct tk_node *node = new_node(f, TK_NODE_SCALAR, TK_STYLE_LITERAL);
	bool strip = peek(f, 1) == '-';
	size_t from = f->used, indent, begin;

	f->pos += strip ? 2 : 1;
	if (!node || f->pos >= f->len || !ends_line(peek(f, 0)))
		return NULL;
	f->pos += peek(f, 0) == '\r' ? 2 : 1;
	f->line++;
	indent = spaces_at(f, f->pos, f->len);
	if (indent <= col || ends_line(peek(f, indent)) || peek(f, indent) == '\t' || f->pos + indent >= f->len)
		return NULL;
	if (!literal_lines(f, node, indent) || (!strip && f->text[f->pos - 1] != '\n'))
		return NULL;
	if (!strip && !store_bytes(f, "\n", 1))
		return NULL;
	begin = f->pos;
	if (spaces_at(f, begin, f->len) > col && begin + spaces_at(f, begin, f->len) < f->len)
		return NULL;
	find_content(f);
	return finish_text(f, node, from);
}

static bool is_dash(const struct fast *f)
{
	return peek(f, 0) == '-' && (peek(f, 1) == ' ' || ends_line(peek(f, 1)));
}

/* The length of a key at the cursor, without its colon; 0: none that is certain. */
static size_t key_length(const struct fast *f)
{
	size_t n = 0;

	while (n < 100 && (is_name(peek(f, n)) || (n > 0 && strchr("-.", peek(f, n)))))
		n++;
	return n > 0 && peek(f, n) == ':' && (peek(f, n + 1) == ' ' || ends_line(peek(f, n + 1))) && f->pos + n < f->len
		       ? n
		       : 0;
}

static struct tk_node *take_key(struct fast *f)
{
	size_t n = key_length(f), from = f->used;
	struct tk_node *key = n ? new_node(f, TK_NODE_SCALAR, TK_STYLE_PLAIN) : NULL;

	if (!key || !store_bytes(f, f->text + f->pos, n))
		return NULL;
	f->pos += n + 1;
	key->end = key->begin + (uint32_t)n;
	return finish_text(f, key, from);
}

static struct tk_node *open_node(struct fast *f, enum tk_node_kind kind, enum tk_style style)
{
	return ++f->depth > f->limits->depth ? NULL : new_node(f, kind, style);
}

static struct tk_node *close_node(struct fast *f, struct tk_node *node)
{
	f->depth--;
	if (node->kind == TK_NODE_MAP && tk__yaml_unique_keys(f->arena, node, NULL) != TK_OK)
		return NULL;
	return node;
}

static struct tk_node *flow(struct fast *f);

static struct tk_node *flow_value(struct fast *f)
{
	switch (peek(f, 0)) {
	case '{':
	case '[':
		return flow(f);
	case '"':
		return quoted(f);
	default:
		return plain(f);
	}
}

static struct tk_node *flow(struct fast *f)
{
	bool map = peek(f, 0) == '{';
	char close = map ? '}' : ']';
	struct tk_node *node = open_node(f, map ? TK_NODE_MAP : TK_NODE_SEQ, TK_STYLE_FLOW);

	if (!node)
		return NULL;
	f->pos++;
	while (peek(f, 0) != close) {
		struct tk_node *key = map ? take_key(f) : NULL, *entry;

		if (map && (!key || peek(f, 0) != ' '))
			return NULL;
		f->pos += map;
		if (!(entry = flow_value(f)))
			return NULL;
		link_entry(node, key, entry);
		if (peek(f, 0) == ',' && peek(f, 1) == ' ' && peek(f, 2) != close)
			f->pos += 2;
		else if (peek(f, 0) != close)
			return NULL;
	}
	node->end = (uint32_t)++f->pos;
	return close_node(f, node);
}

static struct tk_node *mapping(struct fast *f, size_t col);
static struct tk_node *sequence(struct fast *f, size_t col, bool indentless);

/* Nothing stands behind the colon or dash: a collection on the lines below, or nothing at all. */
static struct tk_node *below(struct fast *f, size_t behind, size_t col, bool dash)
{
	struct tk_node *empty;
	size_t from = f->used;
	struct fast start = *f;

	if (!end_line(f))
		return NULL;
	if (!f->eof && f->indent > col)
		return is_dash(f) ? sequence(f, f->indent, false) : mapping(f, f->indent);
	if (!f->eof && !dash && f->indent == col && is_dash(f))
		return sequence(f, col, true);
	if (!(empty = new_node(f, TK_NODE_SCALAR, TK_STYLE_PLAIN)))
		return NULL;
	empty->line = start.line;
	empty->col = (uint32_t)(behind - start.line_start - start.extra + 1);
	empty->begin = empty->end = (uint32_t)behind;
	return finish_text(f, empty, from);
}

/* The value behind `key:` or `-` of a collection in column `col`. */
static struct tk_node *value(struct fast *f, size_t col, bool dash)
{
	size_t behind = f->pos;
	struct tk_node *node;

	while (peek(f, 0) == ' ')
		f->pos++;
	if (ends_line(peek(f, 0)) || peek(f, 0) == '#')
		return below(f, behind, col, dash);
	if (dash && key_length(f) > 0)
		return mapping(f, f->pos - f->line_start);
	if (peek(f, 0) == '|') {
		node = literal(f, col);
	} else {
		node = is_dash(f) ? NULL : flow_value(f);
		if (node && !end_line(f))
			return NULL;
	}
	return node && (f->eof || f->indent <= col) ? node : NULL;
}

static struct tk_node *mapping(struct fast *f, size_t col)
{
	struct tk_node *node = open_node(f, TK_NODE_MAP, TK_STYLE_BLOCK);

	if (!node)
		return NULL;
	do {
		struct tk_node *key = take_key(f), *entry = key ? value(f, col, false) : NULL;

		if (!entry)
			return NULL;
		link_entry(node, key, entry);
	} while (!f->eof && f->indent == col);
	node->end = node->last->end;
	return f->eof || f->indent < col ? close_node(f, node) : NULL;
}

/* `indentless`: in the column of its key, so that a line which is no entry ends it. */
static struct tk_node *sequence(struct fast *f, size_t col, bool indentless)
{
	struct tk_node *node = open_node(f, TK_NODE_SEQ, TK_STYLE_BLOCK);

	if (!node)
		return NULL;
	do {
		struct tk_node *entry;

		f->pos++;
		if (!(entry = value(f, col, true)))
			return NULL;
		link_entry(node, NULL, entry);
	} while (!f->eof && f->indent == col && is_dash(f));
	node->end = node->last->end;
	return f->eof || f->indent < col || (indentless && f->indent == col) ? close_node(f, node) : NULL;
}

struct tk_node *tk__yaml_fast(struct tk_arena *arena, const struct tk_doc *doc, const struct tk_yaml_limits *limits)
{
	struct tk_arena_mark mark = tk_arena_mark(arena);
	struct fast f = {.arena = arena, .doc = doc, .limits = limits, .text = doc->text, .len = doc->len, .line = 1};
	struct tk_node *root = NULL;

	f.room = doc->len + 2;
	f.store = tk_arena_alloc(arena, f.room);
	f.pos = doc->bom;
	if (f.store) {
		find_content(&f);
		if (!f.eof && f.indent == 0 && key_length(&f) > 0)
			root = mapping(&f, 0);
	}
	if (!root || !f.eof)
		root = NULL;
	if (!root)
		tk_arena_release(arena, mark);
	return root;
}
