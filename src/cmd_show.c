/* `ticket show`: tickets as pages, as JSON, or as their files stand. */
#include <stdio.h>

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "page.h"
#include "view.h"

enum show_format { SHOW_PAGE, SHOW_JSON, SHOW_YAML };

struct show_opts {
	int format;
};

static const char *const formats[] = {"page", "json", "yaml", NULL};

static const struct opt show_options[] = {
	{.name = "format",
	 .kind = OPT_ENUM,
	 .at = offsetof(struct show_opts, format),
	 .arg = "<format>",
	 .words = formats,
	 .help = N_("page, json (an array) or yaml (the file as it is)")},
	{.name = NULL},
};

static enum tk_status print_text(struct ctx *cx, struct tk_str *text)
{
	enum tk_status st = tk_str_status(text, &cx->err);
	if (st == TK_OK)
		(void)fwrite(text->data, 1, text->len, stdout);
	return st;
}

static enum tk_status show_yaml(struct ctx *cx, const struct tk_id *id, bool first)
{
	char name[64];
	struct tk_str path, text;
	enum tk_status st;
	tk_id_path(id, name);
	tk_str_init(&path, 0);
	tk_str_init(&text, 0);
	tk_str_printf(&path, "%s/%s", tk_desk_root(cx->desk), name);
	st = input_file(cx, path.data, &text);
	if (st == TK_OK && !first)
		(void)fputs("---\n", stdout);
	if (st == TK_OK)
		st = print_text(cx, &text);
	tk_str_clear(&text);
	tk_str_clear(&path);
	return st;
}

static enum tk_status show_page(struct ctx *cx, const struct tk_ticket *ticket, bool first)
{
	struct tk_str text;
	enum tk_status st;
	tk_str_init(&text, 0);
	if (!first)
		tk_str_putc(&text, '\n');
	page_ticket(cx, ticket, &text);
	st = print_text(cx, &text);
	tk_str_clear(&text);
	return st;
}

static enum tk_status show_one(struct ctx *cx, enum show_format format, struct out *out, const struct tk_id *id,
			       bool first)
{
	struct tk_ticket *ticket;
	struct tk_arena_mark mark = tk_arena_mark(cx->arena);
	enum tk_status st = tk_desk_load(cx->desk, id, cx->arena, &ticket, &cx->err);
	if (st == TK_OK && format == SHOW_PAGE)
		st = show_page(cx, ticket, first);
	else if (st == TK_OK && format == SHOW_YAML)
		st = show_yaml(cx, id, first);
	else if (st == TK_OK)
		out_ticket(out, ticket);
	tk_arena_release(cx->arena, mark);
	return st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct show_opts *o = opts;
	enum show_format format = o->format == 0 ? SHOW_PAGE : (enum show_format)(o->format - 1);
	struct view_opts view = {.format = OUT_JSON + 1};
	struct out *out = NULL;
	struct tk_id *ids;
	size_t n;
	enum tk_status st = input_ids(cx, argc, argv, &ids, &n);
	if (st == TK_OK && format == SHOW_JSON)
		st = view_open(cx, &view, OUT_JSON, &out);
	if (st == TK_OK && out != NULL)
		st = out_begin(out, NULL, 0, &cx->err);
	for (size_t i = 0; st == TK_OK && i < n; i++)
		st = show_one(cx, format, out, &ids[i], i == 0);
	if (st == TK_OK && out != NULL)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

const struct cmd cmd_show = {
	.name = "show",
	.group = GROUP_LOOK,
	.needs = NEED_DESK,
	.summary = N_("show tickets with all that is known of them"),
	.usage = "[options] <id>...",
	.example = "ticket show 22001\nticket show TS20261122001 --format json",
	.options = show_options,
	.opts_size = sizeof(struct show_opts),
	.least = 1,
	.most = CMD_ANY,
	.run = run,
};
