package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"

	"realmscope/app/durable"
)

// faulty is a temporary file that fails at one step, as a disk would.
type faulty struct {
	durable.Pending
	step string
	err  error
}

func (f faulty) Write(b []byte) (int, error) {
	switch f.step {
	case "write":
		return 0, f.err
	case "short write":
		n, _ := f.Pending.Write(b[:len(b)/2])
		return n, f.err
	}
	return f.Pending.Write(b)
}

// CloseAtomicallyReplace fails before the sync, after it, or after the close.
func (f faulty) CloseAtomicallyReplace() error {
	file, _ := f.Pending.(interface {
		io.Closer
		Sync() error
	})
	switch f.step {
	case "sync":
		return f.err
	case "close":
		return errors.Join(f.err, file.Sync())
	case "rename":
		return errors.Join(f.err, file.Sync(), file.Close())
	}
	return f.Pending.CloseAtomicallyReplace()
}

// failing is a disk that fails at one step for files of one name.
func failing(name, step string, err error) durable.Disk {
	real := durable.System()
	return durable.Disk{
		Create: func(path string) (durable.Pending, error) {
			if filepath.Base(path) != name {
				return real.Create(path)
			}
			if step == "create" {
				return nil, err
			}
			p, e := real.Create(path)
			return faulty{Pending: p, step: step, err: err}, e
		},
		SyncFolder: func(folder string) error {
			if step == "sync the folder" {
				return err
			}
			return real.SyncFolder(folder)
		},
	}
}

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
	steps := []string{"create", "write", "short write", "sync", "close", "rename", "sync the folder"}
	intact, all := 0, 0
	for _, step := range steps {
		for e, reason := range systemErrors() {
			all++
			ok := t.Run(fmt.Sprint(step, " ", e), func(t *testing.T) {
				r := newRig(t)
				s := r.made(t, ModeKeyring)
				before := readText(t, s.Path())
				s.disk = failing(fileName, step, &fs.PathError{Op: "write", Path: s.Path(), Err: e})
				wantReason(t, s.Put(t.Context(), "c", secretRecord("three")), reason)
				if step != "sync the folder" && readText(t, s.Path()) != before {
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
	figure(t, "write faults (7 steps, 6 errors) that left the vault intact", all, intact)
}

// The same for a change of the key: the vault opens by the old key or the new.
func TestWriteFaultsDuringARotation(t *testing.T) {
	for _, step := range []string{"create", "short write", "rename", "sync the folder"} {
		for _, file := range []string{fileName, registryName, fileName + ".bak"} {
			t.Run(step+" "+file, func(t *testing.T) {
				r := newRig(t)
				s := r.made(t, ModeKeyring)
				s.disk = failing(file, step, syscall.ENOSPC)
				err := s.Rotate(t.Context(), word(""))
				if file == fileName+".bak" && step != "sync the folder" {
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
