/*
 * A policy: a desk's text over the profile that it names.
 *
 * Every command reads the policy, so reading must be quick: the profile comes packed, names are looked up in short
 * lists, conditions are compiled once.  All of it is checked each time, for a desk's change in one place can break
 * another.
 */
#include <string.h>

#include "fail.h"
#include "policy_read.h"
#include "profile.h"
#include "yaml_in.h"
#include "yaml_out.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void read_profile(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_text(r, node);
}

static void read_label(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	tk__read_label(r, node);
}

static void read_effective(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_policy *policy = into;
	const char *text = tk__read_text(r, node);

	if (!text || tk_time_parse(text, node->len, &policy->effective, NULL, tk__read_error(r)) == TK_OK)
		return;
	policy->effective = TK_TIME_NONE;
	tk__at_node(&r->one, node, r->path);
	tk__read_report(r, node);
}

/* In the order in which they are read: what others refer to comes first. */
static const struct tk_part sections[] = {
	{"languages", tk__read_languages, false},
	{"events", tk__read_events, false},
	{"profile", read_profile, true},
	{"effective", read_effective, false},
	{"label", read_label, false},
	{"prefix", tk__read_prefix, true},
	{"defaults", tk__read_defaults, false},
	{"teams", tk__read_teams, false},
	{"tiers", tk__read_labelled, false},
	{"categories", tk__read_categories, true},
	{"priorities", tk__read_priorities, false},
	{"repeats", tk__read_repeats, false},
	{"causes", tk__read_labelled, false},
	{"checklist", tk__read_labelled, false},
	{"require", tk__read_requires, false},
	{"guards", tk__read_guards, false},
	{"calendars", tk__read_calendars, false},
	{"clocks", tk__read_clocks, false},
	{"extendable", tk__read_extendable, false},
	{"escalation", tk__read_escalation, false},
	{"notices", tk__read_notices, false},
	{"survey", tk__read_survey, false},
	{"retention", tk__read_retention, false},
	{"remedies", tk__read_remedies, false},
	{"examples", tk__read_examples, false},
};

static void read_sections(struct tk_reading *r, struct tk_policy *policy)
{
	tk__collect_names(r, policy);
	for (size_t i = 0; i < COUNT(sections) && !r->nomem; i++) {
		const struct tk_node *node = tk_node_get(policy->root, sections[i].key);
		if (node)
			tk__read_part(r, node, sections, COUNT(sections), policy);
		else if (sections[i].required)
			TK_FIND(r, policy->root, TK_D_PART_NO_KEY, TK_S(sections[i].key));
	}
	for (const struct tk_node *n = policy->root->first; n; n = n->next) {
		bool known = false;
		for (size_t i = 0; i < COUNT(sections); i++)
			known |= strcmp(sections[i].key, n->key->text) == 0;
		if (!known)
			tk__read_part(r, n, sections, COUNT(sections), policy);
	}
}

/* The root of a desk's text and the name of its profile. */
static enum tk_status read_desk(struct tk_policy *policy, const char *text, size_t len, const char *path,
				struct tk_doc *doc, const struct tk_node **ret_profile, struct tk_error *err)
{
	char *copy = tk_arena_strndup(policy->arena, text, len); /* the nodes' ranges refer to it */

	if (!copy)
		return tk__fail(err, TK_D_NOMEM);
	enum tk_status status = tk__yaml_read(policy->arena, copy, len, path, &tk__policy_limits, doc, err);
	if (status != TK_OK)
		return status;
	if (doc->root->kind != TK_NODE_MAP)
		return tk__fail_node(err, doc->root, NULL, TK_D_PART_NOT_MAP);
	*ret_profile = tk_node_get(doc->root, "profile");
	if (!*ret_profile || !(*ret_profile)->text || tk_node_is_null(*ret_profile))
		return tk__fail_node(err, *ret_profile ? *ret_profile : doc->root, "profile", TK_D_POLICY_PROFILE);
	return TK_OK;
}

static enum tk_status lay_over(struct tk_policy *policy, const char *name, const struct tk_node *named,
			       const struct tk_node *desk, struct tk_error *err)
{
	const struct tk_profile *profile;
	struct tk_node *base;

	enum tk_status status = tk__profile_find(name, strlen(name), &profile, err);
	if (status != TK_OK) {
		if (named)
			tk__at_node(err, named, "profile");
		return status;
	}
	policy->profile = profile->name;
	policy->revision = profile->revision;
	status = tk__profile_tree(policy->arena, profile->name, profile->revision, &base, err);
	if (status != TK_OK)
		return status;
	policy->root = base;
	return desk ? tk__node_merge(policy->arena, base, desk, &policy->root, err) : TK_OK;
}

static enum tk_status read_all(struct tk_policy *policy, const char *text, size_t len, const char *path,
			       const char *profile, const struct tk_sink *sink, struct tk_error *err)
{
	struct tk_doc doc = {0};
	const struct tk_node *named = NULL;
	struct tk_reading r;
	struct tk_error one = TK_ERROR_INIT;
	enum tk_status status = text ? read_desk(policy, text, len, path, &doc, &named, &one) : TK_OK;

	if (status == TK_OK)
		status = lay_over(policy, named ? named->text : profile, named, doc.root, &one);
	if (status != TK_OK) {
		if (sink && status != TK_NOMEM)
			sink->add(sink->ctx, &one);
		if (err)
			*err = one;
		return status;
	}
	tk__read_begin(&r, policy->arena, policy);
	r.desk = doc.source;
	read_sections(&r, policy);
	return tk__read_end(&r, sink, err);
}

enum tk_status tk_policy_read(const char *text, size_t len, const char *path, const char *profile,
			      const struct tk_sink *sink, struct tk_policy **ret, struct tk_error *err)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_policy *policy = arena ? tk_arena_alloc(arena, sizeof(*policy)) : NULL;

	*ret = NULL;
	if (!policy) {
		tk_arena_free(arena);
		return tk__fail(err, TK_D_NOMEM);
	}
	policy->arena = arena;
	policy->effective = TK_TIME_NONE;
	enum tk_status status = read_all(policy, text, len, path, profile, sink, err);
	if (status == TK_OK)
		*ret = policy;
	else
		tk_arena_free(arena);
	return status;
}

void tk_policy_free(const struct tk_policy *policy)
{
	if (policy)
		tk_arena_free(policy->arena);
}

const char *tk_policy_profile(const struct tk_policy *policy, int *ret_revision)
{
	if (ret_revision)
		*ret_revision = policy->revision;
	return policy->profile;
}

tk_time tk_policy_effective(const struct tk_policy *policy)
{
	return policy->effective;
}

const struct tk_node *tk_policy_root(const struct tk_policy *policy)
{
	return policy->root;
}

/* Keys may hold dots themselves (customer.region), so every key that the path begins with is tried. */
static const struct tk_node *below(const struct tk_node *node, const char *path)
{
	if (!*path)
		return node;
	for (const struct tk_node *n = node->kind == TK_NODE_MAP ? node->first : NULL; n; n = n->next) {
		size_t len = n->key->len;
		if (!len || strncmp(path, n->key->text, len) != 0 || (path[len] && path[len] != '.'))
			continue;
		const struct tk_node *found = below(n, path[len] ? path + len + 1 : path + len);
		if (found)
			return found;
	}
	return NULL;
}

enum tk_status tk_policy_text(const struct tk_policy *policy, const char *path, struct tk_str *out,
			      struct tk_error *err)
{
	const struct tk_node *node = path ? below(policy->root, path) : policy->root;

	if (!node)
		return tk__fail(err, TK_D_NO_POLICY_PART, TK_S(path ? path : ""));
	if (node->kind == TK_NODE_SCALAR) {
		tk__yaml_scalar(out, node->text, node->len, (enum tk_style)node->style, 0, "\n");
		tk_str_putc(out, '\n');
	} else {
		tk__yaml_block(out, node, 0, "\n");
	}
	return tk_str_status(out, err);
}
