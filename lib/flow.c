/* The judge of the workflow; see flow.h for the order in which it asks. */
#include "flow.h"

#include <string.h>

#include "fail.h"
#include "flow_view.h"

/* "open, resolved": the statuses of a mask, with the one word for all open ones where they are all in it. */
static void status_names(struct tk_str *out, unsigned mask)
{
	const struct tk_word *words = tk_words(TK_WORDS_STATUS, NULL);
	unsigned i;

	if ((mask & TK_S_OPEN) == TK_S_OPEN) {
		tk_str_puts(out, "open");
		mask &= ~TK_S_OPEN;
	}
	for (i = 0; i < TK_S_COUNT; i++) {
		if (!(mask & TK_S_BIT(i)))
			continue;
		tk_str_puts(out, out->len ? ", " : "");
		tk_str_puts(out, words[i].id);
	}
}

/* A time among the entry's keys; false where there is none. */
static bool entry_time(const struct tk_node *map, const char *key, tk_time *ret)
{
	const struct tk_node *node = map ? tk_node_get(map, key) : NULL;
	struct tk_error ignored = TK_ERROR_INIT;
	size_t len = 0;
	int offset;
	const char *text = node ? tk_node_text(node, &len) : NULL;

	return text && tk_time_parse(text, len, ret, &offset, &ignored) == TK_OK;
}

/* Consent was given before it is recorded; an extension leads to a time that is still to come. */
static enum tk_status check_agreed(const struct tk_step *step, tk_time now, struct tk_error *err)
{
	tk_time given, due;

	if (step->entry && entry_time(tk_node_get(step->entry, "consent"), "at", &given) && given > now)
		return tk__fail(err, TK_D_STEP_CONSENT_FUTURE, given);
	if (step->entry && entry_time(step->entry, "due", &due) && due <= step->at)
		return tk__fail(err, TK_D_STEP_DUE_PAST, due, step->at);
	return TK_OK;
}

static enum tk_status check_time(const struct tk_flow *flow, tk_time now, struct tk_error *err)
{
	const struct tk_step *step = flow->step;
	tk_time received = flow->ticket->number[TK_FIELD_RECEIVED];

	if (step->at > now)
		return tk__fail(err, TK_D_STEP_FUTURE, step->at);
	if (step->event->from != 0 && flow->ticket->field[TK_FIELD_RECEIVED] && step->at < received)
		return tk__fail(err, TK_D_STEP_TOO_EARLY, step->at, received);
	return check_agreed(step, now, err);
}

static enum tk_status check_status(const struct tk_flow *flow, struct tk_error *err)
{
	const struct tk_event *event = flow->step->event;
	const char *status = tk_words(TK_WORDS_STATUS, NULL)[flow->then.status].id;
	struct tk_str possible;
	enum tk_status result;

	if (event->from == 0)
		return flow->ticket->nlog ? tk__fail(err, TK_D_STEP_FIRST, TK_S(event->name)) : TK_OK;
	if (event->from & TK_S_BIT(flow->then.status))
		return TK_OK;
	tk_str_init(&possible, 1024);
	status_names(&possible, event->from);
	result = tk__fail(err, TK_D_STEP_STATUS, TK_S(event->name), TK_S(status), possible.data, possible.len);
	tk_str_clear(&possible);
	return result;
}

/* The option that gives a key: only keys that a builtin event has by itself have an option of their own. */
static enum tk_status needs_key(const struct tk_event *event, int key, struct tk_error *err)
{
	const struct tk_event *builtin = tk_event(tk_event_find(event->name, strlen(event->name)));
	bool own = builtin && (builtin->keys & TK_KEY_BIT(key));
	struct tk_str option;
	enum tk_status status;

	tk_str_init(&option, 64);
	tk_str_puts(&option, own ? "--" : "--key ");
	tk_str_puts(&option, own && key == TK_KEY_DUE ? "until" : tk_key(key)->name);
	tk_str_puts(&option, own ? "" : "=…");
	status = tk_str_status(&option, err);
	if (status == TK_OK)
		status = tk__fail(err, TK_D_STEP_NEEDS_KEY, TK_S(event->name), TK_S(tk_key(key)->name), option.data,
				  option.len);
	tk_str_clear(&option);
	return status;
}

enum tk_status tk__flow_keys(const struct tk_flow *flow, uint64_t keys, struct tk_error *err)
{
	const struct tk_event *event = flow->step->event;
	int i;

	for (i = 0; i < TK_KEY_COUNT; i++) {
		const struct tk_node *node;
		size_t len = 0;

		if (!(keys & TK_KEY_BIT(i)))
			continue;
		node = tk_node_get(flow->step->entry, tk_key(i)->name);
		if (node && (tk_node_count(node) > 0 || (tk_node_text(node, &len) && len > 0)))
			continue;
		if (i == TK_KEY_NOTE)
			return tk__fail(err, TK_D_STEP_NEEDS_NOTE, TK_S(event->name));
		return needs_key(event, i, err);
	}
	return TK_OK;
}

static enum tk_status ask_policy(const struct tk_flow *flow, struct tk_error *err)
{
	enum tk_status status = tk__flow_guards(flow, err);

	if (status == TK_OK)
		status = tk__flow_plan(flow, err);
	return status == TK_OK ? tk__flow_require(flow, err) : status;
}

enum tk_status tk__flow_check(const struct tk_ticket *ticket, const struct tk_policy *policy,
			      const struct tk_staff *staff, const struct tk_step *step, tk_time now,
			      struct tk_error *err)
{
	struct tk_flow flow;
	enum tk_status status;

	tk__flow_view(&flow, ticket, policy, staff, step);
	status = check_time(&flow, now, err);
	if (status == TK_OK)
		status = check_status(&flow, err);
	if (status == TK_OK)
		status = tk__flow_keys(&flow, step->event->required, err);
	if (status == TK_OK)
		status = ask_policy(&flow, err);
	if (status == TK_OK && tk__flow_view_now(&flow, now))
		status = ask_policy(&flow, err);
	return status;
}
