/* libyaml's problems → diagnostics. */
#include "yaml_fault.h"

#include <string.h>

#include "fail.h"

/* How a problem is told: which text, if any, goes into the sentence, and at which of the two marks it stands. */
enum telling { BARE, ENTRY, WORD, CHARACTER, NODE, BRACKET, ESCAPE };

static const struct fault {
	const char *context; /* how libyaml's context begins; NULL: any */
	const char *problem; /* how its problem begins */
	enum tk_diag diag;
	enum telling telling;
	bool at_context;
} faults[] = {
	{"while scanning a quoted", "found unexpected end of stream", TK_D_YAML_OPEN_QUOTE, BARE, true},
	{"while scanning a quoted", "found unexpected document indicator", TK_D_YAML_OPEN_QUOTE, BARE, true},
	{"while parsing a quoted", "found unknown escape character", TK_D_YAML_ESCAPE, ESCAPE, false},
	{"while parsing a quoted", "did not find expected hexdecimal number", TK_D_YAML_ESCAPE, ESCAPE, false},
	{"while parsing a quoted", "found invalid Unicode character escape", TK_D_YAML_ESCAPE, ESCAPE, false},
	{"while scanning an alias", "", TK_D_YAML_ALIAS, WORD, true},
	{"while scanning an anchor", "", TK_D_YAML_ANCHOR, WORD, true},
	{"while scanning a tag", "", TK_D_YAML_TAG, WORD, true},
	{"while parsing a tag", "", TK_D_YAML_TAG, WORD, true},
	{"while parsing a node", "found undefined tag handle", TK_D_YAML_TAG, WORD, false},
	{"while scanning a directive", "", TK_D_YAML_DIRECTIVE, BARE, true},
	{"while scanning a %YAML directive", "", TK_D_YAML_DIRECTIVE, BARE, true},
	{"while scanning a %TAG directive", "", TK_D_YAML_DIRECTIVE, BARE, true},
	{NULL, "found duplicate %", TK_D_YAML_DIRECTIVE, BARE, false},
	{NULL, "found incompatible YAML document", TK_D_YAML_DIRECTIVE, BARE, false},
	{NULL, "found a tab character", TK_D_YAML_TAB, BARE, false},
	{NULL, "found character that cannot start any token", TK_D_YAML_RESERVED, CHARACTER, false},
	{NULL, "block sequence entries are not allowed", TK_D_YAML_DASH, BARE, false},
	{NULL, "mapping values are not allowed", TK_D_YAML_COLON, BARE, false},
	{NULL, "could not find expected ':'", TK_D_YAML_NO_COLON, BARE, true},
	{NULL, "did not find expected node content", TK_D_YAML_RESERVED, NODE, false},
	{NULL, "did not find expected ',' or", TK_D_YAML_COMMA, BRACKET, false},
	{NULL, "did not find expected key", TK_D_YAML_INDENT, ENTRY, false},
	{NULL, "did not find expected '-' indicator", TK_D_YAML_INDENT, ENTRY, false},
	{NULL, "did not find expected <document start>", TK_D_YAML_INDENT, ENTRY, false},
};

size_t tk__yaml_seek(const struct tk_yaml_text *text, size_t *index, size_t *offset, size_t target)
{
	size_t i = *offset, n = *index;

	while (n < target && i < text->len) {
		i++;
		while (i < text->len && ((unsigned char)text->text[i] & 0xC0U) == 0x80)
			i++;
		n++;
	}
	while (n > target && i > text->bom) {
		i--;
		while (i > text->bom && ((unsigned char)text->text[i] & 0xC0U) == 0x80)
			i--;
		n--;
	}
	*index = n;
	*offset = i;
	return i;
}

size_t tk__yaml_word(const struct tk_yaml_text *text, size_t offset)
{
	size_t end = offset;

	while (end < text->len && !strchr(" \t\r\n", text->text[end]))
		end++;
	return end - offset;
}

static size_t byte_at(const struct tk_yaml_text *text, yaml_mark_t mark)
{
	size_t index = 0, offset = text->bom;

	return tk__yaml_seek(text, &index, &offset, mark.index);
}

static size_t character(const struct tk_yaml_text *text, size_t offset)
{
	size_t index = 0, end = offset;

	return tk__yaml_seek(text, &index, &end, 1) - offset;
}

static enum tk_status at_mark(const struct tk_yaml_text *text, yaml_mark_t mark, enum tk_status status,
			      struct tk_error *err)
{
	tk__at(err, text->path, (unsigned)mark.line + 1, (unsigned)mark.column + 1);
	return status;
}

/* The line of a mark; behind the last line feed of a file no line begins. */
static int64_t last_line(const struct tk_yaml_text *text, yaml_mark_t mark)
{
	bool end = mark.column == 0 && mark.line > 0 && byte_at(text, mark) >= text->len;

	return (int64_t)mark.line + (end ? 0 : 1);
}

/* A flow collection goes wrong where it is left open or where a comma is missing; the line tells which is likelier. */
static enum tk_status bracket(const yaml_parser_t *parser, const struct tk_yaml_text *text, struct tk_error *err)
{
	const char *close = strchr(parser->problem, ']') ? "]" : "}";

	if (parser->problem_mark.line == parser->context_mark.line && byte_at(text, parser->problem_mark) < text->len)
		return at_mark(text, parser->problem_mark, tk__fail(err, TK_D_YAML_COMMA, close, (size_t)1), err);
	return at_mark(text, parser->context_mark,
		       tk__fail(err, TK_D_YAML_OPEN_BRACKET, close[0] == ']' ? "[" : "{", (size_t)1,
				last_line(text, parser->problem_mark)),
		       err);
}

static size_t digits_of(char escape)
{
	return escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
}

static bool is_hex(const struct tk_yaml_text *text, size_t at)
{
	return at < text->len && text->text[at] && strchr("0123456789abcdefABCDEF", text->text[at]);
}

/* libyaml's mark stands on the backslash, or for a number on its first digit. */
static enum tk_status escape(const struct tk_yaml_text *text, yaml_mark_t mark, struct tk_error *err)
{
	size_t at = byte_at(text, mark), len;

	if (at >= 2 && (at == text->len || text->text[at] != '\\') && text->text[at - 2] == '\\') {
		at -= 2;
		mark.column -= 2;
	}
	len = at + 1 < text->len ? 1 + character(text, at + 1) : 1;
	for (size_t most = len == 2 ? digits_of(text->text[at + 1]) : 0; most > 0 && is_hex(text, at + len); most--)
		len++;
	return at_mark(text, mark, tk__fail(err, TK_D_YAML_ESCAPE, text->text + at, len), err);
}

static const struct fault *find_fault(const yaml_parser_t *parser)
{
	const char *context = parser->context ? parser->context : "";

	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		const struct fault *f = &faults[i];

		if ((!f->context || strncmp(context, f->context, strlen(f->context)) == 0) &&
		    strncmp(parser->problem, f->problem, strlen(f->problem)) == 0)
			return f;
	}
	return NULL;
}

/* A character that begins no value; or the end of the file, behind a bracket that is still open. */
static enum tk_status no_node(const yaml_parser_t *parser, const struct tk_yaml_text *text, const struct tk_node *open,
			      struct tk_error *err)
{
	yaml_mark_t mark = parser->problem_mark;
	size_t at = byte_at(text, mark);

	if (at < text->len && !strchr(" \r\n", text->text[at]))
		return at_mark(text, mark, tk__fail(err, TK_D_YAML_RESERVED, text->text + at, character(text, at)),
			       err);
	if (!open)
		return at_mark(text, mark, tk__fail(err, TK_D_YAML_SYNTAX, TK_S(parser->problem)), err);
	enum tk_status status =
		tk__fail(err, TK_D_YAML_OPEN_BRACKET, text->text + open->begin, (size_t)1, last_line(text, mark));
	tk__at_node(err, open, NULL);
	return status;
}

/* The last character before a place in a line that is no blank; 0: none. */
static char before(const struct tk_yaml_text *text, size_t at)
{
	while (at > text->bom && (text->text[at - 1] == ' ' || text->text[at - 1] == '\t'))
		at--;
	return at > text->bom && text->text[at - 1] != '\n' ? text->text[at - 1] : '\0';
}

/* Whether the line above is "...", which ends the document. */
static bool behind_end(const struct tk_yaml_text *text, size_t at)
{
	size_t end = at, begin;

	while (end > text->bom && text->text[end - 1] != '\n')
		end--;
	for (begin = end; begin > text->bom && (begin == end || text->text[begin - 1] != '\n');)
		begin--;
	return end - begin >= 4 && memcmp(text->text + begin, "...", 3) == 0;
}

/* Something where only the next entry could stand: at the beginning of a line it is indented wrongly. */
static enum tk_status no_entry(const struct tk_yaml_text *text, yaml_mark_t mark, enum tk_diag diag,
			       struct tk_error *err)
{
	size_t at = byte_at(text, mark);
	char last = before(text, at);

	if (at < text->len && text->text[at] == ':')
		return at_mark(text, mark, tk__fail(err, TK_D_YAML_NO_KEY), err);
	if (behind_end(text, at))
		return at_mark(text, mark, tk__fail(err, TK_D_YAML_SECOND), err);
	if (last && strchr("\"']}", last))
		return at_mark(text, mark, tk__fail(err, TK_D_YAML_BEHIND, &last, (size_t)1), err);
	return at_mark(text, mark, tk__fail(err, diag), err);
}

static enum tk_status tell(const struct fault *f, const yaml_parser_t *parser, const struct tk_yaml_text *text,
			   const struct tk_node *open, struct tk_error *err)
{
	yaml_mark_t mark = f->at_context && parser->context ? parser->context_mark : parser->problem_mark;
	size_t at = byte_at(text, mark);

	switch (f->telling) {
	case BARE:
		return at_mark(text, mark, tk__fail(err, f->diag), err);
	case ENTRY:
		return no_entry(text, mark, f->diag, err);
	case WORD:
		return at_mark(text, mark, tk__fail(err, f->diag, text->text + at, tk__yaml_word(text, at)), err);
	case CHARACTER:
		if (at < text->len && text->text[at] == '\t')
			return at_mark(text, mark, tk__fail(err, TK_D_YAML_TAB), err);
		if (at < text->len && text->text[at] == '%' && mark.column == 0)
			return at_mark(text, mark, tk__fail(err, TK_D_YAML_DIRECTIVE), err);
		return at_mark(text, mark, tk__fail(err, f->diag, text->text + at, character(text, at)), err);
	case NODE:
		return no_node(parser, text, open, err);
	case BRACKET:
		return bracket(parser, text, err);
	case ESCAPE:
		break;
	}
	return escape(text, mark, err);
}

enum tk_status tk__yaml_fault(const yaml_parser_t *parser, const struct tk_yaml_text *text, const struct tk_node *open,
			      struct tk_error *err)
{
	const struct fault *f;

	if (parser->error == YAML_MEMORY_ERROR || !parser->problem)
		return tk__fail(err, TK_D_NOMEM);
	f = find_fault(parser);
	if (f)
		return tell(f, parser, text, open, err);
	return at_mark(text, parser->problem_mark, tk__fail(err, TK_D_YAML_SYNTAX, TK_S(parser->problem)), err);
}
