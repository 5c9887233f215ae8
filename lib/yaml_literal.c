/*
 * Block texts: their last line.
 *
 * libyaml's end of a block text is where the next thing begins, so that the blank lines between count with it.
 */
#include "yaml_literal.h"

#include <stdbool.h>
#include <string.h>

/* The indentation of a block text's lines, by YAML's rule: stated, or that of the first line with content. */
static size_t block_indent(const struct tk_yaml_text *in, long parent, size_t header_end, unsigned stated)
{
	size_t indent = 0, i = header_end;

	if (stated)
		return (size_t)(parent < 0 ? 0 : parent) + stated;
	while (i < in->len && in->text[i] != '\n')
		i++;
	while (i < in->len) {
		size_t begin = ++i;

		while (i < in->len && in->text[i] == ' ')
			i++;
		if (i - begin > indent)
			indent = i - begin;
		if (i < in->len && in->text[i] == '\r')
			i++;
		if (i >= in->len || in->text[i] != '\n')
			break;
	}
	return indent > (size_t)(parent + 1) ? indent : (size_t)(parent + 1);
}

static size_t before_break(const char *text, size_t end)
{
	if (text[end - 1] != '\n')
		return end;
	end--;
	return end > 0 && text[end - 1] == '\r' ? end - 1 : end;
}

size_t tk__yaml_block_end(const struct tk_yaml_text *in, long parent, size_t begin, size_t end)
{
	const char *text = in->text;
	size_t header = begin + 1, first, indent;
	unsigned stated = 0;
	bool keep = false;

	for (; header < end && strchr("+-123456789", text[header]); header++) {
		keep = keep || text[header] == '+';
		if (text[header] >= '1')
			stated = (unsigned)(text[header] - '0');
	}
	for (first = header; first < end && text[first] != '\n';)
		first++;
	if (first++ >= end)
		return header;
	if (keep) {
		end = before_break(text, end);
		return end > header ? end : header;
	}
	indent = block_indent(in, parent, header, stated);
	while (end > first) {
		size_t line_end = before_break(text, end), line = line_end;

		while (line > first && text[line - 1] == ' ')
			line--;
		if (line_end - line > indent || (line > first && text[line - 1] != '\n'))
			return line_end;
		end = line;
	}
	return header;
}
