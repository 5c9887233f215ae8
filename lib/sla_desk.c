/* The clocks of a desk: every version of its policy. */
#include "desk_impl.h"
#include "fail.h"
#include "sla_impl.h"
#include "ticket/desk.h"

static enum tk_status take_versions(struct tk_sla *sla, struct tk_desk *desk, const struct tk_version *version,
				    size_t n, struct tk_error *err)
{
	enum tk_status status = tk_desk_staff(desk, NULL, &sla->staff, err);

	for (size_t i = 0; status == TK_OK && i < n; i++) {
		sla->rules[i].from = i ? version[i].from : TK_TIME_MIN;
		sla->rules[i].holds = version[i].from;
		status = tk__sla_rules(sla, version[i].policy, tk_desk_zone(desk), tk_desk_calendar(desk),
				       &sla->rules[i], err);
	}
	sla->nrules = n;
	return status == TK_OK ? tk__sla_names(sla, err) : status;
}

enum tk_status tk_sla_open(struct tk_desk *desk, struct tk_sla **ret, struct tk_error *err)
{
	const struct tk_version *version;
	struct tk_sla *sla;
	size_t n;
	enum tk_status status = tk_desk_versions(desk, NULL, &version, &n, err);

	if (status != TK_OK)
		return status;
	sla = tk__sla_new(n);
	if (!sla)
		return tk__fail(err, TK_D_NOMEM);
	status = take_versions(sla, desk, version, n, err);
	if (status == TK_OK)
		*ret = sla;
	else
		tk_sla_free(sla);
	return status;
}
