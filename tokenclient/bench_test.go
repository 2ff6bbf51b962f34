package tokenclient_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/kctest"
)

// answers is a server that checks the form and gives Banfico's answer with a new
// access token each time, as a server does.
func answers(b *testing.B) *httptest.Server {
	before, after, ok := strings.Cut(kctest.BanficoAnswer, `"access_token": "`)
	if !ok {
		b.Fatal("the answer has no access token")
	}
	var count atomic.Uint64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("client_id") != "app" || r.PostFormValue("password") != "secret" {
			w.WriteHeader(http.StatusBadRequest)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, before+`"access_token": "`+strconv.FormatUint(count.Add(1), 36)+after)
	}))
	b.Cleanup(server.Close)
	return server
}

// limited is net/http with the limits of a Client: whoever waits for a server
// sets them.
func limited() *http.Client {
	return &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: -1}).DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  15 * time.Second,
		IdleConnTimeout:        2 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
	}}
}

// post sends the form with net/http and hands the answer to read.
func post(b *testing.B, client *http.Client, address string, form url.Values, read func(io.Reader) error) {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	if err := read(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		b.Fatal(resp.Status, err)
	}
	if err := resp.Body.Close(); err != nil {
		b.Fatal(err)
	}
}

func discard(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

// members reads the answer as a client of a few lines does.
func members(r io.Reader) error {
	var set struct {
		AccessToken      string `json:"access_token"`
		RefreshToken     string `json:"refresh_token"`
		IDToken          string `json:"id_token"`
		TokenType        string `json:"token_type"`
		ExpiresIn        int64  `json:"expires_in"`
		RefreshExpiresIn int64  `json:"refresh_expires_in"`
		NotBefore        int64  `json:"not-before-policy"`
		SessionState     string `json:"session_state"`
		Scope            string `json:"scope"`
	}
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, &set); err != nil || set.AccessToken == "" {
		return fmt.Errorf("no token: %w", err)
	}
	return nil
}

func median(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[len(took)/2]
}

// BenchmarkToken compares a grant with a POST of the same form to the same
// server by net/http:
//
//   - bare: no time limit at all, the answer is thrown away
//   - limited: the limits of a Client, the answer is thrown away
//   - read: the limits of a Client, and encoding/json reads the answer into a
//     struct, without which nobody has a token
//
// In ratio the rounds of the four alternate, so that a machine which grows slow
// meanwhile does so for all of them; x/bare, x/limited and x/read are how many
// times as long a grant takes, by the medians of the rounds. The aim is x/read
// of at most 1.15.
func BenchmarkToken(b *testing.B) {
	server := answers(b)
	form := url.Values{"grant_type": {"password"}, "client_id": {"app"}, "username": {"alice"}, "password": {"secret"}}
	plain, capped := &http.Client{Transport: &http.Transport{}}, limited()
	client := tokenclient.New(tokenclient.Options{})
	request := tokenclient.TokenRequest{
		Endpoint: server.URL, Auth: tokenclient.ClientAuth{ClientID: "app"},
		Grant: tokenclient.Password{Username: "alice", Password: tokenclient.NewSecret("secret")},
	}
	runs := []struct {
		name string
		run  func(b *testing.B)
	}{
		{"bare", func(b *testing.B) { post(b, plain, server.URL, form, discard) }},
		{"limited", func(b *testing.B) { post(b, capped, server.URL, form, discard) }},
		{"read", func(b *testing.B) { post(b, capped, server.URL, form, members) }},
		{"client", func(b *testing.B) {
			if _, err := client.Token(b.Context(), request); err != nil {
				b.Fatal(err)
			}
		}},
	}
	for _, r := range runs {
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.run(b)
			}
		})
	}
	b.Run("ratio", func(b *testing.B) {
		const round = 20
		took := map[string][]time.Duration{}
		for b.Loop() {
			for _, r := range runs {
				start := time.Now()
				for range round {
					r.run(b)
				}
				took[r.name] = append(took[r.name], time.Since(start))
			}
		}
		for _, r := range runs[:3] {
			b.ReportMetric(float64(median(took["client"]))/float64(median(took[r.name])), "x/"+r.name)
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
