/* `ticket edit`: corrects fields by option, or opens tickets in an editor. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "editor.h"
#include "i18n.h"
#include "work.h"

#define AT(member) offsetof(struct work_opts, member)
static const struct opt edit_options[] = {
	{WORK_ROW("set", TK_INPUT_SET, NULL, "<field>=<value>", N_("set a field, like customer.phone=123")),
	 .many = true},
	{WORK_ROW("unset", TK_INPUT_UNSET, NULL, "<field>", N_("remove a field")), .many = true},
	{WORK_ROW("add", TK_INPUT_ADD, NULL, "<list>=<entry>", N_("add to a list, like parts={number: A1}")),
	 .many = true},
	WORK_KEY("reason", "reason", "<text>", N_("why")),
	{.name = "message",
	 .letter = 'm',
	 .kind = OPT_STR,
	 .at = AT(message),
	 .arg = "<text>",
	 .help = N_("what there is to say")},
	{.name = "at", .kind = OPT_TIME, .at = AT(at), .arg = "<time>", .help = N_("when it happened, if not now")},
	{.name = "dry-run",
	 .letter = 'n',
	 .kind = OPT_BOOL,
	 .at = AT(dry_run),
	 .help = N_("show what would be written, write nothing")},
	{.name = NULL},
};
#undef AT

/* Through the library, which follows no links and waits for no FIFO.  The lock is not held while the editor runs. */
static enum tk_status read_ticket(struct ctx *cx, const struct tk_id *id, struct tk_str *ret)
{
	struct tk_txn *txn;
	const char *text;
	size_t len;
	enum tk_status st = ctx_begin(cx, &txn);
	if (st != TK_OK)
		return st;
	st = tk_txn_text(txn, id, &text, &len, &cx->err);
	if (st == TK_OK) {
		tk_str_add(ret, text, len);
		st = tk_str_status(ret, &cx->err);
	}
	return ctx_end(cx, txn, st, false);
}

static enum tk_status put_back(struct ctx *cx, const struct tk_id *id, const struct tk_str *before,
			       const struct tk_str *after, bool dry_run)
{
	struct tk_txn *txn;
	enum tk_status st = ctx_begin(cx, &txn);
	if (st != TK_OK)
		return st;
	st = tk_edit_text(txn, id, before->data, before->len, after->data, after->len, cx->by, &cx->err);
	if (st == TK_OK && dry_run)
		st = work_show_diff(cx, txn, id, before->data, before->len);
	return ctx_end(cx, txn, st, !dry_run);
}

static enum tk_status edit_one(struct ctx *cx, const struct tk_id *id, bool dry_run)
{
	struct editor_file file;
	struct tk_str before, name;
	enum tk_status st;
	tk_str_init(&before, 0);
	tk_str_init(&name, 0);
	tk_str_printf(&name, "%s.yaml", id->text);
	st = read_ticket(cx, id, &before);
	if (st == TK_OK)
		st = editor_run(cx, name.data, before.data, before.len, &file);
	if (st == TK_OK) {
		st = put_back(cx, id, &before, &file.text, dry_run);
		editor_done(&file, st == TK_OK);
	}
	tk_str_clear(&name);
	tk_str_clear(&before);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct work_opts *o = opts;
	struct work work;
	enum tk_status st = work_prepare(cx, o, "edited", NULL, argc, argv, &work);
	if (st != TK_OK)
		return st;
	if (work.act.ninput > 0 || work.act.note != NULL)
		return work_run(cx, &work);
	for (size_t i = 0; st == TK_OK && i < work.nid; i++)
		st = edit_one(cx, &work.id[i], o->dry_run);
	return st;
}

const struct cmd cmd_edit = {
	.name = "edit",
	.group = GROUP_WORK,
	.needs = NEED_DESK | WRITES,
	.summary = N_("correct fields, or the whole file in an editor"),
	.usage = "[options] <id>...",
	.example = "ticket edit 22001 --set customer.phone=0571-65550142\nEDITOR=nano ticket edit 22001",
	.options = edit_options,
	.opts_size = sizeof(struct work_opts),
	.least = 1,
	.most = CMD_ANY,
	.run = run,
};
