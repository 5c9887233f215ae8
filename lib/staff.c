/* staff.yaml: reading people, teams and shifts; asking who may do what, and who is there. */
#include "ticket/staff.h"

#include <string.h>

#include "calendar_form.h"
#include "fail.h"
#include "ticket/text.h"
#include "yaml_in.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct absence {
	int64_t from, to;
};

struct absences {
	struct absence *at;
	size_t count;
};

struct tk_staff {
	struct tk_arena *arena;
	const struct tk_node *root;
	struct tk_person *person;
	struct absences *absent; /* of each person */
	size_t nperson;
	struct tk_team *team;
	size_t nteam;
};

static const char *const nobody[] = {NULL};

/* ---- names within the file
 * -------------------------------------------------------------------------------------------- */

static void find_unknown(struct tk_reading *r, const struct tk_node *node, const struct tk_node *map, enum tk_diag diag)
{
	const char *names[256];
	size_t count = 0;

	for (const struct tk_node *n = map && map->kind == TK_NODE_MAP ? map->first : NULL; n && count < COUNT(names);
	     n = n->next)
		names[count++] = n->key->text;
	const char *near = tk_text_suggest(node->text, node->len, names, count);
	TK_FIND(r, node, diag, node->text, (size_t)node->len, TK_S(near ? near : ""));
}

/* A scalar that names an entry of one of the file's own mappings. */
static const char *read_ref(struct tk_reading *r, const struct tk_node *node, const struct tk_staff *staff,
			    const char *section, enum tk_diag diag)
{
	const struct tk_node *map = tk_node_get(staff->root, section);
	const char *text = tk__read_text(r, node);

	if (!text || tk__node_find(map, text, node->len))
		return text;
	find_unknown(r, node, map, diag);
	return NULL;
}

/* ---- people
 * ------------------------------------------------------------------------------------------------------------ */

struct person_in {
	struct tk_staff *staff;
	struct tk_person *person;
	struct absences *absent;
};

static void read_name(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct person_in *)into)->person->name = tk__read_text(r, node);
}

static void read_email(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct person_in *)into)->person->email = tk__read_text(r, node);
}

static void read_language(struct tk_reading *r, const struct tk_node *node, void *into)
{
	const char *text = tk__read_text(r, node);

	if (text && strcmp(text, "en") != 0 && strcmp(text, "zh") != 0)
		TK_FIND(r, node, TK_D_NO_LANGUAGE, text, (size_t)node->len);
	((struct person_in *)into)->person->language = text;
}

static void read_teams_of(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct person_in *in = into;

	in->person->teams = tk__read_list(r, node, tk__item_text).item;
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : node; n && n->text && n->len;
	     n = node->kind == TK_NODE_SEQ ? n->next : NULL)
		(void)read_ref(r, n, in->staff, "teams", TK_D_UNKNOWN_TEAM);
}

static void read_roles(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct person_in *)into)->person->roles = tk__read_list(r, node, tk__item_role).item;
}

static void read_skills(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct person_in *)into)->person->skills = tk__read_list(r, node, tk__item_text).item;
}

static void read_regions(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct person_in *)into)->person->regions = tk__read_list(r, node, tk__item_text).item;
}

static void read_capacity(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct person_in *)into)->person->capacity = (unsigned)tk__read_number(r, node, 0, 10000);
}

static void read_shift(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct person_in *in = into;

	in->person->shift = read_ref(r, node, in->staff, "shifts", TK_D_NO_SHIFT);
}

static void read_absent(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct absences *absent = ((struct person_in *)into)->absent;
	bool listed = node->kind == TK_NODE_SEQ;
	size_t index = 0;

	if (!(absent->at = tk__read_alloc(r, listed ? node->count : 1, sizeof(*absent->at))))
		return;
	for (const struct tk_node *n = listed ? node->first : node; n; n = listed ? n->next : NULL) {
		size_t mark = listed ? tk__read_enter_index(r, index++) : strlen(r->path);
		struct absence *one = &absent->at[absent->count];
		if (tk__dates_read(r, n, &one->from, &one->to))
			absent->count++;
		tk__read_leave(r, mark);
	}
}

static const struct tk_part person_parts[] = {
	{"name", read_name, false},       {"email", read_email, false},   {"language", read_language, false},
	{"teams", read_teams_of, false},  {"roles", read_roles, false},   {"skills", read_skills, false},
	{"regions", read_regions, false}, {"absent", read_absent, false}, {"capacity", read_capacity, false},
	{"shift", read_shift, false},
};

static void read_person(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_staff *staff = into;
	struct tk_person *person = &staff->person[staff->nperson];
	struct person_in in = {staff, person, &staff->absent[staff->nperson]};

	staff->nperson++;
	person->id = person->name = node->key->text;
	(void)tk__read_map(r, node, person_parts, COUNT(person_parts), &in);
	if (!person->name)
		person->name = person->id;
	const char *const **list[] = {&person->teams, &person->roles, &person->skills, &person->regions};
	for (size_t i = 0; i < COUNT(list); i++)
		if (!*list[i])
			*list[i] = nobody;
}

static void read_people(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_staff *staff = into;

	staff->person = tk__read_alloc(r, node->count, sizeof(*staff->person));
	staff->absent = tk__read_alloc(r, node->count, sizeof(*staff->absent));
	if (staff->person && staff->absent)
		tk__read_named(r, node, read_person, staff);
}

/* ---- teams and shifts
 * -------------------------------------------------------------------------------------------------- */

struct team_in {
	struct tk_staff *staff;
	struct tk_team *team;
};

static void read_lead(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct team_in *in = into;

	in->team->lead = read_ref(r, node, in->staff, "people", TK_D_NO_STAFF_PERSON);
}

static void read_manager(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct team_in *in = into;

	in->team->manager = read_ref(r, node, in->staff, "people", TK_D_NO_STAFF_PERSON);
}

static void read_external(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct team_in *)into)->team->external = tk__read_bool(r, node);
}

static const struct tk_part team_parts[] = {
	{"lead", read_lead, false},
	{"manager", read_manager, false},
	{"external", read_external, false},
};

static void read_team(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_staff *staff = into;
	struct team_in in = {staff, &staff->team[staff->nteam++]};

	in.team->id = node->key->text;
	(void)tk__read_map(r, node, team_parts, COUNT(team_parts), &in);
}

static void read_teams(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_staff *staff = into;

	if ((staff->team = tk__read_alloc(r, node->count, sizeof(*staff->team))))
		tk__read_named(r, node, read_team, staff);
}

static void read_one_shift(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_day_hours week[7] = {{0}};

	(void)into;
	tk__week_read(r, node, week);
}

static void read_shifts(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_one_shift, into);
}

static const struct tk_part staff_parts[] = {
	{"people", read_people, false},
	{"teams", read_teams, false},
	{"shifts", read_shifts, false},
};

/* ---- the file
 * ---------------------------------------------------------------------------------------------------------- */

static enum tk_status read_all(struct tk_staff *staff, const char *text, size_t len, const char *path,
			       const struct tk_sink *sink, struct tk_error *err)
{
	struct tk_doc doc = {0};
	struct tk_reading r;
	struct tk_error one = TK_ERROR_INIT;
	char *copy = tk_arena_strndup(staff->arena, text, len);

	if (!copy)
		return tk__fail(err, TK_D_NOMEM);
	enum tk_status status = tk__yaml_read(staff->arena, copy, len, path, &tk__policy_limits, &doc, &one);
	if (status != TK_OK) {
		if (sink && status != TK_NOMEM)
			sink->add(sink->ctx, &one);
		if (err)
			*err = one;
		return status;
	}
	staff->root = doc.root;
	tk__read_begin(&r, staff->arena, NULL);
	r.desk = doc.source;
	(void)tk__read_map(&r, doc.root, staff_parts, COUNT(staff_parts), staff);
	return tk__read_end(&r, sink, err);
}

enum tk_status tk_staff_read(const char *text, size_t len, const char *path, const struct tk_sink *sink,
			     struct tk_staff **ret, struct tk_error *err)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_staff *staff = arena ? tk_arena_alloc(arena, sizeof(*staff)) : NULL;

	*ret = NULL;
	if (!staff) {
		tk_arena_free(arena);
		return tk__fail(err, TK_D_NOMEM);
	}
	staff->arena = arena;
	/* no text at all is a desk without staff */
	enum tk_status status = text && len ? read_all(staff, text, len, path, sink, err) : TK_OK;
	if (status == TK_OK)
		*ret = staff;
	else
		tk_arena_free(arena);
	return status;
}

void tk_staff_free(struct tk_staff *staff)
{
	if (staff)
		tk_arena_free(staff->arena);
}

/* ---- asking
 * ------------------------------------------------------------------------------------------------------------ */

size_t tk_staff_people(const struct tk_staff *staff, const struct tk_person **ret)
{
	*ret = staff->person;
	return staff->nperson;
}

size_t tk_staff_teams(const struct tk_staff *staff, const struct tk_team **ret)
{
	*ret = staff->team;
	return staff->nteam;
}

const struct tk_person *tk_staff_person(const struct tk_staff *staff, const char *id)
{
	for (size_t i = 0; staff && id && i < staff->nperson; i++)
		if (strcmp(staff->person[i].id, id) == 0)
			return &staff->person[i];
	return NULL;
}

const struct tk_team *tk_staff_team(const struct tk_staff *staff, const char *id)
{
	for (size_t i = 0; staff && id && i < staff->nteam; i++)
		if (strcmp(staff->team[i].id, id) == 0)
			return &staff->team[i];
	return NULL;
}

bool tk_staff_absent(const struct tk_staff *staff, const char *person, int64_t date)
{
	const struct tk_person *who = tk_staff_person(staff, person);

	if (!who)
		return false;
	const struct absences *absent = &staff->absent[who - staff->person];
	for (size_t i = 0; i < absent->count; i++)
		if (absent->at[i].from <= date && date <= absent->at[i].to)
			return true;
	return false;
}

static bool in_list(const char *const *list, const char *text)
{
	for (; *list; list++)
		if (strcmp(*list, text) == 0)
			return true;
	return false;
}

/*
 * Lead and manager are so towards a team.  Whoever has such a role as their own has it towards the teams they are in,
 * or towards all where they are in none (a managing director); the other roles hold everywhere.
 */
bool tk_staff_has_role(const struct tk_staff *staff, const char *person, const char *role, const char *team)
{
	const struct tk_person *who = tk_staff_person(staff, person);
	const struct tk_team *of = tk_staff_team(staff, team);

	if (!who)
		return false;
	bool lead = strcmp(role, "lead") == 0, manager = strcmp(role, "manager") == 0;
	if (of && lead && of->lead && strcmp(of->lead, who->id) == 0)
		return true;
	if (of && manager && of->manager && strcmp(of->manager, who->id) == 0)
		return true;
	if (!in_list(who->roles, role))
		return false;
	return (!lead && !manager) || !team || !who->teams[0] || in_list(who->teams, team);
}
