package session

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// fakeTrial tells its steps, one a second, whatever happens to its context.
type fakeTrial struct {
	steps []tokenclient.Step
	asked []tokenclient.ConnectionTest
	sent  bool
	ended error
	crash bool
}

func (c *fakeClient) TestConnection(ctx context.Context, in tokenclient.ConnectionTest, send bool, progress func(tokenclient.Step)) []tokenclient.Step {
	c.trial.asked = append(c.trial.asked, in)
	c.trial.sent = c.trial.sent || send
	for _, s := range c.trial.steps {
		time.Sleep(time.Second)
		progress(s)
	}
	c.trial.ended = ctx.Err()
	if c.trial.crash {
		panic("secret-canary")
	}
	return c.trial.steps
}

// trialLog is what a test's owner heard.
type trialLog struct {
	steps  []ConnectionStep
	ends   int
	defect *Failure
}

func (l *trialLog) step(s ConnectionStep) { l.steps = append(l.steps, s) }
func (l *trialLog) done(f *Failure)       { l.ends++; l.defect = f }

// seen are names, verdicts and reasons in order.
func (l *trialLog) seen() string {
	var out []string
	for _, s := range l.steps {
		out = append(out, s.Name+" "+s.Verdict+" "+strings.TrimPrefix(s.Reason, "connection."))
	}
	return strings.Join(out, "\n")
}

// accepted are the steps of a client that the server takes.
func accepted() []tokenclient.Step {
	step := func(n tokenclient.StepName, reason string) tokenclient.Step {
		return tokenclient.Step{Name: n, Verdict: tokenclient.Proven, Reason: "connection." + reason}
	}
	return []tokenclient.Step{
		step(tokenclient.StepRealm, "realm.found"), step(tokenclient.StepClient, "client.accepted"),
		step(tokenclient.StepGrant, "grant.allowed"),
	}
}

const allAccepted = "realm proven realm.found\nclient proven client.accepted\ngrant proven grant.allowed"

func TestConnectionIsTriedInTheBackground(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.client.trial.steps = accepted()
		var l trialLog
		o.s.TestConnection(shop(), typed, l.step, l.done)
		o.pass(1500 * time.Millisecond)
		if got := l.seen(); got != "realm proven realm.found" || l.ends != 0 {
			t.Errorf("after the first step: %s, ended %d times", got, l.ends)
		}
		o.pass(5 * time.Second)
		if got := l.seen(); got != allAccepted || l.ends != 1 || l.defect != nil {
			t.Errorf("got %s, ended %d times with %+v", got, l.ends, l.defect)
		}
		in := o.client.trial.asked[0]
		if in.Auth.Secret != typed.ClientSecret || in.Auth.Method != tokenclient.AuthBasic || in.Auth.ClientID != "web" || in.GrantType != "password" {
			t.Errorf("asked %+v", in)
		}
		if in.Grant != nil || o.client.trial.sent || len(o.client.requests()) != 0 {
			t.Error("a password or a token request may have been sent")
		}
	})
}

func TestSecretOfAConnectionTest(t *testing.T) {
	withSecret := func(p *profile.Profile) { p.Client.SecretID = "id-secret" }
	const unchecked = "realm proven realm.found\nclient unchecked client.%\ngrant unchecked any.earlier"
	for name, tt := range map[string]struct {
		change func(p *profile.Profile)
		typed  Secret
		vault  error
		secret string // what the server may see
		want   string // the steps
	}{
		"typed":                         {withSecret, tokenclient.NewSecret("typed"), nil, "typed", allAccepted},
		"kept":                          {withSecret, Secret{}, nil, "kept", allAccepted},
		"missing":                       {func(*profile.Profile) {}, Secret{}, nil, "", "no_secret"},
		"kept for another client":       {func(p *profile.Profile) { withSecret(p); p.Client.ID = "other" }, Secret{}, nil, "", "no_secret"},
		"kept for another server":       {func(p *profile.Profile) { withSecret(p); p.Realm.Base = "https://evil.test" }, Secret{}, nil, "", "no_secret"},
		"of an endpoint elsewhere":      {func(p *profile.Profile) { p.TokenEndpoint = "https://evil.test/token" }, tokenclient.NewSecret("typed"), nil, "typed", allAccepted},
		"without encryption":            {func(p *profile.Profile) { p.Realm.Base = "http://sso.test" }, tokenclient.NewSecret("typed"), nil, "", "withheld"},
		"in a locked vault":             {withSecret, Secret{}, vault.ErrLocked, "", "withheld"},
		"of a client that wants none":   {func(p *profile.Profile) { withSecret(p); p.Client.Auth = "" }, tokenclient.NewSecret("typed"), nil, "", allAccepted},
		"without encryption, agreed":    {func(p *profile.Profile) { p.Realm.Base = "http://sso.test"; p.AllowHTTP = true }, tokenclient.NewSecret("typed"), nil, "typed", allAccepted},
		"of a vault that cannot be got": {withSecret, Secret{}, errors.New("broken"), "", "withheld"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				kept := vault.Record{Kind: vault.KindClientSecret, Owner: vault.Owner{Origin: "https://sso.test", ClientID: "web"}, Secret: tokenclient.NewSecret("kept")}
				if err := o.vault.Put(t.Context(), "id-secret", kept); err != nil {
					t.Fatal(err)
				}
				o.s.worker.vault = &badVault{Vault: o.vault, get: tt.vault}
				o.client.trial.steps = accepted()
				p := shop()
				tt.change(&p)
				var l trialLog
				o.s.TestConnection(p, Typed{ClientSecret: tt.typed}, l.step, l.done)
				o.pass(5 * time.Second)
				want := tt.want
				if want != allAccepted {
					want = strings.Replace(unchecked, "%", want, 1)
				}
				if diff := cmp.Diff(want, l.seen()); diff != "" {
					t.Errorf("steps (-want +got):\n%s", diff)
				}
				if got := o.client.trial.asked[0].Auth; got.Secret.Reveal() != tt.secret || (tt.secret == "") != (got.Method == tokenclient.AuthNone) {
					t.Errorf("the server sees %q with %s, want %q", got.Secret.Reveal(), got.Method, tt.secret)
				}
				if failed := l.steps[1].Failure != nil; failed != (tt.want == "withheld") {
					t.Errorf("failure of the client %+v", l.steps[1].Failure)
				}
			})
		})
	}
}

func TestUnknownClientIsKnownWithoutItsSecret(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		e := refused("invalid_client", "Invalid client credentials")
		o.client.trial.steps = []tokenclient.Step{{
			Name: tokenclient.StepClient, Verdict: tokenclient.Disproven, Reason: "connection.client.absent", Err: e, Advice: tokenclient.Advise(e),
		}}
		var l trialLog
		o.s.TestConnection(shop(), Typed{}, l.step, l.done)
		o.pass(5 * time.Second)
		if got := l.seen(); got != "client disproven client.absent" || l.steps[0].Failure == nil {
			t.Errorf("got %s", got)
		}
	})
}

func TestGrantsOfAConnectionTest(t *testing.T) {
	for grant, want := range map[profile.Grant][2]string{
		profile.GrantPassword:          {"password", ""},
		profile.GrantClientCredentials: {"client_credentials", ""},
		profile.GrantAuthorizationCode: {"authorization_code", "http://127.0.0.1:49152/callback"},
		profile.GrantDevice:            {"urn:ietf:params:oauth:grant-type:device_code", ""},
	} {
		t.Run(string(grant), func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := shop()
				p.Grant = grant
				o.s.TestConnection(p, typed, func(ConnectionStep) {}, func(*Failure) {})
				o.settle()
				if in := o.client.trial.asked[0]; in.GrantType != want[0] || in.RedirectURI != want[1] {
					t.Errorf("asked for %q with %q, want %q", in.GrantType, in.RedirectURI, want)
				}
			})
		})
	}
}

func TestConnectionTestCancelled(t *testing.T) {
	for name, end := range map[string]func(o *owner, cancel func()){
		"by its owner": func(_ *owner, cancel func()) { cancel(); cancel() },
		"by Close":     func(o *owner, _ func()) { o.s.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.client.trial.steps = accepted()
				var l trialLog
				cancel := o.s.TestConnection(shop(), typed, l.step, l.done)
				time.Sleep(1500 * time.Millisecond) // the first step was posted, but not run
				end(o, cancel)
				o.pass(10 * time.Second)
				if len(l.steps) != 0 || l.ends != 0 {
					t.Errorf("late results came through: %s", l.seen())
				}
				if !errors.Is(o.client.trial.ended, context.Canceled) {
					t.Errorf("the test goes on with %v", o.client.trial.ended)
				}
			})
		})
	}
}

func TestConnectionTestShowsNoSecret(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		e := refused("unauthorized_client", "you sent secret-canary")
		o.client.trial.crash = true
		o.client.trial.steps = []tokenclient.Step{{
			Name: tokenclient.StepClient, Verdict: tokenclient.Disproven, Reason: "connection.client.refused",
			Args: map[string]string{"Words": e.Description}, Err: e, Advice: tokenclient.Advise(e),
		}}
		var l trialLog
		o.s.TestConnection(shop(), typed, l.step, l.done)
		o.pass(5 * time.Second)
		s := l.steps[0]
		if s.Args["Words"] == "" || s.Failure == nil || strings.Contains(s.Args["Words"]+s.Failure.Line+s.Failure.Details, "canary") {
			t.Errorf("the step shows %q and %+v", s.Args, s.Failure)
		}
		if l.ends != 1 || l.defect == nil || l.defect.Advice.ID != "internal" || strings.Contains(l.defect.Details, "canary") {
			t.Errorf("a defect ends it %d times with %+v", l.ends, l.defect)
		}
	})
}
