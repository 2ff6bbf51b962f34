package tokenclient_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"realmscope/app/demo"
	"realmscope/tokenclient"
)

// inProcess is the demo realm without a network, so that waits cost no time.
type inProcess struct{ handler http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), r.Body)
	in.Header = r.Header.Clone()
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, in)
	return w.Result(), nil
}

// demoFlows is a demo realm, a client of it, and a person's browser.
type demoFlows struct {
	client    *tokenclient.Client
	browser   *http.Client
	endpoints tokenclient.Endpoints
}

func newDemoRealm(t *testing.T) demoFlows {
	t.Helper()
	p := inProcess{demo.Handler(demo.Options{})}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return demoFlows{
		client:    tokenclient.New(tokenclient.Options{Transport: p}),
		browser:   &http.Client{Transport: p, Jar: jar},
		endpoints: tokenclient.Realm{Base: "http://127.0.0.1:4711", Name: demo.RealmName}.Endpoints(),
	}
}

// decides fills in the page behind a user code as a person does.
func (d demoFlows) decides(t *testing.T, device tokenclient.DeviceAuthorization, action string) {
	t.Helper()
	form := url.Values{"user_code": {device.UserCode}, "username": {"alice"}, "password": {"demo-pass-alice"}, "action": {action}}
	resp, err := d.browser.PostForm(device.VerificationURI, form)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the page answers %s", resp.Status)
	}
}

func (d demoFlows) request(auth tokenclient.ClientAuth, grant tokenclient.Grant) tokenclient.TokenRequest {
	return tokenclient.TokenRequest{Endpoint: d.endpoints.Token, Auth: auth, Grant: grant}
}

func demoWeb() tokenclient.ClientAuth { return tokenclient.ClientAuth{ClientID: "demo-web"} }

func demoAPI() tokenclient.ClientAuth {
	return tokenclient.ClientAuth{Method: tokenclient.AuthBasic, ClientID: "demo-api", Secret: tokenclient.NewSecret("demo-secret-api")}
}

func alice() tokenclient.Password {
	return tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("demo-pass-alice")}
}

func TestDeviceFlowOfTheDemoRealm(t *testing.T) {
	for name, tt := range map[string]struct {
		action string
		after  time.Duration
		advice string
		polls  int
	}{
		"agreed":         {"agree", 12 * time.Second, "", 2},
		"agreed at once": {"agree", 0, "", 0},
		"refused":        {"refuse", 22 * time.Second, "approval_denied", 4},
		"never decided":  {"", 0, "approval_expired", 119},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDemoRealm(t)
				device, err := d.client.StartDevice(t.Context(), d.endpoints.DeviceAuthorization, demoWeb(), "openid", nil)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.HasPrefix(device.VerificationURIComplete, d.endpoints.Issuer) || device.Interval != 5*time.Second || len(device.Notes) != 0 {
					t.Errorf("authorization %+v", device)
				}
				if tt.action != "" {
					go func() {
						time.Sleep(tt.after)
						d.decides(t, device, tt.action)
					}()
				}
				polls := 0
				set, err := d.client.AwaitDevice(t.Context(), d.request(demoWeb(), nil), device, func(p tokenclient.DeviceProgress) {
					polls = p.Polls
					if p.Err != nil { // slow_down would be one
						t.Errorf("trouble: %v", p.Err)
					}
				})
				if polls != tt.polls {
					t.Errorf("%d polls without an answer, want %d", polls, tt.polls)
				}
				if tt.advice == "" && (err != nil || set.AccessToken.Empty() || set.IDToken.Empty()) {
					t.Errorf("tokens %d, %d long, error %v", set.AccessToken.Len(), set.IDToken.Len(), err)
				}
				if tt.advice != "" && (err == nil || tokenclient.Advise(err).ID != tt.advice) {
					t.Errorf("error %v, want advice %s", err, tt.advice)
				}
			})
		})
	}
}

func TestDeviceFlowIsOffForAClientOfTheDemoRealm(t *testing.T) {
	d := newDemoRealm(t)
	if _, err := d.client.StartDevice(t.Context(), d.endpoints.DeviceAuthorization, demoAPI(), "", nil); tokenclient.Advise(err).ID != "device_off" {
		t.Errorf("error %v", err)
	}
	grant := tokenclient.DeviceCode{Code: tokenclient.NewSecret("nothing")}
	if _, err := d.client.Token(t.Context(), d.request(demoWeb(), grant)); tokenclient.Advise(err).ID != "device_code_invalid" {
		t.Errorf("error %v", err)
	}
}

func TestExchangeWithTheDemoRealm(t *testing.T) {
	d := newDemoRealm(t)
	first, err := d.client.Token(t.Context(), d.request(demoWeb(), alice()))
	if err != nil {
		t.Fatal(err)
	}
	subject := first.AccessToken
	for name, tt := range map[string]struct {
		auth   tokenclient.ClientAuth
		grant  tokenclient.TokenExchange
		scope  string
		advice string
	}{
		"access token":            {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject}, "", ""},
		"two audiences":           {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject, Audience: []string{"shop-api", "account"}}, "", ""},
		"an unknown audience":     {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject, Audience: []string{"nobody"}}, "", "exchange_audience_unknown"},
		"no such audience":        {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject, Audience: []string{"demo-service"}}, "", "exchange_audience"},
		"a public client":         {demoWeb(), tokenclient.TokenExchange{SubjectToken: subject}, "", "exchange_public"},
		"no token":                {demoAPI(), tokenclient.TokenExchange{}, "", "exchange_subject_missing"},
		"a token that is not":     {demoAPI(), tokenclient.TokenExchange{SubjectToken: tokenclient.NewSecret("xxxx")}, "", "exchange_subject_invalid"},
		"a refresh token":         {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject, SubjectTokenType: tokenclient.TypeRefreshToken}, "", "exchange_subject_type"},
		"for a SAML assertion":    {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject, RequestedTokenType: tokenclient.TypeSAML2}, "", "exchange_type"},
		"for another person":      {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject, RequestedSubject: "bob"}, "", "exchange_legacy"},
		"for offline access":      {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject}, "offline_access", "exchange_session"},
		"a scope that is unknown": {demoAPI(), tokenclient.TokenExchange{SubjectToken: subject}, "x", "invalid_scope"},
	} {
		t.Run(name, func(t *testing.T) {
			r := d.request(tt.auth, tt.grant)
			r.Scope = tt.scope
			set, err := d.client.Token(t.Context(), r)
			if tt.advice == "" && (err != nil || set.IssuedTokenType() != tokenclient.TypeAccessToken || !set.RefreshToken.Empty()) {
				t.Errorf("issued %q, error %v", set.IssuedTokenType(), err)
			}
			if tt.advice != "" && (err == nil || tokenclient.Advise(err).ID != tt.advice) {
				t.Errorf("error %v, want advice %s", err, tt.advice)
			}
		})
	}
}

func TestARefreshCanNarrowTheScope(t *testing.T) {
	d := newDemoRealm(t)
	r := d.request(demoWeb(), alice())
	r.Scope = "openid address phone"
	first, err := d.client.Token(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	r = d.request(demoWeb(), tokenclient.Refresh{Token: first.RefreshToken})
	r.Scope = "openid phone"
	narrow, err := d.client.Token(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if first.Scope != "openid address phone profile email" || narrow.Scope != "openid phone profile email" {
		t.Errorf("scope %q became %q, want no address", first.Scope, narrow.Scope)
	}
	r.Grant, r.Scope = tokenclient.Refresh{Token: narrow.RefreshToken}, "openid microprofile-jwt"
	if _, err := d.client.Token(t.Context(), r); tokenclient.Advise(err).ID != "invalid_scope" {
		t.Errorf("a wider scope: error %v", err)
	}
}
