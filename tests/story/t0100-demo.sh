#!/usr/bin/env bash
# The demo: a day at the sample desk, from the call to the closed ticket.
# shellcheck disable=SC2016
. "$(dirname "$0")/../cli/lib.sh"

mkdir "$tmp/here"
sample=$(tree "$top/examples/after-sales")
(cd / && TMPDIR="$tmp/here" "$top/examples/demo.sh") >"$tmp/day" 2>"$tmp/day.err"
echo $? >"$tmp/day.code"

t 'it plays through, with nothing on standard error' '
	printf "0\n" >exp
	same exp ../day.code
	same /dev/null ../day.err'

t 'it leaves nothing behind, neither in the sample desk' '
	test -z "$(ls -A ../here)"
	test "$sample" = "$(tree "$top/examples/after-sales")"'

t 'a second run says the same' '
	TMPDIR=$PWD TICKET_LANG=zh TICKET_DESK=/nowhere TICKET_USER=nobody COLUMNS=100 code 0 "$top/examples/demo.sh" >day
	same ../day day'

t 'the steps of the day, who takes them, in their order' '
	sed -n "s/^\[\(..:.. [a-z]*\)\] \$ ticket \([a-z]*\).*/\1 \2/p" ../day >act
	cat >exp <<EOF
09:00 wang list
09:03 wang new
09:04 wang log
09:08 wang register
09:15 wang register
09:21 gao classify
09:24 gao assign
09:31 li accept
09:50 li plan
09:52 li inspect
09:53 li approve
10:05 chen approve
10:10 li start
13:40 li inspect
14:05 li update
14:06 li extend
14:12 li extend
14:13 li wait
17:20 li resume
18:30 li resolve
18:35 wang inform
18:36 wang close
18:40 wang survey
19:10 wang rate
19:12 wang confirm
19:13 wang close
19:15 wang show
19:20 gao list
19:21 gao list
19:22 gao list
19:23 gao report
19:24 gao report
19:25 gao check
EOF
	same exp act'

t 'the call comes in behind the mail of the morning, and is answered' '
	sed -n "/\] \$ ticket new /,/^\$/p" ../day >all
	sed 1d all >act
	cat >exp <<EOF
TS20261122002
[09:04 wang] \$ ticket log TS20261122002
  2026-11-22 09:03  received (wang)
                      channel hotline
  2026-11-22 09:03  responded (wang)
                      channel hotline

EOF
	same exp act'

t 'what is refused names the rule, and what would satisfy it' '
	grep -c "^(refused: exit code 5)\$" ../day >act
	printf "5\n" >exp
	same exp act
	grep -c "^hint: " ../day >act
	same exp act
	has ../day "needs customer.voucher, product.batch, problem.occurred, problem.environment, problem.tried"
	has ../day "p1-plan-approved"
	has ../day "plan-decided-by-lead"
	has ../day "extension-agreed"
	has ../day "closing-confirmed"'

t 'the status follows the steps' '
	sed -n "s/^TS20261122002: \([a-z-]*\) P1.*/\1/p" ../day >act
	printf "%s\n" classified assigned accepted planned planned in-progress in-progress in-progress waiting in-progress \
		resolved closed >exp
	same exp act'

t 'figures in English and in Chinese, the desk in order' '
	has ../day "Technical fault       P1 urgent         8"
	grep -qE "^技术故障 .* 8\$" ../day
	grep -qE "^(total|合计) .* 48\$" ../day
	tail -n 1 ../day >act
	printf "tickets: 48, errors: 0, warnings: 0, notes: 0, mended: 0\n" >exp
	same exp act'

t 'the sample desk itself: 47 tickets, not a finding' '
	cp -r --no-preserve=mode "$top/examples/after-sales" desk
	code 0 ticket -C desk check 2>act
	printf "tickets: 47, errors: 0, warnings: 0, notes: 0, mended: 0\n" >exp
	same exp act
	code 0 ticket -C desk list status:open --format ids >act
	test "$(wc -l <act)" -eq 12'

done_testing
