/*
 * Byte ranges, places and texts of random documents.
 *
 * The test writes a document piece by piece in every notation that the reader takes, remembers where each piece begins
 * and ends, and compares that with what is read: indentation, comments, blank lines, CR LF, BOM, CJK and emoji, empty
 * values, block texts with all their indicators, and brackets over several lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/str.h"
#include "yaml_in.h"
#include "yaml_scan.h"

static struct tk_arena *arena;
static uint64_t seed = 1;

static unsigned below(unsigned n)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(seed >> 33) % n;
}

struct writer {
	struct tk_str out;
	const char *eol;
	bool kept;  /* the last thing was a |+ text: blank lines would belong to it */
	bool text;  /* the last value was a block text */
	bool block; /* the last thing was a block text, whose line break belongs to it */
};

static uint32_t here(const struct writer *w)
{
	return (uint32_t)w->out.len;
}

static void put(struct writer *w, const char *text)
{
	tk_str_puts(&w->out, text);
}

static void indent_by(struct writer *w, unsigned n)
{
	tk_str_fill(&w->out, ' ', n);
}

static struct tk_node *node(const char *text, uint32_t begin, uint32_t end)
{
	struct tk_node *n = tk__node_scalar(arena, text, strlen(text), TK_STYLE_DOUBLE);

	assert_non_null(n);
	n->begin = begin;
	n->end = end;
	return n;
}

static void hang(struct tk_node *parent, struct tk_node *key, struct tk_node *child)
{
	assert_true(tk__node_append(arena, parent, NULL, child));
	child->key = key;
}

/* Notations of a one-line scalar, and the text that each means. */
static const char *const line_scalars[][2] = {
	{"word", "word"},
	{"电脑 无法开机", "电脑 无法开机"},
	{"🙂", "🙂"},
	{"12:30", "12:30"},
	{"a#b", "a#b"},
	{"it's", "it's"},
	{"no", "no"},
	{"-5", "-5"},
	{"'单引号 ''it'''", "单引号 'it'"},
	{"''", ""},
	{"\"\"", ""},
	{"\"a \\\"b\\\" # 🙂 \\u7535: x\"", "a \"b\" # 🙂 电: x"},
	{"\"- \\n\\t\"", "- \n\t"},
};
enum { LINE_SCALARS = sizeof(line_scalars) / sizeof(line_scalars[0]) };

static struct tk_node *line_scalar(struct writer *w)
{
	unsigned pick = below(LINE_SCALARS);
	uint32_t begin = here(w);

	put(w, line_scalars[pick][0]);
	return node(line_scalars[pick][1], begin, here(w));
}

/* Two lines in one quoted or plain scalar, folded into a blank. */
static struct tk_node *two_lines(struct writer *w, unsigned indent)
{
	static const char *const quotes[] = {"", "'", "\""};
	const char *quote = quotes[below(3)];
	uint32_t begin = here(w);

	put(w, quote);
	put(w, "第一行");
	put(w, w->eol);
	indent_by(w, indent + 1 + below(3));
	put(w, "next");
	put(w, quote);
	return node("第一行 next", begin, here(w));
}

static struct tk_node *flow(struct writer *w, unsigned indent, unsigned depth);

static void flow_gap(struct writer *w, unsigned indent)
{
	if (below(4)) {
		put(w, below(2) ? " " : "");
		return;
	}
	if (below(3) == 0)
		put(w, " # 说明, [ {");
	put(w, w->eol);
	indent_by(w, indent + 2);
}

static struct tk_node *flow_value(struct writer *w, unsigned indent, unsigned depth)
{
	return depth && below(4) == 0 ? flow(w, indent, depth - 1) : line_scalar(w);
}

static struct tk_node *flow(struct writer *w, unsigned indent, unsigned depth)
{
	bool map = below(2);
	struct tk_node *n = tk__node_collection(arena, map ? TK_NODE_MAP : TK_NODE_SEQ, TK_STYLE_FLOW);
	unsigned entries = below(4);

	assert_non_null(n);
	n->begin = here(w);
	put(w, map ? "{" : "[");
	for (unsigned i = 0; i < entries; i++) {
		struct tk_node *key = NULL, *value;

		flow_gap(w, indent);
		if (map) {
			char name[] = "键0";
			uint32_t begin = here(w);

			name[sizeof(name) - 2] = (char)('0' + i);
			put(w, name);
			key = node(name, begin, here(w));
			put(w, ":");
			value = node("", here(w), here(w));
			value->style = TK_STYLE_PLAIN;
			put(w, " ");
		}
		if (!map || below(5)) {
			value = flow_value(w, indent, depth);
		}
		hang(n, key, value);
		flow_gap(w, indent);
		if (i + 1 < entries)
			put(w, ",");
	}
	put(w, map ? "}" : "]");
	n->end = here(w);
	return n;
}

/* Text lines at their indentation; what they mean goes to `text`. */
static uint32_t block_lines(struct writer *w, unsigned indent, struct tk_str *text)
{
	static const char *const lines[] = {"行 text", "- x: y", "# no comment", "trailing  ",
					    "🙂",    "a\tb",   "'\"",          "<<<<<<<"};
	unsigned count = 1 + below(4);
	uint32_t end = 0;

	for (unsigned i = 0; i < count; i++) {
		const char *line = i && i + 1 < count && below(4) == 0 ? "" : lines[below(8)];

		put(w, w->eol);
		if (*line)
			indent_by(w, indent);
		put(w, line);
		end = here(w);
		tk_str_puts(text, i ? "\n" : "");
		tk_str_puts(text, line);
	}
	return end;
}

static struct tk_node *block_text(struct writer *w, unsigned parent)
{
	static const char *const heads[] = {"|", "|-", "|+"};
	unsigned chomp = below(3), step = 1 + below(4), blank = below(3);
	uint32_t begin = here(w), end;
	struct tk_str text;
	struct tk_node *n;

	tk_str_init(&text, 0);
	put(w, heads[chomp]);
	if (below(3) == 0)
		tk_str_int(&w->out, (int64_t)step);
	if (below(4) == 0)
		put(w, "  # 说明");
	end = block_lines(w, parent + step, &text);
	put(w, w->eol);
	for (unsigned i = 0; i < blank; i++) {
		if (chomp == 2)
			end = here(w);
		if (chomp != 2 && below(2))
			indent_by(w, below(parent + step + 1));
		put(w, w->eol);
	}
	for (unsigned i = 0; i < (chomp == 0 ? 1 : chomp == 1 ? 0 : 1 + blank); i++)
		tk_str_putc(&text, '\n');
	n = node(text.data, begin, end);
	tk_str_clear(&text);
	w->kept = chomp == 2;
	w->block = w->text = true;
	return n;
}

static void end_line(struct writer *w)
{
	if (!w->block) {
		if (below(5) == 0)
			put(w, below(2) ? "  # 说明 x: y" : "   ");
		put(w, w->eol);
	}
	w->block = false;
}

/* Comments and blank lines between entries. */
static void filler(struct writer *w, unsigned indent)
{
	for (unsigned n = below(6) == 0 ? 1 + below(3) : 0; n > 0; n--) {
		if (w->kept || below(2)) {
			indent_by(w, indent);
			put(w, "# 说明 - \"");
		}
		w->kept = false;
		put(w, w->eol);
	}
	w->kept = false;
}

static struct tk_node *collection(struct writer *w, unsigned indent, unsigned depth, bool inside);

/* A value behind `key:` or `-`; ends its last line. */
static struct tk_node *value(struct writer *w, unsigned indent, unsigned depth, bool dash)
{
	uint32_t behind = here(w);
	struct tk_node *n;

	w->text = false;
	if (depth && below(3) == 0) {
		bool inside = dash && below(2);

		if (inside) {
			unsigned gap = 1 + below(3);

			indent_by(w, gap);
			return collection(w, indent + 1 + gap, depth - 1, true);
		}
		end_line(w);
		return collection(w, indent + 1 + below(4), depth - 1, false);
	}
	if (below(6) == 0) {
		end_line(w);
		n = node("", behind, behind);
		n->style = TK_STYLE_PLAIN;
		return n;
	}
	indent_by(w, 1 + below(2));
	switch (below(6)) {
	case 0:
		n = block_text(w, indent);
		break;
	case 1:
		n = flow(w, indent, 2);
		break;
	case 2:
		n = two_lines(w, indent);
		break;
	default:
		n = line_scalar(w);
	}
	end_line(w);
	return n;
}

static struct tk_node *collection(struct writer *w, unsigned indent, unsigned depth, bool inside)
{
	static const char *const keys[][2] = {
		{"a", "a"}, {"\"b c\"", "b c"}, {"键", "键"}, {"'d'", "d"}, {"x-🙂", "x-🙂"}};
	bool map = below(3) > 0;
	struct tk_node *n = tk__node_collection(arena, map ? TK_NODE_MAP : TK_NODE_SEQ, TK_STYLE_BLOCK);
	unsigned entries = 1 + below(4);

	assert_non_null(n);
	for (unsigned i = 0; i < entries; i++) {
		struct tk_node *key = NULL, *child;
		uint32_t begin;

		if (i || !inside) {
			filler(w, indent);
			indent_by(w, indent);
		}
		begin = here(w);
		put(w, map ? keys[i][0] : "-");
		if (map) {
			key = node(keys[i][1], begin, here(w));
			put(w, below(8) ? ":" : " :");
		}
		if (i == 0)
			n->begin = begin;
		child = value(w, indent, depth, !map);
		hang(n, key, child);
		n->end = child->end;
	}
	return n;
}

static void compare(const struct tk_node *got, const struct tk_node *want, const struct tk_str *text)
{
	unsigned line, col;

	tk__yaml_place(text->data, got->begin, &line, &col);
	if (got->kind != want->kind || got->begin != want->begin || got->end != want->end ||
	    got->count != want->count || got->line != line || got->col != col ||
	    (got->kind == TK_NODE_SCALAR && (got->len != want->len || memcmp(got->text, want->text, got->len) != 0)))
		fail_msg("got %u..%u (%u:%u) '%s', not %u..%u (%u:%u) '%s', in\n%s", got->begin, got->end, got->line,
			 got->col, got->text ? got->text : "", want->begin, want->end, line, col,
			 want->text ? want->text : "", text->data);
	if (want->kind == TK_NODE_SCALAR)
		assert_int_equal(tk_node_is_null(got), tk_node_is_null(want));
	for (got = got->first, want = want->first; got && want; got = got->next, want = want->next) {
		if (want->key)
			compare(got->key, want->key, text);
		compare(got, want, text);
	}
}

/* Now and then the file stops without a line break. */
static void cut_last_break(struct writer *w, const struct tk_node *root)
{
	size_t n = strlen(w->eol);

	if (!w->text && below(4) == 0 && w->out.len - n >= root->end)
		w->out.data[w->out.len -= n] = '\0';
}

static void one_document(unsigned round)
{
	struct tk_error err = TK_ERROR_INIT;
	struct writer w = {.eol = below(3) ? "\n" : "\r\n"};
	struct tk_node *root;
	struct tk_doc doc;
	size_t content_end;

	arena = tk_arena_new(0);
	assert_non_null(arena);
	tk_str_init(&w.out, 0);
	if (below(4) == 0)
		put(&w, "\xEF\xBB\xBF");
	filler(&w, 0);
	if (below(4) == 0) {
		put(&w, "---");
		put(&w, w.eol);
	}
	root = collection(&w, below(3), 4, false);
	filler(&w, 0);
	content_end = w.out.len;
	if (below(4) == 0) {
		put(&w, "...");
		put(&w, w.eol);
	} else {
		cut_last_break(&w, root);
		content_end = w.out.len;
	}
	if (tk__yaml_read(arena, w.out.data, w.out.len, "f", &tk__policy_limits, &doc, &err) != TK_OK)
		fail_msg("round %u: %u:%u %s in\n%s", round, err.line, err.col, tk_diag_row(err.diag)->name,
			 w.out.data);
	compare(doc.root, root, &w.out);
	assert_int_equal(doc.content_end, content_end);
	tk_str_clear(&w.out);
	tk_arena_free(arena);
}

static void test_random_documents(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 5000; round++) {
		seed = round;
		(void)below(2);
		one_document(round);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_documents)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
