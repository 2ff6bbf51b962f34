package session

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// deaf answers after d whatever happens to its context.
func deaf(d time.Duration, s tokenclient.TokenSet, err error) func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
	return func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		time.Sleep(d)
		return s, err
	}
}

func TestCancel(t *testing.T) {
	for name, reply := range map[string]func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error){
		"of a request that obeys":            after(time.Minute, answer(set{access: "late"}), nil),
		"of one that answers late":           deaf(time.Minute, answer(set{access: "late"}), nil),
		"of one that fails late":             deaf(time.Minute, tokenclient.TokenSet{}, refused("invalid_grant", "x")),
		"that wins over an answer in flight": deaf(time.Second, answer(set{access: "late"}), nil),
	} {
		for _, op := range []Op{OpFetch, OpRefresh} {
			t.Run(string(op)+" "+name, func(t *testing.T) {
				inBubble(t, func(t *testing.T, o *owner) {
					before := o.fetched(shop())
					last := o.state(alice).Last
					o.client.reply = reply
					if op == OpFetch {
						o.s.Fetch(shop(), "alice", typed)
					} else {
						o.s.Refresh(shop(), "alice")
					}
					time.Sleep(time.Second)
					synctest.Wait() // an answer may have been posted, but not run
					o.s.Cancel(alice)
					if st := o.states[len(o.states)-1]; st.Busy != "" || st.Failure != nil || st.Tokens != before {
						t.Fatalf("state at once after Cancel: %+v", st)
					}
					published := len(o.states)
					o.s.Cancel(alice)
					if len(o.states) != published {
						t.Error("a second Cancel published something")
					}
					o.pass(2 * time.Minute)
					st := o.state(alice)
					if st.Tokens != before || st.Failure != nil || st.Failures != 0 || st.Last != last {
						t.Errorf("the late answer got through: %+v", st)
					}
				})
			})
		}
	}
}

func TestForgetDuringFlight(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = deaf(time.Minute, answer(set{}), nil)
		other := shop()
		other.ID = "p2"
		o.s.Fetch(shop(), "alice", typed)
		o.s.Fetch(shop(), "bob", typed)
		o.s.Fetch(other, "alice", typed)
		o.pass(time.Second)
		o.s.Forget("p1")
		if diff := cmp.Diff(State{Key: alice}, o.state(alice)); diff != "" {
			t.Errorf("after Forget (-want +got):\n%s", diff)
		}
		o.states = nil
		o.s.Fetch(shop(), "alice", Typed{}) // a new session must not get the old one's answer
		o.pass(2 * time.Minute)
		if st := o.state(alice); st.Tokens != nil || len(st.Needs) == 0 {
			t.Errorf("the new session got the forgotten one's answer: %+v", st)
		}
		for _, st := range o.states {
			if st.Key.Account == "bob" {
				t.Errorf("a forgotten session published %+v", st)
			}
		}
		if o.state(Key{ProfileID: "p2", Account: "alice"}).Tokens == nil {
			t.Error("the other profile's session was forgotten too")
		}
	})
}

func TestCloseLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOwner(t, vault.NewSession())
		o.fetched(shop())
		o.client.reply = after(time.Hour, answer(set{}), nil)
		o.client.probe = func(ctx context.Context, _ string) (tokenclient.ProbeResult, error) {
			<-ctx.Done()
			return tokenclient.ProbeResult{}, ctx.Err()
		}
		o.s.Refresh(shop(), "alice")
		o.s.Fetch(shop(), "bob", typed)
		o.s.Probe("x", func(ProbeAnswer) { t.Error("a probe answered after Close") })
		o.settle()
		o.s.Close()
		if o.s.tick.timer != nil {
			t.Error("the timer still runs after Close")
		}
		synctest.Wait()
		if got := len(o.posted); got != 3 {
			t.Errorf("%d of 3 works ended with Close", got)
		}
		began, published, asked := time.Now(), len(o.states), len(o.client.requests())
		o.settle()
		o.s.Fetch(shop(), "carol", typed)
		o.s.Refresh(shop(), "alice")
		o.s.Probe("x", func(ProbeAnswer) {})()
		o.s.Cancel(alice)
		o.s.Dismiss(alice)
		o.s.Forget("p1")
		o.s.Close()
		o.pass(time.Hour)
		if len(o.states) != published || len(o.client.requests()) != asked {
			t.Errorf("%d states and %d requests after Close", len(o.states)-published, len(o.client.requests())-asked)
		}
		if got := time.Since(began); got != time.Hour {
			t.Errorf("the wait took %s", got)
		}
	}) // the bubble fails when a goroutine is left
}

func TestEndOfTheBaseEndsTheWork(t *testing.T) {
	t.Run("waiting for the server", func(t *testing.T) { endOfTheBase(t, shop(), typed, vault.NewSession()) })
	t.Run("waiting for the vault", func(t *testing.T) {
		p := shop()
		namingSecrets(&p)
		endOfTheBase(t, p, Typed{}, &badVault{Vault: vault.NewSession(), slow: time.Hour})
	})
}

func endOfTheBase(t *testing.T, p profile.Profile, typed Typed, v vault.Vault) {
	synctest.Test(t, func(t *testing.T) {
		base, cancel := context.WithCancel(t.Context())
		posted := make(chan func(), 100)
		client := &fakeClient{reply: after(time.Hour, answer(set{}), nil)}
		s := New(Params{Base: base, Post: func(f func()) { posted <- f }, Client: client, Vault: v})
		s.Fetch(p, "alice", typed)
		synctest.Wait()
		cancel()
		synctest.Wait()
		(<-posted)()
		if st := s.State(alice); st.Busy != "" || st.Failure != nil {
			t.Errorf("state %+v, want idle without failure", st)
		}
		s.Close()
	})
}

func TestCountdownEndsWithTheBase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base, cancel := context.WithCancel(t.Context())
		o := newOwner(t, vault.NewSession())
		o.s.Close()
		o.s = New(Params{Base: base, Post: func(f func()) { o.posted <- f }, Client: o.client, Vault: o.vault})
		o.fetched(shop())
		cancel()
		published := 0
		o.s.Subscribe(func(State) { published++ })
		o.pass(time.Minute)
		if published != 0 {
			t.Errorf("%d states after the base had ended", published)
		}
		o.s.Close()
	})
}
