#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ticket/text.h"

#include "i18n.h"

enum { INPUT_MAX = 64 << 20 };

enum tk_status input_failed(struct ctx *cx, enum tk_diag diag, const char *path)
{
	struct tk_error err = TK_ERROR_INIT;
	size_t len = strlen(path);
	err.diag = diag;
	err.sys = errno;
	memcpy(err.path, path, len < sizeof err.path ? len : sizeof err.path - 1);
	cx->err = err;
	return TK_SYSTEM;
}

static enum tk_status read_all(struct ctx *cx, int fd, const char *path, struct tk_str *ret)
{
	char block[16384];
	ssize_t got;
	tk_str_reset(ret);
	while ((got = read(fd, block, sizeof block)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return input_failed(cx, TK_D_SYS_READ, path);
		tk_str_add(ret, block, (size_t)got);
		if (ret->failed != TK_OK)
			return tk_str_status(ret, &cx->err);
	}
	return TK_OK;
}

int input_open(const char *path, int flags)
{
	int fd;
	do
		fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	while (fd < 0 && errno == EINTR);
	return fd;
}

enum tk_status input_file(struct ctx *cx, const char *path, struct tk_str *ret)
{
	bool is_stdin = strcmp(path, "-") == 0;
	enum tk_status st;
	int fd = STDIN_FILENO;
	if (is_stdin && cx->stdin_read)
		return ctx_wrong(cx, TK_USAGE, N_("standard input cannot be read twice"), NULL, NULL);
	if (!is_stdin)
		fd = input_open(path, 0);
	if (fd < 0)
		return input_failed(cx, TK_D_SYS_OPEN, path);
	cx->stdin_read = cx->stdin_read || is_stdin;
	tk_str_clear(ret);
	tk_str_init(ret, INPUT_MAX);
	st = read_all(cx, fd, is_stdin ? "<stdin>" : path, ret);
	if (!is_stdin)
		(void)close(fd);
	return st;
}

/* The place of a byte, as an editor counts it. */
static void at_byte(struct tk_error *err, const struct tk_str *text, size_t offset)
{
	err->line = err->col = 1;
	for (size_t i = 0; i < offset; i++) {
		if (text->data[i] == '\n') {
			err->line++;
			err->col = 1;
		} else if (((unsigned char)text->data[i] & 0xC0) != 0x80) {
			err->col++;
		}
	}
}

enum tk_status input_text(struct ctx *cx, const char *path, struct tk_str *ret)
{
	enum tk_status st = input_file(cx, path, ret);
	size_t good = st == TK_OK ? tk_utf8_check(ret->data, ret->len) : 0;
	const char *zero = st == TK_OK && ret->len > 0 ? memchr(ret->data, '\0', good) : NULL;
	if (st != TK_OK || (zero == NULL && good == ret->len))
		return st;
	(void)input_failed(cx, TK_D_NOT_UTF8, strcmp(path, "-") == 0 ? "<stdin>" : path);
	if (zero != NULL) {
		good = (size_t)(zero - ret->data);
		cx->err.diag = TK_D_YAML_CONTROL;
		cx->err.arg[0] = (struct tk_arg){.kind = 's', .text = "U+0000"};
	} else {
		cx->err.arg[0] = (struct tk_arg){.kind = 'd', .number = (int64_t)good + 1};
	}
	at_byte(&cx->err, ret, good);
	return TK_SYNTAX;
}

void input_trim(struct tk_str *text)
{
	while (text->len > 0 && strchr(" \t\r\n", text->data[text->len - 1]) != NULL)
		text->data[--text->len] = '\0';
}

/* A growing list of ids. */
struct ids {
	struct tk_id *item;
	size_t n, cap;
};

static enum tk_status add_id(struct ctx *cx, struct ids *ids, const char *text)
{
	struct tk_id id;
	enum tk_status st = ctx_ticket(cx, text, &id);
	if (st != TK_OK)
		return st;
	for (size_t i = 0; i < ids->n; i++)
		if (tk_id_compare(&ids->item[i], &id) == 0)
			return TK_OK;
	if (ids->n == ids->cap) {
		size_t cap = ids->cap == 0 ? 16 : ids->cap * 2;
		struct tk_id *more = tk_arena_array(cx->arena, cap, sizeof *more);
		if (more == NULL)
			return ctx_wrong(cx, TK_NOMEM, N_("out of memory"), NULL, NULL);
		if (ids->n > 0)
			memcpy(more, ids->item, ids->n * sizeof *more);
		ids->item = more;
		ids->cap = cap;
	}
	ids->item[ids->n++] = id;
	return TK_OK;
}

/* Ids one a line; blanks around them and empty lines do not matter. */
static enum tk_status add_lines(struct ctx *cx, struct ids *ids)
{
	struct tk_str text;
	enum tk_status st;
	tk_str_init(&text, INPUT_MAX);
	st = input_text(cx, "-", &text);
	for (char *line = text.data; st == TK_OK && line < text.data + text.len;) {
		char *end = line + strcspn(line, "\n");
		char *next = end < text.data + text.len ? end + 1 : end;
		while (end > line && strchr(" \t\r", end[-1]) != NULL)
			end--;
		*end = '\0';
		line += strspn(line, " \t");
		if (*line != '\0')
			st = add_id(cx, ids, line);
		line = next;
	}
	tk_str_clear(&text);
	return st;
}

enum tk_status input_ids(struct ctx *cx, int argc, char **argv, struct tk_id **ret, size_t *ret_n)
{
	struct ids ids = {0};
	for (int i = 0; i < argc; i++) {
		enum tk_status st = strcmp(argv[i], "-") == 0 ? add_lines(cx, &ids) : add_id(cx, &ids, argv[i]);
		if (st != TK_OK)
			return st;
	}
	*ret = ids.item;
	*ret_n = ids.n;
	return TK_OK;
}
