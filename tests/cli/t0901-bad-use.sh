#!/usr/bin/env bash
# Command lines that make no sense or mean harm, and odd systems, from tests/cases.
. "$(dirname "$0")/lib.sh"
perl "$top/tests/cases/run.pl" "$tmp/cases" "$top"/tests/cases/bad-{args,system}.case
