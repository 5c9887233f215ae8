#include "month.h"

#include <string.h>

#include "ticket/text.h"

#include "i18n.h"

enum { DAYS = 7, DAY_SECONDS = 86400, CELL_MAX = 256 };

static const char *const weekdays[DAYS] = {NC_("weekday", "Mon"), NC_("weekday", "Tue"), NC_("weekday", "Wed"),
					   NC_("weekday", "Thu"), NC_("weekday", "Fri"), NC_("weekday", "Sat"),
					   NC_("weekday", "Sun")};

/* One month and how wide its columns are. */
struct picture {
	const struct tk_calendar *calendar;
	int64_t from, to;    /* the days that are shown */
	int64_t first, last; /* the month's */
	size_t width[DAYS];
};

void month_hours(struct tk_str *out, const struct tk_hours *hours)
{
	int open = hours->open / 60;
	int close = (hours->close > DAY_SECONDS ? hours->close - DAY_SECONDS : hours->close) / 60;
	tk_str_printf(out, "%02d:%02d-%02d:%02d", open / 60, open % 60, close / 60, close % 60);
}

static const char *mark(enum tk_day_kind kind)
{
	switch (kind) {
	case TK_DAY_WEEK:
		break;
	case TK_DAY_HOLIDAY:
		return C_("day", "off");
	case TK_DAY_MAKEUP:
		return C_("day", "work");
	case TK_DAY_DATE:
		return "*";
	}
	return NULL;
}

/* Line 0 of a day is its number and mark, the others are its hours; false past the last. */
static bool put_cell(const struct picture *p, int64_t date, size_t line, struct tk_str *out)
{
	struct tk_calendar_day day;
	struct tk_civil civil;
	tk_str_reset(out);
	if (date < p->from || date > p->to || date < p->first || date > p->last)
		return false;
	tk_calendar_day(p->calendar, date, &day);
	if (line > day.count)
		return false;
	if (line > 0) {
		month_hours(out, &day.hours[line - 1]);
		return true;
	}
	tk_days_civil(date, &civil);
	tk_str_printf(out, "%d", civil.day);
	if (mark(day.kind) != NULL) {
		tk_str_putc(out, ' ');
		tk_str_puts(out, mark(day.kind));
	}
	return true;
}

static size_t width_of(const struct tk_str *text)
{
	return tk_text_width(text->data, text->len);
}

static void measure(struct picture *p, struct tk_str *cell)
{
	for (int i = 0; i < DAYS; i++)
		p->width[i] = tk_text_width(C_("weekday", weekdays[i]), strlen(C_("weekday", weekdays[i])));
	for (int64_t date = p->first; date <= p->last; date++)
		for (size_t line = 0; put_cell(p, date, line, cell); line++) {
			size_t *width = &p->width[tk_days_weekday(date)];
			*width = width_of(cell) > *width ? width_of(cell) : *width;
		}
}

/* Ends a line without the blanks that fill its last columns. */
static void end_line(struct tk_str *out)
{
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	tk_str_putc(out, '\n');
}

static void put_column(struct tk_str *out, const char *text, size_t len, size_t width)
{
	tk_str_add(out, text, len);
	tk_str_fill(out, ' ', width + 2 - tk_text_width(text, len));
}

static void put_week(const struct picture *p, int64_t monday, struct tk_str *cell, struct tk_str *out)
{
	bool more = true;
	for (size_t line = 0; more; line++) {
		size_t begin = out->len;
		more = false;
		for (int i = 0; i < DAYS; i++) {
			more = put_cell(p, monday + i, line, cell) || more;
			put_column(out, cell->data, cell->len, p->width[i]);
		}
		if (more) {
			end_line(out);
		} else { /* a line of blanks */
			out->len = begin;
			out->data[begin] = '\0';
		}
	}
}

static void put_month(struct picture *p, struct tk_str *cell, struct tk_str *out)
{
	struct tk_civil civil;
	tk_days_civil(p->first, &civil);
	measure(p, cell);
	tk_str_printf(out, "%04d-%02d  ", civil.year, civil.month);
	tk_str_puts(out, tk_calendar_name(p->calendar));
	tk_str_puts(out, "  ");
	tk_str_puts(out, tk_zone_name(tk_calendar_zone(p->calendar)));
	tk_str_putc(out, '\n');
	for (int i = 0; i < DAYS; i++)
		put_column(out, C_("weekday", weekdays[i]), strlen(C_("weekday", weekdays[i])), p->width[i]);
	end_line(out);
	for (int64_t monday = p->first - tk_days_weekday(p->first); monday <= p->last; monday += DAYS)
		put_week(p, monday, cell, out);
}

/* ---- lists of days ---- */

static bool same_days(const struct tk_calendar *calendar, int64_t a, int64_t b, const char *language)
{
	struct tk_calendar_day x, y;
	const char *name = tk_calendar_day_name(calendar, a, language);
	const char *other = tk_calendar_day_name(calendar, b, language);
	tk_calendar_day(calendar, a, &x);
	tk_calendar_day(calendar, b, &y);
	return x.kind == y.kind && x.hours == y.hours && x.count == y.count &&
	       (name == NULL ? other == NULL : other != NULL && strcmp(name, other) == 0);
}

static void put_dates(struct tk_str *out, int64_t from, int64_t to)
{
	char text[TK_TIME_TEXT];
	tk_str_puts(out, tk_date_format(from, text));
	if (to == from) {
		tk_str_fill(out, ' ', 12);
		return;
	}
	tk_str_puts(out, "..");
	tk_str_puts(out, tk_date_format(to, text));
}

static const char *kind_label(enum tk_day_kind kind)
{
	switch (kind) {
	case TK_DAY_WEEK:
		break;
	case TK_DAY_HOLIDAY:
		return _("holiday");
	case TK_DAY_MAKEUP:
		return _("make-up day");
	case TK_DAY_DATE:
		return _("own hours");
	}
	return "";
}

static void put_run(struct tk_str *out, const struct tk_calendar *calendar, int64_t from, int64_t to,
		    const char *language)
{
	struct tk_calendar_day day;
	const char *name = tk_calendar_day_name(calendar, from, language);
	tk_calendar_day(calendar, from, &day);
	put_dates(out, from, to);
	tk_str_puts(out, "  ");
	tk_str_puts(out, kind_label(day.kind));
	if (name != NULL) {
		tk_str_puts(out, _(": "));
		tk_str_puts(out, name);
	}
	if (day.kind != TK_DAY_HOLIDAY)
		tk_str_puts(out, day.count > 0 ? "  " : _("  closed"));
	for (size_t i = 0; i < day.count; i++) {
		tk_str_puts(out, i > 0 ? ", " : "");
		month_hours(out, &day.hours[i]);
	}
	tk_str_putc(out, '\n');
}

/* What is not as its weekday, neighbouring days of one kind in one line. */
static void put_exceptions(struct tk_str *out, const struct tk_calendar *calendar, int64_t from, int64_t to,
			   const char *language)
{
	for (int64_t date = from, end; date <= to; date = end + 1) {
		struct tk_calendar_day day;
		tk_calendar_day(calendar, date, &day);
		for (end = date; end < to && same_days(calendar, date, end + 1, language);)
			end++;
		if (day.kind != TK_DAY_WEEK)
			put_run(out, calendar, date, end, language);
	}
}

void month_put(struct tk_str *out, const struct tk_calendar *calendar, int64_t from, int64_t to, const char *language)
{
	struct picture p = {.calendar = calendar, .from = from, .to = to};
	struct tk_str cell;
	struct tk_civil civil;
	tk_str_init(&cell, CELL_MAX);
	tk_days_civil(from, &civil);
	while ((p.first = tk_days(civil.year, civil.month, 1)) <= to) {
		civil.month = civil.month == 12 ? 1 : civil.month + 1;
		civil.year += civil.month == 1;
		p.last = tk_days(civil.year, civil.month, 1) - 1;
		put_month(&p, &cell, out);
		tk_str_putc(out, '\n');
	}
	tk_str_clear(&cell);
	put_exceptions(out, calendar, from, to, language);
}
