/* One ticket: the file, the form, the head; its log and what it names are looked at by check_log.c, check_links.c. */
#include <string.h>
#include <sys/stat.h>

#include "act.h"
#include "check.h"
#include "fail.h"
#include "fs.h"
#include "replay.h"

enum { FILE_MAX = 4 << 20 };

static void add(void *ctx, const struct tk_error *finding)
{
	tk__report(ctx, finding);
}

static void at_path(struct tk_checking *checking, const char *path, enum tk_diag diag)
{
	struct tk_error finding = TK_ERROR_INIT;

	tk__fail(&finding, diag);
	tk__at(&finding, path, 0, 0);
	tk__report(checking, &finding);
}

static void check_mode(struct tk_checking *checking, const char *path, mode_t mode)
{
	if (mode & S_IWOTH)
		at_path(checking, path, TK_D_WORLD_WRITABLE);
	if (mode & (S_IXUSR | S_IXGRP | S_IXOTH))
		at_path(checking, path, TK_D_EXECUTABLE);
}

/* Where the file lies, and whether another claims the same number. */
static enum tk_status check_place(struct tk_checking *checking, const struct tk_found *found, struct tk_error *err)
{
	struct tk_error finding = TK_ERROR_INIT;
	char home[64], other[80];
	const char *twin = home;
	bool there = false;
	enum tk_status status;

	tk_id_path(&found->id, home);
	tk__check_join(other, sizeof other, "archive", strchr(home, '/') + 1);
	if (found->archived ? strcmp(found->path, other) != 0 : strcmp(found->path, home) != 0) {
		tk__fail(&finding, TK_D_WRONG_FOLDER, TK_S(found->archived ? other : home));
		tk__at(&finding, found->path, 0, 0);
		tk__report(checking, &finding);
	} else if (!found->archived) {
		twin = other;
	}
	status = tk__fs_exists(checking->desk->root, twin, &there, err);
	if (status != TK_OK || !there || !strcmp(twin, found->path))
		return status;
	finding = (struct tk_error)TK_ERROR_INIT;
	tk__fail(&finding, TK_D_DUPLICATE_ID, TK_S(found->id.text), TK_S(twin));
	tk__at(&finding, found->path, 0, 0);
	tk__report(checking, &finding);
	return TK_OK;
}

static void check_form(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_found *found)
{
	const struct tk_node *id = ticket->field[TK_FIELD_ID];
	struct tk_error finding = TK_ERROR_INIT;

	if (ticket->doc.bom)
		at_path(checking, found->path, TK_D_HAS_BOM);
	if (ticket->doc.root->style == TK_STYLE_FLOW)
		tk__fail_node(&finding, ticket->doc.root, NULL, TK_D_FLOW_ROOT);
	else if (ticket->log_node && ticket->log_node->style == TK_STYLE_FLOW && ticket->log_node->count > 0)
		tk__fail_node(&finding, ticket->log_node, "log", TK_D_FLOW_LOG);
	if (finding.diag != TK_D_NONE)
		tk__report(checking, &finding);
	if (!id || tk_node_kind(id) != TK_NODE_SCALAR || tk__node_is(id, found->id.text))
		return;
	finding = (struct tk_error)TK_ERROR_INIT;
	tk__fail_node(&finding, id, "id", TK_D_ID_MISMATCH, id->text, (size_t)id->len, TK_S(found->id.text));
	tk__report(checking, &finding);
}

/* Names of the policy, and of people while somebody has to work on it. */
static void check_names(struct tk_checking *checking, const struct tk_ticket *ticket)
{
	const struct tk_node *category = ticket->field[TK_FIELD_CATEGORY];
	struct tk_value open = tk_ticket_get(ticket, TK_FIELD_OPEN, checking->check->now);
	int i;

	for (i = 0; i < TK_FIELD_COUNT; i++) {
		const struct tk_node *node = ticket->field[i];
		struct tk_error finding = TK_ERROR_INIT;
		size_t len;
		const char *text = node ? tk_node_text(node, &len) : NULL;

		if (!text || tk_node_is_null(node) || (i == TK_FIELD_ASSIGNEE && (!checking->staff || !open.number)))
			continue;
		if (tk__name_check(checking->policy, checking->staff, i, category ? tk_node_text(category, NULL) : NULL,
				   text, len, &finding) == TK_OK)
			continue;
		tk__at_node(&finding, node, tk_field(i)->name);
		tk__report(checking, &finding);
	}
}

/* A value as one short text. */
static const char *shown(const struct tk_node *node, size_t *ret_len)
{
	const char *text = node && !tk_node_is_null(node) ? tk_node_text(node, ret_len) : NULL;

	if (text)
		return text;
	text = node && tk_node_count(node) > 0 ? "…" : "";
	*ret_len = strlen(text);
	return text;
}

static void check_head(struct tk_checking *checking, const struct tk_ticket *ticket)
{
	struct tk_state state;
	int i;

	if (ticket->nlog == 0) {
		struct tk_error finding = TK_ERROR_INIT;

		tk__fail_node(&finding, ticket->doc.root, "log", TK_D_LOG_MISSING);
		tk__report(checking, &finding);
		return;
	}
	tk__replay(ticket, checking->policy, TK_TIME_MAX, &state);
	for (i = tk__head_differs(ticket, &state, -1); i >= 0; i = tk__head_differs(ticket, &state, i)) {
		const struct tk_node *node = ticket->field[i];
		struct tk_error finding = TK_ERROR_INIT;
		size_t head_len, log_len;
		const char *head = shown(node, &head_len),
			   *log = shown(state.known[i] ? state.value[i] : NULL, &log_len);

		if (i == TK_FIELD_STATUS) {
			log = tk_words(TK_WORDS_STATUS, NULL)[state.status].id;
			log_len = strlen(log);
		}
		tk__fail_node(&finding, node ? node : ticket->doc.root, tk_field(i)->name, TK_D_HEAD_DIFFERS,
			      TK_S(tk_field(i)->name), head, head_len, log, log_len);
		tk__report(checking, &finding);
	}
}

static enum tk_status check_contents(struct tk_checking *checking, const struct tk_found *found, const char *text,
				     size_t len, struct tk_error *err)
{
	struct tk_sink sink = {.add = add, .ctx = checking};
	struct tk_error finding = TK_ERROR_INIT;
	size_t before = checking->check->errors;
	struct tk_ticket *ticket = NULL;
	enum tk_status status;

	status = tk__ticket_inspect(checking->scratch, text, len, found->path, sink, &ticket, &finding);
	if (status == TK_NOMEM) {
		if (err)
			*err = finding;
		return status;
	}
	if (status != TK_OK && checking->check->errors == before)
		tk__report(checking, &finding);
	if (!ticket)
		return TK_OK;
	check_form(checking, ticket, found);
	if (status != TK_OK) /* a head that cannot be trusted is not compared with anything */
		return TK_OK;
	if (checking->policy)
		check_names(checking, ticket);
	check_head(checking, ticket);
	tk__check_log(checking, ticket);
	status = tk__check_links(checking, ticket, &found->id, err);
	if (status == TK_OK && !found->archived)
		status = tk__check_attachments(checking, ticket, &found->id, err);
	return status;
}

enum tk_status tk__check_ticket(struct tk_checking *checking, const struct tk_found *found, struct tk_error *err)
{
	struct tk_arena_mark mark = tk_arena_mark(checking->scratch);
	struct tk_error finding = TK_ERROR_INIT;
	struct stat st;
	char *text;
	size_t len;
	enum tk_status status;

	checking->check->tickets++;
	status = tk__fs_read_as(checking->scratch, checking->desk->root, found->path, found->path, FILE_MAX, &text,
				&len, &st, &finding);
	if (status == TK_OK) {
		check_mode(checking, found->path, st.st_mode);
		status = check_place(checking, found, err);
		if (status == TK_OK)
			status = check_contents(checking, found, text, len, err);
	} else if (status == TK_NOMEM) {
		if (err)
			*err = finding;
	} else {
		tk__report(checking, &finding);
		status = TK_OK;
	}
	tk_arena_release(checking->scratch, mark);
	return status;
}
