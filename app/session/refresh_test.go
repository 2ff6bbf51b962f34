package session

import (
	"context"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

func TestHundredRefreshesAreOneRequest(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.fetched(shop())
		o.client.reply = after(time.Second, answer(set{}), nil)
		for range 100 {
			o.s.Refresh(shop(), "alice")
		}
		o.settle()
		for range 100 {
			o.s.Refresh(shop(), "alice")
		}
		o.pass(time.Second)
		if got := len(o.client.requests()) - 1; got != 1 {
			t.Errorf("%d requests, want 1", got)
		}
		if g := o.state(alice).Tokens.Generation; g != 2 {
			t.Errorf("generation %d, want 2", g)
		}
	})
}

func TestRefreshUsesTheNewestTokenAndNoScope(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := shop()
		p.Scope = "openid"
		o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
			return answer(set{refresh: []string{"r1", "r2", "-", "r4", "r5"}[len(o.client.requests())-1]}), nil
		}
		o.fetched(p)
		for i, want := range []string{"r1", "r2", "r2", "r4"} {
			o.s.Refresh(p, "alice")
			o.settle()
			r := o.client.requests()[i+1]
			grant, ok := r.Grant.(tokenclient.Refresh)
			if !ok || grant.Token.Reveal() != want {
				t.Errorf("refresh %d sent %T %q, want %q", i+1, r.Grant, grant.Token.Reveal(), want)
			}
			if r.Scope != "" {
				t.Errorf("refresh %d asked for scope %q, want none", i+1, r.Scope)
			}
		}
	})
}

func TestRefreshWithoutARefreshTokenDoesNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.Refresh(shop(), "alice")
		o.client.reply = after(0, answer(set{refresh: "-"}), nil)
		o.fetched(shop())
		published := len(o.states)
		o.s.Refresh(shop(), "alice")
		o.settle()
		if n := len(o.client.requests()); n != 1 || len(o.states) != published {
			t.Errorf("%d requests and %d new states, want the fetch alone", n, len(o.states)-published)
		}
		if o.state(alice).CanRefresh() {
			t.Error("CanRefresh without a refresh token")
		}
	})
}

func TestRefreshJoinsAFetch(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.fetched(shop())
		if !o.state(alice).CanRefresh() {
			t.Error("CanRefresh is false with a refresh token")
		}
		o.client.reply = after(time.Second, answer(set{}), nil)
		o.s.Fetch(shop(), "alice", typed)
		if o.state(alice).CanRefresh() {
			t.Error("CanRefresh while a fetch runs")
		}
		o.s.Refresh(shop(), "alice")
		o.pass(time.Second)
		if n := len(o.client.requests()); n != 2 {
			t.Errorf("%d requests, want the two fetches", n)
		}
	})
}

func TestRefreshRepeatsTheTypedClientSecret(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.fetched(shop())
		o.s.Refresh(shop(), "alice")
		o.settle()
		o.s.Refresh(shop(), "alice")
		o.settle()
		if got := o.client.requests()[2].Auth.Secret.Reveal(); got != "secret-canary" {
			t.Errorf("second refresh sent secret %q, want the typed one", got)
		}
	})
}

func TestRefreshRefusesSomebodyElse(t *testing.T) {
	const mine = `{"iss":"https://sso.test","sub":"u1"}`
	for name, tt := range map[string]struct {
		before, after string
		beforeID, id  string
		refused       bool
	}{
		"same user":                      {mine, mine, "", "", false},
		"other sub":                      {mine, `{"iss":"https://sso.test","sub":"u2"}`, "", "", true},
		"other iss":                      {mine, `{"iss":"https://sso.tset","sub":"u1"}`, "", "", true},
		"other case is another":          {mine, `{"iss":"https://sso.test","sub":"U1"}`, "", "", true},
		"claims that vanished":           {mine, `{"iss":"https://sso.test"}`, "", "", false},
		"same sub written otherwise":     {mine, `{"iss":"https://sso.test","sub":"\u00751"}`, "", "", false},
		"sub twice, the same twice":      {`{"sub":"a","sub":"b"}`, `{"sub":"a","sub":"b"}`, "", "", false},
		"sub twice, the first is other":  {`{"sub":"a","sub":"b"}`, `{"sub":"x","sub":"b"}`, "", "", true},
		"sub twice, the second is other": {`{"sub":"a","sub":"b"}`, `{"sub":"a","sub":"x"}`, "", "", true},
		"other sub in the ID token":      {mine, mine, `{"sub":"u1"}`, `{"sub":"u2"}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				tokens := func(access, id string) tokenclient.TokenSet {
					s := set{access: jwt(access)}
					if id != "" {
						s.id = jwt(id)
					}
					return answer(s)
				}
				o.client.reply = after(0, tokens(tt.before, tt.beforeID), nil)
				before := o.fetched(shop())
				o.client.reply = after(0, tokens(tt.after, tt.id), nil)
				o.s.Refresh(shop(), "alice")
				o.settle()
				st := o.state(alice)
				if !tt.refused {
					if st.Failure != nil || st.Tokens == before {
						t.Errorf("failure %+v, want new tokens", st.Failure)
					}
					return
				}
				if st.Tokens != before || st.Failure == nil || st.Failure.Advice.ID != "other_subject" {
					t.Errorf("failure %+v, tokens changed %t; want other_subject and the old tokens", st.Failure, st.Tokens != before)
				}
			})
		})
	}
}

func TestRefreshWithoutAnAnswerIsUnknown(t *testing.T) {
	for name, tt := range map[string]struct {
		op   Op
		err  tokenclient.Error
		want bool
	}{
		"timeout after sending":        {OpRefresh, tokenclient.Error{Kind: tokenclient.KindTimeout, Sent: true}, true},
		"cut off after sending":        {OpRefresh, tokenclient.Error{Kind: tokenclient.KindConnect, Sent: true}, true},
		"gateway timeout":              {OpRefresh, tokenclient.Error{Kind: tokenclient.KindStatus, Status: 504, Sent: true}, true},
		"bad gateway page":             {OpRefresh, tokenclient.Error{Kind: tokenclient.KindHTML, Status: 502, Sent: true}, true},
		"timeout before sending":       {OpRefresh, tokenclient.Error{Kind: tokenclient.KindTimeout}, false},
		"refused connection":           {OpRefresh, tokenclient.Error{Kind: tokenclient.KindConnect}, false},
		"an answer of the server":      {OpRefresh, tokenclient.Error{Kind: tokenclient.KindOAuth, Status: 400, Code: "invalid_grant", Sent: true}, false},
		"a fetch can be tried again":   {OpFetch, tokenclient.Error{Kind: tokenclient.KindTimeout, Sent: true}, false},
		"overloaded, nothing was done": {OpRefresh, tokenclient.Error{Kind: tokenclient.KindStatus, Status: 503, Sent: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				before := o.fetched(shop())
				o.client.reply = after(0, tokenclient.TokenSet{}, &tt.err)
				if tt.op == OpFetch {
					o.s.Fetch(shop(), "alice", typed)
				} else {
					o.s.Refresh(shop(), "alice")
				}
				o.pass(time.Hour)
				st := o.state(alice)
				if st.Failure == nil || (st.Failure.Advice.ID == "refresh_unknown") != tt.want {
					t.Errorf("failure %+v, want refresh_unknown %t", st.Failure, tt.want)
				}
				if n := len(o.client.requests()); n != 2 || st.Tokens != before {
					t.Errorf("%d requests, tokens changed %t; want no retry and the old tokens", n, st.Tokens != before)
				}
			})
		})
	}
}

func TestRefreshGoesOnlyWhereTheTokensCameFrom(t *testing.T) {
	for name, change := range map[string]func(p *profile.Profile){
		"other host":     func(p *profile.Profile) { p.Realm.Base = "https://evil.test" },
		"other port":     func(p *profile.Profile) { p.Realm.Base = "https://sso.test:8443" },
		"trailing dot":   func(p *profile.Profile) { p.Realm.Base = "https://sso.test." },
		"plain http":     func(p *profile.Profile) { p.Realm.Base, p.AllowHTTP = "http://sso.test", true },
		"other realm":    func(p *profile.Profile) { p.Realm.Name = "other" },
		"other endpoint": func(p *profile.Profile) { p.TokenEndpoint = "https://evil.test/token" },
		"other client":   func(p *profile.Profile) { p.Client.ID = "other" },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				before := o.fetched(shop())
				p := shop()
				change(&p)
				o.s.Refresh(p, "alice")
				o.settle()
				st := o.state(alice)
				if n := len(o.client.requests()); n != 1 {
					t.Errorf("%d requests, want none after the fetch", n)
				}
				if st.Failure == nil || st.Failure.Advice.ID != "other_server" || st.Tokens != before {
					t.Errorf("failure %+v, want other_server and the old tokens", st.Failure)
				}
			})
		})
	}
}
