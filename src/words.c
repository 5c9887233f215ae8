#include "words.h"

#include <string.h>

#include "i18n.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* One word being taken out of a line. */
struct scanner {
	const char *at, *end;
	char *to;
};

/* Inside quotes; the opening one is behind us.  False when the line ends before they do. */
static bool take_quoted(struct scanner *s, char quote)
{
	for (; s->at < s->end; s->at++) {
		if (*s->at == quote) {
			s->at++;
			return true;
		}
		/* In double quotes a backslash protects only what would be special there. */
		if (quote == '"' && *s->at == '\\' && s->at + 1 < s->end && strchr("\"\\$`", s->at[1]) != NULL)
			s->at++;
		*s->to++ = *s->at;
	}
	return false;
}

static enum tk_status take_word(struct scanner *s, struct complaint *wrong)
{
	while (s->at < s->end && !is_blank(*s->at)) {
		char c = *s->at++;
		if (c == '\'' || c == '"') {
			if (!take_quoted(s, c))
				return complain(wrong, TK_USAGE, N_("a quote is not closed"), NULL, NULL, NULL);
		} else if (c == '\\') {
			if (s->at == s->end)
				return complain(wrong, TK_USAGE, N_("the line ends in a backslash"), NULL, NULL, NULL);
			*s->to++ = *s->at++;
		} else {
			*s->to++ = c;
		}
	}
	*s->to++ = '\0';
	return TK_OK;
}

enum tk_status words_split(const char *line, size_t len, struct tk_arena *arena, char ***ret, int *ret_n,
			   struct complaint *wrong)
{
	/* Words never get longer, and each has a blank behind it or ends the line. */
	char **words = tk_arena_array(arena, len / 2 + 2, sizeof *words);
	struct scanner s = {line, line + len, tk_arena_alloc(arena, len + 1)};
	int n = 0;
	if (words == NULL || s.to == NULL)
		return complain(wrong, TK_NOMEM, N_("out of memory"), NULL, NULL, NULL);
	for (;;) {
		enum tk_status st;
		while (s.at < s.end && is_blank(*s.at))
			s.at++;
		if (s.at == s.end || *s.at == '#')
			break;
		words[n++] = s.to;
		st = take_word(&s, wrong);
		if (st != TK_OK)
			return st;
	}
	words[n] = NULL;
	*ret = words;
	*ret_n = n;
	return TK_OK;
}
