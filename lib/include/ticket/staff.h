/*
 * staff.yaml: people, teams, leads, skills, regions, shifts, absences, capacity.
 *
 *	people:
 *	  li: {name: 李工, teams: [tech-support], roles: [assignee], skills: [power], regions: [Shanghai],
 *	       capacity: 8, language: zh, email: li@example.com, absent: ["2026-10-01..2026-10-07"], shift: day}
 *	teams:
 *	  tech-support: {lead: chen, manager: zhao, external: false}
 *	shifts:
 *	  day: {mon: ["08:00-17:00"], …}
 */
#ifndef TICKET_STAFF_H
#define TICKET_STAFF_H

#include "ticket/node.h"
#include "ticket/time.h"

struct tk_staff;

struct tk_person {
	const char *id, *name, *email, *language, *shift; /* NULL where absent, name falls back to id */
	const char *const *teams;                         /* NULL-terminated lists, never NULL */
	const char *const *roles;
	const char *const *skills;
	const char *const *regions;
	unsigned capacity; /* 0 = no limit */
};

struct tk_team {
	const char *id, *lead, *manager; /* NULL where absent */
	bool external;
};

/* Reads staff.yaml; every unknown key, person, team, bad date goes to `sink`.  Owns its memory. */
enum tk_status tk_staff_read(const char *text, size_t len, const char *path, const struct tk_sink *sink,
			     struct tk_staff **ret, struct tk_error *err);
void tk_staff_free(struct tk_staff *staff);

size_t tk_staff_people(const struct tk_staff *staff, const struct tk_person **ret);
size_t tk_staff_teams(const struct tk_staff *staff, const struct tk_team **ret);
const struct tk_person *tk_staff_person(const struct tk_staff *staff, const char *id);
const struct tk_team *tk_staff_team(const struct tk_staff *staff, const char *id);
/* Whether a person is absent on a date (days since 1970-01-01). */
bool tk_staff_absent(const struct tk_staff *staff, const char *person, int64_t date);
/* Whether a person has a role towards a team: as its lead or manager, or as a role of their own.  Own lead and manager
 * count towards the teams that the person is in (towards all when in none), other roles everywhere.  `staff` NULL: no.
 */
bool tk_staff_has_role(const struct tk_staff *staff, const char *person, const char *role, const char *team);

#endif
