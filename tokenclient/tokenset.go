package tokenclient

import "time"

// Lifetime is a number of seconds as a server sent it, or its absence.
type Lifetime struct {
	// Known is false when the member is missing or unreadable.
	Known bool
	// Value may be zero or negative: what that means depends on the token
	// (refresh_expires_in 0 is never "expired").
	Value time.Duration
}

// Member is one member of a JSON object, in the order in which it was sent.
type Member struct {
	Name string
	// JSON is the value's exact text. For token-valued members it is masked.
	JSON string
}

// TokenSet is one successful answer of a token endpoint. It is immutable.
type TokenSet struct {
	// AccessToken is always there. RefreshToken (RFC 6749 section 5.1) and
	// IDToken (OpenID Connect Core section 3.1.3.3) are empty where the server
	// gave none.
	AccessToken  Secret
	RefreshToken Secret
	IDToken      Secret
	// TokenType is as sent; "Bearer" with a Note when the server sent none.
	TokenType string
	// ExpiresIn is the life of the access token and RefreshExpiresIn,
	// Keycloak's own, that of the refresh token, both from ReceivedAt.
	ExpiresIn        Lifetime
	RefreshExpiresIn Lifetime
	// NotBefore is Keycloak's not-before-policy; zero when absent or 0.
	NotBefore    time.Time
	SessionState string
	Scope        string
	// Members are all members of the answer in order, tokens masked.
	Members []Member
	// Notes are tolerances that were applied, as stable words such as
	// "token_type.missing", "expires_in.text", "duplicate.scope", "bom".
	Notes []string

	// ReceivedAt is this machine's clock when the answer had come, without
	// monotonic reading.
	ReceivedAt time.Time
	// ServerDate is the answer's Date header; zero when absent.
	ServerDate time.Time
	// Status is the HTTP status, Elapsed the time from request to last byte.
	Status  int
	Elapsed time.Duration

	// whole is a pointer so that no formatter shows it. It is no Secret: a text
	// that is never compared need not be copied to where equal ones are one.
	whole *string
}

// Raw is the body as received, for "copy whole JSON"; empty for a set that was
// not read from an answer.
func (s TokenSet) Raw() Secret {
	if s.whole == nil {
		return Secret{}
	}
	return NewSecret(*s.whole)
}

// WithRaw is the set with another body: for a set that was put together and not
// read from an answer.
func (s TokenSet) WithRaw(body Secret) TokenSet {
	text := body.Reveal()
	s.whole = &text
	return s
}
