package tokenclient

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
)

// checkProof verifies a DPoP header by the key in it and compares header and
// claims exactly (RFC 9449 section 4.2); it returns the jti.
func checkProof(t *testing.T, proof string, key DPoPKey, method, address, nonce, token string) string {
	t.Helper()
	claims := jwt.MapClaims{}
	var public jose.JSONWebKey
	parsed, err := jwt.ParseWithClaims(proof, claims, func(p *jwt.Token) (any, error) {
		text, err := json.Marshal(p.Header["jwk"])
		if err != nil {
			return nil, err
		}
		err = public.UnmarshalJSON(text)
		return public.Key, err
	}, jwt.WithValidMethods([]string{key.Algorithm()}))
	if err != nil {
		t.Fatalf("verify %q: %v", proof, err)
	}
	if got := (Key{concealed[keyMaterial]{&keyMaterial{signer: publicOnly{public.Key}}}}).Thumbprint(); got != key.Thumbprint() || !public.IsPublic() {
		t.Errorf("the proof has the key %s, public %t; want %s", got, public.IsPublic(), key.Thumbprint())
	}
	if len(parsed.Header) != 3 || parsed.Header["typ"] != "dpop+jwt" {
		t.Errorf("header %v, want typ, alg and jwk", parsed.Header)
	}
	jti, _ := claims["jti"].(string)
	iat, _ := claims["iat"].(float64)
	want := jwt.MapClaims{"jti": jti, "iat": iat, "htm": method, "htu": address}
	if nonce != "" {
		want["nonce"] = nonce
	}
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		want["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if diff := cmp.Diff(claims, want); diff != "" {
		t.Errorf("claims (-got +want):\n%s", diff)
	}
	if age := time.Since(time.Unix(int64(iat), 0)); len(jti) < 22 || age < 0 || age > time.Minute {
		t.Errorf("jti %q, made %v ago", jti, age)
	}
	return jti
}

func TestProof(t *testing.T) {
	for _, algorithm := range []string{"", "ES256", "RS256", "EdDSA"} {
		key := must(NewDPoPKey(algorithm))(t)
		if want := map[string]string{"": "ES256"}[algorithm]; key.Algorithm() != algorithm && key.Algorithm() != want {
			t.Errorf("NewDPoPKey(%q) is for %s", algorithm, key.Algorithm())
		}
		for _, tt := range []struct{ method, address, htu, nonce, token string }{
			{"POST", "https://h.example/token", "https://h.example/token", "", ""},
			{"GET", "https://h.example:8443/a%2Fb/%C3%BC?x=y&z#f", "https://h.example:8443/a%2Fb/%C3%BC", "n.0-1", "token"},
		} {
			proof := must(key.Proof(tt.method, tt.address, tt.nonce, NewSecret(tt.token)))(t)
			checkProof(t, proof.Reveal(), key, tt.method, tt.htu, tt.nonce, tt.token)
		}
		kept := must(ParseDPoPKey(key.JWK()))(t)
		if kept.Thumbprint() != key.Thumbprint() || kept.Algorithm() != key.Algorithm() {
			t.Errorf("kept key %s for %s, want %s for %s", kept.Thumbprint(), kept.Algorithm(), key.Thumbprint(), key.Algorithm())
		}
	}
	if _, err := NewDPoPKey("HS256"); Advise(err).ID != "key_algorithm" {
		t.Errorf("a symmetric key to bind to: %v", err)
	}
	if _, err := (DPoPKey{}).Proof("GET", "https://h", "", Secret{}); Advise(err).ID != "key_missing" {
		t.Errorf("a proof without a key: %v", err)
	}
	if _, err := must(NewDPoPKey(""))(t).Proof("GET", "http://%zz", "", Secret{}); Advise(err).ID != "address_syntax" {
		t.Errorf("a proof for no address: %v", err)
	}
}

// nonceServer wants a nonce in each proof, the next one after each use.
type nonceServer struct {
	*httptest.Server
	t      *testing.T
	key    DPoPKey
	nonces []string // wanted, in order
	seen   []string // of the proofs
	jtis   []string
	asked  int
	status int
	body   string
}

func newNonceServer(t *testing.T, key DPoPKey, nonces ...string) *nonceServer {
	s := &nonceServer{t: t, key: key, nonces: nonces, status: 400, body: `{"error":"use_dpop_nonce","error_description":"x"}`}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *nonceServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(r.Header.Get("DPoP"), claims); err != nil {
		s.t.Errorf("proof: %v", err)
	}
	nonce, _ := claims["nonce"].(string)
	s.jtis = append(s.jtis, checkProof(s.t, r.Header.Get("DPoP"), s.key, "POST", "http://"+r.Host+"/token", nonce, ""))
	if r.PostFormValue("client_assertion") != "" {
		assertion := jwt.MapClaims{}
		_, _, _ = jwt.NewParser().ParseUnverified(r.PostFormValue("client_assertion"), assertion)
		jti, _ := assertion["jti"].(string)
		s.jtis = append(s.jtis, jti)
	}
	s.seen = append(s.seen, nonce)
	want := s.nonces[min(s.asked, len(s.nonces)-1)]
	s.asked++
	if nonce == want {
		w.Header().Set("DPoP-Nonce", s.nonces[min(s.asked, len(s.nonces)-1)])
		_, _ = io.WriteString(w, `{"access_token":"t","token_type":"DPoP"}`)
		return
	}
	w.Header().Set("DPoP-Nonce", want)
	s.asked--
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.body)
}

func (s *nonceServer) request() TokenRequest {
	return TokenRequest{
		Endpoint: s.URL + "/token?x=y", Grant: ClientCredentials{}, DPoP: s.key,
		Auth: ClientAuth{Method: AuthPrivateKeyJWT, ClientID: "app", Assertion: Assertion{Key: s.key.Key}},
	}
}

func TestANonceIsLearntRetriedOnceAndRemembered(t *testing.T) {
	key := must(NewDPoPKey(""))(t)
	s := newNonceServer(t, key, "n1", "n2", "n3")
	c := New(Options{})
	for range 2 {
		if set, err := c.Token(t.Context(), s.request()); err != nil || slices.Contains(set.Notes, "dpop.unbound") {
			t.Fatalf("Token: %v, notes %q", err, set.Notes)
		}
	}
	if want := []string{"", "n1", "n2"}; !slices.Equal(s.seen, want) {
		t.Errorf("nonces %q, want %q", s.seen, want)
	}
	slices.Sort(s.jtis)
	if n := len(slices.Compact(s.jtis)); n != 6 {
		t.Errorf("%d different jti in 3 proofs and 3 assertions, want 6", n)
	}
	other := newNonceServer(t, key, "o1")
	if _, err := c.Token(t.Context(), other.request()); err != nil || other.seen[0] != "" {
		t.Errorf("another server got the nonce %q, %v", other.seen[0], err)
	}
	apart := must(c.With(Connection{}))(t)
	again := newNonceServer(t, key, "a1")
	again.nonces[0] = "n3"
	if _, err := apart.Token(t.Context(), again.request()); err != nil || again.seen[0] != "" {
		t.Errorf("another profile used the nonce %q, %v", again.seen[0], err)
	}
}

func TestANonceIsAskedForInAHeader(t *testing.T) {
	s := newNonceServer(t, must(NewDPoPKey(""))(t), "n1")
	s.status, s.body = 401, ""
	wrapped := s.Config.Handler
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `DPoP error="use_dpop_nonce", error_description="x"`)
		wrapped.ServeHTTP(w, r)
	})
	if _, err := New(Options{}).Token(t.Context(), s.request()); err != nil || len(s.seen) != 2 {
		t.Errorf("%d requests, %v", len(s.seen), err)
	}
}

func TestANonceIsRetriedExactlyOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		nonce, code string
		status      int
		key         bool
		want        int
	}{
		"a server that always wants another": {"n%d", "use_dpop_nonce", 400, true, 2},
		"no nonce with the wish":             {"", "use_dpop_nonce", 400, true, 1},
		"a nonce with quotes":                {`a"b`, "use_dpop_nonce", 400, true, 1},
		"an endless nonce":                   {strings.Repeat("n", maxNonce+1), "use_dpop_nonce", 400, true, 1},
		"another error with a nonce":         {"n", "invalid_dpop_proof", 400, true, 1},
		"a server fault":                     {"n", "use_dpop_nonce", 500, true, 1},
		"without a key":                      {"n", "use_dpop_nonce", 400, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				n++
				w.Header()["Dpop-Nonce"] = []string{strings.Replace(tt.nonce, "%d", fmt.Sprint(n), 1)}
				w.WriteHeader(tt.status)
				_, _ = fmt.Fprintf(w, `{"error":%q}`, tt.code)
			})}})
			r := TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: ClientCredentials{}}
			if tt.key {
				r.DPoP = must(NewDPoPKey(""))(t)
			}
			_, err := c.Token(t.Context(), r)
			if e := asError(err); n != tt.want || e.Code != tt.code {
				t.Errorf("%d requests and %v, want %d and the server's %s", n, err, tt.want, tt.code)
			}
			if got := c.nonces.of("https://sso.example.com"); (got == "") != (tt.want == 1 && (tt.nonce == "" || len(tt.nonce) > 1) || !tt.key) {
				t.Errorf("remembered %q", got)
			}
		})
	}
}

func TestUnboundTokensAreNoted(t *testing.T) {
	r := TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: ClientCredentials{}, DPoP: must(NewDPoPKey(""))(t)}
	for body, want := range map[string]bool{
		`{"access_token":"t","token_type":"Bearer"}`: true, `{"access_token":"t"}`: true, `{"access_token":"t","token_type":"dpop"}`: false,
	} {
		set, err := answering(200, nil, body).Token(t.Context(), r)
		if got := slices.Contains(set.Notes, "dpop.unbound"); err != nil || got != want {
			t.Errorf("%s: noted %t, %v", body, got, err)
		}
	}
}

func TestTheServersRememberedAreFew(t *testing.T) {
	var n nonces
	for i := range 10 * maxOrigins {
		n.learn(fmt.Sprint(i), "x")
	}
	if len(n.last) > maxOrigins || n.of(fmt.Sprint(10*maxOrigins-1)) != "x" {
		t.Errorf("%d servers are remembered", len(n.last))
	}
	if u := must(url.Parse("https://h"))(t); proofAddress(u) != "https://h" {
		t.Errorf("htu %s", proofAddress(u))
	}
}
