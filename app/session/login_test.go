package session

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// fakeLogin is a login whose browser comes back when it is told to.
type fakeLogin struct {
	mu       sync.Mutex
	deadline time.Time
	came     chan error
	closed   int
	discover tokenclient.Discovery
}

func (*fakeLogin) URL() string { return "https://sso.test/auth?state=canary-state" }

func (f *fakeLogin) Deadline() time.Time { return f.deadline }

func (f *fakeLogin) Wait(ctx context.Context) (tokenclient.TokenSet, error) {
	select {
	case err := <-f.came:
		if err != nil {
			return tokenclient.TokenSet{}, err
		}
		return answer(set{}), nil
	case <-ctx.Done():
		return tokenclient.TokenSet{}, &tokenclient.Error{Kind: tokenclient.KindCanceled, Err: ctx.Err()}
	}
}

func (f *fakeLogin) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed++
}

func (c *fakeClient) StartLogin(_ context.Context, d tokenclient.Discovery, l tokenclient.Login) (PendingLogin, error) {
	c.logins = append(c.logins, l)
	if c.login == nil {
		return nil, &tokenclient.Error{Kind: tokenclient.KindLogin, Reason: "port"}
	}
	c.login.discover = d
	return c.login, nil
}

// opener is the program that opens a browser.
type opener struct {
	mu    sync.Mutex
	urls  []string
	takes time.Duration
	err   error
}

func (o *owner) openURL(ctx context.Context, address string, _ bool) error {
	o.opener.mu.Lock()
	o.opener.urls = append(o.opener.urls, address)
	takes, err := o.opener.takes, o.opener.err
	o.opener.mu.Unlock()
	select {
	case <-time.After(takes):
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// site is a profile with the login in the browser.
func site() profile.Profile {
	p := shop()
	p.Grant, p.Client.Auth, p.Accounts, p.Scope = profile.GrantAuthorizationCode, tokenclient.AuthNone, nil, "openid"
	return p
}

var siteKey = Key{ProfileID: "p1"}

// waits starts a login and lets it come to where it waits.
func (o *owner) waits(p profile.Profile, account string) *fakeLogin {
	o.t.Helper()
	login := &fakeLogin{deadline: time.Now().Add(3 * time.Minute), came: make(chan error, 1)}
	o.client.login, o.client.discovery.Endpoints = login, p.Realm.Endpoints()
	o.s.Fetch(p, account, Typed{})
	o.settle()
	return login
}

func TestLoginInTheBrowser(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		login := o.waits(site(), "")
		w := o.state(siteKey).Waiting
		if w == nil || w.Kind != WaitBrowser || w.URL.Reveal() != login.URL() || !w.Deadline.Equal(login.deadline) || !w.Opened || w.OpenFailed {
			t.Fatalf("waiting is %+v", w)
		}
		if len(o.opener.urls) != 1 || o.opener.urls[0] != login.URL() {
			t.Errorf("opened %q", o.opener.urls)
		}
		login.came <- nil
		o.settle()
		st := o.state(siteKey)
		if st.Tokens == nil || st.Waiting != nil || st.Busy != "" || st.Failure != nil || st.Last == nil || st.Last.Status != 200 {
			t.Fatalf("state after the login: %+v", st)
		}
		if login.closed != 0 {
			t.Error("the page that the browser shows was cut off")
		}
		o.s.Refresh(site(), "")
		o.settle()
		if asked := o.client.requests(); len(asked) != 1 || asked[0].Endpoint != site().Endpoint() {
			t.Errorf("requests after Refresh: %+v", asked)
		}
	})
}

func TestLoginSendsWhatTheProfileSays(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		p := site()
		p.Client.Auth, p.TokenEndpoint, p.AllowHTTP = tokenclient.AuthBasic, "https://sso.test/own/token", true
		o.s.Fetch(p, "bob", Typed{})
		o.settle()
		k := Key{ProfileID: "p1", Account: "bob"}
		if st := o.state(k); len(st.Needs) != 1 || st.Needs[0] != NeedClientSecret || len(o.client.logins) != 0 {
			t.Fatalf("needs %v, %d logins; want the client secret first", st.Needs, len(o.client.logins))
		}
		o.client.login = &fakeLogin{came: make(chan error, 1)}
		o.client.discovery.Endpoints = p.Realm.Endpoints()
		o.s.Fetch(p, "bob", Typed{ClientSecret: tokenclient.NewSecret("s3")})
		o.settle()
		l := o.client.logins[0]
		if l.Auth.ClientID != "web" || l.Auth.Secret.Reveal() != "s3" || l.Scope != "openid" || l.LoginHint != "bob" || !l.AllowHTTP {
			t.Errorf("login is %+v", l)
		}
		if got := o.client.login.discover.Endpoints.Token; got != p.TokenEndpoint {
			t.Errorf("the code goes to %s, want the profile's token endpoint", got)
		}
	})
}

func TestLoginCancelled(t *testing.T) {
	for name, takes := range map[string]time.Duration{"opened": 0, "while it opens": time.Hour} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				o.opener.takes = takes
				login := o.waits(site(), "")
				o.s.Cancel(siteKey)
				if st := o.state(siteKey); st.Busy != "" || st.Waiting != nil || st.Failure != nil {
					t.Errorf("state at once after Cancel: %+v", st)
				}
				began := time.Now()
				synctest.Wait()
				if login.closed != 1 || time.Since(began) != 0 {
					t.Errorf("the port was closed %d times, %s after", login.closed, time.Since(began))
				}
				published := len(o.states)
				login.came <- nil
				o.pass(5 * time.Minute)
				if len(o.states) != published {
					t.Errorf("a late answer was published: %+v", o.states[published])
				}
				o.s.OpenAgain(siteKey)
				o.settle()
				if len(o.opener.urls) != 1 {
					t.Error("the address of a cancelled login was opened")
				}
			})
		})
	}
}

func TestLoginWhoseBrowserDoesNotOpen(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.opener.err, o.opener.takes = errors.New("no browser"), 2*time.Second
		login := o.waits(site(), "")
		if w := o.state(siteKey).Waiting; w.Opened || w.OpenFailed {
			t.Errorf("while it opens: %+v", w)
		}
		o.pass(3 * time.Second)
		if w := o.state(siteKey).Waiting; w == nil || w.Opened || !w.OpenFailed {
			t.Fatalf("after the opener failed: %+v", w)
		}
		o.opener.mu.Lock()
		o.opener.err = nil
		o.opener.mu.Unlock()
		o.s.OpenAgain(siteKey)
		o.pass(3 * time.Second)
		if w := o.state(siteKey).Waiting; w == nil || !w.Opened || w.OpenFailed || len(o.opener.urls) != 2 {
			t.Errorf("after it was opened again: %+v, %q", w, o.opener.urls)
		}
		login.came <- nil // the copied address works all the same
		o.settle()
		if o.state(siteKey).Tokens == nil {
			t.Error("no tokens")
		}
	})
}

func TestLoginThatFails(t *testing.T) {
	for name, tt := range map[string]struct {
		err      *tokenclient.Error
		advice   string
		exchange bool
	}{
		"nobody came":    {&tokenclient.Error{Kind: tokenclient.KindLogin, Reason: "no_answer"}, "login_no_answer", false},
		"refused":        {&tokenclient.Error{Kind: tokenclient.KindOAuth, Reason: "callback", Code: "access_denied"}, "login_refused", false},
		"a refused code": {refused("invalid_grant", "Code not valid"), "code_refused", true},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				login := o.waits(site(), "")
				login.came <- tt.err
				o.settle()
				st := o.state(siteKey)
				if st.Failure == nil || st.Failure.Advice.ID != tt.advice || st.Waiting != nil || st.Busy != "" || st.Failures != 0 {
					t.Fatalf("state %+v, failure %+v", st, st.Failure)
				}
				if (st.Last != nil) != tt.exchange || login.closed != 0 {
					t.Errorf("exchange %+v, closed %d times", st.Last, login.closed)
				}
				if strings.Contains(st.Failure.Line+st.Failure.Details, "canary") {
					t.Error("the failure shows the address of the login")
				}
			})
		})
	}
	t.Run("no port", func(t *testing.T) {
		inBubble(t, func(t *testing.T, o *owner) {
			o.client.discovery.Endpoints = site().Realm.Endpoints()
			o.s.Fetch(site(), "", Typed{})
			o.settle()
			if f := o.state(siteKey).Failure; f == nil || f.Advice.ID != "login_port" || len(o.opener.urls) != 0 {
				t.Errorf("failure %+v, opened %q", f, o.opener.urls)
			}
		})
	})
}

func TestLoginPageOfAnotherOrigin(t *testing.T) {
	for name, tt := range map[string]struct {
		page, pushed, token string
		ok                  bool
	}{
		"its own":                       {page: "https://sso.test/auth", ok: true},
		"another host":                  {page: "https://evil.test/auth"},
		"another port":                  {page: "https://sso.test:8443/auth"},
		"without TLS":                   {page: "http://sso.test/auth"},
		"the token endpoint's":          {page: "https://login.test/auth", token: "https://login.test/token", ok: true},
		"pushed elsewhere":              {page: "https://sso.test/auth", pushed: "https://evil.test/par"},
		"pushed here":                   {page: "https://sso.test/auth", pushed: "https://sso.test/par", ok: true},
		"pushed past the pinned origin": {page: "https://sso.test/auth", pushed: "https://sso.test/par", token: "https://login.test/token"},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, o *owner) {
				p := site()
				p.TokenEndpoint = tt.token
				o.client.login = &fakeLogin{came: make(chan error, 1)}
				o.client.discovery.Endpoints.Authorization = tt.page
				o.client.discovery.Endpoints.PushedAuthorization, o.client.discovery.PushedOnly = tt.pushed, tt.pushed != ""
				o.s.Fetch(p, "", Typed{})
				o.settle()
				st := o.state(siteKey)
				if got := st.Waiting != nil && len(o.opener.urls) == 1; got != tt.ok {
					t.Errorf("waiting %+v, opened %q", st.Waiting, o.opener.urls)
				}
				if !tt.ok && !asksForAnOrigin(st) {
					t.Errorf("needs %v, failure %+v, want the origin to be asked about or refused", st.Needs, st.Failure)
				}
			})
		})
	}
}

func TestLoginThatNothingOpens(t *testing.T) {
	inBubble(t, func(t *testing.T, o *owner) {
		o.s.params.OpenURL = nil
		o.waits(site(), "")
		if w := o.state(siteKey).Waiting; w == nil || !w.OpenFailed {
			t.Errorf("waiting is %+v, want the address to copy", w)
		}
	})
}

func TestNetworkStartsNoLoginWithoutAnEndpoint(t *testing.T) {
	n := Network(tokenclient.New(tokenclient.Options{}))
	p, err := n.StartLogin(t.Context(), tokenclient.Discovery{}, tokenclient.Login{Auth: tokenclient.ClientAuth{ClientID: "web"}})
	if p != nil || tokenclient.Advise(err).ID != "login_endpoint" {
		t.Errorf("StartLogin = %v, %v; want no login and its error", p, err)
	}
}
