#include "work.h"

#include <stdio.h>
#include <string.h>

#include "ticket/text.h"

#include "diff.h"
#include "editor.h"
#include "i18n.h"
#include "input.h"
#include "names.h"
#include "view.h"

#define AT(member) offsetof(struct work_opts, member)
const struct opt work_options[] = {
	{.name = "message",
	 .letter = 'm',
	 .kind = OPT_STR,
	 .at = AT(message),
	 .arg = "<text>",
	 .help = N_("what there is to say")},
	{.name = "file",
	 .letter = 'F',
	 .kind = OPT_STR,
	 .at = AT(file),
	 .arg = "<file>",
	 .help = N_("take that text from a file, - for standard input")},
	{.name = "edit", .letter = 'e', .kind = OPT_BOOL, .at = AT(edit), .help = N_("write that text in an editor")},
	{.name = "at", .kind = OPT_TIME, .at = AT(at), .arg = "<time>", .help = N_("when it happened, if not now")},
	{WORK_ROW("set", TK_INPUT_SET, NULL, "<field>=<value>", N_("set a field as well")), .many = true},
	{WORK_ROW("add", TK_INPUT_ADD, NULL, "<list>=<entry>", N_("add to a list, like parts={number: A1}")),
	 .many = true},
	{.name = "dry-run",
	 .letter = 'n',
	 .kind = OPT_BOOL,
	 .at = AT(dry_run),
	 .help = N_("show what would be written, write nothing")},
	{.name = NULL},
};
#undef AT

static enum tk_status no_memory(struct ctx *cx)
{
	return ctx_wrong(cx, TK_NOMEM, N_("out of memory"), NULL, NULL);
}

/* "ratings," and "timeliness=5" come to the key ratings.timeliness; NULL and "team=x" to team. */
static enum tk_status add_pair(struct ctx *cx, const struct opt *opt, const char *pair, size_t len,
			       struct tk_input *ret)
{
	const char *equals = memchr(pair, '=', len);
	size_t before = opt->maps == NULL ? 0 : strlen(opt->maps) - 1;
	struct tk_str name;
	if (equals == NULL || equals == pair)
		return complain(&cx->wrong, TK_USAGE, N_("option '--{1}' needs name=value, not '{2}'"), NULL, opt->name,
				pair);
	tk_str_init(&name, 512);
	if (before > 0) {
		tk_str_add(&name, opt->maps, before);
		tk_str_putc(&name, '.');
	}
	tk_str_add(&name, pair, (size_t)(equals - pair));
	ret->name = name.failed == TK_OK ? tk_arena_strndup(cx->arena, name.data, name.len) : NULL;
	ret->kind = (enum tk_input_kind)opt->how;
	ret->value = equals + 1;
	ret->len = len - (size_t)(equals + 1 - pair);
	tk_str_clear(&name);
	return ret->name == NULL ? no_memory(cx) : TK_OK;
}

/* One option: a value for what it maps to; a pair where that is open ("…." one pair, "…," several, NULL any name). */
static enum tk_status add_input(struct ctx *cx, const struct opt_input *given, struct tk_input *ret, size_t *n)
{
	const char *maps = given->opt->maps;
	const char *last = maps == NULL ? "." : maps + strlen(maps) - 1;
	const char *value = given->value;
	enum tk_status st = TK_OK;
	if (given->opt->how == TK_INPUT_UNSET) {
		ret[(*n)++] = (struct tk_input){TK_INPUT_UNSET, value, "", 0};
	} else if (*last == ',') {
		while (st == TK_OK && *value != '\0') {
			size_t len = strcspn(value, ",");
			st = add_pair(cx, given->opt, value, len, &ret[*n]);
			++*n;
			value += len + (value[len] == ',' ? 1 : 0);
		}
	} else if (*last == '.') {
		st = add_pair(cx, given->opt, value, strlen(value), &ret[*n]);
		++*n;
	} else {
		ret[(*n)++] = (struct tk_input){(enum tk_input_kind)given->opt->how, maps, value, strlen(value)};
	}
	return st;
}

/* Whether one of two inputs would undo the other. */
static bool same_target(const struct tk_input *a, const struct tk_input *b)
{
	return a->kind != TK_INPUT_ADD && b->kind != TK_INPUT_ADD &&
	       (a->kind == TK_INPUT_KEY) == (b->kind == TK_INPUT_KEY) && a->name && b->name &&
	       strcmp(a->name, b->name) == 0;
}

enum tk_status work_inputs(struct ctx *cx, const struct opt_inputs *given, size_t spare, struct tk_input **ret,
			   size_t *ret_n)
{
	size_t most = spare + 1, n = 0;
	struct tk_input *inputs;
	for (size_t i = 0; i < given->n; i++)
		most += 1 + strlen(given->item[i].value) / 2; /* a list of pairs has at most that many */
	inputs = tk_arena_array(cx->arena, most, sizeof *inputs);
	if (inputs == NULL)
		return no_memory(cx);
	for (size_t i = 0; i < given->n; i++) {
		enum tk_status st = add_input(cx, &given->item[i], inputs, &n);
		if (st != TK_OK)
			return st;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (same_target(&inputs[i], &inputs[j]))
				return ctx_wrong(cx, TK_USAGE, N_("'{1}' is given twice"), NULL, inputs[i].name);
	*ret = inputs;
	*ret_n = n;
	return TK_OK;
}

/* Lines with # are the program's; what is left is the text. */
static void drop_comments(struct tk_str *text)
{
	char *to = text->data;
	for (char *from = text->data; *from != '\0';) {
		size_t len = strcspn(from, "\n");
		len += from[len] == '\n' ? 1 : 0;
		if (*from != '#') {
			memmove(to, from, len);
			to += len;
		}
		from += len;
	}
	*to = '\0';
	text->len = (size_t)(to - text->data);
}

static enum tk_status edit_message(struct ctx *cx, const char *event, const struct work *work, struct tk_str *ret)
{
	struct editor_file file;
	struct tk_str text;
	size_t lead;
	enum tk_status st;
	tk_str_init(&text, 65536);
	tk_str_puts(&text, "\n# ");
	tk_str_puts(&text, _("Lines that begin with # are ignored; without any other nothing is done."));
	for (size_t i = 0; i < work->nid && i < 20; i++) {
		tk_str_puts(&text, "\n# ");
		tk_str_puts(&text, names_event(event, view_policy(cx)));
		tk_str_putc(&text, ' ');
		tk_str_puts(&text, work->id[i].text);
	}
	tk_str_putc(&text, '\n');
	st = editor_run(cx, "note.txt", text.data, text.len, &file);
	tk_str_clear(&text);
	if (st != TK_OK)
		return st;
	drop_comments(&file.text);
	input_trim(&file.text);
	lead = strspn(file.text.data, "\n"); /* the empty line that the form begins with */
	tk_str_add(ret, file.text.data + lead, file.text.len - lead);
	editor_done(&file, true);
	return ret->len > 0 ? TK_OK : ctx_wrong(cx, TK_USAGE, N_("no text was written: nothing is done"), NULL, NULL);
}

/* The note from -m, -F or -e; `ret_given` says whether there is one. */
static enum tk_status read_message(struct ctx *cx, const struct work_opts *o, const char *event,
				   const struct work *work, struct tk_str *ret, bool *ret_given)
{
	enum tk_status st = TK_OK;
	*ret_given = o->message != NULL || o->file != NULL || o->edit;
	if ((o->message != NULL) + (o->file != NULL) + (o->edit ? 1 : 0) > 1)
		return ctx_wrong(cx, TK_USAGE, N_("only one of --message, --file and --edit can be given"), NULL, NULL);
	if (o->message != NULL)
		tk_str_puts(ret, o->message);
	else if (o->file != NULL)
		st = input_text(cx, o->file, ret);
	else if (o->edit)
		st = edit_message(cx, event, work, ret);
	if (st == TK_OK && tk_utf8_check(ret->data, ret->len) != ret->len)
		st = ctx_wrong(cx, TK_USAGE, N_("the text is not valid UTF-8"), NULL, NULL);
	if (st == TK_OK)
		input_trim(ret);
	return st;
}

enum tk_status work_prepare(struct ctx *cx, const struct work_opts *o, const char *event, const char *message_field,
			    int argc, char **argv, struct work *ret)
{
	struct work work = {.act = {.size = sizeof work.act, .event = event, .by = cx->by, .at = o->at.at},
			    .dry_run = o->dry_run};
	struct tk_input *inputs = NULL;
	struct tk_id *ids = NULL;
	struct tk_str message;
	bool given = false;
	char *copy;
	enum tk_status st = work_inputs(cx, &o->inputs, 1, &inputs, &work.act.ninput);
	if (st == TK_OK)
		st = input_ids(cx, argc, argv, &ids, &work.nid);
	if (st != TK_OK)
		return st;
	work.id = ids;
	work.act.input = inputs;
	tk_str_init(&message, 0);
	st = read_message(cx, o, event, &work, &message, &given);
	copy = st == TK_OK ? tk_arena_strndup(cx->arena, message.data, message.len) : NULL;
	if (st == TK_OK && copy == NULL)
		st = no_memory(cx);
	if (st == TK_OK && given && message_field != NULL && inputs != NULL) {
		inputs[work.act.ninput++] = (struct tk_input){TK_INPUT_SET, message_field, copy, message.len};
	} else if (st == TK_OK && given) {
		work.act.note = copy;
		work.act.note_len = message.len;
	}
	tk_str_clear(&message);
	if (st == TK_OK)
		*ret = work;
	return st;
}

enum tk_status work_show_diff(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const char *before,
			      size_t before_len)
{
	const char *after;
	size_t len;
	char name[64];
	struct tk_str out;
	enum tk_status st = tk_txn_text(txn, id, &after, &len, &cx->err);
	if (st != TK_OK)
		return st;
	tk_id_path(id, name);
	tk_str_init(&out, 0);
	diff_unified(&out, name, before, before_len, after, len);
	st = tk_str_status(&out, &cx->err);
	if (st == TK_OK)
		(void)fwrite(out.data, 1, out.len, stdout);
	tk_str_clear(&out);
	return st;
}

/* "TS20261122001: assigned P2 tech-support li" */
static void say_state(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id)
{
	static const int fields[] = {TK_FIELD_STATUS, TK_FIELD_PRIORITY, TK_FIELD_TEAM, TK_FIELD_ASSIGNEE};
	const struct tk_ticket *ticket;
	struct tk_str line;
	if (tk_txn_load(txn, id, &ticket, NULL) != TK_OK)
		return;
	tk_str_init(&line, 1024);
	tk_str_puts(&line, id->text);
	tk_str_putc(&line, ':');
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct tk_value v = tk_ticket_get(ticket, fields[i], cx->now);
		if (!v.set)
			continue;
		tk_str_putc(&line, ' ');
		tk_text_safe(&line, v.text, v.len, false);
	}
	tk_str_putc(&line, '\n');
	(void)fwrite(line.data, 1, line.len, stderr);
	tk_str_clear(&line);
}

static enum tk_status apply_one(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const struct work *work)
{
	const char *before = NULL;
	size_t before_len = 0;
	enum tk_status st = TK_OK;
	if (work->dry_run)
		st = tk_txn_text(txn, id, &before, &before_len, &cx->err);
	if (st == TK_OK)
		st = work->apply != NULL ? work->apply(cx, txn, id, work) : tk_act(txn, id, &work->act, &cx->err);
	if (st == TK_OK && work->dry_run)
		st = work_show_diff(cx, txn, id, before, before_len);
	return st;
}

/* Says which of several tickets it was; the first failure decides the exit code. */
static void report_one(struct ctx *cx, const struct tk_id *id)
{
	struct tk_str place;
	const char *outer = cx->place;
	tk_str_init(&place, 512);
	tk_str_puts(&place, outer);
	tk_str_puts(&place, ": ");
	tk_str_puts(&place, id->text);
	cx->place = place.data;
	ctx_report(cx);
	cx->place = outer;
	cx->silent = false;
	tk_str_clear(&place);
}

enum tk_status work_run(struct ctx *cx, const struct work *work)
{
	struct tk_txn *txn;
	enum tk_status first = TK_OK;
	struct tk_error first_err;
	enum tk_status st = ctx_begin(cx, &txn);
	if (st != TK_OK)
		return st;
	for (size_t i = 0; i < work->nid; i++) {
		st = apply_one(cx, txn, &work->id[i], work);
		if (st == TK_OK)
			continue;
		if (work->nid > 1)
			report_one(cx, &work->id[i]);
		if (first == TK_OK) {
			first = st;
			first_err = cx->err;
		}
	}
	if (first != TK_OK) {
		cx->err = first_err;
		cx->silent = work->nid > 1;
	}
	for (size_t i = 0; first == TK_OK && cx->verbose && i < work->nid; i++)
		say_state(cx, txn, &work->id[i]);
	return ctx_end(cx, txn, first, !work->dry_run);
}
