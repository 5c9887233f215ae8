#!/usr/bin/env bash
# A day at the desk, played with the real program on a copy of the sample desk.
#
# Every command is printed before it runs.  The clock is set by hand (TICKET_NOW), so that the day always goes the same
# way; TICKET_USER says who sits at the keyboard.  Steps that the rules refuse are part of the play: were one of them
# not refused, the demo would end in an error.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
desk=$(mktemp -d "${TMPDIR:-/tmp}/ticket-demo.XXXXXX")
trap 'rm -rf "$desk"' EXIT
trap 'exit 130' INT TERM
cp -r --no-preserve=mode "$top/examples/after-sales/." "$desk"
rm -rf "$desk/.ticket"
cd "$desk"
unset TICKET_DESK TICKET_LANG LANGUAGE
export LC_ALL=C.UTF-8 COLUMNS=${COLUMNS:-100} PATH="${TICKET_BIN:-$top/bin}:$PATH"

say() { printf '\n# %s\n' "$*"; }

# sit HH:MM WHO: the clock, and who sits at the keyboard from now on
sit() { export TICKET_NOW="2026-11-22T$1:00+08:00" TICKET_USER=$2; }

# show WORD…: prints a command as one would type it
show()
{
	local word quote="'\\''"
	printf '[%s %s] $ ticket' "${TICKET_NOW:11:5}" "$TICKET_USER"
	for word; do
		case $word in
		*[!A-Za-z0-9_.,:=/%+-]*) printf " '%s'" "${word//\'/$quote}" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
}

# run HH:MM WHO WORD…: a command that is done
run()
{
	sit "$1" "$2"
	shift 2
	show "$@"
	ticket "$@" 2>&1
}

# refused HH:MM WHO WORD…: a command that the rules refuse
refused()
{
	local code=0
	run "$@" || code=$?
	[ "$code" -eq 5 ] || exit 1
	echo '(refused: exit code 5)'
}

say 'The desk this morning: what is urgent and still open?'
run 09:00 wang list status:open priority:P1

say 'The telephone rings: a filling line stands still. A ticket made on the phone counts as answered.'
sit 09:03 wang
call=(new --title '灌装线控制器无法启动' --channel phone --customer '清泉饮料' --phone 0571-65550142 --model CT-500
	--demand repair --description '控制器上电后停在 E-17，整条灌装线停产。'
	--set customer.kind=company --set 'customer.contact=唐经理' --set problem.impact=high)
show "${call[@]}"
id=$(ticket "${call[@]}")
echo "$id"
run 09:04 wang log "$id"

say 'Is the record complete? Not yet; what cannot be known needs a reason.'
refused 09:08 wang register "$id" --set product.purchased=2026-01-08
run 09:15 wang register "$id" --set product.purchased=2026-01-08 --unknown 'product.batch=铭牌被油污覆盖' \
	--set customer.voucher=V77120 --set 'problem.occurred=今天 8:50' --set 'problem.environment=灌装车间' \
	--set 'problem.tried=断电重启两次'

say 'The supervisor ranks it and gives it to technical support.'
run 09:21 gao classify "$id" --category technical-fault --subcategory malfunction --priority P1 -v
run 09:24 gao assign "$id" --team tech-support --to li -v

say 'Li takes it up and makes a plan. An urgent plan is not carried out before the lead has approved it.'
run 09:31 li accept "$id" -v
run 09:50 li plan "$id" --type onsite-repair --steps '携带备用主板上门更换；先寄备用控制器' --promised '2026-11-22 18:00' \
	--substitute 'CT-500 备用控制器' -v
refused 09:52 li inspect "$id" -m '到达现场'
refused 09:53 li approve "$id"
run 10:05 chen approve "$id" -v
run 10:10 li start "$id" -v
run 13:40 li inspect "$id" --set checklist.tool-kit=true -m '主板 U7 烧毁，需换整板。' -v

say 'The part is late. The promised time moves when the customer agrees, and only then.'
run 14:05 li update "$id" -m '备用主板缺货，明早到。备用控制器已恢复一半产能。' --next '明早 9 点换板'
refused 14:06 li extend "$id" --until '2026-11-23 12:00' --reason '备用主板缺货'
run 14:12 li extend "$id" --until '2026-11-23 12:00' --reason '备用主板缺货' --consent-by '唐经理' --consent-at 14:10 \
	--consent-channel phone -v
run 14:13 li wait "$id" --for parts --reason '等待主板' -v
run 17:20 li resume "$id" -m '主板提前到货' -v
run 18:30 li resolve "$id" -m '更换控制器主板，整线运行一小时正常。' --cause component --responsible supplier \
	--evidence '服务单 0442' -v

say 'The customer is told, asked, and content. Closing before that is refused.'
run 18:35 wang inform "$id" --channel phone -m '已告知处理结果。'
refused 18:36 wang close "$id"
run 18:40 wang survey "$id" --channel sms
run 19:10 wang rate "$id" --ratings timeliness=4,professionalism=5,effectiveness=5
run 19:12 wang confirm "$id" --channel phone
run 19:13 wang close "$id" -v

say 'The page that is left behind.'
run 19:15 wang show "$id"

say 'And the file itself: people read it, edit it, keep it in git.'
printf '$ %s\n' "sed -n '1,12p' tickets/2026/11/$id.yaml"
sed -n '1,12p' "tickets/2026/11/$id.yaml"

say 'Lists and figures, for people and for programs.'
run 19:20 gao list status:open team:tech-support --sort priority,received
run 19:21 gao list status:open team:tech-support --lang zh --sort priority,received
run 19:22 gao list text:划痕 --format csv --fields id,status,customer.region,title
run 19:23 gao report --by category,priority
run 19:24 gao report --by category,priority --lang zh

say 'Is the whole desk in order?'
run 19:25 gao check
