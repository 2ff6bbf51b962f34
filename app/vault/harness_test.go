package vault

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"realmscope/app/vault/keychain/keychaintest"
	"realmscope/tokenclient"
)

// testWork keeps scrypt short.
const testWork = 4

const testOrigin = "https://sso.example.com"

func testOwner() Owner { return Owner{Origin: testOrigin, ClientID: "web"} }

func secretRecord(text string) Record {
	return Record{Kind: KindPassword, Owner: testOwner(), Secret: tokenclient.NewSecret(text)}
}

func word(text string) tokenclient.Secret { return tokenclient.NewSecret(text) }

// rig is a folder and a keyring, in which vaults are opened as by several
// starts of the program.
type rig struct {
	dir  string
	ring *keychaintest.Ring
}

func newRig(t *testing.T) *rig {
	t.Helper()
	return &rig{dir: filepath.Join(t.TempDir(), "realmscope"), ring: keychaintest.NewRing()}
}

// open opens the vault and checks the notices' codes.
func (r *rig) open(t *testing.T, wantNotices ...string) *Store {
	t.Helper()
	s := newStore(Options{Dir: r.dir, Keyring: r.ring})
	s.work = testWork
	if err := s.start(t.Context()); err != nil {
		t.Fatalf("start: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	wantCodes(t, s, wantNotices...)
	return s
}

// made is an open vault of a mode with the records a=one and b=two.
func (r *rig) made(t *testing.T, m Mode) *Store {
	t.Helper()
	s := r.open(t)
	for id, text := range map[string]string{"a": "one", "b": "two"} {
		mustPut(t, s, id, text)
	}
	mustSetMode(t, s, m)
	return s
}

func mustSetMode(t *testing.T, s *Store, m Mode) {
	t.Helper()
	if err := s.SetMode(t.Context(), m, word("open sesame")); err != nil {
		t.Fatalf("SetMode(%s) = %v", m, err)
	}
}

func mustUnlock(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Unlock(t.Context(), word("open sesame")); err != nil {
		t.Fatalf("Unlock = %v", err)
	}
}

func mustPut(t *testing.T, v Vault, id, text string) {
	t.Helper()
	if err := v.Put(t.Context(), id, secretRecord(text)); err != nil {
		t.Fatalf("Put(%s) = %v", id, err)
	}
}

func wantSecret(t *testing.T, v Vault, id, want string) {
	t.Helper()
	got, err := v.Get(t.Context(), id, testOwner())
	if err != nil || got.Reveal() != want {
		t.Errorf("Get(%s) = %d bytes, %v; want the %d bytes that were put", id, got.Len(), err, len(want))
	}
}

func wantGone(t *testing.T, v Vault, id string) {
	t.Helper()
	if _, err := v.Get(t.Context(), id, testOwner()); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get(%s) = %v, want %v", id, err, ErrNotFound)
	}
}

func wantReason(t *testing.T, err error, want Reason) {
	t.Helper()
	var f *Failure
	if !errors.As(err, &f) || f.Reason != want {
		t.Errorf("error = %v, want a Failure with the reason %s", err, want)
	}
}

func wantCodes(t *testing.T, s *Store, want ...string) {
	t.Helper()
	notices := s.Notices()
	ok := len(notices) == len(want)
	for i, n := range notices {
		ok = ok && n.Code == want[i]
	}
	if !ok {
		t.Errorf("notices = %+v, want %q", notices, want)
	}
}

func wantStatus(t *testing.T, s *Store, want Status) {
	t.Helper()
	if got := s.Status(); got != want {
		t.Errorf("Status() = %+v, want %+v", got, want)
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func writeText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// names lists a folder and what lies below it.
func names(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		all = append(all, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
