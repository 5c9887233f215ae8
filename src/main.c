/*
 * ticket: the program.  Reads what the process was given (arguments, environment, clock), runs one command, says what
 * went wrong, and makes sure that what was printed has arrived.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ticket/text.h"

#include "help.h"
#include "i18n.h"
#include "run.h"

enum { ARENA_MAX = 1 << 30 };

/*
 * A file that is opened later must not become standard output: descriptors that are closed get one that refuses what
 * is written, and what is read.
 */
static void occupy_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)open("/dev/null", fd == 1 ? O_RDONLY : O_WRONLY);
}

static const char *login_name(void)
{
	const char *name = getenv("LOGNAME");
	const struct passwd *entry;
	if (name == NULL || *name == '\0')
		name = getenv("USER");
	if (name != NULL && *name != '\0')
		return name;
	entry = getpwuid(geteuid()); /* cppcheck-suppress getpwuidCalled ; there is one thread */
	return entry == NULL ? NULL : entry->pw_name;
}

static void read_environment(struct env *env, char program[static 4096])
{
	struct timespec now = {0};
	ssize_t len = readlink("/proc/self/exe", program, 4095);
	if (len > 0) {
		program[len] = '\0';
		env->program = program;
	}
	(void)clock_gettime(CLOCK_REALTIME, &now);
	env->clock = (tk_time)now.tv_sec;
	env->path = getenv("PATH");
	env->desk = getenv("TICKET_DESK");
	env->now = getenv("TICKET_NOW");
	env->user = getenv("TICKET_USER");
	env->login = login_name;
	env->visual = getenv("VISUAL");
	env->editor = getenv("EDITOR");
	env->lang = i18n_wanted(NULL, getenv("TICKET_LANG"),
				&(const struct i18n_locale){.language = getenv("LANGUAGE"),
							    .lc_all = getenv("LC_ALL"),
							    .lc_messages = getenv("LC_MESSAGES"),
							    .lang = getenv("LANG")});
}

static enum tk_status check_arguments(struct ctx *cx, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		struct tk_str number;
		size_t len = strlen(argv[i]);
		if (tk_utf8_check(argv[i], len) == len)
			continue;
		tk_str_init(&number, 32);
		tk_str_int(&number, i + 1);
		(void)ctx_wrong(cx, TK_USAGE, N_("argument {1} is not valid UTF-8"), NULL, number.data);
		tk_str_clear(&number);
		return TK_USAGE;
	}
	return TK_OK;
}

static enum tk_status run(struct ctx *cx, int argc, char **argv)
{
	struct globals globals = {0};
	struct opt_table table = {.rows = global_options, .target = &globals};
	struct opt_rest rest;
	enum tk_status st = check_arguments(cx, argc, argv);
	if (st == TK_OK)
		st = opt_parse(&table, 1, argc, argv, true, cx->arena, &rest, &cx->wrong);
	if (st == TK_OK)
		st = run_globals(cx, &globals);
	if (st != TK_OK)
		return st;
	if (globals.version) {
		(void)puts("ticket " TK_VERSION);
		return TK_OK;
	}
	if (rest.argc == 0 || globals.help) {
		ctx_speak(cx);
		return help_all();
	}
	return run_command(cx, &table, rest.argc, rest.argv);
}

/* Whether standard output is a pipe that nobody reads any more. */
static bool reader_left(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

/* Whether everything that was printed has arrived.  A reader that went away needs no message. */
static bool finish_output(const struct ctx *cx, bool said)
{
	struct tk_error err = TK_ERROR_INIT;
	bool failed = ferror(stdout) != 0;
	bool left = reader_left();
	errno = 0;
	failed = fflush(stdout) != 0 || failed;
	err.sys = errno;
	if (fclose(stdout) != 0 && !failed) {
		failed = true;
		err.sys = errno;
	}
	if (err.sys == 0)
		err.sys = EIO; /* it failed earlier, nobody noted why */
	if (failed && !said && !left && err.sys != EPIPE) {
		err.diag = TK_D_SYS_WRITE;
		memcpy(err.path, "<stdout>", sizeof "<stdout>");
		say_error("ticket", &err, cx->zone);
	}
	return !failed;
}

int main(int argc, char **argv)
{
	static char program[4096];
	struct env env = {0};
	struct ctx cx = {.env = &env, .place = "ticket", .err = TK_ERROR_INIT};
	enum tk_status st;
	int code;
	occupy_descriptors();
	/* A reader that goes away and a file that may not grow are errors of writing, never the end of a batch. */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	read_environment(&env, program);
	i18n_speak(env.lang, env.program);
	cx.language_chosen = env.lang != NULL;
	tk_str_init(&cx.candidates, 0);
	cx.arena = tk_arena_new(ARENA_MAX);
	st = cx.arena == NULL ? complain(&cx.wrong, TK_NOMEM, N_("out of memory"), NULL, NULL, NULL)
			      : run(&cx, argc > 0 ? argc - 1 : 0, argv + 1);
	if (st != TK_OK)
		ctx_report(&cx);
	code = run_exit_code(st, &cx);
	if (!finish_output(&cx, st == TK_SYSTEM && cx.err.diag == TK_D_SYS_WRITE))
		code = 7;
	tk_arena_free(cx.arena);
	ctx_close(&cx);
	return code;
}
