/* The table of diagnostics; the rows stand in ticket/diag/, one file per concept. */
#include "ticket/diag.h"

#include <stddef.h>

/* Marks a text for the translators; the library itself never translates. */
#define N_(text) text

static const struct tk_diag_row rows[TK_DIAG_COUNT] = {
#define TK_DIAG(id, name, status, severity, args, text, hint) \
	[TK_D_##id] = {name, TK_##status, TK_##severity, args, text, hint},
#include "ticket/diag/all.def"
#undef TK_DIAG
};

const struct tk_diag_row *tk_diag_row(enum tk_diag diag)
{
	size_t i = (size_t)diag;

	return &rows[i < TK_DIAG_COUNT ? i : (size_t)TK_D_NONE];
}
