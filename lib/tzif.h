/*
 * The time zone files of the system (TZif, versions 1 to 4) as one sorted table of changes.
 *
 * Files state the changes up to some year and a rule for all later ones; the rule is written out here up to the end of
 * the year TK_TZIF_LAST_YEAR, so that an offset is always one binary search.  Changes of name or daylight flag alone
 * leave no entry.
 *
 * Invariants: at[] rises strictly; offset[i] holds before at[i], offset[count] from the last one on; neighbouring
 * offsets differ; every offset lies within TK_TZIF_MAX_OFFSET.
 */
#ifndef TK_TZIF_H
#define TK_TZIF_H

#include "ticket/zone.h"

enum { TK_TZIF_NAME = 64, TK_TZIF_LAST_YEAR = 2200, TK_TZIF_MAX_OFFSET = 26 * 3600 - 1 };

struct tk_zone {
	char name[TK_TZIF_NAME];
	size_t count;
	int64_t *at;     /* both in the same allocation as the zone */
	int32_t *offset; /* count + 1 */
};

/* A zone with one offset for ever.  NULL at out of memory. */
struct tk_zone *tk__tzif_fixed(const char *name, size_t len, int32_t offset);

/* The zone in a file's bytes, which may be hostile.  TK_INVALID: BAD_ZONE_FILE.  TK_NOMEM.  Freed with free(). */
enum tk_status tk__tzif_read(const char *name, size_t len, const unsigned char *bytes, size_t size,
			     struct tk_zone **ret, struct tk_error *err);

/* The number of changes at or before an instant, which is the index of its offset. */
size_t tk__tzif_piece(const struct tk_zone *zone, tk_time at);
/*
 * tk_zone_boundary() and tk_zone_instant() of a local time in seconds since 1970.  `piece` is one that ends at or
 * before the answer, or 0.
 */
tk_time tk__tzif_boundary(const struct tk_zone *zone, size_t piece, int64_t local);
tk_time tk__tzif_instant(const struct tk_zone *zone, int64_t local);

#endif
