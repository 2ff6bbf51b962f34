package profile

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
)

// NewID returns a fresh profile id: 16 random hex digits.
func NewID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b[:])
}

// validID tells whether id has the form that NewID gives.
func validID(id string) bool {
	return len(id) == 16 && strings.Trim(id, "0123456789abcdef") == ""
}

// Clone returns a copy that shares nothing with p.
func (p Profile) Clone() Profile {
	p.Accounts, p.Extra, p.Origins = slices.Clone(p.Accounts), slices.Clone(p.Extra), slices.Clone(p.Origins)
	p.Expectations = slices.Clone(p.Expectations)
	return p
}

// Endpoint is the token endpoint's URL: the one agreed to, else the one that
// follows from the realm's path table.
func (p Profile) Endpoint() string {
	if p.TokenEndpoint != "" {
		return p.TokenEndpoint
	}
	return p.Realm.Endpoints().Token
}

// Server is the realm's base as a person reads it, without "https://":
// "sso.example.com/auth". Plain HTTP keeps its scheme, because it matters.
func (p Profile) Server() string { return strings.TrimPrefix(p.Realm.Base, "https://") }

// SecretIDs lists the vault ids that the profile names, without empty ones:
// what has to leave the vault when the profile is deleted.
func (p Profile) SecretIDs() []string {
	p = p.Clone()
	var ids []string
	for _, id := range p.secretIDs() {
		if *id != "" {
			ids = append(ids, *id)
		}
	}
	return ids
}

// WithoutSecrets returns a copy that names no secret: those belong to the
// profile that they were typed for.
func (p Profile) WithoutSecrets() Profile {
	p = p.Clone()
	for _, id := range p.secretIDs() {
		*id = ""
	}
	return p
}

// secretIDs are the places of all vault ids.
func (p *Profile) secretIDs() []*string {
	c := &p.Client
	ids := []*string{&c.SecretID, &c.KeyID, &c.CertificateID, &c.DPoPKeyID, &p.Connection.ProxyPasswordID}
	for i := range p.Accounts {
		ids = append(ids, &p.Accounts[i].PasswordID)
	}
	for i := range p.Extra {
		ids = append(ids, &p.Extra[i].SecretID)
	}
	return ids
}
