/*
 * A cycle's ledger: each stretch of open time from its start to its due time, and what was left out.
 *
 * An absolute due time is not moved by pauses: there they are not left out.  While a cycle is paused without a due time
 * the ledger ends with what is left.
 */
#include <string.h>

#include "fail.h"
#include "sla_impl.h"
#include "yaml_out.h"

struct ledger {
	struct tk_arena *arena;
	const struct tk_run *run;
	struct tk_ledger *part;
	size_t count, cap;
	int64_t sum;
	bool failed;
};

static void put(struct ledger *l, struct tk_ledger part)
{
	if (l->count == l->cap && !l->failed) {
		size_t cap = l->cap ? 2 * l->cap : 16;
		struct tk_ledger *more = tk_arena_array(l->arena, cap, sizeof *more);
		l->failed = !more;
		if (more && l->count)
			memcpy(more, l->part, l->count * sizeof *more);
		if (more) {
			l->part = more;
			l->cap = cap;
		}
	}
	if (l->failed)
		return;
	part.size = sizeof part;
	part.calendar = l->run->row->calendar;
	l->part[l->count++] = part;
}

static void put_stretches(struct ledger *l, tk_time from, tk_time to)
{
	struct tk_walk walk;
	struct tk_stretch s;

	if (to <= from)
		return;
	for (tk_walk_begin(&walk, l->run->row->calendar, from, to); tk_walk_next(&walk, &s);) {
		int64_t seconds = s.open ? s.to - s.from : 0;
		l->sum += seconds;
		put(l, (struct tk_ledger){.kind = s.open ? TK_LEDGER_OPEN : TK_LEDGER_CLOSED,
					  .from = s.from,
					  .to = s.to,
					  .seconds = seconds,
					  .date = s.date,
					  .day = s.kind});
	}
}

/* Stretches up to `to`, with the pauses between them. */
static void put_segments(struct ledger *l, tk_time to)
{
	const struct tk_run *run = l->run;
	tk_time from = run->start;

	for (size_t i = 0; i < run->npause && run->pause[i].from <= to && from < to; i++) {
		const struct tk_pause *pause = &run->pause[i];
		if (pause->from == to && !run->paused)
			break;
		put_stretches(l, from, pause->from);
		put(l, (struct tk_ledger){.kind = TK_LEDGER_PAUSED,
					  .from = pause->from,
					  .to = pause->to,
					  .date = TK_DATE_NONE,
					  .entry = pause->entry});
		from = pause->to;
	}
	put_stretches(l, from, to);
}

static void put_parts(struct ledger *l, const struct tk_judged *j, const struct tk_cycle *c)
{
	const struct tk_run *run = l->run;

	put(l, (struct tk_ledger){.kind = TK_LEDGER_START,
				  .from = run->start,
				  .to = run->start,
				  .date = TK_DATE_NONE,
				  .entry = run->line->moment[run->first].entry});
	if (tk__run_absolute(run)) {
		if (c->due < run->start)
			l->sum = c->target; /* nothing to list: it was over before it began */
		put_stretches(l, run->start, c->due);
	} else if (c->due != TK_TIME_NONE) {
		put_segments(l, c->due);
	} else {
		put_segments(l, run->paused_since);
		put(l, (struct tk_ledger){.kind = TK_LEDGER_PAUSED,
					  .from = run->paused_since,
					  .to = j->end_at,
					  .date = TK_DATE_NONE,
					  .entry = run->paused_by});
		put(l, (struct tk_ledger){.kind = TK_LEDGER_LEFT,
					  .from = j->end_at,
					  .to = j->end_at,
					  .seconds = c->target - l->sum,
					  .date = TK_DATE_NONE});
		return;
	}
	if (run->extended)
		put(l, (struct tk_ledger){.kind = TK_LEDGER_EXTENDED,
					  .from = run->extension ? run->extension->at : run->start,
					  .to = c->due,
					  .date = TK_DATE_NONE,
					  .entry = run->extension});
	put(l, (struct tk_ledger){
		       .kind = TK_LEDGER_DUE, .from = c->due, .to = c->due, .seconds = l->sum, .date = TK_DATE_NONE});
}

struct explaining {
	struct tk_arena *arena;
	struct tk_explained *item;
	size_t count, cap;
};

static struct tk_explained *add(struct explaining *to)
{
	if (to->count == to->cap) {
		size_t cap = to->cap ? 2 * to->cap : 32;
		struct tk_explained *more = tk_arena_array(to->arena, cap, sizeof *more);
		if (!more)
			return NULL;
		if (to->count)
			memcpy(more, to->item, to->count * sizeof *more);
		to->item = more;
		to->cap = cap;
	}
	return &to->item[to->count++];
}

static enum tk_status rule_text(struct explaining *to, const struct tk_run *run, const char **ret, struct tk_error *err)
{
	struct tk_str text;
	enum tk_status status;

	tk_str_init(&text, 0);
	tk__yaml_flow(&text, run->row->target->node);
	status = tk_str_status(&text, err);
	if (status == TK_OK && !(*ret = tk_arena_strndup(to->arena, text.data, text.len)))
		status = tk__fail(err, TK_D_NOMEM);
	tk_str_clear(&text);
	return status;
}

static enum tk_status explain(void *ctx, const struct tk_judged *j, int64_t number, struct tk_error *err)
{
	struct explaining *to = ctx;
	struct tk_explained *item = add(to);
	struct ledger l = {.arena = to->arena, .run = &j->run};
	enum tk_status status;

	if (!item)
		return tk__fail(err, TK_D_NOMEM);
	item->size = sizeof *item;
	status = tk__cycle_fill(j, number, &item->cycle, err);
	if (status != TK_OK)
		return status;
	put_parts(&l, j, &item->cycle);
	if (l.failed)
		return tk__fail(err, TK_D_NOMEM);
	item->part = l.part;
	item->npart = l.count;
	return rule_text(to, &j->run, &item->rule, err);
}

enum tk_status tk_sla_explain(const struct tk_sla *sla, const struct tk_ticket *ticket, tk_time now,
			      struct tk_arena *arena, struct tk_explained **ret, size_t *ret_count,
			      struct tk_error *err)
{
	struct explaining to = {.arena = arena};
	struct tk_line *line;
	enum tk_status status = tk__line_make(sla, ticket, now, arena, &line, err);

	if (status == TK_OK)
		status = tk__cycles_walk(line, arena, explain, &to, err);
	if (status != TK_OK)
		return status;
	*ret = to.item;
	*ret_count = to.count;
	return TK_OK;
}
