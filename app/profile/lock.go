package profile

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"realmscope/app/durable"
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
	l := flock.New(path, flock.SetPermissions(durable.FilePerm))
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

// removeLeftOvers deletes temporary files of a save that was killed. Only the
// holder of the lock may call it: another's temporary file may be in use.
func (s *Store) removeLeftOvers(target string) {
	for _, folder := range []string{s.dir, filepath.Dir(target), s.backupDir()} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue // no such folder, or one that cannot be cleaned
		}
		for _, e := range entries {
			if e.Type().IsRegular() && s.leftOver(e.Name(), filepath.Base(target)) {
				_ = os.Remove(filepath.Join(folder, e.Name())) // harmless if it stays
			}
		}
	}
}

// leftOver tells the names of temporary files that this store's saves use.
func (s *Store) leftOver(name, target string) bool {
	for _, of := range []string{fileName, fileName + ".bak", target} {
		if durable.LeftOver(name, of) {
			return true
		}
	}
	base, dotted := strings.CutPrefix(strings.TrimRight(name, "0123456789"), ".")
	return dotted && s.daily().Is(base) && len(base)+1 < len(name)
}
