package tokenclient

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// signers are one private key of each kind, by its usual algorithm.
func signers(t testing.TB) map[string]crypto.Signer {
	t.Helper()
	all := map[string]crypto.Signer{}
	for name, curve := range map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()} {
		all[name] = must(ecdsa.GenerateKey(curve, rand.Reader))(t)
	}
	all["RS256"] = must(rsa.GenerateKey(rand.Reader, 2048))(t)
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	all["EdDSA"] = must(edwards, err)(t)
	return all
}

// must unwraps what cannot fail here.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func armour(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func pkcs8(t testing.TB, key any) string {
	t.Helper()
	return armour("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key))(t))
}

func jwk(t testing.TB, key any) string {
	t.Helper()
	return string(must(json.Marshal(jose.JSONWebKey{Key: key, KeyID: "key-1"}))(t))
}

func TestParseKeyReadsEveryFormOfEveryKind(t *testing.T) {
	for algorithm, signer := range signers(t) {
		forms := map[string]string{
			"PKCS 8": pkcs8(t, signer), "JWK": jwk(t, signer), "JWK Set": `{"keys":[{"kty":"x"},` + jwk(t, signer) + `]}`,
			"with blanks and a mark": "\uFEFF \r\n" + strings.ReplaceAll(pkcs8(t, signer), "\n", "\r\n") + " ",
		}
		switch key := signer.(type) {
		case *rsa.PrivateKey:
			forms["PKCS 1"] = armour("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
		case *ecdsa.PrivateKey:
			forms["SEC 1 with parameters"] = armour("EC PARAMETERS", []byte{6, 1, 0}) + armour("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(key))(t))
		}
		for name, text := range forms {
			t.Run(algorithm+" in "+name, func(t *testing.T) {
				k, err := ParseKey(NewSecret(text))
				if err != nil {
					t.Fatal(err)
				}
				wantID := ""
				if strings.HasPrefix(name, "JWK") {
					wantID = "key-1"
				}
				if k.Algorithm() != algorithm || k.Algorithms()[0] != algorithm || k.ID() != wantID || k.Empty() {
					t.Errorf("algorithm %s of %v, id %q, want %s and %q", k.Algorithm(), k.Algorithms(), k.ID(), algorithm, wantID)
				}
				for _, again := range []Secret{k.PEM(), k.JWK()} {
					if got, err := ParseKey(again); err != nil || again == k.JWK() && !got.Equal(k) || got.Equal(Key{}) || got.Thumbprint() != k.Thumbprint() || len(k.Thumbprint()) != 43 {
						t.Errorf("read again: %v, thumbprint %q, want %q", err, got.Thumbprint(), k.Thumbprint())
					}
				}
			})
		}
	}
}

func TestParseKeyRefuses(t *testing.T) {
	weak := must(rsa.GenerateKey(rand.Reader, 1024))(t)
	curve := must(ecdsa.GenerateKey(elliptic.P224(), rand.Reader))(t)
	good := signers(t)["ES256"]
	own := certificate(t, "h", time.Now(), time.Now().Add(time.Hour))
	public := must(x509.MarshalPKIXPublicKey(good.Public()))(t)
	for name, tt := range map[string]struct{ text, want string }{
		"nothing":                   {" \n", "key_empty"},
		"a key in clear words":      {"my key", "key_malformed"},
		"too much":                  {strings.Repeat("x", maxKey+1), "key_too_large"},
		"a passphrase, PKCS 8":      {armour("ENCRYPTED PRIVATE KEY", []byte{1}), "key_encrypted"},
		"a passphrase, old":         {"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", "key_encrypted"},
		"a key of OpenSSH":          {armour("OPENSSH PRIVATE KEY", []byte{1}), "key_openssh"},
		"a key store of Java":       {"\xfe\xed\xfe\xed\x00", "key_store"},
		"a key store in PKCS 12":    {"\x30\x82\x01\x00", "key_store"},
		"a public key":              {armour("PUBLIC KEY", public), "key_public"},
		"a certificate":             {armour("CERTIFICATE", own.Certificate[0]), "key_public"},
		"a public JWK":              {jwk(t, good.Public()), "key_public"},
		"a set of public keys":      {`{"keys":[` + jwk(t, good.Public()) + `]}`, "key_public"},
		"two keys":                  {pkcs8(t, good) + pkcs8(t, good), "key_several"},
		"a set of two keys":         {`{"keys":[` + jwk(t, good) + "," + jwk(t, good) + `]}`, "key_several"},
		"an empty set":              {`{"keys":[]}`, "key_malformed"},
		"a set that is none":        {`{"keys":3}`, "key_malformed"},
		"half a JWK":                {jwk(t, good)[:40], "key_malformed"},
		"an object":                 {`{"a":1}`, "key_malformed"},
		"a symmetric JWK":           {`{"kty":"oct","k":"c2VjcmV0"}`, "key_kind"},
		"a curve of coins":          {`{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA","d":"AA"}`, "key_kind"},
		"a short curve":             {pkcs8(t, curve), "key_kind"},
		"a key for agreement":       {pkcs8(t, must(ecdh.X25519().GenerateKey(rand.Reader))(t)), "key_kind"},
		"DSA":                       {armour("DSA PRIVATE KEY", []byte{1}), "key_kind"},
		"1024 bits":                 {pkcs8(t, weak), "key_weak"},
		"1024 bits as JWK":          {jwk(t, weak), "key_weak"},
		"a broken block":            {armour("PRIVATE KEY", []byte{1, 2, 3}), "key_malformed"},
		"a block without an end":    {"-----BEGIN PRIVATE KEY-----\nAAAA\n", "key_malformed"},
		"a point off its own curve": {`{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}`, "key_malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			k, err := ParseKey(NewSecret(tt.text))
			e := asError(err)
			if err == nil || e.Kind != KindSetting || e.Reason != tt.want || !k.Empty() {
				t.Fatalf("error %+v, want %s", err, tt.want)
			}
			if id, want := Advise(err).ID, map[string]string{"key_empty": "key_missing"}[tt.want]; id != tt.want && id != want {
				t.Errorf("advice %s, want %s", id, tt.want)
			}
		})
	}
}

func TestThumbprintIsThatOfTheStandard(t *testing.T) {
	// RFC 7638 section 3.1.
	const jwk = `{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}`
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON([]byte(jwk)); err != nil {
		t.Fatal(err)
	}
	k := Key{concealed[keyMaterial]{&keyMaterial{signer: publicOnly{key.Key}}}}
	if got, want := k.Thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"; got != want {
		t.Errorf("Thumbprint = %s, want %s", got, want)
	}
}

// publicOnly is a signer that only has its public key.
type publicOnly struct{ crypto.PublicKey }

func (p publicOnly) Public() crypto.PublicKey { return p.PublicKey }

func (publicOnly) Sign(_ io.Reader, _ []byte, _ crypto.SignerOpts) ([]byte, error) {
	return nil, nil
}

func TestKeysMaskThemselves(t *testing.T) {
	k := must(ParseKey(NewSecret(pkcs8(t, signers(t)["ES256"]))))(t)
	bound := DPoPKey{k}
	r := TokenRequest{Auth: ClientAuth{Assertion: Assertion{Key: k}}, DPoP: bound}
	n := Connection{Certificate: Certificate{Key: k}, Proxy: Proxy{Password: NewSecret("canary-7d41")}}
	secret := k.held.signer.(*ecdsa.PrivateKey)
	scalar := must(secret.Bytes())(t)
	var all []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		all = append(all, fmt.Sprintf(verb+verb+verb+verb+verb, k, &k, bound, r, n))
	}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "k", k, "b", bound, "r", r.Auth, "n", n)
	all = append(all, log.String(), string(must(json.Marshal(struct{ K, B any }{k, bound}))(t)), k.String(), k.GoString())
	for _, text := range all {
		for _, spelling := range []string{fmt.Sprintf("%x", scalar), fmt.Sprint(scalar), fmt.Sprintf("%d", scalar[:4]), "canary"} {
			if strings.Contains(strings.ToLower(text), strings.Trim(spelling, "[]")) {
				t.Errorf("the key shows in %s", text)
			}
		}
	}
	if !strings.Contains(all[0], hidden) {
		t.Errorf("%s shows no mask", all[0])
	}
	if public := k.PublicJWKS(""); strings.Contains(public, `"d"`) || !strings.Contains(public, `"kty":"EC"`) || !strings.Contains(public, `"alg":"ES256"`) {
		t.Errorf("the public set is %s", public)
	}
}

func TestNoKeyIsEmptyEverywhere(t *testing.T) {
	var k Key
	if !k.Empty() || k.Algorithm()+k.ID()+k.Thumbprint()+k.PublicJWKS("")+k.String() != "" || !k.PEM().Empty() || !k.JWK().Empty() || slices.Contains(k.Algorithms(), "RS256") {
		t.Errorf("the zero key is not empty: %v", k)
	}
}

func FuzzParseKey(f *testing.F) {
	for _, signer := range signers(f) {
		f.Add(pkcs8(f, signer))
		f.Add(`{"keys":[` + jwk(f, signer) + `]}`)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ParseKey(NewSecret(text))
		if (err == nil) == k.Empty() {
			t.Errorf("ParseKey gave a key %t and the error %v", !k.Empty(), err)
		}
	})
}
