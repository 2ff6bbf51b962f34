// Package session holds live sessions: it fetches, refreshes, counts down and
// cancels. It knows no widget.
//
// All state is owned by one goroutine, the UI's: every exported method runs
// there, and background work comes back through the injected Post. There is no
// mutex. What is published is immutable.
package session

import (
	"cmp"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// Secret is a text that masks itself; see tokenclient.Secret.
type Secret = tokenclient.Secret

// Key tells sessions apart: everything that made a token is in it.
type Key struct {
	ProfileID string
	// Account is the user name, empty for client credentials and while nobody
	// has said a name yet (NeedUsername). For a login in the browser it is only
	// the name that the login page proposes, empty for none.
	Account string
}

// KeyOf is the key of the session that Fetch(p, account, t) runs: the account,
// else the typed name; no name for client credentials.
func KeyOf(p profile.Profile, account string, t Typed) Key {
	switch p.Grant {
	case profile.GrantPassword, profile.GrantCIBA:
		return Key{ProfileID: p.ID, Account: cmp.Or(account, t.Username)}
	case profile.GrantAuthorizationCode:
		return Key{ProfileID: p.ID, Account: account}
	}
	return Key{ProfileID: p.ID}
}

// Op is an operation that a session can run.
type Op string

// The operations.
const (
	OpFetch   Op = "fetch"
	OpRefresh Op = "refresh"
	OpWhoAmI  Op = "whoami"
	OpLogOut  Op = "logout"
)

// Need is something that the user must give before a fetch can run: one of the
// words below, a secret parameter (see Need.Parameter), or the leave to send to
// another origin (see Need.Origin).
type Need string

// The needs.
const (
	NeedPassword     Need = "password"
	NeedUsername     Need = "username"
	NeedClientSecret Need = "client_secret"
	// NeedClientKey is a private key, NeedClientCertificate a certificate with
	// its key, NeedAssertion the token that stands for a person.
	NeedClientKey         Need = "client_key"
	NeedClientCertificate Need = "client_certificate"
	NeedProxyPassword     Need = "proxy_password"
	NeedAssertion         Need = "assertion"
)

// Typed is what the user typed for one operation. It is kept in the vault
// after a success when Keep is set, else forgotten; only the client secret
// stays in memory with the session, because refreshing needs it. A one-time
// code is never kept.
type Typed struct {
	// Username counts when Fetch is given no account.
	Username     string
	Password     Secret
	OTP          Secret
	ClientSecret Secret
	// ClientKey is PEM or JWK, ClientCertificate PEM with its key.
	ClientKey, ClientCertificate Secret
	ProxyPassword                Secret
	// Assertion is for the JWT bearer grant; like the code it is never kept.
	Assertion Secret
	// Extra are the values of secret parameters by name.
	Extra map[string]Secret
	// Origins are those of Need.Origin that the user agreed to.
	Origins []string
	Keep    bool
}

// State is one session as it is now. It is immutable.
type State struct {
	Key Key
	// Profile is the profile as it was when the session's last operation began.
	Profile profile.Profile
	// Busy is the running operation, "" when idle; BusySince its start.
	Busy      Op
	BusySince time.Time
	// Waiting is set while the operation waits for the user somewhere else.
	Waiting *Waiting
	// Needs is not empty when the last fetch could not start: what to type.
	Needs []Need
	// Tokens is the newest set, nil before the first.
	Tokens *Tokens
	// Previous is the set that the newest refresh replaced, nil when Tokens came
	// in another way.
	Previous *Tokens
	// UserInfo is the newest answer to WhoAmI, nil before the first and after a
	// fetch or logout.
	UserInfo *UserInfo
	// Answers are those to further questions.
	Answers Answers
	// LoggedOut is when LogOut ended the session, zero while there are tokens.
	LoggedOut time.Time
	// Clocks are computed for At.
	Clocks Clocks
	At     time.Time
	// Failure is why the last operation failed, nil after a success.
	Failure *Failure
	// Failures counts password or secret refusals in a row.
	Failures int
	// Fresh is whether the session is kept fresh.
	Fresh Fresh
	// Last is the last exchange with the server, nil before the first.
	Last *Exchange
}

// Tokens is one token set and what its tokens say.
type Tokens struct {
	Set tokenclient.TokenSet
	// Access, Refresh and ID are nil when the answer had no such token.
	Access, Refresh, ID *inspect.Token
	// Owner is who the access token says it belongs to: preferred_username,
	// else sub, else "". Text from a token: show it as plain text.
	Owner string
	// Generation grows with every set of this session.
	Generation int
	// RevokedAccess and RevokedRefresh say that the token was revoked here, nil
	// when it was not.
	RevokedAccess, RevokedRefresh *Revocation

	// narrowedFrom are the scopes that a refresh for fewer left out.
	narrowedFrom string
	// whom are issuer and subject of a session from before a restart, of which
	// no access token is left to compare with.
	whom whom
	// past is what earlier sets of the session tell; zero in the first.
	past past
}

// Exchange is the last request and its answer in short.
type Exchange struct {
	Op Op
	// Status is 0 when no answer came.
	Status  int
	Elapsed time.Duration
	At      time.Time
	// Skew is the server's clock less ours; SkewKnown is false without a
	// Date header.
	Skew      time.Duration
	SkewKnown bool
}

// Failure is an error, explained.
type Failure struct {
	Op     Op
	Advice tokenclient.Advice
	// Line is status, code and the server's own words, secrets masked:
	// "401 invalid_grant · Invalid user credentials".
	Line string
	// Code is the server's error code (RFC 6749 section 5.2), "" without one.
	Code string
	// Details is the masked answer for the details pane.
	Details string
	At      time.Time
}

// Phase is where a token stands in its life.
type Phase string

// The phases. The window shows each with a word, never by colour alone.
const (
	PhaseNone    Phase = "none"    // there is no such token
	PhaseLive    Phase = "live"    // more than PhaseSoon left
	PhaseSoon    Phase = "soon"    // the last 20 % or 30 s, the longer; of 60 s or less the last 20 %
	PhaseExpired Phase = "expired" // now is at or after the end
	PhaseNoEnd   Phase = "no_end"  // an offline token without a fixed end
	PhaseUnknown Phase = "unknown" // the server did not say
	PhaseRevoked Phase = "revoked" // it was revoked here, at Clock.End
)

// Clock is what is known of one life at one moment.
type Clock struct {
	Phase Phase
	// Left is rounded up to the second, never negative; 0 when expired.
	Left time.Duration
	// End is the end by this machine's clock; zero when there is none.
	End time.Time
	// Whole is the length of the life, 0 when unknown.
	Whole time.Duration
	// Part is Left over Whole, 0 to 1.
	Part float64
	// Since is when the session began, for Clocks.Session only; zero when
	// unknown.
	Since time.Time
}

// Clocks are the three lives of a session. No answer of Keycloak carries the
// session's own end: it is known only once a refresh no longer moves the
// refresh token's end (SSO Session Max), and PhaseUnknown until then.
type Clocks struct {
	Access, Refresh, Session Clock
}
