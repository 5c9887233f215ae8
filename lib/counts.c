/*
 * Counts: tickets by the values of up to four fields.
 *
 * A group is found by hashing its values, so that a pass over the desk costs the same per ticket however many groups
 * there are; only the groups are sorted, at the end.
 */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "query_impl.h"
#include "select.h"

enum { BY_MAX = 4 };

struct group {
	struct tk_value key[BY_MAX];
	size_t rank[BY_MAX]; /* place in the policy's list, for names */
	size_t count;
};

struct tk_counts {
	struct tk_arena *arena;
	const struct tk_counts_spec *spec; /* only while it is made */
	size_t nby, total, broken;
	struct group *group;
	size_t ngroup, room;
	size_t *slot; /* hash table: 1 + number of a group, 0 = free; a power of two of them, at most half full */
	size_t nslot;
};

/* Values that are numbers are compared as such: two spellings of an instant are one. */
static bool is_number(enum tk_kind kind)
{
	return kind == TK_KIND_WORD || kind == TK_KIND_TIME || kind == TK_KIND_DATE || kind == TK_KIND_INT ||
	       kind == TK_KIND_MONEY || kind == TK_KIND_BOOL;
}

static bool is_countable(const struct tk_field *field)
{
	return (field->flags & TK_F_SUB) == 0 && (is_number(field->kind) || field->kind == TK_KIND_TEXT ||
						  field->kind == TK_KIND_NAME || field->kind == TK_KIND_TICKET);
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t hash_values(const struct tk_value *values, size_t n)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < n; i++) {
		hash = mix(hash, &values[i].set, sizeof values[i].set);
		if (values[i].set && is_number(values[i].kind))
			hash = mix(hash, &values[i].number, sizeof values[i].number);
		else if (values[i].set)
			hash = mix(hash, values[i].text, values[i].len);
	}
	return hash ^ hash >> 32;
}

static bool same_value(const struct tk_value *a, const struct tk_value *b)
{
	if (a->set != b->set || !a->set)
		return a->set == b->set;
	if (is_number(a->kind))
		return a->number == b->number;
	return a->text && b->text && a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static bool same_values(const struct tk_value *a, const struct tk_value *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!same_value(&a[i], &b[i]))
			return false;
	return true;
}

/* The slot where a group with these values is, or would be. */
static size_t find_slot(const struct tk_counts *c, const struct tk_value *values)
{
	size_t at = (size_t)hash_values(values, c->nby) & (c->nslot - 1);
	while (c->slot[at] != 0 && !same_values(c->group[c->slot[at] - 1].key, values, c->nby))
		at = (at + 1) & (c->nslot - 1);
	return at;
}

static enum tk_status make_room(struct tk_counts *c, struct tk_error *err)
{
	size_t room = c->room == 0 ? 32 : c->room * 2;
	if (c->ngroup < c->room)
		return TK_OK;
	struct group *group = realloc(c->group, room * sizeof *group);
	if (group != NULL)
		c->group = group;
	size_t *slot = calloc(room * 2, sizeof *slot);
	if (group == NULL || slot == NULL) {
		free(slot);
		return tk__fail(err, TK_D_NOMEM);
	}
	free(c->slot);
	c->slot = slot;
	c->nslot = room * 2;
	c->room = room;
	for (size_t i = 0; i < c->ngroup; i++)
		c->slot[find_slot(c, c->group[i].key)] = i + 1;
	return TK_OK;
}

/* The place of a name in the policy's list; unknown ones come behind. */
static size_t rank_of(const struct tk_counts *c, int field, const struct tk_value *value)
{
	enum tk_thing thing = TK_THING_CATEGORY;
	const char *const *names = NULL;
	if (c->spec->policy == NULL || !value->set || value->text == NULL || !tk__query_thing(field, &thing))
		return 0;
	size_t n = tk_policy_names(c->spec->policy, thing, NULL, &names), i = 0;
	while (i < n && !(strlen(names[i]) == value->len && memcmp(names[i], value->text, value->len) == 0))
		i++;
	return i;
}

static enum tk_status add_group(struct tk_counts *c, const struct tk_value *values, struct group **ret,
				struct tk_error *err)
{
	enum tk_status status = make_room(c, err);
	if (status != TK_OK)
		return status;
	struct group *group = &c->group[c->ngroup];
	memset(group, 0, sizeof *group);
	for (size_t i = 0; i < c->nby; i++) {
		struct tk_value *key = &group->key[i];
		*key = values[i];
		key->node = NULL;
		if (key->set && key->text != NULL)
			key->text = tk_arena_strndup(c->arena, key->text, key->len);
		if (key->set && values[i].text != NULL && key->text == NULL)
			return tk__fail(err, TK_D_NOMEM);
		group->rank[i] = rank_of(c, c->spec->by[i], key);
	}
	c->ngroup++;
	c->slot[find_slot(c, group->key)] = c->ngroup;
	*ret = group;
	return TK_OK;
}

static enum tk_status take(void *ctx, const struct tk_row *row, bool *more, struct tk_error *err)
{
	struct tk_counts *c = ctx;
	struct tk_value values[BY_MAX] = {0};
	struct group *group = NULL;
	(void)more;
	for (size_t i = 0; i < c->nby; i++) {
		values[i] = row->get(row, c->spec->by[i]);
		if (values[i].text == NULL && !is_number(values[i].kind))
			values[i].set = false;
	}
	size_t slot = c->nslot == 0 ? 0 : find_slot(c, values);
	if (c->nslot > 0 && c->slot[slot] != 0)
		group = &c->group[c->slot[slot] - 1];
	enum tk_status status = group != NULL ? TK_OK : add_group(c, values, &group, err);
	if (status != TK_OK)
		return status;
	group->count++;
	c->total++;
	return TK_OK;
}

static int compare_values(const struct tk_value *a, size_t a_rank, const struct tk_value *b, size_t b_rank)
{
	if (!a->set || !b->set)
		return b->set - a->set;
	if (a_rank != b_rank)
		return a_rank < b_rank ? -1 : 1;
	if (is_number(a->kind))
		return (a->number > b->number) - (a->number < b->number);
	int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
	return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

static int compare_groups(const void *left, const void *right)
{
	const struct group *a = left, *b = right;
	for (size_t i = 0; i < BY_MAX; i++) {
		int order = compare_values(&a->key[i], a->rank[i], &b->key[i], b->rank[i]);
		if (order != 0)
			return order;
	}
	return 0;
}

static enum tk_status check_spec(const struct tk_counts_spec *spec, struct tk_error *err)
{
	enum tk_status status = tk__expect(err, spec->size == sizeof *spec, "tk_counts_spec.size");
	for (size_t i = 0; status == TK_OK && i < spec->nby; i++)
		status = tk__expect(err, tk_field(spec->by[i]) != NULL, "tk_counts_spec.by");
	if (status != TK_OK)
		return status;
	if (spec->nby < 1 || spec->nby > BY_MAX)
		return tk__fail(err, TK_D_COUNT_MANY, (int64_t)BY_MAX);
	for (size_t i = 0; i < spec->nby; i++)
		if (!is_countable(tk_field(spec->by[i])))
			return tk__fail(err, TK_D_COUNT_FIELD, TK_S(tk_field(spec->by[i])->name));
	return TK_OK;
}

static enum tk_status fill(struct tk_desk *desk, struct tk_counts *c, struct tk_error *err)
{
	struct tk_select select = {.desk = desk,
				   .query = c->spec->query,
				   .now = c->spec->now,
				   .sink = c->spec->sink,
				   .take = take,
				   .ctx = c};
	enum tk_status status = tk__select(&select, err);
	c->broken = select.broken;
	if (status == TK_OK && c->ngroup > 0)
		qsort(c->group, c->ngroup, sizeof *c->group, compare_groups);
	return status;
}

enum tk_status tk_counts_make(struct tk_desk *desk, const struct tk_counts_spec *spec, struct tk_counts **ret,
			      struct tk_error *err)
{
	enum tk_status status = check_spec(spec, err);
	if (status != TK_OK)
		return status;
	struct tk_counts *c = calloc(1, sizeof *c);
	if (c == NULL)
		return tk__fail(err, TK_D_NOMEM);
	c->spec = spec;
	c->nby = spec->nby;
	c->arena = tk_arena_new(0);
	status = c->arena == NULL ? tk__fail(err, TK_D_NOMEM) : fill(desk, c, err);
	c->spec = NULL;
	if (status == TK_OK)
		*ret = c;
	else
		tk_counts_free(c);
	return status;
}

void tk_counts_free(struct tk_counts *counts)
{
	if (counts == NULL)
		return;
	tk_arena_free(counts->arena);
	free(counts->group);
	free(counts->slot);
	free(counts);
}

size_t tk_counts_groups(const struct tk_counts *counts)
{
	return counts->ngroup;
}

size_t tk_counts_total(const struct tk_counts *counts)
{
	return counts->total;
}

size_t tk_counts_broken(const struct tk_counts *counts)
{
	return counts->broken;
}

size_t tk_counts_of(const struct tk_counts *counts, size_t group)
{
	return counts->group[group].count;
}

struct tk_value tk_counts_key(const struct tk_counts *counts, size_t group, size_t by)
{
	return counts->group[group].key[by];
}
