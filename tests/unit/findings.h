/* A sink for tests that keeps findings as lines: "line:col path: name (first argument; second)". */
#ifndef FINDINGS_H
#define FINDINGS_H

#include <string.h>

#include "ticket/str.h"

struct findings {
	size_t count;
	char line[64][1000];
};

static void add_finding(void *ctx, const struct tk_error *err)
{
	struct findings *all = ctx;

	struct tk_str line;

	tk_str_init(&line, 0);
	tk_str_printf(&line, "%u:%u %s: %s %s %s", err->line, err->col, err->field, tk_diag_row(err->diag)->name,
		      err->arg[0].kind == 's' ? err->arg[0].text : "", err->arg[1].kind == 's' ? err->arg[1].text : "");
	if (all->count < sizeof(all->line) / sizeof(all->line[0]) && line.len < sizeof(all->line[0]))
		memcpy(all->line[all->count], line.data, line.len + 1);
	tk_str_clear(&line);
	all->count++;
}

#endif
