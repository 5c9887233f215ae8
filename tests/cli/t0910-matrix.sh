#!/usr/bin/env bash
# Files, machine formats and exit codes are the same bytes under every locale, time zone, umask and working directory.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# play LABEL COMMAND…: makes a desk of a few tickets in ./LABEL by "COMMAND… ticket arguments", and keeps in LABEL.out
# every machine format, every exit code, and every file.
play()
{
	local label=$1 code
	shift
	mkdir "$label"
	{
		printf '%s\n' 'title: "电脑无法开机 İı"' 'channel: phone' 'customer: {name: "Straße, \"Müller\"", phone: "0012345"}' \
			'order: {paid: 1280.5}' 'product: {purchased: 2026-03-29}' >doc
		while read -r line; do
			code=0
			eval "\"\$@\" $line" <doc 2>err || code=$?
			echo "$code: $line"
		done <<-'END'
			init -q --timezone Asia/Shanghai --lang en
			new -
			new --title "i I ı İ ß" --channel email --at 2026-11-22T02:30
			new --title "third" --channel walk-in --priority P1 --at -3h
			assign 001 --team tech-support --to wang
			start 001 --at 09:01
			edit 002 --set problem.tried="restarted" --set customer.name="a,b;c"
			update 003 -m "line one"
			close 002
			show 999
			new --title x --channel pigeon
			list --format csv
			list --format tsv --fields id,title,received,age,changed,open
			list --format json
			list --format jsonl --sort -received
			list --format ids title:I
			list --format csv --fields id,order.paid,product.purchased received:2026-11-22
			list --template "%(id) %(received) %(age) %(customer.name)"
			show 001 --format json
			show 002 --format yaml
			log 001 --format json
			report --by status,priority --format csv
			check --format json
			staff --format csv
		END
		(cd "$label" && find . -path ./.ticket -prune -o -type f -print | sort | while read -r file; do
			echo "== $file"
			sed "s/^name: .*/name: X/" "$file"
		done)
	} >"$label.out" 2>&1
}
# The desk is the folder that the command stands in, unless the command says otherwise.
inside()
{
	local dir=$1
	shift
	(cd "$dir" && "$@")
}
same_play()
{
	play "$1" "${@:2}"
	same base.out "$1.out"
}

t 'locales, generated or not' '
	play base inside base ticket
	has base.out "0: list --format json"
	hasnt base.out "crash"
	for lc in C C.UTF-8 POSIX en_US.UTF-8 de_DE.UTF-8 de_DE@euro tr_TR.UTF-8 zh_CN.UTF-8 zh_CN.GB18030 xx_YY; do
		same_play "l-$lc" inside "l-$lc" env LC_ALL=$lc LANG=$lc ticket
	done
	same_play cats inside cats env -u LC_ALL LC_NUMERIC=de_DE.UTF-8 LC_CTYPE=tr_TR.UTF-8 LC_TIME=zh_CN.UTF-8 ticket'

t 'languages of messages' '
	play base inside base ticket
	same_play zh inside zh env TICKET_LANG=zh ticket
	same_play tlh inside tlh env TICKET_LANG=tlh LANGUAGE=tlh:xx ticket'

t 'time zones of the machine' '
	play base inside base ticket
	for tz in UTC Europe/Berlin Asia/Shanghai America/St_Johns Mars/Olympus "" ":" "<-03>3" /etc/passwd; do
		dir=z-$(printf "%s" "$tz" | tr -c "A-Za-z0-9" _)
		same_play "$dir" inside "$dir" env TZ="$tz" ticket
	done'

t 'umasks' '
	play base inside base ticket
	for mask in 000 002 022 027 077; do
		(umask "$mask"; same_play "m-$mask" inside "m-$mask" ticket)
	done
	# what customers said is never for everybody, whatever the umask says
	test -z "$(find m-*/ -type f -perm /007)"
	test -z "$(find m-077/ -type f -perm /077)"
	find m-000 -name "TS*.yaml" -printf "%m\n" | sort -u >act
	echo 640 >exp
	same exp act
	find m-077 -name "TS*.yaml" -printf "%m\n" | sort -u >act
	echo 600 >exp
	same exp act'

t 'an update keeps the mode of the file' '
	desk
	code 0 ticket new --title x --channel phone >id
	for mode in 600 640 660 664; do
		chmod $mode tickets/2026/11/TS20261122001.yaml
		code 0 ticket update 001 -m "$mode"
		test "$(stat -c %a tickets/2026/11/TS20261122001.yaml)" = $mode
	done'

t 'working directories' '
	play base inside base ticket
	here=$PWD
	same_play dash_c ticket -C dash_c
	same_play absolute inside / ticket -C "$here/absolute"
	mkdir -p "dir with blanks/电脑"
	same_play slashes ticket -C ".//slashes/./"
	same_play dots inside "dir with blanks/电脑" ticket -C "../../dots"
	mkdir link-to
	ln -s link-to linked
	rmdir link-to
	mkdir variable
	(cd variable && code 0 ticket init -q --timezone Asia/Shanghai --lang en)
	rm -r variable
	same_play link-to ticket -C linked'

t 'TICKET_DESK names the desk; -C is stronger; below a desk it is found' '
	mkdir -p a b
	code 0 ticket -C a init -q --timezone UTC
	code 0 ticket -C b init -q --timezone UTC
	code 0 ticket -C a new --title in-a --channel phone >id
	code 0 ticket -C b new --title in-b --channel phone >id
	TICKET_DESK=a code 0 ticket list --template "%(title)" >act
	TICKET_DESK=a code 0 ticket -C b list --template "%(title)" >>act
	(cd a/tickets/2026/11 && code 0 ticket list --template "%(title)") >>act
	(cd a && TICKET_DESK=$OLDPWD/b code 0 ticket list --template "%(title)") >>act
	printf "%s\n" in-a in-b in-a in-b >exp
	same exp act'

t 'programs found by an absolute PATH run, nothing of a desk does' '
	desk
	mkdir bin "$tmp/safe"
	for place in . bin tickets .ticket "$tmp/safe"; do
		printf "#!/bin/sh\necho trap of %s >>%s/sprung\n" "$place" "$tmp" >"$place/ticket-trap"
		chmod +x "$place/ticket-trap"
	done
	for path in "" : . ./bin bin "$PWD" "$PWD/bin" "$PWD/tickets/../bin" "$PWD/.ticket"; do
		PATH="$path:/usr/bin:/bin" code 2 "$(command -v ticket)" trap 2>err
		has err "there is no command"
	done
	test ! -e "$tmp/sprung"
	PATH="$tmp/safe:/usr/bin:/bin" code 0 "$(command -v ticket)" trap
	printf "trap of %s\n" "$tmp/safe" >exp
	same exp "$tmp/sprung"
	rm "$tmp/sprung"'

done_testing
