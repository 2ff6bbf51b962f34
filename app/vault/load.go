package vault

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"time"

	"realmscope/app/durable"
	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

// found is what the disk holds before anything is opened.
type found struct {
	// head is of the vault, or of the newest backup when the vault is gone or
	// names no key.
	head head
	// data is the vault as it lies there, nil when it is gone.
	data []byte
	// empty says that there is neither a vault nor a backup.
	empty bool
	// others are the heads of backups that name another key. One of them fits if
	// the head itself was damaged in a way that still reads.
	others []head
}

// find looks at the vault and its backups. The error says why there is no head.
func (s *Store) find() (found, error) {
	if s.link != nil {
		return found{}, s.link
	}
	data, err := durable.Read(s.target, maxFile)
	gone := errors.Is(err, fs.ErrNotExist)
	if errors.Is(err, durable.ErrNotFile) {
		err = errors.Join(err, errDamaged)
	}
	if err == nil {
		h, headErr := readHead(data)
		if headErr == nil || errors.Is(headErr, errNewer) {
			return found{head: h, data: data, others: s.otherHeads(h)}, headErr
		}
		err = headErr
	}
	if !gone && !errors.Is(err, errDamaged) {
		return found{}, err // it may be sound
	}
	for _, path := range s.backups() {
		if h, ok := headOf(path); ok {
			return found{head: h, data: data}, nil
		}
	}
	if gone {
		return found{empty: true}, nil
	}
	return found{data: data}, err
}

// maxHead is how much of a file its head takes at most.
const maxHead = 4 << 10

// headOf reads the head of a backup.
func headOf(path string) (head, bool) {
	data, err := durable.Read(path, maxHead)
	if err != nil && !errors.Is(err, durable.ErrTooLarge) {
		return head{}, false
	}
	h, err := readHead(data)
	return h, err == nil
}

// otherHeads gives the heads of backups that differ from one.
func (s *Store) otherHeads(from head) []head {
	var others []head
	for _, path := range s.backups() {
		if h, ok := headOf(path); ok && h != from && !slices.Contains(others, h) {
			others = append(others, h)
		}
	}
	return others
}

// load opens the vault, or notes why it cannot be opened. It needs the turn.
// The error wraps ErrLocked, or is the context's.
func (s *Store) load(ctx context.Context, passphrase tokenclient.Secret) error {
	var err error
	for range 10 { // another program may change the key meanwhile
		var f found
		f, err = s.find()
		if err == nil && f.empty {
			s.startEmpty()
			return nil
		}
		var k *key
		if err == nil {
			s.expect(f.head)
			k, err = s.fetchAny(ctx, f, passphrase)
		}
		if err == nil {
			err = s.admit(ctx, f, k)
		}
		if !errors.Is(err, errMoved) {
			break
		}
	}
	if err == nil {
		return nil
	}
	return s.block(err)
}

// fetchAny gets the key that the vault's head names or, if there is no such
// key, one that a backup names.
func (s *Store) fetchAny(ctx context.Context, f found, passphrase tokenclient.Secret) (*key, error) {
	k, err := s.fetch(ctx, f.head, passphrase)
	if !errors.Is(err, keychain.ErrMissing) {
		return k, err
	}
	if now, err := s.find(); err == nil && now.head.id != f.head.id {
		return nil, errMoved
	}
	for _, h := range f.others {
		if k, otherErr := s.fetch(ctx, h, passphrase); otherErr == nil {
			return k, nil
		}
	}
	return nil, err
}

// errMoved says that the vault has another key than a moment ago.
var errMoved = errors.New("the vault's key was changed meanwhile")

// startEmpty is the state before a vault has been made.
func (s *Store) startEmpty() {
	r := s.readRegistry()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head, s.key, s.blocked = head{mode: ModeSession}, nil, nil
	s.chosen = r.Mode == ModeSession
}

// expect notes the mode of a vault that is still to be opened.
func (s *Store) expect(h head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head, s.chosen = h, true
}

// block notes why the vault cannot be opened. A cancelled context is no reason.
func (s *Store) block(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(durable.ErrBusy, err)
	}
	f := &Failure{Reason: reasonOf(err), Path: s.Path(), Err: errors.Join(ErrLocked, err)}
	var told *Failure
	if errors.As(err, &told) {
		f.Wait, f.Path = told.Wait, told.Path
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chosen = true
	if s.head.mode == ModeSession { // its head cannot be read
		s.head = head{mode: ModeKeyring}
	}
	// Words that were wrong or missing leave it simply locked.
	switch f.Reason {
	case ReasonPassphrase, ReasonWrongPassphrase:
		s.blocked = nil
	default:
		s.blocked = f
	}
	return f
}

// admit opens the file that was found with a key, mends it if need be, and makes
// it the state. Without the lock nothing is mended.
func (s *Store) admit(ctx context.Context, before found, k *key) error {
	release, err := s.lock.Take(ctx, lockWait)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		if !errors.Is(err, durable.ErrBusy) {
			s.notice(noticeReadOnly, "Path", s.dir, "Reason", string(reasonOf(err)))
		}
		return s.admitAsItIs(k)
	}
	defer release()
	s.removeLeftOvers()
	f, err := s.find()
	switch {
	case err != nil:
		return err
	case f.empty, f.head.id != before.head.id:
		return errMoved
	}
	d, err := open(f.data, k)
	switch {
	case err == nil:
		s.adopt(f.head, k, d, f.data)
		s.refreshBak(f.data)
		return nil
	case errors.Is(err, errNewer):
		return err
	case errors.Is(err, errWrongKey) && f.head.id != k.id:
		return keychain.ErrMissing // the backup's key, and the vault is not damaged
	}
	return s.restore(f, k, err)
}

// admitAsItIs opens what can be opened and leaves the disk alone.
func (s *Store) admitAsItIs(k *key) error {
	data, err := durable.Read(s.target, maxFile)
	if err == nil {
		var d document
		if d, err = open(data, k); err == nil {
			h, err := readHead(data)
			s.adopt(h, k, d, data)
			return err
		}
	}
	b, ok := s.newestBackup(k)
	if errors.Is(err, errNewer) || !ok {
		return err
	}
	s.notice(noticeDamagedLeft, "Path", s.target)
	s.notice(noticeRestored, "Path", s.target, "From", b.path, "Count", strconv.Itoa(len(b.doc.records)))
	s.adopt(b.head, k, b.doc, nil)
	return nil
}

// restore puts the newest backup that the key opens in the place of a vault
// that is gone or damaged; that is set aside first. It needs the lock. Without
// such a backup nothing is touched, and the error is why.
func (s *Store) restore(f found, k *key, why error) error {
	b, ok := s.newestBackup(k)
	if !ok {
		return why
	}
	count := strconv.Itoa(len(b.doc.records))
	if _, err := os.Lstat(s.target); err == nil {
		kept, err := s.setAside("damaged")
		if err != nil {
			s.notice(noticeDamagedLeft, "Path", s.target)
			s.notice(noticeRestored, "Path", s.target, "From", b.path, "Count", count)
			s.adopt(b.head, k, b.doc, f.data)
			return nil
		}
		s.notice(noticeDamaged, "Path", s.target, "Kept", kept)
		s.notice(noticeRestored, "Path", s.target, "From", b.path, "Count", count)
	} else {
		s.notice(noticeMissing, "Path", s.target, "From", b.path, "Count", count)
	}
	if err := s.disk.Write(s.target, b.data); err != nil {
		s.notice(noticeReadOnly, "Path", s.target, "Reason", string(reasonOf(err)))
	}
	s.adopt(b.head, k, b.doc, b.data)
	s.refreshBak(b.data)
	return nil
}

// setAside renames the vault to a name that is still free.
func (s *Store) setAside(word string) (string, error) {
	base := s.target + "." + word + "-" + stamp(time.Now())
	for i := 0; ; i++ {
		name := base
		if i > 0 {
			name += "-" + strconv.Itoa(i)
		}
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			if i < 1000 {
				continue
			}
			return "", fs.ErrExist
		}
		return name, os.Rename(s.target, name)
	}
}

// refresh brings what is in memory up to what the file holds by now; it needs
// the lock and gives the file's content, nil when there was none worth keeping.
func (s *Store) refresh(ctx context.Context) ([]byte, error) {
	s.mu.Lock()
	k, seen := s.key, s.seen
	s.mu.Unlock()
	data, err := durable.Read(s.target, maxFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, s.vanished(ctx, k)
	case errors.Is(err, durable.ErrNotFile):
		return nil, s.spoilt()
	case err != nil:
		return nil, err
	case sha256.Sum256(data) == seen:
		return data, nil
	}
	h, next, d, err := s.reopen(ctx, data, k)
	switch {
	case err == nil:
		s.adopt(h, next, d, data)
		return data, nil
	case errors.Is(err, errNewer):
		return nil, err
	case errors.Is(err, errPassphrase):
		s.notice(noticeRekeyed, "Path", s.Path())
		s.forget()
		return nil, ErrLocked
	case errors.Is(err, errDamaged), errors.Is(err, errWrongKey):
		return nil, s.spoilt()
	}
	return nil, err // its key is not to be had now
}

// spoilt sets a damaged file aside: what is in memory is the best copy.
func (s *Store) spoilt() error {
	kept, err := s.setAside("damaged")
	if err != nil {
		return err
	}
	s.notice(noticeDamaged, "Path", s.target, "Kept", kept)
	s.notice(noticeKept, "Path", s.Path())
	return nil
}

// vanished deals with a file that is gone. If its key is gone, too, the vault
// was removed on purpose, and a new file could never be opened.
func (s *Store) vanished(ctx context.Context, k *key) error {
	s.mu.Lock()
	h := s.head
	s.mu.Unlock()
	var err error
	if h.place == PlaceFile {
		_, err = s.wrapped(ctx, h)
	} else {
		_, err = s.chain.Get(ctx, itemName(k.id))
	}
	switch {
	case err == nil:
		s.notice(noticeKept, "Path", s.Path())
		return nil
	case reasonOf(err) != ReasonKeyMissing:
		return err
	}
	s.notice(noticeGone, "Path", s.Path())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head, s.key, s.chosen = head{mode: ModeSession}, nil, false
	return nil
}
