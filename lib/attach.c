/* Attachments: files kept beside the ticket, named in its head and its log. */
#include <string.h>

#include "act.h"
#include "fail.h"
#include "ticket/text.h"

enum { NAME_MAX_BYTES = 200 };

static bool is_plain_name(const char *name)
{
	size_t len = strlen(name), at, bytes;

	if (len == 0 || len > NAME_MAX_BYTES || name[0] == '.' || strchr(name, '/') || tk_utf8_check(name, len) != len)
		return false;
	for (at = 0; at < len; at += bytes)
		if (tk_char_is_unsafe(tk_utf8_next(name + at, len - at, &bytes)))
			return false;
	return true;
}

static bool has_attachment(const struct tk_ticket *ticket, const char *name)
{
	const struct tk_node *node;

	for (node = tk_node_first(ticket->field[TK_FIELD_ATTACHMENTS]); node; node = tk_node_next(node))
		if (tk__node_is(node, name))
			return true;
	return false;
}

enum tk_status tk_attach(struct tk_txn *txn, const struct tk_id *id, const char *name, int fd, const struct tk_act *act,
			 struct tk_error *err)
{
	size_t mark = tk_txn_mark(txn);
	struct tk_doing doing;
	enum tk_status status = tk__act_whole(act, "attached", err);

	if (status != TK_OK)
		return status;
	if (!name)
		return tk__expect(err, false, "name");
	if (!is_plain_name(name))
		return tk__fail(err, TK_D_ATTACH_NAME, TK_S(name));
	status = tk__doing_begin(&doing, txn, id, act, "attached", err);
	if (status != TK_OK)
		return status;
	if (has_attachment(doing.ticket, name))
		return tk__fail(err, TK_D_ATTACH_EXISTS, TK_S(name));
	status = tk__doing_inputs(&doing, act, err);
	if (status == TK_OK)
		status = tk__doing_key(&doing, TK_KEY_FILE, TK_S(name), err);
	if (status == TK_OK)
		status = tk__doing_append(&doing, TK_FIELD_ATTACHMENTS, TK_S(name), err);
	if (status == TK_OK)
		status = tk__doing_finish(&doing, err);
	if (status == TK_OK)
		status = tk__txn_attach(txn, id, name, fd, err);
	if (status != TK_OK)
		tk_txn_rollback(txn, mark);
	return status;
}
