package vault

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

func TestEveryModeSurvivesARestart(t *testing.T) {
	for name, tt := range map[string]struct {
		mode    Mode
		noRing  bool
		place   Place
		items   int
		locked  bool
		keyFile bool
	}{
		"keyring":                    {mode: ModeKeyring, place: PlaceKeyring, items: 1},
		"passphrase":                 {mode: ModePassphrase, place: PlaceKeyring, items: 1, locked: true},
		"passphrase without keyring": {mode: ModePassphrase, noRing: true, place: PlaceFile, locked: true, keyFile: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			if tt.noRing {
				r.ring.Fail = func(string, string) error { return keychain.ErrNoService }
			}
			r.made(t, tt.mode)
			s := r.open(t)
			wantStatus(t, s, Status{Mode: tt.mode, Locked: tt.locked, Chosen: true, Place: tt.place})
			if tt.locked {
				if _, err := s.Get(t.Context(), "a", testOwner()); !errors.Is(err, ErrLocked) {
					t.Errorf("Get of a locked vault = %v, want %v", err, ErrLocked)
				}
				mustUnlock(t, s)
			}
			wantSecret(t, s, "a", "one")
			wantSecret(t, s, "b", "two")
			mustPut(t, s, "c", "three")
			again := r.open(t)
			mustUnlock(t, again)
			wantSecret(t, again, "c", "three")
			if got := len(r.ring.Items()); got != tt.items {
				t.Errorf("the keyring holds %d items, want %d", got, tt.items)
			}
			if _, err := os.Stat(s.keyPath()); (err == nil) != tt.keyFile {
				t.Errorf("vault.key: %v, want it there: %t", err, tt.keyFile)
			}
			if len(s.pendingKeys()) != 0 {
				t.Errorf("keys left over: %v", s.pendingKeys())
			}
		})
	}
}

func TestFirstStartKeepsForThisSession(t *testing.T) {
	r := newRig(t)
	s := r.open(t)
	wantStatus(t, s, Status{Mode: ModeSession})
	mustPut(t, s, "a", "one")
	wantSecret(t, s, "a", "one")
	again := r.open(t)
	wantGone(t, again, "a")
	mustSetMode(t, again, ModeSession)
	wantStatus(t, r.open(t), Status{Mode: ModeSession, Chosen: true})
	if r.ring.Calls() != 0 {
		t.Errorf("the keyring was called %d times, want never", r.ring.Calls())
	}
}

// Every mode leads to every other, with all records, and leaves nothing of the
// one before.
func TestModesChange(t *testing.T) {
	all := []Mode{ModeSession, ModeKeyring, ModePassphrase}
	for _, from := range all {
		for _, to := range all {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				r := newRig(t)
				s := r.made(t, from)
				mustSetMode(t, s, to)
				wantSecret(t, s, "a", "one")
				want := 1
				if to == ModeSession {
					want = 0
				}
				if got := len(r.ring.Items()); got != want {
					t.Errorf("the keyring holds %d items, want %d", got, want)
				}
				if _, err := os.Stat(s.Path()); (err == nil) != (to != ModeSession) {
					t.Errorf("vault.age: %v", err)
				}
				again := r.open(t)
				mustUnlock(t, again)
				if to == ModeSession {
					wantGone(t, again, "a")
				} else {
					wantSecret(t, again, "a", "one")
				}
			})
		}
	}
}

func TestRotationMakesOldCopiesUseless(t *testing.T) {
	for _, m := range []Mode{ModeKeyring, ModePassphrase} {
		t.Run(string(m), func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, m)
			mustPut(t, s, "c", "three") // makes a daily backup
			old, before := readText(t, s.Path()), r.ring.Items()
			if err := s.Rotate(t.Context(), word("open sesame")); err != nil {
				t.Fatal(err)
			}
			after := r.ring.Items()
			for name := range before {
				if _, still := after[name]; still || len(after) != 1 {
					t.Errorf("the keyring holds %d items, the old one: %t", len(after), still)
				}
			}
			if len(s.daily().Names()) != 1 {
				t.Fatalf("backups = %v, want one", s.daily().Names())
			}
			again := r.open(t)
			mustUnlock(t, again)
			wantSecret(t, again, "c", "three")
			for _, path := range again.backups() { // they were encrypted anew
				if _, err := open([]byte(readText(t, path)), again.key); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			if _, err := open([]byte(old), again.key); !errors.Is(err, errWrongKey) {
				t.Errorf("the old file opens: %v", err)
			}
		})
	}
}

func TestChangedPassphrase(t *testing.T) {
	for _, noRing := range []bool{false, true} {
		r := newRig(t)
		if noRing {
			r.ring.Fail = func(string, string) error { return keychain.ErrNoBus }
		}
		s := r.made(t, ModePassphrase)
		wantReason(t, s.ChangePassphrase(t.Context(), word("wrong"), word("new")), ReasonWrongPassphrase)
		s.notBefore = s.notBefore.Add(-20e9)
		wantReason(t, s.ChangePassphrase(t.Context(), word("open sesame"), tokenclient.Secret{}), ReasonPassphrase)
		if err := s.ChangePassphrase(t.Context(), word("open sesame"), word("new")); err != nil {
			t.Fatal(err)
		}
		again := r.open(t)
		wantReason(t, again.Unlock(t.Context(), word("open sesame")), ReasonWrongPassphrase)
		again.notBefore = again.notBefore.Add(-20e9)
		wantReason(t, again.Unlock(t.Context(), tokenclient.Secret{}), ReasonPassphrase)
		if err := again.Unlock(t.Context(), word("new")); err != nil {
			t.Fatal(err)
		}
		wantSecret(t, again, "a", "one")
	}
}

func TestRecoveryKeyOpensOnAnotherMachine(t *testing.T) {
	for _, m := range []Mode{ModeKeyring, ModePassphrase} {
		t.Run(string(m), func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, m)
			text, err := s.RecoveryKey(t.Context(), word("open sesame"))
			if err != nil || text.Len() != 74 {
				t.Fatalf("RecoveryKey = %d letters, %v, want 74", text.Len(), err)
			}
			r.ring.Clear() // the folder moved, the keyring did not
			before := readText(t, s.Path())
			notices := []string{"vault.closed"}
			if m == ModePassphrase {
				notices = nil
			}
			moved := r.open(t, notices...)
			wantReason(t, moved.Unlock(t.Context(), word("open sesame")), ReasonKeyMissing)
			other, err := newKey()
			if err != nil {
				t.Fatal(err)
			}
			slip := []byte(text.Reveal())
			slip[40] ^= 1
			for wrong, want := range map[string]Reason{
				"": ReasonNotKey, "AGE-SECRET-KEY-1": ReasonNotKey, string(slip): ReasonNotKey, other.identity.String(): ReasonWrongKey,
			} {
				wantReason(t, moved.RestoreKey(t.Context(), word(wrong), m, word("new")), want)
			}
			if readText(t, s.Path()) != before || len(r.ring.Items()) != 0 {
				t.Error("a wrong key changed something")
			}
			pasted := word(" " + strings.ToLower(text.Reveal()[:40]) + "\n " + text.Reveal()[40:] + "\n")
			if err := moved.RestoreKey(t.Context(), pasted, m, word("new")); err != nil {
				t.Fatal(err)
			}
			wantSecret(t, moved, "a", "one")
			again := r.open(t)
			if err := again.Unlock(t.Context(), word("new")); err != nil {
				t.Fatal(err)
			}
			wantSecret(t, again, "b", "two")
		})
	}
}

func TestStartAnewKeepsTheOldFiles(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	mustPut(t, s, "c", "three")
	if _, err := s.StartAnew(t.Context()); !errors.Is(err, os.ErrExist) {
		t.Errorf("StartAnew of an open vault = %v, want %v", err, os.ErrExist)
	}
	before := readText(t, s.Path())
	lost := r.ring.Items()
	r.ring.Clear()
	s = r.open(t, "vault.closed")
	kept, err := s.StartAnew(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantStatus(t, s, Status{Mode: ModeSession})
	if got := readText(t, kept+"/vault.age"); got != before {
		t.Error("the old file was changed")
	}
	mustPut(t, s, "d", "four")
	mustSetMode(t, s, ModeKeyring)
	again := r.open(t)
	wantSecret(t, again, "d", "four")
	wantGone(t, again, "a")
	if err := again.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, text := range lost { // the old key turns up, and the old files are put back
		if err := r.ring.Set(name, text); err != nil {
			t.Fatal(err)
		}
	}
}

func TestForgetLeavesNothing(t *testing.T) {
	for _, m := range []Mode{ModeSession, ModeKeyring, ModePassphrase} {
		t.Run(string(m), func(t *testing.T) {
			r := newRig(t)
			r.open(t)
			before := names(t, r.dir)
			s := r.made(t, m)
			mustPut(t, s, "c", "three")
			writeText(t, s.Path()+".damaged-20260101-000000", readText(t, keyOrAny(s)))
			if err := s.Forget(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantStatus(t, s, Status{Mode: ModeSession})
			wantGone(t, s, "a")
			got := names(t, r.dir)
			if !slices.Equal(got, before) || len(r.ring.Items()) != 0 {
				t.Errorf("left: %q and %d items in the keyring, want %q and none", got, len(r.ring.Items()), before)
			}
		})
	}
}

// keyOrAny is a file to copy, whatever the mode.
func keyOrAny(s *Store) string {
	if _, err := os.Stat(s.Path()); err == nil {
		return s.Path()
	}
	return os.DevNull
}
