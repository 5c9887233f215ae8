/*
 * Any bytes as a text: the safe form holds nothing unsafe and is as wide as said; a prefix that fits does fit; folding
 * valid text gives valid text.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "num.h"
#include "ticket/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void safe(const char *text, size_t len, bool lines)
{
	struct tk_str s;
	size_t bytes;

	tk_str_init(&s, 0);
	tk_text_safe(&s, text, len, lines);
	must(tk_str_status(&s, NULL) == TK_OK);
	must(tk_utf8_check(s.data, s.len) == s.len);
	for (size_t i = 0; i < s.len; i += bytes) {
		uint32_t code = tk_utf8_next(s.data + i, s.len - i, &bytes);
		must(!tk_char_is_unsafe(code) || (lines && code == '\n'));
	}
	tk_str_clear(&s);
}

static void fits(const char *text, size_t len)
{
	size_t width = tk_text_width(text, len), before = 0;

	must(tk_text_fit(text, len, width) == len);
	for (size_t columns = 0; columns < 20; columns++) {
		size_t bytes = tk_text_fit(text, len, columns);
		must(bytes >= before && bytes <= len);
		must(tk_text_width(text, bytes) <= columns);
		before = bytes;
	}
}

static void folds(const char *text, size_t len)
{
	struct tk_str s;

	tk_str_init(&s, 0);
	tk_text_fold(&s, text, len);
	must(tk_str_status(&s, NULL) == TK_OK);
	if (tk_utf8_check(text, len) == len)
		must(tk_utf8_check(s.data, s.len) == s.len);
	for (size_t i = 0; i < s.len; i++)
		must(s.data[i] < 'A' || s.data[i] > 'Z');
	tk_str_clear(&s);
}

static void numbers(const char *text, size_t len)
{
	int64_t value, again;
	char out[TK_MONEY_TEXT];

	if (tk__int_parse(text, len, -1000, 1000, &value, NULL) == TK_OK)
		must(value >= -1000 && value <= 1000);
	if (tk__money_parse(text, len, &value, NULL) == TK_OK) {
		tk__money_format(value, out);
		must(tk__money_parse(out, strlen(out), &again, NULL) == TK_OK && again == value);
	}
}

static void errors(const char *text, size_t len)
{
	struct tk_error err = TK_ERROR_INIT;

	tk__fail(&err, TK_D_BAD_TIME, text, len);
	must(memchr(err.arg[0].text, '\0', sizeof(err.arg[0].text)) != NULL);
	if (tk_utf8_check(text, len) == len)
		must(tk_utf8_check(err.arg[0].text, strlen(err.arg[0].text)) == strlen(err.arg[0].text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = {"close", "classify", "技术故障", "assign"};
	const char *text = (const char *)data;

	safe(text, size, false);
	safe(text, size, true);
	fits(text, size);
	folds(text, size);
	numbers(text, size);
	errors(text, size);
	tk_text_suggest(text, size, words, 4);
	return 0;
}
