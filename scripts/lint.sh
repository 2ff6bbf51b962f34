#!/usr/bin/env bash
# lint.sh fmt|vet|static: checks formatting, runs vet, or runs the static
# analysers by pinned version. Build tags come from TAGS.
set -uo pipefail

: "${TAGS:=migrated_fynedo}"
readonly gofumpt=mvdan.cc/gofumpt@v0.12.0
readonly staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
readonly errcheck=github.com/kisielk/errcheck@v1.30.0
readonly errorlint=github.com/polyfloyd/go-errorlint@v1.8.0
readonly ineffassign=github.com/gordonklaus/ineffassign@v0.2.0
readonly gocyclo=github.com/fzipp/gocyclo/cmd/gocyclo@v0.6.0
readonly misspell=github.com/golangci/misspell/cmd/misspell@v0.8.0
readonly govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.8.0

failed=0

# step NAME COMMAND...: runs a check; what it prints or its exit code tells.
step() {
	local name=$1 started=$SECONDS out status=0
	shift
	out=$("$@" 2>&1) || status=$?
	# Fetching a tool prints, too.
	out=$(printf '%s\n' "$out" | grep -v '^go: downloading ')
	if [[ $status -ne 0 || -n $out ]]; then
		printf '%s: FAILED\n%s\n' "$name" "$out"
		failed=1
	else
		printf '%s: ok (%d s)\n' "$name" $((SECONDS - started))
	fi
}

# go_files lists the project's Go files, one a line, tracked or new.
go_files() { git ls-files --cached --others --exclude-standard '*.go'; }

# vulnerabilities: a finding fails; a database out of reach is only said.
vulnerabilities() {
	local out status=0
	out=$(go run "$govulncheck" -tags "$TAGS" ./... 2>&1) || status=$?
	case $status:$out in
	0:*) echo 'govulncheck: ok' ;;
	*'fetching vulnerabilities'* | *'server response'* | *'dial tcp'* | *'no such host'*)
		echo 'SKIP govulncheck: its database or the tool itself cannot be reached from here' ;;
	*)
		printf 'govulncheck: FAILED\n%s\n' "$out"
		failed=1
		;;
	esac
}

case ${1-} in
fmt)
	step gofmt gofmt -l .
	step gofumpt go run "$gofumpt" -l .
	step 'go mod tidy' go mod tidy -diff
	;;
vet)
	step 'go vet' go vet -tags "$TAGS" ./...
	step 'go vet for tests without GL' go vet -tags "$TAGS,ci" . ./app
	;;
static)
	step staticcheck go run "$staticcheck" -tags "$TAGS" ./...
	step errcheck go run "$errcheck" -tags "$TAGS" -ignoretests ./...
	step errorlint go run "$errorlint" -tags "$TAGS" -test=false ./...
	step ineffassign go run "$ineffassign" ./...
	step gocyclo go run "$gocyclo" -over 15 -ignore '_test\.go' .
	step misspell xargs -a <(go_files) go run "$misspell" -error -i produccion
	vulnerabilities
	;;
*)
	echo 'usage: scripts/lint.sh fmt|vet|static' >&2
	exit 2
	;;
esac
exit "$failed"
