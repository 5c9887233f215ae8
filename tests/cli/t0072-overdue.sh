#!/usr/bin/env bash
# What is late, what will be.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# two: tickets received at 09:03 (P1) and 09:33 (P3), by e-mail
two()
{
	desk
	code 0 ticket new --title a --channel email --priority P1 >id
	code 0 ticket new --title b --channel email --priority P3 --now 2026-11-22T09:33:00+08:00 >>id
}

t 'nothing is late: silent, exit 0' '
	two
	code 0 ticket overdue --now 2026-11-22T09:33:00+08:00 >act 2>&1
	same /dev/null act
	code 0 ticket overdue --exit-code --now 2026-11-22T09:33:00+08:00'

t 'late by a second; exit 1 only where asked' '
	two
	code 0 ticket overdue --format csv --no-heading --now 2026-11-22T09:33:01+08:00 >act
	has act "\"TS20261122001\",\"first-response\",\"1\",\"breached\""
	code 1 ticket overdue --exit-code --now 2026-11-22T09:33:01+08:00 >act
	code 0 ticket overdue --exit-code priority:P3 --now 2026-11-22T09:33:01+08:00 >act
	same /dev/null act'

t 'the worst first' '
	two
	code 0 ticket overdue --template "%(ticket) %(clock) %(overdue)" --now 2026-11-22T11:13:00+08:00 >act
	printf "%s\n" "TS20261122001 first-response 6000" "TS20261122002 first-response 4200" \
		"TS20261122001 registration 600" >exp
	same exp act'

t 'what has ended is not listed, late or not' '
	two
	code 0 ticket respond 001 --now 2026-11-22T10:00:00+08:00
	code 0 ticket overdue --template "%(ticket)" --now 2026-11-22T10:00:00+08:00 >act
	same /dev/null act'

t 'soon: at the warning points of the policy, by time, by share' '
	two
	export TICKET_NOW=2026-11-22T09:22:59+08:00
	code 0 ticket overdue --soon >act
	same /dev/null act
	export TICKET_NOW=2026-11-22T09:23:00+08:00
	code 0 ticket overdue --soon --template "%(ticket) %(clock) %(remaining) %(state)" >act
	printf "TS20261122001 first-response 600 running\n" >exp
	same exp act
	code 0 ticket overdue --soon=10m --template "%(ticket) %(clock) %(remaining) %(state)" >act
	same exp act
	code 0 ticket overdue --soon=599s >act
	same /dev/null act
	code 0 ticket overdue --soon=66% --template "%(ticket) %(clock) %(remaining) %(state)" >act
	same exp act
	code 0 ticket overdue --soon=67% >act
	same /dev/null act
	code 2 ticket overdue --soon=3bd 2>err
	code 2 ticket overdue --soon=101% 2>err
	code 0 ticket overdue --soon priority:P1 >act
	has act "First response"'

t 'a broken ticket among good ones: named, exit 3' '
	two
	printf "title: [\n" >tickets/2026/11/TS20261122001.yaml
	code 3 ticket overdue --template "%(ticket)" --now 2026-11-22T10:10:00+08:00 >act 2>err
	printf "TS20261122002\n" >exp
	same exp act
	has err "TS20261122001.yaml:"'

t 'tables, in Chinese too' '
	two
	code 0 ticket overdue --now 2026-11-22T11:13:00+08:00 --lang zh >act
	has act "首次响应"
	has act "1h40m"'

done_testing
