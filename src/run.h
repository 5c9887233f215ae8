/*
 * Running a command: finding it, reading its options, opening what it needs, and the exit code.
 */
#ifndef RUN_H
#define RUN_H

#include "ctx.h"
#include "opt.h"

/* The options that every command has; they may stand before and after its name. */
struct globals {
	const char *dir, *lang_word, *by;
	const char *now;
	int lang, color;
	bool quiet, verbose, help, version;
	struct opt_int wait;
};
extern const struct opt global_options[];

/* Takes them over into the context (language included).  TK_USAGE. */
enum tk_status run_globals(struct ctx *cx, const struct globals *globals);

/* Runs argv[0] with the arguments that follow; `globals` was filled in from what stood before it. */
enum tk_status run_command(struct ctx *cx, struct opt_table *globals, int argc, char **argv);

/* The exit code of the program: the table of ticket(1), EXIT STATUS. */
int run_exit_code(enum tk_status status, const struct ctx *cx);

#endif
