#include "out_template.h"

#include <stdlib.h>
#include <string.h>

#include "ticket/text.h"

#include "out_impl.h"

enum { TEMPLATE_WIDTH_MAX = 1000 };

/* A piece of a template: some text, or a column's value where `name` is set. */
struct piece {
	const char *text;
	size_t len;
	bool name;
	size_t width;  /* 0 = as wide as it is */
	size_t column; /* filled in when the columns are known */
};

struct template
{
	struct piece *piece;
	size_t n;
};

static enum tk_status fail_at(struct tk_error *err, enum tk_diag diag, const char *text)
{
	return fields_fail(err, diag, text, strlen(text), NULL);
}

static enum tk_status read_width(const char *text, size_t len, size_t *ret, struct tk_error *err)
{
	size_t width = 0;
	for (size_t i = 0; i < len && width <= TEMPLATE_WIDTH_MAX; i++)
		width = text[i] >= '0' && text[i] <= '9' ? width * 10 + (size_t)(text[i] - '0')
							 : TEMPLATE_WIDTH_MAX + 1;
	if (width == 0 || width > TEMPLATE_WIDTH_MAX)
		return fields_fail(err, TK_D_TEMPLATE_WIDTH, text, len, NULL);
	*ret = width;
	return TK_OK;
}

static enum tk_status read_percent(const char **at, struct piece *ret, struct tk_error *err)
{
	const char *text = *at;
	if (text[1] == '%') {
		*ret = (struct piece){.text = text, .len = 1};
		*at += 2;
		return TK_OK;
	}
	if (text[1] != '(')
		return fail_at(err, TK_D_TEMPLATE_PERCENT, text);
	size_t len = strcspn(text + 2, ")"), name = strcspn(text + 2, ":)");
	if (text[2 + len] != ')')
		return fail_at(err, TK_D_TEMPLATE_OPEN, text);
	*ret = (struct piece){.text = text + 2, .len = name, .name = true};
	*at += len + 3;
	return name == len ? TK_OK : read_width(text + 3 + name, len - name - 1, &ret->width, err);
}

/* The next piece; *at must not be at the end. */
static enum tk_status next_piece(const char **at, struct piece *ret, struct tk_error *err)
{
	static const char letters[] = "nt\\", values[] = "\n\t\\";
	if (**at == '%')
		return read_percent(at, ret, err);
	if (**at == '\\') {
		const char *found = (*at)[1] == '\0' ? NULL : strchr(letters, (*at)[1]);
		if (found == NULL)
			return fail_at(err, TK_D_TEMPLATE_ESCAPE, *at);
		*ret = (struct piece){.text = &values[found - letters], .len = 1};
		*at += 2;
		return TK_OK;
	}
	*ret = (struct piece){.text = *at, .len = strcspn(*at, "%\\")};
	*at += ret->len;
	return TK_OK;
}

enum tk_status template_fields(const char *text, struct field_list *ret, struct tk_error *err)
{
	struct field_list list = {.n = 0};
	while (*text != '\0') {
		struct piece piece;
		enum tk_status status = next_piece(&text, &piece, err);
		if (status != TK_OK)
			return status;
		if (!piece.name)
			continue;
		int field = tk_field_find(piece.text, piece.len);
		if (field < 0)
			return fields_unknown(err, piece.text, piece.len, tk_field_suggest(piece.text, piece.len));
		size_t i = 0;
		while (i < list.n && list.id[i] != field)
			i++;
		list.id[i] = field;
		list.n += i == list.n ? 1 : 0;
	}
	*ret = list;
	return TK_OK;
}

/* ---- the writer ---- */

static enum tk_status find_column(const struct out *out, struct piece *piece, struct tk_error *err)
{
	const char *names[OUT_COLUMNS_MAX];
	for (size_t i = 0; i < out->ncolumn; i++) {
		names[i] = out->column[i].name;
		if (strlen(names[i]) == piece->len && memcmp(names[i], piece->text, piece->len) == 0) {
			piece->column = i;
			return TK_OK;
		}
	}
	return fields_unknown(err, piece->text, piece->len,
			      tk_text_suggest(piece->text, piece->len, names, out->ncolumn));
}

static void clear(struct out *out)
{
	struct template *template = out->state;
	if (template == NULL)
		return;
	free(template->piece);
	free(template);
	out->state = NULL;
}

static enum tk_status begin(struct out *out, struct tk_error *err)
{
	const char *at = out->options.template;
	struct template *template = calloc(1, sizeof *template);
	out->state = template;
	if (template != NULL) /* no piece is shorter than a byte */
		template->piece = calloc(strlen(at) + 1, sizeof *template->piece);
	if (template == NULL || template->piece == NULL) {
		if (err != NULL)
			err->diag = TK_D_NOMEM;
		return TK_NOMEM;
	}
	while (*at != '\0') {
		struct piece *piece = &template->piece[template->n];
		enum tk_status status = next_piece(&at, piece, err);
		if (status == TK_OK && piece->name)
			status = find_column(out, piece, err);
		if (status != TK_OK)
			return status;
		template->n++;
	}
	return TK_OK;
}

static void put_value(struct out *out, const struct piece *piece, const struct tk_value *value)
{
	struct tk_str safe;
	tk_str_init(&safe, SIZE_MAX / 2);
	tk_str_reset(&out->cell);
	out_plain(out, &out->cell, &out->column[piece->column], value);
	tk_text_safe(&safe, out->cell.data, out->cell.len, piece->width == 0);
	if (tk_str_status(&out->cell, NULL) != TK_OK || tk_str_status(&safe, NULL) != TK_OK)
		out_no_memory(out);
	size_t width = tk_text_width(safe.data, safe.len);
	bool cut = piece->width > 0 && width > piece->width;
	size_t len = cut ? tk_text_fit(safe.data, safe.len, piece->width - 1) : safe.len;
	tk_str_add(&out->buf, safe.data, len);
	if (cut) {
		tk_str_puts(&out->buf, "…");
		width = tk_text_width(safe.data, len) + 1;
	}
	if (width < piece->width)
		tk_str_fill(&out->buf, ' ', piece->width - width);
	tk_str_clear(&safe);
}

static void row(struct out *out, const struct tk_value *values)
{
	const struct template *template = out->state;
	for (size_t i = 0; i < template->n; i++) {
		const struct piece *piece = &template->piece[i];
		if (piece->name)
			put_value(out, piece, &values[piece->column]);
		else
			tk_str_add(&out->buf, piece->text, piece->len);
	}
	tk_str_putc(&out->buf, '\n');
}

const struct out_writer out_template_writer = {.begin = begin, .row = row, .clear = clear};
