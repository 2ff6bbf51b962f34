package session

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// fakeErrands are the answers beyond tokens; what is not set is a good one.
type fakeErrands struct {
	mu    sync.Mutex
	asked []string
	takes time.Duration
	found tokenclient.Introspection
	done  tokenclient.Revocation
	uma   tokenclient.UMAResult
	keys  tokenclient.KeySet
	err   error
	grant tokenclient.TokenRequest
}

// ask notes what was sent where and how long the answer takes.
func (e *fakeErrands) ask(ctx context.Context, parts ...string) error {
	e.mu.Lock()
	e.asked = append(e.asked, strings.Join(parts, " "))
	e.mu.Unlock()
	if e.takes > 0 {
		select {
		case <-time.After(e.takes):
		case <-ctx.Done():
			return &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
		}
	}
	return e.err
}

func (c *fakeClient) Introspect(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, token Secret, hint string) (tokenclient.Introspection, error) {
	err := c.errands.ask(ctx, endpoint, auth.ClientID, auth.Secret.Reveal(), token.Reveal(), hint)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keyed.checked = append(c.keyed.checked, endpoint+" "+auth.ClientID+" "+auth.Secret.Reveal()+" "+token.Reveal())
	found := c.errands.found
	found.Active = found.Active || c.keyed.active
	return found, cmp.Or(err, c.keyed.fails)
}

func (c *fakeClient) Revoke(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, token Secret, hint string) (tokenclient.Revocation, error) {
	err := c.errands.ask(ctx, endpoint, auth.ClientID, auth.Secret.Reveal(), token.Reveal(), hint)
	return c.errands.done, err
}

func (c *fakeClient) UMA(ctx context.Context, r tokenclient.TokenRequest) (tokenclient.UMAResult, error) {
	c.errands.grant = r
	return c.errands.uma, c.errands.ask(ctx, r.Endpoint, string(r.Auth.Method), r.Auth.Secret.Reveal())
}

func (c *fakeClient) JWKS(ctx context.Context, endpoint string) (tokenclient.KeySet, error) {
	err := c.errands.ask(ctx, endpoint)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keyed.asked = append(c.keyed.asked, endpoint)
	if len(c.keyed.set.Keys) > 0 || c.keyed.fails != nil {
		return c.keyed.set, c.keyed.fails
	}
	return c.errands.keys, err
}

const protocolAt = "https://sso.test/realms/shop/protocol/openid-connect/"

// errands are all operations of a session with tokens, by name.
func (o *owner) errands(p profile.Profile) map[Op]func() {
	return map[Op]func(){
		OpIntrospect:    func() { o.s.Introspect(p, "alice", WhichAccess) },
		OpRevoke:        func() { o.s.Revoke(p, "alice", WhichRefresh) },
		OpExchange:      func() { o.s.ExchangeToken(p, "alice", ExchangeAsk{Subject: alice}) },
		OpPermissions:   func() { o.s.AskPermissions(p, "alice", PermissionAsk{Audience: "api"}) },
		OpKeys:          func() { o.s.FetchKeys(p, "alice") },
		OpBrowserLogOut: func() { o.s.LogOutInBrowser(p, "alice") },
	}
}

func TestErrandsAreCancelled(t *testing.T) {
	for _, op := range []Op{OpIntrospect, OpRevoke, OpExchange, OpPermissions, OpKeys, OpBrowserLogOut} {
		t.Run(string(op), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				before := o.fetched(shop())
				o.client.errands.takes, o.opener.takes = time.Minute, time.Minute
				o.client.reply = after(time.Minute, answer(set{access: "late"}), nil)
				o.errands(shop())[op]()
				o.pass(time.Second)
				st := o.state(alice)
				if st.Busy != op || st.CanIntrospect(WhichAccess) || st.CanRevoke(WhichAccess) || st.CanNarrow() || st.CanAskPermissions() || st.CanLogOutInBrowser() {
					t.Errorf("while it runs: busy %q", st.Busy)
				}
				o.s.FetchKeys(shop(), "alice") // one at a time
				o.s.Cancel(alice)
				o.pass(2 * time.Minute)
				if st := o.state(alice); st.Busy != "" || st.Failure != nil || st.Tokens != before || st.Answers != (Answers{ExchangeClock: none(), RPTClock: none()}) {
					t.Errorf("after a cancel: %+v", st)
				}
			})
		})
	}
}

func none() Clock { return Clock{Phase: PhaseNone} }

func TestErrandsGoNowhereElse(t *testing.T) {
	for _, op := range []Op{OpIntrospect, OpRevoke, OpExchange, OpPermissions, OpBrowserLogOut} {
		t.Run(string(op), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.fetched(shop())
				moved := shop()
				moved.Realm.Base = "https://evil.test"
				o.errands(moved)[op]()
				o.settle()
				f := o.state(alice).Failure
				if f == nil || f.Advice.ID != "other_server" || f.Op != op {
					t.Errorf("failure %+v, want other_server", f)
				}
				if sent := len(o.client.errands.asked) + len(o.client.requests()) - 1 + len(o.opener.urls); sent != 0 {
					t.Errorf("%d requests were sent", sent)
				}
			})
		})
	}
}

func TestNothingIsAskedWithoutTokens(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		for op, do := range o.errands(shop()) {
			if op != OpKeys {
				do()
			}
		}
		o.s.RefreshWith(shop(), "alice", []string{"openid"})
		o.settle()
		if len(o.client.errands.asked)+len(o.client.requests())+len(o.opener.urls) != 0 || len(o.states) != 0 {
			t.Errorf("asked %q, published %d states", o.client.errands.asked, len(o.states))
		}
	})
}

func TestIntrospect(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		before := o.fetched(shop())
		o.client.errands.found = tokenclient.Introspection{
			Active: true, Members: []tokenclient.Member{{Name: `a"b`, JSON: "1"}, {Name: "active", JSON: "true"}},
			Notes: []string{"active.text"}, Status: 200, ReceivedAt: wall(),
		}
		o.s.Introspect(shop(), "alice", WhichAccess)
		o.settle()
		if want := protocolAt + "token/introspect web secret-canary " + before.Set.AccessToken.Reveal() + " "; o.client.errands.asked[0] != want {
			t.Errorf("asked %s\nwant  %s", o.client.errands.asked[0], want)
		}
		st := o.state(alice)
		i := st.Answers.Introspection
		if i == nil || !i.Active || i.Which != WhichAccess || i.Generation != before.Generation || i.Why.ID != "" || i.At.IsZero() || len(i.Notes) != 1 {
			t.Fatalf("introspection %+v", i)
		}
		if i.Members == nil || len(i.Members.Members) != 2 || i.Members.Members[0].Name != `a"b` {
			t.Errorf("members %+v", i.Members)
		}
		if st.Last.Op != OpIntrospect || st.Last.Status != 200 || st.Failures != 0 {
			t.Errorf("last %+v", st.Last)
		}
		o.client.errands.found = tokenclient.Introspection{Status: 200, Members: []tokenclient.Member{{Name: "active", JSON: "false"}}}
		o.s.Introspect(shop(), "alice", WhichRefresh)
		o.settle()
		if i := o.state(alice).Answers.Introspection; i.Active || i.Why.ID != "token_inactive" || len(i.Why.Causes) == 0 {
			t.Errorf("inactive: %+v", i)
		}
		o.s.Refresh(shop(), "alice")
		o.settle()
		if i := o.state(alice).Answers.Introspection; i == nil || i.Generation == o.state(alice).Tokens.Generation {
			t.Error("a refresh forgot the answer, or it passes for one about the new token")
		}
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		if o.state(alice).Answers.Introspection != nil {
			t.Error("a new session shows an answer about the old one")
		}
	})
}

func TestErrandThatFails(t *testing.T) {
	for _, op := range []Op{OpIntrospect, OpRevoke, OpExchange, OpPermissions, OpKeys} {
		t.Run(string(op), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				before := o.fetched(shop())
				e := refused("invalid_request", "said "+before.Set.AccessToken.Reveal()+" "+before.Set.RefreshToken.Reveal())
				o.client.errands.err = e
				o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
					return tokenclient.TokenSet{}, e
				}
				o.errands(shop())[op]()
				o.settle()
				st := o.state(alice)
				if st.Failure == nil || st.Failure.Op != op || st.Tokens != before || st.Failures != 0 || st.Last.Status != 401 {
					t.Fatalf("state %+v, failure %+v", st, st.Failure)
				}
				text := st.Failure.Line + st.Failure.Details
				if op != OpKeys && op != OpPermissions && strings.Contains(text, before.Set.RefreshToken.Reveal()) || strings.Contains(text, before.Set.AccessToken.Reveal()) {
					t.Error("the failure shows a token")
				}
			})
		})
	}
}

func TestBrowserLogOut(t *testing.T) {
	for name, tt := range map[string]struct {
		id     string
		err    error
		hinted bool
	}{
		"with the ID token":      {"h.i.t", nil, true},
		"without one":            {"", nil, false},
		"with one too long":      {strings.Repeat("x", 9<<10), nil, false},
		"that the opener misses": {"h.i.t", errors.New("no browser"), true},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.client.reply = func(context.Context, tokenclient.TokenRequest) (tokenclient.TokenSet, error) {
					return answer(set{id: tt.id}), nil
				}
				before := o.fetched(shop())
				o.opener.err = tt.err
				o.s.LogOutInBrowser(shop(), "alice")
				o.settle()
				st := o.state(alice)
				b := st.Answers.BrowserLogOut
				if b == nil || st.Failure != nil || st.Tokens != before || b.Hinted != tt.hinted || b.OpenFailed != (tt.err != nil) {
					t.Fatalf("answer %+v, failure %+v", b, st.Failure)
				}
				want := protocolAt + "logout?client_id=web"
				if tt.hinted {
					want = protocolAt + "logout?id_token_hint=h.i.t&client_id=web"
				}
				if len(o.opener.urls) != 1 || o.opener.urls[0] != want || b.URL.Reveal() != want {
					t.Errorf("opened %q, want %q", o.opener.urls, want)
				}
			})
		})
	}
}
