package tokenclient_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
)

// BenchmarkToken compares a grant with a bare POST of the same form to the same
// server.
func BenchmarkToken(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("client_id") != "app" {
			w.WriteHeader(http.StatusBadRequest)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, kctest.BanficoAnswer)
	}))
	defer server.Close()
	form := url.Values{"grant_type": {"password"}, "client_id": {"app"}, "username": {"alice"}, "password": {"secret"}}
	b.Run("bare", func(b *testing.B) {
		client := &http.Client{Transport: &http.Transport{}}
		for b.Loop() {
			req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, server.URL, strings.NewReader(form.Encode()))
			if err != nil {
				b.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			resp, err := client.Do(req)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
				b.Fatal(resp.Status, err)
			}
			if err := resp.Body.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("client", func(b *testing.B) {
		client := tokenclient.New(tokenclient.Options{})
		request := tokenclient.TokenRequest{
			Endpoint: server.URL, Auth: tokenclient.ClientAuth{ClientID: "app"},
			Grant: tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("secret")},
		}
		for b.Loop() {
			if _, err := client.Token(b.Context(), request); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkParseAddress(b *testing.B) {
	for b.Loop() {
		if _, err := tokenclient.ParseAddress("https://sso.example.com/auth/realms/acme/protocol/openid-connect/auth?client_id=app"); err != nil {
			b.Fatal(err)
		}
	}
}
