/* `ticket policy`: the rules that hold at the desk, and the profiles that come with the program. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "view.h"

struct policy_opts {
	struct view_opts view;
	const char *profile;
	struct opt_time effective;
	bool dry;
};

static const struct opt policy_options[] = {
	{.name = "profile",
	 .kind = OPT_STR,
	 .at = offsetof(struct policy_opts, profile),
	 .arg = "<name>",
	 .help = N_("that profile, not the desk's policy")},
	{.name = "effective",
	 .kind = OPT_TIME,
	 .at = offsetof(struct policy_opts, effective),
	 .arg = "<time>",
	 .help = N_("since when the adopted one holds (now)")},
	{.name = "dry-run",
	 .letter = 'n',
	 .kind = OPT_BOOL,
	 .at = offsetof(struct policy_opts, dry),
	 .help = N_("check what is adopted, write nothing")},
	{.name = NULL},
};

static const struct view_column columns[] = {
	{"profile", N_("profile"), TK_KIND_TEXT},
	{"label", N_("made for"), TK_KIND_TEXT},
	{"here", N_("of this desk"), TK_KIND_BOOL},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* A profile as it is written in policies: name@revision; in the arena. */
static const char *full_name(struct ctx *cx, const char *name, int revision)
{
	struct tk_str text;
	const char *copy;
	tk_str_init(&text, 512);
	tk_str_printf(&text, "%s@%d", name, revision);
	copy = tk_arena_strndup(cx->arena, text.data, text.len);
	tk_str_clear(&text);
	return copy;
}

/* The desk's policy, where there is a desk; none is no error. */
static const struct tk_policy *find_policy(struct ctx *cx)
{
	return ctx_try(cx, NEED_POLICY) ? cx->policy : NULL;
}

static enum tk_status run_list(struct ctx *cx, const struct policy_opts *o)
{
	size_t n;
	const struct tk_profile *profiles = tk_profiles(&n);
	const struct tk_policy *policy = find_policy(cx);
	bool chinese = strcmp(view_language(&o->view, OUT_TABLE), "zh") == 0;
	int revision = 0;
	const char *mine = policy == NULL ? NULL : tk_policy_profile(policy, &revision);
	struct out *out;
	enum tk_status st = view_open(cx, &o->view, OUT_TABLE, &out);
	if (st != TK_OK)
		return st;
	st = view_begin(cx, out, columns, COLUMNS);
	for (size_t i = 0; st == TK_OK && i < n; i++) {
		struct tk_value values[COLUMNS];
		values[0] = out_text(full_name(cx, profiles[i].name, profiles[i].revision));
		values[1] = out_text(chinese ? profiles[i].label_zh : profiles[i].label_en);
		values[2] = out_bool(mine != NULL && strcmp(mine, profiles[i].name) == 0 &&
				     revision == profiles[i].revision);
		out_row(out, values);
	}
	if (st == TK_OK)
		st = out_end(out, &cx->err);
	out_free(out);
	return st;
}

static enum tk_status print(struct ctx *cx, const struct tk_policy *policy, const char *path)
{
	struct tk_str text;
	enum tk_status st;
	tk_str_init(&text, 0);
	st = tk_policy_text(policy, path, &text, &cx->err);
	if (st == TK_OK)
		st = tk_str_status(&text, &cx->err);
	if (st == TK_OK)
		(void)fwrite(text.data, 1, text.len, stdout);
	tk_str_clear(&text);
	return st;
}

static enum tk_status run_show(struct ctx *cx, const struct policy_opts *o, const char *path)
{
	struct tk_policy *policy;
	enum tk_status st;
	if (o->profile == NULL) {
		st = ctx_need(cx, NEED_DESK | NEED_POLICY);
		return st == TK_OK ? print(cx, cx->policy, path) : st;
	}
	st = tk_policy_read(NULL, 0, NULL, o->profile, NULL, &policy, &cx->err);
	if (st != TK_OK)
		return st;
	st = print(cx, policy, path);
	tk_policy_free(policy);
	return st;
}

static void put_finding(void *self, const struct tk_error *finding)
{
	struct ctx *cx = self;
	struct tk_str line;
	cx->bad = cx->bad || tk_diag_row(finding->diag)->severity == TK_ERROR;
	tk_str_init(&line, 8192);
	say_place(&line, finding, cx->place);
	say_with_hint(&line, finding, cx->zone);
	tk_str_printf(&line, " [%s]\n", tk_diag_row(finding->diag)->name);
	(void)fwrite(line.data, 1, line.len, stdout);
	tk_str_clear(&line);
}

/* Reads the desk's policy, superseded versions too, and prints all that is wrong with it. */
static enum tk_status run_check(struct ctx *cx)
{
	struct tk_sink sink = {put_finding, cx};
	const struct tk_version *versions;
	size_t n;
	enum tk_status st = ctx_need(cx, NEED_DESK);
	if (st == TK_OK)
		st = tk_desk_versions(cx->desk, &sink, &versions, &n, &cx->err);
	if (cx->bad && (st == TK_INVALID || st == TK_SYNTAX || st == TK_LIMIT))
		st = TK_OK; /* the findings are the answer */
	return st;
}

static enum tk_status adopt(struct ctx *cx, const struct policy_opts *o, const char *path)
{
	struct tk_str text, kept;
	struct tk_sink sink = ctx_sink(cx);
	struct tk_adoption how = {.size = sizeof how, .path = path, .check_only = o->dry, .wait_ms = cx->wait_ms};
	char since[TK_TIME_TEXT];
	enum tk_status st;
	how.effective = o->effective.at == TK_TIME_NONE ? cx->now : o->effective.at;
	tk_str_init(&text, 0);
	tk_str_init(&kept, 512);
	st = input_file(cx, path, &text);
	how.text = text.data;
	how.len = text.len;
	how.sink = &sink;
	how.kept = &kept;
	if (st == TK_OK)
		st = tk_desk_adopt(cx->desk, &how, &cx->err);
	if (st == TK_OK && kept.len > 0 && !cx->quiet)
		say_note(N_("policy.yaml holds from {1} on; the version before it is kept as '{2}'"),
			 tk_zone_format(cx->zone, how.effective, since), kept.data);
	if (st == TK_INVALID && cx->bad) /* every finding was said */
		st = TK_OK;
	tk_str_clear(&text);
	tk_str_clear(&kept);
	return st;
}

static enum tk_status run_adopt(struct ctx *cx, struct policy_opts *o, int argc, char **argv)
{
	enum tk_status st = ctx_need(cx, NEED_DESK);
	if (st == TK_OK && o->effective.text != NULL) {
		struct opt_table table = {.rows = policy_options, .target = o};
		st = opt_times(&table, cx->zone, cx->now, &cx->wrong);
	}
	if (st == TK_OK && argc < 2)
		st = ctx_wrong(cx, TK_USAGE, N_("too few arguments"), N_("name the file to adopt"), NULL);
	return st == TK_OK ? adopt(cx, o, argv[1]) : st;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	struct policy_opts *o = opts;
	const char *what = argc > 0 ? argv[0] : "show";
	if (strcmp(what, "show") == 0) {
		if (o->view.format != 0 || o->view.template != NULL)
			return ctx_wrong(cx, TK_USAGE, N_("'policy show' prints YAML and knows no format"), NULL, NULL);
		return run_show(cx, o, argc > 1 ? argv[1] : NULL);
	}
	if (strcmp(what, "adopt") == 0)
		return run_adopt(cx, o, argc, argv);
	if (strcmp(what, "list") != 0 && strcmp(what, "check") != 0)
		return ctx_wrong(cx, TK_USAGE, N_("'policy' does not know '{1}'"),
				 N_("it knows list, show, check and adopt"), what);
	if (argc > 1)
		return ctx_wrong(cx, TK_USAGE, N_("too many arguments, beginning with '{1}'"), NULL, argv[1]);
	return strcmp(what, "list") == 0 ? run_list(cx, o) : run_check(cx);
}

const struct cmd cmd_policy = {
	.name = "policy",
	.group = GROUP_DESK,
	.summary = N_("show, check or adopt the rules of the desk"),
	.usage = "[options] list\n[options] show [<part>]\ncheck\n[options] adopt <file>",
	.example = "ticket policy show clocks.plan\nticket policy show --profile after-sales categories",
	.options = policy_options,
	.more_options = view_options,
	.opts_size = sizeof(struct policy_opts),
	.most = 2,
	.run = run,
};
