/*
 * The id that a person meant.  A whole id costs one look; a suffix is compared with the names of all files, but no
 * file is opened.
 */
#include <string.h>

#include "desk_impl.h"
#include "fail.h"
#include "fs.h"
#include "ticket/text.h"

enum { CANDIDATES_SHOWN = 100, NEAR_MAX = 20000 };

struct search {
	struct tk_desk *desk;
	struct tk_arena *arena;
	const char *text;
	size_t len;
	struct tk_id found[CANDIDATES_SHOWN]; /* in the order of ids within a month */
	size_t count;                         /* of all that fit */
	const char **seen;                    /* ids looked at, for a suggestion */
	size_t nseen, room;
};

static bool ends_with(const struct tk_id *id, const char *text, size_t len)
{
	size_t all = strlen(id->text);

	return len <= all && memcmp(id->text + all - len, text, len) == 0;
}

/* Keeps the found ones in order, so that candidates are shown as a listing would show them. */
static void keep(struct search *s, const struct tk_id *id)
{
	size_t at = s->count < CANDIDATES_SHOWN ? s->count : CANDIDATES_SHOWN;

	s->count++;
	if (at == CANDIDATES_SHOWN)
		return;
	for (; at > 0 && tk_id_compare(&s->found[at - 1], id) > 0; at--)
		s->found[at] = s->found[at - 1];
	s->found[at] = *id;
}

static bool remember(struct search *s, const struct tk_id *id)
{
	if (s->nseen == NEAR_MAX)
		return true;
	if (s->nseen == s->room) {
		size_t room = s->room ? s->room * 2 : 64;
		const char **grown = tk_arena_array(s->arena, room, sizeof *grown);
		if (!grown)
			return false;
		if (s->nseen > 0)
			memcpy(grown, s->seen, s->nseen * sizeof *grown);
		s->seen = grown;
		s->room = room;
	}
	s->seen[s->nseen] = tk_arena_strndup(s->arena, id->text, strlen(id->text));
	return s->seen[s->nseen++] != NULL;
}

static enum tk_status search_month(struct search *s, const char *folder, struct tk_error *err)
{
	struct tk_names names;
	enum tk_status status = tk__fs_list(s->arena, s->desk->root, folder, &names, err);

	for (size_t i = 0; status == TK_OK && i < names.count; i++) {
		struct tk_id id;
		char path[64];
		if (!tk__id_of_file(names.name[i], &id))
			continue;
		tk_id_path(&id, path);
		if (strncmp(path, folder, strlen(folder)) != 0)
			continue;
		if (ends_with(&id, s->text, s->len))
			keep(s, &id);
		else if (!remember(s, &id))
			status = tk__fail(err, TK_D_NOMEM);
	}
	return status;
}

/* Calls search_month() for every tickets/YYYY/MM, oldest first. */
static enum tk_status search_all(struct search *s, struct tk_error *err)
{
	struct tk_names years, months;
	char folder[64];
	enum tk_status status = tk__fs_list(s->arena, s->desk->root, TK_TICKETS_DIR, &years, err);

	for (size_t y = 0; status == TK_OK && y < years.count; y++) {
		if (strlen(years.name[y]) != 4)
			continue;
		char *end = stpcpy(stpcpy(folder, TK_TICKETS_DIR "/"), years.name[y]);
		status = tk__fs_list(s->arena, s->desk->root, folder, &months, err);
		if (status == TK_INVALID) { /* a file or a link among the years: none of ours */
			status = TK_OK;
			continue;
		}
		for (size_t m = 0; status == TK_OK && m < months.count; m++) {
			if (strlen(months.name[m]) != 2)
				continue;
			*end = '/';
			(void)stpcpy(end + 1, months.name[m]);
			status = search_month(s, folder, err);
			if (status == TK_INVALID)
				status = TK_OK;
		}
	}
	return status;
}

static enum tk_status no_ticket(const struct search *s, struct tk_error *err)
{
	const char *near = s->nseen ? tk_text_suggest(s->text, s->len, s->seen, s->nseen) : NULL;

	return near ? tk__fail(err, TK_D_NO_TICKET_NEAR, s->text, s->len, TK_S(near))
		    : tk__fail(err, TK_D_NO_TICKET, s->text, s->len);
}

static enum tk_status judge(const struct search *s, struct tk_id *ret, struct tk_str *candidates, struct tk_error *err)
{
	if (s->count == 0)
		return no_ticket(s, err);
	if (s->count == 1) {
		*ret = s->found[0];
		return TK_OK;
	}
	for (size_t i = 0; candidates && i < s->count && i < CANDIDATES_SHOWN; i++) {
		tk_str_puts(candidates, s->found[i].text);
		tk_str_putc(candidates, '\n');
	}
	return tk__fail(err, TK_D_AMBIGUOUS_ID, s->text, s->len, (int64_t)s->count);
}

/* Whether a text could be the end of an id: letters and digits, with a digit at its end. */
static bool is_suffix(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return len > 0 && len < TK_ID_TEXT && text[len - 1] >= '0' && text[len - 1] <= '9';
}

static enum tk_status search(struct tk_desk *desk, const char *text, size_t len, struct tk_id *ret,
			     struct tk_str *candidates, struct tk_error *err)
{
	struct search s = {.desk = desk, .text = text, .len = len};
	enum tk_status status;

	s.arena = tk_arena_new(0);
	if (!s.arena)
		return tk__fail(err, TK_D_NOMEM);
	status = search_all(&s, err);
	if (status == TK_OK)
		status = judge(&s, ret, candidates, err);
	tk_arena_free(s.arena);
	return status;
}

enum tk_status tk_desk_resolve(struct tk_desk *desk, const char *text, size_t len, struct tk_id *ret,
			       struct tk_str *candidates, struct tk_error *err)
{
	struct tk_id id;
	char path[64];
	bool exists = false;

	if (tk_id_parse(text, len, &id, NULL) == TK_OK) {
		enum tk_status status;
		tk_id_path(&id, path);
		status = tk__fs_exists(desk->root, path, &exists, err);
		if (status != TK_OK)
			return status;
		if (exists) {
			*ret = id;
			return TK_OK;
		}
	} else if (!is_suffix(text, len)) {
		return tk__fail(err, TK_D_BAD_ID, text, len);
	}
	return search(desk, text, len, ret, candidates, err);
}
