package tokenclient

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// DPoPKey is a key to which tokens are bound (RFC 9449). It masks itself as Key
// does; PEM and JWK give it as a Secret, for a vault. Thumbprint is jkt of the
// token's cnf. The zero value is no key and binds nothing.
type DPoPKey struct{ Key }

// NewDPoPKey makes a key for an algorithm: ES256 (the default, when empty),
// RS256 or EdDSA. Other algorithms are an *Error of KindSetting.
func NewDPoPKey(algorithm string) (DPoPKey, error) {
	var (
		signer crypto.Signer
		err    error
	)
	switch algorithm {
	case "", "ES256":
		signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "RS256":
		signer, err = rsa.GenerateKey(rand.Reader, minRSA)
	case "EdDSA":
		_, signer, err = ed25519.GenerateKey(rand.Reader)
	default:
		return DPoPKey{}, settingError("key_algorithm")
	}
	if err != nil {
		e := settingError("key_kind")
		e.Err = err
		return DPoPKey{}, e
	}
	k, reason := newKey(signer, "", algorithm)
	if reason != "" {
		return DPoPKey{}, settingError(reason)
	}
	return DPoPKey{k}, nil
}

// ParseDPoPKey reads a key as ParseKey does, such as one that PEM or JWK gave,
// with the same errors.
func ParseDPoPKey(data Secret) (DPoPKey, error) {
	k, err := ParseKey(data)
	return DPoPKey{k}, err
}

// Equal tells whether two keys are the same.
func (k DPoPKey) Equal(other DPoPKey) bool { return k.Key.Equal(other.Key) }

// Proof makes the value of the DPoP header for one request (RFC 9449 section
// 4.2): method and address, a new jti, the time. token is the access token
// that goes with the request, empty at a token endpoint; nonce is the server's
// last one, empty if it gave none. The address is taken without query and
// fragment. The error is an *Error.
func (k DPoPKey) Proof(method, address, nonce string, token Secret) (Secret, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Secret{}, addressError("syntax")
	}
	proof, e := k.proof(method, u, nonce, token)
	if e != nil {
		return Secret{}, e
	}
	return proof, nil
}

func (k DPoPKey) proof(method string, u *url.URL, nonce string, token Secret) (Secret, *Error) {
	if k.Empty() {
		return Secret{}, settingError("key_missing")
	}
	claims := map[string]any{
		"jti": rand.Text(), // 130 bits
		"htm": method, "htu": proofAddress(u), "iat": time.Now().Unix(),
	}
	if !token.Empty() {
		sum := sha256.Sum256([]byte(token.Reveal()))
		claims["ath"] = base64.RawURLEncoding.EncodeToString(sum[:])
	}
	if nonce != "" {
		claims["nonce"] = nonce
	}
	header := map[string]any{"typ": "dpop+jwt", "jwk": k.publicJWK()}
	return k.sign(k.Algorithm(), header, claims)
}

// proofAddress is htu: the address as it is sent, without query and fragment.
func proofAddress(u *url.URL) string {
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}
	return bare.String()
}

// prove adds a DPoP proof to a request.
func (c *Client) prove(req *http.Request, key DPoPKey, token Secret) *Error {
	origin, _ := Origin(req.URL.String()) // an odd one has no nonce
	proof, e := key.proof(req.Method, req.URL, c.nonces.of(origin), token)
	if e != nil {
		e.Endpoint = bareURL(req.URL)
		return e
	}
	req.Header.Set("DPoP", proof.Reveal())
	return nil
}

// noteBinding adds what a client that asked for bound tokens must know (RFC
// 9449 section 5): a server without DPoP ignores the proof and gives tokens
// that anybody can use.
func noteBinding(set TokenSet) []string {
	if strings.EqualFold(set.TokenType, "DPoP") || slices.Contains(set.Notes, "dpop.unbound") {
		return set.Notes
	}
	return append(slices.Clip(set.Notes), "dpop.unbound")
}
