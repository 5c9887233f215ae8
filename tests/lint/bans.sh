#!/usr/bin/env bash
# Functions that lie, overflow, or belong to somebody else: none of them is called.
set -u
cd "$(dirname "$0")/../.." || exit 1
everywhere='strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|strtol|strtoul|strtoll|strtod|strtok|localtime|localtime_r|gmtime|gmtime_r|mktime|timegm|strptime|system|popen|tolower|toupper|isalpha|isalnum|isspace|isdigit|strcasecmp|strncasecmp|alloca|tmpnam|mktemp'
library='printf|fprintf|puts|putchar|perror|exit|abort|getenv|setlocale|time|gettimeofday|tzset|srand|rand'
# Comments and strings are not calls.
strip() { sed -E 's@"([^"\\]|\\.)*"@""@g; s@//.*@@; s@/\*.*\*/@@g; /^[[:space:]]*\*/d; s@/\*.*@@' "$1"; }
n=0 fail=0
check() # NAME PATTERN FILE…
{
	local name=$1 pattern=$2 hits='' f
	shift 2
	for f in "$@"; do
		hits+=$(strip "$f" | grep -nE "(^|[^A-Za-z0-9_.>])($pattern)[[:space:]]*\(" | sed "s@^@# $f:@")
	done
	n=$((n + 1))
	if [ -z "$hits" ]; then echo "ok $n - $name"; else echo "not ok $n - $name"; printf '%s\n' "$hits"; fail=1; fi
}
check 'no banned function' "$everywhere" lib/*.c src/*.c
check 'the library does not print, exit, or ask the clock and the environment' "$library" lib/*.c
echo "1..$n"
exit $fail
