/* Keys of an entry as people give them: `due`, `consent.by`, `ratings.timeliness`, `unknown.product.batch`. */
#include <string.h>

#include "act.h"
#include "fail.h"
#include "splice.h"

/* `rule` may name what decided any entry. */
static const uint64_t everywhere = TK_KEY_BIT(TK_KEY_RULE);

static enum tk_status no_key(const struct tk_event *event, const char *name, size_t len, struct tk_error *err)
{
	struct tk_str known;
	enum tk_status status;
	int i;

	tk_str_init(&known, 1024);
	for (i = 0; i < TK_KEY_COUNT; i++) {
		if (!(event->keys & TK_KEY_BIT(i)) || i == TK_KEY_NOTE)
			continue;
		tk_str_puts(&known, known.len ? ", " : "");
		tk_str_puts(&known, tk_key(i)->name);
	}
	status = tk__fail(err, TK_D_INPUT_KEY, TK_S(event->name), name, len, known.data, known.len);
	tk_str_clear(&known);
	return status;
}

/* Times as people write them become those that are stored; paragraphs lose the line breaks at their end. */
static enum tk_status stored(struct tk_doing *doing, enum tk_kind kind, const char **text, size_t *len,
			     struct tk_error *err)
{
	char written[TK_TIME_TEXT];
	tk_time at;
	enum tk_status status;

	while (kind == TK_KIND_PARA && *len > 0 && ((*text)[*len - 1] == '\n' || (*text)[*len - 1] == '\r'))
		--*len;
	if (kind != TK_KIND_TIME)
		return TK_OK;
	status = tk_when_parse(*text, *len, doing->zone, doing->now, &at, err);
	if (status != TK_OK)
		return status;
	tk_zone_format(doing->zone, at, written);
	*len = strlen(written);
	*text = tk_arena_strndup(doing->arena, written, *len);
	return *text ? TK_OK : tk__fail(err, TK_D_NOMEM);
}

/* One part of consent, ratings or unknown. */
static enum tk_status take_part(struct tk_doing *doing, int key, const char *part, const struct tk_input *input,
				struct tk_error *err)
{
	bool time = key == TK_KEY_CONSENT && !strcmp(part, "at");
	bool word = time || key == TK_KEY_RATINGS || (key == TK_KEY_CONSENT && !strcmp(part, "channel"));
	struct tk_node *node, *map = doing->key[key];
	const char *text = input->value;
	size_t len = input->len;
	struct tk_value value;
	enum tk_status status = stored(doing, time ? TK_KIND_TIME : TK_KIND_TEXT, &text, &len, err);

	if (status == TK_OK)
		status = tk__key_inner(key, TK_S(part), text, len, &value, err);
	if (status == TK_OK && key == TK_KEY_RATINGS)
		status = tk__name_check_key(doing->policy, key, TK_S(part), err);
	if (status != TK_OK)
		return status;
	if (tk_node_get(map, part))
		return tk__fail(err, TK_D_INPUT_TWICE, TK_S(input->name));
	if (!map)
		map = doing->key[key] = tk__node_collection(doing->arena, TK_NODE_MAP, TK_STYLE_FLOW);
	node = tk__node_scalar(doing->arena, text, len, word ? TK_STYLE_PLAIN : TK_STYLE_DOUBLE);
	if (!map || !node || !tk__node_append(doing->arena, map, part, node))
		return tk__fail(err, TK_D_NOMEM);
	tk__map_style(map);
	return TK_OK;
}

enum tk_status tk__input_key(struct tk_doing *doing, const struct tk_input *input, struct tk_error *err)
{
	const char *dot = strchr(input->name, '.');
	size_t len = dot ? (size_t)(dot - input->name) : strlen(input->name);
	int key = tk_key_find(input->name, len);
	enum tk_status status;

	if (key < 0 || key == TK_KEY_NOTE || !((doing->event->keys | everywhere) & TK_KEY_BIT(key)))
		return no_key(doing->event, input->name, len, err);
	if (tk_key(key)->kind == TK_KIND_MAP)
		status = dot && dot[1] ? take_part(doing, key, dot + 1, input, err)
				       : tk__fail(err, TK_D_INPUT_KEY_MAP, TK_S(input->name));
	else if (dot)
		status = no_key(doing->event, TK_S(input->name), err);
	else
		status = tk__doing_key(doing, key, input->value, input->len, err);
	if (status != TK_OK)
		tk__in(err, TK_S(input->name));
	return status;
}

enum tk_status tk__doing_key(struct tk_doing *doing, int key, const char *text, size_t len, struct tk_error *err)
{
	struct tk_value value;
	enum tk_status status = stored(doing, tk_key(key)->kind, &text, &len, err);

	if (status == TK_OK)
		status = tk__key_value(key, text, len, &value, err);
	if (status != TK_OK)
		return status;
	doing->key[key] = tk__node_scalar(doing->arena, text, len, tk__key_style(key, text, len));
	if (!doing->key[key])
		return tk__fail(err, TK_D_NOMEM);
	return tk__name_check_key(doing->policy, key, doing->key[key]->text, len, err);
}
