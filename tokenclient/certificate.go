package tokenclient

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"time"
)

// Certificate is a client certificate with its key. The zero value is none.
type Certificate struct {
	// Chain is the certificate and those that lead to its authority, in PEM,
	// at most 64 KiB.
	Chain []byte
	// Key is the first certificate's private key; see ParseKey.
	Key Key
}

// Empty tells whether there is neither certificate nor key.
func (c Certificate) Empty() bool { return len(c.Chain) == 0 && c.Key.Empty() }

// Expires is when the certificate ends, zero if there is no readable one.
func (c Certificate) Expires() time.Time {
	chain, ok := certificates(c.Chain)
	if !ok || len(chain) == 0 {
		return time.Time{}
	}
	return chain[0].NotAfter
}

// pair is the certificate for a connection, nil for none. An expired one is
// used: the server decides, and this machine's clock may be the one at fault.
func (c Certificate) pair() (*tls.Certificate, *Error) {
	if c.Empty() {
		return nil, nil
	}
	chain, ok := certificates(c.Chain)
	if !ok || len(chain) == 0 {
		return nil, settingError("certificate_malformed")
	}
	if c.Key.Empty() {
		return nil, settingError("key_missing")
	}
	public, ok := c.Key.held.signer.Public().(interface{ Equal(x crypto.PublicKey) bool })
	if !ok || !public.Equal(chain[0].PublicKey) {
		return nil, settingError("certificate_mismatch")
	}
	pair := &tls.Certificate{PrivateKey: c.Key.held.signer, Leaf: chain[0]}
	for _, certificate := range chain {
		pair.Certificate = append(pair.Certificate, certificate.Raw)
	}
	return pair, nil
}

// certificates reads the certificates of a PEM text. Other blocks, such as a
// key in the same file, are skipped; ok is false for a text that holds
// something but no certificate, or a broken one.
func certificates(text []byte) (found []*x509.Certificate, ok bool) {
	if len(text) > maxKey {
		return nil, false
	}
	rest := text
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return found, len(found) > 0 || len(text) == 0
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, false
		}
		found = append(found, certificate)
	}
}
