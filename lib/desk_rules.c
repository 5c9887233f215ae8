/* The desk's policy and staff, read when first asked for; and what a new desk needs of a profile. */
#include <stdio.h>
#include <string.h>

#include "desk_impl.h"
#include "fail.h"
#include "fs.h"
#include "yaml_out.h"

/* Both keep what they need of the text, so it is read into memory of its own. */
static enum tk_status read_policy(struct tk_desk *desk, struct tk_arena *arena, const struct tk_sink *sink,
				  struct tk_error *err)
{
	char *text;
	size_t len;
	enum tk_status status = tk__fs_read(arena, desk->root, TK_POLICY_FILE, TK_RULES_FILE_MAX, &text, &len, err);

	if (status != TK_OK)
		return status;
	return tk_policy_read(text, len, TK_POLICY_FILE, NULL, sink, &desk->policy, err);
}

static enum tk_status read_staff(struct tk_desk *desk, struct tk_arena *arena, const struct tk_sink *sink,
				 struct tk_error *err)
{
	static const char nobody[] = "people: {}\n";
	char *text;
	size_t len;
	enum tk_status status = tk__fs_read(arena, desk->root, TK_STAFF_FILE, TK_RULES_FILE_MAX, &text, &len, err);

	if (status == TK_NOT_FOUND)
		return tk_staff_read(nobody, strlen(nobody), TK_STAFF_FILE, sink, &desk->staff, err);
	return status == TK_OK ? tk_staff_read(text, len, TK_STAFF_FILE, sink, &desk->staff, err) : status;
}

static enum tk_status with_arena(struct tk_desk *desk, const struct tk_sink *sink,
				 enum tk_status (*read)(struct tk_desk *, struct tk_arena *, const struct tk_sink *,
							struct tk_error *),
				 struct tk_error *err)
{
	struct tk_arena *arena = tk_arena_new(0);
	enum tk_status status = arena ? read(desk, arena, sink, err) : tk__fail(err, TK_D_NOMEM);

	tk_arena_free(arena);
	return status;
}

enum tk_status tk_desk_policy(struct tk_desk *desk, const struct tk_sink *sink, const struct tk_policy **ret,
			      struct tk_error *err)
{
	enum tk_status status = desk->policy ? TK_OK : with_arena(desk, sink, read_policy, err);

	if (status == TK_OK)
		*ret = desk->policy;
	return status;
}

enum tk_status tk_desk_staff(struct tk_desk *desk, const struct tk_sink *sink, const struct tk_staff **ret,
			     struct tk_error *err)
{
	enum tk_status status = desk->staff ? TK_OK : with_arena(desk, sink, read_staff, err);

	if (status == TK_OK)
		*ret = desk->staff;
	return status;
}

/* ---- for a new desk ---- */

enum tk_status tk__profile_name(const char *name, struct tk_str *out, struct tk_error *err)
{
	size_t count, len = strcspn(name, "@");
	const struct tk_profile *profile = tk_profiles(&count), *best = NULL;

	for (size_t i = 0; i < count; i++) {
		char full[64];
		(void)snprintf(full, sizeof full, "@%d", profile[i].revision);
		if (strlen(profile[i].name) != len || memcmp(profile[i].name, name, len) != 0)
			continue;
		if (name[len] != '\0' && strcmp(name + len, full) != 0)
			continue;
		if (!best || profile[i].revision > best->revision)
			best = &profile[i];
	}
	if (!best)
		return tk__fail(err, TK_D_BAD_PROFILE_NAME, TK_S(name));
	tk_str_puts(out, best->name);
	tk_str_putc(out, '@');
	tk_str_int(out, best->revision);
	return tk_str_status(out, err);
}

static void put_scalar(struct tk_str *out, const char *text)
{
	tk__yaml_scalar(out, text, strlen(text), TK_STYLE_PLAIN, 0, "\n");
}

static void put_staff(struct tk_str *out, const char *person, const char *const *team, size_t nteam)
{
	tk_str_puts(out, "people:\n  ");
	put_scalar(out, person);
	tk_str_puts(out, ":\n    teams: [");
	for (size_t i = 0; i < nteam; i++) {
		tk_str_puts(out, i ? ", " : "");
		put_scalar(out, team[i]);
	}
	tk_str_puts(out, "]\nteams:\n");
	for (size_t i = 0; i < nteam; i++) {
		tk_str_puts(out, "  ");
		put_scalar(out, team[i]);
		tk_str_puts(out, ": {lead: ");
		put_scalar(out, person);
		tk_str_puts(out, "}\n");
	}
}

enum tk_status tk__staff_text(const char *profile, const char *person, struct tk_str *out, struct tk_error *err)
{
	struct tk_policy *policy;
	struct tk_staff *staff = NULL;
	const char *const *team;
	size_t nteam;
	enum tk_status status = tk_policy_read(NULL, 0, TK_POLICY_FILE, profile, NULL, &policy, err);

	if (status != TK_OK)
		return status;
	nteam = tk_policy_names(policy, TK_THING_TEAM, NULL, &team);
	put_staff(out, person, team, nteam);
	status = tk_str_status(out, err);
	/* A name that cannot stand in the file is found here, not by the desk's next command. */
	if (status == TK_OK)
		status = tk_staff_read(out->data, out->len, TK_STAFF_FILE, NULL, &staff, err);
	tk_staff_free(staff);
	tk_policy_free(policy);
	return status;
}
