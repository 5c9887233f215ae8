/*
 * The commit: all files are staged before any is published, so that a full disk, a missing permission or a change by
 * somebody else is noticed while nothing has happened; then they are published, attachments before the tickets that
 * name them, all or none; then each directory is synced once.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fail.h"
#include "fs.h"
#include "save.h"
#include "ticket_impl.h"
#include "txn_impl.h"

/* With more files than this, one sync of the whole file system is cheaper than one for each. */
enum { BULK = 16 };

struct job {
	struct tk_staged staged;
	struct tk_txn_entry *entry;
	char path[TK_TXN_PATH];
};

struct folder {
	char path[TK_ID_PATH];
	int fd;
	const struct tk_staged *settle; /* a job that was published in it */
};

struct commit {
	struct tk_txn *txn;
	struct job *job;
	struct folder *folder;
	size_t njob, nfolder;
};

/* Whether a text is the one to be saved: the latest of its ticket, and not what the disk holds already. */
static bool is_to_be_saved(const struct tk_txn *txn, const struct tk_txn_entry *entry)
{
	return entry->kind == TK_TXN_ATTACH ||
	       (entry->kind == TK_TXN_TEXT && tk__txn_find(txn, &entry->id, TK_TXN_STATES) == entry);
}

/* The open directory of a path, opened (or made) at its first use. */
static enum tk_status folder_of(struct commit *c, const char *path, int *ret, struct tk_error *err)
{
	struct folder *f;
	enum tk_status status;
	int root = c->txn->desk->root;

	for (size_t i = 0; i < c->nfolder; i++)
		if (strcmp(c->folder[i].path, path) == 0) {
			*ret = c->folder[i].fd;
			return TK_OK;
		}
	f = &c->folder[c->nfolder];
	status = tk__fs_dir(root, path, &f->fd, err);
	if (status == TK_NOT_FOUND) {
		status = tk__fs_mkdirs(root, path, TK_DESK_MODE, err);
		if (status == TK_OK)
			status = tk__fs_dir(root, path, &f->fd, err);
	}
	if (status != TK_OK)
		return status;
	(void)stpcpy(f->path, path);
	*ret = f->fd;
	c->nfolder++;
	return TK_OK;
}

static enum tk_status plan_job(struct commit *c, struct tk_txn_entry *entry, struct tk_error *err)
{
	struct job *job = &c->job[c->njob];
	char dir[TK_TXN_PATH], *slash;
	enum tk_status status;

	if (entry->kind == TK_TXN_ATTACH)
		tk__txn_attachment_path(entry, false, job->path);
	else
		tk_id_path(&entry->id, job->path);
	slash = strrchr(job->path, '/');
	memcpy(dir, job->path, (size_t)(slash - job->path));
	dir[slash - job->path] = '\0';
	job->entry = entry;
	job->staged = (struct tk_staged){
		.name = slash + 1,
		.shown = job->path,
		.seen = entry->has_seen ? &entry->seen : NULL,
		.how = entry->create || entry->kind == TK_TXN_ATTACH ? TK_SAVE_CREATE : TK_SAVE_REPLACE,
	};
	status = folder_of(c, dir, &job->staged.dir, err);
	if (status == TK_OK)
		c->njob++;
	return status;
}

/* Attachments first: a ticket that names one must not be there before it. */
static enum tk_status plan(struct commit *c, struct tk_error *err)
{
	static const enum tk_txn_kind order[] = {TK_TXN_ATTACH, TK_TXN_TEXT};
	struct tk_txn *txn = c->txn;
	size_t room = txn->count ? txn->count : 1;
	enum tk_status status = TK_OK;

	c->job = calloc(room, sizeof *c->job);
	c->folder = calloc(room, sizeof *c->folder);
	if (!c->job || !c->folder)
		return tk__fail(err, TK_D_NOMEM);
	for (size_t pass = 0; pass < sizeof order / sizeof *order; pass++)
		for (size_t i = 0; i < txn->count && status == TK_OK; i++)
			if (txn->entry[i].kind == order[pass] && is_to_be_saved(txn, &txn->entry[i]))
				status = plan_job(c, &txn->entry[i], err);
	return status;
}

static enum tk_status stage(struct commit *c, struct tk_error *err)
{
	bool bulk = c->njob > BULK;
	enum tk_status status = TK_OK;

	for (size_t i = 0; i < c->njob && status == TK_OK; i++) {
		struct job *job = &c->job[i];
		if (job->entry->kind == TK_TXN_ATTACH)
			status = tk__save_stage_copy(&job->staged, job->entry->source, !bulk, err);
		else
			status = tk__save_stage(&job->staged, job->entry->text, job->entry->len, !bulk, err);
	}
	if (status == TK_OK && bulk && syncfs(c->txn->desk->root) < 0)
		status = tk__fail_sys(err, TK_D_SAVE_SYNC, errno);
	return status;
}

/* The published texts are what the disk holds from now on; a second commit does not save them again. */
static void published(struct tk_txn_entry *entry)
{
	if (entry->kind == TK_TXN_ATTACH) {
		(void)close(entry->source);
		entry->source = -1;
		entry->kind = TK_TXN_DONE;
	} else {
		entry->kind = TK_TXN_LOADED;
		entry->create = entry->has_seen = false;
	}
}

static void note_folder(struct commit *c, const struct job *job)
{
	for (size_t i = 0; i < c->nfolder; i++)
		if (c->folder[i].fd == job->staged.dir && !c->folder[i].settle)
			c->folder[i].settle = &job->staged;
}

/* Takes back what was published before a file that could not be.  Says so when that fails, too. */
static enum tk_status take_back(struct commit *c, size_t count, enum tk_status status, struct tk_error *err)
{
	bool all = true;

	while (count-- > 0)
		all = tk__save_undo(&c->job[count].staged) && all;
	return all ? status : tk__fail_sys(err, TK_D_SAVE_PART, err ? err->sys : 0);
}

static enum tk_status publish(struct commit *c, struct tk_error *err)
{
	enum tk_status status = TK_OK;

	for (size_t i = 0; i < c->njob && status == TK_OK; i++) {
		struct job *job = &c->job[i];
		job->staged.keep = i + 1 < c->njob;
		status = tk__save_publish(&job->staged, err);
		if (status != TK_OK)
			return take_back(c, i, status, err);
		note_folder(c, job);
	}
	for (size_t i = 0; i < c->njob; i++)
		published(c->job[i].entry);
	return status;
}

/* A single new file whose folder cannot be synced is taken away again; of several, none is. */
static enum tk_status settle(struct commit *c, struct tk_error *err)
{
	enum tk_status status = TK_OK;

	for (size_t i = 0; i < c->nfolder && status == TK_OK; i++)
		if (c->folder[i].settle)
			status = tk__save_settle(c->folder[i].settle, c->njob == 1, err);
	return status;
}

enum tk_status tk_txn_commit(struct tk_txn *txn, struct tk_error *err)
{
	struct commit c = {.txn = txn};
	enum tk_status status = plan(&c, err);

	if (status == TK_OK)
		status = stage(&c, err);
	if (status == TK_OK)
		status = publish(&c, err);
	/* Also after a failure: what was taken back shall stay so. */
	enum tk_status settled = settle(&c, status == TK_OK ? err : NULL);
	if (status == TK_OK)
		status = settled;
	if (status == TK_OK && txn->seq_read)
		tk__seq_write(&txn->seq, txn->desk->root);
	for (size_t i = 0; i < c.njob; i++)
		tk__save_drop(&c.job[i].staged);
	for (size_t i = 0; i < c.nfolder; i++)
		(void)close(c.folder[i].fd);
	free(c.job);
	free(c.folder);
	return status;
}
