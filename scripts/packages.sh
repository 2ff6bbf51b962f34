#!/usr/bin/env bash
# packages.sh: lists the packages whose tests need neither the built program nor
# a server from elsewhere. With the tag ci they build without OpenGL.
set -euo pipefail
go list -tags "${TAGS:-migrated_fynedo},ci" ./... | grep -v -E '/(app/journey|tokenclient/realkeycloak)(/|$)'
