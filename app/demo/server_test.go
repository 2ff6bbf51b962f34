package demo

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// running tells whether a goroutine of the demo server stays. One that has
// signalled its end may need a moment to be gone from the list.
func running(t *testing.T) bool {
	t.Helper()
	for begin := time.Now(); time.Since(begin) < 5*time.Second; runtime.Gosched() {
		var b strings.Builder
		if err := pprof.Lookup("goroutine").WriteTo(&b, 2); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "demo.(*Server).run") && !strings.Contains(b.String(), "http.(*Server).Serve") {
			return false
		}
	}
	return true
}

func TestStartRefusesOptions(t *testing.T) {
	for name, o := range map[string]Options{
		"all addresses":     {Addr: "0.0.0.0:0"},
		"no address":        {Addr: ":0"},
		"address of a net":  {Addr: "192.0.2.1:0"},
		"a name":            {Addr: "demo.example:0"},
		"no port":           {Addr: "127.0.0.1"},
		"negative life":     {AccessLife: -1},
		"negative interval": {DeviceInterval: -1},
		"relative prefix":   {Prefix: "auth"},
		"unclean prefix":    {Prefix: "/a/../b"},
		"query prefix":      {Prefix: "/a?b"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Start(t.Context(), o)
			if !errors.Is(err, ErrOptions) {
				t.Errorf("Start(%+v) = %v, want ErrOptions", o, err)
			}
			if s != nil {
				_ = s.Close()
			}
		})
	}
}

func TestStartSaysThatThePortIsTaken(t *testing.T) {
	first, err := Start(t.Context(), Options{Addr: "localhost:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	if _, err := Start(t.Context(), Options{Addr: strings.TrimPrefix(first.URL(), "http://")}); err == nil || errors.Is(err, ErrOptions) {
		t.Errorf("second Start on the port = %v, want an error of the network", err)
	}
}

func TestServerEnds(t *testing.T) {
	for name, end := range map[string]func(*Server, context.CancelFunc){
		"by Close":         func(s *Server, _ context.CancelFunc) { _ = s.Close() },
		"by Close, twice":  func(s *Server, _ context.CancelFunc) { _ = s.Close(); _ = s.Close() },
		"by its context":   func(_ *Server, cancel context.CancelFunc) { cancel() },
		"by both, at once": func(s *Server, cancel context.CancelFunc) { go cancel(); _ = s.Close() },
		"with a caller who never finishes": func(s *Server, _ context.CancelFunc) {
			conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.URL(), "http://"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = conn.Close() })
			_, err = io.WriteString(conn, "POST "+oidc+"/token HTTP/1.1\r\nHost: 127.0.0.1\r\n"+
				"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\ngrant")
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s, err := Start(ctx, Options{})
			if err != nil {
				t.Fatal(err)
			}
			begin := time.Now()
			end(s, cancel)
			if err := s.Close(); err != nil {
				t.Errorf("Close = %v", err)
			}
			if took := time.Since(begin); took > 2*time.Second {
				t.Errorf("the end took %v, want 2 s at most", took)
			}
			if running(t) {
				t.Error("a goroutine of the server is left")
			}
		})
	}
}

func TestAddressHasThePrefix(t *testing.T) {
	s, err := Start(t.Context(), Options{Prefix: "/auth"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if !strings.HasPrefix(s.URL(), "http://127.0.0.1:") || !strings.HasSuffix(s.URL(), "/auth") {
		t.Errorf("URL = %q, want a loopback one that ends in /auth", s.URL())
	}
	d, err := tokenclient.New(tokenclient.Options{}).Discover(t.Context(), Profiles(s.URL())[0].Realm)
	if err != nil || !d.Discovered || d.Endpoints.Issuer != s.URL()+"/realms/demo" || len(d.Notes) != 0 {
		t.Errorf("Discover = %+v, %v", d, err)
	}
}

// run fetches with a demo profile as the program would.
func run(t *testing.T, p profile.Profile, account string, refresh tokenclient.Secret) (tokenclient.TokenSet, error) {
	t.Helper()
	secrets := Secrets(p)
	req := tokenclient.TokenRequest{
		Endpoint: p.Realm.Base + oidc + "/token", Scope: p.Scope,
		Auth: tokenclient.ClientAuth{Method: p.Client.Auth, ClientID: p.Client.ID, Secret: secrets.ClientSecret},
	}
	switch {
	case !refresh.Empty():
		req.Grant, req.Scope = tokenclient.Refresh{Token: refresh}, ""
	case p.Grant == profile.GrantPassword:
		req.Grant = tokenclient.Password{Username: account, Password: secrets.Passwords[account]}
	default:
		req.Grant = tokenclient.ClientCredentials{}
	}
	return tokenclient.New(tokenclient.Options{}).Token(t.Context(), req)
}

func TestDemoProfilesFetchAndRefresh(t *testing.T) {
	s, err := Start(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	profiles := Profiles(s.URL())
	for _, account := range []string{"alice", "bob"} {
		set, err := run(t, profiles[0], account, tokenclient.Secret{})
		if err != nil {
			t.Fatalf("%s: %v", account, err)
		}
		if c, _ := unverified(t, set.IDToken.Reveal()); c["preferred_username"] != account || len(set.Notes) != 0 {
			t.Errorf("%s got a token of %v, notes %v", account, c["preferred_username"], set.Notes)
		}
		next, err := run(t, profiles[0], account, set.RefreshToken)
		if err != nil || next.RefreshToken == set.RefreshToken {
			t.Errorf("%s: refresh = %v, or the same token again", account, err)
		}
	}
	set, err := run(t, profiles[1], "", tokenclient.Secret{})
	if err != nil || set.AccessToken.Empty() || !set.RefreshToken.Empty() {
		t.Errorf("service = %+v, %v; want an access token alone", set, err)
	}
	_, err = run(t, profiles[0], "alice", set.AccessToken)
	var e *tokenclient.Error
	if !errors.As(err, &e) || e.Code != "invalid_grant" || e.Description != "Invalid refresh token" {
		t.Errorf("refresh by an access token = %v, want invalid_grant", err)
	}
}

func TestProfiles(t *testing.T) {
	got := Profiles("http://127.0.0.1:1")
	if diff := cmp.Diff(got, Profiles("http://127.0.0.1:1")); diff != "" {
		t.Errorf("two calls differ:\n%s", diff)
	}
	ids := map[string]bool{}
	for _, p := range got {
		secrets := Secrets(p)
		if (p.Client.SecretID == "") != secrets.ClientSecret.Empty() {
			t.Errorf("%s: secret id %q, secret there: %v", p.Name, p.Client.SecretID, !secrets.ClientSecret.Empty())
		}
		if (p.Client.KeyID == "") != secrets.ClientKey.Empty() {
			t.Errorf("%s: key id %q, key there: %v", p.Name, p.Client.KeyID, !secrets.ClientKey.Empty())
		}
		for _, a := range p.Accounts {
			if (a.PasswordID == "") != secrets.Passwords[a.Username].Empty() {
				t.Errorf("%s: %s has the password id %q, password there: %v", p.Name, a.Username, a.PasswordID, !secrets.Passwords[a.Username].Empty())
			}
			ids[a.PasswordID] = true
		}
		ids[p.ID], ids[p.Client.SecretID], ids[p.Client.KeyID] = true, true, true
	}
	if len(ids) != 21 { // ten profiles, five passwords, four secrets, a key, and none
		t.Errorf("ids = %v, want twenty different ones and the empty one", ids)
	}
	other := got[0]
	other.Template = ""
	if s := Secrets(other); len(s.Passwords) != 0 || !s.ClientSecret.Empty() {
		t.Error("a profile of the user's own got demo secrets")
	}
}

func TestFiftyClientsAtOnce(t *testing.T) {
	s, err := Start(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	p := Profiles(s.URL())[0]
	seen := make(chan string, 50*4)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			set, err := run(t, p, "alice", tokenclient.Secret{})
			for i := 0; err == nil && i < 3; i++ {
				seen <- set.AccessToken.Reveal()
				set, err = run(t, p, "alice", set.RefreshToken)
			}
			if err != nil {
				t.Errorf("one of fifty: %v", err)
				return
			}
			seen <- set.AccessToken.Reveal()
		})
	}
	wg.Wait()
	close(seen)
	distinct := map[string]bool{}
	for token := range seen {
		distinct[token] = true
	}
	if len(distinct) != 200 {
		t.Errorf("%d distinct tokens, want 200", len(distinct))
	}
}

func TestOneRefreshTokenServesOneOfMany(t *testing.T) {
	b := newBench(t, Options{})
	set := b.token(alice)
	results := make(chan string, 20)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			a := b.post(oidc+"/token", renew(set.RefreshToken))
			results <- http.StatusText(a.status)
		})
	}
	wg.Wait()
	close(results)
	count := map[string]int{}
	for r := range results {
		count[r]++
	}
	if diff := cmp.Diff(count, map[string]int{"OK": 1, "Bad Request": 19}); diff != "" {
		t.Errorf("answers (-got +want):\n%s", diff)
	}
}
