#!/usr/bin/env bash
# Many processes at once: no acknowledged note is lost, no number is given twice, readers see whole files only.
#
# Writers note what was acknowledged (exit 0) into a file of their own; afterwards all of that must be in the tickets.
# FAULT_ROUNDS=N makes it N times as long.
# shellcheck source=tests/fault/lib.bash
. "$(dirname "$0")/lib.bash"
unset TICKET_NOW
desk=$tmp/desk
mkdir "$tmp/acked"
"$ticket" init -q --timezone Asia/Shanghai --lang en "$desk" || exit 1
export TICKET_DESK=$desk
printf 'new --title "t%s" --channel email\n' 1 2 3 >"$tmp/first"
mapfile -t ids < <("$ticket" batch "$tmp/first")

# writer NUMBER COUNT: mixed operations on the three tickets.
writer()
{
	local i id what
	for ((i = 1; i <= $2; i++)); do
		id=${ids[(i + $1) % 3]} what=w$1.$i.
		case $((i % 4)) in
		0) "$ticket" --wait 60 chase "$id" -m "$what" ;;
		1) "$ticket" --wait 60 edit "$id" --set "customer.name=$what" -m "$what" ;;
		2)
			printf '%s\n' "update $id -m $what" "update ${ids[$1 % 3]} -m also-$what" >"$tmp/batch.$1"
			"$ticket" --wait 60 batch --atomic "$tmp/batch.$1" &&
				echo "${ids[$1 % 3]} also-$what" >>"$tmp/acked/$1"
			;;
		*) "$ticket" --wait 60 update "$id" -m "$what" ;;
		esac && echo "$id $what" >>"$tmp/acked/$1" || echo "writer $1: exit $?" >>"$tmp/wrong"
	done 2>>"$tmp/wrong"
}

# One that is killed again and again, at any moment.
victim()
{
	local i pid
	for ((i = 1; i <= $2; i++)); do
		"$ticket" --wait 60 update "${ids[i % 3]}" -m "v$1.$i." 2>/dev/null &
		pid=$!
		sleep "0.00$((RANDOM % 10))"
		kill -9 "$pid" 2>/dev/null
		wait "$pid" && echo "${ids[i % 3]} v$1.$i." >>"$tmp/acked/v$1"
	done 2>/dev/null
}

reader()
{
	until [ -e "$tmp/stop" ]; do
		"$ticket" list --format json >"$tmp/list.$1" 2>"$tmp/list.err.$1" || {
			echo "reader: exit $?: $(<"$tmp/list.err.$1")"
			break
		}
		[ "$(grep -c '"id":' "$tmp/list.$1")" -ge 3 ] || echo "reader: tickets are missing: $(<"$tmp/list.$1")"
		"$ticket" check -q >"$tmp/list.err.$1" 2>&1 || echo "check: $(<"$tmp/list.err.$1")"
		echo >>"$tmp/reads"
	done >>"$tmp/wrong"
}

# ---- updates ----------------------------------------------------------------------------------------------------------
: >"$tmp/wrong"
pids=()
for r in 1 2; do reader "$r" & readers[r]=$!; done
for ((w = 1; w <= 14; w++)); do writer "$w" $((8 * rounds)) & pids+=($!); done
for v in 1 2; do victim "$v" $((20 * rounds)) & pids+=($!); done
wait "${pids[@]}"
touch "$tmp/stop"
wait "${readers[@]}"
ok "$(wc -l <"$tmp/reads") readings beside writers see whole files" "$tmp/wrong"

cat "$tmp"/acked/* >"$tmp/acked.all"
for id in "${ids[@]}"; do "$ticket" log "$id" --template "$id %(note)"; done >"$tmp/notes"
sort "$tmp/acked.all" >"$tmp/acked.sorted"
sort -u "$tmp/notes" | comm -23 "$tmp/acked.sorted" - >"$tmp/wrong"
[ "$(wc -l <"$tmp/acked.all")" -ge $((14 * 8 * rounds)) ] || echo "only $(wc -l <"$tmp/acked.all") acknowledged" >>"$tmp/wrong"
grep -v 'v' "$tmp/notes" | sort | uniq -d | grep . >>"$tmp/wrong"
ok "$(wc -l <"$tmp/acked.all") acknowledged notes, some beside killed writers, are all there, once" "$tmp/wrong"

"$ticket" check -q --fix >"$tmp/mended" 2>&1 || cat "$tmp/mended" >>"$tmp/wrong"
temps=$(find "$desk" -name '.tmp-*')
[ -z "$temps" ] || echo "left behind: $temps" >>"$tmp/wrong"
"$ticket" check -q >>"$tmp/wrong" 2>&1 || echo "check: exit $?" >>"$tmp/wrong"
ok 'the desk is sound afterwards' "$tmp/wrong"

# ---- numbers ----------------------------------------------------------------------------------------------------------
rm -rf "$desk"
"$ticket" init -q --timezone Asia/Shanghai --lang en "$desk" || exit 1
creator()
{
	local i
	for ((i = 1; i <= $2; i++)); do
		id=$("$ticket" --wait 60 --now 2026-11-22T12:00:00+08:00 new --title "c$1.$i." --channel email) &&
			echo "$id c$1.$i."
	done >"$tmp/made.$1" 2>>"$tmp/wrong"
}
count=$((rounds > 1 ? 250 : 20)) # 16 × 250 pass the number 999, where ids grow
pids=()
for ((w = 1; w <= 16; w++)); do creator "$w" "$count" & pids+=($!); done
wait "${pids[@]}"
cat "$tmp"/made.* | sort >"$tmp/made"
[ "$(wc -l <"$tmp/made")" -eq $((16 * count)) ] || echo "$(wc -l <"$tmp/made") made" >>"$tmp/wrong"
cut -d' ' -f1 "$tmp/made" | uniq -d | sed 's/^/given twice: /' >>"$tmp/wrong"
"$ticket" list --template '%(id) %(title)' | sort | diff - "$tmp/made" >>"$tmp/wrong"
"$ticket" check -q >>"$tmp/wrong" 2>&1 || echo "check: exit $?" >>"$tmp/wrong"
ok "$((16 * count)) tickets by 16 processes have a number each" "$tmp/wrong"
finish
