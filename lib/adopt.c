/*
 * Adopting a policy: the new text takes the place of policy.yaml, what was there is kept in policies/.
 *
 * The old version is kept first, so that a crash in between leaves it twice, which means the same as once.
 */
#include <string.h>
#include <unistd.h>

#include "desk_impl.h"
#include "fail.h"
#include "fs.h"
#include "yaml_in.h"

enum { NAME_MAX_TEXT = TK_TIME_TEXT + 32 };

struct adopting {
	struct tk_desk *desk;
	const struct tk_adoption *how;
	struct tk_arena *arena;
	char *old;
	size_t old_len;
	tk_time since;            /* of the old version; TK_TIME_NONE: from the beginning */
	char kept[NAME_MAX_TEXT]; /* its path from now on */
	struct tk_str text;       /* the new one, with its date */
};

static enum tk_status lock(struct tk_desk *desk, unsigned wait_ms, int *ret, struct tk_error *err)
{
	enum tk_status status = tk__fs_lock(desk->root, TK_LOCK_FILE, wait_ms, ret, err);

	if (status == TK_NOT_FOUND) {
		status = tk__desk_make_hidden(desk->root, err);
		if (status == TK_OK)
			status = tk__fs_lock(desk->root, TK_LOCK_FILE, wait_ms, ret, err);
	}
	return status;
}

/* A day where it begins at midnight, else the whole time.  The first version, which never said, takes a day that lies
 * before all others in every zone. */
static void name_kept(struct adopting *a)
{
	struct tk_civil c;
	char when[TK_TIME_TEXT];
	tk_time since = a->since == TK_TIME_NONE ? TK_TIME_MIN : a->since;

	tk_zone_civil(a->desk->zone, since, &c);
	if (a->since == TK_TIME_NONE)
		(void)tk_date_format(1, when);
	else if (c.hour == 0 && c.minute == 0 && c.second == 0)
		(void)tk_date_format(tk_zone_date(a->desk->zone, since), when);
	else
		(void)tk_zone_format(a->desk->zone, since, when);
	memcpy(a->kept, TK_POLICIES_DIR "/", strlen(TK_POLICIES_DIR "/"));
	char *end = a->kept + strlen(TK_POLICIES_DIR "/");
	memcpy(end, when, strlen(when));
	memcpy(end + strlen(when), ".yaml", sizeof ".yaml");
}

/* The text with the line that says since when it holds. */
static enum tk_status put_date(struct adopting *a, struct tk_error *err)
{
	const struct tk_adoption *how = a->how;
	struct tk_doc doc;
	char when[TK_TIME_TEXT];
	enum tk_status status = tk__yaml_read(a->arena, how->text, how->len, how->path, &tk__policy_limits, &doc, err);

	if (status != TK_OK)
		return status;
	if (doc.root->kind != TK_NODE_MAP || doc.root->style == TK_STYLE_FLOW || !doc.root->first)
		return tk__fail_node(err, doc.root, NULL, TK_D_ADOPT_SHAPE);
	const struct tk_node *said = tk_node_get(doc.root, "effective");
	size_t from = said ? said->begin : doc.root->first->key->begin, to = said ? said->end : from;
	(void)tk_zone_format(a->desk->zone, how->effective, when);
	tk_str_add(&a->text, how->text, from);
	tk_str_puts(&a->text, said && from == to ? " " : said ? "" : "effective: ");
	tk_str_puts(&a->text, when);
	tk_str_puts(&a->text, said ? "" : doc.crlf ? "\r\n" : "\n");
	tk_str_add(&a->text, how->text + to, how->len - to);
	return tk_str_status(&a->text, err);
}

/* What will be written is read once more, as every later command will. */
static enum tk_status check_new(struct adopting *a, const struct tk_sink *sink, const char *text, size_t len,
				struct tk_error *err)
{
	struct tk_policy *policy = NULL;
	enum tk_status status = tk_policy_read(text, len, a->how->path, NULL, sink, &policy, err);

	if (status == TK_OK && text == a->text.data && tk_policy_effective(policy) != a->how->effective)
		status = tk__fail(err, TK_D_ADOPT_SHAPE);
	tk_policy_free(policy);
	return status;
}

/* The present version and its date, read under the lock. */
static enum tk_status read_old(struct adopting *a, struct tk_error *err)
{
	struct tk_desk *now = NULL;
	const struct tk_version *version;
	size_t n;
	enum tk_status status =
		tk__fs_read(a->arena, a->desk->root, TK_POLICY_FILE, TK_RULES_FILE_MAX, &a->old, &a->old_len, err);

	if (status == TK_OK)
		status = tk_desk_open(a->desk->path, &now, err);
	if (status == TK_OK)
		status = tk_desk_versions(now, NULL, &version, &n, err);
	if (status == TK_OK)
		a->since = version[n - 1].from;
	tk_desk_close(now);
	if (status == TK_OK && a->since != TK_TIME_NONE && a->since >= a->how->effective)
		return tk__fail(err, TK_D_ADOPT_EARLY, a->since);
	return status;
}

static enum tk_status save(struct adopting *a, struct tk_error *err)
{
	int root = a->desk->root;
	enum tk_status status = tk__fs_mkdirs(root, TK_POLICIES_DIR, TK_DESK_MODE, err);

	name_kept(a);
	if (status == TK_OK)
		status = tk__fs_save(root, a->kept, a->old, a->old_len, TK_SAVE_REPLACE, err);
	if (status == TK_OK)
		status = tk__fs_save(root, TK_POLICY_FILE, a->text.data, a->text.len, TK_SAVE_REPLACE, err);
	if (status == TK_OK && a->how->kept)
		tk_str_puts(a->how->kept, a->kept);
	return status;
}

static enum tk_status adopt(struct adopting *a, struct tk_error *err)
{
	int held = -1;
	enum tk_status status = check_new(a, a->how->sink, a->how->text, a->how->len, err);

	if (status == TK_OK)
		status = put_date(a, err);
	if (status == TK_OK)
		status = check_new(a, NULL, a->text.data, a->text.len, err);
	if (status == TK_OK)
		status = lock(a->desk, a->how->wait_ms, &held, err);
	if (status == TK_OK)
		status = read_old(a, err);
	if (status == TK_OK && !a->how->check_only)
		status = save(a, err);
	if (held >= 0)
		(void)close(held);
	return status;
}

enum tk_status tk_desk_adopt(struct tk_desk *desk, const struct tk_adoption *how, struct tk_error *err)
{
	struct adopting a = {.desk = desk, .how = how, .arena = tk_arena_new(0)};
	enum tk_status status;

	if (!a.arena)
		return tk__fail(err, TK_D_NOMEM);
	tk_str_init(&a.text, 0);
	status = adopt(&a, err);
	tk_str_clear(&a.text);
	tk_arena_free(a.arena);
	return status;
}
