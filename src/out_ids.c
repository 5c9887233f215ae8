/* ids: one ticket number a line, for the standard input of the next command. */
#include <string.h>

#include "out_impl.h"

static size_t find_column(const struct out *out)
{
	static const char *const names[] = {"id", "ticket"};
	for (size_t n = 0; n < 2; n++)
		for (size_t i = 0; i < out->ncolumn; i++)
			if (strcmp(out->column[i].name, names[n]) == 0)
				return i;
	return 0;
}

static enum tk_status begin(struct out *out, struct tk_error *err)
{
	(void)out;
	(void)err;
	return TK_OK;
}

static void row(struct out *out, const struct tk_value *values)
{
	size_t column = find_column(out);
	if (out->ncolumn == 0)
		return;
	out_plain(out, &out->buf, &out->column[column], &values[column]);
	tk_str_putc(&out->buf, '\n');
}

const struct out_writer out_ids_writer = {.begin = begin, .row = row};
