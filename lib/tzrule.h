/*
 * The rule for all later years that stands at the end of a time zone file: "CET-1CEST,M3.5.0,M10.5.0/3".
 *
 *	if (tk__tzrule_parse(text, len, &rule) && rule.has_summer)
 *		begin = tk__tzrule_instant(&rule.begin, 2050) - rule.standard;
 */
#ifndef TK_TZRULE_H
#define TK_TZRULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tk__tzrule_kind {
	TK__TZ_JULIAN,     /* Jn: day 1 to 365, 29 February never counted */
	TK__TZ_DAY,        /* n: day 0 to 365 */
	TK__TZ_MONTH_WEEK, /* Mm.w.d: weekday d (0 = Sunday) of week w (5 = last) of month m */
};

struct tk__tzrule_date {
	enum tk__tzrule_kind kind;
	int day, week, month;
	int32_t time; /* seconds after local midnight, -167 h to 167 h */
};

struct tk__tzrule {
	bool has_summer;
	int32_t standard, summer; /* seconds east */
	struct tk__tzrule_date begin, end;
};

/* Reads a rule; an empty text is one without summer time.  False when it is none. */
bool tk__tzrule_parse(const char *text, size_t len, struct tk__tzrule *ret);

/* Local seconds since 1970 of a date of the rule in a year. */
int64_t tk__tzrule_instant(const struct tk__tzrule_date *date, int year);

#endif
