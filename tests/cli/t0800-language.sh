#!/usr/bin/env bash
# Speaking Chinese: how the language is chosen, what changes with it and what must not.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

zh_desk()
{
	code 0 ticket init --timezone Asia/Shanghai --lang zh >/dev/null 2>&1
}

# aligned FILE COLUMN: every line that is not empty and does not begin deeper has its text at that display column.
aligned()
{
	perl -CSD -Mutf8 -e '
		my ($column, $bad) = (shift, 0);
		while (<>) {
			chomp;
			next unless /^  (\S+(?: \S+)*?)(  +)(\S.*)$/;
			my $before = "  $1$2";
			my $width = length($before) + (() = $before =~ /[\p{Han}\x{3000}-\x{303f}\x{ff00}-\x{ff60}]/g);
			next if $width == $column;
			print "at column $width, not $column: $_\n";
			$bad = 1;
		}
		exit $bad' "$2" "$1" >bad || give_up "$(cat bad)"
}

t 'option, variable, LANGUAGE, locale, desk, in this order' '
	zh_desk
	unset LC_ALL LANG
	said() { code 0 "$@" >act; head -c 6 act >first; printf "%s\n" "$(cat first)"; }
	[ "$(said ticket help)" = "用法" ]
	[ "$(LANG=en_US.UTF-8 said ticket help)" = "usage:" ]
	[ "$(LANG=zh_CN.UTF-8 said ticket --lang en help)" = "usage:" ]
	[ "$(LC_ALL=zh_CN.UTF-8 said ticket help)" = "用法" ]
	[ "$(LC_ALL=en_US.UTF-8 LANG=zh_CN.UTF-8 said ticket help)" = "usage:" ]
	[ "$(LC_MESSAGES=en_GB LANG=zh_CN.UTF-8 said ticket help)" = "usage:" ]
	[ "$(LC_ALL=en_US.UTF-8 TICKET_LANG=zh said ticket help)" = "用法" ]
	[ "$(TICKET_LANG=zh said ticket --lang en help)" = "usage:" ]
	[ "$(TICKET_LANG=en said ticket --lang zh help)" = "用法" ]
	[ "$(LC_MESSAGES=de_DE.UTF-8 said ticket help)" = "用法" ]
	mkdir ../$n.en
	cd ../$n.en
	desk
	[ "$(said ticket help)" = "usage:" ]
	[ "$(LC_MESSAGES=C.UTF-8 LANGUAGE=zh said ticket help)" = "用法" ]
	[ "$(LC_ALL=de_DE.UTF-8 LANGUAGE=de:zh_CN:en said ticket help)" = "用法" ]
	[ "$(LANG=zh_CN.UTF-8 LANGUAGE=en said ticket help)" = "usage:" ]
	[ "$(LC_ALL=C LANGUAGE=zh said ticket help)" = "usage:" ]
	cd ..
	rm -r "./$n.en"'

t 'no Chinese locale is needed, and none is asked for' '
	for locale in zh_CN.UTF-8 zh_CN.GB18030 zh zh_CN zh_TW.UTF-8 zh-CN; do
		LC_ALL=$locale code 0 ticket help >act
		has act "用法：ticket"
	done
	LC_ALL=zh_nonsense code 2 ticket nonsense 2>err
	has err "没有命令“nonsense”"'

t 'an unknown language is refused' '
	code 2 ticket --lang de help 2>err
	has err "--lang"
	has err "en, zh"
	code 2 ticket --lang "" help 2>err
	code 2 ticket --lang zh_CN help 2>err
	TICKET_LANG=zh code 2 ticket --lang de help 2>err
	has err "ticket: 选项“--lang”不能是“de”"
	has err "提示：可选值：en, zh"'

t 'every command and every option has a Chinese sentence' '
	export TICKET_LANG=zh
	code 0 ticket help >act
	hasnt act "usage"
	sed -n "s/^  \([a-z][a-z-]*\)  .*/\1/p" act >commands
	[ "$(wc -l <commands)" -ge 40 ]
	grep "^  " act >rows
	while read -r command; do
		code 0 ticket "$command" -h >act
		has act "用法：ticket $command "
		has act "通用选项：ticket -h"
		sed -n "1,/^\$/p; /^  -/p" act >>placeholders
		sed "1,/^\$/d" act >rest
		sed "/^\$/,\$d" rest >>rows
		sed -n "/^  -/p" act >>rows
	done <commands
	grep -E "[<[][a-z][a-z-]*[]>]" placeholders >bad || :
	[ ! -s bad ] || give_up "$(cat bad)"
	# words to type, and where an option is so long that its sentence is elsewhere
	perl -CSD -Mutf8 -ne "next if /\p{Han}/ || /  [a-z-]+(?:[, ]+[a-z-]+)*\$/; print" rows >bad
	[ ! -s bad ] || give_up "$(cat bad)"'

t 'the tables of help stand in columns' '
	export TICKET_LANG=zh
	code 0 ticket help >act
	sed -n "/^  [a-z]/p" act >rows
	aligned rows 14
	sed -n "/^  -/p" act >rows
	aligned rows 28
	code 0 ticket new -h >act
	sed -n "/^  -/p" act >rows
	aligned rows 28
	code 0 ticket help fields >act
	aligned act 28
	code 0 ticket help words >act
	aligned act 28
	hasnt act "in progress"
	code 0 ticket help events >act
	has act "电话回访"'

t 'a second line of usage begins below the first' '
	code 0 ticket --lang zh policy -h >act
	has act "用法：ticket policy [选项] list"
	has act "      ticket policy [选项] show [<部分>]"'

t 'status, priority, channel, category and team have labels in tables' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone --category technical-fault --subcategory malfunction \
		--priority P1 --customer 王女士 --demand repair >id 2>err
	code 0 ticket assign 001 --team tech-support --to wang
	code 0 ticket list --fields id,status,priority,channel,category,subcategory,team,demand,open >act
	cat >exp <<\EOF
工单编号       状态    优先级   受理渠道  问题类型  问题子类  处理部门    客户诉求  未结
TS20261122001  已派单  P1 紧急  客服热线  技术故障  运行异常  技术支持部  维修      是
EOF
	sed "s/ *$//" act >trimmed
	same exp trimmed
	code 0 ticket report --by status >act
	cat >exp <<\EOF
状态    数量
已派单     1
合计       1
EOF
	same exp act
	code 0 ticket policy list >act
	has act "规则集"
	has act "售后服务"
	hasnt act "After-sales"
	code 0 ticket staff --teams >act
	has act "技术支持部"
	code 0 ticket staff >act
	has act "技术支持部、物流部"
	hasnt act "tech-support"'

t 'a page is Chinese and stands in columns' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone --category technical-fault --subcategory malfunction \
		--priority P2 --customer 王女士 --demand repair --set product.model=X-200 \
		--add "parts={number: A1, quantity: 2}" -m "按电源键没有反应。" >id
	code 0 ticket assign "$(cat id)" --team tech-support --to wang
	code 0 ticket plan "$(cat id)" --type onsite-repair --promised 2026-11-25T18:00 -m 已约定上门
	code 0 ticket show "$(cat id)" >act
	sed "/^处理记录/,\$d" act >head
	aligned head 22
	for text in "客户诉求            维修" "问题类型            技术故障" "状态                方案已定" \
		"处理方案            上门维修" "备件编号 A1，数量 2" "派单（wang）" "联系渠道 客服热线" "处理部门 技术支持部，处理人 wang"; do
		has act "$text"
	done
	# nothing of the program is left in English: only ids, names and the customer words
	sed -e "s/TS[0-9]*//g; s/wang//g; s/X-200//; s/A1//; s/P2//" act >rest
	grep "[A-Za-z]" rest >bad || :
	[ ! -s bad ] || give_up "$(cat bad)"'

t 'no line begins with a mark that closes' '
	zh_desk
	text=一二三四五六七八九十一二三四五六七八九十一二三四五六七八九
	code 0 ticket new --title 换行 --channel phone -m "$text。完" >id
	code 0 ticket show 001 >act
	has act "  问题描述            ${text%九}"
	has act "                      九。完"'

t 'what the customer agreed to, what is unknown and how it was rated is named' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone --category technical-fault --subcategory malfunction \
		--priority P3 >id
	code 0 ticket assign 001 --team tech-support --to wang
	code 0 ticket plan 001 --type onsite-repair --promised 2026-11-25T18:00
	code 0 ticket extend 001 --clock promise --until 2026-11-28T18:00 --reason 缺备件 --consent-by 王女士 \
		--consent-at 2026-11-22T09:00 --consent-channel phone
	code 0 ticket log 001 >log
	tr -d "\n " <log >act
	has act "时限承诺完成，"
	has act "客户同意联系人王女士，"
	has act "客户同意渠道客服热线"
	has act "截止时间2026-11-2818:00，"'

t 'refusals name events, states and fields as people call them' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone >id
	code 5 ticket close 001 2>err
	has err "工单状态为“已受理”时不能执行“关闭”"
	has err "提示：工单须处于以下状态：已解决"
	code 5 ticket register 001 2>err
	has err "“登记”还需要："
	has err "客户"
	has err "--set customer.name="
	code 5 ticket extend 001 2>err
	has err "“延期”需要“截止时间”"
	ticket --lang en close 001 2>err || :
	has err "closed"
	hasnt err "关闭"'

t 'guards of the policy say what they want in Chinese' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone --category technical-fault --subcategory malfunction \
		--priority P1 >id
	code 0 ticket assign 001 --team tech-support --to wang
	code 0 ticket plan 001 --type onsite-repair --promised 2026-11-22T18:00
	code 5 ticket plan 001 --type exchange --promised 2026-11-22T18:00 2>err
	has err "“制定方案”须先满足前置条件“plan-change-reason”：变更处理方案须说明原因"
	has err "提示：请说明变更原因"'

t 'errors keep their exit codes' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone >id
	for lang in en zh; do
		code 2 ticket --lang $lang nonsense 2>err
		code 2 ticket --lang $lang list --format nonsense 2>err
		code 2 ticket --lang $lang list nonsense:1 2>err
		code 4 ticket --lang $lang show TS20990101001 2>err
		code 5 ticket --lang $lang close 001 2>err
	done
	has err "ticket: "
	code 4 ticket show 999 2>err
	has err "没有工单“999”"
	code 2 ticket list --lmit 3 2>err
	has err "未知选项“--lmit”"
	has err "提示：是否想输入“--limit”？"
	code 2 ticket list "received:gestern" 2>err
	has err "不是"
	# the C library has no Chinese here
	code 7 ticket attach 001 nofile 2>err
	has err "nofile: 无法打开：没有那个文件或文件夹"
	code 7 ticket --lang en attach 001 nofile 2>err
	has err "No such file or directory"'

t 'machine formats are the same bytes in every language' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone --category technical-fault --subcategory malfunction \
		--priority P1 >id
	code 0 ticket assign 001 --team tech-support --to wang
	code 0 ticket wait 001 --for customer
	printf "strange: 1\n" >stray
	sed -i "s/^status: .*/status: closed/" tickets/*/*/*.yaml
	for format in csv tsv json jsonl ids; do
		for command in "list --fields id,status,priority,waiting_for,open,age" "report --by status,priority" \
			"log 001" "check" "policy list" "staff" "staff --teams"; do
			# shellcheck disable=SC2086 # words of a command
			ticket --lang en $command --format $format >en 2>/dev/null || :
			# shellcheck disable=SC2086
			ticket --lang zh $command --format $format >zh 2>/dev/null || :
			[ -s en ] || give_up "nothing printed: $command --format $format"
			same en zh
		done
	done
	code 0 ticket --lang en show 001 --format json >en
	code 0 ticket --lang zh show 001 --format json >zh
	same en zh
	code 0 ticket --lang en list --template "%(id) %(status) %(priority)" >en
	code 0 ticket --lang zh list --template "%(id) %(status) %(priority)" >zh
	same en zh
	code 0 ticket --lang zh list --fields id,status >act
	has act "已关闭"'

t 'files do not change with the language' '
	for lang in en zh; do
		mkdir $lang
		cd $lang
		code 0 ticket init --timezone Asia/Shanghai --name desk --lang en 2>/dev/null
		code 0 ticket --lang $lang new --title x --channel phone --category technical-fault --subcategory \
			malfunction --priority P1 >../id
		code 0 ticket --lang $lang assign 001 --team tech-support --to wang
		cd ..
	done
	diff -r en zh >act || give_up "$(cat act)"'

t 'check speaks Chinese to people' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone >id
	sed -i "s/^status: .*/status: closed/" tickets/*/*/*.yaml
	ticket check >act 2>err || :
	has act ": 警告："
	has act "文件头"
	has act "[head-differs]"
	has err "工单 1 个"
	ticket check --format table >act 2>err || :
	has act "严重程度"
	has act "警告"'

t 'what an editor shows is Chinese' '
	zh_desk
	code 0 ticket new --title 开机无反应 --channel phone >id
	EDITOR="cp -t . --backup=numbered" code 2 ticket update 001 -e 2>err
	has err "没有写文字：未执行任何操作"
	cat -- *.txt >seen
	has seen "# 更新进度 TS20261122001"
	has seen "# 以 # 开头的行不计"
	EDITOR="cp -t ." code 2 ticket new -e 2>err
	has err "表单未填写"
	cat -- *.yaml >seen
	has seen "# 新工单。"
	has seen "# 客户尝试过的方法。"'

done_testing
