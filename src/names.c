#include "names.h"

#include <errno.h>
#include <string.h>

#include "ticket/text.h"
#include "ticket/ticket.h"

#include "i18n.h"

enum naming { NONE, EVENT, STATUS, FIELD, KEY, TICK, ROLE, CATEGORY };

/* What the arguments of an error's sentence are, and of its hint. */
static const struct {
	enum tk_diag diag;
	enum naming sentence[TK_ERROR_ARGS], hint[TK_ERROR_ARGS];
} rows[] = {
	{TK_D_STEP_STATUS, {EVENT, STATUS}, {NONE, NONE, STATUS}},
	{TK_D_STEP_FIRST, {EVENT}, {NONE}},
	{TK_D_STEP_NEEDS_KEY, {EVENT, KEY}, {NONE}},
	{TK_D_STEP_NEEDS_NOTE, {EVENT}, {NONE}},
	{TK_D_STEP_NEEDS_FIELDS, {EVENT, FIELD}, {NONE}},
	{TK_D_STEP_NEEDS_UNKNOWN, {EVENT, FIELD}, {NONE}},
	{TK_D_STEP_NEEDS_TICKS, {EVENT, TICK}, {NONE}},
	{TK_D_STEP_PLAN, {NONE, CATEGORY}, {NONE}},
	{TK_D_GUARD, {NONE, EVENT}, {NONE}},
	{TK_D_GUARD_ROLE, {NONE, EVENT}, {NONE, NONE, NONE, ROLE}},
	{TK_D_LOG_STEP, {EVENT, STATUS}, {NONE}},
};

enum { ROWS = sizeof rows / sizeof *rows };

const char *names_errno(int number)
{
	static const struct {
		int number;
		const char *text; /* as the C library has it */
	} errors[] = {
		{EACCES, N_("Permission denied")},
		{EBUSY, N_("Device or resource busy")},
		{EDQUOT, N_("Disk quota exceeded")},
		{EEXIST, N_("File exists")},
		{EFBIG, N_("File too large")},
		{EINVAL, N_("Invalid argument")},
		{EIO, N_("Input/output error")},
		{EISDIR, N_("Is a directory")},
		{ELOOP, N_("Too many levels of symbolic links")},
		{EMFILE, N_("Too many open files")},
		{ENAMETOOLONG, N_("File name too long")},
		{ENFILE, N_("Too many open files in system")},
		{ENOENT, N_("No such file or directory")},
		{ENOMEM, N_("Cannot allocate memory")},
		{ENOSPC, N_("No space left on device")},
		{ENOTDIR, N_("Not a directory")},
		{ENOTSUP, N_("Operation not supported")},
		{EPERM, N_("Operation not permitted")},
		{EPIPE, N_("Broken pipe")},
		{EROFS, N_("Read-only file system")},
		{EXDEV, N_("Invalid cross-device link")},
	};
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (errors[i].number == number)
			return _(errors[i].text);
	return strerror(number);
}

const char *names_event(const char *event, const struct tk_policy *policy)
{
	int id = tk_event_find(event, strlen(event));
	if (id >= 0)
		return C_("event", tk_event(id)->label);
	return policy == NULL ? event : tk_policy_label(policy, TK_THING_EVENT, NULL, event, i18n_language());
}

static const char *word(enum tk_words list, const char *name)
{
	int id = tk_word_find(list, name, strlen(name));
	if (id < 0)
		return name;
	return list == TK_WORDS_STATUS ? C_("status", tk_words(list, NULL)[id].label)
				       : _(tk_words(list, NULL)[id].label);
}

static const char *label(enum naming naming, const char *name, const struct tk_policy *policy)
{
	int id;
	switch (naming) {
	case EVENT:
		return names_event(name, policy);
	case STATUS:
		return word(TK_WORDS_STATUS, name);
	case ROLE:
		return word(TK_WORDS_ROLE, name);
	case FIELD:
		id = tk_field_find(name, strlen(name));
		return id < 0 ? name : _(tk_field(id)->label);
	case KEY:
		id = tk_key_find(name, strlen(name));
		return id < 0 ? name : C_("key", tk_key(id)->label);
	case TICK:
		return policy == NULL ? name : tk_policy_label(policy, TK_THING_CHECKLIST, NULL, name, i18n_language());
	case CATEGORY:
		return policy == NULL ? name : tk_policy_label(policy, TK_THING_CATEGORY, NULL, name, i18n_language());
	case NONE:
		break;
	}
	return name;
}

/* Names with commas between them, and with bars where one of them is enough. */
static void put_list(struct tk_str *out, enum naming naming, const char *text, const struct tk_policy *policy)
{
	char name[sizeof((struct tk_arg *)NULL)->text];
	while (*text != '\0') {
		size_t len = strcspn(text, ",|");
		const char *shown;
		memcpy(name, text, len);
		name[len] = '\0';
		shown = label(naming, name, policy);
		tk_text_safe(out, shown, strlen(shown), false);
		text += len;
		if (*text == ',')
			tk_str_puts(out, C_("list", ", "));
		else if (*text == '|')
			tk_str_puts(out, _(" or "));
		text += *text == '\0' ? 0 : 1;
		text += *text == ' ' ? 1 : 0;
	}
}

bool names_put(struct tk_str *out, const struct tk_error *err, size_t n, bool hint, const struct tk_policy *policy)
{
	if (strcmp(i18n_language(), "en") == 0 || err->arg[n].kind != 's')
		return false;
	for (size_t i = 0; i < ROWS; i++) {
		enum naming naming = hint ? rows[i].hint[n] : rows[i].sentence[n];
		if (rows[i].diag != err->diag || naming == NONE)
			continue;
		put_list(out, naming, err->arg[n].text, policy);
		return true;
	}
	return false;
}

/* What stands for something to be typed, or the text itself. */
static const char *placeholder(const char *name)
{
	static const char *const words[] = {
		NC_("argument", "arguments"), NC_("argument", "calendar"),    NC_("argument", "category"),
		NC_("argument", "cause"),     NC_("argument", "channel"),     NC_("argument", "clock"),
		NC_("argument", "command"),   NC_("argument", "date"),        NC_("argument", "demand"),
		NC_("argument", "dir"),       NC_("argument", "duration"),    NC_("argument", "entry"),
		NC_("argument", "event"),     NC_("argument", "field"),       NC_("argument", "file"),
		NC_("argument", "folder"),    NC_("argument", "format"),      NC_("argument", "id"),
		NC_("argument", "into-id"),   NC_("argument", "key"),         NC_("argument", "letters"),
		NC_("argument", "list"),      NC_("argument", "n"),           NC_("argument", "name"),
		NC_("argument", "number"),    NC_("argument", "options"),     NC_("argument", "other-id"),
		NC_("argument", "outcome"),   NC_("argument", "part"),        NC_("argument", "party"),
		NC_("argument", "question"),  NC_("argument", "reason"),      NC_("argument", "relation"),
		NC_("argument", "seconds"),   NC_("argument", "subcategory"), NC_("argument", "team"),
		NC_("argument", "term"),      NC_("argument", "text"),        NC_("argument", "time"),
		NC_("argument", "type"),      NC_("argument", "value"),       NC_("argument", "verb"),
		NC_("argument", "what"),      NC_("argument", "when"),        NC_("argument", "zone"),
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], name) == 0)
			return C_("argument", words[i]);
	return name;
}

void names_synopsis(struct tk_str *out, const char *text)
{
	char name[32];
	while (*text != '\0') {
		bool open = *text == '<' || *text == '[';
		size_t len;
		tk_str_putc(out, *text++);
		len = strspn(text, "abcdefghijklmnopqrstuvwxyz-");
		if (!open || len == 0 || len >= sizeof name || strchr(">]", text[len]) == NULL || text[len] == '\0')
			continue;
		memcpy(name, text, len);
		name[len] = '\0';
		tk_str_puts(out, placeholder(name));
		text += len;
	}
}
