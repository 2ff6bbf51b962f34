package inspect_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// signers are the keys of the vectors, made once a run.
type signers struct {
	rsa, otherRSA, weak *rsa.PrivateKey
	p256, p384, p521    *ecdsa.PrivateKey
	ed                  ed25519.PrivateKey
	secret              string
}

var vectorKeys = sync.OnceValue(func() signers {
	s := signers{secret: strings.Repeat("0123456789abcdef", 4)}
	var errs [7]error
	s.rsa, errs[0] = rsa.GenerateKey(rand.Reader, 2048)
	s.otherRSA, errs[1] = rsa.GenerateKey(rand.Reader, 2048)
	s.weak, errs[2] = rsa.GenerateKey(rand.Reader, 1024)
	s.p256, errs[3] = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.p384, errs[4] = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	s.p521, errs[5] = ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	_, s.ed, errs[6] = ed25519.GenerateKey(rand.Reader)
	for _, err := range errs {
		if err != nil {
			panic(err)
		}
	}
	return s
})

// signer is the key that an algorithm's vectors are signed with.
func (s signers) signer(alg string) any {
	switch {
	case strings.HasPrefix(alg, "RS"), strings.HasPrefix(alg, "PS"):
		return s.rsa
	case strings.HasPrefix(alg, "HS"):
		return []byte(s.secret)
	case alg == "ES256":
		return s.p256
	case alg == "ES384":
		return s.p384
	case alg == "ES512":
		return s.p521
	}
	return s.ed
}

func algorithms() []string {
	return []string{
		"RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
		"ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384", "HS512",
	}
}

const issuer = "https://sso.example/realms/shop"

// goodClaims are of a token that is in force at noon.
func goodClaims() map[string]any {
	return map[string]any{
		"iss": issuer, "sub": "7", "aud": []string{"shop-api", "account"}, "typ": "Bearer",
		"iat": noon().Unix() - 60, "exp": noon().Unix() + 240,
	}
}

// with is a map with some members set, nil taking one out.
func with(m map[string]any, changes map[string]any) map[string]any {
	m = maps.Clone(m)
	for name, value := range changes {
		if m[name] = value; value == nil {
			delete(m, name)
		}
	}
	return m
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// signText signs raw texts of a header and a payload.
func signText(t testing.TB, alg string, key any, header, payload string) string {
	t.Helper()
	text := encode(header) + "." + encode(payload)
	signature, err := jwt.GetSigningMethod(alg).Sign(text, key)
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + encode(string(signature))
}

// signed is a good token with changes to header and claims.
func signed(t testing.TB, alg string, header, claims map[string]any) string {
	t.Helper()
	head := with(map[string]any{"alg": alg, "typ": "JWT", "kid": "k"}, header)
	return signText(t, alg, vectorKeys().signer(alg), asJSON(t, head), asJSON(t, with(goodClaims(), claims)))
}

// jwkOf is a public key as a JWK.
func jwkOf(t testing.TB, key any, changes map[string]any) map[string]any {
	t.Helper()
	if s, ok := key.(crypto.Signer); ok {
		key = s.Public()
	}
	text, err := jose.JSONWebKey{Key: key, KeyID: "k", Use: "sig"}.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	return with(members, changes)
}

func jwks(t testing.TB, keys ...map[string]any) string {
	t.Helper()
	return asJSON(t, map[string]any{"keys": slices.Concat([]map[string]any{}, keys)})
}

// keys reads keys given by hand.
func keys(t testing.TB, text string) inspect.Keys {
	t.Helper()
	k, err := inspect.KeysFrom(tokenclient.NewSecret(text))
	if err != nil {
		t.Fatalf("keys of %.40q: %v", text, err)
	}
	return k
}

// realmKeys are all public keys of the vectors as a realm publishes them.
func realmKeys(t testing.TB, key any, changes map[string]any) inspect.Keys {
	t.Helper()
	set, err := tokenclient.ReadKeySet(tokenclient.NewSecret(jwks(t, jwkOf(t, key, changes))))
	if err != nil {
		t.Fatal(err)
	}
	return inspect.KeysOf(set, inspect.SourceRealm)
}

func atNoon() inspect.VerifyOptions {
	return inspect.VerifyOptions{Now: noon(), Issuer: issuer, Audience: "shop-api"}
}

// find is the check of a name.
func find(t testing.TB, checks []inspect.Check, name inspect.CheckName) inspect.Check {
	t.Helper()
	for _, c := range checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no check %s in %v", name, checks)
	return inspect.Check{}
}

// told is verdict and reason of the five checks.
func told(checks []inspect.Check) map[inspect.CheckName]string {
	m := map[inspect.CheckName]string{}
	for _, c := range checks {
		m[c.Name] = string(c.Verdict) + " " + c.Reason
	}
	return m
}

func seconds(n int) int64 { return noon().Add(time.Duration(n) * time.Second).Unix() }
