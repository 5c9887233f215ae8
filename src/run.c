#include "run.h"

#include <string.h>

#include "ticket/text.h"

#include "cmd.h"
#include "extern.h"
#include "help.h"
#include "i18n.h"
#include "names.h"

enum { WAIT_SECONDS = 10, WAIT_MAX = 86400 };

static const char *const languages[] = {"en", "zh", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL}; /* in the order of enum color_choice */

#define AT(member) offsetof(struct globals, member)
const struct opt global_options[] = {
	{.name = "help",
	 .letter = 'h',
	 .kind = OPT_BOOL,
	 .at = AT(help),
	 .help = N_("show what the command understands")},
	{.name = "desk",
	 .letter = 'C',
	 .kind = OPT_STR,
	 .at = AT(dir),
	 .arg = "<dir>",
	 .help = N_("the desk is there or above")},
	{.name = "now", .kind = OPT_STR, .at = AT(now), .arg = "<time>", .help = N_("act as if it were that time")},
	{.name = "by", .kind = OPT_STR, .at = AT(by), .arg = "<name>", .help = N_("who does it")},
	{.name = "lang",
	 .kind = OPT_ENUM,
	 .at = AT(lang),
	 .arg = "<en|zh>",
	 .words = languages,
	 .help = N_("language of messages")},
	{.name = "color",
	 .kind = OPT_ENUM,
	 .at = AT(color),
	 .arg = "<when>",
	 .words = colors,
	 .help = N_("auto, always or never")},
	{.name = "quiet", .letter = 'q', .kind = OPT_BOOL, .at = AT(quiet), .help = N_("say less")},
	{.name = "verbose", .letter = 'v', .kind = OPT_BOOL, .at = AT(verbose), .help = N_("say more")},
	{.name = "wait",
	 .kind = OPT_INT,
	 .at = AT(wait),
	 .arg = "<seconds>",
	 .max = WAIT_MAX,
	 .help = N_("how long to wait for the lock (10)")},
	{.name = "version", .kind = OPT_BOOL, .at = AT(version), .help = N_("print the version")},
	{.name = NULL},
};
#undef AT

enum tk_status run_globals(struct ctx *cx, const struct globals *globals)
{
	cx->dir = globals->dir;
	cx->now_text = globals->now;
	cx->by_text = globals->by;
	cx->color = globals->color;
	cx->quiet = globals->quiet;
	cx->verbose = globals->verbose;
	cx->wait_ms = (unsigned)((globals->wait.given ? globals->wait.value : WAIT_SECONDS) * 1000);
	if (globals->lang != 0) {
		cx->language_chosen = true;
		i18n_speak(languages[globals->lang - 1], cx->env->program);
	}
	return TK_OK;
}

static enum tk_status check_operands(struct ctx *cx, const struct cmd *cmd, int argc, char **argv)
{
	if (argc < cmd->least) {
		struct tk_str usage;
		tk_str_init(&usage, 1024);
		ctx_speak(cx);
		names_synopsis(&usage, cmd->usage);
		(void)complain(&cx->wrong, TK_USAGE, N_("too few arguments"), N_("usage: ticket {1} {2}"), cmd->name,
			       usage.data);
		tk_str_clear(&usage);
		return TK_USAGE;
	}
	if (cmd->most != CMD_ANY && argc > cmd->most)
		return complain(&cx->wrong, TK_USAGE, N_("too many arguments, beginning with '{1}'"), NULL,
				argv[cmd->most], NULL);
	return TK_OK;
}

static enum tk_status run_found(struct ctx *cx, struct opt_table *globals, const struct cmd *cmd, int argc, char **argv)
{
	const struct globals *given = globals->target;
	void *opts = tk_arena_alloc(cx->arena, cmd->opts_size);
	struct opt_table tables[3];
	size_t n = 0;
	struct opt_rest rest = {argv, argc};
	enum tk_status st = TK_OK;
	if (opts == NULL)
		return complain(&cx->wrong, TK_NOMEM, N_("out of memory"), NULL, NULL, NULL);
	if (cmd->options != NULL)
		tables[n++] = (struct opt_table){.rows = cmd->options, .target = opts};
	if (cmd->more_options != NULL)
		tables[n++] = (struct opt_table){.rows = cmd->more_options, .target = opts};
	tables[n++] = *globals; /* last: a command's own --by comes first */
	cx->cmd = cmd;
	if ((cmd->needs & RAW) == 0)
		st = opt_parse(tables, n, argc, argv, false, cx->arena, &rest, &cx->wrong);
	if (st == TK_NOMEM)
		return complain(&cx->wrong, TK_NOMEM, N_("out of memory"), NULL, NULL, NULL);
	if (st == TK_OK)
		st = run_globals(cx, given);
	if (st == TK_OK && given->help) {
		ctx_speak(cx);
		return help_command(cmd);
	}
	if (st == TK_OK)
		st = check_operands(cx, cmd, rest.argc, rest.argv);
	if (st == TK_OK)
		st = ctx_need(cx, cmd->needs);
	for (size_t i = 0; st == TK_OK && i < n; i++)
		st = opt_times(&tables[i], cx->zone, cx->now, &cx->wrong);
	return st == TK_OK ? cmd->run(cx, opts, rest.argc, rest.argv) : st;
}

static enum tk_status no_such_command(struct ctx *cx, const char *name)
{
	const char *near = cmd_suggest(name);
	if (near == NULL && ctx_try(cx, NEED_POLICY)) {
		const char *const *names;
		size_t n = tk_policy_names(cx->policy, TK_THING_EVENT, NULL, &names);
		near = tk_text_suggest(name, strlen(name), names, n);
	}
	if (near == NULL)
		return complain(&cx->wrong, TK_USAGE, N_("there is no command '{1}'"),
				N_("'ticket help' lists the commands"), name, NULL);
	return complain(&cx->wrong, TK_USAGE, N_("there is no command '{1}'"), N_("did you mean '{2}'?"), name, near);
}

/* Whether the desk's policy declares an event of that name or verb. */
static bool is_policy_event(struct ctx *cx, const char *name)
{
	return ctx_try(cx, NEED_POLICY) && (tk_policy_event(cx->policy, name, strlen(name)) != NULL ||
					    tk_policy_verb(cx->policy, name, strlen(name)) != NULL);
}

enum tk_status run_command(struct ctx *cx, struct opt_table *globals, int argc, char **argv)
{
	const struct cmd *cmd = cmd_find(argv[0]);
	enum tk_status st;
	if (cmd != NULL)
		return run_found(cx, globals, cmd, argc - 1, argv + 1);
	st = run_globals(cx, globals->target);
	if (st != TK_OK)
		return st;
	if (cx->shared == NULL && !cx->stdin_read) /* a batch runs no other programs */
		extern_run(cx, argv);
	if (is_policy_event(cx, argv[0])) /* `ticket quote-accepted ID` is `ticket event quote-accepted ID` */
		return run_found(cx, globals, &cmd_event, argc, argv);
	return no_such_command(cx, argv[0]);
}

int run_exit_code(enum tk_status status, const struct ctx *cx)
{
	if (cx->code != 0 && (status == TK_OK || cx->silent))
		return cx->code;
	switch (status) {
	case TK_OK:
		return cx->bad ? 3 : cx->no ? 1 : 0;
	case TK_USAGE:
		return 2;
	case TK_SYNTAX:
	case TK_INVALID:
	case TK_LIMIT: /* what stands in a file is bad data, what stands on the command line is a wrong use */
		return cx->wrong.text == NULL && cx->err.path[0] != '\0' ? 3 : 2;
	case TK_NOT_FOUND:
	case TK_AMBIGUOUS:
		return 4;
	case TK_REFUSED:
		return 5;
	case TK_EXISTS:
	case TK_BUSY:
	case TK_CONFLICT:
		return 6;
	case TK_NOMEM:
	case TK_SYSTEM:
		return 7;
	}
	return 7;
}
