/*
 * Runs two commands by turns and prints how their times compare.
 *
 *	ratio NAME LIMIT ROUNDS OURS… -- THEIRS…
 *
 * Both run ROUNDS times, one after the other, so that what the machine does meanwhile falls on both alike; the medians
 * are compared.  "%d" in an argument is replaced by the round's number.  Output of the commands goes to /dev/null.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROUNDS = 1000, MOST_ARGS = 64 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double run(char **argv, int round)
{
	char number[16], *args[MOST_ARGS];
	snprintf(number, sizeof number, "%d", round);
	size_t n = 0;
	for (; argv[n] && n + 1 < MOST_ARGS; n++)
		args[n] = strcmp(argv[n], "%d") == 0 ? number : argv[n];
	args[n] = NULL;
	double begin = now_ms();
	pid_t pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(null, STDOUT_FILENO);
		execv(args[0], args);
		_exit(127);
	}
	int status = -1;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "ratio: %s failed (status %d)\n", args[0], status);
		exit(2);
	}
	return now_ms() - begin;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static double ours[MOST_ROUNDS], theirs[MOST_ROUNDS];
	int split = 4;
	while (split < argc && strcmp(argv[split], "--") != 0)
		split++;
	if (split == 4 || split + 1 >= argc)
		return 2;
	argv[split] = NULL;
	double limit = atof(argv[2]);
	int rounds = atoi(argv[3]);
	if (rounds < 1 || rounds > MOST_ROUNDS)
		return 2;
	for (int i = 0; i < rounds; i++) {
		ours[i] = run(argv + 4, i + 1);
		theirs[i] = run(argv + split + 1, i + 1);
	}
	qsort(ours, (size_t)rounds, sizeof *ours, by_size);
	qsort(theirs, (size_t)rounds, sizeof *theirs, by_size);
	double a = ours[rounds / 2], b = theirs[rounds / 2];
	printf("%-34s %9.2f ms  against %9.2f ms  ratio %5.2f  (at most %.1f)%s\n", argv[1], a, b, a / b, limit,
	       a / b > limit ? "  TOO SLOW" : "");
	return 0;
}
