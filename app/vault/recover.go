package vault

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"realmscope/app/durable"
	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

// RestoreKey opens a locked vault by its recovery key, as after a move to
// another machine or the loss of the keyring, and gives it a new key in mode m.
// The error's reason is ReasonWrongKey when the text opens it not; then nothing
// has changed.
func (s *Store) RestoreKey(ctx context.Context, text tokenclient.Secret, m Mode, passphrase tokenclient.Secret) error {
	ctx, cancel := context.WithTimeout(ctx, keychain.AskLimit)
	defer cancel()
	err := s.run(ctx, func(ctx context.Context) error {
		f, err := s.find()
		if err != nil {
			return err
		}
		k, err := parseKey(f.head.id, cleanKey(text.Reveal()))
		if err != nil || f.empty {
			return errWrongKey
		}
		if m == ModePassphrase && passphrase.Empty() {
			return errPassphrase
		}
		// A key that opens nothing but an older backup is not this vault's.
		if _, err := open(f.data, k); errors.Is(err, errWrongKey) {
			return err
		}
		if err := s.admit(ctx, f, k); err != nil {
			return err
		}
		return s.rekey(ctx, m, passphrase)
	})
	return failure(s.Path(), err)
}

// StartAnew sets a vault that cannot be opened aside, with its backups and its
// wrapped key, and starts in ModeSession without a choice. kept is the folder
// that holds the old files; the key in the keyring stays, too, so that moving
// the files back undoes it. An open vault is not touched: the error is
// fs.ErrExist.
func (s *Store) StartAnew(ctx context.Context) (kept string, err error) {
	err = s.run(ctx, func(ctx context.Context) error {
		s.mu.Lock()
		locked := s.locked()
		s.mu.Unlock()
		if !locked {
			return fs.ErrExist
		}
		release, err := s.take(ctx)
		if err != nil {
			return err
		}
		defer release()
		if kept, err = s.moveAway(); err != nil {
			return failure(s.Path(), err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.head, s.key, s.blocked, s.chosen = head{mode: ModeSession}, nil, nil, false
		s.doc = newDocument()
		return nil
	})
	return kept, err
}

// moveAway moves the vault's files into a folder of their own, the vault itself
// last: until then a start finds what it found before, or a backup less.
func (s *Store) moveAway() (string, error) {
	folder := filepath.Join(s.dir, "vault.lost-"+stamp(time.Now()))
	for i := 1; ; i++ {
		err := os.Mkdir(folder, durable.FolderPerm)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) || i > 1000 {
			return "", err
		}
		folder = filepath.Join(s.dir, "vault.lost-"+stamp(time.Now())+"-"+strconv.Itoa(i))
	}
	paths := append(s.pendingKeys(), s.keyPath()+".bak", s.keyPath(), s.registryPath(), s.target)
	for _, path := range append(s.backups(), paths...) {
		err := os.Rename(path, filepath.Join(folder, filepath.Base(path)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return folder, errors.Join(s.disk.SyncFolder(folder), s.disk.SyncFolder(s.dir))
}

// toSession removes the files and the key and keeps the records in memory. It
// needs the turn and an open vault.
func (s *Store) toSession(ctx context.Context) error {
	s.mu.Lock()
	was := s.head.mode
	s.mu.Unlock()
	if was != ModeSession {
		if err := s.remove(ctx); err != nil {
			return err
		}
	}
	if err := s.underLock(ctx, func() error {
		return s.updateRegistry(func(r *registry) { r.Mode = ModeSession })
	}); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.head, s.key, s.chosen = head{mode: ModeSession}, nil, true
	return nil
}

// Forget removes everything that the vault ever put on this machine: the files,
// with backups and those set aside, and the keys in the keyring. Afterwards it
// is an empty vault of ModeSession without a choice. It works on a vault that
// cannot be opened, too; a keyring that cannot be reached is the error, and
// then the files are gone and vault.json still names the keys.
func (s *Store) Forget(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, keychain.AskLimit)
	defer cancel()
	return s.run(ctx, func(ctx context.Context) error {
		if err := s.remove(ctx); err != nil {
			return err
		}
		s.forget()
		s.mu.Lock()
		s.head, s.blocked, s.chosen = head{mode: ModeSession}, nil, false
		s.mu.Unlock()
		var errs []error
		for _, path := range []string{s.registryPath(), s.lock.Path(), s.rekeying.Path()} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}
		}
		return failure(s.dir, errors.Join(errs...))
	})
}

// remove deletes all files and keys. The keys' names are written down first,
// the vault goes before them: a crash leaves no vault that cannot be opened.
func (s *Store) remove(ctx context.Context) error {
	if err := durable.MakeFolder(s.dir); err != nil {
		return failure(s.dir, err)
	}
	done, err := s.rekeying.Take(ctx, lockWait)
	if err != nil {
		return failure(s.rekeying.Path(), err)
	}
	defer done()
	if err := s.underLock(ctx, s.removeFiles); err != nil {
		return err
	}
	for _, id := range s.readRegistry().Keys {
		if err := s.chain.Delete(ctx, itemName(id)); err != nil && !noKeyring(err) {
			return failure("", err)
		}
		if err := s.underLock(ctx, func() error {
			return s.updateRegistry(func(r *registry) { r.drop(id) })
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) removeFiles() error {
	aside, _ := filepath.Glob(s.target + ".damaged-*") // the pattern is sound
	lost, _ := filepath.Glob(filepath.Join(s.dir, "vault.lost-*"))
	var inLost []string
	for _, folder := range lost {
		files, _ := filepath.Glob(filepath.Join(folder, "vault*"))
		inLost = append(inLost, files...)
	}
	files := append(append(append(aside, inLost...), s.backups()...), s.target)
	err := s.updateRegistry(func(r *registry) {
		r.Mode, r.Owed = "", nil
		for _, path := range files {
			if h, ok := headOf(path); ok && h.place == PlaceKeyring {
				r.with(h.id)
			}
		}
	})
	if err != nil {
		return err
	}
	s.removeLeftOvers()
	files = append(append(files, s.pendingKeys()...), s.keyPath(), s.keyPath()+".bak", s.backupDir())
	for _, path := range append(files, lost...) {
		err := os.Remove(path)
		if path == s.backupDir() { // the profiles keep theirs there, too
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return s.disk.SyncFolder(s.dir)
}
