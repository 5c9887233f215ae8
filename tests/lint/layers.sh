#!/usr/bin/env bash
# No file of lib/ includes a header of a higher layer, and src/ sees only the public headers.  Read from the compiler's
# own dependency output, against the list in tests/lint/layers.
set -u
cd "$(dirname "$0")/../.." || exit 1
b=.build/${VARIANT:-release}
awk '
	FILENAME ~ /tests\/lint\/layers$/ { if ($1 ~ /^[0-9]$/) for (i = 2; i <= NF; i++) layer[$i] = $1; next }
	# $0 of a .d file: "target: source header header \" — the phony targets behind it end in a colon
	{
		unit = FILENAME; sub(/.*\//, "", unit); sub(/\.d$/, "", unit)
		src = FILENAME ~ /\/src\//
		for (i = 1; i <= NF; i++) {
			h = $i
			if (h ~ /:$/ || h == "\\" || h !~ /\.h$/) continue
			if (src) {
				if (h ~ /^lib\// && h !~ /^lib\/include\//) bad(unit " includes " h ", which is not public")
				continue
			}
			if (h !~ /^lib\//) continue
			sub(/.*\//, "", h); sub(/\.h$/, "", h)
			name = h
			if (!(unit in layer)) { bad("lib/" unit ".c stands in no layer"); continue }
			if (!(name in layer)) { bad("header " name ".h stands in no layer"); continue }
			if (layer[name] > layer[unit]) bad("lib/" unit ".c (layer " layer[unit] ") includes " name ".h (layer " layer[name] ")")
		}
	}
	function bad(text) { if (!(text in seen)) { seen[text] = 1; print "# " text; wrong++ } }
	END { print (wrong ? "not ok" : "ok") " 1 - files include only lower layers"; print "1..1"; exit wrong > 0 }
' tests/lint/layers "$b"/lib/*.d "$b"/src/*.d
