/*
 * Random tickets as people might have written them by hand: comments everywhere, CJK and emoji, CR LF or LF, a byte
 * order mark, blank lines, odd indentation, every style of scalar, unknown keys, brackets.  The same seed gives the
 * same text.
 */
#ifndef RANDOM_TICKET_H
#define RANDOM_TICKET_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ticket/field.h"
#include "ticket/str.h"

struct random_ticket {
	uint64_t seed;
	struct tk_str *out;
	const char *eol;
	unsigned comments; /* so far; each is unique: #c1_ … */
	bool after_literal;
};

static uint64_t roll(struct random_ticket *r)
{
	r->seed ^= r->seed << 13;
	r->seed ^= r->seed >> 7;
	r->seed ^= r->seed << 17;
	return r->seed;
}

static unsigned pick(struct random_ticket *r, unsigned n)
{
	return (unsigned)((roll(r) >> 11) % n);
}

static bool chance(struct random_ticket *r, unsigned percent)
{
	return pick(r, 100) < percent;
}

static void put_comment(struct random_ticket *r)
{
	static const char *const words[] = {"see below", "电话 \"紧急\"", "\xF0\x9F\x94\x8C", "a: b, [c]", "- x", "'"};

	tk_str_printf(r->out, "# c%u_ %s", ++r->comments, words[pick(r, 6)]);
}

static void put_eol(struct random_ticket *r)
{
	tk_str_puts(r->out, r->eol);
}

/* The rest of a line, and what may stand between it and the next key. */
static void end_line(struct random_ticket *r, unsigned indent, bool literal)
{
	if (!literal && chance(r, 20)) {
		tk_str_fill(r->out, ' ', 1 + pick(r, 3));
		put_comment(r);
	}
	put_eol(r);
	while (chance(r, 15)) {
		if (chance(r, 60)) {
			tk_str_fill(r->out, ' ', literal ? pick(r, indent + 1) : pick(r, 9));
			put_comment(r);
		} else if (!literal && chance(r, 30)) {
			tk_str_fill(r->out, ' ', pick(r, 6));
		}
		put_eol(r);
	}
}

/* A value of a field; *lines: it has several lines. */
static const char *random_value(struct random_ticket *r, int id)
{
	static const char *const texts[] = {
		"plain words", "电脑无法开机", "no",          "007",
		"12:30",       "see #12",      "a: b",        "\xF0\x9F\x94\x8C\xEF\xB8\x8F plug",
		"it's \"so\"", "- dash",       "back\\slash", "x  y",
		"null",        "#1",           "{a}",         "终点。"};
	static const char *const paras[] = {
		"one\ntwo",     "按下电源键后\n\n指示灯无反应", "  lead\nin",    "a\n  deeper\nb # c",
		"tab\there\nx", "emoji \xF0\x9F\x98\x80\nend",  "\nfirst empty", "\xE2\x80\xA8sep\nx"};
	static const char *const names[] = {"li", "tech-support", "王", "no", "1e3", "a.b_c", "quality-control"};
	static const char *const times[] = {"2026-11-22T09:03:00+08:00", "2026-12-31T23:59:59+00:00"};
	static const char *const amounts[] = {"0", "1999.50", "299", "12.5"};
	const struct tk_field *field = tk_field(id);
	size_t count = 0;

	switch (field->kind) {
	case TK_KIND_WORD: {
		const struct tk_word *word = tk_words(field->words, &count);
		return word[pick(r, (unsigned)count)].id;
	}
	case TK_KIND_PARA:
		return chance(r, 60) ? paras[pick(r, 8)] : texts[pick(r, 16)];
	case TK_KIND_NAME:
		return names[pick(r, 7)];
	case TK_KIND_TIME:
		return times[pick(r, 2)];
	case TK_KIND_DATE:
		return chance(r, 50) ? "2026-05-01" : "2024-02-29";
	case TK_KIND_MONEY:
		return amounts[pick(r, 4)];
	case TK_KIND_INT:
		return chance(r, 50) ? "2" : "31";
	case TK_KIND_BOOL:
		return chance(r, 50) ? "true" : "false";
	case TK_KIND_TICKET:
		return chance(r, 50) ? "TS20261122777" : "CS20250101b001";
	case TK_KIND_TEXT:
	case TK_KIND_SPAN:
	case TK_KIND_LIST:
	case TK_KIND_RECORDS:
	case TK_KIND_MAP:
		break;
	}
	return texts[pick(r, 16)];
}

static void put_double(struct random_ticket *r, const char *text)
{
	tk_str_putc(r->out, '"');
	for (; *text; text++) {
		if (*text == '\n')
			tk_str_puts(r->out, "\\n");
		else if (*text == '\t')
			tk_str_puts(r->out, "\\t");
		else if (*text == '"' || *text == '\\')
			tk_str_printf(r->out, "\\%c", *text);
		else if (strncmp(text, "\xE2\x80\xA8", 3) == 0) {
			tk_str_puts(r->out, "\\L");
			text += 2;
		} else
			tk_str_putc(r->out, *text);
	}
	tk_str_putc(r->out, '"');
}

static void put_single(struct random_ticket *r, const char *text)
{
	tk_str_putc(r->out, '\'');
	for (; *text; text++)
		tk_str_printf(r->out, *text == '\'' ? "''" : "%c", *text);
	tk_str_putc(r->out, '\'');
}

/* Safe anywhere without quotes, and not null. */
static bool is_word(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-:T") == strlen(text) &&
	       text[0] != '-' && strcmp(text, "null") != 0;
}

static void put_block_text(struct random_ticket *r, const char *text, unsigned indent)
{
	static const char *const headers[] = {"|", "|-", "|+", ">", ">-", ">+"};
	unsigned inner = 1 + pick(r, 4);

	tk_str_puts(r->out, headers[pick(r, 6)]);
	if (text[0] == ' ' || text[0] == '\n')
		tk_str_int(r->out, inner);
	if (chance(r, 25)) {
		tk_str_putc(r->out, ' ');
		put_comment(r);
	}
	for (;;) {
		size_t len = strcspn(text, "\n");
		put_eol(r);
		if (len > 0)
			tk_str_fill(r->out, ' ', indent + inner);
		tk_str_add(r->out, text, len);
		if (!text[len])
			return;
		text += len + 1;
	}
}

/* `key: value` of a block, with the end of its line. */
static void put_pair(struct random_ticket *r, const char *key, const char *text, unsigned indent)
{
	bool raw = !strstr(text, "\xE2\x80\xA8") && !strchr(text, '\t');
	bool lines = strchr(text, '\n') != NULL;
	unsigned style = pick(r, 10);

	tk_str_printf(r->out, chance(r, 5) ? "\"%s\":" : "%s:", key);
	tk_str_fill(r->out, ' ', 1 + pick(r, 2));
	if (raw && lines && style < 6) {
		put_block_text(r, text, indent);
		end_line(r, indent, true);
		return;
	}
	if (is_word(text) && style < 6) {
		if (chance(r, 8)) {
			put_eol(r);
			tk_str_fill(r->out, ' ', indent + 1 + pick(r, 3));
		}
		tk_str_puts(r->out, text);
	} else if (!lines && raw && style < 8) {
		put_single(r, text);
	} else {
		put_double(r, text);
	}
	end_line(r, indent, false);
}

static void put_flow_value(struct random_ticket *r, const char *text)
{
	if (is_word(text) && chance(r, 60))
		tk_str_puts(r->out, text);
	else
		put_double(r, text);
}

static void put_flow_break(struct random_ticket *r, unsigned indent)
{
	if (!chance(r, 12))
		return;
	tk_str_putc(r->out, ' ');
	if (chance(r, 50))
		put_comment(r);
	put_eol(r);
	tk_str_fill(r->out, ' ', indent + 2);
}

/* The fields of a group (or of the root: group ""), as a block or in braces. */
static void put_group(struct random_ticket *r, const char *group, unsigned indent, unsigned inner)
{
	size_t len = strlen(group);
	bool flow = chance(r, 25), first = true;

	tk_str_printf(r->out, "%s:", group);
	if (flow)
		tk_str_puts(r->out, chance(r, 30) ? " { " : " {");
	else
		end_line(r, indent, false);
	for (int id = 0; id < TK_FIELD_COUNT; id++) {
		const struct tk_field *field = tk_field(id);
		if (strncmp(field->name, group, len) != 0 || field->name[len] != '.' || field->kind >= TK_KIND_LIST ||
		    (field->flags & (TK_F_SUB | TK_F_DERIVED)) || !(first ? true : chance(r, 30)))
			continue;
		if (first && id + 1 < TK_FIELD_COUNT && chance(r, 30) && !strncmp(tk_field(id + 1)->name, group, len))
			continue;
		if (flow) {
			tk_str_puts(r->out, first ? "" : ", ");
			put_flow_break(r, indent);
			tk_str_printf(r->out, "%s: ", field->name + len + 1);
			put_flow_value(r, random_value(r, id));
		} else {
			tk_str_fill(r->out, ' ', indent + inner);
			put_pair(r, field->name + len + 1, random_value(r, id), indent + inner);
		}
		first = false;
	}
	if (flow) {
		tk_str_puts(r->out, chance(r, 30) ? " }" : "}");
		end_line(r, indent, false);
	}
}

static void put_entry(struct random_ticket *r, unsigned number, unsigned indent)
{
	static const char *const events[] = {"responded", "updated", "chased", "assigned", "of-policy"};
	char at[48];

	snprintf(at, sizeof(at), "2026-11-%02uT%02u:%02u:00+08:00", 1 + number / 24 % 28, number % 24, pick(r, 60));
	tk_str_fill(r->out, ' ', indent);
	if (chance(r, 15)) {
		tk_str_printf(r->out, "- {at: %s, by: li, event: %s}", at, events[pick(r, 5)]);
		end_line(r, indent, false);
		return;
	}
	unsigned gap = 1 + pick(r, 3), keys = indent + 1 + gap;
	tk_str_putc(r->out, '-');
	tk_str_fill(r->out, ' ', gap);
	put_pair(r, "at", at, keys);
	tk_str_fill(r->out, ' ', keys);
	put_pair(r, "by", random_value(r, TK_FIELD_ASSIGNEE), keys);
	tk_str_fill(r->out, ' ', keys);
	put_pair(r, "event", events[pick(r, 5)], keys);
	if (chance(r, 30)) {
		tk_str_fill(r->out, ' ', keys);
		tk_str_printf(r->out, "set: {priority: P%u, customer: {name: \"王\"}}", 1 + pick(r, 3));
		end_line(r, keys, false);
	}
	if (chance(r, 40)) {
		tk_str_fill(r->out, ' ', keys);
		put_pair(r, "note", random_value(r, TK_FIELD_PROBLEM_TRIED), keys);
	}
	if (chance(r, 10)) {
		tk_str_fill(r->out, ' ', keys);
		tk_str_puts(r->out, "x-empty:");
		end_line(r, keys, false);
	}
}

static void put_log(struct random_ticket *r, unsigned indent)
{
	unsigned kind = pick(r, 10), inner = pick(r, 5);

	if (kind == 0)
		return;
	tk_str_fill(r->out, ' ', indent);
	tk_str_puts(r->out, kind == 1 ? "log:" : kind == 2 ? "log: []" : kind == 3 ? "log: ~" : "log:");
	end_line(r, indent, false);
	for (unsigned i = 0, n = kind < 4 ? 0 : 1 + pick(r, 4); i < n; i++)
		put_entry(r, i, indent + inner);
}

static void put_unknown(struct random_ticket *r, unsigned indent)
{
	static const char *const keys[] = {"x-colour", "old_field", "备注"};
	unsigned which = pick(r, 3);

	if (!chance(r, 6))
		return;
	tk_str_fill(r->out, ' ', indent);
	tk_str_printf(r->out, "%s%u: ", keys[which], r->comments++);
	tk_str_puts(r->out, chance(r, 50) ? "[a, {b: c}]" : "text");
	end_line(r, indent, false);
}

static void put_top(struct random_ticket *r, int id, unsigned indent)
{
	const struct tk_field *field = tk_field(id);
	bool required = (field->flags & TK_F_REQUIRED) != 0;

	put_unknown(r, indent);
	if (!required && !chance(r, 35))
		return;
	tk_str_fill(r->out, ' ', indent);
	if (field->kind == TK_KIND_LIST) {
		tk_str_printf(r->out, chance(r, 50) ? "%s: [TS20261122002, TS20261122003]" : "%s: []", field->name);
		end_line(r, indent, false);
	} else if (field->kind == TK_KIND_MAP) {
		tk_str_printf(r->out, "%s: {badge: true}", field->name);
		end_line(r, indent, false);
	} else if (id == TK_FIELD_PARTS) {
		tk_str_puts(r->out, "parts:");
		end_line(r, indent, false);
		tk_str_fill(r->out, ' ', indent);
		tk_str_puts(r->out, "- ");
		put_pair(r, "number", "A1", indent + 2);
		tk_str_fill(r->out, ' ', indent);
		tk_str_puts(r->out, "- {quantity: 2}");
		end_line(r, indent, false);
	} else if (!required && chance(r, 12)) {
		tk_str_printf(r->out, chance(r, 50) ? "%s:" : "%s: ~", field->name);
		end_line(r, indent, false);
	} else {
		put_pair(r, field->name, id == TK_FIELD_ID ? "TS20261122001" : random_value(r, id), indent);
	}
}

static void random_ticket(struct random_ticket *r)
{
	static const char *const groups[] = {"customer", "product", "order", "problem", "plan", "resolution"};
	unsigned indent = chance(r, 5) ? 2 : 0, inner = 1 + pick(r, 4);

	r->eol = chance(r, 25) ? "\r\n" : "\n";
	if (chance(r, 10))
		tk_str_puts(r->out, "\xEF\xBB\xBF");
	if (chance(r, 15)) {
		put_comment(r);
		put_eol(r);
	}
	if (chance(r, 10)) {
		tk_str_puts(r->out, "---");
		end_line(r, 0, false);
	}
	const char *group = "";
	for (int id = 0; id < TK_FIELD_COUNT; id++) {
		const struct tk_field *field = tk_field(id);
		if ((field->flags & (TK_F_SUB | TK_F_DERIVED)) || id == TK_FIELD_MERGED_INTO ||
		    (field->kind == TK_KIND_RECORDS && id != TK_FIELD_PARTS))
			continue;
		const char *dot = strchr(field->name, '.');
		if (!dot) {
			put_top(r, id, indent);
			continue;
		}
		for (size_t g = 0; g < 6; g++) {
			if (strncmp(groups[g], field->name, (size_t)(dot - field->name)) != 0 || group == groups[g])
				continue;
			group = groups[g];
			if (!chance(r, 50))
				break;
			tk_str_fill(r->out, ' ', indent);
			put_group(r, group, indent, inner);
		}
	}
	put_log(r, indent);
	if (chance(r, 10)) {
		tk_str_puts(r->out, "...");
		put_eol(r);
		put_comment(r);
		put_eol(r);
	} else if (chance(r, 20) && r->out->len > 2) {
		r->out->len -= strlen(r->eol);
		r->out->data[r->out->len] = '\0';
	}
}

#endif
