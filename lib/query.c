/*
 * The query language: cutting text into terms and values, and writing them again.  What a value means is decided in
 * query_value.c, whether a row matches in query_match.c.
 */
#include "ticket/query.h"

#include <string.h>

#include "fail.h"
#include "query_impl.h"
#include "ticket/text.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Length of `[-]key:` at the beginning of `text`, or 0. */
static size_t key_length(const char *text, size_t len)
{
	size_t i = len > 0 && text[0] == '-' ? 1 : 0;
	if (i >= len || text[i] < 'a' || text[i] > 'z')
		return 0;
	while (i < len && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9') || text[i] == '_' ||
			   text[i] == '.' || text[i] == '-'))
		i++;
	return i < len && text[i] == ':' ? i + 1 : 0;
}

/* Length of a value that begins at `text`: up to the space before a new key or the end; *ret_next is where to go on. */
static enum tk_status value_length(const char *text, size_t len, size_t *ret_len, size_t *ret_next,
				   struct tk_error *err)
{
	bool quoted = false;
	size_t end = 0; /* behind the last character that is no space */
	for (size_t i = 0; i < len; i++) {
		if (!quoted && is_space(text[i])) {
			size_t next = i;
			while (next < len && is_space(text[next]))
				next++;
			if (key_length(text + next, len - next) > 0) {
				*ret_len = end;
				*ret_next = next;
				return TK_OK;
			}
			i = next - 1;
			continue;
		}
		if (text[i] == '"')
			quoted = !quoted;
		else if (text[i] == '\\' && i + 1 < len)
			i++;
		end = i + 1;
	}
	if (quoted)
		return tk__fail(err, TK_D_QUERY_QUOTE, text, len);
	*ret_len = end;
	*ret_next = len;
	return TK_OK;
}

/* Takes quotes and backslashes off the text up to a comma (or all of it); returns the length used, SIZE_MAX at ENOMEM.
 */
static size_t unquote(struct tk_arena *arena, const char *text, size_t len, bool commas, struct tk_written *ret)
{
	char *out = tk_arena_alloc(arena, len + 1);
	bool *special = tk_arena_array(arena, len + 1, sizeof *special);
	if (out == NULL || special == NULL)
		return SIZE_MAX;
	bool quoted = false;
	size_t n = 0, i = 0;
	for (; i < len && (quoted || !commas || text[i] != ','); i++) {
		bool taken = false;
		if (text[i] == '"') {
			quoted = !quoted;
			continue;
		}
		if (text[i] == '\\' && i + 1 < len) {
			i++;
			taken = true;
		}
		special[n] = !quoted && !taken;
		out[n++] = text[i];
	}
	/* a bare text is never an operator or a word of the language */
	if (!commas && n > 0 && out[0] != '*')
		special[0] = false;
	*ret = (struct tk_written){.text = out, .special = special, .len = n};
	return i;
}

static size_t count_values(const char *text, size_t len, bool commas)
{
	size_t n = 1;
	bool quoted = false;
	for (size_t i = 0; commas && i < len; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		else if (text[i] == '\\')
			i++;
		else if (text[i] == ',' && !quoted)
			n++;
	}
	return n;
}

/* Reads the values of a term whose field is known; `bare` text has no commas. */
static enum tk_status read_values(const struct tk_query_world *world, struct tk_term *term, const char *text,
				  size_t len, bool bare, struct tk_error *err)
{
	const struct tk_field *field = tk_field(term->field);
	term->nalt = count_values(text, len, !bare);
	term->alt = tk_arena_array(world->arena, term->nalt, sizeof *term->alt);
	if (term->alt == NULL)
		return tk__fail(err, TK_D_NOMEM);
	for (size_t i = 0; i < term->nalt; i++) {
		struct tk_alt *alt = &term->alt[i];
		size_t used = unquote(world->arena, text, len, !bare, &alt->written);
		if (used == SIZE_MAX)
			return tk__fail(err, TK_D_NOMEM);
		if (used == 0)
			return tk__fail(err, TK_D_QUERY_EMPTY, TK_S(field->name));
		enum tk_status status = tk__query_value(world, term, alt, err);
		if (status != TK_OK) {
			tk__in(err, field->name, strlen(field->name));
			return status;
		}
		text += used;
		len -= used;
		if (len > 0) { /* the comma */
			text++;
			len--;
		}
	}
	return TK_OK;
}

/* The record list that a sub-field belongs to. */
static int list_of(int field)
{
	const char *name = tk_field(field)->name;
	const char *dot = strrchr(name, '.');
	return dot == NULL ? -1 : tk_field_find(name, (size_t)(dot - name));
}

/* `model` for product.model: the last part of a name, where one field only ends in it; else -1. */
static int find_short(const char *key, size_t len)
{
	int found = -1;
	for (int id = 0; id < TK_FIELD_COUNT; id++) {
		const char *dot = strrchr(tk_field(id)->name, '.');
		if (dot == NULL || strlen(dot + 1) != len || memcmp(dot + 1, key, len) != 0)
			continue;
		if (found >= 0)
			return -1;
		found = id;
	}
	return found;
}

static enum tk_status find_field(const char *key, size_t len, int *ret, struct tk_error *err)
{
	*ret = tk_field_find(key, len);
	if (*ret < 0)
		*ret = find_short(key, len);
	if (*ret >= 0)
		return TK_OK;
	const char *near = tk_field_suggest(key, len);
	return tk__fail(err, TK_D_UNKNOWN_FIELD, key, len, TK_S(near != NULL ? near : ""));
}

/* Reads the term at the beginning of `text` (which is no space); *ret_used says how far it goes. */
static enum tk_status read_term(const struct tk_query_world *world, const char *text, size_t len, struct tk_term *term,
				size_t *ret_used, struct tk_error *err)
{
	size_t key = key_length(text, len);
	size_t value = 0, next = 0;
	term->negated = key > 0 && text[0] == '-';
	term->field = TK_FIELD_TEXT;
	if (key > 0) {
		const char *name = text + (term->negated ? 1 : 0);
		enum tk_status status = find_field(name, key - 1 - (term->negated ? 1 : 0), &term->field, err);
		if (status != TK_OK)
			return status;
	}
	term->list = (tk_field(term->field)->flags & TK_F_SUB) != 0 ? list_of(term->field) : -1;
	term->folded = tk__query_folds(term->field);
	enum tk_status status = value_length(text + key, len - key, &value, &next, err);
	if (status != TK_OK)
		return status;
	*ret_used = key + next;
	/* `key: value` with a space: what follows is its value all the same */
	while (value > 0 && is_space(text[key])) {
		key++;
		value--;
	}
	return read_values(world, term, text + key, value, key == 0, err);
}

/* An upper bound of the number of terms: every colon may end a key. */
static size_t count_terms(const char *const *terms, size_t n)
{
	size_t count = n;
	for (size_t i = 0; i < n; i++)
		for (const char *p = terms[i]; *p != '\0'; p++)
			count += *p == ':' ? 1 : 0;
	return count;
}

enum tk_status tk_query_parse(struct tk_arena *arena, const char *const *terms, size_t n, const struct tk_zone *zone,
			      tk_time now, const struct tk_policy *policy, struct tk_query **ret, struct tk_error *err)
{
	const struct tk_query_world world = {.arena = arena, .zone = zone, .now = now, .policy = policy};
	struct tk_query *query = tk_arena_alloc(arena, sizeof *query);
	if (query == NULL)
		return tk__fail(err, TK_D_NOMEM);
	query->term = tk_arena_array(arena, count_terms(terms, n), sizeof *query->term);
	if (query->term == NULL)
		return tk__fail(err, TK_D_NOMEM);
	for (size_t i = 0; i < n; i++) {
		const char *text = terms[i];
		size_t len = strlen(text);
		size_t good = tk_utf8_check(text, len);
		if (good < len)
			return tk__fail(err, TK_D_NOT_UTF8, (int64_t)good + 1);
		for (size_t at = 0; at < len;) {
			size_t used = 0;
			if (is_space(text[at])) {
				at++;
				continue;
			}
			enum tk_status status =
				read_term(&world, text + at, len - at, &query->term[query->nterm], &used, err);
			if (status != TK_OK)
				return status;
			query->nterm++;
			at += used;
		}
	}
	*ret = query;
	return TK_OK;
}

/* ---- the canonical text ---- */

static bool needs_quotes(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_space(text[i]) || strchr(",\"\\*<>", text[i]) != NULL)
			return true;
	return false;
}

static void put_quoted(struct tk_str *out, const char *text, size_t len)
{
	tk_str_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"' || text[i] == '\\')
			tk_str_putc(out, '\\');
		tk_str_putc(out, text[i]);
	}
	tk_str_putc(out, '"');
}

/* Whether a byte is an operator, which must stay bare: a wildcard, or part of the comparison at the beginning. */
static bool is_operator(const struct tk_written *w, size_t i)
{
	if (!w->special[i])
		return false;
	return strchr("*<>", w->text[i]) != NULL || (i == 1 && w->text[1] == '=' && is_operator(w, 0));
}

static bool is_word(const struct tk_written *w, const char *word)
{
	return w->len == strlen(word) && memcmp(w->text, word, w->len) == 0;
}

static void put_value(struct tk_str *out, const struct tk_alt *alt)
{
	const struct tk_written *w = &alt->written;
	bool word = is_word(w, "none") || is_word(w, "any");
	if (w->len == 0 || (word && alt->op != TK_ALT_NONE && alt->op != TK_ALT_ANY)) {
		put_quoted(out, w->text, w->len);
		return;
	}
	for (size_t i = 0; i < w->len;) {
		if (is_operator(w, i)) {
			tk_str_putc(out, w->text[i++]);
			continue;
		}
		size_t end = i;
		while (end < w->len && !is_operator(w, end))
			end++;
		if (needs_quotes(w->text + i, end - i))
			put_quoted(out, w->text + i, end - i);
		else
			tk_str_add(out, w->text + i, end - i);
		i = end;
	}
}

void tk_query_text(const struct tk_query *query, struct tk_str *out)
{
	for (size_t t = 0; t < query->nterm; t++) {
		const struct tk_term *term = &query->term[t];
		if (t > 0)
			tk_str_putc(out, ' ');
		if (term->negated)
			tk_str_putc(out, '-');
		tk_str_puts(out, tk_field(term->field)->name);
		for (size_t i = 0; i < term->nalt; i++) {
			tk_str_putc(out, i == 0 ? ':' : ',');
			put_value(out, &term->alt[i]);
		}
	}
}
