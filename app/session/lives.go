package session

import (
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// Keycloak's typ of a refresh token that outlives its login session.
const typOffline = "Offline"

// leastSkew is the difference between a server's clock and ours that is taken
// into account. Below it, rounding and the way of the answer explain it.
const leastSkew = 30 * time.Second

// freshness is how far a new token's iat may be from the Date of the answer
// that brought it. A Date further off is not the clock that made the token.
const freshness = 5 * time.Minute

// past is what the earlier sets of a session tell about its newest one.
type past struct {
	// lifetime and from are those of a refresh token that an earlier answer
	// brought; from is zero for one of the newest answer.
	lifetime tokenclient.Lifetime
	from     time.Time
	// since and end are the session's, zero when unknown.
	since, end time.Time
}

// pastOf gathers what old and the answer set tell about t.
func pastOf(t, old *Tokens, set tokenclient.TokenSet) past {
	var p past
	if old != nil && set.RefreshToken.Empty() && !positive(set.RefreshExpiresIn) {
		p.lifetime, p.from = old.refreshLifetime()
	}
	with := *t
	with.past = p
	p.since, p.end = since(&with, old), sessionEnd(&with, old)
	return p
}

// refreshLifetime is what the server said of the refresh token and when.
func (t *Tokens) refreshLifetime() (tokenclient.Lifetime, time.Time) {
	if !t.past.from.IsZero() {
		return t.past.lifetime, t.past.from
	}
	return t.Set.RefreshExpiresIn, t.Set.ReceivedAt
}

// positive tells whether a lifetime can be counted: nought, negative and
// unreadable ones say nothing of the end.
func positive(l tokenclient.Lifetime) bool { return l.Known && l.Value > 0 }

func accessLife(t *Tokens) life {
	if l, ok := revokedLife(t.RevokedAccess); ok {
		return l
	}
	switch {
	case t.Set.AccessToken.Empty():
		return life{phase: PhaseNone}
	case positive(t.Set.ExpiresIn):
		return life{end: turn(t.Set.ReceivedAt).Add(t.Set.ExpiresIn.Value), whole: t.Set.ExpiresIn.Value}
	}
	return claimedLife(t, t.Access)
}

// turn is the whole second in which something came. Servers count lives from
// the second in which they issued a token (RFC 7519 section 2, NumericDate), so
// nothing is promised too long; and the seconds of all countdowns turn at one
// moment, which is drawn once.
func turn(at time.Time) time.Time { return at.Round(0).Truncate(time.Second) }

// refreshLife reads refresh_expires_in, in which 0 never means expired: it
// stands for an offline token without an end, or for no refresh token.
func refreshLife(t *Tokens) life {
	if l, ok := revokedLife(t.RevokedRefresh); ok {
		return l
	}
	if t.Set.RefreshToken.Empty() {
		return life{phase: PhaseNone}
	}
	lifetime, from := t.refreshLifetime()
	if positive(lifetime) {
		return life{end: turn(from).Add(lifetime.Value), whole: lifetime.Value}
	}
	zero := lifetime.Known && lifetime.Value == 0
	if zero && t.Refresh.Typ() == typOffline {
		return life{phase: PhaseNoEnd}
	}
	l := claimedLife(t, t.Refresh)
	readable := t.Refresh != nil && t.Refresh.Payload != nil
	if l.phase == PhaseUnknown && readable && (zero || t.Refresh.Typ() == typOffline) {
		return life{phase: PhaseNoEnd}
	}
	return l
}

// claimedLife is the life that a token claims itself, by this machine's clock.
func claimedLife(t *Tokens, token *inspect.Token) life {
	exp, ok := token.Expiry()
	if !ok {
		return life{phase: PhaseUnknown}
	}
	l := life{end: t.local(exp), whole: exp.Sub(t.Set.ReceivedAt)}
	if iat, ok := token.IssuedAt(); ok {
		l.whole = exp.Sub(iat)
	}
	l.whole = max(l.whole, 0)
	return l
}

// local turns a moment of the server's clock into one of this machine's. The
// Date header tells how they differ; when the access token's iat is far from
// it, some machine between rewrote it and the token's word stands.
func (t *Tokens) local(at time.Time) time.Time {
	if t.Set.ServerDate.IsZero() {
		return at
	}
	if iat, ok := t.Access.IssuedAt(); ok && iat.Sub(t.Set.ServerDate).Abs() > freshness {
		return at
	}
	if skew := skewOf(t.Set.ReceivedAt, t.Set.ServerDate); skew.Abs() > leastSkew {
		return at.Add(-skew)
	}
	return at
}

// skewOf is the server's clock less ours in whole seconds, as Date has them.
func skewOf(received, server time.Time) time.Duration {
	return server.Sub(received.Round(0)).Round(time.Second)
}
