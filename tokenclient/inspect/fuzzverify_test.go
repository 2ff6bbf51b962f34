package inspect_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// FuzzVerify holds the verdict against golang-jwt's: what passes here must pass
// there, with the algorithm of the key alone allowed.
func FuzzVerify(f *testing.F) {
	seeded := "EdDSA"
	good := signed(f, seeded, nil, nil)
	f.Add(good)
	f.Add(good + "=")
	f.Add(strings.ToLower(good))
	f.Add(swap(good, map[int]string{0: encode(`{"alg":"none"}`)}))
	f.Add(swap(good, map[int]string{0: encode(`{"alg":"EdDSA","crit":["x"]}`)}))
	f.Add(swap(good, map[int]string{1: encode(`{"exp":1e400,"iat":-1,"aud":[1],"iss":[]}`)}))
	f.Add(signed(f, "HS256", nil, nil))
	f.Add(signed(f, "RS256", map[string]any{"kid": nil}, nil))
	f.Add(encode(`{"alg":"dir","enc":"A128GCM"}`) + "..AA.AA.AA")
	f.Add("a.b.c~d~")
	with := realmKeys(f, vectorKeys().ed, nil)
	texts := checkTexts(f, "en")
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"EdDSA"}), jwt.WithoutClaimsValidation())
	f.Fuzz(func(t *testing.T, text string) {
		token := inspect.Decode(text)
		checks := inspect.Verify(token, with, atNoon())
		sayChecks(t, texts, checks)
		for _, c := range checks {
			if !slices.Contains(inspect.CheckReasons(c.Name), c.Reason) {
				t.Errorf("%s has the unknown reason %q", c.Name, c.Reason)
			}
		}
		if find(t, checks, "signature").Verdict == inspect.Passed {
			plain, _, _ := strings.Cut(strings.TrimSpace(text), "~")
			_, err := parser.Parse(plain, func(*jwt.Token) (any, error) { return vectorKeys().ed.Public(), nil })
			if err != nil && !errors.Is(err, jwt.ErrTokenMalformed) {
				t.Errorf("passes here, but golang-jwt says %v", err)
			}
		}
		sayFindings(t, texts, inspect.Lint(token, inspect.LintOptions{Now: noon(), Bearer: true}))
		for _, l := range inspect.Compare(token, token).Lines {
			if l.Change != inspect.Equal {
				t.Errorf("differs from itself: %+v", l)
			}
		}
		for _, o := range inspect.Expect(token, []inspect.Expectation{{Kind: inspect.ExpectRole, Name: "a"}, {Kind: inspect.ExpectLifeAtMost, Value: "1h"}, {Kind: inspect.ExpectEquals, Name: "a.b", Value: "1"}}) {
			sayOutcomeText(t, texts, o)
		}
	})
}

func sayOutcomeText(t *testing.T, texts map[string]string, o inspect.Outcome) {
	t.Helper()
	if o.Reason == "unreadable" {
		return
	}
	fill(t, texts, "expect."+string(o.Expectation.Kind)+"."+o.Reason, o.Args)
}

// FuzzKeys reads keys of any text, and checks a token with what comes out.
func FuzzKeys(f *testing.F) {
	s := vectorKeys()
	f.Add(jwks(f, jwkOf(f, s.rsa, nil), jwkOf(f, s.p256, nil)))
	f.Add(asJSON(f, jwkOf(f, s.ed, nil)))
	f.Add(`{"kty":"oct","k":"AAAA","k":"BBBB"}`)
	f.Add(`{"keys":[{"kty":"oct","k":"AAAA"},7,null,{"kty":"RSA","n":"AQAB","e":"AQAB"}]}`)
	f.Add("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n")
	f.Add("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END EC PRIVATE KEY-----\n")
	f.Add("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA")
	f.Add("\uFEFF a secret \r\n")
	tokens := []*inspect.Token{inspect.Decode(signed(f, "RS256", nil, nil)), inspect.Decode(signed(f, "ES256", nil, nil)), inspect.Decode(signed(f, "HS256", nil, nil))}
	texts := checkTexts(f, "en")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := inspect.KeysFrom(tokenclient.NewSecret(text))
		var fault *inspect.KeyError
		if err != nil && (!errors.As(err, &fault) || !slices.Contains(inspect.KeyReasons(), fault.Reason)) {
			t.Errorf("error %v", err)
		}
		if (err == nil) == k.Empty() {
			t.Errorf("error %v, no keys: %v", err, k.Empty())
		}
		for _, token := range tokens {
			sayChecks(t, texts, inspect.Verify(token, k, atNoon()))
		}
		if key, err := inspect.ParseSigningKey(tokenclient.NewSecret(text)); err == nil && len(key.Algorithms()) == 0 {
			t.Error("a key that cannot sign")
		}
		if len(text) > 16 && strings.Contains(fmt.Sprintf("%v %+v", k, err), text) {
			t.Error("the text is shown")
		}
	})
}
