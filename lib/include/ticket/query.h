/*
 * The query language and listings: one for list, report, search, check and everything that selects tickets.
 *
 *	status:open priority:P1,P2 -category:logistics received:2026-10 age:>3d assignee:li text:"无法启动"
 *
 * A query is a conjunction of terms `[-]key:value[,value…]`; key is a field of the table, a value one of: a word, a
 * range (A..B), a comparison (>, >=, <, <=), `none` or `any` (absent, present), text with * as wildcard for text
 * fields.  A term without a key is text: that must occur in title, problem, notes or resolution, folded.  Of a field
 * inside a group the last part of its name will do where no other field ends in it (model for product.model).
 *
 *	value     meaning
 *	P1,P2     one of these
 *	open      of status: not resolved, closed, cancelled or merged
 *	none any  the field is absent, present (in double quotes: the word itself)
 *	>=2d      < <= > >= for times, dates, durations, numbers, and words that have an order (as priorities)
 *	A..B      both ends included (but a moment of time at the end is not), either may be missing;
 *	          times and dates may be given as a month, quarter or year (2026-10, 2026Q3), which is all of it
 *	X-2*      text, folded; the whole of a one-line field, a part of title, text and other long ones; * is anything
 *	TS2026    of ticket numbers: how they begin or end
 *	"a, b"    in double quotes nothing is special but \" and \\; outside, \ takes the next character as it is
 */
#ifndef TICKET_QUERY_H
#define TICKET_QUERY_H

#include "ticket/policy.h"
#include "ticket/ticket.h"
#include "ticket/zone.h"

struct tk_desk;
struct tk_query;

/* Parses terms (one element may hold several; a space splits only where a new `key:` follows).  Names are checked
 * against the field table, words against the lists and, when a policy is given, its names (categories, teams …) too.
 * TK_INVALID: UNKNOWN_FIELD with a suggestion (or "") as second argument, and what ticket/diag/query.def and the
 * readers of values say.  TK_SYNTAX: QUERY_QUOTE, NOT_UTF8.  Lives in the arena. */
enum tk_status tk_query_parse(struct tk_arena *arena, const char *const *terms, size_t n, const struct tk_zone *zone,
			      tk_time now, const struct tk_policy *policy, struct tk_query **ret, struct tk_error *err);
/* Whether the row is one of those asked for; a NULL query matches all. */
bool tk_query_matches(const struct tk_query *query, const struct tk_row *row);
/* The query in its canonical form: one line that parses to the same query. */
void tk_query_text(const struct tk_query *query, struct tk_str *out);

/* "-received,priority": fields with an optional minus for falling order. */
struct tk_sort {
	int field;
	bool falling;
};

/*
 * A listing: the rows of a desk that match, with the fields asked for, sorted.  Values are copies in the listing's own
 * arena.  Tickets that cannot be read go to `sink` and are counted in `broken`.
 */
struct tk_listing;
struct tk_listing_spec {
	size_t size;
	const struct tk_query *query; /* NULL: all */
	const int *fields;
	size_t nfield;
	const struct tk_sort *sort;
	size_t nsort; /* none: order of ids */
	size_t limit; /* 0 = all */
	tk_time now;
	const struct tk_sink *sink; /* may be NULL */
};
enum tk_status tk_listing_make(struct tk_desk *desk, const struct tk_listing_spec *spec, struct tk_listing **ret,
			       struct tk_error *err);
void tk_listing_free(struct tk_listing *listing);
size_t tk_listing_rows(const struct tk_listing *listing);
size_t tk_listing_broken(const struct tk_listing *listing);
/* Value of the `column`-th field asked for. */
struct tk_value tk_listing_value(const struct tk_listing *listing, size_t row, size_t column);

/*
 * Counts: how many tickets match, by the values of some fields; the first form of `ticket report`.  Groups come in the
 * order of the words' own lists, else the policy's, else of bytes; absent values last.
 */
struct tk_counts;
struct tk_counts_spec {
	size_t size;
	const struct tk_query *query;
	const int *by;
	size_t nby; /* 1 to 4 fields */
	tk_time now;
	const struct tk_policy *policy;
	const struct tk_sink *sink;
};
enum tk_status tk_counts_make(struct tk_desk *desk, const struct tk_counts_spec *spec, struct tk_counts **ret,
			      struct tk_error *err);
void tk_counts_free(struct tk_counts *counts);
size_t tk_counts_groups(const struct tk_counts *counts);
size_t tk_counts_total(const struct tk_counts *counts);
size_t tk_counts_broken(const struct tk_counts *counts);
size_t tk_counts_of(const struct tk_counts *counts, size_t group);
struct tk_value tk_counts_key(const struct tk_counts *counts, size_t group, size_t by);

#endif
