package tokenclient

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// The sizes of RSA keys in bits. Larger ones only serve to stall a reader.
const (
	leastRSA  = 1024
	goodRSA   = 2048
	largeRSA  = 16384
	ed25519In = 43 // base64url characters of a point
)

// PublishedKey is one published public key (RFC 7517 section 4).
type PublishedKey struct {
	// ID, Type, Algorithm, Use and Curve are kid, kty, alg, use and crv as sent:
	// hostile text, not yet fit to be shown. Algorithm and Use can be missing;
	// a key with Use "enc" must not check a signature.
	ID, Type, Algorithm, Use, Curve string
	// Operations is key_ops.
	Operations []string
	// Bits is the size of an RSA modulus or of a curve's coordinates.
	Bits int
	// Public is an *rsa.PublicKey, an *ecdsa.PublicKey or an ed25519.PublicKey.
	Public crypto.PublicKey
	// JSON is the key's exact text: a Secret, since a careless server publishes
	// private members too.
	JSON Secret
	// Notes are stable words: "private" (it has members that nobody may see),
	// "weak" (RSA below 2,048 bits), "kid.missing", "kid.repeated".
	Notes []string
}

// readKey reads one key of a set; reason says why it is not usable.
func readKey(raw json.RawMessage) (k PublishedKey, reason string) {
	o, err := readObject(raw)
	if err != nil {
		return PublishedKey{}, "not_object"
	}
	k = PublishedKey{JSON: NewSecret(string(raw)), Operations: o.words("key_ops")}
	for name, field := range map[string]*string{"kid": &k.ID, "kty": &k.Type, "alg": &k.Algorithm, "use": &k.Use, "crv": &k.Curve} {
		*field, _ = o.text(name)
	}
	if slices.ContainsFunc(o.repeated(), func(name string) bool { return slices.Contains(publicMembers(), name) }) {
		return k, "duplicate"
	}
	if reason := k.unfit(o); reason != "" {
		return k, reason
	}
	if k.Public = publicKey(o, k.Type); k.Public == nil {
		return k, "broken"
	}
	if reason := k.measure(); reason != "" {
		return k, reason
	}
	if k.ID == "" {
		k.Notes = append(k.Notes, "kid.missing")
	}
	for _, name := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"} {
		if o.last(name) != nil {
			k.Notes = append(k.Notes, "private")
			break
		}
	}
	return k, ""
}

// publicMembers are all that a key is made of. Certificates in it are not read:
// they prove nothing here (RFC 8725 section 3.10), and a bad one would spoil a
// good key.
func publicMembers() []string { return []string{"kty", "kid", "use", "alg", "crv", "n", "e", "x", "y"} }

// publicKey parses the public members only, nil for what is none. RSA keys are
// read here because the library stops at 4,096 bits.
func publicKey(o object, kind string) crypto.PublicKey {
	if kind == "RSA" {
		n, e := o.number("n"), o.number("e")
		if n == nil || e == nil || e.BitLen() > 32 {
			return nil
		}
		return &rsa.PublicKey{N: n, E: int(e.Int64())}
	}
	part := map[string]json.RawMessage{}
	for _, name := range []string{"kty", "crv", "x", "y"} {
		if raw := o.last(name); raw != nil {
			part[name] = raw
		}
	}
	text, err := json.Marshal(part)
	var parsed jose.JSONWebKey
	if err != nil || parsed.UnmarshalJSON(text) != nil {
		return nil
	}
	return parsed.Key
}

// number is a positive number of RFC 7518 section 2, Base64urlUInt.
func (o object) number(name string) *big.Int {
	text, _ := o.text(name)
	bytes, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(bytes) == 0 || strings.ContainsAny(text, "\r\n") {
		return nil
	}
	return new(big.Int).SetBytes(bytes)
}

// unfit refuses keys by type and size before any number is computed.
func (k *PublishedKey) unfit(o object) string {
	switch k.Type {
	case "":
		return "kty.missing"
	case "oct":
		return "kty.secret"
	case "RSA":
		if n, _ := o.text("n"); len(n) > largeRSA/6+4 {
			return "too_large"
		}
	case "EC":
		if !slices.Contains([]string{"P-256", "P-384", "P-521"}, k.Curve) {
			return "crv.unknown"
		}
	case "OKP":
		if k.Curve != "Ed25519" {
			return "crv.unknown"
		}
		if x, _ := o.text("x"); len(x) != ed25519In {
			return "broken"
		}
	default:
		return "kty.unknown"
	}
	return ""
}

// measure checks the numbers of a parsed key.
func (k *PublishedKey) measure() string {
	switch key := k.Public.(type) {
	case *rsa.PublicKey:
		k.Bits = key.N.BitLen()
		switch {
		case k.Bits < leastRSA:
			return "too_small"
		case k.Bits > largeRSA:
			return "too_large"
		case key.N.Bit(0) == 0:
			return "modulus"
		case key.E < 3 || key.E > math.MaxInt32 || key.E%2 == 0:
			return "exponent"
		case k.Bits < goodRSA:
			k.Notes = append(k.Notes, "weak")
		}
	case *ecdsa.PublicKey:
		k.Bits = key.Params().BitSize
	case ed25519.PublicKey:
		k.Bits = 8 * len(key)
	default:
		return "broken"
	}
	return ""
}
