package session

import (
	"time"

	"realmscope/app/profile"
)

// How keeping fresh waits after a failure: twice as long each time.
const (
	firstBackOff   = 10 * time.Second
	longestBackOff = 5 * time.Minute
)

// FreshStop is why a session is no longer kept fresh, although nobody has
// switched it off.
type FreshStop string

// The reasons.
const (
	// StopEnded says that the session at the realm is over.
	StopEnded FreshStop = "ended"
	// StopUnsure says that no answer came to a refresh that was sent. Sending the
	// same token again could end the session (RFC 9700 section 4.14.2).
	StopUnsure FreshStop = "unsure"
	// StopRefused says that the client's credentials were refused or are missing.
	StopRefused FreshStop = "refused"
)

// Fresh is whether a session is kept fresh, and how that goes.
type Fresh struct {
	// On says that it is: its access token is renewed before it ends.
	On bool
	// Failed counts the failures in a row; Next is when it is tried again, zero
	// while all goes well.
	Failed int
	Next   time.Time
	// Stop is why it was switched off by itself; On is false then.
	Stop FreshStop
}

// CanKeepFresh tells whether a profile's token can be renewed without a
// person: by a refresh token, or because the client alone gets one.
func (s State) CanKeepFresh() bool {
	return s.Tokens != nil && (!s.Tokens.Set.RefreshToken.Empty() || s.Profile.Grant == profile.GrantClientCredentials)
}

// KeepFresh switches the renewing of a session in the background on or off. It
// is on for no session unless asked for. A password is never sent again for it,
// and no token for a session that the realm has ended.
func (s *Sessions) KeepFresh(k Key, on bool) {
	l, ok := s.lives[k]
	if s.closed || !ok || on && !l.state.CanKeepFresh() {
		return
	}
	l.state.Fresh = Fresh{On: on}
	s.publish(l)
	s.renewDue(wall())
}

// renewDue renews every session whose time has come. It is called with each
// tick and has nothing to do in nearly all of them.
func (s *Sessions) renewDue(now time.Time) {
	for _, l := range s.lives {
		st := &l.state
		if !st.Fresh.On || st.Tokens == nil || st.Busy != "" || now.Before(st.Fresh.Next) || !st.dueForRenewal(now) {
			continue
		}
		if st.Clocks.Refresh.Phase == PhaseExpired || !st.CanKeepFresh() {
			l.state.Fresh = Fresh{Stop: StopEnded}
			s.publish(l)
			continue
		}
		s.renew(l)
	}
}

// dueForRenewal tells whether the access token is in its last fifth or last
// 30 s, as its clock shows it, or past its end.
func (s *State) dueForRenewal(now time.Time) bool {
	c, _ := accessLife(s.Tokens).at(now)
	return c.Phase == PhaseSoon || c.Phase == PhaseExpired
}

// renew asks for the next token.
func (s *Sessions) renew(l *live) {
	if l.state.CanRefresh() {
		s.Refresh(l.state.Profile, l.key.Account)
		return
	}
	s.Fetch(l.state.Profile, l.key.Account, Typed{})
}

// renewed takes note of how an operation went, which may have been a renewal.
func (s *Sessions) renewed(l *live, j job, o outcome) {
	f := &l.state.Fresh
	switch {
	case !f.On:
	case l.state.Tokens == nil: // logged out
		*f = Fresh{}
	case o.failure == nil && len(o.needs) == 0:
		f.Failed, f.Next = 0, time.Time{}
	case sessionOver(j, o.failure):
		*f = Fresh{Stop: StopEnded}
	case o.refused || len(o.needs) > 0:
		*f = Fresh{Stop: StopRefused}
	case o.failure != nil && o.failure.Advice.ID == adviceRefreshUnknown:
		*f = Fresh{Stop: StopUnsure}
	default:
		f.Failed++
		f.Next = wall().Add(min(firstBackOff<<min(f.Failed-1, 10), longestBackOff))
	}
}

// sessionOver tells whether a failure of a refresh means that the realm has
// ended the session: the same token will never be taken again.
func sessionOver(j job, f *Failure) bool {
	return f != nil && j.op == OpRefresh && f.Code == "invalid_grant"
}
