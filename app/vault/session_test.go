package vault_test

import (
	"errors"
	"regexp"
	"testing"

	"realmscope/app/vault"
	"realmscope/app/vault/vaulttest"
	"realmscope/tokenclient"
)

func openSession(t *testing.T) vault.Vault {
	v := vault.NewSession()
	t.Cleanup(func() { _ = v.Close() })
	return v
}

func TestSessionKeepsTheContract(t *testing.T) {
	vaulttest.Contract(t, openSession)
}

func TestSessionHasNoLock(t *testing.T) {
	v := openSession(t)
	if err := v.Lock(t.Context()); !errors.Is(err, vault.ErrNoLock) {
		t.Errorf("Lock() = %v, want %v", err, vault.ErrNoLock)
	}
	if err := v.Unlock(t.Context(), tokenclient.Secret{}); err != nil {
		t.Errorf("Unlock() = %v, want no error", err)
	}
	if got, want := v.Status(), (vault.Status{Mode: vault.ModeSession}); got != want {
		t.Errorf("Status() = %+v, want %+v", got, want)
	}
}

func TestSessionSaysThatItIsClosed(t *testing.T) {
	v := openSession(t)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := v.Put(t.Context(), "a", vault.Record{}); !errors.Is(err, vault.ErrClosed) {
		t.Errorf("Put after Close = %v, want %v", err, vault.ErrClosed)
	}
}

func TestNewIDIs32HexDigitsAndNew(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{32}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := vault.NewID()
		if !form.MatchString(id) || seen[id] {
			t.Fatalf("NewID() = %q, want 32 hex digits never seen before", id)
		}
		seen[id] = true
	}
}
