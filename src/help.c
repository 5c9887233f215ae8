#include "help.h"

#include <stdio.h>
#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "run.h"

enum { NAME_COLUMNS = 26, TEXT_MAX = 65536 };

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
		tk_str_putc(&name, '=');
		tk_str_puts(&name, row->arg);
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
	struct tk_str first, next;
	tk_str_init(&first, 256);
	tk_str_init(&next, 256);
	tk_str_printf(&first, "%s: ticket %s ", _("usage"), cmd->name);
	tk_str_fill(&next, ' ', tk_text_width(_("usage"), strlen(_("usage"))) + 2);
	tk_str_printf(&next, "ticket %s ", cmd->name);
	put_lines(out, first.data, next.data, cmd->usage);
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

enum tk_status help_all(void)
{
	struct tk_str out;
	tk_str_init(&out, TEXT_MAX);
	tk_str_puts(&out, _("usage"));
	tk_str_puts(&out, ": ticket [options] <command> [arguments]\n");
	for (enum cmd_group group = GROUP_DESK; group < GROUP_COUNT; group++)
		put_group(&out, group);
	tk_str_putc(&out, '\n');
	tk_str_puts(&out, _("options of all commands"));
	tk_str_putc(&out, '\n');
	put_options(&out, global_options);
	tk_str_putc(&out, '\n');
	tk_str_puts(&out, _("'ticket <command> -h' shows a command's options, 'ticket help <command>' its manual."));
	tk_str_putc(&out, '\n');
	return print(&out);
}
