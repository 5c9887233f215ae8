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
	const char *relation;
};

static enum tk_status link_one(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const struct work *work)
{
	const struct pair *pair = work->self;
	return tk_link(txn, id, &pair->other, pair->relation, &work->act, &cx->err);
}

static enum tk_status merge_one(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const struct work *work)
{
	const struct pair *pair = work->self;
	return tk_merge(txn, id, &pair->other, &work->act, &cx->err);
}

/* The last operand is the other ticket, those before it are what is done to. */
static enum tk_status run_pair(struct ctx *cx, const struct work_opts *o, int argc, char **argv, const char *event,
			       enum tk_status (*apply)(struct ctx *, struct tk_txn *, const struct tk_id *,
						       const struct work *))
{
	struct pair pair = {.relation = o->key != NULL ? o->key : "related"};
	struct work work;
	enum tk_status st = ctx_ticket(cx, argv[argc - 1], &pair.other);
	if (st == TK_OK)
		st = work_prepare(cx, o, event, NULL, argc - 1, argv, &work);
	if (st != TK_OK)
		return st;
	work.apply = apply;
	work.self = &pair;
	return work_run(cx, &work);
}

static enum tk_status run_link(struct ctx *cx, void *opts, int argc, char **argv)
{
	return run_pair(cx, opts, argc, argv, "linked", link_one);
}

static enum tk_status run_merge(struct ctx *cx, void *opts, int argc, char **argv)
{
	return run_pair(cx, opts, argc, argv, "merged", merge_one);
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
