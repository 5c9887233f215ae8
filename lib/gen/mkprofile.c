/*
 * mkprofile FILE... : packs profiles into the constants that lib/profile.c includes (see packed.h).
 *
 * Runs while the library is built, with the library's own reader.  A file is called NAME@REVISION.yaml, says the same
 * in its `profile:`, and has a label in English and in Chinese.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/packed.h"
#include "ticket/str.h"
#include "yaml_in.h"

enum { MAX_PROFILES = 100 };

struct profile {
	const char *file;
	char name[60];
	int revision;
	char *text;
	struct tk_doc doc;
};

static _Noreturn void die(const char *file, const char *why)
{
	(void)fprintf(stderr, "mkprofile: %s: %s\n", file, why);
	exit(1);
}

static char *read_file(const char *file, size_t *ret_len)
{
	FILE *in = fopen(file, "rb");
	struct tk_str text;
	char buffer[4096];
	size_t n;

	if (!in)
		die(file, "cannot open");
	tk_str_init(&text, 0);
	while ((n = fread(buffer, 1, sizeof(buffer), in)) > 0)
		tk_str_add(&text, buffer, n);
	if (ferror(in) || fclose(in) != 0 || tk_str_status(&text, NULL) != TK_OK)
		die(file, "cannot read");
	*ret_len = text.len;
	return text.data;
}

/* "path/after-sales@1.yaml" → after-sales, 1 */
static void take_name(struct profile *p)
{
	const char *slash = strrchr(p->file, '/'), *base = slash ? slash + 1 : p->file, *at = strchr(base, '@'), *c;

	if (!at || (size_t)(at - base) >= sizeof(p->name))
		die(p->file, "not called NAME@REVISION.yaml");
	memcpy(p->name, base, (size_t)(at - base));
	for (c = at + 1; *c >= '0' && *c <= '9' && p->revision < 10000; c++)
		p->revision = p->revision * 10 + (*c - '0');
	if (p->revision == 0 || strcmp(c, ".yaml") != 0)
		die(p->file, "not called NAME@REVISION.yaml");
}

static void read_profile(struct tk_arena *arena, struct profile *p)
{
	struct tk_error err = TK_ERROR_INIT;
	char stem[80];
	size_t len;

	take_name(p);
	p->text = read_file(p->file, &len);
	if (tk__yaml_read(arena, p->text, len, p->file, &tk__policy_limits, &p->doc, &err) != TK_OK) {
		(void)fprintf(stderr, "%s:%u:%u: %s\n", p->file, err.line, err.col, tk_diag_row(err.diag)->text);
		exit(1);
	}
	(void)snprintf(stem, sizeof(stem), "%s@%d", p->name, p->revision);
	if (!tk__node_is(tk_node_get(p->doc.root, "profile"), stem))
		die(p->file, "its `profile:` is not the file's name");
	if (!tk_node_get(tk_node_get(p->doc.root, "label"), "en") ||
	    !tk_node_get(tk_node_get(p->doc.root, "label"), "zh"))
		die(p->file, "no label in English and in Chinese");
}

static void put_number(struct tk_str *out, uint32_t value)
{
	for (; value >= 0x80; value >>= 7)
		tk_str_putc(out, (char)(unsigned char)(value | 0x80));
	tk_str_putc(out, (char)value);
}

static uint32_t count_nodes(const struct tk_node *node)
{
	uint32_t n = 1;

	for (const struct tk_node *child = node->first; child; child = child->next)
		n += count_nodes(child) + (child->key ? 1 : 0);
	return n;
}

static void put_node(struct tk_str *out, const struct tk_node *node, uint32_t *line)
{
	put_number(out, node->kind | (uint32_t)node->style << TK_PACKED_STYLE_SHIFT);
	put_number(out, node->line - *line);
	*line = node->line;
	put_number(out, node->col);
	if (node->kind == TK_NODE_SCALAR) {
		put_number(out, node->len);
		tk_str_add(out, node->text, node->len + 1U);
		return;
	}
	put_number(out, node->count);
	for (const struct tk_node *child = node->first; child; child = child->next) {
		if (child->key)
			put_node(out, child->key, line);
		put_node(out, child, line);
	}
}

static int by_name(const void *a, const void *b)
{
	const struct profile *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : x->revision - y->revision;
}

static void print_packed(const struct tk_str *packed)
{
	(void)printf("static const unsigned char packed[] = {");
	for (size_t i = 0; i < packed->len; i++)
		(void)printf("%s%u,", i % 32 ? "" : "\n", (unsigned char)packed->data[i]);
	(void)printf("0};\n");
}

/* What the profile is for, in a language. */
static const char *label(const struct profile *p, const char *language)
{
	const char *text = tk_node_text(tk_node_get(tk_node_get(p->doc.root, "label"), language), NULL);

	if (!text || strpbrk(text, "\"\\\n"))
		die(p->file, "a label is not a plain text");
	return text;
}

static void print_tables(const struct profile *profile, int n, const size_t *at)
{
	(void)printf("enum { PROFILES = %d };\nstatic const size_t profile_count = PROFILES;\nstatic const unsigned "
		     "packed_at[] = {",
		     n);
	for (int i = 0; i < n; i++)
		(void)printf("%zu, ", at[i]);
	(void)printf("0};\nstatic const struct tk_profile profiles[] = {\n");
	for (int i = 0; i < n; i++)
		(void)printf("\t{\"%s\", %d, \"%s\", \"%s\"},\n", profile[i].name, profile[i].revision,
			     label(&profile[i], "en"), label(&profile[i], "zh"));
	(void)printf("\t{NULL, 0, NULL, NULL}};\n");
}

int main(int argc, char **argv)
{
	static struct profile profile[MAX_PROFILES];
	struct tk_arena *arena = tk_arena_new(0);
	size_t at[MAX_PROFILES];
	struct tk_str packed;
	int n = argc - 1;

	if (!arena || n > MAX_PROFILES)
		die(argv[0], "out of memory");
	for (int i = 0; i < n; i++) {
		profile[i].file = argv[i + 1];
		read_profile(arena, &profile[i]);
	}
	qsort(profile, (size_t)n, sizeof(*profile), by_name);
	tk_str_init(&packed, 0);
	for (int i = 0; i < n; i++) {
		uint32_t line = 0;

		at[i] = packed.len;
		put_number(&packed, count_nodes(profile[i].doc.root));
		put_node(&packed, profile[i].doc.root, &line);
	}
	if (tk_str_status(&packed, NULL) != TK_OK)
		die(argv[0], "out of memory");
	print_packed(&packed);
	print_tables(profile, n, at);
	tk_str_clear(&packed);
	for (int i = 0; i < n; i++)
		free(profile[i].text);
	tk_arena_free(arena);
	return fflush(stdout) == 0 ? 0 : 1;
}
