#!/usr/bin/env bash
# test.sh: runs all tests; the desktop is with-desktop.sh's.
set -euo pipefail

: "${TAGS:=migrated_fynedo}"
status=0
mapfile -t packages < <(scripts/packages.sh)

# The tests that draw every screen in every size. They start nothing of their
# own beside what others start, and the race detector makes minutes of them.
readonly drawn='^TestScreens(InEnglish|InSpanish|WithHostileNames)$'

# All others with the race detector. The tag ci leaves OpenGL out: it takes
# minutes to build a second time for the detector, and these tests draw in
# memory.
go test -race -shuffle=on -timeout 30m -tags "$TAGS,ci" -skip "$drawn" "${packages[@]}" || status=1
go test -shuffle=on -timeout 30m -tags "$TAGS,ci" -run "$drawn" ./ui || status=1

# The real server and the real window, one after the other because both look at
# the clock, and with -v because they say what they skip and why.
go test -v -count=1 -p 1 -timeout 30m -tags "$TAGS" ./tokenclient/realkeycloak/... ./app/journey/... || status=1

exit "$status"
