/* The named things of a policy: lists, labels, and the events of both the program and the policy. */
#include <string.h>

#include "policy_read.h"

static const struct tk_node *section_of(const struct tk_node *root, enum tk_thing thing)
{
	switch (thing) {
	case TK_THING_CATEGORY:
	case TK_THING_SUBCATEGORY:
		return tk_node_get(root, "categories");
	case TK_THING_TEAM:
		return tk_node_get(root, "teams");
	case TK_THING_EVENT:
		return tk_node_get(root, "events");
	case TK_THING_CLOCK:
		return tk_node_get(root, "clocks");
	case TK_THING_GUARD:
		return tk_node_get(root, "guards");
	case TK_THING_CAUSE:
		return tk_node_get(root, "causes");
	case TK_THING_QUESTION:
		return tk_node_get(tk_node_get(root, "survey"), "questions");
	case TK_THING_CALENDAR:
		return tk_node_get(root, "calendars");
	case TK_THING_TIER:
		return tk_node_get(root, "tiers");
	case TK_THING_CHECKLIST:
		return tk_node_get(root, "checklist");
	}
	return NULL;
}

static size_t count_of(const struct tk_node *map)
{
	return map && map->kind == TK_NODE_MAP ? map->count : 0;
}

static void add_keys(const struct tk_node *map, const char **name, size_t *count)
{
	for (const struct tk_node *n = count_of(map) ? map->first : NULL; n; n = n->next)
		name[(*count)++] = n->key->text;
}

static bool has_name(const struct tk_names_of *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->name[i], name) == 0)
			return true;
	return false;
}

static void collect(struct tk_reading *r, struct tk_policy *policy, enum tk_thing thing)
{
	static const char *const calendars[] = {"always", "cn"};
	const struct tk_node *map = section_of(policy->root, thing);
	struct tk_names_of *names = &policy->names[thing];
	const char **name = tk__read_alloc(r, count_of(map) + TK_EVENT_COUNT + 2, sizeof(*name));
	size_t n = 0;

	if (!name)
		return;
	names->name = name;
	if (thing == TK_THING_EVENT)
		for (; n < TK_EVENT_COUNT; n++)
			name[n] = tk_event((int)n)->name;
	if (thing == TK_THING_CALENDAR)
		for (; n < 2; n++)
			name[n] = calendars[n];
	names->count = n;
	for (const struct tk_node *k = count_of(map) ? map->first : NULL; k; k = k->next)
		if (n == 0 || !has_name(names, k->key->text)) /* an extended event is there already */
			name[names->count++] = k->key->text;
}

static void collect_subcategories(struct tk_reading *r, struct tk_policy *policy)
{
	const struct tk_node *categories = section_of(policy->root, TK_THING_CATEGORY);
	size_t room = 0, index = 0;

	for (const struct tk_node *n = count_of(categories) ? categories->first : NULL; n; n = n->next)
		room += count_of(tk_node_get(n, "subcategories"));
	const char **all = tk__read_alloc(r, room, sizeof(*all));
	policy->subcategories = tk__read_alloc(r, count_of(categories), sizeof(*policy->subcategories));
	if (!all || !policy->subcategories)
		return;
	struct tk_names_of *whole = &policy->names[TK_THING_SUBCATEGORY];
	for (const struct tk_node *n = count_of(categories) ? categories->first : NULL; n; n = n->next) {
		struct tk_names_of *one = &policy->subcategories[index++];
		size_t begin = whole->count;
		add_keys(tk_node_get(n, "subcategories"), all, &whole->count);
		one->name = all + begin;
		one->count = whole->count - begin;
	}
	whole->name = all;
}

void tk__collect_names(struct tk_reading *r, struct tk_policy *policy)
{
	for (int thing = TK_THING_CATEGORY; thing <= TK_THING_CHECKLIST && !r->nomem; thing++) {
		if (thing == TK_THING_SUBCATEGORY)
			collect_subcategories(r, policy);
		else
			collect(r, policy, (enum tk_thing)thing);
	}
}

static const struct tk_names_of *names_of(const struct tk_policy *policy, enum tk_thing thing, const char *of)
{
	static const struct tk_names_of nothing = {0};

	if (thing != TK_THING_SUBCATEGORY || !of)
		return &policy->names[thing];
	for (size_t i = 0; i < policy->names[TK_THING_CATEGORY].count; i++)
		if (strcmp(policy->names[TK_THING_CATEGORY].name[i], of) == 0)
			return &policy->subcategories[i];
	return &nothing;
}

size_t tk_policy_names(const struct tk_policy *policy, enum tk_thing thing, const char *of, const char *const **ret)
{
	const struct tk_names_of *names = names_of(policy, thing, of);

	*ret = names->name;
	return names->count;
}

bool tk_policy_has(const struct tk_policy *policy, enum tk_thing thing, const char *of, const char *name)
{
	return has_name(names_of(policy, thing, of), name);
}

const char *tk__label_text(const struct tk_node *label, const char *language)
{
	const struct tk_node *text;

	if (!label || label->kind != TK_NODE_MAP)
		return NULL;
	text = language ? tk_node_get(label, language) : NULL;
	if (!text)
		text = tk_node_get(label, "en");
	if (!text)
		text = label->first;
	return text ? text->text : NULL;
}

static const struct tk_node *subcategory_node(const struct tk_policy *policy, const char *of, const char *name)
{
	const struct tk_node *categories = section_of(policy->root, TK_THING_CATEGORY);

	if (of)
		return tk_node_get(tk_node_get(tk_node_get(categories, of), "subcategories"), name);
	for (const struct tk_node *n = count_of(categories) ? categories->first : NULL; n; n = n->next) {
		const struct tk_node *found = tk_node_get(tk_node_get(n, "subcategories"), name);
		if (found)
			return found;
	}
	return NULL;
}

const char *tk_policy_label(const struct tk_policy *policy, enum tk_thing thing, const char *of, const char *name,
			    const char *language)
{
	const struct tk_node *node = thing == TK_THING_SUBCATEGORY ? subcategory_node(policy, of, name)
								   : tk_node_get(section_of(policy->root, thing), name);
	const char *label = tk__label_text(tk_node_get(node, "label"), language);
	int event = thing == TK_THING_EVENT ? tk_event_find(name, strlen(name)) : -1;

	if (label)
		return label;
	return event >= 0 ? tk_event(event)->label : name;
}

const char *tk_policy_hint(const struct tk_policy *policy, const char *guard, const char *language)
{
	const struct tk_node *node = tk_node_get(section_of(policy->root, TK_THING_GUARD), guard);

	return tk__label_text(tk_node_get(node, "hint"), language);
}

const char *tk_policy_question(const struct tk_policy *policy, const char *category, const char *subcategory,
			       const char *language)
{
	const struct tk_node *of = tk_node_get(section_of(policy->root, TK_THING_CATEGORY), category);
	const struct tk_node *sub = subcategory ? tk_node_get(tk_node_get(of, "subcategories"), subcategory) : NULL;
	const char *text = tk__label_text(tk_node_get(sub, "question"), language);

	return text ? text : tk__label_text(tk_node_get(of, "question"), language);
}

static const char *scalar(const struct tk_node *node)
{
	return node ? node->text : NULL;
}

const char *tk_policy_team(const struct tk_policy *policy, const char *category)
{
	const struct tk_node *categories = section_of(policy->root, TK_THING_CATEGORY);

	return category ? scalar(tk_node_get(tk_node_get(categories, category), "team")) : NULL;
}

const struct tk_node *tk__policy_plans(const struct tk_policy *policy, const char *category)
{
	const struct tk_node *categories = section_of(policy->root, TK_THING_CATEGORY);
	const struct tk_node *plans = category ? tk_node_get(tk_node_get(categories, category), "plans") : NULL;

	return plans && !tk_node_is_null(plans) ? plans : NULL;
}

const char *tk_policy_prefix(const struct tk_policy *policy, const char *category)
{
	const struct tk_node *categories = section_of(policy->root, TK_THING_CATEGORY);
	const char *own = category ? scalar(tk_node_get(tk_node_get(categories, category), "prefix")) : NULL;

	return own ? own : scalar(tk_node_get(policy->root, "prefix"));
}

const struct tk_event *tk_policy_event(const struct tk_policy *policy, const char *name, size_t len)
{
	for (size_t i = 0; policy && i < policy->nevent; i++)
		if (strlen(policy->event[i].name) == len && memcmp(policy->event[i].name, name, len) == 0)
			return &policy->event[i];
	int id = tk_event_find(name, len);
	return id < 0 ? NULL : tk_event(id);
}

const struct tk_event *tk_policy_verb(const struct tk_policy *policy, const char *verb, size_t len)
{
	for (size_t i = 0; policy && i < policy->nevent; i++) {
		const char *own = policy->event[i].verb;
		if (own && strlen(own) == len && memcmp(own, verb, len) == 0)
			return &policy->event[i];
	}
	for (int id = 0; id < TK_EVENT_COUNT; id++) {
		const char *own = tk_event(id)->verb;
		if (own && strlen(own) == len && memcmp(own, verb, len) == 0)
			return tk_policy_event(policy, tk_event(id)->name, strlen(tk_event(id)->name));
	}
	return NULL;
}
