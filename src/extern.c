/* realpath() is an XSI function. */
#define _XOPEN_SOURCE 700

#include "extern.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

bool extern_is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_program(const char *path)
{
	return extern_is_file(path) && access(path, X_OK) == 0;
}

/* Whether a directory lies in a desk, symbolic links followed.  When in doubt: yes. */
static bool is_in_desk(const char *dir)
{
	char *real = realpath(dir, NULL);
	struct tk_str root;
	enum tk_status st;
	if (real == NULL)
		return true;
	tk_str_init(&root, 0);
	st = tk_desk_find(real, &root, NULL);
	tk_str_clear(&root);
	free(real);
	return st != TK_NOT_FOUND;
}

/* The same of the file that a name leads to. */
static bool leads_into_desk(const char *path)
{
	char *real = realpath(path, NULL);
	char *slash = real == NULL ? NULL : strrchr(real, '/');
	bool in = true;
	if (slash != NULL) {
		slash[slash == real ? 1 : 0] = '\0';
		in = is_in_desk(real);
	}
	free(real);
	return in;
}

/* Whether `dir`/`name` may be run: both the directory as written and the file itself must lie outside of any desk. */
static bool try_dir(const char *dir, size_t dir_len, const char *name, struct tk_str *ret)
{
	tk_str_reset(ret);
	tk_str_add(ret, dir, dir_len);
	tk_str_putc(ret, '/');
	tk_str_puts(ret, name);
	if (ret->failed != TK_OK || !is_program(ret->data) || leads_into_desk(ret->data))
		return false;
	ret->data[dir_len] = '\0';
	if (is_in_desk(dir_len == 0 ? "/" : ret->data))
		return false;
	ret->data[dir_len] = '/';
	return true;
}

bool extern_find(const struct ctx *cx, const char *name, bool beside, struct tk_str *ret)
{
	const char *slash = cx->env->program == NULL ? NULL : strrchr(cx->env->program, '/');
	const char *entry = cx->env->path;
	if (beside && slash != NULL && try_dir(cx->env->program, (size_t)(slash - cx->env->program), name, ret))
		return true;
	while (entry != NULL) {
		const char *end = strchr(entry, ':');
		size_t len = end == NULL ? strlen(entry) : (size_t)(end - entry);
		if (len > 0 && entry[0] == '/' && try_dir(entry, len, name, ret))
			return true;
		entry = end == NULL ? NULL : end + 1;
	}
	tk_str_reset(ret);
	return false;
}

static bool is_plain_name(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return len > 0 && name[len] == '\0' && name[0] != '-';
}

/* The desk and what was given before the command's name, for the program that takes over. */
static void pass_environment(const struct ctx *cx)
{
	struct tk_str root;
	char *real;
	tk_str_init(&root, 0);
	if (tk_desk_find(ctx_start(cx), &root, NULL) == TK_OK && (real = realpath(root.data, NULL)) != NULL) {
		(void)setenv("TICKET_DESK", real, 1);
		free(real);
	}
	tk_str_clear(&root);
	if (cx->now_text != NULL)
		(void)setenv("TICKET_NOW", cx->now_text, 1);
	if (cx->by_text != NULL)
		(void)setenv("TICKET_USER", cx->by_text, 1);
	if (cx->env->program != NULL)
		(void)setenv("TICKET", cx->env->program, 1); /* so that it calls this very program */
}

/* What main() ignores is not passed on. */
static void default_signals(void)
{
	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGXFSZ, SIG_DFL);
}

void extern_run(struct ctx *cx, char **argv)
{
	struct tk_str name, path;
	char *typed = argv[0];
	if (!is_plain_name(argv[0]))
		return;
	tk_str_init(&name, 256);
	tk_str_init(&path, 0);
	tk_str_puts(&name, "ticket-");
	tk_str_puts(&name, argv[0]);
	if (name.failed == TK_OK && extern_find(cx, name.data, true, &path)) {
		pass_environment(cx);
		default_signals();
		argv[0] = path.data;
		(void)execv(path.data, argv);
		argv[0] = typed;
	}
	tk_str_clear(&path);
	tk_str_clear(&name);
}

/*
 * While it waits, keys that interrupt are meant for the other program, as in system(3): an editor that takes ^C for a
 * command must not lose the one who waits for its text.
 */
int extern_wait(const char *path, char *const argv[], bool quiet)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
	int status, done;
	pid_t pid;
	(void)sigaction(SIGINT, &ignore, &interrupt);
	(void)sigaction(SIGQUIT, &ignore, &quit);
	pid = fork();
	if (pid == 0) {
		int null = quiet ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
		if (null >= 0)
			(void)dup2(null, STDERR_FILENO);
		(void)sigaction(SIGINT, &interrupt, NULL);
		(void)sigaction(SIGQUIT, &quit, NULL);
		default_signals();
		(void)execv(path, argv);
		_exit(127);
	}
	do
		done = pid < 0 ? -1 : waitpid(pid, &status, 0);
	while (pid >= 0 && done < 0 && errno == EINTR);
	(void)sigaction(SIGINT, &interrupt, NULL);
	(void)sigaction(SIGQUIT, &quit, NULL);
	return done >= 0 && WIFEXITED(status) && WEXITSTATUS(status) != 127 ? WEXITSTATUS(status) : -1;
}
