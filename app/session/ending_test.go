package session

import (
	"context"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
)

// lockable is a vault in memory that can be locked, as a file is.
type lockable struct {
	vault.Vault
	locked bool
}

func (l *lockable) Status() vault.Status {
	return vault.Status{Mode: vault.ModePassphrase, Locked: l.locked, Chosen: true}
}

func (l *lockable) List(ctx context.Context) ([]vault.Entry, error) {
	if l.locked {
		return nil, vault.ErrLocked
	}
	return l.Vault.List(ctx)
}

func (l *lockable) Swap(ctx context.Context, id string, r vault.Record, dropped ...string) error {
	if l.locked {
		return vault.ErrLocked
	}
	return l.Vault.Swap(ctx, id, r, dropped...)
}

func (l *lockable) Delete(ctx context.Context, id string) error {
	if l.locked {
		return vault.ErrLocked
	}
	return l.Vault.Delete(ctx, id)
}

// unlocked opens the vault, as the window does.
func (o *owner) unlocked(v *lockable, profiles ...profile.Profile) {
	v.locked = false
	time.Sleep(time.Second)
	o.s.Restore(profiles)
	o.settle()
}

// A session that is ended while the vault is locked does not come back when it
// is opened, and nothing of it stays there.
func TestEndWhileTheVaultIsLocked(t *testing.T) {
	for name, end := range map[string]func(o *owner){
		"logged out":        func(o *owner) { o.s.LogOut(homely(), "alice") },
		"revoked":           func(o *owner) { o.s.Revoke(homely(), "alice", WhichRefresh) },
		"profile forgotten": func(o *owner) { o.s.Forget("p1") },
		"no longer wished":  func(o *owner) { o.s.Keeping("p1", false) },
	} {
		t.Run(name, func(t *testing.T) {
			v := &lockable{Vault: vault.NewSession()}
			inHome(t, v, func(o *owner) { o.fetched(homely()) })
			inHome(t, v, func(o *owner) { // started with a locked vault
				v.locked = true
				time.Sleep(2 * time.Second)
				o.s.Fetch(homely(), "alice", typed)
				o.settle()
				end(o)
				o.settle()
				if n := len(resting(t, v.Vault)); n != 1 {
					t.Fatalf("%d records in the locked vault, want the one of before", n)
				}
				o.unlocked(v, homely())
				wantResting(t, v)
				if st := o.state(alice); st.CanRefresh() && name != "no longer wished" {
					t.Errorf("the session came back: %+v", st.Tokens)
				}
				o.unlocked(v, homely())
				if len(o.s.owed) != 0 {
					t.Errorf("%d ends are still owed", len(o.s.owed))
				}
			})
		})
	}
}

// What fails while the vault is locked is no end of what rests there.
func TestFailureWhileTheVaultIsLockedEndsNothing(t *testing.T) {
	v := &lockable{Vault: vault.NewSession()}
	inHome(t, v, func(o *owner) { o.numbered(); o.fetched(homely()) })
	inHome(t, v, func(o *owner) {
		v.locked = true
		o.client.reply = after(0, answer(set{}), refused("invalid_grant", "Invalid user credentials"))
		o.s.Fetch(homely(), "alice", typed)
		o.settle()
		o.unlocked(v, homely())
		wantResting(t, v, "r1")
		if st := o.state(alice); !st.CanRefresh() {
			t.Errorf("the session did not come back: %+v", st.Failure)
		}
	})
}

// Tokens that came while the vault was locked rest once it is open, in place of
// what rested before; then one end is the end of both.
func TestTokensOfALockedVaultRestWhenItOpens(t *testing.T) {
	v := &lockable{Vault: vault.NewSession()}
	inHome(t, v, func(o *owner) { o.fetched(homely()) })
	inHome(t, v, func(o *owner) {
		v.locked = true
		o.s.Fetch(homely(), "alice", typed)
		o.settle()
		if st := o.state(alice); st.Failure == nil || st.Failure.Advice.ID != adviceNotKept {
			t.Fatalf("failure %+v, want that it was not kept", st.Failure)
		}
		o.unlocked(v, homely())
		st := o.state(alice)
		wantResting(t, v, st.Tokens.Set.RefreshToken.Reveal())
		if st.Failure != nil {
			t.Errorf("it still says %s", st.Failure.Advice.ID)
		}
		o.s.LogOut(homely(), "alice")
		o.settle()
		wantResting(t, v)
	})
}
