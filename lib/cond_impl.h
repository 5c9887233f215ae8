/*
 * The inside of struct tk_cond: a tree of elementary conditions, immutable once compiled.
 *
 * All that it points to lives in the arena it was compiled into.
 */
#ifndef TK_COND_IMPL_H
#define TK_COND_IMPL_H

#include "cond.h"
#include "policy_read.h"

enum tk_cond_kind {
	TK_COND_ALL,
	TK_COND_ANY,
	TK_COND_NOT,
	TK_COND_FIELD,   /* the field's value passes one of `test` */
	TK_COND_PRESENT, /* the field is there */
	TK_COND_ABSENT,
	TK_COND_EVENT, /* the log has an entry that fits `entry` */
	TK_COND_ENTRY, /* the step's entry fits it */
	TK_COND_WAS,   /* the child held of the ticket before the step */
	TK_COND_CHANGES,
	TK_COND_LOWERS,
	TK_COND_RAISES,
	TK_COND_TEXT /* words, pattern, count: decided by classification */
};

enum tk_op { TK_OP_EQ, TK_OP_NE, TK_OP_LT, TK_OP_LE, TK_OP_GT, TK_OP_GE };

struct tk_test {
	enum tk_op op;
	const char *text; /* compared where the kind has no order */
	size_t len;
	int64_t number;
};

enum tk_key_want { TK_KEY_PRESENT, TK_KEY_ABSENT, TK_KEY_ONE_OF };

struct tk_key_test { /* of a log entry's key; `sub` for a key inside it (consent.by) */
	int key;
	const char *sub;
	enum tk_key_want want;
	struct tk_list value;
};

struct tk_entry_test {
	struct tk_list event; /* empty: any */
	struct tk_list since;
	bool all_rounds;     /* since: received */
	struct tk_list role; /* of whoever did it; empty: any */
	struct tk_test age;  /* used when has_age */
	bool has_age;
	struct tk_key_test *key;
	size_t nkey;
};

struct tk_cond {
	enum tk_cond_kind kind;
	int field;
	struct tk_test *test;
	size_t ntest;
	struct tk_entry_test *entry;
	struct tk_cond **child;
	size_t nchild;
	const struct tk_node *node;  /* the value of its key, to compare conditions by */
	const struct tk_node *whole; /* the mapping it was read from; of the outermost only */
};

/* Compiling, in parts.  What is wrong is reported; NULL or false then. */
struct tk_cond *tk__cond_make(struct tk_reading *r, enum tk_cond_kind kind, const struct tk_node *node);
struct tk_cond *tk__cond_field(struct tk_reading *r, const struct tk_node *node, int field);
struct tk_cond *tk__cond_entry(struct tk_reading *r, const struct tk_node *node);
struct tk_entry_test *tk__cond_entry_test(struct tk_reading *r, const struct tk_node *node);
/* One key of `entry:` or, when `logged`, of a mapping with `event:`.  Returns false when it belongs to neither. */
bool tk__cond_entry_part(struct tk_reading *r, const struct tk_node *node, struct tk_entry_test *test, bool logged);
/* The sign of a comparison at the beginning of a text, which moves on past it; `=` where there is none. */
enum tk_op tk__read_op(const char **text, size_t *len);
/* A duration in seconds; business days are refused. */
bool tk__read_seconds(struct tk_reading *r, const struct tk_node *node, const char *text, size_t len, int64_t *ret);

/* Compares two values of a field: -1, 0, 1 in the order of the field's kind (P1 above P3). */
int tk__cond_compare(int field, const struct tk_value *a, int64_t number, const char *text, size_t len);
/* Whether the values of a field have an order. */
bool tk__cond_ordered(int field);

#endif
