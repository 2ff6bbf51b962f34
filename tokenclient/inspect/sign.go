package inspect

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"realmscope/tokenclient"
)

// SigningKey is what a token is made with: a private key, or the secret of an
// HMAC. The zero value is none. Formatters show neither.
type SigningKey struct {
	private tokenclient.Key
	secret  tokenclient.Secret
	// algorithm is the usual one.
	algorithm string
}

// GenerateSigningKey makes a key for an algorithm: RS, PS, ES 256 to 512,
// EdDSA, or HS with a secret as long as the hash (RFC 7518 section 3.2). An RSA
// key can take a second. The error is a *SignError.
func GenerateSigningKey(name string) (SigningKey, error) {
	a, ok := algorithmNamed(name)
	if !ok {
		return SigningKey{}, &SignError{Reason: "algorithm"}
	}
	if a.family == familyHMAC {
		secret := make([]byte, a.hash)
		if _, err := rand.Read(secret); err != nil {
			return SigningKey{}, &SignError{Reason: "key"}
		}
		return SigningKey{secret: tokenclient.NewSecret(string(secret)), algorithm: name}, nil
	}
	if name == "Ed25519" {
		name = "EdDSA"
	}
	private, err := tokenclient.GenerateKey(name)
	if err != nil {
		return SigningKey{}, &SignError{Reason: "key"}
	}
	return SigningKey{private: private, algorithm: name}, nil
}

// ParseSigningKey reads a key that the user gives: a private key as
// tokenclient.ParseKey reads it, or else a secret for HS256 to HS512, as text
// or a JWK of kty "oct". What looks like a public key, a certificate or a token
// is refused, so that none is used as a secret. The error is a *SignError.
func ParseSigningKey(text tokenclient.Secret) (SigningKey, error) {
	private, err := tokenclient.ParseKey(text)
	if err == nil {
		return SigningKey{private: private, algorithm: private.Algorithm()}, nil
	}
	var e *tokenclient.Error
	if errors.As(err, &e) {
		switch e.Reason {
		case "key_encrypted", "key_weak", "key_public", "key_several", "key_empty", "key_too_large":
			return SigningKey{}, &SignError{Reason: e.Reason}
		}
	}
	keys, err := KeysFrom(text)
	if err != nil || len(keys.list) == 0 || keys.list[0].secret.Empty() {
		return SigningKey{}, &SignError{Reason: "key"}
	}
	k := SigningKey{secret: keys.list[0].secret, algorithm: keys.list[0].algorithm}
	if fit := k.Algorithms(); k.algorithm == "" && len(fit) > 0 {
		k.algorithm = fit[0]
	}
	if len(k.Algorithms()) == 0 {
		return SigningKey{}, &SignError{Reason: "key_short"}
	}
	return k, nil
}

// Empty tells whether there is no key.
func (k SigningKey) Empty() bool { return k.private.Empty() && k.secret.Empty() }

// Algorithm is the one that the key was made for, or the usual one.
func (k SigningKey) Algorithm() string { return k.algorithm }

// ID is kid of the JWK that the key came from, else the thumbprint of its
// public key (RFC 7638); "" for a secret.
func (k SigningKey) ID() string {
	if id := k.private.ID(); id != "" {
		return id
	}
	return k.private.Thumbprint()
}

// Algorithms are those that the key can sign with; of a secret those whose
// hash is no longer than it (RFC 7518 section 3.2).
func (k SigningKey) Algorithms() []string {
	if !k.private.Empty() {
		return k.private.Algorithms()
	}
	var list []string
	for _, name := range []string{"HS256", "HS384", "HS512"} {
		if a, ok := algorithmNamed(name); ok && k.secret.Len() >= a.hash {
			list = append(list, name)
		}
	}
	return list
}

// PublicJWKS is the public half as a JWK Set, to be given to what shall accept
// the tokens; "" for a secret.
//
// Its kid is the one that Mint.Sign writes: servers look keys up by it.
func (k SigningKey) PublicJWKS() string {
	set := k.private.PublicJWKS(k.algorithm)
	if k.private.ID() != "" {
		return set
	}
	const start = `{"keys":[{`
	return strings.Replace(set, start, start+`"kid":`+jsonText(k.ID())+",", 1)
}

// For is the same key with another one of its algorithms as the usual one,
// which PublicJWKS then names; any other algorithm changes nothing.
func (k SigningKey) For(algorithm string) SigningKey {
	if slices.Contains(k.Algorithms(), algorithm) {
		k.algorithm = algorithm
	}
	return k
}

// Export is the key itself, to be kept: PEM, or the secret in base64url.
func (k SigningKey) Export() tokenclient.Secret {
	if !k.private.Empty() {
		return k.private.PEM()
	}
	return tokenclient.NewSecret(base64.RawURLEncoding.EncodeToString([]byte(k.secret.Reveal())))
}

// Keys are what the tokens of this key are checked with.
func (k SigningKey) Keys() Keys {
	keys := privateKeys(k.private)
	if k.private.Empty() {
		keys = Keys{list: []verifyingKey{{secret: k.secret, bits: 8 * k.secret.Len(), form: "secret"}}}
	}
	keys.source = SourceGiven
	return keys
}

// SignError tells why no token was made. It never quotes what was given.
type SignError struct {
	// Reason is a stable word with the text "sign.{Reason}" in
	// assets/translations/checks.*.json; see SignReasons.
	Reason string
}

// Error names the reason.
func (e *SignError) Error() string { return "make a token: " + e.Reason }

// SignReasons lists every Reason of a SignError.
func SignReasons() []string {
	return []string{
		"algorithm", "key", "key_encrypted", "key_weak", "key_public", "key_several", "key_empty", "key_too_large", "key_short",
		"header", "claims", "too_large",
	}
}

// Draft is a token to be made, as a person edits it.
type Draft struct {
	// Header is a JSON object; alg is set to Algorithm, and kid to the key's
	// when the header has none. Empty stands for {"typ":"JWT"}.
	Header string
	// Claims is a JSON object. Order, digits and doubled members stay as
	// written, blanks between them go.
	Claims string
	// Algorithm is one of the key's; empty for its usual one.
	Algorithm string
}

// DraftOf is a draft with the header and the claims of a token, without what
// belongs to its old signature.
func DraftOf(t *Token) Draft {
	d := Draft{Claims: "{}"}
	if t.payload() != nil && t.Payload.Kind == KindObject {
		d.Claims = t.Payload.Raw
	}
	var kept []string
	for _, m := range t.header().members() {
		switch m.Name {
		case "alg", "kid", "x5c", "x5t", "x5t#S256", "x5u", "jku", "jwk", "crit", "crv", "b64", "enc", "zip", "epk":
		default:
			kept = append(kept, jsonText(m.Name)+":"+m.Value.Raw)
		}
	}
	d.Header = "{" + strings.Join(kept, ",") + "}"
	return d
}
