#!/usr/bin/env bash
# A disk that is really full: a tmpfs of 256 KiB.  Nothing that was there is lost, what is refused is told, and with
# room again the next command works.
# shellcheck source=tests/fault/lib.bash
. "$(dirname "$0")/lib.bash"
if [ "${1-}" != inside ]; then
	unshare -rm true 2>/dev/null || skip_all 'no user namespaces here'
	unshare -rm "$0" inside
	exit
fi
mkdir "$tmp/disk"
mount -t tmpfs -o size=256k none "$tmp/disk" 2>/dev/null || skip_all 'no tmpfs may be mounted here'
desk "$tmp/disk/desk"
cd "$tmp/disk/desk" || exit 1

# Fills the disk with new tickets and attachments until no more fits, then tries everything else.
head -c 20000 /dev/zero | tr '\0' 'x' >"$tmp/text"
made=4
head -c 20000 "$tmp/text" >reserve
for ((i = 0; i < 40; i++)); do
	"$ticket" new --title "n$i" --channel email -F "$tmp/text" >/dev/null 2>"$tmp/err"
	code=$?
	[ "$code" = 0 ] || break
	made=$((made + 1))
done
[ "$code" = 7 ] || echo "the full disk: exit $code: $(<"$tmp/err")" >>"$tmp/wrong"
grep -q 'No space left on device' "$tmp/err" || cat "$tmp/err" >>"$tmp/wrong"
cat /dev/zero >rest 2>/dev/null # the last byte
snapshot old .
for command in "update 001 -F $tmp/text" 'update 002 -m short' 'edit 001 --set title=other' "attach 001 $tmp/text" \
	'link 001 002' 'merge 003 004' 'new --title a --channel email' 'edit 001' 'check --fix'; do
	# shellcheck disable=SC2086 # words
	EDITOR=true "$ticket" $command >/dev/null 2>"$tmp/err"
	code=$?
	[ "$code" = 7 ] || [ "$command" = 'check --fix' ] || echo "$command: exit $code: $(<"$tmp/err")"
	[ "$code" != 7 ] || grep -q 'No space left on device' "$tmp/err" || echo "$command: $(<"$tmp/err")"
	snapshot now .
	for path in "${!old[@]}" "${!now[@]}"; do
		[ "${now[$path]-absent}" = "${old[$path]-absent}" ] || echo "$command: changed: $path"
	done
	find . -name '.tmp-*' | sed "s|^|$command: left behind: |"
done >>"$tmp/wrong"
[ "$("$ticket" list --format ids | wc -l)" = "$made" ] || echo 'tickets are missing' >>"$tmp/wrong"
ok "a full disk with $made tickets" "$tmp/wrong"
rm rest reserve
"$ticket" update 001 -m 'room again' 2>>"$tmp/wrong" || echo "exit $?" >>"$tmp/wrong"
"$ticket" check -q >>"$tmp/wrong" 2>&1 || echo "check: exit $?" >>"$tmp/wrong"
ok 'with room again' "$tmp/wrong"
cd "$top" || exit 1
umount "$tmp/disk"
finish
