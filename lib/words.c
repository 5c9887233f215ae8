/*
 * The words of the house, as static tables; see ticket/words.h.
 *
 * Each list stands in the order in which people expect to see it, since the index is the word's number and sorting
 * goes by it.  Lists are short: a word is found by walking over them.
 */
#include "ticket/words.h"

#include <assert.h>
#include <string.h>

#define N_(text) text
#define NC_(context, text) text
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct tk_word statuses[] = {
	{"received", NC_("status", "received")},       {"registered", NC_("status", "registered")},
	{"classified", NC_("status", "classified")},   {"assigned", NC_("status", "assigned")},
	{"accepted", NC_("status", "accepted")},       {"planned", NC_("status", "planned")},
	{"in-progress", NC_("status", "in progress")}, {"waiting", NC_("status", "waiting")},
	{"resolved", NC_("status", "resolved")},       {"closed", NC_("status", "closed")},
	{"cancelled", NC_("status", "cancelled")},     {"merged", NC_("status", "merged")},
};
static_assert(COUNT(statuses) == TK_S_COUNT, "one word for each status");

static const struct tk_word priorities[] = {
	{"P1", N_("urgent")},
	{"P2", N_("important")},
	{"P3", N_("normal")},
};

static const struct tk_word channels[] = {
	{"phone", N_("hotline")},
	{"chat", N_("online chat")},
	{"email", N_("e-mail")},
	{"wechat", N_("WeChat message")},
	{"app", N_("app")},
	{"dealer", N_("dealer relay")},
	{"account-manager", N_("account manager")},
	{"walk-in", N_("walk-in")},
	{"service-point", N_("service point")},
	{"social", N_("social media message")},
	{"web", N_("web form")},
	{"sms", N_("SMS")},
};

static const struct tk_word customer_kinds[] = {
	{"person", N_("person")},
	{"company", N_("company")},
	{"dealer", N_("dealer")},
};

static const struct tk_word demands[] = {
	{"repair", N_("repair")},
	{"return", N_("return")},
	{"exchange", N_("exchange")},
	{"refund", N_("refund")},
	{"compensation", N_("compensation")},
	{"consultation", N_("consultation")},
	{"apology", N_("apology")},
};

static const struct tk_word plans[] = {
	{"onsite-repair", N_("on-site repair")},
	{"factory-repair", N_("return to factory")},
	{"exchange", N_("exchange")},
	{"refund", N_("refund")},
	{"remote-guidance", N_("remote guidance")},
	{"resend", N_("re-send")},
	{"repair", N_("repair")},
	{"compensation", N_("compensation")},
	{"extended-warranty", N_("longer warranty")},
	{"answer", N_("standard answer")},
	{"expert-answer", N_("expert answer")},
	{"apology", N_("apology")},
	{"process-improvement", N_("process improvement")},
};

static const struct tk_word roles[] = {
	{"agent", N_("agent")},       {"supervisor", N_("supervisor")}, {"lead", N_("team lead")},
	{"assignee", N_("assignee")}, {"manager", N_("manager")},
};

static const struct tk_word scopes[] = {
	{"one", N_("one product")},
	{"several", N_("several products")},
	{"batch", N_("a batch")},
};

static const struct tk_word levels[] = {
	{"low", N_("low")},
	{"medium", N_("medium")},
	{"high", N_("high")},
};

static const struct tk_word waits[] = {
	{"customer", N_("the customer")}, {"parts", N_("spare parts")},    {"supplier", N_("the supplier")},
	{"transport", N_("transport")},   {"other", N_("something else")},
};

static const struct tk_word outcomes[] = {
	{"answered", N_("answered")},
	{"no-answer", N_("no answer")},
};

static const struct tk_word relations[] = {
	{"related", N_("related")},     {"repeat-of", N_("repeat of")}, {"follow-up", N_("follow-up")},
	{"caused-by", N_("caused by")}, {"batch", N_("of one batch")},
};

static const struct tk_word payers[] = {
	{"customer", N_("customer")},
	{"shop", N_("shop")},
	{"supplier", N_("supplier")},
	{"carrier", N_("carrier")},
};

static const struct tk_word charges[] = {
	{"labour", N_("labour")},   {"part", N_("part")},   {"travel", N_("travel")},
	{"freight", N_("freight")}, {"other", N_("other")},
};

static const struct tk_word directions[] = {
	{"outbound", N_("to the customer")},
	{"return", N_("from the customer")},
};

static const struct tk_word visits[] = {
	{"proposed", N_("proposed")}, {"booked", N_("booked")},       {"done", N_("done")},
	{"missed", N_("missed")},     {"cancelled", N_("cancelled")},
};

static const struct tk_word shippings[] = {
	{"shop-paid", N_("paid by the shop")},
	{"customer-paid", N_("paid by the customer")},
	{"conditional-free", N_("free from a total on")},
	{"collect", N_("freight collect")},
};

static const struct tk_word responsibles[] = {
	{"own-process", N_("own process")}, {"supplier", N_("supplier")}, {"customer", N_("customer")},
	{"carrier", N_("carrier")},         {"none", N_("nobody")},
};

#define LIST(id, array) [TK_WORDS_##id] = {array, COUNT(array)}

static const struct list {
	const struct tk_word *word;
	size_t count;
} lists[TK_WORDS_COUNT] = {
	LIST(STATUS, statuses),      LIST(PRIORITY, priorities),
	LIST(CHANNEL, channels),     LIST(CUSTOMER_KIND, customer_kinds),
	LIST(DEMAND, demands),       LIST(PLAN, plans),
	LIST(ROLE, roles),           LIST(SCOPE, scopes),
	LIST(LEVEL, levels),         LIST(WAIT, waits),
	LIST(OUTCOME, outcomes),     LIST(RELATION, relations),
	LIST(PAYER, payers),         LIST(CHARGE, charges),
	LIST(DIRECTION, directions), LIST(VISIT, visits),
	LIST(SHIPPING, shippings),   LIST(RESPONSIBLE, responsibles),
};

const struct tk_word *tk_words(enum tk_words list, size_t *ret_count)
{
	assert((unsigned)list < TK_WORDS_COUNT);
	if (ret_count)
		*ret_count = lists[list].count;
	return lists[list].word;
}

int tk_word_find(enum tk_words list, const char *text, size_t len)
{
	size_t count = 0;
	const struct tk_word *word = tk_words(list, &count);

	for (size_t i = 0; i < count; i++)
		if (strlen(word[i].id) == len && memcmp(word[i].id, text, len) == 0)
			return (int)i;
	return -1;
}
