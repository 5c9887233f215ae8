/* The stable names of statuses; see ticket/status.h. */
#include "ticket/status.h"

#include <stddef.h>

static const char *const names[] = {
#define TK_X(id, name) [TK_##id] = (name),
	TK_STATUS_LIST(TK_X)
#undef TK_X
};

const char *tk_status_name(enum tk_status status)
{
	size_t i = (size_t)status;

	return i < sizeof(names) / sizeof(names[0]) ? names[i] : "unknown";
}
