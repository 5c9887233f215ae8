/*
 * Mending what has one safe answer, under the desk's lock, before the check proper.
 *
 * First the folders (left-over temp files, tickets in the wrong place), then each ticket's form (a root or log in
 * brackets becomes a block), its log (missing, or behind a head that was edited by hand) and its links (one-sided ones
 * get their other side).  A ticket that cannot be read is left alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act.h"
#include "check.h"
#include "fail.h"
#include "fs.h"
#include "splice.h"
#include "yaml_out.h"

enum { PATH_BYTES = 128, FOLDER_MODE = 0770, LOCK_WAIT_MS = 10000, FILE_MAX = 4 << 20 };

/* ---- folders ---- */

/* Splits "tickets/2026/11/ID.yaml" into an open folder and a name. */
static enum tk_status open_folder(struct tk_checking *checking, const char *path, int *ret_dir, const char **ret_name,
				  struct tk_error *err)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_BYTES];

	if ((size_t)(slash - path) >= sizeof folder)
		return tk__fail(err, TK_D_OUTSIDE);
	memcpy(folder, path, (size_t)(slash - path));
	folder[slash - path] = '\0';
	*ret_name = slash + 1;
	return tk__fs_dir(checking->desk->root, folder, ret_dir, err);
}

static enum tk_status rename_within(struct tk_checking *checking, const char *from, const char *to,
				    struct tk_error *err)
{
	const char *old_name = NULL, *new_name = NULL;
	int old_dir = -1, new_dir = -1;
	bool moved, exists;
	enum tk_status status = open_folder(checking, from, &old_dir, &old_name, err);

	if (status != TK_OK)
		return status;
	status = open_folder(checking, to, &new_dir, &new_name, err);
	if (status != TK_OK) {
		close(old_dir);
		return status;
	}
	moved = renameat2(old_dir, old_name, new_dir, new_name, RENAME_NOREPLACE) == 0;
	exists = !moved && errno == EEXIST;
	if ((!moved && !exists) || (moved && (fsync(new_dir) != 0 || fsync(old_dir) != 0)))
		status = tk__fail_sys(err, TK_D_SYS_WRITE, errno);
	tk__at(err, from, 0, 0);
	close(new_dir);
	close(old_dir);
	if (moved && status == TK_OK)
		tk__report_fixed(checking, from, TK_D_WRONG_FOLDER);
	return status;
}

/* Moves a ticket to where its number says, if that name is free. */
static enum tk_status move_home(struct tk_checking *checking, const struct tk_found *found, struct tk_error *err)
{
	char home[64], target[PATH_BYTES], folder[PATH_BYTES];
	const char *slash;
	bool there;
	enum tk_status status;

	tk_id_path(&found->id, home);
	slash = strchr(home, '/');
	if (!tk__check_join(target, sizeof target, found->archived ? "archive" : "tickets", slash + 1))
		return TK_OK;
	if (!strcmp(target, found->path) || strlen(found->path) >= PATH_BYTES)
		return TK_OK;
	status = tk__fs_exists(checking->desk->root, target, &there, err);
	if (status != TK_OK || there)
		return status;
	memcpy(folder, target, strlen(target) + 1);
	*strrchr(folder, '/') = '\0';
	status = tk__fs_mkdirs(checking->desk->root, folder, FOLDER_MODE, err);
	return status == TK_OK ? rename_within(checking, found->path, target, err) : status;
}

/* ---- form ---- */

static void in_blocks(struct tk_node *node)
{
	struct tk_node *child;

	if (node->kind == TK_NODE_SCALAR)
		return;
	node->style = TK_STYLE_BLOCK;
	for (child = node->first; child; child = child->next)
		if (child->kind == TK_NODE_SEQ || (child->key && !strcmp(child->key->text, "log")))
			in_blocks(child);
		else if (child->kind == TK_NODE_MAP && node->kind == TK_NODE_SEQ)
			child->style = TK_STYLE_BLOCK;
}

/* The text with one flow collection written as a block; it must read back to the same tree. */
static enum tk_status unfold(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_node *node,
			     bool root, struct tk_str *out, bool *ret_done, struct tk_error *err)
{
	const char *eol = ticket->doc.crlf ? "\r\n" : "\n";
	struct tk_node *copy = tk__node_copy(checking->scratch, node);
	size_t begin = node->begin;
	struct tk_doc doc;
	enum tk_status status;

	if (!copy)
		return tk__fail(err, TK_D_NOMEM);
	in_blocks(copy);
	while (!root && begin > 0 && ticket->doc.text[begin - 1] == ' ')
		begin--;
	tk_str_add(out, ticket->doc.text, begin);
	tk_str_puts(out, root ? "" : eol);
	tk__yaml_block(out, copy, root ? 0 : 2, eol);
	while (out->len > 0 && (out->data[out->len - 1] == '\n' || out->data[out->len - 1] == '\r'))
		out->data[--out->len] = '\0';
	tk_str_add(out, ticket->doc.text + node->end, ticket->doc.len - node->end);
	status = tk_str_status(out, err);
	if (status != TK_OK)
		return status;
	status = tk__yaml_read(checking->scratch, out->data, out->len, "", &tk__ticket_limits, &doc, NULL);
	*ret_done = status == TK_OK && tk__node_equal(doc.root, ticket->doc.root);
	return status == TK_NOMEM ? tk__fail(err, TK_D_NOMEM) : TK_OK;
}

static enum tk_status mend_form(struct tk_checking *checking, const struct tk_ticket *ticket,
				const struct tk_found *found, bool *ret_done, struct tk_error *err)
{
	bool root = ticket->doc.root->style == TK_STYLE_FLOW, done = false;
	const struct tk_node *node = root ? ticket->doc.root : ticket->log_node;
	struct tk_str text;
	enum tk_status status;

	if (!node || node->style != TK_STYLE_FLOW || (!root && node->count == 0))
		return TK_OK;
	tk_str_init(&text, 0);
	status = unfold(checking, ticket, node, root, &text, &done, err);
	if (status == TK_OK && done)
		status = tk__txn_put(checking->txn, &found->id, text.data, text.len, err);
	tk_str_clear(&text);
	if (status != TK_OK || !done)
		return status;
	tk__report_fixed(checking, found->path, root ? TK_D_FLOW_ROOT : TK_D_FLOW_LOG);
	*ret_done = true;
	return TK_OK;
}

/* ---- log ---- */

static enum tk_status mend_log(struct tk_checking *checking, const struct tk_ticket *ticket,
			       const struct tk_found *found, struct tk_error *err)
{
	const char *by = checking->check->by ? checking->check->by : "check";
	struct tk_splice *splice;
	struct tk_node *entry;
	struct tk_str text;
	enum tk_status status;

	status = tk__hand_entry(checking->scratch, ticket, checking->policy, tk_desk_zone(checking->desk), by,
				checking->check->now, NULL, &entry, err);
	if (status != TK_OK || !entry)
		return status;
	splice = tk__splice_new(checking->scratch, ticket);
	if (!splice)
		return tk__fail(err, TK_D_NOMEM);
	if (tk__splice_entry(splice, entry, NULL) != TK_OK)
		return TK_OK; /* of a form that was not to be mended; reported by the check */
	tk_str_init(&text, 0);
	status = tk__splice_finish(splice, &text, NULL);
	if (status == TK_OK)
		status = tk__txn_put(checking->txn, &found->id, text.data, text.len, err);
	else
		status = TK_OK;
	tk_str_clear(&text);
	if (status == TK_OK)
		tk__report_fixed(checking, found->path, ticket->nlog ? TK_D_HEAD_DIFFERS : TK_D_LOG_MISSING);
	return status;
}

/* ---- links ---- */

/* Gives the other ticket its side of a link; what the rules or its form do not allow stays as it is. */
static enum tk_status mend_link(struct tk_checking *checking, const struct tk_found *found, const char *text,
				struct tk_error *err)
{
	const struct tk_act act = {.size = sizeof act,
				   .event = "linked",
				   .by = checking->check->by ? checking->check->by : "check",
				   .at = TK_TIME_NONE,
				   .automatic = true};
	const struct tk_ticket *other;
	struct tk_id id;
	size_t mark;
	enum tk_status status;

	if (!strcmp(text, found->id.text) || tk_id_parse(text, strlen(text), &id, NULL) != TK_OK)
		return TK_OK;
	status = tk_txn_load(checking->txn, &id, &other, NULL);
	if (status != TK_OK || tk__names_ticket(other, found->id.text))
		return status == TK_NOMEM ? tk__fail(err, TK_D_NOMEM) : TK_OK;
	mark = tk_txn_mark(checking->txn);
	status = tk_link(checking->txn, &id, &found->id, "related", &act, NULL);
	if (status != TK_OK)
		tk_txn_rollback(checking->txn, mark);
	else
		tk__report_fixed(checking, found->path, TK_D_LINK_ONE_SIDED);
	return status == TK_NOMEM ? tk__fail(err, TK_D_NOMEM) : TK_OK;
}

static enum tk_status mend_links(struct tk_checking *checking, const struct tk_ticket *ticket,
				 const struct tk_found *found, struct tk_error *err)
{
	const struct tk_node *node = ticket->field[TK_FIELD_MERGED_INTO];
	enum tk_status status = TK_OK;

	if (node && !tk_node_is_null(node))
		status = mend_link(checking, found, tk_node_text(node, NULL), err);
	for (node = tk_node_first(ticket->field[TK_FIELD_LINKS]); node && status == TK_OK; node = tk_node_next(node))
		status = mend_link(checking, found, tk_node_text(node, NULL), err);
	return status;
}

/* ---- the pass ---- */

static enum tk_status mend_ticket(struct tk_checking *checking, const struct tk_found *found, struct tk_error *err)
{
	struct tk_arena_mark mark = tk_arena_mark(checking->scratch);
	const struct tk_ticket *ticket;
	bool unfolded = false;
	enum tk_status status = tk_txn_load(checking->txn, &found->id, &ticket, NULL);

	if (status != TK_OK || found->archived)
		return status == TK_NOMEM ? tk__fail(err, TK_D_NOMEM) : TK_OK;
	status = mend_form(checking, ticket, found, &unfolded, err);
	if (status == TK_OK && unfolded)
		status = tk_txn_load(checking->txn, &found->id, &ticket, err);
	if (status == TK_OK)
		status = mend_log(checking, ticket, found, err);
	if (status == TK_OK)
		status = mend_links(checking, ticket, found, err);
	tk_arena_release(checking->scratch, mark);
	return status;
}

static enum tk_status mend_all(struct tk_checking *checking, struct tk_error *err)
{
	enum tk_status status = tk__check_temps(checking, ".", true, err);

	if (status == TK_OK)
		status = tk__check_temps(checking, TK_HIDDEN_DIR, true, err);
	if (status == TK_OK)
		status = tk__check_attached(checking, true, err);
	if (status == TK_OK)
		status = tk__check_walk(checking, "tickets", false, move_home, err);
	if (status == TK_OK)
		status = tk__check_walk(checking, "archive", false, move_home, err);
	if (status == TK_OK)
		status = tk__check_walk(checking, "tickets", false, mend_ticket, err);
	return status;
}

enum tk_status tk__check_fix(struct tk_checking *checking, struct tk_error *err)
{
	enum tk_status status = tk_txn_begin(checking->desk, checking->check->now, LOCK_WAIT_MS, &checking->txn, err);

	if (status != TK_OK)
		return status;
	status = checking->check->ids ? tk__check_some(checking, mend_ticket, err) : mend_all(checking, err);
	if (status == TK_OK)
		status = tk_txn_commit(checking->txn, err);
	tk_txn_free(checking->txn);
	checking->txn = NULL;
	return status;
}
