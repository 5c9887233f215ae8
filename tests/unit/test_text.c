/* Texts: validity, what is unsafe, widths, folding, suggestions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "ticket/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* The same numbers on every run. */
static uint64_t seed = 88172645463325252U;

static uint32_t chance(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 33) % below;
}

struct utf8_case {
	const char *text;
	size_t len, bad_at;
};

#define BYTES(s) s, sizeof(s) - 1

static void utf8_validity(void **state)
{
	(void)state;
	static const struct utf8_case cases[] = {
		{BYTES(""), 0},
		{BYTES("plain"), 5},
		{BYTES("a\0b"), 3},
		{BYTES("电脑无法开机"), 18},
		{BYTES("\xF0\x9F\x98\x80"), 4},
		{BYTES("\xF4\x8F\xBF\xBF"), 4},
		{BYTES("\xEF\xBF\xBF"), 3},
		{BYTES("\x80"), 0},
		{BYTES("abc\xBF"), 3},
		{BYTES("\xC0\x80"), 0},     /* overlong NUL */
		{BYTES("\xC1\xBF"), 0},     /* overlong */
		{BYTES("\xE0\x80\xAF"), 0}, /* overlong slash */
		{BYTES("\xE0\x9F\xBF"), 0}, /* overlong */
		{BYTES("\xF0\x80\x80\xAF"), 0},
		{BYTES("\xF0\x8F\xBF\xBF"), 0},
		{BYTES("\xED\xA0\x80"), 0}, /* surrogates */
		{BYTES("\xED\xBF\xBF"), 0},
		{BYTES("\xF4\x90\x80\x80"), 0}, /* past the end of Unicode */
		{BYTES("\xF5\x80\x80\x80"), 0},
		{BYTES("\xF8\x88\x80\x80\x80"), 0},
		{BYTES("\xFE"), 0},
		{BYTES("\xFF"), 0},
		{BYTES("a\xE7\x94"), 1}, /* cut */
		{BYTES("a\xC3"), 1},
		{BYTES("a\xF0\x9F\x98"), 1},
		{BYTES("\xE7\x94z"), 0},
		{BYTES("\xF0\x9F\x98z"), 0},
		{BYTES("\xC3z"), 0},
		{BYTES("Gr\xFC\xDF"
		       "e"),
		 2},                            /* Latin-1 */
		{BYTES("\xD6\xD0\xCE\xC4"), 0}, /* GB18030 */
		{BYTES("12345678901234567\xFF"), 17},
		{BYTES("1234567\xFF"), 7},
		{BYTES("电12345678电12345678\xFF"), 22},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t bad_at = tk_utf8_check(cases[i].text, cases[i].len);
		if (bad_at != cases[i].bad_at)
			fail_msg("case %zu: %zu instead of %zu", i, bad_at, cases[i].bad_at);
	}
}

static void every_code_point_goes_there_and_back(void **state)
{
	(void)state;
	struct tk_str s;

	tk_str_init(&s, 0);
	for (uint32_t code = 0; code < 0x110000; code++) {
		size_t bytes;
		tk_str_reset(&s);
		tk_utf8_put(&s, code);
		uint32_t expected = code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code;
		if (tk_utf8_next(s.data, s.len, &bytes) != expected || bytes != s.len)
			fail_msg("U+%04X does not come back", code);
		if (tk_utf8_check(s.data, s.len) != s.len)
			fail_msg("U+%04X is written badly", code);
	}
	tk_str_reset(&s);
	tk_utf8_put(&s, 0x110000);
	assert_string_equal(s.data, "\xEF\xBF\xBD");
	tk_str_clear(&s);
}

/* Against utf8proc's decoder: all that three bytes can be, and the edges of four. */
static void validity_agrees_with_another_decoder(void **state)
{
	(void)state;
	static const unsigned char edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0,
					      0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF};
	unsigned char b[4];

	for (int first = 0; first < 256; first++) {
		for (size_t i = 0; i < COUNT(edges) * COUNT(edges) * COUNT(edges); i++) {
			b[0] = (unsigned char)first;
			b[1] = edges[i % COUNT(edges)];
			b[2] = edges[i / COUNT(edges) % COUNT(edges)];
			b[3] = edges[i / COUNT(edges) / COUNT(edges)];
			utf8proc_int32_t code;
			utf8proc_ssize_t expected = utf8proc_iterate(b, 4, &code);
			size_t bytes;
			uint32_t got = tk_utf8_next((const char *)b, 4, &bytes);
			if (expected < 0)
				assert_true(got == 0xFFFD && bytes == 1);
			else
				assert_true(got == (uint32_t)code && bytes == (size_t)expected);
		}
	}
}

static void unsafe_characters(void **state)
{
	(void)state;
	static const uint32_t unsafe[] = {0,      7,      '\t',   '\n',   '\r',    0x1B,    0x7F,    0x80,
					  0x9B,   0x9F,   0x61C,  0x180E, 0x200B,  0x200E,  0x200F,  0x2028,
					  0x2029, 0x202A, 0x202E, 0x2060, 0x2066,  0x2069,  0x206F,  0xFEFF,
					  0xFFF9, 0xFFFB, 0xD800, 0xDFFF, 0xE0001, 0xE0041, 0xE007F, 0x110000};
	static const uint32_t safe[] = {' ',    0x7E,   0xA0,    0xE9,    0x301,   0x200C,  0x200D, 0x2010,
					0x2027, 0x202F, 0x2070,  0x3000,  0x4E2D,  0xE000,  0xFE0F, 0xFF01,
					0xFFFC, 0xFFFD, 0x1F600, 0xE0100, 0xE01EF, 0x10FFFF};

	for (size_t i = 0; i < COUNT(unsafe); i++)
		if (!tk_char_is_unsafe(unsafe[i]))
			fail_msg("U+%04X passes", unsafe[i]);
	for (size_t i = 0; i < COUNT(safe); i++)
		if (tk_char_is_unsafe(safe[i]))
			fail_msg("U+%04X is refused", safe[i]);
}

struct safe_case {
	const char *text;
	size_t len;
	const char *one_line, *lines;
};

static void safe_forms(void **state)
{
	(void)state;
	static const struct safe_case cases[] = {
		{BYTES(""), "", ""},
		{BYTES("plain 电脑 é 😀"), "plain 电脑 é 😀", "plain 电脑 é 😀"},
		{BYTES("a\tb"), "a b", "a b"},
		{BYTES("a\nb"), "a␊b", "a\nb"},
		{BYTES("a\r\nb"), "a␍␊b", "a␍\nb"},
		{BYTES("\x1B[31mred\x1B]0;title\x07"), "␛[31mred␛]0;title␇", "␛[31mred␛]0;title␇"},
		{BYTES("\0"), "␀", "␀"},
		{BYTES("\x7F"), "␡", "␡"},
		{BYTES("\xC2\x9B"
		       "31m"),
		 "\\u{9b}31m", "\\u{9b}31m"},
		{BYTES("user\xE2\x80\xAEtxt.exe"), "user\\u{202e}txt.exe", "user\\u{202e}txt.exe"},
		{BYTES("\xE2\x80\xA8\xEF\xBB\xBF"), "\\u{2028}\\u{feff}", "\\u{2028}\\u{feff}"},
		{BYTES("\xF3\xA0\x81\x81"), "\\u{e0041}", "\\u{e0041}"},
		{BYTES("zero\xE2\x80\x8Bwidth"), "zero\\u{200b}width", "zero\\u{200b}width"},
		{BYTES("👨\xE2\x80\x8D👩\xE2\x80\x8D👧"), "👨\xE2\x80\x8D👩\xE2\x80\x8D👧", "👨\xE2\x80\x8D👩\xE2\x80\x8D👧"},
		{BYTES("Gr\xFC\xDF"
		       "e"),
		 "Gr\\xfc\\xdfe", "Gr\\xfc\\xdfe"},
		{BYTES("\xC0\x80"), "\\xc0\\x80", "\\xc0\\x80"},
		{BYTES("cut \xE7\x94"), "cut \\xe7\\x94", "cut \\xe7\\x94"},
		{BYTES("\xEF\xBF\xBD"), "\xEF\xBF\xBD", "\xEF\xBF\xBD"},
		{BYTES("\xED\xA0\x80"), "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"},
	};
	struct tk_str s;

	tk_str_init(&s, 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		tk_str_reset(&s);
		tk_text_safe(&s, cases[i].text, cases[i].len, false);
		assert_string_equal(s.data, cases[i].one_line);
		assert_int_equal(tk_text_width(cases[i].text, cases[i].len), tk_text_width(s.data, s.len));
		tk_str_reset(&s);
		tk_text_safe(&s, cases[i].text, cases[i].len, true);
		assert_string_equal(s.data, cases[i].lines);
	}
	tk_str_clear(&s);
}

struct width_case {
	const char *text;
	size_t columns;
};

static void widths(void **state)
{
	(void)state;
	static const struct width_case cases[] = {
		{"", 0},
		{"abc", 3},
		{"电脑", 4},
		{"X-200电脑", 9},
		{"，。「」！？（）", 16},
		{"ＡＢＣ", 6},
		{"ｱｲｳ", 3},
		{"한국어", 6},
		{"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 2}, /* the first of these, taken apart */
		{"カ\xE3\x82\x99", 2},
		{"e\xCC\x81", 1},
		{"电\xCC\x81", 2},
		{"Z\xCC\x81\xCC\x82\xCC\x83\xCC\x84", 1},
		{"é", 1},
		{"“…—”", 4}, /* ambiguous ones are narrow */
		{"①", 1},
		{"😀", 2},
		{"👍🏽", 2},
		{"👨\xE2\x80\x8D👩\xE2\x80\x8D👧\xE2\x80\x8D👦", 2},
		{"🇩🇪", 2},
		{"🇩🇪🇨🇳", 4},
		{"❤", 1},
		{"❤\xEF\xB8\x8F", 2},
		{"1\xEF\xB8\x8F\xE2\x83\xA3", 2},
		{"\xE2\x80\x8D", 0},
		{"a\tb", 3},
		{"\x1B[m", 3},
		{"\xE2\x80\xAE", 8},
		{"\xF3\xA0\x81\x81", 9},
		{"\xFF", 4},
		{"स्ते", 2},
		{"ä", 1},
		{"\xC2\xAD", 1},
		{"葛\xF3\xA0\x84\x80", 2}, /* a variation selector for ideographs */
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t columns = tk_text_width(cases[i].text, strlen(cases[i].text));
		if (columns != cases[i].columns)
			fail_msg("'%s' takes %zu columns, not %zu", cases[i].text, columns, cases[i].columns);
	}
	assert_int_equal(tk_char_width('a'), 1);
	assert_int_equal(tk_char_width(0x4E2D), 2);
	assert_int_equal(tk_char_width(0x301), 0);
	assert_int_equal(tk_char_width(0x1F600), 2);
	assert_int_equal(tk_char_width(0xA7), 1);
	assert_int_equal(tk_char_width(0x1B), 0);
	assert_int_equal(tk_char_width(0x110000), 0);
}

struct fit_case {
	const char *text;
	size_t columns;
	const char *fits;
};

static void fitting_into_columns(void **state)
{
	(void)state;
	static const struct fit_case cases[] = {
		{"abc", 0, ""},
		{"abc", 2, "ab"},
		{"abc", 3, "abc"},
		{"abc", 99, "abc"},
		{"", 5, ""},
		{"电脑", 1, ""},
		{"电脑", 2, "电"},
		{"电脑", 3, "电"},
		{"电脑", 4, "电脑"},
		{"电\xCC\x81x", 2, "电\xCC\x81"},
		{"e\xCC\x81x", 1, "e\xCC\x81"},
		{"ab👨\xE2\x80\x8D👩", 3, "ab"},
		{"ab👨\xE2\x80\x8D👩", 4, "ab👨\xE2\x80\x8D👩"},
		{"🇩🇪🇨🇳", 3, "🇩🇪"},
		{"a\xE2\x80\xAE"
		 "b",
		 8, "a"},
		{"a\xE2\x80\xAE"
		 "b",
		 9, "a\xE2\x80\xAE"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t bytes = tk_text_fit(cases[i].text, strlen(cases[i].text), cases[i].columns);
		if (bytes != strlen(cases[i].fits))
			fail_msg("case %zu: %zu bytes of '%s' in %zu columns", i, bytes, cases[i].text,
				 cases[i].columns);
	}
}

struct fold_case {
	const char *text, *folded;
};

static void folding(void **state)
{
	(void)state;
	static const struct fold_case cases[] = {
		{"", ""},
		{"Hello WORLD 123 @[`{", "hello world 123 @[`{"},
		{"电脑无法开机", "电脑无法开机"},
		{"ＦＡＱ１，好！", "faq1,好!"},
		{"ｶﾞｽ", "ガス"},
		{"カ\xE3\x82\x99ス", "ガス"},
		{"Straße", "strasse"},
		{"ÄÖÜ É", "äöü é"},
		{"E\xCC\x81", "é"},
		{"好e\xCC\x81好", "好é好"},
		{"Ｅ\xCC\x81", "é"},
		{"①②", "12"},
		{"㎏", "kg"},
		{"ﬁ", "fi"},
		{"ΑΒΓς", "αβγσ"},
		{"ДА", "да"},
		{"\xC7\x84", "dž"},
		{"zero\xE2\x80\x8Bwidth", "zerowidth"},
		{"❤\xEF\xB8\x8F", "❤"},
		{"한국어", "한국어"},
		{"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한"},
		{"A\xFFZ\xC3", "a\xFFz\xC3"},
		{"\xED\xA0\x80Ä\xE7\x94", "\xED\xA0\x80ä\xE7\x94"},
	};
	struct tk_str s;

	tk_str_init(&s, 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		tk_str_reset(&s);
		tk_text_fold(&s, cases[i].text, strlen(cases[i].text));
		assert_string_equal(s.data, cases[i].folded);
	}
	tk_str_clear(&s);
}

static void every_character_folds_as_unicode_says(void **state)
{
	(void)state;
	struct tk_str s, folded;

	tk_str_init(&s, 0);
	tk_str_init(&folded, 0);
	for (uint32_t code = 1; code < 0x110000; code++) {
		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		tk_str_reset(&s);
		tk_str_reset(&folded);
		tk_utf8_put(&s, code);
		tk_text_fold(&folded, s.data, s.len);
		utf8proc_uint8_t *expected = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)s.data);
		assert_non_null(expected);
		if (strcmp(folded.data, (const char *)expected) != 0)
			fail_msg("U+%04X folds to '%s', not '%s'", code, folded.data, (const char *)expected);
		free(expected);
	}
	tk_str_clear(&s);
	tk_str_clear(&folded);
}

/* Mixed texts, short enough that no run is cut: the short paths must not show. */
static void mixed_texts_fold_as_unicode_says(void **state)
{
	(void)state;
	static const uint32_t from[] = {'A',   'z',    ' ',    0x4E2D,  0x9FFF, 0xFF21, 0xFF01, 0x301,  0x323,
					0xC4,  0x3099, 0x30AB, 0xFF76,  0xFF9E, 0x1100, 0x1161, 0x11A8, 0xAC00,
					0x3A3, 0x200D, 0xFE0F, 0x1F600, 0x3001, 0x345,  0x9BE,  0x9C7,  0xFDFA};
	struct tk_str s, folded;

	tk_str_init(&s, 0);
	tk_str_init(&folded, 0);
	for (int round = 0; round < 20000; round++) {
		tk_str_reset(&s);
		tk_str_reset(&folded);
		for (uint32_t n = chance(20); n; n--)
			tk_utf8_put(&s, from[chance(COUNT(from))]);
		tk_text_fold(&folded, s.data, s.len);
		utf8proc_uint8_t *expected = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)s.data);
		assert_string_equal(folded.data, (const char *)expected);
		free(expected);
	}
	tk_str_clear(&s);
	tk_str_clear(&folded);
}

/* Long runs are cut, but lose nothing; marks without end take no time that grows with their square. */
static void long_runs_fold_piece_by_piece(void **state)
{
	(void)state;
	struct tk_str s, folded;

	tk_str_init(&s, 0);
	tk_str_init(&folded, 0);
	for (int i = 0; i < 20000; i++)
		tk_str_puts(&s, "ДÄ한カ\xE3\x82\x99");
	tk_text_fold(&folded, s.data, s.len);
	utf8proc_uint8_t *expected = utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)s.data);
	assert_string_equal(folded.data, (const char *)expected);
	free(expected);
	tk_str_reset(&s);
	tk_str_reset(&folded);
	for (int i = 0; i < 500000; i++)
		tk_str_puts(&s, i % 2 ? "\xCC\x81" : "\xCC\xA3");
	tk_text_fold(&folded, s.data, s.len);
	assert_int_equal(folded.len, s.len);
	tk_str_clear(&s);
	tk_str_clear(&folded);
}

static void a_full_string_stays_whole(void **state)
{
	(void)state;
	struct tk_str s;

	for (size_t max = 1; max < 30; max++) {
		tk_str_init(&s, max);
		tk_text_fold(&s, "aE\xCC\x81电ＡÄ한\xFF", 16);
		tk_text_safe(&s, "\x1B\xE2\x80\xAE", 4, false);
		assert_true(s.len <= max);
		assert_int_equal(strlen(s.data), s.len);
		tk_str_clear(&s);
	}
}

/* Bytes at random: nothing unsafe comes out, widths agree, no read past the end (under the sanitizers). */
static void random_bytes_become_safe(void **state)
{
	(void)state;
	struct tk_str s;

	tk_str_init(&s, 0);
	for (int round = 0; round < 20000; round++) {
		size_t len = chance(24), bytes;
		char *text = malloc(len ? len : 1);
		assert_non_null(text);
		for (size_t i = 0; i < len; i++)
			text[i] = (char)(chance(3) ? 0xE0 + chance(32) : chance(256));
		for (size_t i = 0; i + 1 < len; i++)
			if (chance(2))
				text[i + 1] = (char)(0x80 + chance(64));
		tk_str_reset(&s);
		tk_text_safe(&s, text, len, false);
		assert_int_equal(tk_utf8_check(s.data, s.len), s.len);
		for (size_t i = 0; i < s.len; i += bytes)
			assert_false(tk_char_is_unsafe(tk_utf8_next(s.data + i, s.len - i, &bytes)));
		for (size_t columns = 0; columns < 12; columns++)
			assert_true(tk_text_width(text, tk_text_fit(text, len, columns)) <= columns);
		tk_text_fold(&s, text, len);
		free(text);
	}
	tk_str_clear(&s);
}

struct suggest_case {
	const char *typed, *meant;
};

static void suggestions(void **state)
{
	(void)state;
	static const char *const words[] = {"new",    "classify", "assign", "update",   "close",
					    "report", "priority", "status", "技术故障", "物流问题"};
	static const struct suggest_case cases[] = {
		{"clsoe", "close"},
		{"close", "close"},
		{"CLOSE", "close"},
		{"clos", "close"},
		{"asign", "assign"},
		{"classfiy", "classify"},
		{"prioritty", "priority"},
		{"statsu", "status"},
		{"技术故章", "技术故障"},
		{"neu", "new"},
		{"xyz", NULL},
		{"", NULL},
		{"n", NULL},
		{"ne", NULL},
		{"reopened", NULL},
		{"技术", NULL},
		{"\xFF\xFF\xFF", NULL},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *got = tk_text_suggest(cases[i].typed, strlen(cases[i].typed), words, COUNT(words));
		if (!cases[i].meant ? got != NULL : !got || strcmp(got, cases[i].meant) != 0)
			fail_msg("'%s' suggests '%s'", cases[i].typed, got ? got : "nothing");
	}
	assert_null(tk_text_suggest("close", 5, NULL, 0));
	static const char *const equal[] = {"ab1", "ab2"};
	assert_ptr_equal(tk_text_suggest("ab3", 3, equal, 2), equal[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_validity),
		cmocka_unit_test(every_code_point_goes_there_and_back),
		cmocka_unit_test(validity_agrees_with_another_decoder),
		cmocka_unit_test(unsafe_characters),
		cmocka_unit_test(safe_forms),
		cmocka_unit_test(widths),
		cmocka_unit_test(fitting_into_columns),
		cmocka_unit_test(folding),
		cmocka_unit_test(every_character_folds_as_unicode_says),
		cmocka_unit_test(mixed_texts_fold_as_unicode_says),
		cmocka_unit_test(long_runs_fold_piece_by_piece),
		cmocka_unit_test(a_full_string_stays_whole),
		cmocka_unit_test(random_bytes_become_safe),
		cmocka_unit_test(suggestions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
