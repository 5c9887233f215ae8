#include "ledger.h"

#include <stdio.h>
#include <string.h>

#include "ticket/text.h"

#include "clocks.h"
#include "i18n.h"
#include "page.h"

enum { DAY = 86400, LABEL = 10, TEXT_AT = 14 };

static const char *const weekdays[] = {NC_("weekday", "Mon"), NC_("weekday", "Tue"), NC_("weekday", "Wed"),
				       NC_("weekday", "Thu"), NC_("weekday", "Fri"), NC_("weekday", "Sat"),
				       NC_("weekday", "Sun")};

/* ---- pieces ---- */

static void put_date(struct ctx *cx, struct tk_str *out, tk_time at)
{
	struct tk_civil c;
	tk_zone_civil(cx->zone, at, &c);
	tk_str_printf(out, "%04d-%02d-%02d ", c.year, c.month, c.day);
	tk_str_puts(out, C_("weekday", weekdays[tk_days_weekday(tk_zone_date(cx->zone, at))]));
}

static void put_clock(struct ctx *cx, struct tk_str *out, tk_time at)
{
	struct tk_civil c;
	tk_zone_civil(cx->zone, at, &c);
	tk_str_printf(out, "%02d:%02d:%02d", c.hour, c.minute, c.second);
}

static void put_time(struct ctx *cx, struct tk_str *out, tk_time at)
{
	put_date(cx, out, at);
	tk_str_putc(out, ' ');
	put_clock(cx, out, at);
}

/* "2026-11-22 Sun 09:00:00 - 18:00:00"; the end has its date where that is another day. */
static void put_range(struct ctx *cx, struct tk_str *out, tk_time from, tk_time to)
{
	put_time(cx, out, from);
	tk_str_puts(out, " - ");
	if (tk_zone_date(cx->zone, from) == tk_zone_date(cx->zone, to))
		put_clock(cx, out, to);
	else
		put_time(cx, out, to);
}

static void put_span(struct tk_str *out, int64_t seconds)
{
	char text[TK_SPAN_TEXT];
	if (seconds < 0)
		tk_str_putc(out, '-');
	tk_str_puts(out, tk_span_format((struct tk_span){seconds < 0 ? -seconds : seconds, 0}, text));
}

/* A label in a column of its own. */
static void put_label(struct tk_str *out, const char *label)
{
	size_t width = tk_text_width(label, strlen(label));
	tk_str_puts(out, "  ");
	tk_str_puts(out, label);
	tk_str_fill(out, ' ', width < LABEL ? LABEL - width : 1);
	tk_str_puts(out, "  ");
}

static void put_safe(struct tk_str *out, const char *text)
{
	tk_text_safe(out, text, strlen(text), false);
}

static void put_entry(struct ctx *cx, struct tk_str *out, const struct tk_entry *entry)
{
	put_safe(out, page_event_label(cx, entry->event));
	if (entry->by[0] == '\0')
		return;
	tk_str_puts(out, C_("hint", " ("));
	put_safe(out, entry->by);
	tk_str_puts(out, C_("hint", ")"));
}

/* ---- parts ---- */

static void put_day(struct tk_str *out, const struct tk_ledger *part)
{
	const char *name = tk_calendar_day_name(part->calendar, part->date, i18n_language());
	const char *kind = part->day == TK_DAY_HOLIDAY  ? _("holiday")
			   : part->day == TK_DAY_MAKEUP ? _("make-up day")
			   : part->day == TK_DAY_DATE   ? _("hours of its own")
							: NULL;
	if (kind == NULL)
		return;
	tk_str_puts(out, "  ");
	tk_str_puts(out, kind);
	if (name == NULL)
		return;
	tk_str_puts(out, _(": "));
	put_safe(out, name);
}

static void put_waited(struct tk_str *out, const struct tk_entry *entry)
{
	size_t len = 0;
	const struct tk_node *what = entry == NULL ? NULL : tk_node_get(entry->node, "for");
	const char *text = what == NULL ? NULL : tk_node_text(what, &len);
	int word = text == NULL ? -1 : tk_word_find(TK_WORDS_WAIT, text, len);
	if (word < 0)
		return;
	tk_str_puts(out, _(": "));
	tk_str_puts(out, _("waiting for"));
	tk_str_puts(out, " ");
	tk_str_puts(out, _(tk_words(TK_WORDS_WAIT, NULL)[word].label));
}

static void put_part(struct ctx *cx, struct tk_str *out, const struct tk_ledger *part)
{
	switch (part->kind) {
	case TK_LEDGER_START:
		put_label(out, C_("ledger", "start"));
		put_time(cx, out, part->from);
		tk_str_puts(out, "  ");
		put_entry(cx, out, part->entry);
		break;
	case TK_LEDGER_OPEN:
		put_label(out, C_("ledger", "counted"));
		put_range(cx, out, part->from, part->to);
		tk_str_puts(out, "  ");
		put_span(out, part->seconds);
		put_day(out, part);
		break;
	case TK_LEDGER_CLOSED:
		put_label(out, C_("ledger", "closed"));
		put_date(cx, out, part->from);
		put_day(out, part);
		break;
	case TK_LEDGER_PAUSED:
		put_label(out, C_("ledger", "paused"));
		put_range(cx, out, part->from, part->to);
		put_waited(out, part->entry);
		break;
	case TK_LEDGER_EXTENDED:
		put_label(out, C_("ledger", "extended"));
		put_time(cx, out, part->from);
		if (part->entry != NULL) {
			tk_str_puts(out, "  ");
			put_entry(cx, out, part->entry);
		}
		break;
	case TK_LEDGER_LEFT:
		put_label(out, C_("ledger", "left"));
		put_span(out, part->seconds);
		break;
	case TK_LEDGER_DUE:
		put_label(out, C_("clock", "due"));
		put_time(cx, out, part->from);
		tk_str_puts(out, "  = ");
		put_span(out, part->seconds);
		break;
	}
	tk_str_putc(out, '\n');
}

static void put_heading(struct tk_str *out, const struct tk_cycle *c)
{
	put_safe(out, clocks_label(c));
	tk_str_puts(out, C_("hint", " ("));
	put_safe(out, c->clock);
	if (c->cycle > 1 || c->repeating) {
		tk_str_putc(out, ' ');
		tk_str_int(out, c->cycle);
	}
	tk_str_puts(out, C_("hint", ")"));
	tk_str_puts(out, _(": "));
	tk_str_puts(out, clocks_state(c->state));
	if (c->remaining != TK_SECONDS_NONE) {
		tk_str_puts(out, _(", "));
		tk_str_puts(out, _("time left"));
		tk_str_putc(out, ' ');
		put_span(out, c->remaining);
	}
	if (c->state == TK_CYCLE_BREACHED) {
		tk_str_puts(out, _(", "));
		tk_str_puts(out, _("overdue"));
		tk_str_putc(out, ' ');
		put_span(out, c->overdue);
	}
	tk_str_putc(out, '\n');
}

/* The target, the row it comes from, the calendar, and the version of the policy where there are several. */
static void put_rule(struct ctx *cx, struct tk_str *out, const struct tk_explained *e)
{
	put_label(out, C_("ledger", "target"));
	put_span(out, e->cycle.target);
	tk_str_puts(out, "  ");
	put_safe(out, e->rule);
	tk_str_puts(out, "  ");
	tk_str_puts(out, _("calendar"));
	tk_str_putc(out, ' ');
	put_safe(out, e->cycle.calendar);
	tk_str_putc(out, '\n');
	if (e->cycle.holds == TK_TIME_NONE)
		return;
	put_label(out, C_("ledger", "policy"));
	tk_str_puts(out, _("since"));
	tk_str_putc(out, ' ');
	put_time(cx, out, e->cycle.holds);
	tk_str_putc(out, '\n');
}

void ledger_put(struct ctx *cx, const struct tk_explained *e, struct tk_str *out)
{
	put_heading(out, &e->cycle);
	for (size_t i = 0; i < e->npart; i++) {
		put_part(cx, out, &e->part[i]);
		if (i == 0)
			put_rule(cx, out, e);
	}
	if (e->cycle.original_due != e->cycle.due && e->cycle.original_due != TK_TIME_NONE && e->cycle.extended) {
		put_label(out, C_("ledger", "before"));
		put_time(cx, out, e->cycle.original_due);
		tk_str_putc(out, '\n');
	}
	if (e->cycle.stopped != TK_TIME_NONE) {
		put_label(out, C_("ledger", "stopped"));
		put_time(cx, out, e->cycle.stopped);
		tk_str_putc(out, '\n');
	}
}
