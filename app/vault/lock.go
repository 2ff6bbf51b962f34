package vault

import (
	"context"
	"errors"

	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

// Lock forgets the key and overwrites all secrets in memory, until Unlock. An
// operation under way is ended first; its error is ErrLocked. In ModeSession
// it is ErrNoLock. Copies that callers hold are theirs to drop before.
func (s *Store) Lock(ctx context.Context) error {
	if err := s.await(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	closed, mode := s.closed, s.head.mode
	s.mu.Unlock()
	switch {
	case closed:
		return ErrClosed
	case mode == ModeSession:
		return ErrNoLock
	}
	resume := s.stop(ErrLocked)
	defer resume()
	s.forget()
	return nil
}

// forget drops the key and the records. It needs the turn.
func (s *Store) forget() {
	s.mu.Lock()
	wipeAll(s.doc.records)
	s.doc, s.key, s.mark = newDocument(), nil, fileMark{}
	s.seen = [len(s.seen)]byte{}
	s.mu.Unlock()
	scrub()
}

// Unlock opens the vault. It may show a question of the system's keyring and
// waits for it at most [keychain.AskLimit]. A *Failure says why it stayed
// locked; after a wrong passphrase its Wait says how long the next try has to
// wait, which Unlock then does by itself. An open vault needs nothing.
func (s *Store) Unlock(ctx context.Context, passphrase tokenclient.Secret) error {
	ctx, cancel := context.WithTimeout(ctx, keychain.AskLimit)
	defer cancel()
	return s.run(ctx, func(ctx context.Context) error {
		s.mu.Lock()
		locked := s.locked()
		s.mu.Unlock()
		if !locked {
			return nil
		}
		if err := s.load(ctx, passphrase); err != nil {
			return err
		}
		s.finish(ctx)
		return nil
	})
}

// Close ends what is under way and overwrites all secrets in memory. Closing
// again is no error.
func (s *Store) Close() error {
	resume := s.stop(ErrClosed)
	defer resume()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	wipeAll(s.doc.records)
	s.doc, s.key = document{}, nil
	return nil
}

// ask runs an operation that the user asked for, that may wait for the keyring,
// and that needs an open vault.
func (s *Store) ask(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, keychain.AskLimit)
	defer cancel()
	err := s.run(ctx, func(ctx context.Context) error {
		s.mu.Lock()
		err := s.usable()
		s.mu.Unlock()
		if err != nil {
			return err
		}
		return f(ctx)
	})
	if errors.Is(err, context.DeadlineExceeded) {
		err = keychain.ErrNoAnswer
	}
	return failure("", err)
}
