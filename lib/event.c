/* The tables of the workflow: events and keys of log entries, from ticket/event.def and ticket/key.def. */
#include "ticket/event.h"

#include <string.h>

#define N_(text) text
#define NC_(context, text) text

static const struct tk_event events[] = {
#define TK_EVENT(id, name, verb, from, move, to, keys, required, customer, label) \
	{name, verb, label, from, TK_MOVE_##move, TK_S_##to, keys, required, customer},
#include "ticket/event.def"
#undef TK_EVENT
};

static const struct tk_key keys[] = {
#define TK_KEY(id, name, kind, words, label, doc) {name, TK_KIND_##kind, TK_WORDS_##words, label, doc},
#include "ticket/key.def"
#undef TK_KEY
};

/* Lengths first: comparing them rules out nearly every row without touching its text. */
static const unsigned char event_len[] = {
#define TK_EVENT(id, name, verb, from, move, to, keys, required, customer, label) sizeof(name) - 1,
#include "ticket/event.def"
#undef TK_EVENT
};

static const unsigned char key_len[] = {
#define TK_KEY(id, name, kind, words, label, doc) sizeof(name) - 1,
#include "ticket/key.def"
#undef TK_KEY
};

_Static_assert(TK_KEY_COUNT <= 64, "TK_KEY_BIT has 64 bits");

const struct tk_event *tk_event(int id)
{
	return id >= 0 && id < TK_EVENT_COUNT ? &events[id] : NULL;
}

int tk_event_find(const char *name, size_t len)
{
	for (int i = 0; i < TK_EVENT_COUNT; i++)
		if (event_len[i] == len && memcmp(events[i].name, name, len) == 0)
			return i;
	return -1;
}

const struct tk_key *tk_key(int id)
{
	return id >= 0 && id < TK_KEY_COUNT ? &keys[id] : NULL;
}

int tk_key_find(const char *name, size_t len)
{
	for (int i = 0; i < TK_KEY_COUNT; i++)
		if (key_len[i] == len && memcmp(keys[i].name, name, len) == 0)
			return i;
	return -1;
}
