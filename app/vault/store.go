package vault

import (
	"context"
	"crypto/sha256"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"realmscope/app/durable"
	"realmscope/app/vault/keychain"
	"realmscope/tokenclient"
)

const (
	fileName     = "vault.age"
	keyFileName  = "vault.key"
	registryName = "vault.json"
	// lockWait is for a save of another program, which takes milliseconds: longer
	// is a program that is stuck.
	lockWait = 5 * time.Second
)

// Options say where a vault lies.
type Options struct {
	// Dir is the folder of the vault's files; it is made if need be.
	Dir string
	// Keyring is the system's when nil.
	Keyring keychain.Keyring
}

// Store is the vault of the program in any of the three modes. It starts in the
// mode that its files tell, or in ModeSession until the user chooses.
//
// Several programs may use one folder: a lock beside the file is held during a
// save, and every save begins with what the file holds by then. What cannot be
// opened is never written over.
type Store struct {
	dir, target string
	link        error // why target may not be used
	disk        durable.Disk
	lock        *durable.Lock // held during a save
	rekeying    *durable.Lock // held while a key is made or retired
	chain       *keychain.Chain
	work        int           // scrypt's work factor
	derivation  chan struct{} // one at a time
	started     chan struct{} // closed when start is done
	// turn lets one operation of this program through that changes anything.
	turn chan struct{}

	mu        sync.Mutex
	interrupt context.CancelCauseFunc // ends the operation that holds turn
	closed    bool
	chosen    bool
	head      head
	key       *key // nil when locked, and in ModeSession
	doc       document
	seen      [sha256.Size]byte // of the file that doc is from
	mark      fileMark
	blocked   error // why the vault could not be opened
	notices   []Notice
	wrong     int // wrong passphrases in a row
	notBefore time.Time
}

var _ Vault = (*Store)(nil)

// Open is New and Start in one.
func Open(ctx context.Context, o Options) (*Store, []Notice, error) {
	if o.Dir == "" {
		return nil, nil, errors.New("open the vault: no folder given")
	}
	s := New(o)
	notices, err := s.Start(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s, notices, nil
}

// New returns a vault that touches neither disk nor keyring until Start, so that
// a window can be drawn with it. All calls but Status and Close wait for Start.
func New(o Options) *Store { return newStore(o) }

// Start finds out what the folder holds and opens the vault where that needs no
// passphrase, within [keychain.ProbeLimit]. Whatever state the files and the
// keyring are in, the Store can be used then: its Status says whether it is
// locked and why, the notices say what was found and done. It blocks on disk
// and keyring and is called once. The error is a context that ended or
// ErrClosed.
func (s *Store) Start(ctx context.Context) ([]Notice, error) {
	if err := s.start(ctx); err != nil {
		return nil, err
	}
	return s.Notices(), nil
}

func newStore(o Options) *Store {
	if o.Keyring == nil {
		o.Keyring = keychain.System()
	}
	dir := filepath.Clean(o.Dir)
	s := &Store{
		dir: dir, disk: durable.System(), chain: keychain.New(o.Keyring), work: workFactor,
		derivation: make(chan struct{}, 1), turn: make(chan struct{}, 1), doc: newDocument(),
		head: head{mode: ModeSession}, started: make(chan struct{}), target: filepath.Join(dir, fileName),
	}
	s.lock = durable.NewLock(s.Path() + ".lock")
	s.rekeying = durable.NewLock(s.Path() + ".rekey.lock")
	return s
}

// start opens the vault if that needs no passphrase.
func (s *Store) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, keychain.ProbeLimit)
	defer cancel()
	defer close(s.started)
	return s.alone(ctx, func(ctx context.Context) error {
		s.target, s.link = durable.Resolve(s.Path())
		if err := durable.MakeFolder(s.dir); err != nil {
			s.notice(noticeReadOnly, "Path", s.dir, "Reason", string(reasonOf(err)))
		}
		s.tighten()
		err := s.load(ctx, tokenclient.Secret{})
		if err != nil && !errors.Is(err, ErrLocked) {
			return err
		}
		s.mu.Lock()
		reason := reasonOf(s.blocked)
		waiting := s.blocked == nil || reason == ReasonPassphrase
		s.mu.Unlock()
		if !waiting {
			s.notice(noticeClosed, "Path", s.Path(), "Reason", string(reason))
		}
		s.finish(ctx)
		return nil
	})
}

// Path is the vault's file, as it is shown to the user.
func (s *Store) Path() string { return filepath.Join(s.dir, fileName) }

func (s *Store) keyPath() string      { return filepath.Join(s.dir, keyFileName) }
func (s *Store) registryPath() string { return filepath.Join(s.dir, registryName) }

// pendingKeyPath is where a wrapped key lies until the vault is written for it.
func (s *Store) pendingKeyPath(id string) string {
	return filepath.Join(s.dir, "vault-"+id+".key")
}

// Status says the mode and whether, and why, the vault is locked.
func (s *Store) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := Status{Mode: s.head.mode, Chosen: s.chosen, Place: s.head.place, Locked: s.locked(), Opening: !s.ready()}
	if st.Locked && s.blocked != nil {
		st.Reason = reasonOf(s.blocked)
	}
	if st.Reason == ReasonPassphrase {
		st.Reason = ""
	}
	return st
}

// locked needs mu.
func (s *Store) locked() bool {
	return s.blocked != nil || s.head.mode != ModeSession && s.key == nil
}

// usable needs mu. The error is ErrClosed, ErrLocked or a *Failure that wraps
// ErrLocked.
func (s *Store) usable() error {
	switch {
	case s.closed:
		return ErrClosed
	case s.blocked != nil && reasonOf(s.blocked) != ReasonPassphrase:
		return s.blocked
	case s.locked():
		return ErrLocked
	}
	return nil
}

// ready tells whether start is done.
func (s *Store) ready() bool {
	select {
	case <-s.started:
		return true
	default:
		return false
	}
}

// await waits for start to be done.
func (s *Store) await(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case <-s.started:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run makes f the one operation that changes anything, once the vault has
// started.
func (s *Store) run(ctx context.Context, f func(context.Context) error) error {
	if err := s.await(ctx); err != nil {
		return err
	}
	return s.alone(ctx, f)
}

// alone makes f the one operation that changes anything. Lock and Close end its
// context; the error is then theirs.
func (s *Store) alone(ctx context.Context, f func(context.Context) error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.turn }()
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	s.mu.Lock()
	s.interrupt = cancel
	closed := s.closed
	s.mu.Unlock()
	if closed {
		return ErrClosed
	}
	err := f(inner)
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		return context.Cause(inner)
	}
	return err
}

// stop ends the operation that runs and waits until it has.
func (s *Store) stop(cause error) (resume func()) {
	for {
		s.mu.Lock()
		if s.interrupt != nil {
			s.interrupt(cause)
		}
		s.mu.Unlock()
		select {
		case s.turn <- struct{}{}:
			return func() { <-s.turn }
		case <-time.After(time.Millisecond): // the next one may have begun
		}
	}
}
