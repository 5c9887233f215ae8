/*
 * Operations: what a desk does to tickets.  Each is rules + one transaction; nothing is written before tk_txn_commit().
 */
#ifndef TICKET_OPS_H
#define TICKET_OPS_H

#include "ticket/desk.h"

enum tk_input_kind {
	TK_INPUT_SET,   /* field = value; "parts.2.arrived" sets in the second record, "checklist.badge" in a map */
	TK_INPUT_UNSET, /* field */
	TK_INPUT_ADD,   /* list field = scalar, or record list = YAML flow mapping "{number: A1, quantity: 2}" */
	TK_INPUT_KEY,   /* key of the log entry = value; "consent.by", "ratings.timeliness", "unknown.product.batch" */
};

struct tk_input {
	enum tk_input_kind kind;
	const char *name;
	const char *value;
	size_t len;
};

/* One event to happen to a ticket. */
struct tk_act {
	size_t size;
	const char *event;
	const char *by;
	tk_time at; /* TK_TIME_NONE: now */
	const char *note;
	size_t note_len; /* NULL: none */
	bool automatic;
	const struct tk_input *input;
	size_t ninput;
};

/*
 * Applies an event to a ticket in the transaction: replays the log (a head edited by hand first gets its `edited`
 * entry), checks names against policy and staff, asks the workflow, splices.  Values of times may be written as people
 * do (ticket/zone.h); they are stored as RFC 3339.  Adds what follows by rule: `accepted` by somebody makes them the
 * assignee where there is none; `replied` to a ticket closed as no-answer is followed by `reopened`.
 * TK_NOT_FOUND, TK_INVALID, TK_REFUSED; on failure the transaction is as before.
 */
enum tk_status tk_act(struct tk_txn *txn, const struct tk_id *id, const struct tk_act *act, struct tk_error *err);

/* A new ticket: fields from `input` (SET, ADD) over those of a YAML document (NULL: none; path for messages). */
struct tk_draft {
	size_t size;
	const char *by;
	tk_time received; /* TK_TIME_NONE: now, or the document's */
	const char *note;
	size_t note_len;
	const struct tk_input *input;
	size_t ninput;
	const char *yaml;
	size_t yaml_len;
	const char *yaml_path;
	bool automatic; /* not made by a person: no `responded` on live channels */
};
/* Absent channel: the policy's `defaults:`.  Absent title: the first line of the description. */
enum tk_status tk_new(struct tk_txn *txn, const struct tk_draft *draft, struct tk_id *ret, struct tk_error *err);

/* Replaces a ticket's text by one that a person edited: `before` must still be the file's text (TK_CONFLICT); the log
 * may only have grown; logged fields that changed get an `edited` entry.  Equal texts do nothing. */
enum tk_status tk_edit_text(struct tk_txn *txn, const struct tk_id *id, const char *before, size_t before_len,
			    const char *after, size_t after_len, const char *by, struct tk_error *err);

/* Links two tickets on both sides; merges `id` into another (events linked, merged; fields links, merged_into). */
enum tk_status tk_link(struct tk_txn *txn, const struct tk_id *id, const struct tk_id *other, const char *relation,
		       const struct tk_act *act, struct tk_error *err);
enum tk_status tk_merge(struct tk_txn *txn, const struct tk_id *id, const struct tk_id *into, const struct tk_act *act,
			struct tk_error *err);
/* Attaches a file (descriptor open for reading, `name` without directories); event attached. */
enum tk_status tk_attach(struct tk_txn *txn, const struct tk_id *id, const char *name, int fd, const struct tk_act *act,
			 struct tk_error *err);

/*
 * Validates a whole desk: every finding goes to `sink` in the order of the files.  With `fix`, what has one safe answer
 * is mended first (each mended finding is reported as FIXED).  `ids` limits it to some tickets (NULL: all, and
 * policy, staff, tree).  Returns TK_OK when there is no error among the findings, TK_INVALID when there is.
 */
struct tk_check {
	size_t size;
	tk_time now;
	bool fix;
	const char *by;
	const struct tk_id *ids;
	size_t nid;
	size_t tickets, errors, warnings, notes, fixed; /* out */
};
enum tk_status tk_check(struct tk_desk *desk, struct tk_check *check, const struct tk_sink *sink, struct tk_error *err);

#endif
