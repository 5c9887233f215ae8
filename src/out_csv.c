/*
 * csv and tsv.
 *
 * CSV quotes every field and changes no byte: what is in the file comes out, also what a spreadsheet would run as a
 * formula.  `csv_safe` marks such cells with a leading '.  TSV has no quotes: the characters that would end a cell are
 * written \t \n \r, and the backslash \\.
 */
#include <string.h>

#include "out_impl.h"

/* One cell's text, built beside the buffer since quoting needs to look at it.  Lent until the next call. */
static const struct tk_str *cell_text(struct out *out, size_t column, const struct tk_value *value)
{
	struct tk_str *cell = &out->cell;
	tk_str_reset(cell);
	out_plain(out, cell, &out->column[column], value);
	if (tk_str_status(cell, NULL) != TK_OK)
		out_no_memory(out);
	return cell;
}

static void put_csv(struct out *out, const char *text, size_t len)
{
	tk_str_putc(&out->buf, '"');
	if (out->options.csv_safe && len > 0 && strchr("=+-@\t\r", text[0]) != NULL)
		tk_str_putc(&out->buf, '\'');
	for (const char *quote; (quote = memchr(text, '"', len)) != NULL;) {
		size_t n = (size_t)(quote - text) + 1;
		tk_str_add(&out->buf, text, n);
		tk_str_putc(&out->buf, '"');
		text += n;
		len -= n;
	}
	tk_str_add(&out->buf, text, len);
	tk_str_putc(&out->buf, '"');
}

static void put_tsv(struct out *out, const char *text, size_t len)
{
	static const char special[] = "\t\n\r\\", letters[] = "tnr\\";
	for (size_t i = 0; i < len; i++) {
		const char *found = memchr(special, text[i], sizeof special - 1);
		if (found == NULL) {
			tk_str_putc(&out->buf, text[i]);
		} else {
			tk_str_putc(&out->buf, '\\');
			tk_str_putc(&out->buf, letters[found - special]);
		}
	}
}

static void heading(struct out *out, char between, void (*put)(struct out *, const char *, size_t))
{
	for (size_t i = 0; i < out->ncolumn && !out->options.no_heading; i++) {
		if (i > 0)
			tk_str_putc(&out->buf, between);
		put(out, out->column[i].name, strlen(out->column[i].name));
	}
	if (!out->options.no_heading)
		tk_str_putc(&out->buf, '\n');
}

static void row(struct out *out, const struct tk_value *values, char between,
		void (*put)(struct out *, const char *, size_t))
{
	for (size_t i = 0; i < out->ncolumn; i++) {
		const struct tk_str *cell = cell_text(out, i, &values[i]);
		if (i > 0)
			tk_str_putc(&out->buf, between);
		put(out, cell->data, cell->len);
	}
	tk_str_putc(&out->buf, '\n');
}

static enum tk_status csv_begin(struct out *out, struct tk_error *err)
{
	(void)err;
	heading(out, ',', put_csv);
	return TK_OK;
}

static void csv_row(struct out *out, const struct tk_value *values)
{
	row(out, values, ',', put_csv);
}

static enum tk_status tsv_begin(struct out *out, struct tk_error *err)
{
	(void)err;
	heading(out, '\t', put_tsv);
	return TK_OK;
}

static void tsv_row(struct out *out, const struct tk_value *values)
{
	row(out, values, '\t', put_tsv);
}

const struct out_writer out_csv_writer = {.begin = csv_begin, .row = csv_row};
const struct out_writer out_tsv_writer = {.begin = tsv_begin, .row = tsv_row};
