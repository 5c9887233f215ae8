/*
 * The policy: categories, priorities, teams, events, guards, required data, clocks, escalation, survey, retention,
 * remedies.  Data that a supervisor edits, never code.
 *
 * A policy is read from a desk's policy.yaml over the builtin profile it names, validated as a whole, and immutable
 * from then on; it may be shared between threads.  Labels are maps of languages; tk_policy_label() picks one.
 */
#ifndef TICKET_POLICY_H
#define TICKET_POLICY_H

#include "ticket/event.h"
#include "ticket/str.h"

struct tk_policy;

/* A builtin profile revision ("after-sales@1"); a name without revision is its newest. */
struct tk_profile {
	const char *name;
	int revision;
	const char *label_en, *label_zh; /* what it is for */
};
const struct tk_profile *tk_profiles(size_t *ret_count);

/*
 * Reads a policy text over the profile it names (`profile:`, required).  Every unknown key, event, state, field, clock,
 * calendar and team is reported to `sink` with its place; any error makes the policy unusable: TK_INVALID with the
 * first one in *err.  `text` NULL: the bare profile `profile`.  The policy owns its memory.
 */
enum tk_status tk_policy_read(const char *text, size_t len, const char *path, const char *profile,
			      const struct tk_sink *sink, struct tk_policy **ret, struct tk_error *err);
void tk_policy_free(const struct tk_policy *policy);

const char *tk_policy_profile(const struct tk_policy *policy, int *ret_revision);
/* Since when it holds (`effective:`); TK_TIME_NONE where it does not say. */
tk_time tk_policy_effective(const struct tk_policy *policy);
/* The whole effective policy as a tree: the profile with the desk's changes merged in. */
const struct tk_node *tk_policy_root(const struct tk_policy *policy);
/* The same as YAML; only the part under `path` ("clocks.plan") when that is not NULL.  TK_NOT_FOUND. */
enum tk_status tk_policy_text(const struct tk_policy *policy, const char *path, struct tk_str *out,
			      struct tk_error *err);

/* What kinds of named things a policy has. */
enum tk_thing {
	TK_THING_CATEGORY,
	TK_THING_SUBCATEGORY,
	TK_THING_TEAM,
	TK_THING_EVENT,
	TK_THING_CLOCK,
	TK_THING_GUARD,
	TK_THING_CAUSE,
	TK_THING_QUESTION,
	TK_THING_CALENDAR,
	TK_THING_TIER,
	TK_THING_CHECKLIST
};
/* Names of a kind in the policy's order (subcategories: of category `of`, or of all when NULL). */
size_t tk_policy_names(const struct tk_policy *policy, enum tk_thing thing, const char *of, const char *const **ret);
bool tk_policy_has(const struct tk_policy *policy, enum tk_thing thing, const char *of, const char *name);
/* The label of a thing in a language ("en", "zh"); falls back to English, then to the name.  Never NULL. */
const char *tk_policy_label(const struct tk_policy *policy, enum tk_thing thing, const char *of, const char *name,
			    const char *language);
/* What would satisfy a guard, in a language (as labels are), or NULL. */
const char *tk_policy_hint(const struct tk_policy *policy, const char *guard, const char *language);
/* The confirming question of a subcategory, or NULL. */
const char *tk_policy_question(const struct tk_policy *policy, const char *category, const char *subcategory,
			       const char *language);
/* The team that a category is routed to, or NULL. */
const char *tk_policy_team(const struct tk_policy *policy, const char *category);
/* The prefix of a new ticket's number for a category (may be NULL). */
const char *tk_policy_prefix(const struct tk_policy *policy, const char *category);
/* The row of an event, builtin or the policy's own; NULL when there is none. */
const struct tk_event *tk_policy_event(const struct tk_policy *policy, const char *name, size_t len);
/* The same by its verb. */
const struct tk_event *tk_policy_verb(const struct tk_policy *policy, const char *verb, size_t len);

#endif
