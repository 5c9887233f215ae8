#include "out.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "json.h"
#include "out_impl.h"

enum { FLUSH_AT = 1 << 16 };

const char *const out_formats[] = {"table", "csv", "tsv", "json", "jsonl", "markdown", "ids", NULL};

static const struct out_writer *const writers[] = {
	[OUT_TABLE] = &out_table_writer, [OUT_CSV] = &out_csv_writer,           [OUT_TSV] = &out_tsv_writer,
	[OUT_JSON] = &out_json_writer,   [OUT_JSONL] = &out_jsonl_writer,       [OUT_MARKDOWN] = &out_markdown_writer,
	[OUT_IDS] = &out_ids_writer,     [OUT_TEMPLATE] = &out_template_writer,
};

static enum tk_status fail(struct tk_error *err, enum tk_diag diag, int sys)
{
	if (err != NULL) {
		err->diag = diag;
		err->sys = sys;
		if (diag == TK_D_SYS_WRITE)
			memcpy(err->path, "<stdout>", sizeof "<stdout>");
	}
	return tk_diag_row(diag)->status;
}

enum tk_status out_new(const struct out_options *options, struct out **ret, struct tk_error *err)
{
	struct out *out = calloc(1, sizeof *out);
	if (out == NULL)
		return fail(err, TK_D_NOMEM, 0);
	out->options = *options;
	out->writer = writers[options->format];
	if (out->options.language == NULL)
		out->options.language = "en";
	tk_str_init(&out->buf, SIZE_MAX / 2);
	tk_str_init(&out->cell, SIZE_MAX / 2);
	*ret = out;
	return TK_OK;
}

void out_free(struct out *out)
{
	if (out == NULL)
		return;
	if (out->writer->clear != NULL)
		out->writer->clear(out);
	tk_str_clear(&out->cell);
	tk_str_clear(&out->buf);
	free(out);
}

void out_no_memory(struct out *out)
{
	if (out->failed == TK_OK)
		out->failed = TK_NOMEM;
}

void out_flush(struct out *out, bool all)
{
	if (tk_str_status(&out->buf, NULL) != TK_OK)
		out_no_memory(out);
	if (out->failed != TK_OK) {
		tk_str_reset(&out->buf);
		return;
	}
	if (out->buf.len == 0 || (!all && out->buf.len < FLUSH_AT))
		return;
	errno = 0;
	if (fwrite(out->buf.data, 1, out->buf.len, out->options.file) != out->buf.len) {
		out->failed = TK_SYSTEM;
		out->sys = errno != 0 ? errno : EIO;
	}
	tk_str_reset(&out->buf);
}

enum tk_status out_begin(struct out *out, const struct out_column *columns, size_t n, struct tk_error *err)
{
	assert(n <= OUT_COLUMNS_MAX);
	if (n > 0)
		memcpy(out->column, columns, n * sizeof *columns);
	out->ncolumn = n;
	for (size_t i = 0; i < n; i++)
		if (out->column[i].label == NULL)
			out->column[i].label = out->column[i].name;
	return out->writer->begin(out, err);
}

void out_row(struct out *out, const struct tk_value *values)
{
	if (out->failed != TK_OK)
		return;
	out->writer->row(out, values);
	out->nrow++;
	out_flush(out, false);
}

void out_ticket(struct out *out, const struct tk_ticket *ticket)
{
	if (out->failed != TK_OK || out->writer->ticket == NULL)
		return;
	out->writer->ticket(out, ticket);
	out->nrow++;
	out_flush(out, false);
}

enum tk_status out_end(struct out *out, struct tk_error *err)
{
	if (out->failed == TK_OK && out->writer->end != NULL)
		out->writer->end(out);
	out_flush(out, true);
	if (out->failed == TK_OK) {
		errno = 0;
		if (fflush(out->options.file) != 0 || ferror(out->options.file)) {
			out->failed = TK_SYSTEM;
			out->sys = errno != 0 ? errno : EIO;
		}
	}
	if (out->failed == TK_OK)
		return TK_OK;
	return out->failed == TK_SYSTEM ? fail(err, TK_D_SYS_WRITE, out->sys) : fail(err, TK_D_NOMEM, 0);
}

/* ---- values of commands ---- */

struct tk_value out_int(int64_t number)
{
	return (struct tk_value){.kind = TK_KIND_INT, .set = true, .number = number};
}

struct tk_value out_text(const char *text)
{
	return (struct tk_value){
		.kind = TK_KIND_TEXT, .set = text != NULL, .text = text, .len = text == NULL ? 0 : strlen(text)};
}

struct tk_value out_list(const char *items, size_t len)
{
	return (struct tk_value){.kind = TK_KIND_LIST, .set = items != NULL, .text = items, .len = len};
}

struct tk_value out_time(tk_time at)
{
	return (struct tk_value){.kind = TK_KIND_TIME, .set = at != TK_TIME_NONE, .number = at};
}

struct tk_value out_span(int64_t seconds)
{
	return (struct tk_value){.kind = TK_KIND_SPAN, .set = true, .number = seconds};
}

struct tk_value out_bool(bool yes)
{
	return (struct tk_value){.kind = TK_KIND_BOOL, .set = true, .number = yes};
}

struct tk_value out_absent(void)
{
	return (struct tk_value){.kind = TK_KIND_TEXT};
}
