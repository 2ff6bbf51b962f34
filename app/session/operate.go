package session

import (
	"context"
	"maps"
	"slices"
	"time"

	"realmscope/app/profile"
)

// Fetch gets a new token set for profile and account. What is not typed comes
// from the vault; what is in neither is named in State.Needs and nothing is
// sent. A running operation of the session is cancelled first.
//
// Without an account the password grant runs for Typed.Username: the session
// is the one of KeyOf.
func (s *Sessions) Fetch(p profile.Profile, account string, t Typed) {
	if s.closed {
		return
	}
	k := KeyOf(p, account, t)
	if nameless := (Key{ProfileID: p.ID}); k != nameless {
		s.leave(nameless)
	}
	l := s.session(k)
	if l.asked != nil {
		t = t.over(*l.asked)
	}
	s.begin(l, job{op: OpFetch, profile: p.Clone(), account: k.Account, typed: t})
}

// leave removes the session of nobody, which only asked for a name, when the
// name is known.
func (s *Sessions) leave(nameless Key) {
	if l, ok := s.lives[nameless]; ok && l.state.Tokens == nil {
		s.remove(l)
	}
}

// Refresh uses the session's refresh token. While one runs, further calls
// join it: exactly one request is sent; a running Fetch is joined as well.
// Without a refresh token it does nothing. It is never retried by itself.
func (s *Sessions) Refresh(p profile.Profile, account string) {
	l, ok := s.lives[KeyOf(p, account, Typed{})]
	if s.closed || !ok || !l.state.CanRefresh() {
		return
	}
	s.begin(l, job{op: OpRefresh, profile: p.Clone(), account: l.key.Account, old: l.state.Tokens, bond: l.bond})
}

// CanRefresh tells whether Refresh would send anything: there is a refresh
// token, expired by our clock or not but not revoked, and nothing runs.
func (s State) CanRefresh() bool {
	return s.Busy == "" && s.Tokens != nil && !s.Tokens.Set.RefreshToken.Empty() && s.Tokens.RevokedRefresh == nil
}

// begin cancels what runs and starts a job in the background.
func (s *Sessions) begin(l *live, j job) {
	l.cancel()
	l.generation++
	generation := l.generation
	if l.state.Tokens != nil {
		j.sets = l.state.Tokens.Generation
	}
	ctx, cancel := context.WithCancel(labelled(s.root, l.key))
	l.cancel, l.ctx = cancel, ctx
	l.state.Profile = j.profile
	l.state.Busy, l.state.BusySince, l.state.Waiting = j.op, wall(), nil
	l.state.Needs, l.state.Failure = nil, nil
	s.publish(l)
	start(ctx, s,
		func(ctx context.Context) outcome { return s.worker.run(ctx, j, s.waiter(l, generation)) },
		func(f *Failure) outcome { f.Op = j.op; return outcome{failure: f} },
		func(o outcome) {
			cancel()
			if l.generation == generation {
				s.finish(l, j, o)
			}
		})
}

// finish takes the answer of the running job into the session.
func (s *Sessions) finish(l *live, j job, o outcome) {
	st := &l.state
	st.idle()
	st.Needs, st.Failure = o.needs, o.failure
	if l.asked = nil; len(o.needs) > 0 {
		l.asked = &j.typed
	}
	if o.exchange != nil {
		st.Last = o.exchange
	}
	if o.refused {
		st.Failures++
	}
	if o.tokens != nil {
		st.Failures = 0
		l.bond = o.bond
		s.agree(j.profile, j.typed)
		st.Previous = nil
		if j.op == OpRefresh {
			st.Previous = j.old
		}
		st.Tokens, st.LoggedOut = o.tokens, time.Time{}
		if j.op == OpFetch {
			st.UserInfo, st.Answers = nil, st.Answers.kept()
		}
	}
	if o.userInfo != nil {
		st.UserInfo = o.userInfo
	}
	if o.apply != nil {
		o.apply(st)
	}
	if o.ended || !o.loggedOut.IsZero() {
		st.Tokens, st.Previous, st.UserInfo, st.LoggedOut, l.bond = nil, nil, nil, o.loggedOut, bond{}
		st.Answers = st.Answers.kept()
	}
	if !o.loggedOut.IsZero() {
		st.Last = nil
	}
	s.renewed(l, j, o)
	s.rest(l, j, o)
	s.rested(l)
	if len(o.keep) > 0 {
		s.keep(l, o.keep)
	}
}

// rested publishes a session that has come to rest, and goes on with the batch
// that it may be part of.
func (s *Sessions) rested(l *live) {
	s.inBatch(l.key)
	s.publish(l)
	s.pump()
}

func (s *State) idle() { s.Busy, s.BusySince, s.Waiting = "", time.Time{}, nil }

// Cancel ends the running operation of a session; its late answer is dropped.
// The session is idle again with the tokens it had; that is no failure.
func (s *Sessions) Cancel(k Key) {
	l, ok := s.lives[k]
	if s.closed || !ok || l.state.Busy == "" {
		return
	}
	l.end()
	s.rested(l)
}

// end cancels the running operation and outdates its answer.
func (l *live) end() {
	l.cancel()
	l.generation++
	l.asked = nil
	l.state.idle()
}

// Forget cancels and removes every session of a profile and publishes their
// empty states.
func (s *Sessions) Forget(profileID string) {
	if s.closed {
		return
	}
	s.owe(Key{ProfileID: profileID}, true)
	for _, l := range slices.Collect(maps.Values(s.lives)) {
		if l.key.ProfileID == profileID {
			s.unrest(l)
			s.remove(l)
		}
	}
}

// remove forgets one session.
func (s *Sessions) remove(l *live) {
	l.end()
	delete(s.lives, l.key)
	s.inBatch(l.key)
	s.announce(State{Key: l.key})
	s.arm()
	s.pump()
}

// Dismiss clears the failure and the needs of a session.
func (s *Sessions) Dismiss(k Key) {
	l, ok := s.lives[k]
	if s.closed || !ok || l.state.Failure == nil && len(l.state.Needs) == 0 {
		return
	}
	l.state.Failure, l.state.Needs, l.asked = nil, nil, nil
	s.publish(l)
}
