#!/usr/bin/env bash
# The harness itself: what must fail does fail, and nothing is left behind.
. "$(dirname "$0")/lib.sh"
here=$(cd "$(dirname "$0")" && pwd)

# Runs a small script of tests and keeps its TAP in act.
meta()
{
	printf '. "%s/lib.sh"\n%s\ndone_testing\n' "$here" "$1" >meta.sh
	bash meta.sh >act 2>&1 || true
}
t 'a failing command in the middle fails the test' '
	meta "t x \"false; true\""
	has act "not ok 1 - x"'
t 'a wrong exit code fails, also behind a redirection' '
	meta "t x \"code 3 true >out; true\""
	has act "not ok 1 - x"
	has act "exit code 0, not 3"'
t 'a crash is no exit code' '
	meta "t x \"code 139 sh -c '\''kill -SEGV \\\$\\\$'\''\""
	has act "not ok 1 - x"'
t 'different files fail' '
	meta "t x \"echo a >a; echo b >b; same a b\""
	has act "not ok 1 - x"'
t 'a good test passes' '
	meta "t x \"echo a >a; echo a >b; same a b; code 1 false\""
	has act "ok 1 - x"
	hasnt act "not ok"'
done_testing
