#!/usr/bin/env bash
# Looking: list, search, show, log, report, staff, policy, check.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# three: a desk with three tickets
three()
{
	desk
	code 0 ticket new --title "will not start" --channel phone --category technical-fault --subcategory malfunction --priority P1 \
		--customer "王女士" -m "电脑无法启动，指示灯不亮。" >>ids
	code 0 ticket new --title "late parcel" --channel email --category logistics --subcategory late --priority P3 >>ids
	code 0 ticket new --title "how to clean" --channel chat --priority P3 >>ids
}

t 'list selects, sorts and limits' '
	three
	code 0 ticket list --format ids >act
	same ids act
	code 0 ticket list priority:P3 --sort -title --fields title --format csv --no-heading >act
	printf "\"late parcel\"\n\"how to clean\"\n" >exp
	same exp act
	code 0 ticket list -category:logistics --format ids --limit 1 >act
	printf "TS20261122001\n" >exp
	same exp act
	code 0 ticket list priority:P2 >act
	same /dev/null act'

t 'search finds words in any text' '
	three
	code 0 ticket search "无法启动" --format ids >act
	printf "TS20261122001\n" >exp
	same exp act
	code 2 ticket search 2>err'

t 'an unknown field in a query, list or sort: exit 2 with a suggestion' '
	three
	code 2 ticket list priorty:P1 2>err
	has err "priority"
	code 2 ticket list --fields titel 2>err
	has err "title"
	code 2 ticket list --sort nosuch 2>err
	has err "nosuch"'

t 'json is an array of nested objects' '
	three
	code 0 ticket list --fields id,customer.name,priority --format json >act
	python3 -c "import json; d = json.load(open(\"act\")); assert d[0] == {\"id\": \"TS20261122001\", \"customer\": {\"name\": \"王女士\"}, \"priority\": \"P1\"}, d[0]; assert d[1][\"customer\"][\"name\"] is None"
	code 0 ticket show 001 --format json >act
	python3 -c "import json; d = json.load(open(\"act\")); assert d[0][\"title\"] == \"will not start\"; assert d[0][\"log\"][0][\"event\"] == \"received\""'

t 'show --format yaml is the file' '
	three
	code 0 ticket show 001 --format yaml >act
	same tickets/2026/11/TS20261122001.yaml act'

t 'show fits 80 columns, CJK included' '
	three
	code 0 ticket edit 001 --set "problem.tried=$(printf "试过重新启动并且更换了插座还是没有任何反应%.0s" 1 2 3 4)" \
		--set "problem.environment=$(printf "a long line of plain words %.0s" 1 2 3 4 5 6)"
	code 0 ticket show 001 >act
	has act "TS20261122001  will not start"
	has act "王女士"
	python3 -c "
import unicodedata
for line in open(\"act\"):
    w = sum(2 if unicodedata.east_asian_width(c) in \"WF\" else 1 for c in line.rstrip(\"\n\"))
    assert w <= 80, (w, line)"'

t 'show leaves out nothing that somebody wrote' '
	three
	printf "x-crate: \"17\"\nx-box:\n  colour: red\n" >>tickets/2026/11/TS20261122003.yaml
	code 0 ticket show 003 >act
	has act "x-crate             17"
	has act "x-box.colour        red"'

t 'log shows the entries in the order of time' '
	three
	code 0 ticket start 001 --at 09:10 --now 09:20
	code 0 ticket assign 001 --team tech-support --at 09:05 --now 09:21
	code 0 ticket log 001 --template "%(event)" >act
	grep -v responded act >act2
	printf "%s\n" received assigned started >exp
	same exp act2
	code 0 ticket log 001 >act
	has act "2026-11-22 09:05"'

t 'control characters of a ticket never reach the terminal' '
	desk
	printf "title: \"a\\\\e[31mb\"\nchannel: phone\n" >doc
	ticket new - <doc >id 2>err || exit 0
	code 0 ticket show 001 >act
	code 0 ticket list >>act
	hasnt act "$(printf "\033")"'

t 'report names groups without a value, to people' '
	desk
	code 0 ticket new --title a --channel email >id
	code 0 ticket report --by category,priority,team >act
	has act "unclassified  (none)    (none)      1"
	code 0 ticket report --by category,priority --format markdown --lang zh >act
	has act "待人工分类"
	has act "（无）"
	code 0 ticket report --by category,priority --format csv --no-heading >act
	printf "%s\n" "\"\",\"\",\"1\"" >exp
	same exp act
	code 0 ticket report --by category,priority --format jsonl >act
	printf "%s\n" "{\"category\": null, \"priority\": null, \"count\": 1}" >exp
	same exp act'

t 'report counts by fields' '
	three
	code 0 ticket report --by priority --format csv --no-heading >act
	printf "\"P1\",\"1\"\n\"P3\",\"2\"\n" >exp
	same exp act
	code 0 ticket report priority:P3 --by category,priority --format json >act
	python3 -c "import json; d = json.load(open(\"act\")); assert sum(r[\"count\"] for r in d) == 2, d"
	code 0 ticket report >act
	has act total
	code 2 ticket report --by nosuch 2>err
	code 2 ticket report --by id,title,status,priority,category 2>err'

t 'times in records are local times in tables, as in files for programs' '
	desk
	code 0 ticket new --title a --channel email >id
	for a in 2026-11-22T01:00:00Z 2026-11-22T09:02:00+08:00; do
		code 0 ticket edit 001 --add "parts={number: A1, arrived: $a}"
	done
	code 0 ticket list --fields parts.arrived --no-heading >act
	printf "%s\n" "2026-11-22 09:00, 2026-11-22 09:02" >exp
	same exp act
	code 0 ticket list --fields parts.arrived --no-heading --format tsv >act
	has act "T09:02:00+08:00"'

t 'events of the policy are commands: help tells their names' '
	desk
	printf "\nevents:\n  qc-passed: {label: {en: passed, zh: 质检合格}, from: [open]}\n" >>policy.yaml
	code 0 ticket help events >act
	grep -q "^  qc-passed *qc-passed *passed$" act || give_up "$(grep qc act)"
	grep -q "^  received *- " act'

t 'show begins no line with a mark that closes' '
	desk
	text=$(printf "字%.0s" $(seq 24))
	for i in $(seq 12); do
		text=字$text
		code 0 ticket new --title a --channel email -m "$text】』。$text$text" >id
		code 0 ticket show "$(cat id)" >>act
	done
	has act "】』。"
	! grep -E "^ *(』|】|」|，|。)" act || give_up "a line begins with a mark"'

t 'staff lists people and teams' '
	desk
	code 0 ticket staff --format csv >act
	has act wang
	code 0 ticket staff wang --format jsonl >act
	grep -q "\"teams\": \[\".*\", \".*\"\], \"roles\": \[" act || give_up "no lists: $(cat act)"
	code 0 ticket staff --teams --format ids >act
	has act tech-support
	code 4 ticket staff nobody 2>err
	has err nobody'

t 'policy shows the rules, with and without a desk' '
	code 0 ticket policy show --profile after-sales clocks >act
	has act registration
	code 0 ticket policy list --format csv >act
	has act "after-sales@1"
	code 4 ticket policy show 2>err
	desk
	code 0 ticket policy show categories.logistics >act
	code 4 ticket policy show nosuch.part 2>err
	code 2 ticket policy show --profile nosuch 2>err
	code 0 ticket policy check >act
	same /dev/null act
	printf "clocks:\n  plan: {lable: x}\n" >>policy.yaml
	code 3 ticket policy check >act
	has act "policy.yaml:"
	code 2 ticket policy frobnicate 2>err'

t 'a broken ticket among good ones: named, the others listed, exit 3' '
	three
	printf "title: [\n" >tickets/2026/11/TS20261122002.yaml
	code 3 ticket list --format ids >act 2>err
	printf "TS20261122001\nTS20261122003\n" >exp
	same exp act
	has err "tickets/2026/11/TS20261122002.yaml:"
	code 3 ticket report >act 2>err
	code 3 ticket show 002 2>err
	code 3 ticket check >act 2>err
	has act "tickets/2026/11/TS20261122002.yaml:"
	has act ": error: "
	code 3 ticket check --format json >act 2>err
	python3 -c "import json; d = json.load(open(\"act\")); assert d[0][\"severity\"] == \"error\", d"'

t 'check of a good desk says so on standard error only' '
	three
	code 0 ticket check >out 2>err
	same /dev/null out
	has err "tickets: 3, errors: 0"'

done_testing
