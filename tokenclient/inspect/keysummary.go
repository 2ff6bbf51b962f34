package inspect

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
)

// KeySummary is what can be shown of a key that is at hand. It never holds the
// key itself.
type KeySummary struct {
	// Kind is "RSA", "EC", "Ed25519" or "secret".
	Kind string
	// ID is kid, as text safe to show; "" for none.
	ID   string
	Bits int
	// Fingerprint is the SHA-256 of a public key's SubjectPublicKeyInfo (RFC 5280
	// section 4.1) in hexadecimal. A secret has none: a short one could be guessed
	// from it.
	Fingerprint string
}

// Summaries lists the keys that signatures can be checked with, in their order.
// The two readings of a secret, as text and as base64, count as one.
func (k Keys) Summaries() []KeySummary {
	var out []KeySummary
	for _, key := range k.list {
		if key.form == "secret_base64" {
			continue
		}
		s := KeySummary{ID: Clip(key.id, 80), Bits: key.bits, Kind: "secret"}
		switch key.public.(type) {
		case *rsa.PublicKey:
			s.Kind = "RSA"
		case *ecdsa.PublicKey:
			s.Kind = "EC"
		case ed25519.PublicKey:
			s.Kind = "Ed25519"
		}
		if key.public == nil {
			s.Bits = 8 * key.secret.Len()
		} else if der, err := x509.MarshalPKIXPublicKey(key.public); err == nil {
			sum := sha256.Sum256(der)
			s.Fingerprint = hex.EncodeToString(sum[:])
		}
		out = append(out, s)
	}
	return out
}
