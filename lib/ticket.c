/* Reading a ticket: the YAML, then the head, then the log; see ticket/ticket.h. */
#include <stdio.h>
#include <string.h>

#include "fail.h"
#include "ticket/text.h"
#include "ticket_decode.h"
#include "yaml_scan.h"

bool tk__found(struct tk_reading *reading, enum tk_status status)
{
	bool error = tk_diag_row(reading->now.diag)->severity == TK_ERROR;

	if (error && reading->status == TK_OK) {
		reading->status = status;
		if (reading->out)
			*reading->out = reading->now;
	}
	if (reading->sink.add)
		reading->sink.add(reading->sink.ctx, &reading->now);
	return !error || (reading->sink.add && status != TK_NOMEM);
}

/*
 * A character that hides is hard to find, so the place is its own: looked for as it stands in the file.  One that was
 * written as an escape shows itself, and the value's place does.
 */
static bool at_character(struct tk_error *err, const struct tk_node *node)
{
	const char *hex = err->arg[0].text + 2;
	struct tk_str bytes;
	const char *found = NULL, *begin;
	uint32_t code = 0;
	unsigned line, col;

	for (; *hex; hex++)
		code = code * 16 + (uint32_t)(*hex <= '9' ? *hex - '0' : *hex - 'A' + 10);
	if (!node->source || !node->source->text || code < 0x80)
		return false;
	tk_str_init(&bytes, 0);
	tk_utf8_put(&bytes, code);
	begin = node->source->text + node->begin;
	if (bytes.failed == TK_OK)
		found = memmem(begin, node->end - node->begin, bytes.data, bytes.len);
	tk_str_clear(&bytes);
	if (!found)
		return false;
	tk__yaml_place(node->source->text, (size_t)(found - node->source->text), &line, &col);
	tk__at(err, node->source->path, line, col);
	return true;
}

bool tk__found_at(struct tk_reading *reading, enum tk_status status, const struct tk_node *node,
		  const struct tk_where *where, const char *name, size_t record, const char *sub)
{
	char path[sizeof(reading->now.field)] = "";
	char entry[40] = "", number[24] = "";

	if (where->entry > 0)
		(void)snprintf(entry, sizeof(entry), "log.%u%s%s", where->entry, where->part ? "." : "",
			       where->part ? where->part : "");
	if (record > 0)
		(void)snprintf(number, sizeof(number), ".%zu", record);
	int len = snprintf(path, sizeof(path), "%s%s%s%s%s%s", entry, *entry && name ? "." : "", name ? name : "",
			   number, sub ? "." : "", sub ? sub : "");
	size_t used = len < 0 ? 0 : (size_t)len < sizeof(path) ? (size_t)len : sizeof(path) - 1;
	reading->now.field[0] = '\0';
	tk__in(&reading->now, path, tk_utf8_check(path, used));
	if (reading->now.diag != TK_D_UNSAFE_CHAR || !at_character(&reading->now, node))
		tk__at_node(&reading->now, node, NULL);
	return tk__found(reading, status);
}

/* The key's own place, not its value's. */
static const struct tk_node *key_node(const struct tk_node *node)
{
	return node->key ? node->key : node;
}

bool tk__found_key(struct tk_reading *reading, const struct tk_node *node, const struct tk_where *where,
		   const char *group, const char *const *known, size_t count)
{
	size_t len = 0;
	const char *key = tk_node_key(node, &len);

	if (!reading->sink.add || (len >= 2 && key[0] == 'x' && key[1] == '-'))
		return true;
	const char *near = known ? tk_text_suggest(key, len, known, count) : tk_field_suggest(key, len);
	if (near && strcmp(near, key) == 0)
		near = NULL; /* a field, but none that may stand here */
	enum tk_status status = tk__fail(&reading->now, TK_D_UNKNOWN_KEY, key, len, TK_S(near ? near : ""));
	return tk__found_at(reading, status, key_node(node), where, group ? group : key, 0, group ? key : NULL);
}

static enum tk_status decode(struct tk_reading *reading)
{
	struct tk_where head = {0};

	if (tk_node_kind(reading->ticket->doc.root) != TK_NODE_MAP) {
		enum tk_status status = tk__fail(&reading->now, TK_D_NOT_MAPPING);
		(void)tk__found_at(reading, status, reading->ticket->doc.root, &head, NULL, 0, NULL);
	} else if (tk__read_head(reading)) {
		(void)tk__read_log(reading);
	}
	return reading->status;
}

enum tk_status tk__ticket_inspect(struct tk_arena *arena, const char *text, size_t len, const char *path,
				  struct tk_sink sink, struct tk_ticket **ret, struct tk_error *err)
{
	struct tk_ticket *ticket = tk_arena_alloc(arena, sizeof(*ticket));

	if (!ticket)
		return tk__fail(err, TK_D_NOMEM);
	struct tk_reading reading = {.ticket = ticket, .sink = sink, .out = err, .now = TK_ERROR_INIT};
	enum tk_status status = tk__yaml_read(arena, text, len, path, &tk__ticket_limits, &ticket->doc, &reading.now);
	if (status != TK_OK) {
		(void)tk__found(&reading, status);
		return status;
	}
	ticket->arena = arena;
	ticket->cache = tk_arena_alloc(arena, sizeof(*ticket->cache));
	if (!ticket->cache)
		return tk__fail(err, TK_D_NOMEM);
	status = decode(&reading);
	if (status == TK_OK || (sink.add && status != TK_NOMEM))
		*ret = ticket;
	return status;
}

enum tk_status tk_ticket_read(struct tk_arena *arena, const char *text, size_t len, const char *path,
			      struct tk_ticket **ret, struct tk_error *err)
{
	struct tk_sink none = {NULL, NULL};

	return tk__ticket_inspect(arena, text, len, path, none, ret, err);
}

const struct tk_node *tk_ticket_root(const struct tk_ticket *ticket)
{
	return ticket->doc.root;
}

size_t tk_ticket_log(const struct tk_ticket *ticket, const struct tk_entry **ret)
{
	*ret = ticket->log;
	return ticket->nlog;
}

size_t tk_ticket_log_by_time(const struct tk_ticket *ticket, const struct tk_entry *const **ret)
{
	*ret = (const struct tk_entry *const *)ticket->by_time;
	return ticket->nlog;
}
