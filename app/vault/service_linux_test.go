package vault

import (
	"context"
	"encoding/base64"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"realmscope/app/durable/durabletest"
	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
)

// ageTool is the age command, built from source where it is not installed.
const ageTool = "filippo.io/age/cmd/age@v1.2.1"

// realRing is the folder of the keyring that stands for the system's own.
const realRing = "system"

// The vault with a real keyring of this system, on a bus of the test's own.
func TestRealSecretService(t *testing.T) {
	b := keychaintest.NewBus(t)
	b.StartGnomeKeyring(t)
	// The library keeps one connection for a process, so one test does it all.
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", b.Address)
	r := shelfRig{dir: filepath.Join(t.TempDir(), "realmscope"), shelf: realRing}
	open := func(t *testing.T, codes ...string) *Store {
		s := newStore(Options{Dir: r.dir})
		s.work = testWork
		if err := s.start(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		wantCodes(t, s, codes...)
		return s
	}
	t.Run("every mode survives a restart", func(t *testing.T) {
		s := open(t)
		if err := s.Probe(t.Context()); err != nil {
			t.Fatalf("Probe = %v", err)
		}
		mustPut(t, s, "a", "one")
		for _, m := range []Mode{ModeKeyring, ModePassphrase, ModeKeyring, ModeKeyring} {
			mustSetMode(t, s, m)
			again := open(t)
			mustUnlock(t, again)
			wantSecret(t, again, "a", "one")
			wantStatus(t, again, Status{Mode: m, Chosen: true, Place: PlaceKeyring})
		}
	})
	t.Run("kills during rotations", func(t *testing.T) { killOnRealService(t, r, open) })
	t.Run("the age tool opens it", func(t *testing.T) { ageOpens(t, open(t)) })
	t.Run("a locked keyring is named and nothing is lost", func(t *testing.T) {
		b.LockGnomeKeyring(t)
		s := open(t, "vault.closed")
		wantReason(t, s.Unlock(t.Context(), word("")), ReasonKeyringLocked)
		wantReason(t, s.Probe(t.Context()), ReasonKeyringLocked)
	})
}

func killOnRealService(t *testing.T, r shelfRig, open func(*testing.T, ...string) *Store) {
	random := rand.New(rand.NewPCG(5, 6))
	kills := durabletest.Scale(t, 8, 200)
	for range kills {
		durabletest.Kill(t, command(t, "rotate", r.dir, r.shelf), random)
		s := open(t)
		if err := s.Unlock(t.Context(), word("open sesame")); err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		wantSecret(t, s, "a", "one")
		if keys := s.readRegistry().Keys; len(keys) != 1 || keys[0] != s.key.id {
			t.Errorf("keys = %v, want one", keys)
		}
		_ = s.Close()
	}
	last := open(t)
	mustUnlock(t, last)
	mustSetMode(t, last, ModeKeyring)
	durabletest.Figure(t, "kill -9 during a rotation on a real Secret Service (gnome-keyring) that lost the vault", kills, 0)
}

// ageOpens decrypts the vault by the standard tool and the key that lies in the
// keyring.
func ageOpens(t *testing.T, s *Store) {
	tool := findAge(t)
	text, err := keychain.New(keychain.System()).Get(t.Context(), itemName(s.key.id))
	if err != nil {
		t.Fatal(err)
	}
	identity := filepath.Join(t.TempDir(), "identity")
	writeText(t, identity, text+"\n")
	for _, path := range []string{s.Path(), s.bakPath()} {
		out, err := exec.CommandContext(t.Context(), tool, "--decrypt", "--identity", identity, path).Output()
		if err != nil {
			t.Fatalf("age --decrypt %s: %v", path, err)
		}
		if !strings.Contains(string(out), `"secret":"`+base64.StdEncoding.EncodeToString([]byte("one"))+`"`) {
			t.Errorf("age gave %d bytes without the secret", len(out))
		}
	}
}

func findAge(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("age"); err == nil {
		return path
	}
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, "go", "install", ageTool)
	c.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=-mod=mod")
	if out, err := c.CombinedOutput(); err != nil {
		t.Skipf("SKIP: there is no age tool and it cannot be built: %v: %.200s", err, out)
	}
	return filepath.Join(dir, "age")
}
