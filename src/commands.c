/* All commands, in the order of their names. */
#include <string.h>

#include "ticket/text.h"

#include "cmd.h"

static const struct cmd *const commands[] = {
	&cmd_help,
};

enum { COMMANDS = sizeof commands / sizeof *commands };

const struct cmd *cmd_at(size_t i)
{
	return i < COMMANDS ? commands[i] : NULL;
}

const struct cmd *cmd_find(const char *name)
{
	const struct cmd *cmd;
	for (size_t i = 0; (cmd = cmd_at(i)) != NULL; i++)
		if (strcmp(cmd->name, name) == 0)
			return cmd;
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
