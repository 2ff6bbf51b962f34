package session

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"slices"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// maxCertificate is the largest certificate that is read, in bytes.
const maxCertificate = 64 << 10

// Keys are what a realm publishes to check its signatures with (RFC 7517). It
// is immutable. Nothing in it proves anything by itself.
type Keys struct {
	All []PublishedKey
	// Skipped are those that cannot be used, with the reason, a word of
	// tokenclient.SkippedKey.
	Skipped []tokenclient.SkippedKey
	// Notes are tolerances, as in tokenclient.KeySet.
	Notes []string
	// Address is where they were read.
	Address string
	At      time.Time
}

// PublishedKey is one key. Its texts are the realm's.
type PublishedKey struct {
	tokenclient.PublishedKey
	// Certificate is the first one of the key, nil for none that can be read.
	Certificate *Certificate
}

// Certificate is what a certificate in a key set says. It is not checked.
type Certificate struct {
	Subject         string
	NotBefore, Ends time.Time
	// OtherKey says that it is about another key than the one beside it.
	OtherKey bool
}

// FetchKeys reads the realm's published keys; the answer is State.Answers.Keys.
// Nothing secret is sent, and no tokens are needed. While something runs it
// does nothing.
func (s *Sessions) FetchKeys(p profile.Profile, account string) {
	s.beginAnywhere(OpKeys, p, account, errand{})
}

// keys does the job of FetchKeys. Keys are read where the profile's requests go
// now, whomever the session's tokens came from.
func (w worker) keys(ctx context.Context, j job) outcome {
	var address string
	var err error
	if j.bond, err = bondOf(j.profile); err == nil {
		address, err = j.beside("certs", j.profile.Realm.Endpoints().JWKS)
	}
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	set, err := w.client.JWKS(ctx, address)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	k := &Keys{Skipped: set.Skipped, Notes: set.Notes, Address: address, At: wall()}
	for _, key := range set.Keys {
		k.All = append(k.All, PublishedKey{PublishedKey: key, Certificate: certificateOf(key)})
	}
	return outcome{
		exchange: exchangeOf(j.op, set.Status, set.Elapsed, set.ReceivedAt, set.ServerDate),
		apply:    func(st *State) { st.Answers.Keys = k },
	}
}

// Signs tells whether a key is the one that a token names: by its id, byte by
// byte, and not one for encryption.
func (k PublishedKey) Signs(t *inspect.Token) bool {
	if t == nil || t.Header == nil || k.Use == "enc" {
		return false
	}
	id := member(*t.Header, "kid")
	return id.Kind == inspect.KindString && id.Text == k.ID
}

// Private tells whether the realm publishes what nobody may see of the key.
func (k PublishedKey) Private() bool { return slices.Contains(k.Notes, "private") }

// certificateOf reads the first certificate of a key (x5c of RFC 7517 section
// 4.7, standard Base64).
func certificateOf(k tokenclient.PublishedKey) *Certificate {
	v, _, err := inspect.ParseJSON([]byte(k.JSON.Reveal()))
	if err != nil {
		return nil
	}
	chain := member(v, "x5c").Items
	if len(chain) == 0 || len(chain[0].Text) > maxCertificate {
		return nil
	}
	der, err := base64.StdEncoding.DecodeString(chain[0].Text)
	if err != nil {
		return nil
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return nil
	}
	return &Certificate{
		Subject: c.Subject.String(), NotBefore: c.NotBefore, Ends: c.NotAfter, OtherKey: !sameKey(c.PublicKey, k.Public),
	}
}

// sameKey compares public keys by their encoding.
func sameKey(a, b crypto.PublicKey) bool {
	one, err := x509.MarshalPKIXPublicKey(a)
	other, err2 := x509.MarshalPKIXPublicKey(b)
	return err == nil && err2 == nil && bytes.Equal(one, other)
}
