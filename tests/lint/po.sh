#!/usr/bin/env bash
# The Chinese catalogue is whole: every text of the program is in it, translated, with the same placeholders, in the
# words and the punctuation of the language.  `make po` takes new texts over.
# shellcheck disable=SC2317 # functions are called by name
set -u
cd "$(dirname "$0")/../.." || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export LC_ALL=C.UTF-8
n=0 fail=0
ok() # NAME COMMAND…
{
	local name=$1
	shift
	n=$((n + 1))
	if "$@" >"$tmp/log" 2>&1; then echo "ok $n - $name"
	else echo "not ok $n - $name"; head -n 60 "$tmp/log" | sed 's/^/# /'; fail=1; fi
}
po=src/po/zh.po
collect() { make -s pot && cp .build/ticket.pot "$tmp/ticket.pot"; }
complete()
{
	msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$tmp/all" "$po" "$tmp/ticket.pot" || return 1
	msgattrib --untranslated --no-wrap "$tmp/all" >"$tmp/new" && ! grep -E '^msg(id|ctxt) "[^"]' "$tmp/new"
}
formal()
{
	msgfmt --check --statistics -o /dev/null "$po" 2>"$tmp/said" || { cat "$tmp/said"; return 1; }
	! grep -E 'fuzzy|untranslated' "$tmp/said"
}
# Texts that the program no longer has, kept by msgmerge at the end of the file.
lean() { ! grep -n '^#~' "$po"; }

ok 'the texts of the program can be collected' collect
ok 'every text is translated (else: make po, and translate)' complete
ok 'the catalogue is well formed, nothing is fuzzy' formal
ok 'no text of former times is kept' lean
for check in placeholders typed spacing punctuation glossary; do
	ok "$check" perl tests/lint/catalogue "$check" "$po"
done
echo "1..$n"
exit $fail
