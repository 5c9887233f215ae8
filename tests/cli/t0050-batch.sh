#!/usr/bin/env bash
# Many commands in one process.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

t 'one command a line; quotes, comments, empty lines' '
	desk
	printf "%s\n" "# a morning" "new --title '\''no sound'\'' --channel phone" "" "new --title two\\ words --channel email # here" >in
	code 0 ticket batch - <in >act
	printf "TS20261122001\nTS20261122002\n" >exp
	same exp act
	code 0 ticket list --template "%(title)" >act
	printf "no sound\ntwo words\n" >exp
	same exp act'

t '@N is the ticket that line N made' '
	desk
	printf "%s\n" "new --title a --channel email" "start @1" "update @1 -m x" >in
	code 0 ticket batch in >act
	code 0 ticket list --template "%(status) %(events)" >act
	printf "in-progress 3\n" >exp
	same exp act
	printf "start @1\n" >in
	code 4 ticket batch in 2>err
	has err "in:1: "
	has err "@1"'

t 'it stops at the first line that fails, and names it' '
	desk
	printf "%s\n" "new --title a --channel email" "close @1" "new --title b --channel email" >in
	code 5 ticket batch - <in >act 2>err
	has err "<stdin>:2: "
	code 0 ticket list --format ids >act
	printf "TS20261122001\n" >exp
	same exp act'

t '--keep-going goes on; the exit code is that of the first failure' '
	desk
	printf "%s\n" "new --title a --channel email" "close @1" "clsoe" "new --title b --channel email" >in
	code 5 ticket batch --keep-going in >act 2>err
	printf "TS20261122001\nTS20261122002\n" >exp
	same exp act
	has err "in:3: there is no command"'

t '--atomic: each line sees those before it, all or nothing' '
	desk
	printf "%s\n" "new --title a --channel email" "assign @1 --team tech-support" "accept @1" "start @1" >in
	code 0 ticket batch --atomic in >act 2>err
	printf "TS20261122001\n" >exp
	same exp act
	code 0 ticket list --template "%(status)" >act
	printf "in-progress\n" >exp
	same exp act
	before=$(tree tickets)
	printf "%s\n" "new --title b --channel email" "update 001 -m x" "close @1" >in
	code 5 ticket batch --atomic in >act 2>err
	same /dev/null act
	has err "in:3: "
	rm in err act exp
	rm -f ids
	printf "" >/dev/null
	code 0 ticket list --format ids >"$tmp/ids.$$"
	printf "TS20261122001\n" >"$tmp/exp.$$"
	same "$tmp/exp.$$" "$tmp/ids.$$"'

t 'a broken line in an atomic batch: nothing is done' '
	desk
	code 0 ticket new --title a --channel email >id
	printf "%s\n" "start 001" "update 001 -m '\''open" >in
	before=$(tree tickets)
	code 2 ticket batch --atomic in 2>err
	has err "in:2: a quote is not closed"
	test "$before" = "$(tree tickets)"'

t 'lines keep to the desk, the input and the time of the batch' '
	desk
	mkdir other
	printf "%s\n" "-C other list" >in
	code 2 ticket batch in 2>err
	has err "in:1: "
	printf "%s\n" "start -" >in
	code 2 ticket batch - <in 2>err
	has err "cannot be read twice"
	printf "%s\n" "batch x" >in
	code 2 ticket batch in 2>err
	printf "%s\n" "list" >in
	code 2 ticket batch --atomic in 2>err
	has err "cannot stand in an atomic batch"
	code 0 ticket batch in
	printf "%s\n" "--now 2026-11-23T00:00 new --title a --channel email" >in
	code 0 ticket batch in >act
	printf "TS20261123001\n" >exp
	same exp act'

t '--by and options of the batch hold for its lines' '
	desk
	printf "%s\n" "new --title a --channel email" "start @1 --by li" >in
	code 0 ticket --by gao batch in >act
	code 0 ticket log 001 --template "%(by)" >act
	printf "gao\nli\n" >exp
	same exp act'

t 'a bad batch: not UTF-8, missing' '
	desk
	printf "new \377\n" >in
	code 3 ticket batch in 2>err
	has err "UTF-8"
	code 7 ticket batch nosuch 2>err
	has err nosuch
	code 2 ticket batch --atomic --keep-going in 2>err'

t 'a dry run shows each file once, as all lines would leave it, and writes nothing' '
	desk
	code 0 ticket new --title first --channel email >"$tmp/id"
	printf "%s\n" "new --title second --channel email" "edit 001 --set customer.name=Ann" \
		"edit 001 --set customer.name=Bea" "edit @1 --set customer.name=Cid" >"$tmp/lines"
	tree >"$tmp/before"
	code 0 ticket batch -n "$tmp/lines" >"$tmp/act"
	tree >"$tmp/after"
	same "$tmp/before" "$tmp/after"
	grep -c "^+++ b/" "$tmp/act" >"$tmp/count"
	printf "2\n" >"$tmp/exp"
	same "$tmp/exp" "$tmp/count"
	has "$tmp/act" "+  name: \"Bea\""
	has "$tmp/act" "+  name: \"Cid\""
	hasnt "$tmp/act" "+  name: \"Ann\""
	printf "%s\n" "chase 009" "chase 001" >"$tmp/lines"
	code 4 ticket batch -n --keep-going "$tmp/lines" >"$tmp/act" 2>"$tmp/err"
	has "$tmp/act" "+    event: chased"
	tree >"$tmp/after"
	same "$tmp/before" "$tmp/after"'

done_testing
