/*
 * "Did you mean": the nearest of a list of words.
 *
 * Distance is the number of characters put in, left out, changed or swapped with their neighbour (no character takes
 * part twice).  Words longer than MAX_WORD characters are nobody's typing error.
 */
#include <string.h>

#include "ticket/text.h"

enum { MAX_WORD = 48 };

/* The code points of a word, ASCII letters in lower case; returns their number, or MAX_WORD + 1 for too many. */
static size_t decode(const char *text, size_t len, uint32_t out[MAX_WORD])
{
	size_t n = 0, bytes;

	for (size_t i = 0; i < len; i += bytes) {
		uint32_t code = tk_utf8_next(text + i, len - i, &bytes);
		if (n == MAX_WORD)
			return MAX_WORD + 1;
		out[n++] = code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
	}
	return n;
}

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	unsigned ab = a < b ? a : b;

	return ab < c ? ab : c;
}

static unsigned distance(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len)
{
	unsigned rows[3][MAX_WORD + 1];
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		above[j] = (unsigned)j;
	for (size_t i = 1; i <= a_len; i++) {
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b_len; j++) {
			unsigned changed = above[j - 1] + (a[i - 1] != b[j - 1]);
			row[j] = least(above[j] + 1, row[j - 1] + 1, changed);
			bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
			if (swapped && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		unsigned *oldest = before;
		before = above;
		above = row;
		row = oldest;
	}
	return above[b_len];
}

const char *tk_text_suggest(const char *text, size_t len, const char *const *words, size_t n)
{
	uint32_t typed[MAX_WORD], word[MAX_WORD];
	size_t typed_len = decode(text, len, typed);
	const char *nearest = NULL;

	if (typed_len > MAX_WORD)
		return NULL;
	unsigned best = (unsigned)(typed_len / 3) + 1;
	for (size_t i = 0; i < n; i++) {
		size_t word_len = decode(words[i], strlen(words[i]), word);
		if (word_len > MAX_WORD)
			continue;
		unsigned edits = distance(typed, typed_len, word, word_len);
		if (edits < best) {
			best = edits;
			nearest = words[i];
		}
	}
	return nearest;
}
