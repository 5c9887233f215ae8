#!/usr/bin/env bash
# A day at the desk, played with the real program on a copy of the sample desk.
#
# Every command is printed before it runs.  The clock is set by hand (TICKET_NOW), so that the day always goes the same
# way; TICKET_USER says who sits at the keyboard.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
cp -r "$top/examples/after-sales/." "$desk"
cd "$desk"
PATH="$top/bin:$PATH"
unset TICKET_DESK TICKET_LANG
export LC_ALL=C.UTF-8 COLUMNS=${COLUMNS:-100}

say() { printf '\n# %s\n' "$*"; }
# run HH:MM WHO COMMAND…
run()
{
	export TICKET_NOW="2026-11-22T$1:00+08:00" TICKET_USER=$2
	shift 2
	printf '%s' "[${TICKET_NOW:11:5} $TICKET_USER] \$ ticket"
	printf ' %q' "$@"
	printf '\n'
	ticket "$@"
}

say 'The desk this morning: what is urgent and still open?'
run 09:00 wang list status:open priority:P1 --sort received
say 'The telephone rings: a packing line stands still.'
printf '%s\n' '[09:03 wang] $ id=$(ticket new …)'
TICKET_NOW=2026-11-22T09:03:00+08:00 TICKET_USER=wang
export TICKET_NOW TICKET_USER
id=$(ticket new --title '灌装线控制器无法启动' --channel phone --demand repair \
	--description $'控制器上电后停在 E-17，整条灌装线停产。\n已断电重启两次，仍然一样。' \
	--set customer.name='清泉饮料' --set customer.kind=company --set customer.contact='唐经理' \
	--set customer.phone='0571-65550142' --set product.model=CT-500)
printf '%s\n' "$id"
say 'What is still missing before the record counts as complete?'
run 09:08 wang register "$id" --set product.purchased=2026-01-08 || printf '(refused: exit code %s)\n' "$?"
run 09:15 wang register "$id" --set product.purchased=2026-01-08 --set product.batch=B2511 --set customer.voucher=V77120 \
	--set problem.occurred='2026-11-22 08:50' --set problem.environment='灌装车间' --set problem.tried='断电重启两次'
say 'The supervisor ranks it and gives it to technical support.'
run 09:21 gao classify "$id" --category technical-fault --subcategory malfunction --priority P1 -v
run 09:24 gao assign "$id" --team tech-support --to li
say 'Li takes it up, makes a plan, and the lead approves it.'
run 09:31 li accept "$id"
run 09:50 li plan "$id" --type onsite-repair --steps '携带备用主板上门更换；先寄备用控制器' --promised '2026-11-22 18:00' \
	--substitute 'CT-500 备用控制器'
run 09:52 li inspect "$id" -m '到达现场' || printf '(refused: exit code %s)\n' "$?"
run 10:05 chen approve "$id"
run 10:10 li start "$id"
run 13:40 li inspect "$id" -m '主板 U7 烧毁，需换整板。'
say 'The part is late. The customer agrees to a new date.'
run 14:05 li update "$id" -m '备用主板缺货，明早到。备用控制器已恢复一半产能。' --next '明早 9 点换板'
run 14:12 li extend "$id" --until '2026-11-23 12:00' --reason '备用主板缺货' --consent-by '唐经理' --consent-at 14:10 \
	--consent-channel phone
run 14:13 li wait "$id" --for parts --reason '等待主板'
run 17:20 li resume "$id" -m '主板提前到货'
run 18:30 li resolve "$id" -m '更换控制器主板，整线运行两小时正常。' --cause component-failure --evidence '服务单 0442'
say 'The customer is told, asked, and content. Closing before that is refused.'
run 18:35 wang inform "$id" --channel phone -m '已告知处理结果。'
run 18:36 wang close "$id" || printf '(refused: exit code %s)\n' "$?"
run 18:40 wang survey "$id" --channel sms
run 19:10 wang rate "$id" --ratings timeliness=4,professionalism=5,effectiveness=5
run 19:12 wang confirm "$id" --channel phone
run 19:13 wang close "$id"
say 'The page that is left behind.'
run 19:15 wang show "$id"
say 'The file itself, as git would see it.'
sed -n '1,12p' "tickets/2026/11/$id.yaml"
say 'Lists and figures.'
run 19:20 gao list status:open team:tech-support --sort priority,received
run 19:21 gao list 'text:划痕' --fields id,status,title
run 19:22 gao report --by category,priority
run 19:23 gao report --by category,priority --lang zh
run 19:24 gao check
