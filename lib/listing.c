/*
 * Listings: copies of the asked-for fields of the tickets that match, sorted.
 *
 * Per ticket only these fields are touched, and nothing is allocated one by one: values are copied into one arena, rows
 * into one growing array.  Sorting moves row numbers, never rows.
 */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "node.h"
#include "select.h"
#include "ticket/text.h"

/* What a row is sorted by: numbers by `number`, texts by the folded text and then by their bytes. */
struct key {
	bool set;
	int64_t number;
	const char *folded, *text;
	size_t folded_len, text_len;
};

struct tk_listing {
	struct tk_arena *arena;
	const struct tk_listing_spec *spec; /* only while it is made */
	struct tk_str folded;               /* scratch, only while it is made */
	size_t nfield, nsort, nrow, room;
	struct tk_value *value; /* nfield a row */
	struct key *key;        /* nsort a row */
	size_t *order;          /* row numbers in the order asked for */
	size_t broken;
};

static enum tk_status copy_text(struct tk_listing *l, const char **text, size_t len, struct tk_error *err)
{
	*text = tk_arena_strndup(l->arena, *text, len);
	return *text == NULL ? tk__fail(err, TK_D_NOMEM) : TK_OK;
}

/* The record list of a sub-field: who prints it wants its structure too. */
static const struct tk_node *records_of(const struct tk_row *row, const char *name)
{
	int list = tk_field_find(name, (size_t)(strrchr(name, '.') - name));
	return list < 0 ? NULL : row->get(row, list).node;
}

/* A copy of a field's value that outlives the ticket. */
static enum tk_status copy_value(struct tk_listing *l, const struct tk_row *row, int field, struct tk_value *ret,
				 struct tk_error *err)
{
	const struct tk_field *f = tk_field(field);
	struct tk_value value = row->get(row, field);
	enum tk_status status = TK_OK;
	size_t count = 0;
	if (!value.set) {
		*ret = (struct tk_value){.kind = f->kind};
		return TK_OK;
	}
	if ((f->flags & TK_F_SUB) != 0) {
		value.kind = TK_KIND_TEXT;
		value.node = records_of(row, f->name);
	}
	const struct tk_word *words = value.kind == TK_KIND_WORD ? tk_words(f->words, &count) : NULL;
	if (words != NULL && value.number >= 0 && (uint64_t)value.number < count) {
		value.text = words[value.number].id; /* static: no copy */
		value.len = strlen(value.text);
	} else if (value.text != NULL) {
		status = copy_text(l, &value.text, value.len, err);
	}
	if (status == TK_OK && value.node != NULL) {
		bool scalar = tk_node_kind(value.node) == TK_NODE_SCALAR;
		value.node = scalar ? NULL : tk__node_copy(l->arena, value.node);
		if (value.node == NULL && !scalar)
			status = tk__fail(err, TK_D_NOMEM);
	}
	if (status == TK_OK)
		*ret = value;
	return status;
}

static bool sorts_as_text(const struct tk_value *value)
{
	return value->text != NULL && (value->kind == TK_KIND_TEXT || value->kind == TK_KIND_PARA ||
				       value->kind == TK_KIND_NAME || value->kind == TK_KIND_TICKET);
}

static enum tk_status make_key(struct tk_listing *l, const struct tk_row *row, int field, struct key *ret,
			       struct tk_error *err)
{
	struct tk_value value = row->get(row, field);
	struct key key = {.set = value.set, .number = value.number};
	enum tk_status status = TK_OK;
	if (!value.set) {
		*ret = key;
		return TK_OK;
	}
	if ((tk_field(field)->flags & TK_F_SUB) != 0)
		value.kind = TK_KIND_TEXT;
	if (field == TK_FIELD_ID) {
		key.number = (int64_t)l->nrow; /* tickets come in the order of their ids */
	} else if (sorts_as_text(&value)) {
		tk_str_reset(&l->folded);
		tk_text_fold(&l->folded, value.text, value.len);
		status = tk_str_status(&l->folded, err);
		key.folded = l->folded.data;
		key.folded_len = l->folded.len;
		key.text = value.text;
		key.text_len = value.len;
		if (status == TK_OK)
			status = copy_text(l, &key.folded, key.folded_len, err);
		if (status == TK_OK)
			status = copy_text(l, &key.text, key.text_len, err);
	} else if (value.node != NULL && tk_node_kind(value.node) != TK_NODE_SCALAR) {
		key.number = (int64_t)tk_node_count(value.node);
	}
	if (status == TK_OK)
		*ret = key;
	return status;
}

static enum tk_status make_room(struct tk_listing *l, struct tk_error *err)
{
	size_t room = l->room == 0 ? 256 : l->room * 2;
	if (l->nrow < l->room)
		return TK_OK;
	if (room > SIZE_MAX / 2 / sizeof(struct tk_value) / (l->nfield + l->nsort + 1))
		return tk__fail(err, TK_D_NOMEM);
	struct tk_value *value = realloc(l->value, (room * l->nfield + 1) * sizeof *value);
	if (value != NULL)
		l->value = value;
	struct key *key = realloc(l->key, (room * l->nsort + 1) * sizeof *key);
	if (key != NULL)
		l->key = key;
	if (value == NULL || key == NULL)
		return tk__fail(err, TK_D_NOMEM);
	l->room = room;
	return TK_OK;
}

static enum tk_status take(void *ctx, const struct tk_row *row, bool *more, struct tk_error *err)
{
	struct tk_listing *l = ctx;
	const struct tk_listing_spec *spec = l->spec;
	enum tk_status status = make_room(l, err);
	for (size_t i = 0; status == TK_OK && i < l->nfield; i++)
		status = copy_value(l, row, spec->fields[i], &l->value[l->nrow * l->nfield + i], err);
	for (size_t i = 0; status == TK_OK && i < l->nsort; i++)
		status = make_key(l, row, spec->sort[i].field, &l->key[l->nrow * l->nsort + i], err);
	if (status != TK_OK)
		return status;
	l->nrow++;
	/* in the order of ids the first ones are known before the rest is read */
	*more = spec->limit == 0 || l->nsort > 0 || l->nrow < spec->limit;
	return TK_OK;
}

static int compare_bytes(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
	return order != 0 ? order : (a_len > b_len) - (a_len < b_len);
}

static int compare_keys(const struct key *a, const struct key *b)
{
	if (a->folded == NULL || b->folded == NULL)
		return (a->number > b->number) - (a->number < b->number);
	int order = compare_bytes(a->folded, a->folded_len, b->folded, b->folded_len);
	return order != 0 ? order : compare_bytes(a->text, a->text_len, b->text, b->text_len);
}

/* Absent values come last whichever way the sort runs; what is equal stays in the order of ids. */
static int compare_rows(const void *left, const void *right, void *ctx)
{
	const struct tk_listing *l = ctx;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	for (size_t i = 0; i < l->nsort; i++) {
		const struct key *x = &l->key[a * l->nsort + i], *y = &l->key[b * l->nsort + i];
		if (x->set != y->set)
			return x->set ? -1 : 1;
		int order = x->set ? compare_keys(x, y) : 0;
		if (order != 0)
			return l->spec->sort[i].falling ? -order : order;
	}
	return (a > b) - (a < b);
}

static enum tk_status sort_rows(struct tk_listing *l, struct tk_error *err)
{
	if (l->nsort == 0 || l->nrow == 0)
		return TK_OK;
	l->order = malloc(l->nrow * sizeof *l->order);
	if (l->order == NULL)
		return tk__fail(err, TK_D_NOMEM);
	for (size_t i = 0; i < l->nrow; i++)
		l->order[i] = i;
	qsort_r(l->order, l->nrow, sizeof *l->order, compare_rows, l);
	return TK_OK;
}

static enum tk_status fill(struct tk_desk *desk, struct tk_listing *l, struct tk_error *err)
{
	const struct tk_listing_spec *spec = l->spec;
	struct tk_select select = {
		.desk = desk, .query = spec->query, .now = spec->now, .sink = spec->sink, .take = take, .ctx = l};
	enum tk_status status = tk__select(&select, err);
	l->broken = select.broken;
	if (status == TK_OK)
		status = sort_rows(l, err);
	if (status == TK_OK && spec->limit > 0 && l->nrow > spec->limit)
		l->nrow = spec->limit;
	return status;
}

/* Before anything of it is used. */
static enum tk_status check_spec(const struct tk_listing_spec *spec, struct tk_error *err)
{
	enum tk_status status = tk__expect(err, spec->size == sizeof *spec, "tk_listing_spec.size");
	for (size_t i = 0; status == TK_OK && i < spec->nfield; i++)
		status = tk__expect(err, tk_field(spec->fields[i]) != NULL, "tk_listing_spec.fields");
	for (size_t i = 0; status == TK_OK && i < spec->nsort; i++)
		status = tk__expect(err, tk_field(spec->sort[i].field) != NULL, "tk_listing_spec.sort");
	return status;
}

enum tk_status tk_listing_make(struct tk_desk *desk, const struct tk_listing_spec *spec, struct tk_listing **ret,
			       struct tk_error *err)
{
	enum tk_status status = check_spec(spec, err);
	if (status != TK_OK)
		return status;
	struct tk_listing *l = calloc(1, sizeof *l);
	if (l == NULL)
		return tk__fail(err, TK_D_NOMEM);
	l->spec = spec;
	l->nfield = spec->nfield;
	l->nsort = spec->nsort;
	l->arena = tk_arena_new(0);
	tk_str_init(&l->folded, 0);
	status = l->arena == NULL ? tk__fail(err, TK_D_NOMEM) : fill(desk, l, err);
	tk_str_clear(&l->folded);
	l->spec = NULL;
	if (status == TK_OK)
		*ret = l;
	else
		tk_listing_free(l);
	return status;
}

void tk_listing_free(struct tk_listing *listing)
{
	if (listing == NULL)
		return;
	tk_arena_free(listing->arena);
	free(listing->value);
	free(listing->key);
	free(listing->order);
	free(listing);
}

size_t tk_listing_rows(const struct tk_listing *listing)
{
	return listing->nrow;
}

size_t tk_listing_broken(const struct tk_listing *listing)
{
	return listing->broken;
}

struct tk_value tk_listing_value(const struct tk_listing *listing, size_t row, size_t column)
{
	size_t place = listing->order == NULL ? row : listing->order[row];
	return listing->value[place * listing->nfield + column];
}
