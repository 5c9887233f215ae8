#include "help.h"

#include <stdio.h>
#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "names.h"
#include "run.h"

enum { NAME_COLUMNS = 28, TEXT_MAX = 65536 };

static const char *const group_labels[GROUP_COUNT] = {
	[GROUP_DESK] = N_("the desk"), [GROUP_INTAKE] = N_("intake"), [GROUP_WORK] = N_("work on tickets"),
	[GROUP_LOOK] = N_("look"),     [GROUP_UPKEEP] = N_("upkeep"),
};

/* A name, filled up to the column where the texts begin (at least two blanks), and the text. */
static void put_row(struct tk_str *out, const struct tk_str *name, size_t columns, const char *text)
{
	size_t width = tk_text_width(name->data, name->len);
	tk_str_add(out, name->data, name->len);
	tk_str_fill(out, ' ', width + 2 <= columns ? columns - width : 2);
	tk_str_puts(out, text);
	tk_str_putc(out, '\n');
}

static void put_option(struct tk_str *out, const struct opt *row)
{
	struct tk_str name;
	tk_str_init(&name, 256);
	if (row->letter != 0)
		tk_str_printf(&name, "  -%c, ", row->letter);
	else
		tk_str_puts(&name, "  ");
	tk_str_puts(&name, row->no ? "--[no-]" : "--");
	tk_str_puts(&name, row->name);
	if (row->arg != NULL) {
		tk_str_puts(&name, row->maybe ? "[=" : "=");
		names_synopsis(&name, row->arg);
		tk_str_puts(&name, row->maybe ? "]" : "");
	}
	put_row(out, &name, NAME_COLUMNS, _(row->help));
	tk_str_clear(&name);
}

static void put_options(struct tk_str *out, const struct opt *rows)
{
	for (; rows != NULL && rows->name != NULL; rows++)
		put_option(out, rows);
}

/* A text of several lines, each with something in front. */
static void put_lines(struct tk_str *out, const char *first, const char *next, const char *text)
{
	const char *head = first;
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		tk_str_puts(out, head);
		tk_str_add(out, text, len);
		tk_str_putc(out, '\n');
		text += len + (text[len] == '\n' ? 1 : 0);
		head = next;
	}
}

static void put_usage(struct tk_str *out, const struct cmd *cmd)
{
	struct tk_str first, next, rest;
	tk_str_init(&first, 256);
	tk_str_init(&next, 256);
	tk_str_printf(&first, "%sticket %s ", _("usage: "), cmd->name);
	tk_str_fill(&next, ' ', tk_text_width(_("usage: "), strlen(_("usage: "))));
	tk_str_printf(&next, "ticket %s ", cmd->name);
	tk_str_init(&rest, 1024);
	names_synopsis(&rest, cmd->usage);
	put_lines(out, first.data, next.data, rest.data);
	tk_str_clear(&rest);
	tk_str_clear(&first);
	tk_str_clear(&next);
}

void help_text(const struct cmd *cmd, struct tk_str *out)
{
	put_usage(out, cmd);
	tk_str_putc(out, '\n');
	put_lines(out, "  ", "  ", _(cmd->summary));
	if (cmd->options != NULL || cmd->more_options != NULL)
		tk_str_putc(out, '\n');
	put_options(out, cmd->options);
	put_options(out, cmd->more_options);
	if (cmd->example != NULL) {
		tk_str_putc(out, '\n');
		put_lines(out, "  $ ", "  $ ", cmd->example);
	}
	tk_str_putc(out, '\n');
	tk_str_puts(out, _("Options of all commands: ticket -h.  More: ticket help "));
	tk_str_puts(out, cmd->name);
	tk_str_putc(out, '\n');
}

static enum tk_status print(struct tk_str *out)
{
	(void)fwrite(out->data, 1, out->len, stdout);
	tk_str_clear(out);
	return TK_OK;
}

enum tk_status help_command(const struct cmd *cmd)
{
	struct tk_str out;
	tk_str_init(&out, TEXT_MAX);
	help_text(cmd, &out);
	return print(&out);
}

static void put_group(struct tk_str *out, enum cmd_group group)
{
	const struct cmd *cmd;
	tk_str_putc(out, '\n');
	tk_str_puts(out, _(group_labels[group]));
	tk_str_putc(out, '\n');
	for (size_t i = 0; (cmd = cmd_at(i)) != NULL; i++) {
		struct tk_str name;
		if (cmd->group != group)
			continue;
		tk_str_init(&name, 256);
		tk_str_puts(&name, "  ");
		tk_str_puts(&name, cmd->name);
		put_row(out, &name, 14, _(cmd->summary));
		tk_str_clear(&name);
	}
}

static void put_fields(struct ctx *cx, struct tk_str *out)
{
	(void)cx;
	for (int i = 0; i < TK_FIELD_COUNT; i++) {
		struct tk_str name;
		tk_str_init(&name, 256);
		tk_str_printf(&name, "  %s", tk_field(i)->name);
		put_row(out, &name, NAME_COLUMNS, _(tk_field(i)->doc));
		tk_str_clear(&name);
	}
}

static void put_event(struct tk_str *out, const struct tk_event *event, const char *verb, const char *label)
{
	struct tk_str name;
	tk_str_init(&name, 256);
	tk_str_printf(&name, "  %-15s %-10s", event->name, verb == NULL ? "-" : verb);
	put_row(out, &name, NAME_COLUMNS, label);
	tk_str_clear(&name);
}

/* The builtin events, then those of the desk's policy, which are commands by their verb or their own name. */
static void put_events(struct ctx *cx, struct tk_str *out)
{
	const char *const *names;
	size_t n = ctx_try(cx, NEED_POLICY) ? tk_policy_names(cx->policy, TK_THING_EVENT, NULL, &names) : 0;
	for (int i = 0; i < TK_EVENT_COUNT; i++)
		put_event(out, tk_event(i), tk_event(i)->verb, C_("event", tk_event(i)->label));
	for (size_t i = 0; i < n; i++) {
		const struct tk_event *event = tk_policy_event(cx->policy, names[i], strlen(names[i]));
		if (event != NULL && tk_event_find(names[i], strlen(names[i])) < 0)
			put_event(out, event, event->verb == NULL ? event->name : event->verb,
				  tk_policy_label(cx->policy, TK_THING_EVENT, NULL, names[i], i18n_language()));
	}
}

/* Every field or key whose values are words of ours, and the words. */
static void put_word_list(struct tk_str *out, const char *name, enum tk_words list)
{
	size_t n;
	const struct tk_word *words = tk_words(list, &n);
	tk_str_puts(out, name);
	tk_str_putc(out, '\n');
	for (size_t i = 0; i < n; i++) {
		struct tk_str id;
		tk_str_init(&id, 256);
		tk_str_printf(&id, "  %s", words[i].id);
		put_row(out, &id, NAME_COLUMNS,
			list == TK_WORDS_STATUS ? C_("status", words[i].label) : _(words[i].label));
		tk_str_clear(&id);
	}
}

static void put_words(struct ctx *cx, struct tk_str *out)
{
	(void)cx;
	for (int i = 0; i < TK_FIELD_COUNT; i++)
		if (tk_field(i)->kind == TK_KIND_WORD && (tk_field(i)->flags & TK_F_DERIVED) == 0)
			put_word_list(out, tk_field(i)->name, tk_field(i)->words);
	for (int i = 0; i < TK_KEY_COUNT; i++)
		if (tk_key(i)->kind == TK_KIND_WORD && i != TK_KEY_CHANNEL)
			put_word_list(out, tk_key(i)->name, tk_key(i)->words);
}

bool help_table(struct ctx *cx, const char *what)
{
	static const struct {
		const char *name;
		void (*put)(struct ctx *cx, struct tk_str *out);
	} tables[] = {{"fields", put_fields}, {"events", put_events}, {"words", put_words}};
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct tk_str out;
		if (strcmp(tables[i].name, what) != 0)
			continue;
		tk_str_init(&out, TEXT_MAX);
		tables[i].put(cx, &out);
		(void)print(&out);
		return true;
	}
	return false;
}

enum tk_status help_all(void)
{
	struct tk_str out;
	tk_str_init(&out, TEXT_MAX);
	tk_str_puts(&out, _("usage: "));
	names_synopsis(&out, "ticket [options] <command> [arguments]\n");
	for (enum cmd_group group = GROUP_DESK; group < GROUP_COUNT; group++)
		put_group(&out, group);
	tk_str_putc(&out, '\n');
	tk_str_puts(&out, _("options of all commands"));
	tk_str_putc(&out, '\n');
	put_options(&out, global_options);
	tk_str_putc(&out, '\n');
	tk_str_puts(&out, _("'ticket <command> -h' shows its options, 'ticket help <command>' its manual."));
	tk_str_putc(&out, '\n');
	return print(&out);
}
