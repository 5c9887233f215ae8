/*
 * Prints the open tickets of a desk, one a line: id, priority, title.
 *
 *	cc open_tickets.c $(pkg-config --cflags --libs libticket) -o open_tickets
 *	./open_tickets ~/desk
 *
 * Shows: opening a desk, a query, a listing, reading values.
 */
#include <stdio.h>
#include <time.h>

#include <ticket/desk.h>
#include <ticket/query.h>

/* A program of its own may put things as briefly as this; `ticket` itself uses the sentence of the diagnostic. */
static int complain(const struct tk_error *err)
{
	fprintf(stderr, "%s%s%s\n", err->path, err->path[0] ? ": " : "", tk_diag_row(err->diag)->text);
	return 1;
}

int main(int argc, char **argv)
{
	static const int fields[] = {TK_FIELD_ID, TK_FIELD_PRIORITY, TK_FIELD_TITLE};
	static const struct tk_sort urgent_first[] = {{TK_FIELD_PRIORITY, false}, {TK_FIELD_RECEIVED, false}};
	const char *const open_only[] = {"status:open"};
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk = NULL;
	struct tk_query *query = NULL;
	struct tk_listing *listing = NULL;
	tk_time now = (tk_time)time(NULL);

	if (argc != 2) {
		fputs("usage: open_tickets DESK\n", stderr);
		return 2;
	}
	struct tk_arena *arena = tk_arena_new(0);
	int code = 1;
	if (!arena)
		return 1;
	if (tk_desk_open(argv[1], &desk, &err) != TK_OK)
		goto done;
	if (tk_query_parse(arena, open_only, 1, tk_desk_zone(desk), now, NULL, &query, &err) != TK_OK)
		goto done;
	struct tk_listing_spec spec = {.size = sizeof spec,
				       .query = query,
				       .fields = fields,
				       .nfield = 3,
				       .sort = urgent_first,
				       .nsort = 2,
				       .now = now};
	if (tk_listing_make(desk, &spec, &listing, &err) != TK_OK)
		goto done;
	for (size_t row = 0; row < tk_listing_rows(listing); row++) {
		struct tk_value priority = tk_listing_value(listing, row, 1);
		printf("%s %s %s\n", tk_listing_value(listing, row, 0).text, priority.set ? priority.text : "--",
		       tk_listing_value(listing, row, 2).text);
	}
	code = 0;
done:
	if (code != 0)
		complain(&err);
	tk_listing_free(listing);
	tk_desk_close(desk);
	tk_arena_free(arena);
	return code;
}
