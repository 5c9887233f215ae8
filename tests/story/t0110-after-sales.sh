#!/usr/bin/env bash
# The process of the after-sales profile, step by step, and what it refuses.
# shellcheck disable=SC2016
. "$(dirname "$0")/../cli/lib.sh"

# shop: a desk under the plain profile, with the people of the sample desk
shop()
{
	desk
	cp "$top/examples/after-sales/staff.yaml" .
}

# at DAYTHH:MM WHO COMMAND…: at a time of November 2026, by a person
at()
{
	local now=2026-11-$1:00+08:00 who=$2
	shift 2
	TICKET_NOW=$now TICKET_USER=$who "$@"
}

# does DAYTHH:MM WHO WORD…: a step that is taken
does()
{
	local when=$1 who=$2
	shift 2
	code 0 at "$when" "$who" ticket "$@" 2>err
}

# refuses RULE DAYTHH:MM WHO WORD…: a step that the rules refuse: exit 5, the rule is named, a hint is given, nothing is
# printed on standard output, and every file stays as it was
refuses()
{
	local rule=$1 when=$2 who=$3 before
	shift 3
	before=$(tree)
	rm -f ../err ../out
	code 5 at "$when" "$who" ticket "$@" 2>../err >../out
	mv ../err err.refused
	mv ../out out.refused
	same /dev/null out.refused
	has err.refused "$rule"
	grep -q "^hint: " err.refused || give_up "no hint: $(cat err.refused)"
	rm err.refused out.refused
	[ "$before" = "$(tree)" ] || give_up "a refused step changed files: $*"
}

# field NAME: of the first ticket
field()
{
	at 30T23:00 wang ticket list --limit 1 --template "%($1)"
}

# is NAME VALUE
is()
{
	local got
	got=$(field "$1")
	[ "$got" = "$2" ] || give_up "$1 is '$got', not '$2'"
}

# case_of PRIORITY [CATEGORY SUBCATEGORY TEAM WHO]: a ticket that is accepted; a technical fault of li unless told
case_of()
{
	does 22T09:00 wang new --title "it does not start" --channel phone --customer Zhao --phone 0571-65550100 \
		--set customer.voucher=V1 --model X-200 --set product.batch=B1 --set product.purchased=2026-01-02 \
		-m "nothing happens" --set problem.occurred=today --set problem.environment=office \
		--set problem.tried=nothing --demand repair >id
	does 22T09:05 wang register 001
	does 22T09:10 gao classify 001 --category "${2:-technical-fault}" --subcategory "${3:-malfunction}" --priority "$1"
	does 22T09:12 gao assign 001 --team "${4:-tech-support}" --to "${5:-li}"
	does 22T09:20 "${5:-li}" accept 001
}

# solved PRIORITY: the same, resolved and told
solved()
{
	case_of "$1"
	does 22T09:30 li plan 001 --type factory-repair
	does 22T09:40 li resolve 001 -m "new board" --cause component
	does 22T09:50 wang inform 001 --channel phone
	does 22T10:00 wang survey 001 --channel sms
}

# ---- taking it in

t 'who rings, drops in or chats is answered; who writes is not yet' '
	shop
	for c in phone walk-in chat email wechat app web dealer; do
		does 22T09:00 wang new --title "by $c" --channel $c >>ids
	done
	at 22T09:01 wang ticket list --template "%(channel) %(responded)" >act
	now=2026-11-22T09:00:00+08:00
	printf "%s\n" "phone $now" "walk-in $now" "chat $now" "email " "wechat " "app " "web " "dealer " >exp
	same exp act'

t 'a record is complete with all that the repair needs' '
	shop
	does 22T09:00 wang new --title "it does not start" --channel phone >id
	refuses "customer.name" 22T09:01 wang register 001
	refuses "customer.voucher, product.model, product.batch, product.purchased, problem.description" 22T09:01 wang \
		register 001 --set customer.name=Zhao --set customer.email=zhao@mail.example
	refuses "demand" 22T09:01 wang register 001 --set customer.name=Zhao --set customer.phone=1 --set customer.voucher=V1 \
		--set product.model=X --set product.batch=B --set product.purchased=2026-01-02 --set problem.description=dead \
		--set problem.occurred=today --set problem.environment=home --set problem.tried=nothing
	is status received'

t 'what cannot be known has a reason' '
	shop
	does 22T09:00 wang new --title "it does not start" --channel phone --customer Zhao --phone 1 --model X \
		-m dead --demand repair --set problem.occurred=today --set problem.environment=home \
		--set problem.tried=nothing --set product.purchased=2026-01-02 >id
	refuses "customer.voucher, product.batch" 22T09:01 wang register 001
	refuses "customer.voucher" 22T09:01 wang register 001 --unknown product.batch="label torn"
	does 22T09:02 wang register 001 --unknown product.batch="label torn" --unknown customer.voucher=lost
	is status registered
	has tickets/2026/11/TS20261122001.yaml "unknown: {product.batch: \"label torn\", customer.voucher: \"lost\"}"'

t 'an empty reason is none' '
	shop
	does 22T09:00 wang new --title "it does not start" --channel phone --customer Zhao --phone 1 --model X \
		-m dead --demand repair --set problem.occurred=today --set problem.environment=home \
		--set problem.tried=nothing --set product.purchased=2026-01-02 --set customer.voucher=V1 >id
	before=$(tree tickets)
	at 22T09:01 wang ticket register 001 --unknown product.batch= 2>err || got=$?
	test "${got:-0}" -ne 0
	test "$before" = "$(tree tickets)"'

t 'a consultation and a danger need name, contact and problem only' '
	shop
	does 22T09:00 wang new --title "how to descale" --channel phone --category service-consultation >id
	refuses "customer.name" 22T09:01 wang register 001
	refuses "problem.description" 22T09:01 wang register 001 --set customer.name=Zhao --set customer.phone=1
	does 22T09:02 wang register 001 --set customer.name=Zhao --set customer.phone=1 --set problem.description=descaling
	does 22T09:05 wang new --title "it smokes" --channel phone --set safety=true --customer Qin --phone 2 -m "smoke" >id
	does 22T09:06 wang register 002'

# ---- how urgent it is

t 'lowering the priority has a reason, raising it needs none' '
	shop
	case_of P2
	refuses priority-lowered-reason 22T09:30 gao classify 001 --priority P3
	refuses priority-lowered-reason 22T09:30 gao edit 001 --set priority=P3
	does 22T09:31 gao classify 001 --priority P1
	is priority P1
	refuses priority-lowered-reason 22T09:32 gao classify 001 --priority P2
	does 22T09:33 gao classify 001 --priority P2 --reason "the line runs again"
	does 22T09:34 gao classify 001 --priority P3 -m "a second machine is there"
	is priority P3'

# ---- the plan of an urgent ticket

t 'an urgent plan is approved before it is carried out' '
	shop
	case_of P1
	for plan in none made; do
		[ $plan = none ] || does 22T09:30 li plan 001 --type onsite-repair --promised 18:00
		refuses p1-plan-approved 22T09:40 li inspect 001 --set checklist.tool-kit=true -m "board burnt"
		refuses p1-plan-approved 22T09:40 li resolve 001 -m "new board" --cause component
		refuses p1-plan-approved 22T09:40 sun deliver 001 -m "signed for"
		refuses p1-plan-approved 22T09:40 li edit 001 --add "visits={technician: li, state: booked}"
		refuses p1-plan-approved 22T09:40 sun edit 001 --add "shipments={direction: outbound, carrier: C, tracking: T1}"
	done
	does 22T09:45 chen approve 001
	does 22T09:46 li edit 001 --add "visits={technician: li, state: booked}"
	does 22T09:47 sun edit 001 --add "shipments={direction: outbound, carrier: C, tracking: T1}"
	does 22T09:48 li inspect 001 --set checklist.tool-kit=true -m "board burnt"
	does 22T09:49 sun deliver 001 -m "signed for"
	does 22T09:50 li resolve 001 -m "new board" --cause component
	is status resolved'

t 'no step slips past the approval by a time before the ticket was urgent' '
	shop
	case_of P1
	does 22T09:30 li plan 001 --type onsite-repair
	refuses p1-plan-approved 22T09:40 li resolve 001 -m "new board" --cause component --at 09:08
	refuses p1-plan-approved 22T09:40 li edit 001 --at 09:08 --add "visits={technician: li, state: booked}"
	is status planned
	does 22T09:45 chen approve 001
	refuses p1-plan-approved 22T09:50 li resolve 001 -m "new board" --cause component --at 09:40
	does 22T09:50 li update 001 -m "on my way"
	does 22T09:55 li resolve 001 -m "new board" --cause component --at 09:47
	is status resolved'

t 'nor past the lead, by a time before the team was named' '
	shop
	case_of P1
	does 22T09:30 li plan 001 --type onsite-repair --at 09:08
	refuses plan-decided-by-lead 22T09:31 qian approve 001 --at 09:09
	does 22T09:32 chen approve 001 --at 09:31'

t 'taking it up and making it safe need no approval' '
	shop
	case_of P1
	is status accepted
	does 22T09:21 li start 001 -m "told them to unplug it"
	does 22T09:22 li update 001 -m "unplugged, nobody is hurt" --next "plan at ten"
	does 22T09:23 li wait 001 --for customer
	does 22T09:24 wang hear 001 -m "they found the papers"
	is status in-progress'

t 'one step does not lower an urgent ticket and carry it out' '
	shop
	case_of P1
	refuses p1-plan-approved 22T09:30 li resolve 001 -m "new board" --cause component --set priority=P2
	refuses p1-plan-approved 22T09:30 li inspect 001 --set checklist.tool-kit=true --set priority=P3 -m "not so bad"
	is priority P1'

t 'the lead of the team approves, or its manager; there is a plan to decide on' '
	shop
	case_of P1
	refuses plan-before-decision 22T09:25 chen approve 001
	refuses plan-before-decision 22T09:25 chen reject 001 --reason "no plan"
	does 22T09:30 li plan 001 --type onsite-repair
	refuses plan-decided-by-lead 22T09:31 li approve 001
	refuses plan-decided-by-lead 22T09:31 gao approve 001
	refuses plan-decided-by-lead 22T09:31 qian approve 001
	refuses plan-decided-by-lead 22T09:31 qian reject 001 --reason "too dear"
	does 22T09:32 zhao approve 001
	does 22T09:33 li resolve 001 -m "new board" --cause component'

t 'a rejected plan is made again, and decided again' '
	shop
	case_of P1
	does 22T09:30 li plan 001 --type onsite-repair
	refuses "--reason" 22T09:31 chen reject 001
	does 22T09:32 chen reject 001 --reason "too slow"
	refuses plan-before-decision 22T09:33 chen approve 001
	refuses p1-plan-approved 22T09:33 li resolve 001 -m "new board" --cause component
	does 22T09:35 li plan 001 --type exchange
	refuses p1-plan-approved 22T09:36 li resolve 001 -m "exchanged" --cause component
	does 22T09:37 chen approve 001
	does 22T09:38 li resolve 001 -m "exchanged" --cause component'

t 'a changed plan has a reason and is approved again' '
	shop
	case_of P1
	does 22T09:30 li plan 001 --type onsite-repair
	does 22T09:35 chen approve 001
	refuses plan-change-reason 22T11:00 li plan 001 --type exchange
	does 22T11:01 li plan 001 --type exchange --reason "no board to be had" --substitute "loan unit 3"
	refuses p1-plan-approved 22T11:02 li resolve 001 -m exchanged --cause component
	does 22T11:03 chen approve 001
	does 22T11:04 li resolve 001 -m exchanged --cause component
	is plan.substitute "loan unit 3"'

t 'a ticket that is not urgent goes without approval' '
	shop
	case_of P2
	does 22T09:30 li plan 001 --type onsite-repair
	refuses tool-kit 22T09:40 li inspect 001 -m "board burnt"
	does 22T09:41 li inspect 001 --set checklist.tool-kit=true -m "board burnt"
	does 22T09:42 li resolve 001 -m "new board" --cause component'

t 'a plan fits the category; without a category, or where it lists none, any does' '
	shop
	case_of P3 logistics wrong-item logistics sun
	refuses "its plans are: resend, exchange, refund, compensation" 22T09:30 sun plan 001 --type onsite-repair
	refuses "no plan" 22T09:30 sun edit 001 --set plan.type=onsite-repair
	does 22T09:31 sun plan 001 --type refund
	does 22T09:32 wang new --title "and this" --channel phone >id
	does 22T09:33 wang plan 002 --type onsite-repair
	printf "\ncategories:\n  logistics: {plans: null}\n" >>policy.yaml
	does 22T09:34 sun plan 001 --type onsite-repair --reason "the lift sticks"'

# ---- promises

t 'the promised date moves by consent only' '
	shop
	case_of P2
	does 22T09:30 li plan 001 --type onsite-repair --promised "2026-11-23 18:00"
	refuses promise-moves-by-consent 22T10:00 li plan 001 --promised "2026-11-24 18:00" --reason "no board"
	refuses promise-moves-by-consent 22T10:00 li edit 001 --set "plan.promised=2026-11-24 18:00"
	refuses promise-moves-by-consent 22T10:00 li plan 001 --promised "2026-11-24 18:00" --reason "no board" \
		--consent-by Zhao --consent-at 09:55
	is plan.promised 2026-11-23T18:00:00+08:00
	does 22T10:00 li plan 001 --promised "2026-11-24 18:00" --reason "no board" --consent-by Zhao --consent-at 09:55 \
		--consent-channel phone
	is plan.promised 2026-11-24T18:00:00+08:00'

t 'an extension has a reason and consent: who, when and how' '
	shop
	case_of P2
	does 22T09:30 li plan 001 --type onsite-repair --promised "2026-11-23 18:00"
	to="--until 2026-11-25"
	refuses extension-agreed 22T10:00 li extend 001 $to
	refuses extension-agreed 22T10:00 li extend 001 $to --reason late
	refuses extension-agreed 22T10:00 li extend 001 $to --consent-by Zhao --consent-at 09:55 --consent-channel phone
	refuses extension-agreed 22T10:00 li extend 001 $to --reason late --consent-at 09:55 --consent-channel phone
	refuses extension-agreed 22T10:00 li extend 001 $to --reason late --consent-by Zhao --consent-channel phone
	refuses extension-agreed 22T10:00 li extend 001 $to --reason late --consent-by Zhao --consent-at 09:55
	refuses "in the future" 22T10:00 li extend 001 $to --reason late --consent-by Zhao --consent-at 10:01 \
		--consent-channel phone
	refuses "not after" 22T10:00 li extend 001 --until 10:00 --reason late --consent-by Zhao --consent-at 09:55 \
		--consent-channel phone
	does 22T10:00 li extend 001 $to --reason late --consent-by Zhao --consent-at 09:55 --consent-channel phone
	has tickets/2026/11/TS20261122001.yaml "clock: promise"'

# ---- quality, logistics

t 'a quality objection is verified before anything is offered' '
	shop
	case_of P3 quality-objection appearance quality-control he
	refuses quality-verified-first 22T09:30 he plan 001 --type exchange
	refuses "-m TEXT" 22T09:31 he verify 001
	does 22T09:32 he verify 001 -m "scratch seen on the photos"
	does 22T09:33 he plan 001 --type exchange
	is status planned'

t 'a parcel has a carrier and a number, and a promise of arrival' '
	shop
	case_of P3 logistics wrong-item logistics sun
	refuses plan.promised 22T09:30 sun plan 001 --type resend
	does 22T09:31 sun plan 001 --type resend --promised "2026-11-24 18:00"
	refuses shipments 22T09:32 sun deliver 001
	does 22T09:33 sun edit 001 --add "shipments={direction: outbound, carrier: C}"
	refuses shipments.tracking 22T09:34 sun deliver 001
	does 22T09:35 sun deliver 001 --set shipments.1.tracking=T1'

# ---- waiting

t 'word from the customer ends a wait for the customer, and no other' '
	shop
	case_of P2
	does 22T09:30 li start 001
	does 22T09:31 li wait 001 --for customer --reason "sends a video"
	is status waiting
	does 22T09:40 wang hear 001 --channel email -m "here is the video"
	is status in-progress
	does 22T09:41 li wait 001 --for parts --reason "board ordered"
	does 22T09:50 wang hear 001 --channel email -m "how long will it take?"
	is status waiting
	refuses started 22T09:51 li start 001
	does 22T09:52 li resume 001
	is status in-progress'

# ---- closing

t 'closing needs the customer' '
	shop
	solved P2
	refuses closing-confirmed 22T10:10 wang close 001
	refuses closing-confirmed 22T10:10 wang close 001 --reason "long enough"
	does 22T10:20 wang rate 001 -r timeliness=5,professionalism=5,effectiveness=5
	refuses closing-confirmed 22T10:21 wang close 001
	does 22T10:22 wang confirm 001 --channel phone
	does 22T10:23 wang close 001
	is status closed'

t 'a call back is as good, answered or not' '
	shop
	solved P2
	refuses "-m TEXT" 22T12:00 wang callback 001 --outcome no-answer
	refuses "--outcome" 22T12:00 wang callback 001 -m "rang ten times"
	does 22T12:01 wang callback 001 --outcome no-answer -m "rang ten times, twice"
	does 22T12:02 wang close 001
	is status closed'

t 'a silent customer with a normal ticket: seven days after the survey, not before' '
	shop
	solved P3
	refuses closing-confirmed 28T10:00 gao close 001 --reason no-answer
	refuses closing-confirmed 29T09:59 gao close 001 --reason no-answer
	refuses closing-confirmed 29T10:00 gao close 001
	refuses closing-confirmed 29T10:00 gao close 001 --reason tired
	does 29T10:00 gao close 001 --reason no-answer
	is status closed'

t 'an important ticket never closes in silence' '
	shop
	solved P2
	refuses closing-confirmed 30T10:00 gao close 001 --reason no-answer'

t 'who wrote after the survey is not silent' '
	shop
	solved P3
	does 24T10:00 wang hear 001 --channel email -m "I try it at the weekend"
	is status resolved
	refuses closing-confirmed 29T10:00 gao close 001 --reason no-answer'

t 'a reply reopens what was closed in silence' '
	shop
	solved P3
	does 29T10:00 gao close 001 --reason no-answer
	does 30T09:00 wang hear 001 --channel email -m "it stopped again"
	is status assigned
	is reopened 1
	tail -n 12 tickets/2026/11/TS20261122001.yaml >end
	has end "event: replied"
	has end "event: reopened"
	has end "auto: true"
	does 30T09:05 li resolve 001 -m "new cable" --cause component
	refuses closing-confirmed 30T09:10 gao close 001 --reason no-answer'

t 'a reply to what was closed by consent is noted, no more' '
	shop
	solved P3
	does 22T10:10 wang confirm 001
	does 22T10:11 wang close 001
	does 23T09:00 wang hear 001 -m "thank you"
	is status closed
	is reopened 0'

t 'a reopened ticket is confirmed anew; its promise may be made anew' '
	shop
	case_of P2
	does 22T09:30 li plan 001 --type factory-repair --promised "2026-11-23 18:00"
	does 22T09:40 li resolve 001 -m "new board" --cause component
	does 22T10:10 wang confirm 001
	does 22T10:11 wang close 001
	refuses "--reason" 25T09:00 wang reopen 001
	does 25T09:00 wang reopen 001 --reason "the noise is back"
	is status assigned
	does 25T09:30 li plan 001 --promised "2026-11-26 18:00" --reason "came back"
	does 25T10:00 li resolve 001 -m "new fan" --cause component
	refuses closing-confirmed 25T10:10 wang close 001
	does 25T10:11 wang confirm 001
	does 25T10:12 wang close 001'

t 'every step of it passes the check, and what is written is what is replayed' '
	shop
	case_of P1
	does 22T09:30 li plan 001 --type onsite-repair --promised 18:00
	does 22T09:31 chen approve 001
	does 22T09:32 li start 001
	does 22T09:33 li inspect 001 --set checklist.tool-kit=true -m burnt
	does 22T09:34 wang chase 001 --channel phone
	does 22T09:35 li resolve 001 -m "new board" --cause component --evidence "slip 1"
	does 22T09:36 wang inform 001 --channel phone
	does 22T09:37 wang callback 001 --outcome answered -m content
	does 22T09:38 wang close 001
	code 0 at 23T09:00 wang ticket check >out 2>err
	same /dev/null out
	has err "errors: 0, warnings: 0, notes: 0"'

done_testing
