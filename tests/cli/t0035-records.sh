#!/usr/bin/env bash
# Records come with the step that needs them.
. "$(dirname "$0")/lib.sh"

t 'what is missing of a record is asked for as one record, and given with the same command' '
	desk
	code 0 ticket new --title lost --channel email --category logistics --subcategory late --priority P3 >id
	code 5 ticket deliver 001 2>err
	printf "%s\n" "ticket: TS20261122001: '\''delivered'\'' needs shipments.carrier, shipments.tracking" \
		"hint: give with the same command: --add '\''shipments={carrier: …, tracking: …}'\''" >exp
	sed "s/^ticket: \(TS20261122001: \)\{0,1\}/ticket: TS20261122001: /" err >act
	same exp act
	code 0 ticket deliver 001 --add "shipments={carrier: DHL, tracking: JD01}"
	code 0 ticket list --template "%(shipments.carrier) %(shipments.tracking)" >act
	printf "DHL JD01\n" >exp
	same exp act'
done_testing
