#!/usr/bin/env bash
# The language of messages: option, variable, locale, desk; no Chinese locale is needed.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

t 'option before variable before locale before desk' '
	unset LC_ALL LANG
	code 0 ticket help >act
	has act "usage: ticket"
	LANG=zh_CN.UTF-8 code 0 ticket help >act
	has act "用法：ticket"
	LANG=zh_CN.UTF-8 LC_ALL=en_US.UTF-8 code 0 ticket help >act
	has act "usage: ticket"
	LC_ALL=en_US.UTF-8 TICKET_LANG=zh code 0 ticket help >act
	has act "用法：ticket"
	TICKET_LANG=zh code 0 ticket --lang en help >act
	has act "usage: ticket"
	code 0 ticket --lang zh help >act
	has act "用法：ticket"
	LANG=de_DE.UTF-8 code 0 ticket help >act
	has act "usage: ticket"'

t 'the same English word is two in Chinese: the status and the event' '
	desk
	code 0 ticket new --title a --channel email >id
	code 0 ticket assign 001 --team tech-support
	code 0 ticket --lang zh list --fields status >act
	has act "已派单"
	code 0 ticket --lang zh log 001 >act
	has act "派单（wang）"
	hasnt act "已派单"'

t 'machine formats do not change with the language' '
	desk
	code 0 ticket new --title a --channel walk-in >id
	code 0 ticket list --format csv >en
	code 0 ticket --lang zh list --format csv >zh
	same en zh
	code 0 ticket list --format json >en
	LC_ALL=zh_CN.UTF-8 code 0 ticket list --format json >zh
	same en zh'

done_testing
