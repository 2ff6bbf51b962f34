package vault

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"realmscope/app/durable/durabletest"

	"filippo.io/age"
)

// damages are ways to spoil a file, by name.
func damages() map[string]func([]byte) []byte {
	return map[string]func([]byte) []byte{
		"empty":         func([]byte) []byte { return nil },
		"half":          func(b []byte) []byte { return b[:len(b)/2] },
		"one byte less": func(b []byte) []byte { return b[:len(b)-1] },
		"one byte more": func(b []byte) []byte { return append(slices.Clone(b), 'x') },
		"zero block":    func(b []byte) []byte { return append(slices.Clone(b[:300]), make([]byte, len(b)-300)...) },
		"all zeros":     func(b []byte) []byte { return make([]byte, len(b)) },
		"CRLF":          func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) },
		"BOM":           func(b []byte) []byte { return append([]byte("\ufeff"), b...) },
		"merge marks": func(b []byte) []byte {
			return fmt.Appendf(nil, "<<<<<<< HEAD\n%s\n=======\n%s\n>>>>>>> theirs\n", b, b)
		},
		"UTF-16":         utf16Of,
		"another key id": func(b []byte) []byte { return regexID(b, "00000000") },
		"other mode": func(b []byte) []byte {
			return bytes.Replace(b, []byte(" keyring keyring"), []byte(" kexring keyring"), 1)
		},
		"no stanza of ours": func(b []byte) []byte {
			return bytes.Replace(b, []byte("-> realmscope/1"), []byte("-> realmsc0pe/1"), 1)
		},
		"clear text": func([]byte) []byte { return []byte(`{"schema":1,"records":{}}`) },
	}
}

func utf16Of(b []byte) []byte {
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(string(b))) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// regexID puts another key id into the head.
func regexID(b []byte, id string) []byte {
	out := slices.Clone(b)
	mark := []byte("-> realmscope/1 ")
	copy(out[bytes.Index(out, mark)+len(mark):], id)
	return out
}

// A damaged vault is set aside as it is, and the newest backup opened.
func TestDamagedVaultIsSetAside(t *testing.T) {
	for name, damage := range damages() {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, ModeKeyring)
			bad := string(damage([]byte(readText(t, s.Path()))))
			writeText(t, s.Path(), bad)
			again := r.open(t, "vault.damaged", "vault.restored")
			wantSecret(t, again, "a", "one")
			aside, _ := filepath.Glob(s.Path() + ".damaged-*")
			if len(aside) != 1 || readText(t, aside[0]) != bad {
				t.Errorf("set aside: %v, want one file with the damaged bytes", aside)
			}
			mustPut(t, again, "c", "three")
			last := r.open(t)
			wantSecret(t, last, "b", "two")
			wantSecret(t, last, "c", "three")
		})
	}
}

// Without a backup that opens nothing is touched, however often one tries.
func TestDamagedVaultWithoutABackupIsLeftAlone(t *testing.T) {
	for name, damage := range damages() {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, ModeKeyring)
			bad := string(damage([]byte(readText(t, s.Path()))))
			for _, path := range append(s.backups(), s.Path()) {
				writeText(t, path, bad)
			}
			again := r.open(t, "vault.closed")
			err := again.Unlock(t.Context(), word(""))
			if !errors.Is(err, ErrLocked) || again.Status().Reason == "" || !again.Status().Locked {
				t.Errorf("Unlock = %v, status %+v, want it locked for a reason", err, again.Status())
			}
			if err := again.Put(t.Context(), "c", secretRecord("three")); !errors.Is(err, ErrLocked) {
				t.Errorf("Put = %v, want %v", err, ErrLocked)
			}
			if err := again.SetMode(t.Context(), ModeKeyring, word("")); err == nil {
				t.Error("SetMode of a vault that cannot be opened worked")
			}
			if got := readText(t, s.Path()); got != bad {
				t.Error("the damaged file was changed")
			}
			if kept, err := again.StartAnew(t.Context()); err != nil || readText(t, filepath.Join(kept, "vault.age")) != bad {
				t.Errorf("StartAnew = %v, want the damaged file kept", err)
			}
		})
	}
}

func TestFolderInPlaceOfTheVault(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	if err := errors.Join(os.Remove(s.Path()), os.MkdirAll(filepath.Join(s.Path(), "x"), 0o700)); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, r.open(t, "vault.damaged", "vault.restored"), "a", "one")
}

func TestVaultThatIsGoneComesBackFromTheBackup(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	if err := os.Remove(s.Path()); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, r.open(t, "vault.missing"), "a", "one")
	wantSecret(t, r.open(t), "b", "two")
}

// Single bits and cut ends: none is accepted, all are mended from the backup.
// A flip may make the file look like one of a newer release; then it stays.
func TestFlippedBitsAndCutEnds(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	good := []byte(readText(t, s.Path()))
	k := s.key
	random := rand.New(rand.NewPCG(1, 2))
	many := durabletest.Scale(t, 600, 100_000)
	accepted := 0
	try := func(bad []byte) {
		if d, err := open(bad, k); err == nil {
			accepted++
			t.Errorf("opened with %d records", len(d.records))
		} else if !errors.Is(err, errDamaged) && !errors.Is(err, errWrongKey) {
			t.Errorf("error = %v, want damage", err)
		}
		_, _ = readHead(bad) // does not crash
	}
	flips := many * 9 / 10
	for i := range flips {
		bit := random.IntN(len(good) * 8)
		if i < len(good[:400])*8 && flips >= 4000 { // every bit of the head, if there are enough
			bit = i
		}
		bad := slices.Clone(good)
		bad[bit/8] ^= 1 << (bit % 8)
		try(bad)
	}
	for range many - flips {
		try(good[:random.IntN(len(good))])
	}
	durabletest.Figure(t, "bit flips and truncations of the vault accepted", many, accepted)
}

// The same through a start of the program: what was saved comes back.
func TestStartsWithFlippedBits(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	good := []byte(readText(t, s.Path()))
	random := rand.New(rand.NewPCG(3, 4))
	many, lost := durabletest.Scale(t, 150, 3000), 0
	for range many {
		bad := slices.Clone(good)
		bit := random.IntN(len(good) * 8)
		if random.IntN(2) == 0 {
			bit = random.IntN(400 * 8) // the head is small, and the part with most ways
		}
		bad[bit/8] ^= 1 << (bit % 8)
		if err := errors.Join(os.RemoveAll(r.dir), os.Mkdir(r.dir, 0o700)); err != nil {
			t.Fatal(err)
		}
		writeText(t, s.Path(), string(bad))
		writeText(t, s.bakPath(), string(good))
		again := newStore(Options{Dir: r.dir, Keyring: r.ring})
		if err := again.start(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := again.Get(t.Context(), "a", testOwner())
		reason := again.Status().Reason
		switch {
		case err == nil && got.Reveal() == "one":
		case reason == ReasonNewer && readText(t, s.Path()) == string(bad):
		default:
			lost++
			t.Errorf("bit %d of byte %d: %v, reason %q", bit%8, bit/8, err, reason)
		}
	}
	durabletest.Figure(t, "starts with a flipped bit that lost the vault", many, lost)
}

func TestNewerVaultIsRefusedAndKept(t *testing.T) {
	for name, change := range map[string]func(*testing.T, *Store, []byte) []byte{
		"the age format": func(_ *testing.T, _ *Store, b []byte) []byte {
			return bytes.Replace(b, []byte("encryption.org/v1"), []byte("encryption.org/v2"), 1)
		},
		"the head": func(_ *testing.T, _ *Store, b []byte) []byte {
			return bytes.Replace(b, []byte("-> realmscope/1"), []byte("-> realmscope/2"), 1)
		},
		"the document": func(t *testing.T, s *Store, _ []byte) []byte {
			b, err := seal([]byte(`{"schema":2,"records":"elsewhere"}`), s.key, s.head)
			if err != nil {
				t.Fatal(err)
			}
			return b
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, ModeKeyring)
			newer := string(change(t, s, []byte(readText(t, s.Path()))))
			writeText(t, s.Path(), newer)
			again := r.open(t, "vault.closed")
			if got := again.Status().Reason; got != ReasonNewer {
				t.Errorf("reason = %q, want %q", got, ReasonNewer)
			}
			// One that is open meanwhile does not write over it either.
			if err := s.Put(t.Context(), "c", secretRecord("three")); err == nil {
				t.Error("Put over a newer vault worked")
			}
			if readText(t, s.Path()) != newer {
				t.Error("the newer file was changed")
			}
		})
	}
}

func TestUnknownMembersSurvive(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	text := `{"schema":1,"later":{"b":[1,2.50]},"records":{"x":{"kind":"password","origin":"` + testOrigin +
		`","client_id":"web","secret":"b25l","tags":["<a>"]}}}`
	b, err := seal([]byte(text), s.key, s.head)
	if err != nil {
		t.Fatal(err)
	}
	writeText(t, s.Path(), string(b))
	wantSecret(t, s, "x", "one")
	mustPut(t, s, "y", "two")
	mustPut(t, s, "x", "three")
	if err := s.Rotate(t.Context(), word("")); err != nil {
		t.Fatal(err)
	}
	plain, err := unseal([]byte(readText(t, s.Path())), s.key)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"later":{"b":[1,2.50]}`, `"tags":["\u003ca\u003e"]`} {
		if !strings.Contains(string(plain), want) {
			t.Errorf("the file lost %s: %s", want, plain)
		}
	}
}

// The size of the file says how much there is in steps of 4 KiB only.
func TestDocumentIsPadded(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	sizes := map[int]bool{}
	for n := range 30 {
		mustPut(t, s, "a", strings.Repeat("x", n*50))
		plain, err := unseal([]byte(readText(t, s.Path())), s.key)
		if err != nil || len(plain)%padTo != 0 {
			t.Fatalf("the document has %d bytes, %v, want a multiple of %d", len(plain), err, padTo)
		}
		sizes[len(readText(t, s.Path()))] = true
	}
	if len(sizes) != 1 {
		t.Errorf("30 lengths of a secret gave %d sizes of the file, want one", len(sizes))
	}
}

// No two saves share what the cipher's safety hangs on.
func TestSavesShareNoNonce(t *testing.T) {
	k, err := newKey()
	if err != nil {
		t.Fatal(err)
	}
	h := head{id: k.id, mode: ModeKeyring, place: PlaceKeyring}
	many := durabletest.Scale(t, 1000, 100_000)
	shares, nonces, repeats := map[string]bool{}, map[string]bool{}, 0
	for range many {
		b, err := seal([]byte("the same"), k, h)
		if err != nil {
			t.Fatal(err)
		}
		var s stanzas
		_, _ = age.Decrypt(bytes.NewReader(b), &s)
		share := s.all[0].Args[0]
		_, rest, _ := bytes.Cut(b, []byte("\n--- "))
		_, payload, _ := bytes.Cut(rest, []byte("\n"))
		nonce := string(payload[:16])
		if shares[share] || nonces[nonce] {
			repeats++
		}
		shares[share], nonces[nonce] = true, true
	}
	if repeats > 0 {
		t.Errorf("%d repeats in %d saves", repeats, many)
	}
	durabletest.Figure(t, "saves of the same content that share a nonce or a file key", many, repeats)
}
