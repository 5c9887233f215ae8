#include "form.h"

#include <string.h>

#include "i18n.h"
#include "view.h"

/* The fields of the form, in the order of the form; nested ones follow their parent's line. */
static const int fields[] = {
	TK_FIELD_TITLE,
	TK_FIELD_CHANNEL,
	TK_FIELD_CATEGORY,
	TK_FIELD_SUBCATEGORY,
	TK_FIELD_PRIORITY,
	TK_FIELD_DEMAND,
	TK_FIELD_CUSTOMER_NAME,
	TK_FIELD_CUSTOMER_KIND,
	TK_FIELD_CUSTOMER_CONTACT,
	TK_FIELD_CUSTOMER_PHONE,
	TK_FIELD_CUSTOMER_EMAIL,
	TK_FIELD_CUSTOMER_ADDRESS,
	TK_FIELD_CUSTOMER_VOUCHER,
	TK_FIELD_PRODUCT_MODEL,
	TK_FIELD_PRODUCT_BATCH,
	TK_FIELD_PRODUCT_SERIAL,
	TK_FIELD_PRODUCT_PURCHASED,
	TK_FIELD_PROBLEM_OCCURRED,
	TK_FIELD_PROBLEM_ENVIRONMENT,
	TK_FIELD_PROBLEM_TRIED,
	TK_FIELD_PROBLEM_DESCRIPTION,
};

/* The words that a field takes, as a comment behind it. */
static void put_words(struct ctx *cx, struct tk_str *out, int id)
{
	const struct tk_field *field = tk_field(id);
	const char *const *names;
	size_t n;
	if (field->kind == TK_KIND_WORD) {
		const struct tk_word *words = tk_words(field->words, &n);
		for (size_t i = 0; i < n; i++) {
			tk_str_putc(out, ' ');
			tk_str_puts(out, words[i].id);
		}
	} else if (id == TK_FIELD_CATEGORY && view_policy(cx) != NULL) {
		n = tk_policy_names(cx->policy, TK_THING_CATEGORY, NULL, &names);
		for (size_t i = 0; i < n; i++) {
			tk_str_putc(out, ' ');
			tk_str_puts(out, names[i]);
		}
	} else {
		tk_str_putc(out, ' ');
		tk_str_puts(out, _(field->doc));
	}
}

void form_write(struct ctx *cx, struct tk_str *out)
{
	const char *parent = "";
	size_t parent_len = 0;
	tk_str_puts(out, "# ");
	tk_str_puts(out, _("A new ticket.  Lines without a value are left out; leave the title empty to give up."));
	tk_str_putc(out, '\n');
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const char *name = tk_field(fields[i])->name;
		const char *dot = strchr(name, '.');
		if (dot != NULL && ((size_t)(dot - name) != parent_len || strncmp(name, parent, parent_len) != 0)) {
			parent = name;
			parent_len = (size_t)(dot - name);
			tk_str_add(out, parent, parent_len);
			tk_str_puts(out, ":\n");
		}
		tk_str_puts(out, dot == NULL ? "" : "  ");
		tk_str_puts(out, dot == NULL ? name : dot + 1);
		if (fields[i] == TK_FIELD_PROBLEM_DESCRIPTION) {
			tk_str_puts(out, ": |-\n    \n");
			continue;
		}
		tk_str_puts(out, ":   #");
		put_words(cx, out, fields[i]);
		tk_str_putc(out, '\n');
	}
}

static size_t indent_of(const char *line)
{
	return strspn(line, " ");
}

/* What a line is: blank or comment, a key without a value, or something. */
enum line_kind { LINE_NOTHING, LINE_BARE_KEY, LINE_TEXT };

static enum line_kind kind_of(const char *line, size_t len)
{
	size_t at = indent_of(line);
	size_t key = strcspn(line, ":\n");
	if (at >= len || line[at] == '\n' || line[at] == '#')
		return LINE_NOTHING;
	if (key >= len || line[key] != ':')
		return LINE_TEXT;
	at = key + 1 + strspn(line + key + 1, " ");
	if (at >= len || line[at] == '\n' || (line[at] == '#' && line[at - 1] == ' '))
		return LINE_BARE_KEY;
	return strncmp(line + at, "|-\n", 3) == 0 ? LINE_BARE_KEY : LINE_TEXT;
}

static size_t line_length(const char *line)
{
	size_t len = strcspn(line, "\n");
	return len + (line[len] == '\n' ? 1 : 0);
}

/* Whether anything of substance stands below a key: a deeper line before the next one that is not deeper. */
static bool has_content(const char *line)
{
	size_t indent = indent_of(line);
	for (const char *next = line + line_length(line); *next != '\0'; next += line_length(next)) {
		size_t len = line_length(next);
		enum line_kind kind = kind_of(next, len);
		if (kind == LINE_NOTHING)
			continue;
		if (indent_of(next) <= indent)
			return false;
		if (kind == LINE_TEXT || has_content(next))
			return true;
	}
	return false;
}

void form_strip(struct tk_str *text)
{
	char *to = text->data;
	const char *from = text->data;
	size_t block = SIZE_MAX; /* indentation of the key whose literal text we are in */
	while (*from != '\0') {
		size_t len = line_length(from);
		enum line_kind kind = kind_of(from, len);
		bool blank = indent_of(from) >= len || from[indent_of(from)] == '\n';
		if (block != SIZE_MAX && !blank && indent_of(from) <= block)
			block = SIZE_MAX;
		if (block != SIZE_MAX || kind == LINE_TEXT || (kind == LINE_BARE_KEY && has_content(from))) {
			size_t colon = strcspn(from, ":\n");
			if (block == SIZE_MAX && from[colon] == ':' && strncmp(from + colon, ": |", 3) == 0)
				block = indent_of(from);
			memmove(to, from, len);
			to += len;
		}
		from += len;
	}
	*to = '\0';
	text->len = (size_t)(to - text->data);
}
