/*
 * The ledger of a clock as people read it: what was counted, what was not, and the due time that it adds up to.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "ticket/sla.h"

#include "ctx.h"

void ledger_put(struct ctx *cx, const struct tk_explained *explained, struct tk_str *out);

#endif
