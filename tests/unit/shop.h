/*
 * A small desk with people, and short ways to do things to its tickets.
 *
 *	struct shop shop = shop_open();
 *	struct tk_id id = shop_new(&shop, "title=Will not start", "channel=email", NULL);
 *	shop_ok(&shop, &id, "assigned", "team=tech-support", "assignee=li", NULL);
 *	shop_refuses(&shop, &id, TK_D_GUARD, "resolved", NULL);
 *	shop_close(&shop);
 *
 * Arguments are "field=value", "@key=value" for keys of the entry, "+list=item", "-field", "#text" for the note,
 * "!name" for who does it and "~time" for when.
 */
#ifndef SHOP_H
#define SHOP_H

#include "scratch.h"

#include "ticket/ops.h"
#include "ticket_impl.h"
#include "txn.h"

#define SHOP_NOW "2026-11-22T10:00:00+08:00"

struct shop {
	struct scratch s;
	struct tk_desk *desk;
	struct tk_txn *txn;
	struct tk_error err;
	tk_time now;
};

enum { SHOP_ARGS = 24 };

struct shop_step {
	struct tk_act act;
	struct tk_input input[SHOP_ARGS];
	char name[SHOP_ARGS][64];
};

static inline tk_time shop_time(const char *text)
{
	tk_time at;

	assert_int_equal(tk_time_parse(text, strlen(text), &at, NULL, NULL), TK_OK);
	return at;
}

static inline void shop_begin(struct shop *shop)
{
	if (tk_txn_begin(shop->desk, shop->now, 1000, &shop->txn, &shop->err) != TK_OK)
		fail_msg("begin: %s", tk_diag_row(shop->err.diag)->name);
}

static inline void shop_commit(struct shop *shop)
{
	if (tk_txn_commit(shop->txn, &shop->err) != TK_OK)
		fail_msg("commit: %s %s", tk_diag_row(shop->err.diag)->name, shop->err.path);
	tk_txn_free(shop->txn);
	shop->txn = NULL;
}

/* Ends the running transaction with what it did, and goes on at another time. */
static inline void shop_at(struct shop *shop, const char *now)
{
	shop_commit(shop);
	shop->now = shop_time(now);
	shop_begin(shop);
}

static inline void shop_reopen(struct shop *shop)
{
	if (shop->txn)
		shop_commit(shop);
	tk_desk_close(shop->desk);
	if (tk_desk_open(shop->s.path, &shop->desk, &shop->err) != TK_OK)
		fail_msg("open: %s %s", tk_diag_row(shop->err.diag)->name, shop->err.path);
	shop_begin(shop);
}

static inline void shop_open(struct shop *shop)
{
	struct tk_desk_init how = {.size = sizeof how, .name = "Shop", .timezone = "Asia/Shanghai"};

	*shop = (struct shop){.s = scratch_new(), .err = TK_ERROR_INIT, .now = shop_time(SHOP_NOW)};
	if (tk_desk_make(shop->s.path, &how, &shop->err) != TK_OK)
		fail_msg("make: %s %s", tk_diag_row(shop->err.diag)->name, shop->err.path);
	scratch_put(&shop->s, "staff.yaml",
		    "people:\n"
		    "  wang: {name: Wang, roles: [agent]}\n"
		    "  li: {name: Li, roles: [assignee], teams: [tech-support]}\n"
		    "  chen: {name: Chen, teams: [tech-support]}\n"
		    "teams:\n"
		    "  tech-support: {lead: chen}\n");
	if (tk_desk_open(shop->s.path, &shop->desk, &shop->err) != TK_OK)
		fail_msg("open: %s %s", tk_diag_row(shop->err.diag)->name, shop->err.path);
	shop_begin(shop);
}

static inline void shop_close(struct shop *shop)
{
	tk_txn_free(shop->txn);
	tk_desk_close(shop->desk);
	scratch_free(&shop->s);
}

static inline void shop_arg(struct shop *shop, struct shop_step *step, const char *arg)
{
	struct tk_input *input = &step->input[step->act.ninput];
	const char *name = strchr("@+-", arg[0]) ? arg + 1 : arg, *equal = strchr(name, '=');
	size_t len = equal ? (size_t)(equal - name) : strlen(name);

	if (arg[0] == '#') {
		step->act.note = arg + 1;
		step->act.note_len = strlen(arg + 1);
	} else if (arg[0] == '!') {
		step->act.by = arg + 1;
	} else if (arg[0] == '~') {
		assert_int_equal(tk_when_parse(arg + 1, strlen(arg + 1), tk_desk_zone(shop->desk), shop->now,
					       &step->act.at, NULL),
				 TK_OK);
	} else {
		assert_true(len < sizeof step->name[0] && step->act.ninput < SHOP_ARGS);
		memcpy(step->name[step->act.ninput], name, len);
		input->kind = arg[0] == '@'   ? TK_INPUT_KEY
			      : arg[0] == '+' ? TK_INPUT_ADD
			      : arg[0] == '-' ? TK_INPUT_UNSET
					      : TK_INPUT_SET;
		input->name = step->name[step->act.ninput++];
		input->value = equal ? equal + 1 : "";
		input->len = strlen(input->value);
	}
}

static inline void shop_step(struct shop *shop, struct shop_step *step, const char *event, va_list args)
{
	const char *arg;

	memset(step, 0, sizeof *step);
	step->act = (struct tk_act){.size = sizeof step->act, .event = event, .by = "wang", .at = TK_TIME_NONE};
	step->act.input = step->input;
	while ((arg = va_arg(args, const char *)))
		shop_arg(shop, step, arg);
	shop->err = (struct tk_error)TK_ERROR_INIT;
}

static inline enum tk_status shop_act(struct shop *shop, const struct tk_id *id, const char *event, ...)
{
	struct shop_step step;
	va_list args;

	va_start(args, event);
	shop_step(shop, &step, event, args);
	va_end(args);
	return tk_act(shop->txn, id, &step.act, &shop->err);
}

#define shop_ok(shop, id, ...)                                                                              \
	do {                                                                                                \
		if (shop_act(shop, id, __VA_ARGS__) != TK_OK)                                               \
			fail_msg("%s: '%s' '%s' '%s' (%s)", tk_diag_row((shop)->err.diag)->name,            \
				 (shop)->err.arg[0].text, (shop)->err.arg[1].text, (shop)->err.arg[2].text, \
				 (shop)->err.field);                                                        \
	} while (0)

#define shop_refuses(shop, id, expected, ...)                                                          \
	do {                                                                                           \
		enum tk_status got = shop_act(shop, id, __VA_ARGS__);                                  \
		assert_string_equal(tk_diag_row((shop)->err.diag)->name, tk_diag_row(expected)->name); \
		assert_int_equal(got, tk_diag_row(expected)->status);                                  \
	} while (0)

static inline enum tk_status shop_draft(struct shop *shop, struct tk_id *ret, const char *yaml, ...)
{
	struct tk_draft draft = {.size = sizeof draft};
	struct shop_step step;
	va_list args;

	va_start(args, yaml);
	shop_step(shop, &step, "received", args);
	va_end(args);
	draft.by = step.act.by;
	draft.received = step.act.at;
	draft.note = step.act.note;
	draft.note_len = step.act.note_len;
	draft.input = step.input;
	draft.ninput = step.act.ninput;
	draft.yaml = yaml;
	draft.yaml_len = yaml ? strlen(yaml) : 0;
	draft.yaml_path = "draft.yaml";
	return tk_new(shop->txn, &draft, ret, &shop->err);
}

#define shop_new(shop, ret, yaml, ...)                                                                 \
	do {                                                                                           \
		if (shop_draft(shop, ret, yaml, __VA_ARGS__) != TK_OK)                                 \
			fail_msg("new: %s: '%s' '%s' (%s)", tk_diag_row((shop)->err.diag)->name,       \
				 (shop)->err.arg[0].text, (shop)->err.arg[1].text, (shop)->err.field); \
	} while (0)

static inline const struct tk_ticket *shop_ticket(struct shop *shop, const struct tk_id *id)
{
	const struct tk_ticket *ticket = NULL;

	if (tk_txn_load(shop->txn, id, &ticket, &shop->err) != TK_OK)
		fail_msg("load %s: %s", id->text, tk_diag_row(shop->err.diag)->name);
	return ticket;
}

/* A field's text as the transaction sees it; "" where it is absent. */
static inline const char *shop_get(struct shop *shop, const struct tk_id *id, const char *name)
{
	struct tk_value value = tk_ticket_get(shop_ticket(shop, id), tk_field_find(name, strlen(name)), shop->now);

	return value.set && value.text ? value.text : "";
}

/* The last lines of the ticket's text. */
static inline void shop_ends(struct shop *shop, const struct tk_id *id, const char *tail)
{
	const struct tk_ticket *ticket = shop_ticket(shop, id);
	size_t len = strlen(tail);

	if (ticket->doc.len < len || memcmp(ticket->doc.text + ticket->doc.len - len, tail, len) != 0)
		fail_msg("expected at the end:\n%s\nof:\n%.*s", tail, (int)ticket->doc.len, ticket->doc.text);
}

#endif
