/*
 * The log of a ticket, read by the key table.
 *
 * `set` and `was` are handed on flat (customer.name: x), however they are nested in the file.  Entries that are equal
 * in every key are one entry: merging two clones may bring the same line from both sides.
 */
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "ticket_decode.h"

/* ---- set and was ------------------------------------------------------------------------------------------------- */

static bool is_flat(const struct tk_node *map)
{
	for (const struct tk_node *n = map->first; n; n = n->next)
		if (n->kind == TK_NODE_MAP)
			return false;
	return true;
}

/* Appends the entries of `map` to `flat` under "prefix.key".  False at out of memory. */
static bool flatten(struct tk_arena *arena, struct tk_node *flat, const struct tk_node *map, const char *prefix,
		    size_t prefix_len)
{
	for (const struct tk_node *n = map->first; n; n = n->next) {
		size_t len = prefix_len + n->key->len;
		char *name = tk_arena_alloc(arena, len + 2);
		if (!name)
			return false;
		memcpy(name, prefix, prefix_len);
		memcpy(name + prefix_len, n->key->text, n->key->len);
		if (n->kind == TK_NODE_MAP) {
			name[len] = '.';
			if (!flatten(arena, flat, n, name, len + 1))
				return false;
			continue;
		}
		struct tk_node *copy = tk_arena_alloc(arena, sizeof(*copy));
		if (!copy)
			return false;
		*copy = *n;
		copy->next = NULL;
		if (!tk__node_append(arena, flat, name, copy))
			return false;
		copy->key->line = n->key->line;
		copy->key->col = n->key->col;
		copy->key->source = n->key->source;
	}
	return true;
}

static bool check_change(struct tk_reading *reading, const struct tk_node *n, const struct tk_where *where)
{
	struct tk_field_path path;
	int64_t number;

	if (!tk__field_path(n->key->text, n->key->len, &path) || (tk_field(path.field)->flags & TK_F_DERIVED))
		return tk__found_key(reading, n, where, NULL, NULL, 0);
	if (tk_node_is_null(n))
		return true;
	if (!path.key && path.record == 0)
		return tk__check_value(reading, path.field, n, where, &number);
	struct tk_value value;
	size_t len = 0;
	const char *text = tk_node_text(n, &len);
	enum tk_status status = text ? tk_field_value(path.field, text, len, &value, &reading->now)
				     : tk__fail(&reading->now, TK_D_NOT_SCALAR);
	return status == TK_OK || tk__found_at(reading, status, n, where, n->key->text, 0, NULL);
}

static bool read_changes(struct tk_reading *reading, const struct tk_node *node, unsigned entry, const char *part,
			 const struct tk_node **ret)
{
	const struct tk_where where = {entry, part}, plain = {entry, NULL};
	const struct tk_node *flat = node;

	if (tk_node_is_null(node))
		return true;
	if (node->kind != TK_NODE_MAP)
		return tk__found_at(reading, tk__fail(&reading->now, TK_D_NOT_MAPPING), node, &plain, part, 0, NULL);
	if (!is_flat(node)) {
		struct tk_arena *arena = reading->ticket->arena;
		struct tk_node *map = tk__node_collection(arena, TK_NODE_MAP, TK_STYLE_FLOW);
		if (!map || !flatten(arena, map, node, "", 0))
			return tk__found(reading, tk__fail(&reading->now, TK_D_NOMEM));
		flat = map;
	}
	for (const struct tk_node *n = flat->first; n; n = n->next)
		if (!check_change(reading, n, &where))
			return false;
	*ret = flat;
	return true;
}

/* ---- one entry --------------------------------------------------------------------------------------------------- */

static bool check_inner(struct tk_reading *reading, int key, const struct tk_node *map, const struct tk_where *where)
{
	static const char *const consent[] = {"by", "at", "channel"};
	const char *name = tk_key(key)->name;

	if (map->kind != TK_NODE_MAP)
		return tk__found_at(reading, tk__fail(&reading->now, TK_D_NOT_MAPPING), map, where, name, 0, NULL);
	for (const struct tk_node *n = map->first; n; n = n->next) {
		struct tk_value value;
		size_t len = 0;
		const char *text = tk_node_text(n, &len);
		enum tk_status status =
			text ? tk__key_inner(key, n->key->text, n->key->len, text, len, &value, &reading->now)
			     : tk__fail(&reading->now, TK_D_NOT_SCALAR);
		bool on = true;
		if (status != TK_OK && reading->now.diag == TK_D_UNKNOWN_KEY)
			on = tk__found_key(reading, n, where, name, consent, sizeof(consent) / sizeof(consent[0]));
		else if (status != TK_OK)
			on = tk__found_at(reading, status, n, where, name, 0, n->key->text);
		if (!on)
			return false;
	}
	return true;
}

static bool unknown_entry_key(struct tk_reading *reading, const struct tk_node *n, const struct tk_where *where)
{
	static const char *const known[] = {
#define TK_KEY(id, name, kind, words, label, doc) name,
#include "ticket/key.def"
#undef TK_KEY
	};
	return tk__found_key(reading, n, where, NULL, known, TK_KEY_COUNT);
}

static void take(struct tk_entry *entry, int key, const struct tk_node *node, int64_t number)
{
	if (key == TK_KEY_AT)
		entry->at = number;
	else if (key == TK_KEY_RECORDED)
		entry->recorded = number;
	else if (key == TK_KEY_BY)
		entry->by = node->text;
	else if (key == TK_KEY_NOTE)
		entry->note = node->text;
	else if (key == TK_KEY_AUTO)
		entry->automatic = number != 0;
	else if (key == TK_KEY_EVENT) {
		entry->event = node->text;
		entry->event_id = tk_event_find(node->text, node->len);
	}
}

static bool read_key(struct tk_reading *reading, const struct tk_node *node, struct tk_entry *entry, unsigned number)
{
	const struct tk_where where = {number, NULL};
	int key = tk_key_find(node->key->text, node->key->len);
	struct tk_value value = {.number = 0};
	size_t len = 0;

	if (key < 0)
		return unknown_entry_key(reading, node, &where);
	if (tk_node_is_null(node))
		return true;
	if (key == TK_KEY_SET)
		return read_changes(reading, node, number, "set", &entry->set);
	if (key == TK_KEY_WAS)
		return read_changes(reading, node, number, "was", &entry->was);
	if (tk_key(key)->kind == TK_KIND_MAP)
		return check_inner(reading, key, node, &where);
	const char *text = tk_node_text(node, &len);
	enum tk_status status =
		text ? tk__key_value(key, text, len, &value, &reading->now) : tk__fail(&reading->now, TK_D_NOT_SCALAR);
	if (status != TK_OK)
		return tk__found_at(reading, status, node, &where, tk_key(key)->name, 0, NULL);
	take(entry, key, node, value.number);
	return true;
}

static bool missing_key(struct tk_reading *reading, const struct tk_entry *entry, unsigned number)
{
	const struct tk_where where = {number, NULL};
	static const int required[] = {TK_KEY_AT, TK_KEY_BY, TK_KEY_EVENT};

	for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
		const char *name = tk_key(required[i])->name;
		const struct tk_node *node = tk_node_get(entry->node, name);
		if (node && !tk_node_is_null(node))
			continue;
		enum tk_status status = tk__fail(&reading->now, TK_D_FIELD_MISSING, TK_S(name));
		if (!tk__found_at(reading, status, node ? node : entry->node, &where, name, 0, NULL))
			return false;
	}
	return true;
}

/* Reads one entry; what is not a whole entry is left out when the reading goes on. */
static bool read_entry(struct tk_reading *reading, const struct tk_node *node, unsigned place)
{
	struct tk_ticket *ticket = reading->ticket;
	struct tk_entry entry = {
		.at = TK_TIME_NONE, .recorded = TK_TIME_NONE, .event_id = -1, .node = node, .place = place};
	const struct tk_where where = {place + 1, NULL};

	if (node->kind != TK_NODE_MAP)
		return tk__found_at(reading, tk__fail(&reading->now, TK_D_NOT_MAPPING), node, &where, NULL, 0, NULL);
	for (const struct tk_node *n = node->first; n; n = n->next)
		if (!read_key(reading, n, &entry, place + 1))
			return false;
	if (entry.at != TK_TIME_NONE && entry.by && entry.event) {
		if (entry.recorded == TK_TIME_NONE)
			entry.recorded = entry.at;
		ticket->log[ticket->nlog++] = entry;
		return true;
	}
	return missing_key(reading, &entry, place + 1);
}

/* ---- order and twins --------------------------------------------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
	const struct tk_entry *const *x = a;
	const struct tk_entry *const *y = b;

	if ((*x)->at != (*y)->at)
		return (*x)->at < (*y)->at ? -1 : 1;
	return (*x)->place < (*y)->place ? -1 : (*x)->place > (*y)->place;
}

static uint64_t mix(uint64_t hash, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
	return hash * UINT64_C(0x9E3779B97F4A7C15) + len;
}

/* The same for entries that say the same, whatever the order of their keys. */
static uint64_t digest(const struct tk_node *node)
{
	uint64_t sum =
		node->kind == TK_NODE_SCALAR ? mix(UINT64_C(14695981039346656037), node->text, node->len) : node->count;

	for (const struct tk_node *n = node->first; n; n = n->next)
		sum += mix(digest(n), n->key ? n->key->text : "", n->key ? n->key->len : 0);
	return sum;
}

bool tk__entry_equal(const struct tk_node *a, const struct tk_node *b)
{
	if (a->kind != TK_NODE_MAP || b->kind != TK_NODE_MAP || a->count != b->count)
		return false;
	for (const struct tk_node *n = a->first; n; n = n->next) {
		const struct tk_node *other = tk__node_find(b, n->key->text, n->key->len);
		if (!other || !tk__node_equal(n, other))
			return false;
	}
	return true;
}

static const struct tk_entry *twin_of(struct tk_ticket *ticket, size_t i, const uint64_t *hash)
{
	const struct tk_entry *entry = ticket->by_time[i];

	for (size_t j = i; j > 0 && ticket->by_time[j - 1]->at == entry->at; j--)
		if (hash[j - 1] == hash[i] && tk__entry_equal(ticket->by_time[j - 1]->node, entry->node))
			return ticket->by_time[j - 1];
	return NULL;
}

static bool sort_log(struct tk_ticket *ticket, bool *ret_ties)
{
	bool sorted = true;

	*ret_ties = false;
	for (size_t i = 0; i < ticket->nlog; i++) {
		ticket->by_time[i] = &ticket->log[i];
		sorted = sorted && (i == 0 || ticket->log[i - 1].at <= ticket->log[i].at);
	}
	if (!sorted)
		qsort(ticket->by_time, ticket->nlog, sizeof(struct tk_entry *), by_time);
	for (size_t i = 1; i < ticket->nlog; i++)
		*ret_ties = *ret_ties || ticket->by_time[i - 1]->at == ticket->by_time[i]->at;
	return true;
}

static bool tell_twin(struct tk_reading *reading, const struct tk_entry *entry, const struct tk_entry *twin)
{
	const struct tk_where where = {entry->place + 1, NULL};

	if (!reading->sink.add)
		return true;
	enum tk_status status = tk__fail(&reading->now, TK_D_TWIN_ENTRY, (int64_t)twin->place + 1);
	return tk__found_at(reading, status, entry->node, &where, NULL, 0, NULL);
}

/* Leaves out every entry that equals an earlier one. */
static bool drop_twins(struct tk_reading *reading)
{
	struct tk_ticket *ticket = reading->ticket;
	uint64_t *hash = tk_arena_array(ticket->arena, ticket->nlog, sizeof(*hash));
	bool *drop = tk_arena_array(ticket->arena, ticket->nlog, sizeof(*drop));
	size_t kept = 0;
	bool ties;

	if (!hash || !drop)
		return tk__found(reading, tk__fail(&reading->now, TK_D_NOMEM));
	for (size_t i = 0; i < ticket->nlog; i++)
		hash[i] = digest(ticket->by_time[i]->node);
	for (size_t i = 1; i < ticket->nlog; i++) {
		const struct tk_entry *twin = twin_of(ticket, i, hash);
		if (!twin)
			continue;
		drop[ticket->by_time[i] - ticket->log] = true;
		if (!tell_twin(reading, ticket->by_time[i], twin))
			return false;
	}
	for (size_t i = 0; i < ticket->nlog; i++)
		if (!drop[i])
			ticket->log[kept++] = ticket->log[i];
	ticket->nlog = kept;
	return sort_log(ticket, &ties);
}

bool tk__read_log(struct tk_reading *reading)
{
	static const struct tk_where head = {0};
	struct tk_ticket *ticket = reading->ticket;
	const struct tk_node *log = tk_node_get(ticket->doc.root, "log");
	unsigned place = 0;
	bool ties;

	if (!log || tk_node_is_null(log))
		return true;
	if (log->kind != TK_NODE_SEQ)
		return tk__found_at(reading, tk__fail(&reading->now, TK_D_NOT_LIST), log, &head, "log", 0, NULL);
	if (log->count > TK_LOG_MAX) {
		enum tk_status status =
			tk__fail(&reading->now, TK_D_TOO_MANY, (int64_t)log->count, (int64_t)TK_LOG_MAX);
		return tk__found_at(reading, status, log, &head, "log", 0, NULL);
	}
	ticket->log_node = log;
	ticket->log = tk_arena_array(ticket->arena, log->count, sizeof(*ticket->log));
	ticket->by_time = tk_arena_array(ticket->arena, log->count, sizeof(*ticket->by_time));
	if (!ticket->log || !ticket->by_time)
		return tk__found(reading, tk__fail(&reading->now, TK_D_NOMEM));
	for (const struct tk_node *n = log->first; n; n = n->next)
		if (!read_entry(reading, n, place++))
			return false;
	return sort_log(ticket, &ties) && (!ties || drop_twins(reading));
}
