#!/usr/bin/env bash
# A desk that declares events of its own: a quote that the customer accepts, a quality check before goods leave.
# shellcheck disable=SC2016
. "$(dirname "$0")/../cli/lib.sh"

# garage: a desk with two events, a gate before each thing that they stand for, and a ticket that has a plan
garage()
{
	desk
	cat >policy.yaml <<'EOF'
profile: after-sales@1
events:
  quote-accepted:
    label: {en: quote accepted, zh: 客户确认报价}
    verb: accept-quote
    from: [planned, waiting]
    to: in-progress
    keys: [channel]
    require: [channel]
    customer: true
  qc-passed:
    label: {en: quality check passed, zh: 质检合格}
    from: [in-progress]
guards:
  quote-gate:
    label: {en: Paid work begins when the quote is accepted, zh: 客户确认报价后方可开工}
    before: [started]
    when: {charges: any}
    need: {event: quote-accepted, since: planned}
    hint: {en: Ask the customer (ticket accept-quote), zh: 请先取得客户确认（ticket accept-quote）}
  qc-gate:
    label: {en: Nothing is delivered before it has passed the quality check, zh: 质检合格前不得交付}
    before: [delivered]
    need: {event: qc-passed, since: [planned, quote-accepted]}
    hint: {en: Have it checked (ticket qc-passed), zh: 请先质检（ticket qc-passed）}
EOF
	code 0 ticket new --title "brakes squeal" --channel email >id
	code 0 ticket assign 001 --team tech-support --to wang
	code 0 ticket plan 001 --type factory-repair
}

is()
{
	local got
	got=$(ticket list --template "%($1)")
	[ "$got" = "$2" ] || give_up "$1 is '$got', not '$2'"
}

# refuses RULE WORD…
refuses()
{
	local rule=$1 before
	shift
	before=$(tree tickets)
	code 5 ticket "$@" 2>err >out
	same /dev/null out
	has err "$rule"
	grep -qE "^(hint: |提示)" err || give_up "no hint: $(cat err)"
	[ "$before" = "$(tree tickets)" ] || give_up "a refused step changed files: $*"
}

t 'the policy is sound, and tells of its events' '
	garage
	code 0 ticket policy check
	code 0 ticket help events >act
	grep -q "quote-accepted.*accept-quote.*quote accepted" act
	grep -q "qc-passed.*quality check passed" act'

t 'no delivery before the check has passed' '
	garage
	code 0 ticket start 001
	refuses qc-gate deliver 001 -m "signed for"
	has err "Nothing is delivered before it has passed the quality check"
	has err "Have it checked (ticket qc-passed)"
	code 0 ticket event qc-passed 001 -m "brakes tried on the road"
	code 0 ticket deliver 001 -m "signed for"'

t 'the gate closes again when the plan changes' '
	garage
	code 0 ticket start 001
	code 0 ticket qc-passed 001
	code 0 ticket --now 2026-11-22T10:00 plan 001 --type exchange --reason "not worth it"
	TICKET_NOW=2026-11-22T10:01:00+08:00
	refuses qc-gate deliver 001
	code 0 ticket qc-passed 001
	code 0 ticket deliver 001'

t 'paid work waits for the quote' '
	garage
	code 0 ticket edit 001 --add "charges={kind: part, amount: 80.00, payer: customer}"
	refuses quote-gate start 001
	code 0 ticket accept-quote 001 --key channel=phone -m "the boss said yes"
	is status in-progress
	code 0 ticket start 001'

t 'unpaid work does not' '
	garage
	code 0 ticket start 001'

t 'event takes the name and the verb; both are commands' '
	for words in "event quote-accepted" "event accept-quote" accept-quote quote-accepted; do
		rm -rf ./* .ticket
		garage
		code 0 ticket $words 001 --key channel=email
		is status in-progress
		tail -n 4 tickets/2026/11/TS20261122001.yaml >act
		printf "%s\n" "  - at: 2026-11-22T09:03:00+08:00" "    by: wang" "    event: quote-accepted" "    channel: email" >exp
		same exp act
	done'

t 'what the event must have, and when it can happen' '
	garage
	refuses "--key channel=" accept-quote 001
	refuses "in-progress" qc-passed 001
	code 2 ticket accept-quote 001 --key channel=phone --key outcome=answered 2>err
	has err outcome
	code 0 ticket accept-quote 001 --key channel=phone
	refuses "planned, waiting" accept-quote 001 --key channel=phone -m "once more"'

t 'a wait ends with an event that moves the status' '
	garage
	code 0 ticket wait 001 --for customer --reason "quote sent"
	is status waiting
	code 0 ticket accept-quote 001 --key channel=phone
	is status in-progress
	is waiting_for ""'

t 'queries and figures see the status that the event leads to' '
	garage
	code 0 ticket new --title other --channel email >id
	code 0 ticket list status:in-progress --format ids >act
	same /dev/null act
	code 0 ticket accept-quote 001 --key channel=phone -m "yes to the new pads"
	code 0 ticket list status:in-progress --format ids >act
	printf "TS20261122001\n" >exp
	same exp act
	code 0 ticket list "new pads" --format ids >act
	same exp act
	code 0 ticket report --by status --format csv --no-heading >act
	printf "%s\n" "\"received\",\"1\"" "\"in-progress\",\"1\"" >exp
	same exp act'

t 'the log shows the labels of the policy in the language asked for' '
	garage
	code 0 ticket accept-quote 001 --key channel=phone
	code 0 ticket qc-passed 001
	code 0 ticket log 001 >en
	has en "quote accepted (wang)"
	has en "quality check passed (wang)"
	code 0 ticket log 001 --lang zh >zh
	has zh "客户确认报价"
	has zh "质检合格"
	code 0 ticket log 001 --template "%(event)" >act
	printf "%s\n" received assigned planned quote-accepted qc-passed >exp
	same exp act'

t 'a refusal in Chinese speaks the words of the policy' '
	garage
	refuses qc-gate --lang zh deliver 001
	has err "质检合格前不得交付"
	has err "请先质检"'

t 'a slip in the name is answered with the right one' '
	garage
	code 4 ticket event qc-pased 001 2>err
	has err "did you mean '\''qc-passed'\''?"
	code 2 ticket qc-pased 001 2>err
	has err "did you mean '\''qc-passed'\''?"'

t 'the check knows them; without the policy it does not' '
	garage
	code 0 ticket accept-quote 001 --key channel=phone
	code 0 ticket check 2>err
	has err "errors: 0, warnings: 0, notes: 0"
	printf "profile: after-sales@1\n" >policy.yaml
	code 3 ticket check >out 2>err
	cat out err >all
	has all quote-accepted'

done_testing
