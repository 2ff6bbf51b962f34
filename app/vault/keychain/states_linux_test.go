package keychain_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"realmscope/app/durable/durabletest"
	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
)

// childEnv makes the test binary ask the system's keyring: the library keeps
// one connection for the life of a process, so each state gets a process.
const childEnv = "REALMSCOPE_KEYCHAIN_CHILD"

func TestMain(m *testing.M) {
	if work := os.Getenv(childEnv); work != "" {
		ask(work)
		return
	}
	os.Exit(m.Run())
}

// ask makes the calls named in work and prints what each gives and how many
// milliseconds it takes.
func ask(work string) {
	c := keychain.New(keychain.System())
	for _, verb := range strings.Fields(work) {
		ctx, cancel := context.WithTimeout(context.Background(), keychain.ProbeLimit)
		began := time.Now()
		var err error
		switch verb {
		case "get":
			_, err = c.Get(ctx, "vault-key/00000000")
		case "set":
			err = c.Set(ctx, "vault-key/00000000", "AGE-SECRET-KEY-OF-A-TEST")
		case "delete":
			err = c.Delete(ctx, "vault-key/00000000")
		}
		cancel()
		fmt.Println(verb, stateOf(err), time.Since(began).Milliseconds())
	}
}

func stateOf(err error) string {
	for name, e := range map[string]error{
		"missing": keychain.ErrMissing, "no-bus": keychain.ErrNoBus, "no-service": keychain.ErrNoService,
		"locked": keychain.ErrLocked, "no-answer": keychain.ErrNoAnswer, "not-kept": keychain.ErrNotKept,
		"broken": keychain.ErrBroken,
	} {
		if errors.Is(err, e) {
			return name
		}
	}
	if err != nil {
		return "unknown"
	}
	return "ok"
}

// wantStates runs a child on a bus and compares what it says: "verb state". It
// gives the milliseconds of the slowest answer.
func wantStates(t *testing.T, address string, want ...string) (slowest int) {
	t.Helper()
	var work []string
	for _, w := range want {
		verb, _, _ := strings.Cut(w, " ")
		work = append(work, verb)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, "-test.run=^$")
	c.Env = append(os.Environ(), childEnv+"="+strings.Join(work, " "), "DBUS_SESSION_BUS_ADDRESS="+address)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, os.Stderr
	if err := c.Run(); err != nil {
		t.Fatalf("child: %v: %s", err, out.String())
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		words := strings.Fields(line)
		if len(words) != 3 {
			t.Fatalf("the child said %q", line)
		}
		got = append(got, words[0]+" "+words[1])
		ms, err := strconv.Atoi(words[2])
		if err != nil || time.Duration(ms)*time.Millisecond > keychain.ProbeLimit+30*time.Second {
			t.Errorf("%s took %s ms", words[0], words[2])
		}
		slowest = max(slowest, ms)
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("the keyring said %q, want %q", got, want)
	}
	return slowest
}

// ownBus tells whether the library would find the bus of this machine's user.
func ownBus() bool {
	_, err := os.Stat("/run/user/" + strconv.Itoa(os.Getuid()) + "/bus")
	return err == nil
}

// stateCase is a keyring and what is said of it.
type stateCase struct {
	prepare func(*testing.T, *keychaintest.Bus)
	want    []string
}

// The seven states that a keyring of this system can be in.
func TestStatesOfTheKeyring(t *testing.T) {
	nothing := func(*testing.T, *keychaintest.Bus) {}
	runStates(t, "states of a keyring", map[string]stateCase{
		noBus:        {nothing, []string{"get no-bus", "set no-bus", "delete no-bus"}},
		"no service": {nothing, []string{"get no-service", "set no-service", "delete no-service"}},
		"locked, nobody to ask": {func(t *testing.T, b *keychaintest.Bus) {
			b.StartGnomeKeyring(t)
			b.LockGnomeKeyring(t)
		}, []string{"get locked", "set locked", "delete locked"}},
		"locked, the question stays unanswered": {func(t *testing.T, b *keychaintest.Bus) {
			(&keychaintest.Fake{AsksToUnlock: true}).Start(t, b)
		}, []string{"get no-answer", "set no-answer"}},
		"the question is dismissed": {func(t *testing.T, b *keychaintest.Bus) {
			(&keychaintest.Fake{Dismisses: true}).Start(t, b)
		}, []string{"set not-kept", "get missing"}},
		"unlocked, nothing there": {func(t *testing.T, b *keychaintest.Bus) { b.StartGnomeKeyring(t) }, []string{"get missing", "delete ok"}},
		"unlocked": {func(t *testing.T, b *keychaintest.Bus) { b.StartGnomeKeyring(t) }, []string{
			"set ok", "get ok", "set ok", "delete ok", "get missing",
		}},
	})
}

// noBus is the state in which there is no bus to ask.
const noBus = "no session bus"

// Faults that the library takes for success, waits for or breaks on.
func TestFaultsOfTheKeyring(t *testing.T) {
	faulty := func(f *keychaintest.Fake) func(*testing.T, *keychaintest.Bus) {
		return func(t *testing.T, b *keychaintest.Bus) { f.Start(t, b) }
	}
	runStates(t, "faults of a keyring", map[string]stateCase{
		"it reports success and keeps nothing": {faulty(&keychaintest.Fake{Forgets: true}), []string{"set not-kept"}},
		"it answers nothing at all":            {faulty(&keychaintest.Fake{Silent: true}), []string{"get no-answer"}},
		"it breaks the protocol":               {faulty(&keychaintest.Fake{Odd: true}), []string{"get broken", "set broken"}},
	})
}

// runStates tries each case on a bus of its own and notes how many were named.
func runStates(t *testing.T, what string, cases map[string]stateCase) {
	t.Helper()
	named, slowest := 0, 0
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			b := keychaintest.NewBus(t)
			tt.prepare(t, b)
			address := b.Address
			if name == noBus {
				if address = ""; ownBus() {
					t.Skip("SKIP: the library would find the bus of this machine's user")
				}
			}
			slowest = max(slowest, wantStates(t, address, tt.want...))
			if !t.Failed() {
				named++
			}
		})
	}
	durabletest.Figure(t, what+", each named", len(cases), named)
	durabletest.Figure(t, what+": milliseconds until the slowest was named, of so many allowed", 3500, slowest)
}

// Without a session bus nothing is called: the library would start a bus for
// every call, by the dbus-launch that it finds.
func TestWithoutABusNothingIsStarted(t *testing.T) {
	if ownBus() {
		t.Skip("SKIP: the library would find the bus of this machine's user")
	}
	dir := t.TempDir()
	log := filepath.Join(dir, "launched")
	script := "#!/bin/sh\necho launched >>" + log + "\n"
	if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	for name, address := range map[string]string{"unset": "", "autolaunch": "autolaunch:"} {
		t.Run(name, func(t *testing.T) {
			var want []string
			for range 33 {
				want = append(want, "get no-bus", "set no-bus", "delete no-bus")
			}
			wantStates(t, address, want...)
			if b, err := os.ReadFile(log); err == nil {
				t.Errorf("dbus-launch was run %d times, want never", bytes.Count(b, []byte("\n")))
			}
		})
	}
	t.Run("a bus that is gone", func(t *testing.T) {
		wantStates(t, "unix:path="+filepath.Join(dir, "nothing"), "get no-bus", "set no-bus")
	})
}
