/*
 * Does one save and says in its exit status how it ended, without another system call that could fail:
 *
 *	save_driver ROOT replace|create|link NAME WORD    NAME gets 5000 lines of WORD
 *	save_driver ROOT txn WORD                         in one transaction: TS20261122001 gets the title WORD, and a
 *	                                                  new ticket of that title is made
 *
 * 0 saved · 1 not saved · 2 exists already · 3 written but not confirmed, or in part · 4 wrong arguments or no memory
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fs.h"
#include "ticket/time.h"
#include "txn.h"

enum { LINES = 5000, UNSURE = 3, WRONG = 4 };

static int code(enum tk_status status, const struct tk_error *err)
{
	if (status == TK_OK)
		return 0;
	if (status == TK_EXISTS)
		return 2;
	return err->diag == TK_D_SAVE_UNSURE || err->diag == TK_D_SAVE_PART ? UNSURE : 1;
}

static int save(const char *root, enum tk_save how, const char *name, const char *word)
{
	struct tk_error err = TK_ERROR_INIT;
	size_t line = strlen(word) + 1;
	char *text = malloc(LINES * line);
	int fd;
	enum tk_status status;

	if (!text)
		return WRONG;
	for (size_t i = 0; i < LINES; i++) {
		memcpy(text + i * line, word, line - 1);
		text[(i + 1) * line - 1] = '\n';
	}
	status = tk__fs_root(root, &fd, &err);
	if (status == TK_OK)
		status = tk__fs_save(fd, name, text, LINES * line, how, &err);
	free(text);
	return code(status, &err);
}

static int ticket_text(char *out, size_t size, const char *id, const char *title)
{
	return snprintf(out, size,
			"id: %s\ntitle: \"%s\"\nstatus: received\nchannel: phone\nreceived: 2026-11-22T09:03:00+00:00\n"
			"log:\n  - at: 2026-11-22T09:03:00+00:00\n    by: wang\n    event: received\n",
			id, title);
}

static enum tk_status change(struct tk_txn *txn, const char *word, struct tk_error *err)
{
	char text[512];
	struct tk_id id;
	const struct tk_ticket *ticket;
	enum tk_status status = tk_id_parse("TS20261122001", 13, &id, err);

	if (status == TK_OK)
		status = tk_txn_load(txn, &id, &ticket, err);
	if (status == TK_OK) {
		int len = ticket_text(text, sizeof text, id.text, word);
		status = tk__txn_put(txn, &id, text, (size_t)len, err);
	}
	if (status == TK_OK)
		status = tk__txn_new_id(txn, "TS", tk_days(2026, 11, 22), &id, err);
	if (status == TK_OK) {
		int len = ticket_text(text, sizeof text, id.text, word);
		status = tk__txn_create(txn, &id, text, (size_t)len, err);
	}
	return status == TK_OK ? tk_txn_commit(txn, err) : status;
}

static int transact(const char *root, const char *word)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk = NULL;
	struct tk_txn *txn = NULL;
	enum tk_status status = tk_desk_open(root, &desk, &err);

	if (status == TK_OK)
		status = tk_txn_begin(desk, 0, 0, &txn, &err);
	if (status == TK_OK)
		status = change(txn, word, &err);
	tk_txn_free(txn);
	tk_desk_close(desk);
	return code(status, &err);
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[2], "txn") == 0)
		return transact(argv[1], argv[3]);
	if (argc != 5)
		return WRONG;
	return save(argv[1], strcmp(argv[2], "replace") == 0 ? TK_SAVE_REPLACE : TK_SAVE_CREATE, argv[3], argv[4]);
}
