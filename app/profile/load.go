package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"realmscope/app/durable"
)

// load fills a new store. What it cannot mend it leaves alone, and says so.
func (s *Store) load() {
	target, err := durable.Resolve(s.Path())
	if err != nil {
		s.unusable(target, err)
		return
	}
	if err := durable.MakeFolder(s.dir); err != nil {
		s.notice(noticeReadOnly, "Path", s.dir, "Reason", string(causeOf(err)))
		return
	}
	s.tighten(target)
	release, err := takeLock(s.lockPath(), nil, lockWait)
	if err != nil {
		s.loadUnlocked(target, err)
		return
	}
	defer func() { _ = release() }() // ends with the file handle in any case
	s.removeLeftOvers(target)
	d, data, err := s.current(target)
	var unsaved *SaveError
	switch {
	case errors.As(err, &unsaved):
		s.notice(noticeReadOnly, "Path", unsaved.Path, "Reason", string(unsaved.Cause))
	case err != nil:
		s.unusable(target, err)
		return
	default:
		s.tryFolder(target)
	}
	s.identified(d)
	s.doc = d
	if data != nil {
		s.edited(data)
		s.refreshBak(data)
	}
}

// tryFolder says at once, and not only at the first save, that nothing can be
// saved: a lock that is there already can be taken on a read-only disk, too.
func (s *Store) tryFolder(target string) {
	if err := durable.Writable(target); err != nil {
		s.notice(noticeReadOnly, "Path", filepath.Dir(target), "Reason", string(causeOf(err)))
	}
}

// edited keeps the last file that this program wrote, if somebody has edited
// it by hand since then.
func (s *Store) edited(data []byte) {
	_, last, err := readFile(s.bakPath())
	if err != nil || string(last) == string(data) {
		return
	}
	if err := s.daily().Keep(s.disk, last); err != nil {
		s.notice(noticeNoBackup, "Path", s.backupDir(), "Reason", string(causeOf(err)))
	}
}

// loadUnlocked reads without touching anything: the folder cannot be written,
// or another program holds the lock for long.
func (s *Store) loadUnlocked(target string, why error) {
	if !errors.Is(why, errBusy) {
		s.notice(noticeReadOnly, "Path", s.dir, "Reason", string(causeOf(why)))
	}
	d, _, err := readFile(target)
	var broken *damage
	switch {
	case err == nil:
		s.identified(d)
		s.doc = d
	case missing(err):
		d, from := s.newestBackup()
		if from != "" {
			s.notice(noticeMissing, "Path", s.Path(), "From", from, "Count", strconv.Itoa(len(d.entries)))
		}
		s.doc = d
	case errors.As(err, &broken):
		s.notice(noticeDamagedLeft, "Path", target, "Reason", broken.reason())
		s.doc = s.restore(target)
	default:
		s.unusable(target, err)
	}
}

// unusable says why nothing, or only a part of a newer file, was loaded.
func (s *Store) unusable(target string, err error) {
	var broken *damage
	switch {
	case errors.Is(err, errNewer):
		d, _, _ := readFile(target) // what can be understood of it
		s.doc = d
		s.notice(noticeNewer, "Path", s.Path(), "Schema", strconv.Itoa(d.schema), "Known", strconv.Itoa(schema))
	case errors.Is(err, durable.ErrLink):
		s.notice(noticeLink, "Path", s.Path(), "Target", target)
	case errors.As(err, &broken):
		s.notice(noticeDamagedLeft, "Path", target, "Reason", broken.reason())
		s.doc = s.restore(target)
	default:
		s.notice(noticeUnreadable, "Path", target, "Reason", string(causeOf(err)))
	}
}

func (s *Store) identified(d document) {
	if d.renamed > 0 {
		s.notice(noticeIdentified, "Path", s.Path(), "Count", strconv.Itoa(d.renamed))
	}
}

// current is what the file holds now, mended if need be: a damaged file is set
// aside and the best copy written in its place. It needs the lock. The error
// is errNewer, a *damage that could not be set aside, or the system's.
func (s *Store) current(target string) (document, []byte, error) {
	d, data, err := readFile(target)
	var broken *damage
	switch {
	case err == nil:
		return d, data, nil
	case missing(err):
		return s.replaceLost(target)
	case !errors.As(err, &broken):
		return d, nil, err
	}
	kept, err := setAside(target)
	if err != nil {
		return d, nil, errors.Join(err, broken)
	}
	if broken.text != nil {
		s.notice(noticeRecoded, "Path", s.Path(), "Kept", kept)
		if d, err = readDocument(broken.text); err != nil {
			return d, nil, err
		}
		return s.rewritten(target, d)
	}
	s.notice(noticeDamaged, "Path", s.Path(), "Kept", kept, "Reason", broken.reason())
	return s.rewritten(target, s.restore(target))
}

// rewritten puts a document in the place of a lost or damaged file at once: a
// later start must not take the gap for a first start. When that fails, the
// error is a *SaveError and the document is good all the same.
func (s *Store) rewritten(target string, d document) (document, []byte, error) {
	if err := s.commit(target, d, nil); err != nil {
		return d, nil, saveError(target, err)
	}
	data, err := d.encode()
	return d, data, err
}

// replaceLost puts back a file that is gone, unless there never was one.
func (s *Store) replaceLost(target string) (document, []byte, error) {
	d, from := s.newestBackup()
	switch {
	case from != "":
		s.notice(noticeMissing, "Path", s.Path(), "From", from, "Count", strconv.Itoa(len(d.entries)))
	case len(s.doc.entries) > 0:
		s.notice(noticeKept, "Path", s.Path())
		d = s.doc
	default:
		return d, nil, nil
	}
	return s.rewritten(target, d)
}

// restore finds the best copy of what a damaged file held. A backup is never
// older than what is open here: every save of every program renews it.
func (s *Store) restore(target string) document {
	d, from := s.newestBackup()
	switch {
	case from != "":
		s.notice(noticeRestored, "Path", target, "From", from, "Count", strconv.Itoa(len(d.entries)))
	case len(s.doc.entries) > 0:
		s.notice(noticeKept, "Path", target)
		d = s.doc
	default:
		s.notice(noticeEmpty, "Path", target)
	}
	return d
}

// setAside renames a damaged file so that nothing overwrites it.
func setAside(target string) (kept string, err error) {
	first := target + ".damaged-" + stamp(time.Now())
	kept = first
	for i := 2; ; i++ {
		if _, err := os.Lstat(kept); errors.Is(err, fs.ErrNotExist) {
			return kept, os.Rename(target, kept)
		} else if err != nil {
			return kept, err
		}
		kept = fmt.Sprintf("%s-%d", first, i)
	}
}
