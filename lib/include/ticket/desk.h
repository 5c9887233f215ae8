/*
 * A desk: the directory tree that holds tickets, policy and staff; finding it, locking it, reading and saving tickets.
 *
 * Readers take no lock: a rename gives them the old file or the new one, never half.  Writers work in a transaction,
 * which holds the desk's one lock from its begin to its end; never keep one open while a person, an editor or
 * standard input is awaited.  A desk belongs to one thread.
 */
#ifndef TICKET_DESK_H
#define TICKET_DESK_H

#include "ticket/policy.h"
#include "ticket/staff.h"
#include "ticket/ticket.h"
#include "ticket/zone.h"

struct tk_desk;

enum { TK_ID_TEXT = 40 }; /* longest id with its NUL */

/* Walks up from `start` to the directory with desk.yaml; stores its path in `ret`.  TK_NOT_FOUND (NO_DESK). */
enum tk_status tk_desk_find(const char *start, struct tk_str *ret, struct tk_error *err);

/* Opens a desk: reads desk.yaml and its zone.  Policy and staff are read when first asked for. */
enum tk_status tk_desk_open(const char *root, struct tk_desk **ret, struct tk_error *err);
void tk_desk_close(struct tk_desk *desk);

const char *tk_desk_root(const struct tk_desk *desk);
const char *tk_desk_name(const struct tk_desk *desk);
const char *tk_desk_language(const struct tk_desk *desk); /* "en" or "zh" */
const char *tk_desk_calendar(const struct tk_desk *desk); /* NULL: the policy's */
const struct tk_zone *tk_desk_zone(const struct tk_desk *desk);

/* The desk's policy and staff, read once and lent.  Without staff.yaml the staff is empty, never NULL. */
enum tk_status tk_desk_policy(struct tk_desk *desk, const struct tk_sink *sink, const struct tk_policy **ret,
			      struct tk_error *err);
enum tk_status tk_desk_staff(struct tk_desk *desk, const struct tk_sink *sink, const struct tk_staff **ret,
			     struct tk_error *err);

/*
 * The versions of the desk's policy, from the earliest to policy.yaml itself; read once and lent.  A version holds
 * from its date until the next one's; the earliest also before its date.
 */
struct tk_version {
	size_t size;
	tk_time from; /* TK_TIME_NONE: the earliest does not say */
	const char *path;
	const struct tk_policy *policy;
};
enum tk_status tk_desk_versions(struct tk_desk *desk, const struct tk_sink *sink, const struct tk_version **ret,
				size_t *ret_count, struct tk_error *err);
/* The version that holds at an instant. */
enum tk_status tk_desk_policy_at(struct tk_desk *desk, tk_time at, const struct tk_sink *sink,
				 const struct tk_policy **ret, struct tk_error *err);
/*
 * Adopts the text of a policy: it becomes policy.yaml, holding from `effective` on, and the version that it supersedes
 * is kept in policies/.  All of it is checked first, every finding goes to `sink`; nothing is written unless it is
 * sound.  `kept`, if not NULL, is told the path of the kept version.  What the desk has lent stays as it was.
 * TK_INVALID, TK_REFUSED (ADOPT_EARLY: the present version holds since then or later), TK_BUSY, TK_SYSTEM.
 */
struct tk_adoption {
	size_t size;
	const char *text;
	size_t len;
	const char *path; /* for messages */
	tk_time effective;
	bool check_only; /* writes nothing */
	unsigned wait_ms;
	const struct tk_sink *sink;
	struct tk_str *kept;
};
enum tk_status tk_desk_adopt(struct tk_desk *desk, const struct tk_adoption *how, struct tk_error *err);

/* Makes a desk in an existing directory; TK_EXISTS where it already is one (only `node` may then be given). */
struct tk_desk_init {
	size_t size;
	const char *name, *timezone, *language, *profile; /* NULL: the directory's name, UTC, en, after-sales */
	bool shared;                                      /* ids.shared */
	const char *node;                                 /* node letters of this clone, kept in .ticket/ */
	const char *person; /* becomes a person and the lead of every team in staff.yaml; NULL: no staff.yaml */
};
enum tk_status tk_desk_make(const char *root, const struct tk_desk_init *how, struct tk_error *err);

/* Ids: ^[A-Z]{1,6}[0-9]{8}([a-z]{1,3})?[0-9]{3,}$ with a date that exists. */
struct tk_id {
	char text[TK_ID_TEXT];
	char prefix[8], node[4];
	int64_t date; /* days since 1970-01-01 */
	uint64_t number;
};
enum tk_status tk_id_parse(const char *text, size_t len, struct tk_id *ret, struct tk_error *err);
/* Order of ids: date, prefix, node, number. */
int tk_id_compare(const struct tk_id *a, const struct tk_id *b);
/* "tickets/2026/11/TS20261122001.yaml": follows from the id alone. */
void tk_id_path(const struct tk_id *id, char ret[64]);

/*
 * The id that a person meant: a whole one, or a unique suffix ("001", "22001").  TK_NOT_FOUND (NO_TICKET, with the
 * nearest), TK_AMBIGUOUS (AMBIGUOUS_ID): the candidates are appended to `candidates`, one a line, when it is not NULL.
 */
enum tk_status tk_desk_resolve(struct tk_desk *desk, const char *text, size_t len, struct tk_id *ret,
			       struct tk_str *candidates, struct tk_error *err);

/* Reads one ticket into an arena.  Id and file name must agree (ID_MISMATCH). */
enum tk_status tk_desk_load(struct tk_desk *desk, const struct tk_id *id, struct tk_arena *arena,
			    struct tk_ticket **ret, struct tk_error *err);

/*
 * All tickets, in the order of their ids.  A ticket that cannot be read is returned as its status with the id and *err
 * set; the scan goes on with the next call.  TK_NOT_FOUND ends it.  The ticket is lent until the next call.
 */
struct tk_scan;
enum tk_status tk_scan_open(struct tk_desk *desk, struct tk_scan **ret, struct tk_error *err);
enum tk_status tk_scan_next(struct tk_scan *scan, struct tk_id *ret_id, const struct tk_ticket **ret,
			    struct tk_error *err);
/* Whether the last call ended the scan (and not a ticket that was missing). */
bool tk_scan_done(const struct tk_scan *scan);
void tk_scan_close(struct tk_scan *scan);

/*
 * Transactions.  Begin takes the lock (waiting up to `wait_ms`: TK_BUSY); nothing is written before commit; free
 * without commit writes nothing.  Within one, tickets are read as its earlier steps left them.  Commit saves every
 * changed file whole, each safe against crashes; over several files there is no promise across a crash.  After a
 * failed commit *err says which file could not be saved; files before it are saved.
 */
struct tk_txn;
enum tk_status tk_txn_begin(struct tk_desk *desk, tk_time now, unsigned wait_ms, struct tk_txn **ret,
			    struct tk_error *err);
enum tk_status tk_txn_commit(struct tk_txn *txn, struct tk_error *err);
void tk_txn_free(struct tk_txn *txn);
/* Marks a point and goes back to it: what was done since is forgotten. */
size_t tk_txn_mark(const struct tk_txn *txn);
void tk_txn_rollback(struct tk_txn *txn, size_t mark);

struct tk_desk *tk_txn_desk(const struct tk_txn *txn);
tk_time tk_txn_now(const struct tk_txn *txn);
/* The ticket as the transaction sees it; lent until the transaction ends.  TK_NOT_FOUND. */
enum tk_status tk_txn_load(struct tk_txn *txn, const struct tk_id *id, const struct tk_ticket **ret,
			   struct tk_error *err);
/* Its text: the file's, or what would be written.  Lent until the transaction ends.  TK_NOT_FOUND. */
enum tk_status tk_txn_text(struct tk_txn *txn, const struct tk_id *id, const char **ret, size_t *ret_len,
			   struct tk_error *err);
/*
 * The tickets that commit would write, each once: begin with *at = 0.  Stores the id and the text that is on the disk
 * ("" for a new ticket), lent until the transaction ends.  False when there are no more.
 */
bool tk_txn_next_change(const struct tk_txn *txn, size_t *at, struct tk_id *ret, const char **ret_before,
			size_t *ret_len);

#endif
