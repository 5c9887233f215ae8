/* The default profile: the rulebook's ids, figures and words are all there, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "findings.h"
#include "policy_impl.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct tk_policy *policy;

static int setup(void **state)
{
	struct findings all = {0};
	struct tk_sink sink = {add_finding, &all};
	struct tk_error err = TK_ERROR_INIT;

	(void)state;
	if (tk_policy_read(NULL, 0, NULL, "after-sales", &sink, &policy, &err) == TK_OK && all.count == 0)
		return 0;
	for (size_t i = 0; i < all.count && i < COUNT(all.line); i++)
		print_error("%s\n", all.line[i]);
	return -1;
}

static int teardown(void **state)
{
	(void)state;
	tk_policy_free(policy);
	return 0;
}

static void names_are(enum tk_thing thing, const char *of, const char *wanted)
{
	const char *const *name;
	size_t count = tk_policy_names(policy, thing, of, &name);
	char all[1000] = "";

	for (size_t i = 0; i < count; i++)
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i ? " " : "", name[i]);
	assert_string_equal(all, wanted);
}

static void test_ids(void **state)
{
	int revision;

	(void)state;
	assert_string_equal(tk_policy_profile(policy, &revision), "after-sales");
	assert_int_equal(revision, 1);
	assert_string_equal(tk_policy_prefix(policy, NULL), "TS");
	assert_string_equal(tk_policy_prefix(policy, "complaint"), "TS");
	names_are(TK_THING_CATEGORY, NULL,
		  "technical-fault logistics quality-objection service-consultation complaint billing");
	names_are(TK_THING_SUBCATEGORY, "technical-fault", "malfunction function-lost compatibility");
	names_are(TK_THING_SUBCATEGORY, "logistics", "late wrong-item damaged");
	names_are(TK_THING_SUBCATEGORY, "quality-objection", "appearance material not-as-described");
	names_are(TK_THING_SUBCATEGORY, "service-consultation", "usage care function");
	names_are(TK_THING_SUBCATEGORY, "complaint", "attitude broken-promise refused-warranty false-advertising");
	names_are(TK_THING_SUBCATEGORY, "billing", "charge refund invoice price-difference");
	names_are(TK_THING_SUBCATEGORY, "nothing", "");
	names_are(TK_THING_TEAM, NULL, "tech-support logistics quality-control customer-service service-supervision");
	names_are(TK_THING_CLOCK, NULL,
		  "first-response backstop registration triage dispatch start plan progress promise onsite-inspection "
		  "arrival expert-answer feedback satisfaction callback");
	names_are(TK_THING_QUESTION, NULL, "timeliness professionalism effectiveness");
	names_are(TK_THING_CALENDAR, NULL, "always cn");
}

static void test_routing(void **state)
{
	static const char *const route[][2] = {
		{"technical-fault", "tech-support"},      {"logistics", "logistics"},
		{"quality-objection", "quality-control"}, {"service-consultation", "customer-service"},
		{"complaint", "service-supervision"},     {"billing", "service-supervision"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(route); i++)
		assert_string_equal(tk_policy_team(policy, route[i][0]), route[i][1]);
	assert_null(tk_policy_team(policy, "nothing"));
	assert_null(tk_policy_team(policy, NULL));
}

/* ---- clocks: rulebook §2, row by row -------------------------------------------------------------------------------
 */

enum { P1, P2, P3, PRIORITIES };

struct figure {
	const char *clock, *owner;
	bool customer;
	const char *start, *stop;       /* event names, in order */
	const char *target[PRIORITIES]; /* NULL: none */
	bool repeats;
};

static const struct figure figures[] = {
	{"first-response", "agent", true, "received", "responded resolved", {"30m", "30m", "30m"}, false},
	{"backstop", "agent", true, "received", "responded resolved", {"1d", "1d", "1d"}, false},
	{"registration", "agent", false, "received", "registered resolved", {"2h", "2h", "2h"}, false},
	{"triage", "supervisor", false, "registered", "classified resolved", {"1h", "1h", "1h"}, false},
	{"dispatch", "supervisor", false, "classified", "assigned resolved", {"30m", "30m", "30m"}, false},
	{"start", "assignee", true, "received", "accepted started resolved", {"4h", "8h", "1d"}, false},
	{"plan", "lead", false, "assigned", "planned approved resolved", {"2h", "2h", "2h"}, false},
	{"progress", "assignee", true, "accepted started", "updated", {"4h", "8h", "1d"}, true},
	{"onsite-inspection", "assignee", true, "planned", "inspected resolved", {"2d", NULL, NULL}, false},
	{"arrival", "assignee", true, "planned", "delivered resolved", {"2d", "2d", "2d"}, false},
	{"expert-answer", "assignee", true, "complex responded", "answered resolved", {"1h", "1h", "1h"}, false},
	{"feedback", "agent", true, "resolved", "informed", {"1h", "1h", "1h"}, false},
	{"satisfaction", "agent", false, "resolved", "rated called-back surveyed", {"1d", "1d", "1d"}, false},
	{"callback", "agent", false, "resolved", "called-back", {"1d", "1d", NULL}, false},
};

/* A ticket of which only some fields are known. */
struct known {
	const char *text[TK_FIELD_COUNT];
};

static struct tk_value get_known(const struct tk_row *row, int field)
{
	const struct known *known = row->self;
	struct tk_value value = {.kind = tk_field(field)->kind};

	if (known->text[field])
		assert_int_equal(tk_field_value(field, known->text[field], strlen(known->text[field]), &value, NULL),
				 TK_OK);
	return value;
}

static const struct tk_clock *clock_of(const char *name)
{
	for (size_t i = 0; i < policy->nclock; i++)
		if (strcmp(policy->clock[i].name, name) == 0)
			return &policy->clock[i];
	fail_msg("no clock %s", name);
	return NULL;
}

static void triggers_are(const struct tk_trigger *trigger, size_t count, const char *wanted)
{
	char all[200] = "";

	for (size_t i = 0; i < count; i++)
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i ? " " : "",
			 trigger[i].event ? trigger[i].event : tk_field(trigger[i].field)->name);
	assert_string_equal(all, wanted);
}

static const struct tk_target *target_for(const struct tk_clock *clock, const struct known *known)
{
	struct tk_facts facts = {.row = {get_known, known, 0}, .policy = policy};
	const struct tk_target *best = NULL;

	for (size_t i = 0; i < clock->ntarget; i++)
		if (tk__cond_holds(clock->target[i].when, &facts) &&
		    (!best || tk__cond_rank(clock->target[i].when) > tk__cond_rank(best->when)))
			best = &clock->target[i];
	return best;
}

static void check_figure(const struct figure *f)
{
	static const char *const priority[] = {"P1", "P2", "P3"};
	const struct tk_clock *clock = clock_of(f->clock);

	assert_string_equal(clock->owner, f->owner);
	assert_int_equal(clock->customer, f->customer);
	triggers_are(clock->start, clock->nstart, f->start);
	triggers_are(clock->stop, clock->nstop, f->stop);
	for (int p = P1; p < PRIORITIES; p++) {
		struct known known = {.text = {[TK_FIELD_PRIORITY] = priority[p]}};
		const struct tk_target *target = target_for(clock, &known);
		char span[TK_SPAN_TEXT];
		if (!f->target[p]) {
			assert_null(target);
			continue;
		}
		assert_non_null(target);
		assert_int_equal(target->kind, f->repeats ? TK_TARGET_EVERY : TK_TARGET_IN);
		assert_string_equal(tk_span_format(target->span, span), f->target[p]);
	}
}

static void test_figures(void **state)
{
	(void)state;
	assert_int_equal(policy->nclock, 15);
	for (size_t i = 0; i < COUNT(figures); i++)
		check_figure(&figures[i]);
}

static void test_promises(void **state)
{
	const struct tk_clock *promise = clock_of("promise"), *arrival = clock_of("arrival");
	struct known dated = {
		.text = {[TK_FIELD_PLAN_TYPE] = "resend", [TK_FIELD_PLAN_PROMISED] = "2026-11-25T12:00:00+08:00"}};
	struct known near = {.text = {[TK_FIELD_CUSTOMER_REGION] = "同城"}};

	(void)state;
	triggers_are(promise->start, promise->nstart, "planned");
	triggers_are(promise->stop, promise->nstop, "resolved");
	assert_string_equal(promise->owner, "assignee");
	assert_int_equal(promise->target[0].kind, TK_TARGET_AT);
	assert_int_equal(promise->target[0].field, TK_FIELD_PLAN_PROMISED);
	assert_string_equal(policy->extendable, "promise");
	assert_int_equal(target_for(arrival, &near)->span.seconds, 24 * 3600);
	assert_int_equal(target_for(arrival, &dated)->kind, TK_TARGET_AT); /* the plan's own date wins */
	assert_string_equal(arrival->team, "logistics");
}

static void test_kinds_of_clocks(void **state)
{
	(void)state;
	assert_string_equal(clock_of("backstop")->calendar, "always"); /* wall time, whatever the desk sets */
	for (size_t i = 0; i < policy->nclock; i++) {
		const struct tk_clock *clock = &policy->clock[i];
		assert_true(strcmp(clock->name, "backstop") == 0 || !clock->calendar);
		assert_true(clock->nvoid >= 2);
		assert_true(clock->nwarn >= 1);
	}
	triggers_are(clock_of("progress")->until, clock_of("progress")->nuntil, "resolved");
	assert_int_equal(clock_of("plan")->nowner, 2);
	assert_string_equal(clock_of("plan")->owners[1], "assignee");
	assert_string_equal(clock_of("progress")->owners[1], "agent");
}

/* An urgent plan stops the clock when it is approved, any other when it is made. */
static void test_plan_stops(void **state)
{
	const struct tk_clock *plan = clock_of("plan");
	struct known urgent = {.text = {[TK_FIELD_PRIORITY] = "P1"}}, normal = {.text = {[TK_FIELD_PRIORITY] = "P3"}};
	struct known unranked = {{NULL}};
	struct tk_facts facts = {.policy = policy};

	(void)state;
	facts.row = (struct tk_row){get_known, &urgent, 0};
	assert_false(tk__cond_holds(plan->stop[0].when, &facts));
	assert_true(tk__cond_holds(plan->stop[1].when, &facts));
	facts.row.self = &normal;
	assert_true(tk__cond_holds(plan->stop[0].when, &facts));
	assert_false(tk__cond_holds(plan->stop[1].when, &facts));
	facts.row.self = &unranked;
	assert_true(tk__cond_holds(plan->stop[0].when, &facts));
}

/* ---- labels --------------------------------------------------------------------------------------------------------
 */

/* Every map under these keys is a text in all languages. */
static bool is_label_key(const char *key)
{
	return strcmp(key, "label") == 0 || strcmp(key, "hint") == 0 || strcmp(key, "question") == 0;
}

static void check_labels(const struct tk_node *node, const char *path, size_t *count)
{
	for (const struct tk_node *n = tk_node_first(node); n; n = tk_node_next(n)) {
		const char *key = tk_node_key(n, NULL);
		char below[200];
		snprintf(below, sizeof(below), "%s.%s", path, key ? key : "-");
		if (!key || !is_label_key(key)) {
			check_labels(n, below, count);
			continue;
		}
		const struct tk_node *en = tk_node_get(n, "en"), *zh = tk_node_get(n, "zh");
		if (!en || !zh || !tk_node_text(en, NULL)[0] || !tk_node_text(zh, NULL)[0])
			fail_msg("%s lacks a language", below);
		if (strcmp(tk_node_text(en, NULL), tk_node_text(zh, NULL)) == 0)
			fail_msg("%s is the same in both languages", below);
		++*count;
	}
}

static void labels_of(enum tk_thing thing, const char *of)
{
	const char *const *name;
	size_t count = tk_policy_names(policy, thing, of, &name);

	for (size_t i = 0; i < count; i++) {
		const char *en = tk_policy_label(policy, thing, of, name[i], "en");
		const char *zh = tk_policy_label(policy, thing, of, name[i], "zh");
		if (strcmp(en, name[i]) == 0 || (unsigned char)zh[0] < 0x80)
			fail_msg("%s has no label of its own: %s, %s", name[i], en, zh);
	}
}

static void test_labels(void **state)
{
	static const enum tk_thing things[] = {TK_THING_CATEGORY, TK_THING_TEAM,     TK_THING_CLOCK,
					       TK_THING_GUARD,    TK_THING_CAUSE,    TK_THING_QUESTION,
					       TK_THING_TIER,     TK_THING_CHECKLIST};
	const char *const *category;
	size_t count = 0;

	(void)state;
	check_labels(tk_policy_root(policy), "", &count);
	assert_true(count > 100);
	for (size_t i = 0; i < COUNT(things); i++)
		labels_of(things[i], NULL);
	size_t n = tk_policy_names(policy, TK_THING_CATEGORY, NULL, &category);
	for (size_t i = 0; i < n; i++)
		labels_of(TK_THING_SUBCATEGORY, category[i]);
	assert_string_equal(tk_policy_label(policy, TK_THING_CLOCK, NULL, "progress", "zh"), "进度同步");
	assert_string_equal(tk_policy_label(policy, TK_THING_CLOCK, NULL, "progress", "fr"), "Progress");
	assert_string_equal(tk_policy_label(policy, TK_THING_TEAM, NULL, "unheard-of", "en"), "unheard-of");
}

static void test_questions_and_words(void **state)
{
	const char *const *category, *const *sub;
	size_t n = tk_policy_names(policy, TK_THING_CATEGORY, NULL, &category);
	const struct tk_node *all = tk_node_get(tk_policy_root(policy), "categories");

	(void)state;
	for (size_t i = 0; i < n; i++) {
		size_t m = tk_policy_names(policy, TK_THING_SUBCATEGORY, category[i], &sub);
		for (size_t j = 0; j < m; j++) {
			const struct tk_node *subs = tk_node_get(tk_node_get(all, category[i]), "subcategories");
			const struct tk_node *words = tk_node_get(tk_node_get(subs, sub[j]), "words");
			assert_non_null(tk_policy_question(policy, category[i], sub[j], "en"));
			assert_non_null(strstr(tk_policy_question(policy, category[i], sub[j], "zh"), "？"));
			assert_non_null(words);
			assert_true(tk_node_count(words) > 0);
		}
	}
	assert_null(tk_policy_question(policy, "nothing", "at-all", "en"));
}

/* ---- required data --------------------------------------------------------------------------------------------------
 */

static const struct tk_require *required(const char *event, const struct known *known)
{
	struct tk_facts facts = {.row = {get_known, known, 0}, .policy = policy};

	return tk__policy_require(policy, event, &facts);
}

static bool needs(const struct tk_require *row, int field)
{
	for (size_t i = 0; i < row->nfield; i++)
		if (row->field[i] == field)
			return true;
	return false;
}

static void test_registered(void **state)
{
	static const int whole[] = {TK_FIELD_CUSTOMER_NAME,     TK_FIELD_CUSTOMER_VOUCHER,
				    TK_FIELD_PRODUCT_MODEL,     TK_FIELD_PRODUCT_BATCH,
				    TK_FIELD_PRODUCT_PURCHASED, TK_FIELD_PROBLEM_DESCRIPTION,
				    TK_FIELD_PROBLEM_OCCURRED,  TK_FIELD_PROBLEM_ENVIRONMENT,
				    TK_FIELD_PROBLEM_TRIED,     TK_FIELD_DEMAND};
	struct known fault = {.text = {[TK_FIELD_CATEGORY] = "technical-fault"}};
	struct known consultation = {.text = {[TK_FIELD_CATEGORY] = "service-consultation"}};
	struct known danger = {.text = {[TK_FIELD_CATEGORY] = "technical-fault", [TK_FIELD_SAFETY] = "true"}};
	const struct known *brief[] = {&consultation, &danger};
	const struct tk_require *row = required("registered", &fault);

	(void)state;
	assert_int_equal(row->nfield, COUNT(whole));
	for (size_t i = 0; i < COUNT(whole); i++)
		assert_true(needs(row, whole[i]));
	assert_int_equal(row->nany, 1);
	assert_int_equal(row->any[0].nfield, 3);
	assert_int_equal(row->any[0].field[0], TK_FIELD_CUSTOMER_PHONE);
	for (size_t i = 0; i < COUNT(brief); i++) {
		row = required("registered", brief[i]);
		assert_int_equal(row->nfield, 2);
		assert_true(needs(row, TK_FIELD_CUSTOMER_NAME) && needs(row, TK_FIELD_PROBLEM_DESCRIPTION));
		assert_int_equal(row->nany, 1);
	}
}

static void test_other_requirements(void **state)
{
	struct known nothing = {{NULL}};
	struct known fault = {.text = {[TK_FIELD_CATEGORY] = "technical-fault"}};
	struct known own = {.text = {[TK_FIELD_CATEGORY] = "own"}};
	struct known visit = {.text = {[TK_FIELD_PLAN_TYPE] = "onsite-repair"}};
	struct tk_row row = {get_known, &fault, 0};

	(void)state;
	assert_true(needs(required("classified", &nothing), TK_FIELD_SUBCATEGORY));
	assert_true(needs(required("classified", &nothing), TK_FIELD_PRIORITY));
	assert_true(tk__policy_wants(policy, &row, TK_FIELD_SUBCATEGORY));
	row.self = &own;
	assert_false(tk__policy_wants(policy, &row, TK_FIELD_SUBCATEGORY));
	assert_true(tk__policy_wants(policy, &row, TK_FIELD_CATEGORY));
	assert_int_equal(required("assigned", &nothing)->any[0].nfield, 2);
	assert_true(needs(required("planned", &nothing), TK_FIELD_PLAN_TYPE));
	assert_true(required("updated", &nothing)->note);
	assert_true(needs(required("resolved", &nothing), TK_FIELD_RESOLUTION_TEXT));
	assert_false(needs(required("resolved", &nothing), TK_FIELD_RESOLUTION_CAUSE));
	assert_true(needs(required("resolved", &fault), TK_FIELD_RESOLUTION_CAUSE));
	assert_string_equal(required("inspected", &visit)->tick[0], "tool-kit");
	assert_null(required("inspected", &nothing));
	assert_null(required("confirmed", &nothing));
}

static void test_text(void **state)
{
	struct tk_str out;
	struct tk_error err = TK_ERROR_INIT;
	struct tk_policy *again;

	(void)state;
	tk_str_init(&out, 0);
	assert_int_equal(tk_policy_text(policy, "clocks.plan.label.zh", &out, &err), TK_OK);
	assert_non_null(strstr(out.data, "方案制定"));
	tk_str_reset(&out);
	assert_int_equal(tk_policy_text(policy, "clocks.nothing", &out, &err), TK_NOT_FOUND);
	assert_int_equal(err.diag, TK_D_NO_POLICY_PART);
	tk_str_reset(&out);
	assert_int_equal(tk_policy_text(policy, NULL, &out, &err), TK_OK);
	assert_int_equal(tk_policy_read(out.data, out.len, "policy.yaml", NULL, NULL, &again, &err), TK_OK);
	assert_true(tk__node_equal(policy->root, again->root));
	tk_policy_free(again);
	tk_str_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_routing),
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_promises),
		cmocka_unit_test(test_kinds_of_clocks),
		cmocka_unit_test(test_plan_stops),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_questions_and_words),
		cmocka_unit_test(test_registered),
		cmocka_unit_test(test_other_requirements),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
