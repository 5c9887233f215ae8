/*
 * Clocks, by cases that people of the desk can read: tests/cases/sla-*.txt.
 *
 *	rules                            what follows, indented, is laid over the profile after-sales, for all cases
 *below rules from 2026-11-05 09:00      a later version of it zone Asia/Shanghai               of all cases below; UTC
 *at first case NAME                        begins a case why SENTENCE                     the rule that it shows head
 *KEY: VALUE                  a line of the ticket's head, beside what the log says given TIME EVENT {keys}          an
 *entry of the log now TIME                         when it is looked at; several times in a case if need be expect
 *CLOCK CYCLE key=value …   what that cycle is then; `-` is none expect CLOCK none                no cycle counts
 *
 * Times are local, "YYYY-MM-DD HH:MM[:SS]", in values with a T for the space.  Of every cycle that is looked at the
 * ledger must add up as well.
 */
#include "scratch.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sla_impl.h"

enum { TEXT_MAX = 16384, VERSIONS = 4, GIVEN = 40 };

struct rules_text {
	char text[TEXT_MAX];
	tk_time from;
};

struct book { /* a file being read */
	const char *path;
	unsigned line;
	struct rules_text rules[VERSIONS];
	size_t nrules;
	struct tk_zone *zone;
	char name[200], why[600];
	char head[TEXT_MAX], log[TEXT_MAX];
	struct tk_policy *policy[VERSIONS];
	struct tk_sla *sla; /* of `rules`; NULL: not made yet */
	struct tk_arena *arena;
	struct tk_explained *item;
	size_t nitem;
	bool in_rules;
	size_t expected;
};

#define FAIL(book, ...)                                                                    \
	do {                                                                               \
		print_error("%s:%u: case %s: ", (book)->path, (book)->line, (book)->name); \
		print_error(__VA_ARGS__);                                                  \
		fail();                                                                    \
	} while (0)

static void append(struct book *b, char *to, const char *text)
{
	size_t have = strlen(to), more = strlen(text);

	if (have + more + 1 > TEXT_MAX)
		FAIL(b, "too long\n");
	memcpy(to + have, text, more + 1);
}

static tk_time local(struct book *b, const char *text, size_t len)
{
	char copy[40];
	tk_time at;

	assert_true(len < sizeof copy);
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (tk_when_parse(copy, len, b->zone, TK_TIME_MIN, &at, NULL) != TK_OK)
		FAIL(b, "no time: %s\n", copy);
	return at;
}

/* "2026-11-02 09:00[:30] rest" → the time; *rest is moved behind it. */
static tk_time lead_time(struct book *b, const char **rest)
{
	const char *p = *rest, *day = strchr(p, ' '), *end;

	if (!day)
		FAIL(b, "no time: %s\n", p);
	end = day + 1 + strcspn(day + 1, " ");
	*rest = end + strspn(end, " ");
	return local(b, p, (size_t)(end - p));
}

/* ---- rules and ticket ----------------------------------------------------------------------------------------------
 */

static void drop_rules(struct book *b)
{
	tk_sla_free(b->sla);
	b->sla = NULL;
	for (size_t i = 0; i < VERSIONS; i++) {
		tk_policy_free(b->policy[i]);
		b->policy[i] = NULL;
	}
}

static void make_rules(struct book *b)
{
	struct tk_error err = TK_ERROR_INIT;

	if (b->sla)
		return;
	assert_non_null(b->sla = tk__sla_new(b->nrules));
	b->sla->nrules = b->nrules;
	for (size_t i = 0; i < b->nrules; i++) {
		const char *text = b->rules[i].text;
		if (tk_policy_read(text, strlen(text), "rules", NULL, NULL, &b->policy[i], &err) != TK_OK)
			FAIL(b, "rules: %s line %u %s %s\n", tk_diag_row(err.diag)->name, err.line, err.field,
			     err.arg[0].text);
		b->sla->rules[i].from = b->rules[i].from;
		b->sla->rules[i].holds = i ? b->rules[i].from : TK_TIME_NONE;
		if (tk__sla_rules(b->sla, b->policy[i], b->zone, NULL, &b->sla->rules[i], &err) != TK_OK)
			FAIL(b, "rules: %s %s\n", tk_diag_row(err.diag)->name, err.arg[0].text);
	}
	assert_int_equal(tk__sla_names(b->sla, &err), TK_OK);
}

/* The head that agrees with the log. */
static void put_head(struct book *b, const struct tk_ticket *bare, struct tk_str *out)
{
	static const char *const groups[] = {"plan", "resolution"};
	struct tk_state state;

	tk__replay(bare, b->policy[0], TK_TIME_MAX, &state);
	tk_str_printf(out, "status: %s\n", tk_words(TK_WORDS_STATUS, NULL)[state.status].id);
	for (int id = 0; id < TK_FIELD_COUNT; id++)
		if (state.value[id] && id != TK_FIELD_STATUS && id != TK_FIELD_CHANNEL &&
		    !strchr(tk_field(id)->name, '.'))
			tk_str_printf(out, "%s: %s\n", tk_field(id)->name, state.value[id]->text);
	for (size_t g = 0; g < 2; g++) {
		bool begun = false;
		for (int id = 0; id < TK_FIELD_COUNT; id++) {
			size_t len = strlen(groups[g]);
			if (!state.value[id] || strncmp(tk_field(id)->name, groups[g], len) != 0)
				continue;
			if (!begun)
				tk_str_printf(out, "%s:\n", groups[g]);
			begun = true;
			tk_str_printf(out, "  %s: %s\n", tk_field(id)->name + len + 1, state.value[id]->text);
		}
	}
}

static struct tk_ticket *read_text(struct book *b, const char *text)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_ticket *ticket;
	size_t len = strlen(text);
	char *copy = tk_arena_strndup(b->arena, text, len);

	assert_non_null(copy);
	if (tk_ticket_read(b->arena, copy, len, "ticket", &ticket, &err) != TK_OK)
		FAIL(b, "ticket: %s %s %s\n%s", tk_diag_row(err.diag)->name, err.field, err.arg[0].text, text);
	return ticket;
}

/* Ticket and clocks as of `now`. */
static void look(struct book *b, tk_time now)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_str text;
	static const char common[] = "id: TS20261102001\ntitle: \"case\"\nreceived: 2026-11-02T00:00:00Z\n";

	make_rules(b);
	tk_arena_free(b->arena);
	assert_non_null(b->arena = tk_arena_new(0));
	tk_str_init(&text, 0);
	tk_str_printf(&text, "%schannel: email\nstatus: received\nlog:\n%s", common, b->log);
	struct tk_ticket *ticket = read_text(b, text.data);
	tk_str_reset(&text);
	tk_str_puts(&text, common);
	if (!strstr(b->head, "channel:"))
		tk_str_puts(&text, "channel: email\n");
	tk_str_puts(&text, b->head);
	if (!strstr(b->head, "status:"))
		put_head(b, ticket, &text);
	tk_str_printf(&text, "log:\n%s", b->log);
	ticket = read_text(b, text.data);
	tk_str_clear(&text);
	if (tk_sla_explain(b->sla, ticket, now, b->arena, &b->item, &b->nitem, &err) != TK_OK)
		FAIL(b, "explain: %s\n", tk_diag_row(err.diag)->name);
}

/* ---- expectations --------------------------------------------------------------------------------------------------
 */

static void check_ledger(struct book *b, const struct tk_explained *e)
{
	int64_t sum = 0, left = 0;

	for (size_t i = 0; i < e->npart; i++) {
		const struct tk_ledger *part = &e->part[i];
		if (part->kind == TK_LEDGER_OPEN)
			sum += part->seconds;
		else if (part->kind == TK_LEDGER_LEFT)
			left = part->seconds;
		else if (part->kind == TK_LEDGER_DUE && e->cycle.due >= e->cycle.started && part->seconds != sum)
			FAIL(b, "ledger: parts add up to %lld, not %lld\n", (long long)sum, (long long)part->seconds);
	}
	if (e->cycle.target >= 0 && sum + left != e->cycle.target)
		FAIL(b, "ledger: parts add up to %lld, the target is %lld\n", (long long)(sum + left),
		     (long long)e->cycle.target);
}

static void check_time(struct book *b, const char *key, tk_time got, const char *value)
{
	char text[TK_TIME_TEXT];
	tk_time want = strcmp(value, "-") == 0 ? TK_TIME_NONE : local(b, value, strlen(value));

	if (got != want)
		FAIL(b, "%s is %s, not %s\n", key, got == TK_TIME_NONE ? "-" : tk_zone_format(b->zone, got, text),
		     value);
}

static void check_span(struct book *b, const char *key, int64_t got, const char *value)
{
	struct tk_span span = {0, 0};
	const char *digits = *value == '-' && value[1] ? value + 1 : value;

	if (strcmp(value, "-") == 0)
		span.seconds = TK_SECONDS_NONE;
	else if (tk_span_parse(digits, strlen(digits), false, &span, NULL) != TK_OK)
		FAIL(b, "no duration: %s\n", value);
	if (digits != value)
		span.seconds = -span.seconds;
	if (got != span.seconds)
		FAIL(b, "%s is %lld s, not %s\n", key, (long long)got, value);
}

static void check_text(struct book *b, const char *key, const char *got, const char *value)
{
	if (strcmp(got, value) != 0)
		FAIL(b, "%s is %s, not %s\n", key, got, value);
}

static void check_pair(struct book *b, const struct tk_cycle *c, const char *key, const char *value)
{
	const struct {
		const char *key;
		tk_time time;
	} times[] = {{"started", c->started}, {"due", c->due}, {"original", c->original_due}, {"stopped", c->stopped}};
	const struct {
		const char *key;
		int64_t span;
	} spans[] = {
		{"target", c->target},
		{"elapsed", c->elapsed},
		{"remaining", c->remaining},
		{"overdue", c->overdue},
		{"elapsed_wall", c->elapsed_wall},
		{"remaining_wall", c->remaining_wall},
		{"overdue_wall", c->overdue_wall},
	};
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		if (strcmp(key, times[i].key) == 0) {
			check_time(b, key, times[i].time, value);
			return;
		}
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		if (strcmp(key, spans[i].key) == 0) {
			check_span(b, key, spans[i].span, value);
			return;
		}
	if (strcmp(key, "state") == 0)
		check_text(b, key, tk_cycle_state_name(c->state), value);
	else if (strcmp(key, "missed") == 0 && c->missed != atoll(value))
		FAIL(b, "missed is %lld, not %s\n", (long long)c->missed, value);
	else if (strcmp(key, "calendar") == 0)
		check_text(b, key, c->calendar, value);
	else if (strcmp(key, "warned") == 0)
		check_text(b, key, c->warned ? "yes" : "no", value);
	else if (strcmp(key, "missed") != 0)
		FAIL(b, "no such key: %s\n", key);
}

static const struct tk_explained *find(struct book *b, const char *clock, long cycle)
{
	for (size_t i = 0; i < b->nitem; i++)
		if (strcmp(b->item[i].cycle.clock, clock) == 0 && (!cycle || b->item[i].cycle.cycle == cycle))
			return &b->item[i];
	return NULL;
}

static void expect(struct book *b, char *rest)
{
	char *save, *clock = strtok_r(rest, " ", &save), *cycle = strtok_r(NULL, " ", &save);

	assert_true(clock && cycle);
	b->expected++;
	if (strcmp(cycle, "none") == 0) {
		if (find(b, clock, 0))
			FAIL(b, "%s has a cycle\n", clock);
		return;
	}
	const struct tk_explained *e = find(b, clock, atol(cycle));
	for (char *pair = strtok_r(NULL, " ", &save); pair; pair = strtok_r(NULL, " ", &save)) {
		char *equal = strchr(pair, '=');
		if (strcmp(pair, "none") == 0) {
			if (e)
				FAIL(b, "%s has a cycle %s\n", clock, cycle);
			return;
		}
		if (!e)
			FAIL(b, "%s has no cycle %s\n", clock, cycle);
		assert_non_null(equal);
		*equal = '\0';
		check_pair(b, &e->cycle, pair, equal + 1);
	}
	check_ledger(b, e);
}

/* ---- files ---------------------------------------------------------------------------------------------------------
 */

static void given(struct book *b, const char *rest)
{
	char at[TK_TIME_TEXT], line[2048];
	tk_time when = lead_time(b, &rest);
	size_t len = strcspn(rest, " ");
	const char *keys = rest + len + strspn(rest + len, " ");
	size_t more = strlen(keys);

	tk_zone_format(b->zone, when, at);
	if (more > 1 && keys[0] == '{') {
		keys++;
		more -= 2;
	}
	(void)snprintf(line, sizeof line, "  - {at: %s, by: li, event: %.*s%s%.*s}\n", at, (int)len, rest,
		       more ? ", " : "", (int)more, keys);
	append(b, b->log, line);
}

static void begin_rules(struct book *b, const char *rest)
{
	drop_rules(b);
	if (!*rest)
		b->nrules = 0;
	assert_true(b->nrules < VERSIONS);
	struct rules_text *rules = &b->rules[b->nrules++];
	rest += strcspn(rest, " ");
	rest += strspn(rest, " ");
	rules->from = *rest ? lead_time(b, &rest) : TK_TIME_MIN;
	(void)snprintf(rules->text, sizeof rules->text, "profile: after-sales@1\n");
	b->in_rules = true;
}

static void end_case(struct book *b)
{
	if (b->name[0] && !b->expected)
		FAIL(b, "expects nothing\n");
}

static void take(struct book *b, char *line)
{
	size_t len = strcspn(line, " ");
	char *rest = line + len + strspn(line + len, " ");

	if (strncmp(line, "case", len) == 0) {
		end_case(b);
		(void)snprintf(b->name, sizeof b->name, "%s", rest);
		b->head[0] = b->log[0] = '\0';
		b->expected = 0;
	} else if (strncmp(line, "rules", len) == 0) {
		begin_rules(b, rest);
	} else if (strncmp(line, "zone", len) == 0) {
		tk_zone_free(b->zone);
		drop_rules(b);
		assert_int_equal(tk_zone_load(rest, strlen(rest), &b->zone, NULL), TK_OK);
	} else if (strncmp(line, "head", len) == 0) {
		append(b, b->head, rest);
		append(b, b->head, "\n");
	} else if (strncmp(line, "given", len) == 0) {
		given(b, rest);
	} else if (strncmp(line, "now", len) == 0) {
		const char *at = rest;
		look(b, lead_time(b, &at));
	} else if (strncmp(line, "expect", len) == 0) {
		expect(b, rest);
	} else if (strncmp(line, "why", len) != 0) {
		FAIL(b, "cannot be read: %s\n", line);
	}
}

static void read_book(const char *path)
{
	struct book *b = calloc(1, sizeof *b);
	FILE *file = fopen(path, "r");
	char line[2048];

	assert_non_null(b);
	assert_non_null(file);
	b->path = path;
	assert_int_equal(tk_zone_load("UTC", 3, &b->zone, NULL), TK_OK);
	while (fgets(line, sizeof line, file)) {
		line[strcspn(line, "\n")] = '\0';
		b->line++;
		if (b->in_rules && (line[0] == ' ' || line[0] == '\t')) {
			append(b, b->rules[b->nrules - 1].text, line + 2);
			append(b, b->rules[b->nrules - 1].text, "\n");
			continue;
		}
		b->in_rules = false;
		if (line[0] && line[0] != '#')
			take(b, line);
	}
	end_case(b);
	drop_rules(b);
	tk_arena_free(b->arena);
	tk_zone_free(b->zone);
	(void)fclose(file);
	free(b);
}

static void test_cases(void **state)
{
	glob_t found;

	(void)state;
	assert_int_equal(glob("tests/cases/sla-*.txt", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_book(found.gl_pathv[i]);
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
