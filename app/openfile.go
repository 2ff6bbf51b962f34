package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// errNotFile says that a name is that of a folder, a pipe or a device.
var errNotFile = errors.New("not an ordinary file")

// openFile opens an ordinary file that the user named; "~/" is the home folder.
// What is no ordinary file, such as a pipe that nobody writes to, is refused
// before it is opened.
func openFile(name string) (io.ReadCloser, error) {
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, err
		}
		name = filepath.Join(home, rest)
	}
	name = filepath.Clean(name)
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotFile
	}
	return os.Open(name) // #nosec G304 -- the user named it
}
