/*
 * Where cycles begin and end, and whether they were breached.
 *
 * Moments of one instant are looked at together: a stop comes before a pause, a pause before a start, whatever their
 * places in the log.  Between two instants nothing changes, so that a due time is passed there if and only if it lies
 * before the later one.
 */
#include <string.h>

#include "sla_impl.h"

static bool is_over(enum tk_status_id status)
{
	return status == TK_S_CANCELLED || status == TK_S_MERGED;
}

static bool is_restart(const struct tk_run *run, size_t i)
{
	const struct tk_moment *m = &run->line->moment[i];

	return m->bit == UINT64_C(1) << TK_EVENT_REOPENED && !run->clock->repeating &&
	       m->round > run->line->moment[run->first].round &&
	       tk__line_triggers(run->line, i, run->rules, run->clock, TK_M_START);
}

static enum tk_end ending(const struct tk_run *run, size_t i)
{
	const struct tk_moment *m = &run->line->moment[i];
	const struct tk_sla_clock *clock = run->clock;

	if (!(clock->events & m->bit) && !clock->others && !is_over(m->status))
		return TK_END_NOT;
	if (tk__line_triggers(run->line, i, run->rules, clock, TK_M_STOP))
		return TK_END_STOP;
	if (clock->repeating && tk__line_triggers(run->line, i, run->rules, clock, TK_M_UNTIL))
		return TK_END_UNTIL;
	if (is_over(m->status) || tk__line_triggers(run->line, i, run->rules, clock, TK_M_VOID))
		return TK_END_VOID;
	return is_restart(run, i) ? TK_END_RESTART : TK_END_NOT;
}

/* The first moment of `from`..`to` that ends the cycle. */
static enum tk_end find_end(const struct tk_run *run, size_t from, size_t to, size_t *ret)
{
	for (size_t i = from; i <= to; i++) {
		enum tk_end end = ending(run, i);
		*ret = i;
		if (end != TK_END_NOT)
			return end;
	}
	return TK_END_NOT;
}

/* A stop that already happened in this round, or at the very instant; never of a repeating clock. */
static bool stopped_before(const struct tk_run *run, size_t *ret)
{
	const struct tk_line *line = run->line;
	unsigned round = line->moment[run->first].round;

	if (run->clock->repeating)
		return false;
	const struct tk_triggers *on = &run->clock->on[TK_M_STOP];
	for (size_t i = 0; i <= tk__line_settled(line, run->first); i++) {
		*ret = i;
		if (line->moment[i].round == round && tk__line_may_trigger(&line->moment[i], on) &&
		    tk__line_triggers(line, i, run->rules, run->clock, TK_M_STOP))
			return true;
	}
	return false;
}

/* Something that ends the cycle at the instant at which it began, by a later place in the log. */
static enum tk_end ended_at_once(const struct tk_run *run, size_t *ret)
{
	for (size_t i = run->first + 1; i <= tk__line_settled(run->line, run->first); i++) {
		enum tk_end end = ending(run, i);
		*ret = i;
		if (end == TK_END_UNTIL || end == TK_END_VOID)
			return end;
	}
	return TK_END_NOT;
}

/* Nothing but the status, extensions and what conditions ask for moves a due time. */
static bool matters(const struct tk_run *run, size_t from, size_t to)
{
	bool paused = (run->clock->clock->pause & TK_S_BIT(run->line->moment[to].status)) != 0;

	if (paused != run->paused || run->clock->asks_log)
		return true;
	for (size_t i = from; i <= to; i++) {
		const struct tk_moment *m = &run->line->moment[i];
		if (m->entry->event_id == TK_EVENT_EXTENDED || (m->changes && !run->clock->steady))
			return true;
	}
	return false;
}

static enum tk_status advance(struct tk_judged *j, size_t from, size_t to, size_t end, struct tk_error *err)
{
	enum tk_status status = tk__run_take(&j->run, from, to, j->due, end, err);

	if (status == TK_OK && !j->run.frozen)
		status = tk__run_due(&j->run, &j->due, err);
	return status;
}

static enum tk_status end_at(struct tk_judged *j, enum tk_end end, size_t from, size_t moment, struct tk_error *err)
{
	j->end = end;
	j->end_moment = moment;
	j->end_at = j->run.line->moment[moment].at;
	return advance(j, from, tk__line_settled(j->run.line, moment), moment, err);
}

/* What ends a cycle at its beginning: it is met with nothing elapsed, or void. */
static enum tk_status at_once(struct tk_judged *j, enum tk_end end, size_t moment, struct tk_error *err)
{
	struct tk_run *run = &j->run;
	enum tk_status status;

	j->end = end;
	j->end_moment = moment;
	j->end_at = run->start;
	run->paused = false;
	run->npause = 0;
	status = tk__run_due(run, &j->due, err);
	return status;
}

/* A due time before `at` has been passed: from here on it stays. */
static void pass(struct tk_judged *j, tk_time at)
{
	if (j->due != TK_TIME_NONE && j->due < at)
		j->run.frozen = true;
}

static enum tk_status go_on(struct tk_judged *j, struct tk_error *err)
{
	const struct tk_line *line = j->run.line;
	enum tk_status status = TK_OK;

	for (size_t i = j->run.as_of + 1; status == TK_OK && i < line->count;) {
		size_t last = tk__line_settled(line, i), at = i;
		pass(j, line->moment[i].at);
		enum tk_end end = find_end(&j->run, i, last, &at);
		if (end != TK_END_NOT) {
			status = end_at(j, end, i, at, err);
			break;
		}
		if (matters(&j->run, i, last))
			status = advance(j, i, last, TK_NO_MOMENT, err);
		i = last + 1;
	}
	pass(j, j->end_at);
	return status;
}

enum tk_status tk__cycle_judge(const struct tk_run *given, struct tk_judged *j, struct tk_error *err)
{
	size_t moment = 0;
	enum tk_end end;
	enum tk_status status;

	*j = (struct tk_judged){.run = *given, .end = TK_END_NOT, .end_at = given->line->now, .due = TK_TIME_NONE};
	status = tk__run_begin(&j->run, err);
	if (status == TK_OK)
		status = tk__run_due(&j->run, &j->due, err);
	if (status != TK_OK)
		return status;
	if (stopped_before(&j->run, &moment))
		status = at_once(j, TK_END_STOP, moment, err);
	else if ((end = ended_at_once(&j->run, &moment)) != TK_END_NOT)
		status = at_once(j, end, moment, err);
	else
		status = go_on(j, err);
	j->breached = j->run.frozen;
	j->counts = j->run.row != NULL;
	return status;
}

/* ---- all cycles of a clock ------------------------------------------------------------------------------------------
 */

struct walk {
	const struct tk_line *line;
	struct tk_arena *arena;
	const struct tk_sla_clock **in; /* the clock in each version */
	int64_t number;
	long round; /* in which it began last; -1: in none */
	tk_cycle_taker *take;
	void *ctx;
};

static size_t version_at(const struct tk_sla *sla, tk_time at)
{
	size_t v = sla->nrules - 1;

	while (v > 0 && sla->rules[v].from > at)
		v--;
	return v;
}

/* Whether a cycle begins with moment `i`: then *ret is ready to be judged. */
static bool begins(const struct walk *w, size_t i, struct tk_run *ret)
{
	const struct tk_moment *m = &w->line->moment[i];
	size_t v = version_at(w->line->sla, m->at);
	const struct tk_sla_clock *clock = w->in[v];

	if (!clock || !tk__line_may_trigger(m, &clock->on[TK_M_START]) ||
	    (!clock->repeating && (long)m->round == w->round) || is_over(m->status))
		return false;
	*ret = (struct tk_run){
		.line = w->line, .rules = &w->line->sla->rules[v], .clock = clock, .arena = w->arena, .first = i};
	return tk__line_triggers(w->line, i, ret->rules, clock, TK_M_START);
}

/* Whether an `until` happens at the instant of moment `i`, which begins a cycle. */
static bool ends_there(const struct tk_run *run, size_t i)
{
	size_t first = i;

	if (!run->clock->repeating)
		return false;
	while (first > 0 && run->line->moment[first - 1].at == run->line->moment[i].at)
		first--;
	for (size_t k = first; k <= tk__line_settled(run->line, i); k++)
		if (k != i && (k > i || run->line->moment[k].round == run->line->moment[i].round) &&
		    tk__line_triggers(run->line, k, run->rules, run->clock, TK_M_UNTIL))
			return true;
	return false;
}

/* After the stop of a repeating clock the next cycle begins, by the rules of that time. */
static bool next(const struct walk *w, const struct tk_judged *j, struct tk_run *ret)
{
	const struct tk_moment *m = &w->line->moment[j->end_moment];
	size_t v = version_at(w->line->sla, m->at);

	if (!j->run.clock->repeating || j->end != TK_END_STOP || !w->in[v] || !w->in[v]->repeating ||
	    is_over(m->status))
		return false;
	*ret = (struct tk_run){.line = w->line,
			       .rules = &w->line->sla->rules[v],
			       .clock = w->in[v],
			       .arena = w->arena,
			       .first = j->end_moment};
	return true;
}

/* Judges the cycle and those that follow from it; *ret is the moment to go on from. */
static enum tk_status run_on(struct walk *w, struct tk_run *run, size_t *ret, struct tk_error *err)
{
	struct tk_judged j;
	enum tk_status status = TK_OK;

	do {
		size_t first = run->first;
		if (ends_there(run, first)) {
			*ret = tk__line_settled(w->line, first) + 1;
			return TK_OK;
		}
		w->round = (long)w->line->moment[first].round;
		status = tk__cycle_judge(run, &j, err);
		w->number++;
		if (status == TK_OK && j.counts)
			status = w->take(w->ctx, &j, w->number, err);
		if (status != TK_OK)
			return status;
	} while (next(w, &j, run));
	if (j.end == TK_END_NOT)
		*ret = w->line->count;
	else if (j.end_moment <= run->first || run->clock->repeating)
		*ret = (j.end_moment > run->first ? j.end_moment : run->first) + 1;
	else
		*ret = j.end_moment;
	return TK_OK;
}

enum tk_status tk__cycles_walk(const struct tk_line *line, struct tk_arena *arena, tk_cycle_taker *take, void *ctx,
			       struct tk_error *err)
{
	enum tk_status status = TK_OK;

	for (size_t n = 0; status == TK_OK && n < line->sla->nname; n++) {
		struct walk w = {.line = line,
				 .arena = arena,
				 .in = line->sla->name[n].in,
				 .round = -1,
				 .take = take,
				 .ctx = ctx};
		struct tk_run run;
		for (size_t i = 0; status == TK_OK && i < line->count;) {
			if (begins(&w, i, &run))
				status = run_on(&w, &run, &i, err);
			else
				i++;
		}
	}
	return status;
}
