/*
 * Names inside errors as people call them.
 *
 * The library's errors carry names as they stand in files: 'closed', customer.phone.  That is what an English reader
 * types, too; in any other language the sentence says what the name is called on pages and in tables.  Hints keep the
 * names where they are to be typed.
 *
 *	'closed' cannot happen to a ticket that is in-progress
 *	工单状态为“处理中”时不能执行“关闭”
 */
#ifndef NAMES_H
#define NAMES_H

#include <stddef.h>

#include "ticket/error.h"
#include "ticket/policy.h"
#include "ticket/str.h"

/*
 * Appends argument `n` (0-based) of an error, in its sentence or its hint, by its label.  False, with nothing appended:
 * the argument is no name, or English is spoken.  `policy` knows the desk's own events; may be NULL.
 */
bool names_put(struct tk_str *out, const struct tk_error *err, size_t n, bool hint, const struct tk_policy *policy);

/* What an errno means.  The C library would say it in Chinese only where a Chinese locale is installed. */
const char *names_errno(int number);

/* Appends a synopsis, "[options] <id>... [<term>]", with the placeholders in the language that is spoken. */
void names_synopsis(struct tk_str *out, const char *text);

/* The label of an event: the program's own, else the policy's, else the name. */
const char *names_event(const char *event, const struct tk_policy *policy);

#endif
