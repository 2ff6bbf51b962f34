package inspect

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"

	"github.com/golang-jwt/jwt/v5"
)

// family is a way to sign.
type family string

const (
	familyRSA   family = "RSA"
	familyEC    family = "EC"
	familyEd    family = "Ed25519"
	familyHMAC  family = "HMAC"
	familyOther family = ""
)

// algorithm is one JWS algorithm that can be checked (RFC 7518 section 3.1, RFC
// 8037 section 3.1, RFC 9864 section 2.2).
type algorithm struct {
	name   string
	family family
	method jwt.SigningMethod
	// curve is the size of the curve's coordinates in bits, 0 outside ECDSA.
	curve int
	// hash is the size of the hash in bytes: the least length of an HMAC key.
	hash int
}

// algorithmNamed finds an algorithm, by its exact name. ok is false for "none"
// and for all that is not supported.
func algorithmNamed(name string) (a algorithm, ok bool) {
	switch name {
	case "RS256":
		a = algorithm{family: familyRSA, method: jwt.SigningMethodRS256}
	case "RS384":
		a = algorithm{family: familyRSA, method: jwt.SigningMethodRS384}
	case "RS512":
		a = algorithm{family: familyRSA, method: jwt.SigningMethodRS512}
	case "PS256":
		a = algorithm{family: familyRSA, method: exactSalt(jwt.SigningMethodPS256)}
	case "PS384":
		a = algorithm{family: familyRSA, method: exactSalt(jwt.SigningMethodPS384)}
	case "PS512":
		a = algorithm{family: familyRSA, method: exactSalt(jwt.SigningMethodPS512)}
	case "ES256":
		a = algorithm{family: familyEC, method: jwt.SigningMethodES256, curve: 256}
	case "ES384":
		a = algorithm{family: familyEC, method: jwt.SigningMethodES384, curve: 384}
	case "ES512":
		a = algorithm{family: familyEC, method: jwt.SigningMethodES512, curve: 521}
	case "EdDSA", "Ed25519":
		a = algorithm{family: familyEd, method: jwt.SigningMethodEdDSA}
	case "HS256":
		a = algorithm{family: familyHMAC, method: jwt.SigningMethodHS256, hash: 32}
	case "HS384":
		a = algorithm{family: familyHMAC, method: jwt.SigningMethodHS384, hash: 48}
	case "HS512":
		a = algorithm{family: familyHMAC, method: jwt.SigningMethodHS512, hash: 64}
	default:
		return algorithm{}, false
	}
	a.name = name
	return a, true
}

// exactSalt is an RSA-PSS method that wants the salt to be as long as the hash
// (RFC 7518 section 3.5). golang-jwt's own accepts any length when it verifies.
func exactSalt(m *jwt.SigningMethodRSAPSS) *jwt.SigningMethodRSAPSS {
	options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
	return &jwt.SigningMethodRSAPSS{SigningMethodRSA: m.SigningMethodRSA, Options: options, VerifyOptions: options}
}

// family is the way in which a key signs.
func (k verifyingKey) family() family {
	switch k.public.(type) {
	case *rsa.PublicKey:
		return familyRSA
	case *ecdsa.PublicKey:
		return familyEC
	case ed25519.PublicKey:
		return familyEd
	}
	if !k.secret.Empty() {
		return familyHMAC
	}
	return familyOther
}

// unfit tells why a key must not check a signature of an algorithm, "" if it
// may: the key decides, not the token (RFC 8725 sections 3.1 and 3.5).
func (k verifyingKey) unfit(a algorithm) string {
	switch {
	case k.family() != a.family:
		return "kind"
	case a.family == familyEC && k.bits != a.curve:
		return "curve"
	case k.use != "" && k.use != "sig":
		return "use"
	case !k.allows("verify"):
		return "operations"
	case k.algorithm != "" && k.algorithm != a.name && !sameCurve(k.algorithm, a.name):
		return "algorithm"
	case a.family == familyHMAC && k.secret.Len() < a.hash:
		return "short"
	case k.weak != "":
		return k.weak
	}
	return ""
}

// sameCurve tells whether both names mean Ed25519 (RFC 9864 section 2.2).
func sameCurve(a, b string) bool {
	ed := func(name string) bool { return name == "EdDSA" || name == "Ed25519" }
	return ed(a) && ed(b)
}

// verify tells whether the signature over the text fits. Errors of the library
// say no more than that it does not.
func (k verifyingKey) verify(a algorithm, signed string, signature []byte) bool {
	if a.family == familyHMAC {
		return a.method.Verify(signed, signature, []byte(k.secret.Reveal())) == nil
	}
	return a.method.Verify(signed, signature, k.public) == nil
}
