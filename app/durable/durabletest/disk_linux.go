package durabletest

import (
	"syscall"
	"testing"
)

// SmallDisk mounts a disk of 64 KiB that goes with the test, or skips the test
// where that is not allowed.
func SmallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("realmscope-test", dir, "tmpfs", 0, "size=64k,mode=700"); err != nil {
		t.Skipf("SKIP: a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// ReadOnly takes the right to write from a disk of SmallDisk.
func ReadOnly(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("SKIP: a disk cannot be made read-only here: %v", err)
	}
}
