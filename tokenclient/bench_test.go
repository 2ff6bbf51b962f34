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

	"realmscope/app/demo"
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
// server on loopback by net/http:
//
//   - bare: no time limit at all, the answer is thrown away
//   - limited: the limits of a Client, the answer is thrown away
//   - read: the limits of a Client, and encoding/json reads the answer into a
//     struct, without which nobody has a token
//
// There are two servers:
//
//   - demo is the demo realm's token endpoint, which does what any token
//     endpoint must: it reads the form, looks client and person up, and signs an
//     access and an ID token with RS256. A grant costs a person this and more:
//     the aim, x/bare of at most 1.15, is of this server
//   - trivial compares two words of the form and sends a text that it has ready.
//     No token endpoint does so little. It is here because it hides nothing: a
//     microsecond more in the client shows in it, and its x/bare is what
//     reading, checking and masking an answer cost beside an exchange of none.
//     The aim there is x/read of at most 1.15
//
// In ratio the rounds alternate, so that a machine which grows slow meanwhile
// does so for all; x/bare, x/limited and x/read are how many times as long a
// grant takes, by the medians of the rounds.
func BenchmarkToken(b *testing.B) {
	trivial := answers(b)
	realm := httptest.NewServer(demo.Handler(demo.Options{}))
	b.Cleanup(realm.Close)
	for _, s := range []struct{ name, endpoint, client, person, password string }{
		{"trivial", trivial.URL, "app", "alice", "secret"},
		{"demo", tokenclient.Realm{Base: realm.URL, Name: demo.RealmName}.Endpoints().Token, "demo-web", "alice", "demo-pass-alice"},
	} {
		form := url.Values{"grant_type": {"password"}, "client_id": {s.client}, "username": {s.person}, "password": {s.password}, "scope": {"openid"}}
		request := tokenclient.TokenRequest{
			Endpoint: s.endpoint, Auth: tokenclient.ClientAuth{ClientID: s.client}, Scope: "openid",
			Grant: tokenclient.Password{Username: s.person, Password: tokenclient.NewSecret(s.password)},
		}
		b.Run(s.name, func(b *testing.B) { compareToken(b, form, request) })
	}
}

// compareToken measures each way, and then all of them in turn.
func compareToken(b *testing.B, form url.Values, request tokenclient.TokenRequest) {
	plain, capped := &http.Client{Transport: &http.Transport{}}, limited()
	client := tokenclient.New(tokenclient.Options{})
	runs := []struct {
		name string
		run  func(b *testing.B)
	}{
		{"bare", func(b *testing.B) { post(b, plain, request.Endpoint, form, discard) }},
		{"limited", func(b *testing.B) { post(b, capped, request.Endpoint, form, discard) }},
		{"read", func(b *testing.B) { post(b, capped, request.Endpoint, form, members) }},
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
