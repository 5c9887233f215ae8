#!/usr/bin/env bash
# The save under fire: every system call of a save fails once, fails for good, or is where the process is killed.
# After each of these: the file is the whole old or the whole new one; a plain error leaves no temp file and is told;
# success is only claimed for the new file.  strace does the injecting.
set -u
cd "$(dirname "$0")/../.." || exit 1
lib=.build/release/libticket.a
[ -f "$lib" ] || { echo "1..0 # SKIP needs the release objects"; exit 0; }
strace -qq -o /dev/null true 2>/dev/null || { echo "1..0 # SKIP strace cannot trace here"; exit 0; }
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
driver=$tmp/driver root=$tmp/desk
# shellcheck disable=SC2086 # CC may carry a wrapper
${CC:-cc} -std=c17 -D_GNU_SOURCE -Ilib/include -Ilib -o "$driver" tests/fault/save_driver.c "$lib" \
	-lyaml -lutf8proc || exit 1

n=0 failed=0
ok() { # ok NAME FILE-WITH-COMPLAINTS
	n=$((n + 1))
	if [ -s "$2" ]; then echo "not ok $n - $1"; sed 's/^/# /' "$2"; failed=1; else echo "ok $n - $1"; fi
}
many() { for _ in {1..5000}; do echo "$1"; done; }
ticket() {
	printf 'id: %s\ntitle: "%s"\nstatus: received\nchannel: phone\nreceived: 2026-11-22T09:03:00+00:00\n' "$1" "$2"
	printf 'log:\n  - at: 2026-11-22T09:03:00+00:00\n    by: wang\n    event: received\n'
}
many old >"$tmp/old"
many new >"$tmp/new"
ticket TS20261122001 old >"$tmp/a.old"
ticket TS20261122001 new >"$tmp/a.new"
ticket TS20261122002 new >"$tmp/b.new"
old=$(<"$tmp/old") new=$(<"$tmp/new")
a_old=$(<"$tmp/a.old") a_new=$(<"$tmp/a.new") b_new=$(<"$tmp/b.new")
month=$root/tickets/2026/11
mkdir -p "$month"
printf 'name: x\n' >"$root/desk.yaml"

# Puts the desk back to where each run begins: with everything that a first run makes, or (fresh) without.
reset() {
	rm -rf "$root/f" "${month:?}"/* "$month"/.tmp-* "$root"/.tmp-* "$root/.ticket/seq"
	[ "$1" != replace ] || cp "$tmp/old" "$root/f"
	[ "$1" != txn ] || cp "$tmp/a.old" "$month/TS20261122001.yaml"
	[ "$1" != fresh ] || { cp "$tmp/a.old" "$month/TS20261122001.yaml"; rm -rf "$root/.ticket"; }
}

run() { # run MODE STRACE-OPTION…: the driver's exit status
	local mode=$1
	shift
	case $mode in
	txn|fresh) timeout -s KILL 10 strace -qq -f -o "$tmp/trace" "$@" "$driver" "$root" txn new ;;
	*) timeout -s KILL 10 strace -qq -f -o "$tmp/trace" "$@" "$driver" "$root" "$mode" f new ;;
	esac >/dev/null 2>&1
}

content() { if [ -e "$1" ]; then content=$(<"$1"); else content=absent; fi; }

# Complains about a file that is neither old nor new; sets $state to old or new.
whole() { # whole FILE OLD NEW CONTEXT
	content "$1"
	case $content in
	"$3") state=new ;;
	"$2") state=old ;;
	*) state=torn; echo "$4: torn: ${1##*/}" ;;
	esac
}

temps() { compgen -G "$root/.tmp-*" || compgen -G "$month/.tmp-*" || compgen -G "$root/.ticket/.tmp-*"; }

judge() { # judge MODE EXIT CONTEXT KILLED
	case $1 in
	replace) whole "$root/f" "$old" "$new" "$3" ;;
	create) whole "$root/f" absent "$new" "$3" ;;
	*)
		whole "$month/TS20261122002.yaml" absent "$b_new" "$3"
		local b=$state
		whole "$month/TS20261122001.yaml" "$a_old" "$a_new" "$3"
		[ "$2" != 0 ] || [ "$b" = new ] || echo "$3: success without the new ticket"
		;;
	esac
	[ "$2" != 0 ] || [ "$state" = new ] || echo "$3: success, but the file is $state"
	case $1/$2 in
	create/[123]|replace/[12]|txn/[12]) [ "$state" = old ] || echo "$3: told as failed ($2), but the file is $state" ;;
	esac
	if [ "$4" = no ]; then
		case $2 in 0|1|2|3|127) ;; *) echo "$3: exit status $2" ;; esac
		case $3 in
		unlink*) ;; # what was replaced stays behind, hidden
		*) temps | sed "s|^|$3: left behind: |" ;;
		esac
	fi
}

# The calls of an undisturbed run, from the first that the library makes on: "NAME NUMBER" for each.
calls() {
	reset "$1"
	run "$1" -e trace=file,desc,getrandom || echo "an undisturbed run fails" >&2
	awk '{ call = $2; sub(/\(.*/, "", call); n[call]++ }
	     call != "execve" && index($0, "desk\"") { on = 1 }
	     on && call !~ /^(execve|exit_group|mmap|\+\+\+)$/ { print call, n[call] }' "$tmp/trace"
}

sweep() { # sweep MODE
	local mode=$1 call at error status
	calls "$mode" >"$tmp/calls"
	: >"$tmp/errors"; : >"$tmp/interrupted"; : >"$tmp/forgood"; : >"$tmp/killed"
	while read -r call at; do
		for error in EIO ENOSPC EDQUOT; do
			case $call/$error in # a disk is full where something is written
			open*/EIO|write/*|pwrite64/*|fsync/*|close/EIO|rename*/*|link*/*|mkdirat/*) ;;
			openat/*) ;;
			*/EIO) ;;
			*) continue ;;
			esac
			reset "$mode"
			run "$mode" -e "inject=$call:error=$error:when=$at"
			status=$?
			judge "$mode" "$status" "$call $at $error" no >>"$tmp/errors"
		done
		reset "$mode"
		run "$mode" -e "inject=$call:error=EINTR:when=$at"
		status=$?
		judge "$mode" "$status" "$call $at EINTR" no >>"$tmp/interrupted"
		case $call in
		open*|write|fsync|close|rename*|mkdirat|flock)
			[ "$status" = 0 ] || echo "$call $at: an interruption is not survived ($status)" >>"$tmp/interrupted" ;;
		esac
		reset "$mode"
		run "$mode" -e "inject=$call:error=EINTR:when=$at+"
		judge "$mode" $? "$call $at+ EINTR" no >>"$tmp/forgood"
		case $call in
		open*|write|pwrite64|fsync|syncfs|close|rename*|link*|unlink*|mkdirat|fch*|flock)
			reset "$mode"
			run "$mode" -e "inject=$call:signal=KILL:when=$at"
			judge "$mode" $? "$call $at KILL" yes >>"$tmp/killed"
			;;
		esac
	done <"$tmp/calls"
	ok "$mode: $(wc -l <"$tmp/calls") calls fail with EIO, ENOSPC, EDQUOT" "$tmp/errors"
	ok "$mode: each is interrupted once" "$tmp/interrupted"
	ok "$mode: each is interrupted for good" "$tmp/forgood"
	ok "$mode: the process is killed at each" "$tmp/killed"
}

# What makes the promise hold over a power cut: synced before the rename, and the folder after it.
order() { # order MODE PATTERN
	reset "$1"
	run "$1" -e trace=write,pwrite64,fsync,syncfs,mkdirat,renameat,renameat2,linkat
	awk '{ sub(/\(.*/, "", $2); printf "%s ", $2 } END { print "" }' "$tmp/trace" >"$tmp/order"
	grep -vx "$2 *" "$tmp/order" >"$tmp/complaint"
	ok "$1: in order: $2" "$tmp/complaint"
}

reset txn
run txn -e trace=none # makes the hidden folder
order replace 'write fsync renameat fsync'
order create 'write fsync renameat2 fsync'
# Both files are whole on disk before either gets its name, and their folder is synced once.
order txn 'write fsync write fsync renameat2 renameat2 fsync pwrite64'
sweep replace
sweep create

# Where a rename that replaces nothing is unknown, a link does it; where openat2 is, a walk.
: >"$tmp/fallback"
for status in EINVAL ENOSYS; do
	reset create
	run create -e "inject=renameat2:error=$status"
	judge create $? "renameat2 $status" no >>"$tmp/fallback"
	[ -e "$root/f" ] || echo "renameat2 $status: nothing saved" >>"$tmp/fallback"
	run create -e "inject=renameat2:error=$status"
	[ $? = 2 ] || echo "renameat2 $status: an existing file is not refused" >>"$tmp/fallback"
	temps >>"$tmp/fallback"
done
reset create
run create -e inject=renameat2:error=EINVAL -e inject=linkat:signal=KILL
judge create $? "linkat KILL" yes >>"$tmp/fallback"
reset create
run create -e inject=renameat2:error=EINVAL -e inject=unlinkat:signal=KILL
judge create $? "unlinkat KILL" yes >>"$tmp/fallback"
for status in ENOSYS EPERM; do
	for mode in replace create txn; do
		reset $mode
		run $mode -e "inject=openat2:error=$status"
		judge $mode $? "openat2 $status" no >>"$tmp/fallback"
		[ "$state" = new ] || echo "$mode: openat2 $status: not saved" >>"$tmp/fallback"
	done
done
ok 'without renameat2 and openat2' "$tmp/fallback"

sweep txn

# After a kill anywhere the next command just works: no lock, no half state is in its way.
: >"$tmp/next"
for call in openat2 fsync renameat renameat2 mkdirat flock; do
	reset fresh
	run fresh -e "inject=$call:signal=KILL:when=1"
	"$driver" "$root" txn new || echo "$call: the command after it fails" >>"$tmp/next"
done
ok 'after a kill the next command works' "$tmp/next"

echo "1..$n"
exit $failed
