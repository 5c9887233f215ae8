/*
 * China's holidays and make-up workdays as a builtin table; cn_days.def has the rows and says how to add a year.
 */
#ifndef TK_CN_DAYS_H
#define TK_CN_DAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tk_cn_days {
	int32_t from, to;        /* dates as YYYYMMDD, both included */
	bool work;               /* a make-up day, else a holiday */
	const char *const *name; /* English, Chinese */
};

const struct tk_cn_days *tk__cn_days(size_t *ret_count);
int tk__cn_last_year(void);
/* Days since 1970-01-01 of a date of the table. */
int64_t tk__cn_date(int32_t date);

#endif
