/*
 * Reading ahead; see ahead.h.
 *
 * The lock guards all counters and the flags of slots; a slot's other members belong to whoever claimed its index until
 * `done` is set, and to the taker from then on.
 * I1: taken <= index < claimed are the claimed ones, each in slot[index % SLOTS].  I2: claimed <= taken + SLOTS.
 */
#include "ahead.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fail.h"

enum { THREADS_MAX = 3, WORTH_A_THREAD = 64 };

struct slot {
	struct tk_arena *arena;
	struct tk_arena_mark empty;
	struct tk_ticket *ticket;
	enum tk_status status;
	struct tk_error err;
	bool done;
};

struct tk_ahead {
	pthread_mutex_t lock;
	pthread_cond_t room; /* something can be claimed, or it is over */
	pthread_cond_t done; /* a slot is done */
	pthread_t thread[THREADS_MAX];
	size_t nthread;
	bool started, stop;
	int dir;
	const struct tk_id *id;
	size_t count, claimed, taken, busy;
	struct slot slot[TK_AHEAD_SLOTS];
};

static bool can_claim(const struct tk_ahead *a)
{
	return a->claimed < a->count && a->claimed < a->taken + TK_AHEAD_SLOTS;
}

/* Claims the next index and reads its ticket.  Called, and returns, with the lock held. */
static void read_one(struct tk_ahead *a)
{
	size_t index = a->claimed++;
	const struct tk_id *id = &a->id[index];
	struct slot *slot = &a->slot[index % TK_AHEAD_SLOTS];
	int dir = a->dir;
	char path[64];
	struct stat st;

	a->busy++;
	slot->done = false;
	(void)pthread_mutex_unlock(&a->lock);
	tk_id_path(id, path);
	tk_arena_release(slot->arena, slot->empty);
	slot->err = (struct tk_error)TK_ERROR_INIT;
	slot->status =
		tk__ticket_load(dir, strrchr(path, '/') + 1, path, id, slot->arena, &slot->ticket, &st, &slot->err);
	(void)pthread_mutex_lock(&a->lock);
	slot->done = true;
	a->busy--;
	if (index == a->taken || a->busy == 0)
		(void)pthread_cond_signal(&a->done);
}

static void *work(void *self)
{
	struct tk_ahead *a = self;

	(void)pthread_mutex_lock(&a->lock);
	while (!a->stop) {
		if (can_claim(a))
			read_one(a);
		else
			(void)pthread_cond_wait(&a->room, &a->lock);
	}
	(void)pthread_mutex_unlock(&a->lock);
	return NULL;
}

/* Starts a thread for each further processor.  They take no signals: those are the program's business. */
static void start(struct tk_ahead *a)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	sigset_t all, old;

	a->started = true;
	(void)sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &old) != 0)
		return;
	while (a->nthread < THREADS_MAX && (long)a->nthread + 1 < processors &&
	       pthread_create(&a->thread[a->nthread], NULL, work, a) == 0)
		a->nthread++;
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
}

struct tk_ahead *tk__ahead_new(void)
{
	struct tk_ahead *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	(void)pthread_mutex_init(&a->lock, NULL); /* with default attributes none of these can fail on Linux */
	(void)pthread_cond_init(&a->room, NULL);
	(void)pthread_cond_init(&a->done, NULL);
	for (size_t i = 0; i < TK_AHEAD_SLOTS; i++) {
		a->slot[i].arena = tk_arena_new(0);
		if (!a->slot[i].arena) {
			tk__ahead_free(a);
			return NULL;
		}
		a->slot[i].empty = tk_arena_mark(a->slot[i].arena);
	}
	return a;
}

void tk__ahead_free(struct tk_ahead *a)
{
	if (!a)
		return;
	tk__ahead_end(a);
	(void)pthread_mutex_lock(&a->lock);
	a->stop = true;
	(void)pthread_cond_broadcast(&a->room);
	(void)pthread_mutex_unlock(&a->lock);
	for (size_t i = 0; i < a->nthread; i++)
		(void)pthread_join(a->thread[i], NULL);
	(void)pthread_mutex_destroy(&a->lock);
	(void)pthread_cond_destroy(&a->room);
	(void)pthread_cond_destroy(&a->done);
	for (size_t i = 0; i < TK_AHEAD_SLOTS; i++)
		tk_arena_free(a->slot[i].arena);
	free(a);
}

void tk__ahead_begin(struct tk_ahead *a, int dir, const struct tk_id *id, size_t count)
{
	tk__ahead_end(a);
	if (count >= WORTH_A_THREAD && !a->started)
		start(a);
	(void)pthread_mutex_lock(&a->lock);
	a->dir = dir;
	a->id = id;
	a->count = count;
	a->claimed = a->taken = 0;
	(void)pthread_cond_broadcast(&a->room);
	(void)pthread_mutex_unlock(&a->lock);
}

enum tk_status tk__ahead_next(struct tk_ahead *a, size_t i, const struct tk_ticket **ret, struct tk_error *err)
{
	struct slot *slot = &a->slot[i % TK_AHEAD_SLOTS];

	(void)pthread_mutex_lock(&a->lock);
	a->taken = i;
	/* Not for each free slot: waking a thread costs as much as reading a ticket. */
	if (a->nthread > 0 && a->claimed < a->count && a->claimed <= i + TK_AHEAD_SLOTS / 2)
		(void)pthread_cond_broadcast(&a->room);
	while (i >= a->claimed || !slot->done) {
		if (can_claim(a))
			read_one(a);
		else
			(void)pthread_cond_wait(&a->done, &a->lock);
	}
	(void)pthread_mutex_unlock(&a->lock);
	if (slot->status == TK_OK)
		*ret = slot->ticket;
	else if (err)
		*err = slot->err;
	return slot->status;
}

void tk__ahead_end(struct tk_ahead *a)
{
	(void)pthread_mutex_lock(&a->lock);
	a->count = a->claimed;
	while (a->busy > 0)
		(void)pthread_cond_wait(&a->done, &a->lock);
	(void)pthread_mutex_unlock(&a->lock);
}
