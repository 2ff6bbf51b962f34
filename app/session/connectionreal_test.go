package session

import (
	"strings"
	"testing"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// TestATestSendsAPasswordOnlyWhenItIsThere: once, for the account that was
// named, from what was typed or is kept for this very server and client.
func TestATestSendsAPasswordOnlyWhenItIsThere(t *testing.T) {
	kept := func(p *profile.Profile) {
		p.Accounts = []profile.Account{{Username: "alice", PasswordID: "id-password"}}
	}
	withParameter := func(p *profile.Profile) {
		p.Extra = []profile.Extra{{Name: "tenant", Value: "t1"}, {Name: "key", SecretID: "id-parameter"}}
	}
	for name, tt := range map[string]struct {
		change   func(p *profile.Profile)
		account  string
		typed    Typed
		password string // what is sent, "" for no request at all
		want     string // the step of the grant
	}{
		"typed":                    {func(*profile.Profile) {}, "alice", typed, "pass-canary", "grant proven grant.allowed"},
		"kept":                     {kept, "alice", Typed{ClientSecret: typed.ClientSecret}, "kept", "grant proven grant.allowed"},
		"kept for another server":  {func(p *profile.Profile) { kept(p); p.Realm.Base = "https://evil.test" }, "alice", Typed{ClientSecret: typed.ClientSecret}, "", "grant unchecked grant.no_password"},
		"kept for another client":  {func(p *profile.Profile) { kept(p); p.Client.ID = "other" }, "alice", Typed{ClientSecret: typed.ClientSecret}, "", "grant unchecked grant.no_password"},
		"of nobody":                {func(*profile.Profile) {}, "", typed, "", "grant unchecked grant.no_password"},
		"of somebody else":         {kept, "bob", Typed{ClientSecret: typed.ClientSecret}, "", "grant unchecked grant.no_password"},
		"without the client's own": {func(*profile.Profile) {}, "alice", Typed{Password: typed.Password}, "", "grant unchecked any.earlier"},
		"without encryption":       {func(p *profile.Profile) { p.Client.Auth, p.Realm.Base = tokenclient.AuthNone, "http://sso.test" }, "alice", typed, "", "grant unchecked grant.withheld"},
		"without a parameter":      {withParameter, "alice", typed, "", "grant unchecked grant.no_parameter"},
		"for a browser login":      {func(p *profile.Profile) { p.Grant = profile.GrantAuthorizationCode }, "alice", typed, "", "grant proven grant.allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				r := vault.Record{Kind: vault.KindPassword, Owner: vault.Owner{Origin: "https://sso.test", ClientID: "web"}, Secret: tokenclient.NewSecret("kept")}
				if err := o.vault.Put(t.Context(), "id-password", r); err != nil {
					t.Fatal(err)
				}
				o.client.trial.steps = accepted()
				p := shop()
				tt.change(&p)
				var l trialLog
				o.s.TestWithToken(p, tt.account, tt.typed, l.step, l.done)
				o.pass(5 * time.Second)
				if got := l.seen(); !strings.HasSuffix(got, tt.want) || l.ends != 1 {
					t.Errorf("steps\n%s\nwant the last %q", got, tt.want)
				}
				in := o.client.trial.asked[0]
				sent, _ := in.Grant.(tokenclient.Password)
				if sent.Password.Reveal() != tt.password || o.client.trial.sent != (tt.password != "") {
					t.Errorf("sent %t with the password %q, want %q", o.client.trial.sent, sent.Password.Reveal(), tt.password)
				}
			})
		})
	}
}

func TestATestAsksForTheClientItself(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.trial.steps = accepted()
		p := shop()
		p.Grant, p.Extra = profile.GrantClientCredentials, []profile.Extra{{Name: "tenant", Value: "t1"}}
		var l trialLog
		o.s.TestWithToken(p, "", Typed{ClientSecret: typed.ClientSecret}, l.step, l.done)
		o.pass(5 * time.Second)
		in := o.client.trial.asked[0]
		if in.Grant != (tokenclient.ClientCredentials{}) || !o.client.trial.sent || len(in.Extra) != 1 || in.Extra[0].Name != "tenant" {
			t.Errorf("asked %+v", in)
		}
	})
}

// TestATestMasksThePasswordThatItSent: a server may repeat it.
func TestATestMasksThePasswordThatItSent(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		e := refused("invalid_grant", "not pass-canary")
		o.client.trial.steps = []tokenclient.Step{{
			Name: tokenclient.StepGrant, Verdict: tokenclient.Disproven, Reason: "connection.grant.refused",
			Args: map[string]string{"Words": e.Description}, Err: e, Advice: tokenclient.Advise(e),
		}}
		var l trialLog
		o.s.TestWithToken(shop(), "alice", typed, l.step, l.done)
		o.pass(5 * time.Second)
		s := l.steps[0]
		if s.Failure == nil || strings.Contains(s.Args["Words"]+s.Failure.Line+s.Failure.Details, "canary") {
			t.Errorf("the step shows %q and %+v", s.Args, s.Failure)
		}
	})
}
