/*
 * json and jsonl: one object a row, nested as the columns' names say.
 *
 * The nesting is worked out once: a plan of keys to open, values to write and objects to close.  Columns of one group
 * come together where the first of them stands.  Sub-fields of records (parts.number, parts.quantity) become one list
 * of objects with the keys that were asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "out_impl.h"

enum step_kind { STEP_OPEN, STEP_CLOSE, STEP_VALUE, STEP_RECORDS };

struct step {
	enum step_kind kind;
	bool first;      /* of its object: no comma before it */
	const char *key; /* in the column's name */
	size_t key_len;
	size_t column;
	size_t nsub; /* STEP_RECORDS: the sub-fields asked for */
	int *sub;
};

struct plan {
	struct step *step;
	size_t nstep, room;
	int *sub;
	size_t nsub;
};

static struct step *add_step(struct plan *plan, enum step_kind kind, bool first)
{
	struct step *step = &plan->step[plan->nstep++];
	step->kind = kind;
	step->first = first;
	return step;
}

/* The part of a name behind `prefix` up to the next dot, or NULL where the name does not begin so. */
static const char *segment(const char *name, const char *prefix, size_t prefix_len, size_t *ret_len)
{
	if (strncmp(name, prefix, prefix_len) != 0)
		return NULL;
	*ret_len = strcspn(name + prefix_len, ".");
	return name + prefix_len;
}

/* Whether an earlier column has the same key in the same object. */
static bool seen_before(const struct out *out, size_t column, size_t prefix_len, const char *key, size_t key_len)
{
	for (size_t i = 0; i < column; i++) {
		size_t len = 0;
		const char *other = segment(out->column[i].name, out->column[column].name, prefix_len, &len);
		if (other != NULL && len == key_len && memcmp(other, key, len) == 0)
			return true;
	}
	return false;
}

/* The column whose name is prefix + key and nothing more, or ncolumn. */
static size_t find_leaf(const struct out *out, const char *name, size_t len)
{
	size_t i = 0;
	while (i < out->ncolumn && !(strlen(out->column[i].name) == len && memcmp(out->column[i].name, name, len) == 0))
		i++;
	return i;
}

static void add_records(struct out *out, struct plan *plan, struct step *step, const char *list, size_t len)
{
	step->sub = plan->sub + plan->nsub;
	for (size_t i = 0; i < out->ncolumn; i++) {
		const struct out_column *column = &out->column[i];
		if (column->field >= 0 && strncmp(column->name, list, len) == 0 && column->name[len] == '.')
			step->sub[step->nsub++] = column->field;
	}
	plan->nsub += step->nsub;
}

/* Plans the object of all columns whose names begin with the first `prefix_len` bytes of `prefix`. */
static void plan_object(struct out *out, struct plan *plan, const char *prefix, size_t prefix_len)
{
	bool first = true;
	for (size_t i = 0; i < out->ncolumn; i++) {
		const struct out_column *column = &out->column[i];
		size_t len = 0;
		const char *key = segment(column->name, prefix, prefix_len, &len);
		if (key == NULL || seen_before(out, i, prefix_len, key, len))
			continue;
		size_t leaf = find_leaf(out, column->name, prefix_len + len);
		bool record = leaf == out->ncolumn && column->field >= 0 &&
			      (tk_field(column->field)->flags & TK_F_SUB) != 0 && strchr(key + len + 1, '.') == NULL;
		struct step *step = add_step(plan,
					     leaf < out->ncolumn ? STEP_VALUE
					     : record            ? STEP_RECORDS
								 : STEP_OPEN,
					     first);
		step->key = key;
		step->key_len = len;
		step->column = leaf < out->ncolumn ? leaf : i;
		first = false;
		if (step->kind == STEP_RECORDS) {
			add_records(out, plan, step, column->name, prefix_len + len);
		} else if (step->kind == STEP_OPEN) {
			plan_object(out, plan, column->name, prefix_len + len + 1);
			(void)add_step(plan, STEP_CLOSE, false);
		}
	}
}

static void clear(struct out *out)
{
	struct plan *plan = out->state;
	if (plan == NULL)
		return;
	free(plan->step);
	free(plan->sub);
	free(plan);
	out->state = NULL;
}

static enum tk_status no_memory(struct tk_error *err)
{
	if (err != NULL)
		err->diag = TK_D_NOMEM;
	return TK_NOMEM;
}

static enum tk_status begin(struct out *out, struct tk_error *err)
{
	size_t room = 1;
	for (size_t i = 0; i < out->ncolumn; i++) { /* a value, and for each dot an object to open and to close */
		room++;
		for (const char *c = out->column[i].name; *c != '\0'; c++)
			room += *c == '.' ? 2 : 0;
	}
	struct plan *plan = calloc(1, sizeof *plan);
	out->state = plan;
	if (plan == NULL)
		return no_memory(err);
	plan->step = calloc(room, sizeof *plan->step);
	plan->sub = calloc(out->ncolumn + 1, sizeof *plan->sub);
	if (plan->step == NULL || plan->sub == NULL)
		return no_memory(err);
	plan_object(out, plan, "", 0);
	return TK_OK;
}

static void put_value(struct out *out, const struct step *step, const struct tk_value *value)
{
	const struct out_column *column = &out->column[step->column];
	bool sub = column->field >= 0 && (tk_field(column->field)->flags & TK_F_SUB) != 0;
	if (step->kind == STEP_RECORDS && value->set && value->node != NULL)
		json_records(&out->buf, value->node, step->sub, step->nsub);
	else if (step->kind == STEP_RECORDS || (sub && value->text == NULL))
		tk_str_puts(&out->buf, "null");
	else if (value->kind == TK_KIND_WORD && value->set && value->text == NULL && column->field < 0) {
		tk_str_reset(&out->cell);
		out_plain(out, &out->cell, column, value);
		json_text(&out->buf, out->cell.data, out->cell.len);
	} else
		json_value(&out->buf, column->field, value, out->options.zone);
}

static void object(struct out *out, const struct tk_value *values)
{
	const struct plan *plan = out->state;
	tk_str_putc(&out->buf, '{');
	for (size_t i = 0; i < plan->nstep; i++) {
		const struct step *step = &plan->step[i];
		if (step->kind == STEP_CLOSE) {
			tk_str_putc(&out->buf, '}');
			continue;
		}
		if (!step->first)
			tk_str_puts(&out->buf, ", ");
		json_text(&out->buf, step->key, step->key_len);
		tk_str_puts(&out->buf, ": ");
		if (step->kind == STEP_OPEN)
			tk_str_putc(&out->buf, '{');
		else
			put_value(out, step, &values[step->column]);
	}
	tk_str_putc(&out->buf, '}');
}

static void json_row(struct out *out, const struct tk_value *values)
{
	tk_str_puts(&out->buf, out->nrow == 0 ? "[\n" : ",\n");
	object(out, values);
}

static void json_one_ticket(struct out *out, const struct tk_ticket *ticket)
{
	tk_str_puts(&out->buf, out->nrow == 0 ? "[\n" : ",\n");
	json_ticket(&out->buf, ticket);
}

static void json_end(struct out *out)
{
	tk_str_puts(&out->buf, out->nrow == 0 ? "[]\n" : "\n]\n");
}

static void jsonl_row(struct out *out, const struct tk_value *values)
{
	object(out, values);
	tk_str_putc(&out->buf, '\n');
}

static void jsonl_ticket(struct out *out, const struct tk_ticket *ticket)
{
	json_ticket(&out->buf, ticket);
	tk_str_putc(&out->buf, '\n');
}

const struct out_writer out_json_writer = {
	.begin = begin, .row = json_row, .ticket = json_one_ticket, .end = json_end, .clear = clear};
const struct out_writer out_jsonl_writer = {.begin = begin, .row = jsonl_row, .ticket = jsonl_ticket, .clear = clear};
