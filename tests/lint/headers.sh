#!/usr/bin/env bash
# Each public header compiles alone, in plain C17, under every warning.
set -u
cd "$(dirname "$0")/../.." || exit 1
n=0 fail=0
for h in lib/include/ticket/*.h; do
	n=$((n + 1))
	if out=$(echo "#include \"ticket/${h##*/}\"" | ${CC:-gcc} -std=c17 -Ilib/include -Wall -Wextra -Wpedantic -Wshadow \
		-Wconversion -Wstrict-prototypes -Werror -fsyntax-only -x c - 2>&1); then echo "ok $n - ${h##*/} stands alone"
	else echo "not ok $n - ${h##*/} stands alone"; printf '%s\n' "$out" | sed 's/^/# /'; fail=1; fi
done
echo "1..$n"
exit $fail
