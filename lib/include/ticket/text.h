/*
 * UTF-8 text: validity, control characters, width on a terminal, folding for comparison.  No locale.
 */
#ifndef TICKET_TEXT_H
#define TICKET_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ticket/str.h"

/* Offset of the first byte that is not valid UTF-8 (overlong, surrogate, cut, past U+10FFFF), or `len`. */
size_t tk_utf8_check(const char *text, size_t len);
/* The code point at `text` (len > 0) and its length in bytes; U+FFFD of one byte where there is no valid one. */
uint32_t tk_utf8_next(const char *text, size_t len, size_t *ret_bytes);
/* Appends a code point. */
void tk_utf8_put(struct tk_str *out, uint32_t code);

/* C0, DEL, C1, and the characters that turn or hide text (bidi controls, zero-width other than ZWJ/ZWNJ, LS, PS, BOM,
 * interlinear, tags): what must not reach a terminal raw. */
bool tk_char_is_unsafe(uint32_t code);
/* Columns of a code point on a terminal: 0, 1 or 2 (ambiguous = 1). */
int tk_char_width(uint32_t code);
/* Columns of a text, counted by grapheme clusters; unsafe characters count as they are shown by tk_text_safe. */
size_t tk_text_width(const char *text, size_t len);
/* Longest prefix (in bytes) of at most `columns` columns that ends between grapheme clusters. */
size_t tk_text_fit(const char *text, size_t len, size_t columns);
/* Appends the text with unsafe characters made visible: U+240A-style pictures for C0 and DEL, \u{…} for others, \x… for
 * bytes that are not UTF-8. Tab becomes a space; LF is kept only with `lines`. */
void tk_text_safe(struct tk_str *out, const char *text, size_t len, bool lines);
/* Appends the text folded for comparison: NFKC, case folded, without invisible characters.  Invalid UTF-8 is copied as
 * it is. */
void tk_text_fold(struct tk_str *out, const char *text, size_t len);

/* The nearest word of `words` (n of them) within a third of the text's length in edits, or NULL: "did you mean".  The
 * first of equally near ones; the case of ASCII letters makes no difference. */
const char *tk_text_suggest(const char *text, size_t len, const char *const *words, size_t n);

#endif
