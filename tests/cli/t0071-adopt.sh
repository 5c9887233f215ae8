#!/usr/bin/env bash
# Versions of the policy: adopting one, keeping the one before, judging each cycle by its own.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# two: a desk, and a policy with another target in the file new.yaml
two()
{
	desk
	sed "s/^profile:.*/&\nclocks:\n  first-response:\n    target: [{in: 10m}]/" policy.yaml >new.yaml
}

# due NUMBER: of its first response
due()
{
	ticket sla "$1" --format json | python3 -c "
import json, sys
print([c[\"due\"] for c in json.load(sys.stdin) if c[\"clock\"] == \"first-response\"][0])"
}

t 'a cycle is judged by the version in force when it began' '
	two
	code 0 ticket new --title a --channel email --now 2026-11-22T09:59:59+08:00 >id
	code 0 ticket new --title b --channel email --now 2026-11-22T10:00:00+08:00 >>id
	cp policy.yaml old.yaml
	code 0 ticket policy adopt new.yaml --effective 2026-11-22T10:00:00+08:00 2>err
	has err "policies/1970-01-02.yaml"
	same old.yaml policies/1970-01-02.yaml
	has policy.yaml "effective: 2026-11-22T10:00:00+08:00"
	export TICKET_NOW=2026-11-22T10:05:00+08:00
	due 001 >act
	due 002 >>act
	printf "2026-11-22T10:29:59+08:00\n2026-11-22T10:10:00+08:00\n" >exp
	same exp act
	code 0 ticket policy check
	code 0 ticket check -q'

t 'a version to come does not hold yet' '
	two
	code 0 ticket policy adopt new.yaml --effective "2026-12-01" 2>err
	code 0 ticket policy show clocks.first-response.target >act
	has act 30m
	code 0 ticket policy show clocks.first-response.target --now 2026-12-01T00:00:00+08:00 >act
	has act 10m'

t 'one after the other; the present one may not be overtaken' '
	two
	code 0 ticket policy adopt new.yaml --effective 2026-11-01 2>err
	sed -i s/10m/20m/ new.yaml
	code 5 ticket policy adopt new.yaml --effective 2026-11-01 2>err
	has err "holds since 2026-11-01"
	code 0 ticket policy adopt new.yaml --effective 2026-11-20T12:00:00+08:00 2>err
	has policies/2026-11-01.yaml 10m
	has policy.yaml 20m
	code 0 ticket policy adopt policy.yaml 2>err
	has policies/2026-11-20T12:00:00+08:00.yaml 20m
	python3 -c "
t = open(\"policy.yaml\").read()
assert t.count(\"effective:\") == 1 and \"2026-11-22T09:03:00+08:00\" in t, t"'

t 'a policy with anything wrong in it is not adopted; nothing is written' '
	two
	printf "  plan: {lable: x}\nextendable: nosuch\n" >>new.yaml
	cp policy.yaml before
	code 3 ticket policy adopt new.yaml 2>err
	has err "new.yaml:"
	has err lable
	has err nosuch
	printf "{profile: after-sales@1}\n" >flow.yaml
	code 3 ticket policy adopt flow.yaml 2>err
	code 2 ticket policy adopt 2>err
	code 7 ticket policy adopt missing.yaml 2>err
	same before policy.yaml
	code 1 test -e policies'

t 'a dry run checks and writes nothing; comments are kept' '
	two
	cp policy.yaml before
	code 0 ticket policy adopt -n new.yaml 2>err
	same before policy.yaml
	code 1 test -e policies
	printf "# ours\n%s\n" "$(cat new.yaml)" >commented.yaml
	code 0 ticket policy adopt commented.yaml 2>err
	has policy.yaml "# ours"'

t 'a file in policies/ that no date names' '
	two
	code 0 ticket policy adopt new.yaml --effective 2026-11-01 2>err
	cp new.yaml policies/spring.yaml
	code 0 ticket new --title a --channel email >id
	code 3 ticket sla 001 2>err
	has err "spring.yaml"'

done_testing
