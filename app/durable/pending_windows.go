package durable

import (
	"errors"
	"os"
	"path/filepath"
)

// pendingFile does on Windows what renameio does elsewhere, which it does not
// build on: os.Rename replaces in one step there (MoveFileEx).
type pendingFile struct {
	*os.File
	path string
	done bool
}

func createPending(path string) (Pending, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"*")
	if err != nil {
		return nil, err
	}
	return &pendingFile{File: f, path: path}, nil
}

// CloseAtomicallyReplace syncs, closes and renames.
func (p *pendingFile) CloseAtomicallyReplace() error {
	if err := errors.Join(p.Sync(), p.Close()); err != nil {
		return err
	}
	if err := os.Rename(p.Name(), p.path); err != nil {
		return err
	}
	p.done = true
	return nil
}

// Cleanup removes the temporary file if it still stands.
func (p *pendingFile) Cleanup() error {
	if p.done {
		return nil
	}
	_ = p.Close() // it may be closed already
	return os.Remove(p.Name())
}

// syncFolder has nothing to do: NTFS journals a rename by itself.
func syncFolder(string) error { return nil }
