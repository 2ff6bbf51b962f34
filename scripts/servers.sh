#!/usr/bin/env bash
# servers.sh RELEASE...: runs every flow on these releases of Keycloak, one after
# the other, and on oidc-provider, keeps the results and writes docs/servers.md.
set -euo pipefail

: "${TAGS:=migrated_fynedo}"
suite=./tokenclient/realkeycloak

# update TEST: runs a test that writes what it finds out.
update() { go test -tags "$TAGS" -count=1 -timeout 20m -run "^$1\$" "$suite" -update; }

for release in "$@"; do
	echo "### Keycloak $release"
	REALMSCOPE_KEYCLOAK=$release update TestServers
done
echo '### oidc-provider'
update TestSecondProvider
update TestServersPage
