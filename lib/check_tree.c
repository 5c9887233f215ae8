/* Walking the desk's folders: tickets, what else lies among them, and what saves have left behind. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "fail.h"
#include "fs.h"

enum { PATH_BYTES = 512, TEMP_AGE = 3600 };

bool tk__check_join(char *ret, size_t size, const char *folder, const char *name)
{
	int len = snprintf(ret, size, "%s/%s", folder, name);

	return len >= 0 && (size_t)len < size;
}

static bool is_number(const char *name, size_t digits)
{
	size_t i;

	for (i = 0; name[i]; i++)
		if (name[i] < '0' || name[i] > '9')
			return false;
	return i == digits;
}

/* "TS20261122001.yaml" → its id. */
static bool is_ticket(const char *name, struct tk_id *ret)
{
	size_t len = strlen(name), suffix = strlen(".yaml");

	return len > suffix && !strcmp(name + len - suffix, ".yaml") &&
	       tk_id_parse(name, len - suffix, ret, NULL) == TK_OK;
}

static void foreign(struct tk_checking *checking, const char *path)
{
	struct tk_error finding = TK_ERROR_INIT;

	tk__fail(&finding, TK_D_FOREIGN_FILE);
	tk__at(&finding, path, 0, 0);
	tk__report(checking, &finding);
}

struct walk {
	struct tk_checking *checking;
	bool report, archived;
	tk__visit *visit;
};

/* Depth 0 is tickets/ itself, 1 a year, 2 a month; a ticket counts wherever it lies. */
static enum tk_status walk_folder(const struct walk *walk, const char *folder, unsigned depth, struct tk_error *err)
{
	struct tk_checking *checking = walk->checking;
	struct tk_arena_mark mark = tk_arena_mark(checking->arena);
	struct tk_error finding = TK_ERROR_INIT;
	struct tk_names names;
	enum tk_status status = tk__fs_list(checking->arena, checking->desk->root, folder, &names, &finding);
	size_t i;

	if (status == TK_NOMEM || status == TK_SYSTEM) {
		if (err)
			*err = finding;
		return status;
	}
	if (status != TK_OK) {
		if (walk->report)
			foreign(checking, folder);
		return TK_OK;
	}
	status = tk__check_temps(checking, folder, !walk->report, err);
	for (i = 0; i < names.count && status == TK_OK; i++) {
		struct tk_found found = {.archived = walk->archived};
		char path[PATH_BYTES];

		if (!tk__check_join(path, sizeof path, folder, names.name[i]))
			continue;
		found.path = path;
		if (is_ticket(names.name[i], &found.id))
			status = walk->visit(checking, &found, err);
		else if (depth < 2 && is_number(names.name[i], depth ? 2 : 4))
			status = walk_folder(walk, path, depth + 1, err);
		else if (walk->report)
			foreign(checking, path);
	}
	tk_arena_release(checking->arena, mark);
	return status;
}

enum tk_status tk__check_walk(struct tk_checking *checking, const char *top, bool report, tk__visit *visit,
			      struct tk_error *err)
{
	struct walk walk = {
		.checking = checking, .report = report, .archived = !strcmp(top, "archive"), .visit = visit};

	return walk_folder(&walk, top, 0, err);
}

static void one_temp(struct tk_checking *checking, int dir, const char *folder, const char *name, bool remove)
{
	struct tk_error finding = TK_ERROR_INIT;
	char path[PATH_BYTES];
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
		return;
	if (!tk__check_join(path, sizeof path, folder, name))
		return;
	if (remove) { /* whoever makes one holds the lock, which we have now */
		if (unlinkat(dir, name, 0) == 0)
			tk__report_fixed(checking, path, TK_D_STALE_TEMP);
		return;
	}
	if ((tk_time)st.st_mtime > checking->check->now - TEMP_AGE)
		return; /* somebody may be writing it */
	tk__fail(&finding, TK_D_STALE_TEMP);
	tk__at(&finding, path, 0, 0);
	tk__report(checking, &finding);
}

enum tk_status tk__check_temps(struct tk_checking *checking, const char *folder, bool remove, struct tk_error *err)
{
	const struct dirent *entry;
	DIR *stream;
	int dir;
	enum tk_status status = tk__fs_dir(checking->desk->root, folder, &dir, err);

	if (status != TK_OK)
		return status == TK_SYSTEM || status == TK_NOMEM ? status : TK_OK;
	stream = fdopendir(dir);
	if (!stream) {
		status = tk__fail_sys(err, TK_D_SYS_OPEN, errno);
		tk__at(err, folder, 0, 0);
		close(dir);
		return status;
	}
	while ((entry = readdir(stream)))
		if (!strncmp(entry->d_name, ".tmp-", 5))
			one_temp(checking, dirfd(stream), folder, entry->d_name, remove);
	closedir(stream);
	return TK_OK;
}

/* ---- attachments/ ---- */

/* The folder of one ticket's attachments: left-over temp files in it, and whether the ticket exists. */
static enum tk_status check_attachments(struct tk_checking *checking, const char *month, const char *name, bool remove,
					struct tk_error *err)
{
	char path[PATH_BYTES], ticket[64];
	bool is_id, there = false;
	enum tk_status status = TK_OK;
	struct tk_id id;

	if (!tk__check_join(path, sizeof path, month, name))
		return TK_OK;
	is_id = tk_id_parse(name, strlen(name), &id, NULL) == TK_OK;
	if (is_id)
		status = tk__check_temps(checking, path, remove, err);
	if (status != TK_OK || remove)
		return status;
	if (is_id) {
		tk_id_path(&id, ticket);
		status = tk__fs_exists(checking->desk->root, ticket, &there, err);
	}
	if (status == TK_OK && !there)
		foreign(checking, path);
	return status;
}

static enum tk_status walk_attachments(struct tk_checking *checking, const char *folder, unsigned depth, bool remove,
				       struct tk_error *err)
{
	struct tk_names names = {0};
	struct tk_error finding = TK_ERROR_INIT;
	enum tk_status status = tk__fs_list(checking->arena, checking->desk->root, folder, &names, &finding);
	size_t i;

	if (status == TK_SYSTEM || status == TK_NOMEM) {
		if (err)
			*err = finding;
		return status;
	}
	if (status != TK_OK && !remove) /* a file or a link where a folder belongs */
		foreign(checking, folder);
	for (i = 0, status = TK_OK; i < names.count && status == TK_OK; i++) {
		char path[PATH_BYTES];

		if (depth == 2)
			status = check_attachments(checking, folder, names.name[i], remove, err);
		else if (!tk__check_join(path, sizeof path, folder, names.name[i]))
			continue;
		else if (is_number(names.name[i], depth ? 2 : 4))
			status = walk_attachments(checking, path, depth + 1, remove, err);
		else if (!remove)
			foreign(checking, path);
	}
	return status;
}

enum tk_status tk__check_attached(struct tk_checking *checking, bool remove, struct tk_error *err)
{
	return walk_attachments(checking, "attachments", 0, remove, err);
}
