#!/usr/bin/env bash
# People edit ticket files by hand: what they wrote stays, and what they changed gets into the log.
# shellcheck disable=SC2016
. "$(dirname "$0")/../cli/lib.sh"

file=tickets/2026/11/TS20261118001.yaml

# sample: a copy of the sample desk; `before` is the file as it was
sample()
{
	cp -r --no-preserve=mode "$top/examples/after-sales/." .
	rm -rf .ticket
	cp $file before
}

# touched OLD NEW: lines added and removed, as git counts them
touched()
{
	git diff --no-index --numstat "$1" "$2" | cut -f 1,2 | tr "\t" " "
}

# lines N M: the last write added N lines to the file and removed M of those that were there
lines()
{
	touched before $file >../act
	printf '%s %s\n' "$1" "$2" >../exp
	same ../exp ../act
}

t 'a head changed by hand is reported, and holds' '
	sample
	sed -i "s/^priority: P2\$/priority: P1/; s/^assignee: li\$/assignee: ma/" $file
	code 0 ticket check >out 2>err
	cat out err >all
	has all "$file:6:11: "
	has all "head-differs"
	has all "warnings: 2"
	code 0 ticket list assignee:ma priority:P1 --format ids >act
	printf "TS20261118001\n" >exp
	same exp act'

t 'the next write notes it, once, before its own entry' '
	sample
	sed -i "s/^priority: P2\$/priority: P1/; s/^assignee: li\$/assignee: ma/" $file
	cp $file before
	code 0 ticket update TS20261118001 -m "rang her up" --by ma
	tail -n 11 $file >act
	cat >exp <<EOF
  - at: 2026-11-19T16:08:14+08:00
    recorded: 2026-11-22T09:03:00+08:00
    by: ma
    event: edited
    auto: true
    set: {priority: P1, assignee: ma}
    was: {priority: P2, assignee: li}
  - at: 2026-11-22T09:03:00+08:00
    by: ma
    event: updated
    note: "rang her up"
EOF
	same exp act
	lines 11 0
	code 0 ticket check >out 2>err
	has err "warnings: 0"
	cp $file before
	code 0 ticket update TS20261118001 -m "and again" --by ma
	lines 4 0'

t 'a status changed by hand counts for what may follow' '
	sample
	sed -i "s/^status: planned\$/status: in-progress/" $file
	cp $file before
	code 5 ticket inform TS20261118001 -m told 2>err
	same before $file
	code 0 ticket resolve TS20261118001 -m "new socket" --cause component --by li
	has $file "    set: {status: in-progress}"
	has $file "    was: {status: planned}"
	grep "^status:" $file >act
	printf "status: resolved\n" >exp
	same exp act
	code 0 ticket check 2>err >out
	has err "errors: 0, warnings: 0"'

t 'comments, blank lines, own keys and order stay' '
	sample
	cat >$file <<EOF
# printed for the file on 20 November
x-binder: {row: 4, shelf: "B 2"}   # beside the printer

title: "洗地机充不进电"  # the customer says so
id: TS20261118001
status: planned # since Wednesday


priority:   P2
channel: app
received: 2026-11-18T15:05:00+08:00
customer:
    phone: "138-0000-0120"   # only after six
    # he has a sister in the house, too
    name: 江涛
    x-nickname: "涛哥"
assignee: li   # knows the way
log: # do not touch
  # first the app
  - at: 2026-11-18T15:05:00+08:00
    by: wang   # on the early shift
    event: received
    set: {channel: app}
  - {at: 2026-11-18T15:20:00+08:00, by: gao, event: classified, set: {priority: P2}} # in one line
  - at: 2026-11-18T16:00:00+08:00
    by: gao
    event: assigned
    set:
      assignee: li
    x-told: by phone
  - at: 2026-11-18T16:10:00+08:00
    by: li
    event: planned

# end of the file
EOF
	cp $file before
	code 0 ticket start TS20261118001 --by li
	git diff --no-index -U0 before $file >all || :
	sed "1,4d;/^@@/d" all >act
	cat >exp <<EOF
-status: planned # since Wednesday
+status: in-progress # since Wednesday
+  - at: 2026-11-22T09:03:00+08:00
+    by: li
+    event: started
EOF
	same exp act
	cp $file before
	code 0 ticket edit TS20261118001 --set customer.phone=138-0000-0199
	git diff --no-index -U0 before $file >all || :
	sed "1,4d;/^@@/d" all >act
	cat >exp <<EOF
-    phone: "138-0000-0120"   # only after six
+    phone: "138-0000-0199"   # only after six
+  - at: 2026-11-22T09:03:00+08:00
+    by: wang
+    event: edited
+    set: {customer.phone: "138-0000-0199"}
+    was: {customer.phone: "138-0000-0120"}
EOF
	same exp act
	cp $file before
	code 0 ticket edit TS20261118001 --set customer.region=昆明 --unset priority --reason "not ours to rank" --by gao
	git diff --no-index -U0 before $file >all || :
	grep -c "^-" all >act
	printf "2\n" >exp
	same exp act
	has all "-priority:   P2"
	has all "+    region: \"昆明\""
	tail -n 1 $file >act
	printf "# end of the file\n" >exp
	same exp act
	code 0 ticket check TS20261118001 2>err'

t 'comments of the sample desk survive a day of work' '
	sample
	grep -rhoE "(^|[^&]) ?#( |[^0-9a-fA-F ]).*" tickets | sort >exp
	test "$(wc -l <exp)" -ge 6
	for id in $(ticket list status:open --format ids); do
		code 0 ticket update "$id" -m "looked after it" --by gao
		code 0 ticket edit "$id" --set customer.prefers=phone --by gao
	done
	grep -rhoE "(^|[^&]) ?#( |[^0-9a-fA-F ]).*" tickets | sort >act
	same exp act
	code 0 ticket check >out 2>err
	has err "errors: 0, warnings: 0, notes: 0"'

t 'a step touches the status, and its own entry' '
	sample
	code 0 ticket start TS20261118001 --by li
	lines 4 1
	cp $file before
	code 0 ticket wait TS20261118001 --for parts --reason "socket ordered" --by li
	lines 6 1
	cp $file before
	code 0 ticket edit TS20261118001 --add "parts={number: CS-W3, quantity: 1}" --by li
	lines 6 0'

t 'an editor may do it: what it saves is taken, with an entry' '
	sample
	printf "%s\n" "#!/bin/sh" "sed -i \"s/^priority: P2\\$/priority: P1/; s/^customer:/customer: # a nursery/\" \"\$1\"" >ed
	chmod +x ed
	EDITOR=$PWD/ed code 0 ticket edit TS20261118001 --by gao
	git diff --no-index -U0 before $file >all || :
	sed "1,4d;/^@@/d" all >act
	cat >exp <<EOF
-priority: P2
+priority: P1
-customer:
+customer: # a nursery
+  - at: 2026-11-22T09:03:00+08:00
+    by: gao
+    event: edited
+    set: {priority: P1}
+    was: {priority: P2}
EOF
	same exp act'

t 'a file broken by hand is named with its place, stays as it is, and the others work' '
	sample
	sed -i "s/^priority: P2\$/priority: urgent/" $file
	cp $file before
	code 3 ticket list --format ids >act 2>err
	has err "$file:6:11: priority:"
	grep -c "" act >count
	printf "46\n" >exp
	same exp count
	code 3 ticket update TS20261118001 -m x 2>err
	has err "$file:6:11: priority:"
	same before $file
	code 0 ticket update TS20261117001 -m "still at it"'

t 'Windows line endings stay' '
	sample
	sed -i "s/\$/\r/" $file
	cp $file before
	code 0 ticket start TS20261118001 --by li
	lines 4 1
	test "$(grep -c "" $file)" = "$(grep -c "$(printf "\r")\$" $file)"'

done_testing
