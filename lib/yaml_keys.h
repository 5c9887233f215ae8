/* No key stands twice in one mapping; found in time n log n, whatever the keys are. */
#ifndef TK_YAML_KEYS_H
#define TK_YAML_KEYS_H

#include "node.h"

/* YAML_DUPLICATE at the first key that repeats an earlier one.  Uses the arena only for as long as it runs. */
enum tk_status tk__yaml_unique_keys(struct tk_arena *arena, const struct tk_node *map, struct tk_error *err);

#endif
