// Package keychaintest holds keyrings for tests: one in memory that can be made
// to fail and to lie, one in a folder for several processes, a real Secret
// Service on a bus of its own, and a scripted one.
package keychaintest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"realmscope/app/vault/keychain"
)

// Ring is a keyring in memory, for tests. Its fields may be set while nothing
// uses it.
type Ring struct {
	mu    sync.Mutex
	items map[string]string
	calls int

	// Fail, when set, is asked before every call ("get", "set", "delete"); its
	// error is the call's.
	Fail func(verb, name string) error
	// Lies says that Set and Delete report success and do nothing.
	Lies bool
	// Largest is the longest text that was ever set, in bytes.
	Largest int
}

// NewRing returns an empty keyring.
func NewRing() *Ring { return &Ring{items: map[string]string{}} }

// Items gives a copy of what it holds.
func (r *Ring) Items() map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	items := map[string]string{}
	for name, text := range r.items {
		items[name] = text
	}
	return items
}

// Clear empties it, as a wiped keyring is.
func (r *Ring) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.items)
}

// Calls is how often it was called.
func (r *Ring) Calls() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calls
}

// Get reads an item.
func (r *Ring) Get(name string) (string, error) {
	if err := r.begin("get", name); err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	text, ok := r.items[name]
	if !ok {
		return "", keychain.ErrMissing
	}
	return text, nil
}

// Set keeps an item. Like Windows it takes 2,560 bytes at most.
func (r *Ring) Set(name, text string) error {
	if err := r.begin("set", name); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Largest = max(r.Largest, len(text))
	if len(text) > 2560 {
		return errors.New("data passed to Set was too big")
	}
	if !r.Lies {
		r.items[name] = text
	}
	return nil
}

// Delete removes an item.
func (r *Ring) Delete(name string) error {
	if err := r.begin("delete", name); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.items[name]; !ok {
		return keychain.ErrMissing
	}
	if !r.Lies {
		delete(r.items, name)
	}
	return nil
}

// begin counts a call and lets Fail have its say, without holding the lock: it
// may block.
func (r *Ring) begin(verb, name string) error {
	r.mu.Lock()
	r.calls++
	fail := r.Fail
	r.mu.Unlock()
	if fail == nil {
		return nil
	}
	return fail(verb, name)
}

// Shelf is a keyring in a folder, for tests with several processes: one that is
// killed leaves the others what it had put. It is no place for secrets.
type Shelf struct{ Dir string }

func (s Shelf) path(name string) string {
	return filepath.Join(s.Dir, strings.ReplaceAll(name, "/", "_"))
}

// Get reads an item.
func (s Shelf) Get(name string) (string, error) {
	b, err := os.ReadFile(s.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return "", keychain.ErrMissing
	}
	return string(b), err
}

// Set keeps an item, whole or not at all.
func (s Shelf) Set(name, text string) error {
	f, err := os.CreateTemp(s.Dir, ".new")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close(), os.Rename(f.Name(), s.path(name)))
}

// Delete removes an item.
func (s Shelf) Delete(name string) error {
	err := os.Remove(s.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return keychain.ErrMissing
	}
	return err
}
