/*
 * The house's own lists of words: statuses, channels, priorities and so on.  Ids as they stand in files, with an
 * English label for people (translated by whoever prints it).  Words that a policy defines (categories, teams, root
 * causes) are not here.
 */
#ifndef TICKET_WORDS_H
#define TICKET_WORDS_H

#include <stddef.h>

struct tk_word {
	const char *id;
	const char *label; /* English, for gettext; statuses in the context "status" */
};

enum tk_words {
	TK_WORDS_NONE,
	TK_WORDS_STATUS,
	TK_WORDS_PRIORITY,
	TK_WORDS_CHANNEL,
	TK_WORDS_CUSTOMER_KIND,
	TK_WORDS_DEMAND,
	TK_WORDS_PLAN,
	TK_WORDS_ROLE,
	TK_WORDS_SCOPE,       /* one several batch */
	TK_WORDS_LEVEL,       /* low medium high: urgency, impact */
	TK_WORDS_WAIT,        /* customer parts supplier transport other: what a wait is for */
	TK_WORDS_OUTCOME,     /* answered no-answer: a callback */
	TK_WORDS_RELATION,    /* related repeat-of follow-up caused-by batch: between tickets */
	TK_WORDS_PAYER,       /* customer shop supplier carrier */
	TK_WORDS_CHARGE,      /* labour part travel freight other */
	TK_WORDS_DIRECTION,   /* outbound return */
	TK_WORDS_VISIT,       /* proposed booked done missed cancelled */
	TK_WORDS_SHIPPING,    /* shop-paid customer-paid conditional-free collect */
	TK_WORDS_RESPONSIBLE, /* own-process supplier customer carrier none */
	TK_WORDS_COUNT
};

enum tk_status_id {
	TK_S_RECEIVED,
	TK_S_REGISTERED,
	TK_S_CLASSIFIED,
	TK_S_ASSIGNED,
	TK_S_ACCEPTED,
	TK_S_PLANNED,
	TK_S_IN_PROGRESS,
	TK_S_WAITING,
	TK_S_RESOLVED,
	TK_S_CLOSED,
	TK_S_CANCELLED,
	TK_S_MERGED,
	TK_S_COUNT
};

/* Open means: not resolved, closed, cancelled or merged. */
#define TK_S_BIT(s) (1U << (s))
#define TK_S_OPEN (TK_S_BIT(TK_S_RESOLVED) - 1U)

/* A list and its length; the index in it is the word's number. */
const struct tk_word *tk_words(enum tk_words list, size_t *ret_count);
/* The number of a word, or -1. */
int tk_word_find(enum tk_words list, const char *text, size_t len);

#endif
