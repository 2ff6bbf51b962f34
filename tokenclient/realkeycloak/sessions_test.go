package realkeycloak_test

import (
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/app/session"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// owner stands in for the UI goroutine: it runs what the sessions post.
type owner struct {
	*session.Sessions
	posted chan func()
}

func newOwner(t *testing.T, w wire) owner {
	t.Helper()
	o := owner{posted: make(chan func(), 100)}
	o.Sessions = session.New(session.Params{
		Base: t.Context(), Post: func(f func()) { o.posted <- f }, Client: session.Network(w.client), Vault: vault.NewSession(),
	})
	t.Cleanup(o.Close)
	return o
}

// finish runs posted work until the session is idle again.
func (o owner) finish(t *testing.T, k session.Key) session.State {
	t.Helper()
	limit := time.After(time.Minute)
	for o.State(k).Busy != "" {
		select {
		case f := <-o.posted:
			f()
		case <-limit:
			t.Fatalf("the session is busy after a minute: %s", o.State(k).Busy)
		}
	}
	return o.State(k)
}

// profileFor is a saved profile of the server.
func (w wire) profileFor(t *testing.T, client string, method tokenclient.AuthMethod, grant profile.Grant) profile.Profile {
	t.Helper()
	p := profile.Profile{
		ID: profile.NewID(), Name: client, Environment: profile.Test, Realm: w.realm,
		Client: profile.Client{ID: client, Auth: method}, Grant: grant,
	}
	if grant == profile.GrantPassword {
		p.Accounts = []profile.Account{{Username: "alice"}}
	}
	if problems := p.Validate(); len(problems) != 0 {
		t.Fatalf("the profile of the test has problems: %v", problems)
	}
	return p
}

// sessions runs the program's three grants through app/session, as the window
// does, and verifies every token by the realm's keys.
func (w wire) sessions(t *testing.T) {
	for name, tt := range map[string]struct {
		client  string
		method  tokenclient.AuthMethod
		grant   profile.Grant
		owner   string
		refresh bool
	}{
		"password":                             {realkeycloak.PublicClient, tokenclient.AuthNone, profile.GrantPassword, "alice", true},
		"password, confidential client":        {realkeycloak.SecretClient, tokenclient.AuthPost, profile.GrantPassword, "alice", true},
		"client credentials":                   {realkeycloak.ServiceClient, tokenclient.AuthBasic, profile.GrantClientCredentials, "service-account-it-service", false},
		"client credentials with refresh":      {realkeycloak.RefreshClient, tokenclient.AuthBasic, profile.GrantClientCredentials, "service-account-it-service-refresh", true},
		"client credentials, secret in body":   {realkeycloak.SecretClient, tokenclient.AuthPost, profile.GrantClientCredentials, "service-account-it-secret", false},
		"password that Basic has to accompany": {realkeycloak.SecretClient, tokenclient.AuthBasic, profile.GrantPassword, "alice", true},
	} {
		t.Run(name+" then refresh", func(t *testing.T) {
			o := newOwner(t, w)
			p := w.profileFor(t, tt.client, tt.method, tt.grant)
			typed := session.Typed{Password: password(t, "alice").Password, ClientSecret: auth(t, tt.client, "").Secret}
			account := ""
			if tt.grant == profile.GrantPassword {
				account = "alice"
			}
			k := session.KeyOf(p, account, typed)
			o.Fetch(p, account, typed)
			first := w.granted(t, o.finish(t, k), tt.owner)
			if got := o.State(k).CanRefresh(); got != tt.refresh {
				t.Fatalf("CanRefresh = %t, want %t", got, tt.refresh)
			}
			for turn := 0; tt.refresh && turn < 2; turn++ { // the second uses the rotated token
				o.Refresh(p, account)
				second := w.granted(t, o.finish(t, k), tt.owner)
				if second.Set.AccessToken == first.Set.AccessToken || second.Generation <= first.Generation {
					t.Error("the refresh left the session with its old token")
				}
				first = second
			}
		})
	}
	t.Run("a refusal is explained and typing again mends it", w.recovers)
	t.Run("logins as the window does them", w.sessionLogins)
}

// granted checks a session that has just been given tokens.
func (w wire) granted(t *testing.T, st session.State, owner string) *session.Tokens {
	t.Helper()
	if st.Failure != nil || len(st.Needs) != 0 || st.Tokens == nil {
		t.Fatalf("failure %v, needs %v, no tokens: %t", st.Failure, st.Needs, st.Tokens == nil)
	}
	claims := w.verify(t, st.Tokens.Set.AccessToken)
	if claims["preferred_username"] != owner || st.Tokens.Owner != owner {
		t.Errorf("tokens of %v, shown as %q; want %s", claims["preferred_username"], st.Tokens.Owner, owner)
	}
	if got := st.Clocks.Access; got.Phase != session.PhaseLive || !about(got.Whole, time.Minute) {
		t.Errorf("access clock = %+v, want one live minute", got)
	}
	return st.Tokens
}

func (w wire) recovers(t *testing.T) {
	o := newOwner(t, w)
	p := w.profileFor(t, realkeycloak.PublicClient, tokenclient.AuthNone, profile.GrantPassword)
	k := session.KeyOf(p, "alice", session.Typed{})
	o.Fetch(p, "alice", session.Typed{Password: tokenclient.NewSecret("not-the-password")})
	st := o.finish(t, k)
	if st.Failure == nil || st.Failure.Advice.ID != "wrong_password" || st.Failures != 1 {
		t.Fatalf("failure = %+v after %d refusals, want wrong_password after one", st.Failure, st.Failures)
	}
	o.Fetch(p, "alice", session.Typed{Password: password(t, "alice").Password})
	w.granted(t, o.finish(t, k), "alice")
}
