/* `ticket staff`: the people of the desk, or its teams. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "i18n.h"
#include "view.h"

struct staff_opts {
	struct view_opts view;
	bool teams;
};

static const struct opt staff_options[] = {
	{.name = "teams",
	 .kind = OPT_BOOL,
	 .at = offsetof(struct staff_opts, teams),
	 .help = N_("the teams, not the people")},
	{.name = NULL},
};

static const struct view_column person_columns[] = {
	{"id", N_("id"), TK_KIND_TEXT},
	{"name", N_("name"), TK_KIND_TEXT},
	{"teams", N_("teams"), TK_KIND_LIST},
	{"roles", N_("roles"), TK_KIND_LIST},
	{"skills", N_("skills"), TK_KIND_LIST},
	{"regions", N_("regions"), TK_KIND_LIST},
	{"capacity", N_("capacity"), TK_KIND_INT},
	{"absent", N_("absent today"), TK_KIND_BOOL},
};

static const struct view_column team_columns[] = {
	{"id", N_("id"), TK_KIND_TEXT},
	{"label", N_("team"), TK_KIND_TEXT},
	{"lead", N_("lead"), TK_KIND_TEXT},
	{"manager", N_("manager"), TK_KIND_TEXT},
	{"external", N_("external"), TK_KIND_BOOL},
};

enum {
	PERSON_COLUMNS = sizeof person_columns / sizeof *person_columns,
	TEAM_COLUMNS = sizeof team_columns / sizeof *team_columns,
};

/* What a team or a role is called.  Ids are English words: only other languages need labels beside them. */
static const char *team_label(struct ctx *cx, const char *id)
{
	return view_policy(cx) == NULL ? id : tk_policy_label(cx->policy, TK_THING_TEAM, NULL, id, i18n_language());
}

static const char *role_label(struct ctx *cx, const char *id)
{
	int role = tk_word_find(TK_WORDS_ROLE, id, strlen(id));
	(void)cx;
	return role < 0 ? id : _(tk_words(TK_WORDS_ROLE, NULL)[role].label);
}

/* A list of words; it lives in the arena.  `label` NULL: the words themselves. */
static struct tk_value listed(struct ctx *cx, const char *const *words,
			      const char *(*label)(struct ctx *cx, const char *id))
{
	struct tk_str items;
	struct tk_value value;
	tk_str_init(&items, 65536);
	for (size_t i = 0; words[i] != NULL; i++) {
		tk_str_puts(&items, label == NULL ? words[i] : label(cx, words[i]));
		tk_str_putc(&items, '\0');
	}
	value = out_list(tk_arena_strndup(cx->arena, items.data, items.len), items.len);
	tk_str_clear(&items);
	return value;
}

/* Only those asked for: no operand means all. */
static bool wanted(const char *id, int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], id) == 0)
			return true;
	return argc == 0;
}

static void put_people(struct ctx *cx, struct out *out, const char *language, int argc, char **argv)
{
	bool labels = strcmp(language, "en") != 0;
	const struct tk_person *people;
	size_t n = tk_staff_people(cx->staff, &people);
	int64_t today = tk_zone_date(cx->zone, cx->now);
	for (size_t i = 0; i < n; i++) {
		const struct tk_person *p = &people[i];
		struct tk_value values[PERSON_COLUMNS];
		if (!wanted(p->id, argc, argv))
			continue;
		values[0] = out_text(p->id);
		values[1] = out_text(p->name);
		values[2] = listed(cx, p->teams, labels ? team_label : NULL);
		values[3] = listed(cx, p->roles, labels ? role_label : NULL);
		values[4] = listed(cx, p->skills, NULL);
		values[5] = listed(cx, p->regions, NULL);
		values[6] = p->capacity == 0 ? out_absent() : out_int((int64_t)p->capacity);
		values[7] = out_bool(tk_staff_absent(cx->staff, p->id, today));
		out_row(out, values);
	}
}

static void put_teams(struct ctx *cx, struct out *out, const char *language, int argc, char **argv)
{
	const struct tk_team *teams;
	size_t n = tk_staff_teams(cx->staff, &teams);
	for (size_t i = 0; i < n; i++) {
		const struct tk_team *t = &teams[i];
		struct tk_value values[TEAM_COLUMNS];
		if (!wanted(t->id, argc, argv))
			continue;
		values[0] = out_text(t->id);
		values[1] = out_text(view_policy(cx) == NULL
					     ? NULL
					     : tk_policy_label(cx->policy, TK_THING_TEAM, NULL, t->id, language));
		values[2] = out_text(t->lead);
		values[3] = out_text(t->manager);
		values[4] = out_bool(t->external);
		out_row(out, values);
	}
}

static enum tk_status check_names(struct ctx *cx, bool teams, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		if (teams && tk_staff_team(cx->staff, argv[i]) == NULL)
			return ctx_wrong(cx, TK_NOT_FOUND, N_("staff.yaml has no team '{1}'"), NULL, argv[i]);
		if (!teams && tk_staff_person(cx->staff, argv[i]) == NULL)
			return ctx_wrong(cx, TK_NOT_FOUND, N_("staff.yaml has no person '{1}'"), NULL, argv[i]);
	}
	return TK_OK;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct staff_opts *o = opts;
	struct out *out;
	enum tk_status st = check_names(cx, o->teams, argc, argv);
	if (st == TK_OK)
		st = view_open(cx, &o->view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	st = o->teams ? view_begin(cx, out, team_columns, TEAM_COLUMNS)
		      : view_begin(cx, out, person_columns, PERSON_COLUMNS);
	if (st == TK_OK && o->teams)
		put_teams(cx, out, view_language(&o->view, OUT_TABLE), argc, argv);
	else if (st == TK_OK)
		put_people(cx, out, view_language(&o->view, OUT_TABLE), argc, argv);
	if (st == TK_OK)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

const struct cmd cmd_staff = {
	.name = "staff",
	.group = GROUP_DESK,
	.needs = NEED_DESK | NEED_STAFF,
	.summary = N_("show the people or the teams of the desk"),
	.usage = "[options] [<name>...]",
	.example = "ticket staff\nticket staff --teams --format csv",
	.options = staff_options,
	.more_options = view_options,
	.opts_size = sizeof(struct staff_opts),
	.most = CMD_ANY,
	.run = run,
};
