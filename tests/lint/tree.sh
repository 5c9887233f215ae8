#!/usr/bin/env bash
# The visible top level is what the design allows; nothing unfinished and no path of a machine stands in the tree.
set -u
cd "$(dirname "$0")/../.." || exit 1
fail=0
extra=$(find . -maxdepth 1 -mindepth 1 -not -name '.*' -printf '%f\n' |
	grep -vxE 'bin|src|lib|examples|tests|Makefile|man|README\.md')
if [ -z "$extra" ]; then echo 'ok 1 - the top level is as designed'
else echo 'not ok 1 - the top level is as designed'; printf '# %s\n' $extra; fail=1; fi
words=$(grep -rnIE '\b(TODO|FIXME|XXX|HACK)\b|/home/[a-z]' --exclude-dir=data --exclude=tree.sh --exclude-dir=corpus \
	lib src bin tests man examples Makefile README.md 2>/dev/null | head)
if [ -z "$words" ]; then echo 'ok 2 - nothing is marked unfinished'
else echo 'not ok 2 - nothing is marked unfinished'; printf '%s\n' "$words" | sed 's/^/# /'; fail=1; fi
echo 1..2
exit $fail
