/*
 * Work on tickets: what all commands that record an event have in common.
 *
 * Options and operands become a struct work (ids, event, note, values); work_run() applies it to every ticket in one
 * transaction, so that nothing is done when one of them fails, and shows what was, or with -n would be, written.
 */
#ifndef WORK_H
#define WORK_H

#include "ctx.h"
#include "opt.h"

struct work_opts {
	struct opt_inputs inputs;
	const char *message, *file;
	bool edit, dry_run;
	struct opt_time at;
	const char *key; /* of link and merge: relation */
};

/* -m -F -e --at --set -n: rows for struct work_opts. */
extern const struct opt work_options[];

#define WORK_ROW(opt_name, opt_how, opt_maps, opt_arg, opt_help)                                           \
	.name = (opt_name), .kind = OPT_INPUT, .at = offsetof(struct work_opts, inputs), .how = (opt_how), \
	.maps = (opt_maps), .arg = (opt_arg), .help = (opt_help)
/* An option that sets a field of the ticket, or a key of the log entry. */
#define WORK_FIELD(name, field, arg, help)                     \
	{                                                      \
		WORK_ROW(name, TK_INPUT_SET, field, arg, help) \
	}
#define WORK_KEY(name, key, arg, help)                       \
	{                                                    \
		WORK_ROW(name, TK_INPUT_KEY, key, arg, help) \
	}

struct work {
	struct tk_act act;
	const struct tk_id *id;
	size_t nid;
	bool dry_run;
	/* Applies it to one ticket; NULL: tk_act(). */
	enum tk_status (*apply)(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const struct work *work);
	void *self; /* for apply */
};

/*
 * Reads ids, note and values.  `message_field`: the field that -m sets (NULL: the note).  Everything is in the arena.
 */
enum tk_status work_prepare(struct ctx *cx, const struct work_opts *o, const char *event, const char *message_field,
			    int argc, char **argv, struct work *ret);

enum tk_status work_run(struct ctx *cx, const struct work *work);

/* The inputs that options come to: "category" for --category, the part before "=" for --set. */
enum tk_status work_inputs(struct ctx *cx, const struct opt_inputs *given, size_t spare, struct tk_input **ret,
			   size_t *ret_n);

/* Prints the diff between a ticket's file and what the transaction would write. */
enum tk_status work_show_diff(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const char *before,
			      size_t before_len);

#endif
