package demo

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// base is where the tests find the realm; no port is opened for it.
const (
	base   = "http://127.0.0.1:4711"
	issuer = base + "/realms/demo"
	oidc   = "/realms/demo" + protocol
	asWeb  = "&client_id=demo-web"
	alice  = "grant_type=password&client_id=demo-web&username=alice&password=demo-pass-alice"
)

// inProcess is a transport that calls a handler, so that tests can run in a
// synctest bubble.
type inProcess struct{ handler http.Handler }

// RoundTrip serves the request without a network.
func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), r.Body)
	in.Header = r.Header.Clone()
	in.ContentLength = r.ContentLength
	rec := httptest.NewRecorder()
	p.handler.ServeHTTP(rec, in)
	return rec.Result(), nil
}

// bench drives one realm.
type bench struct {
	t      *testing.T
	client *http.Client
}

// newBench makes a realm and a client without cookies that follows nothing.
func newBench(t *testing.T, o Options) *bench {
	t.Helper()
	return &bench{t, &http.Client{
		Transport:     inProcess{Handler(o)},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// withCookies is the same realm seen by a browser.
func (b *bench) withCookies() *bench {
	b.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	c := *b.client
	c.Jar = jar
	return &bench{b.t, &c}
}

// answer is a whole response.
type answer struct {
	status int
	header http.Header
	body   string
}

// do sends a request; a POST carries form. Headers are "Name: value".
func (b *bench) do(method, target, form string, headers ...string) answer {
	b.t.Helper()
	if strings.HasPrefix(target, "/") {
		target = base + target
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, target, strings.NewReader(form))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, h := range headers {
		if name, value, ok := strings.Cut(h, ": "); ok {
			req.Header.Set(name, value)
		}
	}
	resp, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

func (b *bench) get(target string, headers ...string) answer {
	b.t.Helper()
	return b.do(http.MethodGet, target, "", headers...)
}

func (b *bench) post(target, form string, headers ...string) answer {
	b.t.Helper()
	return b.do(http.MethodPost, target, form, headers...)
}

// token runs a grant that must succeed.
func (b *bench) token(form string, headers ...string) tokenAnswer {
	b.t.Helper()
	a := b.post(oidc+"/token", form, headers...)
	if a.status != http.StatusOK {
		b.t.Fatalf("token endpoint said %d %s", a.status, a.body)
	}
	return decode[tokenAnswer](b.t, a.body)
}

// decode reads JSON.
func decode[T any](t *testing.T, body string) T {
	t.Helper()
	var out T
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatalf("read %q: %v", body, err)
	}
	return out
}

// said is an error body in one line: status, code, description.
func (a answer) said(t *testing.T) string {
	t.Helper()
	e := decode[struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}](t, a.body)
	return http.StatusText(a.status) + " | " + e.Error + " | " + e.Description
}

// verified reads a token through the served JWKS, as any other program would.
func (b *bench) verified(text string) (jwt.MapClaims, map[string]any) {
	b.t.Helper()
	set := decode[jose.JSONWebKeySet](b.t, b.get(oidc+"/certs").body)
	claims := jwt.MapClaims{}
	tok, err := jwt.ParseWithClaims(text, claims, func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string)
		for _, k := range set.Key(kid) {
			if k.Use == "sig" && k.Algorithm == t.Method.Alg() {
				return k.Key, nil
			}
		}
		return nil, jwt.ErrTokenUnverifiable
	}, jwt.WithValidMethods([]string{"RS256", "ES256"}), jwt.WithIssuer(issuer), jwt.WithIssuedAt())
	if err != nil {
		b.t.Fatalf("verify by JWKS: %v", err)
	}
	return claims, tok.Header
}

// unverified reads a token's header and claims without a key.
func unverified(t *testing.T, text string) (jwt.MapClaims, map[string]any) {
	t.Helper()
	claims := jwt.MapClaims{}
	tok, _, err := jwt.NewParser().ParseUnverified(text, claims)
	if err != nil {
		t.Fatal(err)
	}
	return claims, tok.Header
}

// hidden reads the hidden session field of a page's form.
func (a answer) hidden(t *testing.T) string {
	t.Helper()
	m := regexp.MustCompile(`name="session" value="([^"]+)"`).FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("page has no form: %d %s", a.status, a.body)
	}
	return m[1]
}

// location reads the query of a redirect.
func (a answer) location(t *testing.T) url.Values {
	t.Helper()
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != http.StatusFound {
		t.Fatalf("no redirect: %d %s %v", a.status, a.body, err)
	}
	return u.Query()
}
