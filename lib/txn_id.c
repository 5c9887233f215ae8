/*
 * The next number of a day.  Under the lock a number is free when tickets/, archive/, the list of purged ids and this
 * transaction lack it; no folder is ever listed for that.
 */
#include <string.h>

#include "fail.h"
#include "fs.h"
#include "txn_impl.h"

enum { PURGED_MAX = 64 << 20 };

/* Reads once what all numbers of the transaction need. */
static enum tk_status prepare(struct tk_txn *txn, struct tk_error *err)
{
	char *text;
	size_t len;
	enum tk_status status;

	if (txn->seq_read)
		return TK_OK;
	status = tk__desk_node(txn->desk, txn->node, err);
	if (status == TK_OK) {
		tk__seq_read(&txn->seq, txn->desk->root);
		status = tk__fs_read(txn->arena, txn->desk->root, TK_PURGED_FILE, PURGED_MAX, &text, &len, err);
		if (status == TK_OK)
			txn->purged = text;
		else if (status == TK_NOT_FOUND)
			status = TK_OK;
	}
	txn->seq_read = status == TK_OK;
	return status;
}

/* Whether a line of the purge list is this id. */
static bool is_purged(const char *list, const struct tk_id *id)
{
	size_t len = strlen(id->text);

	for (const char *at = list; at && (at = strstr(at, id->text)); at += len)
		if ((at == list || at[-1] == '\n') && (at[len] == '\n' || at[len] == '\0' || at[len] == '\r'))
			return true;
	return false;
}

static enum tk_status taken(void *ctx, const struct tk_id *id, bool *ret, struct tk_error *err)
{
	static const char *const tops[] = {TK_TICKETS_DIR, "archive"};
	const struct tk_txn *txn = ctx;
	char path[TK_ID_PATH];
	enum tk_status status = TK_OK;

	*ret = tk__txn_find(txn, id, ~0U) != NULL || is_purged(txn->purged, id);
	for (size_t i = 0; i < sizeof tops / sizeof *tops && status == TK_OK && !*ret; i++) {
		tk__id_path(id, tops[i], ".yaml", path);
		status = tk__fs_exists(txn->desk->root, path, ret, err);
	}
	return status;
}

enum tk_status tk__txn_new_id(struct tk_txn *txn, const char *prefix, int64_t date, struct tk_id *ret,
			      struct tk_error *err)
{
	struct tk_seq_look look = {taken, txn};
	struct tk_id id;
	enum tk_status status = prepare(txn, err);

	if (status == TK_OK)
		status = tk__seq_next(&look, prefix, txn->node, date, tk__seq_last(&txn->seq, prefix, txn->node, date),
				      &id, err);
	if (status == TK_OK)
		status = tk__txn_reserve(txn, &id, err);
	if (status != TK_OK)
		return status;
	tk__seq_note(&txn->seq, &id);
	*ret = id;
	return TK_OK;
}
