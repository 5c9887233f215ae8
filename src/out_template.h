/*
 * Templates: `--template '%(id) %(customer.name:20)\t%(title)'`, one line a record.
 *
 *	%(name)        the column's value as machines get it
 *	%(name:20)     cut or filled to 20 columns of a terminal
 *	%%             a percent sign
 *	\n \t \\       line feed, tab, backslash
 *
 * Everything else stands for itself; a line feed follows every record.  Characters that would drive a terminal are made
 * visible: whoever needs every byte asks for csv or json.
 */
#ifndef OUT_TEMPLATE_H
#define OUT_TEMPLATE_H

#include "fields.h"

/* The fields that a template names, for asking the listing for them.  TK_INVALID: TEMPLATE_…, UNKNOWN_FIELD. */
enum tk_status template_fields(const char *text, struct field_list *ret, struct tk_error *err);

#endif
