package inspect_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

func TestWhatIsNoKeyIsNamed(t *testing.T) {
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := x509.MarshalPKIXPublicKey(p224.Public())
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte, headers map[string]string) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der, Headers: headers}))
	}
	for name, tt := range map[string]struct{ text, want string }{
		"empty":             {"", "empty"},
		"blanks":            {" \r\n\t", "empty"},
		"too large":         {strings.Repeat("x", 1<<20+1), "too_large"},
		"ssh":               {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@home", "form"},
		"ssh, ECDSA":        {"ecdsa-sha2-nistp256 AAAA", "form"},
		"RFC 4716":          {"---- BEGIN SSH2 PUBLIC KEY ----", "form"},
		"an address":        {"https://sso.example/realms/shop/protocol/openid-connect/certs", "address"},
		"a page":            {"<html><body>login</body></html>", "address"},
		"a token":           {signed(t, "RS256", nil, nil), "token"},
		"JSON":              {`{"error":"invalid_client"}`, "json"},
		"cut JSON":          {`{"keys":[{"kty":"RSA"`, "json"},
		"keys is no list":   {`{"keys":{"kty":"RSA"}}`, "json"},
		"two documents":     {`{"keys":[]}{"keys":[]}`, "json"},
		"empty set":         {`{"keys":[]}`, "none"},
		"oct without k":     {`{"kty":"oct"}`, "unusable"},
		"oct with blanks":   {`{"kty":"oct","k":"AAAA AAAA"}`, "unusable"},
		"oct twice":         {`{"kty":"oct","k":"AAAA","k":"BBBB"}`, "unusable"},
		"another curve":     {`{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}`, "unusable"},
		"Ed448":             {`{"kty":"OKP","crv":"Ed448","x":"AA"}`, "unusable"},
		"no PEM":            {"-----BEGIN PUBLIC KEY-----\nrubbish", "pem"},
		"damaged PEM":       {block("PUBLIC KEY", []byte{0x30, 3, 1, 2, 3}, nil), "unusable"},
		"P-224":             {block("PUBLIC KEY", curve, nil), "unusable"},
		"with a passphrase": {block("ENCRYPTED PRIVATE KEY", []byte{0x30, 0}, nil), "encrypted"},
		"OpenSSH":           {block("OPENSSH PRIVATE KEY", []byte("openssh-key-v1"), nil), "unusable"},
		"too many":          {strings.Repeat(block("CERTIFICATE", certificate(t, vectorKeys().p256), nil), 65), "too_many"},
	} {
		t.Run(name, func(t *testing.T) {
			k, err := inspect.KeysFrom(tokenclient.NewSecret(tt.text))
			var fault *inspect.KeyError
			if !errors.As(err, &fault) || fault.Reason != tt.want || !k.Empty() {
				t.Fatalf("got %v, want %s", err, tt.want)
			}
			fill(t, checkTexts(t, "es"), "keys.fault."+fault.Reason, nil)
		})
	}
}

// One broken key of a set does not spoil the others.
func TestABrokenKeySpoilsNoOther(t *testing.T) {
	set := `{"keys":[7,{"kty":"EC"},{"kty":"RSA","n":"","e":""},` + asJSON(t, jwkOf(t, vectorKeys().ed, nil)) + `]}`
	checks := inspect.Verify(inspect.Decode(signed(t, "EdDSA", nil, nil)), keys(t, set), atNoon())
	if !inspect.InForce(checks) {
		t.Errorf("got %v", told(checks))
	}
}
