/* Tickets that belong together: links on both sides, and merging one into another. */
#include <string.h>

#include "act.h"
#include "fail.h"

static bool has_link(const struct tk_ticket *ticket, const struct tk_id *other)
{
	const struct tk_node *node;

	for (node = tk_node_first(ticket->field[TK_FIELD_LINKS]); node; node = tk_node_next(node))
		if (tk__node_is(node, other->text))
			return true;
	return false;
}

/* How the other ticket is related to the first: only some relations read the same from both sides. */
static const char *seen_from_there(const char *relation)
{
	return !strcmp(relation, "batch") ? relation : "related";
}

static enum tk_status link_side(struct tk_txn *txn, const struct tk_id *id, const struct tk_id *other,
				const char *relation, const struct tk_act *act, struct tk_error *err)
{
	struct tk_doing doing;
	enum tk_status status = tk__doing_begin(&doing, txn, id, act, "linked", err);

	if (status != TK_OK)
		return status;
	if (has_link(doing.ticket, other))
		return TK_OK;
	status = tk__doing_inputs(&doing, act, err);
	if (status == TK_OK)
		status = tk__doing_key(&doing, TK_KEY_TICKET, TK_S(other->text), err);
	if (status == TK_OK)
		status = tk__doing_key(&doing, TK_KEY_RELATION, TK_S(relation), err);
	if (status == TK_OK)
		status = tk__doing_append(&doing, TK_FIELD_LINKS, TK_S(other->text), err);
	if (status == TK_OK)
		status = tk__doing_finish(&doing, err);
	return status;
}

/* What was said about the one side is not said again on the other. */
static struct tk_act without_words(const struct tk_act *act)
{
	struct tk_act quiet = *act;

	quiet.note = NULL;
	quiet.note_len = 0;
	quiet.input = NULL;
	quiet.ninput = 0;
	return quiet;
}

enum tk_status tk_link(struct tk_txn *txn, const struct tk_id *id, const struct tk_id *other, const char *relation,
		       const struct tk_act *act, struct tk_error *err)
{
	enum tk_status status = tk__act_whole(act, "linked", err);
	size_t mark = tk_txn_mark(txn);
	struct tk_act quiet;

	if (status != TK_OK)
		return status;
	quiet = without_words(act);
	relation = relation ? relation : "related";
	if (!tk_id_compare(id, other))
		return tk__fail(err, TK_D_LINK_SELF, TK_S(id->text));
	status = link_side(txn, id, other, relation, act, err);
	if (status == TK_OK)
		status = link_side(txn, other, id, seen_from_there(relation), &quiet, err);
	if (status != TK_OK)
		tk_txn_rollback(txn, mark);
	return status;
}

static enum tk_status merge_side(struct tk_txn *txn, const struct tk_id *id, const struct tk_id *into,
				 const struct tk_act *act, struct tk_error *err)
{
	struct tk_doing doing;
	enum tk_status status = tk__doing_begin(&doing, txn, id, act, "merged", err);

	if (status == TK_OK)
		status = tk__doing_inputs(&doing, act, err);
	if (status == TK_OK)
		status = tk__doing_key(&doing, TK_KEY_TICKET, TK_S(into->text), err);
	if (status == TK_OK)
		status = tk__doing_set(&doing, TK_FIELD_MERGED_INTO, TK_S(into->text), err);
	if (status == TK_OK)
		status = tk__doing_finish(&doing, err);
	return status;
}

/* A ticket is only merged into one that stands for itself, so there are neither chains nor cycles. */
enum tk_status tk_merge(struct tk_txn *txn, const struct tk_id *id, const struct tk_id *into, const struct tk_act *act,
			struct tk_error *err)
{
	enum tk_status status = tk__act_whole(act, "merged", err);
	size_t mark = tk_txn_mark(txn);
	const struct tk_ticket *target;
	const struct tk_node *merged;
	struct tk_act quiet;

	if (status != TK_OK)
		return status;
	quiet = without_words(act);
	if (!tk_id_compare(id, into))
		return tk__fail(err, TK_D_MERGE_SELF, TK_S(id->text));
	status = tk_txn_load(txn, into, &target, err);
	if (status != TK_OK)
		return status;
	merged = target->field[TK_FIELD_MERGED_INTO];
	if (merged && !tk_node_is_null(merged))
		return tk__fail(err, TK_D_MERGE_CHAIN, TK_S(into->text), TK_S(tk_node_text(merged, NULL)));
	status = merge_side(txn, id, into, act, err);
	if (status == TK_OK)
		status = link_side(txn, into, id, "related", &quiet, err);
	if (status != TK_OK)
		tk_txn_rollback(txn, mark);
	return status;
}
