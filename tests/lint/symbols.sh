#!/usr/bin/env bash
# The library exports what the public headers declare, and nothing else; it has its SONAME.
set -u
cd "$(dirname "$0")/../.." || exit 1
so=.build/${VARIANT:-release}/libticket.so
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
nm -D --defined-only "$so" | awk '$2 ~ /^[TDBR]$/ { sub(/@.*/, "", $3); print $3 }' | sort >"$tmp/exported"
# A declaration of ours starts in the first column and names one function before its parenthesis.
cat lib/include/ticket/*.h | awk '/^[a-z].*[ *](tk_[a-z0-9_]+)\(/ && !/^typedef/ {
	match($0, /tk_[a-z0-9_]+\(/); print substr($0, RSTART, RLENGTH - 1) }' | sort -u >"$tmp/declared"
fail=0
if diff -u "$tmp/declared" "$tmp/exported" >"$tmp/diff"; then echo "ok 1 - exported symbols are the declared ones"
else echo "not ok 1 - exported symbols are the declared ones"; sed 's/^/# /' "$tmp/diff"; fail=1; fi
if readelf -d "$so" | grep -q 'SONAME.*libticket\.so\.[0-9]'; then echo "ok 2 - the library has its SONAME"
else echo "not ok 2 - the library has its SONAME"; fail=1; fi
echo 1..2
exit $fail
