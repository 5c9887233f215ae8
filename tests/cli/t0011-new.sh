#!/usr/bin/env bash
# New tickets: options, documents, forms.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

t 'new prints the id and nothing else' '
	desk
	code 0 ticket new --title "电脑无法开机" --channel phone >act 2>err
	printf "TS20261122001\n" >exp
	same exp act
	same /dev/null err
	has tickets/2026/11/TS20261122001.yaml "电脑无法开机"'

t 'numbers count up within the day' '
	desk
	for i in 1 2 3; do code 0 ticket new --title "t$i" --channel email >>act; done
	printf "TS2026112200%s\n" 1 2 3 >exp
	same exp act'

t 'options become fields' '
	desk
	code 0 ticket new --title a --channel phone --category technical-fault --subcategory malfunction --priority P2 \
		--customer "Ms Zhao" --phone 123 --model X-200 --demand repair -m "first line" --set problem.scope=one \
		--at 08:50 >id
	code 0 ticket list --template "%(title)|%(category)|%(subcategory)|%(priority)|%(customer.name)|%(customer.phone)" >act
	printf "a|technical-fault|malfunction|P2|Ms Zhao|123\n" >exp
	same exp act
	code 0 ticket list --template "%(product.model)|%(demand)|%(problem.description)|%(problem.scope)|%(received)" >act
	printf "X-200|repair|first line|one|2026-11-22T08:50:00+08:00\n" >exp
	same exp act'

t 'a document on standard input, and options over it' '
	desk
	printf "%s\n" "title: from yaml" "channel: web" "customer:" "  name: Li" >doc
	code 0 ticket new - --channel email <doc >id
	code 0 ticket list --template "%(title)|%(channel)|%(customer.name)" >act
	printf "from yaml|email|Li\n" >exp
	same exp act'

t 'a bad document is named with its place' '
	desk
	printf "title: a\nchannel: phone\nstatsu: x\n" >doc
	before=$(tree tickets)
	code 3 ticket new - <doc 2>err >out
	has err "<stdin>:3:"
	same /dev/null out
	test "$before" = "$(tree tickets)"'

t 'bare new without a terminal is a wrong use' '
	desk
	code 2 ticket new 2>err
	has err "nothing is said about the ticket"'

t 'a form in the editor' '
	desk
	printf "%s\n" "#!/bin/sh" "cp \"\$1\" \"$PWD/form\"" "sed -i \"s/^title:.*/title: from the form/; s/^channel:.*/channel: phone/\" \"\$1\"" \
		"sed -i \"s/^  name: .*/  name: Zhao/; s/^    \$/    line 1\n    # line 2/\" \"\$1\"" >edit
	chmod +x edit
	EDITOR=$PWD/edit code 0 ticket new --edit >id
	has form "title:"
	code 0 ticket list --template "%(title)|%(customer.name)|%(problem.description)" >act
	printf "from the form|Zhao|line 1\n# line 2\n" >exp
	same exp act
	test -z "$(ls .ticket/tmp)"'

t 'an empty form does nothing' '
	desk
	EDITOR=true code 2 ticket new --edit 2>err
	code 0 ticket list --format ids >act
	same /dev/null act'

t 'a form that is refused is kept' '
	desk
	printf "%s\n" "#!/bin/sh" "printf \"title: a\\nchannel: pigeon\\n\" >\"\$1\"" >edit
	chmod +x edit
	EDITOR=$PWD/edit code 3 ticket new --edit 2>err
	has err "pigeon"
	has err "what you wrote is kept in"
	grep -q pigeon .ticket/tmp/*
	test "$(stat -c %a .ticket/tmp/*)" = 600'

t '--dry-run shows the file and writes nothing' '
	desk
	before=$(tree tickets)
	code 0 ticket new -n --title a --channel phone >act
	has act "+++ b/tickets/2026/11/TS20261122001.yaml"
	has act "+title:"
	test "$before" = "$(tree tickets)"'

t 'wrong values name the field' '
	desk
	code 2 ticket new --title a --channel pigeon 2>err
	has err "channel: "
	code 2 ticket new --title a --channel phone --set nosuch=1 2>err
	has err "nosuch"
	code 2 ticket new --title a --channel phone --set title 2>err
	has err "needs name=value"
	code 5 ticket new --title a --channel phone --set status=closed 2>err
	has err "status"
	test ! -e tickets/2026'

done_testing
