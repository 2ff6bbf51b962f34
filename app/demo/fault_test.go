package demo

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestWithoutKeysEveryAnswerIsAFault(t *testing.T) {
	b := newBench(t, Options{})
	rl := b.client.Transport.(inProcess).handler.(*realm)
	rl.keys = func() (*keyset, error) { return nil, errors.New("no randomness") }
	const want = "Internal Server Error | unknown_error | For more on this error consult the server log."
	for name, a := range map[string]answer{
		"token": b.post(oidc+"/token", alice),
		"keys":  b.get(oidc + "/certs"),
		"info":  b.get("/realms/demo"),
	} {
		if got := a.said(t); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if a := b.get(oidc+"/userinfo", "Authorization: Bearer x"); a.status != http.StatusUnauthorized {
		t.Errorf("userinfo = %d, want 401", a.status)
	}
}

func TestLoginPageTellsOfAnUnfinishedAccount(t *testing.T) {
	b := newBench(t, Options{})
	for fields, want := range map[string]string{
		"username=erin&password=demo-pass-erin":               "has to be set up first",
		"username=erin&password=x":                            "Invalid username or password.",
		"username=carol&password=demo-pass-carol":             "Invalid username or password.",
		"username=dave&password=demo-pass-dave":               "Invalid username or password.",
		"username=dave&password=demo-pass-dave&otp=123456789": "Invalid username or password.",
	} {
		page := b.signIn(b.get(authorize+pkce), fields)
		if got := page.body; page.status != 200 || !strings.Contains(got, want) {
			t.Errorf("%s: %d %s, want %q", fields, page.status, got, want)
		}
	}
	b.signIn(b.get(authorize+pkce), "username=dave&password=demo-pass-dave&otp="+OneTimeCode).location(t)
}

func TestPostsOfPagesNeedAForm(t *testing.T) {
	b := newBench(t, Options{})
	for _, path := range []string{"/realms/demo/login-actions/authenticate", "/realms/demo/device", oidc + "/logout/logout-confirm", oidc + "/auth"} {
		a := b.post(path, `{"a":"b"}`, "Content-Type: application/json")
		if a.status != http.StatusUnsupportedMediaType || !strings.Contains(a.body, "Invalid Request") {
			t.Errorf("JSON to %s = %d, want a page with 415", path, a.status)
		}
	}
}
