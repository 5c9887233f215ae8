/* `ticket new`: a ticket from options, from a YAML document, or from a form in an editor; prints its number. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "editor.h"
#include "form.h"
#include "i18n.h"
#include "input.h"
#include "work.h"

#define AT(member) offsetof(struct work_opts, member)
static const struct opt new_options[] = {
	WORK_FIELD("title", "title", "<text>", N_("what it is about (first line of the description)")),
	WORK_FIELD("channel", "channel", "<channel>", N_("how the customer reached us")),
	WORK_FIELD("category", "category", "<category>", N_("what kind of problem")),
	WORK_FIELD("subcategory", "subcategory", "<name>", N_("which kind within it")),
	WORK_FIELD("priority", "priority", "<P1|P2|P3>", N_("how urgent it is")),
	WORK_FIELD("customer", "customer.name", "<text>", N_("the customer's name")),
	WORK_FIELD("phone", "customer.phone", "<number>", N_("the customer's telephone number")),
	WORK_FIELD("model", "product.model", "<text>", N_("the product's model")),
	WORK_FIELD("demand", "demand", "<demand>", N_("what the customer asks for")),
	{.name = "description",
	 .letter = 'm',
	 .kind = OPT_STR,
	 .at = AT(message),
	 .arg = "<text>",
	 .help = N_("what is wrong, in the customer's words")},
	{.name = "file",
	 .letter = 'F',
	 .kind = OPT_STR,
	 .at = AT(file),
	 .arg = "<file>",
	 .help = N_("take that from a file, - for standard input")},
	{WORK_ROW("set", TK_INPUT_SET, NULL, "<field>=<value>", N_("set any field")), .many = true},
	{WORK_ROW("add", TK_INPUT_ADD, NULL, "<list>=<entry>", N_("add to a list, like parts={number: A1}")),
	 .many = true},
	{.name = "at", .kind = OPT_TIME, .at = AT(at), .arg = "<time>", .help = N_("when it was received, if not now")},
	{.name = "edit", .letter = 'e', .kind = OPT_BOOL, .at = AT(edit), .help = N_("fill in a form in an editor")},
	{.name = "dry-run",
	 .letter = 'n',
	 .kind = OPT_BOOL,
	 .at = AT(dry_run),
	 .help = N_("show what would be written, write nothing")},
	{.name = NULL},
};
#undef AT

/* What a new ticket is made of besides its options. */
struct source {
	struct tk_str text;      /* YAML */
	const char *path;        /* where it comes from, for messages; NULL = there is none */
	struct editor_file file; /* in an editor */
	bool edited;
};

static enum tk_status edit_form(struct ctx *cx, struct source *source)
{
	struct tk_str form;
	enum tk_status st;
	tk_str_init(&form, 65536);
	form_write(cx, &form);
	st = tk_str_status(&form, &cx->err);
	if (st == TK_OK)
		st = editor_run(cx, "new.yaml", form.data, form.len, &source->file);
	tk_str_clear(&form);
	if (st != TK_OK)
		return st;
	source->edited = true;
	source->path = source->file.path.data;
	tk_str_add(&source->text, source->file.text.data, source->file.text.len);
	form_strip(&source->text);
	if (source->text.len == 0)
		return ctx_wrong(cx, TK_USAGE, N_("the form was left empty: nothing is done"), NULL, NULL);
	return tk_str_status(&source->text, &cx->err);
}

static enum tk_status read_source(struct ctx *cx, const struct work_opts *o, int argc, struct source *source)
{
	bool options = o->inputs.n > 0 || o->message != NULL || o->file != NULL;
	if (argc > 0) {
		source->path = "<stdin>";
		return input_file(cx, "-", &source->text);
	}
	if (o->edit)
		return edit_form(cx, source);
	if (options)
		return TK_OK;
	if (isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0)
		return edit_form(cx, source);
	return ctx_wrong(cx, TK_USAGE, N_("nothing is said about the ticket"),
			 N_("give --title and --channel, a YAML document on standard input with -, or --edit"), NULL);
}

static enum tk_status show_new(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id)
{
	return work_show_diff(cx, txn, id, NULL, 0);
}

static enum tk_status make(struct ctx *cx, const struct tk_draft *draft, bool dry_run)
{
	struct tk_txn *txn;
	struct tk_id id;
	enum tk_status st = ctx_begin(cx, &txn);
	if (st != TK_OK)
		return st;
	st = tk_new(txn, draft, &id, &cx->err);
	if (st == TK_OK && dry_run)
		st = show_new(cx, txn, &id);
	st = ctx_end(cx, txn, st, !dry_run);
	if (st == TK_OK && !dry_run) {
		cx->made = id;
		if (cx->shared == NULL) /* an atomic batch prints them when all is written */
			(void)puts(id.text);
	}
	return st;
}

static enum tk_status read_description(struct ctx *cx, const struct work_opts *o, struct tk_draft *draft,
				       struct tk_input *inputs, struct tk_str *text)
{
	enum tk_status st = TK_OK;
	if (o->message != NULL && o->file != NULL)
		return ctx_wrong(cx, TK_USAGE, N_("only one of --description and --file can be given"), NULL, NULL);
	if (o->message != NULL)
		tk_str_puts(text, o->message);
	else if (o->file != NULL)
		st = input_text(cx, o->file, text);
	else
		return TK_OK;
	input_trim(text);
	if (st == TK_OK)
		inputs[draft->ninput++] = (struct tk_input){TK_INPUT_SET, "problem.description", text->data, text->len};
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct work_opts *o = opts;
	struct tk_draft draft = {.size = sizeof draft, .by = cx->by, .received = o->at.at};
	struct source source = {0};
	struct tk_input *inputs;
	struct tk_str description;
	enum tk_status st = work_inputs(cx, &o->inputs, 1, &inputs, &draft.ninput);
	if (st == TK_OK && argc > 0 && strcmp(argv[0], "-") != 0)
		return ctx_wrong(cx, TK_USAGE, N_("what is '{1}'?"),
				 N_("a document is read from standard input with -"), argv[0]);
	if (st == TK_OK && (fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE) == O_RDONLY) { /* nobody would learn the id */
		errno = EBADF;
		st = input_failed(cx, TK_D_SYS_WRITE, "<stdout>");
	}
	if (st != TK_OK)
		return st;
	tk_str_init(&description, 0);
	tk_str_init(&source.text, 0);
	st = read_source(cx, o, argc, &source);
	if (st == TK_OK)
		st = read_description(cx, o, &draft, inputs, &description);
	if (st == TK_OK) {
		draft.input = inputs;
		draft.yaml = source.path != NULL ? source.text.data : NULL;
		draft.yaml_len = source.text.len;
		draft.yaml_path = source.path;
		st = make(cx, &draft, o->dry_run);
	}
	if (source.edited)
		editor_done(&source.file, st == TK_OK || source.text.len == 0);
	tk_str_clear(&source.text);
	tk_str_clear(&description);
	return st;
}

const struct cmd cmd_new = {
	.name = "new",
	.group = GROUP_INTAKE,
	.needs = NEED_DESK | WRITES,
	.summary = N_("make a ticket and print its number"),
	.usage = "[options] [-]",
	.example = "ticket new --channel phone --title 'will not start' --customer 'Ms Zhao'",
	.options = new_options,
	.opts_size = sizeof(struct work_opts),
	.most = 1,
	.run = run,
};
