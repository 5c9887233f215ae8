#!/usr/bin/env bash
# Texts that attack terminals, spreadsheets, pages and parsers, through new, list and show.
. "$(dirname "$0")/lib.sh"
perl "$top/tests/cases/hostile.pl" "$tmp/desk"
