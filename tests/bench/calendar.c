/* How many questions about working time a second answers, and what making a calendar costs; processor time. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ticket/calendar.h"

enum { MILLIONS = 4, MADE = 300 };

static const char text[] =
	"timezone: Europe/Berlin\n"
	"week: {mon-fri: [\"08:00-12:00\", \"13:00-15:00\", \"15:30-18:00\"], sat: \"22:00-06:00\"}\n"
	"include: cn\n";
static const tk_time begin = 1420070400, years = 315360000; /* ten from 2015 on */

static double seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static unsigned next(unsigned *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 2;
}

static void report(const char *what, double rate)
{
	printf("%-34s %9.2f million/s  (at least 5)%s\n", what, rate, rate < 5 ? "  TOO SLOW" : "");
}

static struct tk_calendar *make(void)
{
	struct tk_calendar *calendar;

	return tk_calendar_read(text, strlen(text), "bench", NULL, NULL, &calendar, NULL) == TK_OK ? calendar : NULL;
}

int main(void)
{
	struct tk_calendar *calendar = make();
	unsigned state = 1;
	tk_time at;
	int64_t sum = 0;

	if (!calendar)
		return 1;
	double from = seconds();
	for (int i = 0; i < MILLIONS * 1000000; i++) {
		struct tk_span span = {next(&state) % 400000, 0};
		if (tk_calendar_add(calendar, begin + next(&state) % years, span, &at, NULL) != TK_OK)
			return 1;
		sum += at;
	}
	report("calendar: add", MILLIONS / (seconds() - from));
	from = seconds();
	for (int i = 0; i < MILLIONS * 1000000; i++) {
		at = begin + next(&state) % years;
		sum += tk_calendar_between(calendar, at, at + next(&state) % 4000000);
	}
	report("calendar: between", MILLIONS / (seconds() - from));
	from = seconds();
	for (int i = 0; i < MADE; i++)
		tk_calendar_free(make());
	printf("%-34s %9.2f ms\n", "calendar: read and compile", (seconds() - from) * 1000 / MADE);
	tk_calendar_free(calendar);
	return sum == 0; /* so that the sums are made */
}
