/*
 * The versions of a desk's policy.
 *
 * policies/<date>.yaml holds superseded ones, each since the date of its name; policy.yaml is the newest and says
 * `effective:` where it took the place of another.  Without that it stands in for the newest of the kept ones.
 */
#include <stdlib.h>
#include <string.h>

#include "desk_impl.h"
#include "fail.h"
#include "fs.h"

#define SUFFIX ".yaml"

static enum tk_status date_of(const struct tk_desk *desk, const char *name, tk_time *ret, struct tk_error *err)
{
	size_t len = strlen(name), end = strlen(SUFFIX);

	if (len > end && strcmp(name + len - end, SUFFIX) == 0 && name[0] >= '0' && name[0] <= '9' &&
	    tk_when_parse(name, len - end, desk->zone, TK_TIME_MIN, ret, NULL) == TK_OK)
		return TK_OK;
	enum tk_status status = tk__fail(err, TK_D_VERSION_NAME, TK_S(name));
	tk__at(err, TK_POLICIES_DIR, 0, 0);
	return status;
}

static enum tk_status read_version(struct tk_desk *desk, const char *name, const struct tk_sink *sink,
				   struct tk_version *ret, struct tk_error *err)
{
	size_t len = strlen(TK_POLICIES_DIR) + strlen(name) + 2;
	char *path = tk_arena_alloc(desk->arena, len), *text;
	struct tk_arena *arena;
	struct tk_policy *policy = NULL;
	enum tk_status status;

	if (!path || !(arena = tk_arena_new(0)))
		return tk__fail(err, TK_D_NOMEM);
	memcpy(path, TK_POLICIES_DIR "/", strlen(TK_POLICIES_DIR) + 1);
	memcpy(path + strlen(TK_POLICIES_DIR) + 1, name, strlen(name) + 1);
	*ret = (struct tk_version){.size = sizeof *ret, .path = path};
	status = date_of(desk, name, &ret->from, err);
	if (status == TK_OK)
		status = tk__fs_read(arena, desk->root, path, TK_RULES_FILE_MAX, &text, &len, err);
	if (status == TK_OK)
		status = tk_policy_read(text, len, path, NULL, sink, &policy, err);
	ret->policy = policy;
	tk_arena_free(arena);
	return status;
}

static int by_date(const void *left, const void *right)
{
	const struct tk_version *a = left, *b = right;

	return (a->from > b->from) - (a->from < b->from);
}

static void forget(struct tk_version *version, size_t count)
{
	for (size_t i = 0; i < count; i++)
		tk_policy_free(version[i].policy);
}

/* Puts policy.yaml behind the kept versions; those that do not come before it are forgotten. */
static size_t put_newest(const struct tk_desk *desk, struct tk_version *version, size_t count)
{
	tk_time from = tk_policy_effective(desk->policy);
	size_t n = count;

	qsort(version, count, sizeof *version, by_date);
	if (from == TK_TIME_NONE && count > 0)
		from = version[count - 1].from;
	while (n > 0 && version[n - 1].from >= from)
		n--;
	forget(version + n, count - n);
	version[n] = (struct tk_version){
		.size = sizeof *version, .from = from, .path = TK_POLICY_FILE, .policy = desk->policy};
	return n + 1;
}

static enum tk_status read_versions(struct tk_desk *desk, const struct tk_sink *sink, struct tk_error *err)
{
	struct tk_names names;
	struct tk_version *version;
	size_t count = 0;
	enum tk_status status = tk__fs_list(desk->arena, desk->root, TK_POLICIES_DIR, &names, err);

	if (status != TK_OK)
		return status;
	version = tk_arena_array(desk->arena, names.count + 1, sizeof *version);
	if (!version)
		return tk__fail(err, TK_D_NOMEM);
	while (status == TK_OK && count < names.count) {
		status = read_version(desk, names.name[count], sink, &version[count], err);
		count += status == TK_OK;
	}
	if (status != TK_OK) {
		forget(version, count);
		return status;
	}
	desk->nversion = put_newest(desk, version, count);
	desk->version = version;
	return TK_OK;
}

enum tk_status tk_desk_versions(struct tk_desk *desk, const struct tk_sink *sink, const struct tk_version **ret,
				size_t *ret_count, struct tk_error *err)
{
	const struct tk_policy *policy;
	enum tk_status status = tk_desk_policy(desk, sink, &policy, err);

	if (status == TK_OK && desk->nversion == 0)
		status = read_versions(desk, sink, err);
	if (status != TK_OK)
		return status;
	*ret = desk->version;
	*ret_count = desk->nversion;
	return TK_OK;
}

enum tk_status tk_desk_policy_at(struct tk_desk *desk, tk_time at, const struct tk_sink *sink,
				 const struct tk_policy **ret, struct tk_error *err)
{
	const struct tk_version *version;
	size_t n;
	enum tk_status status = tk_desk_policy(desk, sink, ret, err);

	/* policies/ is looked at only where policy.yaml does not hold yet */
	if (status != TK_OK || tk_policy_effective(*ret) == TK_TIME_NONE || tk_policy_effective(*ret) <= at)
		return status;
	status = tk_desk_versions(desk, sink, &version, &n, err);
	if (status != TK_OK)
		return status;
	while (n > 1 && version[n - 1].from > at)
		n--;
	*ret = version[n - 1].policy;
	return TK_OK;
}
