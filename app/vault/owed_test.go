package vault

import (
	"slices"
	"testing"
)

func TestWhatIsOwedIsRememberedOverARestart(t *testing.T) {
	r := newRig(t)
	s := r.made(t, ModePassphrase)
	_ = s.Close()
	s = r.open(t) // locked
	for _, id := range []string{"a", "b", "a"} {
		if err := s.Owe(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	_ = s.Close()
	s = r.open(t)
	mustUnlock(t, s)
	if got := s.Owed(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("owed after a restart: %q", got)
	}
	if err := s.Paid(t.Context(), "a"); err != nil || !slices.Equal(s.Owed(), []string{"b"}) {
		t.Errorf("owed after a payment: %q, %v", s.Owed(), err)
	}
	wantSecret(t, s, "a", "one") // the vault itself deletes nothing
	mustSetMode(t, s, ModeSession)
	if got := s.Owed(); len(got) != 0 {
		t.Errorf("owed by a vault that is gone: %q", got)
	}
}
