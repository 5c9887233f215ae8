/* Reading one ticket, and holding its id against the file's name. */
#include "desk_impl.h"
#include "fail.h"
#include "fs.h"
#include "node.h"
#include "ticket_impl.h"

#include <string.h>

enum tk_status tk__ticket_load(int dir, const char *path, const char *shown, const struct tk_id *id,
			       struct tk_arena *arena, struct tk_ticket **ret, struct stat *ret_stat,
			       struct tk_error *err)
{
	char *text;
	size_t len;
	struct tk_ticket *ticket;
	const struct tk_node *own;
	enum tk_status status =
		tk__fs_read_as(arena, dir, path, shown, tk__ticket_limits.bytes, &text, &len, ret_stat, err);

	if (status == TK_NOT_FOUND)
		return tk__fail(err, TK_D_NO_TICKET, TK_S(id->text));
	if (status == TK_OK)
		status = tk_ticket_read(arena, text, len, shown, &ticket, err);
	if (status != TK_OK)
		return status;
	own = ticket->field[TK_FIELD_ID];
	if (!own || !tk__node_is(own, id->text)) {
		const char *other = own ? tk_node_text(own, NULL) : "";
		return tk__fail_node(err, own ? own : tk_ticket_root(ticket), "id", TK_D_ID_MISMATCH,
				     TK_S(other ? other : ""), TK_S(id->text));
	}
	*ret = ticket;
	return TK_OK;
}

enum tk_status tk_desk_load(struct tk_desk *desk, const struct tk_id *id, struct tk_arena *arena,
			    struct tk_ticket **ret, struct tk_error *err)
{
	char path[64];
	struct stat st;

	tk_id_path(id, path);
	return tk__ticket_load(desk->root, path, path, id, arena, ret, &st, err);
}
