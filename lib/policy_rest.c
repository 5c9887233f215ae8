/* defaults:, repeats:, escalation:, notices:, survey:, retention:, remedies: — validated now, read by later rules. */
#include <string.h>

#include "policy_read.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { RETENTION_YEARS = 3, LEVELS_MAX = 9 };

static void read_label(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	tk__read_label(r, node);
}

static void read_span(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct tk_span span;

	(void)into;
	(void)tk__read_span(r, node, true, &span);
}

static void read_when(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_cond(r, node, TK_COND_FIELDS | TK_COND_EVENTS | TK_COND_STEPS);
}

static void read_roles(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_list(r, node, tk__item_role);
}

static void read_text(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_text(r, node);
}

/* ---- defaults: field → value of a new ticket ------------------------------------------------------------------------
 */

void tk__read_defaults(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	if (node->kind != TK_NODE_MAP) {
		TK_FIND(r, node, TK_D_PART_NOT_MAP);
		return;
	}
	for (const struct tk_node *n = node->first; n; n = n->next) {
		size_t mark = tk__read_enter(r, n->key->text);
		int field = tk__read_watched(r, n->key);
		struct tk_value value;
		if (field >= 0 && tk__read_text(r, n) &&
		    tk_field_value(field, n->text, n->len, &value, tk__read_error(r)) != TK_OK) {
			r->one.field[0] = '\0';
			tk__at_node(&r->one, n, r->path);
			tk__read_report(r, n);
		}
		tk__read_leave(r, mark);
	}
}

/* ---- repeats --------------------------------------------------------------------------------------------------------
 */

static const struct tk_part repeat_parts[] = {{"within", read_span, true}};

void tk__read_repeats(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, repeat_parts, COUNT(repeat_parts), into);
}

/* ---- escalation
 * ------------------------------------------------------------------------------------------------------ */

static void read_level(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_number(r, node, 1, LEVELS_MAX);
}

static void read_to(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_word(r, node, TK_WORDS_ROLE);
}

struct after {
	struct tk_cond *when;
	const struct tk_node *node;
};

static void read_after_when(struct tk_reading *r, const struct tk_node *node, void *into)
{
	((struct after *)into)->when = tk__read_cond(r, node, TK_COND_FIELDS | TK_COND_EVENTS);
}

static const struct tk_part after_parts[] = {
	{"when", read_after_when, false},
	{"in", read_span, true},
};

static void read_after(struct tk_reading *r, const struct tk_node *node, void *into)
{
	struct after *row = tk__read_alloc(r, node->count, sizeof(*row));
	size_t count = 0;

	(void)into;
	if (node->kind != TK_NODE_SEQ || !node->first)
		TK_FIND(r, node, node->kind == TK_NODE_SEQ ? TK_D_PART_EMPTY : TK_D_PART_NOT_LIST);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : NULL; n && row; n = n->next) {
		size_t mark = tk__read_enter_index(r, count);
		row[count].node = n;
		(void)tk__read_map(r, n, after_parts, COUNT(after_parts), &row[count]);
		for (size_t i = 0; i < count; i++) {
			unsigned rank = tk__cond_rank(row[count].when);
			if (rank != tk__cond_rank(row[i].when) || tk__cond_exclusive(row[i].when, row[count].when))
				continue;
			TK_FIND(r, n, TK_D_SAME_RANK, (int64_t)row[i].node->line, (int64_t)rank);
			break;
		}
		count++;
		tk__read_leave(r, mark);
	}
}

static const struct tk_part escalation_parts[] = {
	{"level", read_level, true},
	{"to", read_to, true},
	{"after", read_after, true},
};

void tk__read_escalation(struct tk_reading *r, const struct tk_node *node, void *into)
{
	size_t index = 0;

	if (node->kind != TK_NODE_SEQ)
		TK_FIND(r, node, TK_D_PART_NOT_LIST);
	for (const struct tk_node *n = node->kind == TK_NODE_SEQ ? node->first : NULL; n; n = n->next) {
		size_t mark = tk__read_enter_index(r, index++);
		const struct tk_node *level = tk_node_get(n, "level");
		(void)tk__read_map(r, n, escalation_parts, COUNT(escalation_parts), into);
		for (const struct tk_node *m = node->first; m != n; m = m->next)
			if (level && level->text && tk_node_get(m, "level") &&
			    tk__node_is(tk_node_get(m, "level"), level->text))
				TK_FIND(r, level, TK_D_PART_TWICE, level->text, (size_t)level->len);
		tk__read_leave(r, mark);
	}
}

/* ---- notices
 * --------------------------------------------------------------------------------------------------------- */

static void read_events(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	(void)tk__read_list(r, node, tk__item_event);
}

static const struct tk_part notice_parts[] = {
	{"label", read_label, true}, {"after", read_events, true}, {"when", read_when, false},
	{"tell", read_roles, true},  {"within", read_span, false},
};

static void read_notice(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, notice_parts, COUNT(notice_parts), into);
}

void tk__read_notices(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_notice, into);
}

/* ---- survey
 * ---------------------------------------------------------------------------------------------------------- */

static const struct tk_part question_parts[] = {
	{"label", read_label, true},
	{"question", read_label, false},
};

static void read_question(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, question_parts, COUNT(question_parts), into);
}

static void read_questions(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_question, into);
}

static const struct tk_part silent_parts[] = {
	{"when", read_when, false},
	{"after", read_span, true},
	{"reason", read_text, true},
};

static void read_silent(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, silent_parts, COUNT(silent_parts), into);
}

static const struct tk_part survey_parts[] = {
	{"questions", read_questions, true},
	{"silent", read_silent, false},
};

void tk__read_survey(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, survey_parts, COUNT(survey_parts), into);
}

/* ---- retention
 * ------------------------------------------------------------------------------------------------------- */

static void read_years(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)into;
	size_t before = r->nfound;
	int64_t years = tk__read_number(r, node, 0, 100);

	if (r->nfound == before && years < RETENTION_YEARS)
		TK_FIND(r, node, TK_D_RETENTION_SHORT, (int64_t)RETENTION_YEARS);
}

static const struct tk_part retention_parts[] = {{"years", read_years, true}};

void tk__read_retention(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, retention_parts, COUNT(retention_parts), into);
}

/* ---- remedies
 * -------------------------------------------------------------------------------------------------------- */

static const struct tk_part remedy_parts[] = {
	{"label", read_label, true},
	{"when", read_when, false},
	{"text", read_label, true},
};

static void read_remedy(struct tk_reading *r, const struct tk_node *node, void *into)
{
	(void)tk__read_map(r, node, remedy_parts, COUNT(remedy_parts), into);
}

void tk__read_remedies(struct tk_reading *r, const struct tk_node *node, void *into)
{
	tk__read_named(r, node, read_remedy, into);
}
