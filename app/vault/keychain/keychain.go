// Package keychain keeps a few short texts in the keyring of the operating
// system. It knows the traps of that: a call that never comes back, one that
// says it worked and did not, a panic, and a bus that is started by asking.
package keychain

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The limits that callers put round a call, by a context.
const (
	// ProbeLimit is for calls that nobody asked for, at the start.
	ProbeLimit = 3 * time.Second
	// AskLimit is for calls that the user asked for and can cancel: the system
	// may show a question of its own meanwhile.
	AskLimit = 120 * time.Second
)

// Errors of a keyring. All but ErrMissing say that it cannot be used now.
var (
	// ErrMissing says that the keyring works and holds no such item.
	ErrMissing = errors.New("the keyring holds no such item")
	// ErrNoBus says that there is no session bus to reach a keyring by.
	ErrNoBus = errors.New("there is no session bus")
	// ErrNoService says that nothing on the bus keeps secrets.
	ErrNoService = errors.New("no keyring service is running")
	// ErrLocked says that the keyring is locked and was not unlocked: nothing
	// could ask for its password, or the question was dismissed.
	ErrLocked = errors.New("the keyring is locked")
	// ErrNoAnswer says that the keyring did not answer within the limit.
	ErrNoAnswer = errors.New("the keyring did not answer in time")
	// ErrNotKept says that the keyring reported success and did not do it, as
	// happens when its question is dismissed.
	ErrNotKept = errors.New("the keyring did not keep it")
	// ErrBroken is any other failure of the keyring.
	ErrBroken = errors.New("the keyring failed")
)

// Keyring is what the system offers: texts by name. Its calls may block for
// ever and may panic. Get and Delete of an absent name are ErrMissing.
type Keyring interface {
	Get(name string) (string, error)
	Set(name, text string) error
	Delete(name string) error
}

// Chain guards a Keyring. It is safe for concurrent use. One call at most runs
// at a time, and at most one goroutine is ever left behind by a keyring that
// does not answer; its result is dropped.
type Chain struct {
	ring Keyring
	// slot is held while a call of ring runs, however long that is.
	slot chan struct{}
}

// New guards a keyring.
func New(ring Keyring) *Chain { return &Chain{ring: ring, slot: make(chan struct{}, 1)} }

// Get reads a text. The error wraps one of this package's, or is the context's
// when it was cancelled; a deadline is ErrNoAnswer.
func (c *Chain) Get(ctx context.Context, name string) (string, error) {
	return c.call(ctx, func() (string, error) { return c.ring.Get(name) })
}

// Set keeps a text and reads it back; ErrNotKept says that it is not there.
func (c *Chain) Set(ctx context.Context, name, text string) error {
	_, err := c.call(ctx, func() (string, error) { return "", c.ring.Set(name, text) })
	if err != nil {
		return err
	}
	got, err := c.Get(ctx, name)
	if errors.Is(err, ErrMissing) || err == nil && got != text {
		return ErrNotKept
	}
	return err
}

// Delete removes a text and makes sure that it is gone; an absent one is no
// error.
func (c *Chain) Delete(ctx context.Context, name string) error {
	_, err := c.call(ctx, func() (string, error) { return "", c.ring.Delete(name) })
	switch {
	case errors.Is(err, ErrMissing):
		return nil
	case err != nil:
		return err
	}
	_, err = c.Get(ctx, name)
	switch {
	case errors.Is(err, ErrMissing):
		return nil
	case err == nil:
		return ErrNotKept
	}
	return err
}

// answer is what a call of the keyring gave.
type answer struct {
	text string
	err  error
}

// call runs f beside the caller, who leaves when ctx ends.
func (c *Chain) call(ctx context.Context, f func() (string, error)) (string, error) {
	if ctx.Err() != nil {
		return "", ended(ctx)
	}
	select {
	case c.slot <- struct{}{}:
	case <-ctx.Done():
		return "", ended(ctx)
	}
	answers := make(chan answer, 1)
	go func() {
		defer func() { <-c.slot }()
		text, err := guarded(f)
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return "", ended(ctx)
	}
}

// ended tells a caller that gave up from a keyring that took too long.
func ended(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ErrNoAnswer
	}
	return ctx.Err()
}

// guarded turns a panic into an error. Its text is left out: nobody knows what
// stands in it.
func guarded(f func() (string, error)) (text string, err error) {
	defer func() {
		if recover() != nil {
			text, err = "", fmt.Errorf("%w: it panicked", ErrBroken)
		}
	}()
	text, err = f()
	return text, classify(err)
}
