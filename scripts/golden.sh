#!/usr/bin/env bash
# golden.sh: runs the tests of the window and shows each master that no longer
# fits, beside what was drawn. It overwrites nothing: look, then copy by hand.
set -uo pipefail

: "${TAGS:=migrated_fynedo}"
find ui -type d -path '*/testdata/failed' -exec rm -rf {} +
scripts/with-desktop.sh go test -count=1 -tags "$TAGS,ci" ./ui/... >/dev/null
found=0
while read -r drawn; do
	found=1
	master=${drawn/testdata\/failed/testdata}
	echo "== $master"
	if [[ ! -e $master ]]; then
		echo '   has no master yet'
	elif [[ $drawn == *.png ]]; then
		difference=${drawn%.png}.difference.png
		compare "$master" "$drawn" "$difference"
		echo "   look at $difference"
	else
		diff -u "$master" "$drawn"
	fi
	echo "   to accept: cp $drawn $master"
done < <(find ui -type f -path '*/testdata/failed/*' ! -name '*.difference.png' | sort)
((found)) || echo 'every master fits'
exit "$found"
