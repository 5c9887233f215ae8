/* The timeline of a page: what happened, one entry after the other. */
#include <string.h>

#include "i18n.h"
#include "names.h"
#include "page_impl.h"
#include "say.h"
#include "view.h"

const char *page_event_label(struct ctx *cx, const char *event)
{
	return names_event(event, view_policy(cx));
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
		tk_str_puts(to, _(", "));
	tk_str_puts(to, label);
	tk_str_putc(to, ' ');
	if (kind == TK_KIND_WORD)
		value.number = tk_word_find(words, text, len);
	else if (kind == TK_KIND_TIME && tk_time_parse(text, len, &value.number, NULL, NULL) != TK_OK)
		value.kind = column.kind = TK_KIND_TEXT;
	out_human(&page->values, to, &column, &value);
}

/* The clock that an entry is about, as the policy calls it. */
static void put_clock(struct page *page, struct tk_str *to, const struct tk_node *node)
{
	const struct tk_policy *policy = page->values.options.policy;
	const char *name = tk_node_text(node, NULL);
	if (name == NULL)
		return;
	tk_str_puts(to, to->len > 0 ? _(", ") : "");
	tk_str_puts(to, C_("key", tk_key(TK_KEY_CLOCK)->label));
	tk_str_putc(to, ' ');
	tk_str_puts(to, policy == NULL ? name : tk_policy_label(policy, TK_THING_CLOCK, NULL, name, i18n_language()));
}

static bool is_time(const struct tk_node *node)
{
	size_t len = 0;
	const char *text = tk_node_text(node, &len);
	return text != NULL && tk_time_parse(text, len, NULL, NULL, NULL) == TK_OK;
}

/* What a key inside of a mapping is called: parts of a consent, questions of the survey, fields. */
static const char *item_label(struct page *page, int id, const char *name)
{
	static const char *const consent[] = {NC_("consent", "by"), NC_("consent", "at"), NC_("consent", "channel")};
	int field = tk_field_find(name, strlen(name));
	if (id == TK_KEY_RATINGS && page->values.options.policy != NULL)
		return tk_policy_label(page->values.options.policy, TK_THING_QUESTION, NULL, name, i18n_language());
	if (id == TK_KEY_UNKNOWN && field >= 0)
		return _(tk_field(field)->label);
	for (size_t i = 0; id == TK_KEY_CONSENT && i < sizeof consent / sizeof *consent; i++)
		if (strcmp(consent[i], name) == 0)
			return C_("consent", consent[i]);
	return name;
}

/* A word of a mapping where its key says so: the channel of a consent. */
static enum tk_words item_words(int id, const char *name)
{
	return id == TK_KEY_CONSENT && strcmp(name, "channel") == 0 ? TK_WORDS_CHANNEL : TK_WORDS_NONE;
}

static void put_map(struct page *page, struct tk_str *to, int id, const struct tk_node *map)
{
	for (const struct tk_node *item = tk_node_first(map); item != NULL; item = tk_node_next(item)) {
		struct tk_str label;
		tk_str_init(&label, 512);
		enum tk_words words = item_words(id, tk_node_key(item, NULL));
		tk_str_puts(&label, C_("key", tk_key(id)->label));
		tk_str_putc(&label, ' ');
		tk_str_puts(&label, item_label(page, id, tk_node_key(item, NULL)));
		put_detail(page, to, label.data, item,
			   words != TK_WORDS_NONE ? TK_KIND_WORD : (is_time(item) ? TK_KIND_TIME : TK_KIND_TEXT),
			   words);
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
			tk_str_puts(to, _(", "));
		tk_str_puts(to, field >= 0 ? _(tk_field(field)->label) : name);
		tk_str_putc(to, ' ');
		if (tk_node_is_null(item))
			tk_str_puts(to, "-");
		else if (field >= 0 && tk_field_value(field, text, text_len, &value, NULL) == TK_OK)
			page_value(page, to, field, &value);
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
		if (id == TK_KEY_CLOCK)
			put_clock(page, to, node);
		else if (key->kind == TK_KIND_MAP)
			put_map(page, to, id, node);
		else
			put_detail(page, to, C_("key", key->label), node, key->kind, key->words);
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
	/* TRANSLATORS: an entry of a ticket's log: event, person */
	say_text(&text, entry->automatic ? N_("{1} ({2}, automatic)") : N_("{1} ({2})"),
		 page_event_label(page->cx, entry->event), entry->by);
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

void page_entries(struct page *page)
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
	page_entries(&page);
}
