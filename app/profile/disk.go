package profile

import (
	"errors"
	"io"
	"path/filepath"
)

// filePerm and folderPerm keep other users out, whatever the umask.
const (
	filePerm   = 0o600
	folderPerm = 0o700
)

// disk replaces files atomically. Its two steps can be exchanged, so that a
// test can make each of them fail.
type disk struct {
	// create opens a temporary file beside path.
	create func(path string) (pending, error)
	// syncFolder makes a rename in a folder durable.
	syncFolder func(folder string) error
}

// pending is a temporary file on its way to replace another.
type pending interface {
	io.Writer
	// CloseAtomicallyReplace syncs, closes and renames.
	CloseAtomicallyReplace() error
	// Cleanup removes the temporary file if it still stands.
	Cleanup() error
}

func realDisk() disk { return disk{create: createPending, syncFolder: syncFolder} }

// write replaces path by data: a reader, and a program killed at any moment,
// finds either the old or the new content, whole.
func (d disk) write(path string, data []byte) error {
	f, err := d.create(path)
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
	return d.syncFolder(filepath.Dir(path))
}

// WriteFile writes a file that only this user can read, whole or not at all. The
// error is a *SaveError.
func WriteFile(path string, data []byte) error { return saveError(path, realDisk().write(path, data)) }
