package vault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	"realmscope/tokenclient"
)

// ErrClosed says that the vault was closed and holds nothing any more.
var ErrClosed = errors.New("vault is closed")

// NewID returns a fresh id for a record: 32 random hex digits. It says nothing
// of the secret, so it may stand in profiles.json.
func NewID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// NewSession returns an empty vault of ModeSession: records live in memory
// only, and their bytes are overwritten when they are replaced, deleted, or
// the vault is closed.
func NewSession() Vault {
	return &sessionVault{records: map[string]sealed{}}
}

// sessionVault is the in-memory vault; a nil map says that it is closed.
type sessionVault struct {
	mu      sync.Mutex
	records map[string]sealed
}

// Status says ModeSession; such a vault is never locked.
func (v *sessionVault) Status() Status { return Status{Mode: ModeSession} }

// Put keeps a record until the program ends.
func (v *sessionVault) Put(ctx context.Context, id string, r Record) error {
	return v.Swap(ctx, id, r)
}

// Swap keeps a record and forgets others.
func (v *sessionVault) Swap(ctx context.Context, id string, r Record, dropped ...string) error {
	return v.use(ctx, func() error {
		kept := newSealed(r, time.Now())
		for _, old := range append(dropped, id) {
			v.records[old].wipe()
			delete(v.records, old)
		}
		v.records[id] = kept
		return nil
	})
}

// List gives the records without their secrets.
func (v *sessionVault) List(ctx context.Context) ([]Entry, error) {
	var entries []Entry
	err := v.use(ctx, func() error {
		entries = listed(v.records)
		return nil
	})
	return entries, err
}

// Get releases a copy of the secret to its owner.
func (v *sessionVault) Get(ctx context.Context, id string, owner Owner) (tokenclient.Secret, error) {
	var secret tokenclient.Secret
	err := v.use(ctx, func() error {
		var err error
		secret, err = released(v.records, id, owner)
		return err
	})
	return secret, err
}

// Delete overwrites and removes a record.
func (v *sessionVault) Delete(ctx context.Context, id string) error {
	return v.use(ctx, func() error {
		v.records[id].wipe()
		delete(v.records, id)
		return nil
	})
}

// Lock is ErrNoLock: nothing could bring the records back.
func (v *sessionVault) Lock(ctx context.Context) error {
	return v.use(ctx, func() error { return ErrNoLock })
}

// Unlock has nothing to do: the vault is never locked.
func (v *sessionVault) Unlock(ctx context.Context, _ tokenclient.Secret) error {
	return v.use(ctx, func() error { return nil })
}

// Close overwrites and forgets all records. Closing again is no error.
func (v *sessionVault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.records {
		r.wipe()
	}
	v.records = nil
	return nil
}

// use runs f with the lock held, unless the caller has given up or the vault
// is closed.
func (v *sessionVault) use(ctx context.Context, f func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.records == nil {
		return ErrClosed
	}
	return f()
}
