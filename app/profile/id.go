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
	p.Accounts, p.Extra = slices.Clone(p.Accounts), slices.Clone(p.Extra)
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
	ids := make([]string, 0, 1+len(p.Accounts))
	if p.Client.SecretID != "" {
		ids = append(ids, p.Client.SecretID)
	}
	for _, a := range p.Accounts {
		if a.PasswordID != "" {
			ids = append(ids, a.PasswordID)
		}
	}
	return ids
}
