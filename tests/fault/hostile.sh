#!/usr/bin/env bash
# Desks that were tampered with: links that lead outside, FIFOs, traps to be executed, names that break scripts; and
# where customers' data goes.
# shellcheck source=tests/fault/lib.bash
. "$(dirname "$0")/lib.bash"

outside=$tmp/outside
secret=SECRET-4711

# A desk with three tickets, and a place outside that looks like a desk's folders.
make()
{
	rm -rf "$tmp/desk" "$outside"
	desk "$tmp/desk"
	mkdir -p "$outside/2026/11" "$outside/11"
	sed "s/one/$secret/" "$tmp/desk/$month/TS20261122001.yaml" >"$outside/TS20261122001.yaml"
	cp "$outside/TS20261122001.yaml" "$outside/2026/11"
	cp "$outside/TS20261122001.yaml" "$outside/11"
	echo "TS20261122555                    " >"$outside/seq"
	: >"$outside/lock"
	before=$(state_of "$outside")
}

state_of()
{
	(cd "$1" && find . -printf '%p %T@ %s\n' | sort)
}

# Every kind of reading and writing; what they say is searched for the secret.
everything()
{
	local command
	local commands=('list --format json' 'show 001' 'check' 'update 001 -m a' 'new --title c --channel email'
		'attach 001 /etc/hostname' 'check --fix' 'edit 001')
	[ "$rounds" = 1 ] || commands+=('log 001' 'search SECRET' 'report status' 'edit 001 --set title=b' 'link 001 002'
		'merge 002 003' 'init --node b' 'update 002 -e')
	for command in "${commands[@]}"; do
		# shellcheck disable=SC2086 # words
		(cd "$tmp/desk" && EDITOR="$tmp/editor" timeout 10 "$ticket" --wait 0 $command) </dev/null >"$tmp/out" 2>&1
		code=$?
		[ "$code" -le 7 ] || echo "$1: $command: exit $code"
		grep -q "$secret" "$tmp/out" && echo "$1: $command: reads outside"
	done
	[ "$before" = "$(state_of "$outside")" ] || echo "$1: wrote outside: $(diff <(echo "$before") <(state_of "$outside"))"
	grep -q "$secret" "$tmp/edited" 2>/dev/null && echo "$1: the editor was given what lies outside"
	rm -f "$tmp/edited"
}

cat >"$tmp/editor" <<END
#!/bin/sh
cat "\$1" >>"$tmp/edited"
echo "a line" >>"\$1"
END
chmod +x "$tmp/editor"

# ---- symbolic links ---------------------------------------------------------------------------------------------------
for at in tickets tickets/2026 tickets/2026/11 "$month/TS20261122001.yaml" .ticket .ticket/lock .ticket/seq .ticket/tmp \
	attachments policy.yaml staff.yaml archive .ticket/node .ticket/.gitignore; do
	make
	target=$outside
	case $at in
	*.yaml) target=$outside/TS20261122001.yaml ;;
	.ticket/lock) target=$outside/lock ;;
	.ticket/seq|.ticket/node|.ticket/.gitignore) target=$outside/seq ;;
	esac
	rm -rf "${tmp:?}/desk/$at"
	ln -s "$target" "$tmp/desk/$at"
	everything "$at" >>"$tmp/wrong"
done
ok 'symbolic links lead nowhere' "$tmp/wrong"

# ---- FIFOs and folders in the place of files ----------------------------------------------------------------------------
for at in "$month/TS20261122001.yaml" .ticket/lock .ticket/seq policy.yaml staff.yaml desk.yaml .ticket/node \
	"$month/TS20261122009.yaml"; do
	for kind in mkfifo mkdir; do
		make
		rm -rf "${tmp:?}/desk/$at"
		"$kind" "$tmp/desk/$at"
		everything "$kind $at" >>"$tmp/wrong"
	done
done
ok 'FIFOs and folders in the place of files block nothing' "$tmp/wrong"

# ---- where the desk lies ------------------------------------------------------------------------------------------------
for name in 'a b' $'new\nline' '客服 台' "quo'te\"s" '-dash' '$(touch trap)'; do
	place=$tmp/places/$name
	mkdir -p "$place"
	(
		cd "$place" || exit 1
		"$ticket" init -q --timezone Asia/Shanghai && "$ticket" new --title a --channel email &&
			"$ticket" update 001 -m b && "$ticket" attach 001 /etc/hostname && "$ticket" check -q &&
			EDITOR=$tmp/editor "$ticket" update 001 -e && "$ticket" -C "$place" list &&
			TICKET_DESK=$place "$ticket" show 001
	) >"$tmp/out" 2>&1 </dev/null || { echo "$name:"; cat "$tmp/out"; } >>"$tmp/wrong"
	[ ! -e "$place/trap" ] || echo "$name: executed" >>"$tmp/wrong"
done
ok 'a desk may lie in a folder of any name' "$tmp/wrong"

# ---- a desk with traps ----------------------------------------------------------------------------------------------------
make
trap_file=$tmp/sprung
cd "$tmp/desk" || exit 1
mkdir -p bin .git/hooks
for at in ticket-new ticket-foo ticket-list bin/ticket-foo .ticket/ticket-foo .ticket/hook .ticket/new .ticket/editor \
	vi sensible-editor .git/hooks/post-commit .git/hooks/pre-commit git less man sh; do
	printf '#!/bin/sh\necho "%s" >>"%s"\n' "$at" "$trap_file" >"$at"
	chmod +x "$at"
done
printf '[core]\n\teditor = ./vi\n\tpager = ./less\n\tfsmonitor = ./vi\n' >.git/config
printf 'editor: ./vi\ncommand: ./vi\n' >.ticket/config
for path in "$PATH" ".:$PATH" ":$PATH" "$tmp/desk:$PATH" "$tmp/desk/bin:$PATH" "bin:$PATH"; do
	for command in foo list 'new --title a --channel email' 'edit 001' 'new -e' 'help foo' 'check --fix' './ticket-foo' \
		'bin/ticket-foo' 'help list'; do
		[ "$command" != 'help list' ] || [ "$path" = ".:$PATH" ] || continue # man takes its time
		# shellcheck disable=SC2086 # words
		PATH=$path EDITOR=vi timeout -s KILL 10 "$ticket" $command </dev/null >"$tmp/out" 2>&1
		code=$?
		[ "$code" -le 7 ] || echo "$path: $command: exit $code" >>"$tmp/wrong"
	done
	PATH=$path timeout -s KILL 10 "$ticket" new -e </dev/null >"$tmp/out" 2>&1
done
cd "$top" || exit 1
[ ! -e "$trap_file" ] || sed 's/^/executed: /' "$trap_file" >>"$tmp/wrong"
ok 'nothing that lies in a desk is executed' "$tmp/wrong"

# ---- customers' data --------------------------------------------------------------------------------------------------------
if strace -f -qq -o /dev/null true 2>/dev/null; then
	make
	cat >"$tmp/editor" <<-END
		#!/bin/sh
		stat -c '%a %n' "\$1" >"$tmp/mode"
		text=
		while IFS= read -r line; do
			case \$line in
			title:*) line='title: "$secret"' ;;
			esac
			text="\$text\$line
		"
		done <"\$1"
		case \$1 in
		*note.txt) text="$secret" ;;
		esac
		printf '%s\n' "\$text" >"\$1"
	END
	for command in 'new -e --channel email --phone SECRET-phone' 'edit 001' 'update 001 -e'; do
		# shellcheck disable=SC2086 # words
		(cd "$tmp/desk" && umask 000 && TMPDIR=$tmp/t EDITOR=$tmp/editor strace -f -qq -o "$tmp/trace" \
			-e trace=execve,open,openat,openat2,creat "$ticket" $command) </dev/null >"$tmp/out" 2>&1 ||
			echo "$command: $(<"$tmp/out")"
		grep -n 'execve(' "$tmp/trace" | sed 1d | grep -F SECRET
		grep -E 'O_CREAT|creat\(' "$tmp/trace" | grep -F '"/tmp/' | grep -vF -e "$tmp/mode" -e "$tmp/desk/.ticket/tmp/"
		grep -q '^600 .*/\.ticket/tmp/' "$tmp/mode" || echo "$command: the editor's file: $(<"$tmp/mode")"
		find "$tmp/desk/.ticket/tmp" -type f | sed "s|^|$command: left behind: |"
		find "$tmp/desk/tickets" -type f -perm /007 | sed "s|^|$command: everybody may read: |"
	done >>"$tmp/wrong"
	ok 'data are in no command line, in no /tmp, and only for those who may' "$tmp/wrong"
else
	n=$((n + 1))
	echo "ok $n # SKIP strace cannot trace here"
fi
finish
