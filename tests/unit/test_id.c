/* Ids: their form, order and paths; the hint of numbers and the search for a free one. */
#include "scratch.h"

#include "id.h"
#include "seq.h"

static const struct {
	const char *text, *prefix, *node;
	uint64_t number;
	const char *path;
} good[] = {
	{"TS20261122001", "TS", "", 1, "tickets/2026/11/TS20261122001.yaml"},
	{"A20261122999", "A", "", 999, "tickets/2026/11/A20261122999.yaml"},
	{"ABCDEF202402291000", "ABCDEF", "", 1000, "tickets/2024/02/ABCDEF202402291000.yaml"},
	{"CS20261231a001", "CS", "a", 1, "tickets/2026/12/CS20261231a001.yaml"},
	{"CS20261231abc12345678", "CS", "abc", 12345678, "tickets/2026/12/CS20261231abc12345678.yaml"},
	{"TS202611220001", "TS", "", 1, "tickets/2026/11/TS202611220001.yaml"},
	{"TS20261122000", "TS", "", 0, "tickets/2026/11/TS20261122000.yaml"},
};

static void test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct tk_id id;
		char path[64];
		assert_int_equal(tk_id_parse(good[i].text, strlen(good[i].text), &id, NULL), TK_OK);
		assert_string_equal(id.text, good[i].text);
		assert_string_equal(id.prefix, good[i].prefix);
		assert_string_equal(id.node, good[i].node);
		assert_int_equal(id.number, good[i].number);
		tk_id_path(&id, path);
		assert_string_equal(path, good[i].path);
	}
}

static const char *const bad[] = {
	"",
	"TS",
	"TS2026112200",
	"TS20261122",
	"ts20261122001",
	"20261122001",
	"ABCDEFG20261122001",
	"TS20261322001",
	"TS20260230001",
	"TS20250229001",
	"TS20261100001",
	"TS00001122001",
	"TS99991122001",
	"TS20261122abcd001",
	"TS20261122A001",
	"TS20261122a01",
	"TS20261122001 ",
	" TS20261122001",
	"TS20261122001\n",
	"TS20261122-001",
	"../../etc/passwd",
	"TS20261122001/..",
	"TS20261122001.yaml",
	"TS2026112200１",
	"ТS20261122001",
	"TS202611220000000000000000001",
	"TS20261122abc0000000000000000000000000001",
	"TS20261122001a",
};

static void test_refuse(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct tk_id id = {.number = 77};
		struct tk_error err = TK_ERROR_INIT;
		if (tk_id_parse(bad[i], strlen(bad[i]), &id, &err) != TK_INVALID)
			fail_msg("'%s' is taken for an id", bad[i]);
		assert_int_equal(err.diag, TK_D_BAD_ID);
		assert_int_equal(id.number, 77);
	}
	struct tk_id id;
	assert_int_equal(tk_id_parse("TS20261122001\0x", 15, &id, NULL), TK_INVALID);
}

static void test_longest_path_fits(void **state)
{
	static const char text[] = "ABCDEF20261122abc000000000000000001";
	struct tk_id id;
	char path[64];

	(void)state;
	assert_int_equal(tk_id_parse(text, strlen(text), &id, NULL), TK_OK);
	tk_id_path(&id, path);
	assert_true(strlen(path) < sizeof path);
}

static void test_order(void **state)
{
	static const char *const sorted[] = {
		"ZZ20251231999",  "CS20261122001",  "TS20261122001",  "TS202611220001",
		"TS20261122002",  "TS20261122999",  "TS202611221000", "TS20261122a001",
		"TS20261122b001", "TSA20261122001", "A20261123001",
	};
	size_t n = sizeof sorted / sizeof *sorted;
	struct tk_id a, b;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			int order;
			assert_int_equal(tk_id_parse(sorted[i], strlen(sorted[i]), &a, NULL), TK_OK);
			assert_int_equal(tk_id_parse(sorted[j], strlen(sorted[j]), &b, NULL), TK_OK);
			order = tk_id_compare(&a, &b);
			if ((order > 0) - (order < 0) != (i > j) - (i < j) && i != 2 && j != 2)
				fail_msg("%s and %s", sorted[i], sorted[j]);
		}
}

static void test_make(void **state)
{
	struct tk_id id;
	int64_t date = tk_days(2026, 11, 22);

	(void)state;
	assert_int_equal(tk__id_make("TS", "", date, 7, &id, NULL), TK_OK);
	assert_string_equal(id.text, "TS20261122007");
	assert_int_equal(tk__id_make("TS", "ab", date, 1000, &id, NULL), TK_OK);
	assert_string_equal(id.text, "TS20261122ab1000");
	assert_int_equal(tk__id_make("", "", date, 1, &id, NULL), TK_INVALID);
	assert_int_equal(tk__id_make("TOOLONGPREFIX", "", date, 1, &id, NULL), TK_INVALID);
	assert_int_equal(tk__id_make("T-S", "", date, 1, &id, NULL), TK_INVALID);
	assert_int_equal(tk__id_make("TS", "abcd", date, 1, &id, NULL), TK_INVALID);
	assert_int_equal(tk__id_make("TS", "", tk_days(1850, 1, 1), 1, &id, NULL), TK_INVALID);
}

static void test_file_names(void **state)
{
	struct tk_id id;

	(void)state;
	assert_true(tk__id_of_file("TS20261122001.yaml", &id));
	assert_string_equal(id.text, "TS20261122001");
	assert_false(tk__id_of_file("TS1.yaml", &id));
	assert_false(tk__id_of_file("TS20261122001.yml", &id));
	assert_false(tk__id_of_file("TS20261122001", &id));
	assert_false(tk__id_of_file(".yaml", &id));
	assert_false(tk__id_of_file("TS20261122001.yaml~", &id));
}

/* The disk of a thought: numbers 1..full are taken, and those of a list; looks are counted. */
struct disk {
	uint64_t full, also, looks;
};

static enum tk_status taken(void *ctx, const struct tk_id *id, bool *ret, struct tk_error *err)
{
	struct disk *disk = ctx;

	(void)err;
	disk->looks++;
	*ret = id->number <= disk->full || id->number == disk->also;
	return TK_OK;
}

static void test_next_number(void **state)
{
	static const struct {
		uint64_t full, also, last, expected, looks;
	} row[] = {
		{0, 0, 0, 1, 1},
		{5, 0, 5, 6, 1},
		{5, 0, 0, 6, 8},
		{1000, 0, 0, 1001, 25},
		{100000, 0, 0, 100001, 40},
		{0, 1, 0, 2, 3},
		{7, 8, 7, 9, 4},
		{3, 0, 900, 901, 1},   /* a hint too high leaves a gap */
		{999, 0, 3, 1000, 25}, /* a hint too low costs some looks */
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct disk disk = {row[i].full, row[i].also, 0};
		struct tk_seq_look look = {taken, &disk};
		struct tk_id id;
		assert_int_equal(tk__seq_next(&look, "TS", "", tk_days(2026, 11, 22), row[i].last, &id, NULL), TK_OK);
		assert_int_equal(id.number, row[i].expected);
		assert_true(disk.looks <= row[i].looks);
	}
}

static struct tk_id id_of(const char *text)
{
	struct tk_id id;

	assert_int_equal(tk_id_parse(text, strlen(text), &id, NULL), TK_OK);
	return id;
}

static void test_hint(void **state)
{
	struct scratch s = scratch_new();
	struct tk_seq seq;
	int64_t date = tk_days(2026, 11, 22);
	struct tk_id id;

	(void)state;
	scratch_dir(&s, ".ticket");
	tk__seq_read(&seq, s.root);
	assert_int_equal(tk__seq_last(&seq, "TS", "", date), 0);
	id = id_of("TS20261122041");
	tk__seq_note(&seq, &id);
	id = id_of("TS20261122042");
	tk__seq_note(&seq, &id);
	id = id_of("CS20261121a007");
	tk__seq_note(&seq, &id);
	id = id_of("TS20261120099"); /* older: not remembered */
	tk__seq_note(&seq, &id);
	tk__seq_write(&seq, s.root);
	tk__seq_read(&seq, s.root);
	assert_int_equal(tk__seq_last(&seq, "TS", "", date), 42);
	assert_int_equal(tk__seq_last(&seq, "TS", "a", date), 0);
	assert_int_equal(tk__seq_last(&seq, "CS", "a", date - 1), 7);
	assert_int_equal(tk__seq_last(&seq, "TS", "", date + 1), 0);
	id = id_of("TS20261123001");
	tk__seq_note(&seq, &id);
	tk__seq_write(&seq, s.root);
	id = id_of("TS20261123002");
	tk__seq_note(&seq, &id);
	tk__seq_unnote(&seq, &id);
	assert_int_equal(tk__seq_last(&seq, "TS", "", date + 1), 1);
	tk__seq_write(&seq, s.root);
	tk__seq_read(&seq, s.root);
	assert_int_equal(seq.count, 2);
	assert_int_equal(tk__seq_last(&seq, "TS", "", date + 1), 1);
	scratch_free(&s);
}

static void test_damaged_hint(void **state)
{
	static const char *const text[] = {
		"",
		"x",
		"TS20261122042",
		"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	};

	(void)state;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct scratch s = scratch_new();
		struct tk_seq seq;
		struct tk_id id = id_of("TS20261122003");
		scratch_dir(&s, ".ticket");
		scratch_put(&s, ".ticket/seq", text[i]);
		tk__seq_read(&seq, s.root);
		assert_int_equal(tk__seq_last(&seq, "TS", "", id.date), 0);
		tk__seq_note(&seq, &id);
		tk__seq_write(&seq, s.root);
		tk__seq_read(&seq, s.root);
		assert_int_equal(tk__seq_last(&seq, "TS", "", id.date), 3);
		scratch_free(&s);
	}
	/* A link instead of the file is neither read nor written through. */
	struct scratch s = scratch_new();
	struct tk_seq seq;
	struct tk_id id = id_of("TS20261122003");
	scratch_dir(&s, ".ticket");
	scratch_put(&s, "victim", "kept");
	assert_int_equal(symlinkat("../victim", s.root, ".ticket/seq"), 0);
	tk__seq_read(&seq, s.root);
	tk__seq_note(&seq, &id);
	tk__seq_write(&seq, s.root);
	scratch_expect(&s, "victim", "kept");
	scratch_free(&s);
}

static void test_many_series(void **state)
{
	struct scratch s = scratch_new();
	struct tk_seq seq;
	struct tk_id id;
	char prefix[3] = "AA";

	(void)state;
	scratch_dir(&s, ".ticket");
	tk__seq_read(&seq, s.root);
	for (int i = 0; i < 100; i++) {
		prefix[0] = (char)('A' + i / 26);
		prefix[1] = (char)('A' + i % 26);
		assert_int_equal(tk__id_make(prefix, "", 20000, 5, &id, NULL), TK_OK);
		tk__seq_note(&seq, &id);
	}
	tk__seq_write(&seq, s.root);
	tk__seq_read(&seq, s.root);
	assert_int_equal(seq.count, TK_SEQ_SLOTS);
	assert_int_equal(tk__seq_last(&seq, "AB", "", 20000), 5);
	assert_int_equal(tk__seq_last(&seq, "DV", "", 20000), 0); /* no room: only a hint less */
	scratch_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_longest_path_fits),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_make),
		cmocka_unit_test(test_file_names),
		cmocka_unit_test(test_next_number),
		cmocka_unit_test(test_hint),
		cmocka_unit_test(test_damaged_hint),
		cmocka_unit_test(test_many_series),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
