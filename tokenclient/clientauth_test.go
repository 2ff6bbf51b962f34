package tokenclient

import (
	"context"
	"crypto"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"
)

// heard is a request as a server read it.
type heard struct {
	header http.Header
	form   url.Values
}

// listener keeps what is sent and answers with tokens.
func listener(all *[]heard) *Client {
	return New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		*all = append(*all, heard{r.Header.Clone(), r.PostForm})
		_, _ = w.Write([]byte(okAnswer().Body))
	})}})
}

// send runs client credentials and returns what the server heard.
func (a ClientAuth) send(t *testing.T) heard {
	t.Helper()
	var all []heard
	_, err := listener(&all).Token(t.Context(), TokenRequest{Endpoint: endpoint + "?x=y", Auth: a, Grant: ClientCredentials{}})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d requests, error %v", len(all), err)
	}
	return all[0]
}

// checkAssertion compares header and claims exactly and verifies the signature.
func checkAssertion(t *testing.T, form url.Values, algorithm, id, audience string, key any) string {
	t.Helper()
	if got := form.Get("client_assertion_type"); got != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		t.Errorf("client_assertion_type %q", got)
	}
	claims := jwt.MapClaims{}
	token, err := jwt.ParseWithClaims(form.Get("client_assertion"), claims, func(*jwt.Token) (any, error) { return key, nil },
		jwt.WithValidMethods([]string{algorithm}), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
	if err != nil {
		t.Fatalf("verify %s: %v", algorithm, err)
	}
	header := map[string]any{"alg": algorithm, "typ": "JWT"}
	if id != "" {
		header["kid"] = id
	}
	if diff := cmp.Diff(token.Header, header); diff != "" {
		t.Errorf("header (-got +want):\n%s", diff)
	}
	jti, _ := claims["jti"].(string)
	iat, _ := claims["iat"].(float64)
	want := jwt.MapClaims{"iss": "app", "sub": "app", "aud": audience, "jti": jti, "iat": iat, "exp": iat + 60}
	if diff := cmp.Diff(claims, want); diff != "" {
		t.Errorf("claims (-got +want):\n%s", diff)
	}
	if age := time.Since(time.Unix(int64(iat), 0)); len(jti) < 22 || age < 0 || age > time.Minute {
		t.Errorf("jti %q, issued %v ago", jti, age)
	}
	if form.Get("client_id") != "app" || form.Has("client_secret") {
		t.Errorf("form %v, want client_id and no secret", form)
	}
	return jti
}

func TestPrivateKeyJWTInEveryAlgorithm(t *testing.T) {
	const issuer = "https://sso.example.com/realms/acme"
	for _, signer := range signers(t) {
		key := must(ParseKey(NewSecret(pkcs8(t, signer))))(t)
		named := must(ParseKey(NewSecret(jwk(t, signer))))(t)
		for _, algorithm := range append(key.Algorithms(), "") {
			t.Run(key.Algorithm()+" as "+algorithm, func(t *testing.T) {
				want := algorithm
				if want == "" {
					want = key.Algorithm()
				}
				a := ClientAuth{Method: AuthPrivateKeyJWT, ClientID: "app", Assertion: Assertion{Key: key, Algorithm: algorithm, Audience: issuer}}
				first := checkAssertion(t, a.send(t).form, want, "", issuer, signer.Public())
				if second := checkAssertion(t, a.send(t).form, want, "", issuer, signer.Public()); first == second {
					t.Error("jti is used twice")
				}
				a.Assertion.Key, a.Assertion.Audience = named, ""
				checkAssertion(t, a.send(t).form, want, "key-1", endpoint, signer.Public())
				a.Assertion.KeyID = key.Thumbprint()
				checkAssertion(t, a.send(t).form, want, key.Thumbprint(), endpoint, signer.Public())
			})
		}
	}
}

func TestSecretJWTInEveryAlgorithm(t *testing.T) {
	secret := NewSecret("s:%+&= é")
	for algorithm, want := range map[string]string{"": "HS256", "HS256": "HS256", "HS384": "HS384", "HS512": "HS512"} {
		a := ClientAuth{Method: AuthSecretJWT, ClientID: "app", Secret: secret, Assertion: Assertion{Algorithm: algorithm, Audience: "https://i"}}
		got := a.send(t)
		checkAssertion(t, got.form, want, "", "https://i", []byte(secret.Reveal()))
		if got.header.Get("Authorization") != "" {
			t.Errorf("%s: an Authorization header, too", want)
		}
	}
}

func TestClientsThatCannotAuthenticateAreNotSent(t *testing.T) {
	keys := signers(t)
	key := func(name string) Key { return must(ParseKey(NewSecret(pkcs8(t, keys[name]))))(t) }
	for name, tt := range map[string]struct {
		auth   ClientAuth
		kind   Kind
		advice string
	}{
		"no key":                      {ClientAuth{Method: AuthPrivateKeyJWT}, KindSetting, "key_missing"},
		"another key's algorithm":     {ClientAuth{Method: AuthPrivateKeyJWT, Assertion: Assertion{Key: key("RS256"), Algorithm: "ES256"}}, KindSetting, "key_algorithm"},
		"another curve's algorithm":   {ClientAuth{Method: AuthPrivateKeyJWT, Assertion: Assertion{Key: key("ES384"), Algorithm: "ES256"}}, KindSetting, "key_algorithm"},
		"no signature at all":         {ClientAuth{Method: AuthPrivateKeyJWT, Assertion: Assertion{Key: key("RS256"), Algorithm: "none"}}, KindSetting, "key_algorithm"},
		"a public key as a secret":    {ClientAuth{Method: AuthPrivateKeyJWT, Assertion: Assertion{Key: key("RS256"), Algorithm: "HS256"}}, KindSetting, "key_algorithm"},
		"no secret to sign with":      {ClientAuth{Method: AuthSecretJWT}, KindRequest, "client_secret_missing"},
		"a secret that signs as RSA":  {ClientAuth{Method: AuthSecretJWT, Secret: NewSecret("s"), Assertion: Assertion{Algorithm: "RS256"}}, KindSetting, "key_algorithm"},
		"a certificate, none there":   {ClientAuth{Method: AuthTLS}, KindRequest, "certificate_missing"},
		"an own one, none there":      {ClientAuth{Method: AuthSelfSignedTLS}, KindRequest, "certificate_missing"},
		"a colon where the id ends":   {ClientAuth{Method: AuthBasicRaw, ClientID: "a:b"}, KindRequest, "client_id_colon"},
		"a method of another program": {ClientAuth{Method: "client_attestation"}, KindRequest, "auth_method"},
	} {
		t.Run(name, func(t *testing.T) {
			if tt.auth.ClientID == "" {
				tt.auth.ClientID = "app"
			}
			var all []heard
			_, err := listener(&all).Token(t.Context(), TokenRequest{Endpoint: endpoint, Auth: tt.auth, Grant: ClientCredentials{}})
			if e := asError(err); e.Kind != tt.kind || e.Sent || len(all) != 0 || Advise(err).ID != tt.advice {
				t.Errorf("error %+v, advice %s, %d requests; want %s before any", e, Advise(err).ID, len(all), tt.advice)
			}
		})
	}
}

// oddSecrets are 30 secrets that some way of sending could change (N-12).
func oddSecrets() []string {
	return []string{
		":%+&= é", "a b", " ", " a ", "a+b", "a%20b", "%", "%%", "%zz", "+", "=", "==", "&client_id=x", ":", "a:b:c",
		"ä€😀", "e\u0301", "\"'<>", "\\", "\\u0041", "#?/", "a\tb", "a\nb", "\x7f", "\u202Ex", "null", "0", "@", "~!$*()[]{}|;,^`", strings.Repeat("é", 1000),
	}
}

func TestThirtyOddSecretsArriveEqual(t *testing.T) {
	if n := len(oddSecrets()); n != 30 {
		t.Fatalf("%d secrets", n)
	}
	for _, text := range oddSecrets() {
		a := ClientAuth{Method: AuthPost, ClientID: "app", Secret: NewSecret(text)}
		if got := a.send(t).form.Get("client_secret"); got != text {
			t.Errorf("post: sent %q, arrived %q", text, got)
		}
		id, secret := basicPair(t, ClientAuth{Method: AuthBasic, ClientID: text, Secret: NewSecret(text)}.send(t))
		if id, secret = unescape(t, id), unescape(t, secret); id != text || secret != text {
			t.Errorf("basic: sent %q, arrived %q and %q", text, id, secret)
		}
		if id, secret = basicPair(t, ClientAuth{Method: AuthBasicRaw, ClientID: "app", Secret: NewSecret(text)}.send(t)); id != "app" || secret != text {
			t.Errorf("raw: sent %q, arrived %q and %q", text, id, secret)
		}
		assertion := ClientAuth{Method: AuthSecretJWT, ClientID: "app", Secret: NewSecret(text)}.send(t).form
		checkAssertion(t, assertion, "HS256", "", endpoint, []byte(text))
	}
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	return must(url.QueryUnescape(s))(t)
}

func basicPair(t *testing.T, h heard) (id, secret string) {
	t.Helper()
	encoded, ok := strings.CutPrefix(h.header.Get("Authorization"), "Basic ")
	pair := must(base64.StdEncoding.DecodeString(encoded))(t)
	if id, secret, ok = cutPair(ok, pair); !ok || h.form.Has("client_id") || h.form.Has("client_secret") {
		t.Fatalf("header %q, form %v", h.header.Get("Authorization"), h.form)
	}
	return id, secret
}

func cutPair(ok bool, pair []byte) (id, secret string, cut bool) {
	id, secret, cut = strings.Cut(string(pair), ":")
	return id, secret, cut && ok
}

func TestAnEchoedAssertionIsMasked(t *testing.T) {
	key := must(ParseKey(NewSecret(pkcs8(t, signers(t)["ES256"]))))(t)
	var sent string
	c := New(Options{Transport: handlerTransport{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent = r.PostFormValue("client_assertion")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"error":"invalid_client","error_description":"bad %s","proof":"%s"}`, sent, r.Header.Get("DPoP"))
	})}})
	_, err := c.Token(t.Context(), TokenRequest{
		Endpoint: endpoint, Grant: ClientCredentials{}, DPoP: DPoPKey{key},
		Auth: ClientAuth{Method: AuthPrivateKeyJWT, ClientID: "app", Assertion: Assertion{Key: key}},
	})
	e := asError(err)
	if text := e.Error() + e.Description + e.Body; sent == "" || strings.Contains(text, "eyJ") || strings.Contains(text, sent[:20]) {
		t.Errorf("the error shows it: %s", text)
	}
}

// The public half checks what the private one signed, whoever holds it.
func TestSignIsDoneByTheKeyItself(t *testing.T) {
	for algorithm, signer := range signers(t) {
		k := must(ParseKey(NewSecret(jwk(t, signer))))(t)
		text, e := k.sign(algorithm, nil, map[string]any{"a": 1})
		if e != nil {
			t.Fatal(e)
		}
		_, err := jwt.Parse(text.Reveal(), func(*jwt.Token) (any, error) { return crypto.PublicKey(signer.Public()), nil })
		if err != nil {
			t.Errorf("%s: %v", algorithm, err)
		}
	}
}

func TestACancelledContextSignsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var all []heard
	_, err := listener(&all).Token(ctx, TokenRequest{Endpoint: endpoint, Auth: ClientAuth{ClientID: "app"}, Grant: ClientCredentials{}, DPoP: must(NewDPoPKey(""))(t)})
	if e := asError(err); e.Kind != KindCanceled || len(all) != 0 {
		t.Errorf("error %+v after %d requests", e, len(all))
	}
}
