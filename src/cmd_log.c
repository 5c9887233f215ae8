/* `ticket log`: what happened to tickets, in the order of time. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "page.h"
#include "view.h"

/* The columns of tables: what fits a line. */
static const struct view_column columns[] = {
	{"ticket", N_("number"), TK_KIND_TICKET}, {"at", N_("at"), TK_KIND_TIME},   {"by", N_("by"), TK_KIND_TEXT},
	{"event", N_("event"), TK_KIND_TEXT},     {"set", N_("set"), TK_KIND_TEXT}, {"note", N_("note"), TK_KIND_PARA},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* "priority=P2, team=logistics"; in the arena. */
static const char *changes(struct ctx *cx, const struct tk_node *set)
{
	struct tk_str text;
	const char *copy;
	tk_str_init(&text, 65536);
	for (const struct tk_node *item = tk_node_first(set); item != NULL; item = tk_node_next(item)) {
		tk_str_puts(&text, text.len == 0 ? "" : ", ");
		tk_str_puts(&text, tk_node_key(item, NULL));
		tk_str_putc(&text, '=');
		tk_str_puts(&text, tk_node_text(item, NULL) == NULL ? "" : tk_node_text(item, NULL));
	}
	copy = text.len == 0 ? NULL : tk_arena_strndup(cx->arena, text.data, text.len);
	tk_str_clear(&text);
	return copy;
}

static void put_short(struct ctx *cx, struct out *out, const struct tk_id *id, const struct tk_entry *e)
{
	struct tk_value values[COLUMNS];
	values[0] = out_text(id->text);
	values[1] = out_time(e->at);
	values[2] = out_text(e->by);
	values[3] = out_text(e->event);
	values[4] = out_text(e->set == NULL ? NULL : changes(cx, e->set));
	values[5] = out_text(e->note);
	out_row(out, values);
}

/* A key of an entry as it stands in the file. */
static struct tk_value key_value(const struct tk_entry *e, int id)
{
	const struct tk_key *key = tk_key(id);
	const struct tk_node *node = tk_node_get(e->node, key->name);
	struct tk_value value = {.kind = key->kind};
	if (node == NULL || tk_node_is_null(node))
		return value;
	value.set = true;
	value.text = tk_node_text(node, &value.len);
	value.node = value.text == NULL ? node : NULL;
	if (key->kind == TK_KIND_BOOL)
		value.number = value.text != NULL && strcmp(value.text, "true") == 0;
	if (key->kind == TK_KIND_INT &&
	    (value.text == NULL || !opt_number(value.text, INT64_MIN, INT64_MAX, &value.number)))
		value.set = false;
	return value;
}

/* Machines get the number and every key that an entry can have. */
static void put_whole(struct out *out, const struct tk_id *id, const struct tk_entry *e)
{
	struct tk_value values[1 + TK_KEY_COUNT];
	values[0] = out_text(id->text);
	for (int key = 0; key < TK_KEY_COUNT; key++)
		values[1 + key] = key_value(e, key);
	out_row(out, values);
}

static enum tk_status begin_whole(struct ctx *cx, struct out *out)
{
	struct out_column all[1 + TK_KEY_COUNT];
	all[0] = (struct out_column){.name = "ticket", .label = _("number"), .kind = TK_KIND_TICKET, .field = -1};
	for (int id = 0; id < TK_KEY_COUNT; id++) {
		const struct tk_key *key = tk_key(id);
		all[1 + id] = (struct out_column){.name = key->name,
						  .label = C_("key", key->label),
						  .kind = key->kind,
						  .field = -1,
						  .words = key->words};
	}
	return out_begin(out, all, 1 + TK_KEY_COUNT, &cx->err);
}

static void put_entries(struct ctx *cx, struct out *out, bool whole, const struct tk_id *id,
			const struct tk_ticket *ticket)
{
	const struct tk_entry *const *entries;
	size_t n = tk_ticket_log_by_time(ticket, &entries);
	for (size_t i = 0; i < n; i++) {
		if (whole)
			put_whole(out, id, entries[i]);
		else
			put_short(cx, out, id, entries[i]);
	}
}

static enum tk_status print_pages(struct ctx *cx, const struct tk_id *ids, size_t n)
{
	struct tk_str text;
	enum tk_status st = TK_OK;
	tk_str_init(&text, 0);
	for (size_t i = 0; st == TK_OK && i < n; i++) {
		struct tk_ticket *ticket;
		st = tk_desk_load(cx->desk, &ids[i], cx->arena, &ticket, &cx->err);
		if (st != TK_OK)
			break;
		if (n > 1) {
			tk_str_puts(&text, ids[i].text);
			tk_str_putc(&text, '\n');
		}
		page_log(cx, ticket, &text);
	}
	if (st == TK_OK)
		st = tk_str_status(&text, &cx->err);
	if (st == TK_OK)
		(void)fwrite(text.data, 1, text.len, stdout);
	tk_str_clear(&text);
	return st;
}

static enum tk_status print_records(struct ctx *cx, const struct view_opts *view, const struct tk_id *ids, size_t n)
{
	enum out_format format = view_format(view, OUT_TABLE);
	bool whole = format != OUT_TABLE && format != OUT_MARKDOWN;
	struct out *out;
	enum tk_status st = view_open(cx, view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	st = whole ? begin_whole(cx, out) : view_begin(cx, out, columns, COLUMNS);
	for (size_t i = 0; st == TK_OK && i < n; i++) {
		struct tk_ticket *ticket;
		st = tk_desk_load(cx->desk, &ids[i], cx->arena, &ticket, &cx->err);
		if (st == TK_OK)
			put_entries(cx, out, whole, &ids[i], ticket);
	}
	if (st == TK_OK)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct view_opts *view = opts;
	struct tk_id *ids;
	size_t n;
	enum tk_status st = input_ids(cx, argc, argv, &ids, &n);
	if (st != TK_OK)
		return st;
	if (view->format == 0 && view->template == NULL)
		return print_pages(cx, ids, n);
	return print_records(cx, view, ids, n);
}

const struct cmd cmd_log = {
	.name = "log",
	.group = GROUP_LOOK,
	.needs = NEED_DESK,
	.summary = N_("show what happened to tickets, and when"),
	.usage = "[options] <id>...",
	.example = "ticket log 22001\nticket log 22001 --format csv",
	.options = view_options,
	.opts_size = sizeof(struct view_opts),
	.least = 1,
	.most = CMD_ANY,
	.run = run,
};
