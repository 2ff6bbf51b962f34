//go:build !windows

package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"realmscope/app/vault/keychain"
)

// wantPerm checks the permissions of every file and folder of a vault.
func wantPerm(t *testing.T, dir string) {
	t.Helper()
	for _, path := range names(t, dir) {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		want := fs.FileMode(0o600)
		if info.IsDir() {
			want = 0o700
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has %04o, want %04o", path, got, want)
		}
	}
}

func TestPermissionsWhateverTheUmask(t *testing.T) {
	for _, mask := range []int{0o000, 0o022, 0o077} {
		t.Run(fmt.Sprintf("%04o", mask), func(t *testing.T) {
			r := newRig(t)
			before := syscall.Umask(mask)
			t.Cleanup(func() { syscall.Umask(before) })
			r.ring.Fail = func(string, string) error { return keychain.ErrNoBus } // so that there is a vault.key
			s := r.made(t, ModePassphrase)
			mustPut(t, s, "c", "three")
			if len(s.daily().Names()) != 1 {
				t.Fatalf("backups = %v, want one", s.daily().Names())
			}
			wantPerm(t, r.dir)
		})
	}
}

func TestTooOpenFilesAreTightened(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	for path, perm := range map[string]fs.FileMode{s.Path(): 0o644, s.dir: 0o777, s.registryPath(): 0o604} {
		if err := os.Chmod(path, perm); err != nil {
			t.Fatal(err)
		}
	}
	wantSecret(t, r.open(t, "vault.permissions", "vault.permissions", "vault.permissions"), "a", "one")
	wantPerm(t, r.dir)
}

func TestLinkIsFollowedAndKept(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	target := filepath.Join(t.TempDir(), "mine.age")
	if err := errors.Join(os.Rename(s.Path(), target), os.Symlink(target, s.Path())); err != nil {
		t.Fatal(err)
	}
	again := r.open(t)
	mustPut(t, again, "c", "three")
	if info, err := os.Lstat(s.Path()); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v", err)
	}
	wantSecret(t, r.open(t), "c", "three")
}

func TestLinkIntoAnOpenFolderIsRefused(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	public := filepath.Join(t.TempDir(), "public")
	target := filepath.Join(public, "x.age")
	err := errors.Join(os.Mkdir(public, 0o700), os.Chmod(public, 0o777), os.Rename(s.Path(), target), os.Symlink(target, s.Path()))
	if err != nil {
		t.Fatal(err)
	}
	before := readText(t, target)
	again := r.open(t, "vault.closed")
	if got := again.Status().Reason; got != ReasonLink {
		t.Errorf("reason = %q, want %q", got, ReasonLink)
	}
	wantReason(t, again.Put(t.Context(), "c", secretRecord("three")), ReasonLink)
	if readText(t, target) != before {
		t.Error("the file behind the link was changed")
	}
}

func TestPipeInPlaceOfTheVault(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModeKeyring)
	err := errors.Join(os.Remove(s.Path()), os.Remove(s.bakPath()), syscall.Mkfifo(s.Path(), 0o600))
	if err != nil {
		t.Skipf("SKIP: no named pipes here: %v", err)
	}
	again := r.open(t, "vault.closed") // and does not wait for a writer
	if !again.Status().Locked {
		t.Error("a pipe was opened as a vault")
	}
}
