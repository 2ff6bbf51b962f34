package tokenclient

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/loopback"
)

func TestLogin(t *testing.T) {
	a := &authorizer{}
	p := a.start(t, found(), Login{Scope: "openid email", Page: loopback.Page{Done: "ok"}})
	if left := time.Until(p.Deadline()); left > loopback.DefaultLife || left < loopback.DefaultLife-time.Minute {
		t.Errorf("the deadline is in %v", left)
	}
	if got := back(t, p.RedirectURI(), a.agree(t, p, loginCode)); got != http.StatusOK {
		t.Errorf("the browser ends at %d", got)
	}
	set, err := p.Wait(t.Context())
	if err != nil || set.AccessToken.Reveal() != "access-of-"+p.state.Reveal() || len(set.Notes) != 0 {
		t.Fatalf("Wait = %+v, %v", set, err)
	}
	want := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"shop-web"}, "code": {loginCode},
		"redirect_uri": {p.RedirectURI()}, "code_verifier": {p.verifier.Reveal()},
	}
	if diff := cmp.Diff([]url.Values{want}, a.asked); diff != "" {
		t.Errorf("token requests (-want +got):\n%s", diff)
	}
	select {
	case <-p.Gone():
	case <-time.After(time.Minute):
		t.Error("the port is still open after the end")
	}
	if _, err := p.Wait(t.Context()); asError(err).Kind != KindLogin || asError(err).Reason != "used" {
		t.Errorf("a second Wait = %v", err)
	}
}

func TestLoginSendsItsParameters(t *testing.T) {
	for name, tt := range map[string]struct {
		login Login
		want  url.Values // besides those of every login
	}{
		"none": {Login{}, url.Values{}},
		"all": {
			Login{
				Scope: "openid x", Prompt: "login consent", LoginHint: "é@example.com", ACRValues: "gold", IDPHint: "google",
				UILocales: "es en", MaxAge: Lifetime{Known: true, Value: 90 * time.Second},
				Extra: []Param{{"claims", NewSecret(`{"a":null}`)}, {"kc_action", NewSecret("UPDATE_PASSWORD")}},
			},
			url.Values{
				"scope": {"openid x"}, "prompt": {"login consent"}, "login_hint": {"é@example.com"}, "acr_values": {"gold"},
				"kc_idp_hint": {"google"}, "ui_locales": {"es en"}, "max_age": {"90"}, "claims": {`{"a":null}`}, "kc_action": {"UPDATE_PASSWORD"},
			},
		},
		"max_age 0": {Login{MaxAge: Lifetime{Known: true}}, url.Values{"max_age": {"0"}}},
	} {
		t.Run(name, func(t *testing.T) {
			p := (&authorizer{}).start(t, found(), tt.login)
			if !strings.HasPrefix(p.URL(), openID+"/auth?response_type=code&client_id=shop-web&redirect_uri=http%3A%2F%2F127.0.0.1%3A") {
				t.Errorf("URL %s", p.URL())
			}
			got := sent(t, p)
			sum := sha256.Sum256([]byte(p.verifier.Reveal()))
			if got.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) || got.Get("code_challenge_method") != "S256" {
				t.Errorf("challenge %q %q", got.Get("code_challenge"), got.Get("code_challenge_method"))
			}
			for _, name := range []string{"state", "nonce"} {
				if bits, err := base64.RawURLEncoding.DecodeString(got.Get(name)); err != nil || len(bits) < 16 {
					t.Errorf("%s %q has no 128 bits", name, got.Get(name))
				}
			}
			for _, p := range p.fixed() {
				got.Del(p.Name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("parameters (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryLoginIsFresh: nothing is used twice, and the verifier has the shape
// of RFC 7636 section 4.1.
func TestEveryLoginIsFresh(t *testing.T) {
	seen := map[Secret]bool{}
	for range 50 {
		p := (&authorizer{}).start(t, found(), Login{})
		for _, s := range []Secret{p.verifier, p.state, p.nonce} {
			if seen[s] || s.Len() != 43 || strings.Trim(s.Reveal(), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
				t.Errorf("%q came before or has another shape", s.Reveal())
			}
			seen[s] = true
		}
		if strings.Contains(p.URL(), p.verifier.Reveal()) || strings.Contains(fmt.Sprintf("%+v", p), p.state.Reveal()) {
			t.Error("a secret of the login is to be seen")
		}
		p.Close()
	}
}

func TestLoginKeepsTheEndpointsOwnQuery(t *testing.T) {
	d := found()
	d.Endpoints.Authorization += "?tenant=a%26b#x"
	p := (&authorizer{}).start(t, d, Login{})
	if !strings.HasPrefix(p.URL(), openID+"/auth?tenant=a%26b&response_type=code&") || strings.Contains(p.URL(), "#") {
		t.Errorf("URL %s", p.URL())
	}
}

func TestLoginsThatCannotStart(t *testing.T) {
	blocked := (&authorizer{}).start(t, found(), Login{})
	u, err := url.Parse(blocked.RedirectURI())
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	if _, err := fmt.Sscan(u.Port(), &taken); err != nil {
		t.Fatal(err)
	}
	auth := ClientAuth{ClientID: "app"}
	at := func(authorization string) func(*Discovery) {
		return func(d *Discovery) { d.Endpoints.Authorization = authorization }
	}
	for name, tt := range map[string]struct {
		login  Login
		change func(*Discovery)
		kind   Kind
		reason string
		advice string
	}{
		"no client":              {Login{}, nil, KindRequest, "client_id", "request_incomplete"},
		"a long hint":            {Login{Auth: auth, LoginHint: strings.Repeat("x", 256)}, nil, KindRequest, "login_hint", "login_hint_long"},
		"an own parameter":       {Login{Auth: auth, Extra: []Param{{"state", NewSecret("x")}}}, nil, KindRequest, "duplicate", "duplicated_parameter"},
		"a parameter twice":      {Login{Auth: auth, Scope: "x", Extra: []Param{{"scope", NewSecret("y")}}}, nil, KindRequest, "duplicate", "duplicated_parameter"},
		"a request object":       {Login{Auth: auth, Extra: []Param{{"request_uri", NewSecret("y")}}}, nil, KindRequest, "duplicate", "duplicated_parameter"},
		"no endpoint":            {Login{Auth: auth}, at(""), KindRequest, "endpoint", "login_endpoint"},
		"no PAR endpoint":        {Login{Auth: auth, UsePAR: true}, func(d *Discovery) { d.Endpoints.PushedAuthorization = "" }, KindRequest, "par", "par_missing"},
		"another redirect host":  {Login{Auth: auth, RedirectHost: "example.com"}, nil, KindRequest, "redirect", "redirect_unfit"},
		"an odd redirect path":   {Login{Auth: auth, RedirectPath: "x"}, nil, KindRequest, "redirect", "redirect_unfit"},
		"a taken port":           {Login{Auth: auth, RedirectPort: taken}, nil, KindLogin, "port", "login_port"},
		"a program for endpoint": {Login{Auth: auth}, at("file:///bin/sh"), KindAddress, "scheme", "address_scheme"},
		"an http endpoint":       {Login{Auth: auth}, at("http://sso.example.com/auth"), KindAddress, "scheme", "address_scheme"},
		"an endpoint to run":     {Login{Auth: auth}, at("https://sso.example.com/$(calc)"), KindAddress, "syntax", "address_syntax"},
		"a request of 9 KiB":     {Login{Auth: auth, Scope: strings.Repeat("x", 9<<10)}, nil, KindAddress, "syntax", "address_syntax"},
	} {
		t.Run(name, func(t *testing.T) {
			d := found()
			if tt.change != nil {
				tt.change(&d)
			}
			a := &authorizer{}
			_, err := a.client().StartLogin(t.Context(), d, tt.login)
			e := asError(err)
			if err == nil || e.Kind != tt.kind || e.Reason != tt.reason || Advise(err).ID != tt.advice {
				t.Errorf("%v, advice %s; want %s %s, advice %s", err, Advise(err).ID, tt.kind, tt.reason, tt.advice)
			}
			if len(a.asked) != 0 {
				t.Error("something was sent")
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&authorizer{}).client().StartLogin(ctx, found(), Login{Auth: auth}); asError(err).Kind != KindCanceled {
		t.Errorf("cancelled: %v", err)
	}
}

func TestHTTPRealmsAreOpenedWhenTheUserChoseThem(t *testing.T) {
	d := found()
	d.Endpoints.Authorization = "http://sso.intra/auth"
	p := (&authorizer{}).start(t, d, Login{AllowHTTP: true})
	if !strings.HasPrefix(p.URL(), "http://sso.intra/auth?") {
		t.Errorf("URL %s", p.URL())
	}
}
