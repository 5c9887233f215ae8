/* The lists of words: ids are part of the file format, so they are spelled out here once more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/words.h"

static const struct {
	enum tk_words list;
	const char *ids;
} cases[] = {
	{TK_WORDS_NONE, ""},
	{TK_WORDS_STATUS, "received registered classified assigned accepted planned in-progress waiting resolved "
			  "closed cancelled merged"},
	{TK_WORDS_PRIORITY, "P1 P2 P3"},
	{TK_WORDS_CHANNEL, "phone chat email wechat app dealer account-manager walk-in service-point social web sms"},
	{TK_WORDS_CUSTOMER_KIND, "person company dealer"},
	{TK_WORDS_DEMAND, "repair return exchange refund compensation consultation apology"},
	{TK_WORDS_PLAN, "onsite-repair factory-repair exchange refund remote-guidance resend repair compensation "
			"extended-warranty answer expert-answer apology process-improvement"},
	{TK_WORDS_ROLE, "agent supervisor lead assignee manager"},
	{TK_WORDS_SCOPE, "one several batch"},
	{TK_WORDS_LEVEL, "low medium high"},
	{TK_WORDS_WAIT, "customer parts supplier transport other"},
	{TK_WORDS_OUTCOME, "answered no-answer"},
	{TK_WORDS_RELATION, "related repeat-of follow-up caused-by batch"},
	{TK_WORDS_PAYER, "customer shop supplier carrier"},
	{TK_WORDS_CHARGE, "labour part travel freight other"},
	{TK_WORDS_DIRECTION, "outbound return"},
	{TK_WORDS_VISIT, "proposed booked done missed cancelled"},
	{TK_WORDS_SHIPPING, "shop-paid customer-paid conditional-free collect"},
	{TK_WORDS_RESPONSIBLE, "own-process supplier customer carrier none"},
};

static void lists_hold_the_ids(void **state)
{
	(void)state;
	assert_int_equal(sizeof(cases) / sizeof(cases[0]), TK_WORDS_COUNT);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char all[400] = "";
		size_t count = 99;
		const struct tk_word *word = tk_words(cases[i].list, &count);
		for (size_t w = 0; w < count; w++) {
			if (w > 0)
				strcat(all, " ");
			strcat(all, word[w].id);
			assert_non_null(word[w].label);
			assert_true(word[w].label[0] != '\0');
			assert_int_equal(tk_word_find(cases[i].list, word[w].id, strlen(word[w].id)), (int)w);
		}
		assert_string_equal(all, cases[i].ids);
		assert_int_equal(cases[i].list, i);
	}
}

static void only_whole_words_are_found(void **state)
{
	(void)state;
	assert_int_equal(tk_word_find(TK_WORDS_STATUS, "in-progress", 11), TK_S_IN_PROGRESS);
	assert_int_equal(tk_word_find(TK_WORDS_STATUS, "merged", 6), TK_S_MERGED);
	assert_int_equal(tk_word_find(TK_WORDS_STATUS, "in-progress", 10), -1);
	assert_int_equal(tk_word_find(TK_WORDS_STATUS, "Closed", 6), -1);
	assert_int_equal(tk_word_find(TK_WORDS_STATUS, "closed ", 7), -1);
	assert_int_equal(tk_word_find(TK_WORDS_STATUS, "", 0), -1);
	assert_int_equal(tk_word_find(TK_WORDS_NONE, "closed", 6), -1);
	assert_int_equal(tk_word_find(TK_WORDS_PRIORITY, "P4", 2), -1);
	assert_int_equal(tk_word_find(TK_WORDS_PRIORITY, "P1\0", 3), -1);
}

static void open_is_what_is_not_ended(void **state)
{
	(void)state;
	for (int s = 0; s < TK_S_COUNT; s++)
		assert_int_equal((TK_S_OPEN & TK_S_BIT(s)) != 0,
				 s != TK_S_RESOLVED && s != TK_S_CLOSED && s != TK_S_CANCELLED && s != TK_S_MERGED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_hold_the_ids),
		cmocka_unit_test(only_whole_words_are_found),
		cmocka_unit_test(open_is_what_is_not_ended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
