/*
 * Saying things to people on standard error.
 *
 * The library's errors (struct tk_error) and the program's own complaints become one line each, optionally followed by
 * a line `hint: …`.  Sentences are templates with {1} {2} … and {sys}; values are made safe for a terminal.
 *
 *	tickets/2026/11/TS20261122001.yaml:7:3: received: not a time: '2025-13-01'
 *	hint: write it like 2026-11-22T09:03:00+08:00
 */
#ifndef SAY_H
#define SAY_H

#include <stdbool.h>

#include "ticket/error.h"
#include "ticket/policy.h"
#include "ticket/str.h"
#include "ticket/zone.h"

enum { COMPLAINT_ARGS = 4 };

/* Something wrong that the program itself found: an option, a command, the way they are put together. */
struct complaint {
	const char *text; /* English, marked with N_(); NULL = nothing is wrong */
	const char *hint; /* NULL = none */
	char arg[COMPLAINT_ARGS][200];
};

/* Fills in a complaint and returns `status`, so that it can be written `return complain(…)`.  Arguments may be NULL. */
enum tk_status complain(struct complaint *wrong, enum tk_status status, const char *text, const char *hint,
			const char *arg1, const char *arg2);

/* Appends the sentence of an error, without place, field and hint; times are shown in `zone` (NULL: UTC). */
void say_sentence(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone);
/* The same in English whatever is spoken: for machines. */
void say_sentence_plain(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone);
/* Appends "path:line:col: field: " as far as they are known, or `other` where there is no path. */
void say_place(struct tk_str *out, const struct tk_error *err, const char *other);
/* Appends the hint of an error; false when it has none. */
/* The sentence with its hint, if any, in brackets behind it: for lists with one finding a line. */
void say_with_hint(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone);
bool say_hint(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone);

/* Print to standard error.  `place` goes before the message ("ticket", or a line of a batch). */
void say_error(const char *place, const struct tk_error *err, const struct tk_zone *zone);
/* The same, and where a guard of the policy refuses a step, with the policy's own words for it. */
void say_refusal(const char *place, const struct tk_error *err, const struct tk_zone *zone,
		 const struct tk_policy *policy, const char *language);
void say_complaint(const char *place, const struct complaint *wrong);
/* Appends a template with {1} and {2}, marked with N_(), in the language that is spoken. */
void say_text(struct tk_str *out, const char *text, const char *arg1, const char *arg2);
/* One line of news, not an error: such a template. */
void say_note(const char *text, const char *arg1, const char *arg2);

#endif
