package tokenclient

import (
	"io"
	"net/http"
	"testing"
)

func TestNothingIsSentBeforeACallThatSends(t *testing.T) {
	asked := 0
	c := New(Options{Transport: transportFunc(func(*http.Request) (*http.Response, error) {
		asked++
		return nil, io.EOF
	})})
	if _, err := ParseAddress("https://sso.example.com/realms/acme"); err != nil {
		t.Error(err)
	}
	if _, err := LogoutURL("https://sso.example.com/logout", NewSecret("t"), "", "app", ""); err != nil {
		t.Error(err)
	}
	other, err := c.With(Connection{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := other.StartLogin(t.Context(), found(), Login{Auth: ClientAuth{ClientID: "app"}})
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	if asked != 0 {
		t.Errorf("%d requests went out", asked)
	}
	// The counter counts.
	if _, err := other.JWKS(t.Context(), "https://sso.example.com/certs"); err == nil || asked != 1 {
		t.Errorf("%d requests for keys, %v", asked, err)
	}
}

func TestNoCookieIsKeptAndNothingIsCached(t *testing.T) {
	asked := 0
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if got := r.Header.Get("Cookie"); got != "" {
			t.Errorf("request %d brings the cookie %q", asked, got)
		}
		if got := r.Header.Get("Cache-Control"); r.Method == http.MethodPost && got != "no-store" {
			t.Errorf("request %d has the Cache-Control %q", asked, got)
		}
		http.SetCookie(w, &http.Cookie{Name: "AUTH_SESSION_ID", Value: "x", Path: "/", Secure: true, HttpOnly: true})
		w.Header().Set("Cache-Control", "max-age=3600")
		_, _ = io.WriteString(w, `{"access_token":"t","token_type":"Bearer","keys":[]}`)
	})}})
	for range 2 {
		if _, e := ask(t.Context(), c, endpoint); e != nil {
			t.Error(e)
		}
		if _, err := c.JWKS(t.Context(), "https://sso.example.com/certs"); err != nil {
			t.Error(err)
		}
	}
	if asked != 4 {
		t.Errorf("%d requests, want 4: an answer was kept", asked)
	}
}
