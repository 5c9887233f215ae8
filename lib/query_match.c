/* Whether a row is one of those that a query asks for. */
#include <string.h>

#include "fail.h"
#include "query_impl.h"
#include "ticket/text.h"

/* piece*piece*…: the first at the beginning, the last at the end, the others in between in their order. */
static bool text_matches(const struct tk_alt *alt, const char *text, size_t len)
{
	const struct tk_piece *first = &alt->piece[0], *last = &alt->piece[alt->npiece - 1];
	if (alt->npiece == 1)
		return len == first->len && memcmp(text, first->text, len) == 0;
	if (len < first->len + last->len || memcmp(text, first->text, first->len) != 0 ||
	    memcmp(text + len - last->len, last->text, last->len) != 0)
		return false;
	text += first->len;
	len -= first->len + last->len;
	for (size_t i = 1; i + 1 < alt->npiece; i++) {
		const struct tk_piece *piece = &alt->piece[i];
		const char *found = piece->len == 0 ? text : memmem(text, len, piece->text, piece->len);
		if (found == NULL)
			return false;
		len -= (size_t)(found - text) + piece->len;
		text = found + piece->len;
	}
	return true;
}

static bool same_letters(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int x = a[i] >= 'a' && a[i] <= 'z' ? a[i] - 'a' + 'A' : a[i];
		int y = b[i] >= 'a' && b[i] <= 'z' ? b[i] - 'a' + 'A' : b[i];
		if (x != y)
			return false;
	}
	return true;
}

static bool ends_match(const struct tk_alt *alt, const char *text, size_t len)
{
	const struct tk_piece *piece = &alt->piece[0];
	return piece->len <= len && (same_letters(text, piece->text, piece->len) ||
				     same_letters(text + len - piece->len, piece->text, piece->len));
}

/* A value that is present, its text folded where the term is. */
static bool value_matches(const struct tk_term *term, const struct tk_value *value)
{
	for (size_t i = 0; i < term->nalt; i++) {
		const struct tk_alt *alt = &term->alt[i];
		bool match = false;
		switch (alt->op) {
		case TK_ALT_NONE:
			break;
		case TK_ALT_ANY:
			match = true;
			break;
		case TK_ALT_MASK:
			match = value->number >= 0 && value->number < 64 && (alt->mask >> value->number & 1) != 0;
			break;
		case TK_ALT_RANGE:
			match = value->number >= alt->lo && value->number <= alt->hi;
			break;
		case TK_ALT_TEXT:
			match = value->text != NULL && text_matches(alt, value->text, value->len);
			break;
		case TK_ALT_ENDS:
			match = value->text != NULL && ends_match(alt, value->text, value->len);
			break;
		}
		if (match)
			return true;
	}
	return false;
}

static bool absence_matches(const struct tk_term *term)
{
	for (size_t i = 0; i < term->nalt; i++)
		if (term->alt[i].op == TK_ALT_NONE)
			return true;
	return false;
}

/* Whether any alternative looks at more than presence: only then is a text folded. */
static bool looks_at_text(const struct tk_term *term)
{
	for (size_t i = 0; i < term->nalt; i++)
		if (term->alt[i].op == TK_ALT_TEXT)
			return true;
	return false;
}

static enum tk_status match_value(const struct tk_term *term, struct tk_value value, struct tk_str *scratch, bool *ret,
				  struct tk_error *err)
{
	if (term->folded && value.text != NULL && looks_at_text(term)) {
		tk_str_reset(scratch);
		tk_text_fold(scratch, value.text, value.len);
		enum tk_status status = tk_str_status(scratch, err);
		if (status != TK_OK)
			return status;
		value.text = scratch->data;
		value.len = scratch->len;
	}
	*ret = value_matches(term, &value);
	return TK_OK;
}

/* The entries of a list, or of one sub-field in a list of records: one that matches is enough. */
static enum tk_status match_entries(const struct tk_term *term, const struct tk_node *list, struct tk_str *scratch,
				    bool *ret, struct tk_error *err)
{
	const struct tk_field *field = tk_field(term->field);
	const char *dot = strrchr(field->name, '.');
	size_t seen = 0;
	*ret = false;
	for (const struct tk_node *item = list == NULL ? NULL : tk_node_first(list); item != NULL && !*ret;
	     item = tk_node_next(item)) {
		const struct tk_node *node = term->list >= 0 ? tk_node_get(item, dot + 1) : item;
		struct tk_value value = {.kind = TK_KIND_TEXT, .set = true};
		if (node == NULL || tk_node_is_null(node))
			continue;
		value.text = tk_node_text(node, &value.len);
		if (value.text == NULL)
			continue;
		if (term->list >= 0 && tk_field_value(term->field, value.text, value.len, &value, NULL) != TK_OK)
			continue;
		seen++;
		enum tk_status status = match_value(term, value, scratch, ret, err);
		if (status != TK_OK)
			return status;
	}
	if (seen == 0)
		*ret = absence_matches(term);
	return TK_OK;
}

static enum tk_status match_term(const struct tk_term *term, const struct tk_row *row, struct tk_str *scratch,
				 bool *ret, struct tk_error *err)
{
	struct tk_value value = row->get(row, term->list >= 0 ? term->list : term->field);
	if (!value.set) {
		*ret = absence_matches(term);
		return TK_OK;
	}
	switch (value.kind) {
	case TK_KIND_LIST:
		return match_entries(term, value.node, scratch, ret, err);
	case TK_KIND_RECORDS:
		if (term->list >= 0)
			return match_entries(term, value.node, scratch, ret, err);
		break;
	case TK_KIND_MAP:
		break;
	case TK_KIND_TEXT:
	case TK_KIND_PARA:
	case TK_KIND_WORD:
	case TK_KIND_NAME:
	case TK_KIND_TICKET:
	case TK_KIND_TIME:
	case TK_KIND_DATE:
	case TK_KIND_SPAN:
	case TK_KIND_INT:
	case TK_KIND_MONEY:
	case TK_KIND_BOOL:
		return match_value(term, value, scratch, ret, err);
	}
	/* records and maps are only asked whether they are there; an empty one is not */
	bool present = value.node != NULL && tk_node_count(value.node) > 0;
	*ret = present ? value_matches(term, &value) : absence_matches(term);
	return TK_OK;
}

enum tk_status tk__query_match(const struct tk_query *query, const struct tk_row *row, struct tk_str *scratch,
			       bool *ret, struct tk_error *err)
{
	for (size_t i = 0; query != NULL && i < query->nterm; i++) {
		bool match = false;
		enum tk_status status = match_term(&query->term[i], row, scratch, &match, err);
		if (status != TK_OK)
			return status;
		if (match == query->term[i].negated) {
			*ret = false;
			return TK_OK;
		}
	}
	*ret = true;
	return TK_OK;
}

bool tk_query_matches(const struct tk_query *query, const struct tk_row *row)
{
	struct tk_str scratch;
	bool match = false;
	tk_str_init(&scratch, 0);
	/* a row whose text cannot be folded for want of memory does not match */
	if (tk__query_match(query, row, &scratch, &match, NULL) != TK_OK)
		match = false;
	tk_str_clear(&scratch);
	return match;
}
