/* Required data: the fields, keys, text and ticks that the policy's row for an event asks for; and the plans that fit.
 */
#include <string.h>

#include "fail.h"
#include "flow_view.h"
#include "policy_impl.h"

enum { HINT_BYTES = 80 };

/* What is missing, as a list for the sentence and as options for the hint. */
struct missing {
	struct tk_str names, options;
};

static void missing_init(struct missing *missing)
{
	tk_str_init(&missing->names, 8192);
	tk_str_init(&missing->options, 8192);
}

static void missing_put(struct missing *missing, const char *name, const char *option)
{
	tk_str_puts(&missing->names, missing->names.len ? ", " : "");
	tk_str_puts(&missing->names, name);
	if (missing->options.len > HINT_BYTES) /* the sentence names them all */
		return;
	tk_str_puts(&missing->options, missing->options.len ? " " : "");
	tk_str_puts(&missing->options, option);
	if (missing->options.len > HINT_BYTES)
		tk_str_puts(&missing->options, " …");
}

static void missing_add(struct missing *missing, const char *option, const char *name, const char *value)
{
	struct tk_str text;

	tk_str_init(&text, 4096);
	tk_str_printf(&text, "%s%s%s", option, name, value);
	missing_put(missing, name, text.data);
	tk_str_clear(&text);
}

/* Sub-fields of one kind of record that are missing together become one new record in the hint; returns how many. */
static size_t missing_record(struct missing *missing, const int *field, size_t n)
{
	const char *first = tk_field(field[0])->name;
	size_t group = (size_t)(strrchr(first, '.') - first) + 1, i;
	struct tk_str record;

	tk_str_init(&record, 4096);
	tk_str_printf(&record, "--add '%.*s={", (int)(group - 1), first);
	for (i = 0; i < n && !strncmp(tk_field(field[i])->name, first, group); i++) {
		const char *name = tk_field(field[i])->name;

		tk_str_puts(&missing->names, missing->names.len ? ", " : "");
		tk_str_puts(&missing->names, name);
		tk_str_printf(&record, "%s%s: …", i ? ", " : "", name + group);
	}
	tk_str_puts(&missing->options, missing->options.len ? " " : "");
	tk_str_add(&missing->options, record.data, record.len);
	tk_str_puts(&missing->options, "}'");
	tk_str_clear(&record);
	return i;
}

static enum tk_status missing_finish(struct missing *missing, enum tk_diag diag, const char *event,
				     struct tk_error *err)
{
	enum tk_status status = TK_OK;

	if (missing->names.len > 0)
		status = tk__fail(err, diag, TK_S(event), missing->names.data, missing->names.len,
				  missing->options.data, missing->options.len);
	tk_str_clear(&missing->names);
	tk_str_clear(&missing->options);
	return status;
}

static bool may_be_unknown(const struct tk_flow *flow)
{
	return (flow->step->event->keys & TK_KEY_BIT(TK_KEY_UNKNOWN)) != 0;
}

/* Whether the ticket will have the field, or says `unknown: {product.batch: "label torn off"}` with a reason. */
static bool has_field(const struct tk_flow *flow, int field)
{
	const struct tk_node *reason;
	size_t len = 0;

	if (!tk__policy_wants(flow->policy, &flow->facts.row, field) ||
	    flow->facts.row.get(&flow->facts.row, field).set)
		return true;
	if (!may_be_unknown(flow))
		return false;
	reason = tk_node_get(tk_node_get(flow->step->entry, "unknown"), tk_field(field)->name);
	return reason && tk_node_text(reason, &len) && len > 0;
}

static bool has_any(const struct tk_flow *flow, const struct tk_any_of *any)
{
	size_t i;

	for (i = 0; i < any->nfield; i++)
		if (has_field(flow, any->field[i]))
			return true;
	return any->nfield == 0;
}

static void missing_any(struct missing *missing, const struct tk_any_of *any)
{
	struct tk_str names, options;
	size_t i;

	tk_str_init(&names, 4096);
	tk_str_init(&options, 4096);
	for (i = 0; i < any->nfield; i++) {
		const char *name = tk_field(any->field[i])->name;

		tk_str_printf(&names, "%s%s", i ? "|" : "", name);
		tk_str_printf(&options, "%s--set %s=…", i ? " | " : "", name);
	}
	missing_put(missing, names.data, options.data);
	tk_str_clear(&names);
	tk_str_clear(&options);
}

static enum tk_status fields(const struct tk_flow *flow, const struct tk_require *row, struct tk_error *err)
{
	enum tk_diag diag = may_be_unknown(flow) ? TK_D_STEP_NEEDS_UNKNOWN : TK_D_STEP_NEEDS_FIELDS;
	int lacking[TK_FIELD_COUNT];
	struct missing missing;
	size_t i, n = 0;

	for (i = 0; i < row->nfield && n < TK_FIELD_COUNT; i++)
		if (!has_field(flow, row->field[i]))
			lacking[n++] = row->field[i];
	missing_init(&missing);
	for (i = 0; i < n;) {
		const struct tk_field *field = tk_field(lacking[i]);

		if (field->flags & TK_F_SUB) {
			i += missing_record(&missing, lacking + i, n - i);
		} else {
			missing_add(&missing, "--set ", field->name, "=…");
			i++;
		}
	}
	for (i = 0; i < row->nany; i++)
		if (!has_any(flow, &row->any[i]))
			missing_any(&missing, &row->any[i]);
	return missing_finish(&missing, diag, flow->step->event->name, err);
}

static enum tk_status ticks(const struct tk_flow *flow, const struct tk_require *row, struct tk_error *err)
{
	const struct tk_node *checklist = flow->step->after->field[TK_FIELD_CHECKLIST];
	struct missing missing;
	size_t i;

	missing_init(&missing);
	for (i = 0; i < row->ntick; i++) {
		const struct tk_node *tick = tk_node_get(checklist, row->tick[i]);

		if (!tick || !tk__node_is(tick, "true"))
			missing_add(&missing, "--set checklist.", row->tick[i], "=true");
	}
	return missing_finish(&missing, TK_D_STEP_NEEDS_TICKS, flow->step->event->name, err);
}

/* Whether a plan is in the list; tells all of it. */
static bool lists_plan(const struct tk_node *plans, const char *plan, struct tk_str *all)
{
	const struct tk_node *node = tk_node_kind(plans) == TK_NODE_SEQ ? tk_node_first(plans) : plans;
	bool found = false;

	for (; node; node = node == plans ? NULL : tk_node_next(node)) {
		tk_str_puts(all, all->len ? ", " : "");
		tk_str_puts(all, tk_node_text(node, NULL));
		found |= tk__node_is(node, plan);
	}
	return found;
}

enum tk_status tk__flow_plan(const struct tk_flow *flow, struct tk_error *err)
{
	struct tk_value plan = flow->facts.row.get(&flow->facts.row, TK_FIELD_PLAN_TYPE);
	struct tk_value category = flow->facts.row.get(&flow->facts.row, TK_FIELD_CATEGORY);
	const struct tk_node *plans = category.set ? tk__policy_plans(flow->policy, category.text) : NULL;
	enum tk_status status = TK_OK;
	struct tk_str all;

	if (!plans || !plan.set || !tk__flow_changes(flow, TK_FIELD_PLAN_TYPE))
		return TK_OK;
	tk_str_init(&all, 4096);
	if (!lists_plan(plans, plan.text, &all))
		status = tk__fail(err, TK_D_STEP_PLAN, TK_S(plan.text), TK_S(category.text), all.data, all.len);
	tk_str_clear(&all);
	return status;
}

enum tk_status tk__flow_require(const struct tk_flow *flow, struct tk_error *err)
{
	const struct tk_require *row = tk__policy_require(flow->policy, flow->step->event->name, &flow->facts);
	enum tk_status status;

	if (!row)
		return TK_OK;
	status = fields(flow, row, err);
	if (status == TK_OK)
		status = ticks(flow, row, err);
	if (status == TK_OK)
		status = tk__flow_keys(flow, row->keys | (row->note ? TK_KEY_BIT(TK_KEY_NOTE) : 0), err);
	return status;
}
