package inspect

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"time"
)

// The bounds of a certificate chain in a header.
const (
	maxCertificates = 10
	maxCertificate  = 64 << 10
)

// Certificate is one of a header's x5c (RFC 7515 section 4.1.6). It proves
// nothing here: the sender chose it. The texts are safe to show.
type Certificate struct {
	Subject, Issuer, Serial string
	// Algorithm is how it was signed, Key the sort of its key: "RSA", "ECDSA",
	// "Ed25519".
	Algorithm, Key      string
	NotBefore, NotAfter time.Time
	// SHA256 is its fingerprint in hexadecimal.
	SHA256 string
	// Broken tells that it could not be read; all else is then empty.
	Broken bool
}

// certificates reads the header's x5c.
func (t *Token) certificates() []Certificate {
	m, ok := t.header().last("x5c")
	if !ok || m.Value.Kind != KindArray {
		return nil
	}
	var list []Certificate
	for _, item := range m.Value.Items[:min(len(m.Value.Items), maxCertificates)] {
		list = append(list, readCertificate(item))
	}
	return list
}

func readCertificate(v Value) Certificate {
	if v.Kind != KindString || len(v.Text) > maxCertificate {
		return Certificate{Broken: true}
	}
	der, err := base64.StdEncoding.DecodeString(v.Text)
	if err != nil {
		return Certificate{Broken: true}
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return Certificate{Broken: true}
	}
	const longest = 200
	sum := sha256.Sum256(der)
	return Certificate{
		Subject: Clip(c.Subject.String(), longest), Issuer: Clip(c.Issuer.String(), longest),
		Serial:    Clip(c.SerialNumber.Text(16), longest),
		Algorithm: c.SignatureAlgorithm.String(), Key: c.PublicKeyAlgorithm.String(),
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, SHA256: hex.EncodeToString(sum[:]),
	}
}
