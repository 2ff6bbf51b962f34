package profile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"time"

	"realmscope/app/durable"
)

// WatchEvery is how often Watch looks at the file: a change from outside is
// seen within twice that time, also on shares that tell nobody of changes.
const WatchEvery = 800 * time.Millisecond

// Watch looks at the file until ctx ends. changed is called, on Watch's own
// goroutine, when Profiles gives something else than before or when there is
// something new in Notices.
func (s *Store) Watch(ctx context.Context, every time.Duration, changed func()) {
	w := watcher{store: s, seen: s.stat()}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if w.look() {
				changed()
			}
		}
	}
}

// watcher remembers how the file looked.
type watcher struct {
	store *Store
	// seen is the file as it was last read, waiting one that has changed and
	// must stay the same for one more look: not everybody writes in one step.
	seen, waiting fs.FileInfo
	moved         bool
}

// look reads the file if it is another than before and at rest.
func (w *watcher) look() bool {
	now := w.store.stat()
	if sameFile(now, w.seen) {
		w.moved = false
		return false
	}
	if !w.moved || !sameFile(now, w.waiting) {
		w.waiting, w.moved = now, true
		return false
	}
	changed, done := w.store.reread()
	if done {
		w.seen, w.moved = now, false
	}
	return changed
}

// stat is nil when there is no file.
func (s *Store) stat() fs.FileInfo {
	info, err := os.Stat(s.Path())
	if err != nil {
		return nil
	}
	return info
}

func sameFile(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

// reread takes over what the file holds now. done is false while a save of this
// program runs. A file that makes no sense is left alone and said: the next
// save sets it aside.
func (s *Store) reread() (changed, done bool) {
	select {
	case s.turn <- struct{}{}:
	default:
		return false, false
	}
	defer func() { <-s.turn }()
	target, err := durable.Resolve(s.Path())
	if err != nil {
		s.unusable(target, err)
		return true, true
	}
	d, _, err := readFile(target)
	var broken *damage
	switch {
	case errors.Is(err, errNewer):
		s.notice(noticeNewer, "Path", s.Path(), "Schema", strconv.Itoa(d.schema), "Known", strconv.Itoa(schema))
	case missing(err):
		s.notice(noticeOutside, "Path", s.Path(), "Reason", "gone")
		return true, true
	case errors.As(err, &broken):
		s.notice(noticeOutside, "Path", s.Path(), "Reason", broken.reason())
		return true, true
	case err != nil:
		s.notice(noticeUnreadable, "Path", target, "Reason", string(causeOf(err)))
		return true, true
	}
	s.identified(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	changed = err != nil || !reflect.DeepEqual(s.doc.profiles(), d.profiles())
	s.doc = d
	return changed, true
}
