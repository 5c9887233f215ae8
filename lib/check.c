/* tk_check(): the desk's own files, then its tickets; see check.h. */
#include "check.h"

#include <string.h>

#include "fail.h"
#include "fs.h"
#include "ticket/text.h"

void tk__report(struct tk_checking *checking, const struct tk_error *finding)
{
	switch (tk_diag_row(finding->diag)->severity) {
	case TK_ERROR:
		checking->check->errors++;
		break;
	case TK_WARNING:
		checking->check->warnings++;
		break;
	case TK_NOTE:
		checking->check->notes++;
		break;
	}
	if (checking->sink)
		checking->sink->add(checking->sink->ctx, finding);
}

void tk__report_fixed(struct tk_checking *checking, const char *path, enum tk_diag diag)
{
	struct tk_error finding = TK_ERROR_INIT;

	checking->check->fixed++;
	tk__fail(&finding, TK_D_FIXED, TK_S(tk_diag_row(diag)->name));
	tk__at(&finding, path, 0, 0);
	if (checking->sink)
		checking->sink->add(checking->sink->ctx, &finding);
}

static void add(void *ctx, const struct tk_error *finding)
{
	tk__report(ctx, finding);
}

/* Findings that end the check are those of the system; what a file says is reported. */
static bool is_fatal(enum tk_status status)
{
	return status == TK_NOMEM || status == TK_SYSTEM;
}

static enum tk_status read_file(struct tk_checking *checking, const char *path, char **ret, size_t *ret_len,
				struct tk_error *err)
{
	struct tk_error finding = TK_ERROR_INIT;
	enum tk_status status;

	*ret = NULL;
	status = tk__fs_read(checking->arena, checking->desk->root, path, TK_RULES_FILE_MAX, ret, ret_len, &finding);
	if (status == TK_NOT_FOUND)
		return TK_OK;
	if (is_fatal(status) && err)
		*err = finding;
	if (is_fatal(status))
		return status;
	if (status != TK_OK)
		tk__report(checking, &finding);
	return TK_OK;
}

/* The policy is read anew, so that every finding is reported although the desk may have read it before. */
static enum tk_status check_policy(struct tk_checking *checking, bool loud, struct tk_error *err)
{
	struct tk_sink sink = {.add = add, .ctx = checking};
	size_t len = 0, before = checking->check->errors;
	char *text;
	struct tk_error finding = TK_ERROR_INIT;
	enum tk_status status = read_file(checking, TK_POLICY_FILE, &text, &len, err);

	if (status != TK_OK)
		return status;
	if (!text && loud) {
		tk__fail(&finding, TK_D_FILE_MISSING);
		tk__at(&finding, TK_POLICY_FILE, 0, 0);
		tk__report(checking, &finding);
	}
	if (!text)
		return TK_OK;
	status = tk_policy_read(text, len, TK_POLICY_FILE, NULL, loud ? &sink : NULL, &checking->policy, &finding);
	if (is_fatal(status)) {
		if (err)
			*err = finding;
		return status;
	}
	if (status != TK_OK)
		checking->policy = NULL;
	if (status != TK_OK && loud && checking->check->errors == before)
		tk__report(checking, &finding);
	return TK_OK;
}

/* The one thing that desk.yaml takes from the policy; the rest was read when the desk was opened. */
static void check_desk_calendar(struct tk_checking *checking)
{
	const char *name = checking->desk->calendar, *near;
	const char *const *names;
	struct tk_error finding = TK_ERROR_INIT;
	size_t count;

	if (!name || tk_policy_has(checking->policy, TK_THING_CALENDAR, NULL, name))
		return;
	count = tk_policy_names(checking->policy, TK_THING_CALENDAR, NULL, &names);
	near = tk_text_suggest(name, strlen(name), names, count);
	tk__fail_node(&finding, checking->desk->calendar_node, "calendar", TK_D_UNKNOWN_CALENDAR, TK_S(name),
		      TK_S(near ? near : ""));
	tk__report(checking, &finding);
}

static void check_teams(struct tk_checking *checking)
{
	const struct tk_team *teams;
	const char *const *names;
	size_t count = tk_staff_teams(checking->staff, &teams), known, i;

	known = tk_policy_names(checking->policy, TK_THING_TEAM, NULL, &names);
	for (i = 0; i < count; i++) {
		struct tk_error finding = TK_ERROR_INIT;
		const char *near;

		if (tk_policy_has(checking->policy, TK_THING_TEAM, NULL, teams[i].id))
			continue;
		near = tk_text_suggest(teams[i].id, strlen(teams[i].id), names, known);
		tk__fail(&finding, TK_D_STAFF_TEAM, TK_S(teams[i].id), TK_S(near ? near : ""));
		tk__at(&finding, TK_STAFF_FILE, 0, 0);
		tk__report(checking, &finding);
	}
}

/* A desk without staff.yaml has a staff of nobody. */
static enum tk_status check_staff(struct tk_checking *checking, bool loud, struct tk_error *err)
{
	static char nobody[] = "people: {}\n";
	struct tk_sink sink = {.add = add, .ctx = checking};
	size_t len = 0, before = checking->check->errors;
	char *text;
	struct tk_error finding = TK_ERROR_INIT;
	enum tk_status status = read_file(checking, TK_STAFF_FILE, &text, &len, err);

	if (status != TK_OK)
		return status;
	if (!text) {
		text = nobody;
		len = strlen(nobody);
	}
	status = tk_staff_read(text, len, TK_STAFF_FILE, loud ? &sink : NULL, &checking->staff, &finding);
	if (is_fatal(status)) {
		if (err)
			*err = finding;
		return status;
	}
	if (status != TK_OK)
		checking->staff = NULL;
	if (status != TK_OK && loud && checking->check->errors == before)
		tk__report(checking, &finding);
	if (status == TK_OK && loud && checking->policy)
		check_teams(checking);
	return TK_OK;
}

enum tk_status tk__check_some(struct tk_checking *checking, tk__visit *visit, struct tk_error *err)
{
	enum tk_status status = TK_OK;
	size_t i;

	for (i = 0; i < checking->check->nid && status == TK_OK; i++) {
		char path[64];
		struct tk_found found = {.path = path, .id = checking->check->ids[i]};

		tk_id_path(&found.id, path);
		status = visit(checking, &found, err);
	}
	return status;
}

static enum tk_status check_all(struct tk_checking *checking, struct tk_error *err)
{
	enum tk_status status = tk__check_temps(checking, ".", false, err);

	if (status == TK_OK)
		status = tk__check_temps(checking, TK_HIDDEN_DIR, false, err);
	if (status == TK_OK)
		status = tk__check_walk(checking, "tickets", true, tk__check_ticket, err);
	if (status == TK_OK)
		status = tk__check_walk(checking, "archive", true, tk__check_ticket, err);
	if (status == TK_OK)
		status = tk__check_attached(checking, false, err);
	return status;
}

static enum tk_status run(struct tk_checking *checking, struct tk_error *err)
{
	bool all = !checking->check->ids;
	enum tk_status status = check_policy(checking, all, err);

	if (status == TK_OK && all && checking->policy)
		check_desk_calendar(checking);
	if (status == TK_OK)
		status = check_staff(checking, all, err);
	if (status == TK_OK && checking->check->fix && checking->policy)
		status = tk__check_fix(checking, err);
	if (status == TK_OK)
		status = all ? check_all(checking, err) : tk__check_some(checking, tk__check_ticket, err);
	return status;
}

enum tk_status tk_check(struct tk_desk *desk, struct tk_check *check, const struct tk_sink *sink, struct tk_error *err)
{
	struct tk_checking checking = {.desk = desk, .check = check, .sink = sink};
	enum tk_status status = tk__expect(err, check->size == sizeof *check, "tk_check.size");

	if (status != TK_OK)
		return status;
	check->tickets = check->errors = check->warnings = check->notes = check->fixed = 0;
	checking.arena = tk_arena_new(0);
	checking.scratch = tk_arena_new(0);
	if (checking.arena && checking.scratch)
		status = run(&checking, err);
	else
		status = tk__fail(err, TK_D_NOMEM);
	tk_policy_free(checking.policy);
	tk_staff_free(checking.staff);
	tk_arena_free(checking.scratch);
	tk_arena_free(checking.arena);
	if (status != TK_OK)
		return status;
	if (err) /* missing folders, and what else was not in the way, have left their mark */
		*err = (struct tk_error)TK_ERROR_INIT;
	return check->errors > 0 ? TK_INVALID : TK_OK;
}
