/*
 * Filling in struct tk_error: the one way in which the library says what is wrong.
 *
 * tk__fail() stores the diagnostic with its arguments and returns the status of its row, so that the reporting line
 * is the returning line:
 *
 *	return tk__fail(err, TK_D_BAD_DATE, text, len);
 *
 * The variadic arguments follow the row's kinds: s takes (const char *, size_t), d, t and c take int64_t.
 * Passing NULL for `err` is allowed everywhere.  Texts are cut at a code point boundary with "…".
 */
#ifndef TK_FAIL_H
#define TK_FAIL_H

#include <stdarg.h>
#include <stdbool.h>

#include "ticket/error.h"
#include "ticket/time.h"

struct tk_node;

enum tk_status tk__fail(struct tk_error *err, enum tk_diag diag, ...);
/* The same for functions that are variadic themselves. */
enum tk_status tk__vfail(struct tk_error *err, enum tk_diag diag, va_list *args);
/* The same with an errno; ENOMEM turns into TK_NOMEM. */
enum tk_status tk__fail_sys(struct tk_error *err, enum tk_diag diag, int sys, ...);
/* TK_OK when `right`, else BAD_CALL, which names what the calling program got wrong ("tk_act.size"). */
enum tk_status tk__expect(struct tk_error *err, bool right, const char *what);
/* Adds the place; what is already set stays. */
void tk__at(struct tk_error *err, const char *path, unsigned line, unsigned col);
void tk__in(struct tk_error *err, const char *field, size_t len);
/* "text literal or C string" as the two arguments of an s. */
#define TK_S(cstr) (cstr), strlen(cstr)

#endif
