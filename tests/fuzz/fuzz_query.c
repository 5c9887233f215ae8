/*
 * Queries from any bytes: parsing ends, what it accepts has a canonical text, and that text is a fixed point.  Every
 * line of the input is an element of the argument list.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ticket/arena.h"
#include "ticket/query.h"

enum { TERMS_MAX = 16 };

#define NOW INT64_C(1795320000)

/* A row where every field is present with the same text. */
static struct tk_value get(const struct tk_row *row, int field)
{
	const char *text = row->self;
	return (struct tk_value){
		.kind = tk_field(field)->kind, .set = true, .text = text, .len = strlen(text), .number = field};
}

static struct tk_zone *load_zone(void)
{
	struct tk_zone *zone = NULL;
	if (tk_zone_load("UTC", 3, &zone, NULL) != TK_OK)
		abort();
	return zone;
}

static void check(struct tk_arena *arena, const struct tk_zone *zone, const char *const *terms, size_t n)
{
	struct tk_query *query = NULL, *again = NULL;
	struct tk_str once, twice;
	struct tk_row row = {.get = get, .self = terms[0], .now = NOW};
	if (tk_query_parse(arena, terms, n, zone, NOW, NULL, &query, NULL) != TK_OK)
		return;
	tk_str_init(&once, 0);
	tk_str_init(&twice, 0);
	tk_query_text(query, &once);
	const char *text = once.data;
	if (tk_query_parse(arena, &text, 1, zone, NOW, NULL, &again, NULL) != TK_OK)
		abort();
	tk_query_text(again, &twice);
	if (once.len != twice.len || memcmp(once.data, twice.data, once.len) != 0)
		abort();
	if (tk_query_matches(query, &row) != tk_query_matches(again, &row))
		abort();
	tk_str_clear(&once);
	tk_str_clear(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tk_zone *zone;
	const char *terms[TERMS_MAX];
	size_t n = 0;
	if (zone == NULL)
		zone = load_zone();
	struct tk_arena *arena = tk_arena_new(0);
	char *text = tk_arena_strndup(arena, (const char *)data, size);
	if (text == NULL)
		abort();
	for (char *at = text; at != NULL && n < TERMS_MAX;) {
		char *end = strchr(at, '\n');
		if (end != NULL)
			*end++ = '\0';
		terms[n++] = at;
		at = end;
	}
	check(arena, zone, terms, n);
	tk_arena_free(arena);
	return 0;
}
