/* A small desk written by hand, for the tests of the store. */
#ifndef DESK_SCRATCH_H
#define DESK_SCRATCH_H

#include "scratch.h"

#include "ticket/desk.h"

/* Also the path of a file for an id, made with its folders. */
static inline const char *ticket_path(const struct scratch *s, const char *text)
{
	static char path[64];
	struct tk_id id;

	assert_int_equal(tk_id_parse(text, strlen(text), &id, NULL), TK_OK);
	tk_id_path(&id, path);
	for (char *p = path; (p = strchr(p, '/')); *p++ = '/') {
		*p = '\0';
		(void)mkdirat(s->root, path, 0755);
	}
	return path;
}

/* The text of a small ticket; the next call overwrites it. */
static inline const char *ticket_text(const char *id, const char *title)
{
	static char text[512];

	snprintf(text, sizeof text,
		 "id: %s\ntitle: \"%s\"\nstatus: received\nchannel: phone\nreceived: 2026-11-22T09:03:00+00:00\n"
		 "log:\n  - at: 2026-11-22T09:03:00+00:00\n    by: wang\n    event: received\n",
		 id, title);
	return text;
}

static inline void ticket_put(const struct scratch *s, const char *id, const char *title)
{
	scratch_put(s, ticket_path(s, id), ticket_text(id, title));
}

static inline const char *ticket_title(const struct tk_ticket *ticket)
{
	return tk_node_text(tk_node_get(tk_ticket_root(ticket), "title"), NULL);
}

static inline struct tk_id id_of(const char *text)
{
	struct tk_id id;

	assert_int_equal(tk_id_parse(text, strlen(text), &id, NULL), TK_OK);
	return id;
}

static inline struct tk_desk *desk_open(const struct scratch *s)
{
	struct tk_error err = TK_ERROR_INIT;
	struct tk_desk *desk = NULL;

	if (tk_desk_open(s->path, &desk, &err) != TK_OK)
		fail_msg("%s: %s", err.path, tk_diag_row(err.diag)->name);
	return desk;
}

#endif
