/*
 * Arenas: a stack of blocks, of which only the top one has room left.
 *
 * Invariants: `top->used <= top->size`; `total` is the sum of what was handed out, rounded up, and never passes
 * `limit`.  Releasing to a mark frees the blocks above it, but keeps the largest as a spare, so that a loop of
 * mark … release over many files settles into no calls of malloc at all.
 *
 * With TK_ARENA_MALLOC every object has a block of its own size, and no spare is kept.
 */
#include "ticket/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 8 << 10, LARGEST_BLOCK = 256 << 10 };

struct block {
	struct block *below;
	size_t size, used;
	_Alignas(ALIGN) unsigned char bytes[];
};

struct tk_arena {
	struct block *top;
	struct block *spare;
	size_t total, limit;
	size_t next_size;
};

struct tk_arena *tk_arena_new(size_t limit)
{
	struct tk_arena *arena = calloc(1, sizeof(*arena));

	if (!arena)
		return NULL;
	arena->limit = limit ? limit : SIZE_MAX;
	arena->next_size = FIRST_BLOCK;
	return arena;
}

void tk_arena_free(struct tk_arena *arena)
{
	if (!arena)
		return;
	tk_arena_release(arena, (struct tk_arena_mark){NULL, 0, 0});
	free(arena->spare);
	free(arena);
}

#ifdef TK_ARENA_MALLOC
static bool grow(struct tk_arena *arena, size_t size)
{
	struct block *block = malloc(sizeof(*block) + size);

	if (!block)
		return false;
	block->size = size;
	block->used = 0;
	block->below = arena->top;
	arena->top = block;
	return true;
}

static void dispose(struct tk_arena *arena, struct block *block)
{
	(void)arena;
	free(block);
}

/* Objects lie in blocks of exactly their size, so that the byte behind one is nobody's. */
static size_t room_for(size_t size)
{
	return size ? size : 1;
}

static bool has_room(const struct tk_arena *arena, size_t size)
{
	(void)arena;
	(void)size;
	return false;
}
#else
static bool grow(struct tk_arena *arena, size_t size)
{
	struct block *block = arena->spare;

	if (block && block->size >= size) {
		arena->spare = NULL;
	} else {
		size_t want = size > arena->next_size ? size : arena->next_size;
		if (want > SIZE_MAX - sizeof(*block))
			return false;
		block = malloc(sizeof(*block) + want);
		if (!block)
			return false;
		block->size = want;
		if (arena->next_size < LARGEST_BLOCK)
			arena->next_size *= 2;
	}
	block->used = 0;
	block->below = arena->top;
	arena->top = block;
	return true;
}

static void dispose(struct tk_arena *arena, struct block *block)
{
	if (arena->spare && arena->spare->size >= block->size) {
		free(block);
		return;
	}
	free(arena->spare);
	arena->spare = block;
}

static size_t room_for(size_t size)
{
	size_t room = (size + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);

	return room ? room : ALIGN;
}

static bool has_room(const struct tk_arena *arena, size_t size)
{
	return arena->top && arena->top->size - arena->top->used >= size;
}
#endif

void *tk_arena_alloc(struct tk_arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		return NULL;
	size_t room = room_for(size);
	if (room > arena->limit - arena->total)
		return NULL;
	if (!has_room(arena, room) && !grow(arena, room))
		return NULL;
	void *object = arena->top->bytes + arena->top->used;
	arena->top->used += room;
	arena->total += room;
	return memset(object, 0, room);
}

void *tk_arena_array(struct tk_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return NULL;
	return tk_arena_alloc(arena, count * size);
}

char *tk_arena_strndup(struct tk_arena *arena, const char *text, size_t len)
{
	if (len == SIZE_MAX)
		return NULL;
	char *copy = tk_arena_alloc(arena, len + 1);
	if (copy && len)
		memcpy(copy, text, len);
	return copy;
}

struct tk_arena_mark tk_arena_mark(const struct tk_arena *arena)
{
	return (struct tk_arena_mark){arena->top, arena->top ? arena->top->used : 0, arena->total};
}

void tk_arena_release(struct tk_arena *arena, struct tk_arena_mark mark)
{
	while (arena->top != mark.block) {
		struct block *block = arena->top;
		arena->top = block->below;
		dispose(arena, block);
	}
	if (arena->top)
		arena->top->used = mark.used;
	arena->total = mark.total;
}
