/* Names that a ticket takes from the policy and the staff: known, or refused with the nearest known one. */
#include <string.h>

#include "act.h"
#include "fail.h"
#include "ticket/text.h"

static const struct row {
	int field;
	enum tk_thing thing;
	enum tk_diag diag;
} rows[] = {
	{TK_FIELD_CATEGORY, TK_THING_CATEGORY, TK_D_NO_CATEGORY},
	{TK_FIELD_CUSTOMER_TIER, TK_THING_TIER, TK_D_NO_TIER},
	{TK_FIELD_RESOLUTION_CAUSE, TK_THING_CAUSE, TK_D_NO_CAUSE},
};

static enum tk_status unknown(struct tk_error *err, enum tk_diag diag, const char *text, size_t len,
			      const char *const *names, size_t count)
{
	const char *near = tk_text_suggest(text, len, names, count);

	near = near ? near : "";
	return tk__fail(err, diag, text, len, TK_S(near));
}

static enum tk_status check_thing(const struct tk_policy *policy, enum tk_thing thing, enum tk_diag diag,
				  const char *text, size_t len, struct tk_error *err)
{
	const char *const *names;
	size_t count = tk_policy_names(policy, thing, NULL, &names);

	/* A policy without any tiers or causes does not say which there are. */
	if (tk_policy_has(policy, thing, NULL, text) || (count == 0 && thing != TK_THING_CATEGORY))
		return TK_OK;
	return unknown(err, diag, text, len, names, count);
}

enum tk_status tk__name_check_tick(const struct tk_policy *policy, const char *item, struct tk_error *err)
{
	return check_thing(policy, TK_THING_CHECKLIST, TK_D_NO_CHECK_ITEM, TK_S(item), err);
}

static enum tk_status check_subcategory(const struct tk_policy *policy, const char *category, const char *text,
					size_t len, struct tk_error *err)
{
	const char *const *names;
	const char *near;
	size_t count;

	if (tk_policy_has(policy, TK_THING_SUBCATEGORY, category, text))
		return TK_OK;
	count = tk_policy_names(policy, TK_THING_SUBCATEGORY, category, &names);
	near = tk_text_suggest(text, len, names, count);
	near = near ? near : "";
	category = category ? category : "";
	return tk__fail(err, TK_D_NO_SUBCATEGORY, text, len, TK_S(near), TK_S(category));
}

static enum tk_status check_team(const struct tk_policy *policy, const struct tk_staff *staff, const char *text,
				 size_t len, struct tk_error *err)
{
	const char *const *names;
	size_t count = tk_policy_names(policy, TK_THING_TEAM, NULL, &names);

	if (tk_policy_has(policy, TK_THING_TEAM, NULL, text) || (staff && tk_staff_team(staff, text)))
		return TK_OK;
	return unknown(err, TK_D_NO_TEAM, text, len, names, count);
}

static enum tk_status check_person(const struct tk_staff *staff, const char *text, size_t len, struct tk_error *err)
{
	const struct tk_person *people;
	size_t count = staff ? tk_staff_people(staff, &people) : 0, i;
	const char *near = "";

	if (count == 0 || tk_staff_person(staff, text))
		return TK_OK;
	for (i = 0; i < count && !*near; i++)
		if (tk_text_suggest(text, len, &people[i].id, 1))
			near = people[i].id;
	return tk__fail(err, TK_D_NO_PERSON, text, len, TK_S(near));
}

static enum tk_status check_field(const struct tk_policy *policy, const struct tk_staff *staff, int field,
				  const char *category, const char *text, size_t len, struct tk_error *err)
{
	size_t i;

	if (field == TK_FIELD_SUBCATEGORY)
		return check_subcategory(policy, category, text, len, err);
	if (field == TK_FIELD_TEAM)
		return check_team(policy, staff, text, len, err);
	if (field == TK_FIELD_ASSIGNEE)
		return check_person(staff, text, len, err);
	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].field == field)
			return check_thing(policy, rows[i].thing, rows[i].diag, text, len, err);
	return TK_OK;
}

enum tk_status tk__name_check(const struct tk_policy *policy, const struct tk_staff *staff, int field,
			      const char *category, const char *text, size_t len, struct tk_error *err)
{
	enum tk_status status = check_field(policy, staff, field, category, text, len, err);

	if (status != TK_OK)
		tk__in(err, TK_S(tk_field(field)->name));
	return status;
}

enum tk_status tk__name_check_key(const struct tk_policy *policy, int key, const char *text, size_t len,
				  struct tk_error *err)
{
	enum tk_status status = TK_OK;

	if (key == TK_KEY_CLOCK)
		status = check_thing(policy, TK_THING_CLOCK, TK_D_NO_CLOCK, text, len, err);
	else if (key == TK_KEY_RATINGS)
		status = check_thing(policy, TK_THING_QUESTION, TK_D_NO_QUESTION, text, len, err);
	if (status != TK_OK)
		tk__in(err, TK_S(tk_key(key)->name));
	return status;
}

enum tk_status tk__name_check_by(const char *by, struct tk_error *err)
{
	struct tk_error inner = TK_ERROR_INIT;
	struct tk_value value;
	enum tk_status status = tk_field_value(TK_FIELD_ASSIGNEE, by, strlen(by), &value, &inner);

	if (status == TK_OK || !err)
		return status;
	inner.field[0] = '\0';
	*err = inner;
	tk__in(err, "by", 2);
	return status;
}
