#!/usr/bin/env bash
# Programs named ticket-<name>: found beside the program and in PATH, never inside a desk.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# program FILE WORDS…: a script that says what it was given
program()
{
	mkdir -p "$(dirname "$1")"
	printf '#!/bin/sh\necho %s "$@"\necho "desk=${TICKET_DESK-} now=$TICKET_NOW user=$TICKET_USER"\n' "$2" >"$1"
	chmod +x "$1"
}

t 'a program of PATH runs with arguments, desk, time and name' '
	mkdir d bin
	code 0 ticket -C d init --timezone UTC -q 2>err
	program bin/ticket-hello path
	PATH="$PWD/bin:$PATH"
	code 0 ticket -C d --now 2026-11-23T00:00 --by li hello -n "a b" >act
	printf "%s\n" "path -n a b" "desk=$PWD/d now=2026-11-23T00:00 user=li" >exp
	same exp act'

t 'it runs without a desk, and its exit code is the answer' '
	mkdir bin
	printf "#!/bin/sh\nexit 5\n" >bin/ticket-five
	chmod +x bin/ticket-five
	PATH="$PWD/bin:$PATH"
	code 5 ticket five'

t 'relative and empty entries of PATH are not looked at' '
	program ticket-hello here
	program bin/ticket-hello bin
	PATH=":bin:.:$PATH"
	code 2 ticket hello 2>err
	has err "there is no command '\''hello'\''"'

t 'nothing inside a desk runs, also by a link' '
	desk
	program bin/ticket-hello booby
	mkdir -p "$tmp/outside.$$"
	ln -s "$PWD/bin/ticket-hello" "$tmp/outside.$$/ticket-hello"
	ln -s "$PWD/bin" "$tmp/linked.$$"
	PATH="$PWD/bin:$tmp/outside.$$:$tmp/linked.$$:$PATH"
	code 2 ticket hello 2>err
	hasnt err booby'

t 'builtin commands are never shadowed' '
	program bin/ticket-help booby
	PATH="$PWD/bin:$PATH"
	code 0 ticket help >act
	hasnt act booby'

t 'names with slashes and the like are no programs' '
	program bin/ticket-x other
	PATH="$PWD/bin:$PATH"
	code 2 ticket ../bin/x 2>err
	code 2 ticket X 2>err'

done_testing
