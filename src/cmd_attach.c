/* `ticket attach`: keeps files beside a ticket. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "i18n.h"
#include "input.h"
#include "work.h"

struct files {
	char **path;
	int *fd;
	int n;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == NULL ? path : slash + 1;
}

static enum tk_status attach_all(struct ctx *cx, struct tk_txn *txn, const struct tk_id *id, const struct work *work)
{
	const struct files *files = work->self;
	enum tk_status st = TK_OK;
	for (int i = 0; st == TK_OK && i < files->n; i++)
		st = tk_attach(txn, id, base_name(files->path[i]), files->fd[i], &work->act, &cx->err);
	return st;
}

static enum tk_status open_file(struct ctx *cx, const char *path, int *ret)
{
	struct stat st;
	int fd = input_open(path, O_NONBLOCK);
	if (fd < 0)
		return input_failed(cx, TK_D_SYS_OPEN, path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return ctx_wrong(cx, TK_USAGE, N_("'{1}' is not a regular file"), NULL, path);
	}
	*ret = fd;
	return TK_OK;
}

static enum tk_status run(struct ctx *cx, void *opts, int argc, char **argv)
{
	struct files files = {.path = argv + 1};
	struct work work;
	enum tk_status st = work_prepare(cx, opts, "attached", NULL, 1, argv, &work);
	if (st != TK_OK)
		return st;
	files.fd = tk_arena_array(cx->arena, (size_t)argc, sizeof *files.fd);
	if (files.fd == NULL)
		return ctx_wrong(cx, TK_NOMEM, N_("out of memory"), NULL, NULL);
	while (st == TK_OK && files.n < argc - 1) {
		st = open_file(cx, argv[files.n + 1], &files.fd[files.n]);
		files.n += st == TK_OK;
	}
	work.apply = attach_all;
	work.self = &files;
	if (st == TK_OK)
		st = work_run(cx, &work);
	for (int i = 0; i < files.n; i++)
		(void)close(files.fd[i]);
	return st;
}

const struct cmd cmd_attach = {
	.name = "attach",
	.group = GROUP_WORK,
	.needs = NEED_DESK | WRITES,
	.summary = N_("keep files beside a ticket"),
	.usage = "[options] <id> <file>...",
	.example = "ticket attach 22001 photo.jpg invoice.pdf -m 'sent by e-mail'",
	.options = work_options,
	.opts_size = sizeof(struct work_opts),
	.least = 2,
	.most = CMD_ANY,
	.run = run,
};
