//go:build !windows

package durable

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/renameio/v2"
)

func createPending(path string) (Pending, error) {
	f, err := renameio.NewPendingFile(path,
		renameio.WithTempDir(filepath.Dir(path)), // else it may probe $TMPDIR
		renameio.WithStaticPermissions(FilePerm))
	if err != nil {
		return nil, err // a nil *PendingFile would not be a nil Pending
	}
	return f, nil
}

// syncFolder tolerates file systems that cannot sync a folder (FUSE, some
// network shares answer EINVAL or ENOTSUP).
func syncFolder(folder string) (err error) {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Sync(); !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}
