/* The inside of struct tk_ticket; for the model, the rules and the store. */
#ifndef TK_TICKET_IMPL_H
#define TK_TICKET_IMPL_H

#include "ticket/ticket.h"
#include "yaml_in.h"

struct tk_ticket {
	struct tk_arena *arena;
	struct tk_doc doc;
	const struct tk_node *field[TK_FIELD_COUNT]; /* head fields present; NULL for absent, derived and sub-fields */
	int64_t number[TK_FIELD_COUNT];              /* decoded numbers of those */
	struct tk_entry *log;
	const struct tk_entry **by_time;
	size_t nlog;
	const struct tk_node *log_node; /* the sequence, or NULL */
	struct tk_text_cache *cache;    /* texts put together when first asked for */
};

struct tk_text_cache {
	struct tk_joined {
		const char *text;
		size_t len;
	} of[TK_FIELD_COUNT];
	bool made[TK_FIELD_COUNT];
	bool starved; /* a text is missing for want of memory */
};

/* Whether a value was given as absent because there was no memory to put it together. */
bool tk__ticket_starved(const struct tk_ticket *ticket);

/*
 * Where an error in a ticket is: the field's name for the head, "log.3.at" for entries (counted from 1),
 * "parts.2.quantity" for records, "log.3.set.priority" for changes.
 */
enum { TK_LOG_MAX = 10000 };

/* Finds the field `key`, or `group`.`key` when group_len > 0; looks from number `from` on and then from the beginning.
 */
int tk__field_seek(int from, const char *group, size_t group_len, const char *key, size_t len);
/* The first field (from `from` on, as above) whose name begins with `group` and a dot, or -1. */
int tk__field_group(int from, const char *group, size_t len);

/* Where a name leads that may reach into a field: "parts.2.arrived" is the sub-field in the second record,
 * "checklist.badge" a key of the field. */
struct tk_field_path {
	int field;
	size_t record;   /* from 1; 0 = the name is the field's own */
	const char *key; /* NULL = none */
	size_t key_len;
};
bool tk__field_path(const char *name, size_t len, struct tk_field_path *ret);

/* As tk_field_value() for keys of log entries, and for what stands under consent, ratings and unknown.  The error's
 * field is left to the caller. */
enum tk_status tk__key_value(int key, const char *text, size_t len, struct tk_value *ret, struct tk_error *err);
enum tk_status tk__key_inner(int key, const char *sub, size_t sub_len, const char *text, size_t len,
			     struct tk_value *ret, struct tk_error *err);

/* Whether two entries say the same in every key, in whatever order. */
bool tk__entry_equal(const struct tk_node *a, const struct tk_node *b);

/* As tk_ticket_read(), but a finding does not end the reading: everything wrong with fields and entries goes to `sink`
 * (unknown keys as warnings too).  Returns the first error's status; *ret is set whenever the YAML could be read. */
enum tk_status tk__ticket_inspect(struct tk_arena *arena, const char *text, size_t len, const char *path,
				  struct tk_sink sink, struct tk_ticket **ret, struct tk_error *err);

#endif
