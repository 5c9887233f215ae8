/*
 * Pages: a ticket as people read it, within 80 columns.
 *
 * Labels and words are in the language spoken, times are the desk's, texts are wrapped by the width of their characters
 * and made safe for a terminal.
 */
#ifndef PAGE_H
#define PAGE_H

#include "ctx.h"

/* Head, customer, product, problem, plan, records, resolution and timeline. */
void page_ticket(struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out);

/* The timeline alone: one entry after the other in the order of time. */
void page_log(struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out);

/* Appends a text that begins at `column`, wrapped at 80 columns; further lines begin at `indent`. */
void page_wrap(struct tk_str *out, const char *text, size_t len, size_t column, size_t indent);

/* The label of an event in the language spoken: builtin, the policy's, else its name. */
const char *page_event_label(struct ctx *cx, const char *event);

#endif
