/*
 * Arena: memory that is given back all at once.
 *
 * Everything read from one file, or made for one answer, lives in one arena and dies with it.  An arena belongs to
 * one thread.  In builds with TK_ARENA_MALLOC every object is a malloc of its own, so that sanitizers see overruns
 * between neighbours.
 *
 *	struct tk_arena *a = tk_arena_new(0);
 *	char *copy = tk_arena_strndup(a, text, len);   // NULL when memory or the limit is exhausted
 *	tk_arena_free(a);
 */
#ifndef TICKET_ARENA_H
#define TICKET_ARENA_H

#include <stddef.h>

struct tk_arena;

struct tk_arena_mark {
	void *block;
	size_t used;
	size_t total;
};

/* A new arena that hands out at most `limit` bytes (0 = no limit).  NULL at out of memory. */
struct tk_arena *tk_arena_new(size_t limit);

/* Gives everything back.  NULL is a no-op. */
void tk_arena_free(struct tk_arena *arena);

/* `size` zeroed bytes, aligned for any object; never NULL for size 0.  NULL when memory or the limit is exhausted. */
void *tk_arena_alloc(struct tk_arena *arena, size_t size);

/* `count` zeroed objects of `size` bytes; also NULL when the product overflows. */
void *tk_arena_array(struct tk_arena *arena, size_t count, size_t size);

/* A copy of `len` bytes with a NUL behind it.  NULL as above. */
char *tk_arena_strndup(struct tk_arena *arena, const char *text, size_t len);

/* Remember the present extent; give back all that was allocated since. */
struct tk_arena_mark tk_arena_mark(const struct tk_arena *arena);
void tk_arena_release(struct tk_arena *arena, struct tk_arena_mark mark);

#endif
