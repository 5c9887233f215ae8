/*
 * tk_str: a growable run of bytes with a stated limit and sticky failure.
 *
 * Invariants: after init `data` is never NULL and data[len] is NUL; len <= max.  After a failed append the string
 * keeps what it had, `failed` says why, and further appends do nothing: append freely, check once.
 *
 *	struct tk_str s;
 *	tk_str_init(&s, 1 << 20);
 *	tk_str_puts(&s, "id: ");
 *	tk_str_add(&s, id, id_len);
 *	if (tk_str_status(&s, err) == TK_OK) use(s.data, s.len);
 *	tk_str_clear(&s);
 */
#ifndef TICKET_STR_H
#define TICKET_STR_H

#include <stddef.h>
#include <stdint.h>

#include "ticket/error.h"

struct tk_str {
	char *data;
	size_t len, cap, max;
	enum tk_status failed;
};

/* An empty string that may grow to `max` bytes (0 = 64 MiB).  Allocates nothing. */
void tk_str_init(struct tk_str *s, size_t max);

/* Frees the bytes; the string is as after init. */
void tk_str_clear(struct tk_str *s);

/* Empties it and forgets a failure; keeps the memory. */
void tk_str_reset(struct tk_str *s);

void tk_str_add(struct tk_str *s, const char *bytes, size_t len);
void tk_str_puts(struct tk_str *s, const char *text);
void tk_str_putc(struct tk_str *s, char c);
void tk_str_fill(struct tk_str *s, char c, size_t count);
void tk_str_int(struct tk_str *s, int64_t number);
/* printf for numbers and short texts; `format` is never data from outside. */
void tk_str_printf(struct tk_str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* TK_OK, or why an append failed (TK_NOMEM, TK_LIMIT), with *err filled in. */
enum tk_status tk_str_status(const struct tk_str *s, struct tk_error *err);

#endif
