/*
 * A new ticket in the making: one value per field, whoever gave it last, then a file.
 */
#ifndef TK_NEW_H
#define TK_NEW_H

#include "act.h"

struct tk_making {
	struct tk_doing doing; /* for inputs; its ticket is blank */
	struct tk_node *value[TK_FIELD_COUNT];
	struct tk_node *extra; /* x-… keys of the document */
	struct tk_node *root;
	bool failed;
};

/* Takes over the fields of a mapping, nested as in a ticket file; `prefix` is "" or ends in a dot.  Names outside the
 * field table are refused with their place, but for x-… at the top. */
enum tk_status tk__making_map(struct tk_making *making, const char *prefix, const struct tk_node *map,
			      struct tk_error *err);
enum tk_status tk__making_document(struct tk_making *making, const struct tk_draft *draft, struct tk_error *err);
enum tk_status tk__making_inputs(struct tk_making *making, const struct tk_draft *draft, struct tk_error *err);

#endif
