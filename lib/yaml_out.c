/*
 * The writer: everything it writes is read back by yaml_in as exactly the same text.
 *
 * Double quotes can carry any text, so they are the answer to every doubt.  A literal is chosen for its looks: it
 * states its indentation (`|2-`) where the first line begins with a blank, keeps at most one line break at the end,
 * and is not used for characters that must not stand raw in a file.
 */
#include "yaml_out.h"

#include <string.h>

#include "ticket/text.h"

enum { STEP = 2 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether a character may stand raw in a file of ours. */
static bool is_raw(uint32_t code)
{
	if (code < 0x7F)
		return code >= 0x20;
	return code >= 0xA0 && !tk_char_is_unsafe(code) && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF;
}

static size_t without_breaks(const char *text, size_t len)
{
	while (len > 0 && text[len - 1] == '\n')
		len--;
	return len;
}

/* Whether a literal can carry the text's characters, line breaks and tabs being welcome. */
static bool literal_allows(const char *text, size_t len)
{
	size_t i = 0, bytes;

	if (tk_utf8_check(text, len) < len)
		return false;
	for (; i < len; i += bytes) {
		uint32_t code = tk_utf8_next(text + i, len - i, &bytes);

		if (!is_raw(code) && code != '\n' && code != '\t')
			return false;
	}
	return true;
}

enum tk_style tk__text_style(const char *text, size_t len)
{
	len = without_breaks(text, len);
	return len && memchr(text, '\n', len) && literal_allows(text, len) ? TK_STYLE_LITERAL : TK_STYLE_DOUBLE;
}

/* A literal ends with its last content: what follows it must be one line break at most, and must not be all there is.
 */
static bool literal_fits(const char *text, size_t len)
{
	size_t body = without_breaks(text, len);

	return body > 0 && len - body <= 1 && literal_allows(text, len);
}

static void put_literal(struct tk_str *out, const char *text, size_t len, unsigned indent, const char *eol)
{
	size_t body = without_breaks(text, len), first = 0, line = 0;

	while (text[first] == '\n')
		first++;
	tk_str_puts(out, is_blank(text[first]) ? "|2" : "|");
	if (len == body)
		tk_str_putc(out, '-');
	while (line <= body) {
		const char *feed = memchr(text + line, '\n', body - line);
		size_t end = feed ? (size_t)(feed - text) : body;

		tk_str_puts(out, eol);
		if (end > line)
			tk_str_fill(out, ' ', indent + STEP);
		tk_str_add(out, text + line, end - line);
		line = end + 1;
	}
}

static const char *short_escape(uint32_t code)
{
	switch (code) {
	case 0:
		return "\\0";
	case '\a':
		return "\\a";
	case '\b':
		return "\\b";
	case '\t':
		return "\\t";
	case '\n':
		return "\\n";
	case '\v':
		return "\\v";
	case '\f':
		return "\\f";
	case '\r':
		return "\\r";
	case 0x1B:
		return "\\e";
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case 0x85:
		return "\\N";
	case 0x2028:
		return "\\L";
	case 0x2029:
		return "\\P";
	default:
		return NULL;
	}
}

static void put_escaped(struct tk_str *out, uint32_t code)
{
	const char *escape = short_escape(code);

	if (escape)
		tk_str_puts(out, escape);
	else if (code < 0x100)
		tk_str_printf(out, "\\x%02X", (unsigned)code);
	else if (code < 0x10000)
		tk_str_printf(out, "\\u%04X", (unsigned)code);
	else
		tk_str_printf(out, "\\U%08X", (unsigned)code);
}

static void put_double(struct tk_str *out, const char *text, size_t len)
{
	size_t i = 0, bytes;

	tk_str_putc(out, '"');
	while (i < len) {
		size_t run = 0;

		while (i + run < len && text[i + run] >= 0x20 && text[i + run] < 0x7F && text[i + run] != '"' &&
		       text[i + run] != '\\')
			run++;
		tk_str_add(out, text + i, run);
		i += run;
		if (i >= len)
			break;
		if (tk_utf8_check(text + i, len - i < 4 ? len - i : 4) == 0) {
			/* Callers hold valid text; a stray byte must not make an unreadable file all the same. */
			tk_utf8_put(out, 0xFFFD);
			i++;
			continue;
		}
		uint32_t code = tk_utf8_next(text + i, len - i, &bytes);

		if (is_raw(code) && !short_escape(code))
			tk_str_add(out, text + i, bytes);
		else
			put_escaped(out, code);
		i += bytes;
	}
	tk_str_putc(out, '"');
}

/*
 * Whether a text stays one scalar, and the same one, without quotes, also between brackets.  Stricter than YAML: what
 * remains is what people recognise as a word, a number, an id or a time.
 */
static bool plain_is_safe(const char *text, size_t len)
{
	if (len == 0 || is_blank(text[0]) || is_blank(text[len - 1]) || text[len - 1] == ':')
		return false;
	if (strchr("-.", text[0]) && (len == 1 || strchr("-. ", text[1])))
		return false;
	if (strchr("?:=<>|!&*@%`#'\"", text[0]) || !literal_allows(text, len))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (strchr("[]{},?\"\\\t\n", text[i]))
			return false;
		if ((text[i] == ' ' && text[i + 1] == '#') || (text[i] == ':' && text[i + 1] == ' '))
			return false;
	}
	return true;
}

/* Words that other readers of YAML take for something else than text. */
static bool means_something(const char *text, size_t len)
{
	static const char *const words[] = {"y",    "n",     "yes", "no", "on", "off", "true", "false", "null",
					    "True", "False", "Yes", "No", "On", "Off", "Null", "Y",     "N",
					    "TRUE", "FALSE", "YES", "NO", "ON", "OFF", "NULL"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
			return true;
	return false;
}

static void put_key(struct tk_str *out, const struct tk_node *key)
{
	const char *text = key->text;
	bool word = key->len > 0 && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z') ||
				     text[0] == '_' || (unsigned char)text[0] >= 0x80);

	if (word && plain_is_safe(text, key->len) && !means_something(text, key->len))
		tk_str_add(out, text, key->len);
	else
		put_double(out, text, key->len);
}

static bool is_null_text(const char *text, size_t len)
{
	struct tk_node node = {.kind = TK_NODE_SCALAR, .style = TK_STYLE_PLAIN, .len = (uint32_t)len, .text = text};

	return tk_node_is_null(&node);
}

void tk__yaml_scalar(struct tk_str *out, const char *text, size_t len, enum tk_style style, unsigned indent,
		     const char *eol)
{
	switch (style) {
	case TK_STYLE_PLAIN:
		if (is_null_text(text, len))
			tk_str_puts(out, "null");
		else if (plain_is_safe(text, len))
			tk_str_add(out, text, len);
		else
			put_double(out, text, len);
		return;
	case TK_STYLE_LITERAL:
	case TK_STYLE_FOLDED:
		if (literal_fits(text, len))
			put_literal(out, text, len, indent, eol);
		else
			put_double(out, text, len);
		return;
	case TK_STYLE_SINGLE:
	case TK_STYLE_DOUBLE:
	case TK_STYLE_BLOCK:
	case TK_STYLE_FLOW:
		break;
	}
	put_double(out, text, len);
}

void tk__yaml_flow(struct tk_str *out, const struct tk_node *node)
{
	bool map = node->kind == TK_NODE_MAP;

	if (node->kind == TK_NODE_SCALAR) {
		tk__yaml_scalar(out, node->text, node->len,
				node->style == TK_STYLE_PLAIN ? TK_STYLE_PLAIN : TK_STYLE_DOUBLE, 0, "");
		return;
	}
	tk_str_putc(out, map ? '{' : '[');
	for (const struct tk_node *n = node->first; n; n = n->next) {
		if (n != node->first)
			tk_str_puts(out, ", ");
		if (map) {
			put_key(out, n->key);
			tk_str_puts(out, ": ");
		}
		tk__yaml_flow(out, n);
	}
	tk_str_putc(out, map ? '}' : ']');
}

/* `inside`: the first entry continues a line that `- ` has begun. */
static void put_block(struct tk_str *out, const struct tk_node *node, unsigned indent, const char *eol, bool inside)
{
	bool map = node->kind == TK_NODE_MAP;

	for (const struct tk_node *n = node->first; n; n = n->next) {
		bool line = n->kind == TK_NODE_SCALAR || n->style == TK_STYLE_FLOW || n->count == 0;

		if (!inside || n != node->first)
			tk_str_fill(out, ' ', indent);
		if (map) {
			put_key(out, n->key);
			tk_str_puts(out, line ? ": " : ":");
		} else {
			tk_str_puts(out, "- ");
		}
		if (n->kind == TK_NODE_SCALAR)
			tk__yaml_scalar(out, n->text, n->len, (enum tk_style)n->style, indent, eol);
		else if (line)
			tk__yaml_flow(out, n);
		if (line || map)
			tk_str_puts(out, eol);
		if (!line)
			put_block(out, n, indent + STEP, eol, !map);
	}
}

void tk__yaml_block(struct tk_str *out, const struct tk_node *node, unsigned indent, const char *eol)
{
	if (node->kind != TK_NODE_SCALAR && node->count > 0 && node->style != TK_STYLE_FLOW) {
		put_block(out, node, indent, eol, false);
		return;
	}
	tk_str_fill(out, ' ', indent);
	if (node->kind == TK_NODE_SCALAR)
		tk__yaml_scalar(out, node->text, node->len, (enum tk_style)node->style, indent, eol);
	else
		tk__yaml_flow(out, node);
	tk_str_puts(out, eol);
}
