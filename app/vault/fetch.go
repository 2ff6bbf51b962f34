package vault

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"realmscope/app/durable"
	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

// fetch gets the key that a file's head names. In ModePassphrase it waits, if
// wrong ones came before. The errors are the keyring's, the disk's,
// errPassphrase, errWrongWord and errWrongKey.
func (s *Store) fetch(ctx context.Context, h head, passphrase tokenclient.Secret) (*key, error) {
	if h.mode == ModeKeyring {
		text, err := s.chain.Get(ctx, itemName(h.id))
		if err != nil {
			return nil, err
		}
		return parseKey(h.id, text)
	}
	if passphrase.Empty() {
		return nil, errPassphrase
	}
	texts, err := s.wrapped(ctx, h)
	if err != nil {
		return nil, err
	}
	return s.try(ctx, func() (*key, error) {
		var k *key
		var err error
		for _, text := range texts {
			if k, err = unwrapKey(h.id, text, passphrase); err == nil {
				return k, nil
			}
		}
		return nil, err
	})
}

// wrapped gives the copies of a key behind a passphrase, the likely one first.
func (s *Store) wrapped(ctx context.Context, h head) ([]string, error) {
	if h.place == PlaceKeyring {
		text, err := s.chain.Get(ctx, itemName(h.id))
		return []string{text}, err
	}
	var texts []string
	var problem error
	for _, path := range []string{s.pendingKeyPath(h.id), s.keyPath(), s.keyPath() + ".bak"} {
		data, err := durable.Read(path, maxKeyText)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			problem = err
		case len(texts) == 0 || texts[len(texts)-1] != string(data):
			texts = append(texts, string(data))
		}
	}
	switch {
	case len(texts) > 0:
		return texts, nil
	case problem != nil:
		return nil, problem
	}
	return nil, keychain.ErrMissing
}

// try runs one attempt at a passphrase. Each wrong one makes the next wait: 0.5,
// 1, 2, 4, 8 and then 10 seconds, whoever asks.
func (s *Store) try(ctx context.Context, attempt func() (*key, error)) (*key, error) {
	s.mu.Lock()
	wait := time.Until(s.notBefore)
	s.mu.Unlock()
	if err := durable.Pause(ctx, wait); err != nil {
		return nil, err
	}
	k, err := beside(ctx, s.derivation, attempt)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		s.wrong, s.notBefore = 0, time.Time{}
	case errors.Is(err, errWrongWord):
		delay := min(500*time.Millisecond<<min(s.wrong, 5), 10*time.Second)
		s.wrong++
		s.notBefore = time.Now().Add(delay)
		err = &Failure{Reason: ReasonWrongPassphrase, Wait: delay, Err: errWrongWord}
	}
	return k, err
}
