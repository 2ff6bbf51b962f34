package profile

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"realmscope/app/durable"
)

const fileName = "profiles.json"

// ErrID says that a profile's id has not the form that NewID gives.
var ErrID = errors.New("profile has no valid id")

// Store keeps the profiles in profiles.json. Its methods are safe for
// concurrent use; Put and Delete write to the disk and may wait for another
// program that is saving, Profiles never blocks.
//
// Several programs may use one folder: a lock beside the file is held during a
// save, and every save begins with what the file holds by then.
type Store struct {
	dir  string
	disk durable.Disk
	// turn lets one save of this program through at a time.
	turn chan struct{}
	// released is when this program's last save gave the lock back; the holder
	// of turn owns it.
	released time.Time

	mu      sync.RWMutex
	doc     document
	notices []Notice
}

// Open reads the profiles of a folder, making it if need be. Whatever state
// the files are in, the Store can be used; the notices say what was found and
// done, in the order in which to show them. The error is for an empty dir only.
func Open(dir string) (*Store, []Notice, error) {
	return openOn(dir, durable.System())
}

func openOn(dir string, d durable.Disk) (*Store, []Notice, error) {
	if dir == "" {
		return nil, nil, errors.New("open profiles: no folder given")
	}
	s := &Store{dir: filepath.Clean(dir), disk: d, turn: make(chan struct{}, 1), doc: newDocument()}
	s.load()
	return s, s.Notices(), nil
}

// Profiles returns copies of the profiles in their order in the file, as of
// the last Open, Put or Delete.
func (s *Store) Profiles() []Profile {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.doc.profiles()
}

// Put saves a profile in place of the one of its id, or at the end. What another
// program has changed in it meanwhile stays, field by field (see Merge); a
// Notice says where both changed the same. The error
// is ErrID, the context's, or a *SaveError, and then Profiles is as before.
func (s *Store) Put(ctx context.Context, p Profile) error {
	if !validID(p.ID) {
		return ErrID
	}
	p = p.Clone()
	return s.edit(ctx, func(d document) (document, error) { return s.merging(d, p) })
}

// Delete removes a profile; an absent one is no error. Errors are as for Put.
// The profile's secrets are the caller's to remove (see Profile.SecretIDs).
func (s *Store) Delete(ctx context.Context, id string) error {
	return s.edit(ctx, func(d document) (document, error) { return d.without(id), nil })
}

// Notices returns what has come up since Open or the last call, and forgets it.
func (s *Store) Notices() []Notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.notices
	s.notices = nil
	return n
}

// Path is the profile file, as it is shown to the user.
func (s *Store) Path() string { return filepath.Join(s.dir, fileName) }

func (s *Store) notice(code string, args ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notices = append(s.notices, newNotice(code, args...))
}

// edit runs one read, change and write under the lock.
func (s *Store) edit(ctx context.Context, change func(document) (document, error)) error {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.turn }()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := durable.MakeFolder(s.dir); err != nil {
		return saveError(s.dir, err)
	}
	if err := durable.Pause(ctx, min(courtesy, time.Until(s.released.Add(courtesy)))); err != nil {
		return err
	}
	release, err := takeLock(s.lockPath(), ctx.Done(), lockWait)
	if ctx.Err() != nil && errors.Is(err, errBusy) {
		return ctx.Err()
	}
	if err != nil {
		return saveError(s.lockPath(), err)
	}
	err = s.replace(change)
	// The lock ends with the file handle, so an error here changes nothing.
	_ = release()
	s.released = time.Now()
	return saveError(s.Path(), err)
}

func (s *Store) lockPath() string { return s.Path() + ".lock" }

// replace needs the lock.
func (s *Store) replace(change func(document) (document, error)) error {
	target, err := durable.Resolve(s.Path())
	if err != nil {
		return err
	}
	now, previous, err := s.current(target)
	if err != nil {
		return err
	}
	next, err := change(now)
	if err != nil {
		return err
	}
	return s.commit(target, next, previous)
}

// commit writes the document and its backups. previous is the file's content,
// nil when it had none worth keeping.
func (s *Store) commit(target string, d document, previous []byte) error {
	data, err := d.encode()
	if err != nil {
		return err
	}
	if string(data) != string(previous) {
		if err := s.daily().Keep(s.disk, previous); err != nil {
			s.notice(noticeNoBackup, "Path", s.backupDir(), "Reason", string(causeOf(err)))
		}
		if err := s.disk.Write(target, data); err != nil {
			return err
		}
	}
	s.mu.Lock()
	s.doc = d
	s.mu.Unlock()
	s.refreshBak(data)
	return nil
}

// refreshBak keeps a copy of the good file beside it.
func (s *Store) refreshBak(data []byte) {
	if old, err := readCapped(s.bakPath()); err == nil && string(old) == string(data) {
		return
	}
	if err := s.disk.Write(s.bakPath(), data); err != nil {
		s.notice(noticeNoBackup, "Path", s.bakPath(), "Reason", string(causeOf(err)))
	}
}

// missing tells a file that is not there from one that cannot be read.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// stamp is the moment in a file's name.
func stamp(t time.Time) string { return t.Format("20060102-150405") }
