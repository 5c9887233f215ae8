/*
 * The inside of struct tk_query: a conjunction of terms, each a disjunction of alternatives.
 *
 * Everything that can be wrong was found while parsing; matching cannot fail but for memory.  What was written is kept
 * beside what it means, so that the canonical text needs no second table of forms.
 */
#ifndef TK_QUERY_IMPL_H
#define TK_QUERY_IMPL_H

#include "ticket/query.h"

enum tk_alt_op {
	TK_ALT_NONE,  /* the field is absent */
	TK_ALT_ANY,   /* … present */
	TK_ALT_MASK,  /* a word whose bit is in `mask` */
	TK_ALT_RANGE, /* a number in lo..hi */
	TK_ALT_TEXT,  /* text of the form piece*piece*… */
	TK_ALT_ENDS   /* a ticket number that begins or ends like the one piece */
};

/* A value as written, quotes and backslashes taken off; special[i] tells whether byte i may mean more than itself. */
struct tk_written {
	const char *text;
	const bool *special;
	size_t len;
};

struct tk_piece {
	const char *text;
	size_t len;
};

struct tk_alt {
	struct tk_written written;
	enum tk_alt_op op;
	uint64_t mask;
	int64_t lo, hi;
	struct tk_piece *piece; /* the first is how it begins, the last how it ends; a lone one is all of it */
	size_t npiece;
};

struct tk_term {
	int field;
	int list; /* of a sub-field: its record list; else -1 */
	bool negated;
	bool folded; /* the texts of its alternatives are folded */
	struct tk_alt *alt;
	size_t nalt;
};

struct tk_query {
	struct tk_term *term;
	size_t nterm;
};

/* What the meaning of a value may depend on. */
struct tk_query_world {
	struct tk_arena *arena;
	const struct tk_zone *zone;
	tk_time now;
	const struct tk_policy *policy; /* may be NULL */
};

/* Fills in the meaning of `alt` from what was written; term->field, list and folded are set. */
enum tk_status tk__query_value(const struct tk_query_world *world, const struct tk_term *term, struct tk_alt *alt,
			       struct tk_error *err);
/* Whether texts of this field are compared folded, and whether a part of it is enough. */
bool tk__query_folds(int field);
bool tk__query_contains(int field);
/* Which of the policy's things a field names, if any. */
bool tk__query_thing(int field, enum tk_thing *ret);

/* As tk_query_matches(), with a string for folded texts that is kept from row to row; TK_NOMEM, TK_LIMIT. */
enum tk_status tk__query_match(const struct tk_query *query, const struct tk_row *row, struct tk_str *scratch,
			       bool *ret, struct tk_error *err);

#endif
