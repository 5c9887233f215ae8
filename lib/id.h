/* Ids beyond ticket/desk.h: paths of all kinds, and making them. */
#ifndef TK_ID_H
#define TK_ID_H

#include "ticket/desk.h"

enum { TK_ID_PATH = 96 };

/* "TOP/2026/11/TS20261122001SUFFIX"; top and suffix are words of ours, short enough to fit. */
void tk__id_path(const struct tk_id *id, const char *top, const char *suffix, char ret[TK_ID_PATH]);

/* The id of a number.  TK_INVALID (BAD_ID) where the prefix, the date or the number cannot stand in one. */
enum tk_status tk__id_make(const char *prefix, const char *node, int64_t date, uint64_t number, struct tk_id *ret,
			   struct tk_error *err);

/* Whether a text is one to three letters from a to z. */
bool tk__node_name_is_valid(const char *text, size_t len);

/* The id in a file's name ("TS20261122001.yaml"); false where it is none. */
bool tk__id_of_file(const char *name, struct tk_id *ret);

#endif
