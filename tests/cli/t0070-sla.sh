#!/usr/bin/env bash
# Deadlines: sla, its formats, its ledger.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# one: a desk with a ticket that was received at 09:03
one()
{
	desk
	code 0 ticket new --title "will not start" --channel email --category technical-fault --subcategory malfunction --priority P1 >id
}

t 'json has every cycle in the binding form' '
	one
	code 0 ticket respond 001 --at 09:20 --now 2026-11-22T09:20:00+08:00
	code 0 ticket sla 001 --format json --now 2026-11-22T09:30:00+08:00 >act
	python3 -c "
import json
d = {c[\"clock\"]: c for c in json.load(open(\"act\"))}
c = d[\"first-response\"]
want = {\"ticket\": \"TS20261122001\", \"clock\": \"first-response\", \"cycle\": 1, \"state\": \"met\",
	\"promise\": \"customer\", \"owner\": \"agent\", \"started\": \"2026-11-22T09:03:00+08:00\",
	\"due\": \"2026-11-22T09:33:00+08:00\", \"original_due\": \"2026-11-22T09:33:00+08:00\",
	\"stopped\": \"2026-11-22T09:20:00+08:00\", \"target\": 1800, \"elapsed\": 1020, \"remaining\": None, \"overdue\": 0,
	\"elapsed_wall\": 1020, \"remaining_wall\": None, \"overdue_wall\": 0, \"missed\": 0, \"calendar\": \"always\"}
assert c == want, c
assert list(c) == list(want), list(c)
c = d[\"start\"]
assert (c[\"state\"], c[\"target\"], c[\"remaining\"], c[\"stopped\"]) == (\"running\", 14400, 12780, None), c"'

t 'tables have what has not ended; --all has the rest' '
	one
	code 0 ticket respond 001
	code 0 ticket sla 001 >act
	hasnt act "First response"
	has act "Registration"
	code 0 ticket sla 001 --all >act
	has act "First response"
	code 0 ticket sla 001 --format csv >act
	has act first-response'

t 'a pause: no due time, only time left' '
	one
	code 0 ticket wait 001 --for customer --now 2026-11-22T09:13:00+08:00
	code 0 ticket sla 001 --format json --now 2026-11-22T12:00:00+08:00 >act
	python3 -c "
import json
d = {c[\"clock\"]: c for c in json.load(open(\"act\"))}
c = d[\"registration\"]
assert (c[\"state\"], c[\"due\"], c[\"remaining\"], c[\"elapsed\"]) == (\"paused\", None, 6600, 600), c
assert d[\"first-response\"][\"state\"] == \"breached\", d"'

t 'the past can be looked at, and looks the same for ever' '
	one
	code 0 ticket sla 001 --format json --now 2026-11-22T09:10:00+08:00 >before
	code 0 ticket respond 001 --now 2026-11-22T09:20:00+08:00
	code 0 ticket edit 001 --set priority=P3 --reason "a spare one is there" --now 2026-11-22T11:00:00+08:00
	code 0 ticket sla 001 --format json --now 2026-11-22T09:10:00+08:00 >after
	same before after'

t 'explain: parts that add up' '
	one
	code 0 ticket sla 001 --explain --now 2026-11-22T09:10:00+08:00 >act
	has act "First response (first-response): running, time left 23m"
	has act "  start       2026-11-22 Sun 09:03:00  received (wang)"
	has act "  target      30m  {in: 30m}  calendar always"
	has act "  counted     2026-11-22 Sun 09:03:00 - 09:33:00  30m"
	has act "  due         2026-11-22 Sun 09:33:00  = 30m"
	code 0 ticket sla 001 --explain --lang zh >act
	has act "首次响应（first-response）：计时中，剩余时间 30m"
	code 2 ticket sla 001 --explain --format json 2>err'

t 'several tickets, ids from standard input, none that is missing' '
	one
	code 0 ticket new --title "late parcel" --channel email >>id
	code 0 ticket sla - --format ids <id >act
	has act TS20261122001
	has act TS20261122002
	code 4 ticket sla 001 009 2>err >act
	code 2 ticket sla 2>err'

t 'hours of the desk' '
	one
	printf "calendars:\n  office: {label: {en: Office, zh: 办公}, week: {mon-fri: \"09:00-18:00\"}}\n" >>policy.yaml
	printf "calendar: office\n" >>desk.yaml
	code 0 ticket sla 001 --format json >act
	python3 -c "
import json
d = {c[\"clock\"]: c for c in json.load(open(\"act\"))}
assert d[\"first-response\"][\"due\"] == \"2026-11-23T09:30:00+08:00\", d[\"first-response\"]
assert d[\"first-response\"][\"calendar\"] == \"office\"
assert d[\"backstop\"][\"due\"] == \"2026-11-23T09:03:00+08:00\", d[\"backstop\"]"'

t 'a deadline past the horizon is an error, never a date' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "clocks:\n  triage: {target: [{in: 6000w}]}\n" >>policy.yaml
	code 0 ticket sla 001 >act
	code 0 ticket register 001 --set customer.name=W --set customer.phone=1 --set "problem.description=x" --set safety=true
	code 3 ticket sla 001 2>err
	has err "tickets/2026/11/TS20261122001.yaml: "
	code 3 ticket overdue 2>err
	has err "tickets/2026/11/TS20261122001.yaml: "'

t 'a ticket without a log runs from its receipt' '
	desk
	code 0 ticket new --title a --channel email >id
	sed -i "/^log:/,\$d" tickets/2026/11/TS20261122001.yaml
	code 0 ticket sla 001 --template "%(clock) %(started) %(state)" >act
	has act "first-response 2026-11-22T09:03:00+08:00 running"'

done_testing
