/* The due time as of a moment: the target that matches, pauses left out; extensions. */
#include <string.h>

#include "fail.h"
#include "sla_impl.h"

/* ---- what holds ----------------------------------------------------------------------------------------------------
 */

/* The row whose condition holds and has most parts.  A date that is not there makes no row; one that is comes before a
 * duration of the same rank. */
static const struct tk_sla_row *choose(const struct tk_run *run, tk_time *ret_promised)
{
	const struct tk_sla_row *best = NULL;

	for (size_t i = 0; i < run->clock->nrow; i++) {
		const struct tk_sla_row *row = &run->clock->row[i];
		bool dated = row->target->kind == TK_TARGET_AT;
		struct tk_value value = {.set = false};
		if (best && (best->rank > row->rank || (best->rank == row->rank && !dated)))
			continue;
		if (dated && !(value = tk__line_value(run->line, run->as_of, row->target->field)).set)
			continue;
		if (!tk__line_holds(run->line, run->as_of, run->rules, row->target->when, false))
			continue;
		best = row;
		*ret_promised = dated ? value.number : TK_TIME_NONE;
	}
	return best;
}

static bool is_paused(const struct tk_run *run, size_t i)
{
	return (run->clock->clock->pause & TK_S_BIT(run->line->moment[i].status)) != 0;
}

/* Business days are turned into the open seconds up to that instant, at the start. */
static enum tk_status set_target(struct tk_run *run, struct tk_error *err)
{
	const struct tk_target *target = run->row->target;
	tk_time then;

	run->target = target->span.seconds;
	if (target->kind == TK_TARGET_AT || !target->span.business_days)
		return TK_OK;
	enum tk_status status = tk_calendar_add(run->row->calendar, run->start, target->span, &then, err);
	if (status == TK_OK)
		run->target = tk_calendar_between(run->row->calendar, run->start, then);
	return status;
}

static enum tk_status set_row(struct tk_run *run, struct tk_error *err)
{
	const struct tk_sla_row *old = run->row;

	run->promised = TK_TIME_NONE;
	run->row = choose(run, &run->promised);
	return run->row && run->row != old ? set_target(run, err) : TK_OK;
}

/* ---- extensions ----------------------------------------------------------------------------------------------------
 */

static tk_time time_of(const struct tk_node *node)
{
	tk_time at = TK_TIME_NONE;

	if (node && node->kind == TK_NODE_SCALAR && tk_time_parse(node->text, node->len, &at, NULL, NULL) != TK_OK)
		return TK_TIME_NONE;
	return at;
}

/* When the customer agreed to what an entry says. */
static tk_time consented(const struct tk_entry *entry)
{
	tk_time at = time_of(tk_node_get(tk_node_get(entry->node, "consent"), "at"));

	return at == TK_TIME_NONE ? entry->at : at;
}

static bool is_mine(const struct tk_run *run, const struct tk_entry *entry)
{
	const struct tk_node *named = tk_node_get(entry->node, "clock");
	const char *clock =
		named && named->kind == TK_NODE_SCALAR && named->len ? named->text : run->rules->policy->extendable;

	return clock && strcmp(clock, run->clock->clock->name) == 0;
}

static void fix(struct tk_run *run, tk_time due, tk_time was, const struct tk_entry *entry)
{
	if (!run->extended)
		run->original = was;
	run->extended = true;
	run->fixed = due;
	run->extension = entry;
}

/* Consent that is given when the time has come heals nothing. */
static void extend(struct tk_run *run, const struct tk_entry *entry, tk_time due)
{
	tk_time until = time_of(tk_node_get(entry->node, "due"));

	if (until == TK_TIME_NONE || !is_mine(run, entry))
		return;
	if (due != TK_TIME_NONE && until > due && consented(entry) >= due)
		return;
	fix(run, until, due, entry);
}

/* Another promise than before takes the place of an extension; it too needs consent in time. */
static void move_promise(struct tk_run *run, tk_time old, tk_time due)
{
	if (!run->row || old == TK_TIME_NONE || run->promised == TK_TIME_NONE || run->promised == old)
		return;
	size_t i = tk__line_changed(run->line, run->as_of, run->row->target->field);
	const struct tk_entry *entry = i < run->line->count ? run->line->moment[i].entry : NULL;
	if (entry && due != TK_TIME_NONE && run->promised > due && consented(entry) >= due)
		run->fixed = due;
	else
		fix(run, run->promised, due, entry);
}

/* ---- going on ------------------------------------------------------------------------------------------------------
 */

static enum tk_status end_pause(struct tk_run *run, tk_time at, struct tk_error *err)
{
	if (run->npause == run->cap) {
		size_t cap = run->cap ? 2 * run->cap : 8;
		struct tk_pause *more = tk_arena_array(run->arena, cap, sizeof *more);
		if (!more)
			return tk__fail(err, TK_D_NOMEM);
		if (run->npause)
			memcpy(more, run->pause, run->npause * sizeof *more);
		run->pause = more;
		run->cap = cap;
	}
	run->pause[run->npause++] = (struct tk_pause){run->paused_since, at, run->paused_by};
	run->paused = false;
	return TK_OK;
}

static void begin_pause(struct tk_run *run, size_t i)
{
	run->paused = true;
	run->paused_since = run->line->moment[i].at > run->start ? run->line->moment[i].at : run->start;
	run->paused_by = run->line->moment[i].entry;
}

/* The moment that brought the status which moment `i` has. */
static size_t pause_begun(const struct tk_run *run, size_t i)
{
	while (i > 0 && is_paused(run, i - 1))
		i--;
	return i;
}

enum tk_status tk__run_begin(struct tk_run *run, struct tk_error *err)
{
	enum tk_status status;

	run->as_of = tk__line_settled(run->line, run->first);
	run->start = run->line->moment[run->first].at;
	run->fixed = run->original = run->promised = TK_TIME_NONE;
	run->row = NULL;
	run->npause = 0;
	run->paused = run->extended = false;
	run->extension = NULL;
	status = set_row(run, err);
	if (is_paused(run, run->as_of))
		begin_pause(run, pause_begun(run, run->as_of));
	for (size_t i = run->first; status == TK_OK && i <= run->as_of; i++) {
		tk_time due;
		if (run->line->moment[i].entry->event_id != TK_EVENT_EXTENDED)
			continue;
		status = tk__run_due(run, &due, err);
		if (status == TK_OK)
			extend(run, run->line->moment[i].entry, due);
	}
	return status;
}

enum tk_status tk__run_take(struct tk_run *run, size_t from, size_t to, tk_time due, size_t end, struct tk_error *err)
{
	bool ends = end != TK_NO_MOMENT;
	tk_time promised = run->promised;
	bool paused = is_paused(run, to);
	enum tk_status status = TK_OK;

	run->as_of = to;
	if (run->paused && (!paused || ends))
		status = end_pause(run, run->line->moment[to].at, err);
	else if (!run->paused && paused && !ends)
		begin_pause(run, pause_begun(run, to));
	if (run->frozen || status != TK_OK)
		return status;
	if (!run->clock->steady)
		status = set_row(run, err);
	if (status != TK_OK)
		return status;
	move_promise(run, promised, due);
	for (size_t i = from; i <= to && i < end; i++)
		if (run->line->moment[i].entry->event_id == TK_EVENT_EXTENDED)
			extend(run, run->line->moment[i].entry, run->fixed == TK_TIME_NONE ? due : run->fixed);
	return TK_OK;
}

/* ---- sums ----------------------------------------------------------------------------------------------------------
 */

static tk_time segment(const struct tk_run *run, size_t i, tk_time *ret_to)
{
	*ret_to = i < run->npause ? run->pause[i].from : TK_TIME_NONE;
	return i == 0 ? run->start : run->pause[i - 1].to;
}

bool tk__run_absolute(const struct tk_run *run)
{
	return run->fixed != TK_TIME_NONE || (run->row && run->row->target->kind == TK_TARGET_AT);
}

enum tk_status tk__run_due(const struct tk_run *run, tk_time *ret, struct tk_error *err)
{
	*ret = run->fixed != TK_TIME_NONE ? run->fixed : run->promised;
	if (!run->row || tk__run_absolute(run) || run->paused) {
		if (!run->row)
			*ret = TK_TIME_NONE;
		return TK_OK;
	}
	struct tk_span left = {run->target, 0};
	tk_time to, from = segment(run, 0, &to);
	for (size_t i = 0; i < run->npause; from = segment(run, ++i, &to)) {
		int64_t open = tk_calendar_between(run->row->calendar, from, to);
		if (open > left.seconds)
			break;
		left.seconds -= open;
	}
	return tk_calendar_add(run->row->calendar, from, left, ret, err);
}

int64_t tk__run_counted(const struct tk_run *run, tk_time end)
{
	const struct tk_calendar *calendar = run->row->calendar;
	int64_t sum = 0;

	for (size_t i = 0; i <= run->npause; i++) {
		tk_time to, from = segment(run, i, &to);
		if (i == run->npause)
			to = run->paused && run->paused_since < end ? run->paused_since : end;
		if (to > end)
			to = end;
		if (to > from)
			sum += tk_calendar_between(calendar, from, to);
	}
	return sum;
}

int64_t tk__run_target(const struct tk_run *run, tk_time due)
{
	if (tk__run_absolute(run))
		return due == TK_TIME_NONE ? TK_SECONDS_NONE : tk_calendar_between(run->row->calendar, run->start, due);
	return run->target;
}
