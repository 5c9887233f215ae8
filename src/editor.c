#include "editor.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extern.h"
#include "i18n.h"
#include "input.h"

enum { COMMAND_MAX = 4096, TRIES = 100 };

/* A directory below another one, made where it is missing; symbolic links are not followed. */
static int open_below(int dir, const char *name)
{
	if (mkdirat(dir, name, 0777) != 0 && errno != EEXIST)
		return -1;
	return openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static int open_tmp(const char *root)
{
	int tmp = -1;
	int desk = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int hidden = desk < 0 ? -1 : open_below(desk, ".ticket");
	if (hidden >= 0)
		tmp = open_below(hidden, "tmp");
	if (hidden >= 0)
		(void)close(hidden);
	if (desk >= 0)
		(void)close(desk);
	return tmp;
}

static bool write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, text, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		text += put;
		len -= (size_t)put;
	}
	return true;
}

/* Makes the file under a name of its own; `path` gets the whole name. */
static int create(struct ctx *cx, const char *name, struct tk_str *path)
{
	const char *root = tk_desk_root(cx->desk);
	struct tk_str file;
	int dir = open_tmp(root);
	int fd = -1;
	if (dir < 0)
		return -1;
	tk_str_init(&file, 512);
	for (int i = 0; fd < 0 && i < TRIES; i++) {
		tk_str_reset(&file);
		tk_str_printf(&file, "%ld-%d-%s", (long)getpid(), i, name);
		if (file.failed != TK_OK)
			break;
		fd = openat(dir, file.data, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	tk_str_puts(path, root);
	tk_str_puts(path, "/.ticket/tmp/");
	tk_str_puts(path, file.data);
	tk_str_clear(&file);
	(void)close(dir);
	return fd;
}

/*
 * The command line for the shell: the person's editor with its arguments, then the file as "$1".  A bare name is looked
 * up by us, since PATH may lead into the desk.
 */
static bool compose(const struct ctx *cx, struct tk_str *ret)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-";
	static const char words[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-/, ";
	const char *editor = cx->env->visual != NULL && *cx->env->visual != '\0' ? cx->env->visual : cx->env->editor;
	struct tk_str name, path;
	size_t len;
	bool found = true;
	if (editor == NULL || *editor == '\0')
		editor = "vi";
	/* A shell that waits would take an interrupt for its own, although the editor goes on. */
	if (editor[strspn(editor, words)] == '\0')
		tk_str_puts(ret, "exec ");
	len = strspn(editor, plain);
	if (len > 0 && (editor[len] == '\0' || editor[len] == ' ')) {
		tk_str_init(&name, 512);
		tk_str_init(&path, 0);
		tk_str_add(&name, editor, len);
		found = name.failed == TK_OK && extern_find(cx, name.data, false, &path);
		found = found && strchr(path.data, '\'') == NULL;
		tk_str_printf(ret, "'%s'", path.data);
		tk_str_clear(&path);
		tk_str_clear(&name);
		editor += len;
	}
	tk_str_puts(ret, editor);
	tk_str_puts(ret, " \"$1\"");
	return found && ret->failed == TK_OK;
}

static enum tk_status edit(struct ctx *cx, struct tk_str *path)
{
	static char shell[] = "/bin/sh", flag[] = "-c", name[] = "ticket";
	struct tk_str command;
	int code = -1;
	bool given = (cx->env->visual != NULL && *cx->env->visual != '\0') ||
		     (cx->env->editor != NULL && *cx->env->editor != '\0');
	if (!given && (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0))
		return ctx_wrong(cx, TK_USAGE, N_("there is no terminal to edit on"),
				 N_("give what is to be written as options, or set EDITOR"), NULL);
	tk_str_init(&command, COMMAND_MAX);
	if (compose(cx, &command)) {
		char *const argv[] = {shell, flag, command.data, name, path->data, NULL};
		code = extern_wait(shell, argv, false);
	}
	tk_str_clear(&command);
	if (code == 0)
		return TK_OK;
	return ctx_wrong(cx, TK_USAGE, N_("the editor failed"), N_("set EDITOR to the one to use"), NULL);
}

/*
 * The desk's hidden folder is made (and told to ignore itself) by the first transaction; one that does nothing also
 * finds out early that nothing can be written here.
 */
static enum tk_status make_ready(struct ctx *cx)
{
	struct tk_txn *txn;
	enum tk_status st = tk_txn_begin(cx->desk, cx->now, cx->wait_ms, &txn, &cx->err);
	if (st == TK_OK)
		tk_txn_free(txn);
	return st;
}

/* Whether a person wrote something before the editor failed or was killed. */
static bool is_changed(struct ctx *cx, struct editor_file *file, const char *text, size_t len)
{
	return input_file(cx, file->path.data, &file->text) == TK_OK &&
	       (file->text.len != len || memcmp(file->text.data, text, len) != 0);
}

enum tk_status editor_run(struct ctx *cx, const char *name, const char *text, size_t len, struct editor_file *ret)
{
	enum tk_status st = cx->shared != NULL ? ctx_wrong(cx, TK_USAGE, N_("a batch opens no editor"), NULL, NULL)
					       : make_ready(cx);
	int fd;
	bool written;
	if (st != TK_OK)
		return st;
	tk_str_init(&ret->path, 0);
	tk_str_init(&ret->text, 0);
	fd = create(cx, name, &ret->path);
	if (fd < 0) {
		st = input_failed(cx, TK_D_SYS_OPEN, ret->path.data);
		tk_str_clear(&ret->path);
		return st;
	}
	written = write_all(fd, text, len);
	written = close(fd) == 0 && written;
	st = written ? edit(cx, &ret->path) : input_failed(cx, TK_D_SYS_WRITE, ret->path.data);
	if (st != TK_OK) {
		editor_done(ret, !is_changed(cx, ret, text, len));
		return st;
	}
	st = input_file(cx, ret->path.data, &ret->text);
	if (st != TK_OK)
		editor_done(ret, false);
	return st;
}

void editor_done(struct editor_file *file, bool taken)
{
	if (taken)
		(void)unlink(file->path.data);
	else
		say_note(N_("what you wrote is kept in {1}"), file->path.data, NULL);
	tk_str_clear(&file->path);
	tk_str_clear(&file->text);
}
