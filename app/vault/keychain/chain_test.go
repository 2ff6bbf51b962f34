package keychain_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/vault/keychain"
	"realmscope/app/vault/keychain/keychaintest"
)

func TestChainKeepsAndForgets(t *testing.T) {
	c := keychain.New(keychaintest.NewRing())
	if err := c.Delete(t.Context(), "a"); err != nil {
		t.Errorf("Delete of an absent item = %v, want no error", err)
	}
	if err := c.Set(t.Context(), "a", "one"); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Get(t.Context(), "a"); got != "one" || err != nil {
		t.Errorf("Get = %q, %v, want one", got, err)
	}
	if err := c.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), "a"); !errors.Is(err, keychain.ErrMissing) {
		t.Errorf("Get = %v, want %v", err, keychain.ErrMissing)
	}
}

// A keyring that reports success and does nothing is noticed each time.
func TestLyingKeyringIsNoticed(t *testing.T) {
	noticed := 0
	for i := range 100 {
		r := keychaintest.NewRing()
		c := keychain.New(r)
		if i%2 == 0 {
			r.Lies = true
			if errors.Is(c.Set(t.Context(), "a", "one"), keychain.ErrNotKept) {
				noticed++
			}
			continue
		}
		if err := c.Set(t.Context(), "a", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		r.Lies = true
		set, removed := c.Set(t.Context(), "a", "other"), c.Delete(t.Context(), "a")
		if errors.Is(set, keychain.ErrNotKept) && errors.Is(removed, keychain.ErrNotKept) {
			noticed++
		}
	}
	if noticed != 100 {
		t.Errorf("noticed %d lies of 100", noticed)
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	r := keychaintest.NewRing()
	r.Fail = func(string, string) error { panic("interface conversion: canary") }
	_, err := keychain.New(r).Get(t.Context(), "a")
	if !errors.Is(err, keychain.ErrBroken) || err.Error() != "the keyring failed: it panicked" {
		t.Errorf("Get = %v, want %v without the panic's text", err, keychain.ErrBroken)
	}
}

// A keyring that never answers costs one goroutine, whatever is asked of it,
// and every caller leaves at the end of its own limit.
func TestKeyringThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan struct{})
		r := keychaintest.NewRing()
		r.Fail = func(string, string) error { <-answer; return nil }
		c := keychain.New(r)
		began := time.Now()
		for range 20 {
			ctx, cancel := context.WithTimeout(t.Context(), keychain.ProbeLimit)
			if err := c.Set(ctx, "a", "one"); !errors.Is(err, keychain.ErrNoAnswer) {
				t.Errorf("Set = %v, want %v", err, keychain.ErrNoAnswer)
			}
			cancel()
		}
		if got, want := time.Since(began), 20*keychain.ProbeLimit; got != want {
			t.Errorf("20 calls took %v, want %v", got, want)
		}
		if r.Calls() != 1 {
			t.Errorf("the keyring was asked %d times, want once", r.Calls())
		}
		close(answer) // somebody answers the prompt at last
		synctest.Wait()
		if err := c.Set(t.Context(), "b", "two"); err != nil {
			t.Errorf("Set after the answer = %v", err)
		}
	})
}

func TestCancelEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan struct{})
		defer close(answer)
		r := keychaintest.NewRing()
		r.Fail = func(string, string) error { <-answer; return nil }
		c := keychain.New(r)
		for range 2 { // the first holds the keyring, the second waits for its turn
			ctx, cancel := context.WithTimeout(t.Context(), keychain.AskLimit)
			stop := time.AfterFunc(time.Second, cancel)
			began := time.Now()
			if _, err := c.Get(ctx, "a"); !errors.Is(err, context.Canceled) {
				t.Errorf("Get = %v, want %v", err, context.Canceled)
			}
			if got := time.Since(began); got != time.Second {
				t.Errorf("cancel took %v, want no time", got-time.Second)
			}
			stop.Stop()
			cancel()
		}
	})
}
