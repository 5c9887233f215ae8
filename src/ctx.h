/*
 * The context of a command: what it may know of the world, and where it leaves what went wrong.
 *
 * Clock, environment and desk are looked at here and in main only.  One context lives for the whole run; a batch gives
 * each of its lines a copy that shares the desk.  A command may allocate from `arena`, which lives as long as the
 * command; nothing in here is freed by commands.
 */
#ifndef CTX_H
#define CTX_H

#include "ticket/ops.h"

#include "say.h"

struct cmd;

/* What main read from the process: taken once, never changed. */
struct env {
	const char *program; /* path of the executable, for what lies beside it; NULL = unknown */
	const char *path, *desk, *now, *user, *editor, *visual, *lang;
	const char *(*login)(void); /* asked only where somebody has to be named: it may go to the network */
	tk_time clock;
};

enum color_choice { COLOR_AUTO = 1, COLOR_ALWAYS, COLOR_NEVER };

struct ctx {
	const struct env *env;
	const struct cmd *cmd; /* the one that runs */
	struct tk_arena *arena;
	const char *dir;      /* -C; NULL */
	const char *now_text; /* --now; NULL */
	const char *by_text;  /* --by; NULL */
	bool language_chosen; /* by option, variable or locale: the desk's does not count */
	int color;            /* enum color_choice, 0 = auto */
	bool quiet, verbose;
	unsigned wait_ms;

	struct tk_desk *desk; /* what the command needs, else NULL */
	const struct tk_policy *policy;
	const struct tk_staff *staff;
	const struct tk_zone *zone; /* the desk's, else UTC */
	struct tk_zone *own_zone;   /* UTC when there is no desk */
	tk_time now;
	const char *by;

	struct tk_txn *shared; /* of an atomic batch, else NULL */
	size_t shared_mark;
	struct tk_id made; /* the last ticket that was made; text "" = none */

	const char *place;        /* before messages without a file: "ticket", or the line of a batch */
	struct tk_error err;      /* of the library */
	struct complaint wrong;   /* of the program itself; counts when its text is set */
	struct tk_str candidates; /* ids that an abbreviation could mean */
	bool no;                  /* the answer is no: exit 1 */
	bool bad;                 /* some data was bad, the rest was printed: exit 3 */
	bool stdin_read;          /* standard input was read, or belongs to the batch */
	bool silent;              /* what went wrong was said already */
	int code;                 /* of a batch: the exit code of the first line that failed */
};

/* Opens what `needs` asks for (enum cmd_needs), once. */
enum tk_status ctx_need(struct ctx *cx, unsigned needs);
/* The same where it is welcome but not needed: whether it is there; says nothing. */
bool ctx_try(struct ctx *cx, unsigned needs);
/* Where nobody asked for a language, that of the desk, for texts that need no desk; without one nothing happens. */
void ctx_speak(struct ctx *cx);
/* Closes it. */
void ctx_close(struct ctx *cx);

/* Directory to look for a desk from: -C, TICKET_DESK, else ".". */
const char *ctx_start(const struct ctx *cx);

/* The ticket that a person meant. */
enum tk_status ctx_ticket(struct ctx *cx, const char *text, struct tk_id *ret);

/* Leaves a complaint: return ctx_wrong(cx, TK_USAGE, N_("…"), hint or NULL, argument or NULL). */
enum tk_status ctx_wrong(struct ctx *cx, enum tk_status status, const char *text, const char *hint, const char *arg);

/*
 * A transaction of the command's own, or the batch's.  ctx_end() commits it when `status` is TK_OK and `keep`; else
 * what was done since ctx_begin() is forgotten.  It returns `status`, or the failure of the commit.
 */
enum tk_status ctx_begin(struct ctx *cx, struct tk_txn **ret);
enum tk_status ctx_end(struct ctx *cx, struct tk_txn *txn, enum tk_status status, bool keep);

/* Says what went wrong (once), with candidates. */
void ctx_report(struct ctx *cx);
/* A sink that says each finding at once and makes the exit code 3. */
struct tk_sink ctx_sink(struct ctx *cx);

#endif
