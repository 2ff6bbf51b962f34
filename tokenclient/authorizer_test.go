package tokenclient

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// authorizer is a token endpoint that remembers what the browsers were sent
// with, and checks what the code comes back with.
type authorizer struct {
	mu    sync.Mutex
	codes map[string]url.Values // the authorization requests by code
	asked []url.Values          // the token and pushed requests
	// change spoils the claims of ID tokens.
	change func(claims map[string]any)
	// raw is the ID token instead of a made one.
	raw *string
	// pushed is the answer to a pushed request.
	pushed func(http.ResponseWriter)
}

const (
	issuer    = "https://sso.example.com/realms/acme"
	openID    = issuer + "/protocol/openid-connect"
	loginCode = "canary-code-1234"
)

// found is the realm as discovery tells it.
func found() Discovery {
	return Discovery{
		Endpoints: Realm{Base: "https://sso.example.com", Name: "acme"}.Endpoints(), Discovered: true,
		ChallengeMethods: []string{"plain", "S256"}, IssuerInAnswer: true,
	}
}

func (a *authorizer) client() *Client {
	return New(Options{Transport: handlerTransport{a}})
}

func (a *authorizer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	_ = r.ParseForm()
	a.asked = append(a.asked, r.PostForm)
	if strings.HasSuffix(r.URL.Path, "/ext/par/request") {
		a.pushed(w)
		return
	}
	request, ok := a.codes[r.PostForm.Get("code")]
	delete(a.codes, r.PostForm.Get("code"))
	sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
	description := ""
	switch {
	case !ok:
		description = "Code not valid"
	case request.Get("redirect_uri") != r.PostForm.Get("redirect_uri"):
		description = "Incorrect redirect_uri"
	case request.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]):
		description = "PKCE verification failed: Code mismatch"
	}
	if description != "" {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"error":"invalid_grant","error_description":%q}`, description)
		return
	}
	access := "access-of-" + request.Get("state")
	answer, _ := json.Marshal(map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": a.idToken(request, access),
	})
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer)
}

// idToken makes an ID token without a signature that anybody looks at.
func (a *authorizer) idToken(request url.Values, access string) string {
	if a.raw != nil {
		return *a.raw
	}
	sum := sha256.Sum256([]byte(access))
	claims := map[string]any{
		"iss": issuer, "nonce": request.Get("nonce"), "at_hash": base64.RawURLEncoding.EncodeToString(sum[:16]),
	}
	if a.change != nil {
		a.change(claims)
	}
	text, _ := json.Marshal(claims)
	return part(`{"alg":"RS256"}`) + "." + part(string(text)) + ".c2ln"
}

func part(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// start begins a login that the test gives up in the end.
func (a *authorizer) start(t *testing.T, d Discovery, l Login) *PendingLogin {
	t.Helper()
	if l.Auth.ClientID == "" {
		l.Auth.ClientID = "shop-web"
	}
	p, err := a.client().StartLogin(t.Context(), d, l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// sent are the parameters with which the browser is sent to the server.
func sent(t *testing.T, p *PendingLogin) url.Values {
	t.Helper()
	u, err := url.Parse(p.URL())
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

// agree has the person log in: the server remembers the code for the request.
func (a *authorizer) agree(t *testing.T, p *PendingLogin, code string) url.Values {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.codes == nil {
		a.codes = map[string]url.Values{}
	}
	a.codes[code] = sent(t, p)
	return url.Values{"code": {code}, "state": {a.codes[code].Get("state")}, "iss": {issuer}, "session_state": {"s"}}
}

// back brings the browser back and gives the last status.
func back(t *testing.T, redirect string, v url.Values) int {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, redirect+"?"+v.Encode(), http.NoBody)
	if err != nil {
		t.Error(err)
		return 0
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer func() { _ = resp.Body.Close() }()
	if _, err := io.ReadAll(resp.Body); err != nil {
		t.Error(err)
	}
	return resp.StatusCode
}
