/* `ticket link` and `ticket merge`: tickets that belong together, tickets that are the same. */
#include <string.h>

#include "cmd.h"
#include "i18n.h"
#include "work.h"

static const struct opt link_options[] = {
	{.name = "as",
	 .kind = OPT_STR,
	 .at = offsetof(struct work_opts, key),
	 .arg = "<relation>",
	 .help = N_("related, repeat-of, follow-up, caused-by or batch")},
	{.name = NULL},
};

static const struct opt merge_options[] = {
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};

/* The other ticket, and how they belong together. */
struct pair {
	struct tk_id other;
	const char *relation; /* NULL: they are merged */
};

/* Does it to both; a dry run shows the other ticket here, and the caller the one it is done to. */
static enum tk_status pair_one(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const struct work *work)
{
	const struct pair *pair = work->self;
	const char *before = NULL;
	size_t len = 0;
	enum tk_status st = TK_OK;
	if (work->dry_run)
		st = tk_txn_text(txn, &pair->other, &before, &len, &cx->err);
	if (st == TK_OK && pair->relation != NULL)
		st = tk_link(txn, id, &pair->other, pair->relation, &work->act, &cx->err);
	else if (st == TK_OK)
		st = tk_merge(txn, id, &pair->other, &work->act, &cx->err);
	if (st == TK_OK && work->dry_run)
		st = work_show_diff(cx, txn, &pair->other, before, len);
	return st;
}

/* The last operand is the other ticket, those before it are what is done to. */
static enum tk_status run_pair(struct ctx *cx, const struct work_opts *o, int argc, char **argv, const char *event,
			       const char *relation)
{
	struct pair pair = {.relation = relation};
	struct work work;
	enum tk_status st = ctx_ticket(cx, argv[argc - 1], &pair.other);
	if (st == TK_OK)
		st = work_prepare(cx, o, event, NULL, argc - 1, argv, &work);
	if (st != TK_OK)
		return st;
	work.apply = pair_one;
	work.self = &pair;
	return work_run(cx, &work);
}

static enum tk_status run_link(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct work_opts *o = opts;
	return run_pair(cx, o, argc, argv, "linked", o->key != NULL ? o->key : "related");
}

static enum tk_status run_merge(struct ctx *cx, void *opts, int argc, char **argv)
{
	return run_pair(cx, opts, argc, argv, "merged", NULL);
}

const struct cmd cmd_link = {
	.name = "link",
	.group = GROUP_WORK,
	.needs = NEED_DESK | WRITES,
	.summary = N_("link tickets that belong together, on both sides"),
	.usage = "[options] <id>... <other-id>",
	.example = "ticket link 22007 22001 --as repeat-of",
	.options = link_options,
	.more_options = work_options,
	.opts_size = sizeof(struct work_opts),
	.least = 2,
	.most = CMD_ANY,
	.run = run_link,
};

const struct cmd cmd_merge = {
	.name = "merge",
	.group = GROUP_WORK,
	.needs = NEED_DESK | WRITES,
	.summary = N_("merge tickets about the same matter into another"),
	.usage = "[options] <id>... <into-id>",
	.example = "ticket merge 22007 22001 --reason 'the same call'",
	.options = merge_options,
	.more_options = work_options,
	.opts_size = sizeof(struct work_opts),
	.least = 2,
	.most = CMD_ANY,
	.run = run_merge,
};
