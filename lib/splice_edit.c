/*
 * From the difference of two trees to the bytes that change.
 *
 * The original and the wanted tree are walked side by side.  Four kinds of edits come out:
 *   - a scalar's bytes are replaced; a literal's lines go behind the rest of the line, so that a comment stays there;
 *   - new keys and entries become lines behind the content of the sibling before them (or text inside brackets);
 *   - a null or empty list gives way to lines below its key;
 *   - a removed key takes its lines with it, but leaves their comments behind.
 *
 * Inserted lines always begin with a line break and end without one: they are put at the end of a line, before its own
 * line ending, which works alike in the middle of a file and at its end, with or without a final line break.
 *
 * A literal must not be followed by deeper comment lines or blanks, which it would swallow; it is quoted then.
 */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "splice_impl.h"
#include "yaml_out.h"

struct edit {
	size_t begin, end, order;
	const char *text;
	size_t len;
};

struct editor {
	struct tk_arena *arena;
	const struct tk_doc *doc;
	const struct tk_comments *comments;
	struct edit *edit;
	size_t count, room;
	struct tk_error *err;
	enum tk_status status;
};

/* ---- the text ---------------------------------------------------------------------------------------------------- */

static size_t line_start(const struct tk_doc *doc, size_t i)
{
	while (i > doc->bom && doc->text[i - 1] != '\n')
		i--;
	return i;
}

/* Before the line's ending. */
static size_t line_end(const struct tk_doc *doc, size_t i)
{
	const char *feed = i < doc->len ? memchr(doc->text + i, '\n', doc->len - i) : NULL;

	if (!feed)
		return doc->len;
	size_t end = (size_t)(feed - doc->text);
	return end > i && doc->text[end - 1] == '\r' ? end - 1 : end;
}

/* The line ending of the line that i is in; at the end of the file, of the line before. */
static const char *eol_at(const struct tk_doc *doc, size_t i)
{
	size_t end = line_end(doc, i), start = line_start(doc, i);

	if (end < doc->len)
		return doc->text[end] == '\r' ? "\r\n" : "\n";
	if (start >= 2 && doc->text[start - 1] == '\n')
		return doc->text[start - 2] == '\r' ? "\r\n" : "\n";
	return doc->crlf ? "\r\n" : "\n";
}

static size_t skip_blanks(const struct tk_doc *doc, size_t i)
{
	while (i < doc->len && (doc->text[i] == ' ' || doc->text[i] == '\t'))
		i++;
	return i;
}

static bool only_spaces(const struct tk_doc *doc, size_t from, size_t to)
{
	while (from < to && doc->text[from] == ' ')
		from++;
	return from == to;
}

/* Whether a plain word before i would read a comment like `#todo` as a lost part of itself (the reader refuses it). */
static bool needs_quotes(const struct tk_doc *doc, size_t i)
{
	i = skip_blanks(doc, i);
	if (i >= doc->len || doc->text[i] != '#')
		return false;
	while (i < doc->len && doc->text[i] == '#')
		i++;
	return i < doc->len && !strchr(" \t\r\n", doc->text[i]);
}

/* Whether lines behind the one that i is in would be taken for content of a literal that is indented by `indent`. */
static bool would_swallow(const struct tk_doc *doc, size_t i, size_t indent)
{
	for (i = line_end(doc, i); i < doc->len;) {
		i += doc->text[i] == '\r' ? 2 : 1;
		size_t start = i;
		while (i < doc->len && doc->text[i] == ' ')
			i++;
		size_t end = line_end(doc, i);
		bool blank = skip_blanks(doc, i) == end;
		if (i - start >= indent && !(blank && i == start))
			return true;
		if (!blank)
			return false;
		i = end;
	}
	return false;
}

/* ---- collecting edits -------------------------------------------------------------------------------------------- */

static void fail(struct editor *e, enum tk_diag diag, const struct tk_node *node)
{
	if (e->status != TK_OK)
		return;
	e->status = tk__fail(e->err, diag);
	if (node)
		tk__at_node(e->err, node, node->key ? node->key->text : NULL);
}

/* Takes over `text`, which it clears. */
static void add_edit(struct editor *e, size_t begin, size_t end, struct tk_str *text)
{
	if (e->status == TK_OK && tk_str_status(text, e->err) != TK_OK)
		e->status = text->failed;
	if (e->status == TK_OK && e->count == e->room) {
		size_t room = e->room ? e->room * 2 : 16;
		struct edit *grown = tk_arena_array(e->arena, room, sizeof(*grown));
		if (grown && e->count)
			memcpy(grown, e->edit, e->count * sizeof(*grown));
		e->edit = grown;
		e->room = grown ? room : 0;
	}
	char *copy = e->status == TK_OK ? tk_arena_strndup(e->arena, text->data, text->len) : NULL;
	if (e->status == TK_OK && (!copy || !e->edit))
		e->status = tk__fail(e->err, TK_D_NOMEM);
	if (e->status == TK_OK) {
		e->edit[e->count] = (struct edit){begin, end, e->count, copy, text->len};
		e->count++;
	}
	tk_str_clear(text);
}

static void add_text(struct editor *e, size_t begin, size_t end, const char *bytes, size_t len)
{
	struct tk_str text;

	tk_str_init(&text, 0);
	tk_str_add(&text, bytes, len);
	add_edit(e, begin, end, &text);
}

static bool has_comment(const struct editor *e, size_t begin, size_t end)
{
	for (size_t i = 0; i < e->comments->count; i++)
		if (e->comments->at[i].begin >= begin && e->comments->at[i].begin < end)
			return true;
	return false;
}

/* ---- rendering new nodes ----------------------------------------------------------------------------------------- */

/* A literal at the end of what is inserted becomes a quoted text where it would swallow what follows.  `indent` is that
 * of the collection's own lines; each one inside has two more. */
static void guard_last(const struct editor *e, const struct tk_node *collection, size_t at, size_t indent)
{
	struct tk_node *node = collection->last;

	for (; node && node->kind != TK_NODE_SCALAR; node = node->last, indent += 2)
		if (node->style == TK_STYLE_FLOW)
			return;
	if (node && node->style == TK_STYLE_LITERAL && would_swallow(e->doc, at, indent + 2))
		node->style = TK_STYLE_DOUBLE;
}

/* The lines of `node` (a collection), each begun with a line break, at the end of the line that `at` is in. */
static void insert_lines(struct editor *e, const struct tk_node *node, size_t at, size_t indent)
{
	const char *eol = eol_at(e->doc, at);
	struct tk_str lines, text;

	tk_str_init(&lines, 0);
	tk_str_init(&text, 0);
	guard_last(e, node, at, indent);
	tk__yaml_block(&lines, node, (unsigned)indent, eol);
	tk_str_puts(&text, eol);
	if (lines.len > strlen(eol))
		tk_str_add(&text, lines.data, lines.len - strlen(eol));
	if (lines.failed)
		text.failed = lines.failed;
	tk_str_clear(&lines);
	at = line_end(e->doc, at);
	add_edit(e, at, at, &text);
}

/* A collection of which `child` is the only entry; `ret_child` is a copy, so that siblings stay out of it. */
static struct tk_node alone(const struct tk_node *parent, const struct tk_node *child, struct tk_node *ret_child)
{
	*ret_child = *child;
	ret_child->next = NULL;
	return (struct tk_node){
		.kind = parent->kind, .style = TK_STYLE_BLOCK, .count = 1, .first = ret_child, .last = ret_child};
}

/* `key: value` or `value` as it stands between brackets. */
static void put_flow(struct tk_str *out, const struct tk_node *parent, const struct tk_node *child)
{
	struct tk_node copy, one = alone(parent, child, &copy);
	struct tk_str text;

	tk_str_init(&text, 0);
	tk__yaml_flow(&text, &one);
	if (text.len >= 2)
		tk_str_add(out, text.data + 1, text.len - 2);
	if (text.failed)
		out->failed = text.failed;
	tk_str_clear(&text);
}

/* ---- scalars ----------------------------------------------------------------------------------------------------- */

static enum tk_style style_here(const struct editor *e, const struct tk_node *was, const struct tk_node *now,
				size_t indent, bool flow, size_t rest)
{
	enum tk_style style = (enum tk_style)now->style;

	if (style == TK_STYLE_LITERAL && (flow || would_swallow(e->doc, was->end, indent + 2)))
		return TK_STYLE_DOUBLE;
	if (style == TK_STYLE_PLAIN && needs_quotes(e->doc, rest))
		return TK_STYLE_DOUBLE;
	return style;
}

/* Behind the indicators of a block text, whose header line may end in a comment. */
static size_t header_end(const struct tk_doc *doc, const struct tk_node *node)
{
	size_t i = node->begin + 1;

	while (i < doc->len && strchr("+-0123456789", doc->text[i]))
		i++;
	return i;
}

static void replace_scalar(struct editor *e, const struct tk_node *was, const struct tk_node *now, size_t indent,
			   bool flow)
{
	const struct tk_doc *doc = e->doc;
	bool block = was->style == TK_STYLE_LITERAL || was->style == TK_STYLE_FOLDED;
	size_t rest = block ? header_end(doc, was) : was->end;
	const char *eol = eol_at(doc, was->begin);
	struct tk_str text, head;

	tk_str_init(&text, 0);
	tk_str_init(&head, 0);
	tk__yaml_scalar(&text, now->text, now->len, style_here(e, was, now, indent, flow, rest), (unsigned)indent, eol);
	const char *cut = text.data[0] == '|' ? strstr(text.data, eol) : NULL;
	size_t first = cut ? (size_t)(cut - text.data) : text.len;
	if (was->begin == was->end)
		tk_str_puts(&head, was->begin > 0 && doc->text[was->begin - 1] == ':' ? " " : ": ");
	tk_str_add(&head, text.data, first);
	if (text.failed)
		head.failed = text.failed;
	/* the old header, its comment left alone, then the old lines, which begin behind that comment */
	add_edit(e, was->begin, rest, &head);
	size_t line = line_end(doc, rest);
	if (block && was->end > line)
		add_text(e, line, was->end, text.data + first, text.len - first);
	else if (cut)
		add_text(e, line, line, text.data + first, text.len - first);
	tk_str_clear(&text);
}

/* ---- collections ------------------------------------------------------------------------------------------------- */

/* A null or an empty list becomes a collection with entries. */
static void fill(struct editor *e, const struct tk_node *was, const struct tk_node *now, size_t indent, bool flow)
{
	size_t begin = was->begin;
	struct tk_str text;

	if (was->end > was->begin && has_comment(e, was->begin, was->end)) {
		fail(e, TK_D_SPLICE_SHAPE, was);
		return;
	}
	if (flow) {
		tk_str_init(&text, 0);
		if (was->begin == was->end)
			tk_str_putc(&text, ' ');
		tk__yaml_flow(&text, now);
		add_edit(e, was->begin, was->end, &text);
		return;
	}
	while (was->end > was->begin && begin > 0 &&
	       (e->doc->text[begin - 1] == ' ' || e->doc->text[begin - 1] == '\t'))
		begin--;
	if (was->end > begin)
		add_text(e, begin, was->end, "", 0);
	insert_lines(e, now, was->end, indent + 2);
}

/* Removes the lines of an entry of a block mapping; comments on them stay, on lines of their own. */
static void remove_lines(struct editor *e, const struct tk_node *was)
{
	const struct tk_doc *doc = e->doc;
	size_t start = line_start(doc, was->key->begin), end = line_end(doc, was->end), begin = start;
	const char *eol = eol_at(doc, start);
	struct tk_str text;

	if (!only_spaces(doc, start, was->key->begin) || start <= doc->bom) {
		fail(e, TK_D_SPLICE_SHAPE, was);
		return;
	}
	begin--;
	if (begin > 0 && doc->text[begin - 1] == '\r')
		begin--;
	tk_str_init(&text, 0);
	for (size_t i = 0; i < e->comments->count; i++) {
		const struct tk_comment *c = &e->comments->at[i];
		if (c->begin < start || c->begin >= end)
			continue;
		tk_str_puts(&text, eol);
		tk_str_fill(&text, ' ', was->key->begin - start);
		tk_str_add(&text, doc->text + c->begin, c->end - c->begin);
	}
	add_edit(e, begin, end, &text);
}

/* Removes an entry from between braces, with one of the commas beside it. */
static void remove_flow(struct editor *e, const struct tk_node *parent, const struct tk_node *was)
{
	const struct tk_node *before = NULL;
	size_t begin = was->key->begin, end = was->end;

	for (const struct tk_node *n = parent->first; n != was; n = n->next)
		before = n;
	if (was->next)
		end = was->next->key->begin;
	else if (before)
		begin = before->end;
	if (has_comment(e, begin, end))
		fail(e, TK_D_SPLICE_SHAPE, was);
	else
		add_text(e, begin, end, "", 0);
}

/* A new entry between brackets, behind `after` or before all others; `more`: other new ones came before it there. */
static void insert_flow(struct editor *e, const struct tk_node *was, const struct tk_node *child,
			const struct tk_node *after, bool more)
{
	struct tk_str text;
	size_t at = after ? after->end : was->begin + 1;

	tk_str_init(&text, 0);
	if (after || (more && !was->first))
		tk_str_puts(&text, ", ");
	put_flow(&text, was, child);
	if (!after && was->first) {
		at = was->first->key ? was->first->key->begin : was->first->begin;
		tk_str_puts(&text, ", ");
	}
	add_edit(e, at, at, &text);
}

static void insert_child(struct editor *e, const struct tk_node *was, const struct tk_node *child,
			 const struct tk_node *after, bool more)
{
	struct tk_node copy, one = alone(was, child, &copy);

	if (was->style == TK_STYLE_FLOW)
		insert_flow(e, was, child, after, more);
	else if (after)
		insert_lines(e, &one, after->end, was->col - 1);
	else if (was->key && was->line > was->key->line)
		insert_lines(e, &one, was->key->end, was->col - 1);
	else
		fail(e, TK_D_SPLICE_SHAPE, was);
}

static void edit_node(struct editor *e, const struct tk_node *was, const struct tk_node *now, size_t indent, bool flow);

/* New keys have no source; a copy of an old one has its place. */
static bool is_same_key(const struct tk_node *old, const struct tk_node *now)
{
	return now->source && now->begin == old->begin;
}

static void edit_map(struct editor *e, const struct tk_node *was, const struct tk_node *now)
{
	bool flow = was->style == TK_STYLE_FLOW, more = false;
	const struct tk_node *old = was->first, *after = NULL;

	for (const struct tk_node *n = now->first; n && e->status == TK_OK; n = n->next) {
		const struct tk_node *same = old;
		while (same && !is_same_key(same->key, n->key))
			same = same->next;
		if (!same) {
			insert_child(e, was, n, after, more);
			more = true;
			continue;
		}
		for (; old != same; old = old->next)
			flow ? remove_flow(e, was, old) : remove_lines(e, old);
		edit_node(e, old, n, was->col - 1, flow);
		after = old;
		old = old->next;
	}
	for (; old && e->status == TK_OK; old = old->next)
		flow ? remove_flow(e, was, old) : remove_lines(e, old);
}

static void edit_seq(struct editor *e, const struct tk_node *was, const struct tk_node *now)
{
	bool flow = was->style == TK_STYLE_FLOW, more = false;
	const struct tk_node *old = was->first, *n = now->first;

	if (!flow && e->doc->text[was->begin] != '-') {
		fail(e, TK_D_SPLICE_SHAPE, was);
		return;
	}
	for (; old && n && e->status == TK_OK; old = old->next, n = n->next)
		edit_node(e, old, n, was->col - 1, flow);
	for (; n && e->status == TK_OK; n = n->next) {
		insert_child(e, was, n, was->last, more);
		more = true;
	}
}

static void edit_node(struct editor *e, const struct tk_node *was, const struct tk_node *now, size_t indent, bool flow)
{
	if (was->kind == TK_NODE_SCALAR && now->kind == TK_NODE_SCALAR) {
		bool same = was->len == now->len && memcmp(was->text, now->text, was->len) == 0 &&
			    tk_node_is_null(was) == tk_node_is_null(now);
		if (!same)
			replace_scalar(e, was, now, indent, flow);
		return;
	}
	if (now->count == 0 && was->count == 0)
		return;
	if (was->kind != now->kind || (was->count == 0 && was->style != now->style))
		fill(e, was, now, indent, flow);
	else if (was->kind == TK_NODE_MAP)
		edit_map(e, was, now);
	else
		edit_seq(e, was, now);
}

/* ---- applying ---------------------------------------------------------------------------------------------------- */

static int by_begin(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static enum tk_status apply(struct editor *e, struct tk_str *out)
{
	size_t done = 0;

	if (e->count > 1)
		qsort(e->edit, e->count, sizeof(*e->edit), by_begin);
	for (size_t i = 0; i < e->count; i++) {
		const struct edit *edit = &e->edit[i];
		if (edit->begin < done)
			return tk__fail(e->err, TK_D_SPLICE_SHAPE);
		tk_str_add(out, e->doc->text + done, edit->begin - done);
		tk_str_add(out, edit->text, edit->len);
		done = edit->end;
	}
	tk_str_add(out, e->doc->text + done, e->doc->len - done);
	return TK_OK;
}

enum tk_status tk__splice_edit(const struct tk_splice *splice, const struct tk_comments *comments, struct tk_str *out,
			       struct tk_error *err)
{
	struct editor e = {
		.arena = splice->arena, .doc = &splice->ticket->doc, .comments = comments, .err = err, .status = TK_OK};

	edit_map(&e, e.doc->root, splice->want);
	return e.status == TK_OK ? apply(&e, out) : e.status;
}
