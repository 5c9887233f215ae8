/*
 * Who has how much to do: open tickets by team and priority, as a plain table.
 *
 *	cc load_board.c $(pkg-config --cflags --libs libticket) -o load_board
 *	./load_board ~/desk
 *
 * Shows: the policy's labels, counts by two fields.
 */
#include <stdio.h>
#include <time.h>

#include <ticket/desk.h>
#include <ticket/query.h>

int main(int argc, char **argv)
{
	static const int by[] = {TK_FIELD_TEAM, TK_FIELD_PRIORITY};
	const char *const terms[] = {"status:open"};
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk = NULL;
	const struct tk_policy *policy = NULL;
	struct tk_query *query = NULL;
	struct tk_counts *counts = NULL;
	tk_time now = (tk_time)time(NULL);

	if (argc != 2) {
		fputs("usage: load_board DESK\n", stderr);
		return 2;
	}
	struct tk_arena *arena = tk_arena_new(0);
	enum tk_status status = arena ? tk_desk_open(argv[1], &desk, &err) : TK_NOMEM;
	if (status == TK_OK)
		status = tk_desk_policy(desk, NULL, &policy, &err);
	if (status == TK_OK)
		status = tk_query_parse(arena, terms, 1, tk_desk_zone(desk), now, policy, &query, &err);
	if (status == TK_OK) {
		struct tk_counts_spec spec = {
			.size = sizeof spec, .query = query, .by = by, .nby = 2, .now = now, .policy = policy};
		status = tk_counts_make(desk, &spec, &counts, &err);
	}
	if (status == TK_OK)
		for (size_t g = 0; g < tk_counts_groups(counts); g++) {
			struct tk_value team = tk_counts_key(counts, g, 0), priority = tk_counts_key(counts, g, 1);
			printf("%6zu  %-3s %s\n", tk_counts_of(counts, g), priority.set ? priority.text : "--",
			       team.set
				       ? tk_policy_label(policy, TK_THING_TEAM, NULL, team.text, tk_desk_language(desk))
				       : "--");
		}
	else
		fprintf(stderr, "load_board: %s: %s\n", tk_status_name(status), err.path);
	tk_counts_free(counts);
	tk_desk_close(desk);
	tk_arena_free(arena);
	return status != TK_OK;
}
