/* Builtin profiles: finding one, and unpacking its tree. */
#include "profile.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "fail.h"
#include "gen/packed.h"
#include "ticket/text.h"

/* Defines packed[] (all profiles, one after the other), packed_at[], profiles[] (by name, then revision), and PROFILES
 * and profile_count, how many there are. */
#include "profiles.inc"

const struct tk_profile *tk_profiles(size_t *ret_count)
{
	*ret_count = PROFILES;
	return profiles;
}

/* "after-sales@1" → 11 and 1; without a revision 0.  False when there is no such form. */
static bool split(const char *text, size_t len, size_t *ret_name, int *ret_revision)
{
	const char *at = memchr(text, '@', len);
	size_t i;

	*ret_name = at ? (size_t)(at - text) : len;
	*ret_revision = 0;
	if (!at)
		return true;
	for (i = *ret_name + 1; i < len && text[i] >= '0' && text[i] <= '9' && *ret_revision < 10000; i++)
		*ret_revision = *ret_revision * 10 + (text[i] - '0');
	return i == len && *ret_revision > 0 && text[*ret_name + 1] != '0';
}

/* Revisions ascend, so that the last one that matches is the newest. */
static const struct tk_profile *lookup(const char *name, size_t len, int revision)
{
	const struct tk_profile *found = NULL;

	for (size_t i = 0; i < profile_count; i++)
		if (strlen(profiles[i].name) == len && memcmp(profiles[i].name, name, len) == 0 &&
		    (revision == 0 || profiles[i].revision == revision))
			found = &profiles[i];
	return found;
}

static void print_name(char *out, size_t size, const struct tk_profile *profile)
{
	(void)snprintf(out, size, "%s@%d", profile->name, profile->revision);
}

static enum tk_status unknown(const char *text, size_t len, struct tk_error *err)
{
	const struct tk_profile *near = NULL;
	const char *name[PROFILES + 1] = {NULL}, *best;
	char full[80] = "";
	size_t base = len;
	int revision;

	for (size_t i = 0; i < profile_count; i++)
		name[i] = profiles[i].name;
	(void)split(text, len, &base, &revision);
	best = tk_text_suggest(text, base, name, profile_count);
	if (best)
		near = lookup(best, strlen(best), 0);
	if (near)
		print_name(full, sizeof(full), near);
	return tk__fail(err, TK_D_NO_PROFILE, text, len, TK_S(full));
}

enum tk_status tk__profile_find(const char *text, size_t len, const struct tk_profile **ret, struct tk_error *err)
{
	size_t name;
	int revision;

	*ret = split(text, len, &name, &revision) ? lookup(text, name, revision) : NULL;
	return *ret ? TK_OK : unknown(text, len, err);
}

/* Reading the packed bytes.  They are ours, made by the build, so that nothing in them is doubted. */
struct unpacker {
	const unsigned char *at;
	struct tk_node *node; /* the next unused one */
	const struct tk_source *source;
	uint32_t line;
};

static uint32_t number(struct unpacker *u)
{
	uint32_t value = 0;
	unsigned shift = 0;

	for (; *u->at & 0x80U; shift += 7)
		value |= (*u->at++ & 0x7FU) << shift;
	return value | (uint32_t)*u->at++ << shift;
}

static struct tk_node *unpack(struct unpacker *u)
{
	struct tk_node *node = u->node++;
	uint32_t head = number(u), entries;

	node->kind = (uint8_t)(head & TK_PACKED_KIND_MASK);
	node->style = (uint8_t)(head >> TK_PACKED_STYLE_SHIFT);
	node->source = u->source;
	node->line = u->line += number(u);
	node->col = number(u);
	if (node->kind == TK_NODE_SCALAR) {
		node->len = number(u);
		node->text = (const char *)u->at;
		u->at += node->len + 1;
		return node;
	}
	for (entries = number(u); entries > 0; entries--) {
		struct tk_node *key = node->kind == TK_NODE_MAP ? unpack(u) : NULL, *entry = unpack(u);

		entry->key = key;
		if (node->last)
			node->last->next = entry;
		else
			node->first = entry;
		node->last = entry;
		node->count++;
	}
	return node;
}

enum tk_status tk__profile_tree(struct tk_arena *arena, const char *name, int revision, struct tk_node **ret,
				struct tk_error *err)
{
	const struct tk_profile *profile = lookup(name, strlen(name), revision);
	struct unpacker u = {.line = 0};
	struct tk_source *source;
	char path[80];

	if (!profile && revision == 0)
		(void)tk__profile_find(name, strlen(name), &profile, NULL);
	if (!profile) {
		(void)snprintf(path, sizeof(path), revision ? "%.60s@%d" : "%.60s", name, revision);
		return unknown(path, strlen(path), err);
	}
	print_name(path, sizeof(path), profile);
	u.at = packed + packed_at[profile - profiles];
	u.source = source = tk_arena_alloc(arena, sizeof(*source));
	u.node = tk_arena_array(arena, number(&u), sizeof(*u.node));
	if (!source || !u.node || !(source->path = tk_arena_strndup(arena, path, strlen(path))))
		return tk__fail(err, TK_D_NOMEM);
	*ret = unpack(&u);
	return TK_OK;
}
