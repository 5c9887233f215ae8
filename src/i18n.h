/*
 * The language of messages.
 *
 * _() translates at once, N_() only marks a text for the translators.  Nothing is loaded while the language is English;
 * Chinese needs the catalogue ticket.mo but no zh_CN locale on the machine.  The choice is made once, by main.
 */
#ifndef I18N_H
#define I18N_H

#include <stddef.h>

#define _(text) i18n(text)
#define N_(text) text
/* The same for words that mean something else elsewhere: "assigned" the status, "assigned" the event. */
#define C_(context, text) i18n_in(context, text)
#define NC_(context, text) text

/* The text in the chosen language; itself where there is no translation.  "" and NULL stay as they are. */
const char *i18n(const char *text) __attribute__((format_arg(1)));

/* The translation of a text in a context; without one of its own, that of the bare text. */
const char *i18n_in(const char *context, const char *text) __attribute__((format_arg(2)));

/* "en" or "zh" when the text names one of them (zh_CN.UTF-8, zh, en_GB …), else NULL. */
const char *i18n_named(const char *locale);

/* What the environment says; NULL = not set. */
struct i18n_locale {
	const char *language, *lc_all, *lc_messages, *lang;
};

/*
 * The language that was asked for: `option`, else `variable` (TICKET_LANG), else that of the locale (the first of
 * LC_ALL, LC_MESSAGES, LANG that is set) where it names one we have, else NULL: the desk's.  As with every program that
 * uses gettext, the list LANGUAGE goes before a locale that is not "C".
 */
const char *i18n_wanted(const char *option, const char *variable, const struct i18n_locale *env);

/* Speaks `language` from now on; `program` is the executable's path, beside which a catalogue is looked for first. */
void i18n_speak(const char *language, const char *program);
/* What is spoken now: "en" or "zh". */
const char *i18n_language(void);

#endif
