/* The inside of struct tk_txn: what txn.c keeps, txn_id.c gives numbers from, and txn_commit.c saves. */
#ifndef TK_TXN_IMPL_H
#define TK_TXN_IMPL_H

#include <limits.h>
#include <sys/stat.h>

#include "desk_impl.h"
#include "seq.h"
#include "txn.h"

enum tk_txn_kind {
	TK_TXN_LOADED,   /* a ticket as the disk has it */
	TK_TXN_TEXT,     /* a ticket's new text */
	TK_TXN_RESERVED, /* a number that was given */
	TK_TXN_ATTACH,   /* a file to be copied */
	TK_TXN_DONE      /* one that was copied */
};

enum { TK_TXN_STATES = 1U << TK_TXN_LOADED | 1U << TK_TXN_TEXT };
enum { TK_TXN_PATH = TK_ID_PATH + NAME_MAX + 2 };

struct tk_txn_entry {
	enum tk_txn_kind kind;
	bool create;   /* TEXT: of a ticket that did not exist */
	bool has_seen; /* `seen` is the file's stat when it was read */
	int source;    /* ATTACH: own descriptor, -1 for others */
	struct tk_id id;
	const char *text; /* TEXT */
	size_t len;
	const char *name;         /* ATTACH */
	struct tk_ticket *ticket; /* LOADED; TEXT once it was asked for */
	struct stat seen;
	size_t before; /* index + 1 of the entry before it in its bucket */
};

struct tk_txn {
	struct tk_desk *desk;
	tk_time now;
	int lock;
	struct tk_arena *arena;
	struct tk_txn_entry *entry;
	size_t count, room;
	size_t *bucket; /* index + 1 of the latest entry */
	size_t nbucket; /* a power of two */
	struct tk_seq seq;
	bool seq_read; /* and node and purged, all three at the first new number */
	char node[4];
	const char *purged; /* lines of ids that are never given again; NULL: none */
};

/* The latest entry of an id among some kinds (bits), or NULL. */
struct tk_txn_entry *tk__txn_find(const struct tk_txn *txn, const struct tk_id *id, unsigned kinds);

/* Appends the entry of a reserved number. */
enum tk_status tk__txn_reserve(struct tk_txn *txn, const struct tk_id *id, struct tk_error *err);

/* attachments/2026/11/ID, and /NAME in it. */
void tk__txn_attachment_path(const struct tk_txn_entry *entry, bool dir, char ret[TK_TXN_PATH]);

#endif
