package session

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

func revealing() cmp.Option {
	return cmp.Transformer("reveal", func(s Secret) string { return s.Reveal() })
}

func TestFetchSendsWhatTheProfileSays(t *testing.T) {
	const token = "https://sso.test/realms/shop/protocol/openid-connect/token"
	secret := tokenclient.NewSecret("secret-canary")
	password := tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("pass-canary")}
	for name, tt := range map[string]struct {
		change func(p *profile.Profile, t *Typed)
		want   tokenclient.TokenRequest
	}{
		"password with basic": {
			func(*profile.Profile, *Typed) {},
			tokenclient.TokenRequest{Endpoint: token, Grant: password, Auth: tokenclient.ClientAuth{Method: tokenclient.AuthBasic, ClientID: "web", Secret: secret}},
		},
		"public client sends no secret even if one was typed": {
			func(p *profile.Profile, _ *Typed) { p.Client.Auth = tokenclient.AuthNone },
			tokenclient.TokenRequest{Endpoint: token, Grant: password, Auth: tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "web"}},
		},
		"unset authentication is none": {
			func(p *profile.Profile, _ *Typed) { p.Client.Auth = "" },
			tokenclient.TokenRequest{Endpoint: token, Grant: password, Auth: tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "web"}},
		},
		"client credentials, scope and the profile's endpoint": {
			func(p *profile.Profile, _ *Typed) {
				p.Grant, p.Client.Auth = profile.GrantClientCredentials, tokenclient.AuthPost
				p.Scope, p.TokenEndpoint = "openid", "https://other.test/token"
			},
			tokenclient.TokenRequest{
				Endpoint: "https://other.test/token", Grant: tokenclient.ClientCredentials{}, Scope: "openid",
				Auth: tokenclient.ClientAuth{Method: tokenclient.AuthPost, ClientID: "web", Secret: secret},
			},
		},
		"one-time code and parameters in the query": {
			func(p *profile.Profile, t *Typed) {
				p.Client.Auth, p.ParamsIn = tokenclient.AuthNone, tokenclient.ParamsInQuery
				t.OTP = tokenclient.NewSecret("123456")
			},
			tokenclient.TokenRequest{
				Endpoint: token, ParamsIn: tokenclient.ParamsInQuery,
				Auth:  tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: "web"},
				Grant: tokenclient.Password{Username: "alice", Password: password.Password, OTP: tokenclient.NewSecret("123456")},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p, typed := shop(), typed
				tt.change(&p, &typed)
				o.s.Fetch(p, "alice", typed)
				o.settle()
				if diff := cmp.Diff([]tokenclient.TokenRequest{tt.want}, o.client.requests(), revealing()); diff != "" {
					t.Errorf("requests (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestSecretThatSignsIsForTheIssuerAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := shop()
		p.Client.Auth = tokenclient.AuthSecretJWT
		o.s.Fetch(p, "alice", typed)
		o.settle()
		got := o.client.requests()[0].Auth
		want := tokenclient.ClientAuth{
			Method: tokenclient.AuthSecretJWT, ClientID: "web", Secret: typed.ClientSecret,
			Assertion: tokenclient.Assertion{Audience: "https://sso.test/realms/shop"},
		}
		if diff := cmp.Diff(want, got, revealing()); diff != "" {
			t.Errorf("authentication (-want +got):\n%s", diff)
		}
	})
}

func TestFetchPublishesBusyThenTokens(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.reply = after(2*time.Second, answer(set{skew: 45 * time.Second}), nil)
		o.s.Fetch(shop(), "alice", typed)
		began := wall()
		if len(o.states) != 1 || o.states[0].Busy != OpFetch || !o.states[0].BusySince.Equal(began) {
			t.Fatalf("states after the click: %+v, want one that fetches since %s", o.states, began)
		}
		o.pass(2 * time.Second)
		st := o.state(alice)
		if st.Busy != "" || !st.BusySince.IsZero() || st.Tokens == nil || st.Failure != nil {
			t.Fatalf("state after the answer: %+v", st)
		}
		if st.Tokens.Owner != "alice" || st.Tokens.Generation != 1 || st.Tokens.ID != nil {
			t.Errorf("tokens of %q, generation %d, ID %v; want alice, 1, none", st.Tokens.Owner, st.Tokens.Generation, st.Tokens.ID)
		}
		if diff := cmp.Diff(shop(), st.Profile); diff != "" {
			t.Errorf("profile (-want +got):\n%s", diff)
		}
		want := &Exchange{Op: OpFetch, Status: 200, Elapsed: 83 * time.Millisecond, At: wall(), Skew: 43 * time.Second, SkewKnown: true}
		if diff := cmp.Diff(want, st.Last); diff != "" {
			t.Errorf("exchange (-want +got):\n%s", diff)
		}
	})
}

func TestFetchNamesWhatIsMissing(t *testing.T) {
	for name, tt := range map[string]struct {
		account string
		change  func(p *profile.Profile)
		typed   Typed
		want    []Need
	}{
		"nothing typed, nothing kept": {"alice", func(*profile.Profile) {}, Typed{}, []Need{NeedPassword, NeedClientSecret}},
		"nobody chosen":               {"", func(p *profile.Profile) { p.Client.Auth = "" }, Typed{}, []Need{NeedUsername, NeedPassword}},
		"a secret is missing":         {"alice", func(*profile.Profile) {}, Typed{Password: typed.Password}, []Need{NeedClientSecret}},
		"ids of no record":            {"alice", namingSecrets, Typed{}, []Need{NeedPassword, NeedClientSecret}},
		"client credentials":          {"", func(p *profile.Profile) { p.Grant = profile.GrantClientCredentials }, Typed{}, []Need{NeedClientSecret}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := shop()
				tt.change(&p)
				o.s.Fetch(p, tt.account, tt.typed)
				o.settle()
				k := KeyOf(p, tt.account, tt.typed)
				if diff := cmp.Diff(tt.want, o.state(k).Needs); diff != "" {
					t.Errorf("needs (-want +got):\n%s", diff)
				}
				if n := len(o.client.requests()); n != 0 {
					t.Errorf("%d requests sent, want none", n)
				}
				if st := o.state(k); st.Busy != "" || st.Failure != nil {
					t.Errorf("busy %q, failure %v; want idle without failure", st.Busy, st.Failure)
				}
				o.s.Dismiss(k)
				if needs := o.state(k).Needs; needs != nil {
					t.Errorf("needs after Dismiss: %v", needs)
				}
			})
		})
	}
}

// namingSecrets makes the profile name records of the vault.
func namingSecrets(p *profile.Profile) {
	p.Client.SecretID = "id-secret"
	p.Accounts = []profile.Account{{Username: "alice", PasswordID: "id-password"}}
}

func TestTypedNameBecomesTheSession(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := shop()
		o.s.Fetch(p, "", Typed{})
		o.settle()
		typed := typed
		typed.Username = "bob"
		o.s.Fetch(p, "", typed)
		o.settle()
		nobody, bob := Key{ProfileID: "p1"}, Key{ProfileID: "p1", Account: "bob"}
		if o.state(bob).Tokens == nil {
			t.Fatal("bob's session has no tokens")
		}
		if diff := cmp.Diff(State{Key: nobody}, o.state(nobody)); diff != "" {
			t.Errorf("the session of nobody is left (-want +got):\n%s", diff)
		}
		grant, _ := o.client.requests()[0].Grant.(tokenclient.Password)
		if grant.Username != "bob" {
			t.Errorf("sent as %q, want bob", grant.Username)
		}
	})
}

func TestAccountsDoNotMix(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.fetched(shop())
		o.client.reply = after(0, tokenclient.TokenSet{}, refused("invalid_grant", "Invalid user credentials"))
		o.s.Fetch(shop(), "bob", typed)
		o.settle()
		bob := o.state(Key{ProfileID: "p1", Account: "bob"})
		if bob.Tokens != nil || bob.Failure == nil {
			t.Errorf("bob has tokens %v and failure %v, want no tokens and a failure", bob.Tokens, bob.Failure)
		}
		if st := o.state(alice); st.Tokens == nil || st.Failure != nil || st.Failures != 0 {
			t.Errorf("alice after bob's failure: %+v", st)
		}
	})
}

func TestFormerTokensStayWhenAFetchFails(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		before := o.fetched(shop())
		o.client.reply = after(time.Second, tokenclient.TokenSet{}, refused("invalid_grant", "Invalid user credentials"))
		o.s.Fetch(shop(), "alice", typed)
		o.pass(time.Second)
		if st := o.state(alice); st.Tokens != before || st.Failure == nil || st.Last.Status != 401 {
			t.Errorf("tokens %p, want %p; failure %v; last %+v", st.Tokens, before, st.Failure, st.Last)
		}
	})
}

func TestNewFetchCancelsTheRunningOne(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		ended := false
		o.client.reply = func(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			s, err := after(time.Minute, answer(set{access: "first"}), nil)(ctx, r)
			ended = true
			return s, err
		}
		o.s.Fetch(shop(), "alice", typed)
		o.pass(time.Second)
		o.client.reply = after(time.Second, answer(set{access: "second"}), nil)
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		if !ended {
			t.Error("the first request still runs")
		}
		o.pass(2 * time.Minute)
		st := o.state(alice)
		if got := st.Tokens.Set.AccessToken.Reveal(); got != "second" || st.Tokens.Generation != 1 {
			t.Errorf("token %q of generation %d, want the second fetch's, 1", got, st.Tokens.Generation)
		}
	})
}
