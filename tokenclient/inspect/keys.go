package inspect

import (
	"crypto"
	"slices"

	"realmscope/tokenclient"
)

// KeySource is where keys came from.
type KeySource string

// The sources of keys.
const (
	SourceRealm  KeySource = "realm"  // published by the profile's realm
	SourceIssuer KeySource = "issuer" // published by the issuer that the token names
	SourceCached KeySource = "cached" // published earlier and kept, for use offline
	SourceGiven  KeySource = "given"  // by the user's hand
)

// Keys are what signatures are checked with. The zero value has none. It is
// immutable and safe for concurrent use; formatters show no secret of it.
type Keys struct {
	source KeySource
	// list is what can check a signature or tell why it must not.
	list []verifyingKey
	// strict keys are compared by kid, as a key set's are; a PEM or a secret
	// has none.
	strict bool
	// skipped are the keys of a set that cannot be used.
	skipped []tokenclient.SkippedKey
}

// verifyingKey is one key. Exactly one of public and secret is set.
type verifyingKey struct {
	id, algorithm, use string
	operations         []string
	public             crypto.PublicKey // *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey
	secret             tokenclient.Secret
	bits               int
	weak               string // see weakness
	// form is how the key was written: "jwks", "jwk", "pem", "certificate",
	// "der", "secret", "secret_base64".
	form string
}

// Empty tells whether there is no key at all.
func (k Keys) Empty() bool { return len(k.list) == 0 && len(k.skipped) == 0 }

// Source is where the keys came from, "" for the zero value.
func (k Keys) Source() KeySource { return k.source }

// KeysOf are the keys that a realm publishes.
func KeysOf(set tokenclient.KeySet, source KeySource) Keys {
	k := Keys{source: source, strict: true, skipped: set.Skipped}
	for _, p := range set.Keys {
		k.list = append(k.list, publishedKey(p, "jwks"))
	}
	return k
}

func publishedKey(p tokenclient.PublishedKey, form string) verifyingKey {
	return verifyingKey{
		id: p.ID, algorithm: p.Algorithm, use: p.Use, operations: p.Operations,
		public: p.Public, bits: p.Bits, weak: weakness(p.Public), form: form,
	}
}

// allows tells whether key_ops, when the key has any, names an operation (RFC
// 7517 section 4.3).
func (k verifyingKey) allows(operation string) bool {
	return len(k.operations) == 0 || slices.Contains(k.operations, operation)
}
