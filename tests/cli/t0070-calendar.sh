#!/usr/bin/env bash
# Counting in working time, and looking at calendars.
# shellcheck disable=SC2016,SC2034
. "$(dirname "$0")/lib.sh"

q="'"

office()
{
	cat >office.yaml <<-END
	timezone: Europe/Berlin
	week: {mon-fri: ["08:00-13:00", "14:00-18:00"], sat: ["22:00-06:00"]}
	holidays: ["2026-01-01", "2026-02-15..2026-02-23"]
	dates: {"2026-02-28": ["09:00-18:00"]}
	END
}

t 'a builtin calendar and a file need no desk' '
	code 0 ticket calendar add cn 2026-10-09T17:30:00+08:00 1h >act
	echo 2026-10-10T09:30:00+08:00 >exp
	same exp act
	office
	code 0 ticket calendar add office.yaml 2026-02-27T17:59:59+01:00 1s >act
	code 0 ticket calendar add ./office.yaml 2026-02-27T18:00:00+01:00 1s >>act
	code 0 ticket calendar between "$PWD/office.yaml" 2026-02-14T00:00 2026-03-01T00:00 >>act
	code 0 ticket calendar between office.yaml 2026-03-01T00:00 2026-02-14T00:00 >>act
	printf "%s\n" 2026-02-27T18:00:00+01:00 2026-02-28T09:00:01+01:00 190800 -190800 >exp
	same exp act
	code 0 ticket calendar add always 2026-10-09T17:30:00+08:00 1w >act
	echo 2026-10-16T09:30:00+00:00 >exp
	same exp act'

t 'negative durations and business days, without quoting' '
	office
	code 0 ticket calendar add office.yaml 2026-11-23T09:00 -2h >act
	code 0 ticket calendar add office.yaml 2026-11-23T09:00 3bd >>act
	code 0 ticket calendar add office.yaml 2026-11-23T09:00 -1bd >>act
	code 0 ticket calendar add office.yaml 2026-11-22T12:00 0s >>act
	printf "%s\n" 2026-11-22T05:00:00+01:00 2026-11-26T09:00:00+01:00 2026-11-21T22:00:00+01:00 \
		2026-11-22T12:00:00+01:00 >exp
	same exp act'

t 'cases on standard input, one answer a line in their order' '
	office
	printf "%s\t%s\n" 2026-11-23T09:00:00+01:00 1h 2026-11-23T09:00 -1d 2026-11-23T08:00:00Z 2bd >in
	code 0 ticket calendar add office.yaml - <in >act 2>err
	printf "%s\n" 2026-11-23T10:00:00+01:00 2026-11-19T11:00:00+01:00 2026-11-25T09:00:00+01:00 >exp
	same exp act
	printf "" >exp
	same exp err
	printf "2026-11-23T09:00\t2026-11-23T10:00\r\n2026-11-23T10:00\t2026-11-23T09:00" >in
	code 0 ticket calendar between office.yaml - <in >act
	printf "3600\n-3600\n" >exp
	same exp act
	code 0 ticket calendar between office.yaml - </dev/null >act
	printf "" >exp
	same exp act'

t 'a line that cannot be read gives an empty line and a message with its number' '
	office
	printf "soon\t1h\n2026-11-23T09:00\t1h\n\n2026-11-23T09:00\t1 h\n2026-11-23T09:00\t1h\tx\n" >in
	printf "\377\t1h\n2026-11-23\0001h\n2099-12-31T20:00\t1w\n1969-12-31T00:00:00Z\t1h\n2026-11-23T09:00\t1h" >>in
	code 3 ticket calendar add office.yaml - <in >act 2>err
	printf "\n2026-11-23T10:00:00+01:00\n\n\n\n\n\n\n\n2026-11-23T10:00:00+01:00\n" >exp
	same exp act
	grep -v "^hint:" err >act
	cat >exp <<-END
	<stdin>:1: not a time: ${q}soon${q}
	<stdin>:3: two columns parted by a tab are needed here
	<stdin>:4: not a duration: ${q}1 h${q}
	<stdin>:5: two columns parted by a tab are needed here
	<stdin>:6: two columns parted by a tab are needed here
	<stdin>:7: two columns parted by a tab are needed here
	<stdin>:8: the result lies outside 1970-01-01 to 2100-01-01
	<stdin>:9: outside 1970-01-01 to 2100-01-01: ${q}1969-12-31T00:00:00Z${q}
	END
	same exp act'

t 'what is wrong with a file is said with its place' '
	printf "timezone: Mars/Base\nweek: {mon: [9-17]}\n" >bad.yaml
	code 3 ticket calendar add bad.yaml 2026-11-23 1h 2>err
	has err "bad.yaml:1:11: timezone: no such time zone: "
	printf "timezone: UTC\nweek: {}\n" >bad.yaml
	code 3 ticket calendar add bad.yaml 2026-11-23 1h 2>err
	has err "the calendar is never open"
	printf "timezone: UTC\nweek: {mon: 09:00-18:00}\nholidays: [1970-01-01..2099-12-31]\n" >bad.yaml
	code 3 ticket calendar add bad.yaml 2026-11-23 1h 2>err
	has err "the calendar is never open"
	printf "week: {mon: 09:00-18:00}\ndates:\n  2026-01-01..2026-01-05: []\n  2026-01-05: 09:00-10:00\n" >bad.yaml
	code 3 ticket calendar add bad.yaml 2026-11-23 1h 2>err
	has err "bad.yaml:4:3: dates: the hours of ${q}2026-01-05${q} are given twice, here and in line 3"
	code 7 ticket calendar add ./none.yaml 2026-11-23 1h 2>err
	has err "none.yaml: cannot open"'

t 'unknown calendars, wrong arguments' '
	code 4 ticket calendar add alway 2026-11-23 1h 2>err
	has err "there is no calendar ${q}alway${q}"
	has err "did you mean ${q}always${q}?"
	code 2 ticket calendar add cn 2026-11-23 2>err
	code 2 ticket calendar add cn 2026-11-23 soon 2>err
	code 2 ticket calendar add cn soon 1h 2>err
	code 2 ticket calendar add cn 2026-11-23 1d2bd 2>err
	code 2 ticket calendar add cn 2099-12-31T10:00 90d 2>err
	has err "the result lies outside"
	code 2 ticket calendar sub cn 2026-11-23 1h 2>err
	code 2 ticket calendar between cn 2026-11-23 2026-11-24 --from 2026-01-01 2>err
	code 2 ticket calendar show cn 2026-11-23 2>err
	code 2 ticket calendar show cn --from 2026-11-23 --to 2026-11-22 2>err'

t 'a calendar of the policy, in the zone of the desk' '
	desk
	cat >>policy.yaml <<-END
	calendars:
	  shop: {week: {mon-sat: "10:00-22:00"}, holidays: {2026-11-24: {en: Stocktaking, zh: 盘点}}, include: cn}
	  night: {timezone: Europe/Berlin, week: {mon-fri: "22:00-06:00"}, include: [shop]}
	END
	code 0 ticket calendar add shop 2026-11-23T21:00:00+08:00 2h >act
	code 0 ticket calendar between night 2026-11-23T12:00 2026-11-27T12:00 >>act
	code 0 ticket calendar between always 2026-11-23T00:00 2026-11-23T00:00:00Z >>act
	printf "%s\n" 2026-11-25T11:00:00+08:00 86400 28800 >exp
	same exp act
	code 0 ticket --lang zh calendar show night --from 2026-11-23 --to 2026-11-29 >act
	cat >exp <<-END
	2026-11  night  Europe/Berlin
	周一         周二   周三         周四         周五         周六  周日
	23           24 休  25           26           27           28    29
	22:00-06:00         22:00-06:00  22:00-06:00  22:00-06:00

	2026-11-24              节假日：盘点
	END
	same exp act'

t 'holidays that nobody knows yet are mentioned once' '
	printf "%s\t%s\n" 2026-12-30T17:00 4h 2027-03-01T10:00 1h 2027-03-01T10:00 2h >in
	code 0 ticket calendar add cn - <in >act 2>err
	echo "note: the holidays of ${q}cn${q} are known up to 2026; later ones are not counted" >exp
	same exp err
	code 0 ticket -q calendar add cn - <in >act 2>err
	printf "" >exp
	same exp err
	code 0 ticket calendar add cn 2026-12-31T17:00 1h >act 2>err
	same exp err
	code 0 ticket calendar add always 2030-01-01T00:00 1h >act 2>err
	same exp err'

t 'months that a range touches, this month without one' '
	code 0 ticket calendar show cn --from 2026-02-27 --to 2026-03-02 >act
	cat >exp <<-END
	2026-02  cn  Asia/Shanghai
	Mon  Tue  Wed  Thu  Fri          Sat          Sun
	                    27           28 work
	                    09:00-18:00  09:00-18:00

	2026-03  cn  Asia/Shanghai
	Mon          Tue  Wed  Thu  Fri  Sat  Sun
	                                      1
	2
	09:00-18:00

	2026-02-28              make-up day: Spring Festival  09:00-18:00
	END
	same exp act
	code 0 ticket calendar show cn >act
	has act "2026-11  cn"
	has act "30"
	code 0 ticket calendar show cn --to 2026-01-15 >act
	has act "2026-01  cn"
	hasnt act "16"'

done_testing
