/*
 * Policies and staff under random bytes: reading never crashes, gives the same verdict with and without somebody to
 * tell, every finding has a place; what is accepted can be written, read back as the same tree, and asked.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "policy_impl.h"
#include "yaml_in.h"

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void count(void *ctx, const struct tk_error *finding)
{
	require(finding->diag != TK_D_NONE && finding->line > 0 && finding->col > 0);
	++*(size_t *)ctx;
}

static struct tk_value nothing(const struct tk_row *row, int field)
{
	struct tk_value value = {.kind = tk_field(field)->kind};

	(void)row;
	return value;
}

static void ask(const struct tk_policy *policy)
{
	struct tk_facts facts = {.row = {nothing, NULL, 0}, .policy = policy};
	struct tk_row before = {nothing, NULL, 0};

	facts.before = &before;
	for (size_t i = 0; i < policy->nguard; i++) {
		(void)tk__cond_holds(policy->guard[i].when, &facts);
		(void)tk__cond_holds(policy->guard[i].need, &facts);
		require(policy->guard[i].nevent + policy->guard[i].nset > 0);
	}
	for (size_t i = 0; i < policy->nrequire; i++)
		(void)tk__policy_require(policy, policy->require[i].event, &facts);
	for (size_t i = 0; i < policy->nclock; i++) {
		const struct tk_clock *clock = &policy->clock[i];
		require(clock->owner && clock->nstart && clock->ntarget && clock->nstop + clock->nuntil);
		for (size_t j = 0; j < clock->ntarget; j++)
			(void)tk__cond_holds(clock->target[j].when, &facts);
		require(tk_policy_label(policy, TK_THING_CLOCK, NULL, clock->name, "zh")[0]);
	}
	require(tk_policy_prefix(policy, NULL)[0]);
}

/* Read as a tree: as a policy over its profile, what was removed from that would come back. */
static void check_round_trip(const struct tk_policy *policy)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_doc doc;
	struct tk_str out;

	tk_str_init(&out, 0);
	require(arena && tk_policy_text(policy, NULL, &out, NULL) == TK_OK);
	require(tk__yaml_read(arena, out.data, out.len, "out", &tk__policy_limits, &doc, NULL) == TK_OK);
	require(tk__node_equal(policy->root, doc.root));
	tk_str_clear(&out);
	tk_arena_free(arena);
}

static void read_policy(const char *text, size_t len)
{
	size_t findings = 0;
	struct tk_sink sink = {count, &findings};
	struct tk_error err = TK_ERROR_INIT, quiet = TK_ERROR_INIT;
	struct tk_policy *policy, *same;
	enum tk_status status = tk_policy_read(text, len, "policy.yaml", NULL, &sink, &policy, &err);

	require((status == TK_OK) == (findings == 0));
	require(tk_policy_read(text, len, "policy.yaml", NULL, NULL, &same, &quiet) == status);
	require(quiet.diag == err.diag && quiet.line == err.line && quiet.col == err.col);
	if (status == TK_OK) {
		ask(policy);
		check_round_trip(policy);
	}
	tk_policy_free(policy);
	tk_policy_free(same);
}

static void read_staff(const char *text, size_t len)
{
	size_t findings = 0;
	struct tk_sink sink = {count, &findings};
	const struct tk_person *person;
	struct tk_staff *staff;

	if (tk_staff_read(text, len, "staff.yaml", &sink, &staff, NULL) != TK_OK) {
		require(findings > 0);
		return;
	}
	for (size_t i = 0, n = tk_staff_people(staff, &person); i < n; i++) {
		(void)tk_staff_has_role(staff, person[i].id, "lead", person[i].teams[0]);
		(void)tk_staff_absent(staff, person[i].id, 20000);
	}
	tk_staff_free(staff);
}

/* The first byte says what the rest is: staff, a whole policy, or what a policy changes in its profile. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char head[] = "profile: after-sales@1\n";
	char text[4096 + sizeof(head)];
	const char *rest = (const char *)data + 1;

	if (size < 1 || size > 4096)
		return 0;
	if (data[0] == 's') {
		read_staff(rest, size - 1);
	} else if (data[0] == 'w') {
		read_policy(rest, size - 1);
	} else {
		memcpy(text, head, sizeof(head) - 1);
		memcpy(text + sizeof(head) - 1, rest, size - 1);
		read_policy(text, sizeof(head) - 1 + size - 1);
	}
	return 0;
}
