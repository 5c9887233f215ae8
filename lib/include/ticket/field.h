/*
 * The field table: every field of a ticket, once.
 *
 * Decoding, validation, --set, queries, list columns, CSV headers, completion and ticket-file(5) come from
 * ticket/field.def.  A field has a stable name as written in queries and on the command line; nested mappings are
 * written with a dot (customer.name).  Records are lists of small mappings (parts, visits); their sub-fields are rows
 * of their own (parts.number).  Derived fields are computed from the log and cannot be set.
 */
#ifndef TICKET_FIELD_H
#define TICKET_FIELD_H

#include "ticket/node.h"
#include "ticket/time.h"
#include "ticket/words.h"

enum tk_kind {
	TK_KIND_TEXT,    /* one line of free text */
	TK_KIND_PARA,    /* free text with line breaks */
	TK_KIND_WORD,    /* one of a list of ours */
	TK_KIND_NAME,    /* an id of the policy or staff: [a-z0-9][a-z0-9._-]*, any letters of any script allowed */
	TK_KIND_TICKET,  /* a ticket id */
	TK_KIND_TIME,    /* RFC 3339 with offset; number = tk_time */
	TK_KIND_DATE,    /* YYYY-MM-DD; number = days since 1970-01-01 */
	TK_KIND_SPAN,    /* derived only; number = seconds */
	TK_KIND_INT,     /* number */
	TK_KIND_MONEY,   /* decimal with at most two places; number = cents */
	TK_KIND_BOOL,    /* true or false; number = 0 or 1 */
	TK_KIND_LIST,    /* list of scalars of the field's `item` kind */
	TK_KIND_RECORDS, /* list of mappings */
	TK_KIND_MAP      /* mapping of scalars with free keys */
};

enum tk_field_flags {
	TK_F_REQUIRED = 1 << 0, /* no ticket without it */
	TK_F_LOGGED = 1 << 1,   /* every change is a log entry's `set`; replaying gives the head's value */
	TK_F_EVENT = 1 << 2,    /* only its own event sets it; --set refuses it */
	TK_F_DERIVED = 1 << 3,  /* computed, never in a file */
	TK_F_SUB = 1 << 4,      /* sub-field of a record list */
	TK_F_PRIVATE = 1 << 5   /* identifies a person */
};

enum tk_field_id {
#define TK_FIELD(id, name, kind, item, words, flags, max, label, doc) TK_FIELD_##id,
#include "ticket/field.def"
#undef TK_FIELD
	TK_FIELD_COUNT
};

struct tk_field {
	const char *name;
	enum tk_kind kind;
	enum tk_kind item;   /* lists: kind of the entries */
	enum tk_words words; /* words: which list */
	unsigned flags;
	unsigned max;      /* texts: most bytes; lists and records: most entries */
	const char *label; /* English, for gettext */
	const char *doc;   /* one sentence, English, for gettext */
};

/* A value as an accessor gives it: lent, valid as long as what it came from. */
struct tk_value {
	enum tk_kind kind;
	bool set;         /* false: the field is absent (or null) */
	const char *text; /* scalars: as in the file; NULL for spans and derived numbers */
	size_t len;
	int64_t number;             /* as the kind says; words: index in the list; times of derived fields too */
	const struct tk_node *node; /* lists, records, maps; may be NULL for derived ones */
};

/* The row of a field.  Static storage. */
const struct tk_field *tk_field(int id);
/* Finds a field by name; -1 when there is none. */
int tk_field_find(const char *name, size_t len);
/* The field name nearest to a wrong one, or NULL. */
const char *tk_field_suggest(const char *name, size_t len);

/*
 * Whether `text` is a value of the field, and which: the one place where text becomes a value.  Fills `ret` (text
 * lent).  Does not look at the policy.  TK_INVALID with the field set in *err.
 */
enum tk_status tk_field_value(int id, const char *text, size_t len, struct tk_value *ret, struct tk_error *err);

#endif
