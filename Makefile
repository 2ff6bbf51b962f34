# Realmscope. `make help` lists the targets.
# DEPS=true skips the check of system packages, for systems without apt-get.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
MAKEFLAGS += --no-print-directory

DEPS ?= scripts/deps.sh
export TAGS := migrated_fynedo
BENCH ?= .
FUZZTIME ?= 30s

.PHONY: help run build test journey screenshots bench lint fmt cover fuzz monkey torture golden threadcheck package keycloak deps clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: build ## build the program and open its window (ARGS= for its arguments)
	@if [[ -n "$${DISPLAY-}$${WAYLAND_DISPLAY-}" ]]; then
		exec build/realmscope $(ARGS)
	fi
	echo 'There is no display here (DISPLAY and WAYLAND_DISPLAY are unset): doing the main job on a virtual one.'
	$(DEPS) test
	REALMSCOPE_OUT="$$PWD/build" go test -tags $(TAGS) -count=1 -v -run '^TestDemoJourney$$' ./app/journey

build: ## build the program into build/realmscope
	@$(DEPS) build
	mkdir -p build
	echo 'Building build/realmscope. The first time the toolkit is built, too, which takes some minutes.'
	go build -tags $(TAGS) -ldflags '-s -w' -o build/realmscope .

test: ## run all tests on a desktop of their own
	@$(DEPS) build test
	scripts/with-desktop.sh scripts/test.sh

journey: ## drive the built program in a real window
	@$(DEPS) build test
	scripts/with-desktop.sh go test -tags $(TAGS) -count=1 -v ./app/journey

screenshots: ## take the pictures in docs/
	@$(DEPS) build test
	REALMSCOPE_SCREENSHOTS="$$PWD/docs" scripts/with-desktop.sh go test -tags $(TAGS) -count=1 -v -timeout 60m -run '^TestScreenshots$$' ./app/journey

bench: ## run the benchmarks (BENCH= for some of them)
	@$(DEPS) build test
	scripts/with-desktop.sh go test -tags $(TAGS) -p 1 -run '^$$' -bench '$(BENCH)' -benchmem ./...

lint: ## check formatting, vet, static analysis
	@$(DEPS) build
	failed=0
	for part in fmt vet static; do scripts/lint.sh $$part || failed=1; done
	exit $$failed

fmt: ## format the Go files
	@go run mvdan.cc/gofumpt@v0.12.0 -w .

cover: ## measure how much of the code the tests run
	@$(DEPS) build test
	mkdir -p build
	scripts/with-desktop.sh go test -short -tags $(TAGS),ci -coverpkg=./... -coverprofile=build/coverage.out $$(scripts/packages.sh)
	go tool cover -func=build/coverage.out | tail -n 1

fuzz: ## fuzz every parser (FUZZTIME=30s each)
	@scripts/fuzz.sh $(FUZZTIME)

monkey: ## use the window at random: 10,000 actions for each of 5 seeds, with the race detector
	@$(DEPS) build test
	REALMSCOPE_MONKEY_ACTIONS=10000 REALMSCOPE_MONKEY_SEEDS=5 go test -race -count=1 -v -timeout 60m -tags $(TAGS),ci -run '^TestMonkey$$' ./ui

torture: ## kill, flip and fill the vault thousands of times, and note the figures in docs/security.md
	@$(DEPS) build test
	scripts/torture.sh

golden: ## show where the window's screens differ from their masters (UPDATE=-update accepts them)
	@$(DEPS) build test
	go test -count=1 -tags $(TAGS),ci ./ui -run '^(TestScreensInEnglish|TestMenusAndMasters)' -args $(UPDATE)

threadcheck: ## look for widgets touched off the UI goroutine
	@$(DEPS) build test
	scripts/with-desktop.sh go test -tags $(TAGS) -count=1 -v -run '^TestThreads$$' ./app/journey

package: ## make build/realmscope.tar.xz for Linux
	@$(DEPS) build
	mkdir -p build
	# The tool counts the build up in FyneApp.toml, and a test wants it to agree with the program.
	cp FyneApp.toml build/FyneApp.toml.before
	trap 'mv build/FyneApp.toml.before FyneApp.toml' EXIT
	go run fyne.io/fyne/v2/cmd/fyne@v2.8.1 package --release --target linux --tags $(TAGS)
	mv Realmscope.tar.xz build/realmscope.tar.xz
	tar -tf build/realmscope.tar.xz

keycloak: ## run a real Keycloak until Ctrl+C (PLAY_PATH=/auth: a prefix; RELEASES="26.0.8 24.0.5": test these)
	@$(DEPS) keycloak
	if [[ -n "$(RELEASES)" ]]; then
		exec scripts/servers.sh $(RELEASES)
	fi
	go run ./tokenclient/realkeycloak/play

deps: ## install what build, tests and the real Keycloak need
	@$(DEPS) build test keycloak

clean: ## remove what was built
	@rm -rf build coverage.out
	find . -path ./.git -prune -o -type d -path '*/testdata/failed' -exec rm -rf {} +
