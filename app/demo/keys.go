package demo

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // x5t is a SHA-1 by definition (RFC 7517 section 4.8)
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

// keyset holds the realm's keys: two that sign tokens, one that others would
// encrypt for (published with use=enc, and to be left alone by verifiers), and
// the secret one of refresh tokens, never published.
type keyset struct {
	rsa, enc     *rsa.PrivateKey
	ecdsa        *ecdsa.PrivateKey
	rsaID, ecID  string
	hmac         []byte
	hmacID       string
	published    jose.JSONWebKeySet
	publicKeyDER string // the RSA key as the public realm info shows it
}

// newKeyset makes all keys anew.
func newKeyset() (*keyset, error) {
	k := &keyset{hmac: make([]byte, 128), hmacID: uuid()}
	_, _ = rand.Read(k.hmac) // never fails since Go 1.24
	var err error
	if k.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return nil, fmt.Errorf("make RS256 key: %w", err)
	}
	if k.enc, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return nil, fmt.Errorf("make RSA-OAEP key: %w", err)
	}
	if k.ecdsa, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return nil, fmt.Errorf("make ES256 key: %w", err)
	}
	for _, key := range []struct {
		private  crypto.Signer
		alg, use string
		id       *string
	}{
		{k.rsa, "RS256", "sig", &k.rsaID},
		{k.ecdsa, "ES256", "sig", &k.ecID},
		{k.enc, "RSA-OAEP", "enc", new(string)},
	} {
		jwk, err := publish(key.private, key.alg, key.use)
		if err != nil {
			return nil, err
		}
		*key.id = jwk.KeyID
		k.published.Keys = append(k.published.Keys, jwk)
	}
	der, err := x509.MarshalPKIXPublicKey(k.rsa.Public())
	if err != nil {
		return nil, fmt.Errorf("write public key: %w", err)
	}
	k.publicKeyDER = base64.StdEncoding.EncodeToString(der)
	return k, nil
}

// publish makes the public JWK of a key, named by its SHA-256 thumbprint (RFC
// 7638) and with a self-signed certificate, as generated realm keys have.
func publish(key crypto.Signer, alg, use string) (jose.JSONWebKey, error) {
	jwk := jose.JSONWebKey{Key: key.Public(), Algorithm: alg, Use: use}
	thumb, err := jwk.Thumbprint(crypto.SHA256)
	if err != nil {
		return jwk, fmt.Errorf("name %s key: %w", alg, err)
	}
	jwk.KeyID = base64.RawURLEncoding.EncodeToString(thumb)
	now := time.Now()
	plan := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixMilli()),
		Subject:      pkix.Name{CommonName: RealmName},
		NotBefore:    now, NotAfter: now.AddDate(10, 0, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, plan, plan, key.Public(), key)
	if err != nil {
		return jwk, fmt.Errorf("make certificate of %s key: %w", alg, err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return jwk, fmt.Errorf("read certificate of %s key: %w", alg, err)
	}
	short, long := sha1.Sum(der), sha256.Sum256(der) //nolint:gosec // see the import
	jwk.Certificates = []*x509.Certificate{cert}
	jwk.CertificateThumbprintSHA1, jwk.CertificateThumbprintSHA256 = short[:], long[:]
	return jwk, nil
}

// jwks serves the published keys.
func (rl *realm) jwks(w http.ResponseWriter, _ *request) {
	k, err := rl.keys()
	if err != nil {
		broken().write(w)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	sendJSON(w, http.StatusOK, k.published)
}

// info is the public realm information, a cheap probe.
func (rl *realm) info(w http.ResponseWriter, r *request) {
	k, err := rl.keys()
	if err != nil {
		broken().write(w)
		return
	}
	sendJSON(w, http.StatusOK, struct {
		Realm          string `json:"realm"`
		PublicKey      string `json:"public_key"`
		TokenService   string `json:"token-service"`
		AccountService string `json:"account-service"`
		NotBefore      int    `json:"tokens-not-before"`
	}{RealmName, k.publicKeyDER, r.issuer + protocol, r.issuer + "/account", 0})
}

// uuid makes a random UUID (RFC 9562 section 5.4).
func uuid() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// handle makes a random text of n bytes, base64url.
func handle(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(b)
}
