// Package durable replaces small files so that a program killed at any moment
// leaves the old or the new content, whole, for this user alone; and it keeps
// several programs from doing so at the same time.
package durable

import (
	"errors"
	"io"
	"path/filepath"
)

// FilePerm and FolderPerm keep other users out, whatever the umask.
const (
	FilePerm   = 0o600
	FolderPerm = 0o700
)

// Disk replaces files atomically. Its steps can be exchanged, so that a test
// can make each of them fail.
type Disk struct {
	// Create opens a temporary file beside path.
	Create func(path string) (Pending, error)
	// SyncFolder makes a rename or a removal in a folder durable.
	SyncFolder func(folder string) error
}

// Pending is a temporary file on its way to replace another.
type Pending interface {
	io.Writer
	// CloseAtomicallyReplace syncs, closes and renames.
	CloseAtomicallyReplace() error
	// Cleanup removes the temporary file if it still stands.
	Cleanup() error
}

// System is the disk of the machine.
func System() Disk { return Disk{Create: createPending, SyncFolder: syncFolder} }

// Write replaces path by data: a reader, and a program killed at any moment,
// finds either the old or the new content, whole. When only the last step
// failed, the sync of the folder, path holds the new content and an error is
// given all the same.
func (d Disk) Write(path string, data []byte) error {
	f, err := d.Create(path)
	if err != nil {
		return err
	}
	n, err := f.Write(data)
	if err == nil && n < len(data) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = f.CloseAtomicallyReplace()
	}
	if err != nil {
		return errors.Join(err, f.Cleanup())
	}
	return d.SyncFolder(filepath.Dir(path))
}
