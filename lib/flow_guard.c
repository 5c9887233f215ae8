/* Guards: what the policy wants to be true before a step. */
#include <string.h>

#include "fail.h"
#include "flow_view.h"
#include "policy_impl.h"

static bool holds(const struct tk_cond *cond, const struct tk_facts *facts)
{
	return !cond || tk__cond_holds(cond, facts);
}

/* What of the step a guard stands before: the event's name, a field's, or NULL. */
static const char *stands_before(const struct tk_guard *guard, const struct tk_flow *flow)
{
	const char *name = flow->step->event->name;
	size_t i;

	for (i = 0; i < guard->nevent; i++)
		if (!strcmp(guard->event[i], name))
			return name;
	for (i = 0; i < guard->nset; i++)
		if (tk__flow_changes(flow, guard->set[i]))
			return tk_field(guard->set[i])->name;
	return NULL;
}

static const char *text_of(const struct tk_flow *flow, int field)
{
	struct tk_value value = flow->before.get(&flow->before, field);

	if (!value.set)
		value = flow->facts.row.get(&flow->facts.row, field);
	return value.set ? value.text : NULL;
}

static bool has_role_towards(const struct tk_guard *guard, const struct tk_flow *flow, const char *team)
{
	size_t i;

	for (i = 0; i < guard->nby; i++)
		if (tk_staff_has_role(flow->facts.staff, flow->step->by, guard->by[i], team))
			return true;
	return false;
}

/* A ticket that no team has yet answers to the one that its category is routed to; where nothing says which, to any. */
static bool has_role(const struct tk_guard *guard, const struct tk_flow *flow)
{
	const char *team = text_of(flow, TK_FIELD_TEAM), *category = text_of(flow, TK_FIELD_CATEGORY);
	const struct tk_team *teams;
	size_t count, i;

	if (guard->nby == 0)
		return true;
	if (!team && category)
		team = tk_policy_team(flow->policy, category);
	if (team || !flow->facts.staff)
		return has_role_towards(guard, flow, team);
	count = tk_staff_teams(flow->facts.staff, &teams);
	for (i = 0; i < count; i++)
		if (has_role_towards(guard, flow, teams[i].id))
			return true;
	return has_role_towards(guard, flow, NULL);
}

static void names(struct tk_str *out, const char *const *name, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		tk_str_puts(out, i ? ", " : "");
		tk_str_puts(out, name[i]);
	}
}

static enum tk_status refuse_need(const struct tk_guard *guard, const char *what, struct tk_error *err)
{
	struct tk_str need;
	enum tk_status status;

	tk_str_init(&need, 4096);
	tk__cond_text(guard->need, &need);
	status = tk__fail(err, TK_D_GUARD, TK_S(guard->name), TK_S(what), need.data, need.len);
	tk_str_clear(&need);
	return status;
}

static enum tk_status refuse_role(const struct tk_guard *guard, const char *what, const char *by, struct tk_error *err)
{
	struct tk_str roles;
	enum tk_status status;

	tk_str_init(&roles, 4096);
	names(&roles, guard->by, guard->nby);
	status = tk__fail(err, TK_D_GUARD_ROLE, TK_S(guard->name), TK_S(what), TK_S(by), roles.data, roles.len);
	tk_str_clear(&roles);
	return status;
}

enum tk_status tk__flow_guards(const struct tk_flow *flow, struct tk_error *err)
{
	size_t i;

	for (i = 0; i < flow->policy->nguard; i++) {
		const struct tk_guard *guard = &flow->policy->guard[i];
		const char *what = stands_before(guard, flow);

		if (!what || !holds(guard->when, &flow->facts))
			continue;
		if (!holds(guard->need, &flow->facts))
			return refuse_need(guard, what, err);
		if (!has_role(guard, flow))
			return refuse_role(guard, what, flow->step->by, err);
	}
	return TK_OK;
}
