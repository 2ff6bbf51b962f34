package inspect_test

import (
	"bytes"
	"compress/flate"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// encrypted makes a compact JWE.
func encrypted(t *testing.T, alg jose.KeyAlgorithm, enc jose.ContentEncryption, key any, content string, zip jose.CompressionAlgorithm) *inspect.Token {
	t.Helper()
	e, err := jose.NewEncrypter(enc, jose.Recipient{Algorithm: alg, Key: key}, &jose.EncrypterOptions{Compression: zip})
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := e.Encrypt([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	text, err := sealed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return inspect.Decode(text)
}

func privatePEM(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func TestDecryptOpensWithTheRightKeyAlone(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.Repeat("s", 32)
	ecJWK, err := json.Marshal(jose.JSONWebKey{Key: ecKey, KeyID: "e"})
	if err != nil {
		t.Fatal(err)
	}
	inner := jws(`{"alg":"RS256"}`, `{"sub":"a"}`)
	bomb := strings.Repeat("a", 3<<20)
	for name, tt := range map[string]struct {
		token *inspect.Token
		key   string
		want  string // nested, payload, text or a reason
	}{
		"RSA-OAEP":               {encrypted(t, jose.RSA_OAEP, jose.A128CBC_HS256, &rsaKey.PublicKey, inner, ""), privatePEM(t, rsaKey), "nested"},
		"RSA-OAEP-256":           {encrypted(t, jose.RSA_OAEP_256, jose.A256GCM, &rsaKey.PublicKey, inner, ""), privatePEM(t, rsaKey), "nested"},
		"ECDH-ES":                {encrypted(t, jose.ECDH_ES, jose.A128GCM, &ecKey.PublicKey, `{"sub":"a"}`, ""), string(ecJWK), "payload"},
		"ECDH-ES+A128KW":         {encrypted(t, jose.ECDH_ES_A128KW, jose.A128GCM, &ecKey.PublicKey, inner, ""), `{"keys":[{"kty":"oct","k":"AA"},` + string(ecJWK) + `]}`, "nested"},
		"ECDH-ES+A256KW":         {encrypted(t, jose.ECDH_ES_A256KW, jose.A192GCM, &ecKey.PublicKey, "hello", ""), privatePEM(t, ecKey), "text"},
		"dir":                    {encrypted(t, jose.DIRECT, jose.A256GCM, []byte(secret), inner, ""), secret, "nested"},
		"dir, secret in base64":  {encrypted(t, jose.DIRECT, jose.A256GCM, []byte(secret), inner, ""), base64.StdEncoding.EncodeToString([]byte(secret)), "nested"},
		"compressed":             {encrypted(t, jose.RSA_OAEP, jose.A128GCM, &rsaKey.PublicKey, inner, jose.DEFLATE), privatePEM(t, rsaKey), "nested"},
		"a bomb":                 {encrypted(t, jose.RSA_OAEP, jose.A128GCM, &rsaKey.PublicKey, bomb, jose.DEFLATE), privatePEM(t, rsaKey), "key"},
		"another key":            {encrypted(t, jose.RSA_OAEP, jose.A128GCM, &rsaKey.PublicKey, inner, ""), privatePEM(t, other), "key"},
		"a key of another kind":  {encrypted(t, jose.RSA_OAEP, jose.A128GCM, &rsaKey.PublicKey, inner, ""), string(ecJWK), "key"},
		"RSA1_5":                 {encrypted(t, jose.RSA1_5, jose.A128GCM, &rsaKey.PublicKey, inner, ""), privatePEM(t, rsaKey), "algorithm"},
		"a password":             {encrypted(t, jose.PBES2_HS256_A128KW, jose.A128GCM, []byte("password"), inner, ""), "password", "algorithm"},
		"no key":                 {encrypted(t, jose.RSA_OAEP, jose.A128GCM, &rsaKey.PublicKey, inner, ""), " \n", "form"},
		"a public key":           {encrypted(t, jose.RSA_OAEP, jose.A128GCM, &rsaKey.PublicKey, inner, ""), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "form"},
		"an empty encrypted key": {inspect.Decode(encode(`{"alg":"RSA-OAEP","enc":"A128GCM"}`) + "..YQ.YQ.YQ"), privatePEM(t, rsaKey), "key"},
		"no token":               {inspect.Decode(inner), privatePEM(t, rsaKey), "algorithm"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := inside(tt.token, tt.key); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// inside tells what a token opens to, or the reason why it does not.
func inside(token *inspect.Token, key string) string {
	opened, err := inspect.Decrypt(token, tokenclient.NewSecret(key))
	var e *inspect.DecryptError
	switch {
	case errors.As(err, &e):
		return e.Reason
	case len(opened.Nested) == 1 && opened.Nested[0].Token.Form == inspect.FormJWS:
		return "nested"
	case opened.Payload != nil:
		return "payload"
	case opened.Text != "":
		return "text"
	}
	return ""
}

func TestCertificatesOfTheHeaderAreReadable(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(255), NotBefore: noon(), NotAfter: noon().Add(time.Hour)}
	template.Subject.CommonName = "realm\u202e"
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	header, err := json.Marshal(map[string]any{"alg": "ES256", "x5c": []any{base64.StdEncoding.EncodeToString(der), "AAAA", 7}})
	if err != nil {
		t.Fatal(err)
	}
	p := inspect.Find([]byte(jws(string(header), `{}`)))
	if len(p.Pieces) != 1 || len(p.Pieces[0].Certificates) != 3 {
		t.Fatalf("got %+v", p)
	}
	c := p.Pieces[0].Certificates
	if c[0].Subject != `CN=realm\u202e` || c[0].Serial != "ff" || c[0].Key != "ECDSA" || !c[0].NotBefore.Equal(noon()) || c[0].Broken || !c[1].Broken || !c[2].Broken {
		t.Errorf("got %+v", c)
	}
}

func TestADeflatedBombIsNotInflated(t *testing.T) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("<saml>" + strings.Repeat(" ", 50<<20))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	p := inspect.Find([]byte(base64.StdEncoding.EncodeToString(out.Bytes())))
	if p.Thing != inspect.ThingSAML {
		t.Errorf("got %s, want %s", p.Thing, inspect.ThingSAML)
	}
}

func TestTheOriginOfJTIIsKnown(t *testing.T) {
	for jti, want := range map[string]string{
		"onrtro:f81d4fae": "on rt ro", "ofltac:x": "of lt ac", "trrtcc:x": "tr rt cc", "trrtna:": "tr rt na",
		"onrtxx:x": "", "onrtro": "", "ONRTRO:x": "", "on rtr:x": "", "f81d4fae-7dec": "", "": "",
	} {
		o, ok := claims(`{"jti":"` + jti + `"}`).Origin()
		got := strings.TrimSpace(o.Session + " " + o.Token + " " + o.Grant)
		if ok != (want != "") || ok && got != want || o.Lightweight() != (o.Token == "lt") {
			t.Errorf("%q: got %q %v, want %q", jti, got, ok, want)
		}
	}
}

// TestWhatWasSealedIsCheckedWithoutASignature puts claims in place of what was
// encrypted: times and issuer can be told, and the token is never in force.
func TestWhatWasSealedIsCheckedWithoutASignature(t *testing.T) {
	secret := strings.Repeat("s", 32)
	sealed := encrypted(t, jose.DIRECT, jose.A256GCM, []byte(secret), asJSON(t, goodClaims()), "")
	opened, err := inspect.Decrypt(sealed, tokenclient.NewSecret(secret))
	if err != nil {
		t.Fatal(err)
	}
	texts := checkTexts(t, "en")
	for name, tt := range map[string]struct {
		token *inspect.Token
		want  map[inspect.CheckName]string
	}{
		"closed": {sealed, map[inspect.CheckName]string{"signature": "cannot_check encrypted", "time": "cannot_check encrypted"}},
		"opened": {opened.In(sealed), map[inspect.CheckName]string{"signature": "cannot_check opened", "time": "passed in_force"}},
		"a text": {inspect.Opened{Text: "x"}.In(sealed), map[inspect.CheckName]string{"signature": "cannot_check encrypted", "time": "cannot_check encrypted"}},
	} {
		checks := inspect.Verify(tt.token, keys(t, secret), atNoon())
		sayChecks(t, texts, checks)
		for check, want := range tt.want {
			if got := told(checks)[check]; got != want {
				t.Errorf("%s: %s is %s, want %s", name, check, got, want)
			}
		}
		if inspect.InForce(checks) {
			t.Errorf("%s: the token is in force", name)
		}
	}
	if sealed.Payload != nil {
		t.Error("the closed token has claims now")
	}
}
