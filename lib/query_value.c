/* What a value of a query means, by the kind of its field. */
#include <string.h>

#include "fail.h"
#include "num.h"
#include "query_impl.h"
#include "ticket/text.h"

/* A number between these two, both included: what one side of a range or comparison stands for. */
struct extent {
	int64_t first, last;
};

bool tk__query_folds(int field)
{
	const struct tk_field *f = tk_field(field);
	enum tk_kind kind = f->kind == TK_KIND_LIST ? f->item : f->kind;
	return kind == TK_KIND_TEXT || kind == TK_KIND_PARA;
}

bool tk__query_contains(int field)
{
	/* nobody knows a whole title by heart */
	return tk_field(field)->kind == TK_KIND_PARA || field == TK_FIELD_TITLE;
}

static bool written_is(const struct tk_written *w, const char *word)
{
	return w->len == strlen(word) && memcmp(w->text, word, w->len) == 0 && w->special[0];
}

/* ---- texts ---- */

/* One run between two wildcards, folded where the term is. */
static bool make_piece(struct tk_arena *arena, bool folded, const char *text, size_t len, struct tk_piece *ret)
{
	if (!folded) {
		*ret = (struct tk_piece){.text = tk_arena_strndup(arena, text, len), .len = len};
		return ret->text != NULL;
	}
	struct tk_str fold;
	tk_str_init(&fold, 0);
	tk_text_fold(&fold, text, len);
	bool good = tk_str_status(&fold, NULL) == TK_OK;
	if (good)
		*ret = (struct tk_piece){.text = tk_arena_strndup(arena, fold.data, fold.len), .len = fold.len};
	tk_str_clear(&fold);
	return good && ret->text != NULL;
}

static enum tk_status read_text(const struct tk_query_world *world, const struct tk_term *term, struct tk_alt *alt,
				struct tk_error *err)
{
	const struct tk_written *w = &alt->written;
	bool contains = tk__query_contains(term->field);
	size_t stars = contains ? 2 : 0, n = 0, begin = 0;
	for (size_t i = 0; i < w->len; i++)
		stars += w->special[i] && w->text[i] == '*' ? 1 : 0;
	alt->op = TK_ALT_TEXT;
	alt->npiece = stars + 1;
	alt->piece = tk_arena_array(world->arena, alt->npiece, sizeof *alt->piece);
	if (alt->piece == NULL)
		return tk__fail(err, TK_D_NOMEM);
	if (contains)
		alt->piece[n++] = alt->piece[alt->npiece - 1] = (struct tk_piece){.text = "", .len = 0};
	for (size_t i = 0; i <= w->len; i++) {
		if (i < w->len && !(w->special[i] && w->text[i] == '*'))
			continue;
		if (!make_piece(world->arena, term->folded, w->text + begin, i - begin, &alt->piece[n++]))
			return tk__fail(err, TK_D_NOMEM);
		begin = i + 1;
	}
	return TK_OK;
}

/* Names that the policy defines are checked against it; those of people are not, since people leave. */
bool tk__query_thing(int field, enum tk_thing *ret)
{
	static const struct {
		int field;
		enum tk_thing thing;
	} things[] = {
		{TK_FIELD_CATEGORY, TK_THING_CATEGORY},
		{TK_FIELD_SUBCATEGORY, TK_THING_SUBCATEGORY},
		{TK_FIELD_TEAM, TK_THING_TEAM},
		{TK_FIELD_CUSTOMER_TIER, TK_THING_TIER},
		{TK_FIELD_RESOLUTION_CAUSE, TK_THING_CAUSE},
	};
	for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
		if (things[i].field == field) {
			*ret = things[i].thing;
			return true;
		}
	}
	return false;
}

static enum tk_status fail_word(const struct tk_term *term, const struct tk_written *w, const char *const *words,
				size_t n, struct tk_error *err)
{
	const char *name = tk_field(term->field)->name;
	const char *near = tk_text_suggest(w->text, w->len, words, n);
	return tk__fail(err, TK_D_QUERY_WORD, w->text, w->len, TK_S(name), TK_S(near != NULL ? near : ""));
}

static enum tk_status read_name(const struct tk_query_world *world, const struct tk_term *term, struct tk_alt *alt,
				struct tk_error *err)
{
	enum tk_status status = read_text(world, term, alt, err);
	enum tk_thing thing = TK_THING_CATEGORY;
	if (status != TK_OK || world->policy == NULL || alt->npiece > 1 || !tk__query_thing(term->field, &thing))
		return status;
	if (tk_policy_has(world->policy, thing, NULL, alt->piece[0].text))
		return TK_OK;
	const char *const *names = NULL;
	size_t n = tk_policy_names(world->policy, thing, NULL, &names);
	return fail_word(term, &alt->written, names, n, err);
}

static enum tk_status read_ticket(const struct tk_query_world *world, const struct tk_term *term, struct tk_alt *alt,
				  struct tk_error *err)
{
	enum tk_status status = read_text(world, term, alt, err);
	if (status == TK_OK && alt->npiece == 1)
		alt->op = TK_ALT_ENDS;
	return status;
}

/* ---- words ---- */

enum { WORDS_MAX = 64 };

static enum tk_status read_word(const struct tk_term *term, const char *text, size_t len, struct extent *ret,
				struct tk_error *err)
{
	enum tk_words list = tk_field(term->field)->words;
	int index = tk_word_find(list, text, len);
	if (index >= 0) {
		*ret = (struct extent){index, index};
		return TK_OK;
	}
	const char *ids[WORDS_MAX + 1];
	size_t count = 0, n = 0;
	const struct tk_word *words = tk_words(list, &count);
	for (; n < count && n < WORDS_MAX; n++)
		ids[n] = words[n].id;
	if (list == TK_WORDS_STATUS)
		ids[n++] = "open";
	return fail_word(term, &(struct tk_written){.text = text, .len = len}, ids, n, err);
}

/* ---- numbers ---- */

static enum tk_status read_bool(const char *text, size_t len, struct extent *ret, struct tk_error *err)
{
	bool yes = len == 4 && memcmp(text, "true", 4) == 0;
	if (!yes && !(len == 5 && memcmp(text, "false", 5) == 0))
		return tk__fail(err, TK_D_BAD_BOOL, text, len);
	*ret = (struct extent){yes, yes};
	return TK_OK;
}

static enum tk_status read_span(const char *text, size_t len, struct extent *ret, struct tk_error *err)
{
	struct tk_span span;
	enum tk_status status = tk_span_parse(text, len, false, &span, err);
	if (status != TK_OK)
		return status;
	if (span.business_days != 0)
		return tk__fail(err, TK_D_QUERY_SPAN_DAYS, text, len);
	*ret = (struct extent){span.seconds, span.seconds};
	return TK_OK;
}

/* Times: a date, month, quarter or year is all of it; ranges are read here too, since a moment at their end is
 * excluded. */
static enum tk_status read_time(const struct tk_query_world *world, const char *text, size_t len, struct extent *ret,
				struct tk_error *err)
{
	tk_time from = 0, to = 0;
	enum tk_status status = tk_when_range(text, len, world->zone, world->now, &from, &to, err);
	if (status == TK_OK)
		*ret = (struct extent){from == TK_TIME_MIN ? INT64_MIN : from, to == TK_TIME_MAX ? INT64_MAX : to - 1};
	return status;
}

/* Dates may lie outside the years that times can have, so a whole date is read as such first. */
static enum tk_status read_date(const struct tk_query_world *world, const char *text, size_t len, struct extent *ret,
				struct tk_error *err)
{
	int64_t days = 0;
	if (tk_date_parse(text, len, &days, NULL) == TK_OK) {
		*ret = (struct extent){days, days};
		return TK_OK;
	}
	struct extent time;
	enum tk_status status = read_time(world, text, len, &time, err);
	if (status == TK_OK)
		*ret = (struct extent){time.first == INT64_MIN ? INT64_MIN : tk_zone_date(world->zone, time.first),
				       time.last == INT64_MAX ? INT64_MAX : tk_zone_date(world->zone, time.last)};
	return status;
}

/* One side of a range or comparison; `kind` has an order. */
static enum tk_status read_extent(const struct tk_query_world *world, const struct tk_term *term, enum tk_kind kind,
				  const char *text, size_t len, struct extent *ret, struct tk_error *err)
{
	enum tk_status status = TK_OK;
	int64_t number = 0;
	switch (kind) {
	case TK_KIND_WORD:
		return read_word(term, text, len, ret, err);
	case TK_KIND_TIME:
		return read_time(world, text, len, ret, err);
	case TK_KIND_DATE:
		return read_date(world, text, len, ret, err);
	case TK_KIND_SPAN:
		return read_span(text, len, ret, err);
	case TK_KIND_BOOL:
		return read_bool(text, len, ret, err);
	case TK_KIND_INT:
		status = tk__int_parse(text, len, INT32_MIN, INT32_MAX, &number, err);
		*ret = (struct extent){number, number};
		return status;
	case TK_KIND_MONEY:
		status = tk__money_parse(text, len, &number, err);
		*ret = (struct extent){number, number};
		return status;
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_NAME:
	case TK_KIND_TICKET:
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		break;
	}
	return tk__fail(err, TK_D_QUERY_COMPARE, text, len, TK_S(tk_field(term->field)->name));
}

static bool has_order(const struct tk_field *field, enum tk_kind kind)
{
	if (kind == TK_KIND_WORD)
		return field->words == TK_WORDS_STATUS || field->words == TK_WORDS_PRIORITY ||
		       field->words == TK_WORDS_LEVEL;
	return kind == TK_KIND_TIME || kind == TK_KIND_DATE || kind == TK_KIND_SPAN || kind == TK_KIND_INT ||
	       kind == TK_KIND_MONEY;
}

/* Bytes of the comparison sign at the beginning: 0, 1 or 2. */
static size_t sign_length(const struct tk_written *w)
{
	if (w->len == 0 || !w->special[0] || (w->text[0] != '<' && w->text[0] != '>'))
		return 0;
	return w->len > 1 && w->special[1] && w->text[1] == '=' ? 2 : 1;
}

static enum tk_status read_comparison(const struct tk_query_world *world, const struct tk_term *term, enum tk_kind kind,
				      struct tk_alt *alt, struct tk_error *err)
{
	const struct tk_written *w = &alt->written;
	size_t sign = sign_length(w);
	struct extent value = {0, 0};
	if (strstr(w->text, "..") != NULL)
		return tk__fail(err, TK_D_QUERY_SIGN_RANGE, w->text, w->len);
	enum tk_status status = read_extent(world, term, kind, w->text + sign, w->len - sign, &value, err);
	if (status != TK_OK)
		return status;
	/* the list of priorities begins with the highest: `>=P2` is P1 and P2, in conditions of a policy as well */
	bool falling = tk_field(term->field)->words == TK_WORDS_PRIORITY;
	bool greater = (w->text[0] == '>') != falling, equal = sign == 2;
	alt->lo = !greater ? INT64_MIN : equal || value.last == INT64_MAX ? value.first : value.last + 1;
	alt->hi = greater ? INT64_MAX : equal || value.first == INT64_MIN ? value.last : value.first - 1;
	return TK_OK;
}

static enum tk_status read_range(const struct tk_query_world *world, const struct tk_term *term, enum tk_kind kind,
				 struct tk_alt *alt, const char *dots, struct tk_error *err)
{
	const struct tk_written *w = &alt->written;
	size_t before = (size_t)(dots - w->text), after = w->len - before - 2;
	struct extent first = {INT64_MIN, INT64_MIN}, last = {INT64_MAX, INT64_MAX};
	enum tk_status status = TK_OK;
	if (before == 0 && after == 0)
		return tk__fail(err, TK_D_QUERY_EMPTY, TK_S(tk_field(term->field)->name));
	if (before > 0)
		status = read_extent(world, term, kind, w->text, before, &first, err);
	if (status == TK_OK && after > 0)
		status = read_extent(world, term, kind, dots + 2, after, &last, err);
	if (status != TK_OK)
		return status;
	if (first.first > last.last)
		return tk__fail(err, TK_D_BAD_RANGE, w->text, w->len);
	alt->lo = first.first;
	alt->hi = last.last;
	return TK_OK;
}

/* Kinds whose values are numbers, words included. */
static enum tk_status read_number(const struct tk_query_world *world, const struct tk_term *term, enum tk_kind kind,
				  struct tk_alt *alt, struct tk_error *err)
{
	const struct tk_written *w = &alt->written;
	const struct tk_field *field = tk_field(term->field);
	const char *dots = has_order(field, kind) ? strstr(w->text, "..") : NULL;
	struct extent value = {0, 0};
	enum tk_status status = TK_OK;
	alt->op = TK_ALT_RANGE;
	if (sign_length(w) > 0 && !has_order(field, kind))
		return tk__fail(err, TK_D_QUERY_COMPARE, w->text, w->len, TK_S(field->name));
	if (sign_length(w) > 0) {
		status = read_comparison(world, term, kind, alt, err);
	} else if (dots != NULL && kind != TK_KIND_TIME) {
		status = read_range(world, term, kind, alt, dots, err);
	} else {
		status = read_extent(world, term, kind, w->text, w->len, &value, err);
		alt->lo = value.first;
		alt->hi = value.last;
		/* to the second: never what was meant */
		if (status == TK_OK && kind == TK_KIND_SPAN)
			return tk__fail(err, TK_D_QUERY_SPAN, w->text, w->len);
	}
	if (status != TK_OK || kind != TK_KIND_WORD)
		return status;
	alt->op = TK_ALT_MASK;
	for (int i = 0; i < WORDS_MAX; i++)
		alt->mask |= i >= alt->lo && i <= alt->hi ? UINT64_C(1) << i : 0;
	return TK_OK;
}

enum tk_status tk__query_value(const struct tk_query_world *world, const struct tk_term *term, struct tk_alt *alt,
			       struct tk_error *err)
{
	const struct tk_field *field = tk_field(term->field);
	const struct tk_written *w = &alt->written;
	enum tk_kind kind = field->kind == TK_KIND_LIST ? field->item : field->kind;
	bool none = written_is(w, "none");
	if (none || written_is(w, "any")) {
		alt->op = none ? TK_ALT_NONE : TK_ALT_ANY;
		return TK_OK;
	}
	if (field->words == TK_WORDS_STATUS && kind == TK_KIND_WORD && w->len == 4 && memcmp(w->text, "open", 4) == 0) {
		alt->op = TK_ALT_MASK;
		alt->mask = TK_S_OPEN;
		return TK_OK;
	}
	switch (kind) {
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_NAME:
	case TK_KIND_TICKET:
		if (sign_length(w) > 0)
			return tk__fail(err, TK_D_QUERY_COMPARE, w->text, w->len, TK_S(field->name));
		if (kind == TK_KIND_NAME)
			return read_name(world, term, alt, err);
		return kind == TK_KIND_TICKET ? read_ticket(world, term, alt, err) : read_text(world, term, alt, err);
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		return tk__fail(err, TK_D_QUERY_PRESENCE, w->text, w->len, TK_S(field->name));
	case TK_KIND_WORD:
	case TK_KIND_TIME:
	case TK_KIND_DATE:
	case TK_KIND_SPAN:
	case TK_KIND_INT:
	case TK_KIND_MONEY:
	case TK_KIND_BOOL:
		break;
	}
	return read_number(world, term, kind, alt, err);
}
