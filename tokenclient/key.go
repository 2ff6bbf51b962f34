package tokenclient

import (
	"cmp"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"slices"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// The sizes of RSA keys that are used, in bits: RFC 7518 section 3.3 asks for
// 2048 at least; a larger one than most only costs time.
const (
	minRSA = 2048
	maxRSA = 16384
)

// Key is a private key that signs: RSA, EC (P-256, P-384, P-521) or Ed25519.
// Every formatter, encoder and logger shows "[hidden]" for it; only PEM and JWK
// give it, as a Secret. The zero value is no key. Make one with ParseKey or
// NewDPoPKey. It is immutable and safe for concurrent use.
type Key struct{ concealed[keyMaterial] }

// keyMaterial is the key itself.
type keyMaterial struct {
	signer    crypto.Signer // *rsa.PrivateKey, *ecdsa.PrivateKey or ed25519.PrivateKey
	id        string        // kid of a JWK
	algorithm string        // the usual one of the key, or alg of a JWK
}

// newKey checks what a parser found. reason is "" for a key that can be used.
func newKey(private any, id, algorithm string) (k Key, reason string) {
	signer, ok := private.(crypto.Signer)
	if !ok {
		return Key{}, "key_kind"
	}
	fitting := algorithmsOf(signer.Public())
	switch key := private.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() < minRSA {
			return Key{}, "key_weak"
		}
		if key.N.BitLen() > maxRSA {
			return Key{}, "key_too_large"
		}
	case *ecdsa.PrivateKey, ed25519.PrivateKey:
	default:
		return Key{}, "key_kind"
	}
	if len(fitting) == 0 { // another curve
		return Key{}, "key_kind"
	}
	if !slices.Contains(fitting, algorithm) {
		algorithm = fitting[0]
	}
	return Key{concealed[keyMaterial]{&keyMaterial{signer: signer, id: id, algorithm: algorithm}}}, ""
}

// algorithmsOf are the signature algorithms of a key (RFC 7518 section 3.1,
// RFC 8037 section 3.1), the usual one first.
func algorithmsOf(public crypto.PublicKey) []string {
	switch key := public.(type) {
	case *rsa.PublicKey:
		return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
	case *ecdsa.PublicKey:
		switch key.Curve.Params().BitSize {
		case 256:
			return []string{"ES256"}
		case 384:
			return []string{"ES384"}
		case 521:
			return []string{"ES512"}
		}
	case ed25519.PublicKey:
		return []string{"EdDSA"}
	}
	return nil
}

// Algorithms are the JWS algorithms that the key can sign with, the usual one
// first (RFC 7518 section 3.1, RFC 8037); nil without a key.
func (k Key) Algorithms() []string {
	if k.Empty() {
		return nil
	}
	return algorithmsOf(k.held.signer.Public())
}

// Algorithm is alg of the JWK that the key came from, else the usual one:
// RS256, ES256, ES384, ES512 or EdDSA; "" without a key.
func (k Key) Algorithm() string {
	if k.Empty() {
		return ""
	}
	return k.held.algorithm
}

// ID is kid of the JWK that the key came from, "" when it had none.
func (k Key) ID() string {
	if k.Empty() {
		return ""
	}
	return k.held.id
}

// Equal tells whether two keys are the same, with the same kid and alg.
func (k Key) Equal(other Key) bool {
	return k.Empty() == other.Empty() && k.ID() == other.ID() && k.Algorithm() == other.Algorithm() && k.Thumbprint() == other.Thumbprint()
}

// Thumbprint is the SHA-256 JWK thumbprint of the public key in base64url (RFC
// 7638): jkt of RFC 9449, and a usual kid. "" without a key.
func (k Key) Thumbprint() string {
	if k.Empty() {
		return ""
	}
	public := jose.JSONWebKey{Key: k.held.signer.Public()}
	sum, err := public.Thumbprint(crypto.SHA256)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// PublicJWKS is the public key as a JWK Set (RFC 7517 section 5), to be
// registered with the client: Keycloak's Keys tab imports it. algorithm is the
// one that will be used, Key.Algorithm when empty: Keycloak looks a key without
// kid up by it. "" without a key.
func (k Key) PublicJWKS(algorithm string) string {
	if k.Empty() {
		return ""
	}
	if algorithm == "" {
		algorithm = k.Algorithm()
	}
	public := jose.JSONWebKey{Key: k.held.signer.Public(), KeyID: cmp.Or(k.ID(), k.Thumbprint()), Algorithm: algorithm, Use: "sig"}
	return string(marshalKey(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{public}}))
}

// PEM is the private key in PKCS 8 (RFC 5958, RFC 7468 section 10).
func (k Key) PEM() Secret {
	if k.Empty() {
		return Secret{}
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.held.signer)
	if err != nil {
		return Secret{}
	}
	return NewSecret(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
}

// JWK is the private key in JSON (RFC 7517), with its kid and alg.
func (k Key) JWK() Secret {
	if k.Empty() {
		return Secret{}
	}
	return NewSecret(string(marshalKey(jose.JSONWebKey{Key: k.held.signer, KeyID: k.ID(), Algorithm: k.Algorithm()})))
}

// marshalKey writes a key that has been checked before.
func marshalKey(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}

// publicJWK is the bare public key, for the header of a DPoP proof.
func (k Key) publicJWK() json.RawMessage {
	return marshalKey(jose.JSONWebKey{Key: k.held.signer.Public()})
}

// sign makes a compact JWS (RFC 7515 section 3.1). header adds to alg and typ.
func (k Key) sign(algorithm string, header, claims map[string]any) (Secret, *Error) {
	if k.Empty() {
		return Secret{}, settingError("key_missing")
	}
	if !slices.Contains(k.Algorithms(), algorithm) {
		return Secret{}, settingError("key_algorithm")
	}
	return signJWT(jwt.GetSigningMethod(algorithm), k.held.signer, header, claims)
}

// signJWT makes a compact JWS with any key.
func signJWT(method jwt.SigningMethod, key any, header, claims map[string]any) (Secret, *Error) {
	token := jwt.NewWithClaims(method, jwt.MapClaims(claims))
	for name, value := range header {
		token.Header[name] = value
	}
	text, err := token.SignedString(key)
	if err != nil {
		e := settingError("key_algorithm")
		e.Err = err
		return Secret{}, e
	}
	return NewSecret(text), nil
}

// settingError is the error of a key, a certificate or a connection's setting.
func settingError(reason string) *Error { return &Error{Kind: KindSetting, Reason: reason} }
