/*
 * The accessor: one way to ask a ticket for any field, stored or computed.
 *
 * Stored fields come from the head whatever `now` is: the head is the present state.  Computed ones look at the log's
 * entries up to `now`.  Joined texts are made when first asked for and kept in the ticket's arena.
 */
#include <string.h>

#include "ticket/str.h"
#include "ticket_impl.h"

/* ---- the log up to now ------------------------------------------------------------------------------------------- */

static const struct tk_entry *first_of(const struct tk_ticket *ticket, int event, tk_time now)
{
	for (size_t i = 0; i < ticket->nlog && ticket->by_time[i]->at <= now; i++)
		if (ticket->by_time[i]->event_id == event)
			return ticket->by_time[i];
	return NULL;
}

static const struct tk_entry *last_of(const struct tk_ticket *ticket, int event, tk_time now)
{
	const struct tk_entry *last = NULL;

	for (size_t i = 0; i < ticket->nlog && ticket->by_time[i]->at <= now; i++)
		if (ticket->by_time[i]->event_id == event)
			last = ticket->by_time[i];
	return last;
}

static int64_t count_of(const struct tk_ticket *ticket, int event, tk_time now)
{
	int64_t count = 0;

	for (size_t i = 0; i < ticket->nlog && ticket->by_time[i]->at <= now; i++)
		count += event < 0 || ticket->by_time[i]->event_id == event;
	return count;
}

/* ---- computed values --------------------------------------------------------------------------------------------- */

static struct tk_value number_value(enum tk_kind kind, int64_t number)
{
	return (struct tk_value){.kind = kind, .set = true, .number = number};
}

static struct tk_value time_of(const struct tk_entry *entry)
{
	return entry ? number_value(TK_KIND_TIME, entry->at) : (struct tk_value){.kind = TK_KIND_TIME};
}

static struct tk_value open_value(const struct tk_ticket *ticket)
{
	bool open = ticket->field[TK_FIELD_STATUS] && (TK_S_BIT(ticket->number[TK_FIELD_STATUS]) & TK_S_OPEN) != 0;

	return (struct tk_value){.kind = TK_KIND_BOOL,
				 .set = true,
				 .text = open ? "true" : "false",
				 .len = open ? 4 : 5,
				 .number = open};
}

/* A ticket grows older until it is closed, cancelled or merged. */
static struct tk_value age_value(const struct tk_ticket *ticket, tk_time now)
{
	static const int ending[TK_S_COUNT] = {[TK_S_CLOSED] = TK_EVENT_CLOSED,
					       [TK_S_CANCELLED] = TK_EVENT_CANCELLED,
					       [TK_S_MERGED] = TK_EVENT_MERGED};
	tk_time until = now;

	if (!ticket->field[TK_FIELD_RECEIVED])
		return (struct tk_value){.kind = TK_KIND_SPAN};
	int event = ticket->field[TK_FIELD_STATUS] ? ending[ticket->number[TK_FIELD_STATUS]] : 0;
	const struct tk_entry *end = event ? last_of(ticket, event, now) : NULL;
	if (end)
		until = end->at;
	int64_t age = until - ticket->number[TK_FIELD_RECEIVED];
	return number_value(TK_KIND_SPAN, age > 0 ? age : 0);
}

/* The overall mark where one was asked for, else the mean of all; in hundredths, rounded to the nearest. */
static struct tk_value rating_value(const struct tk_ticket *ticket, tk_time now)
{
	const struct tk_entry *rated = last_of(ticket, TK_EVENT_RATED, now);
	const struct tk_node *ratings = rated ? tk_node_get(rated->node, "ratings") : NULL;
	const struct tk_node *overall = tk_node_get(ratings, "overall");
	int64_t sum = 0, count = 0;

	if (overall && overall->len == 1)
		return number_value(TK_KIND_MONEY, INT64_C(100) * (overall->text[0] - '0'));
	for (const struct tk_node *n = ratings ? tk_node_first(ratings) : NULL; n; n = n->next) {
		if (n->kind != TK_NODE_SCALAR || n->len != 1)
			continue;
		sum += n->text[0] - '0';
		count++;
	}
	if (count == 0)
		return (struct tk_value){.kind = TK_KIND_MONEY};
	return number_value(TK_KIND_MONEY, (sum * 100 + count / 2) / count);
}

static struct tk_value wait_value(const struct tk_ticket *ticket, tk_time now)
{
	bool waits = ticket->field[TK_FIELD_STATUS] && ticket->number[TK_FIELD_STATUS] == TK_S_WAITING;
	const struct tk_entry *entry = waits ? last_of(ticket, TK_EVENT_WAITING, now) : NULL;
	const struct tk_node *what = entry ? tk_node_get(entry->node, "for") : NULL;
	int word = what && what->kind == TK_NODE_SCALAR ? tk_word_find(TK_WORDS_WAIT, what->text, what->len) : -1;

	if (word < 0)
		return (struct tk_value){.kind = TK_KIND_WORD};
	return (struct tk_value){
		.kind = TK_KIND_WORD, .set = true, .text = what->text, .len = what->len, .number = word};
}

/* ---- texts that are put together --------------------------------------------------------------------------------- */

static void join(struct tk_str *out, const char *text, size_t len, const char *between)
{
	if (len == 0)
		return;
	if (out->len > 0)
		tk_str_puts(out, between);
	tk_str_add(out, text, len);
}

static void join_field(const struct tk_ticket *ticket, int id, struct tk_str *out)
{
	if (ticket->field[id])
		join(out, ticket->field[id]->text, ticket->field[id]->len, "\n");
}

/* What a search without a field looks at. */
static void join_texts(const struct tk_ticket *ticket, struct tk_str *out)
{
	join_field(ticket, TK_FIELD_TITLE, out);
	join_field(ticket, TK_FIELD_PROBLEM_DESCRIPTION, out);
	for (size_t i = 0; i < ticket->nlog; i++)
		if (ticket->log[i].note)
			join(out, ticket->log[i].note, strlen(ticket->log[i].note), "\n");
	join_field(ticket, TK_FIELD_RESOLUTION_TEXT, out);
}

/* The list that a sub-field belongs to stands before it in the table. */
static void join_records(const struct tk_ticket *ticket, int id, struct tk_str *out)
{
	const char *name = tk_field(id)->name, *dot = strrchr(name, '.');
	int list = id;

	while (tk_field(list)->kind != TK_KIND_RECORDS)
		list--;
	const struct tk_node *records = ticket->field[list];
	for (const struct tk_node *r = records ? records->first : NULL; r; r = r->next) {
		const struct tk_node *n = tk_node_get(r, dot + 1);
		if (n && n->kind == TK_NODE_SCALAR && !tk_node_is_null(n))
			join(out, n->text, n->len, ", ");
	}
}

/* At out of memory the value is absent, and the ticket starved. */
static struct tk_value joined(const struct tk_ticket *ticket, int id)
{
	struct tk_value value = {.kind = tk_field(id)->kind};
	struct tk_text_cache *cache = ticket->cache;

	if (!cache->made[id]) {
		struct tk_str out;
		tk_str_init(&out, 0);
		if (id == TK_FIELD_TEXT)
			join_texts(ticket, &out);
		else
			join_records(ticket, id, &out);
		if (tk_str_status(&out, NULL) == TK_OK)
			cache->of[id].text = tk_arena_strndup(ticket->arena, out.data, out.len);
		cache->of[id].len = out.len;
		cache->made[id] = cache->of[id].text;
		cache->starved |= !cache->made[id];
		tk_str_clear(&out);
	}
	if (!cache->of[id].text || cache->of[id].len == 0)
		return value;
	value.set = true;
	value.text = cache->of[id].text;
	value.len = cache->of[id].len;
	return value;
}

/* ---- the accessor ------------------------------------------------------------------------------------------------ */

static struct tk_value stored(const struct tk_ticket *ticket, int id)
{
	const struct tk_node *node = ticket->field[id];
	struct tk_value value = {.kind = tk_field(id)->kind};

	if (!node)
		return value;
	value.node = node;
	value.set = node->kind == TK_NODE_SCALAR ? node->len > 0 : node->count > 0;
	if (node->kind != TK_NODE_SCALAR)
		return value;
	value.text = node->text;
	value.len = node->len;
	value.number = ticket->number[id];
	while (value.kind == TK_KIND_PARA && value.len > 0 && value.text[value.len - 1] == '\n')
		value.len--; /* not significant */
	return value;
}

static struct tk_value derived(const struct tk_ticket *ticket, int id, tk_time now)
{
	static const int first[TK_FIELD_COUNT] = {[TK_FIELD_RESPONDED] = TK_EVENT_RESPONDED,
						  [TK_FIELD_REGISTERED] = TK_EVENT_REGISTERED,
						  [TK_FIELD_CLASSIFIED] = TK_EVENT_CLASSIFIED,
						  [TK_FIELD_ASSIGNED] = TK_EVENT_ASSIGNED,
						  [TK_FIELD_STARTED] = TK_EVENT_STARTED};
	static const int last[TK_FIELD_COUNT] = {[TK_FIELD_PLANNED] = TK_EVENT_PLANNED,
						 [TK_FIELD_RESOLVED] = TK_EVENT_RESOLVED,
						 [TK_FIELD_CLOSED] = TK_EVENT_CLOSED};
	static const int count[TK_FIELD_COUNT] = {
		[TK_FIELD_EVENTS] = -1, [TK_FIELD_CHASED] = TK_EVENT_CHASED, [TK_FIELD_REOPENED] = TK_EVENT_REOPENED};
	int64_t entries;

	if (first[id])
		return time_of(first_of(ticket, first[id], now));
	if (last[id])
		return time_of(last_of(ticket, last[id], now));
	if (count[id])
		return number_value(TK_KIND_INT, count_of(ticket, count[id], now));
	if (id == TK_FIELD_OPEN)
		return open_value(ticket);
	if (id == TK_FIELD_AGE)
		return age_value(ticket, now);
	if (id == TK_FIELD_RATING)
		return rating_value(ticket, now);
	if (id == TK_FIELD_WAITING_FOR)
		return wait_value(ticket, now);
	if (id == TK_FIELD_TEXT)
		return joined(ticket, id);
	entries = count_of(ticket, -1, now); /* TK_FIELD_CHANGED */
	return time_of(entries > 0 ? ticket->by_time[entries - 1] : NULL);
}

struct tk_value tk_ticket_get(const struct tk_ticket *ticket, int field, tk_time now)
{
	const struct tk_field *row = tk_field(field);

	if (!row)
		return (struct tk_value){.set = false};
	if (row->flags & TK_F_DERIVED)
		return derived(ticket, field, now);
	if (row->flags & TK_F_SUB)
		return joined(ticket, field);
	return stored(ticket, field);
}

bool tk__ticket_starved(const struct tk_ticket *ticket)
{
	return ticket->cache->starved;
}

static struct tk_value get_row(const struct tk_row *row, int field)
{
	return tk_ticket_get(row->self, field, row->now);
}

struct tk_row tk_ticket_row(const struct tk_ticket *ticket, tk_time now)
{
	return (struct tk_row){.get = get_row, .self = ticket, .now = now};
}
