/*
 * struct tk_error: what went wrong, where, and with which values.
 *
 * The caller owns it and passes its address as the last argument; it may be NULL where only the status matters.
 * Nothing in it is allocated, so it works when memory is gone; texts too long for it end in "…".  The lowest function
 * that knows the place fills it in; everybody above returns the status unchanged.
 *
 *	struct tk_error err = TK_ERROR_INIT;
 *	if (tk_desk_open(dir, &desk, &err) != TK_OK)
 *		complain(&err);
 */
#ifndef TICKET_ERROR_H
#define TICKET_ERROR_H

#include <stddef.h>
#include <stdint.h>

#include "ticket/diag.h"

enum { TK_ERROR_ARGS = 4 };

struct tk_arg {
	char kind;      /* as in ticket/diag.h: s d t c; 0 = none */
	int64_t number; /* d, t, c */
	char text[200]; /* s */
};

struct tk_error {
	size_t size; /* sizeof(struct tk_error), set by TK_ERROR_INIT */
	enum tk_diag diag;
	int sys;            /* errno, or 0 */
	unsigned line, col; /* 1-based, in code points; 0 = no position */
	char path[256];     /* file or directory, as it should be shown; "" = none */
	char field[128];    /* field or key path, "" = none */
	struct tk_arg arg[TK_ERROR_ARGS];
};

#define TK_ERROR_INIT                                              \
	{                                                          \
		.size = sizeof(struct tk_error), .diag = TK_D_NONE \
	}

/* Where findings go when there may be many (check, policy validation).  Called in file order. */
struct tk_sink {
	void (*add)(void *ctx, const struct tk_error *finding);
	void *ctx;
};

#endif
