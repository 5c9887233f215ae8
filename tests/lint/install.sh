#!/usr/bin/env bash
# `make install` gives a tree that works: the program runs from it, three C programs build against it, uninstall
# leaves nothing.
set -u
cd "$(dirname "$0")/../.." || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0 fail=0
ok() # NAME COMMAND…
{
	local name=$1
	shift
	n=$((n + 1))
	if "$@" >"$tmp/log" 2>&1; then echo "ok $n - $name"
	else echo "not ok $n - $name"; sed 's/^/# /' "$tmp/log"; fail=1; fi
}
export PKG_CONFIG_PATH="$tmp/root/lib/pkgconfig" LD_LIBRARY_PATH="$tmp/root/lib" TICKET_USER=wang LC_ALL=C.UTF-8
unset TICKET_DESK TICKET_LANG LANGUAGE
ok 'installs' make -s install PREFIX="$tmp/root" DESTDIR=
for c in examples/c/*.c; do
	name=$(basename "$c" .c)
	# shellcheck disable=SC2046 # several flags are meant
	ok "$name builds against the installed tree" ${CC:-cc} -std=c17 -Wall -Wextra -Werror -o "$tmp/$name" "$c" \
		$(pkg-config --cflags --libs libticket)
done
awk '/^```c$/ {p = 1; next} /^```/ {p = 0} p' README.md >"$tmp/readme.c"
# shellcheck disable=SC2046 # several flags are meant
ok 'the example of README.md builds' ${CC:-cc} -std=c17 -Wall -Wextra -Werror -o "$tmp/readme" "$tmp/readme.c" \
	$(pkg-config --cflags --libs libticket)
mkdir "$tmp/desk"
cd "$tmp/desk" || exit 1
ok 'the installed program makes a desk' "$tmp/root/bin/ticket" init --timezone Asia/Shanghai --lang en
ok 'intake makes a ticket' "$tmp/intake" "$tmp/desk" 'Screen stays dark' 'Li Na' 13800000000
listed() { "$tmp/open_tickets" "$tmp/desk" | grep -q 'Screen stays dark'; }
ok 'open_tickets lists it' listed
scanned() { "$tmp/readme" "$tmp/desk" | grep -q '^TS[0-9]* Screen stays dark$'; }
ok 'so does the example of README.md' scanned
counted() { "$tmp/load_board" "$tmp/desk" | grep -qE '^ +1 '; }
ok 'load_board counts it' counted
speaks() { "$tmp/root/bin/ticket" --lang zh help | grep -q '工单'; }
ok 'the installed program speaks Chinese' speaks
cd - >/dev/null || exit 1
ok 'uninstalls' make -s uninstall PREFIX="$tmp/root" DESTDIR=
gone() { ! find "$tmp/root" -type f -o -type l | grep .; }
ok 'nothing is left' gone
echo "1..$n"
exit $fail
