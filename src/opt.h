/*
 * Options: a table says what a command understands, the parser fills in the command's own struct.
 *
 * A row names an option, its kind and where its value goes: the offset of a member in a struct that the caller owns and
 * zeroed (absent = all zero), so that nothing survives from one command to the next.  Several tables can be parsed at
 * once, each into its own struct: a command's own options and those that every command has.  -h, the man page checks
 * and shell completion read the same rows.
 *
 * Understood: --x=v  --x v  -xv  -x v  bundles of letters  --  and --no-x where `no` is set.  No abbreviations; a
 * single option given twice is an error.  An argument like -category:logistics is a query term and -3 an operand.
 *
 *	struct list_opts { const char *fields; bool reverse; };
 *	static const struct opt list_options[] = {
 *		{.name = "fields", .kind = OPT_STR, .at = offsetof(struct list_opts, fields), .arg = "<list>", .help =
 *N_("…")},
 *		{.name = NULL},
 *	};
 *	struct opt_table tables[] = {{.rows = list_options, .target = &o}};
 *	status = opt_parse(tables, 1, argc, argv, arena, &rest, &wrong);
 */
#ifndef OPT_H
#define OPT_H

#include "ticket/arena.h"
#include "ticket/zone.h"

#include "say.h"

enum opt_kind {
	OPT_BOOL,  /* bool */
	OPT_COUNT, /* int: how often it was given */
	OPT_STR,   /* const char *, lent by argv */
	OPT_ENUM,  /* int: 1 + index in `words`, 0 = absent */
	OPT_INT,   /* struct opt_int, between min and max */
	OPT_TIME,  /* struct opt_time; `at` is filled in by opt_times(), when the zone is known */
	OPT_SPAN,  /* struct opt_span */
	OPT_LIST,  /* struct opt_list: may be repeated */
	OPT_INPUT  /* struct opt_inputs: collects row and value; once unless `many` */
};

struct opt {
	const char *name; /* without dashes; NULL ends the table */
	char letter;      /* 0 = none */
	enum opt_kind kind;
	size_t at;                /* offset of the member */
	const char *arg;          /* the value's name in help, "<time>" */
	const char *help;         /* what it does, English, for gettext */
	const char *const *words; /* OPT_ENUM: NULL-terminated */
	int64_t min, max;         /* OPT_INT */
	bool no;                  /* OPT_BOOL: --no-x sets it to false */
	bool many;                /* OPT_INPUT */
	bool maybe;               /* OPT_STR: the value may be left out (then ""), and stands behind = */
	const char *maps;         /* OPT_INPUT: the field or key that the value is for */
	int how;                  /* OPT_INPUT: enum tk_input_kind, for whoever reads the list */
};

struct opt_int {
	bool given;
	int64_t value;
};
struct opt_span {
	bool given;
	struct tk_span value;
};
struct opt_time {
	const char *text; /* NULL = absent */
	tk_time at;       /* TK_TIME_NONE after opt_times() where absent */
};
struct opt_list {
	const char **item;
	size_t n;
};
struct opt_input {
	const struct opt *opt;
	const char *value;
};
struct opt_inputs {
	struct opt_input *item;
	size_t n;
};

struct opt_table {
	const struct opt *rows;
	void *target;
	uint64_t seen; /* rows that were given; the parser's own, zero at first */
};

enum { OPT_ROWS_MAX = 64 };

/* What is left after the options: operands in their order. */
struct opt_rest {
	char **argv;
	int argc;
};

/*
 * Parses argv[0..argc) (no program name in it).  With `first_only` it stops before the first operand; what follows is
 * the rest.  TK_USAGE with *wrong filled in, TK_NOMEM.
 */
enum tk_status opt_parse(struct opt_table *tables, size_t ntable, int argc, char **argv, bool first_only,
			 struct tk_arena *arena, struct opt_rest *ret, struct complaint *wrong);

/* Turns the texts of OPT_TIME into instants.  TK_USAGE. */
enum tk_status opt_times(const struct opt_table *table, const struct tk_zone *zone, tk_time now,
			 struct complaint *wrong);

/* A whole number between two bounds, digits only with an optional minus. */
bool opt_number(const char *text, int64_t min, int64_t max, int64_t *ret);

#endif
