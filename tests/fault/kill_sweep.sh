#!/usr/bin/env bash
# Every command that writes, killed at every system call that changes something.
#
# Afterwards each file is the whole old or the whole new one and no ticket is missing; the next command works at once;
# `check --fix` leaves neither a temporary file nor half a link.  With FAULT_ROUNDS=1 verbs that change one ticket, as
# `update` does, are only killed before and after the file gets its name.
# shellcheck source=tests/fault/lib.bash
. "$(dirname "$0")/lib.bash"
need_strace

# "CALL NUMBER" of each call that changes something, as strace counts them.
changing_calls()
{
	awk '{ call = $2; sub(/\(.*/, "", call); n[call]++ }
	     call ~ /^open/ && !/O_CREAT|O_TRUNC/ { next }
	     call == "write" && /write\([012],/ { next }
	     call ~ /^(open|openat|openat2|write|pwrite64|fsync|fdatasync|syncfs|f?truncate|mkdir(at)?|flock|exit_group)$/ ||
	     call ~ /^(rename|link|unlink|symlink|fch|ch)/ { print call, n[call] }' "$tmp/trace"
}

# What must work after a kill, whatever it left.
life_goes_on() # CONTEXT
{
	if [ "$case" = init ] && [ ! -e "$tmp/work/desk.yaml" ]; then
		quietly init -q --timezone Asia/Shanghai || echo "$1: making the desk again: $(<"$tmp/err")"
	fi
	case $case in
	init) ;;
	link|merge|batch|check) ;; # two sides of a link come one after the other
	*) quietly check -q || echo "$1: check: $(<"$tmp/err")" ;;
	esac
	printf '%s\n' 'new --title next --channel email' 'update @1 -m next' >"$tmp/next"
	[ "$case" = init ] || echo "update 002 -m next" >>"$tmp/next"
	quietly batch --keep-going "$tmp/next" || echo "$1: the next command fails: $(<"$tmp/err")"
	quietly check -q --fix || echo "$1: check --fix: $(<"$tmp/err")"
	quietly check -q || echo "$1: not mended: $(<"$tmp/err")"
	temps | sed "s|^|$1: left behind: |"
}

for case in "${cases[@]}"; do
	begin "$case"
	changing_calls >"$tmp/calls"
	case $case/$rounds in
	classify/1|assign/1|edit/1|confirm/1|close/1) sed -i '/^renameat /,/^fsync /!d' "$tmp/calls" ;;
	esac
	[ "$(wc -l <"$tmp/calls")" -ge 2 ] || echo "$case: hardly any calls" >>"$tmp/wrong"
	while read -r call at <&3; do
		fresh
		run -e "trace=$call" -e "inject=$call:signal=KILL:when=$at"
		[ "$code" -ge 128 ] || echo "$call $at: not killed ($code)"
		[ "$call" != exit_group ] || state=
		whole "$call $at"
		[ "$call" != exit_group ] || [ "$state" = new ] || echo "$call $at: done, but the files are $state"
		life_goes_on "$call $at"
	done 3<"$tmp/calls" >>"$tmp/wrong"
	ok "$case: killed at $(wc -l <"$tmp/calls") calls" "$tmp/wrong"
done
finish
