/* The builtin table of China's holidays. */
#include "cn_days.h"

#include "ticket/time.h"

enum name {
#define TK_CN_YEARS(first, last)
#define TK_CN_NAME(id, en, zh) id,
#define TK_CN_OFF(from, to, id)
#define TK_CN_WORK(date, id)
#include "cn_days.def"
#undef TK_CN_NAME
	NAMES
};

static const char *const names[NAMES][2] = {
#define TK_CN_NAME(id, en, zh) {en, zh},
#undef TK_CN_OFF
#undef TK_CN_WORK
#define TK_CN_OFF(from, to, id)
#define TK_CN_WORK(date, id)
#include "cn_days.def"
#undef TK_CN_NAME
};

static const struct tk_cn_days days[] = {
#define TK_CN_NAME(id, en, zh)
#undef TK_CN_OFF
#undef TK_CN_WORK
#define TK_CN_OFF(from, to, id) {from, to, false, names[id]},
#define TK_CN_WORK(date, id) {date, date, true, names[id]},
#include "cn_days.def"
#undef TK_CN_YEARS
#undef TK_CN_OFF
#undef TK_CN_WORK
};

enum {
#define TK_CN_YEARS(first, last) LAST_YEAR = last
#define TK_CN_OFF(from, to, id)
#define TK_CN_WORK(date, id)
#include "cn_days.def"
};

const struct tk_cn_days *tk__cn_days(size_t *ret_count)
{
	*ret_count = sizeof(days) / sizeof(days[0]);
	return days;
}

int tk__cn_last_year(void)
{
	return LAST_YEAR;
}

int64_t tk__cn_date(int32_t date)
{
	return tk_days(date / 10000, date / 100 % 100, date % 100);
}
