package vault

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a disk of 64 KiB.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("realmscope-test", dir, "tmpfs", 0, "size=64k,mode=700"); err != nil {
		t.Skipf("SKIP: a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestFullDisk(t *testing.T) {
	r := newRig(t)
	r.dir = smallDisk(t)
	s := r.made(t, ModeKeyring)
	before := readText(t, s.Path())
	wantReason(t, s.Put(t.Context(), "c", secretRecord(strings.Repeat("x", 70_000))), ReasonDiskFull)
	if readText(t, s.Path()) != before {
		t.Error("the file was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, ".vault*")); len(left) != 0 {
		t.Errorf("temporary files are left on the full disk: %v", left)
	}
	wantSecret(t, r.open(t), "a", "one")
}

func TestReadOnlyDisk(t *testing.T) {
	r := newRig(t)
	r.dir = smallDisk(t)
	s := r.made(t, ModeKeyring)
	if err := syscall.Mount("", r.dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("SKIP: a disk cannot be made read-only here: %v", err)
	}
	again := r.open(t)
	for _, v := range []*Store{s, again} {
		wantReason(t, v.Put(t.Context(), "c", secretRecord("three")), ReasonReadOnly)
		wantReason(t, v.Rotate(t.Context(), word("")), ReasonReadOnly)
		wantSecret(t, v, "a", "one")
	}
}
