#include "ctx.h"

#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "i18n.h"

enum tk_status ctx_wrong(struct ctx *cx, enum tk_status status, const char *text, const char *hint, const char *arg)
{
	return complain(&cx->wrong, status, text, hint, arg, NULL);
}

const char *ctx_start(const struct ctx *cx)
{
	if (cx->dir != NULL)
		return cx->dir;
	return cx->env->desk != NULL && *cx->env->desk != '\0' ? cx->env->desk : ".";
}

static enum tk_status open_desk(struct ctx *cx)
{
	struct tk_str root;
	enum tk_status st;
	tk_str_init(&root, 0);
	st = tk_desk_find(ctx_start(cx), &root, &cx->err);
	if (st == TK_OK)
		st = tk_desk_open(root.data, &cx->desk, &cx->err);
	tk_str_clear(&root);
	if (st != TK_OK)
		return st;
	cx->zone = tk_desk_zone(cx->desk);
	if (!cx->language_chosen && tk_desk_language(cx->desk) != NULL)
		i18n_speak(tk_desk_language(cx->desk), cx->env->program);
	return TK_OK;
}

/* What time it is for this command: --now, TICKET_NOW, the clock. */
static enum tk_status set_now(struct ctx *cx)
{
	const char *text = cx->now_text != NULL ? cx->now_text : cx->env->now;
	cx->now = cx->env->clock;
	if (text == NULL || *text == '\0')
		return TK_OK;
	if (tk_when_parse(text, strlen(text), cx->zone, cx->env->clock, &cx->now, NULL) != TK_OK)
		return complain(&cx->wrong, TK_USAGE, N_("'{1}' needs a time, not '{2}'"),
				N_("write it like 2026-11-22T09:03, 09:03 or -90m"),
				cx->now_text != NULL ? "--now" : "TICKET_NOW", text);
	return TK_OK;
}

static enum tk_status set_by(struct ctx *cx)
{
	cx->by = cx->by_text;
	if (cx->by == NULL || *cx->by == '\0')
		cx->by = cx->env->user;
	if (cx->by == NULL || *cx->by == '\0')
		cx->by = cx->env->login();
	if (cx->by == NULL || *cx->by == '\0')
		return ctx_wrong(cx, TK_USAGE, N_("who does this is not known"),
				 N_("give --by NAME or set TICKET_USER"), NULL);
	return TK_OK;
}

enum tk_status ctx_need(struct ctx *cx, unsigned needs)
{
	enum tk_status st = TK_OK;
	if ((needs & (NEED_DESK | NEED_POLICY | NEED_STAFF)) != 0 && cx->desk == NULL)
		st = open_desk(cx);
	if (st == TK_OK && cx->zone == NULL) {
		st = tk_zone_load("UTC", 3, &cx->own_zone, &cx->err);
		cx->zone = cx->own_zone;
	}
	if (st == TK_OK)
		st = set_now(cx);
	if (st == TK_OK && (needs & NEED_POLICY) != 0 && cx->policy == NULL)
		st = tk_desk_policy_at(cx->desk, cx->now, NULL, &cx->policy, &cx->err);
	if (st == TK_OK && (needs & NEED_STAFF) != 0 && cx->staff == NULL)
		st = tk_desk_staff(cx->desk, NULL, &cx->staff, &cx->err);
	if (st == TK_OK && (needs & WRITES) != 0)
		st = set_by(cx);
	return st;
}

bool ctx_try(struct ctx *cx, unsigned needs)
{
	struct ctx trial = *cx;
	bool there = ctx_need(&trial, needs) == TK_OK;
	cx->desk = trial.desk;
	cx->policy = trial.policy;
	cx->staff = trial.staff;
	cx->zone = trial.zone;
	cx->own_zone = trial.own_zone;
	return there;
}

void ctx_speak(struct ctx *cx)
{
	if (!cx->language_chosen && cx->desk == NULL)
		(void)ctx_try(cx, NEED_DESK);
}

void ctx_close(struct ctx *cx)
{
	tk_str_clear(&cx->candidates);
	tk_desk_close(cx->desk);
	tk_zone_free(cx->own_zone);
	cx->desk = NULL;
	cx->own_zone = NULL;
}

enum tk_status ctx_ticket(struct ctx *cx, const char *text, struct tk_id *ret)
{
	tk_str_reset(&cx->candidates);
	/* A whole id may be of a ticket that only this batch knows so far. */
	if (cx->shared != NULL && tk_id_parse(text, strlen(text), ret, NULL) == TK_OK)
		return TK_OK;
	return tk_desk_resolve(cx->desk, text, strlen(text), ret, &cx->candidates, &cx->err);
}

enum tk_status ctx_begin(struct ctx *cx, struct tk_txn **ret)
{
	if (cx->shared == NULL)
		return tk_txn_begin(cx->desk, cx->now, cx->wait_ms, ret, &cx->err);
	cx->shared_mark = tk_txn_mark(cx->shared);
	*ret = cx->shared;
	return TK_OK;
}

enum tk_status ctx_end(struct ctx *cx, struct tk_txn *txn, enum tk_status status, bool keep)
{
	if (txn == cx->shared && txn != NULL) {
		if (status != TK_OK || !keep)
			tk_txn_rollback(txn, cx->shared_mark);
		return status;
	}
	if (status == TK_OK && keep)
		status = tk_txn_commit(txn, &cx->err);
	tk_txn_free(txn);
	return status;
}

void ctx_report(struct ctx *cx)
{
	const struct tk_policy *policy = cx->policy;
	if (cx->silent)
		return;
	ctx_speak(cx);
	if (policy == NULL && cx->desk != NULL && tk_desk_policy_at(cx->desk, cx->now, NULL, &policy, NULL) != TK_OK)
		policy = NULL;
	if (cx->wrong.text != NULL)
		say_complaint(cx->place, &cx->wrong);
	else
		say_refusal(cx->place, &cx->err, cx->zone, policy, i18n_language());
	if (cx->candidates.len > 0)
		(void)fwrite(cx->candidates.data, 1, cx->candidates.len, stderr);
	cx->silent = true;
}

static void say_finding(void *self, const struct tk_error *finding)
{
	struct ctx *cx = self;
	cx->bad = true;
	say_error(cx->place, finding, cx->zone);
}

struct tk_sink ctx_sink(struct ctx *cx)
{
	struct tk_sink sink = {say_finding, cx};
	return sink;
}
