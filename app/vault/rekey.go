package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"realmscope/app/durable"
	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

// SetMode moves the vault to another mode, with all it holds. ModePassphrase
// needs a passphrase; its key then lies in the keyring, or in vault.key where
// there is no keyring. Going to ModeSession removes the files and the key, and
// keeps the records in memory; passing the mode that it has already makes the
// choice known and a new key. Errors are ErrLocked or a *Failure, and then
// everything is as before.
func (s *Store) SetMode(ctx context.Context, m Mode, passphrase tokenclient.Secret) error {
	return s.ask(ctx, func(ctx context.Context) error {
		if m == ModeSession {
			return s.toSession(ctx)
		}
		return s.rekey(ctx, m, passphrase)
	})
}

// Rotate gives the vault a new key and retires the old one: copies of the file
// made before can then be opened by nobody. In ModePassphrase it needs the
// passphrase, whose wrong tries are slowed. In ModeSession there is no key to
// rotate, and nothing happens.
func (s *Store) Rotate(ctx context.Context, passphrase tokenclient.Secret) error {
	return s.ChangePassphrase(ctx, passphrase, passphrase)
}

// ChangePassphrase gives the vault a new key behind a new passphrase, so that
// an old copy of the key with the old passphrase opens nothing that is saved
// from now on. In ModeKeyring it only rotates.
func (s *Store) ChangePassphrase(ctx context.Context, old, next tokenclient.Secret) error {
	return s.ask(ctx, func(ctx context.Context) error {
		s.mu.Lock()
		h := s.head
		s.mu.Unlock()
		switch h.mode {
		case ModeSession:
			return nil
		case ModePassphrase:
			if next.Empty() {
				return errPassphrase
			}
			if _, err := s.fetch(ctx, h, old); err != nil {
				return err
			}
		}
		return s.rekey(ctx, h.mode, next)
	})
}

// rekey writes the vault for a new key, in an order that a crash at any point
// leaves one that opens: the new key is put away and read back, then the file
// is replaced, which names its key, then the old key is removed. It needs the
// turn and an open vault.
func (s *Store) rekey(ctx context.Context, m Mode, passphrase tokenclient.Secret) error {
	if m == ModePassphrase && passphrase.Empty() {
		return errPassphrase
	}
	if s.link != nil {
		return failure(s.target, s.link)
	}
	if err := durable.MakeFolder(s.dir); err != nil {
		return failure(s.dir, err)
	}
	done, err := s.rekeying.Take(ctx, lockWait)
	if err != nil {
		return failure(s.rekeying.Path(), err)
	}
	defer done()
	k, err := newKey()
	if err != nil {
		return err
	}
	h, err := s.putAway(ctx, k, m, passphrase)
	if err != nil {
		return err
	}
	if err := s.rewrite(ctx, h, k); err != nil {
		s.withdraw(ctx, h)
		return err
	}
	s.retire(ctx)
	return nil
}

// putAway keeps a new key where its mode wants it.
func (s *Store) putAway(ctx context.Context, k *key, m Mode, passphrase tokenclient.Secret) (head, error) {
	h := head{id: k.id, mode: m, place: PlaceKeyring}
	text := k.identity.String()
	if m == ModePassphrase {
		wrapped, err := beside(ctx, s.derivation, func() (string, error) { return k.wrap(passphrase, s.work) })
		if err != nil {
			return h, err
		}
		text = wrapped
	}
	if err := s.underLock(ctx, func() error { return s.updateRegistry(func(r *registry) { r.with(k.id) }) }); err != nil {
		return h, err
	}
	err := s.chain.Set(ctx, itemName(k.id), text)
	if err == nil {
		return h, nil
	}
	if m != ModePassphrase || !noKeyring(err) {
		s.withdraw(ctx, h)
		return h, err
	}
	h.place = PlaceFile
	path := s.pendingKeyPath(k.id)
	return h, s.underLock(ctx, func() error {
		if err := s.disk.Write(path, []byte(text+"\n")); err != nil {
			return failure(path, err)
		}
		return s.updateRegistry(func(r *registry) { r.drop(k.id) })
	})
}

// noKeyring tells errors of a machine that has no keyring from those of one
// that has, which the user can do something about.
func noKeyring(err error) bool {
	return errors.Is(err, keychain.ErrNoBus) || errors.Is(err, keychain.ErrNoService)
}

// withdraw removes a key that no vault was written for. What cannot be removed
// now, or when Lock and Close wait, stays in vault.json and is removed later.
func (s *Store) withdraw(ctx context.Context, h head) {
	ctx, cancel := context.WithTimeout(ctx, keychain.ProbeLimit)
	defer cancel()
	if s.written(h.id) {
		return // the file was replaced, and the error came after that
	}
	_ = os.Remove(s.pendingKeyPath(h.id))
	if s.chain.Delete(ctx, itemName(h.id)) == nil {
		_ = s.underLock(ctx, func() error { return s.updateRegistry(func(r *registry) { r.drop(h.id) }) })
	}
}

// written tells whether the vault on the disk names a key, or may do so.
func (s *Store) written(id string) bool {
	data, err := durable.Read(s.target, maxFile)
	if err != nil {
		return !errors.Is(err, os.ErrNotExist)
	}
	h, err := readHead(data)
	return err != nil || h.id == id
}

// underLock runs f with the lock of the file.
func (s *Store) underLock(ctx context.Context, f func() error) error {
	release, err := s.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	return failure(s.dir, f())
}

// rewrite replaces the vault by one for a new key.
func (s *Store) rewrite(ctx context.Context, h head, k *key) error {
	release, err := s.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	s.mu.Lock()
	old := s.key
	s.mu.Unlock()
	if old != nil {
		if _, err := s.refresh(ctx); err != nil {
			return failure(s.Path(), err)
		}
	} else if _, err := os.Lstat(s.target); err == nil {
		return failure(s.Path(), errMoved) // another window made one meanwhile
	}
	s.mu.Lock()
	d, old := s.doc, s.key
	s.mu.Unlock()
	if err := s.commit(h, k, d.clone(), nil); err != nil {
		return err
	}
	if old != nil {
		s.rewrapDailies(old, k, h)
	}
	return failure(s.registryPath(), s.updateRegistry(func(r *registry) { r.Mode = h.mode; r.with(h.id) }))
}

// tidyWait is how long a start waits for another program that makes a key.
const tidyWait = 50 * time.Millisecond

// finish does what a crash may have left undone, now that the vault is open.
// What does not succeed is tried again at the next start.
func (s *Store) finish(ctx context.Context) {
	s.mu.Lock()
	open, h := s.key != nil, s.head
	s.mu.Unlock()
	if !open || !s.unfinished(h) {
		return
	}
	// Only while nobody makes a key: one that is being made is not in use yet.
	ctx, cancel := context.WithTimeout(ctx, keychain.ProbeLimit)
	defer cancel()
	done, err := s.rekeying.Take(ctx, tidyWait)
	if err != nil {
		return
	}
	defer done()
	s.retire(ctx)
}

// unfinished tells whether there are keys that the vault does not need.
func (s *Store) unfinished(h head) bool {
	for _, id := range s.readRegistry().Keys {
		if id != h.id || h.place != PlaceKeyring {
			return true
		}
	}
	if len(s.pendingKeys()) > 0 {
		return true
	}
	_, err := os.Lstat(s.keyPath())
	return err == nil && h.place != PlaceFile
}

// pendingKeys lists the paths of wrapped keys that are not in their place yet.
func (s *Store) pendingKeys() []string {
	paths, _ := filepath.Glob(s.pendingKeyPath("????????")) // the pattern is sound
	var pending []string
	for _, p := range paths {
		if isPendingKey(filepath.Base(p)) {
			pending = append(pending, p)
		}
	}
	return pending
}

// retire removes all keys but the one that the vault on the disk names. It needs
// the lock of rekeying: no key is being made, and none is taken into use again.
func (s *Store) retire(ctx context.Context) {
	var old []string
	err := s.underLock(ctx, func() error {
		data, err := durable.Read(s.target, maxFile)
		if err != nil {
			return err
		}
		h, err := readHead(data)
		s.mu.Lock()
		mine := err == nil && s.key != nil && s.key.id == h.id
		s.mu.Unlock()
		if !mine { // a head that does not open the vault decides nothing
			return errMoved
		}
		s.settleKeyFile(h)
		for _, id := range s.readRegistry().Keys {
			if id != h.id || h.place != PlaceKeyring {
				old = append(old, id)
			}
		}
		return nil
	})
	if err != nil {
		return
	}
	for _, id := range old {
		if s.chain.Delete(ctx, itemName(id)) != nil {
			continue // tried again at the next start
		}
		_ = s.underLock(ctx, func() error { return s.updateRegistry(func(r *registry) { r.drop(id) }) })
	}
}

// settleKeyFile moves the wrapped key in use to its place and removes others.
func (s *Store) settleKeyFile(h head) {
	for _, path := range s.pendingKeys() {
		if path == s.pendingKeyPath(h.id) && h.place == PlaceFile {
			text, err := durable.Read(path, maxKeyText)
			if err != nil || s.disk.Write(s.keyPath(), text) != nil || s.disk.Write(s.keyPath()+".bak", text) != nil {
				return // it is found where it lies, too
			}
		}
		_ = os.Remove(path)
	}
	if h.place == PlaceFile {
		return
	}
	_ = os.Remove(s.keyPath())
	_ = os.Remove(s.keyPath() + ".bak")
}

// RecoveryKey gives the text that opens the vault on any machine, for the user
// to keep on paper: an age identity of 74 characters. In ModePassphrase it
// needs the passphrase, whose wrong tries are slowed.
func (s *Store) RecoveryKey(ctx context.Context, passphrase tokenclient.Secret) (tokenclient.Secret, error) {
	var text tokenclient.Secret
	err := s.ask(ctx, func(ctx context.Context) error {
		s.mu.Lock()
		h := s.head
		s.mu.Unlock()
		if h.mode == ModeSession {
			return keychain.ErrMissing
		}
		k, err := s.fetch(ctx, h, passphrase)
		if err == nil {
			text = tokenclient.NewSecret(k.identity.String())
		}
		return err
	})
	return text, err
}

// cleanKey takes a key as a person pastes it.
func cleanKey(text string) string { return strings.ToUpper(strings.Join(strings.Fields(text), "")) }
