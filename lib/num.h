/*
 * Numbers in texts: strict, in ranges, whatever the locale.
 *
 * An integer is an optional minus sign and digits without a leading zero; an amount of money may have one or two
 * decimals behind a point and is kept in hundredths, so that sums are exact.
 *
 *	int64_t days;
 *	status = tk__int_parse(text, len, 1, 365, &days, err);
 */
#ifndef TK_NUM_H
#define TK_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ticket/error.h"

enum { TK_MONEY_TEXT = 32 };

/* The largest amount, in hundredths: a sum of a million of them still fits. */
#define TK_MONEY_MAX INT64_C(999999999999)

/* A whole number within [min, max].  TK_INVALID: BAD_INT, INT_RANGE. */
enum tk_status tk__int_parse(const char *text, size_t len, int64_t min, int64_t max, int64_t *ret,
			     struct tk_error *err);

/* "1280", "-3.5", "0.05" as hundredths, at most TK_MONEY_MAX either way.  TK_INVALID: BAD_MONEY, MONEY_RANGE. */
enum tk_status tk__money_parse(const char *text, size_t len, int64_t *ret_cents, struct tk_error *err);
/* Always with two decimals: "1280.00".  Returns `out`. */
char *tk__money_format(int64_t cents, char out[TK_MONEY_TEXT]);

/* Exactly `count` digits at `text` as a number; at most nine. */
bool tk__digits(const char *text, size_t count, int *ret);

#endif
