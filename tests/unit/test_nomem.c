/*
 * Memory that runs out: every allocation of the library (and of libyaml, linked into this program) fails in turn, once
 * or from then on for good, while a desk is read, asked, changed and checked.  A run says TK_NOMEM and changes nothing,
 * or gives the very answer it gives with memory enough.  That nothing leaks is for the leak sanitizer to say.
 */
#include "desk_scratch.h"

#include "ticket/calendar.h"
#include "ticket/ops.h"
#include "ticket/query.h"
#include "ticket_impl.h"

#define NOW INT64_C(1795348800) /* 2026-11-22T12:00:00Z */
#define ID "TS20261122001"

enum { RUNS = 400, ANSWER = 16384 };

static struct {
	size_t seen, fails_at; /* counted from 1; 0: none fails */
	bool for_good, failed;
} memory;

static bool refused(void)
{
	memory.seen++;
	if (memory.fails_at == 0 || memory.seen < memory.fails_at ||
	    (memory.seen > memory.fails_at && !memory.for_good))
		return false;
	memory.failed = true;
	return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);

void *__wrap_malloc(size_t size)
{
	return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return refused() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
	return refused() ? NULL : __real_strdup(text);
}

static struct scratch s;

/* What a flow found out; it allocates nothing. */
struct answer {
	char text[ANSWER];
	size_t len;
};

static void say(struct answer *answer, const char *text, size_t len)
{
	assert_true(answer->len + len + 2 < sizeof answer->text);
	memcpy(answer->text + answer->len, text, len);
	answer->len += len;
	answer->text[answer->len++] = '\n';
	answer->text[answer->len] = '\0';
}

static void say_number(struct answer *answer, size_t number)
{
	char digits[24];
	say(answer, digits, (size_t)snprintf(digits, sizeof digits, "%zu", number));
}

static void say_finding(void *ctx, const struct tk_error *finding)
{
	struct answer *answer = ctx;
	const char *name = tk_diag_row(finding->diag)->name;
	say(answer, name, strlen(name));
}

static const char a_ticket[] = "id: " ID "\n"
			       "title: \"Stays dark\" # as told\n"
			       "status: received\n"
			       "channel: email\n"
			       "received: 2026-11-22T09:03:00+00:00\n"
			       "customer: {name: \"Li Na\", phone: \"13800000000\"}\n"
			       "problem:\n"
			       "  description: |-\n"
			       "    first line\n"
			       "    second line\n"
			       "log:\n"
			       "  - at: 2026-11-22T09:03:00+00:00\n"
			       "    by: wang\n"
			       "    event: received\n";

static const char a_policy[] = "profile: after-sales@1\n"
			       "categories:\n"
			       "  technical-fault:\n"
			       "    subcategories:\n"
			       "      paint: {label: {en: Paint, zh: 油漆}}\n";

static enum tk_status read_ticket(struct answer *answer, struct tk_error *err)
{
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_ticket *ticket = NULL;
	if (!arena)
		return TK_NOMEM;
	enum tk_status status = tk_ticket_read(arena, a_ticket, strlen(a_ticket), "a.yaml", &ticket, err);
	for (int field = 0; status == TK_OK && field < TK_FIELD_COUNT; field++) {
		struct tk_value value = tk_ticket_get(ticket, field, NOW);
		if (value.set && value.text)
			say(answer, value.text, value.len);
	}
	if (status == TK_OK && tk__ticket_starved(ticket))
		status = TK_NOMEM;
	tk_arena_free(arena);
	return status;
}

static enum tk_status refuse_ticket(struct answer *answer, struct tk_error *err)
{
	static const char bad[] = "id: " ID "\nstatus: recieved\nchannel: [fax\n";
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_ticket *ticket = NULL;
	if (!arena)
		return TK_NOMEM;
	enum tk_status status = tk_ticket_read(arena, bad, strlen(bad), "a.yaml", &ticket, err);
	if (status != TK_NOMEM)
		say_finding(answer, err);
	tk_arena_free(arena);
	return status;
}

static enum tk_status read_policy(struct answer *answer, struct tk_error *err)
{
	struct tk_sink sink = {say_finding, answer};
	struct tk_policy *policy = NULL;
	struct tk_str text;
	tk_str_init(&text, 0);
	enum tk_status status =
		tk_policy_read(a_policy, strlen(a_policy), "policy.yaml", "after-sales@1", &sink, &policy, err);
	if (status == TK_OK) {
		say_number(answer, tk_policy_names(policy, TK_THING_CATEGORY, NULL, &(const char *const *){NULL}));
		status = tk_policy_text(policy, "categories.technical-fault.subcategories.paint", &text, err);
	}
	if (status == TK_OK)
		status = tk_str_status(&text, err);
	if (status == TK_OK)
		say(answer, text.data, text.len);
	tk_str_clear(&text);
	tk_policy_free(policy);
	return status;
}

static enum tk_status read_calendar(struct answer *answer, struct tk_error *err)
{
	static const char text[] = "timezone: Europe/Berlin\nweek: {mon-fri: [\"09:00-12:00\", \"13:00-18:00\"]}\n"
				   "include: cn\nholidays: {2026-11-24: Outing}\ndates: {2026-11-28: 09:00-12:00}\n";
	struct tk_sink sink = {say_finding, answer};
	struct tk_calendar *calendar = NULL;
	enum tk_status status = tk_calendar_read(text, strlen(text), "a.yaml", NULL, &sink, &calendar, err);
	if (status == TK_OK)
		say_number(answer, (size_t)tk_calendar_between(calendar, TK_TIME_MIN, TK_TIME_MAX));
	tk_calendar_free(calendar);
	return status;
}

static enum tk_status with_desk(enum tk_status (*use)(struct tk_desk *, struct answer *, struct tk_error *),
				struct answer *answer, struct tk_error *err)
{
	struct tk_desk *desk = NULL;
	enum tk_status status = tk_desk_open(s.path, &desk, err);
	if (status == TK_OK)
		status = use(desk, answer, err);
	tk_desk_close(desk);
	return status;
}

static enum tk_status rules_of(struct tk_desk *desk, struct answer *answer, struct tk_error *err)
{
	struct tk_sink sink = {say_finding, answer};
	const struct tk_policy *policy = NULL;
	const struct tk_staff *staff = NULL;
	enum tk_status status = tk_desk_policy(desk, &sink, &policy, err);
	if (status == TK_OK)
		status = tk_desk_staff(desk, &sink, &staff, err);
	if (status == TK_OK)
		say_number(answer, tk_policy_has(policy, TK_THING_SUBCATEGORY, "technical-fault", "paint"));
	return status;
}

static enum tk_status open_desk(struct answer *answer, struct tk_error *err)
{
	return with_desk(rules_of, answer, err);
}

static enum tk_status ids_of(struct tk_desk *desk, struct answer *answer, struct tk_error *err)
{
	struct tk_str candidates;
	struct tk_id id;
	tk_str_init(&candidates, 0);
	enum tk_status status = tk_desk_resolve(desk, "2001", 4, &id, &candidates, err);
	if (status == TK_OK)
		say(answer, id.text, strlen(id.text));
	tk_str_clear(&candidates);
	return status;
}

static enum tk_status resolve(struct answer *answer, struct tk_error *err)
{
	return with_desk(ids_of, answer, err);
}

static enum tk_status rows_of(struct tk_desk *desk, struct answer *answer, struct tk_error *err)
{
	static const char *const terms[] = {"status:open -channel:fax", "title:*dark* received:>=2026-11-01",
					    "\"second line\""};
	static const int fields[] = {TK_FIELD_ID, TK_FIELD_TITLE, TK_FIELD_CUSTOMER_NAME};
	static const struct tk_sort sort = {.field = TK_FIELD_RECEIVED, .falling = true};
	struct tk_sink sink = {say_finding, answer};
	struct tk_arena *arena = tk_arena_new(0);
	struct tk_query *query = NULL;
	struct tk_listing *listing = NULL;
	if (!arena)
		return TK_NOMEM;
	enum tk_status status = tk_query_parse(arena, terms, 3, tk_desk_zone(desk), NOW, NULL, &query, err);
	struct tk_listing_spec spec = {.size = sizeof spec,
				       .query = query,
				       .fields = fields,
				       .nfield = 3,
				       .sort = &sort,
				       .nsort = 1,
				       .now = NOW,
				       .sink = &sink};
	if (status == TK_OK)
		status = tk_listing_make(desk, &spec, &listing, err);
	for (size_t i = 0; status == TK_OK && i < tk_listing_rows(listing) * 3; i++) {
		struct tk_value value = tk_listing_value(listing, i / 3, i % 3);
		say(answer, value.text, value.len);
	}
	tk_listing_free(listing);
	tk_arena_free(arena);
	return status;
}

static enum tk_status list(struct answer *answer, struct tk_error *err)
{
	return with_desk(rows_of, answer, err);
}

static enum tk_status groups_of(struct tk_desk *desk, struct answer *answer, struct tk_error *err)
{
	static const int by[] = {TK_FIELD_STATUS, TK_FIELD_CHANNEL};
	struct tk_sink sink = {say_finding, answer};
	struct tk_counts_spec spec = {.size = sizeof spec, .by = by, .nby = 2, .now = NOW, .sink = &sink};
	struct tk_counts *counts = NULL;
	enum tk_status status = tk_counts_make(desk, &spec, &counts, err);
	for (size_t i = 0; status == TK_OK && i < tk_counts_groups(counts); i++) {
		struct tk_value key = tk_counts_key(counts, i, 0);
		say_number(answer, key.set ? (size_t)key.number : 99);
		say_number(answer, tk_counts_of(counts, i));
	}
	tk_counts_free(counts);
	return status;
}

static enum tk_status count(struct answer *answer, struct tk_error *err)
{
	return with_desk(groups_of, answer, err);
}

static enum tk_status changes_in(struct tk_desk *desk, struct answer *answer, struct tk_error *err)
{
	static const struct tk_input input[] = {
		{TK_INPUT_SET, "team", "tech-support", 12},
		{TK_INPUT_SET, "assignee", "li", 2},
	};
	struct tk_act act = {.size = sizeof act,
			     .event = "assigned",
			     .by = "wang",
			     .at = TK_TIME_NONE,
			     .note = "at once",
			     .note_len = 7,
			     .input = input,
			     .ninput = 2};
	struct tk_txn *txn = NULL;
	const char *text;
	size_t len;
	struct tk_id id;
	(void)tk_id_parse(ID, strlen(ID), &id, NULL);
	enum tk_status status = tk_txn_begin(desk, NOW, 0, &txn, err);
	if (status == TK_OK)
		status = tk_act(txn, &id, &act, err);
	if (status == TK_OK)
		status = tk_txn_text(txn, &id, &text, &len, err);
	if (status == TK_OK)
		say(answer, text, len);
	if (status == TK_OK)
		status = tk_txn_commit(txn, err);
	tk_txn_free(txn);
	return status;
}

static enum tk_status change(struct answer *answer, struct tk_error *err)
{
	return with_desk(changes_in, answer, err);
}

static enum tk_status arrivals_in(struct tk_desk *desk, struct answer *answer, struct tk_error *err)
{
	static const struct tk_input input[] = {
		{TK_INPUT_SET, "problem.description", "no light\nno sound", 17},
		{TK_INPUT_ADD, "parts", "{number: A1, quantity: 2}", 25},
	};
	struct tk_draft draft = {.size = sizeof draft,
				 .by = "wang",
				 .received = TK_TIME_NONE,
				 .input = input,
				 .ninput = 2,
				 .yaml = "channel: phone\n",
				 .yaml_len = 15,
				 .yaml_path = "draft.yaml"};
	struct tk_txn *txn = NULL;
	struct tk_id id;
	enum tk_status status = tk_txn_begin(desk, NOW, 0, &txn, err);
	if (status == TK_OK)
		status = tk_new(txn, &draft, &id, err);
	if (status == TK_OK)
		status = tk_txn_commit(txn, err);
	if (status == TK_OK)
		say(answer, id.text, strlen(id.text));
	tk_txn_free(txn);
	return status;
}

static enum tk_status arrive(struct answer *answer, struct tk_error *err)
{
	return with_desk(arrivals_in, answer, err);
}

static enum tk_status findings_in(struct tk_desk *desk, struct answer *answer, struct tk_error *err)
{
	struct tk_check check = {.size = sizeof check, .now = NOW, .by = "wang"};
	struct tk_sink sink = {say_finding, answer};
	enum tk_status status = tk_check(desk, &check, &sink, err);
	say_number(answer, check.tickets);
	say_number(answer, check.errors);
	return status;
}

static enum tk_status check(struct answer *answer, struct tk_error *err)
{
	return with_desk(findings_in, answer, err);
}

/* The desk as it was, whatever a flow did to it. */
static void lay_out(void)
{
	char made[64];
	struct tk_id id = id_of("TS20261122003");
	tk_id_path(&id, made);
	(void)unlinkat(s.root, made, 0);
	(void)unlinkat(s.root, ".ticket/seq", 0);
	scratch_put(&s, ticket_path(&s, ID), a_ticket);
}

static size_t folder_count(void)
{
	return scratch_has(&s, "tickets/2026/11") ? scratch_count(&s, "tickets/2026/11") : 0;
}

static void run(enum tk_status (*flow)(struct answer *, struct tk_error *), size_t fails_at, bool for_good,
		struct answer *answer, enum tk_status *ret, struct tk_error *err)
{
	answer->len = 0;
	answer->text[0] = '\0';
	*err = (struct tk_error)TK_ERROR_INIT;
	memory.seen = 0;
	memory.failed = false;
	memory.for_good = for_good;
	memory.fails_at = fails_at;
	*ret = flow(answer, err);
	memory.fails_at = 0;
}

static void sweep(enum tk_status (*flow)(struct answer *, struct tk_error *))
{
	static struct answer expected, answer;
	enum tk_status right, status;
	struct tk_error err;

	lay_out();
	run(flow, 0, false, &expected, &right, &err);
	size_t total = memory.seen;
	/* All of the first ones, then a sample that strides over the rest. */
	for (size_t i = 1, step = 1; i <= total; i += step) {
		if (i > RUNS / 2)
			step = 1 + total / RUNS;
		for (int for_good = 0; for_good < 2; for_good++) {
			lay_out();
			size_t files = folder_count();
			run(flow, i, for_good, &answer, &status, &err);
			if (!memory.failed)
				fail_msg("allocation %zu of %zu never came", i, total);
			if (status == TK_NOMEM) {
				if (err.diag != TK_D_NOMEM && err.diag != TK_D_NONE)
					fail_msg("allocation %zu: %s", i, tk_diag_row(err.diag)->name);
				scratch_expect(&s, ticket_path(&s, ID), a_ticket);
				assert_int_equal(folder_count(), files);
			} else if (status != right || strcmp(answer.text, expected.text) != 0) {
				fail_msg("allocation %zu of %zu%s: %s %s: %s", i, total, for_good ? ", for good" : "",
					 tk_status_name(status), tk_diag_row(err.diag)->name, answer.text);
			}
		}
	}
	lay_out();
}

static int setup(void **state)
{
	(void)state;
	s = scratch_new();
	scratch_put(&s, "desk.yaml", "name: x\ntimezone: Asia/Shanghai\n");
	scratch_put(&s, "policy.yaml", a_policy);
	scratch_put(&s, "staff.yaml",
		    "people:\n  wang: {name: Wang, roles: [agent]}\n  li: {name: Li, teams: [tech-support]}\n"
		    "teams:\n  tech-support: {lead: li}\n");
	ticket_put(&s, ID, "one");
	ticket_put(&s, "TS20261122002", "two");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	scratch_free(&s);
	return 0;
}

#define SWEEP(name)                           \
	static void test_##name(void **state) \
	{                                     \
		(void)state;                  \
		sweep(name);                  \
	}

SWEEP(read_ticket)
SWEEP(refuse_ticket)
SWEEP(read_policy)
SWEEP(read_calendar)
SWEEP(open_desk)
SWEEP(resolve)
SWEEP(list)
SWEEP(count)
SWEEP(change)
SWEEP(arrive)
SWEEP(check)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_ticket), cmocka_unit_test(test_refuse_ticket),
		cmocka_unit_test(test_read_policy), cmocka_unit_test(test_read_calendar),
		cmocka_unit_test(test_open_desk),   cmocka_unit_test(test_resolve),
		cmocka_unit_test(test_list),        cmocka_unit_test(test_count),
		cmocka_unit_test(test_change),      cmocka_unit_test(test_arrive),
		cmocka_unit_test(test_check),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
