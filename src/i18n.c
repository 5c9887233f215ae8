/* The one piece of process-wide state of the program: which language it speaks.  libintl keeps it so, too. */
#include "i18n.h"

#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool speaking_chinese;

const char *i18n(const char *text)
{
	if (!speaking_chinese || text == NULL || *text == '\0')
		return text;
	return gettext(text);
}

const char *i18n_in(const char *context, const char *text)
{
	char key[256]; /* as in the catalogue: context, EOT, text */
	const char *found;
	int len;
	if (!speaking_chinese || text == NULL || *text == '\0')
		return text;
	len = snprintf(key, sizeof key, "%s\004%s", context, text);
	if (len < 0 || (size_t)len >= sizeof key)
		return gettext(text);
	found = gettext(key);
	return found == key ? gettext(text) : found;
}

const char *i18n_named(const char *locale)
{
	static const char *const have[] = {"en", "zh"};
	for (size_t i = 0; locale != NULL && i < sizeof have / sizeof *have; i++) {
		char after;
		if (strncmp(locale, have[i], 2) != 0)
			continue;
		after = locale[2];
		if (after == '\0' || after == '_' || after == '-' || after == '.' || after == '@' || after == ':')
			return have[i];
	}
	return NULL;
}

/* The first language we have of a list like LANGUAGE's: "de:zh_CN:en". */
static const char *first_named(const char *list)
{
	const char *found = NULL;
	while (list != NULL && *list != '\0' && found == NULL) {
		found = i18n_named(list);
		list += strcspn(list, ":");
		list += *list == ':' ? 1 : 0;
	}
	return found;
}

const char *i18n_wanted(const char *option, const char *variable, const struct i18n_locale *env)
{
	const char *const locales[] = {env->lc_all, env->lc_messages, env->lang};
	const char *locale = NULL;
	if (option != NULL)
		return option;
	if (i18n_named(variable) != NULL)
		return i18n_named(variable);
	for (size_t i = 0; i < sizeof locales / sizeof *locales && locale == NULL; i++)
		if (locales[i] != NULL && *locales[i] != '\0')
			locale = locales[i];
	if (locale == NULL || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return NULL; /* gettext does not look at LANGUAGE then, either */
	return first_named(env->language) != NULL ? first_named(env->language) : i18n_named(locale);
}

/* Whether the folder holds a Chinese catalogue; `ret` gets its name. */
static bool catalogue_at(char *ret, size_t size, const char *program, size_t folder_len, const char *below)
{
	char file[4200];
	int n = snprintf(ret, size, "%.*s%s", (int)folder_len, program, below);
	if (n < 0 || (size_t)n >= size)
		return false;
	n = snprintf(file, sizeof file, "%s/zh/LC_MESSAGES/ticket.mo", ret);
	return n > 0 && (size_t)n < sizeof file && access(file, R_OK) == 0;
}

/* In the tree (bin/ticket or .build/VARIANT/ticket), installed (PREFIX/bin/ticket), else as configured. */
static void bind_catalogue(const char *program)
{
	static const char *const places[] = {"locale", "../.build/release/locale", "../share/locale"};
	const char *slash = program == NULL ? NULL : strrchr(program, '/');
	char dir[4096];
	for (size_t i = 0; slash != NULL && i < sizeof places / sizeof *places; i++) {
		if (catalogue_at(dir, sizeof dir, program, (size_t)(slash - program) + 1, places[i])) {
			(void)bindtextdomain("ticket", dir);
			return;
		}
	}
	(void)bindtextdomain("ticket", TK_LOCALEDIR);
}

void i18n_speak(const char *language, const char *program)
{
	speaking_chinese = language != NULL && strcmp(language, "zh") == 0;
	if (!speaking_chinese)
		return;
	/* LANGUAGE is looked at in any locale but "C"; C.UTF-8 is built into the C library. */
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL || setenv("LANGUAGE", "zh", 1) != 0)
		return;
	bind_catalogue(program);
	(void)bind_textdomain_codeset("ticket", "UTF-8");
	(void)textdomain("ticket");
}

const char *i18n_language(void)
{
	return speaking_chinese ? "zh" : "en";
}
