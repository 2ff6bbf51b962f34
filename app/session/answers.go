package session

import (
	"slices"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// The operations beyond the token and its owner.
const (
	OpIntrospect    Op = "introspect"
	OpRevoke        Op = "revoke"
	OpExchange      Op = "exchange"
	OpPermissions   Op = "permissions"
	OpKeys          Op = "keys"
	OpBrowserLogOut Op = "browser_logout"
)

// Which names one of the tokens that a session holds.
type Which string

// The tokens of a session. The last two are answers, not part of its own set.
const (
	WhichAccess    Which = "access"
	WhichRefresh   Which = "refresh"
	WhichExchanged Which = "exchanged"
	WhichRPT       Which = "rpt"
)

// Answers are the newest answers to what was asked beyond the tokens and their
// owner; nil where nothing was asked. A fetch and a logout forget all but the
// keys. Each is immutable and says when it was asked.
type Answers struct {
	Introspection *Introspection
	Exchange      *Exchanged
	Permissions   *Permissions
	Keys          *Keys
	Narrowed      *Narrowed
	BrowserLogOut *BrowserLogOut
	// ExchangeClock and RPTClock are the lives of the tokens that an exchange
	// and a question for permissions brought, computed for State.At.
	ExchangeClock, RPTClock Clock
}

// Introspection is what the realm says about one token (RFC 7662).
type Introspection struct {
	// Which is empty for a token of no session.
	Which Which
	// Generation is the token set's, to tell an answer about an earlier one.
	Generation int
	// Active tells whether the realm accepts the token.
	Active bool
	// Members are what it says, in order; tokens among them are masked.
	Members *inspect.Value
	// Why are the likely reasons for an inactive token, else empty: the realm
	// itself never says.
	Why tokenclient.Advice
	// Notes are tolerances, as in tokenclient.Introspection.
	Notes []string
	At    time.Time
}

// Revocation is a revocation that was done (RFC 7009).
type Revocation struct {
	// Already says that the realm found the token invalid before: nothing was
	// left to revoke.
	Already bool
	// Notes are tolerances, as in tokenclient.Revocation.
	Notes []string
	At    time.Time
}

// Narrowed is a refresh that asked for fewer scopes.
type Narrowed struct {
	// Asked and Granted are words separated by spaces.
	Asked, Granted string
	// Generation is that of the token set that came.
	Generation int
	At         time.Time
}

// BrowserLogOut is a logout that was handed to the browser. Whether the person
// went through with it is not known here: a refresh shows.
type BrowserLogOut struct {
	// URL is the address to open. It may hold the ID token.
	URL Secret
	// Hinted tells that the ID token is in it, so that no page asks first.
	Hinted bool
	// OpenFailed says that the browser may not have opened.
	OpenFailed bool
	At         time.Time
}

// kept are the answers that outlive the tokens: the realm's keys.
func (a Answers) kept() Answers { return Answers{Keys: a.Keys} }

// recount computes the clocks of the answers for now, and when one of their
// texts changes next.
func (a *Answers) recount(now time.Time) time.Time {
	var nexts [2]time.Time
	a.ExchangeClock, a.RPTClock = Clock{Phase: PhaseNone}, Clock{Phase: PhaseNone}
	if a.Exchange != nil {
		a.ExchangeClock, nexts[0] = a.Exchange.life().at(now)
	}
	if a.Permissions != nil && a.Permissions.Tokens != nil {
		a.RPTClock, nexts[1] = accessLife(a.Permissions.Tokens).at(now)
	}
	return earlier(nexts[0], nexts[1])
}

// counting tells whether a life of an answer counts down.
func (a Answers) counting() bool {
	return Clocks{Access: a.ExchangeClock, Refresh: a.RPTClock}.counting()
}

// Token is the token of that name, empty when there is none.
func (s State) Token(which Which) Secret {
	switch {
	case which == WhichAccess && s.Tokens != nil:
		return s.Tokens.Set.AccessToken
	case which == WhichRefresh && s.Tokens != nil:
		return s.Tokens.Set.RefreshToken
	case which == WhichExchanged && s.Answers.Exchange != nil:
		return s.Answers.Exchange.Tokens.Set.AccessToken
	case which == WhichRPT && s.Answers.Permissions != nil && s.Answers.Permissions.Tokens != nil:
		return s.Answers.Permissions.Tokens.Set.AccessToken
	}
	return Secret{}
}

// CanIntrospect tells whether Introspect would send anything.
func (s State) CanIntrospect(which Which) bool { return s.Busy == "" && !s.Token(which).Empty() }

// CanRevoke tells whether Revoke would send anything: the token is of the
// session's own set and was not revoked yet, and nothing runs.
func (s State) CanRevoke(which Which) bool {
	return s.Busy == "" && slices.Contains([]Which{WhichAccess, WhichRefresh}, which) &&
		!s.Token(which).Empty() && s.Tokens.revocation(which) == nil
}

// revocation is what became of revoking a token, nil when it was not.
func (t *Tokens) revocation(which Which) *Revocation {
	if which == WhichRefresh {
		return t.RevokedRefresh
	}
	return t.RevokedAccess
}

// CanNarrow tells whether RefreshWith could ask for less: there is a refresh
// token, more than one scope, and nothing runs.
func (s State) CanNarrow() bool { return s.CanRefresh() && len(s.Tokens.Scopes()) > 1 }

// CanAskPermissions tells whether AskPermissions would send anything.
func (s State) CanAskPermissions() bool { return s.CanAskWho() }

// CanLogOutInBrowser tells whether LogOutInBrowser would open anything.
func (s State) CanLogOutInBrowser() bool { return s.Busy == "" && s.Tokens != nil }
