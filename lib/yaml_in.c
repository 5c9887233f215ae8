/*
 * libyaml's events → nodes.
 *
 * Byte ranges are exact where libyaml's marks are not: an empty value lies behind its colon, a block text ends with
 * its last line, a block collection with its last entry.  libyaml goes quadratic on nesting, so the limits are kept
 * event by event and the reading ends at the first one passed.  After a failure libyaml reports success for ever: the
 * parser is never asked again.
 */
#include "yaml_in.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "yaml_fast.h"
#include "yaml_fault.h"
#include "yaml_keys.h"
#include "yaml_literal.h"
#include "yaml_scan.h"

const struct tk_yaml_limits tk__ticket_limits = {.depth = 8, .nodes = 50000, .bytes = 4U << 20};
const struct tk_yaml_limits tk__policy_limits = {.depth = 24, .nodes = 200000, .bytes = 4U << 20};

struct frame {
	struct tk_node *node; /* a collection whose end has not come yet */
	struct tk_node *key;  /* of a mapping: read, its value not yet */
};

struct reader {
	yaml_parser_t parser;
	struct tk_arena *arena;
	const struct tk_yaml_limits *limits;
	struct tk_yaml_text in;
	size_t index, offset; /* a code point and its byte: where the last mark was */
	unsigned nodes, depth;
	struct frame *frame; /* depth of them are open */
	bool started;
	struct tk_doc *doc;
	struct tk_error *err;
};

static size_t byte_at(struct reader *r, yaml_mark_t mark)
{
	return tk__yaml_seek(&r->in, &r->index, &r->offset, mark.index);
}

static enum tk_status at_mark(struct reader *r, yaml_mark_t mark, enum tk_status status)
{
	tk__at(r->err, r->in.path, (unsigned)mark.line + 1, (unsigned)mark.column + 1);
	return status;
}

/* A diagnostic that quotes the word at the mark. */
static enum tk_status refuse_word(struct reader *r, yaml_mark_t mark, enum tk_diag diag)
{
	size_t at = byte_at(r, mark);

	return at_mark(r, mark, tk__fail(r->err, diag, r->in.text + at, tk__yaml_word(&r->in, at)));
}

static enum tk_status new_node(struct reader *r, const yaml_event_t *event, enum tk_node_kind kind,
			       struct tk_node **ret)
{
	struct tk_node *node;

	if (++r->nodes > r->limits->nodes)
		return at_mark(r, event->start_mark, tk__fail(r->err, TK_D_YAML_NODES, (int64_t)r->limits->nodes));
	*ret = node = tk_arena_alloc(r->arena, sizeof(*node));
	if (!node)
		return tk__fail(r->err, TK_D_NOMEM);
	node->kind = (uint8_t)kind;
	node->source = r->doc->source;
	node->line = (uint32_t)event->start_mark.line + 1;
	node->col = (uint32_t)event->start_mark.column + 1;
	node->begin = node->end = (uint32_t)byte_at(r, event->start_mark);
	return TK_OK;
}

static enum tk_status take_key(struct reader *r, struct frame *f, struct tk_node *node, yaml_mark_t mark)
{
	if (node->kind != TK_NODE_SCALAR)
		return at_mark(r, mark, tk__fail(r->err, TK_D_YAML_KEY));
	if (node->style == TK_STYLE_PLAIN && node->len == 0)
		return at_mark(r, mark, tk__fail(r->err, TK_D_YAML_NO_KEY));
	if (node->style == TK_STYLE_PLAIN && tk__node_is(node, "<<"))
		return at_mark(r, mark, tk__fail(r->err, TK_D_YAML_MERGE_KEY));
	if (node->begin > 0 && r->in.text[node->begin - 1] == '?') {
		/* Between brackets libyaml takes a ? off the text even where no blank follows it. */
		mark.column--;
		return at_mark(r, mark, tk__fail(r->err, TK_D_YAML_RESERVED, "?", (size_t)1));
	}
	f->key = node;
	return TK_OK;
}

/* Hangs a node where it belongs: as the root, a key, a key's value or an entry of a list. */
static enum tk_status attach(struct reader *r, struct tk_node *node, yaml_mark_t mark)
{
	struct frame *f = r->depth ? &r->frame[r->depth - 1] : NULL;

	if (!f) {
		r->doc->root = node;
		return TK_OK;
	}
	if (f->node->kind == TK_NODE_MAP) {
		if (!f->key)
			return take_key(r, f, node, mark);
		node->key = f->key;
		f->key = NULL;
	}
	if (f->node->last)
		f->node->last->next = node;
	else
		f->node->first = node;
	f->node->last = node;
	f->node->count++;
	return TK_OK;
}

/* Behind the blanks, line breaks and comments that begin at i. */
static size_t skip_space(const struct tk_yaml_text *in, size_t i)
{
	while (i < in->len && strchr(" \t\r\n#", in->text[i])) {
		if (in->text[i] == '#')
			while (i < in->len && in->text[i] != '\n')
				i++;
		else
			i++;
	}
	return i;
}

/* An empty value has no text to point at: it lies behind its colon, or behind its key where there is no colon. */
static void place_empty(struct reader *r, struct tk_node *node)
{
	const struct frame *f = r->depth ? &r->frame[r->depth - 1] : NULL;
	const struct tk_node *key = f ? f->key : NULL;
	size_t begin, colon;

	if (!key)
		return;
	begin = key->end;
	colon = skip_space(&r->in, begin);
	if (colon < r->in.len && r->in.text[colon] == ':' &&
	    (f->node->style == TK_STYLE_FLOW || colon + 1 == r->in.len || strchr(" \t\r\n", r->in.text[colon + 1])))
		begin = colon + 1;
	node->begin = node->end = (uint32_t)begin;
	node->line = key->line;
	node->col = key->col;
	for (size_t i = key->begin; i < begin; i++) {
		if (r->in.text[i] == '\n') {
			node->line++;
			node->col = 1;
		} else if (((unsigned char)r->in.text[i] & 0xC0U) != 0x80) {
			node->col++;
		}
	}
}

/* The column, from 0, of the block collection around the cursor; -1: there is none. */
static long parent_column(const struct reader *r)
{
	for (unsigned d = r->depth; d-- > 0;)
		if (r->frame[d].node->style == TK_STYLE_BLOCK)
			return (long)r->frame[d].node->col - 1;
	return -1;
}

/*
 * `title: see #12` is "see" to YAML.  A comment that people mean has a blank behind its #; without one it is far more
 * likely the rest of a text, and a word would be lost.  Behind quotes only a # that touches them is doubted.
 */
static enum tk_status check_hash(struct reader *r, const struct tk_node *node)
{
	const struct tk_yaml_text *in = &r->in;
	size_t hash = node->end, i, end;
	unsigned line, col;

	while (hash < in->len && (in->text[hash] == ' ' || in->text[hash] == '\t'))
		hash++;
	if (hash >= in->len || in->text[hash] != '#' || (node->style == TK_STYLE_PLAIN) == (hash == node->end))
		return TK_OK;
	for (i = hash; i < in->len && in->text[i] == '#';)
		i++;
	if (node->style == TK_STYLE_PLAIN && (i >= in->len || strchr(" \t\r\n", in->text[i])))
		return TK_OK;
	for (end = hash; end < in->len && in->text[end] != '\n' && in->text[end] != '\r';)
		end++;
	tk__yaml_place(in->text, hash, &line, &col);
	enum tk_status status = tk__fail(r->err, TK_D_YAML_HASH, in->text + hash, end - hash);
	tk__at(r->err, in->path, line, col);
	return status;
}

static enum tk_style style_of(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return TK_STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return TK_STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return TK_STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return TK_STYLE_FOLDED;
	case YAML_ANY_SCALAR_STYLE:
	case YAML_PLAIN_SCALAR_STYLE:
		break;
	}
	return TK_STYLE_PLAIN;
}

static enum tk_status scalar(struct reader *r, const yaml_event_t *event)
{
	struct tk_node *node;
	enum tk_status status = new_node(r, event, TK_NODE_SCALAR, &node);

	if (status != TK_OK)
		return status;
	if (event->data.scalar.anchor)
		return refuse_word(r, event->start_mark, TK_D_YAML_ANCHOR);
	if (event->data.scalar.tag)
		return refuse_word(r, event->start_mark, TK_D_YAML_TAG);
	node->style = (uint8_t)style_of(event->data.scalar.style);
	node->len = (uint32_t)event->data.scalar.length;
	node->text = tk_arena_strndup(r->arena, (const char *)event->data.scalar.value, node->len);
	if (!node->text)
		return tk__fail(r->err, TK_D_NOMEM);
	node->end = (uint32_t)byte_at(r, event->end_mark);
	if (node->style == TK_STYLE_LITERAL || node->style == TK_STYLE_FOLDED) {
		node->end = (uint32_t)tk__yaml_block_end(&r->in, parent_column(r), node->begin, node->end);
		return attach(r, node, event->start_mark);
	}
	if (node->style == TK_STYLE_PLAIN && node->len == 0)
		place_empty(r, node);
	status = check_hash(r, node);
	if (status != TK_OK)
		return status;
	return attach(r, node, event->start_mark);
}

static enum tk_status open_collection(struct reader *r, const yaml_event_t *event, enum tk_node_kind kind, bool anchor,
				      bool tag, bool flow)
{
	struct tk_node *node;
	enum tk_status status;

	if (anchor || tag)
		return refuse_word(r, event->start_mark, anchor ? TK_D_YAML_ANCHOR : TK_D_YAML_TAG);
	if (r->depth >= r->limits->depth)
		return at_mark(r, event->start_mark, tk__fail(r->err, TK_D_YAML_DEEP, (int64_t)r->limits->depth));
	status = new_node(r, event, kind, &node);
	if (status != TK_OK)
		return status;
	node->style = flow ? TK_STYLE_FLOW : TK_STYLE_BLOCK;
	status = attach(r, node, event->start_mark);
	r->frame[r->depth++] = (struct frame){.node = node};
	return status;
}

/* The end of a collection with brackets is behind them; one without (also `[a: b]`'s pair) ends with its last entry. */
static enum tk_status close_collection(struct reader *r, const yaml_event_t *event)
{
	struct tk_node *node = r->frame[--r->depth].node;
	char first = r->in.text[node->begin];
	bool bracket = node->style == TK_STYLE_FLOW && first == (node->kind == TK_NODE_MAP ? '{' : '[');

	node->end = bracket ? (uint32_t)byte_at(r, event->end_mark) : node->last ? node->last->end : node->begin;
	return node->kind == TK_NODE_MAP ? tk__yaml_unique_keys(r->arena, node, r->err) : TK_OK;
}

static enum tk_status start_document(struct reader *r, const yaml_event_t *event)
{
	if (event->data.document_start.version_directive ||
	    event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
		return at_mark(r, event->start_mark, tk__fail(r->err, TK_D_YAML_DIRECTIVE));
	if (r->started)
		return at_mark(r, event->start_mark, tk__fail(r->err, TK_D_YAML_SECOND));
	r->started = true;
	return TK_OK;
}

static enum tk_status handle(struct reader *r, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return start_document(r, event);
	case YAML_DOCUMENT_END_EVENT:
		if (!event->data.document_end.implicit)
			r->doc->content_end = byte_at(r, event->start_mark);
		return TK_OK;
	case YAML_ALIAS_EVENT:
		return refuse_word(r, event->start_mark, TK_D_YAML_ALIAS);
	case YAML_SCALAR_EVENT:
		return scalar(r, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(r, event, TK_NODE_SEQ, event->data.sequence_start.anchor != NULL,
				       event->data.sequence_start.tag != NULL,
				       event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
	case YAML_MAPPING_START_EVENT:
		return open_collection(r, event, TK_NODE_MAP, event->data.mapping_start.anchor != NULL,
				       event->data.mapping_start.tag != NULL,
				       event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_collection(r, event);
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
		break;
	}
	return TK_OK;
}

static const struct tk_node *open_bracket(const struct reader *r)
{
	const struct tk_node *node = r->depth ? r->frame[r->depth - 1].node : NULL;

	return node && node->style == TK_STYLE_FLOW ? node : NULL;
}

static enum tk_status read_events(struct reader *r)
{
	bool more = true;
	enum tk_status status = TK_OK;

	while (more && status == TK_OK) {
		yaml_event_t event;

		if (!yaml_parser_parse(&r->parser, &event))
			return tk__yaml_fault(&r->parser, &r->in, open_bracket(r), r->err);
		status = handle(r, &event);
		more = event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	return status;
}

static enum tk_status read_document(struct reader *r)
{
	const struct tk_node *root;
	enum tk_status status;

	if (!yaml_parser_initialize(&r->parser))
		return tk__fail(r->err, TK_D_NOMEM);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->in.text + r->in.bom, r->in.len - r->in.bom);
	status = read_events(r);
	yaml_parser_delete(&r->parser);
	root = r->doc->root;
	if (status == TK_OK && (!root || (root->begin == root->end && root->style == TK_STYLE_PLAIN))) {
		status = tk__fail(r->err, TK_D_YAML_EMPTY);
		tk__at(r->err, r->in.path, 1, 1);
	}
	return status;
}

static enum tk_status begin_document(struct tk_arena *arena, const char *text, size_t len, const char *path,
				     const struct tk_yaml_limits *limits, struct tk_doc *ret, struct tk_error *err)
{
	struct tk_yaml_bytes bytes;
	enum tk_status status;

	if (!text && len == 0) /* libyaml would abort */
		text = "";
	if (len > limits->bytes) {
		status = tk__fail(err, TK_D_YAML_BYTES, (int64_t)limits->bytes);
		tk__at(err, path, 0, 0);
		return status;
	}
	status = tk__yaml_scan(text, len, path, &bytes, err);
	if (status != TK_OK)
		return status;
	*ret = (struct tk_doc){.text = text, .len = len, .bom = bytes.bom, .crlf = bytes.crlf, .content_end = len};
	ret->source = tk_arena_alloc(arena, sizeof(*ret->source));
	if (!ret->source || !(ret->source->path = tk_arena_strndup(arena, path, strlen(path))))
		return tk__fail(err, TK_D_NOMEM);
	ret->source->text = text;
	ret->source->len = len;
	return TK_OK;
}

static enum tk_status parse(struct tk_arena *arena, const struct tk_yaml_limits *limits, struct tk_doc *doc,
			    struct tk_error *err)
{
	struct reader r = {.arena = arena, .limits = limits, .doc = doc, .err = err};

	r.frame = tk_arena_array(arena, limits->depth, sizeof(*r.frame));
	if (!r.frame)
		return tk__fail(err, TK_D_NOMEM);
	r.in = (struct tk_yaml_text){.path = doc->source->path, .text = doc->text, .len = doc->len, .bom = doc->bom};
	r.offset = doc->bom;
	return read_document(&r);
}

enum tk_status tk__yaml_read(struct tk_arena *arena, const char *text, size_t len, const char *path,
			     const struct tk_yaml_limits *limits, struct tk_doc *ret, struct tk_error *err)
{
	enum tk_status status = begin_document(arena, text, len, path, limits, ret, err);

	if (status != TK_OK)
		return status;
	ret->root = tk__yaml_fast(arena, ret, limits);
	return ret->root ? TK_OK : parse(arena, limits, ret, err);
}

enum tk_status tk__yaml_read_slow(struct tk_arena *arena, const char *text, size_t len, const char *path,
				  const struct tk_yaml_limits *limits, struct tk_doc *ret, struct tk_error *err)
{
	enum tk_status status = begin_document(arena, text, len, path, limits, ret, err);

	return status == TK_OK ? parse(arena, limits, ret, err) : status;
}
