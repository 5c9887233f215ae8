/*
 * Builtin profiles: the policies that desks start from, one revision each (ticket/policy.h declares tk_profiles()).
 *
 * Their one source is lib/profiles/NAME@REVISION.yaml.  The build reads these files with our own reader and packs each
 * into constant bytes (lib/gen/mkprofile.c); a tree is unpacked from them when somebody asks, without parsing.  Such
 * nodes have lines and columns of their file and its name ("after-sales@1"), but no byte ranges.
 */
#ifndef TK_PROFILE_H
#define TK_PROFILE_H

#include "node.h"
#include "ticket/policy.h"

/* The builtin profile that "after-sales@1" or "after-sales" (its newest revision) names.  NO_PROFILE. */
enum tk_status tk__profile_find(const char *text, size_t len, const struct tk_profile **ret, struct tk_error *err);

/* The tree of a builtin profile; `revision` 0 is the newest, and `name` may hold the revision itself.  NO_PROFILE. */
enum tk_status tk__profile_tree(struct tk_arena *arena, const char *name, int revision, struct tk_node **ret,
				struct tk_error *err);

#endif
