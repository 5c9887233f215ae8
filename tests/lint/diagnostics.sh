#!/usr/bin/env bash
# Every diagnostic of the library is explained: it is an item of DIAGNOSTICS in ticket-check(1), or, where only other
# commands report it, in ticket(1); what stands there is a diagnostic, and has its severity.
set -eu
cd "$(dirname "$0")/../.."
pages='man/ticket-check.1 man/ticket.1'

# name severity
rows=$(sed -n 's/^TK_DIAG([A-Z0-9_]*, "\([a-z0-9-]*\)", [A-Z_]*, \([A-Z]*\),.*/\1 \2/p' \
	lib/include/ticket/diag/*.def | grep -v '^none ' | tr '[:upper:]' '[:lower:]' | sort)
# The same of the pages: an item without a severity is an error.
# shellcheck disable=SC2086
items=$(awk '/^\.Sh /{ on = $2 == "DIAGNOSTICS" } on && $1 == ".It" && $2 == "Sy" { print $3, $4 == "Pq" ? $5 : "error" }' \
	$pages | sort)

missing=$(comm -23 <(printf '%s\n' "$rows") <(printf '%s\n' "$items" | uniq))
extra=$(comm -13 <(printf '%s\n' "$rows") <(printf '%s\n' "$items"))
echo 1..2
if [ -n "$rows" ] && [ -z "$missing" ]; then echo "ok 1 - every diagnostic is explained"; else
	echo "not ok 1 - every diagnostic is explained"
	printf '%s\n' "$missing" | sed "s,^,# neither in $pages: ,"
fi
if [ -z "$extra" ]; then echo "ok 2 - what is explained is a diagnostic, once, with its severity"; else
	echo "not ok 2 - what is explained is a diagnostic, once, with its severity"
	printf '%s\n' "$extra" | sed 's/^/# no such, or again: /'
fi
[ -z "$missing" ] && [ -z "$extra" ]
