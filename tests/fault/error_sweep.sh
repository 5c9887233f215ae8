#!/usr/bin/env bash
# Every command that writes, where a system call fails once or for good.
#
# Exit 0: everything is saved.  Any other: nothing has changed, no temporary file is left, and standard error says why.
# An interruption (EINTR) is no failure.  The one exception says so itself: written, but the disk does not confirm it.
# With FAULT_ROUNDS=1 each call of few commands fails in two ways out of its list, else in all.
# shellcheck source=tests/fault/lib.bash
. "$(dirname "$0")/lib.bash"
need_strace
[ "$rounds" -gt 1 ] || cases=(new merge)

declare -A text=([EIO]='Input/output error' [ENOSPC]='No space left on device' [EDQUOT]='Disk quota exceeded'
	[EROFS]='Read-only file system' [EACCES]='Permission denied' [EMFILE]='Too many open files'
	[ENOMEM]='Cannot allocate memory|out of memory' [ENOLCK]='No locks available')

# "CALL NUMBER" of each call on the desk's files, as strace counts them.
calls_on_files()
{
	awk '{ call = $2; sub(/\(.*/, "", call); n[call]++ }
	     /getcwd/ { on = 1 }
	     !on || call == "write" && /write\([012],/ || /close\([012]\)/ { next }
	     call ~ /^(openat2?|read|getdents64|write|pwrite64|fsync|syncfs|close|mkdir(at)?|flock|fch)/ ||
	     call ~ /^(rename|link|fch|newfstatat|unlink)/ && !/readlink/ { print call, n[call] }' "$tmp/trace"
}

# What can happen to a call.
errors_of()
{
	case $1 in
	open*) errors=(EIO EACCES EMFILE ENOMEM ENOSPC EDQUOT EROFS) ;;
	write|pwrite64|close) errors=(EIO ENOSPC EDQUOT) ;;
	fsync|syncfs) errors=(EIO ENOSPC EDQUOT) ;;
	rename*|link*|mkdir*) errors=(EIO ENOSPC EDQUOT EROFS EACCES ENOMEM) ;;
	flock) errors=(ENOLCK EIO ENOMEM) ;;
	*) errors=(EIO ENOMEM) ;;
	esac
	[ "$rounds" -gt 1 ] || errors=("${errors[$2 % ${#errors[@]}]}" "${errors[($2 + 1) % ${#errors[@]}]}")
}

judge() # CONTEXT ERROR WHEN
{
	whole "$1"
	case $1 in
	unlink*) ;; # what was replaced stays behind, hidden, until check --fix
	*) temps | sed "s|^|$1: left behind: |" ;;
	esac
	case $code/$state in
	0/new|[1-7]/old) ;;
	7/new)
		grep -qE 'written, but the disk does not confirm|stdout>: cannot write' "$tmp/err" ||
			echo "$1: exit 7, but done: $(<"$tmp/err")"
		;;
	0/*) echo "$1: exit 0, but the files are $state" ;;
	*/*) echo "$1: exit $code, the files are $state: $(<"$tmp/err")" ;;
	esac
	[ "$code" = 0 ] || [ -s "$tmp/err" ] || [ "$3" = good ] || echo "$1: not a word" # which could not be written
	[ "$code" != 7 ] || [ "$3" = good ] || grep -qE "${text[$2]}" "$tmp/err" ||
		echo "$1: does not say why: $(<"$tmp/err")"
}

for case in "${cases[@]}"; do
	[ "$case" != init ] || continue # leaves folders and whole files, which making it again takes over
	begin "$case"
	calls_on_files >"$tmp/calls"
	total=0
	while read -r call at <&3; do
		errors_of "$call" "$at"
		for i in "${!errors[@]}"; do
			when=$at how=once
			[ $((i % 2)) = 0 ] && [ "$rounds" = 1 ] || when=$at+ how=good
			fresh
			run -e "trace=$call" -e "inject=$call:error=${errors[i]}:when=$when"
			judge "$call $when ${errors[i]}" "${errors[i]}" "$how"
			total=$((total + 1))
			[ "$rounds" -gt 1 ] || continue
			fresh
			run -e "trace=$call" -e "inject=$call:error=${errors[i]}:when=$at"
			judge "$call $at ${errors[i]}" "${errors[i]}" once
		done
		case $call in
		openat|openat2|write|pwrite64|fsync|flock|mkdirat|rename*|read)
			fresh
			run -e "trace=$call" -e "inject=$call:error=EINTR:when=$at"
			[ "$code" = 0 ] || echo "$call $at EINTR: an interruption is not survived: $(<"$tmp/err")"
			whole "$call $at EINTR"
			[ "$state" = new ] || echo "$call $at EINTR: the files are $state"
			;;
		esac
	done 3<"$tmp/calls" >>"$tmp/wrong"
	ok "$case: $(wc -l <"$tmp/calls") calls fail" "$tmp/wrong"
done

# A limit on the size of files is an error like any other, not a signal that kills.
begin update
fresh
said=$(cd "$tmp/work" && ulimit -f 0 && "$ticket" "${cmd[@]}" 2>&1)
code=$?
{
	whole 'ulimit -f'
	temps | sed 's|^|left behind: |'
	[ "$code/$state" = 7/old ] || echo "exit $code, the files are $state"
	grep -qF 'File too large' <<<"$said" || echo "$said"
} >"$tmp/wrong"
ok 'files that may not grow' "$tmp/wrong"

# A file system that cannot exchange two names: then what was done to the first file cannot be undone, and it says so.
begin merge
fresh
run -e trace=renameat,renameat2 -e inject=renameat2:error=EINVAL -e inject=renameat:error=EIO:when=2
{
	whole 'without exchange'
	[ "$code/$state" = 7/mixed ] || echo "exit $code, the files are $state"
	grep -qF 'only some of the files were saved: Input/output error' "$tmp/err" || cat "$tmp/err"
	fresh
	run -e trace=renameat2 -e inject=renameat2:error=EINVAL
	whole 'without exchange'
	[ "$code/$state" = 0/new ] || echo "exit $code, the files are $state"
} >"$tmp/wrong"
ok 'without an exchange of names' "$tmp/wrong"
finish
