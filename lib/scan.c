/*
 * All tickets of a desk in the order of their ids: years and months by name, in a month by id.  One arena holds the
 * names of a year and a month at a time; the tickets of a month are read ahead.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ahead.h"
#include "desk_impl.h"
#include "fail.h"
#include "fs.h"

struct tk_scan {
	struct tk_desk *desk;
	struct tk_arena *names;
	struct tk_ahead *ahead;
	struct tk_arena_mark year_mark, month_mark,
		ticket_mark; /* what outlives a year's months, a month's ids, a ticket */
	struct tk_names years, months;
	size_t year, month; /* the next one */
	struct tk_id *id;   /* of the open month */
	size_t count, next;
	const char **stray; /* files of the open month that are tickets of another */
	size_t nstray, next_stray;
	int dir; /* of the open month, -1 */
	bool done;
};

static bool is_number(const char *name, size_t len)
{
	return strlen(name) == len && strspn(name, "0123456789") == len;
}

enum tk_status tk_scan_open(struct tk_desk *desk, struct tk_scan **ret, struct tk_error *err)
{
	struct tk_scan *scan = calloc(1, sizeof *scan);
	enum tk_status status = TK_OK;

	if (!scan)
		return tk__fail(err, TK_D_NOMEM);
	scan->desk = desk;
	scan->dir = -1;
	scan->names = tk_arena_new(0);
	scan->ahead = tk__ahead_new();
	if (!scan->names || !scan->ahead)
		status = tk__fail(err, TK_D_NOMEM);
	if (status == TK_OK)
		status = tk__fs_list(scan->names, desk->root, TK_TICKETS_DIR, &scan->years, err);
	if (status != TK_OK) {
		tk_scan_close(scan);
		return status;
	}
	scan->year_mark = scan->month_mark = tk_arena_mark(scan->names);
	*ret = scan;
	return TK_OK;
}

void tk_scan_close(struct tk_scan *scan)
{
	if (!scan)
		return;
	tk__ahead_free(scan->ahead);
	if (scan->dir >= 0)
		(void)close(scan->dir);
	tk_arena_free(scan->names);
	free(scan);
}

bool tk_scan_done(const struct tk_scan *scan)
{
	return scan->done;
}

static int by_id(const void *a, const void *b)
{
	return tk_id_compare(a, b);
}

/* Whether the file of an id belongs into a month's folder. */
static bool belongs(const struct tk_id *id, const char *folder)
{
	char path[64];
	size_t len = strlen(folder);

	tk_id_path(id, path);
	return memcmp(path, folder, len) == 0 && path[len] == '/';
}

/* The ids of a folder's files, and the names of those that lie there by mistake: nobody would see them otherwise. */
static void collect(struct tk_scan *scan, const struct tk_names *names, const char *folder)
{
	for (size_t i = 0; i < names->count; i++) {
		struct tk_id id;

		if (!tk__id_of_file(names->name[i], &id))
			continue;
		if (belongs(&id, folder))
			scan->id[scan->count++] = id;
		else
			scan->stray[scan->nstray++] = names->name[i];
	}
}

static enum tk_status name_stray(struct tk_scan *scan, struct tk_error *err)
{
	const char *name = scan->stray[scan->next_stray++];
	char path[128], home[64];
	struct tk_id id;
	enum tk_status status;

	(void)tk__id_of_file(name, &id);
	tk_id_path(&id, home);
	(void)snprintf(path, sizeof path, TK_TICKETS_DIR "/%s/%s/%s", scan->years.name[scan->year - 1],
		       scan->months.name[scan->month - 1], name);
	status = tk__fail(err, TK_D_WRONG_FOLDER, TK_S(home));
	tk__at(err, path, 0, 0);
	return status;
}

/* Opens the folder of a month and collects its ids. */
static enum tk_status open_month(struct tk_scan *scan, const char *folder, struct tk_error *err)
{
	struct tk_names names;
	enum tk_status status = tk__fs_list(scan->names, scan->desk->root, folder, &names, err);

	if (status != TK_OK || names.count == 0)
		return status;
	scan->id = tk_arena_array(scan->names, names.count, sizeof *scan->id);
	scan->stray = tk_arena_array(scan->names, names.count, sizeof *scan->stray);
	if (!scan->id || !scan->stray)
		return tk__fail(err, TK_D_NOMEM);
	collect(scan, &names, folder);
	qsort(scan->id, scan->count, sizeof *scan->id, by_id);
	if (scan->count == 0)
		return TK_OK;
	status = tk__fs_dir(scan->desk->root, folder, &scan->dir, err);
	if (status == TK_OK)
		tk__ahead_begin(scan->ahead, scan->dir, scan->id, scan->count);
	return status;
}

/* Goes on to the next year's months.  A file among the years is none. */
static enum tk_status next_year(struct tk_scan *scan, struct tk_error *err)
{
	const char *year = scan->years.name[scan->year++];
	char folder[] = TK_TICKETS_DIR "/0000";
	enum tk_status status;

	tk__ahead_end(scan->ahead);
	tk_arena_release(scan->names, scan->year_mark);
	scan->months = (struct tk_names){0};
	scan->month = 0;
	if (!is_number(year, 4))
		return TK_OK;
	memcpy(folder + sizeof TK_TICKETS_DIR, year, 4);
	status = tk__fs_list(scan->names, scan->desk->root, folder, &scan->months, err);
	scan->month_mark = tk_arena_mark(scan->names);
	return status;
}

static enum tk_status next_month(struct tk_scan *scan, struct tk_error *err)
{
	const char *month = scan->months.name[scan->month++];
	char folder[] = TK_TICKETS_DIR "/0000/00";

	tk__ahead_end(scan->ahead);
	tk_arena_release(scan->names, scan->month_mark);
	scan->count = scan->next = scan->nstray = scan->next_stray = 0;
	if (scan->dir >= 0)
		(void)close(scan->dir);
	scan->dir = -1;
	if (!is_number(month, 2))
		return TK_OK;
	memcpy(folder + sizeof TK_TICKETS_DIR, scan->years.name[scan->year - 1], 4);
	memcpy(folder + sizeof TK_TICKETS_DIR + 5, month, 2);
	return open_month(scan, folder, err);
}

/* Steps on until there is an id to be read.  TK_NOT_FOUND at the end, which alone sets `done`. */
static enum tk_status find_next(struct tk_scan *scan, struct tk_error *err)
{
	enum tk_status status = TK_OK;

	while (status == TK_OK && scan->next_stray == scan->nstray && (scan->next == scan->count || scan->dir < 0)) {
		scan->count = scan->next = 0;
		if (scan->month < scan->months.count) {
			status = next_month(scan, err);
		} else if (scan->year < scan->years.count) {
			status = next_year(scan, err);
		} else {
			scan->done = true;
			return TK_NOT_FOUND;
		}
	}
	return status == TK_OK && scan->next_stray < scan->nstray ? name_stray(scan, err) : status;
}

enum tk_status tk_scan_next(struct tk_scan *scan, struct tk_id *ret_id, const struct tk_ticket **ret,
			    struct tk_error *err)
{
	enum tk_status status;

	do {
		memset(ret_id, 0, sizeof *ret_id);
		status = find_next(scan, err);
		if (status != TK_OK)
			return status;
		*ret_id = scan->id[scan->next];
		status = tk__ahead_next(scan->ahead, scan->next++, ret, err);
	} while (status == TK_NOT_FOUND); /* removed since the folder was listed: as if it had never been there */
	return status;
}
