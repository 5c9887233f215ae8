/* categories:, priorities:, teams: and the other parts that only name and describe; examples:. */
#include <string.h>

#include "policy_read.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void read_label(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	tk__read_label(r, node);
}

static void read_bool(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_bool(r, node);
}

static void read_team(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_name(r, node, TK_THING_TEAM);
}

/* ---- words ------------------------------------------------------------------------------------------------------ */

static bool stood_before(const struct tk_node *list, const struct tk_node *word)
{
	for (const struct tk_node *n = list->first; n != word; n = n->next)
		if (n->kind == TK_NODE_SCALAR && n->len == word->len && memcmp(n->text, word->text, n->len) == 0)
			return true;
	return false;
}

static void read_word_list(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	if (node->kind != TK_NODE_SEQ || !node->first) {
		TK_FIND(r, node, node->kind == TK_NODE_SEQ ? TK_D_PART_EMPTY : TK_D_PART_NOT_LIST);
		return;
	}
	(void)tk__read_list(r, node, tk__item_vocabulary);
	for (const struct tk_node *n = node->first; n; n = n->next)
		if (n->kind == TK_NODE_SCALAR && n->len && stood_before(node, n))
			TK_FIND(r, n, TK_D_WORD_TWICE, n->text, (size_t)n->len);
}

static void read_words(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_word_list, into);
}

/* ---- categories ---------------------------------------------------------------------------------------------------
 */

static const struct tk_part subcategory_parts[] = {
	{"label", read_label, true},
	{"question", read_label, false},
	{"words", read_words, false},
};

static void read_subcategory(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, subcategory_parts, COUNT(subcategory_parts), into);
}

static void read_subcategories(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_subcategory, into);
}

static void read_plans(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_list(r, node, tk__item_plan);
}

static const struct tk_part category_parts[] = {
	{"label", read_label, true},  {"team", read_team, false},
	{"keep", read_bool, false},   {"prefix", tk__read_prefix, false},
	{"plans", read_plans, false}, {"question", read_label, false},
	{"words", read_words, false}, {"subcategories", read_subcategories, false},
};

static void read_category(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, category_parts, COUNT(category_parts), into);
}

void tk__read_categories(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_category, into);
}

/* ---- priorities ---------------------------------------------------------------------------------------------------
 */

static void read_rule_cond(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_cond(r, node, TK_COND_FIELDS | TK_COND_EVENTS | TK_COND_TEXTS);
}

static const struct tk_part rule_parts[] = {
	{"label", read_label, true},
	{"when", read_rule_cond, false},
};

static void read_rule(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, rule_parts, COUNT(rule_parts), into);
}

static void read_rules(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_rule, into);
}

static const struct tk_part priority_parts[] = {
	{"label", read_label, true},
	{"rules", read_rules, false},
};

static void read_priority(struct tk_reading *r, const struct tk_node *node, void *into)
{
	if (tk__read_word(r, tk__key_node(node), TK_WORDS_PRIORITY) >= 0)
		(void)tk__read_map(r, node, priority_parts, COUNT(priority_parts), into);
}

void tk__read_priorities(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_priority, into);
}

/* ---- things that have a label and little else ---------------------------------------------------------------------
 */

static const struct tk_part team_parts[] = {
	{"label", read_label, true},
	{"external", read_bool, false},
};

static void read_one_team(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, team_parts, COUNT(team_parts), into);
}

void tk__read_teams(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_one_team, into);
}

static const struct tk_part labelled_parts[] = {{"label", read_label, true}};

static void read_labelled(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, labelled_parts, COUNT(labelled_parts), into);
}

void tk__read_labelled(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_labelled, into);
}

/* ---- examples ------------------------------------------------------------------------------------------------------
 */

static void read_text(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_text(r, node);
}

static void read_category_name(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_name(r, node, TK_THING_CATEGORY);
}

static void read_subcategory_name(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_name(r, node, TK_THING_SUBCATEGORY);
}

static void read_priority_word(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_word(r, node, TK_WORDS_PRIORITY);
}

static const struct tk_part example_parts[] = {
	{"text", read_text, true},
	{"category", read_category_name, false},
	{"subcategory", read_subcategory_name, false},
	{"priority", read_priority_word, false},
};

static bool names(struct tk_reading *r, const struct tk_node *node, enum tk_thing thing, const char *of)
{
	return node && node->text && !tk_node_is_null(node) && tk_policy_has(r->policy, thing, of, node->text);
}

/* An example of the profile that is about something which the desk has removed: nobody's mistake. */
static bool is_left_over(struct tk_reading *r, const struct tk_node *example)
{
	const struct tk_node *category = tk_node_get(example, "category");
	const struct tk_node *sub = tk_node_get(example, "subcategory");

	if (!r->desk || example->source == r->desk || !category || tk_node_is_null(category))
		return false;
	return !names(r, category, TK_THING_CATEGORY, NULL) ||
	       (sub && !tk_node_is_null(sub) && !names(r, sub, TK_THING_SUBCATEGORY, category->text));
}

static void read_example(struct tk_reading *r, const struct tk_node *node, void *into)
{
	const struct tk_node *category = tk_node_get(node, "category");

	r->category = names(r, category, TK_THING_CATEGORY, NULL) ? category->text : NULL;
	(void)tk__read_map(r, node, example_parts, COUNT(example_parts), into);
	r->category = NULL;
}

void tk__read_examples(struct tk_reading *r, const struct tk_node *node, void *into)
{
	size_t index = 0;

	if (node->kind != TK_NODE_SEQ)
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : NULL; n; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		if (!is_left_over(r, n))
			read_example(r, n, into);
		tk__read_leave(r, mark);
	}
}
