/*
 * Verbs: commands that record an event, one row each.
 *
 * How to add one: a row in lib/include/ticket/event.def (the event with its verb), a row in src/verbs.c (summary,
 * options), the man page.  tests/unit/test_src_commands.c checks that every verb of the event table has its row.
 */
#ifndef VERBS_H
#define VERBS_H

#include "cmd.h"
#include "work.h"

struct verb {
	struct cmd cmd; /* first: a verb's command is found by it */
	const char *event;
	const char *message; /* field that -m, -F and -e set; NULL: the entry's note */
};

extern const struct verb verbs[];
extern const size_t verb_count;

/* Runs the row that cx->cmd stands in. */
enum tk_status verb_run(struct ctx *cx, void *opts, int argc, char **argv);

/* Records an event by its name: a builtin one or the policy's. */
enum tk_status event_run(struct ctx *cx, const struct work_opts *o, const char *event, int argc, char **argv);

#endif
