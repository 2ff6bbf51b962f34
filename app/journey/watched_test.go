package journey

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"realmscope/app/demo"
	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// The secrets that a person types on the journey through the vault: words that
// stand nowhere else.
const (
	typedPassword   = "canary-password-x7Qm2"
	typedSecret     = "canary-secret-Zp41v"
	typedPassphrase = "canary staple horse 9kWd"
)

// watchedRealm is the demo realm behind a proxy that takes the journey's own
// secrets for the demo's and remembers the tokens that it hands out.
type watchedRealm struct {
	url string

	mu     sync.Mutex
	tokens []string
}

func newWatchedRealm(t *testing.T) *watchedRealm {
	t.Helper()
	realm, err := demo.Start(t.Context(), demo.Options{AccessLife: 30 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = realm.Close() })
	to, err := url.Parse(realm.URL())
	if err != nil {
		t.Fatal(err)
	}
	p := appProfile(t, realm.URL())
	known := demo.Secrets(p)
	w := &watchedRealm{}
	front := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			exchange(r.Out, p.Client.ID, known.ClientSecret.Reveal(), known.Passwords["alice"].Reveal())
		},
		ModifyResponse: w.remember,
	})
	t.Cleanup(front.Close)
	w.url = front.URL
	return w
}

// appProfile is the demo's profile that needs a client secret and a password.
func appProfile(t *testing.T, base string) profile.Profile {
	t.Helper()
	all := demo.Profiles(base)
	i := slices.IndexFunc(all, func(p profile.Profile) bool {
		return p.Grant == profile.GrantPassword && p.Client.Auth == tokenclient.AuthBasic
	})
	if i < 0 {
		t.Fatal("the demo has no such profile")
	}
	return all[i]
}

// exchange puts the demo's secrets in the place of the journey's.
func exchange(r *http.Request, client, secret, password string) {
	if _, sent, ok := r.BasicAuth(); ok && sent == typedSecret {
		r.SetBasicAuth(client, secret)
	}
	if r.Body == nil {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	text := strings.ReplaceAll(string(body), typedPassword, password)
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
	r.Header.Set("Content-Length", strconv.Itoa(len(text)))
}

// remember takes note of the tokens in an answer.
func (w *watchedRealm) remember(r *http.Response) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var answer map[string]any
	if json.Unmarshal(body, &answer) != nil {
		return nil // a page
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range []string{"access_token", "refresh_token", "id_token"} {
		if token, ok := answer[name].(string); ok {
			w.tokens = append(w.tokens, token)
		}
	}
	return nil
}

// handedOut are the tokens so far.
func (w *watchedRealm) handedOut() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.tokens)
}

// config makes a configuration folder with one profile, which stays logged in
// and knows no secret.
func (w *watchedRealm) config(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "config")
	store, _, err := profile.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	p := appProfile(t, w.url)
	p.ID, p.Name, p.Template, p.KeepLoggedIn = profile.NewID(), "Watched realm", "", true
	p.Client.SecretID, p.Accounts = "", []profile.Account{{Username: "alice"}}
	if err := store.Put(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return dir
}
