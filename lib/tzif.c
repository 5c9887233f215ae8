/*
 * Reading TZif.  A file is one or two blocks (the second with 64-bit times, from version 2 on), each a header with
 * six counts and the arrays that they announce; behind the second block stands the rule for later years.
 *
 * Nothing in the file is trusted: counts are checked against the size before anything is looked at.
 */
#include "tzif.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "tzrule.h"

enum { HEADER = 44, TYPE_SIZE = 6, OLDEST_RULE_YEAR = 1900, CHANGES_BY_RULE = 2 * (TK_TZIF_LAST_YEAR - 1900 + 1) };

/* Further away than this no change can lie that sums with offsets would still be safe for. */
#define FARTHEST (INT64_C(1) << 60)
/* The year of a change is asked for only within these. */
#define YEAR_1900 INT64_C(-2208988800)
#define YEAR_2201 INT64_C(7289654400)

struct block {
	uint32_t leaps, changes, types;
	const unsigned char *at;    /* changes × width */
	const unsigned char *index; /* changes × 1 */
	const unsigned char *type;  /* types × TYPE_SIZE */
	const unsigned char *end;
	size_t width;
};

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t change_at(const struct block *b, size_t i)
{
	const unsigned char *p = b->at + i * b->width;

	if (b->width == 4)
		return (int32_t)be32(p);
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

static int32_t type_offset(const struct block *b, size_t type)
{
	return (int32_t)be32(b->type + type * TYPE_SIZE);
}

/* The block at `p`, whose times have `width` bytes.  False when it does not fit into `size`. */
static bool read_block(const unsigned char *p, size_t size, size_t width, struct block *ret)
{
	if (size < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	uint64_t utc_flags = be32(p + 20), std_flags = be32(p + 24), chars = be32(p + 40);
	ret->leaps = be32(p + 28);
	ret->changes = be32(p + 32);
	ret->types = be32(p + 36);
	ret->width = width;
	/* None of these sums can pass 64 bits. */
	uint64_t need = HEADER + (uint64_t)ret->changes * (width + 1) + (uint64_t)ret->types * TYPE_SIZE + chars +
			(uint64_t)ret->leaps * (width + 4) + std_flags + utc_flags;
	if (need > size)
		return false;
	ret->at = p + HEADER;
	ret->index = ret->at + ret->changes * width;
	ret->type = ret->index + ret->changes;
	ret->end = p + need;
	return true;
}

/* Whether the block says something sensible: see the invariants in the header. */
static bool is_sound(const struct block *b)
{
	/* Leap seconds do not exist in the seconds that tickets count. */
	if (b->leaps != 0 || b->types == 0)
		return false;
	for (size_t i = 0; i < b->types; i++) {
		int32_t offset = type_offset(b, i);
		if (offset < -TK_TZIF_MAX_OFFSET || offset > TK_TZIF_MAX_OFFSET)
			return false;
	}
	for (size_t i = 0; i < b->changes; i++) {
		int64_t at = change_at(b, i);
		if (b->index[i] >= b->types || at < -FARTHEST || at > FARTHEST)
			return false;
		if (i > 0 && at <= change_at(b, i - 1))
			return false;
	}
	return true;
}

/* Room for `changes`; name and first offset are set.  NULL at out of memory. */
static struct tk_zone *new_zone(const char *name, size_t len, size_t changes, int32_t offset)
{
	struct tk_zone *zone = malloc(sizeof(*zone) + changes * sizeof(int64_t) + (changes + 1) * sizeof(int32_t));

	if (!zone)
		return NULL;
	len = len < TK_TZIF_NAME ? len : TK_TZIF_NAME - 1;
	memcpy(zone->name, name, len);
	zone->name[len] = '\0';
	zone->count = 0;
	zone->at = (int64_t *)(void *)(zone + 1);
	zone->offset = (int32_t *)(void *)(zone->at + changes);
	zone->offset[0] = offset;
	return zone;
}

struct tk_zone *tk__tzif_fixed(const char *name, size_t len, int32_t offset)
{
	return new_zone(name, len, 0, offset);
}

/* Adds a change that lies not before the last one; at the same instant the later word counts. */
static void add_change(struct tk_zone *zone, int64_t at, int32_t offset)
{
	size_t n = zone->count;

	if (n > 0 && at < zone->at[n - 1])
		return;
	if (n > 0 && at == zone->at[n - 1])
		n--;
	if (offset != zone->offset[n]) {
		zone->at[n] = at;
		zone->offset[++n] = offset;
	}
	zone->count = n;
}

/* Writes the rule out, for all years behind `from`. */
static void add_rule(struct tk_zone *zone, const struct tk__tzrule *rule, int64_t from)
{
	int year = OLDEST_RULE_YEAR;

	if (!rule->has_summer || from >= YEAR_2201)
		return;
	if (from >= YEAR_1900) {
		struct tk_civil civil;
		tk_utc_civil(from, &civil);
		year = civil.year;
	}
	for (; year <= TK_TZIF_LAST_YEAR; year++) {
		int64_t begin = tk__tzrule_instant(&rule->begin, year) - rule->standard;
		int64_t end = tk__tzrule_instant(&rule->end, year) - rule->summer;
		bool north = begin < end;
		int64_t first = north ? begin : end, second = north ? end : begin;
		if (first > from)
			add_change(zone, first, north ? rule->summer : rule->standard);
		if (second > from)
			add_change(zone, second, north ? rule->standard : rule->summer);
	}
}

/* The rule between the two line feeds behind the second block. */
static bool read_footer(const unsigned char *p, size_t size, struct tk__tzrule *ret)
{
	const unsigned char *end = size > 1 && p[0] == '\n' ? memchr(p + 1, '\n', size - 1) : NULL;

	return end && tk__tzrule_parse((const char *)p + 1, (size_t)(end - p - 1), ret);
}

/* Finds the block that counts, and the rule (none in version 1). */
static bool read_file(const unsigned char *bytes, size_t size, struct block *ret, struct tk__tzrule *ret_rule)
{
	memset(ret_rule, 0, sizeof(*ret_rule));
	if (!read_block(bytes, size, 4, ret))
		return false;
	if (bytes[4] == '\0')
		return is_sound(ret);
	size_t rest = size - (size_t)(ret->end - bytes);
	if (bytes[4] < '2' || !read_block(ret->end, rest, 8, ret) || !is_sound(ret))
		return false;
	return read_footer(ret->end, size - (size_t)(ret->end - bytes), ret_rule);
}

enum tk_status tk__tzif_read(const char *name, size_t len, const unsigned char *bytes, size_t size,
			     struct tk_zone **ret, struct tk_error *err)
{
	struct block b;
	struct tk__tzrule rule;

	if (!read_file(bytes, size, &b, &rule))
		return tk__fail(err, TK_D_BAD_ZONE_FILE, name, len);
	struct tk_zone *zone = new_zone(name, len, b.changes + CHANGES_BY_RULE, type_offset(&b, 0));
	if (!zone)
		return tk__fail(err, TK_D_NOMEM);
	for (size_t i = 0; i < b.changes; i++)
		add_change(zone, change_at(&b, i), type_offset(&b, b.index[i]));
	add_rule(zone, &rule, b.changes ? change_at(&b, b.changes - 1) : INT64_MIN);
	*ret = zone;
	return TK_OK;
}
