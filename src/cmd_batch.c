/*
 * `ticket batch`: many commands in one process, one a line.
 *
 * Each line is a command as after `ticket`, and is done before the next one begins.  With --atomic all lines share one
 * transaction: each sees what those before it leave, and nothing is written unless all succeed.  A dry run is the same
 * without the writing.  "@1" as a word is the ticket that line 1 made.
 */
#include <stdio.h>
#include <string.h>

#include "ticket/text.h"

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "run.h"
#include "words.h"
#include "work.h"

enum { LINES_MAX = 1000000 };

struct batch_opts {
	bool atomic, keep_going, dry_run;
};

#define AT(member) offsetof(struct batch_opts, member)
static const struct opt batch_options[] = {
	{.name = "atomic", .kind = OPT_BOOL, .at = AT(atomic), .help = N_("write nothing unless every line succeeds")},
	{.name = "keep-going", .kind = OPT_BOOL, .at = AT(keep_going), .help = N_("go on after a line that fails")},
	{.name = "dry-run",
	 .letter = 'n',
	 .kind = OPT_BOOL,
	 .at = AT(dry_run),
	 .help = N_("show what would be written, write nothing")},
	{.name = NULL},
};
#undef AT

/* All lines in one transaction? */
static bool is_one(const struct batch_opts *o)
{
	return o->atomic || o->dry_run;
}

/* A batch that runs: its context, where it reads from, what its lines made. */
struct batch {
	struct ctx *cx;
	const struct batch_opts *o;
	const char *name;   /* of the file, for messages */
	struct tk_id *made; /* of each line, text "" = nothing */
	size_t lines;       /* so far */
	int code;           /* of the first line that failed */
};

/* Puts the numbers of tickets made by earlier lines in place of @1 and so on. */
static enum tk_status put_made(const struct batch *batch, struct ctx *line, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int64_t n = 0;
		char *id;
		if (argv[i][0] != '@' || !opt_number(argv[i] + 1, 0, LINES_MAX, &n))
			continue;
		if (n < 1 || (uint64_t)n >= batch->lines || batch->made[n - 1].text[0] == '\0')
			return ctx_wrong(line, TK_NOT_FOUND, N_("'{1}' is no line above that made a ticket"), NULL,
					 argv[i]);
		id = batch->made[n - 1].text;
		argv[i] = id;
	}
	return TK_OK;
}

/* What a line may not do: it lives in the desk, the time and the transaction of the batch. */
static enum tk_status check_line(const struct batch *batch, struct ctx *line, const struct globals *globals,
				 const struct cmd *cmd, const char *name)
{
	if (globals->dir != NULL || globals->lang != 0 || globals->color != 0)
		return ctx_wrong(line, TK_USAGE, N_("-C, --lang and --color belong to the batch, not to a line"), NULL,
				 NULL);
	if (globals->help || globals->version || name == NULL)
		return ctx_wrong(line, TK_USAGE, N_("a line of a batch is a command"), NULL, NULL);
	if (cmd == &cmd_batch || cmd == &cmd_init)
		return ctx_wrong(line, TK_USAGE, N_("'{1}' cannot stand in a batch"), NULL, name);
	if (!is_one(batch->o))
		return TK_OK;
	if (globals->now != NULL)
		return ctx_wrong(line, TK_USAGE, N_("an atomic batch has one time: use --at"), NULL, NULL);
	if (cmd != NULL && ((cmd->needs & WRITES) == 0 || cmd == &cmd_check))
		return ctx_wrong(line, TK_USAGE, N_("'{1}' cannot stand in an atomic batch"), NULL, name);
	return TK_OK;
}

static enum tk_status run_words(const struct batch *batch, struct ctx *line, int argc, char **argv)
{
	const struct ctx *outer = batch->cx;
	struct globals globals = {0};
	struct opt_table table = {.rows = global_options, .target = &globals};
	struct opt_rest rest;
	enum tk_status st = opt_parse(&table, 1, argc, argv, true, line->arena, &rest, &line->wrong);
	if (st == TK_OK)
		st = check_line(batch, line, &globals, rest.argc > 0 ? cmd_find(rest.argv[0]) : NULL,
				rest.argc > 0 ? rest.argv[0] : NULL);
	if (st == TK_OK)
		st = put_made(batch, line, rest.argc, rest.argv);
	if (st != TK_OK)
		return st;
	/* What the batch was told holds for its lines, unless they say otherwise. */
	globals.dir = outer->dir;
	globals.color = outer->color;
	globals.now = globals.now != NULL ? globals.now : outer->now_text;
	globals.by = globals.by != NULL ? globals.by : outer->by_text;
	globals.quiet = globals.quiet || outer->quiet;
	globals.verbose = globals.verbose || outer->verbose;
	if (!globals.wait.given)
		globals.wait = (struct opt_int){true, outer->wait_ms / 1000};
	return run_command(line, &table, rest.argc, rest.argv);
}

/* One line; its status, after what was wrong has been said. */
static enum tk_status run_line(struct batch *batch, const char *text, size_t len, struct tk_id *ret_made)
{
	struct ctx line = *batch->cx;
	struct tk_arena_mark mark = tk_arena_mark(batch->cx->arena);
	struct tk_str place;
	char **argv;
	int argc;
	enum tk_status st;
	memset(&line.wrong, 0, sizeof line.wrong);
	line.err = (struct tk_error)TK_ERROR_INIT;
	line.made.text[0] = '\0';
	line.no = line.bad = line.silent = false;
	tk_str_init(&line.candidates, 0);
	tk_str_init(&place, 4096);
	tk_str_printf(&place, "%s:%zu", batch->name, batch->lines);
	line.place = place.data;
	st = words_split(text, len, line.arena, &argv, &argc, &line.wrong);
	if (st == TK_OK && argc > 0)
		st = run_words(batch, &line, argc, argv);
	if (st != TK_OK)
		ctx_report(&line);
	if (batch->code == 0)
		batch->code = run_exit_code(st, &line);
	*ret_made = line.made;
	batch->cx->policy = line.policy;
	batch->cx->staff = line.staff;
	tk_str_clear(&place);
	tk_str_clear(&line.candidates);
	tk_arena_release(batch->cx->arena, mark);
	return st;
}

static enum tk_status run_lines(struct batch *batch, const struct tk_str *text)
{
	enum tk_status first = TK_OK;
	for (size_t at = 0; at < text->len;) {
		size_t len = strcspn(text->data + at, "\n");
		struct tk_id made;
		enum tk_status st;
		batch->lines++;
		st = run_line(batch, text->data + at, len, &made);
		batch->made[batch->lines - 1] = made;
		if (first == TK_OK)
			first = st;
		if (st != TK_OK && !batch->o->keep_going)
			break;
		at += len + 1;
	}
	return first;
}

static size_t count_lines(const struct tk_str *text)
{
	size_t n = 1;
	for (size_t i = 0; i < text->len; i++)
		n += text->data[i] == '\n';
	return n;
}

static enum tk_status show_changes(struct ctx *cx, struct tk_txn *txn)
{
	enum tk_status st = TK_OK;
	const char *before;
	struct tk_id id;
	for (size_t at = 0, len; st == TK_OK && tk_txn_next_change(txn, &at, &id, &before, &len);)
		st = work_show_diff(cx, txn, &id, before, len);
	return st;
}

/* The end of the transaction that all lines shared. */
static enum tk_status end_one(struct batch *batch, enum tk_status st)
{
	struct ctx *cx = batch->cx;
	struct tk_txn *txn = cx->shared;
	cx->shared = NULL;
	if (batch->o->dry_run && (st == TK_OK || batch->o->keep_going)) {
		enum tk_status shown = show_changes(cx, txn);
		st = st != TK_OK ? st : shown;
	}
	st = ctx_end(cx, txn, st, !batch->o->dry_run);
	for (size_t i = 0; st == TK_OK && !batch->o->dry_run && i < batch->lines; i++)
		if (batch->made[i].text[0] != '\0')
			(void)puts(batch->made[i].text);
	return st;
}

static enum tk_status run_text(struct ctx *cx, const struct batch_opts *o, const char *name, const struct tk_str *text)
{
	struct batch batch = {.cx = cx, .o = o, .name = name};
	enum tk_status st = TK_OK;
	size_t lines = count_lines(text);
	if (lines > LINES_MAX)
		return ctx_wrong(cx, TK_USAGE, N_("a batch has a million lines at most"), NULL, NULL);
	batch.made = tk_arena_array(cx->arena, lines, sizeof *batch.made);
	if (batch.made == NULL)
		return ctx_wrong(cx, TK_NOMEM, N_("out of memory"), NULL, NULL);
	cx->stdin_read = true;
	if (is_one(o))
		st = tk_txn_begin(cx->desk, cx->now, cx->wait_ms, &cx->shared, &cx->err);
	if (st != TK_OK)
		return st;
	st = run_lines(&batch, text);
	cx->silent = st != TK_OK; /* each line has said its own */
	cx->code = batch.code;
	return is_one(o) ? end_one(&batch, st) : st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct batch_opts *o = opts;
	struct tk_str text;
	enum tk_status st;
	(void)argc;
	if (o->atomic && o->keep_going)
		return ctx_wrong(cx, TK_USAGE, N_("only one of --atomic and --keep-going can be given"), NULL, NULL);
	tk_str_init(&text, 0);
	st = input_text(cx, argv[0], &text);
	if (st == TK_OK)
		st = run_text(cx, o, strcmp(argv[0], "-") == 0 ? "<stdin>" : argv[0], &text);
	tk_str_clear(&text);
	return st;
}

const struct cmd cmd_batch = {
	.name = "batch",
	.group = GROUP_UPKEEP,
	.needs = NEED_DESK | WRITES,
	.summary = N_("run many commands, one a line, in one process"),
	.usage = "[options] <file>",
	.example = "ticket batch --atomic monday.txt\n"
		   "printf '%s\\n' 'new --title x --channel phone' 'respond @1' | ticket batch -",
	.options = batch_options,
	.opts_size = sizeof(struct batch_opts),
	.least = 1,
	.most = 1,
	.run = run,
};
