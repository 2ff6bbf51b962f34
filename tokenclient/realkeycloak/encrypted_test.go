package realkeycloak_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
	"realmscope/tokenclient/realkeycloak"
)

// sealed is how the ID tokens of one client are encrypted.
type sealed struct{ alg, enc string }

// clientID is the client of it.
func (s sealed) clientID() string { return "it-" + s.alg + "-" + s.enc }

// seals are every key management that is opened with the usual content cipher,
// and every content cipher with one key management.
func seals() []sealed {
	return []sealed{
		{"RSA-OAEP", "A128CBC-HS256"},
		{"RSA-OAEP-256", "A128CBC-HS256"},
		{"ECDH-ES", "A128CBC-HS256"},
		{"ECDH-ES+A128KW", "A128CBC-HS256"},
		{"ECDH-ES+A192KW", "A128CBC-HS256"},
		{"ECDH-ES+A256KW", "A128CBC-HS256"},
		{"RSA-OAEP", "A192CBC-HS384"},
		{"RSA-OAEP", "A256CBC-HS512"},
		{"RSA-OAEP", "A128GCM"},
		{"RSA-OAEP", "A192GCM"},
		{"RSA-OAEP", "A256GCM"},
	}
}

// refusedSeal is one that Keycloak offers and that stays closed: RFC 8725
// section 3.2 advises against it.
func refusedSeal() sealed { return sealed{"RSA1_5", "A128CBC-HS256"} }

// owned are the private keys of the clients.
type owned struct {
	rsa, other *rsa.PrivateKey
	ec         *ecdsa.PrivateKey
}

func newOwned(t *testing.T) owned {
	t.Helper()
	const bits = 2048
	first, err := rsa.GenerateKey(rand.Reader, bits)
	second, more := rsa.GenerateKey(rand.Reader, bits)
	third, last := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err := errors.Join(err, more, last); err != nil {
		t.Fatal(err)
	}
	return owned{first, second, third}
}

// jwk is the key for an algorithm, private or public.
func (o owned) jwk(alg string, public bool) jose.JSONWebKey {
	var key crypto.Signer = o.rsa
	if alg[0] == 'E' {
		key = o.ec
	}
	k := jose.JSONWebKey{Key: key, KeyID: "own", Algorithm: alg, Use: "enc"}
	if public {
		k.Key = key.Public()
	}
	return k
}

func asText(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// clients are one public client for each sort of encryption.
func (o owned) clients(t *testing.T) []map[string]any {
	t.Helper()
	var list []map[string]any
	for _, s := range append(seals(), refusedSeal()) {
		list = append(list, map[string]any{
			"clientId": s.clientID(), "enabled": true, "publicClient": true,
			"directAccessGrantsEnabled": true, "standardFlowEnabled": false,
			"attributes": map[string]any{
				"id.token.encrypted.response.alg": s.alg, "id.token.encrypted.response.enc": s.enc,
				"use.jwks.string": "true", "jwks.string": asText(t, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{o.jwk(s.alg, true)}}),
			},
		})
	}
	return list
}

// offeredSeals are the key managements that the realm says it has for ID tokens.
func (w wire) offeredSeals(t *testing.T) []string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.server.URL()+"/realms/"+realkeycloak.RealmName+"/.well-known/openid-configuration", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var document struct {
		Algorithms []string `json:"id_token_encryption_alg_values_supported"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&document); err != nil || len(document.Algorithms) == 0 {
		t.Fatalf("read the discovery document: %v, algorithms %q", err, document.Algorithms)
	}
	return document.Algorithms
}

// opensIDTokens recognises encrypted ID tokens and opens them with the client's
// key; the token inside is then in force by the realm's.
func (w wire) opensIDTokens(t *testing.T, o owned, offered []string) {
	for _, s := range seals() {
		t.Run(s.alg+" "+s.enc, func(t *testing.T) {
			if !slices.Contains(offered, s.alg) {
				t.Skipf("SKIP: this release does not offer %s, only %q", s.alg, offered)
			}
			text := w.openid(t, tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: s.clientID()}).IDToken
			closed := w.recognised(t, text, s)
			if _, err := inspect.Decrypt(closed, tokenclient.NewSecret(asText(t, jose.JSONWebKey{Key: o.other}))); err == nil {
				t.Error("a foreign key opens it")
			}
			opened, err := inspect.Decrypt(closed, tokenclient.NewSecret(asText(t, o.jwk(s.alg, false))))
			if err != nil || len(opened.Nested) != 1 {
				t.Fatalf("%d tokens inside, %v; want the signed one", len(opened.Nested), err)
			}
			w.inForce(t, cacheFor(t, w), tokenclient.NewSecret(opened.Nested[0].Text), "RS256", s.clientID())
		})
	}
	t.Run("RSA1_5 stays closed", func(t *testing.T) {
		s := refusedSeal()
		if !slices.Contains(offered, s.alg) {
			t.Skipf("SKIP: this release does not offer %s, only %q", s.alg, offered)
		}
		text := w.openid(t, tokenclient.ClientAuth{Method: tokenclient.AuthNone, ClientID: s.clientID()}).IDToken
		_, err := inspect.Decrypt(w.recognised(t, text, s), tokenclient.NewSecret(asText(t, o.jwk(s.alg, false))))
		var fault *inspect.DecryptError
		if !errors.As(err, &fault) || fault.Reason != "algorithm" {
			t.Errorf("got %v, want the algorithm to be refused", err)
		}
	})
}

// recognised is an encrypted token as a paste of it is read: its header shows
// and nothing of it is checked.
func (w wire) recognised(t *testing.T, text tokenclient.Secret, s sealed) *inspect.Token {
	t.Helper()
	found := inspect.Find([]byte(text.Reveal()))
	if len(found.Pieces) != 1 {
		t.Fatalf("%d tokens in the answer", len(found.Pieces))
	}
	token := found.Pieces[0].Token
	if token.Form != inspect.FormJWE || token.Algorithm() != s.alg || token.Payload != nil {
		t.Errorf("a token of form %s and %s with claims: %t; want an encrypted one of %s", token.Form, token.Algorithm(), token.Payload != nil, s.alg)
	}
	_, checks := w.check(t, cacheFor(t, w), text, s.clientID())
	if checks[0].Verdict != inspect.CannotCheck || checks[0].Reason != "encrypted" || inspect.InForce(checks) {
		t.Errorf("checks of a closed token: %+v", checks)
	}
	return token
}
