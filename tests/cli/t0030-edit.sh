#!/usr/bin/env bash
# Editing: by option, in an editor, over another change.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# editor FILE SED: an editor that applies a sed expression
editor()
{
	printf '#!/bin/sh\nsed -i "%s" "$1"\n' "$2" >"$1"
	chmod +x "$1"
}

t '--set, --unset and --add' '
	desk
	code 0 ticket new --title a --channel email --phone 1 --model X >id
	code 0 ticket edit 001 --set customer.phone=2 --unset product.model --add "parts={number: A1, quantity: 2}" --reason typo
	code 0 ticket list --template "%(customer.phone)|%(product.model)|%(parts.number)" >act
	printf "2||A1\n" >exp
	same exp act
	code 0 ticket check -q'

t 'the editor gets a copy; what it leaves is taken over' '
	desk
	code 0 ticket new --title before --channel email >id
	editor ed "s/before/after/"
	EDITOR=$PWD/ed code 0 ticket edit 001
	code 0 ticket list --template "%(title)" >act
	printf "after\n" >exp
	same exp act
	test -z "$(ls .ticket/tmp)"
	code 0 ticket check -q'

t 'an editor may be a command with arguments; VISUAL comes first' '
	desk
	code 0 ticket new --title before --channel email >id
	EDITOR="sed -i 2s/before/after/" code 0 ticket edit 001
	VISUAL="sed -i 2s/after/visual/" EDITOR=false code 0 ticket edit 001
	code 0 ticket list --template "%(title)" >act
	printf "visual\n" >exp
	same exp act'

t 'nothing changed: nothing written' '
	desk
	code 0 ticket new --title a --channel email >id
	before=$(tree tickets)
	EDITOR=true code 0 ticket edit 001
	test "$before" = "$(tree tickets)"'

t 'a change meanwhile is a conflict, and the text is kept' '
	desk
	code 0 ticket new --title before --channel email >id
	printf "#!/bin/sh\nsed -i s/before/mine/ \"\$1\"\nticket update TS20261122001 -m meanwhile\n" >ed
	chmod +x ed
	EDITOR=$PWD/ed code 6 ticket edit 001 2>err
	has err "what you wrote is kept in"
	grep -q mine .ticket/tmp/*
	code 0 ticket log 001 --template "%(note)" >act
	has act meanwhile
	has tickets/2026/11/TS20261122001.yaml before'

t 'what is no ticket any more is refused' '
	desk
	code 0 ticket new --title a --channel email >id
	before=$(tree tickets)
	editor ed "s/^title:.*/title: [/"
	EDITOR=$PWD/ed code 3 ticket edit 001 2>err
	test "$before" = "$(tree tickets)"'

t 'an editor that fails does nothing' '
	desk
	code 0 ticket new --title a --channel email >id
	EDITOR=false code 2 ticket edit 001 2>err
	has err "the editor failed"
	test -z "$(ls .ticket/tmp)"'

t 'an editor is never taken from the desk' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "#!/bin/sh\ntouch \"$PWD/trapped\"\n" >vi
	cp vi nano
	chmod +x vi nano
	PATH=":.:$PWD:$PATH"
	EDITOR=nano code 2 ticket edit 001 2>err || :
	test ! -e trapped'

t 'what was written is kept when the editor fails afterwards' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "#!/bin/sh\nsed -i s/^title.*/title:\ kept/ \"\$1\"\nexit 1\n" >"$tmp/ed"
	chmod +x "$tmp/ed"
	EDITOR="$tmp/ed" code 2 ticket edit 001 2>err
	has err "what you wrote is kept in"
	grep -q kept .ticket/tmp/*
	EDITOR=false code 2 ticket edit 001 2>err
	hasnt err "what you wrote is kept in"'

t 'a key that interrupts is for the editor, not for the one who waits' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "#!/bin/sh\ntrap : INT\nkill -INT 0\nsleep 0.1\nsed -i s/^title.*/title:\ kept/ \"\$1\"\n" >"$tmp/ed"
	chmod +x "$tmp/ed"
	EDITOR="$tmp/ed" code 0 setsid --wait ticket edit 001
	ticket list --template "%(title)" >act
	echo kept >exp
	same exp act'

done_testing
