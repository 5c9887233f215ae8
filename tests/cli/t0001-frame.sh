#!/usr/bin/env bash
# The frame of the program: commands, options, help, exit codes, output that cannot be written.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

t 'no arguments and -h list the commands by group' '
	code 0 ticket >act 2>err
	code 0 ticket -h >exp 2>err
	same exp act
	has act "usage: ticket [options] <command> [arguments]"
	has act "  assign      give tickets to a team or a person"
	same /dev/null err'

t '--version names the version' '
	code 0 ticket --version >act
	grep -Eqx "ticket [0-9]+\.[0-9]+\.[0-9]+" act'

t 'every command answers -h within 25 lines, without a desk' '
	code 0 ticket help >all
	sed -n "s/^  \([a-z][a-z-]*\)  .*/\1/p" all >names
	test "$(wc -l <names)" -gt 40
	while read -r name; do
		code 0 ticket "$name" -h >act 2>err
		test "$(wc -l <act)" -le 25
		has act "usage: ticket $name"
		same /dev/null err
	done <names'

t 'what help shows fits 80 columns' '
	for lang in en zh; do
		for words in "help" "new -h" "help fields" "help events" "help words"; do
			code 0 ticket --lang $lang $words >act
			if ! python3 -c "
import sys, unicodedata
wide = lambda line: sum(2 if unicodedata.east_asian_width(c) in \"WF\" else 1 for c in line)
sys.exit(max(wide(line.rstrip(\"\\n\")) for line in open(\"act\", encoding=\"utf-8\")) > 80)"
			then give_up "$lang: $words is too wide"; fi
		done
	done'

t 'help tables: fields, events, words' '
	code 0 ticket help fields >act
	has act "  customer.name "
	code 0 ticket help events >act
	has act "  called-back     callback"
	code 0 ticket help words >act
	has act "  walk-in "'

t 'help opens the page with man, and shows -h where that fails' '
	mkdir bin
	printf "#!/bin/sh\necho page \"\$@\"\n" >bin/man
	chmod +x bin/man
	PATH="$PWD/bin:$PATH"
	code 0 ticket help list >act
	grep -Eq "^page (-l .*/ticket-list\.1|ticket-list)\$" act
	printf "#!/bin/sh\nexit 16\n" >bin/man
	code 0 ticket help list >act
	code 0 ticket list -h >exp
	same exp act'

t 'an unknown command is named with the nearest one' '
	code 2 ticket clsoe >out 2>err
	printf "%s\n" "ticket: there is no command '\''clsoe'\''" "hint: did you mean '\''close'\''?" >exp
	same exp err
	same /dev/null out'

t 'an unknown option is named with the nearest one' '
	code 2 ticket list --fromat csv 2>err
	printf "%s\n" "ticket: unknown option '\''--fromat'\''" "hint: did you mean '\''--format'\''?" >exp
	same exp err'

t 'options: no abbreviations, no repetition, values needed' '
	code 2 ticket list --form=csv 2>err
	has err "unknown option"
	code 2 ticket list --format csv --format json 2>err
	has err "option '\''--format'\'' is given twice"
	code 2 ticket list --format 2>err
	has err "option '\''--format'\'' needs a value"
	code 2 ticket list --no-heading=1 2>err
	has err "option '\''--no-heading'\'' takes no value"
	code 2 ticket list --limit ten 2>err
	has err "needs a whole number, not '\''ten'\''"
	code 2 ticket list --format xml 2>err
	has err "hint: it is one of: table, csv, tsv, json, jsonl, markdown, ids"'

t 'global options stand before and after the command, once' '
	code 0 ticket -q help -v >act
	code 2 ticket --lang en help --lang zh 2>err
	has err "option '\''--lang'\'' is given twice"
	code 2 ticket --now yesterday help 2>err
	has err "'\''--now'\'' needs a time, not '\''yesterday'\''"
	export TICKET_NOW=soon
	code 2 ticket help 2>err
	has err "'\''TICKET_NOW'\'' needs a time, not '\''soon'\''"'

t 'operands are counted' '
	code 2 ticket close 2>err
	printf "%s\n" "ticket: too few arguments" "hint: usage: ticket close [options] <id>..." >exp
	same exp err
	code 2 ticket help a b 2>err
	has err "too many arguments, beginning with '\''b'\''"'

t 'arguments that are not UTF-8 are refused and not echoed' '
	code 2 ticket list "$(printf "text:\377")" 2>err
	printf "ticket: argument 2 is not valid UTF-8\n" >exp
	same exp err'

t 'control characters in messages are made visible' '
	code 2 ticket "$(printf "a\033[31m")" 2>err
	hasnt err "$(printf "\033")"
	has err "a␛[31m"'

t 'outside a desk: exit 4, and what to do' '
	code 4 ticket list 2>err
	has err "hint: "'

t 'output that cannot be written is an error' '
	code 7 ticket help >/dev/full 2>err
	has err "cannot write: No space left on device"
	code 7 ticket help >&- 2>err
	has err "cannot write"'

t 'a reader that goes away is no crash and no message' '
	cat >run.py <<-"END"
		import os, subprocess, sys
		r, w = os.pipe()
		os.close(r)
		sys.exit(subprocess.run(["ticket", "help"], stdout=w, stderr=open("err", "w")).returncode)
	END
	code 7 python3 run.py
	same /dev/null err'

t 'closed descriptors never become files of the desk' '
	desk
	code 7 ticket new --title x --channel phone >&- 2>err
	code 0 ticket new --title x --channel phone <&- 2>&- >act
	code 0 ticket check -q >out 2>err
	same /dev/null out'

done_testing
