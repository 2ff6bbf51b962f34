package session

import (
	"time"

	"realmscope/tokenclient/inspect"
)

// A refresh proves the session's end only if enough time had passed for the
// refresh token's end to move.
const (
	endTolerance = time.Second
	leastApart   = 3 * time.Second
)

// sessionLife is the life of the login session behind a set. A set without
// refresh token and session id has none (Keycloak's transient sessions).
func sessionLife(t, previous *Tokens) life {
	if l, ok := revokedLife(t.RevokedRefresh); ok {
		return l
	}
	switch {
	case t.Set.RefreshToken.Empty() && !t.namesSession():
		return life{phase: PhaseNone}
	case t.Refresh.Typ() == typOffline:
		return life{phase: PhaseNoEnd}
	}
	end := sessionEnd(t, previous)
	if end.IsZero() {
		return life{phase: PhaseUnknown}
	}
	l := life{end: end}
	if from := since(t, previous); !from.IsZero() {
		l.whole = max(0, end.Sub(from))
	}
	return l
}

func (t *Tokens) namesSession() bool {
	if t.Set.SessionState != "" {
		return true
	}
	for _, name := range []string{"sid", "session_state"} {
		if v, ok := t.Access.Claim(name); ok && v.Text != "" && v.Kind == inspect.KindString {
			return true
		}
	}
	return false
}

// since is when the session began: the login that the tokens tell of, else
// when the first token of the session was issued. Zero when nothing tells.
func since(t, previous *Tokens) time.Time {
	if !t.past.since.IsZero() {
		return t.past.since
	}
	if previous != nil {
		if at := since(previous, nil); !at.IsZero() {
			return at
		}
	}
	for _, token := range []*inspect.Token{t.Access, t.ID} {
		if at, ok := token.AuthTime(); ok {
			return t.local(at)
		}
	}
	if at, ok := t.Access.IssuedAt(); ok {
		return t.local(at)
	}
	return time.Time{}
}

// sessionEnd is the session's own end once it is known: a refresh brought a
// new refresh token, but no longer moved its end (SSO Session Max). Zero until
// then.
func sessionEnd(t, previous *Tokens) time.Time {
	if !t.past.end.IsZero() {
		return t.past.end
	}
	end := refreshLife(t)
	if previous == nil || end.phase != "" {
		return time.Time{}
	}
	if known := previous.past.end; !known.IsZero() && end.end.Sub(known).Abs() <= endTolerance {
		return known
	}
	before := refreshLife(previous)
	moved := end.end.Sub(before.end)
	was, ok := previous.Refresh.Expiry()
	if is, both := t.Refresh.Expiry(); ok && both { // exact, where expires_in is rounded
		moved = is.Sub(was)
	}
	switch {
	case before.phase != "" || t.Set.RefreshToken == previous.Set.RefreshToken,
		t.Set.ReceivedAt.Sub(previous.Set.ReceivedAt) < leastApart,
		moved.Abs() > endTolerance:
		return time.Time{}
	}
	return end.end
}
