package realkeycloak_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
	"realmscope/tokenclient/loopback"
	"realmscope/tokenclient/realkeycloak"
)

// logins drives the real login page by plain HTTP.
func (w wire) logins(t *testing.T) {
	found, err := w.client.Discover(t.Context(), w.realm)
	if err != nil {
		t.Fatal(err)
	}
	if !found.IssuerInAnswer || found.PushedOnly {
		t.Errorf("issuer in the answer %t, pushed only %t; want it and not", found.IssuerInAnswer, found.PushedOnly)
	}
	l := loginSuite{w, found}
	t.Run("give tokens", l.giveTokens)
	t.Run("are pushed where the client wants it", l.pushed)
	t.Run("go on without a page while the browser has a session", l.silent)
	t.Run("need consent where the client wants it", l.consent)
	t.Run("are refused with a reason", l.refused)
	t.Run("whose redirect is unknown end in the browser", l.unknownRedirect)
	t.Run("have codes that work once", l.replay)
}

// loginSuite is a server with what it says of itself.
type loginSuite struct {
	wire
	found tokenclient.Discovery
}

// start begins a login that the test gives up in the end.
func (l loginSuite) start(t *testing.T, client string, login tokenclient.Login) *tokenclient.PendingLogin {
	t.Helper()
	login.Auth = auth(t, client, "")
	login.Page = loopback.Page{Done: "Back to the window.", Failed: "No."}
	if login.Scope == "" {
		login.Scope = "openid"
	}
	p, err := l.client.StartLogin(t.Context(), l.found, login)
	if errors.Is(err, loopback.ErrIPv6) {
		t.Skip("SKIP: no IPv6 here")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// signIn fills the login page in as a user of the realm.
func signIn(t *testing.T, b *kctest.Browser, page kctest.Page, user string) kctest.Page {
	t.Helper()
	return b.Send(page, "username", user, "password", password(t, user).Password.Reveal())
}

// finish expects tokens.
func (l loginSuite) finish(t *testing.T, p *tokenclient.PendingLogin, page kctest.Page) tokenclient.TokenSet {
	t.Helper()
	if page.Status != http.StatusOK || !strings.Contains(page.Body, "Back to the window.") || page.Address.RawQuery != "" {
		t.Fatalf("the browser ends at %s: %d %s", page.Address, page.Status, page.Body)
	}
	set, err := p.Wait(t.Context())
	if err != nil || len(set.Notes) != 0 {
		t.Fatalf("Wait: %v, notes %q", err, set.Notes)
	}
	select {
	case <-p.Gone():
	case <-time.After(time.Second):
		t.Error("the port is open a second after the end")
	}
	return set
}

func (l loginSuite) giveTokens(t *testing.T) {
	for name, login := range map[string]tokenclient.Login{
		"plainly":      {},
		"at localhost": {RedirectHost: loopback.Localhost},
		"at [::1]":     {RedirectHost: loopback.IPv6},
		"with every parameter": {
			Scope: "openid email", Prompt: "login", LoginHint: "bob", ACRValues: "1", UILocales: "es en", RedirectPath: "/back/here",
			MaxAge: tokenclient.Lifetime{Known: true, Value: time.Hour}, Extra: []tokenclient.Param{{Name: "claims", Value: tokenclient.NewSecret("{}")}},
		},
		"pushed": {UsePAR: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := l.start(t, realkeycloak.BrowserClient, login)
			b := kctest.NewBrowser(t)
			page := b.Send(b.Open(p.URL()), "username", "bob", "password", "not-the-password")
			if page.Status != http.StatusOK || !strings.Contains(page.Body, "Invalid username or password") {
				t.Errorf("a wrong password shows %d %s", page.Status, page.Body)
			}
			set := l.finish(t, p, signIn(t, b, page, "bob"))
			claims := l.verify(t, set.AccessToken)
			if claims["preferred_username"] != "bob" || claims["azp"] != realkeycloak.BrowserClient {
				t.Errorf("token of %v for %v", claims["preferred_username"], claims["azp"])
			}
			if id := l.verify(t, set.IDToken); id["at_hash"] == nil || id["nonce"] == nil || claims["nonce"] != nil {
				t.Errorf("claims of the ID token: %v", id)
			}
		})
	}
}

func (l loginSuite) pushed(t *testing.T) {
	p := l.start(t, realkeycloak.PushedClient, tokenclient.Login{UsePAR: true, LoginHint: "alice"})
	if !strings.Contains(p.URL(), "request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A") || strings.Contains(p.URL(), "alice") {
		t.Errorf("the browser is sent to %s", p.URL())
	}
	b := kctest.NewBrowser(t)
	page := b.Open(p.URL())
	if !strings.Contains(page.Body, `value="alice"`) {
		t.Error("the pushed login_hint is not on the page")
	}
	l.finish(t, p, signIn(t, b, page, "alice"))

	login := tokenclient.Login{Auth: auth(t, realkeycloak.PushedClient, ""), UsePAR: true}
	login.Auth.Secret = tokenclient.NewSecret("not-the-secret")
	if _, err := l.client.StartLogin(t.Context(), l.found, login); err == nil {
		t.Error("a push with a wrong secret is taken")
	} else if got := tokenclient.Advise(err).ID; got != "client_unknown" && got != "client_secret" {
		t.Errorf("a push with a wrong secret: %v, advice %s", err, got)
	} else {
		t.Logf("a push with a wrong secret: %v, advice %s", err, got)
	}
}

func (l loginSuite) silent(t *testing.T) {
	b := kctest.NewBrowser(t)
	first := l.start(t, realkeycloak.BrowserClient, tokenclient.Login{})
	set := l.finish(t, first, signIn(t, b, b.Open(first.URL()), "alice"))
	second := l.start(t, realkeycloak.BrowserClient, tokenclient.Login{Prompt: "none"})
	again := l.finish(t, second, b.Open(second.URL()))
	if set.SessionState == "" || again.SessionState != set.SessionState {
		t.Errorf("sessions %q and %q, want one", set.SessionState, again.SessionState)
	}
}

// consent agrees, then cancels; this client's answers name no issuer.
func (l loginSuite) consent(t *testing.T) {
	p := l.start(t, realkeycloak.ConsentClient, tokenclient.Login{})
	b := kctest.NewBrowser(t)
	page := signIn(t, b, b.Open(p.URL()), "alice")
	page = b.Send(page, "cancel", "No")
	if _, err := p.Wait(t.Context()); tokenclient.Advise(err).ID != "login_issuer" {
		t.Errorf("an answer without the announced issuer: %v, page %s", err, page.Body)
	}
	l.found.IssuerInAnswer = false
	b = kctest.NewBrowser(t)
	p = l.start(t, realkeycloak.ConsentClient, tokenclient.Login{})
	b.Send(signIn(t, b, b.Open(p.URL()), "alice"), "cancel", "No")
	if _, err := p.Wait(t.Context()); tokenclient.Advise(err).ID != "login_refused" {
		t.Errorf("a cancelled consent: %v", err)
	}
	b = kctest.NewBrowser(t)
	p = l.start(t, realkeycloak.ConsentClient, tokenclient.Login{})
	l.finish(t, p, b.Send(signIn(t, b, b.Open(p.URL()), "alice"), "accept", "Yes"))
}

func (l loginSuite) refused(t *testing.T) {
	for name, tt := range map[string]struct {
		client string
		login  tokenclient.Login
		want   string
	}{
		"no session and no page allowed": {realkeycloak.BrowserClient, tokenclient.Login{Prompt: "none"}, "login_needed"},
		"an unknown scope":               {realkeycloak.BrowserClient, tokenclient.Login{Scope: "openid absent"}, "invalid_scope"},
		"a login that is not pushed":     {realkeycloak.PushedClient, tokenclient.Login{}, "par_required"},
	} {
		t.Run(name, func(t *testing.T) {
			p := l.start(t, tt.client, tt.login)
			page := kctest.NewBrowser(t).Open(p.URL())
			if !strings.Contains(page.Body, "No.") {
				t.Fatalf("the browser shows %s: %d %s", page.Address, page.Status, page.Body)
			}
			_, err := p.Wait(t.Context())
			if got := tokenclient.Advise(err).ID; got != tt.want {
				t.Errorf("advice of %v = %s, want %s", err, got, tt.want)
			}
		})
	}
}

// unknownRedirect: the server tells the person only, so nothing comes back.
func (l loginSuite) unknownRedirect(t *testing.T) {
	for name, tt := range map[string]struct {
		client tokenclient.ClientAuth
		host   string
		says   string
	}{
		"a redirect URI": {auth(t, realkeycloak.ConsentClient, ""), loopback.Localhost, "Invalid parameter: redirect_uri"},
		"a client":       {tokenclient.ClientAuth{ClientID: "it-absent"}, "", "Client not found."},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := l.client.StartLogin(t.Context(), l.found, tokenclient.Login{Auth: tt.client, RedirectHost: tt.host})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			page := kctest.NewBrowser(t).Open(p.URL())
			if page.Status != http.StatusBadRequest || !strings.Contains(page.Body, tt.says) {
				t.Errorf("the browser shows %d %s", page.Status, page.Body)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			if _, err := p.Wait(ctx); tokenclient.Advise(err).ID != "login_no_answer" {
				t.Errorf("Wait = %v", err)
			}
		})
	}
	p, err := l.client.StartLogin(t.Context(), l.found, tokenclient.Login{
		Auth: auth(t, realkeycloak.PushedClient, ""), UsePAR: true, RedirectHost: loopback.Localhost,
	})
	if err == nil {
		p.Close()
	}
	if got := tokenclient.Advise(err).ID; got != "redirect_unregistered" {
		t.Errorf("a pushed one: %v, advice %s", err, got)
	}
}

// replay uses codes with another proof, for another client, and twice.
func (l loginSuite) replay(t *testing.T) {
	public := auth(t, realkeycloak.BrowserClient, "")
	grant := l.code(t)
	wrong := grant
	wrong.Verifier = tokenclient.NewSecret(strings.Repeat("v", 43))
	l.wire.refused(t, l.request(public, wrong), "pkce_mismatch", wrong.Code, wrong.Verifier)

	grant = l.code(t)
	wrong = grant
	wrong.RedirectURI += "/"
	l.wire.refused(t, l.request(public, wrong), "redirect_differs", wrong.Code, wrong.Verifier)

	grant = l.code(t)
	l.wire.refused(t, l.request(auth(t, realkeycloak.PublicClient, ""), grant), "code_other_client", grant.Code, grant.Verifier)

	grant = l.code(t)
	wrong = grant
	wrong.Verifier = tokenclient.Secret{}
	l.wire.refused(t, l.request(public, wrong), "pkce_mismatch", wrong.Code)

	grant = l.code(t)
	set := l.get(t, public, grant)
	l.wire.refused(t, l.request(public, grant), "code_refused", grant.Code, grant.Verifier)
	// The replay ended what the code gave (RFC 6749 section 4.1.2).
	l.wire.refused(t, l.request(public, tokenclient.Refresh{Token: set.RefreshToken}), "session_ended", set.RefreshToken)
}

// code logs alice in and stops before the exchange.
func (l loginSuite) code(t *testing.T) tokenclient.AuthorizationCode {
	t.Helper()
	r, err := loopback.Listen(t.Context(), loopback.Options{State: "s"})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	verifier := rand.Text() + rand.Text()
	b := kctest.NewBrowser(t)
	query := codeQuery(r.RedirectURI(), tokenclient.NewSecret(verifier))
	signIn(t, b, b.Open(l.found.Endpoints.Authorization+"?"+query), "alice")
	answer, err := r.Wait(t.Context())
	if err != nil || strings.Count(answer.Get("code"), ".") != 2 || answer.Get("session_state") == "" {
		t.Fatalf("the browser brought %v, %v; want a code of three parts and a session", answer, err)
	}
	return tokenclient.AuthorizationCode{
		Code: tokenclient.NewSecret(answer.Get("code")), RedirectURI: r.RedirectURI(), Verifier: tokenclient.NewSecret(verifier),
	}
}

// codeQuery is an authorization request of the browser's client.
func codeQuery(redirect string, verifier tokenclient.Secret) string {
	sum := sha256.Sum256([]byte(verifier.Reveal()))
	return url.Values{
		"response_type": {"code"}, "client_id": {realkeycloak.BrowserClient}, "redirect_uri": {redirect}, "state": {"s"}, "scope": {"openid"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}.Encode()
}
