/*
 * The hint of the last numbers given, .ticket/seq, and the search for the next free one.
 *
 * The file is a hint and nothing more: it is neither synced nor replaced whole, and a torn, stale or lost one costs
 * some looks at the disk or leaves a gap, never a number given twice.  It holds one record of fixed width for each
 * prefix and node: the latest id, padded with blanks, and a line feed.
 */
#ifndef TK_SEQ_H
#define TK_SEQ_H

#include "id.h"

enum { TK_SEQ_SLOTS = 64 };

struct tk_seq {
	size_t count;
	struct tk_id last[TK_SEQ_SLOTS]; /* text "" = a record that could not be read; free to be used */
	bool changed[TK_SEQ_SLOTS];
};

/* Reads the hint; whatever is wrong with it is an empty hint. */
void tk__seq_read(struct tk_seq *seq, int root);

/* The last number given for a prefix, node and date; 0 when unknown. */
uint64_t tk__seq_last(const struct tk_seq *seq, const char *prefix, const char *node, int64_t date);

/* Remembers that an id was given.  An older date than the one known is not remembered. */
void tk__seq_note(struct tk_seq *seq, const struct tk_id *id);

/* Takes back the note of an id that was not used after all. */
void tk__seq_unnote(struct tk_seq *seq, const struct tk_id *id);

/* Writes what has changed, as well as it can. */
void tk__seq_write(struct tk_seq *seq, int root);

/*
 * The first free number found above `last`: mostly the one behind it, else by doubling steps and halving, so that
 * even without a hint a day of a thousand tickets costs some twenty looks and never the listing of a folder.
 */
struct tk_seq_look {
	enum tk_status (*taken)(void *ctx, const struct tk_id *id, bool *ret, struct tk_error *err);
	void *ctx;
};
enum tk_status tk__seq_next(const struct tk_seq_look *look, const char *prefix, const char *node, int64_t date,
			    uint64_t last, struct tk_id *ret, struct tk_error *err);

#endif
