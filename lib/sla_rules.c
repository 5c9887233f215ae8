/* A version of the policy made ready: events as bits, calendars at hand, the fields that conditions ask for. */
#include <string.h>

#include "cond_impl.h"
#include "fail.h"
#include "sla_impl.h"

struct tk_sla *tk__sla_new(size_t nrules)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_sla *sla = arena ? tk_arena_alloc(arena, sizeof *sla) : NULL;

	if (sla) {
		sla->arena = arena;
		sla->rules = tk_arena_array(arena, nrules, sizeof *sla->rules);
	}
	if (sla && sla->rules)
		return sla;
	tk_arena_free(arena);
	return NULL;
}

void tk_sla_free(struct tk_sla *sla)
{
	if (!sla)
		return;
	for (size_t i = 0; i < sla->ncalendar; i++)
		tk_calendar_free(sla->calendar[i]);
	tk_arena_free(sla->arena);
}

/* ---- wanted fields
 * --------------------------------------------------------------------------------------------------- */

static void want(struct tk_sla *sla, int field)
{
	uint64_t bit = UINT64_C(1) << (unsigned)(field % 64);

	sla->nwanted += (sla->wanted[field / 64] & bit) == 0;
	sla->wanted[field / 64] |= bit;
}

static void want_cond(struct tk_sla *sla, const struct tk_cond *cond)
{
	if (!cond)
		return;
	for (size_t i = 0; i < cond->nchild; i++)
		want_cond(sla, cond->child[i]);
	if (!cond->child && !cond->entry && cond->field >= 0)
		want(sla, cond->field);
	if (cond->entry && cond->entry->role.count)
		want(sla, TK_FIELD_TEAM);
}

/* Whether a condition looks at the log, or at what is computed from it. */
static bool asks_log(const struct tk_cond *cond)
{
	if (!cond)
		return false;
	for (size_t i = 0; i < cond->nchild; i++)
		if (asks_log(cond->child[i]))
			return true;
	if (cond->child)
		return false;
	return cond->entry || (tk_field(cond->field) && tk_field(cond->field)->flags & TK_F_DERIVED) ||
	       cond->field == TK_FIELD_STATUS;
}

/* ---- calendars
 * ------------------------------------------------------------------------------------------------------- */

struct making {
	struct tk_sla *sla;
	const struct tk_policy *policy;
	const struct tk_zone *zone;
	const char *calendar; /* where neither row nor clock names one */
	size_t from;          /* calendars of this version */
};

static enum tk_status find_calendar(struct making *m, const char *name, const struct tk_calendar **ret,
				    struct tk_error *err)
{
	struct tk_sla *sla = m->sla;
	struct tk_calendar **more;
	enum tk_status status;

	for (size_t i = m->from; i < sla->ncalendar; i++)
		if (strcmp(tk_calendar_name(sla->calendar[i]), name) == 0) {
			*ret = sla->calendar[i];
			return TK_OK;
		}
	more = tk_arena_array(sla->arena, sla->ncalendar + 1, sizeof *more);
	if (!more)
		return tk__fail(err, TK_D_NOMEM);
	if (sla->ncalendar)
		memcpy(more, sla->calendar, sla->ncalendar * sizeof *more);
	sla->calendar = more;
	status = tk_calendar_make(m->policy, name, m->zone, &more[sla->ncalendar], err);
	if (status == TK_OK)
		*ret = more[sla->ncalendar++];
	return status;
}

/* ---- clocks
 * ---------------------------------------------------------------------------------------------------------- */

static void take_triggers(struct tk_sla *sla, struct tk_sla_clock *clock, enum tk_role_of_moment role,
			  const struct tk_trigger *at, size_t count)
{
	struct tk_triggers *on = &clock->on[role];

	on->at = at;
	on->count = count;
	for (size_t i = 0; i < count; i++) {
		int id = at[i].event ? tk_event_find(at[i].event, strlen(at[i].event)) : -1;
		if (id >= 0)
			on->events |= UINT64_C(1) << (unsigned)id;
		on->own |= at[i].event && id < 0;
		on->fields |= !at[i].event;
		if (!at[i].event && at[i].field >= 0)
			want(sla, at[i].field);
		want_cond(sla, at[i].when);
	}
	clock->events |= on->events;
	clock->others |= on->own || on->fields;
}

static enum tk_status take_rows(struct making *m, struct tk_sla_clock *clock, struct tk_error *err)
{
	const struct tk_clock *from = clock->clock;
	enum tk_status status = TK_OK;

	clock->row = tk_arena_array(m->sla->arena, from->ntarget, sizeof *clock->row);
	if (!clock->row)
		return tk__fail(err, TK_D_NOMEM);
	clock->nrow = from->ntarget;
	clock->steady = from->ntarget == 1 && !from->target[0].when && from->target[0].kind != TK_TARGET_AT;
	for (size_t i = 0; status == TK_OK && i < from->ntarget; i++) {
		const struct tk_target *target = &from->target[i];
		const char *name = target->calendar ? target->calendar : from->calendar ? from->calendar : m->calendar;
		clock->row[i] = (struct tk_sla_row){.target = target, .rank = tk__cond_rank(target->when)};
		clock->repeating |= target->kind == TK_TARGET_EVERY;
		clock->asks_log |= asks_log(target->when);
		want_cond(m->sla, target->when);
		if (target->kind == TK_TARGET_AT)
			want(m->sla, target->field);
		status = find_calendar(m, name, &clock->row[i].calendar, err);
	}
	return status;
}

enum tk_status tk__sla_rules(struct tk_sla *sla, const struct tk_policy *policy, const struct tk_zone *zone,
			     const char *calendar, struct tk_sla_rules *ret, struct tk_error *err)
{
	struct making m = {.sla = sla,
			   .policy = policy,
			   .zone = zone,
			   .calendar = calendar ? calendar : "always",
			   .from = sla->ncalendar};
	enum tk_status status = TK_OK;

	ret->policy = policy;
	ret->nclock = policy->nclock;
	ret->clock = tk_arena_array(sla->arena, policy->nclock, sizeof *ret->clock);
	if (!ret->clock)
		return tk__fail(err, TK_D_NOMEM);
	for (size_t i = 0; status == TK_OK && i < policy->nclock; i++) {
		struct tk_sla_clock *clock = &ret->clock[i];
		const struct tk_clock *from = &policy->clock[i];
		clock->clock = from;
		take_triggers(sla, clock, TK_M_START, from->start, from->nstart);
		take_triggers(sla, clock, TK_M_STOP, from->stop, from->nstop);
		take_triggers(sla, clock, TK_M_VOID, from->cancel, from->nvoid);
		take_triggers(sla, clock, TK_M_UNTIL, from->until, from->nuntil);
		status = take_rows(&m, clock, err);
	}
	return status;
}

/* ---- names
 * ----------------------------------------------------------------------------------------------------------- */

static const struct tk_sla_clock *find_clock(const struct tk_sla_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->nclock; i++)
		if (strcmp(rules->clock[i].clock->name, name) == 0)
			return &rules->clock[i];
	return NULL;
}

static bool is_named(const struct tk_sla *sla, size_t before, const char *name)
{
	for (size_t v = before; v < sla->nrules; v++)
		if (find_clock(&sla->rules[v], name))
			return true;
	return false;
}

/* In the order of the newest version, then what only older ones have. */
enum tk_status tk__sla_names(struct tk_sla *sla, struct tk_error *err)
{
	size_t most = 0;

	for (size_t v = 0; v < sla->nrules; v++)
		most += sla->rules[v].nclock;
	sla->name = tk_arena_array(sla->arena, most, sizeof *sla->name);
	if (!sla->name)
		return tk__fail(err, TK_D_NOMEM);
	for (size_t v = sla->nrules; v-- > 0;) {
		for (size_t i = 0; i < sla->rules[v].nclock; i++) {
			const char *name = sla->rules[v].clock[i].clock->name;
			if (is_named(sla, v + 1, name))
				continue;
			const struct tk_sla_clock **in = tk_arena_array(sla->arena, sla->nrules, sizeof(*in));
			if (!in)
				return tk__fail(err, TK_D_NOMEM);
			for (size_t u = 0; u < sla->nrules; u++)
				in[u] = find_clock(&sla->rules[u], name);
			sla->name[sla->nname++].in = in;
		}
	}
	return TK_OK;
}

enum tk_status tk_sla_make(const struct tk_policy *policy, const struct tk_staff *staff, const struct tk_zone *zone,
			   const char *calendar, struct tk_sla **ret, struct tk_error *err)
{
	struct tk_sla *sla = tk__sla_new(1);
	enum tk_status status;

	if (!sla)
		return tk__fail(err, TK_D_NOMEM);
	sla->nrules = 1;
	sla->staff = staff;
	sla->rules[0].from = TK_TIME_MIN;
	sla->rules[0].holds = TK_TIME_NONE;
	status = tk__sla_rules(sla, policy, zone, calendar, &sla->rules[0], err);
	if (status == TK_OK)
		status = tk__sla_names(sla, err);
	if (status == TK_OK)
		*ret = sla;
	else
		tk_sla_free(sla);
	return status;
}
