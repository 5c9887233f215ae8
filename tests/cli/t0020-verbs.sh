#!/usr/bin/env bash
# The verbs: from the first call to the closed ticket.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# status: the state of the first ticket
status()
{
	ticket list --template '%(status)' || give_up "list failed"
}
# at HH:MM COMMAND…
at()
{
	local when=$1
	shift
	TICKET_NOW=2026-11-22T$when:00+08:00 "$@"
}

t 'of fields that will do for one another, each is offered' '
	desk
	code 0 ticket new --title x --channel email >id
	code 5 ticket assign 001 2>err
	has err "--set team=… | --set assignee=…"'

t 'a ticket goes its whole way' '
	desk
	code 0 ticket new --title "will not start" --channel phone --customer Zhao --phone 1 --model X --demand repair \
		-m "dead" --set customer.voucher=V1 --set product.batch=B1 --set product.purchased=2026-01-02 \
		--set problem.occurred=today --set problem.environment=office --set problem.tried=nothing >id
	id=$(cat id)
	code 0 at 09:05 ticket register "$id"
	test "$(status)" = registered
	code 0 at 09:06 ticket classify "$id" --category technical-fault --subcategory malfunction --priority P1
	test "$(status)" = classified
	code 0 at 09:07 ticket assign "$id" --team tech-support --to wang
	test "$(status)" = assigned
	code 0 at 09:08 ticket accept "$id"
	code 0 at 09:09 ticket plan "$id" --type onsite-repair --steps "go there" --promised 18:00
	code 0 at 09:10 ticket approve "$id"
	code 0 at 09:11 ticket start "$id"
	test "$(status)" = in-progress
	code 0 at 09:12 ticket wait "$id" --for parts --reason "ordered"
	test "$(status)" = waiting
	code 0 at 09:13 ticket resume "$id"
	test "$(status)" = in-progress
	code 0 at 09:14 ticket update "$id" -m "part came" --next "fitting"
	code 0 at 09:15 ticket extend "$id" --until "2026-11-23 12:00" --reason late --consent-by Zhao --consent-at 09:14 --consent-channel phone
	code 0 at 09:16 ticket resolve "$id" -m "new board" --cause component --evidence "slip 1"
	test "$(status)" = resolved
	code 0 at 09:17 ticket inform "$id" --channel phone
	code 0 at 09:18 ticket survey "$id" --channel sms
	code 0 at 09:19 ticket rate "$id" -r timeliness=5 -r professionalism=4,effectiveness=5
	code 0 at 09:20 ticket confirm "$id" --channel phone
	code 0 at 09:21 ticket close "$id"
	test "$(status)" = closed
	code 0 ticket check -q'

t 'a refused step says which rule, exit 5, nothing written' '
	desk
	code 0 ticket new --title a --channel phone >id
	before=$(tree tickets)
	code 5 ticket close 001 2>err >out
	same /dev/null out
	test "$(wc -l <err)" -le 2
	test "$before" = "$(tree tickets)"'

t 'several tickets: nothing is done when one of them is refused' '
	desk
	for i in 1 2 3; do code 0 ticket new --title "t$i" --channel email >>ids; done
	code 0 ticket start 002 -m go
	before=$(tree tickets)
	code 5 ticket resume 001 002 003 2>err
	has err TS20261122001
	has err TS20261122003
	test "$before" = "$(tree tickets)"
	code 4 ticket start 001 999 2>err
	test "$before" = "$(tree tickets)"'

t 'ids come from standard input, each once' '
	desk
	for i in 1 2 3; do code 0 ticket new --title "t$i" --channel email >>ids; done
	printf "\n  TS20261122001 \r\n" >>ids
	code 0 ticket start - <ids
	code 0 ticket list --template "%(status) %(events)" >act
	printf "in-progress 2\nin-progress 2\nin-progress 2\n" >exp
	same exp act'

t 'an ambiguous or missing id: exit 4 with the candidates' '
	desk
	code 0 ticket new --title a --channel email >id
	code 0 ticket new --title b --channel email --at 2026-11-21 >>id
	code 4 ticket start 001 2>err
	has err TS20261122001
	has err TS20261121001
	code 4 ticket start 777 2>err
	code 2 ticket start ../../etc/passwd 2>err'

t 'notes from -m, a file, standard input and the editor' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "from a file\nline 2\n\n" >note
	code 0 ticket update 001 -m "one"
	code 0 ticket update 001 -F note
	printf "from stdin\n" >in
	code 0 ticket update 001 -F - <in
	printf "%s\n" "#!/bin/sh" "cat \"\$1\" >\"$PWD/form\"; echo edited >>\"\$1\"" >ed
	chmod +x ed
	EDITOR=$PWD/ed code 0 ticket update 001 -e
	has form "# updated TS20261122001"
	code 0 ticket log 001 --template "%(note)" >act
	printf "%s\n" "" one "from a file" "line 2" "from stdin" edited >exp
	same exp act
	code 2 ticket update 001 -m a -F note 2>err
	EDITOR=true code 2 ticket update 001 -e 2>err
	has err "nothing is done"'

t '--dry-run prints the diff and writes nothing' '
	desk
	code 0 ticket new --title a --channel email >id
	before=$(tree tickets)
	code 0 ticket start 001 -n >act
	has act "--- a/tickets/2026/11/TS20261122001.yaml"
	has act "-status: received"
	has act "+status: in-progress"
	test "$before" = "$(tree tickets)"'

t '-v tells the new state, without it nothing is said' '
	desk
	code 0 ticket new --title a --channel email >id
	code 0 ticket assign 001 --team tech-support --to wang -v >out 2>err
	printf "TS20261122001: assigned tech-support wang\n" >exp
	same exp err
	same /dev/null out
	code 0 ticket accept 001 >out 2>err
	same /dev/null out
	same /dev/null err'

t 'keys and values are checked' '
	desk
	code 0 ticket new --title a --channel email >id
	before=$(tree tickets)
	code 2 ticket wait 001 --for godot 2>err
	has err godot
	code 2 ticket assign 001 --team nobody 2>err
	has err nobody
	code 2 ticket rate 001 -r good 2>err
	has err "needs name=value"
	test "$before" = "$(tree tickets)"'

t 'events of the policy: by event, and as commands' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "\nevents:\n  quote-accepted: {label: {en: quote accepted, zh: 客户确认报价}, from: [received, registered]}\n" >>policy.yaml
	code 0 ticket event quote-accepted 001 -m "by phone"
	code 0 ticket quote-accepted 001
	code 0 ticket list --template "%(events)" >act
	printf "3\n" >exp
	same exp act
	code 4 ticket event quote-acepted 001 2>err
	has err "did you mean"'

t 'a busy desk: exit 6 after --wait, nothing written' '
	desk
	code 0 ticket new --title a --channel email >id
	before=$(tree tickets)
	mkfifo ready
	flock .ticket/lock sh -c "echo >ready; exec sleep 5" &
	read -r _ <ready
	code 6 ticket start 001 --wait 0 2>err
	has err "hint: "
	code 0 ticket list --format ids >act
	same id act
	kill $!
	test "$before" = "$(tree tickets)"
	code 2 ticket start 001 --wait soon 2>err'

t '--by and --at' '
	desk
	code 0 ticket new --title a --channel email --at 08:00 >id
	code 0 ticket start 001 --by li --at 08:30
	code 0 ticket log 001 --template "%(at) %(by) %(event)" >act
	printf "%s\n" "2026-11-22T08:00:00+08:00 wang received" "2026-11-22T08:30:00+08:00 li started" >exp
	same exp act'

t 'a dry run shows what would become of both tickets' '
	desk
	ticket new --title a --channel email >/dev/null
	ticket new --title b --channel email >/dev/null
	for words in "link 002 001" "merge 002 001"; do
		code 0 ticket $words -n >act
		has act "+++ b/tickets/2026/11/TS20261122001.yaml"
		has act "+++ b/tickets/2026/11/TS20261122002.yaml"
	done'

t 'records that are removed stay in the log' '
	desk
	ticket new --title a --channel email --add "parts={number: A1, quantity: 2}" >/dev/null
	code 0 ticket edit 001 --unset parts
	code 0 ticket show 001 --format yaml >act
	has act "was: {parts: [{number: \"A1\", "
	code 0 ticket check'

t 'link and merge' '
	desk
	for i in 1 2 3; do code 0 ticket new --title "t$i" --channel email >>ids; done
	code 0 ticket link 002 001 --as repeat-of
	code 0 ticket list --template "%(links)" >act
	printf "%s\n" TS20261122002 TS20261122001 "" >exp
	same exp act
	code 0 ticket merge 003 001 -m "the same call"
	code 0 ticket list status:merged --template "%(id) %(merged_into)" >act
	printf "TS20261122003 TS20261122001\n" >exp
	same exp act
	code 0 ticket check -q'

t 'attach keeps the file beside the ticket' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "pixels" >photo.jpg
	code 0 ticket attach 001 photo.jpg -m "by mail"
	same photo.jpg attachments/2026/11/TS20261122001/photo.jpg
	code 7 ticket attach 001 missing.jpg 2>err
	has err missing.jpg
	mkfifo pipe
	code 2 ticket attach 001 pipe 2>err
	has err "not a regular file"'

t 'a rule of the policy refuses in its own words' '
	desk
	code 0 ticket new --title a --channel email --priority P1 >id
	code 5 ticket resolve 001 -m done 2>err
	cat >exp <<-EOF
	ticket: the rule '"'p1-plan-approved' stands before 'resolved'"': The plan of an urgent ticket is approved by the team'"'"'s lead before it is carried out
	hint: Make the plan (ticket plan) and have the team'"'"'s lead approve it (ticket approve)
	EOF
	same exp err
	code 5 ticket --lang zh resolve 001 -m done 2>err
	has err 紧急工单的处理方案须经部门负责人审核通过后方可执行'

done_testing
