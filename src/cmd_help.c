/* `ticket help`: the commands, a command's manual, or one of the tables that people need at hand. */
#include <string.h>

#include "cmd.h"
#include "extern.h"
#include "help.h"
#include "i18n.h"

/* The page beside the program (in the tree), in the language spoken where there is one; false when there is none. */
static bool page_in_tree(const struct ctx *cx, const char *name, struct tk_str *ret)
{
	static const char *const dirs[] = {"/../man/zh_CN/", "/../man/"};
	const char *slash = cx->env->program == NULL ? NULL : strrchr(cx->env->program, '/');
	for (size_t i = strcmp(i18n_language(), "zh") == 0 ? 0 : 1; slash != NULL && i < 2; i++) {
		tk_str_reset(ret);
		tk_str_add(ret, cx->env->program, (size_t)(slash - cx->env->program));
		tk_str_puts(ret, dirs[i]);
		tk_str_puts(ret, name);
		tk_str_puts(ret, ".1");
		if (ret->failed == TK_OK && extern_is_file(ret->data))
			return true;
	}
	return false;
}

/* Shows a page with man(1); false when there is no man or no page. */
static bool show_page(const struct ctx *cx, const struct cmd *cmd)
{
	static char local[] = "-l";
	struct tk_str man, name, page;
	bool shown = false;
	tk_str_init(&man, 0);
	tk_str_init(&name, 256);
	tk_str_init(&page, 0);
	tk_str_puts(&name, "ticket-");
	tk_str_puts(&name, cmd->name);
	if (extern_find(cx, "man", false, &man)) {
		bool in_tree = page_in_tree(cx, name.data, &page);
		char *const argv_tree[] = {man.data, local, page.data, NULL};
		char *const argv_installed[] = {man.data, name.data, NULL};
		shown = extern_wait(man.data, in_tree ? argv_tree : argv_installed, true) == 0;
	}
	tk_str_clear(&page);
	tk_str_clear(&name);
	tk_str_clear(&man);
	return shown;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct cmd *cmd;
	(void)opts;
	ctx_speak(cx);
	if (argc == 0)
		return help_all();
	if (help_table(cx, argv[0]))
		return TK_OK;
	cmd = cmd_find(argv[0]);
	if (cmd == NULL)
		return complain(&cx->wrong, TK_USAGE, N_("there is no command '{1}'"),
				N_("'ticket help' lists the commands"), argv[0], NULL);
	return show_page(cx, cmd) ? TK_OK : help_command(cmd);
}

const struct cmd cmd_help = {
	.name = "help",
	.group = GROUP_UPKEEP,
	.summary = N_("show the commands, a manual page or a table"),
	.usage = "[<command>]\nfields | events | words",
	.example = "ticket help assign",
	.opts_size = 1,
	.most = 1,
	.run = run,
};
