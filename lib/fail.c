/*
 * Filling in struct tk_error.  Nothing here allocates, so that running out of memory can be reported too.
 *
 * A new failure forgets the place and the arguments of the one before it: callers reuse one tk_error over many files.
 */
#include "fail.h"

#include <errno.h>
#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6";
static const char nul_picture[] = "\xE2\x90\x80";

/* Bytes of text[0..len) that fit in `room`, not ending inside a character.  NUL takes the room of its picture. */
static size_t fitting(const char *text, size_t len, size_t room)
{
	size_t used = 0, i = 0;

	for (; i < len; i++) {
		size_t need = text[i] == '\0' ? sizeof(nul_picture) - 1 : 1;
		if (used + need > room)
			break;
		used += need;
	}
	for (unsigned back = 0; i < len && back < 3 && i > 0 && ((unsigned char)text[i] & 0xC0U) == 0x80; back++)
		i--;
	return i;
}

static char *put(char *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\0') {
			memcpy(out, nul_picture, sizeof(nul_picture) - 1);
			out += sizeof(nul_picture) - 1;
		} else {
			*out++ = text[i];
		}
	}
	return out;
}

static void store(char *out, size_t size, const char *text, size_t len)
{
	size_t fits = fitting(text, len, size - 1);

	if (fits < len)
		fits = fitting(text, len, size - sizeof(ellipsis));
	out = put(out, text, fits);
	if (fits < len)
		out = put(out, ellipsis, sizeof(ellipsis) - 1);
	*out = '\0';
}

static void store_args(struct tk_error *err, const char *kinds, va_list ap)
{
	for (size_t i = 0; i < TK_ERROR_ARGS && kinds[i]; i++) {
		struct tk_arg *arg = &err->arg[i];
		arg->kind = kinds[i];
		if (kinds[i] == 's') {
			const char *text = va_arg(ap, const char *);
			size_t len = va_arg(ap, size_t);
			store(arg->text, sizeof(arg->text), text, len);
		} else {
			arg->number = va_arg(ap, int64_t);
		}
	}
}

static enum tk_status fill(struct tk_error *err, enum tk_diag diag, int sys, va_list ap)
{
	const struct tk_diag_row *row = tk_diag_row(diag);

	if (!err)
		return row->status;
	err->diag = diag;
	err->sys = sys;
	err->line = err->col = 0;
	err->path[0] = err->field[0] = '\0';
	for (size_t i = 0; i < TK_ERROR_ARGS; i++) {
		err->arg[i].kind = 0;
		err->arg[i].number = 0;
		err->arg[i].text[0] = '\0';
	}
	store_args(err, row->args, ap);
	return row->status;
}

enum tk_status tk__fail(struct tk_error *err, enum tk_diag diag, ...)
{
	va_list ap;

	va_start(ap, diag);
	enum tk_status status = fill(err, diag, 0, ap);
	va_end(ap);
	return status;
}

enum tk_status tk__vfail(struct tk_error *err, enum tk_diag diag, va_list *args)
{
	return fill(err, diag, 0, *args);
}

enum tk_status tk__fail_sys(struct tk_error *err, enum tk_diag diag, int sys, ...)
{
	va_list ap;

	if (sys == ENOMEM)
		diag = TK_D_NOMEM;
	va_start(ap, sys);
	enum tk_status status = fill(err, diag, sys, ap);
	va_end(ap);
	return status;
}

enum tk_status tk__expect(struct tk_error *err, bool right, const char *what)
{
	return right ? TK_OK : tk__fail(err, TK_D_BAD_CALL, TK_S(what));
}

void tk__at(struct tk_error *err, const char *path, unsigned line, unsigned col)
{
	if (!err)
		return;
	if (path && !err->path[0])
		store(err->path, sizeof(err->path), path, strlen(path));
	if (err->line == 0) {
		err->line = line;
		err->col = col;
	}
}

void tk__in(struct tk_error *err, const char *field, size_t len)
{
	if (err && field && !err->field[0])
		store(err->field, sizeof(err->field), field, len);
}
