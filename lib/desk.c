/* Finding a desk, opening it, and what desk.yaml says; see ticket/desk.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk_impl.h"
#include "fail.h"
#include "fs.h"
#include "yaml_in.h"

/* ---- finding ---- */

static bool is_desk(const struct tk_str *dir)
{
	char path[PATH_MAX + sizeof "/" TK_DESK_FILE];
	struct stat st;

	if (dir->len > PATH_MAX)
		return false;
	memcpy(path, dir->data, dir->len);
	memcpy(path + dir->len, "/" TK_DESK_FILE, sizeof "/" TK_DESK_FILE);
	return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

enum tk_status tk_desk_find(const char *start, struct tk_str *ret, struct tk_error *err)
{
	char *real = realpath(start, NULL);
	struct stat st;
	struct tk_str dir;
	enum tk_status status = TK_OK;

	if (!real || stat(real, &st) != 0 || !S_ISDIR(st.st_mode)) {
		free(real);
		return tk__fail(err, TK_D_NO_DESK, TK_S(start));
	}
	tk_str_init(&dir, 0);
	for (size_t len = strlen(real);;) {
		tk_str_reset(&dir);
		if (len > 1) /* "/" itself is the empty text, so that "/desk.yaml" follows */
			tk_str_add(&dir, real, len);
		status = tk_str_status(&dir, err);
		if (status != TK_OK || is_desk(&dir))
			break;
		if (len <= 1) {
			status = tk__fail(err, TK_D_NO_DESK, TK_S(start));
			break;
		}
		while (len > 1 && real[len - 1] != '/')
			len--;
		if (len > 1)
			len--;
	}
	if (status == TK_OK) {
		tk_str_puts(ret, dir.len ? dir.data : "/");
		status = tk_str_status(ret, err);
	}
	tk_str_clear(&dir);
	free(real);
	return status;
}

/* ---- desk.yaml ---- */

static enum tk_status bad_value(const struct tk_node *node, const char *field, const char *what, struct tk_error *err)
{
	size_t len = 0;
	const char *text = tk_node_text(node, &len);

	return tk__fail_node(err, node, field, TK_D_DESK_VALUE, text ? text : "", len, TK_S(what));
}

/* An unknown key is wrong where it stands, not where its value does. */
static const struct tk_node *key_node(const struct tk_node *node)
{
	return node->key ? node->key : node;
}

static enum tk_status read_text(const struct tk_node *node, const char *field, const char **ret, struct tk_error *err)
{
	size_t len = 0;
	const char *text = tk_node_text(node, &len);

	if (!text || len == 0 || len > 200)
		return bad_value(node, field, "a text of 1 to 200 bytes", err);
	*ret = text;
	return TK_OK;
}

static enum tk_status read_name(struct tk_desk *desk, const struct tk_node *node, struct tk_error *err)
{
	return read_text(node, "name", &desk->name, err);
}

static enum tk_status read_calendar(struct tk_desk *desk, const struct tk_node *node, struct tk_error *err)
{
	desk->calendar_node = node;
	return read_text(node, "calendar", &desk->calendar, err);
}

static enum tk_status read_language(struct tk_desk *desk, const struct tk_node *node, struct tk_error *err)
{
	if (!tk__node_is(node, "en") && !tk__node_is(node, "zh"))
		return bad_value(node, "language", "one of en, zh", err);
	desk->language = tk_node_text(node, NULL);
	return TK_OK;
}

static enum tk_status read_timezone(struct tk_desk *desk, const struct tk_node *node, struct tk_error *err)
{
	size_t len = 0;
	const char *text = tk_node_text(node, &len);
	enum tk_status status;

	if (!text)
		return bad_value(node, "timezone", "the name of a time zone", err);
	status = tk_zone_load(text, len, &desk->zone, err);
	if (status != TK_OK)
		tk__at_node(err, node, "timezone");
	return status;
}

static enum tk_status read_ids(struct tk_desk *desk, const struct tk_node *node, struct tk_error *err)
{
	if (tk_node_kind(node) != TK_NODE_MAP)
		return tk__fail_node(err, node, "ids", TK_D_NOT_MAPPING);
	for (const struct tk_node *n = tk_node_first(node); n; n = tk_node_next(n)) {
		size_t len;
		const char *key = tk_node_key(n, &len);
		if (strcmp(key, "shared") != 0)
			return tk__fail_node(err, key_node(n), "ids", TK_D_DESK_KEY, key, len, TK_S("shared"));
		if (!tk__node_is(n, "true") && !tk__node_is(n, "false"))
			return bad_value(n, "ids.shared", "true or false", err);
		desk->shared = tk__node_is(n, "true");
	}
	return TK_OK;
}

static const struct {
	const char *key;
	enum tk_status (*read)(struct tk_desk *desk, const struct tk_node *node, struct tk_error *err);
} keys[] = {
	{"name", read_name},         {"timezone", read_timezone}, {"language", read_language},
	{"calendar", read_calendar}, {"ids", read_ids},
};

/* One key of desk.yaml.  A key without a value is as good as absent; `x-…` belongs to somebody else. */
static enum tk_status read_key(struct tk_desk *desk, const struct tk_node *node, struct tk_error *err)
{
	size_t len;
	const char *key = tk_node_key(node, &len);

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(key, keys[i].key) == 0)
			return tk_node_is_null(node) ? TK_OK : keys[i].read(desk, node, err);
	if (strncmp(key, "x-", 2) == 0)
		return TK_OK;
	return tk__fail_node(err, key_node(node), NULL, TK_D_DESK_KEY, key, len,
			     TK_S("name, timezone, language, calendar, ids"));
}

static enum tk_status read_desk_file(struct tk_desk *desk, struct tk_error *err)
{
	char *text;
	size_t len;
	struct tk_doc doc;
	const char *slash = strrchr(desk->path, '/');
	enum tk_status status = tk__fs_read(desk->arena, desk->root, TK_DESK_FILE, TK_DESK_FILE_MAX, &text, &len, err);

	if (status == TK_NOT_FOUND)
		return tk__fail(err, TK_D_NOT_A_DESK, TK_S(desk->path));
	if (status == TK_OK)
		status = tk__yaml_read(desk->arena, text, len, TK_DESK_FILE, &tk__policy_limits, &doc, err);
	if (status != TK_OK)
		return status;
	if (tk_node_kind(doc.root) != TK_NODE_MAP)
		return tk__fail_node(err, doc.root, NULL, TK_D_NOT_MAPPING);
	desk->name = slash && slash[1] ? slash + 1 : desk->path;
	desk->language = "en";
	for (const struct tk_node *n = tk_node_first(doc.root); n && status == TK_OK; n = tk_node_next(n))
		status = read_key(desk, n, err);
	if (status == TK_OK && !desk->zone)
		status = tk_zone_load("UTC", 3, &desk->zone, err);
	return status;
}

/* ---- opening ---- */

enum tk_status tk_desk_open(const char *root, struct tk_desk **ret, struct tk_error *err)
{
	struct tk_desk *desk = calloc(1, sizeof *desk);
	enum tk_status status;

	if (!desk)
		return tk__fail(err, TK_D_NOMEM);
	desk->root = -1;
	desk->arena = tk_arena_new(0);
	status = desk->arena ? tk__fs_root(root, &desk->root, err) : tk__fail(err, TK_D_NOMEM);
	if (status == TK_OK && !(desk->path = realpath(root, NULL)))
		status = tk__fail(err, TK_D_NOT_A_DESK, TK_S(root));
	if (status == TK_OK)
		status = read_desk_file(desk, err);
	if (status != TK_OK)
		tk_desk_close(desk);
	else
		*ret = desk;
	return status;
}

void tk_desk_close(struct tk_desk *desk)
{
	if (!desk)
		return;
	for (size_t i = 0; i + 1 < desk->nversion; i++)
		tk_policy_free(desk->version[i].policy);
	tk_policy_free(desk->policy);
	tk_staff_free(desk->staff);
	tk_zone_free(desk->zone);
	tk_arena_free(desk->arena);
	if (desk->root >= 0)
		(void)close(desk->root);
	free(desk->path);
	free(desk);
}

const char *tk_desk_root(const struct tk_desk *desk)
{
	return desk->path;
}

const char *tk_desk_name(const struct tk_desk *desk)
{
	return desk->name;
}

const char *tk_desk_language(const struct tk_desk *desk)
{
	return desk->language;
}

const char *tk_desk_calendar(const struct tk_desk *desk)
{
	return desk->calendar;
}

const struct tk_zone *tk_desk_zone(const struct tk_desk *desk)
{
	return desk->zone;
}

/* ---- the hidden directory ---- */

enum tk_status tk__desk_make_hidden(int root, struct tk_error *err)
{
	static const char ignore_all[] = "*\n";
	enum tk_status status = tk__fs_mkdirs(root, TK_HIDDEN_DIR, TK_DESK_MODE, err);

	if (status != TK_OK)
		return status;
	status = tk__fs_save(root, TK_HIDDEN_DIR "/.gitignore", ignore_all, strlen(ignore_all), TK_SAVE_CREATE, err);
	return status == TK_EXISTS ? TK_OK : status;
}

enum tk_status tk__desk_node(const struct tk_desk *desk, char ret[4], struct tk_error *err)
{
	struct tk_arena *arena;
	char *text;
	size_t len;
	enum tk_status status;

	ret[0] = '\0';
	if (!desk->shared)
		return TK_OK;
	arena = tk_arena_new(0);
	if (!arena)
		return tk__fail(err, TK_D_NOMEM);
	status = tk__fs_read(arena, desk->root, TK_NODE_FILE, 64, &text, &len, err);
	if (status == TK_NOT_FOUND)
		status = tk__fail(err, TK_D_NEEDS_NODE);
	if (status == TK_OK) {
		while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
			len--;
		if (tk__node_name_is_valid(text, len)) {
			memcpy(ret, text, len);
			ret[len] = '\0';
		} else {
			status = tk__fail(err, TK_D_BAD_NODE, text, len);
			tk__at(err, TK_NODE_FILE, 0, 0);
		}
	}
	tk_arena_free(arena);
	return status;
}
