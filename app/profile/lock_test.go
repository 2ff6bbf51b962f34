package profile

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestHeldLockEndsInBusy(t *testing.T) {
	s := saved(t, "a")
	release, err := takeLock(s.lockPath(), nil, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		wantCause(t, s.Put(t.Context(), named("b")), CauseBusy)
		if got := time.Since(start); got < lockWait || got > lockWait+courtesy {
			t.Errorf("waited %v, want %v to %v", got, lockWait, lockWait+courtesy)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.Put(ctx, named("b")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Put with a deadline = %v, want %v", err, context.DeadlineExceeded)
		}
		// A start meanwhile shows the profiles all the same.
		wantNames(t, open(t, s.dir), "a")
	})
	if err := release(); err != nil {
		t.Fatal(err)
	}
	save(t, s, named("b"))
	wantNames(t, s, "a", "b")
}

func TestHeldLockLeavesADamagedFileAlone(t *testing.T) {
	s := saved(t, "a")
	write(t, s.Path(), "{")
	release, err := takeLock(s.lockPath(), nil, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		wantNames(t, open(t, s.dir, "profiles.damaged_left", "profiles.restored"), "a")
	})
	if got := readText(t, s.Path()); got != "{" {
		t.Errorf("the file was changed to %q without the lock", got)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	wantNames(t, open(t, s.dir, "profiles.damaged", "profiles.restored"), "a")
}

func TestSaveWaitsForTheLock(t *testing.T) {
	s := saved(t, "a")
	release, err := takeLock(s.lockPath(), nil, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		done := make(chan error, 1)
		go func() { done <- s.Put(t.Context(), named("b")) }()
		time.Sleep(time.Second)
		wantNames(t, s, "a")
		if err := release(); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Errorf("Put after the lock was free = %v", err)
		}
	})
	wantNames(t, s, "a", "b")
}
