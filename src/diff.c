/*
 * The lines that both texts have at their beginning and end are set aside; between them the longest common subsequence
 * is found with a table.  Where that would be too large the whole middle counts as changed: still a correct diff.
 */
#include "diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CONTEXT = 3, TABLE_MAX = 4 << 20 };

struct line {
	const char *text;
	size_t len; /* with its line break */
};

struct lines {
	struct line *item;
	size_t n;
};

/* What happens line by line: both indexes count up. */
struct edit {
	char sign; /* ' ', '-', '+' */
	struct line line;
};

struct script {
	struct edit *item;
	size_t n;
};

static bool split(const char *text, size_t len, struct lines *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++)
		if (text[i] == '\n' || i + 1 == len)
			n++;
	ret->n = 0;
	ret->item = calloc(n + 1, sizeof *ret->item);
	if (ret->item == NULL)
		return false;
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t size = end == NULL ? len : (size_t)(end - text) + 1;
		ret->item[ret->n++] = (struct line){text, size};
		text += size;
		len -= size;
	}
	return true;
}

static bool same(const struct line *a, const struct line *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void push(struct script *script, char sign, struct line line)
{
	script->item[script->n++] = (struct edit){sign, line};
}

/* Edits of a middle by the table of common lengths of suffixes; `table` has (na + 1) * (nb + 1) cells. */
static void walk(struct script *script, const struct line *a, size_t na, const struct line *b, size_t nb,
		 uint32_t *table)
{
	size_t row = nb + 1, i = 0, j = 0;
	for (size_t x = na; x-- > 0;)
		for (size_t y = nb; y-- > 0;) {
			uint32_t down = table[(x + 1) * row + y], right = table[x * row + y + 1];
			table[x * row + y] = same(&a[x], &b[y]) ? table[(x + 1) * row + y + 1] + 1
					     : down > right     ? down
								: right;
		}
	while (i < na || j < nb) {
		if (i < na && j < nb && same(&a[i], &b[j])) {
			push(script, ' ', a[i]);
			i++, j++;
		} else if (i < na && (j == nb || table[(i + 1) * row + j] >= table[i * row + j + 1])) {
			push(script, '-', a[i++]);
		} else {
			push(script, '+', b[j++]);
		}
	}
}

static void compare(struct script *script, const struct lines *a, const struct lines *b)
{
	size_t head = 0, tail = 0;
	size_t na, nb;
	uint32_t *table = NULL;
	while (head < a->n && head < b->n && same(&a->item[head], &b->item[head]))
		push(script, ' ', a->item[head++]);
	while (tail < a->n - head && tail < b->n - head && same(&a->item[a->n - 1 - tail], &b->item[b->n - 1 - tail]))
		tail++;
	na = a->n - head - tail;
	nb = b->n - head - tail;
	if (na < TABLE_MAX && nb < TABLE_MAX && (na + 1) * (nb + 1) <= TABLE_MAX)
		table = calloc((na + 1) * (nb + 1), sizeof *table);
	if (table != NULL) {
		walk(script, a->item + head, na, b->item + head, nb, table);
	} else {
		for (size_t i = 0; i < na; i++)
			push(script, '-', a->item[head + i]);
		for (size_t i = 0; i < nb; i++)
			push(script, '+', b->item[head + i]);
	}
	free(table);
	for (size_t i = a->n - tail; i < a->n; i++)
		push(script, ' ', a->item[i]);
}

static void put_range(struct tk_str *out, char sign, size_t first, size_t count)
{
	tk_str_putc(out, ' ');
	tk_str_putc(out, sign);
	tk_str_int(out, (int64_t)(count == 0 ? first : first + 1));
	if (count != 1) {
		tk_str_putc(out, ',');
		tk_str_int(out, (int64_t)count);
	}
}

/* One hunk: edits [from, to); line_a and line_b are the lines before it. */
static void put_hunk(struct tk_str *out, const struct script *script, size_t from, size_t to, size_t line_a,
		     size_t line_b)
{
	size_t na = 0, nb = 0;
	for (size_t i = from; i < to; i++) {
		na += script->item[i].sign != '+';
		nb += script->item[i].sign != '-';
	}
	tk_str_puts(out, "@@");
	put_range(out, '-', line_a, na);
	put_range(out, '+', line_b, nb);
	tk_str_puts(out, " @@\n");
	for (size_t i = from; i < to; i++) {
		const struct line *line = &script->item[i].line;
		tk_str_putc(out, script->item[i].sign);
		tk_str_add(out, line->text, line->len);
		if (line->text[line->len - 1] != '\n')
			tk_str_puts(out, "\n\\ No newline at end of file\n");
	}
}

/* The end of the hunk that begins at `from`: past the last change that is at most two contexts away from the one
 * before. */
static size_t hunk_end(const struct script *script, size_t from)
{
	size_t end = from;
	for (size_t i = from; i < script->n && i < end + (size_t)2 * CONTEXT + 1; i++)
		if (script->item[i].sign != ' ')
			end = i + 1;
	return end + CONTEXT < script->n ? end + CONTEXT : script->n;
}

static void put_hunks(struct tk_str *out, const struct script *script)
{
	size_t done = 0, line_a = 0, line_b = 0;
	for (size_t i = 0; i < script->n; i++) {
		size_t from, to;
		if (script->item[i].sign == ' ')
			continue;
		from = i < done + CONTEXT ? done : i - CONTEXT;
		to = hunk_end(script, i);
		for (; done < from; done++)
			line_a++, line_b++; /* only common lines lie between hunks */
		put_hunk(out, script, from, to, line_a, line_b);
		for (; done < to; done++) {
			line_a += script->item[done].sign != '+';
			line_b += script->item[done].sign != '-';
		}
		i = to - 1;
	}
}

static bool put_diff(struct tk_str *out, const struct lines *a, const struct lines *b)
{
	struct script script = {calloc(a->n + b->n + 1, sizeof *script.item), 0};
	if (script.item == NULL)
		return false;
	compare(&script, a, b);
	put_hunks(out, &script);
	free(script.item);
	return true;
}

void diff_unified(struct tk_str *out, const char *name, const char *before, size_t before_len, const char *after,
		  size_t after_len)
{
	struct lines a = {0}, b = {0};
	if (before != NULL && before_len == after_len && memcmp(before, after, after_len) == 0)
		return;
	tk_str_puts(out, before == NULL ? "--- /dev/null" : "--- a/");
	tk_str_puts(out, before == NULL ? "" : name);
	tk_str_puts(out, "\n+++ b/");
	tk_str_puts(out, name);
	tk_str_putc(out, '\n');
	if (!split(before == NULL ? "" : before, before == NULL ? 0 : before_len, &a) || !split(after, after_len, &b) ||
	    !put_diff(out, &a, &b))
		out->failed = TK_NOMEM;
	free(a.item);
	free(b.item);
}
