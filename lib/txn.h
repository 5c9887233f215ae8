/* What the service layer needs of a transaction beyond ticket/desk.h: putting new texts. */
#ifndef TK_TXN_H
#define TK_TXN_H

#include "ticket/desk.h"

/* The arena that lives as long as the transaction. */
struct tk_arena *tk__txn_arena(struct tk_txn *txn);

/* Remembers the new text of an existing ticket (copied). */
enum tk_status tk__txn_put(struct tk_txn *txn, const struct tk_id *id, const char *text, size_t len,
			   struct tk_error *err);

/*
 * Reserves the next number of a day: prefix and local date decide; tickets/, archive/ and what this transaction has
 * made are looked at, .ticket/seq is a hint.  Never scans more than the day's own folder, and with a good hint not
 * that.
 */
enum tk_status tk__txn_new_id(struct tk_txn *txn, const char *prefix, int64_t date, struct tk_id *ret,
			      struct tk_error *err);

/* Remembers a new ticket's text; commit creates it without ever replacing a file (TK_EXISTS). */
enum tk_status tk__txn_create(struct tk_txn *txn, const struct tk_id *id, const char *text, size_t len,
			      struct tk_error *err);

/* Remembers a file to be copied beside the ticket at commit (attachments/2026/11/ID/name); never replaces one. */
enum tk_status tk__txn_attach(struct tk_txn *txn, const struct tk_id *id, const char *name, int source_fd,
			      struct tk_error *err);

#endif
