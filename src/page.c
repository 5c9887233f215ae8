#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "page_impl.h"
#include "view.h"

enum { WIDTH = 80, LABEL = 20, INDENT = 2, LEAST = 20 };

void page_init(struct page *page, struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out)
{
	memset(page, 0, sizeof *page);
	page->cx = cx;
	page->out = out;
	page->ticket = ticket;
	page->values.options.zone = cx->zone;
	page->values.options.policy = view_policy(cx);
	page->values.options.language = i18n_language();
}

static bool is_closing(const char *text)
{
	static const char *const marks[] = {"，", "。", "、", "；", "：", "？", "！", "）", "”",
					    "’",  "》", "〉", "」", "』", "】", "〕", "％", "…"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}

/* The place to break at, or so much earlier that the next line does not begin with a mark that closes; a line of marks
 * breaks anywhere. */
static size_t before_mark(const char *text, size_t at)
{
	size_t back = at;
	while (back > 0 && is_closing(text + back))
		while (back > 0 && ((unsigned char)text[--back] & 0xC0) == 0x80)
			continue;
	return back > 0 ? back : at;
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
		at = before_mark(text, fit);
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

void page_value(struct page *page, struct tk_str *to, int field, const struct tk_value *value)
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
	tk_str_puts(to, to->len == 0 ? "" : _(", "));
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

/* A tick of a checklist: what it is about, and whether it is set. */
static void put_tick(struct page *page, const struct tk_node *item, struct tk_str *to)
{
	const struct tk_policy *policy = page->values.options.policy;
	const char *name = tk_node_key(item, NULL), *text = tk_node_text(item, NULL);
	tk_str_puts(to,
		    policy == NULL ? name : tk_policy_label(policy, TK_THING_CHECKLIST, NULL, name, i18n_language()));
	tk_str_puts(to, _(": "));
	if (text != NULL && strcmp(text, "true") == 0)
		tk_str_puts(to, _("yes"));
	else if (text != NULL && strcmp(text, "false") == 0)
		tk_str_puts(to, _("no"));
	else
		tk_str_puts(to, text == NULL ? "" : text);
}

/* A list of records, a line each; a map, a line each key. */
static void put_collection(struct page *page, int field, const struct tk_value *value)
{
	const struct tk_field *row = tk_field(field);
	const char *label = _(row->label);
	for (const struct tk_node *item = tk_node_first(value->node); item != NULL; item = tk_node_next(item)) {
		struct tk_str text;
		tk_str_init(&text, 0);
		if (row->kind == TK_KIND_RECORDS) {
			put_record(page, row->name, item, &text);
		} else {
			put_tick(page, item, &text);
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
	page_value(page, &text, field, &value);
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
	{"customer.", N_("customer")},
	{"product.", N_("product")},
	{"order.", N_("order")},
	{"problem.", N_("problem")},
	{"plan.", N_("plan")},
	{"visits", N_("visits")},
	{"parts", N_("parts")},
	{"shipments", N_("shipments")},
	{"charges", N_("charges")},
	{"checklist", N_("checklist")},
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

/* Whether a name is a field's, or the beginning of one. */
static bool is_known(const char *name)
{
	size_t len = strlen(name);
	for (int field = 0; field < TK_FIELD_COUNT; field++)
		if (strncmp(tk_field(field)->name, name, len) == 0 &&
		    (tk_field(field)->name[len] == '\0' || tk_field(field)->name[len] == '.'))
			return true;
	return false;
}

/* Keys of the head that are no fields: somebody wrote them, somebody may want to read them. */
static void put_unknown(struct page *page, const struct tk_node *map, const char *prefix, bool *headed)
{
	for (const struct tk_node *item = tk_node_first(map); item != NULL; item = tk_node_next(item)) {
		struct tk_str name;
		size_t len = 0;
		const char *text = tk_node_text(item, &len);
		bool known;
		tk_str_init(&name, 0);
		tk_str_puts(&name, prefix);
		tk_str_puts(&name, tk_node_key(item, NULL));
		known = is_known(name.data) || strcmp(name.data, "log") == 0;
		if (!known && text != NULL) {
			if (!*headed)
				put_heading(page, N_("other"));
			*headed = true;
			put_pair(page, name.data, text, len);
		} else if (tk_node_kind(item) == TK_NODE_MAP && tk_field_find(name.data, name.len) < 0) {
			tk_str_putc(&name, '.');
			put_unknown(page, item, name.data, headed); /* reading has limited the depth */
		}
		tk_str_clear(&name);
	}
}

void page_ticket(struct ctx *cx, const struct tk_ticket *ticket, struct tk_str *out)
{
	struct page page;
	bool headed = false;
	page_init(&page, cx, ticket, out);
	put_head(&page);
	for (size_t part = 0; part < PARTS; part++)
		put_part(&page, part);
	put_unknown(&page, tk_ticket_root(ticket), "", &headed);
	put_heading(&page, N_("history"));
	page_entries(&page);
}
