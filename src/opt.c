#include "opt.h"

#include <string.h>

#include "ticket/text.h"

#include "i18n.h"

/* One run of the parser. */
struct parser {
	struct opt_table *tables;
	size_t ntable;
	int argc, next;
	char **argv;
	struct tk_arena *arena;
	struct complaint *wrong;
};

/* An option as it was found: its row, the table it stands in, and how the person wrote it. */
struct found {
	struct opt_table *table;
	const struct opt *row;
	char written[120];
	bool off; /* --no-x */
};

bool opt_number(const char *text, int64_t min, int64_t max, int64_t *ret)
{
	bool negative = *text == '-';
	int64_t value = 0; /* kept negative: that side reaches further */
	const char *p = text + (negative ? 1 : 0);
	if (*p == '\0')
		return false;
	for (; *p != '\0'; p++) {
		int digit = *p - '0';
		if (digit < 0 || digit > 9 || value < (INT64_MIN + digit) / 10)
			return false;
		value = value * 10 - digit;
	}
	if (!negative) {
		if (value == INT64_MIN)
			return false;
		value = -value;
	}
	if (value < min || value > max)
		return false;
	*ret = value;
	return true;
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "-category:logistics" and "-3" look like options and are none. */
static bool is_operand(const char *arg)
{
	const char *p = arg + 1;
	if (arg[0] != '-' || arg[1] == '\0' || is_digit(arg[1]))
		return true;
	if (!is_lower(*p))
		return false;
	while (is_lower(*p) || is_digit(*p) || *p == '_' || *p == '.' || *p == '-')
		p++;
	return *p == ':';
}

static void remember(struct found *found, const char *dashes, const char *name, size_t len)
{
	size_t room = sizeof found->written - 1 - strlen(dashes);
	size_t n = len < room ? len : room;
	memset(found->written, 0, sizeof found->written);
	memcpy(found->written, dashes, strlen(dashes));
	memcpy(found->written + strlen(dashes), name, n);
}

static bool find_long(const struct parser *p, const char *name, size_t len, struct found *ret)
{
	for (size_t t = 0; t < p->ntable; t++) {
		for (const struct opt *row = p->tables[t].rows; row->name != NULL; row++) {
			bool off = row->no && len > 3 && strncmp(name, "no-", 3) == 0;
			const char *bare = off ? name + 3 : name;
			size_t n = off ? len - 3 : len;
			if (strlen(row->name) == n && memcmp(row->name, bare, n) == 0) {
				ret->table = &p->tables[t];
				ret->row = row;
				ret->off = off;
				return true;
			}
		}
	}
	return false;
}

static bool find_letter(const struct parser *p, char letter, struct found *ret)
{
	for (size_t t = 0; t < p->ntable; t++) {
		for (const struct opt *row = p->tables[t].rows; row->name != NULL; row++) {
			if (row->letter == letter) {
				ret->table = &p->tables[t];
				ret->row = row;
				ret->off = false;
				return true;
			}
		}
	}
	return false;
}

static enum tk_status unknown_long(const struct parser *p, const char *name, size_t len, const struct found *found)
{
	const char *names[4 * OPT_ROWS_MAX];
	size_t n = 0;
	const char *near;
	char with_dashes[120] = "--";
	for (size_t t = 0; t < p->ntable; t++)
		for (const struct opt *row = p->tables[t].rows; row->name != NULL; row++)
			if (n < sizeof names / sizeof *names)
				names[n++] = row->name;
	near = tk_text_suggest(name, len, names, n);
	if (near == NULL || strlen(near) > sizeof with_dashes - 3)
		return complain(p->wrong, TK_USAGE, N_("unknown option '{1}'"), N_("-h lists the options"),
				found->written, NULL);
	memcpy(with_dashes + 2, near, strlen(near) + 1);
	return complain(p->wrong, TK_USAGE, N_("unknown option '{1}'"), N_("did you mean '{2}'?"), found->written,
			with_dashes);
}

static void *target(const struct found *found)
{
	return (char *)found->table->target + found->row->at;
}

static bool takes_value(const struct opt *row)
{
	return row->kind != OPT_BOOL && row->kind != OPT_COUNT;
}

/* Puts what was built into the n-th argument of the complaint, as far as it fits. */
static void put_argument(const struct parser *p, size_t n, struct tk_str *text)
{
	size_t room = sizeof p->wrong->arg[n] - 1;
	size_t len = text->len < room ? text->len : room;
	memcpy(p->wrong->arg[n], text->data, len);
	p->wrong->arg[n][len] = '\0';
	tk_str_clear(text);
}

static enum tk_status set_enum(const struct parser *p, const struct found *found, const char *value)
{
	struct tk_str list;
	int *ret = target(found);
	for (int i = 0; found->row->words[i] != NULL; i++) {
		if (strcmp(found->row->words[i], value) == 0) {
			*ret = i + 1;
			return TK_OK;
		}
	}
	(void)complain(p->wrong, TK_USAGE, N_("option '{1}' does not know '{2}'"), N_("it is one of: {3}"),
		       found->written, value);
	tk_str_init(&list, 1024);
	for (int i = 0; found->row->words[i] != NULL; i++) {
		tk_str_puts(&list, i == 0 ? "" : ", ");
		tk_str_puts(&list, found->row->words[i]);
	}
	put_argument(p, 2, &list);
	return TK_USAGE;
}

static enum tk_status set_int(const struct parser *p, const struct found *found, const char *value)
{
	struct opt_int *ret = target(found);
	struct tk_str bound;
	if (opt_number(value, found->row->min, found->row->max, &ret->value)) {
		ret->given = true;
		return TK_OK;
	}
	(void)complain(p->wrong, TK_USAGE, N_("option '{1}' needs a whole number, not '{2}'"),
		       N_("between {3} and {4}"), found->written, value);
	tk_str_init(&bound, TK_SPAN_TEXT);
	tk_str_int(&bound, found->row->min);
	put_argument(p, 2, &bound);
	tk_str_init(&bound, TK_SPAN_TEXT);
	tk_str_int(&bound, found->row->max);
	put_argument(p, 3, &bound);
	return TK_USAGE;
}

static enum tk_status set_span(const struct parser *p, const struct found *found, const char *value)
{
	struct opt_span *ret = target(found);
	if (tk_span_parse(value, strlen(value), false, &ret->value, NULL) != TK_OK)
		return complain(p->wrong, TK_USAGE, N_("option '{1}' needs a duration, not '{2}'"),
				N_("write it like 45s, 30m, 4h, 1d12h, 1w or 3bd"), found->written, value);
	ret->given = true;
	return TK_OK;
}

static enum tk_status add_to_list(const struct parser *p, const struct found *found, const char *value)
{
	struct opt_list *list = target(found);
	if (list->item == NULL) /* at most one entry an argument */
		list->item = tk_arena_array(p->arena, (size_t)p->argc + 1, sizeof *list->item);
	if (list->item == NULL)
		return TK_NOMEM;
	list->item[list->n++] = value;
	return TK_OK;
}

static enum tk_status add_input(const struct parser *p, const struct found *found, const char *value)
{
	struct opt_inputs *list = target(found);
	if (list->item == NULL)
		list->item = tk_arena_array(p->arena, (size_t)p->argc + 1, sizeof *list->item);
	if (list->item == NULL)
		return TK_NOMEM;
	list->item[list->n].opt = found->row;
	list->item[list->n].value = value;
	list->n++;
	return TK_OK;
}

static bool repeatable(const struct opt *row)
{
	return row->kind == OPT_COUNT || row->kind == OPT_LIST || (row->kind == OPT_INPUT && row->many);
}

/* Stores a value (NULL for the kinds without). */
static enum tk_status store(const struct parser *p, const struct found *found, const char *value)
{
	uint64_t bit = UINT64_C(1) << (unsigned)(found->row - found->table->rows);
	if ((found->table->seen & bit) != 0 && !repeatable(found->row))
		return complain(p->wrong, TK_USAGE, N_("option '{1}' is given twice"), NULL, found->written, NULL);
	found->table->seen |= bit;
	switch (found->row->kind) {
	case OPT_BOOL:
		*(bool *)target(found) = !found->off;
		return TK_OK;
	case OPT_COUNT:
		++*(int *)target(found);
		return TK_OK;
	case OPT_STR:
		*(const char **)target(found) = value;
		return TK_OK;
	case OPT_TIME:
		((struct opt_time *)target(found))->text = value;
		return TK_OK;
	case OPT_ENUM:
		return set_enum(p, found, value);
	case OPT_INT:
		return set_int(p, found, value);
	case OPT_SPAN:
		return set_span(p, found, value);
	case OPT_LIST:
		return add_to_list(p, found, value);
	case OPT_INPUT:
		return add_input(p, found, value);
	}
	return TK_USAGE;
}

/* The value that follows as an argument of its own, or NULL with a complaint. */
static const char *next_value(struct parser *p, const struct found *found)
{
	if (p->next < p->argc)
		return p->argv[p->next++];
	(void)complain(p->wrong, TK_USAGE, N_("option '{1}' needs a value"), NULL, found->written, NULL);
	return NULL;
}

static enum tk_status parse_long(struct parser *p, const char *arg)
{
	const char *name = arg + 2;
	size_t len = strcspn(name, "=");
	const char *value = name[len] == '=' ? name + len + 1 : NULL;
	struct found found;
	remember(&found, "--", name, len);
	if (!find_long(p, name, len, &found))
		return unknown_long(p, name, len, &found);
	if (!takes_value(found.row)) {
		if (value != NULL)
			return complain(p->wrong, TK_USAGE, N_("option '{1}' takes no value"), NULL, found.written,
					NULL);
		return store(p, &found, NULL);
	}
	if (value == NULL)
		value = found.row->maybe ? "" : next_value(p, &found);
	return value == NULL ? TK_USAGE : store(p, &found, value);
}

static enum tk_status parse_letters(struct parser *p, const char *arg)
{
	for (const char *letter = arg + 1; *letter != '\0'; letter++) {
		struct found found;
		enum tk_status st;
		size_t bytes;
		(void)tk_utf8_next(letter, strlen(letter), &bytes);
		remember(&found, "-", letter, bytes);
		if (!find_letter(p, *letter, &found))
			return complain(p->wrong, TK_USAGE, N_("unknown option '{1}'"), N_("-h lists the options"),
					found.written, NULL);
		if (takes_value(found.row)) {
			const char *value = letter[1] != '\0'  ? letter + 1
					    : found.row->maybe ? ""
							       : next_value(p, &found);
			return value == NULL ? TK_USAGE : store(p, &found, value);
		}
		st = store(p, &found, NULL);
		if (st != TK_OK)
			return st;
	}
	return TK_OK;
}

enum tk_status opt_parse(struct opt_table *tables, size_t ntable, int argc, char **argv, bool first_only,
			 struct tk_arena *arena, struct opt_rest *ret, struct complaint *wrong)
{
	struct parser p = {tables, ntable, argc, 0, argv, arena, wrong};
	char **rest = tk_arena_array(arena, (size_t)argc + 1, sizeof *rest);
	int n = 0;
	if (rest == NULL)
		return TK_NOMEM;
	while (p.next < argc) {
		char *arg = argv[p.next];
		enum tk_status st = TK_OK;
		if (is_operand(arg) && first_only)
			break;
		p.next++;
		if (is_operand(arg))
			rest[n++] = arg;
		else if (strcmp(arg, "--") == 0)
			break;
		else
			st = arg[1] == '-' ? parse_long(&p, arg) : parse_letters(&p, arg);
		if (st != TK_OK)
			return st;
	}
	while (p.next < argc)
		rest[n++] = argv[p.next++];
	ret->argv = rest;
	ret->argc = n;
	return TK_OK;
}

enum tk_status opt_times(const struct opt_table *table, const struct tk_zone *zone, tk_time now,
			 struct complaint *wrong)
{
	for (const struct opt *row = table->rows; row->name != NULL; row++) {
		struct opt_time *time;
		if (row->kind != OPT_TIME)
			continue;
		time = (struct opt_time *)(void *)((char *)table->target + row->at);
		time->at = TK_TIME_NONE;
		if (time->text != NULL &&
		    tk_when_parse(time->text, strlen(time->text), zone, now, &time->at, NULL) != TK_OK)
			return complain(wrong, TK_USAGE, N_("option '--{1}' needs a time, not '{2}'"),
					N_("write it like 2026-11-22T09:03, 09:03 or -90m"), row->name, time->text);
	}
	return TK_OK;
}
