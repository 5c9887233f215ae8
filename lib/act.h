/*
 * A step in the making: what tk_act(), tk_link(), tk_merge(), tk_attach() and tk_edit_text() have in common.
 *
 *	struct tk_doing d;
 *	tk__doing_begin(&d, txn, id, act, "linked", err);     // reads ticket, policy, staff; notes edits made by hand
 *	tk__doing_inputs(&d, act, err);                       // fields and keys that the caller gives
 *	tk__doing_append(&d, TK_FIELD_LINKS, other, len, err) // what the operation itself adds
 *	tk__doing_finish(&d, err);                            // asks the rules, puts the new text
 *
 * Everything lives in the transaction's arena; nothing is put before the last step has succeeded.
 */
#ifndef TK_ACT_H
#define TK_ACT_H

#include "replay.h"
#include "ticket/ops.h"
#include "txn.h"

enum tk_change_kind {
	TK_CHANGE_SET,    /* field = text */
	TK_CHANGE_UNSET,  /* field */
	TK_CHANGE_APPEND, /* list field: one more item */
	TK_CHANGE_SET_IN, /* sub-field of the index-th record = text */
	TK_CHANGE_SET_KEY /* key of a mapping = text */
};

struct tk_change {
	enum tk_change_kind kind;
	int field;
	const char *text; /* checked, as it will be stored */
	size_t len;
	const struct tk_node *item;
	size_t index;
	const char *key;
	struct tk_change *next;
};

struct tk_doing {
	struct tk_txn *txn;
	struct tk_arena *arena;
	const struct tk_policy *policy;
	const struct tk_staff *staff;
	const struct tk_zone *zone;
	struct tk_id id;
	char path[64];
	const struct tk_ticket *ticket; /* with edits made by hand noted in its log */
	const struct tk_event *event;
	tk_time now, at;
	const char *by;
	struct tk_node *key[TK_KEY_COUNT]; /* of the entry, as far as known */
	struct tk_change *first, *last;
};

/* `event` overrides act->event when it is not NULL. */
enum tk_status tk__doing_begin(struct tk_doing *doing, struct tk_txn *txn, const struct tk_id *id,
			       const struct tk_act *act, const char *event, struct tk_error *err);
/* Whether a caller's struct is whole: refuses other sizes, and what is missing in it.  Asked before it is used. */
enum tk_status tk__act_whole(const struct tk_act *act, const char *event, struct tk_error *err);
enum tk_status tk__inputs_whole(const struct tk_input *input, size_t ninput, struct tk_error *err);
enum tk_status tk__doing_inputs(struct tk_doing *doing, const struct tk_act *act, struct tk_error *err);
enum tk_status tk__doing_finish(struct tk_doing *doing, struct tk_error *err);

/* Changes that an operation makes itself; texts are copied. */
enum tk_status tk__doing_set(struct tk_doing *doing, int field, const char *text, size_t len, struct tk_error *err);
enum tk_status tk__doing_append(struct tk_doing *doing, int field, const char *text, size_t len, struct tk_error *err);
enum tk_status tk__doing_key(struct tk_doing *doing, int key, const char *text, size_t len, struct tk_error *err);

/* A new, empty change at the end of the list; a SET or UNSET of a field replaces an earlier one. */
struct tk_change *tk__doing_change(struct tk_doing *doing, enum tk_change_kind kind, int field);

/* ---- act_key.c: keys of the entry ---- */

enum tk_status tk__input_key(struct tk_doing *doing, const struct tk_input *input, struct tk_error *err);

/* ---- act_input.c: texts of people → values of fields and keys ---- */

enum tk_status tk__input_take(struct tk_doing *doing, const struct tk_input *input, struct tk_error *err);

/* A text as people write it → as it is stored: times in the zone's RFC 3339, paragraphs without line breaks at their
 * end.  Checked by the field's kind. */
enum tk_status tk__input_value(struct tk_arena *arena, const struct tk_zone *zone, tk_time now, int field,
			       const char *text, size_t len, const char **ret, size_t *ret_len, struct tk_error *err);
/* Refuses to set a field that only its own event changes, naming the verb that does it. */
enum tk_status tk__input_event_field(int field, struct tk_error *err);
/* A mapping → the record of a list field, its keys in the table's order, its values stored as above. */
enum tk_status tk__input_record(struct tk_arena *arena, const struct tk_zone *zone, tk_time now, int field,
				const struct tk_node *map, struct tk_node **ret, struct tk_error *err);

/* ---- act_names.c: names of the policy and of people ---- */

/* Whether a NAME field's value is known; `category` is that of the ticket.  Fields of other kinds pass. */
enum tk_status tk__name_check(const struct tk_policy *policy, const struct tk_staff *staff, int field,
			      const char *category, const char *text, size_t len, struct tk_error *err);
/* The same for the names within an entry: clock, ratings. */
enum tk_status tk__name_check_key(const struct tk_policy *policy, int key, const char *text, size_t len,
				  struct tk_error *err);
/* An item of the policy's checklist. */
enum tk_status tk__name_check_tick(const struct tk_policy *policy, const char *item, struct tk_error *err);
/* A person's name as `by`. */
enum tk_status tk__name_check_by(const char *by, struct tk_error *err);

/* ---- act_text.c: from changes to the new text ---- */

/* Builds the entry (with set and was) and the new text; *ret_after is the ticket read back from it.  *ret_entry is NULL
 * and *ret_after the old ticket when there is nothing to do. */
enum tk_status tk__doing_text(struct tk_doing *doing, const struct tk_node **ret_entry,
			      const struct tk_ticket **ret_after, struct tk_error *err);
/* Reads a text that the service has made. */
enum tk_status tk__reread(struct tk_arena *arena, const struct tk_str *text, const char *path,
			  const struct tk_ticket **ret, struct tk_error *err);
/* A mapping in brackets when it is short, else as a block. */
void tk__map_style(struct tk_node *map);
/* Sets `key` of an entry under construction to a time in the zone. */
struct tk_node *tk__time_node(struct tk_arena *arena, const struct tk_zone *zone, tk_time at);

/* ---- hand.c: a head that was edited by hand ---- */

/*
 * The entry that accounts for a head that differs from its log: `edited`, with the fields' new and old values.  What
 * somebody changed behind the program's back (`before` NULL) holds from the time of the last entry on, so the entry has
 * that time, is recorded now, and is `auto: true`: the program writes it down while `by` does something else. Otherwise
 * `by` makes the change now, from what the ticket was `before`; values that the log does not follow are told as well,
 * so that no earlier one is lost.  For a ticket without any log it is the missing `received`.  *ret is NULL when there
 * is nothing to tell.
 */
enum tk_status tk__hand_entry(struct tk_arena *arena, const struct tk_ticket *ticket, const struct tk_policy *policy,
			      const struct tk_zone *zone, const char *by, tk_time now, const struct tk_ticket *before,
			      struct tk_node **ret, struct tk_error *err);

#endif
