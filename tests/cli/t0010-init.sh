#!/usr/bin/env bash
# Making a desk.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

t 'init in an empty folder gives a working desk' '
	code 0 ticket init --timezone Asia/Shanghai 2>err >out
	same /dev/null out
	has err "Asia/Shanghai"
	test -f desk.yaml
	code 0 ticket new --title x --channel phone >act
	printf "TS20261122001\n" >exp
	same exp act
	code 0 ticket check -q'

t 'init makes the folder that is named' '
	code 0 ticket init -q --timezone UTC desk
	test -f desk/desk.yaml
	code 0 ticket -C desk list'

t 'init twice changes nothing' '
	desk
	before=$(tree)
	code 6 ticket init --timezone UTC 2>"$tmp/err"
	test "$before" = "$(tree)"'

t 'the language of the desk is the one that was asked for' '
	code 0 ticket init -q --timezone UTC --lang zh
	has desk.yaml "language: zh"
	code 2 ticket clsoe 2>zh
	TICKET_LANG=en code 2 ticket list --nope 2>en
	has en "unknown option"'

t 'an unknown zone or profile is refused, nothing is made' '
	code 2 ticket init --timezone Mars/Olympus 2>err
	has err "Mars/Olympus"
	test ! -e desk.yaml
	code 2 ticket init --timezone UTC --profile nope 2>err
	has err nope
	test ! -e desk.yaml'

t 'without --timezone the zone of TZ is taken, and said' '
	TZ=Europe/Berlin code 0 ticket init 2>err
	has err "Europe/Berlin"
	has desk.yaml "Europe/Berlin"'

done_testing
