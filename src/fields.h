/*
 * Lists of fields as people write them: `--fields id,customer.name`, `--sort -priority,received`.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include "ticket/query.h"

#include "out.h"

struct field_list {
	size_t n;
	int id[TK_FIELD_COUNT];
};

struct sort_list {
	size_t n;
	struct tk_sort sort[TK_FIELD_COUNT];
};

/* What `list` shows when nothing is asked for. */
extern const struct field_list fields_default;

/* TK_INVALID: UNKNOWN_FIELD, FIELDS_EMPTY, FIELDS_TWICE. */
enum tk_status fields_parse(const char *text, struct field_list *ret, struct tk_error *err);
/* The same with a minus before fields that fall. */
enum tk_status fields_parse_sort(const char *text, struct sort_list *ret, struct tk_error *err);

/* The columns of these fields, with their labels in the language spoken; `ret` has room for them. */
void fields_columns(const struct field_list *fields, struct out_column *ret);

/* Fills in an error about a piece of text (and what is nearest to it, or NULL); returns its status. */
enum tk_status fields_fail(struct tk_error *err, enum tk_diag diag, const char *text, size_t len, const char *near);
/* An unknown field, with a suggestion where there is one. */
enum tk_status fields_unknown(struct tk_error *err, const char *text, size_t len, const char *near);

#endif
