#include "clocks.h"

#include <string.h>

#include "cmd.h"
#include "i18n.h"

static const struct out_column whole[] = {
	{.name = "ticket", .kind = TK_KIND_TICKET, .field = -1},
	{.name = "clock", .kind = TK_KIND_NAME, .field = -1},
	{.name = "cycle", .kind = TK_KIND_INT, .field = -1},
	{.name = "state", .kind = TK_KIND_NAME, .field = -1},
	{.name = "promise", .kind = TK_KIND_NAME, .field = -1},
	{.name = "owner", .kind = TK_KIND_NAME, .field = -1},
	{.name = "started", .kind = TK_KIND_TIME, .field = -1},
	{.name = "due", .kind = TK_KIND_TIME, .field = -1},
	{.name = "original_due", .kind = TK_KIND_TIME, .field = -1},
	{.name = "stopped", .kind = TK_KIND_TIME, .field = -1},
	{.name = "target", .kind = TK_KIND_SPAN, .field = -1},
	{.name = "elapsed", .kind = TK_KIND_SPAN, .field = -1},
	{.name = "remaining", .kind = TK_KIND_SPAN, .field = -1},
	{.name = "overdue", .kind = TK_KIND_SPAN, .field = -1},
	{.name = "elapsed_wall", .kind = TK_KIND_SPAN, .field = -1},
	{.name = "remaining_wall", .kind = TK_KIND_SPAN, .field = -1},
	{.name = "overdue_wall", .kind = TK_KIND_SPAN, .field = -1},
	{.name = "missed", .kind = TK_KIND_INT, .field = -1},
	{.name = "calendar", .kind = TK_KIND_NAME, .field = -1},
};

static const struct view_column brief[] = {
	{"ticket", N_("number"), TK_KIND_TICKET}, {"clock", N_("clock"), TK_KIND_TEXT},
	{"state", N_("state"), TK_KIND_TEXT},     {"owner", N_("owner"), TK_KIND_TEXT},
	{"due", N_("due"), TK_KIND_TIME},         {"remaining", N_("time left"), TK_KIND_SPAN},
	{"overdue", N_("overdue"), TK_KIND_SPAN}, {"elapsed", N_("counted"), TK_KIND_SPAN},
};

static const struct view_column late_columns[] = {
	{"ticket", N_("number"), TK_KIND_TICKET},     {"clock", N_("clock"), TK_KIND_TEXT},
	{"owner", N_("owner"), TK_KIND_TEXT},         {"due", N_("due"), TK_KIND_TIME},
	{"overdue", N_("overdue"), TK_KIND_SPAN},     {"overdue_wall", N_("by the clock"), TK_KIND_SPAN},
	{"remaining", N_("time left"), TK_KIND_SPAN}, {"remaining_wall", N_("by the clock"), TK_KIND_SPAN},
};

enum {
	WHOLE = sizeof whole / sizeof *whole,
	BRIEF = sizeof brief / sizeof *brief,
	LATE = sizeof late_columns / sizeof *late_columns
};

enum tk_status clocks_open(struct ctx *cx, struct tk_sla **ret)
{
	return tk_sla_open(cx->desk, ret, &cx->err);
}

enum tk_status clocks_of(struct ctx *cx, enum tk_status st, const struct tk_id *id)
{
	char path[64];
	if (st == TK_INVALID && cx->err.path[0] == '\0') {
		tk_id_path(id, path);
		memcpy(cx->err.path, path, strlen(path) + 1);
	}
	return st;
}

bool clocks_short(enum out_format format)
{
	return format == OUT_TABLE || format == OUT_MARKDOWN;
}

const char *clocks_label(const struct tk_cycle *cycle)
{
	return tk_policy_label(cycle->policy, TK_THING_CLOCK, NULL, cycle->clock, i18n_language());
}

const char *clocks_state(enum tk_cycle_state state)
{
	switch (state) {
	case TK_CYCLE_RUNNING:
		return C_("clock", "running");
	case TK_CYCLE_PAUSED:
		return C_("clock", "paused");
	case TK_CYCLE_MET:
		return C_("clock", "met");
	case TK_CYCLE_BREACHED:
		return C_("clock", "breached");
	case TK_CYCLE_CANCELLED:
		return C_("clock", "cancelled");
	}
	return "";
}

const char *clocks_owner(const struct tk_cycle *cycle)
{
	int role = tk_word_find(TK_WORDS_ROLE, cycle->owner, strlen(cycle->owner));
	return role < 0 ? cycle->owner : _(tk_words(TK_WORDS_ROLE, NULL)[role].label);
}

enum tk_status clocks_begin(struct ctx *cx, struct out *out, enum out_format format, bool late)
{
	if (!clocks_short(format))
		return out_begin(out, whole, WHOLE, &cx->err);
	return late ? view_begin(cx, out, late_columns, LATE) : view_begin(cx, out, brief, BRIEF);
}

static struct tk_value seconds(int64_t n)
{
	return n == TK_SECONDS_NONE ? out_absent() : out_span(n);
}

static void put_brief(struct out *out, const char *ticket, const struct tk_cycle *c)
{
	struct tk_value values[BRIEF];
	values[0] = out_text(ticket);
	values[1] = out_text(clocks_label(c));
	values[2] = out_text(clocks_state(c->state));
	values[3] = out_text(clocks_owner(c));
	values[4] = out_time(c->due);
	values[5] = seconds(c->remaining);
	values[6] = c->state == TK_CYCLE_BREACHED ? out_span(c->overdue) : out_absent();
	values[7] = out_span(c->elapsed);
	out_row(out, values);
}

static void put_whole(struct out *out, const char *ticket, const struct tk_cycle *c)
{
	struct tk_value values[WHOLE];
	size_t n = 0;
	values[n++] = out_text(ticket);
	values[n++] = out_text(c->clock);
	values[n++] = out_int(c->cycle);
	values[n++] = out_text(tk_cycle_state_name(c->state));
	values[n++] = out_text(c->customer ? "customer" : "internal");
	values[n++] = out_text(c->owner);
	values[n++] = out_time(c->started);
	values[n++] = out_time(c->due);
	values[n++] = out_time(c->original_due);
	values[n++] = out_time(c->stopped);
	values[n++] = seconds(c->target);
	values[n++] = out_span(c->elapsed);
	values[n++] = seconds(c->remaining);
	values[n++] = out_span(c->overdue);
	values[n++] = out_span(c->elapsed_wall);
	values[n++] = seconds(c->remaining_wall);
	values[n++] = out_span(c->overdue_wall);
	values[n++] = out_int(c->missed);
	values[n++] = out_text(c->calendar);
	out_row(out, values);
}

static void put_late(struct out *out, const char *ticket, const struct tk_cycle *c)
{
	bool breached = c->state == TK_CYCLE_BREACHED;
	struct tk_value values[LATE];
	values[0] = out_text(ticket);
	values[1] = out_text(clocks_label(c));
	values[2] = out_text(clocks_owner(c));
	values[3] = out_time(c->due);
	values[4] = breached ? out_span(c->overdue) : out_absent();
	values[5] = breached ? out_span(c->overdue_wall) : out_absent();
	values[6] = seconds(c->remaining);
	values[7] = seconds(c->remaining_wall);
	out_row(out, values);
}

void clocks_put(struct out *out, enum out_format format, bool late, const char *ticket, const struct tk_cycle *cycle)
{
	if (!clocks_short(format))
		put_whole(out, ticket, cycle);
	else if (late)
		put_late(out, ticket, cycle);
	else
		put_brief(out, ticket, cycle);
}

void clocks_warn(struct ctx *cx, bool uncertain)
{
	if (uncertain && !cx->quiet)
		say_note(N_("a due time lies past the last year whose holidays are known"), NULL, NULL);
}
