/* Reading policies, calendars and staff: places, findings, mappings. */
#include "policy_read.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "ticket/text.h"

void tk__read_begin(struct tk_reading *r, struct tk_arena *arena, const struct tk_policy *policy)
{
	*r = (struct tk_reading){.arena = arena, .policy = policy, .languages = 3};
	r->one = (struct tk_error)TK_ERROR_INIT;
}

struct tk_error *tk__read_error(struct tk_reading *r)
{
	r->one = (struct tk_error)TK_ERROR_INIT;
	return &r->one;
}

void *tk__read_alloc(struct tk_reading *r, size_t count, size_t size)
{
	void *memory = tk_arena_array(r->arena, count, size);

	if (!memory)
		r->nomem = true;
	return memory;
}

static bool room_for_finding(struct tk_reading *r)
{
	size_t cap = r->cap ? r->cap * 2 : 8;

	if (r->nfound < r->cap)
		return true;
	struct tk_finding **more = tk__read_alloc(r, cap, sizeof(struct tk_finding *));
	if (!more)
		return false;
	if (r->nfound)
		memcpy(more, r->found, r->nfound * sizeof(*more));
	r->found = more;
	r->cap = cap;
	return true;
}

void tk__read_report(struct tk_reading *r, const struct tk_node *node)
{
	if (r->nfound >= TK_FINDINGS_MAX || !room_for_finding(r))
		return;
	struct tk_finding *finding = tk__read_alloc(r, 1, sizeof(*finding));
	if (!finding)
		return;
	finding->what = r->one;
	finding->foreign = r->desk && node && node->source != r->desk;
	finding->order = r->nfound;
	r->found[r->nfound++] = finding;
}

/* The order of the file; what concerns the profile below it comes last. */
static int in_file_order(const void *left, const void *right)
{
	const struct tk_finding *a = *(struct tk_finding *const *)left, *b = *(struct tk_finding *const *)right;

	if (a->foreign != b->foreign)
		return a->foreign ? 1 : -1;
	if (a->what.line != b->what.line)
		return a->what.line < b->what.line ? -1 : 1;
	if (a->what.col != b->what.col)
		return a->what.col < b->what.col ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

enum tk_status tk__read_end(struct tk_reading *r, const struct tk_sink *sink, struct tk_error *err)
{
	if (r->nomem)
		return tk__fail(err, TK_D_NOMEM);
	if (!r->nfound)
		return TK_OK;
	qsort(r->found, r->nfound, sizeof(*r->found), in_file_order);
	for (size_t i = 0; sink && i < r->nfound; i++)
		sink->add(sink->ctx, &r->found[i]->what);
	if (err)
		*err = r->found[0]->what;
	return tk_diag_row(r->found[0]->what.diag)->status;
}

static size_t enter(struct tk_reading *r, const char *text, size_t len, bool dot)
{
	size_t mark = strlen(r->path), used = mark;

	if (used + len + 2 > sizeof(r->path))
		return mark;
	if (dot && used)
		r->path[used++] = '.';
	memcpy(r->path + used, text, len);
	r->path[used + len] = '\0';
	return mark;
}

size_t tk__read_enter(struct tk_reading *r, const char *key)
{
	return enter(r, key, strlen(key), true);
}

size_t tk__read_enter_index(struct tk_reading *r, size_t index)
{
	char text[24];
	size_t at = sizeof(text);

	text[--at] = ']';
	for (size_t n = index + 1;; n /= 10) { /* people count from 1 */
		text[--at] = (char)('0' + n % 10);
		if (n < 10)
			break;
	}
	text[--at] = '[';
	return enter(r, text + at, sizeof(text) - at, false);
}

void tk__read_leave(struct tk_reading *r, size_t mark)
{
	r->path[mark] = '\0';
}

const struct tk_node *tk__key_node(const struct tk_node *node)
{
	return node->key ? node->key : node;
}

static const struct tk_part *part_of(const struct tk_part *part, size_t nparts, const char *key)
{
	for (size_t i = 0; i < nparts; i++)
		if (strcmp(part[i].key, key) == 0)
			return &part[i];
	return NULL;
}

static void unknown_part(struct tk_reading *r, const struct tk_node *node, const struct tk_part *part, size_t nparts)
{
	const char *keys[32];
	size_t n = nparts < 32 ? nparts : 32;

	for (size_t i = 0; i < n; i++)
		keys[i] = part[i].key;
	const char *near = tk_text_suggest(node->key->text, node->key->len, keys, n);
	TK_FIND(r, node->key, TK_D_PART_KEY, node->key->text, (size_t)node->key->len, TK_S(near ? near : ""));
}

static bool has_part(const struct tk_node *node, const char *key)
{
	const struct tk_node *value = tk__node_find(node, key, strlen(key));

	return value && !tk_node_is_null(value);
}

void tk__read_part(struct tk_reading *r, const struct tk_node *n, const struct tk_part *part, size_t nparts, void *into)
{
	size_t mark = tk__read_enter(r, n->key->text);
	const struct tk_part *p = part_of(part, nparts, n->key->text);

	if (!p)
		unknown_part(r, n, part, nparts);
	else if (!tk_node_is_null(n) && p->read)
		p->read(r, n, into);
	tk__read_leave(r, mark);
}

bool tk__read_map(struct tk_reading *r, const struct tk_node *node, const struct tk_part *part, size_t nparts,
		  void *into)
{
	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return false;
	}
	for (const struct tk_node *n = node->first; n; n = n->next)
		tk__read_part(r, n, part, nparts, into);
	for (size_t i = 0; i < nparts; i++)
		if (part[i].required && !has_part(node, part[i].key))
			TK_FIND(r, tk__key_node(node), TK_D_PART_NO_KEY, TK_S(part[i].key));
	return true;
}

void tk__read_named(struct tk_reading *r, const struct tk_node *node,
		    void (*read)(struct tk_reading *r, const struct tk_node *node, void *into), void *into)
{
	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return;
	}
	for (const struct tk_node *n = node->first; n; n = n->next) {
		struct tk_value value;
		struct tk_error *err = tk__read_error(r);
		size_t mark = tk__read_enter(r, n->key->text);
		if (tk_field_value(TK_FIELD_TEAM, n->key->text, n->key->len, &value, err) != TK_OK) {
			err->field[0] = '\0';
			tk__at_node(err, n->key, r->path);
			tk__read_report(r, n->key);
		} else if (tk_node_is_null(n)) {
			TK_FIND(r, n, TK_D_PART_EMPTY);
		} else {
			read(r, n, into);
		}
		tk__read_leave(r, mark);
	}
}
