package demo

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// claims are all claims of all kinds of tokens, in the order in which the real
// server writes them; what is empty is left out.
type claims struct {
	Exp             int64            `json:"exp,omitempty"`
	Iat             int64            `json:"iat,omitempty"`
	AuthTime        int64            `json:"auth_time,omitempty"`
	ID              string           `json:"jti,omitempty"`
	Issuer          string           `json:"iss,omitempty"`
	Audience        audience         `json:"aud,omitempty"`
	Subject         string           `json:"sub,omitempty"`
	Type            string           `json:"typ,omitempty"`
	AuthorizedParty string           `json:"azp,omitempty"`
	Nonce           string           `json:"nonce,omitempty"`
	SessionID       string           `json:"sid,omitempty"`
	AccessHash      string           `json:"at_hash,omitempty"`
	ACR             string           `json:"acr,omitempty"`
	AllowedOrigins  []string         `json:"allowed-origins,omitempty"`
	RealmAccess     *roles           `json:"realm_access,omitempty"`
	ResourceAccess  map[string]roles `json:"resource_access,omitempty"`
	Scope           string           `json:"scope,omitempty"`
	ReuseID         string           `json:"reuse_id,omitempty"`
	Authorization   *authorization   `json:"authorization,omitempty"`
	Confirmation    *confirmation    `json:"cnf,omitempty"`
	profileClaims
	ClientHost    string `json:"clientHost,omitempty"`
	ClientAddress string `json:"clientAddress,omitempty"`
	ClientID      string `json:"client_id,omitempty"`
}

// profileClaims say who the user is; UserInfo answers with the same.
type profileClaims struct {
	EmailVerified     *bool    `json:"email_verified,omitempty"`
	Name              string   `json:"name,omitempty"`
	Groups            []string `json:"groups,omitempty"`
	PreferredUsername string   `json:"preferred_username,omitempty"`
	GivenName         string   `json:"given_name,omitempty"`
	FamilyName        string   `json:"family_name,omitempty"`
	Email             string   `json:"email,omitempty"`
}

// roles is the member of realm_access and resource_access.
type roles struct {
	Roles []string `json:"roles"`
}

// profileOf gives what a user's tokens say of the user.
func profileOf(u *user) profileClaims {
	p := profileClaims{
		EmailVerified: &u.verified, Groups: u.groups, PreferredUsername: u.name,
		GivenName: u.given, FamilyName: u.family, Email: u.email,
	}
	if u.given != "" {
		p.Name = u.given + " " + u.family
	}
	return p
}

// audience is a single text or an array (RFC 7519 section 4.1.3).
type audience []string

// MarshalJSON writes one audience as a text.
func (a audience) MarshalJSON() ([]byte, error) {
	if len(a) == 1 {
		return json.Marshal(a[0])
	}
	return json.Marshal([]string(a))
}

// UnmarshalJSON reads both forms.
func (a *audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audience{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil {
		return fmt.Errorf("read audience: %w", err)
	}
	*a = many
	return nil
}

// thumbprint is of the key that a token is bound to, "" for none.
func (c *claims) thumbprint() string {
	if c.Confirmation == nil {
		return ""
	}
	return c.Confirmation.Thumbprint
}

// GetExpirationTime gives exp, nil for a token that does not end.
func (c *claims) GetExpirationTime() (*jwt.NumericDate, error) { return date(c.Exp), nil }

// GetIssuedAt gives iat.
func (c *claims) GetIssuedAt() (*jwt.NumericDate, error) { return date(c.Iat), nil }

// GetNotBefore gives nil: no token of the demo realm has nbf.
func (c *claims) GetNotBefore() (*jwt.NumericDate, error) { return nil, nil }

// GetIssuer gives iss.
func (c *claims) GetIssuer() (string, error) { return c.Issuer, nil }

// GetSubject gives sub.
func (c *claims) GetSubject() (string, error) { return c.Subject, nil }

// GetAudience gives aud.
func (c *claims) GetAudience() (jwt.ClaimStrings, error) { return jwt.ClaimStrings(c.Audience), nil }

// date reads an epoch second; 0 is none.
func date(seconds int64) *jwt.NumericDate {
	if seconds == 0 {
		return nil
	}
	return jwt.NewNumericDate(time.Unix(seconds, 0))
}
