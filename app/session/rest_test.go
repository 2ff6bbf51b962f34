package session

import (
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// homely is shop, kept logged in.
func homely() profile.Profile {
	p := shop()
	p.KeepLoggedIn = true
	return p
}

// inHome runs f with sessions whose refresh tokens may rest in v.
func inHome(t *testing.T, v vault.Vault, f func(o *owner)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := newOwner(t, v)
		jobs, done := make(chan func(), 100), make(chan struct{})
		go func() {
			for job := range jobs {
				job()
			}
			close(done)
		}()
		o.s.params.Later = func(job func()) { jobs <- job }
		f(o)
		o.s.Close()
		close(jobs)
		<-done
	})
}

// resting are the refresh tokens in the vault, in no order.
func resting(t *testing.T, v vault.Vault) []string {
	t.Helper()
	entries, err := v.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		if e.Kind == vault.KindRefreshToken {
			secret, err := v.Get(t.Context(), e.ID, e.Owner)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, secret.Reveal())
		}
	}
	return all
}

func wantResting(t *testing.T, v vault.Vault, want ...string) {
	t.Helper()
	got := resting(t, v)
	if len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
		t.Errorf("the vault holds %q, want %q", got, want)
	}
}

// numbered answers with refresh tokens r1, r2 and so on.
func (o *owner) numbered() {
	o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
		return answer(set{refresh: []string{"r1", "r2", "r3", "r4"}[len(o.client.requests())-1]}), nil
	}
}

func TestNothingRestsUnlessItIsWished(t *testing.T) {
	v := vault.NewSession()
	inHome(t, v, func(o *owner) {
		o.fetched(shop())
		wantResting(o.t, v)
		o.s.Keeping("p1", true)
		o.settle()
		if n := len(resting(o.t, v)); n != 1 {
			t.Errorf("%d tokens rest after the switch was turned on, want 1", n)
		}
		o.s.Keeping("p1", false)
		o.settle()
		wantResting(o.t, v)
	})
}

func TestRotationLeavesTheNewestTokenOnly(t *testing.T) {
	v := vault.NewSession()
	inHome(t, v, func(o *owner) {
		o.numbered()
		o.fetched(homely())
		wantResting(o.t, v, "r1")
		for _, want := range []string{"r2", "r3"} {
			o.s.Refresh(homely(), "alice")
			o.settle()
			wantResting(o.t, v, want)
		}
	})
}

// faltering fails its next Swap, as a full disk would.
type faltering struct {
	vault.Vault
	fails int
}

func (f *faltering) Swap(ctx context.Context, id string, r vault.Record, dropped ...string) error {
	if f.fails > 0 {
		f.fails--
		return vault.ErrLocked
	}
	return f.Vault.Swap(ctx, id, r, dropped...)
}

func TestTokenThatCannotRestLeavesTheOldOneAndIsTold(t *testing.T) {
	v := &faltering{Vault: vault.NewSession()}
	inHome(t, v, func(o *owner) {
		o.numbered()
		o.fetched(homely())
		v.fails = 1
		o.s.Refresh(homely(), "alice")
		o.settle()
		wantResting(o.t, v, "r1")
		st := o.state(alice)
		if st.Tokens.Set.RefreshToken.Reveal() != "r2" || st.Failure == nil || st.Failure.Advice.ID != adviceNotKept {
			t.Errorf("token %q with %+v, want r2 and that it was not kept", st.Tokens.Set.RefreshToken.Reveal(), st.Failure)
		}
		o.s.Refresh(homely(), "alice")
		o.settle()
		wantResting(o.t, v, "r3")
	})
}

func TestEndOfASessionDropsItsRecord(t *testing.T) {
	for name, end := range map[string]func(o *owner){
		"logged out": func(o *owner) { o.s.LogOut(homely(), "alice") },
		"had ended when logging out": func(o *owner) {
			gone := refused("invalid_grant", "Invalid refresh token")
			gone.Status, gone.Operation = 400, tokenclient.OperationLogout
			o.client.out = gone
			o.s.LogOut(homely(), "alice")
		},
		"refresh refused": func(o *owner) {
			o.client.reply = after(0, tokenclient.TokenSet{}, refused("invalid_grant", "Token is not active"))
			o.s.Refresh(homely(), "alice")
		},
		"revoked":           func(o *owner) { o.s.Revoke(homely(), "alice", WhichRefresh) },
		"profile forgotten": func(o *owner) { o.s.Forget("p1") },
		"new tokens without a refresh token": func(o *owner) {
			o.client.reply = after(0, answer(set{refresh: "-"}), nil)
			o.s.Fetch(homely(), "alice", typed)
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := vault.NewSession()
			inHome(t, v, func(o *owner) {
				o.fetched(homely())
				if n := len(resting(o.t, v)); n != 1 {
					o.t.Fatalf("%d tokens rest, want 1", n)
				}
				end(o)
				o.settle()
				wantResting(o.t, v)
			})
		})
	}
}

func TestFailureThatEndsNothingKeepsTheRecord(t *testing.T) {
	v := vault.NewSession()
	inHome(t, v, func(o *owner) {
		o.numbered()
		o.fetched(homely())
		o.client.reply = after(0, tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindConnect})
		o.s.Refresh(homely(), "alice")
		o.settle()
		wantResting(o.t, v, "r1")
		o.s.ForgetAll()
		o.settle()
		wantResting(o.t, v, "r1")
		if st := o.state(alice); st.Tokens != nil {
			t.Error("ForgetAll left tokens")
		}
	})
}

func TestSessionComesBackAfterARestart(t *testing.T) {
	v := vault.NewSession()
	var before Clock
	inHome(t, v, func(o *owner) {
		o.fetched(homely())
		before = o.state(alice).Clocks.Refresh
	})
	inHome(t, v, func(o *owner) {
		o.s.Restore([]profile.Profile{homely()})
		o.settle()
		st := o.state(alice)
		if st.Tokens == nil || !st.CanRefresh() || st.Clocks.Access.Phase != PhaseNone {
			o.t.Fatalf("after a restart: tokens %v, clocks %+v", st.Tokens, st.Clocks)
		}
		if got := st.Clocks.Refresh; !got.End.Equal(before.End) || got.Whole != before.Whole {
			t.Errorf("refresh clock %+v, want that of before %+v", got, before)
		}
		if st.Tokens.Owner != "alice" || st.Tokens.Generation != 1 {
			t.Errorf("owner %q, generation %d, want alice and 1", st.Tokens.Owner, st.Tokens.Generation)
		}
		o.s.Refresh(homely(), "alice")
		o.settle()
		// The profile names no kept client secret: it is asked for.
		if needs := o.state(alice).Needs; len(needs) != 1 || needs[0] != NeedClientSecret || len(o.client.requests()) != 0 {
			t.Errorf("needs %v after %d requests, want the client secret and none", needs, len(o.client.requests()))
		}
	})
}

func TestRestoredSessionRefreshesWithTheKeptSecret(t *testing.T) {
	v := vault.NewSession()
	p := homely()
	p.Client.SecretID = "s1"
	owner1 := vault.Owner{Origin: "https://sso.test", ClientID: "web"}
	if err := v.Put(t.Context(), "s1", vault.Record{Kind: vault.KindClientSecret, Owner: owner1, Secret: NewSecret("kept")}); err != nil {
		t.Fatal(err)
	}
	inHome(t, v, func(o *owner) { o.numbered(); o.fetched(p) })
	inHome(t, v, func(o *owner) {
		o.s.Restore([]profile.Profile{p})
		o.settle()
		o.s.Refresh(p, "alice")
		o.settle()
		st := o.state(alice)
		if st.Failure != nil || st.Tokens == nil || st.Tokens.Access == nil {
			o.t.Fatalf("refresh after a restart: %+v, needs %v", st.Failure, st.Needs)
		}
		r := o.client.requests()[0]
		if g, ok := r.Grant.(tokenclient.Refresh); !ok || g.Token.Reveal() != "r1" || r.Auth.Secret.Reveal() != "kept" {
			t.Errorf("sent %T with secret %q, want a refresh with r1 and the kept one", r.Grant, r.Auth.Secret.Reveal())
		}
	})
}

func TestRestoredSessionIsNotThatOfSomebodyElse(t *testing.T) {
	v := vault.NewSession()
	p := homely()
	p.Client.Auth = tokenclient.AuthNone
	inHome(t, v, func(o *owner) { o.fetched(p) })
	inHome(t, v, func(o *owner) {
		o.s.Restore([]profile.Profile{p})
		o.settle()
		o.client.reply = after(0, answer(set{access: jwt(`{"iss":"https://sso.test/realms/shop","sub":"u2"}`)}), nil)
		o.s.Refresh(p, "alice")
		o.settle()
		if st := o.state(alice); st.Failure == nil || st.Failure.Advice.ID != adviceOtherSubject {
			t.Errorf("tokens of another subject were taken: %+v", st.Failure)
		}
	})
}

func TestRecordGoesToItsProfileOnly(t *testing.T) {
	for name, change := range map[string]func(*profile.Profile){
		"another realm":     func(p *profile.Profile) { p.Realm.Name = "other" },
		"another server":    func(p *profile.Profile) { p.Realm.Base = "https://evil.test" },
		"another client":    func(p *profile.Profile) { p.Client.ID = "other" },
		"another profile":   func(p *profile.Profile) { p.ID = "p2" },
		"no longer wished":  func(p *profile.Profile) { p.KeepLoggedIn = false },
		"bound, key absent": func(p *profile.Profile) { p.Client.DPoP = true },
	} {
		t.Run(name, func(t *testing.T) {
			v := vault.NewSession()
			inHome(t, v, func(o *owner) { o.fetched(homely()) })
			inHome(t, v, func(o *owner) {
				p := homely()
				change(&p)
				o.s.Restore([]profile.Profile{p})
				o.settle()
				if len(o.states) != 0 {
					t.Errorf("it came back: %+v", o.states)
				}
			})
			if n := len(resting(t, v)); n != 1 {
				t.Errorf("%d records, want the one that was there", n)
			}
		})
	}
}

func TestRestoreLeavesLiveSessionsAndOddRecordsAlone(t *testing.T) {
	v := vault.NewSession()
	inHome(t, v, func(o *owner) {
		o.numbered()
		o.fetched(homely())
		odd := vault.Record{Kind: vault.KindRefreshToken, Owner: vault.Owner{Origin: "https://sso.test", ClientID: "web"}, Secret: NewSecret("x")}
		for id, meta := range map[string]string{"empty": "", "array": "[]", "nothing": "{}", "target": `{"profile":"p1","account":"bob",` +
			`"endpoint":"https://sso.test/realms/shop/protocol/openid-connect/token","target":"https://evil.test/token"}`} {
			odd.Meta = meta
			if err := v.Put(o.t.Context(), id, odd); err != nil {
				o.t.Fatal(err)
			}
		}
		published := len(o.states)
		o.s.Restore([]profile.Profile{homely()})
		o.settle()
		if len(o.states) != published || o.state(alice).Tokens.Access == nil {
			t.Errorf("%d new states, want none", len(o.states)-published)
		}
	})
}

func TestMemoryHoldsNoToken(t *testing.T) {
	v := vault.NewSession()
	inHome(t, v, func(o *owner) {
		o.fetched(homely())
		entries, err := v.List(o.t.Context())
		if err != nil || len(entries) != 1 {
			o.t.Fatalf("%d entries, %v", len(entries), err)
		}
		var m map[string]any
		if err := json.Unmarshal([]byte(entries[0].Meta), &m); err != nil {
			o.t.Fatal(err)
		}
		for name, value := range m {
			if text, ok := value.(string); ok && len(text) > 3 && text[:3] == "eyJ" {
				t.Errorf("%s holds a token", name)
			}
		}
		if m["profile"] != "p1" || m["account"] != "alice" || m["refresh_expires_in"] != 1800.0 {
			t.Errorf("memory is %v", m)
		}
	})
}

func TestOfflineTokenComesBackWithoutAnEnd(t *testing.T) {
	v := vault.NewSession()
	offline := set{refresh: jwt(`{"typ":"Offline"}`), refreshes: -time.Nanosecond}
	inHome(t, v, func(o *owner) {
		a := answer(offline)
		a.RefreshExpiresIn = tokenclient.Lifetime{Known: true}
		o.client.reply = after(0, a, nil)
		o.fetched(homely())
	})
	inHome(t, v, func(o *owner) {
		o.s.Restore([]profile.Profile{homely()})
		o.settle()
		if c := o.state(alice).Clocks.Refresh; c.Phase != PhaseNoEnd {
			t.Errorf("clock %+v, want one without an end", c)
		}
	})
}
