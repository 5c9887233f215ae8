/* `ticket init`: makes a desk in a folder. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "i18n.h"
#include "input.h"

struct init_opts {
	const char *name, *timezone, *profile, *node, *person;
	bool shared, no_person;
};

#define AT(member) offsetof(struct init_opts, member)
static const struct opt init_options[] = {
	{.name = "name",
	 .kind = OPT_STR,
	 .at = AT(name),
	 .arg = "<text>",
	 .help = N_("the desk's name (the folder's)")},
	{.name = "timezone",
	 .kind = OPT_STR,
	 .at = AT(timezone),
	 .arg = "<zone>",
	 .help = N_("like Asia/Shanghai (the machine's)")},
	{.name = "profile",
	 .kind = OPT_STR,
	 .at = AT(profile),
	 .arg = "<name>",
	 .help = N_("the rules to begin with (after-sales)")},
	{.name = "shared", .kind = OPT_BOOL, .at = AT(shared), .help = N_("tickets are made in several clones")},
	{.name = "node",
	 .kind = OPT_STR,
	 .at = AT(node),
	 .arg = "<letters>",
	 .help = N_("what this clone puts into its numbers")},
	{.name = "person",
	 .kind = OPT_STR,
	 .at = AT(person),
	 .arg = "<name>",
	 .help = N_("who leads all teams at first (who runs it)")},
	{.name = "no-staff", .kind = OPT_BOOL, .at = AT(no_person), .help = N_("make no staff.yaml")},
	{.name = NULL},
};
#undef AT

/* The machine's zone: TZ where it is a plain name, else where /etc/localtime leads, else /etc/timezone; "" = none. */
static void machine_zone(struct ctx *cx, struct tk_str *ret)
{
	static const char database[] = "/zoneinfo/";
	const char *variable = getenv("TZ");
	char link[1024];
	ssize_t len = readlink("/etc/localtime", link, sizeof link - 1);
	struct tk_zone *zone = NULL;
	const char *name = "";
	if (variable != NULL && *variable == ':')
		variable++;
	if (variable != NULL && *variable != '\0') {
		name = variable;
	} else if (len > 0) {
		link[len] = '\0';
		name = strstr(link, database);
		name = name == NULL ? "" : name + strlen(database);
	}
	if (*name != '\0')
		tk_str_puts(ret, name);
	else if (access("/etc/timezone", R_OK) == 0 && input_file(cx, "/etc/timezone", ret) == TK_OK)
		input_trim(ret);
	if (tk_zone_load(ret->data, ret->len, &zone, NULL) != TK_OK)
		tk_str_reset(ret);
	tk_zone_free(zone);
}

/* Asks on the terminal; Enter takes what is proposed.  False at the end of the input. */
static bool ask(const char *question, const char *proposed, struct tk_str *ret)
{
	char line[1024];
	(void)fprintf(stderr, "%s [%s]: ", _(question), proposed);
	(void)fflush(stderr);
	if (fgets(line, sizeof line, stdin) == NULL)
		return false;
	tk_str_reset(ret);
	tk_str_puts(ret, line);
	input_trim(ret);
	if (ret->len == 0)
		tk_str_puts(ret, proposed);
	return true;
}

static bool on_terminal(void)
{
	return isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
}

static enum tk_status choose_zone(struct ctx *cx, const struct init_opts *o, struct tk_str *ret)
{
	struct tk_str found;
	enum tk_status st = TK_OK;
	tk_str_reset(ret);
	if (o->timezone != NULL) {
		tk_str_puts(ret, o->timezone);
		return TK_OK;
	}
	tk_str_init(&found, 1024);
	machine_zone(cx, &found);
	if (found.len == 0)
		tk_str_puts(&found, "UTC");
	if (!on_terminal() || cx->quiet)
		tk_str_add(ret, found.data, found.len);
	else if (!ask(N_("time zone"), found.data, ret))
		st = ctx_wrong(cx, TK_USAGE, N_("no answer: nothing is done"), NULL, NULL);
	tk_str_clear(&found);
	return st;
}

/* The folder to make a desk in, made when it is missing. */
static enum tk_status make_folder(struct ctx *cx, const char *path, bool *ret_made)
{
	*ret_made = mkdir(path, 0777) == 0;
	if (*ret_made || errno == EEXIST)
		return TK_OK;
	return input_failed(cx, TK_D_SYS_WRITE, path);
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	const struct init_opts *o = opts;
	const char *root = argc > 0 ? argv[0] : cx->dir != NULL ? cx->dir : ".";
	bool node_only = o->node != NULL && o->name == NULL && o->timezone == NULL && o->profile == NULL && !o->shared;
	struct tk_desk_init how = {
		.size = sizeof how, .name = o->name, .profile = o->profile, .shared = o->shared, .node = o->node};
	struct tk_str zone;
	bool made;
	enum tk_status st = make_folder(cx, root, &made);
	tk_str_init(&zone, 4096);
	if (st == TK_OK && !node_only)
		st = choose_zone(cx, o, &zone);
	if (st == TK_OK) {
		how.timezone = node_only ? NULL : zone.data;
		how.language = node_only ? NULL : i18n_language();
		how.person = node_only || o->no_person ? NULL : o->person != NULL ? o->person : cx->by;
		st = tk_desk_make(root, &how, &cx->err);
	}
	if (st != TK_OK && made)
		(void)rmdir(root); /* what was refused leaves nothing behind */
	if (st == TK_OK && !cx->quiet && !node_only)
		say_note(N_("desk made in '{1}', time zone {2}"), root, zone.data);
	tk_str_clear(&zone);
	return st;
}

const struct cmd cmd_init = {
	.name = "init",
	.group = GROUP_DESK,
	.needs = WRITES,
	.summary = N_("make a desk in a folder"),
	.usage = "[options] [<folder>]",
	.example = "ticket init --timezone Asia/Shanghai --lang zh desk",
	.options = init_options,
	.opts_size = sizeof(struct init_opts),
	.most = 1,
	.run = run,
};
