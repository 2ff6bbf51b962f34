package profile

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
	s := open(t, smallDisk(t))
	save(t, s, named("a"))
	before := readText(t, s.Path())
	wantCause(t, s.Put(t.Context(), named(strings.Repeat("x", 70_000))), CauseDiskFull)
	if got := readText(t, s.Path()); got != before {
		t.Error("the file was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, ".profiles*")); len(left) != 0 {
		t.Errorf("temporary files are left on the full disk: %v", left)
	}
	wantNames(t, open(t, s.dir), "a")
}

func TestReadOnlyDisk(t *testing.T) {
	dir := smallDisk(t)
	s := open(t, dir)
	save(t, s, named("a"))
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("SKIP: a disk cannot be made read-only here: %v", err)
	}
	wantCause(t, s.Put(t.Context(), named("b")), CauseReadOnly)
	wantNames(t, s, "a")
	wantNames(t, open(t, dir), "a")
}
