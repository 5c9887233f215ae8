/*
 * Tickets under random bytes: reading never crashes; into what is accepted a field and an entry are written, and the
 * result either reads back with both, or is refused as a whole.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "splice.h"

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void ignore(void *ctx, const struct tk_error *finding)
{
	(void)ctx;
	require(tk_diag_row(finding->diag)->text != NULL);
}

static void check_values(const struct tk_ticket *ticket)
{
	for (int id = 0; id < TK_FIELD_COUNT; id++) {
		struct tk_value value = tk_ticket_get(ticket, id, TK_TIME_MAX);
		require(!value.text || strlen(value.text) >= value.len);
	}
}

static struct tk_node *entry(struct tk_arena *arena)
{
	static const char *const pairs[][2] = {{"at", "2031-01-01T00:00:00+08:00"},
					       {"by", "fuzz"},
					       {"event", "updated"},
					       {"note", "two\nlines # 电话"}};
	struct tk_node *map = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_BLOCK);

	for (size_t i = 0; i < 4 && map; i++)
		if (!tk__node_append(arena, map, pairs[i][0],
				     tk__node_scalar(arena, pairs[i][1], strlen(pairs[i][1]), TK_STYLE_DOUBLE)))
			return NULL;
	return map;
}

static void check_result(struct tk_arena *arena, const struct tk_ticket *before, const struct tk_str *out)
{
	struct tk_ticket *after;

	require(tk_ticket_read(arena, out->data, out->len, "out", &after, NULL) == TK_OK);
	require(strcmp(tk_ticket_get(after, TK_FIELD_STATUS, 0).text, "waiting") == 0);
	require(strcmp(tk_ticket_get(after, TK_FIELD_PLAN_STEPS, 0).text, "a\nb") == 0);
	require(after->nlog == before->nlog || after->nlog == before->nlog + 1);
}

static void check_splice(struct tk_arena *arena, const struct tk_ticket *ticket)
{
	struct tk_splice *splice = tk__splice_new(arena, ticket);
	struct tk_node *added = entry(arena);
	struct tk_str out;

	tk_str_init(&out, 0);
	if (splice && added && tk__splice_set(splice, TK_FIELD_STATUS, "waiting", 7, NULL) == TK_OK &&
	    tk__splice_set(splice, TK_FIELD_PLAN_STEPS, "a\nb", 3, NULL) == TK_OK &&
	    tk__splice_entry(splice, added, NULL) == TK_OK && tk__splice_finish(splice, &out, NULL) == TK_OK)
		check_result(arena, ticket, &out);
	tk_str_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tk_arena *arena = tk_arena_new(64U << 20);
	struct tk_sink sink = {ignore, NULL};
	struct tk_ticket *ticket = NULL;

	if (!arena)
		return 0;
	if (tk__ticket_inspect(arena, (const char *)data, size, "in", sink, &ticket, NULL) != TK_OK) {
		if (ticket)
			check_values(ticket);
		require(tk_ticket_read(arena, (const char *)data, size, "in", &ticket, NULL) != TK_OK);
	} else {
		check_values(ticket);
		check_splice(arena, ticket);
	}
	tk_arena_free(arena);
	return 0;
}
