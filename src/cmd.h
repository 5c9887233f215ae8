/*
 * Commands: what one is, and how to add one.
 *
 *  1. Write src/cmd_<name>.c.  It exports one `const struct cmd cmd_<name>` and keeps everything else static: its
 * option table, the struct that the options go to, its run function.
 *  2. Put &cmd_<name> into the table of src/commands.c, in its alphabetical place; declare it at the end of this file.
 *     (A command that only records an event is a row of src/verbs.c instead.)
 *  3. Write man/ticket-<name>.1: NAME has the summary, SYNOPSIS the usage, every option is described; give the texts
 *     their Chinese in src/po/zh.po (`make po` takes them over).
 *  4. Write tests/cli/t*-<name>.sh.
 *
 * These tests check you: tests/unit/test_src_commands.c (sorted, unique, summary, -h within 25 lines of 80 columns, no
 * letter twice), the documentation tests (page, synopsis, options, examples), the catalogue test (untranslated texts).
 *
 * What a command is given: options parsed, times read, and what it `needs` opened.  It answers on standard output,
 * leaves errors in the context and returns a status; it never exits and prints no error itself, except for tickets
 * that could not be read while others were.
 */
#ifndef CMD_H
#define CMD_H

#include "ctx.h"
#include "opt.h"

enum cmd_needs {
	NEED_DESK = 1 << 0,   /* cx->desk, cx->zone */
	NEED_POLICY = 1 << 1, /* cx->policy (and the desk) */
	NEED_STAFF = 1 << 2,  /* cx->staff (and the desk) */
	WRITES = 1 << 3,      /* cx->by; may stand in an atomic batch */
	RAW = 1 << 4          /* looks at its arguments itself (no -h, no options) */
};

enum cmd_group { GROUP_DESK, GROUP_INTAKE, GROUP_WORK, GROUP_LOOK, GROUP_UPKEEP, GROUP_COUNT };

enum { CMD_ANY = -1 };

struct cmd {
	const char *name;
	enum cmd_group group;
	unsigned needs;
	const char *summary;       /* one sentence without a full stop, lower case, below 60 characters */
	const char *usage;         /* what follows `ticket <name>`; several lines for several forms */
	const char *example;       /* one or two lines, whole commands; may be NULL */
	const struct opt *options; /* both tables go to the same struct; either may be NULL */
	const struct opt *more_options;
	size_t opts_size; /* of that struct */
	int least, most;  /* operands; CMD_ANY = no limit */
	enum tk_status (*run)(struct ctx *cx, void *opts, int argc, char **argv);
};

/* All commands in the order of their names, verbs included; NULL past the last. */
const struct cmd *cmd_at(size_t i);
/* The command of a name, or NULL. */
const struct cmd *cmd_find(const char *name);
/* The command name nearest to a wrong one, or NULL. */
const char *cmd_suggest(const char *name);

extern const struct cmd cmd_attach, cmd_batch, cmd_calendar, cmd_check, cmd_edit, cmd_event, cmd_help, cmd_init,
	cmd_link, cmd_list, cmd_log, cmd_merge, cmd_new, cmd_overdue, cmd_policy, cmd_report, cmd_search, cmd_show,
	cmd_sla, cmd_staff;

#endif
