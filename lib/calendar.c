/*
 * Making calendars: finding the form, laying holidays, make-up days and dates of their own over the week.
 *
 * What is laid on later wins: holidays (those of included calendars first), then the make-up days of the builtin
 * table, then dates with hours of their own, the calendar's own last.
 */
#include "calendar.h"

#include <stdlib.h>
#include <string.h>

#include "cn_days.h"
#include "fail.h"
#include "ticket/text.h"
#include "yaml_in.h"

enum { FORMS_MAX = 64 };

struct making {
	struct tk_calendar *calendar;
	const struct tk_policy *policy;
	const struct tk_calendar_form *form[FORMS_MAX]; /* included ones before those that include them */
	size_t nform;
	bool has_cn;
	struct tk_error *err;
};

/* ---- builtin calendars
 * ------------------------------------------------------------------------------------------------------ */

static struct tk_hours all_day = {0, TK_DAY}, office_day = {9 * 3600, 18 * 3600};
static const char *const include_cn[] = {"cn", NULL};

static void always_form(struct tk_calendar_form *form)
{
	*form = (struct tk_calendar_form){.name = "always"};
	for (int i = 0; i < 7; i++)
		form->week[i] = (struct tk_day_hours){&all_day, 1};
}

static void cn_form(struct tk_calendar_form *form)
{
	*form = (struct tk_calendar_form){.name = "cn", .timezone = "Asia/Shanghai", .include = {include_cn, 1}};
	for (int i = 0; i < 5; i++)
		form->week[i] = (struct tk_day_hours){&office_day, 1};
}

/* ---- exceptions
 * ------------------------------------------------------------------------------------------------------------- */

static void lay(struct tk_calendar *calendar, const struct tk_exception *one, int64_t from, int64_t to)
{
	const int64_t last = TK_FIRST_DATE + TK_DATES - 1;
	struct tk_exception *exception = &calendar->exception[calendar->nexception++];

	*exception = *one;
	exception->from = from = from > TK_FIRST_DATE ? from : TK_FIRST_DATE;
	exception->to = to = to < last ? to : last;
	for (int64_t date = from; date <= to; date++)
		calendar->date[date - TK_FIRST_DATE] = (uint32_t)calendar->nexception;
}

static void lay_table(struct making *m, bool work)
{
	struct tk_exception one = {.kind = work ? TK_DAY_MAKEUP : TK_DAY_HOLIDAY};
	size_t count;
	const struct tk_cn_days *row = tk__cn_days(&count);

	if (work)
		one.hours = m->calendar->form.week[m->calendar->form.makeup];
	for (size_t i = 0; i < count; i++)
		if (row[i].work == work) {
			one.pair = row[i].name;
			lay(m->calendar, &one, tk__cn_date(row[i].from), tk__cn_date(row[i].to));
		}
}

static void lay_holidays(struct making *m, const struct tk_calendar_form *form)
{
	for (size_t i = 0; i < form->nholiday; i++) {
		struct tk_exception one = {.kind = TK_DAY_HOLIDAY, .name = form->holiday[i].name};
		lay(m->calendar, &one, form->holiday[i].from, form->holiday[i].to);
	}
}

static void lay_dates(struct making *m, const struct tk_calendar_form *form)
{
	for (size_t i = 0; i < form->nspecial; i++) {
		struct tk_exception one = {.kind = TK_DAY_DATE, .hours = form->special[i].hours};
		lay(m->calendar, &one, form->special[i].from, form->special[i].to);
	}
}

static enum tk_status lay_all(struct making *m)
{
	struct tk_calendar *calendar = m->calendar;
	size_t room = 0;

	if (m->has_cn)
		(void)tk__cn_days(&room);
	for (size_t i = 0; i < m->nform; i++)
		room += m->form[i]->nholiday + m->form[i]->nspecial;
	calendar->exception = tk_arena_array(calendar->arena, room, sizeof(*calendar->exception));
	calendar->date = calloc(TK_DATES, sizeof(*calendar->date));
	if (!calendar->exception || !calendar->date)
		return tk__fail(m->err, TK_D_NOMEM);
	if (m->has_cn)
		lay_table(m, false);
	for (size_t i = 0; i < m->nform; i++)
		lay_holidays(m, m->form[i]);
	if (m->has_cn)
		lay_table(m, true);
	for (size_t i = 0; i < m->nform; i++)
		lay_dates(m, m->form[i]);
	return TK_OK;
}

/* ---- forms
 * ------------------------------------------------------------------------------------------------------------------ */

static enum tk_status form_of_policy(struct making *m, const char *name, struct tk_calendar_form *ret)
{
	const struct tk_node *all = m->policy ? tk_node_get(tk_policy_root(m->policy), "calendars") : NULL;
	const struct tk_node *node = tk_node_get(all, name);
	struct tk_reading r;

	if (!node) {
		static const char *const builtin[] = {"always", "cn"};
		const char *const *names = builtin;
		size_t count = m->policy ? tk_policy_names(m->policy, TK_THING_CALENDAR, NULL, &names) : 2;
		const char *near = tk_text_suggest(name, strlen(name), names, count);
		return tk__fail(m->err, TK_D_UNKNOWN_CALENDAR, TK_S(name), TK_S(near ? near : ""));
	}
	tk__read_begin(&r, m->calendar->arena, m->policy);
	tk__calendar_read(&r, node, ret);
	return tk__read_end(&r, NULL, m->err);
}

static bool is_known(const struct making *m, const char *name)
{
	for (size_t i = 0; i < m->nform; i++)
		if (m->form[i]->name && strcmp(m->form[i]->name, name) == 0)
			return true;
	return false;
}

/* Lists a form behind all that it includes.  What includes itself was refused when the policy was read. */
static enum tk_status add_form(struct making *m, const struct tk_calendar_form *form, unsigned depth)
{
	for (size_t i = 0; i < form->include.count; i++) {
		const char *name = form->include.item[i];
		if (strcmp(name, "cn") == 0)
			m->has_cn = true;
		if (strcmp(name, "cn") == 0 || strcmp(name, "always") == 0 || is_known(m, name))
			continue;
		struct tk_calendar_form *other = tk_arena_alloc(m->calendar->arena, sizeof(*other));
		if (!other)
			return tk__fail(m->err, TK_D_NOMEM);
		enum tk_status status = form_of_policy(m, name, other);
		if (status == TK_OK)
			status = depth < FORMS_MAX ? add_form(m, other, depth + 1)
						   : tk__fail(m->err, TK_D_CALENDAR_MANY, (int64_t)FORMS_MAX);
		if (status != TK_OK)
			return status;
	}
	if (m->nform == FORMS_MAX)
		return tk__fail(m->err, TK_D_CALENDAR_MANY, (int64_t)FORMS_MAX);
	m->form[m->nform++] = form;
	return TK_OK;
}

/* ---- making
 * ----------------------------------------------------------------------------------------------------------------- */

static struct tk_calendar *new_calendar(void)
{
	struct tk_calendar *calendar = calloc(1, sizeof(*calendar));

	if (!calendar)
		return NULL;
	calendar->arena = tk_arena_new(0);
	if (calendar->arena)
		return calendar;
	free(calendar);
	return NULL;
}

void tk_calendar_free(struct tk_calendar *calendar)
{
	if (!calendar)
		return;
	tk_zone_free(calendar->own_zone);
	tk_arena_free(calendar->arena);
	free(calendar->date);
	free(calendar->week);
	free(calendar->span);
	free(calendar);
}

static tk_time end_of_year(const struct tk_zone *zone, int year)
{
	const struct tk_civil civil = {.year = year + 1, .month = 1, .day = 1};

	return tk_zone_boundary(zone, &civil);
}

/* From the form to a whole calendar. */
static enum tk_status make(struct making *m, const struct tk_zone *zone)
{
	struct tk_calendar *calendar = m->calendar;
	const char *timezone = calendar->form.timezone;
	enum tk_status status = TK_OK;

	calendar->zone = zone;
	if (timezone) {
		status = tk_zone_load(timezone, strlen(timezone), &calendar->own_zone, m->err);
		calendar->zone = calendar->own_zone;
	}
	if (status != TK_OK || calendar->always)
		return status;
	status = add_form(m, &calendar->form, 0);
	if (status == TK_OK)
		status = lay_all(m);
	if (status == TK_OK)
		status = tk__calendar_compile(calendar, m->err);
	if (status != TK_OK)
		return status;
	if (!calendar->total) {
		const struct tk_node *node = calendar->form.node;
		return tk__fail_node(m->err, tk__key_node(node), NULL, TK_D_CALENDAR_CLOSED);
	}
	if (m->has_cn) {
		calendar->last_year = tk__cn_last_year();
		calendar->known_until = end_of_year(calendar->zone, calendar->last_year);
	}
	return TK_OK;
}

static enum tk_status finish(struct making *m, enum tk_status status, struct tk_calendar **ret)
{
	if (status == TK_OK)
		*ret = m->calendar;
	else
		tk_calendar_free(m->calendar);
	return status;
}

enum tk_status tk_calendar_make(const struct tk_policy *policy, const char *name, const struct tk_zone *zone,
				struct tk_calendar **ret, struct tk_error *err)
{
	struct making m = {.calendar = new_calendar(), .policy = policy, .err = err};
	enum tk_status status = TK_OK;

	*ret = NULL;
	if (!m.calendar)
		return tk__fail(err, TK_D_NOMEM);
	m.calendar->always = strcmp(name, "always") == 0;
	if (m.calendar->always)
		always_form(&m.calendar->form);
	else if (strcmp(name, "cn") == 0)
		cn_form(&m.calendar->form);
	else
		status = form_of_policy(&m, name, &m.calendar->form);
	m.calendar->name = m.calendar->form.name;
	if (status == TK_OK)
		status = make(&m, zone);
	return finish(&m, status, ret);
}

static enum tk_status read_form(struct making *m, const char *text, size_t len, const char *path,
				const struct tk_sink *sink)
{
	struct tk_arena *arena = m->calendar->arena;
	const char *copy = tk_arena_strndup(arena, text, len);
	struct tk_reading r;
	struct tk_doc doc;

	m->calendar->name = tk_arena_strndup(arena, path, strlen(path));
	if (!copy || !m->calendar->name)
		return tk__fail(m->err, TK_D_NOMEM);
	enum tk_status status = tk__yaml_read(arena, copy, len, path, &tk__policy_limits, &doc, m->err);
	if (status != TK_OK)
		return status;
	tk__read_begin(&r, arena, NULL);
	tk__calendar_read(&r, doc.root, &m->calendar->form);
	return tk__read_end(&r, sink, m->err);
}

enum tk_status tk_calendar_read(const char *text, size_t len, const char *path, const struct tk_zone *zone,
				const struct tk_sink *sink, struct tk_calendar **ret, struct tk_error *err)
{
	struct making m = {.calendar = new_calendar(), .err = err};

	*ret = NULL;
	if (!m.calendar)
		return tk__fail(err, TK_D_NOMEM);
	enum tk_status status = read_form(&m, text, len, path, sink);
	if (status == TK_OK)
		status = make(&m, zone);
	return finish(&m, status, ret);
}
