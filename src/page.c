#include "page.h"

#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "out_impl.h"
#include "view.h"

enum { WIDTH = 80, LABEL = 20, INDENT = 2, LEAST = 20 };

/* A page being written: the text so far, and how values become text. */
struct page {
	struct ctx *cx;
	struct tk_str *out;
	struct out values; /* never begun: only its options are used */
	const struct tk_ticket *ticket;
};

static void page_init(struct page *page, struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out)
{
	memset(page, 0, sizeof *page);
	page->cx = cx;
	page->out = out;
	page->ticket = ticket;
	page->values.options.zone = cx->zone;
	page->values.options.policy = view_policy(cx);
	page->values.options.language = i18n_language();
}

/* Where a line that is too long is broken: after the last blank that fits, else between characters. */
static size_t break_at(const char *text, size_t len, size_t room)
{
	size_t fit = tk_text_fit(text, len, room);
	size_t at = fit;
	if (fit >= len)
		return len;
	if (text[fit] == ' ')
		return fit;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	if (at == 0 || (unsigned char)text[fit] >= 0x80) /* scripts without blanks break anywhere */
		at = fit;
	if (at == 0) /* a character wider than the room: never stand still */
		(void)tk_utf8_next(text, len, &at);
	return at;
}

void page_wrap(struct tk_str *out, const char *text, size_t len, size_t column, size_t indent)
{
	struct tk_str safe;
	const char *rest;
	size_t left;
	tk_str_init(&safe, 0);
	tk_text_safe(&safe, text, len, true);
	rest = safe.data;
	left = safe.len;
	while (left > 0) {
		size_t line = strcspn(rest, "\n");
		size_t room = WIDTH > column + LEAST ? WIDTH - column : LEAST;
		size_t take = break_at(rest, line, room);
		size_t skip = take;
		size_t shown = take;
		while (shown > 0 && rest[shown - 1] == ' ') /* no blanks at the end of a line */
			shown--;
		tk_str_add(out, rest, shown);
		if (take == line && line < left)
			skip++; /* its line break */
		else
			skip += strspn(rest + take, " ");
		if (skip > take && skip < left && skip <= line && rest[skip] == '\n')
			skip++; /* only blanks were left of the line */
		rest += skip;
		left -= skip;
		if (left == 0)
			break;
		tk_str_putc(out, '\n');
		if (*rest != '\n')
			tk_str_fill(out, ' ', indent);
		column = indent;
	}
	tk_str_putc(out, '\n');
	tk_str_clear(&safe);
}

static void put_heading(struct page *page, const char *label)
{
	tk_str_putc(page->out, '\n');
	tk_str_puts(page->out, _(label));
	tk_str_putc(page->out, '\n');
}

/* "  label             value", the value wrapped under itself. */
static void put_pair(struct page *page, const char *label, const char *text, size_t len)
{
	size_t width = tk_text_width(label, strlen(label));
	size_t column = INDENT + (width + 2 <= LABEL ? LABEL : width + 2);
	tk_str_fill(page->out, ' ', INDENT);
	tk_str_puts(page->out, label);
	tk_str_fill(page->out, ' ', column - INDENT - width);
	page_wrap(page->out, text, len, column, INDENT + LABEL);
}

/* A value as people read it, long texts with their line breaks. */
static void put_value(struct page *page, struct tk_str *to, int field, const struct tk_value *value)
{
	struct out_column column = {.field = field, .kind = tk_field(field)->kind, .name = tk_field(field)->name};
	if (value->kind == TK_KIND_PARA && value->text != NULL)
		tk_str_add(to, value->text, value->len);
	else
		out_human(&page->values, to, &column, value);
}

/* One value of a record: its label, and itself as people read it. */
static void put_member(struct page *page, const char *list, const struct tk_node *item, struct tk_str *to)
{
	size_t len = 0;
	const char *text = tk_node_text(item, &len);
	struct tk_value value;
	struct tk_str path;
	int field;
	tk_str_init(&path, 512);
	tk_str_puts(&path, list);
	tk_str_putc(&path, '.');
	tk_str_puts(&path, tk_node_key(item, NULL));
	field = tk_field_find(path.data, path.len);
	tk_str_clear(&path);
	tk_str_puts(to, to->len == 0 ? "" : ", ");
	if (field >= 0 && tk_field_value(field, text, len, &value, NULL) == TK_OK) {
		const struct tk_field *row = tk_field(field);
		struct out_column column = {.field = -1, .kind = row->kind, .words = row->words, .name = "value"};
		tk_str_puts(to, _(row->label));
		tk_str_putc(to, ' ');
		out_human(&page->values, to, &column, &value);
	} else {
		tk_str_puts(to, tk_node_key(item, NULL));
		tk_str_putc(to, ' ');
		tk_str_add(to, text, len);
	}
}

/* One record of a list as "number A1, quantity 2". */
static void put_record(struct page *page, const char *list, const struct tk_node *record, struct tk_str *to)
{
	for (const struct tk_node *item = tk_node_first(record); item != NULL; item = tk_node_next(item))
		if (tk_node_text(item, NULL) != NULL && !tk_node_is_null(item))
			put_member(page, list, item, to);
}

/* A list of records, a line each; a map, a line each key. */
static void put_collection(struct page *page, int field, const struct tk_value *value)
{
	const struct tk_field *row = tk_field(field);
	const char *label = _(row->label);
	for (const struct tk_node *item = tk_node_first(value->node); item != NULL; item = tk_node_next(item)) {
		struct tk_str text;
		size_t len = 0;
		tk_str_init(&text, 0);
		if (row->kind == TK_KIND_RECORDS) {
			put_record(page, row->name, item, &text);
		} else {
			tk_str_puts(&text, tk_node_key(item, NULL));
			tk_str_putc(&text, ' ');
			tk_str_puts(&text, tk_node_text(item, &len) != NULL ? tk_node_text(item, &len) : "");
		}
		put_pair(page, label, text.data, text.len);
		tk_str_clear(&text);
		label = "";
	}
}

static void put_field(struct page *page, int field)
{
	struct tk_value value = tk_ticket_get(page->ticket, field, page->cx->now);
	struct tk_str text;
	if (!value.set)
		return;
	if ((value.kind == TK_KIND_RECORDS || value.kind == TK_KIND_MAP) && value.node != NULL) {
		put_collection(page, field, &value);
		return;
	}
	tk_str_init(&text, 0);
	put_value(page, &text, field, &value);
	put_pair(page, _(tk_field(field)->label), text.data, text.len);
	tk_str_clear(&text);
}

/* Whether a field is one of a part of the page: its name begins like that. */
static bool is_part(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);
	return strncmp(name, prefix, len) == 0 && (prefix[len - 1] == '.' || name[len] == '\0');
}

static bool has_field(const struct page *page, int field)
{
	return (tk_field(field)->flags & (TK_F_DERIVED | TK_F_SUB)) == 0 &&
	       tk_ticket_get(page->ticket, field, page->cx->now).set;
}

/* The parts below the head, in their order. */
static const struct {
	const char *prefix, *label;
} parts[] = {
	{"customer.",   N_("customer")  },
	{"product.",    N_("product")	  },
	{"order.",	   N_("order")     },
	{"problem.",    N_("problem")	  },
	{"plan.",	  N_("plan")	    },
	{"visits",	   N_("visits")    },
	{"parts",	  N_("parts")     },
	{"shipments",   N_("shipments") },
	{"charges",	    N_("charges")	 },
	{"checklist",   N_("checklist") },
	{"resolution.", N_("resolution")},
};

enum { PARTS = sizeof parts / sizeof *parts };

static void put_part(struct page *page, size_t part)
{
	bool headed = false;
	for (int field = 0; field < TK_FIELD_COUNT; field++) {
		if (!is_part(tk_field(field)->name, parts[part].prefix) || !has_field(page, field))
			continue;
		if (!headed)
			put_heading(page, parts[part].label);
		headed = true;
		put_field(page, field);
	}
}

static void put_head(struct page *page)
{
	struct tk_value id = tk_ticket_get(page->ticket, TK_FIELD_ID, page->cx->now);
	struct tk_value title = tk_ticket_get(page->ticket, TK_FIELD_TITLE, page->cx->now);
	tk_str_add(page->out, id.text, id.len);
	tk_str_puts(page->out, "  ");
	page_wrap(page->out, title.text, title.len, id.len + 2, id.len + 2);
	tk_str_putc(page->out, '\n');
	for (int field = 0; field < TK_FIELD_COUNT; field++) {
		size_t part = 0;
		if (field == TK_FIELD_ID || field == TK_FIELD_TITLE || !has_field(page, field))
			continue;
		while (part < PARTS && !is_part(tk_field(field)->name, parts[part].prefix))
			part++;
		if (part == PARTS)
			put_field(page, field);
	}
	if (tk_ticket_get(page->ticket, TK_FIELD_WAITING_FOR, page->cx->now).set)
		put_field(page, TK_FIELD_WAITING_FOR);
}

const char *page_event_label(struct ctx *cx, const char *event)
{
	int id = tk_event_find(event, strlen(event));
	if (id >= 0)
		return C_("event", tk_event(id)->label);
	if (view_policy(cx) == NULL)
		return event;
	return tk_policy_label(cx->policy, TK_THING_EVENT, NULL, event, i18n_language());
}

/* "key value" of a detail of an entry, joined by commas. */
static void put_detail(struct page *page, struct tk_str *to, const char *label, const struct tk_node *node,
		       enum tk_kind kind, enum tk_words words)
{
	size_t len = 0;
	const char *text = tk_node_text(node, &len);
	struct tk_value value = {.kind = kind, .set = true, .text = text, .len = len};
	struct out_column column = {.field = -1, .kind = kind, .words = words, .name = "value"};
	if (text == NULL || tk_node_is_null(node))
		return;
	if (to->len > 0)
		tk_str_puts(to, ", ");
	tk_str_puts(to, label);
	tk_str_putc(to, ' ');
	if (kind == TK_KIND_WORD)
		value.number = tk_word_find(words, text, len);
	else if (kind == TK_KIND_TIME && tk_time_parse(text, len, &value.number, NULL, NULL) != TK_OK)
		value.kind = column.kind = TK_KIND_TEXT;
	out_human(&page->values, to, &column, &value);
}

static bool is_time(const struct tk_node *node)
{
	size_t len = 0;
	const char *text = tk_node_text(node, &len);
	return text != NULL && tk_time_parse(text, len, NULL, NULL, NULL) == TK_OK;
}

static void put_map(struct page *page, struct tk_str *to, const struct tk_key *key, const struct tk_node *map)
{
	for (const struct tk_node *item = tk_node_first(map); item != NULL; item = tk_node_next(item)) {
		struct tk_str label;
		tk_str_init(&label, 512);
		tk_str_puts(&label, _(key->label));
		tk_str_putc(&label, ' ');
		tk_str_puts(&label, tk_node_key(item, NULL));
		put_detail(page, to, label.data, item, is_time(item) ? TK_KIND_TIME : TK_KIND_TEXT, TK_WORDS_NONE);
		tk_str_clear(&label);
	}
}

static void put_set(struct page *page, struct tk_str *to, const struct tk_node *set)
{
	for (const struct tk_node *item = tk_node_first(set); item != NULL; item = tk_node_next(item)) {
		size_t len = 0, text_len = 0;
		const char *name = tk_node_key(item, &len);
		const char *text = tk_node_text(item, &text_len);
		int field = tk_field_find(name, len);
		struct tk_value value;
		if (field == TK_FIELD_STATUS || text == NULL) /* the event says it */
			continue;
		if (to->len > 0)
			tk_str_puts(to, ", ");
		tk_str_puts(to, field >= 0 ? _(tk_field(field)->label) : name);
		tk_str_putc(to, ' ');
		if (tk_node_is_null(item))
			tk_str_puts(to, "-");
		else if (field >= 0 && tk_field_value(field, text, text_len, &value, NULL) == TK_OK)
			put_value(page, to, field, &value);
		else
			tk_str_add(to, text, text_len);
	}
}

/* What an entry says besides time, person and event. */
static void put_details(struct page *page, const struct tk_entry *entry, struct tk_str *to)
{
	for (int id = 0; id < TK_KEY_COUNT; id++) {
		const struct tk_key *key = tk_key(id);
		const struct tk_node *node = tk_node_get(entry->node, key->name);
		if (node == NULL || id == TK_KEY_AT || id == TK_KEY_BY || id == TK_KEY_EVENT || id == TK_KEY_NOTE ||
		    id == TK_KEY_SET || id == TK_KEY_WAS || id == TK_KEY_AUTO)
			continue;
		if (key->kind == TK_KIND_MAP)
			put_map(page, to, key, node);
		else
			put_detail(page, to, _(key->label), node, key->kind, key->words);
	}
	if (entry->set != NULL)
		put_set(page, to, entry->set);
}

static void put_entry(struct page *page, const struct tk_entry *entry)
{
	enum { TEXT_AT = 20 };
	struct tk_str text;
	struct tk_civil c;
	tk_zone_civil(page->cx->zone, entry->at, &c);
	tk_str_printf(page->out, "  %04d-%02d-%02d %02d:%02d  ", c.year, c.month, c.day, c.hour, c.minute);
	tk_str_init(&text, 0);
	tk_str_puts(&text, page_event_label(page->cx, entry->event));
	tk_str_puts(&text, " (");
	tk_str_puts(&text, entry->by);
	tk_str_puts(&text, entry->automatic ? _(", automatic)") : ")");
	page_wrap(page->out, text.data, text.len, TEXT_AT, TEXT_AT + 2);
	tk_str_reset(&text);
	put_details(page, entry, &text);
	if (text.len > 0) {
		tk_str_fill(page->out, ' ', TEXT_AT + 2);
		page_wrap(page->out, text.data, text.len, TEXT_AT + 2, TEXT_AT + 2);
	}
	tk_str_clear(&text);
	if (entry->note != NULL) {
		tk_str_fill(page->out, ' ', TEXT_AT + 2);
		page_wrap(page->out, entry->note, strlen(entry->note), TEXT_AT + 2, TEXT_AT + 2);
	}
}

static void put_log(struct page *page)
{
	const struct tk_entry *const *entries;
	size_t n = tk_ticket_log_by_time(page->ticket, &entries);
	for (size_t i = 0; i < n; i++)
		put_entry(page, entries[i]);
}

void page_log(struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out)
{
	struct page page;
	page_init(&page, cx, ticket, out);
	put_log(&page);
}

void page_ticket(struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out)
{
	struct page page;
	page_init(&page, cx, ticket, out);
	put_head(&page);
	for (size_t part = 0; part < PARTS; part++)
		put_part(&page, part);
	put_heading(&page, N_("history"));
	put_log(&page);
}
