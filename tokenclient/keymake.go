package tokenclient

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// GenerateKey makes a private key for a signature algorithm of Key.Algorithms,
// RSA keys with 2,048 bits. It can take a second. Another algorithm is an
// *Error of KindSetting.
func GenerateKey(algorithm string) (Key, error) {
	var (
		signer crypto.Signer
		err    error
	)
	switch algorithm {
	case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
		signer, err = rsa.GenerateKey(rand.Reader, minRSA)
	case "ES256":
		signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "ES384":
		signer, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case "ES512":
		signer, err = ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case "EdDSA":
		_, signer, err = ed25519.GenerateKey(rand.Reader)
	default:
		return Key{}, settingError("key_algorithm")
	}
	if err != nil {
		e := settingError("key_kind")
		e.Err = err
		return Key{}, e
	}
	k, reason := newKey(signer, "", algorithm)
	if reason != "" {
		return Key{}, settingError(reason)
	}
	return k, nil
}

// Signature signs a text and gives the bytes of a JWS signature (RFC 7515
// section 5.1, RFC 7518 section 3.1). The error is an *Error of KindSetting
// with the Reason "key_missing" or "key_algorithm".
func (k Key) Signature(algorithm, text string) ([]byte, error) {
	if k.Empty() {
		return nil, settingError("key_missing")
	}
	if !slices.Contains(k.Algorithms(), algorithm) {
		return nil, settingError("key_algorithm")
	}
	signature, err := jwt.GetSigningMethod(algorithm).Sign(text, k.held.signer)
	if err != nil {
		e := settingError("key_algorithm")
		e.Err = err
		return nil, e
	}
	return signature, nil
}
