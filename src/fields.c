#include "fields.h"

#include <string.h>

#include "i18n.h"

const struct field_list fields_default = {
	.n = 7,
	.id = {TK_FIELD_ID, TK_FIELD_PRIORITY, TK_FIELD_STATUS, TK_FIELD_CATEGORY, TK_FIELD_ASSIGNEE, TK_FIELD_AGE,
	       TK_FIELD_TITLE},
};

static void put_argument(struct tk_arg *arg, const char *text, size_t len)
{
	size_t room = sizeof arg->text - 1;
	if (len > room) { /* never in the middle of a character */
		len = room;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	arg->kind = 's';
	memcpy(arg->text, text, len);
	arg->text[len] = '\0';
}

enum tk_status fields_fail(struct tk_error *err, enum tk_diag diag, const char *text, size_t len, const char *near)
{
	if (err != NULL) {
		err->diag = diag;
		put_argument(&err->arg[0], text, len);
		put_argument(&err->arg[1], near != NULL ? near : "", near != NULL ? strlen(near) : 0);
	}
	return tk_diag_row(diag)->status;
}

enum tk_status fields_unknown(struct tk_error *err, const char *text, size_t len, const char *near)
{
	return fields_fail(err, TK_D_UNKNOWN_FIELD, text, len, near);
}

/* The next name of a comma list; spaces around it do not count. */
static enum tk_status next_field(const char **text, const char *whole, int *ret, bool *ret_falling,
				 struct tk_error *err)
{
	const char *name = *text + strspn(*text, " ");
	size_t len = strcspn(name, ",");
	*text = name + len;
	if (**text == ',')
		(*text)++;
	while (len > 0 && name[len - 1] == ' ')
		len--;
	if (ret_falling != NULL) {
		*ret_falling = len > 0 && name[0] == '-';
		name += *ret_falling ? 1 : 0;
		len -= *ret_falling ? 1 : 0;
	}
	if (len == 0)
		return fields_fail(err, TK_D_FIELDS_EMPTY, whole, strlen(whole), NULL);
	*ret = tk_field_find(name, len);
	return *ret >= 0 ? TK_OK : fields_unknown(err, name, len, tk_field_suggest(name, len));
}

static bool ends_in_comma(const char *text)
{
	size_t len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		len--;
	return len == 0 || text[len - 1] == ',';
}

/* Both lists are read into the wider of the two. */
static enum tk_status parse(const char *text, bool minus, struct sort_list *list, struct tk_error *err)
{
	const char *at = text;
	list->n = 0;
	if (ends_in_comma(text))
		return fields_fail(err, TK_D_FIELDS_EMPTY, text, strlen(text), NULL);
	while (*at != '\0') {
		struct tk_sort sort = {0};
		enum tk_status status = next_field(&at, text, &sort.field, minus ? &sort.falling : NULL, err);
		if (status != TK_OK)
			return status;
		for (size_t i = 0; i < list->n; i++) {
			const char *name = tk_field(sort.field)->name;
			if (list->sort[i].field == sort.field)
				return fields_fail(err, TK_D_FIELDS_TWICE, name, strlen(name), NULL);
		}
		list->sort[list->n++] = sort;
	}
	return TK_OK;
}

enum tk_status fields_parse(const char *text, struct field_list *ret, struct tk_error *err)
{
	struct sort_list list;
	enum tk_status status = parse(text, false, &list, err);
	if (status != TK_OK)
		return status;
	ret->n = list.n;
	for (size_t i = 0; i < list.n; i++)
		ret->id[i] = list.sort[i].field;
	return TK_OK;
}

enum tk_status fields_parse_sort(const char *text, struct sort_list *ret, struct tk_error *err)
{
	struct sort_list list;
	enum tk_status status = parse(text, true, &list, err);
	if (status == TK_OK)
		*ret = list;
	return status;
}

void fields_columns(const struct field_list *fields, struct out_column *ret)
{
	for (size_t i = 0; i < fields->n; i++) {
		const struct tk_field *field = tk_field(fields->id[i]);
		ret[i] = (struct out_column){.name = field->name,
					     .label = _(field->label),
					     .kind = (field->flags & TK_F_SUB) != 0 ? TK_KIND_TEXT : field->kind,
					     .field = fields->id[i],
					     .words = field->words};
	}
}
