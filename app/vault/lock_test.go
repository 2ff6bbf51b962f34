package vault

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age/armor"

	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/tokenclient"
)

// While it is locked nothing gives a secret, and nothing can be put in or
// changed.
func TestLockedGivesNothing(t *testing.T) {
	for _, m := range []Mode{ModeKeyring, ModePassphrase} {
		t.Run(string(m), func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, m)
			held, k := s.doc.records["a"].text, s.key
			if err := s.Lock(t.Context()); err != nil || k == nil {
				t.Fatalf("Lock = %v", err)
			}
			if !bytes.Equal(held, make([]byte, 3)) || s.key != nil || len(s.doc.records) != 0 {
				t.Error("the key or a secret is still in memory")
			}
			wantStatus(t, s, Status{Mode: m, Locked: true, Chosen: true, Place: PlaceKeyring})
			_, get := s.Get(t.Context(), "a", testOwner())
			_, list := s.List(t.Context())
			_, recovery := s.RecoveryKey(t.Context(), word("open sesame"))
			for name, err := range map[string]error{
				"Get": get, "List": list, "RecoveryKey": recovery,
				"Put":              s.Put(t.Context(), "c", secretRecord("three")),
				"Swap":             s.Swap(t.Context(), "c", secretRecord("three"), "a"),
				"Delete":           s.Delete(t.Context(), "a"),
				"Rotate":           s.Rotate(t.Context(), word("open sesame")),
				"SetMode":          s.SetMode(t.Context(), ModeSession, word("")),
				"ChangePassphrase": s.ChangePassphrase(t.Context(), word("open sesame"), word("x")),
			} {
				if !errors.Is(err, ErrLocked) {
					t.Errorf("%s of a locked vault = %v, want %v", name, err, ErrLocked)
				}
			}
			if a := s.About(); a.Records != 0 || a.Path != s.Path() {
				t.Errorf("About = %+v, want the path and no number", a)
			}
			mustUnlock(t, s)
			wantSecret(t, s, "a", "one")
		})
	}
}

// A lock does not wait for a keyring that does not answer: it ends what waits.
func TestLockEndsWhatIsUnderWay(t *testing.T) {
	for name, end := range map[string]func(context.Context, *Store) error{
		"lock":  func(ctx context.Context, s *Store) error { return s.Lock(ctx) },
		"close": func(_ context.Context, s *Store) error { return s.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				ring, answer := keychaintest.NewRing(), make(chan struct{})
				s := newStore(Options{Dir: dir, Keyring: ring})
				if err := s.start(t.Context()); err != nil {
					t.Fatal(err)
				}
				mustPut(t, s, "a", "one")
				mustSetMode(t, s, ModeKeyring)
				ring.Fail = func(verb, _ string) error {
					if verb == "set" {
						<-answer
					}
					return nil
				}
				rotated := make(chan error, 1)
				go func() { rotated <- s.Rotate(t.Context(), word("")) }()
				synctest.Wait()
				began := time.Now()
				if err := end(t.Context(), s); err != nil {
					t.Fatal(err)
				}
				if got := time.Since(began); got > time.Second {
					t.Errorf("it took %v, want 1 s at most", got)
				}
				if err := <-rotated; !errors.Is(err, ErrLocked) && !errors.Is(err, ErrClosed) {
					t.Errorf("Rotate = %v, want it ended", err)
				}
				close(answer)
				synctest.Wait()
			})
		})
	}
}

// Twenty wrong passphrases take at least 150 seconds, however they are tried.
func TestWrongPassphrasesAreSlowed(t *testing.T) {
	r := newRig(t)
	r.made(t, ModePassphrase)
	synctest.Test(t, func(t *testing.T) {
		s := r.open(t)
		var waits []time.Duration
		began := time.Now()
		for range 20 {
			err := s.Unlock(t.Context(), word("wrong"))
			var f *Failure
			if !errors.As(err, &f) || f.Reason != ReasonWrongPassphrase || !errors.Is(err, ErrLocked) {
				t.Fatalf("Unlock = %v, want %s", err, ReasonWrongPassphrase)
			}
			waits = append(waits, f.Wait)
		}
		if got := time.Since(began); got < 150*time.Second {
			t.Errorf("20 tries took %v, want 150 s at least", got)
		}
		for i, want := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 10 * time.Second, 10 * time.Second} {
			if waits[i] != want {
				t.Errorf("wait %d = %v, want %v", i, waits[i], want)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Unlock(ctx, word("open sesame")); err == nil {
			t.Error("Unlock did not wait after the wrong ones")
		}
		if err := s.Unlock(t.Context(), word("open sesame")); err != nil {
			t.Fatal(err)
		}
		if err := s.Lock(t.Context()); err != nil {
			t.Fatal(err)
		}
		began = time.Now()
		_ = s.Unlock(t.Context(), word("wrong"))
		if got := time.Since(began); got > 100*time.Millisecond {
			t.Errorf("the first wrong one after a right one waited %v", got)
		}
	})
}

// A key file that asks for more work than a machine has is refused before the
// work begins.
func TestHostileWorkFactorIsRefused(t *testing.T) {
	k, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	text, err := k.wrap(word("x"), testWork)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(armor.NewReader(strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	for _, work := range []string{"21", "22", "30", "63", "0", "-1", "99999999999999999999"} {
		var hostile bytes.Buffer
		w := armor.NewWriter(&hostile)
		_, err := w.Write(bytes.Replace(plain, []byte(" 4\n"), []byte(" "+work+"\n"), 1))
		if err := errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := unwrapKey(k.id, hostile.String(), word("x")); !errors.Is(err, errDamaged) {
			t.Errorf("work factor %s: %v, want damage", work, err)
		}
	}
}

// The keyring's states come out as reasons, the file's bytes stay, and trying
// again helps once the keyring works.
func TestKeyringStatesAtTheStart(t *testing.T) {
	for want, state := range map[Reason]error{
		ReasonNoBus: keychain.ErrNoBus, ReasonNoService: keychain.ErrNoService, ReasonKeyringLocked: keychain.ErrLocked,
		ReasonKeyMissing: keychain.ErrMissing, ReasonKeyringBroken: errors.New("canary of the bus"),
	} {
		t.Run(string(want), func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, ModeKeyring)
			before := readText(t, s.Path())
			r.ring.Fail = func(string, string) error { return state }
			again := r.open(t, "vault.closed")
			wantStatus(t, again, Status{Mode: ModeKeyring, Locked: true, Chosen: true, Place: PlaceKeyring, Reason: want})
			_, err := again.Get(t.Context(), "a", testOwner())
			wantReason(t, err, want)
			wantReason(t, again.Put(t.Context(), "c", secretRecord("three")), want)
			wantReason(t, again.Unlock(t.Context(), tokenclient.Secret{}), want)
			if readText(t, s.Path()) != before {
				t.Error("the vault was changed")
			}
			r.ring.Fail = nil
			if err := again.Unlock(t.Context(), tokenclient.Secret{}); err != nil {
				t.Fatal(err)
			}
			wantSecret(t, again, "a", "one")
		})
	}
}

// The start waits for a silent keyring 3 seconds, an unlock 120, a cancel ends
// it at once.
func TestSilentKeyring(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ring, answer := keychaintest.NewRing(), make(chan struct{})
		o := Options{Dir: dir, Keyring: ring}
		s, _, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		mustSetMode(t, s, ModeKeyring)
		ring.Fail = func(string, string) error { <-answer; return nil }
		began := time.Now()
		again, _, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if got := time.Since(began); got != keychain.ProbeLimit || again.Status().Reason != ReasonNoAnswer {
			t.Errorf("Open took %v and says %q, want %v and %q", got, again.Status().Reason, keychain.ProbeLimit, ReasonNoAnswer)
		}
		began = time.Now()
		wantReason(t, again.Unlock(t.Context(), word("")), ReasonNoAnswer)
		if got := time.Since(began); got != keychain.AskLimit {
			t.Errorf("Unlock took %v, want %v", got, keychain.AskLimit)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began = time.Now()
		if err := again.Unlock(ctx, word("")); !errors.Is(err, context.Canceled) || time.Since(began) != time.Second {
			t.Errorf("a cancelled Unlock = %v after %v, want 1 s", err, time.Since(began))
		}
		if ring.Calls() > 4 {
			t.Errorf("the silent keyring was asked %d times", ring.Calls())
		}
		close(answer)
		synctest.Wait()
		if err := again.Unlock(t.Context(), word("")); err != nil {
			t.Errorf("Unlock after the answer = %v", err)
		}
	})
}

// Nothing but the key goes to the keyring, whatever is kept: it fits Windows.
func TestOnlyTheKeyGoesToTheKeyring(t *testing.T) {
	for m, most := range map[Mode]int{ModeKeyring: 74, ModePassphrase: 600} {
		r := newRig(t)
		s := r.made(t, m)
		mustPut(t, s, "big", string(make([]byte, 256<<10)))
		if r.ring.Largest > most || r.ring.Largest == 0 {
			t.Errorf("%s: %d bytes went to the keyring, want %d at most", m, r.ring.Largest, most)
		}
		for name := range r.ring.Items() {
			if len(name) != len("vault-key/00000000") {
				t.Errorf("the item is called %q", name)
			}
		}
	}
}
