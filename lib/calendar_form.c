/* Reading calendars: weekdays, hours, dates. */
#include "calendar_form.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "num.h"
#include "ticket/zone.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* ---- hours --------------------------------------------------------------------------------------------------- */

/* HH:MM, up to 24:00. */
static bool read_clock(const char *text, int32_t *ret)
{
	int hour, minute;

	if (!tk__digits(text, 2, &hour) || text[2] != ':' || !tk__digits(text + 3, 2, &minute))
		return false;
	*ret = hour * HOUR + minute * MINUTE;
	return minute < 60 && *ret <= DAY;
}

static bool read_hours(struct tk_reading *r, const struct tk_node *node, struct tk_hours *ret)
{
	const char *text = tk__read_text(r, node);

	if (!text)
		return false;
	bool good = node->len == 11 && text[5] == '-' && read_clock(text, &ret->open) &&
		    read_clock(text + 6, &ret->close) && ret->open < DAY;
	if (!good) {
		TK_FIND(r, node, TK_D_HOURS_FORM, text, (size_t)node->len);
		return false;
	}
	if (ret->close <= ret->open) /* past midnight */
		ret->close += DAY;
	return true;
}

static int by_opening(const void *left, const void *right)
{
	const struct tk_hours *a = left, *b = right;

	return a->open < b->open ? -1 : a->open > b->open;
}

/* Sorts the hours of a day and makes one of those that overlap or touch. */
static void merge_hours(struct tk_day_hours *day)
{
	size_t n = 0;

	if (day->count < 2)
		return;
	qsort(day->at, day->count, sizeof(*day->at), by_opening);
	for (size_t i = 1; i < day->count; i++) {
		struct tk_hours *last = &day->at[n];
		if (day->at[i].open > last->close)
			day->at[++n] = day->at[i];
		else if (day->at[i].close > last->close)
			last->close = day->at[i].close;
	}
	day->count = n + 1;
}

/* One interval or a list of them; an empty list is closed. */
static struct tk_day_hours read_day(struct tk_reading *r, const struct tk_node *node)
{
	struct tk_day_hours day = {0};
	bool listed = node->kind == TK_NODE_SEQ;
	size_t index = 0;

	day.at = tk__read_alloc(r, listed ? node->count : 1, sizeof(*day.at));
	if (!day.at)
		return day;
	for (const struct tk_node *n = listed ? node->first : node; n; n = listed ? n->next : NULL) {
		size_t mark = listed ? tk__read_enter_index(r, index++) : strlen(r->path);
		if (read_hours(r, n, &day.at[day.count]))
			day.count++;
		tk__read_leave(r, mark);
	}
	merge_hours(&day);
	return day;
}

/* ---- weekdays ------------------------------------------------------------------------------------------------ */

static int weekday(const char *text, size_t len)
{
	static const char names[7][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

	for (int i = 0; i < 7; i++)
		if (len == 3 && memcmp(names[i], text, 3) == 0)
			return i;
	return -1;
}

/* "mon", or "mon-fri" (also "sat-tue", over the week's end). */
static bool weekdays(const char *text, size_t len, int *ret_from, int *ret_to)
{
	*ret_from = *ret_to = weekday(text, len);
	if (len == 7 && text[3] == '-') {
		*ret_from = weekday(text, 3);
		*ret_to = weekday(text + 4, 3);
	}
	return *ret_from >= 0 && *ret_to >= 0;
}

/* Gives the days from..to their hours; false where one had some already. */
static bool fill_days(struct tk_day_hours week[7], bool given[7], struct tk_day_hours hours, int from, int to)
{
	bool twice = false;

	for (int day = from, more = 1; more; day = (day + 1) % 7) {
		twice |= given[day];
		given[day] = true;
		week[day] = hours;
		more = day != to;
	}
	return !twice;
}

void tk__week_read(struct tk_reading *r, const struct tk_node *node, struct tk_day_hours week[7])
{
	bool given[7] = {false};

	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return;
	}
	for (const struct tk_node *n = node->first; n; n = n->next) {
		int from, to;
		size_t mark = tk__read_enter(r, n->key->text);
		if (!weekdays(n->key->text, n->key->len, &from, &to)) {
			TK_FIND(r, n->key, TK_D_WEEKDAY, n->key->text, (size_t)n->key->len);
		} else {
			if (!fill_days(week, given, read_day(r, n), from, to))
				TK_FIND(r, n->key, TK_D_PART_TWICE, n->key->text, (size_t)n->key->len);
		}
		tk__read_leave(r, mark);
	}
}

/* ---- dates --------------------------------------------------------------------------------------------------- */

bool tk__dates_read(struct tk_reading *r, const struct tk_node *node, int64_t *ret_from, int64_t *ret_to)
{
	const char *text = tk__read_text(r, node);

	if (!text)
		return false;
	bool range = node->len == 22 && memcmp(text + 10, "..", 2) == 0;
	if ((!range && node->len != 10) || tk_date_parse(text, 10, ret_from, NULL) != TK_OK ||
	    tk_date_parse(range ? text + 12 : text, 10, ret_to, NULL) != TK_OK) {
		TK_FIND(r, node, TK_D_DATE_RANGE, text, (size_t)node->len);
		return false;
	}
	if (*ret_from <= *ret_to)
		return true;
	TK_FIND(r, node, TK_D_DATE_ORDER, text, (size_t)node->len);
	return false;
}

static void read_holiday_name(struct tk_reading *r, const struct tk_node *node)
{
	if (node->kind == TK_NODE_MAP)
		tk__read_label(r, node);
	else
		(void)tk__read_text(r, node);
}

/* A list of dates, or a mapping from dates to names. */
static void read_holidays(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_calendar_form *calendar = into;

	if (!(calendar->holiday = tk__read_alloc(r, node->count, sizeof(*calendar->holiday))))
		return;
	if (node->kind == TK_NODE_SCALAR)
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
	size_t index = 0;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		struct tk_closed *one = &calendar->holiday[calendar->nholiday];
		bool named = node->kind == TK_NODE_MAP;
		size_t mark = named ? tk__read_enter(r, n->key->text) : tk__read_enter_index(r, index++);
		if (tk__dates_read(r, named ? n->key : n, &one->from, &one->to))
			calendar->nholiday++;
		if (named) {
			one->name = n;
			read_holiday_name(r, n);
		}
		tk__read_leave(r, mark);
	}
}

static int by_date(const void *left, const void *right)
{
	const struct tk_special *a = left, *b = right;

	return a->from < b->from ? -1 : a->from > b->from;
}

/* No date may have two sets of hours; the later line is the one that is wrong. */
static void check_dates(struct tk_reading *r, struct tk_calendar_form *calendar)
{
	if (calendar->nspecial < 2)
		return;
	qsort(calendar->special, calendar->nspecial, sizeof(*calendar->special), by_date);
	const struct tk_special *longest = &calendar->special[0];
	for (size_t i = 1; i < calendar->nspecial; i++) {
		const struct tk_special *one = &calendar->special[i];
		if (one->from <= longest->to) {
			bool after = one->node->line > longest->node->line ||
				     (one->node->line == longest->node->line && one->node->col > longest->node->col);
			const struct tk_node *late = after ? one->node : longest->node;
			const struct tk_node *early = after ? longest->node : one->node;
			TK_FIND(r, late, TK_D_DATE_TWICE, late->text, (size_t)late->len, (int64_t)early->line);
		}
		if (one->to > longest->to)
			longest = one;
	}
}

static void read_dates(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_calendar_form *calendar = into;

	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return;
	}
	if (!(calendar->special = tk__read_alloc(r, node->count, sizeof(*calendar->special))))
		return;
	for (const struct tk_node *n = node->first; n; n = n->next) {
		struct tk_special *one = &calendar->special[calendar->nspecial];
		size_t mark = tk__read_enter(r, n->key->text);
		one->hours = read_day(r, n);
		one->node = n->key;
		if (tk__dates_read(r, n->key, &one->from, &one->to))
			calendar->nspecial++;
		tk__read_leave(r, mark);
	}
	check_dates(r, calendar);
}

/* ---- calendars ----------------------------------------------------------------------------------------------- */

static void read_timezone(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_calendar_form *calendar = into;
	struct tk_zone *zone = NULL;

	calendar->timezone = tk__read_text(r, node);
	if (!calendar->timezone)
		return;
	if (tk_zone_load(node->text, node->len, &zone, tk__read_error(r)) != TK_OK) {
		r->one.field[0] = '\0';
		tk__at_node(&r->one, node, r->path);
		tk__read_report(r, node);
	}
	tk_zone_free(zone);
}

static void read_week(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__week_read(r, node, ((struct tk_calendar_form *)into)->week);
}

static bool is_calendar(struct tk_reading *r, const struct tk_node *node)
{
	const char *text = tk__read_name(r, node, TK_THING_CALENDAR);

	if (!text || r->policy || strcmp(text, "cn") == 0 || strcmp(text, "always") == 0)
		return text != NULL;
	TK_FIND(r, node, TK_D_UNKNOWN_CALENDAR, text, (size_t)node->len, TK_S(""));
	return false;
}

static void read_include(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct tk_calendar_form *)into)->include = tk__read_list(r, node, is_calendar);
}

static void read_makeup(struct tk_reading *r, const struct tk_node *node, void *into)
{
	const char *text = tk__read_text(r, node);
	int day = text ? weekday(text, node->len) : 0;

	if (day < 0)
		TK_FIND(r, node, TK_D_WEEKDAY, text, (size_t)node->len);
	else
		((struct tk_calendar_form *)into)->makeup = day;
}

static void read_label(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	tk__read_label(r, node);
}

static const struct tk_part calendar_parts[] = {
	{"label", read_label, false},       {"timezone", read_timezone, false}, {"week", read_week, false},
	{"holidays", read_holidays, false}, {"dates", read_dates, false},       {"include", read_include, false},
	{"makeup", read_makeup, false},
};

static bool is_ever_open(const struct tk_calendar_form *calendar)
{
	size_t intervals = 0;

	for (int d = 0; d < 7; d++)
		intervals += calendar->week[d].count;
	for (size_t i = 0; i < calendar->nspecial; i++)
		intervals += calendar->special[i].hours.count;
	return intervals > 0;
}

void tk__calendar_read(struct tk_reading *r, const struct tk_node *node, struct tk_calendar_form *ret)
{
	size_t before = r->nfound;

	*ret = (struct tk_calendar_form){.node = node, .name = node->key ? node->key->text : NULL};
	if (!tk__read_map(r, node, calendar_parts, COUNT(calendar_parts), ret))
		return;
	if (r->nfound == before && !is_ever_open(ret))
		TK_FIND(r, tk__key_node(node), TK_D_CALENDAR_CLOSED);
}

static void read_one(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_calendar_form calendar;

	(void)into;
	if (strcmp(node->key->text, "always") == 0 || strcmp(node->key->text, "cn") == 0)
		TK_FIND(r, node->key, TK_D_CALENDAR_BUILTIN, node->key->text, (size_t)node->key->len);
	tk__calendar_read(r, node, &calendar);
}

/* Whether `name` can be reached from a calendar by its includes, in at most `steps`. */
static bool reaches(const struct tk_node *all, const struct tk_node *from, const char *name, unsigned *steps)
{
	const struct tk_node *include = tk_node_get(from, "include");
	const struct tk_node *n = include && include->kind == TK_NODE_SEQ ? include->first : include;

	for (; n && n->text && *steps; n = include->kind == TK_NODE_SEQ ? n->next : NULL) {
		--*steps;
		if (strcmp(n->text, name) == 0 || reaches(all, tk_node_get(all, n->text), name, steps))
			return true;
	}
	return false;
}

void tk__read_calendars(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_one, into);
	for (const struct tk_node *n = node->kind == TK_NODE_MAP ? node->first : NULL; n; n = n->next) {
		unsigned steps = 1000;
		size_t mark = tk__read_enter(r, n->key->text);
		if (reaches(node, n, n->key->text, &steps))
			TK_FIND(r, tk_node_get(n, "include"), TK_D_CALENDAR_CYCLE, n->key->text, (size_t)n->key->len);
		tk__read_leave(r, mark);
	}
}
