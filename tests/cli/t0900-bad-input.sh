#!/usr/bin/env bash
# Bad tickets, desks, policies and staffs, from tests/cases: each is named with its place, nothing is changed.
. "$(dirname "$0")/lib.sh"
perl "$top/tests/cases/run.pl" "$tmp/cases" "$top"/tests/cases/bad-{bytes,yaml,values,desk}.case
