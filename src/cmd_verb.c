/* `ticket <verb> ID…` for every row of the table of verbs, and `ticket event NAME ID…` for those of a policy. */
#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "verbs.h"

enum tk_status verb_run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct verb *verb = (const struct verb *)(const void *)cx->cmd;
	struct work work;
	enum tk_status st = work_prepare(cx, opts, verb->event, verb->message, argc, argv, &work);
	return st == TK_OK ? work_run(cx, &work) : st;
}

enum tk_status event_run(struct ctx *cx, const struct work_opts *o, const char *event, int argc, char **argv)
{
	struct work work;
	enum tk_status st = work_prepare(cx, o, event, NULL, argc, argv, &work);
	return st == TK_OK ? work_run(cx, &work) : st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct tk_event *event = tk_policy_event(cx->policy, argv[0], strlen(argv[0]));
	const char *const *names;
	const char *near;
	size_t n;
	if (event == NULL)
		event = tk_policy_verb(cx->policy, argv[0], strlen(argv[0]));
	if (event != NULL)
		return event_run(cx, opts, event->name, argc - 1, argv + 1);
	n = tk_policy_names(cx->policy, TK_THING_EVENT, NULL, &names);
	near = tk_text_suggest(argv[0], strlen(argv[0]), names, n);
	return complain(&cx->wrong, TK_NOT_FOUND, N_("the policy has no event '{1}'"),
			near == NULL ? N_("'ticket help events' lists them") : N_("did you mean '{2}'?"), argv[0],
			near);
}

static const struct opt event_options[] = {
	{WORK_ROW("key", TK_INPUT_KEY, NULL, "<key>=<value>", N_("give a key of the log entry")), .many = true},
	{.name = NULL},
};

const struct cmd cmd_event = {
	.name = "event",
	.group = GROUP_WORK,
	.needs = NEED_DESK | NEED_POLICY | WRITES,
	.summary = N_("record any event, also one of the policy's own"),
	.usage = "[options] <event> <id>...",
	.example = "ticket event quote-accepted 22001 -m 'by phone'",
	.options = event_options,
	.more_options = work_options,
	.opts_size = sizeof(struct work_opts),
	.least = 2,
	.most = CMD_ANY,
	.run = run,
};
