# shellcheck shell=bash
# What the fault tests share: a desk to break, commands that write to it, and what must hold afterwards.
#
#	. "$(dirname "$0")/lib.bash"
#	for case in "${cases[@]}"; do
#		begin "$case"				# old state, new state, the calls of an undisturbed run
#		fresh && run -e inject=fsync:error=EIO	# the command on the old state, under strace
#		whole					# complains of files that are neither old nor new
#	done
#	ok 'name' complaints && finish
#
# FAULT_ROUNDS=N (default 1) makes the tests look longer and at more; "make deep-fault" sets it.

set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd) || exit 1
ticket=${TICKET_BIN:-$top/bin}/ticket
rounds=${FAULT_ROUNDS:-1}
[ -x "$ticket" ] || { echo "1..0 # SKIP needs the program"; exit 0; }
tmp=$(mktemp -d "${TMPDIR:-/tmp}/ticket-fault.XXXXXX") || exit 1
trap 'chmod -R u+rwX "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
unset TICKET_DESK TICKET_LANG LANGUAGE EDITOR VISUAL CDPATH
export LC_ALL=C.UTF-8 TZ=UTC TICKET_USER=wang HOME=$tmp TICKET_NOW=2026-11-22T10:03:00+08:00
umask 022
n=0 failed=0 month=tickets/2026/11

# ok NAME FILE: passes when nobody has complained into the file; else shows the first complaints.
ok()
{
	n=$((n + 1))
	if [ -s "$2" ]; then
		echo "not ok $n - $1"
		head -n 20 "$2" | sed 's/^/# /'
		failed=1
	else
		echo "ok $n - $1"
	fi
	: >"$2"
}

finish()
{
	echo "1..$n"
	exit "$failed"
}

skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

need_strace()
{
	strace -f -qq -o /dev/null true 2>/dev/null || skip_all 'strace cannot trace here'
}

# ---- commands that write, one case each ------------------------------------------------------------------------------
cases=(init new classify assign update edit confirm close attach link merge batch check)

desk()
{
	"$ticket" init -q --timezone Asia/Shanghai --lang en "$1" || exit 1
	cd "$1" || exit 1
	TICKET_NOW=2026-11-22T09:00:00+08:00 "$ticket" batch - >/dev/null <<-'END' || exit 1
		new --title "one" --channel email
		new --title "two" --channel email
		new --title "three" --channel email
		new --title "four" --channel email
	END
	cd "$top" || exit 1
}

# at TIME COMMAND…: with that time of the day.
at()
{
	TICKET_NOW=2026-11-22T$1:00+08:00 "$ticket" "${@:2}" || exit 1
}

# Leaves ticket 3 ready to be confirmed.
resolved()
{
	at 09:01 classify 003 --category service-consultation --subcategory usage --priority P3
	at 09:02 resolve 003 -m done
	at 09:03 inform 003 --channel phone
}

# prepare CASE: the state before, in the current directory; sets `cmd`.
prepare()
{
	case $1 in
	init) cmd=(init -q --timezone Asia/Shanghai) ;;
	new) cmd=(new --title new --channel email -m "text of some length" --customer Zhao) ;;
	classify) cmd=(classify 001 --category service-consultation --subcategory usage --priority P3) ;;
	assign) cmd=(assign 001 --team tech-support --to wang) ;;
	update) cmd=(update 001 -m "a note") ;;
	edit) cmd=(edit 001 --set title=other --set customer.phone=110) ;;
	confirm) resolved; cmd=(confirm 003 --channel phone) ;;
	close) resolved; at 09:04 confirm 003 --channel phone; cmd=(close 003) ;;
	attach) echo photo >../photo.jpg; echo slip >../slip.txt; cmd=(attach 001 ../photo.jpg ../slip.txt) ;;
	link) cmd=(link 001 002) ;;
	merge) cmd=(merge 001 002) ;;
	batch)
		printf '%s\n' 'new --title n1 --channel email' 'update 001 -m a' 'update 002 -m b' 'link 003 001' >../batch
		cmd=(batch --atomic ../batch)
		;;
	check)
		sed -i 's/^status: .*/status: assigned/' "$month/TS20261122002.yaml"
		sed -i 's/^log:$/links: [TS20261122003]\nlog:/' "$month/TS20261122001.yaml"
		mkdir tickets/2026/10
		mv "$month/TS20261122004.yaml" tickets/2026/10/
		echo half >"$month/.tmp-0123456789ab"
		cmd=(check -q --fix)
		;;
	esac
}

# ---- states ----------------------------------------------------------------------------------------------------------
declare -A old new now

# snapshot ARRAY DIR: the content of every file below it, but for temporary files and the hidden folder.
snapshot()
{
	local -n into=$1
	local path
	into=()
	while IFS= read -r path; do
		into[$path]=$(<"$2/$path")
	done < <(cd "$2" && find . \( -path ./.ticket -o -name '.tmp-*' \) -prune -o -type f -print)
}

fresh()
{
	rm -rf "$tmp/work"
	cp -a "$tmp/old" "$tmp/work"
}

# run STRACE-OPTION…: the case's command in the work folder; its exit code in `code`, what it said in $tmp/err.
run()
{
	cd "$tmp/work" || exit 1
	{ # in braces: the shell's own word on a killed child goes where the child's went
		timeout -s KILL 20 strace -f -qq -o "$tmp/trace" "$@" "$ticket" "${cmd[@]}" >"$tmp/out" </dev/null
		code=$?
	} 2>"$tmp/err"
	cd "$top" || exit 1
}

# quietly COMMAND…: a command of ticket in the work folder, as a person would give it next.
quietly()
{
	(cd "$tmp/work" && exec timeout -s KILL 20 "$ticket" "$@") >"$tmp/out" 2>"$tmp/err" </dev/null
}

# begin CASE: makes old and new state; the calls of the undisturbed run are left in $tmp/trace.
begin()
{
	rm -rf "$tmp/old" "$tmp/desk"
	if [ "$1" = init ]; then mkdir "$tmp/old"; else desk "$tmp/old"; fi
	cd "$tmp/old" || exit 1
	prepare "$1"
	rm -f .ticket/lock
	fresh
	run -e trace=file,desc,flock,exit_group
	[ "$code" = 0 ] || { echo "# $1: an undisturbed run fails: $(cat "$tmp/err")"; exit 1; }
	snapshot old "$tmp/old"
	snapshot new "$tmp/work"
}

# Complains of files that are neither as before nor as meant, and of tickets that are nowhere; sets `state` to old, new
# or mixed.
whole()
{
	local path here nolds=0 nnews=0
	local -A names=()
	snapshot now "$tmp/work"
	for path in "${!now[@]}"; do names[${path##*/}]=1; done
	for path in "${!old[@]}"; do [ "${names[${path##*/}]-}" ] || echo "$1: missing: $path"; done
	for path in "${!now[@]}"; do
		[ "${old[$path]+x}${new[$path]+x}" ] || { echo "$1: not to be expected: $path"; continue; }
	done
	for path in "${!old[@]}" "${!new[@]}"; do
		here=${now[$path]-absent}
		if [ "${old[$path]-absent}" = "${new[$path]-absent}" ]; then
			[ "$here" = "${old[$path]-absent}" ] || echo "$1: changed: $path"
		elif [ "$here" = "${new[$path]-absent}" ]; then nnews=$((nnews + 1))
		elif [ "$here" = "${old[$path]-absent}" ]; then nolds=$((nolds + 1))
		else echo "$1: torn: $path"
		fi
	done
	state=mixed
	[ "$nolds" -gt 0 ] || state=new
	[ "$nnews" -gt 0 ] || state=old
}

temps()
{
	find "$tmp/work" -name '.tmp-*'
}
