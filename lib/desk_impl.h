/* The inside of struct tk_desk, for the files of the store. */
#ifndef TK_DESK_IMPL_H
#define TK_DESK_IMPL_H

#include <sys/stat.h>

#include "id.h"
#include "ticket/desk.h"

enum { TK_DESK_FILE_MAX = 64 * 1024, TK_DESK_MODE = 0770, TK_RULES_FILE_MAX = 4 << 20 };

#define TK_DESK_FILE "desk.yaml"
#define TK_POLICY_FILE "policy.yaml"
#define TK_POLICIES_DIR "policies"
#define TK_STAFF_FILE "staff.yaml"
#define TK_HIDDEN_DIR ".ticket"
#define TK_LOCK_FILE TK_HIDDEN_DIR "/lock"
#define TK_NODE_FILE TK_HIDDEN_DIR "/node"
#define TK_PURGED_FILE TK_HIDDEN_DIR "/purged"
#define TK_TICKETS_DIR "tickets"

struct tk_desk {
	int root;               /* descriptor of the directory */
	char *path;             /* its absolute path */
	struct tk_arena *arena; /* desk.yaml's texts */
	const char *name, *language, *calendar;
	const struct tk_node *calendar_node; /* where it is said */
	struct tk_zone *zone;
	bool shared;
	struct tk_policy *policy; /* NULL until asked for */
	struct tk_version *version;
	size_t nversion; /* 0 until asked for; the last one's policy is the one above */
	struct tk_staff *staff;
};

/* Makes the hidden directory, which keeps itself out of git, where a clone lacks it. */
enum tk_status tk__desk_make_hidden(int root, struct tk_error *err);

/* The node letters of this clone: "" where the desk is not shared.  NEEDS_NODE, BAD_NODE. */
enum tk_status tk__desk_node(const struct tk_desk *desk, char ret[4], struct tk_error *err);

/* Reads the ticket `id` from the file `path` below the directory `dir`; `shown` is its path in messages. */
enum tk_status tk__ticket_load(int dir, const char *path, const char *shown, const struct tk_id *id,
			       struct tk_arena *arena, struct tk_ticket **ret, struct stat *ret_stat,
			       struct tk_error *err);

/* For tk_desk_make(): the full name of a profile ("after-sales@1"), and the staff.yaml of a desk of one person. */
enum tk_status tk__profile_name(const char *name, struct tk_str *out, struct tk_error *err);
enum tk_status tk__staff_text(const char *profile, const char *person, struct tk_str *out, struct tk_error *err);

#endif
