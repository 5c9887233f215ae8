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
};

/* As tk_ticket_read(), but a finding does not end the reading: everything wrong with fields and entries goes to `sink`
 * (unknown keys as warnings too).  Returns the first error's status; *ret is set whenever the YAML could be read. */
enum tk_status tk__ticket_inspect(struct tk_arena *arena, const char *text, size_t len, const char *path,
				  struct tk_sink sink, struct tk_ticket **ret, struct tk_error *err);

#endif
