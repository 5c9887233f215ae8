/* One ticket: its cycles, and what is told of each. */
#include <string.h>

#include "fail.h"
#include "sla_impl.h"

const char *tk_cycle_state_name(enum tk_cycle_state state)
{
	static const char *const names[] = {"running", "paused", "met", "breached", "cancelled"};

	return names[state];
}

static enum tk_cycle_state state_of(const struct tk_judged *j)
{
	if (j->breached)
		return TK_CYCLE_BREACHED;
	switch (j->end) {
	case TK_END_STOP:
		return TK_CYCLE_MET;
	case TK_END_UNTIL:
	case TK_END_VOID:
	case TK_END_RESTART:
		return TK_CYCLE_CANCELLED;
	case TK_END_NOT:
		break;
	}
	return j->run.paused ? TK_CYCLE_PAUSED : TK_CYCLE_RUNNING;
}

/* How many times the whole target passed: by due times, so that one that falls on closing time is passed after it. */
static enum tk_status count_missed(const struct tk_judged *j, int64_t elapsed, int64_t *ret, struct tk_error *err)
{
	struct tk_run then = j->run;
	tk_time due;
	int64_t whole = then.target > 0 ? elapsed / then.target : 0;

	*ret = j->breached;
	if (!j->breached || !then.clock->repeating || tk__run_absolute(&then) || whole <= 1)
		return TK_OK;
	then.target *= whole;
	then.paused = false;
	enum tk_status status = tk__run_due(&then, &due, err);
	*ret = status == TK_OK && due < j->end_at ? whole : whole - 1;
	return status;
}

static bool is_warned(const struct tk_clock *clock, const struct tk_cycle *c)
{
	for (size_t i = 0; i < clock->nwarn; i++) {
		const struct tk_warn *warn = &clock->warn[i];
		if (warn->share ? (c->target - c->remaining) * 100 >= warn->amount * c->target
				: c->remaining <= warn->amount)
			return true;
	}
	return false;
}

static void fill_left(const struct tk_judged *j, struct tk_cycle *c)
{
	const struct tk_calendar *calendar = j->run.row->calendar;

	c->remaining = c->remaining_wall = TK_SECONDS_NONE;
	if (c->state == TK_CYCLE_BREACHED) {
		c->overdue = tk_calendar_between(calendar, c->due, j->end_at);
		c->overdue_wall = j->end_at - c->due;
	}
	if (c->state != TK_CYCLE_RUNNING && c->state != TK_CYCLE_PAUSED)
		return;
	if (c->due != TK_TIME_NONE) {
		c->remaining = tk_calendar_between(calendar, j->end_at, c->due);
		c->remaining_wall = c->due - j->end_at;
	} else {
		c->remaining = c->target - c->elapsed;
	}
	c->warned = is_warned(j->run.clock->clock, c);
}

enum tk_status tk__cycle_fill(const struct tk_judged *j, int64_t number, struct tk_cycle *ret, struct tk_error *err)
{
	const struct tk_run *run = &j->run;
	const struct tk_clock *clock = run->clock->clock;

	*ret = (struct tk_cycle){.size = sizeof *ret,
				 .clock = clock->name,
				 .cycle = number,
				 .state = state_of(j),
				 .customer = clock->customer,
				 .owner = clock->owner,
				 .team = clock->team,
				 .started = run->start,
				 .due = j->due,
				 .original_due = run->extended ? run->original : j->due,
				 .stopped = j->end == TK_END_NOT ? TK_TIME_NONE : j->end_at,
				 .target = tk__run_target(run, j->due),
				 .elapsed = tk__run_counted(run, j->end_at),
				 .elapsed_wall = j->end_at - run->start,
				 .calendar = tk_calendar_name(run->row->calendar),
				 .repeating = run->clock->repeating,
				 .extended = run->extended,
				 .holds = run->rules->holds,
				 .policy = run->rules->policy};
	fill_left(j, ret);
	ret->uncertain = tk_calendar_unknown_at(run->row->calendar, ret->due != TK_TIME_NONE ? ret->due : j->end_at);
	return count_missed(j, ret->elapsed, &ret->missed, err);
}

struct collecting {
	struct tk_arena *arena;
	struct tk_cycle *cycle;
	size_t count, cap;
};

static enum tk_status collect(void *ctx, const struct tk_judged *j, int64_t number, struct tk_error *err)
{
	struct collecting *to = ctx;

	if (to->count == to->cap) {
		size_t cap = to->cap ? 2 * to->cap : 16;
		struct tk_cycle *more = tk_arena_array(to->arena, cap, sizeof *more);
		if (!more)
			return tk__fail(err, TK_D_NOMEM);
		if (to->count)
			memcpy(more, to->cycle, to->count * sizeof *more);
		to->cycle = more;
		to->cap = cap;
	}
	return tk__cycle_fill(j, number, &to->cycle[to->count++], err);
}

enum tk_status tk_sla_cycles(const struct tk_sla *sla, const struct tk_ticket *ticket, tk_time now,
			     struct tk_arena *arena, struct tk_cycle **ret, size_t *ret_count, struct tk_error *err)
{
	struct collecting to = {.arena = arena};
	struct tk_line *line;
	enum tk_status status = tk__line_make(sla, ticket, now, arena, &line, err);

	if (status == TK_OK)
		status = tk__cycles_walk(line, arena, collect, &to, err);
	if (status != TK_OK)
		return status;
	*ret = to.cycle;
	*ret_count = to.count;
	return TK_OK;
}
