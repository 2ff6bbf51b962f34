package demo

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestLogoutByRefreshToken(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid")
	a := b.post(oidc+"/logout", "refresh_token="+set.RefreshToken+asWeb)
	if a.status != http.StatusNoContent || a.body != "" {
		t.Errorf("logout = %d %q, want 204 and nothing", a.status, a.body)
	}
	b.refused(renew(set.RefreshToken), inactiveText)
	if a := b.get(oidc+"/userinfo", "Authorization: Bearer "+set.AccessToken); a.status != 401 {
		t.Errorf("userinfo after logout = %d, want 401", a.status)
	}
	if a := b.post(oidc+"/logout", "refresh_token="+set.RefreshToken+asWeb); a.status != http.StatusNoContent {
		t.Errorf("second logout = %d, want 204", a.status)
	}
}

func TestLogoutRefuses(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice)
	for name, tt := range map[string]struct{ form, header, want string }{
		"no client":         {"x=y", "", "Unauthorized | invalid_client | Invalid client or Invalid client credentials"},
		"no token":          {"x=y" + asWeb, "", "Bad Request | invalid_request | No refresh token"},
		"garbage":           {"refresh_token=x" + asWeb, "", "Bad Request | invalid_grant | Invalid refresh token"},
		"access token":      {"refresh_token=" + set.AccessToken + asWeb, "", "Bad Request | invalid_grant | Invalid refresh token"},
		"token, no client":  {"refresh_token=" + set.RefreshToken, "", "Unauthorized | invalid_client | Invalid client or Invalid client credentials"},
		"of another client": {"refresh_token=" + set.RefreshToken, basic("demo-api", "demo-secret-api"), "Bad Request | invalid_grant | Invalid refresh token. Token client and authorized client don't match"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := b.post(oidc+"/logout", tt.form, tt.header).said(t); got != tt.want {
				t.Errorf("logout = %q, want %q", got, tt.want)
			}
		})
	}
	b.token(renew(set.RefreshToken))
}

// browserLogin logs a browser in and gives its tokens.
func browserLogin(b *bench) (*bench, tokenAnswer) {
	b.t.Helper()
	browser := b.withCookies()
	code := browser.signIn(browser.get(authorize+pkce), asAlice).location(b.t).Get("code")
	return browser, b.token(redeemForm(code))
}

func TestLogoutWithIDToken(t *testing.T) {
	b := newBench(t, Options{})
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		browser, set := browserLogin(b)
		query := "id_token_hint=" + set.IDToken + "&post_logout_redirect_uri=" + callback + "&state=a%26b"
		target, form := oidc+"/logout?"+query, ""
		if method == http.MethodPost {
			target, form = oidc+"/logout", query
		}
		a := browser.do(method, target, form)
		if got := a.location(t); got.Get("state") != "a&b" || !strings.HasPrefix(a.header.Get("Location"), callback+"?") {
			t.Errorf("%s logout goes to %q", method, a.header.Get("Location"))
		}
		b.refused(renew(set.RefreshToken), inactiveText)
		if got := browser.get(authorize + pkce + "&prompt=none").location(t); got.Get("error") != "login_required" {
			t.Errorf("after logout the browser is still logged in: %v", got)
		}
	}
}

func TestLogoutAsksWithoutIDToken(t *testing.T) {
	b := newBench(t, Options{})
	browser, set := browserLogin(b)
	page := browser.get(oidc + "/logout")
	if page.status != 200 || !strings.Contains(page.body, "Do you want to log out?") {
		t.Fatalf("logout page = %d %s", page.status, page.body)
	}
	set = b.token(renew(set.RefreshToken)) // nothing has happened yet
	confirm := func() answer {
		return browser.post(oidc+"/logout/logout-confirm", "session="+page.hidden(t))
	}
	if done := confirm(); done.status != 200 || !strings.Contains(done.body, "You are logged out.") {
		t.Errorf("confirmation = %d %s", done.status, done.body)
	}
	b.refused(renew(set.RefreshToken), inactiveText)
	if twice := confirm(); twice.status != 400 || !strings.Contains(twice.body, "Logout failed") {
		t.Errorf("second confirmation = %d %s", twice.status, twice.body)
	}
}

func TestLogoutPageRefuses(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice + "&scope=openid")
	for name, tt := range map[string]struct{ query, want string }{
		"redirect of nobody":  {"post_logout_redirect_uri=" + callback, "Missing parameters: id_token_hint"},
		"foreign redirect":    {"client_id=demo-web&post_logout_redirect_uri=http://evil.example/", "Invalid redirect uri"},
		"script redirect":     {"client_id=demo-web&post_logout_redirect_uri=javascript:alert(1)", "Invalid redirect uri"},
		"unknown client":      {"client_id=nobody&post_logout_redirect_uri=" + callback, "Invalid redirect uri"},
		"garbage hint":        {"id_token_hint=x", "Invalid parameter: id_token_hint"},
		"access token hint":   {"id_token_hint=" + url.QueryEscape(set.AccessToken), "Invalid parameter: id_token_hint"},
		"hint of another one": {"client_id=demo-api&id_token_hint=" + set.IDToken, "Invalid parameter: id_token_hint"},
	} {
		t.Run(name, func(t *testing.T) {
			a := b.get(oidc + "/logout?" + tt.query)
			if a.status != 400 || !strings.Contains(a.body, tt.want) || a.header.Get("Location") != "" {
				t.Errorf("logout = %d %s, want 400 and %q", a.status, a.body, tt.want)
			}
		})
	}
	b.token(renew(set.RefreshToken))
}
