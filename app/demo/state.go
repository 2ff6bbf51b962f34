package demo

import (
	"net/url"
	"sync"
	"time"
)

// state is everything that the realm remembers, under one mutex. Its methods
// are short, sign nothing and hand out copies.
type state struct {
	opts Options

	mu       sync.Mutex
	sessions shelf[*session] // by sessionKey
	logins   shelf[login]    // login pages that wait for their form
	codes    shelf[code]     // authorization codes
	devices  shelf[*device]  // by device code
	cookies  shelf[string]   // browser cookie to session id
	leaving  shelf[leave]    // logout pages that wait for their form
	revoked  shelf[struct{}] // jti of revoked access tokens
	proofs   shelf[struct{}] // assertions and DPoP proofs that were used

	backchannels shelf[*backchannel] // by auth_req_id
	pushed       shelf[url.Values]   // by request_uri
}

// session is one login, or one offline session that came from it.
type session struct {
	id      string
	user    *user
	started time.Time
	offline bool
	clients map[string]*attached // by client id
}

// attached is a client's part of a session: its chains of refresh tokens, one
// for each login, by reuse_id.
type attached struct{ chains map[string]*chain }

// chain is one line of refresh tokens, each of which replaces the last.
type chain struct{ next, used string }

// ticket is what a grant needs to know of a session: a copy.
type ticket struct {
	session string
	started time.Time
	offline bool
	// chain and next are the reuse_id and the jti of the next refresh token.
	chain, next string
	// reused says that the browser was logged in already (acr 0).
	reused bool
}

// maxChains bounds the refresh token lines of one client in one session.
const maxChains = 50

func newState(o Options) *state { return &state{opts: o} }

// sessionKey keeps online and offline sessions of one id apart.
func sessionKey(id string, offline bool) string {
	if offline {
		return id + " offline"
	}
	return id
}

// end is when a session ends if nothing more happens.
func (st *state) end(s *session, now time.Time) time.Time {
	if s.offline {
		return now.Add(st.opts.OfflineIdle)
	}
	idle, limit := now.Add(st.opts.RefreshLife), s.started.Add(st.opts.SessionMax)
	if limit.Before(idle) {
		return limit
	}
	return idle
}

// open starts a session. Its id has 24 characters, as since release 26.5.
func (st *state) open(u *user, offline bool, now time.Time) string {
	st.mu.Lock()
	defer st.mu.Unlock()
	s := &session{id: handle(18), user: u, started: now, offline: offline, clients: map[string]*attached{}}
	st.sessions.put(sessionKey(s.id, offline), s, st.end(s, now), now)
	return s.id
}

// attach adds a client to a session and starts a chain of refresh tokens. An
// offline session is made from the online one where it is missing. False says
// that the session has ended.
func (st *state) attach(id string, offline bool, clientID string, now time.Time) (ticket, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	s, ok := st.sessions.get(sessionKey(id, offline), now)
	if !ok {
		online, there := st.sessions.get(sessionKey(id, false), now)
		if !offline || !there {
			return ticket{}, false
		}
		s = &session{id: id, user: online.user, started: online.started, offline: true, clients: map[string]*attached{}}
		st.sessions.put(sessionKey(id, true), s, st.end(s, now), now)
	}
	a := s.clients[clientID]
	if a == nil {
		a = &attached{chains: map[string]*chain{}}
		s.clients[clientID] = a
	}
	if len(a.chains) >= maxChains {
		clear(a.chains)
	}
	t := ticket{session: id, started: s.started, offline: offline, chain: uuid(), next: uuid()}
	a.chains[t.chain] = &chain{next: t.next}
	return t, true
}

// rotate uses a refresh token up and gives the ticket of the next one. A token
// that was used before kills the client's part of the session.
func (st *state) rotate(c claims, clientID string, now time.Time) (ticket, *user, *refusal) {
	st.mu.Lock()
	defer st.mu.Unlock()
	offline := c.Type == "Offline"
	s, ok := st.sessions.get(sessionKey(c.SessionID, offline), now)
	if !ok {
		if offline {
			return ticket{}, nil, refuse("invalid_grant", "Offline user session not found")
		}
		return ticket{}, nil, refuse("invalid_grant", "Session not active")
	}
	a := s.clients[clientID]
	if a == nil || a.chains[c.ReuseID] == nil {
		return ticket{}, nil, refuse("invalid_grant", "Session doesn't have required client")
	}
	line := a.chains[c.ReuseID]
	switch c.ID {
	case line.next:
	case line.used:
		delete(s.clients, clientID)
		return ticket{}, nil, refuse("invalid_grant", "Maximum allowed refresh token reuse exceeded")
	default:
		delete(s.clients, clientID)
		return ticket{}, nil, refuse("invalid_grant", "Stale token")
	}
	line.used, line.next = line.next, uuid()
	st.sessions.extend(sessionKey(s.id, offline), st.end(s, now))
	return ticket{session: s.id, started: s.started, offline: offline, chain: c.ReuseID, next: line.next}, s.user, nil
}

// holds tells whether a session is alive and has the client.
func (st *state) holds(id, clientID string, now time.Time) (*user, bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, offline := range []bool{false, true} {
		if s, ok := st.sessions.get(sessionKey(id, offline), now); ok && s.clients[clientID] != nil {
			return s.user, true
		}
	}
	return nil, false
}

// fresh tells whether a refresh token is the newest of its chain.
func (st *state) fresh(c claims, now time.Time) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	s, ok := st.sessions.get(sessionKey(c.SessionID, c.Type == "Offline"), now)
	if !ok || s.clients[c.AuthorizedParty] == nil {
		return false
	}
	line := s.clients[c.AuthorizedParty].chains[c.ReuseID]
	return line != nil && line.next == c.ID
}

// detach takes a client off a session.
func (st *state) detach(id string, offline bool, clientID string, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if s, ok := st.sessions.get(sessionKey(id, offline), now); ok {
		delete(s.clients, clientID)
	}
}

// close ends a session; the offline one stays unless it is meant.
func (st *state) close(id string, offline bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.sessions.drop(sessionKey(id, offline))
}

// forbid makes one access token invalid for online checks until it ends.
func (st *state) forbid(c claims, now time.Time) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.revoked.put(c.ID, struct{}{}, time.Unix(c.Exp, 0), now)
}

// forbidden tells whether an access token was revoked.
func (st *state) forbidden(c claims, now time.Time) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	_, ok := st.revoked.get(c.ID, now)
	return ok
}
