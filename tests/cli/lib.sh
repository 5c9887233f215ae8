# shellcheck shell=bash
# Tests of the program, as TAP for prove.
#
#	. "$(dirname "$0")/lib.sh"
#	t 'new prints the id' '
#		desk
#		code 0 ticket new --title x --channel phone >act
#		printf "TS20261122001\n" >exp
#		same exp act'
#	done_testing
#
# A body runs in an empty directory of its own, in a subshell with `set -eu`, outside of any condition (inside one,
# `set -e` would be ignored).  Time stands still at TICKET_NOW.  In bodies: no program on the left of a pipe, no `&&`
# chains; check exit codes with `code`, compare files with `same`.

set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/ticket-test.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

unset TICKET_DESK TICKET_USER TICKET_LANG NO_COLOR COLUMNS LANGUAGE EDITOR VISUAL CDPATH
export LC_ALL=C.UTF-8 TZ=UTC PATH="${TICKET_BIN:-$top/bin}:$PATH" HOME="$tmp" TICKET_USER=wang
export TICKET_NOW=2026-11-22T09:03:00+08:00
# What sanitized builds report is a crash, not an exit code of ours.
export ASAN_OPTIONS=exitcode=133:detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:exitcode=134
n=0 failed=0

# t NAME BODY
t()
{
	n=$((n + 1))
	mkdir "$tmp/$n"
	(
		cd "$tmp/$n" || exit 99
		set -eu
		eval "$2"
	) >"$tmp/$n.out" 2>&1 </dev/null
	# shellcheck disable=SC2181 # the subshell must not stand in a condition
	if [ $? -eq 0 ]; then
		echo "ok $n - $1"
	else
		failed=$((failed + 1))
		echo "not ok $n - $1"
		sed 's/^/# /' "$tmp/$n.out"
	fi
	chmod -R u+rwX "$tmp/$n" && rm -rf "${tmp:?}/$n"
}

done_testing()
{
	echo "1..$n"
	[ "$failed" -eq 0 ] || exit 1
}

# Ends a test with a reason, also from inside redirections.
give_up()
{
	echo "$*" >>"$tmp/$n.out"
	exit 99
}

# code N COMMAND…: runs it and checks its exit code; a crash never counts as one.
code()
{
	local want=$1 got=0
	shift
	"$@" || got=$?
	[ "$got" -lt 126 ] || give_up "crashed with $got: $*"
	[ "$got" -eq "$want" ] || give_up "exit code $got, not $want: $* $(cat err 2>/dev/null)"
}

same()
{
	local d
	d=$(diff -u "$1" "$2") || give_up "$d"
}

# has FILE TEXT: the text occurs in it; hasnt: it does not.
has()
{
	grep -qF -e "$2" "$1" || give_up "'$2' is not in $1: $(cat "$1")"
}
hasnt()
{
	! grep -qF -e "$2" "$1" || give_up "'$2' is in $1: $(cat "$1")"
}

# A fresh desk in the current directory: Shanghai time, one person who leads every team.
desk()
{
	code 0 ticket init --timezone Asia/Shanghai --lang en "$@" >/dev/null 2>&1
}

# A hash of everything below a directory but .ticket/ (lock and hints): names, modes, contents.
tree()
{
	(cd "${1:-.}" && find . -path ./.ticket -prune -o -printf '%p %m\n' | sort &&
		find . -path ./.ticket -prune -o -type f -exec sha256sum {} + | sort -k2) | sha256sum
}
