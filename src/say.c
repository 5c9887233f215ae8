#include "say.h"

#include <stdio.h>
#include <string.h>

#include "ticket/text.h"

#include "i18n.h"
#include "names.h"

enum { MESSAGE_MAX = 8192 };

_Static_assert((int)COMPLAINT_ARGS == (int)TK_ERROR_ARGS, "one kind of template");

enum tk_status complain(struct complaint *wrong, enum tk_status status, const char *text, const char *hint,
			const char *arg1, const char *arg2)
{
	const char *const args[] = {arg1, arg2};
	memset(wrong, 0, sizeof *wrong);
	wrong->text = text;
	wrong->hint = hint;
	for (size_t i = 0; i < 2; i++) {
		size_t len = args[i] == NULL ? 0 : strlen(args[i]);
		size_t room = sizeof wrong->arg[i] - 1;
		if (len > room) { /* never in the middle of a character */
			len = room;
			while (len > 0 && ((unsigned char)args[i][len] & 0xC0) == 0x80)
				len--;
		}
		if (len > 0)
			memcpy(wrong->arg[i], args[i], len);
	}
	return status;
}

static void put_argument(struct tk_str *out, const struct tk_arg *arg, const struct tk_zone *zone)
{
	char text[TK_TIME_TEXT];
	switch (arg->kind) {
	case 's':
		tk_text_safe(out, arg->text, strlen(arg->text), false);
		break;
	case 'd':
		tk_str_int(out, arg->number);
		break;
	case 't':
		tk_str_puts(out, zone == NULL ? tk_time_format(arg->number, 0, text)
					      : tk_zone_format(zone, arg->number, text));
		break;
	case 'c':
		tk_str_puts(out, tk_date_format(arg->number, text));
		break;
	}
}

/* What stands for the placeholders {1} to {4} and {sys} of a template. */
struct filling {
	const struct tk_error *err;
	const struct tk_zone *zone;
	const struct tk_policy *policy;
	bool hint, raw; /* raw: names as they stand in files */
};

static void fill(struct tk_str *out, const struct filling *with, size_t n)
{
	if (with->raw || !names_put(out, with->err, n, with->hint, with->policy))
		put_argument(out, &with->err->arg[n], with->zone);
}

static void put_template(struct tk_str *out, const char *text, const struct filling *with)
{
	while (*text != '\0') {
		size_t plain = strcspn(text, "{");
		tk_str_add(out, text, plain);
		text += plain;
		if (text[0] == '{' && text[1] >= '1' && text[1] <= '0' + TK_ERROR_ARGS && text[2] == '}') {
			fill(out, with, (size_t)(text[1] - '1'));
			text += 3;
		} else if (strncmp(text, "{sys}", 5) == 0) {
			tk_str_puts(out, names_errno(with->err->sys));
			text += 5;
		} else if (*text != '\0') {
			tk_str_putc(out, *text++);
		}
	}
}

void say_sentence(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone)
{
	const struct filling with = {.err = err, .zone = zone};
	put_template(out, _(tk_diag_row(err->diag)->text), &with);
}

void say_sentence_plain(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone)
{
	const struct filling with = {.err = err, .zone = zone, .raw = true};
	put_template(out, tk_diag_row(err->diag)->text, &with);
}

/* Whether a hint names a text that is empty, like a suggestion where nothing was near. */
static bool names_nothing(const char *hint, const struct tk_error *err)
{
	for (const char *at = hint; (at = strchr(at, '{')) != NULL; at++)
		if (at[1] >= '1' && at[1] <= '0' + TK_ERROR_ARGS && err->arg[at[1] - '1'].kind == 's' &&
		    err->arg[at[1] - '1'].text[0] == '\0')
			return true;
	return false;
}

bool say_hint(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone)
{
	const struct filling with = {.err = err, .zone = zone, .hint = true};
	const char *hint = tk_diag_row(err->diag)->hint;
	if (hint == NULL || names_nothing(hint, err))
		return false;
	put_template(out, _(hint), &with);
	return true;
}

void say_with_hint(struct tk_str *out, const struct tk_error *err, const struct tk_zone *zone)
{
	struct tk_str hint;
	tk_str_init(&hint, MESSAGE_MAX);
	say_sentence(out, err, zone);
	if (say_hint(&hint, err, zone)) {
		tk_str_puts(out, C_("hint", " ("));
		tk_str_add(out, hint.data, hint.len);
		tk_str_puts(out, C_("hint", ")"));
	}
	tk_str_clear(&hint);
}

void say_place(struct tk_str *out, const struct tk_error *err, const char *other)
{
	if (err->path[0] != '\0') {
		tk_text_safe(out, err->path, strlen(err->path), false);
		if (err->line > 0)
			tk_str_printf(out, ":%u", err->line);
		if (err->line > 0 && err->col > 0)
			tk_str_printf(out, ":%u", err->col);
		tk_str_puts(out, ": ");
	} else if (other != NULL) {
		tk_str_puts(out, other);
		tk_str_puts(out, ": ");
	}
	if (err->field[0] != '\0') {
		tk_text_safe(out, err->field, strlen(err->field), false);
		tk_str_puts(out, ": ");
	}
}

/* Writes what was built, as one piece, so that lines of several processes do not mix. */
static void emit(struct tk_str *line)
{
	(void)fwrite(line->data, 1, line->len, stderr);
	tk_str_clear(line);
}

static void put_hint_head(struct tk_str *out)
{
	tk_str_putc(out, '\n');
	tk_str_puts(out, _("hint: "));
}

/* `label` goes behind the sentence; `own` stands for the row's hint. */
static void say(const char *place, const struct tk_error *err, const struct tk_zone *zone, const char *label,
		const char *own, const struct tk_policy *policy)
{
	struct tk_str line, hint;
	tk_str_init(&line, MESSAGE_MAX);
	tk_str_init(&hint, MESSAGE_MAX);
	say_place(&line, err, place);
	put_template(&line, _(tk_diag_row(err->diag)->text),
		     &(const struct filling){.err = err, .zone = zone, .policy = policy});
	if (label != NULL) {
		tk_str_puts(&line, _(": "));
		tk_text_safe(&line, label, strlen(label), false);
	}
	if (own != NULL) {
		put_hint_head(&line);
		tk_text_safe(&line, own, strlen(own), false);
	} else if (say_hint(&hint, err, zone)) {
		put_hint_head(&line);
		tk_str_add(&line, hint.data, hint.len);
	}
	tk_str_clear(&hint);
	tk_str_putc(&line, '\n');
	emit(&line);
}

void say_error(const char *place, const struct tk_error *err, const struct tk_zone *zone)
{
	say(place, err, zone, NULL, NULL, NULL);
}

void say_refusal(const char *place, const struct tk_error *err, const struct tk_zone *zone,
		 const struct tk_policy *policy, const char *language)
{
	const char *guard = err->arg[0].text;
	if (policy == NULL || (err->diag != TK_D_GUARD && err->diag != TK_D_GUARD_ROLE))
		say(place, err, zone, NULL, NULL, policy);
	else
		say(place, err, zone, tk_policy_label(policy, TK_THING_GUARD, NULL, guard, language),
		    tk_policy_hint(policy, guard, language), policy);
}

static void put_complaint(struct tk_str *out, const char *text, const struct complaint *wrong)
{
	struct tk_error args = TK_ERROR_INIT;
	const struct filling with = {.err = &args, .raw = true};
	for (size_t i = 0; i < COMPLAINT_ARGS; i++) {
		args.arg[i].kind = 's';
		memcpy(args.arg[i].text, wrong->arg[i], sizeof args.arg[i].text);
	}
	put_template(out, _(text), &with);
}

void say_complaint(const char *place, const struct complaint *wrong)
{
	struct tk_str line;
	tk_str_init(&line, MESSAGE_MAX);
	tk_str_puts(&line, place);
	tk_str_puts(&line, ": ");
	put_complaint(&line, wrong->text, wrong);
	if (wrong->hint != NULL) {
		put_hint_head(&line);
		put_complaint(&line, wrong->hint, wrong);
	}
	tk_str_putc(&line, '\n');
	emit(&line);
}

void say_text(struct tk_str *out, const char *text, const char *arg1, const char *arg2)
{
	struct complaint filled;
	(void)complain(&filled, TK_OK, text, NULL, arg1, arg2);
	put_complaint(out, text, &filled);
}

void say_note(const char *text, const char *arg1, const char *arg2)
{
	struct tk_str line;
	tk_str_init(&line, MESSAGE_MAX);
	say_text(&line, text, arg1, arg2);
	tk_str_putc(&line, '\n');
	emit(&line);
}
