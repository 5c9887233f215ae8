/*
 * Diagnostics: everything that can be wrong, one row each.
 *
 * A row is TK_DIAG(ID, "stable-name", STATUS, SEVERITY, "argument kinds", N_("sentence"), N_("hint") or NULL).
 *   - The stable name is what `ticket check` prints and ticket-check(1) documents; it never changes its meaning.
 *   - STATUS is the enum tk_status (without TK_) that a call returns when it fails with this diagnostic.
 *   - SEVERITY is ERROR, WARNING or NOTE.
 *   - Argument kinds, one letter each: s text, d integer, t time (tk_time), c date (days since 1970-01-01).
 *   - The sentence names arguments by position: {1} {2} …; {sys} is the system's reason.  Lower case, no full stop,
 *     cause first, values in single quotes.  It says only what is wrong: place and field are printed before it.
 *   - The hint, if any, says what to do; it is printed on a line of its own and may name arguments too; one that
 *     names a text that is empty (a suggestion that there is none for) is left out.
 * The library never turns a row into a sentence; it is data for whoever talks to people (and for the translators).
 */
#ifndef TICKET_DIAG_H
#define TICKET_DIAG_H

#include "ticket/status.h"

enum tk_severity { TK_NOTE, TK_WARNING, TK_ERROR };

enum tk_diag {
#define TK_DIAG(id, name, status, severity, args, text, hint) TK_D_##id,
#include "ticket/diag/all.def"
#undef TK_DIAG
	TK_DIAG_COUNT
};

struct tk_diag_row {
	const char *name;
	enum tk_status status;
	enum tk_severity severity;
	const char *args;
	const char *text; /* English, for gettext */
	const char *hint; /* English, or NULL */
};

/* The row of a diagnostic.  Static storage; never NULL for a member of the enum. */
const struct tk_diag_row *tk_diag_row(enum tk_diag diag);

#endif
