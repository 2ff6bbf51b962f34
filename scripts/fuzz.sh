#!/usr/bin/env bash
# fuzz.sh [DURATION]: runs every fuzz test for DURATION, 30s if not given.
set -euo pipefail
readonly duration=${1:-30s}

while read -r package; do
	while read -r name; do
		echo "== $package $name"
		go test -run '^$' -fuzz "^$name\$" -fuzztime "$duration" "$package"
	done < <(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true)
done < <(scripts/packages.sh)
