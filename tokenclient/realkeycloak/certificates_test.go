package realkeycloak_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/realkeycloak"
)

// authority issues the certificates of one test.
type authority struct {
	key         crypto.Signer
	certificate *x509.Certificate
	pem         []byte
}

// issued is a certificate and its key, in PEM.
type issued struct{ chain, key []byte }

func newAuthority(t *testing.T) authority {
	t.Helper()
	a := authority{key: newECKey(t)}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority of the tests"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	a.certificate, a.pem = makeCertificate(t, template, template, a.key.Public(), a.key)
	return a
}

func newECKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func makeCertificate(t *testing.T, template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) (*x509.Certificate, []byte) {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// issue makes a certificate for the server at 127.0.0.1 or for a client.
func (a authority) issue(t *testing.T, name string, usage x509.ExtKeyUsage) issued {
	t.Helper()
	key := newECKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{usage},
	}
	if usage == x509.ExtKeyUsageServerAuth {
		template.IPAddresses, template.DNSNames = []net.IP{net.IPv4(127, 0, 0, 1)}, []string{"localhost"}
	}
	_, chain := makeCertificate(t, template, a.certificate, key.Public(), a.key)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return issued{chain: chain, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})}
}

// certificate is the pair as the client under test takes it.
func (i issued) certificate(t *testing.T) tokenclient.Certificate {
	t.Helper()
	key, err := tokenclient.ParseKey(tokenclient.NewSecret(string(i.key)))
	if err != nil {
		t.Fatal(err)
	}
	return tokenclient.Certificate{Chain: i.chain, Key: key}
}

// files writes what a server with an https address needs.
func (a authority) files(t *testing.T) *realkeycloak.TLS {
	t.Helper()
	dir := t.TempDir()
	own := a.issue(t, "localhost", x509.ExtKeyUsageServerAuth)
	for name, text := range map[string][]byte{"server.pem": own.chain, "key.pem": own.key, "ca.pem": a.pem} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &realkeycloak.TLS{
		Certificate: filepath.Join(dir, "server.pem"), Key: filepath.Join(dir, "key.pem"), Trust: filepath.Join(dir, "ca.pem"),
	}
}
