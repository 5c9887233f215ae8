/*
 * Reading a folder's tickets ahead: several threads parse, one takes the tickets in order.
 *
 * Whoever asks for a ticket that is not ready parses too, so with no thread at all (a small folder, one processor, a
 * system that gives none) it is a plain loop.  At most TK_AHEAD_SLOTS tickets are held at a time.
 *
 *	tk__ahead_begin(ahead, dir, id, count);
 *	for (size_t i = 0; i < count; i++)
 *		status = tk__ahead_next(ahead, i, &ticket, err); // lent until the next call
 *	tk__ahead_end(ahead); // from here on `dir` and `id` are the caller's again
 */
#ifndef TK_AHEAD_H
#define TK_AHEAD_H

#include "desk_impl.h"

enum { TK_AHEAD_SLOTS = 32 };

struct tk_ahead;

/* NULL at out of memory. */
struct tk_ahead *tk__ahead_new(void);
void tk__ahead_free(struct tk_ahead *ahead);

/* `dir` and `id` are lent until the end. */
void tk__ahead_begin(struct tk_ahead *ahead, int dir, const struct tk_id *id, size_t count);
/* The ticket of id[i]; i counts up from 0 by one.  As tk_desk_load(). */
enum tk_status tk__ahead_next(struct tk_ahead *ahead, size_t i, const struct tk_ticket **ret, struct tk_error *err);
/* Waits until nobody reads any more.  Harmless at any time. */
void tk__ahead_end(struct tk_ahead *ahead);

#endif
