/*
 * JSON values (RFC 8259).
 *
 * Text is escaped so that it is one line of harmless characters: besides what must be, C1 controls, the characters that
 * turn or hide text, LS and PS become \uXXXX.  Types come from the field: whole numbers, durations (seconds) and
 * amounts (two places) are numbers, yes and no true and false, everything else is a string.
 */
#ifndef JSON_H
#define JSON_H

#include "ticket/str.h"
#include "ticket/ticket.h"
#include "ticket/zone.h"

void json_text(struct tk_str *out, const char *text, size_t len);

/* A value of a field (or -1); lists, records and maps by their nodes, a list without one by its text, in which each
 * item has a NUL behind it.  Times without text are written in `zone`. */
void json_value(struct tk_str *out, int field, const struct tk_value *value, const struct tk_zone *zone);

/* A list of records with only some of their keys: `key` in the records' order of asking. */
void json_records(struct tk_str *out, const struct tk_node *records, const int *subfield, size_t n);

/* A whole ticket as it stands in its file, log and unknown keys included. */
void json_ticket(struct tk_str *out, const struct tk_ticket *ticket);

#endif
