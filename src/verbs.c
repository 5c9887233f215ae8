#include "verbs.h"

#include "i18n.h"

#include "ticket/ops.h"

static const struct opt answer_options[] = {
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt assign_options[] = {
	WORK_FIELD("team", "team", "<team>", N_("the team that works on it")),
	WORK_FIELD("to", "assignee", "<name>", N_("the person who works on it")),
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};
static const struct opt callback_options[] = {
	WORK_KEY("outcome", "outcome", "<outcome>", N_("answered or no-answer")),
	{.name = NULL},
};
static const struct opt cancel_options[] = {
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};
static const struct opt chase_options[] = {
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt classify_options[] = {
	WORK_FIELD("category", "category", "<category>", N_("what kind of problem")),
	WORK_FIELD("subcategory", "subcategory", "<subcategory>", N_("which kind within it")),
	WORK_FIELD("priority", "priority", "<P1|P2|P3>", N_("how urgent it is")),
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};
static const struct opt close_options[] = {
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};
static const struct opt confirm_options[] = {
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt extend_options[] = {
	WORK_KEY("clock", "clock", "<clock>", N_("the deadline that moves (the policy's choice)")),
	WORK_KEY("until", "due", "<time>", N_("the new deadline")),
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	WORK_KEY("consent-by", "consent.by", "<name>", N_("who agreed on the customer's side")),
	WORK_KEY("consent-at", "consent.at", "<time>", N_("when")),
	WORK_KEY("consent-channel", "consent.channel", "<channel>", N_("by which channel")),
	{.name = NULL},
};
static const struct opt hear_options[] = {
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt inform_options[] = {
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt plan_options[] = {
	WORK_FIELD("type", "plan.type", "<type>", N_("what kind of solution")),
	WORK_FIELD("steps", "plan.steps", "<text>", N_("how it will be done")),
	WORK_FIELD("promised", "plan.promised", "<time>", N_("until when it is promised")),
	WORK_FIELD("substitute", "plan.substitute", "<text>", N_("what the customer uses meanwhile")),
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	WORK_KEY("consent-by", "consent.by", "<name>", N_("who agreed on the customer's side")),
	WORK_KEY("consent-at", "consent.at", "<time>", N_("when")),
	WORK_KEY("consent-channel", "consent.channel", "<channel>", N_("by which channel")),
	{.name = NULL},
};
static const struct opt rate_options[] = {
	{WORK_ROW("ratings", TK_INPUT_KEY, "ratings,", "<question>=<1-5>",
		  N_("marks, separated by commas or repeated")),
	 .letter = 'r', .many = true},
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt register_options[] = {
	{WORK_ROW("unknown", TK_INPUT_KEY, "unknown.", "<field>=<reason>", N_("a required field that cannot be known")),
	 .many = true},
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt reject_options[] = {
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};
static const struct opt reopen_options[] = {
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};
static const struct opt resolve_options[] = {
	WORK_FIELD("cause", "resolution.cause", "<cause>", N_("the root cause, a code of the policy")),
	WORK_FIELD("responsible", "resolution.responsible", "<party>", N_("whose doing it was")),
	WORK_FIELD("evidence", "resolution.evidence", "<text>", N_("what shows it")),
	{.name = NULL},
};
static const struct opt respond_options[] = {
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt survey_options[] = {
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt update_options[] = {
	WORK_KEY("next", "next", "<text>", N_("what comes next, and when")),
	WORK_KEY("channel", "channel", "<channel>", N_("how the customer was reached")),
	{.name = NULL},
};
static const struct opt wait_options[] = {
	WORK_KEY("for", "for", "<what>", N_("customer, parts, supplier, transport or other")),
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = NULL},
};

/* A row: verb, event, field that -m sets, options, summary, example. */
#define VERB(verb_name, verb_event, field, rows, text, example_text) \
	{                                                            \
		.cmd = {.name = (verb_name),                         \
			.group = GROUP_WORK,                         \
			.needs = NEED_DESK | WRITES,                 \
			.summary = (text),                           \
			.usage = "[options] <id>...",                \
			.example = (example_text),                   \
			.options = (rows),                           \
			.more_options = work_options,                \
			.opts_size = sizeof(struct work_opts),       \
			.least = 1,                                  \
			.most = CMD_ANY,                             \
			.run = verb_run},                            \
		.event = (verb_event), .message = (field),           \
	}

/* In the order of their names. */
const struct verb verbs[] = {
	VERB("accept", "accepted", NULL, NULL, N_("take tickets over to work on them"), "ticket accept 22001 --by li"),
	VERB("answer", "answered", NULL, answer_options, N_("record the expert's answer"),
	     "ticket answer 22001 -m 'The valve may stay open.' --channel phone"),
	VERB("approve", "approved", NULL, NULL, N_("approve a plan"), "ticket approve 22001 --by chen"),
	VERB("assign", "assigned", NULL, assign_options, N_("give tickets to a team or a person"),
	     "ticket list status:classified --format ids | ticket assign --to li -"),
	VERB("callback", "called-back", NULL, callback_options, N_("record a call back to the customer"),
	     "ticket callback 22001 --outcome no-answer -m 'rang ten times'"),
	VERB("cancel", "cancelled", NULL, cancel_options, N_("cancel tickets that need no work"),
	     "ticket cancel 22001 --reason 'reported twice'"),
	VERB("chase", "chased", NULL, chase_options, N_("record that the customer asked again"),
	     "ticket chase 22001 --channel phone"),
	VERB("classify", "classified", NULL, classify_options, N_("say what kind of problem it is, and how urgent"),
	     "ticket classify 22001 --category logistics --subcategory late --priority P3"),
	VERB("close", "closed", NULL, close_options, N_("close resolved tickets"), "ticket close 22001"),
	VERB("confirm", "confirmed", NULL, confirm_options, N_("record that the customer confirmed the solution"),
	     "ticket confirm 22001 --channel phone"),
	VERB("deliver", "delivered", NULL, NULL, N_("record that the goods have arrived"),
	     "ticket deliver 22001 -m 'signed by the neighbour'"),
	VERB("extend", "extended", NULL, extend_options, N_("move a deadline with the customer's consent"),
	     "ticket extend 22001 --until 2026-11-25 --reason late --consent-by 'Ms Zhao'"),
	VERB("hear", "replied", NULL, hear_options, N_("record that the customer wrote or called"),
	     "ticket hear 22001 --channel email -m 'sent the photos'"),
	VERB("inform", "informed", NULL, inform_options, N_("tell the customer the result"),
	     "ticket inform 22001 --channel sms"),
	VERB("inspect", "inspected", NULL, NULL, N_("record an inspection on site"),
	     "ticket inspect 22001 -m 'board burnt'"),
	VERB("plan", "planned", NULL, plan_options, N_("plan the solution and promise a date"),
	     "ticket plan 22001 --type onsite-repair --promised 2026-11-24T18:00"),
	VERB("rate", "rated", NULL, rate_options, N_("record the customer's ratings"),
	     "ticket rate 22001 -r timeliness=5,professionalism=4,effectiveness=5"),
	VERB("register", "registered", NULL, register_options, N_("complete the record with the customer"),
	     "ticket register 22001 --set product.model=X-200 --unknown product.batch=torn"),
	VERB("reject", "rejected", NULL, reject_options, N_("refuse a plan"),
	     "ticket reject 22001 --by chen --reason 'too late for the customer'"),
	VERB("reopen", "reopened", NULL, reopen_options, N_("open resolved or closed tickets again"),
	     "ticket reopen 22001 --reason 'the fault came back'"),
	VERB("resolve", "resolved", "resolution.text", resolve_options,
	     N_("record the solution; -m says what was done"),
	     "ticket resolve 22001 --cause component -m 'Replaced the power supply.'"),
	VERB("respond", "responded", NULL, respond_options, N_("give the customer a first answer"),
	     "ticket respond 22001 --channel phone"),
	VERB("resume", "resumed", NULL, NULL, N_("go on after a wait"), "ticket resume 22001"),
	VERB("start", "started", NULL, NULL, N_("begin to work on tickets"), "ticket start 22001"),
	VERB("survey", "surveyed", NULL, survey_options, N_("send the customer the survey"),
	     "ticket survey 22001 --channel sms"),
	VERB("update", "updated", NULL, update_options, N_("tell the customer how far it has come"),
	     "ticket update 22001 -m 'part ordered' --next 'fitted on Tuesday'"),
	VERB("verify", "verified", NULL, NULL, N_("record that the facts were checked"),
	     "ticket verify 22001 -m 'scratch seen on the photos'"),
	VERB("wait", "waiting", NULL, wait_options, N_("stop the clocks while something is waited for"),
	     "ticket wait 22001 --for parts --reason 'board ordered'"),
};

const size_t verb_count = sizeof verbs / sizeof *verbs;
