/*
 * Transactions: new texts laid over the disk, under the desk's lock, until the commit saves them.
 *
 * What has happened is a list of entries that only grows and is cut off at its end by a rollback.  Buckets by the id's
 * hash lead to the latest entry, and each entry to the one before it in its bucket; so the first match is the state of
 * a ticket, and cutting entries off restores the buckets.
 * I1: nothing is written before commit.  I2: memory lent by the transaction lives until its end, rollback or not.
 */
#include "txn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fail.h"
#include "fs.h"
#include "ticket_impl.h"
#include "txn_impl.h"

/* ---- entries ---- */

static size_t bucket_of(const struct tk_txn *txn, const char *id)
{
	uint32_t hash = 2166136261U; /* FNV-1a */

	for (; *id; id++)
		hash = (hash ^ (unsigned char)*id) * 16777619U;
	return hash & (txn->nbucket - 1);
}

static void enter(struct tk_txn *txn, size_t at)
{
	size_t bucket = bucket_of(txn, txn->entry[at].id.text);

	txn->entry[at].before = txn->bucket[bucket];
	txn->bucket[bucket] = at + 1;
}

/* Doubles the room for entries; as many buckets. */
static bool grow(struct tk_txn *txn)
{
	size_t room = txn->room ? txn->room * 2 : 16;
	struct tk_txn_entry *entry = realloc(txn->entry, room * sizeof *entry);
	size_t *bucket = calloc(room, sizeof *bucket);

	if (entry) {
		txn->entry = entry;
		if (bucket)
			txn->room = room;
	}
	if (!entry || !bucket) {
		free(bucket);
		return false;
	}
	free(txn->bucket);
	txn->bucket = bucket;
	txn->nbucket = room;
	for (size_t i = 0; i < txn->count; i++)
		enter(txn, i);
	return true;
}

static struct tk_txn_entry *append(struct tk_txn *txn, enum tk_txn_kind kind, const struct tk_id *id)
{
	if (txn->count == txn->room && !grow(txn))
		return NULL;
	txn->entry[txn->count] = (struct tk_txn_entry){.kind = kind, .id = *id, .source = -1};
	enter(txn, txn->count);
	return &txn->entry[txn->count++];
}

struct tk_txn_entry *tk__txn_find(const struct tk_txn *txn, const struct tk_id *id, unsigned kinds)
{
	if (txn->nbucket == 0)
		return NULL;
	for (size_t at = txn->bucket[bucket_of(txn, id->text)]; at > 0; at = txn->entry[at - 1].before) {
		struct tk_txn_entry *entry = &txn->entry[at - 1];
		if ((kinds & (1U << entry->kind)) && strcmp(entry->id.text, id->text) == 0)
			return entry;
	}
	return NULL;
}

/* ---- begin and end ---- */

/* A clone has no hidden directory yet: then it is made, and the lock tried once more. */
static enum tk_status take_lock(struct tk_txn *txn, unsigned wait_ms, struct tk_error *err)
{
	int root = txn->desk->root;
	enum tk_status status = tk__fs_lock(root, TK_LOCK_FILE, wait_ms, &txn->lock, err);

	if (status != TK_NOT_FOUND)
		return status;
	status = tk__desk_make_hidden(root, err);
	return status == TK_OK ? tk__fs_lock(root, TK_LOCK_FILE, wait_ms, &txn->lock, err) : status;
}

enum tk_status tk_txn_begin(struct tk_desk *desk, tk_time now, unsigned wait_ms, struct tk_txn **ret,
			    struct tk_error *err)
{
	struct tk_txn *txn = calloc(1, sizeof *txn);
	enum tk_status status;

	if (!txn)
		return tk__fail(err, TK_D_NOMEM);
	txn->desk = desk;
	txn->now = now;
	txn->lock = -1;
	txn->arena = tk_arena_new(0);
	status = txn->arena ? take_lock(txn, wait_ms, err) : tk__fail(err, TK_D_NOMEM);
	if (status != TK_OK)
		tk_txn_free(txn);
	else
		*ret = txn;
	return status;
}

void tk_txn_free(struct tk_txn *txn)
{
	if (!txn)
		return;
	tk_txn_rollback(txn, 0);
	if (txn->lock >= 0)
		(void)close(txn->lock);
	tk_arena_free(txn->arena);
	free(txn->entry);
	free(txn->bucket);
	free(txn);
}

size_t tk_txn_mark(const struct tk_txn *txn)
{
	return txn->count;
}

void tk_txn_rollback(struct tk_txn *txn, size_t mark)
{
	while (txn->count > mark) {
		struct tk_txn_entry *entry = &txn->entry[--txn->count];
		if (entry->kind == TK_TXN_RESERVED)
			tk__seq_unnote(&txn->seq, &entry->id);
		if (entry->source >= 0)
			(void)close(entry->source);
		txn->bucket[bucket_of(txn, entry->id.text)] = entry->before;
	}
}

struct tk_desk *tk_txn_desk(const struct tk_txn *txn)
{
	return txn->desk;
}

tk_time tk_txn_now(const struct tk_txn *txn)
{
	return txn->now;
}

struct tk_arena *tk__txn_arena(struct tk_txn *txn)
{
	return txn->arena;
}

/* ---- reading ---- */

static enum tk_status load_text(struct tk_txn *txn, struct tk_txn_entry *entry, struct tk_error *err)
{
	char path[64];

	if (entry->ticket)
		return TK_OK;
	tk_id_path(&entry->id, path);
	return tk_ticket_read(txn->arena, entry->text, entry->len, path, &entry->ticket, err);
}

static enum tk_status load_disk(struct tk_txn *txn, const struct tk_id *id, struct tk_txn_entry **ret,
				struct tk_error *err)
{
	char path[64];
	struct stat seen;
	struct tk_ticket *ticket;
	enum tk_status status;

	tk_id_path(id, path);
	status = tk__ticket_load(txn->desk->root, path, path, id, txn->arena, &ticket, &seen, err);
	if (status != TK_OK)
		return status;
	*ret = append(txn, TK_TXN_LOADED, id);
	if (!*ret)
		return tk__fail(err, TK_D_NOMEM);
	(*ret)->ticket = ticket;
	(*ret)->seen = seen;
	(*ret)->has_seen = true;
	return TK_OK;
}

enum tk_status tk_txn_load(struct tk_txn *txn, const struct tk_id *id, const struct tk_ticket **ret,
			   struct tk_error *err)
{
	struct tk_txn_entry *entry = tk__txn_find(txn, id, TK_TXN_STATES);
	enum tk_status status = entry ? load_text(txn, entry, err) : load_disk(txn, id, &entry, err);

	if (status == TK_OK)
		*ret = entry->ticket;
	return status;
}

enum tk_status tk_txn_text(struct tk_txn *txn, const struct tk_id *id, const char **ret, size_t *ret_len,
			   struct tk_error *err)
{
	struct tk_txn_entry *entry = tk__txn_find(txn, id, TK_TXN_STATES);
	enum tk_status status = entry ? TK_OK : load_disk(txn, id, &entry, err);

	if (status != TK_OK)
		return status;
	*ret = entry->text ? entry->text : entry->ticket->doc.text;
	*ret_len = entry->text ? entry->len : entry->ticket->doc.len;
	return TK_OK;
}

bool tk_txn_next_change(const struct tk_txn *txn, size_t *at, struct tk_id *ret, const char **ret_before,
			size_t *ret_len)
{
	while (*at < txn->count) {
		const struct tk_txn_entry *entry = &txn->entry[(*at)++], *disk;

		if (entry->kind != TK_TXN_TEXT || tk__txn_find(txn, &entry->id, 1U << TK_TXN_TEXT) != entry)
			continue;
		disk = tk__txn_find(txn, &entry->id, 1U << TK_TXN_LOADED);
		*ret = entry->id;
		*ret_before = disk ? disk->ticket->doc.text : "";
		*ret_len = disk ? disk->ticket->doc.len : 0;
		return true;
	}
	return false;
}

/* ---- writing ---- */

static enum tk_status put(struct tk_txn *txn, const struct tk_id *id, const char *text, size_t len, bool create,
			  struct tk_error *err)
{
	const struct tk_txn_entry *old = tk__txn_find(txn, id, TK_TXN_STATES);
	struct stat seen = {0};
	bool has_seen = false;
	char *copy;
	struct tk_txn_entry *entry;

	if (old && old->kind == TK_TXN_LOADED && old->ticket && old->ticket->doc.len == len &&
	    memcmp(old->ticket->doc.text, text, len) == 0)
		return TK_OK; /* the disk holds it already */
	copy = tk_arena_strndup(txn->arena, text, len);
	if (old) { /* what a later text replaces is still what the first reading saw */
		create = create || old->create;
		seen = old->seen;
		has_seen = old->has_seen;
	}
	entry = copy ? append(txn, TK_TXN_TEXT, id) : NULL;
	if (!entry)
		return tk__fail(err, TK_D_NOMEM);
	entry->text = copy;
	entry->len = len;
	entry->create = create;
	entry->seen = seen;
	entry->has_seen = has_seen;
	return TK_OK;
}

enum tk_status tk__txn_put(struct tk_txn *txn, const struct tk_id *id, const char *text, size_t len,
			   struct tk_error *err)
{
	return put(txn, id, text, len, false, err);
}

enum tk_status tk__txn_create(struct tk_txn *txn, const struct tk_id *id, const char *text, size_t len,
			      struct tk_error *err)
{
	if (tk__txn_find(txn, id, TK_TXN_STATES)) {
		char path[64];
		enum tk_status status = tk__fail(err, TK_D_FILE_EXISTS);
		tk_id_path(id, path);
		tk__at(err, path, 0, 0);
		return status;
	}
	return put(txn, id, text, len, true, err);
}

enum tk_status tk__txn_reserve(struct tk_txn *txn, const struct tk_id *id, struct tk_error *err)
{
	return append(txn, TK_TXN_RESERVED, id) ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

/* ---- attachments ---- */

static bool is_plain_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > NAME_MAX || name[0] == '.')
		return false;
	for (; *name; name++)
		if (*name == '/' || (unsigned char)*name < 0x20 || *name == 0x7f)
			return false;
	return true;
}

void tk__txn_attachment_path(const struct tk_txn_entry *entry, bool dir, char ret[TK_TXN_PATH])
{
	tk__id_path(&entry->id, "attachments", "", ret);
	if (!dir) {
		char *end = ret + strlen(ret);
		*end = '/';
		(void)stpcpy(end + 1, entry->name);
	}
}

/* Whether this transaction already holds an attachment of that name. */
static bool is_attached(const struct tk_txn *txn, const struct tk_id *id, const char *name)
{
	for (size_t i = 0; i < txn->count; i++) {
		const struct tk_txn_entry *entry = &txn->entry[i];
		if (entry->kind == TK_TXN_ATTACH && strcmp(entry->id.text, id->text) == 0 &&
		    strcmp(entry->name, name) == 0)
			return true;
	}
	return false;
}

enum tk_status tk__txn_attach(struct tk_txn *txn, const struct tk_id *id, const char *name, int source_fd,
			      struct tk_error *err)
{
	struct tk_txn_entry probe = {.id = *id, .name = name}, *entry;
	char path[TK_TXN_PATH], *copy;
	bool taken = false;
	int source;
	enum tk_status status;

	if (!is_plain_name(name))
		return tk__fail(err, TK_D_BAD_FILE_NAME, TK_S(name));
	tk__txn_attachment_path(&probe, false, path);
	status = tk__fs_exists(txn->desk->root, path, &taken, err);
	if (status == TK_OK && (taken || is_attached(txn, id, name))) {
		status = tk__fail(err, TK_D_FILE_EXISTS);
		tk__at(err, path, 0, 0);
	}
	if (status != TK_OK)
		return status;
	source = fcntl(source_fd, F_DUPFD_CLOEXEC, 0);
	if (source < 0)
		return tk__fail_sys(err, TK_D_SAVE_SOURCE, errno);
	copy = tk_arena_strndup(txn->arena, name, strlen(name));
	entry = copy ? append(txn, TK_TXN_ATTACH, id) : NULL;
	if (!entry) {
		(void)close(source);
		return tk__fail(err, TK_D_NOMEM);
	}
	entry->name = copy;
	entry->source = source;
	return TK_OK;
}
