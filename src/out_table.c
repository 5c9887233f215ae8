/*
 * table and markdown: cells are made as rows come, and written when all widths are known.
 *
 * On a terminal the widest columns of free text give way until a line fits, each keeping at least MIN_WIDTH columns;
 * a cut cell ends in "…".  Without a terminal nothing is cut.
 */
#include <stdlib.h>
#include <string.h>

#include "ticket/text.h"

#include "out_impl.h"

enum { GAP = 2, MIN_WIDTH = 8, FIRST_ROOM = 1024 };

struct cell {
	size_t at, len; /* in the text of all cells */
	size_t width;
	bool urgent;
};

struct table {
	struct tk_str text;
	struct cell *cell;
	size_t ncell, room;
	size_t width[OUT_COLUMNS_MAX];
};

static bool grow(struct table *table)
{
	size_t room = table->room == 0 ? FIRST_ROOM : table->room * 2;
	if (table->ncell < table->room)
		return true;
	if (room > SIZE_MAX / sizeof *table->cell)
		return false;
	struct cell *cell = realloc(table->cell, room * sizeof *cell);
	if (cell == NULL)
		return false;
	table->cell = cell;
	table->room = room;
	return true;
}

/* Closes the cell whose text was appended from `at` on. */
static void end_cell(struct out *out, size_t column, size_t at, bool urgent)
{
	struct table *table = out->state;
	if (tk_str_status(&table->text, NULL) != TK_OK || !grow(table)) {
		out_no_memory(out);
		return;
	}
	size_t len = table->text.len - at, width = tk_text_width(table->text.data + at, len);
	table->cell[table->ncell++] = (struct cell){.at = at, .len = len, .width = width, .urgent = urgent};
	if (width > table->width[column])
		table->width[column] = width;
}

static void clear(struct out *out)
{
	struct table *table = out->state;
	if (table == NULL)
		return;
	tk_str_clear(&table->text);
	free(table->cell);
	free(table);
	out->state = NULL;
}

static enum tk_status begin(struct out *out, struct tk_error *err)
{
	struct table *table = calloc(1, sizeof *table);
	if (table == NULL) {
		if (err != NULL)
			err->diag = TK_D_NOMEM;
		return TK_NOMEM;
	}
	out->state = table;
	tk_str_init(&table->text, SIZE_MAX / 2);
	for (size_t i = 0; i < out->ncolumn && !out->options.no_heading; i++) {
		size_t at = table->text.len;
		tk_text_safe(&table->text, out->column[i].label, strlen(out->column[i].label), false);
		end_cell(out, i, at, false);
	}
	return TK_OK;
}

static void row(struct out *out, const struct tk_value *values)
{
	struct table *table = out->state;
	for (size_t i = 0; i < out->ncolumn && out->failed == TK_OK; i++) {
		size_t at = table->text.len;
		bool urgent = out->column[i].field == TK_FIELD_PRIORITY && values[i].set && values[i].number == 0;
		out_human(out, &table->text, &out->column[i], &values[i]);
		end_cell(out, i, at, urgent);
	}
}

/* ---- table ---- */

static bool gives_way(const struct out_column *column)
{
	enum tk_kind kind = column->kind;
	return !column->keep && (kind == TK_KIND_TEXT || kind == TK_KIND_PARA || kind == TK_KIND_NAME ||
				 kind == TK_KIND_WORD || kind == TK_KIND_LIST);
}

/* The widest column that may still be cut, or ncolumn. */
static size_t widest(const struct out *out, const size_t *width)
{
	size_t best = out->ncolumn;
	for (size_t i = 0; i < out->ncolumn; i++)
		if (gives_way(&out->column[i]) && width[i] > MIN_WIDTH &&
		    (best == out->ncolumn || width[i] > width[best]))
			best = i;
	return best;
}

static void fit(const struct out *out, size_t *width)
{
	size_t total = out->ncolumn == 0 ? 0 : GAP * (out->ncolumn - 1), limit = out->options.width;
	size_t most = limit > MIN_WIDTH ? limit : MIN_WIDTH; /* for one column */
	if (limit == 0)
		return;
	for (size_t i = 0; i < out->ncolumn; i++) {
		if (gives_way(&out->column[i]) && width[i] > most)
			width[i] = most;
		total += width[i];
	}
	for (; total > limit; total--) {
		size_t column = widest(out, width);
		if (column == out->ncolumn)
			return;
		width[column]--;
	}
}

static void put_cell(struct out *out, const struct cell *cell, size_t column, size_t width, bool head)
{
	const struct table *table = out->state;
	const char *text = table->text.data + cell->at;
	bool cut = cell->width > width, last = column + 1 == out->ncolumn;
	bool right = out_is_number(out->column[column].kind);
	const char *style = !out->options.color ? NULL : head ? "\033[1m" : cell->urgent ? "\033[1;31m" : NULL;
	size_t len = cut ? tk_text_fit(text, cell->len, width - 1) : cell->len;
	size_t used = cut ? tk_text_width(text, len) + 1 : cell->width;
	if (column > 0)
		tk_str_fill(&out->buf, ' ', GAP);
	if (right)
		tk_str_fill(&out->buf, ' ', width - used);
	if (style != NULL)
		tk_str_puts(&out->buf, style);
	tk_str_add(&out->buf, text, len);
	if (cut)
		tk_str_puts(&out->buf, "…");
	if (style != NULL)
		tk_str_puts(&out->buf, "\033[0m");
	if (!right && !last)
		tk_str_fill(&out->buf, ' ', width - used);
}

static void trim_line(struct tk_str *buf)
{
	while (buf->len > 0 && buf->data[buf->len - 1] == ' ')
		buf->data[--buf->len] = '\0';
}

static void table_end(struct out *out)
{
	struct table *table = out->state;
	if (out->nrow == 0)
		return;
	fit(out, table->width);
	for (size_t i = 0; i < table->ncell; i++) {
		size_t column = i % out->ncolumn;
		bool head = !out->options.no_heading && i < out->ncolumn;
		put_cell(out, &table->cell[i], column, table->width[column], head);
		if (column + 1 == out->ncolumn) {
			trim_line(&out->buf);
			tk_str_putc(&out->buf, '\n');
			out_flush(out, false);
		}
	}
}

/* ---- markdown ---- */

/* What would end the cell, or begin a tag, link or code. */
static void put_marked(struct tk_str *buf, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (strchr("\\|<[`", text[i]) != NULL)
			tk_str_putc(buf, '\\');
		tk_str_putc(buf, text[i]);
	}
}

static void markdown_line(struct out *out, const struct cell *cell)
{
	const struct table *table = out->state;
	tk_str_putc(&out->buf, '|');
	for (size_t i = 0; i < out->ncolumn; i++) {
		tk_str_putc(&out->buf, ' ');
		put_marked(&out->buf, table->text.data + cell[i].at, cell[i].len);
		tk_str_puts(&out->buf, cell[i].len > 0 ? " |" : "|");
	}
	tk_str_putc(&out->buf, '\n');
}

static enum tk_status markdown_begin(struct out *out, struct tk_error *err)
{
	out->options.no_heading = false; /* there is no such table without one */
	return begin(out, err);
}

static void markdown_end(struct out *out)
{
	const struct table *table = out->state;
	if (out->ncolumn == 0)
		return;
	markdown_line(out, table->cell);
	tk_str_putc(&out->buf, '|');
	for (size_t i = 0; i < out->ncolumn; i++)
		tk_str_puts(&out->buf, out_is_number(out->column[i].kind) ? " ---: |" : " --- |");
	tk_str_putc(&out->buf, '\n');
	for (size_t i = out->ncolumn; i < table->ncell; i += out->ncolumn) {
		markdown_line(out, &table->cell[i]);
		out_flush(out, false);
	}
}

const struct out_writer out_table_writer = {.begin = begin, .row = row, .end = table_end, .clear = clear};
const struct out_writer out_markdown_writer = {
	.begin = markdown_begin, .row = row, .end = markdown_end, .clear = clear};
