/*
 * Checking a desk: what the passes share.
 *
 * check.c begins and counts, check_tree.c walks, check_ticket.c looks at one ticket's head, check_log.c at its log,
 * check_links.c at what it names elsewhere; check_fix.c is a pass of its own before all that, so that what is reported
 * is what remains.  Findings are composed with tk__fail() and handed to tk__report().
 */
#ifndef TK_CHECK_H
#define TK_CHECK_H

#include "desk_impl.h"
#include "policy_impl.h"
#include "ticket/ops.h"
#include "ticket_impl.h"

struct tk_checking {
	struct tk_desk *desk;
	struct tk_check *check;
	const struct tk_sink *sink;
	struct tk_arena *arena;   /* of the whole check */
	struct tk_arena *scratch; /* emptied for each ticket */
	struct tk_policy *policy; /* NULL: not usable, and reported */
	struct tk_staff *staff;
	struct tk_txn *txn; /* while fixing */
};

/* Counts a finding by its severity and hands it on. */
void tk__report(struct tk_checking *checking, const struct tk_error *finding);
/* Reports that a finding of this kind has been mended. */
void tk__report_fixed(struct tk_checking *checking, const char *path, enum tk_diag diag);

/* A ticket's file: its path below the desk and the id that its name gives. */
struct tk_found {
	const char *path;
	struct tk_id id;
	bool archived;
};
typedef enum tk_status tk__visit(struct tk_checking *checking, const struct tk_found *found, struct tk_error *err);

/* Visits every ticket's file below tickets/ or archive/, in order; reports, when `report`, what else lies there. */
enum tk_status tk__check_walk(struct tk_checking *checking, const char *top, bool report, tk__visit *visit,
			      struct tk_error *err);
/* Visits the tickets asked for by their ids. */
enum tk_status tk__check_some(struct tk_checking *checking, tk__visit *visit, struct tk_error *err);
/* "folder/name"; false when it is too long. */
bool tk__check_join(char *ret, size_t size, const char *folder, const char *name);
/* Temp files that saves left behind: reports those more than an hour old; or, under the desk's lock, removes all and
 * reports them as fixed. */
enum tk_status tk__check_temps(struct tk_checking *checking, const char *folder, bool remove, struct tk_error *err);
/* Folders of attachments whose ticket does not exist, and temp files in them; or removes the temp files only. */
enum tk_status tk__check_attached(struct tk_checking *checking, bool remove, struct tk_error *err);

/* One ticket whole: file, head, log, links, attachments. */
enum tk_status tk__check_ticket(struct tk_checking *checking, const struct tk_found *found, struct tk_error *err);
void tk__check_log(struct tk_checking *checking, const struct tk_ticket *ticket);
enum tk_status tk__check_links(struct tk_checking *checking, const struct tk_ticket *ticket, const struct tk_id *id,
			       struct tk_error *err);
enum tk_status tk__check_attachments(struct tk_checking *checking, const struct tk_ticket *ticket,
				     const struct tk_id *id, struct tk_error *err);
/* Whether a ticket links to another, or says that it was merged into it. */
bool tk__names_ticket(const struct tk_ticket *ticket, const char *id);

/* Mends what has one safe answer. */
enum tk_status tk__check_fix(struct tk_checking *checking, struct tk_error *err);

#endif
