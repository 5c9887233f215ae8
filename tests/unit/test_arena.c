/* Arenas: alignment, zeroing, limits, marks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ticket/arena.h"

static void objects_are_zeroed_aligned_and_apart(void **state)
{
	(void)state;
	struct tk_arena *a = tk_arena_new(0);
	unsigned char *before = NULL;

	assert_non_null(a);
	for (size_t size = 0; size < 600; size++) {
		unsigned char *p = tk_arena_alloc(a, size);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		assert_ptr_not_equal(p, before);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, size);
		before = p;
	}
	tk_arena_free(a);
}

static void neighbours_keep_their_bytes(void **state)
{
	(void)state;
	enum { N = 5000 };
	struct tk_arena *a = tk_arena_new(0);
	unsigned char *p[N];

	for (size_t i = 0; i < N; i++) {
		p[i] = tk_arena_alloc(a, i % 97 + 1);
		assert_non_null(p[i]);
		memset(p[i], (int)(i % 251), i % 97 + 1);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j <= i % 97; j++)
			assert_int_equal(p[i][j], i % 251);
	tk_arena_free(a);
}

static void large_objects_get_room(void **state)
{
	(void)state;
	struct tk_arena *a = tk_arena_new(0);
	char *small = tk_arena_strndup(a, "small", 5);
	char *large = tk_arena_alloc(a, 3 << 20);

	assert_non_null(large);
	memset(large, 'x', 3 << 20);
	assert_string_equal(small, "small");
	tk_arena_free(a);
}

static void the_limit_holds_and_is_given_back(void **state)
{
	(void)state;
	struct tk_arena *a = tk_arena_new(1024);
	struct tk_arena_mark mark = tk_arena_mark(a);

	assert_non_null(tk_arena_alloc(a, 1000));
	assert_null(tk_arena_alloc(a, 1000));
	assert_non_null(tk_arena_alloc(a, 8));
	tk_arena_release(a, mark);
	assert_non_null(tk_arena_alloc(a, 1000));
	tk_arena_free(a);
}

static void impossible_sizes_are_refused(void **state)
{
	(void)state;
	struct tk_arena *a = tk_arena_new(0);

	assert_null(tk_arena_alloc(a, SIZE_MAX));
	assert_null(tk_arena_alloc(a, SIZE_MAX - 15));
	assert_null(tk_arena_array(a, SIZE_MAX / 8 + 1, 8));
	assert_null(tk_arena_strndup(a, "x", SIZE_MAX));
	assert_non_null(tk_arena_array(a, 0, 8));
	assert_non_null(tk_arena_array(a, 8, 0));
	tk_arena_free(a);
	tk_arena_free(NULL);
}

static void release_returns_to_the_mark_and_zeroes_again(void **state)
{
	(void)state;
	struct tk_arena *a = tk_arena_new(0);
	char *kept = tk_arena_strndup(a, "kept", 4);

	for (int round = 0; round < 50; round++) {
		struct tk_arena_mark mark = tk_arena_mark(a);
		for (int i = 0; i < 200; i++) {
			char *p = tk_arena_alloc(a, 300);
			assert_non_null(p);
			for (int j = 0; j < 300; j++)
				assert_int_equal(p[j], 0);
			memset(p, 0x55, 300);
		}
		tk_arena_release(a, mark);
	}
	assert_string_equal(kept, "kept");
	tk_arena_free(a);
}

static void a_copy_is_terminated_and_may_hold_nul(void **state)
{
	(void)state;
	struct tk_arena *a = tk_arena_new(0);
	char *copy = tk_arena_strndup(a, "a\0bc", 3);

	assert_memory_equal(copy, "a\0b\0", 4);
	assert_string_equal(tk_arena_strndup(a, NULL, 0), "");
	tk_arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_are_zeroed_aligned_and_apart),
		cmocka_unit_test(neighbours_keep_their_bytes),
		cmocka_unit_test(large_objects_get_room),
		cmocka_unit_test(the_limit_holds_and_is_given_back),
		cmocka_unit_test(impossible_sizes_are_refused),
		cmocka_unit_test(release_returns_to_the_mark_and_zeroes_again),
		cmocka_unit_test(a_copy_is_terminated_and_may_hold_nul),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
