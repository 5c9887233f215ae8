/* What the writers of the formats share. */
#ifndef OUT_IMPL_H
#define OUT_IMPL_H

#include "out.h"

struct out {
	struct out_options options;
	const struct out_writer *writer;
	struct out_column column[OUT_COLUMNS_MAX];
	size_t ncolumn;
	size_t nrow;
	struct tk_str buf;  /* what is not yet written */
	struct tk_str cell; /* one value being made */
	enum tk_status failed;
	int sys;     /* errno of a failed write */
	void *state; /* the writer's own */
};

/* One format.  `begin` may fail because of the template or memory; `end` writes what is left; `clear` frees `state`.
 * All but `begin` and `row` may be NULL. */
struct out_writer {
	enum tk_status (*begin)(struct out *out, struct tk_error *err);
	void (*row)(struct out *out, const struct tk_value *values);
	void (*ticket)(struct out *out, const struct tk_ticket *ticket);
	void (*end)(struct out *out);
	void (*clear)(struct out *out);
};

extern const struct out_writer out_table_writer, out_csv_writer, out_tsv_writer, out_json_writer, out_jsonl_writer,
	out_markdown_writer, out_ids_writer, out_template_writer;

/* Writes out the buffer when it has grown, or at once. */
void out_flush(struct out *out, bool all);
/* Remembers that memory ran out. */
void out_no_memory(struct out *out);

/* A value as machines get it, appended as text without any quoting. */
void out_plain(const struct out *out, struct tk_str *buf, const struct out_column *column,
	       const struct tk_value *value);
/* A value as people get it, on one line, safe for a terminal. */
void out_human(const struct out *out, struct tk_str *buf, const struct out_column *column,
	       const struct tk_value *value);
/* Whether a column is aligned to the right: numbers and durations. */
bool out_is_number(enum tk_kind kind);

#endif
