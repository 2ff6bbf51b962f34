package tokenclient

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// created answers a pushed request.
func created(w http.ResponseWriter) {
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, `{"request_uri":"urn:ietf:params:oauth:request_uri:a b&c","expires_in":60}`)
}

func TestPushedLogin(t *testing.T) {
	secret := NewSecret(canary)
	for name, tt := range map[string]struct {
		auth ClientAuth
		ask  func(*Discovery, *Login)
	}{
		"asked, public": {ClientAuth{ClientID: "app"}, func(_ *Discovery, l *Login) { l.UsePAR = true }},
		"required":      {ClientAuth{ClientID: "app"}, func(d *Discovery, _ *Login) { d.PushedOnly = true }},
		"Basic":         {ClientAuth{ClientID: "app", Method: AuthBasic, Secret: secret}, func(_ *Discovery, l *Login) { l.UsePAR = true }},
		"post":          {ClientAuth{ClientID: "app", Method: AuthPost, Secret: secret}, func(_ *Discovery, l *Login) { l.UsePAR = true }},
	} {
		t.Run(name, func(t *testing.T) {
			a, d, l := &authorizer{pushed: created}, found(), Login{Auth: tt.auth, Scope: "openid", LoginHint: "alice"}
			tt.ask(&d, &l)
			p := a.start(t, d, l)
			want := url.Values{"client_id": {"app"}, "request_uri": {"urn:ietf:params:oauth:request_uri:a b&c"}}
			if diff := cmp.Diff(want, sent(t, p)); diff != "" {
				t.Errorf("the browser's parameters (-want +got):\n%s", diff)
			}
			want = url.Values{}
			for _, param := range p.params() {
				want.Add(param.Name, param.Value.Reveal())
			}
			if tt.auth.Method == AuthPost {
				want.Set("client_secret", canary)
			}
			if diff := cmp.Diff([]url.Values{want}, a.asked); diff != "" {
				t.Errorf("pushed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPushesThatFail(t *testing.T) {
	answer := func(status int, body string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	for name, tt := range map[string]struct {
		answer func(http.ResponseWriter)
		kind   Kind
		advice string
	}{
		"a redirect URI":       {answer(400, `{"error":"invalid_request","error_description":"Invalid parameter: redirect_uri"}`), KindOAuth, "redirect_unregistered"},
		"the client":           {answer(401, `{"error":"invalid_request","error_description":"Authentication failed."}`), KindOAuth, "client_unknown"},
		"a reference in it":    {answer(400, `{"error":"invalid_request","request_uri":"urn:x"}`), KindOAuth, "bad_request"},
		"no reference":         {answer(201, `{"expires_in":60}`), KindMalformed, "malformed"},
		"nothing":              {answer(201, ``), KindEmpty, "empty"},
		"a number":             {answer(201, `{"request_uri":1}`), KindMalformed, "malformed"},
		"a web page":           {answer(200, `<html><title>Log in</title>`), KindHTML, "html"},
		"a redirect":           {func(w http.ResponseWriter) { w.Header().Set("Location", "https://evil.example/"); w.WriteHeader(307) }, KindRedirect, "redirect"},
		"a reference of 9 KiB": {answer(201, `{"request_uri":"`+strings.Repeat("x", 9<<10)+`"}`), KindAddress, "address_syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			a := &authorizer{pushed: tt.answer}
			_, err := a.client().StartLogin(t.Context(), found(), Login{Auth: ClientAuth{ClientID: "app"}, UsePAR: true})
			if err == nil || asError(err).Kind != tt.kind || Advise(err).ID != tt.advice {
				t.Errorf("%v, advice %s; want %s, %s", err, Advise(err).ID, tt.kind, tt.advice)
			}
		})
	}
}

func TestDiscoveryTellsWhatLoginsNeed(t *testing.T) {
	for more, want := range map[string][2]bool{
		"": {false, false},
		`,"authorization_response_iss_parameter_supported":true`:                                                 {true, false},
		`,"require_pushed_authorization_requests":true`:                                                          {false, true},
		`,"authorization_response_iss_parameter_supported":"true","require_pushed_authorization_requests":false`: {false, false},
	} {
		var asked []string
		c := pages{acme + wellAt: {body: document(acme, more)}}.client(&asked)
		got, err := c.Discover(t.Context(), Realm{Base: base, Name: "acme"})
		if err != nil || got.IssuerInAnswer != want[0] || got.PushedOnly != want[1] {
			t.Errorf("%s: issuer in the answer %t, pushed only %t, %v; want %v", more, got.IssuerInAnswer, got.PushedOnly, err, want)
		}
	}
}
