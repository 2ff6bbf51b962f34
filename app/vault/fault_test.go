package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"

	"realmscope/app/durable"
	"realmscope/app/durable/durabletest"
)

func systemErrors() map[error]Reason {
	return map[error]Reason{
		syscall.ENOSPC: ReasonDiskFull, syscall.EDQUOT: ReasonDiskFull, syscall.EROFS: ReasonReadOnly,
		syscall.EACCES: ReasonPermission, syscall.EPERM: ReasonPermission, syscall.EIO: ReasonDisk,
	}
}

// Seven steps of a write by six errors: the vault stays as it was, whole, and
// the reason is named. When only the folder cannot be synced the file holds the
// change, whole.
func TestWriteFaults(t *testing.T) {
	steps := append(durabletest.Steps(), durabletest.SyncFolder)
	intact, all := 0, 0
	for _, step := range steps {
		for e, reason := range systemErrors() {
			all++
			ok := t.Run(fmt.Sprint(step, " ", e), func(t *testing.T) {
				r := newRig(t)
				s := r.made(t, ModeKeyring)
				before := readText(t, s.Path())
				s.disk = durabletest.Failing(fileName, step, &fs.PathError{Op: "write", Path: s.Path(), Err: e})
				wantReason(t, s.Put(t.Context(), "c", secretRecord("three")), reason)
				if step != durabletest.SyncFolder && readText(t, s.Path()) != before {
					t.Error("the file was changed")
				}
				wantSecret(t, s, "a", "one")
				if left, _ := filepath.Glob(filepath.Join(s.dir, ".vault*")); len(left) != 0 {
					t.Errorf("temporary files are left: %v", left)
				}
				wantSecret(t, r.open(t), "b", "two")
				s.disk = durable.System()
				mustPut(t, s, "c", "three")
				wantSecret(t, r.open(t), "c", "three")
			})
			if ok {
				intact++
			}
		}
	}
	durabletest.Figure(t, "write faults (7 steps, 6 errors) that left the vault intact", all, intact)
}

// The same for a change of the key: the vault opens by the old key or the new.
func TestWriteFaultsDuringARotation(t *testing.T) {
	for _, step := range []string{"create", "half a write", "rename", durabletest.SyncFolder} {
		for _, file := range []string{fileName, registryName, fileName + ".bak"} {
			t.Run(step+" "+file, func(t *testing.T) {
				r := newRig(t)
				s := r.made(t, ModeKeyring)
				s.disk = durabletest.Failing(file, step, syscall.ENOSPC)
				err := s.Rotate(t.Context(), word(""))
				if file == fileName+".bak" && step != durabletest.SyncFolder {
					if err != nil {
						t.Errorf("Rotate = %v, though only a backup failed", err)
					}
					wantCodes(t, s, "vault.nobackup")
				} else {
					wantReason(t, err, ReasonDiskFull)
				}
				wantSecret(t, s, "a", "one")
				_ = s.Close()
				again := r.open(t)
				wantSecret(t, again, "a", "one")
				mustPut(t, again, "c", "three")
				again = r.open(t)
				wantSecret(t, again, "c", "three")
				if got := len(r.ring.Items()); got != 1 {
					t.Errorf("the keyring holds %d items, want 1", got)
				}
			})
		}
	}
}

// A keyring that fails at any of its calls during a change of the key leaves
// the vault as it was.
func TestKeyringFaultsDuringARotation(t *testing.T) {
	for verb, want := range map[string]Reason{"set": ReasonKeyringBroken, "get": ReasonKeyringBroken, "delete": ""} {
		t.Run(verb, func(t *testing.T) {
			r := newRig(t)
			s := r.made(t, ModeKeyring)
			before := readText(t, s.Path())
			r.ring.Fail = func(v, _ string) error {
				if v == verb {
					return errors.New("the keyring crashed")
				}
				return nil
			}
			err := s.Rotate(t.Context(), word(""))
			if want == "" {
				if err != nil {
					t.Errorf("Rotate = %v: an old key that stays a while is no failure", err)
				}
			} else {
				wantReason(t, err, want)
				if readText(t, s.Path()) != before {
					t.Error("the vault was changed")
				}
			}
			r.ring.Fail = nil
			again := r.open(t)
			wantSecret(t, again, "a", "one")
			if got := len(r.ring.Items()); got != 1 {
				t.Errorf("after the next start the keyring holds %d items, want 1", got)
			}
		})
	}
}

// A keyring that lies is found out, and the vault stays where it was.
func TestLyingKeyringGetsNoVault(t *testing.T) {
	for _, from := range []Mode{ModeSession, ModePassphrase} {
		r := newRig(t)
		s := r.made(t, from)
		r.ring.Lies = true
		wantReason(t, s.SetMode(t.Context(), ModeKeyring, word("")), ReasonNotKept)
		wantSecret(t, s, "a", "one")
		if got := s.Status().Mode; got != from {
			t.Errorf("mode = %s, want still %s", got, from)
		}
	}
}
