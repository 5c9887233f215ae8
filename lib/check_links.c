/* What a ticket names elsewhere: other tickets, and files beside it. */
#include <string.h>

#include "check.h"
#include "fail.h"
#include "fs.h"

enum { LONGEST_CHAIN = 64, FOLDER_BYTES = 96, FILE_MAX_BYTES = 4 << 20 };

bool tk__names_ticket(const struct tk_ticket *ticket, const char *id)
{
	const struct tk_node *node = ticket->field[TK_FIELD_MERGED_INTO];

	if (node && tk__node_is(node, id))
		return true;
	for (node = tk_node_first(ticket->field[TK_FIELD_LINKS]); node; node = tk_node_next(node))
		if (tk__node_is(node, id))
			return true;
	return false;
}

static void finding_at(struct tk_checking *checking, const struct tk_node *node, const char *field, enum tk_diag diag,
		       const char *text)
{
	struct tk_error finding = TK_ERROR_INIT;

	tk__fail_node(&finding, node, field, diag, TK_S(text));
	tk__report(checking, &finding);
}

/* Reads another ticket, also from the archive; NULL when there is none or it cannot be read. */
static enum tk_status other_ticket(struct tk_checking *checking, const char *text, bool *ret_there,
				   const struct tk_ticket **ret, struct tk_error *err)
{
	char path[80], archived[80];
	struct tk_ticket *ticket = NULL;
	struct tk_id id;
	char *bytes;
	size_t len;
	enum tk_status status;

	*ret = NULL;
	*ret_there = false;
	if (tk_id_parse(text, strlen(text), &id, NULL) != TK_OK)
		return TK_OK;
	tk_id_path(&id, path);
	tk__check_join(archived, sizeof archived, "archive", strchr(path, '/') + 1);
	status = tk__fs_exists(checking->desk->root, path, ret_there, err);
	if (status == TK_OK && !*ret_there) {
		memcpy(path, archived, sizeof path);
		status = tk__fs_exists(checking->desk->root, path, ret_there, err);
	}
	if (status != TK_OK || !*ret_there)
		return status;
	status = tk__fs_read(checking->scratch, checking->desk->root, path, FILE_MAX_BYTES, &bytes, &len, NULL);
	if (status == TK_OK)
		status = tk_ticket_read(checking->scratch, bytes, len, path, &ticket, NULL);
	*ret = ticket;
	return status == TK_NOMEM ? tk__fail(err, TK_D_NOMEM) : TK_OK;
}

static enum tk_status check_link(struct tk_checking *checking, const struct tk_node *node, const char *field,
				 const struct tk_id *id, struct tk_error *err)
{
	const char *text = tk_node_text(node, NULL);
	const struct tk_ticket *other;
	bool there;
	enum tk_status status;

	if (!strcmp(text, id->text)) /* reported by the reader */
		return TK_OK;
	status = other_ticket(checking, text, &there, &other, err);
	if (status != TK_OK)
		return status;
	if (!there)
		finding_at(checking, node, field, TK_D_LINK_MISSING, text);
	else if (other && !tk__names_ticket(other, id->text))
		finding_at(checking, node, field, TK_D_LINK_ONE_SIDED, text);
	return TK_OK;
}

/* Follows merged_into; a cycle is reported once, at the smallest of its numbers. */
static enum tk_status check_chain(struct tk_checking *checking, const struct tk_node *merged, const struct tk_id *id,
				  struct tk_error *err)
{
	const struct tk_node *node = merged;
	unsigned step;

	for (step = 0; step < LONGEST_CHAIN && node && !tk_node_is_null(node); step++) {
		const char *text = tk_node_text(node, NULL);
		const struct tk_ticket *other;
		struct tk_id next;
		bool there;
		enum tk_status status;

		if (tk_id_parse(text, strlen(text), &next, NULL) != TK_OK || tk_id_compare(&next, id) < 0)
			return TK_OK;
		if (step > 0 && tk_id_compare(&next, id) == 0) {
			finding_at(checking, merged, "merged_into", TK_D_MERGE_CYCLE, tk_node_text(merged, NULL));
			return TK_OK;
		}
		status = other_ticket(checking, text, &there, &other, err);
		if (status != TK_OK || !other)
			return status;
		node = other->field[TK_FIELD_MERGED_INTO];
	}
	return TK_OK;
}

enum tk_status tk__check_links(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_id *id,
			       struct tk_error *err)
{
	const struct tk_node *node, *merged = ticket->field[TK_FIELD_MERGED_INTO];
	enum tk_status status = TK_OK;

	for (node = tk_node_first(ticket->field[TK_FIELD_LINKS]); node && status == TK_OK; node = tk_node_next(node))
		status = check_link(checking, node, "links", id, err);
	if (status != TK_OK || !merged || tk_node_is_null(merged))
		return status;
	status = check_link(checking, merged, "merged_into", id, err);
	if (status == TK_OK)
		status = check_chain(checking, merged, id, err);
	return status;
}

/* "attachments/2026/11/TS20261122001": the ticket's own folder. */
static void folder_of(const struct tk_id *id, char ret[FOLDER_BYTES])
{
	char path[64];
	const char *slash;

	tk_id_path(id, path);
	slash = path + strcspn(path, "/");
	memcpy(ret, "attachments", 11);
	memcpy(ret + 11, slash, strlen(slash) + 1);
	ret[11 + strlen(slash) - strlen(".yaml")] = '\0';
}

static bool lists(const struct tk_names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (!strcmp(names->name[i], name))
			return true;
	return false;
}

static void check_strays(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_id *id,
			 const char *folder, const struct tk_names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		struct tk_error finding = TK_ERROR_INIT;
		const struct tk_node *node = tk_node_first(ticket->field[TK_FIELD_ATTACHMENTS]);
		char path[512];

		while (node && !tk__node_is(node, names->name[i]))
			node = tk_node_next(node);
		if (node || !tk__check_join(path, sizeof path, folder, names->name[i]))
			continue;
		tk__fail(&finding, TK_D_ATTACHMENT_STRAY, TK_S(id->text));
		tk__at(&finding, path, 0, 0);
		tk__report(checking, &finding);
	}
}

enum tk_status tk__check_attachments(struct tk_checking *checking, const struct tk_ticket *ticket,
				     const struct tk_id *id, struct tk_error *err)
{
	char folder[FOLDER_BYTES];
	struct tk_names names;
	const struct tk_node *node;
	enum tk_status status;

	folder_of(id, folder);
	status = tk__fs_list(checking->scratch, checking->desk->root, folder, &names, err);
	if (status != TK_OK)
		return status;
	for (node = tk_node_first(ticket->field[TK_FIELD_ATTACHMENTS]); node; node = tk_node_next(node)) {
		const char *name = tk_node_text(node, NULL);

		if (!name)
			continue;
		if (strchr(name, '/') || name[0] == '.' || name[0] == '\0')
			finding_at(checking, node, "attachments", TK_D_ATTACHMENT_OUTSIDE, name);
		else if (!lists(&names, name))
			finding_at(checking, node, "attachments", TK_D_ATTACHMENT_MISSING, name);
	}
	check_strays(checking, ticket, id, folder, &names);
	return TK_OK;
}
