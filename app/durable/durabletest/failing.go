package durabletest

import (
	"errors"
	"io"
	"path/filepath"
	"syscall"

	"realmscope/app/durable"
)

// Steps are those at which a disk of Failing can fail before the new file
// stands in the old one's place.
func Steps() []string {
	return []string{"create", "write", "half a write", "sync", "close", "rename"}
}

// SyncFolder is the step after them: the file is new, but a power cut might
// bring the old one back.
const SyncFolder = "sync the folder"

// SystemErrors are what a write fails with.
func SystemErrors() []syscall.Errno {
	return []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EACCES, syscall.EPERM, syscall.EIO}
}

// Failing is a disk that fails at one step for files of one name: one of Steps,
// SyncFolder, "short write", which says nothing of it, or "rename, and clean
// up", after which the temporary file is gone.
func Failing(name, step string, err error) durable.Disk {
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
			if step == SyncFolder {
				return err
			}
			return real.SyncFolder(folder)
		},
	}
}

// faulty is a temporary file that fails at one step.
type faulty struct {
	durable.Pending
	step string
	err  error
}

// Write implements durable.Pending.
func (f faulty) Write(b []byte) (int, error) {
	switch f.step {
	case "write":
		return 0, f.err
	case "half a write":
		n, err := f.Pending.Write(b[:len(b)/2])
		return n, errors.Join(f.err, err)
	case "short write":
		return f.Pending.Write(b[:len(b)/2])
	}
	return f.Pending.Write(b)
}

// CloseAtomicallyReplace fails before the sync, after it, or after the close.
func (f faulty) CloseAtomicallyReplace() error {
	file, ok := f.Pending.(interface {
		io.Closer
		Sync() error
	})
	if !ok {
		return errors.New("the temporary file can be neither synced nor closed")
	}
	switch f.step {
	case "sync":
		return f.err
	case "close":
		return errors.Join(f.err, file.Sync())
	case "rename":
		return errors.Join(f.err, file.Sync(), file.Close())
	case "rename, and clean up":
		return errors.Join(f.err, f.Cleanup())
	}
	return f.Pending.CloseAtomicallyReplace()
}
