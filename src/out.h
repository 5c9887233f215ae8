/*
 * Output: commands hand over records, a format writes them.
 *
 * A record is a row of values (struct tk_value: the kind says what they are); columns say what they are called. Machine
 * formats (csv tsv json jsonl ids template) name columns by their field names and write values as files have them:
 *times in RFC 3339, durations in whole seconds, amounts with two places, words as their ids, the same bytes under every
 * locale and terminal.  Table and markdown are for people: labels in their language, local times, 3d4h.
 *
 * Writing is sticky: rows after a failure do nothing, and out_end() tells once.
 *
 *	struct out *out;
 *	if (out_new(&options, &out, err) == TK_OK) {
 *		status = out_begin(out, columns, n, err);      // fails only where the template does not fit the columns
 *		while (status == TK_OK && next(values))
 *			out_row(out, values);
 *		if (status == TK_OK)
 *			status = out_end(out, err);            // TK_SYSTEM (SYS_WRITE), TK_NOMEM
 *		out_free(out);
 *	}
 */
#ifndef OUT_H
#define OUT_H

#include <stdio.h>

#include "ticket/policy.h"
#include "ticket/ticket.h"
#include "ticket/zone.h"

enum out_format {
	OUT_TABLE,    /* aligned columns, heading, fitted to a terminal; nothing at all for no rows */
	OUT_CSV,      /* RFC 4180 with LF, every field quoted; lists joined by "; ", records as JSON; absent = "" */
	OUT_TSV,      /* tab-separated; \t \n \r \\ for these characters; cells as in CSV */
	OUT_JSON,     /* one array of objects, nested like the ticket file; absent = null */
	OUT_JSONL,    /* the same objects, one a line */
	OUT_MARKDOWN, /* a table of GitHub's kind */
	OUT_IDS,      /* the column id (else ticket, else the first), one a line */
	OUT_TEMPLATE  /* see out_template.h */
};

/* The formats' names, NULL-terminated, in the order of the enum (without template). */
extern const char *const out_formats[];

struct out_column {
	const char *name;  /* machine name; dots nest in JSON */
	const char *label; /* for people, already translated; NULL = name */
	enum tk_kind kind;
	int field;           /* TK_FIELD_… whose values these are, or -1 */
	enum tk_words words; /* of kind WORD without a field: labels in tables */
	bool keep;           /* a table never cuts it */
};

struct out_options {
	enum out_format format;
	FILE *file;
	const char *template;           /* OUT_TEMPLATE */
	bool csv_safe;                  /* mark cells that a spreadsheet would run: a leading ' before = + - @ tab CR */
	bool no_heading;                /* csv, tsv, table: no heading line */
	const struct tk_zone *zone;     /* for derived times and people's times; NULL = UTC */
	const struct tk_policy *policy; /* for labels of categories and teams in tables; may be NULL */
	const char *language;           /* of those labels; NULL = "en" */
	size_t width;                   /* of the terminal; 0 = no limit */
	bool color;                     /* tables */
};

struct out;

/* Makes a writer; nothing is written yet.  `options` is copied, what it points to is lent.  TK_NOMEM. */
enum tk_status out_new(const struct out_options *options, struct out **ret, struct tk_error *err);
void out_free(struct out *out);

/* Names the columns (copied; the texts are lent).  At most OUT_COLUMNS_MAX.  TK_INVALID for a bad template. */
enum { OUT_COLUMNS_MAX = 256 };
enum tk_status out_begin(struct out *out, const struct out_column *columns, size_t n, struct tk_error *err);

/* One record; a value for every column, lent for the call. */
void out_row(struct out *out, const struct tk_value *values);

/* A whole ticket with its log and unknown keys, in the formats json and jsonl; others write nothing of it.  After
 * out_begin() with no columns. */
void out_ticket(struct out *out, const struct tk_ticket *ticket);

/* Ends the output and flushes the file.  TK_SYSTEM (SYS_WRITE with errno) when anything could not be written. */
enum tk_status out_end(struct out *out, struct tk_error *err);

/* Values that commands compute. */
struct tk_value out_int(int64_t number);
struct tk_value out_text(const char *text); /* NULL = absent */
struct tk_value out_time(tk_time at);       /* TK_TIME_NONE = absent */
struct tk_value out_span(int64_t seconds);
struct tk_value out_bool(bool yes);
/* A list of texts, of kind TK_KIND_LIST without a node: `items` are `len` bytes, a NUL behind each item. */
struct tk_value out_list(const char *items, size_t len);
struct tk_value out_absent(void);

#endif
