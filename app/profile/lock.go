package profile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockWait = 5 * time.Second // a save takes milliseconds, so this is a stuck program
	lockPoll = time.Millisecond
	// courtesy is how long a program leaves the lock free between two saves of
	// its own: another that waits looks several times in it.
	courtesy = 3 * lockPoll
)

// takeLock takes the kernel's lock on a file beside the data; it is gone with
// its holder, however that ends. The error is errBusy after wait or when done
// is closed, or the system's.
func takeLock(path string, done <-chan struct{}, wait time.Duration) (release func() error, err error) {
	l := flock.New(path, flock.SetPermissions(filePerm))
	end := time.NewTimer(wait)
	defer end.Stop()
	poll := time.NewTicker(lockPoll)
	defer poll.Stop()
	for {
		ok, err := l.TryLock()
		if err != nil {
			return nil, err
		}
		if ok {
			return l.Unlock, nil
		}
		select {
		case <-poll.C:
		case <-end.C:
			return nil, errBusy
		case <-done:
			return nil, errBusy
		}
	}
}

// pause waits unless ctx ends first.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// removeLeftOvers deletes temporary files of a save that was killed. Only the
// holder of the lock may call it: another's temporary file may be in use.
func (s *Store) removeLeftOvers(target string) {
	for _, folder := range []string{s.dir, filepath.Dir(target), s.backupDir()} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue // no such folder, or one that cannot be cleaned
		}
		for _, e := range entries {
			if e.Type().IsRegular() && leftOver(e.Name(), filepath.Base(target)) {
				_ = os.Remove(filepath.Join(folder, e.Name())) // harmless if it stays
			}
		}
	}
}

// leftOver tells names of temporary files: a dot, the file's name, digits.
func leftOver(name, target string) bool {
	name, dotted := strings.CutPrefix(name, ".")
	base := strings.TrimRight(name, "0123456789")
	if !dotted || base == name {
		return false
	}
	return base == fileName || base == fileName+".bak" || base == target || isDaily(base)
}

// makeFolder makes the folder if need be, for this user alone.
func makeFolder(folder string) error {
	_, err := os.Stat(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(folder, folderPerm)
	}
	return err
}
