/* Ids: prefix, date, node letters, number; their form, their order and the paths that follow from them. */
#include "id.h"

#include <string.h>

#include "fail.h"
#include "ticket/time.h"

enum { PREFIX_MAX = 6, DATE_DIGITS = 8, NODE_MAX = 3, NUMBER_MIN = 3, NUMBER_MAX = 18 };

static size_t span(const char *text, size_t len, char from, char to)
{
	size_t n = 0;

	while (n < len && text[n] >= from && text[n] <= to)
		n++;
	return n;
}

static uint64_t digits(const char *text, size_t len)
{
	uint64_t number = 0;

	for (size_t i = 0; i < len; i++)
		number = number * 10 + (uint64_t)(text[i] - '0');
	return number;
}

bool tk__node_name_is_valid(const char *text, size_t len)
{
	return len >= 1 && len <= NODE_MAX && span(text, len, 'a', 'z') == len;
}

static bool parse(const char *text, size_t len, struct tk_id *ret)
{
	struct tk_id id = {0};
	size_t prefix, node, number, at;
	int year, month, day;

	if (len >= sizeof id.text)
		return false;
	prefix = span(text, len, 'A', 'Z');
	if (prefix < 1 || prefix > PREFIX_MAX)
		return false;
	if (span(text + prefix, len - prefix, '0', '9') < DATE_DIGITS)
		return false;
	at = prefix + DATE_DIGITS;
	node = span(text + at, len - at, 'a', 'z');
	number = span(text + at + node, len - at - node, '0', '9');
	if (node > NODE_MAX || number < NUMBER_MIN || number > NUMBER_MAX || at + node + number != len)
		return false;
	year = (int)digits(text + prefix, 4);
	month = (int)digits(text + prefix + 4, 2);
	day = (int)digits(text + prefix + 6, 2);
	if (year < 1900 || year > 2199 || !tk_civil_exists(year, month, day))
		return false;
	memcpy(id.text, text, len);
	memcpy(id.prefix, text, prefix);
	memcpy(id.node, text + at, node);
	id.date = tk_days(year, month, day);
	id.number = digits(text + at + node, number);
	*ret = id;
	return true;
}

enum tk_status tk_id_parse(const char *text, size_t len, struct tk_id *ret, struct tk_error *err)
{
	return parse(text, len, ret) ? TK_OK : tk__fail(err, TK_D_BAD_ID, text, len);
}

int tk_id_compare(const struct tk_id *a, const struct tk_id *b)
{
	int order;

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	order = strcmp(a->prefix, b->prefix);
	if (order == 0)
		order = strcmp(a->node, b->node);
	if (order != 0)
		return order;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->text, b->text); /* 001 and 0001: one number, two ids */
}

void tk__id_path(const struct tk_id *id, const char *top, const char *suffix, char ret[TK_ID_PATH])
{
	const char *date = id->text + strlen(id->prefix);
	char *p = ret;

	p = stpcpy(p, top);
	*p++ = '/';
	memcpy(p, date, 4);
	p[4] = '/';
	memcpy(p + 5, date + 4, 2);
	p[7] = '/';
	p = stpcpy(p + 8, id->text);
	(void)stpcpy(p, suffix);
}

void tk_id_path(const struct tk_id *id, char ret[64])
{
	char path[TK_ID_PATH];

	tk__id_path(id, "tickets", ".yaml", path);
	memcpy(ret, path, strlen(path) + 1); /* 8 + 8 + 39 + 5 and the NUL are 61 */
}

/* Writes a number with at least `width` digits; returns the end. */
static char *put_number(char *p, uint64_t number, int width)
{
	char reversed[24];
	int n = 0;

	do {
		reversed[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	for (int i = n; i < width; i++)
		*p++ = '0';
	while (n > 0)
		*p++ = reversed[--n];
	return p;
}

enum tk_status tk__id_make(const char *prefix, const char *node, int64_t date, uint64_t number, struct tk_id *ret,
			   struct tk_error *err)
{
	char text[64] = "";
	struct tk_civil civil = {0};
	char *p = text;

	/* Anything longer is no prefix and no node, and would not fit. */
	p = memccpy(p, prefix, '\0', PREFIX_MAX + 2);
	if (!p || strlen(node) > NODE_MAX)
		return tk__fail(err, TK_D_BAD_ID, TK_S(prefix));
	p--;
	tk_days_civil(date, &civil);
	p = put_number(p, (uint64_t)civil.year % 10000, 4);
	p = put_number(p, (uint64_t)civil.month, 2);
	p = put_number(p, (uint64_t)civil.day, 2);
	p = stpcpy(p, node);
	p = put_number(p, number, NUMBER_MIN);
	return tk_id_parse(text, (size_t)(p - text), ret, err);
}

bool tk__id_of_file(const char *name, struct tk_id *ret)
{
	static const char suffix[] = ".yaml";
	size_t len = strlen(name), tail = sizeof suffix - 1;

	return len > tail && memcmp(name + len - tail, suffix, tail) == 0 && parse(name, len - tail, ret);
}
