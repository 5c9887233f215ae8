/*
 * Reading policies, calendars and staff: where one is, what was found, and the small readers that all parts share.
 *
 * Every mapping is described by a table of its keys, each with the function that reads its value; tk__read_map() walks
 * the mapping and reports what is unknown or missing.  A finding never ends the reading: all are collected, and
 * tk__read_end() hands them over in the order of the file.  Memory is the arena's; when it is gone `nomem` is set,
 * readers return nothing more, and the end says so.
 *
 *	struct tk_reading r;
 *	tk__read_begin(&r, arena, NULL);
 *	tk__read_map(&r, root, keys, nkeys, &person);
 *	return tk__read_end(&r, sink, err);
 */
#ifndef TK_POLICY_READ_H
#define TK_POLICY_READ_H

#include "node.h"
#include "policy_impl.h"

enum { TK_PATH_MAX = 120, TK_FINDINGS_MAX = 1000 };

struct tk_finding {
	struct tk_error what;
	bool foreign; /* not in the text that is read but in the profile below it */
	size_t order; /* of finding */
};

struct tk_reading {
	struct tk_arena *arena;
	const struct tk_policy *policy; /* whose names are checked; NULL: none are */
	const struct tk_source *desk;   /* the text that is read */
	bool nomem;
	const char *category; /* whose subcategories are meant, or NULL */
	unsigned languages;   /* bits of those that texts must have: 1 en, 2 zh */
	char path[TK_PATH_MAX];
	struct tk_finding **found;
	size_t nfound, cap;
	struct tk_error one;
};

struct tk_part { /* a key of a mapping */
	const char *key;
	void (*read)(struct tk_reading *r, const struct tk_node *node, void *into);
	bool required;
};

struct tk_list {
	const char *const *item; /* NULL-terminated */
	size_t count;
};

void tk__read_begin(struct tk_reading *r, struct tk_arena *arena, const struct tk_policy *policy);
/* Hands the findings to `sink` (may be NULL) in file order, the first to *err; TK_OK when there are none. */
enum tk_status tk__read_end(struct tk_reading *r, const struct tk_sink *sink, struct tk_error *err);
/* Reports r->one. */
void tk__read_report(struct tk_reading *r, const struct tk_node *node);
struct tk_error *tk__read_error(struct tk_reading *r);

/* TK_FIND(r, node, TK_D_…, arguments): a finding at a node under the present key path. */
#define TK_FIND(r, node, ...)                                                           \
	do {                                                                            \
		(void)tk__fail_node(tk__read_error(r), (node), (r)->path, __VA_ARGS__); \
		tk__read_report((r), (node));                                           \
	} while (0)

/* Goes below a key, and back. */
size_t tk__read_enter(struct tk_reading *r, const char *key);
size_t tk__read_enter_index(struct tk_reading *r, size_t index);
void tk__read_leave(struct tk_reading *r, size_t mark);

void *tk__read_alloc(struct tk_reading *r, size_t count, size_t size);

/* The place of an entry's key (of the entry itself where it has none). */
const struct tk_node *tk__key_node(const struct tk_node *node);

/* One entry of a mapping: read by its row, or reported as unknown. */
void tk__read_part(struct tk_reading *r, const struct tk_node *node, const struct tk_part *part, size_t nparts,
		   void *into);
bool tk__read_map(struct tk_reading *r, const struct tk_node *node, const struct tk_part *part, size_t nparts,
		  void *into);
/* Each entry of a mapping of named things, whose names must be ids: calls read(r, entry, into). */
void tk__read_named(struct tk_reading *r, const struct tk_node *node,
		    void (*read)(struct tk_reading *r, const struct tk_node *node, void *into), void *into);

/* A scalar that is not empty; NULL with a finding otherwise. */
const char *tk__read_text(struct tk_reading *r, const struct tk_node *node);
bool tk__read_bool(struct tk_reading *r, const struct tk_node *node);
int64_t tk__read_number(struct tk_reading *r, const struct tk_node *node, int64_t min, int64_t max);
bool tk__read_span(struct tk_reading *r, const struct tk_node *node, bool zero, struct tk_span *ret);
/* The number of a word of a list, or -1 with a finding. */
int tk__read_word(struct tk_reading *r, const struct tk_node *node, enum tk_words list);
/* The number of a field, or -1 with a finding. */
int tk__read_field(struct tk_reading *r, const struct tk_node *node);
/* A field whose change can be watched, one that steps set; -1 with a finding. */
int tk__read_watched(struct tk_reading *r, const struct tk_node *node);
/* A name of the policy; NULL with a finding when it has none such.  Calendars may be builtin. */
const char *tk__read_name(struct tk_reading *r, const struct tk_node *node, enum tk_thing thing);
/* Reports a word that is none of `words`. */
void tk__find_word(struct tk_reading *r, const struct tk_node *node, const char *const *words, size_t count);
void tk__find_unknown(struct tk_reading *r, const struct tk_node *node, enum tk_thing thing);

/* A scalar or a list as a list of its scalars, each checked by `check`, which returns whether to keep it. */
typedef bool tk_item_reader(struct tk_reading *r, const struct tk_node *node);
struct tk_list tk__read_list(struct tk_reading *r, const struct tk_node *node, tk_item_reader *check);
bool tk__item_text(struct tk_reading *r, const struct tk_node *node);
bool tk__item_role(struct tk_reading *r, const struct tk_node *node);
bool tk__item_event(struct tk_reading *r, const struct tk_node *node);
bool tk__item_check(struct tk_reading *r, const struct tk_node *node);
bool tk__item_plan(struct tk_reading *r, const struct tk_node *node);
bool tk__item_vocabulary(struct tk_reading *r, const struct tk_node *node);
/* The statuses of a list, as bits; `open` stands for all open ones. */
unsigned tk__read_statuses(struct tk_reading *r, const struct tk_node *node);

/* A text in the policy's languages. */
void tk__read_label(struct tk_reading *r, const struct tk_node *node);

/* A condition below the present path. */
struct tk_cond *tk__read_cond(struct tk_reading *r, const struct tk_node *node, unsigned uses);

/* Collects the names of all things before anything is checked against them. */
void tk__collect_names(struct tk_reading *r, struct tk_policy *policy);

/* The sections; `into` is the policy. */
void tk__read_categories(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_priorities(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_teams(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_labelled(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_examples(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_events(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_guards(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_requires(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_clocks(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_extendable(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_defaults(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_repeats(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_escalation(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_notices(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_survey(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_retention(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_remedies(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_calendars(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_languages(struct tk_reading *r, const struct tk_node *node, void *into);
void tk__read_prefix(struct tk_reading *r, const struct tk_node *node, void *into);

#endif
