/* All commands, in the order of their names. */
#include <string.h>

#include "ticket/text.h"

#include "verbs.h"

static const struct cmd *const commands[] = {
	&cmd_attach, &cmd_batch,  &cmd_calendar, &cmd_check, &cmd_edit,  &cmd_event, &cmd_help,
	&cmd_init,   &cmd_link,   &cmd_list,     &cmd_log,   &cmd_merge, &cmd_new,   &cmd_overdue,
	&cmd_policy, &cmd_report, &cmd_search,   &cmd_show,  &cmd_sla,   &cmd_staff, NULL,
};

/* The table above and that of the verbs, merged: both are in the order of their names. */
const struct cmd *cmd_at(size_t i)
{
	size_t c = 0, v = 0;
	for (;;) {
		const struct cmd *command = commands[c];
		const struct cmd *verb = v < verb_count ? &verbs[v].cmd : NULL;
		bool verb_first = command == NULL || (verb != NULL && strcmp(verb->name, command->name) < 0);
		if (i-- == 0)
			return verb_first ? verb : command;
		if (command == NULL && verb == NULL)
			return NULL;
		v += verb_first;
		c += !verb_first;
	}
}

const struct cmd *cmd_find(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	for (size_t i = 0; i < verb_count; i++)
		if (strcmp(verbs[i].cmd.name, name) == 0)
			return &verbs[i].cmd;
	return NULL;
}

const char *cmd_suggest(const char *name)
{
	const char *names[256];
	const struct cmd *cmd;
	size_t n = 0;
	for (size_t i = 0; (cmd = cmd_at(i)) != NULL && n < sizeof names / sizeof *names; i++)
		names[n++] = cmd->name;
	return tk_text_suggest(name, strlen(name), names, n);
}
