/*
 * Reading back what a splice made: the last word before anything is written.
 *
 * Comments are found without the parser, which drops them: outside of scalars a # behind a blank or at the beginning
 * of a line begins one, and the header line of a block text may end in one.
 */
#include <string.h>

#include "fail.h"
#include "splice_impl.h"

/* ---- comments ---------------------------------------------------------------------------------------------------- */

struct scan {
	const struct tk_doc *doc;
	struct tk_comment *at; /* NULL: only count */
	size_t count;
	size_t i; /* how far the text has been looked at */
};

static size_t line_stop(const struct tk_doc *doc, size_t i)
{
	while (i < doc->len && doc->text[i] != '\n' && !(doc->text[i] == '\r' && doc->text[i + 1] == '\n'))
		i++;
	return i;
}

/* Finds the comments from s->i up to `end`, where a scalar begins or the text ends. */
static void scan_gap(struct scan *s, size_t end)
{
	const char *text = s->doc->text;

	for (; s->i < end; s->i++) {
		bool begins = s->i == 0 || strchr(" \t\n\r", text[s->i - 1]) || s->i == s->doc->bom;
		if (text[s->i] != '#' || !begins)
			continue;
		size_t stop = line_stop(s->doc, s->i);
		if (s->at)
			s->at[s->count] = (struct tk_comment){(uint32_t)s->i, (uint32_t)stop};
		s->count++;
		s->i = stop;
		if (s->i >= end)
			break;
	}
	if (s->i < end)
		s->i = end;
}

static void scan_scalar(struct scan *s, const struct tk_node *node)
{
	if (node->begin > s->i)
		scan_gap(s, node->begin);
	if (node->style == TK_STYLE_LITERAL || node->style == TK_STYLE_FOLDED) {
		s->i = node->begin + 1;
		scan_gap(s, line_stop(s->doc, node->begin));
	}
	if (s->i < node->end)
		s->i = node->end;
}

static void scan_node(struct scan *s, const struct tk_node *node)
{
	if (node->key)
		scan_scalar(s, node->key);
	if (node->kind == TK_NODE_SCALAR)
		scan_scalar(s, node);
	for (const struct tk_node *n = node->first; n; n = n->next)
		scan_node(s, n);
}

static size_t scan_all(const struct tk_doc *doc, struct tk_comment *at)
{
	struct scan s = {.doc = doc, .at = at};

	scan_node(&s, doc->root);
	scan_gap(&s, doc->len);
	return s.count;
}

enum tk_status tk__comments(struct tk_arena *arena, const struct tk_doc *doc, struct tk_comments *ret,
			    struct tk_error *err)
{
	ret->count = scan_all(doc, NULL);
	ret->at = tk_arena_array(arena, ret->count, sizeof(*ret->at));
	if (!ret->at)
		return tk__fail(err, TK_D_NOMEM);
	(void)scan_all(doc, ret->at);
	return TK_OK;
}

static bool same_comments(const struct tk_doc *a, const struct tk_comments *ca, const struct tk_doc *b,
			  const struct tk_comments *cb)
{
	if (ca->count != cb->count)
		return false;
	for (size_t i = 0; i < ca->count; i++) {
		size_t len = ca->at[i].end - ca->at[i].begin;
		if (cb->at[i].end - cb->at[i].begin != len ||
		    memcmp(a->text + ca->at[i].begin, b->text + cb->at[i].begin, len) != 0)
			return false;
	}
	return true;
}

/* ---- meaning ----------------------------------------------------------------------------------------------------- */

static size_t without_breaks(const struct tk_node *node)
{
	size_t len = node->len;

	while (len > 0 && node->text[len - 1] == '\n')
		len--;
	return len;
}

static bool same_scalar(const struct tk_node *a, const struct tk_node *b)
{
	size_t len = without_breaks(a);

	if (tk_node_is_null(a) || tk_node_is_null(b)) /* nothing, `~` and `null` are one */
		return tk_node_is_null(a) && tk_node_is_null(b);
	return without_breaks(b) == len && memcmp(a->text, b->text, len) == 0;
}

bool tk__same_meaning(const struct tk_node *a, const struct tk_node *b)
{
	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == TK_NODE_SCALAR)
		return same_scalar(a, b);
	const struct tk_node *y = b->first;
	for (const struct tk_node *x = a->first; x; x = x->next, y = y->next) {
		if (x->key &&
		    (!y->key || x->key->len != y->key->len || memcmp(x->key->text, y->key->text, x->key->len) != 0))
			return false;
		if (!tk__same_meaning(x, y))
			return false;
	}
	return true;
}

enum tk_status tk__splice_verify(const struct tk_splice *splice, const struct tk_comments *comments, const char *text,
				 size_t len, struct tk_error *err)
{
	const struct tk_doc *before = &splice->ticket->doc;
	struct tk_ticket *after;
	struct tk_comments kept;
	enum tk_status status = tk_ticket_read(splice->arena, text, len, before->source->path, &after, err);

	/* A value or an amount that no ticket may have is the caller's to hear of; a text that is no YAML is our fault.
	 */
	if (status != TK_OK)
		return status == TK_SYNTAX ? tk__fail(err, TK_D_SPLICE_MISMATCH) : status;
	status = tk__comments(splice->arena, &after->doc, &kept, err);
	if (status != TK_OK)
		return status;
	if (!tk__same_meaning(splice->want, after->doc.root) || !same_comments(before, comments, &after->doc, &kept))
		return tk__fail(err, TK_D_SPLICE_MISMATCH);
	return TK_OK;
}
