package demo

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pushForm is the authorization request of the tests as a form.
func pushForm() string {
	_, query, _ := strings.Cut(authorize+pkce, "?")
	return query
}

// pushes pushes the request and gives the address that its browser opens.
func (b *bench) pushes() string {
	b.t.Helper()
	a := b.post(oidc+"/ext/par/request", pushForm())
	answer := decode[struct {
		Address   string `json:"request_uri"`
		ExpiresIn int64  `json:"expires_in"`
	}](b.t, a.body)
	if a.status != http.StatusCreated || answer.ExpiresIn != 60 {
		b.t.Fatalf("pushed: %d %s", a.status, a.body)
	}
	return oidc + "/auth?client_id=demo-web&request_uri=" + url.QueryEscape(answer.Address)
}

func TestPushedRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{}).withCookies()
		address := b.pushes()
		got := b.signIn(b.get(address), asAlice).location(t)
		if got.Get("state") != "s&t" || got.Get("code") == "" {
			t.Errorf("came back with %v", got)
		}
		for name, address := range map[string]string{
			"used":             address,
			"of another":       strings.Replace(b.pushes(), "demo-web", "demo-app", 1),
			"of nobody":        oidc + "/auth?client_id=demo-web&request_uri=" + url.QueryEscape(pushedPrefix+"x"),
			"without a client": strings.Replace(b.pushes(), "client_id=demo-web&", "", 1),
		} {
			if a := b.get(address); a.status != http.StatusBadRequest || !strings.Contains(a.body, "Invalid Request") {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		late := b.pushes()
		time.Sleep(time.Minute)
		if a := b.get(late); a.status != http.StatusBadRequest {
			t.Errorf("after a minute: %d", a.status)
		}
	})
}

func TestRequestsThatAreNotPushed(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct{ form, want string }{
		"another host":  {strings.Replace(pushForm(), "127.0.0.1", "evil.example", 1), "Bad Request | invalid_request | Invalid parameter: redirect_uri"},
		"no challenge":  {strings.Split(pushForm(), "&code_challenge")[0], "Bad Request | invalid_request | Missing parameter: code_challenge_method"},
		"pushed twice":  {pushForm() + "&request_uri=x", "Bad Request | invalid_request | It is not allowed to include request_uri to PAR."},
		"no client":     {strings.Replace(pushForm(), "client_id=demo-web&", "", 1), "Unauthorized | invalid_client | Invalid client or Invalid client credentials"},
		"unknown scope": {strings.Replace(pushForm(), "scope=openid", "scope=nonsense", 1), "Bad Request | invalid_scope | Invalid scopes: nonsense"},
	} {
		if got := b.post(oidc+"/ext/par/request", tt.form).said(t); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
