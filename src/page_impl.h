/* What the parts of a page share. */
#ifndef PAGE_IMPL_H
#define PAGE_IMPL_H

#include "out_impl.h"
#include "page.h"

/* A page being written: the text so far, and how values become text. */
struct page {
	struct ctx *cx;
	struct tk_str *out;
	struct out values; /* never begun: only its options are used */
	const struct tk_ticket *ticket;
};

void page_init(struct page *page, struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out);
/* A value as people read it, long texts with their line breaks. */
void page_value(struct page *page, struct tk_str *to, int field, const struct tk_value *value);
/* The timeline, indented. */
void page_entries(struct page *page);

#endif
