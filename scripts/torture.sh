#!/usr/bin/env bash
# torture.sh: runs the tests of endurance of vault and profiles at full length,
# some minutes, looks into the memory of the built program, and writes what was
# found into the table of docs/security.md. A short form of each runs in every
# `make test`.
set -euo pipefail

readonly page=docs/security.md
: "${TAGS:=migrated_fynedo}"

figures=$(mktemp)
table=$(mktemp)
trap 'rm -f -- "$figures" "$table"' EXIT

export REALMSCOPE_TORTURE=$figures
status=0 # a part that fails leaves the figures of the others
go test -count=1 -timeout 90m -tags "$TAGS,ci" ./app/vault/... ./app/profile/... || status=1
go test -count=1 -tags "$TAGS,ci" -run '^TestJourneyLeavesNoSecretOutsideTheVault$' ./app || status=1
go test -count=1 -timeout 20m -tags "$TAGS" -run '^(TestMemoryOfTheProgramAfterALock|TestVaultOnARealKeyring)$' ./app/journey || status=1

{
	echo '| What | How many | Result |'
	echo '|---|---:|---:|'
	LC_ALL=C sort "$figures" | awk -F '\t' '{ printf "| %s | %s | %s |\n", $1, $2, $3 }'
} >"$table"

# The table stands between two marks; the rest of the page is written by hand.
awk -v table="$table" '
	/^<!-- figures of make torture -->$/ { print; print ""; while ((getline line < table) > 0) print line; print ""; skip = 1 }
	/^<!-- end of the figures -->$/ { skip = 0 }
	!skip || /^<!-- end/ { if (!/^<!-- figures/) print }
' "$page" >"$figures"
cat "$figures" >"$page"
sed -n '/^<!-- figures/,/^<!-- end/p' "$page"
exit "$status"
