/*
 * Cycles of clocks as records: what `ticket sla` and `ticket overdue` print.
 *
 * Machine formats get every column of clocks_columns; tables those that fit a line, in the language spoken.
 */
#ifndef CLOCKS_H
#define CLOCKS_H

#include "ticket/sla.h"

#include "ctx.h"
#include "view.h"

/* Opens the desk's clocks once for the command; tk_sla_free() them. */
enum tk_status clocks_open(struct ctx *cx, struct tk_sla **ret);

/* Says in an error about a ticket's clocks whose they are; returns `st`. */
enum tk_status clocks_of(struct ctx *cx, enum tk_status st, const struct tk_id *id);

/* Whether the format is for people. */
bool clocks_short(enum out_format format);

/* Begins with the columns of the format: `late` asks for those of a list of what is late. */
enum tk_status clocks_begin(struct ctx *cx, struct out *out, enum out_format format, bool late);
void clocks_put(struct out *out, enum out_format format, bool late, const char *ticket, const struct tk_cycle *cycle);

/* What a clock, a state and a role are called in the language spoken. */
const char *clocks_label(const struct tk_cycle *cycle);
const char *clocks_state(enum tk_cycle_state state);
const char *clocks_owner(const struct tk_cycle *cycle);

/* Says once that a due time lies past the last year of a table of holidays. */
void clocks_warn(struct ctx *cx, bool uncertain);

#endif
