package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Conditions that are not the system's errors.
var (
	// ErrLink says that a link leads into a folder that everybody may write to.
	ErrLink = errors.New("link into a folder that everybody may write to")
	// ErrNotFile says that something else stands in a file's place: a folder, a
	// device, a pipe.
	ErrNotFile = errors.New("it is no regular file")
	// ErrTooLarge says that a file is larger than its reader takes.
	ErrTooLarge = errors.New("file is too large")
)

// MakeFolder makes a folder if need be, for this user alone.
func MakeFolder(folder string) error {
	_, err := os.Stat(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(folder, FolderPerm)
	}
	return err
}

// Resolve follows a symbolic link by hand, so that a file is replaced where it
// really lies and the link stays. It needs no file there yet. A link into a
// folder that everybody may write to is ErrLink.
func Resolve(path string) (string, error) {
	target := path
	for range 40 { // as many as Linux follows
		info, err := os.Lstat(target)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			break
		}
		next, err := os.Readlink(target)
		if err != nil {
			return target, err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(target), next)
		}
		target = next
	}
	if target == path || runtime.GOOS == "windows" {
		return target, nil
	}
	if info, err := os.Stat(filepath.Dir(target)); err == nil && info.Mode().Perm()&0o002 != 0 {
		return target, ErrLink
	}
	return target, nil
}

// Read reads a regular file of at most limit bytes. Nothing else is opened: a
// pipe would wait for ever.
func Read(path string, limit int64) (data []byte, err error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotFile
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = ErrTooLarge
	}
	return data, err
}

// Tighten takes a file or folder away from other users. before and after are
// its permissions in octal, empty when nothing was to be done; the error says
// that it could not be done. Windows has no such bits: there the user's folder
// protects what is in it.
func Tighten(path string) (before, after string, err error) {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" || !tooOpen(info.Mode()) {
		return "", "", nil // what is not there needs no tightening
	}
	perm := info.Mode().Perm()
	before, after = fmt.Sprintf("%04o", perm), fmt.Sprintf("%04o", perm&FolderPerm)
	return before, after, os.Chmod(path, perm&FolderPerm)
}

// tooOpen tells files and folders that the group or others can use. A sticky
// folder such as /tmp belongs to everybody and stays so.
func tooOpen(m fs.FileMode) bool {
	return (m.IsDir() || m.IsRegular()) && m.Perm()&0o077 != 0 && m&fs.ModeSticky == 0
}

// Writable tries whether a file could be replaced: whether its folder takes a
// new file. The name is one that [LeftOver] knows.
func Writable(target string) error {
	f, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+"*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// LeftOver tells the names of temporary files that a killed Write of target
// left behind: a dot, the file's name, digits.
func LeftOver(name, target string) bool {
	name, dotted := strings.CutPrefix(name, ".")
	base := strings.TrimRight(name, "0123456789")
	return dotted && base != name && base == target
}
