package demo

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const (
	callback = "http://127.0.0.1:50123/callback"
	verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	// pkce is the challenge of RFC 7636 appendix B to that verifier.
	pkce      = "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	authorize = oidc + "/auth?response_type=code&client_id=demo-web&redirect_uri=" + callback + "&state=s%26t&nonce=n0&scope=openid"
)

// signIn fills the login page in.
func (b *bench) signIn(page answer, fields string) answer {
	b.t.Helper()
	return b.post("/realms/demo/login-actions/authenticate", "session="+page.hidden(b.t)+"&"+fields)
}

const asAlice = "username=alice&password=demo-pass-alice&action=login"

// redeemForm is the second half of the code flow.
func redeemForm(code string) string {
	return "grant_type=authorization_code&code=" + code + "&redirect_uri=" + callback + "&code_verifier=" + verifier + asWeb
}

func TestCodeFlow(t *testing.T) {
	b := newBench(t, Options{})
	browser := b.withCookies()
	page := browser.get(authorize + pkce + "&login_hint=alice")
	if !strings.Contains(page.body, `value="alice"`) || page.header.Get("Set-Cookie") != "" {
		t.Errorf("login page does not show the hint, or sets a cookie: %s", page.body)
	}
	again := browser.signIn(page, "username=alice&password=wrong")
	if !strings.Contains(again.body, "Invalid username or password.") || again.status != 200 {
		t.Errorf("wrong password = %d %s", again.status, again.body)
	}
	back := browser.signIn(again, asAlice).location(t)
	code := back.Get("code")
	if back.Get("state") != "s&t" || back.Get("iss") != issuer || strings.Count(code, ".") != 2 || back.Get("session_state") == "" {
		t.Errorf("redirect = %v", back)
	}
	set := b.token(redeemForm(code))
	id, _ := b.verified(set.IDToken)
	if id["nonce"] != "n0" || id["acr"] != "1" || set.SessionState != back.Get("session_state") {
		t.Errorf("ID claims = %v, session %s", id, set.SessionState)
	}
	if c, _ := b.verified(set.AccessToken); !strings.HasPrefix(c["jti"].(string), "onrtac:") || c["nonce"] != nil {
		t.Errorf("access claims = %v", c)
	}
	renewed := b.token(renew(set.RefreshToken))

	// A replay of the code ends what came from it.
	b.refused(redeemForm(code), "Bad Request | invalid_grant | Code not valid")
	b.refused(renew(renewed.RefreshToken), detachedText)
}

func TestSingleSignOn(t *testing.T) {
	b := newBench(t, Options{})
	browser := b.withCookies()
	if got := browser.get(authorize + pkce + "&prompt=none").location(t); got.Get("error") != "login_required" || got.Get("state") != "s&t" {
		t.Errorf("prompt=none without a login = %v", got)
	}
	first := browser.signIn(browser.get(authorize+pkce), asAlice).location(t)
	second := browser.get(authorize + pkce + "&prompt=none").location(t)
	if second.Get("session_state") != first.Get("session_state") || second.Get("code") == first.Get("code") {
		t.Errorf("single sign-on: %v then %v", first, second)
	}
	set := b.token(redeemForm(second.Get("code")))
	if id, _ := b.verified(set.IDToken); id["acr"] != "0" {
		t.Errorf("acr = %v, want 0 for a login that was there", id["acr"])
	}
	one, two := b.token(redeemForm(first.Get("code"))), set
	b.token(renew(one.RefreshToken))
	b.token(renew(two.RefreshToken)) // two logins of one session, two chains
	if page := browser.get(authorize + pkce + "&prompt=login"); page.status != 200 {
		t.Errorf("prompt=login = %d, want the page", page.status)
	}
	if page := b.get(authorize + pkce); page.status != 200 {
		t.Errorf("another browser = %d, want the page", page.status)
	}
}

func TestCancelledLogin(t *testing.T) {
	b := newBench(t, Options{})
	page := b.get(authorize + pkce + "&response_mode=fragment")
	a := b.signIn(page, "action=cancel")
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil || u.RawQuery != "" || !strings.HasPrefix(u.Fragment, "error=access_denied&") {
		t.Errorf("cancel = %q, want access_denied in the fragment", a.header.Get("Location"))
	}
	if late := b.signIn(page, asAlice); late.status != 400 || late.header.Get("Location") != "" {
		t.Errorf("a page used twice = %d, want 400", late.status)
	}
}

func TestAuthorizationEndpointShowsWhatCannotBeSentBack(t *testing.T) {
	b := newBench(t, Options{})
	for name, tt := range map[string]struct{ query, want string }{
		"no client":             {"", "Missing parameters: client_id"},
		"unknown client":        {"client_id=nobody&redirect_uri=" + callback, "Client not found."},
		"no redirect":           {"client_id=demo-web", "Invalid parameter: redirect_uri"},
		"foreign host":          {"client_id=demo-web&redirect_uri=http://evil.example/", "Invalid parameter: redirect_uri"},
		"host in user part":     {"client_id=demo-web&redirect_uri=http://127.0.0.1@evil.example/", "Invalid parameter: redirect_uri"},
		"user part":             {"client_id=demo-web&redirect_uri=http://a@127.0.0.1/", "Invalid parameter: redirect_uri"},
		"longer host":           {"client_id=demo-web&redirect_uri=http://127.0.0.1.evil.example/", "Invalid parameter: redirect_uri"},
		"https":                 {"client_id=demo-web&redirect_uri=https://127.0.0.1/", "Invalid parameter: redirect_uri"},
		"script":                {"client_id=demo-web&redirect_uri=javascript:alert(1)", "Invalid parameter: redirect_uri"},
		"fragment":              {"client_id=demo-web&redirect_uri=http://127.0.0.1/%23x", "Invalid parameter: redirect_uri"},
		"code in the query":     {"client_id=demo-web&redirect_uri=http://127.0.0.1/?code=x", "Invalid parameter: redirect_uri"},
		"client without one":    {"client_id=demo-service&redirect_uri=" + callback, "Invalid parameter: redirect_uri"},
		"redirect to IPv6 host": {"client_id=demo-web&redirect_uri=http://[::2]/", "Invalid parameter: redirect_uri"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, a := range []answer{b.get(oidc + "/auth?" + tt.query), b.post(oidc+"/auth", tt.query)} {
				if a.status != 400 || !strings.Contains(a.body, tt.want) || a.header.Get("Location") != "" {
					t.Errorf("authorize = %d %s, want 400 and %q", a.status, a.body, tt.want)
				}
			}
		})
	}
}

func TestAuthorizationEndpointSendsErrorsBack(t *testing.T) {
	b := newBench(t, Options{})
	start := oidc + "/auth?redirect_uri=" + callback + "?keep=1&state=st"
	for name, tt := range map[string]struct{ query, code, text string }{
		"no response type": {"&client_id=demo-web", "invalid_request", "Missing parameter: response_type"},
		"implicit":         {"&client_id=demo-web&response_type=token", "unsupported_response_type", "Unsupported response_type"},
		"standard flow off": {
			"&client_id=demo-locked&response_type=code", "unauthorized_client",
			"Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.",
		},
		"no PKCE":         {"&client_id=demo-web&response_type=code", "invalid_request", "Missing parameter: code_challenge_method"},
		"plain PKCE":      {"&client_id=demo-web&response_type=code&code_challenge_method=plain", "invalid_request", "Invalid parameter: code challenge method is not matching the configured one"},
		"no challenge":    {"&client_id=demo-web&response_type=code&code_challenge_method=S256", "invalid_request", "Missing parameter: code_challenge"},
		"short challenge": {"&client_id=demo-web&response_type=code&code_challenge_method=S256&code_challenge=abc", "invalid_request", "Invalid parameter: code_challenge"},
		"unknown method":  {"&client_id=demo-api&response_type=code&code_challenge_method=S1&code_challenge=" + verifier, "invalid_request", "Invalid parameter: code_challenge_method"},
		"unknown mode":    {"&client_id=demo-web&response_type=code&response_mode=x", "invalid_request", "Invalid parameter: response_mode"},
		"unknown scope":   {"&client_id=demo-web&response_type=code&scope=x" + pkce, "invalid_scope", "Invalid scopes: x"},
		"twice":           {"&client_id=demo-web&response_type=code&nonce=1&nonce=2", "invalid_request", "duplicated parameter: nonce"},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.get(start + tt.query).location(t)
			if got.Get("error") != tt.code || got.Get("error_description") != tt.text || got.Get("state") != "st" || got.Get("iss") != issuer || got.Get("keep") != "1" {
				t.Errorf("redirect = %v, want %s %q", got, tt.code, tt.text)
			}
		})
	}
}

func TestOfflineLoginWithoutTheRole(t *testing.T) {
	b := newBench(t, Options{})
	page := b.get(authorize + "+offline_access" + pkce)
	if got := b.signIn(page, "username=bob&password=demo-pass-bob").location(t); got.Get("error") != "not_allowed" {
		t.Errorf("bob offline = %v, want not_allowed", got)
	}
	code := b.signIn(b.get(authorize+"+offline_access"+pkce), asAlice).location(t).Get("code")
	if c, _ := unverified(t, b.token(redeemForm(code)).RefreshToken); c["typ"] != "Offline" {
		t.Errorf("alice offline = %v, want typ Offline", c["typ"])
	}
}

func TestRedeemRefuses(t *testing.T) {
	b := newBench(t, Options{})
	browser := b.withCookies()
	browser.signIn(browser.get(authorize+pkce), asAlice)
	const grant = "grant_type=authorization_code&code="
	plain := strings.ReplaceAll(authorize, "demo-web", "demo-api")
	for name, tt := range map[string]struct{ start, form, header, want string }{
		"other redirect":   {authorize + pkce, asWeb + "&redirect_uri=" + callback + "/&code_verifier=" + verifier, "", "Incorrect redirect_uri"},
		"no redirect":      {authorize + pkce, asWeb + "&code_verifier=" + verifier, "", "Incorrect redirect_uri"},
		"other client":     {authorize + pkce, "&redirect_uri=" + callback, basic("demo-api", "demo-secret-api"), "Auth error: Found different client_id in clientSession"},
		"no verifier":      {authorize + pkce, asWeb + "&redirect_uri=" + callback, "", "PKCE code verifier not specified"},
		"wrong verifier":   {authorize + pkce, asWeb + "&redirect_uri=" + callback + "&code_verifier=" + strings.Repeat("x", 43), "", "PKCE verification failed: Code mismatch"},
		"bad verifier":     {authorize + pkce, asWeb + "&redirect_uri=" + callback + "&code_verifier=" + strings.Repeat("/", 43), "", "PKCE verification failed: Invalid code verifier"},
		"verifier unasked": {plain, "&redirect_uri=" + callback + "&code_verifier=" + verifier, basic("demo-api", "demo-secret-api"), "PKCE code verifier specified but challenge not present in authorization"},
	} {
		t.Run(name, func(t *testing.T) {
			code := browser.get(tt.start).location(t).Get("code")
			b.refused(grant+code+tt.form, "Bad Request | invalid_grant | "+tt.want, tt.header)
		})
	}
}

func TestPlainAndNoPKCEWhereAllowed(t *testing.T) {
	b := newBench(t, Options{})
	start := strings.ReplaceAll(authorize, "demo-web", "demo-api")
	for name, tt := range map[string]struct{ query, form string }{
		"none":                  {"", ""},
		"plain by default":      {"&code_challenge=" + verifier, "&code_verifier=" + verifier},
		"plain":                 {"&code_challenge_method=plain&code_challenge=" + verifier, "&code_verifier=" + verifier},
		"S256, computed anew":   {"&code_challenge_method=S256&code_challenge=" + s256(verifier), "&code_verifier=" + verifier},
		"S256, longest allowed": {"&code_challenge_method=S256&code_challenge=" + s256(strings.Repeat("~", 128)), "&code_verifier=" + strings.Repeat("~", 128)},
	} {
		t.Run(name, func(t *testing.T) {
			code := b.signIn(b.get(start+tt.query), asAlice).location(t).Get("code")
			b.token("grant_type=authorization_code&code="+code+"&redirect_uri="+callback+tt.form, basic("demo-api", "demo-secret-api"))
		})
	}
}

func s256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func TestCodeLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{CodeLife: 20 * time.Second})
		login := func() string { return b.signIn(b.get(authorize+pkce), asAlice).location(t).Get("code") }
		code := login()
		time.Sleep(19 * time.Second)
		b.token(redeemForm(code))
		code = login()
		time.Sleep(20 * time.Second)
		b.refused(redeemForm(code), "Bad Request | invalid_grant | Code is expired")
		page := b.get(authorize + pkce)
		time.Sleep(loginLife)
		if late := b.signIn(page, asAlice); late.status != 400 {
			t.Errorf("a login page after %v = %d, want 400", loginLife, late.status)
		}
	})
}

func TestLoginCookie(t *testing.T) {
	b := newBench(t, Options{Prefix: "/auth"})
	page := b.get("/auth" + authorize + pkce)
	a := b.post("/auth/realms/demo/login-actions/authenticate", "session="+page.hidden(t)+"&"+asAlice)
	cookies := (&http.Response{Header: a.header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies, want 1", len(cookies))
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/auth/realms/demo/" || c.Domain != "" || len(c.Value) != 43 {
		t.Errorf("cookie = %v", c)
	}
}
