package vault

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"realmscope/app/durable"
	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

// Put stores a record; it is on the disk when Put returns. Errors are the
// context's, ErrClosed, ErrLocked or a *Failure, and then the vault is as
// before.
func (s *Store) Put(ctx context.Context, id string, r Record) error {
	return s.Swap(ctx, id, r)
}

// Swap stores a record and removes others in one write. Errors are as for Put.
func (s *Store) Swap(ctx context.Context, id string, r Record, dropped ...string) error {
	kept := newSealed(r, time.Now())
	return s.change(ctx, func(records map[string]sealed) {
		for _, old := range dropped {
			delete(records, old)
		}
		if old, ok := records[id]; ok {
			kept.extra = old.extra
		}
		records[id] = kept
	})
}

// Delete removes a record from the vault. Backups of earlier days may still
// hold it, encrypted, for a week. Errors are as for Put.
func (s *Store) Delete(ctx context.Context, id string) error {
	return s.change(ctx, func(records map[string]sealed) { delete(records, id) })
}

// Get releases a secret to the owner it was saved for. What another program
// has saved meanwhile is seen.
func (s *Store) Get(ctx context.Context, id string, owner Owner) (tokenclient.Secret, error) {
	if err := s.look(ctx); err != nil {
		return tokenclient.Secret{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(); err != nil {
		return tokenclient.Secret{}, err
	}
	return released(s.doc.records, id, owner)
}

// List gives all records without their secrets, in the order of their ids.
func (s *Store) List(ctx context.Context) ([]Entry, error) {
	if err := s.look(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(); err != nil {
		return nil, err
	}
	return listed(s.doc.records), nil
}

// look reads the file again if it has changed on the disk, unless an operation
// is under way, which does so itself. What cannot be read now is left to the
// next save to deal with: what is open stays open.
func (s *Store) look(ctx context.Context) error {
	if err := s.await(ctx); err != nil {
		return err
	}
	mark := markOf(s.target)
	s.mu.Lock()
	k, skip := s.key, s.closed || s.key == nil || mark.same(s.mark)
	s.mu.Unlock()
	if skip {
		return nil
	}
	select {
	case s.turn <- struct{}{}:
	default:
		return nil
	}
	defer func() { <-s.turn }()
	s.mu.Lock()
	locked, seen := s.key != k, s.seen
	s.mark = mark // looked at once
	s.mu.Unlock()
	data, err := durable.Read(s.target, maxFile)
	if err != nil || locked || sha256.Sum256(data) == seen {
		return nil //nolint:nilerr // see above
	}
	if h, k, d, err := s.reopen(ctx, data, k); err == nil {
		s.adopt(h, k, d, data)
	}
	return nil
}

// reopen opens a file that another program wrote, by the key in use or by the
// one that it changed to, if that needs no passphrase.
func (s *Store) reopen(ctx context.Context, data []byte, k *key) (head, *key, document, error) {
	h, err := readHead(data)
	if err != nil {
		return h, nil, document{}, err
	}
	d, err := open(data, k)
	if h.id != k.id && errors.Is(err, errWrongKey) {
		ctx, cancel := context.WithTimeout(ctx, keychain.ProbeLimit)
		defer cancel()
		if k, err = s.fetch(ctx, h, tokenclient.Secret{}); err != nil {
			return h, nil, document{}, err
		}
		d, err = open(data, k)
	}
	return h, k, d, err
}

// change applies f to the records, in memory and on the disk.
func (s *Store) change(ctx context.Context, f func(map[string]sealed)) error {
	return s.run(ctx, func(ctx context.Context) error {
		s.mu.Lock()
		err, mode := s.usable(), s.head.mode
		s.mu.Unlock()
		if err != nil {
			return err
		}
		if mode == ModeSession {
			s.apply(f)
			return nil
		}
		release, err := s.take(ctx)
		if err != nil {
			return err
		}
		defer release()
		previous, err := s.refresh(ctx)
		if err != nil {
			return failure(s.Path(), err)
		}
		s.mu.Lock()
		h, k, next := s.head, s.key, s.doc.clone()
		s.mu.Unlock()
		if h.mode == ModeSession { // another window removed the vault
			s.apply(f)
			return nil
		}
		f(next.records)
		return s.commit(h, k, next, previous)
	})
}

// apply changes the records in memory.
func (s *Store) apply(f func(map[string]sealed)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.doc.clone()
	f(next.records)
	s.replaceDoc(next)
}

// take takes the lock of the file.
func (s *Store) take(ctx context.Context) (release func(), err error) {
	if s.link != nil {
		return nil, failure(s.target, s.link)
	}
	if err := durable.MakeFolder(s.dir); err != nil {
		return nil, failure(s.dir, err)
	}
	release, err = s.lock.Take(ctx, lockWait)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return release, failure(s.lock.Path(), err)
}

// replaceDoc needs mu. Secrets that are not in the next document are
// overwritten.
func (s *Store) replaceDoc(next document) {
	for id, old := range s.doc.records {
		kept, ok := next.records[id]
		if !ok || len(old.text) == 0 || len(kept.text) == 0 || &kept.text[0] != &old.text[0] {
			old.wipe()
		}
	}
	s.doc = next
}

// adopt makes a document, and the file it is from, the state in memory.
func (s *Store) adopt(h head, k *key, d document, data []byte) {
	mark := markOf(s.target)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head, s.key, s.blocked, s.chosen = h, k, nil, true
	s.seen, s.mark = sha256.Sum256(data), mark
	s.replaceDoc(d)
}

// commit writes a document and its backups; it needs the lock. previous is the
// file's content until now, nil when there was none worth keeping.
func (s *Store) commit(h head, k *key, d document, previous []byte) error {
	text, err := d.encode()
	defer clear(text)
	if err != nil {
		return failure(s.Path(), err)
	}
	data, err := seal(text, k, h)
	if err != nil {
		return failure(s.Path(), err)
	}
	if err := s.daily().Keep(s.disk, previous); err != nil {
		s.notice(noticeNoBackup, "Path", s.backupDir(), "Reason", string(reasonOf(err)))
	}
	if err := s.disk.Write(s.target, data); err != nil {
		return failure(s.Path(), err)
	}
	s.adopt(h, k, d, data)
	s.refreshBak(data)
	return nil
}
