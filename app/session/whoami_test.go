package session

import (
	"context"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
)

func (c *fakeClient) UserInfo(_ context.Context, endpoint string, access Secret, tokenType string) (tokenclient.UserInfo, error) {
	if c.who != nil {
		return c.who(endpoint, access, tokenType)
	}
	return who(`{"sub":"u1","preferred_username":"alice"}`), nil
}

func (c *fakeClient) Logout(ctx context.Context, endpoint string, auth tokenclient.ClientAuth, refresh Secret) error {
	c.outs = append(c.outs, endpoint+" "+auth.ClientID+" "+auth.Secret.Reveal()+" "+refresh.Reveal())
	if c.slow > 0 {
		select {
		case <-time.After(c.slow):
		case <-ctx.Done():
			return &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
		}
	}
	return c.out
}

// who is an answer of the UserInfo endpoint.
func who(body string) tokenclient.UserInfo {
	return tokenclient.UserInfo{
		Form: tokenclient.UserInfoJSON, Raw: tokenclient.NewSecret(body), Status: 200,
		ReceivedAt: wall(), ServerDate: wall(), Elapsed: 12 * time.Millisecond,
	}
}

func TestWhoAmI(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.WhoAmI(shop(), "alice") // without a token: nothing
		before := o.fetched(shop())
		var asked string
		o.client.who = func(endpoint string, access Secret, tokenType string) (tokenclient.UserInfo, error) {
			asked += endpoint + " " + tokenType
			if access != before.Set.AccessToken {
				t.Error("another token was sent")
			}
			return who(`{"sub":"u1","preferred_username":"alice"}`), nil
		}
		o.s.WhoAmI(shop(), "alice")
		if st := o.states[len(o.states)-1]; st.Busy != OpWhoAmI || st.CanAskWho() || st.CanLogOut() {
			t.Errorf("while it runs: %+v", st)
		}
		o.settle()
		if want := "https://sso.test/realms/shop/protocol/openid-connect/userinfo Bearer"; asked != want {
			t.Errorf("asked %s, want %s", asked, want)
		}
		st := o.state(alice)
		u := st.UserInfo
		if u == nil || u.OtherSubject || u.Members == nil || len(u.Members.Members) != 2 || u.Members.Members[1].Value.Text != "alice" {
			t.Fatalf("user info %+v", u)
		}
		if st.Tokens != before || st.Last.Op != OpWhoAmI || st.Last.Status != 200 || st.Busy != "" {
			t.Errorf("state %+v", st)
		}
		o.s.Refresh(shop(), "alice")
		o.settle()
		if o.state(alice).UserInfo != u {
			t.Error("a refresh forgot the answer")
		}
		o.s.Fetch(shop(), "alice", typed)
		o.settle()
		if o.state(alice).UserInfo != nil {
			t.Error("a new session shows the answer about the old one")
		}
	})
}

func TestWhoAmIForms(t *testing.T) {
	signed := who(jwt(`{"sub":"u1","email":"a@b"}`))
	signed.Form = tokenclient.UserInfoSigned
	encrypted := who("eyJh.a.b.c.d")
	encrypted.Form = tokenclient.UserInfoEncrypted
	for name, tt := range map[string]struct {
		answer  tokenclient.UserInfo
		members int
		other   bool
	}{
		"JSON":             {who(`{"sub":"u1"}`), 1, false},
		"somebody else":    {who(`{"sub":"u2"}`), 1, true},
		"without sub":      {who(`{"email":"a@b"}`), 1, false},
		"two subs":         {who(`{"sub":"u1","sub":"u2"}`), 2, true},
		"signed":           {signed, 2, false},
		"encrypted":        {encrypted, -1, false},
		"that is no JSON":  {who(`<html>`), -1, false},
		"that is a number": {who(`7`), 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.fetched(shop())
				o.client.who = func(string, Secret, string) (tokenclient.UserInfo, error) { return tt.answer, nil }
				o.s.WhoAmI(shop(), "alice")
				o.settle()
				u := o.state(alice).UserInfo
				if u == nil || u.OtherSubject != tt.other || u.At.IsZero() {
					t.Fatalf("user info %+v, failure %+v", u, o.state(alice).Failure)
				}
				members := -1
				if u.Members != nil {
					members = len(u.Members.Members)
				}
				if members != tt.members {
					t.Errorf("%d members, want %d", members, tt.members)
				}
			})
		})
	}
}

func TestTokensGoNowhereElse(t *testing.T) {
	for name, tt := range map[string]struct {
		endpoint string
		want     string // "" for a refusal
	}{
		"beside the pinned endpoint":   {"https://login.test/x/token", "https://login.test/x/userinfo"},
		"a look-alike at the origin":   {"https://sso.test/oauth", "https://sso.test/realms/shop/protocol/openid-connect/userinfo"},
		"a look-alike somewhere else":  {"https://login.test/oauth", ""},
		"a query behind the endpoint":  {"https://sso.test/token?tenant=1", "https://sso.test/realms/shop/protocol/openid-connect/userinfo"},
		"a query at another authority": {"https://login.test/token?tenant=1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := shop()
				p.TokenEndpoint = tt.endpoint
				o.fetched(p)
				asked := ""
				o.client.who = func(endpoint string, _ Secret, _ string) (tokenclient.UserInfo, error) {
					asked = endpoint
					return who(`{}`), nil
				}
				o.s.WhoAmI(p, "alice")
				o.settle()
				if asked != tt.want {
					t.Errorf("asked %q, want %q", asked, tt.want)
				}
				o.s.LogOut(p, "alice")
				o.settle()
				if got := len(o.client.outs) == 1; got != (tt.want != "") {
					t.Errorf("logouts %q", o.client.outs)
				}
				if f := o.state(alice).Failure; tt.want == "" && (f == nil || f.Advice.ID != "other_server") {
					t.Errorf("failure %+v, want other_server", f)
				}
			})
		})
	}
	t.Run("an edited profile", func(t *testing.T) {
		inBubble(t, func(t *testing.T, o *owner) {
			o.fetched(shop())
			p := shop()
			p.Realm.Base = "https://evil.test"
			o.client.who = func(string, Secret, string) (tokenclient.UserInfo, error) {
				t.Error("the token was sent")
				return tokenclient.UserInfo{}, nil
			}
			o.s.WhoAmI(p, "alice")
			o.settle()
			o.s.LogOut(p, "alice")
			o.settle()
			if f := o.state(alice).Failure; len(o.client.outs) != 0 || f == nil || f.Advice.ID != "other_server" {
				t.Errorf("logouts %q, failure %+v", o.client.outs, f)
			}
		})
	})
}

func TestWhoAmIRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		before := o.fetched(shop())
		o.client.who = func(_ string, access Secret, _ string) (tokenclient.UserInfo, error) {
			e := refused("invalid_token", "Token verification failed "+access.Reveal())
			e.Operation = tokenclient.OperationUserInfo
			return tokenclient.UserInfo{}, e
		}
		o.s.WhoAmI(shop(), "alice")
		o.settle()
		st := o.state(alice)
		if st.Failure == nil || st.Failure.Op != OpWhoAmI || st.Tokens != before || st.UserInfo != nil || st.Failures != 0 || st.Last.Status != 401 {
			t.Fatalf("state %+v, failure %+v", st, st.Failure)
		}
		if strings.Contains(st.Failure.Line+st.Failure.Details, before.Set.AccessToken.Reveal()) {
			t.Error("the failure shows the token")
		}
	})
}

func TestLogOut(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.LogOut(shop(), "alice") // without a token: nothing
		before := o.fetched(shop())
		o.s.WhoAmI(shop(), "alice")
		o.settle()
		o.s.LogOut(shop(), "alice")
		o.settle()
		want := "https://sso.test/realms/shop/protocol/openid-connect/logout web secret-canary " + before.Set.RefreshToken.Reveal()
		if len(o.client.outs) != 1 || o.client.outs[0] != want {
			t.Errorf("logouts %q, want %q", o.client.outs, want)
		}
		st := o.state(alice)
		if st.Tokens != nil || st.UserInfo != nil || st.Failure != nil || st.Busy != "" || st.LoggedOut.IsZero() || st.Last != nil {
			t.Errorf("state %+v", st)
		}
		if st.Clocks.Access.Phase != PhaseNone || o.s.tick.timer != nil {
			t.Errorf("clocks %+v go on", st.Clocks)
		}
		o.s.LogOut(shop(), "alice")
		o.s.Refresh(shop(), "alice")
		o.settle()
		if len(o.client.outs) != 1 || len(o.client.requests()) != 1 {
			t.Error("something was sent after the logout")
		}
		o.fetched(shop())
		if !o.state(alice).LoggedOut.IsZero() {
			t.Error("still logged out with new tokens")
		}
	})
}

func TestLogOutThatFails(t *testing.T) {
	gone := refused("invalid_grant", "Invalid refresh token")
	gone.Operation = tokenclient.OperationLogout
	lost := &tokenclient.Error{Kind: tokenclient.KindTimeout, Operation: tokenclient.OperationLogout, Sent: true}
	for name, tt := range map[string]struct {
		err  *tokenclient.Error
		kept bool
	}{
		"it had ended before": {gone, false},
		"no answer":           {lost, true},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.fetched(shop())
				o.client.out = tt.err
				o.s.LogOut(shop(), "alice")
				o.settle()
				st := o.state(alice)
				if st.Failure == nil || st.Failure.Op != OpLogOut || !st.LoggedOut.IsZero() || (st.Tokens != nil) != tt.kept {
					t.Errorf("state %+v, failure %+v", st, st.Failure)
				}
			})
		})
	}
}

func TestLogOutCancelled(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		before := o.fetched(shop())
		o.client.slow = time.Minute
		o.s.LogOut(shop(), "alice")
		o.pass(time.Second)
		o.s.Cancel(alice)
		o.pass(2 * time.Minute)
		if st := o.state(alice); st.Tokens != before || !st.LoggedOut.IsZero() || st.Failure != nil || st.Busy != "" {
			t.Errorf("state %+v", st)
		}
	})
}
