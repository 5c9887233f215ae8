/*
 * For analyzers, which see one file at a time and cannot know that the status of a failure is never TK_OK: included in
 * front of every file of lib/ by tests/lint/tidy and tests/lint/analyzer.  IN_<file> names the file, so that the ones
 * that define these functions keep them.
 */
#ifndef TK_FAILING_H
#define TK_FAILING_H

#include "fail.h"
#include "fs_impl.h"
#include "node.h"

/* Not a function: analyzers look only so many calls deep. */
#define TK__FAILED(call)                                                                                               \
	({                                                                                                             \
		enum tk_status failed_ = call;                                                                         \
		failed_ == TK_OK ? TK_INVALID : failed_;                                                               \
	})

#ifndef IN_fail
#define tk__fail(...) TK__FAILED(tk__fail(__VA_ARGS__))
#define tk__fail_sys(...) TK__FAILED(tk__fail_sys(__VA_ARGS__))
#endif
#ifndef IN_node
#define tk__fail_node(...) TK__FAILED(tk__fail_node(__VA_ARGS__))
#endif
#ifndef IN_fs
#define tk__fs_fail(...) TK__FAILED(tk__fs_fail(__VA_ARGS__))
#endif

#endif
