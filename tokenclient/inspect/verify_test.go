package inspect_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"realmscope/tokenclient/inspect"
)

func TestAGoodTokenOfEveryAlgorithmIsInForce(t *testing.T) {
	for _, alg := range algorithms() {
		t.Run(alg, func(t *testing.T) {
			token := inspect.Decode(signed(t, alg, nil, nil))
			for form, with := range everyForm(t, alg) {
				checks := inspect.Verify(token, with, atNoon())
				want := map[inspect.CheckName]string{
					"signature": "passed fits", "key": "passed " + string(with.Source()), "time": "passed in_force",
					"issuer": "passed same", "audience": "passed named",
				}
				if diff := cmp.Diff(told(checks), want); diff != "" || !inspect.InForce(checks) {
					t.Errorf("%s: in force %v, (-got +want):\n%s", form, inspect.InForce(checks), diff)
				}
			}
		})
	}
}

// everyForm is the key of an algorithm in all forms that a user can give.
func everyForm(t *testing.T, alg string) map[string]inspect.Keys {
	t.Helper()
	key := vectorKeys().signer(alg)
	if secret, ok := key.([]byte); ok {
		return map[string]inspect.Keys{
			"text":        keys(t, string(secret)),
			"text, lines": keys(t, string(secret)+"\r\n"),
			"base64":      keys(t, base64.StdEncoding.EncodeToString(secret)),
			"base64url":   keys(t, base64.RawURLEncoding.EncodeToString(secret)),
			"JWK":         keys(t, `{"kty":"oct","k":"`+encode(string(secret))+`","kid":"k","alg":"`+alg+`","key_ops":["verify"]}`),
		}
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(publicOf(key))
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	return map[string]inspect.Keys{
		"realm":           realmKeys(t, key, nil),
		"realm, with alg": realmKeys(t, key, map[string]any{"alg": alg}),
		"realm, no kid":   realmKeys(t, key, map[string]any{"kid": nil, "use": nil}),
		"JWKS":            keys(t, jwks(t, jwkOf(t, vectorKeys().otherRSA, map[string]any{"kid": "other"}), jwkOf(t, key, nil))),
		"JWK":             keys(t, asJSON(t, jwkOf(t, key, map[string]any{"key_ops": []string{"verify"}}))),
		"public PEM":      keys(t, "\n  "+block("PUBLIC KEY", public)),
		"certificate":     keys(t, block("CERTIFICATE", certificate(t, key))),
		"two PEMs":        keys(t, block("CERTIFICATE", certificate(t, vectorKeys().otherRSA))+block("PUBLIC KEY", public)),
		"private PEM":     keys(t, block("PRIVATE KEY", private)),
		"bare base64":     keys(t, base64.StdEncoding.EncodeToString(public)),
	}
}

func TestThePublicExamplesVerify(t *testing.T) {
	data, err := os.ReadFile("testdata/rfc.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Name, Token string
		Key         json.RawMessage
	}
	if err := json.Unmarshal(data, &examples); err != nil || len(examples) != 9 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for _, e := range examples {
		t.Run(e.Name, func(t *testing.T) {
			with := keys(t, string(e.Key))
			checks := inspect.Verify(inspect.Decode(e.Token), with, inspect.VerifyOptions{})
			if got := told(checks); got["signature"] != "passed fits" || got["key"] != "passed given" {
				t.Errorf("got %v", got)
			}
			// Another payload under the same signature.
			parts := strings.Split(e.Token, ".")
			parts[1] = encode(`{"iss":"joe"}`)
			spoilt := inspect.Verify(inspect.Decode(strings.Join(parts, ".")), with, inspect.VerifyOptions{})
			if got := find(t, spoilt, "signature"); got.Verdict != inspect.Failed || got.Reason != "wrong" {
				t.Errorf("with another payload: got %s %s", got.Verdict, got.Reason)
			}
		})
	}
}

// RFC 7515 appendix A.5: an unsecured JWS.
func TestTheUnsecuredExampleFails(t *testing.T) {
	text := "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
	got := told(inspect.Verify(inspect.Decode(text), inspect.Keys{}, inspect.VerifyOptions{}))
	if got["signature"] != "failed none" {
		t.Errorf("got %v", got)
	}
}

// RFC 7517 appendices A.1 and A.3: key sets without tokens.
func TestTheExampleKeySetsAreRead(t *testing.T) {
	const public = `{"keys":[
	{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"},
	{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}]}`
	// The elliptic key is for encryption, the RSA one for RS256 alone.
	for token, want := range map[string]string{
		signed(t, "ES256", map[string]any{"kid": "1"}, nil):          "failed use",
		signed(t, "RS256", map[string]any{"kid": "2011-04-29"}, nil): "passed given",
		signed(t, "RS384", map[string]any{"kid": "2011-04-29"}, nil): "failed algorithm",
	} {
		got := told(inspect.Verify(inspect.Decode(token), keys(t, public), inspect.VerifyOptions{}))
		if got["key"] != want || strings.HasPrefix(got["signature"], "passed") {
			t.Errorf("got %v, want the key %s", got, want)
		}
	}
	// A set of symmetric keys checks nothing.
	const symmetric = `{"keys":[{"kty":"oct","alg":"A128KW","k":"GawgguFyGrWKav7AX4VKUg"},
	{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow","kid":"HMAC key used in JWS spec Appendix A.1 example"}]}`
	token := inspect.Decode(signed(t, "HS256", nil, nil))
	if got := told(inspect.Verify(token, keys(t, symmetric), atNoon())); got["signature"] != "cannot_check server_secret" {
		t.Errorf("symmetric set: got %v", got)
	}
}

func TestWithoutKeysNothingIsChecked(t *testing.T) {
	for alg, want := range map[string]string{"RS256": "not_checked no_key", "EdDSA": "not_checked no_key", "HS512": "cannot_check server_secret"} {
		checks := inspect.Verify(inspect.Decode(signed(t, alg, nil, nil)), inspect.Keys{}, inspect.VerifyOptions{})
		got := told(checks)
		if got["signature"] != want || got["key"] != "not_checked no_key" || got["time"] != "not_checked not_asked" || inspect.InForce(checks) {
			t.Errorf("%s: got %v, in force %v", alg, got, inspect.InForce(checks))
		}
	}
}

func TestATokenWithoutKeyIDIsTriedWithEveryKeyThatFits(t *testing.T) {
	text := signed(t, "RS256", map[string]any{"kid": nil}, nil)
	s := vectorKeys()
	other := jwkOf(t, s.otherRSA, map[string]any{"kid": "a"})
	for name, tt := range map[string]struct {
		keys string
		want string
	}{
		"among others":   {jwks(t, other, jwkOf(t, s.p256, nil), jwkOf(t, s.rsa, map[string]any{"kid": "mine"})), "passed given"},
		"for encryption": {jwks(t, jwkOf(t, s.rsa, map[string]any{"use": "enc"})), "cannot_check none_fits"},
		"two others":     {jwks(t, other, jwkOf(t, s.otherRSA, map[string]any{"kid": "b"})), "failed none_fits"},
		"another kind":   {jwks(t, jwkOf(t, s.p256, nil)), "cannot_check none_fits"},
	} {
		checks := inspect.Verify(inspect.Decode(text), keys(t, tt.keys), atNoon())
		key := find(t, checks, "key")
		if got := string(key.Verdict) + " " + key.Reason; got != tt.want {
			t.Errorf("%s: got %s, want %s", name, got, tt.want)
		}
		if name == "among others" && key.Args["Key"] != "mine" {
			t.Errorf("the key that fitted is %q", key.Args["Key"])
		}
	}
}

func TestAnUnknownKeyAsksForOneReload(t *testing.T) {
	text := inspect.Decode(signed(t, "RS256", map[string]any{"kid": "new"}, nil))
	for name, tt := range map[string]struct {
		with inspect.Keys
		want bool
	}{
		"not published": {realmKeys(t, vectorKeys().rsa, map[string]any{"kid": "old"}), true},
		"published":     {realmKeys(t, vectorKeys().rsa, map[string]any{"kid": "new"}), false},
		"wrong key":     {realmKeys(t, vectorKeys().otherRSA, map[string]any{"kid": "new"}), false},
		"no keys":       {inspect.Keys{}, false},
	} {
		if got := inspect.UnknownKey(inspect.Verify(text, tt.with, atNoon())); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}
