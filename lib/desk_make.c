/*
 * Making a desk.  Everything is checked before anything is written, no file is ever replaced, and desk.yaml comes
 * last: what was interrupted is no desk yet, and making it again finishes it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk_impl.h"
#include "fail.h"
#include "fs.h"
#include "yaml_out.h"

/* The comments are written in the desk's language, for the people who will read and change the files. */
struct comments {
	const char *language;
	const char *desk, *calendar, *shared, *policy;
};

static const struct comments comments[] = {
	{
		.language = "en",
		.desk = "# This file marks the folder as a desk of ticket(1).\n",
		.calendar =
			"# calendar: a calendar of the policy that deadlines count by, where it is not the profile's\n",
		.shared = "# shared: true when the desk is cloned and tickets are made in more than one clone; each "
			  "clone\n"
			  "# then has its own letter in its numbers: ticket init --node b\n",
		.policy =
			"# The rules of this desk: the profile named here, and below it what this desk does "
			"differently.\n"
			"# 'ticket policy show' prints all rules in force, 'ticket policy check' reads this file,\n"
			"# ticket-policy(5) explains every key.\n"
			"#\n"
			"# Mappings are merged by key, a list replaces the profile's whole list, null removes a key:\n"
			"#\n"
			"#   clocks:\n"
			"#     plan:\n"
			"#       target: [{when: {priority: P1}, in: 1h}, {in: 2bd}]\n"
			"#     survey: null\n"
			"#\n",
	},
	{
		.language = "zh",
		.desk = "# 有此文件的文件夹就是一个服务台，见 ticket(1)。\n",
		.calendar = "# calendar：计算期限所用的日历（规则中的名称）；不写则用规则集的日历\n",
		.shared = "# shared：服务台被克隆、多处同时新建工单时设为 true；每个克隆的编号带自己的字母：\n"
			  "# ticket init --node b\n",
		.policy = "# 本服务台的规则：以此处所写的规则集为基础，其下写本服务台的不同之处。\n"
			  "# ticket policy show 显示全部现行规则，ticket policy check 检查本文件，\n"
			  "# 各个键的说明见 ticket-policy(5)。\n"
			  "#\n"
			  "# 映射按键合并；列表整体替换；null 表示去掉该键：\n"
			  "#\n"
			  "#   clocks:\n"
			  "#     plan:\n"
			  "#       target: [{when: {priority: P1}, in: 1h}, {in: 2bd}]\n"
			  "#     survey: null\n"
			  "#\n",
	},
};

static const struct comments *comments_in(const char *language)
{
	for (size_t i = 0; i < sizeof comments / sizeof *comments; i++)
		if (strcmp(comments[i].language, language) == 0)
			return &comments[i];
	return NULL;
}

/* What is about to be written. */
struct plan {
	const char *language;
	const struct comments *comments;
	struct tk_str desk, policy, staff, profile;
};

static void put_pair(struct tk_str *out, const char *key, const char *value, enum tk_style style)
{
	tk_str_puts(out, key);
	tk_str_puts(out, ": ");
	tk__yaml_scalar(out, value, strlen(value), style, 0, "\n");
	tk_str_putc(out, '\n');
}

/* The last name of the desk's path. */
static enum tk_status put_name(struct tk_str *out, const char *root, const char *name, struct tk_error *err)
{
	char *real = name ? NULL : realpath(root, NULL);
	const char *slash;

	if (!name && !real)
		return tk__fail(err, TK_D_NOT_A_DESK, TK_S(root));
	slash = real ? strrchr(real, '/') : NULL;
	put_pair(out, "name", name ? name : slash && slash[1] ? slash + 1 : "desk", TK_STYLE_DOUBLE);
	free(real);
	return TK_OK;
}

static enum tk_status plan_desk_file(struct plan *p, const char *root, const struct tk_desk_init *how,
				     struct tk_error *err)
{
	struct tk_str *out = &p->desk;
	enum tk_status status;

	tk_str_puts(out, p->comments->desk);
	status = put_name(out, root, how->name, err);
	put_pair(out, "timezone", how->timezone ? how->timezone : "UTC", TK_STYLE_PLAIN);
	put_pair(out, "language", p->language, TK_STYLE_PLAIN);
	tk_str_puts(out, p->comments->calendar);
	tk_str_puts(out, "ids:\n");
	for (const char *line = p->comments->shared; *line;) { /* the comment stands under its key */
		size_t n = strcspn(line, "\n") + 1;
		tk_str_puts(out, "  ");
		tk_str_add(out, line, n);
		line += n;
	}
	tk_str_puts(out, how->shared ? "  shared: true\n" : "  shared: false\n");
	return status == TK_OK ? tk_str_status(out, err) : status;
}

static enum tk_status plan_rules(struct plan *p, const struct tk_desk_init *how, struct tk_error *err)
{
	enum tk_status status = tk__profile_name(how->profile ? how->profile : "after-sales", &p->profile, err);

	if (status != TK_OK)
		return status;
	tk_str_puts(&p->policy, p->comments->policy);
	put_pair(&p->policy, "profile", p->profile.data, TK_STYLE_PLAIN);
	status = tk_str_status(&p->policy, err);
	if (status == TK_OK && how->person)
		status = tk__staff_text(p->profile.data, how->person, &p->staff, err);
	return status;
}

static enum tk_status check_node(const char *node, struct tk_error *err)
{
	if (!node || tk__node_name_is_valid(node, strlen(node)))
		return TK_OK;
	return tk__fail(err, TK_D_BAD_NODE, TK_S(node));
}

static enum tk_status make_plan(struct plan *p, const char *root, const struct tk_desk_init *how, struct tk_error *err)
{
	struct tk_zone *zone = NULL;
	enum tk_status status = check_node(how->node, err);

	p->language = how->language ? how->language : "en";
	p->comments = comments_in(p->language);
	if (status == TK_OK && !p->comments)
		status = tk__fail(err, TK_D_DESK_VALUE, TK_S(p->language), TK_S("one of en, zh"));
	if (status == TK_OK && how->timezone)
		status = tk_zone_load(how->timezone, strlen(how->timezone), &zone, err);
	tk_zone_free(zone);
	if (status == TK_OK)
		status = plan_desk_file(p, root, how, err);
	if (status == TK_OK)
		status = plan_rules(p, how, err);
	return status;
}

/* A file that is there already stays: it is somebody's. */
static enum tk_status write_new(int root, const char *path, const struct tk_str *text, struct tk_error *err)
{
	enum tk_status status = tk__fs_save(root, path, text->data, text->len, TK_SAVE_CREATE, err);

	return status == TK_EXISTS ? TK_OK : status;
}

static enum tk_status write_node(int root, const char *node, struct tk_error *err)
{
	char text[8];
	char *end = stpcpy(text, node); /* at most three letters */

	*end++ = '\n';
	return tk__fs_save(root, TK_NODE_FILE, text, (size_t)(end - text), TK_SAVE_REPLACE, err);
}

static enum tk_status write_plan(const struct plan *p, int root, const char *path, const struct tk_desk_init *how,
				 struct tk_error *err)
{
	enum tk_status status = tk__desk_make_hidden(root, err);

	if (status == TK_OK)
		status = tk__fs_mkdirs(root, TK_TICKETS_DIR, TK_DESK_MODE, err);
	if (status == TK_OK && how->node)
		status = write_node(root, how->node, err);
	if (status == TK_OK)
		status = write_new(root, TK_POLICY_FILE, &p->policy, err);
	if (status == TK_OK && p->staff.len > 0)
		status = write_new(root, TK_STAFF_FILE, &p->staff, err);
	if (status == TK_OK)
		status = tk__fs_save(root, TK_DESK_FILE, p->desk.data, p->desk.len, TK_SAVE_CREATE, err);
	return status == TK_EXISTS ? tk__fail(err, TK_D_DESK_EXISTS, TK_S(path)) : status;
}

static enum tk_status make_new(int root, const char *path, const struct tk_desk_init *how, struct tk_error *err)
{
	struct plan p;
	enum tk_status status;

	tk_str_init(&p.desk, 0);
	tk_str_init(&p.policy, 0);
	tk_str_init(&p.staff, 0);
	tk_str_init(&p.profile, 0);
	status = make_plan(&p, path, how, err);
	if (status == TK_OK)
		status = write_plan(&p, root, path, how, err);
	tk_str_clear(&p.desk);
	tk_str_clear(&p.policy);
	tk_str_clear(&p.staff);
	tk_str_clear(&p.profile);
	return status;
}

/* A desk that exists takes the letters of its clone and nothing else. */
static enum tk_status give_node(int root, const char *path, const struct tk_desk_init *how, struct tk_error *err)
{
	enum tk_status status;

	if (!how->node || how->name || how->timezone || how->language || how->profile || how->person || how->shared)
		return tk__fail(err, TK_D_DESK_EXISTS, TK_S(path));
	status = check_node(how->node, err);
	if (status == TK_OK)
		status = tk__desk_make_hidden(root, err);
	return status == TK_OK ? write_node(root, how->node, err) : status;
}

enum tk_status tk_desk_make(const char *root, const struct tk_desk_init *how, struct tk_error *err)
{
	int fd;
	bool is_desk = false;
	enum tk_status status = tk__expect(err, how->size == sizeof *how, "tk_desk_init.size");

	if (status == TK_OK)
		status = tk__fs_root(root, &fd, err);
	if (status != TK_OK)
		return status;
	status = tk__fs_exists(fd, TK_DESK_FILE, &is_desk, err);
	if (status == TK_OK)
		status = is_desk ? give_node(fd, root, how, err) : make_new(fd, root, how, err);
	(void)close(fd);
	return status;
}
