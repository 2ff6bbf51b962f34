package session

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// whom is who a token is about: iss and sub, "" when a token does not say.
type whom struct{ Issuer, Subject string }

// whomOf reads the access token, else the ID token, else what is remembered.
func whomOf(t *Tokens) whom {
	w := whom{first(claims(t.Access, "iss")), first(claims(t.Access, "sub"))}
	w.Issuer = cmp.Or(w.Issuer, first(claims(t.ID, "iss")), t.whom.Issuer)
	w.Subject = cmp.Or(w.Subject, first(claims(t.ID, "sub")), t.whom.Subject)
	return w
}

// first is the value of a claim that stands once; several prove nothing here.
func first(values []string) string {
	if len(values) != 1 {
		return ""
	}
	return values[0]
}

// covers tells whether other may be the same: what only one of them says
// proves nothing.
func (w whom) covers(other whom) bool {
	same := func(a, b string) bool { return a == "" || b == "" || a == b }
	return same(w.Issuer, other.Issuer) && same(w.Subject, other.Subject)
}

// memory is what rests beside a refresh token: whose it is, where it goes, and
// when it ends. It lies encrypted with the token.
type memory struct {
	Profile   string `json:"profile"`
	Account   string `json:"account,omitempty"`
	Endpoint  string `json:"endpoint"`
	Target    string `json:"target,omitempty"`
	Scope     string `json:"scope,omitempty"`
	TokenType string `json:"token_type,omitempty"`
	Owner     string `json:"owner,omitempty"`
	Issuer    string `json:"iss,omitempty"`
	Subject   string `json:"sub,omitempty"`
	Session   string `json:"session_state,omitempty"`
	// Received is when the answer came; Life is refresh_expires_in as it was
	// said in it, nil when nothing was.
	Received time.Time `json:"received"`
	Server   time.Time `json:"server,omitzero"`
	Life     *int64    `json:"refresh_expires_in,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	End      time.Time `json:"end,omitzero"`
}

// memoryOf notes what a session has to know after a restart.
func memoryOf(l *live) memory {
	t := l.state.Tokens
	lifetime, from := t.refreshLifetime()
	w := whomOf(t)
	m := memory{
		Profile: l.key.ProfileID, Account: l.key.Account, Endpoint: l.bond.endpoint, Target: l.bond.target,
		Scope: t.Set.Scope, TokenType: t.Set.TokenType, Owner: t.Owner, Issuer: w.Issuer, Subject: w.Subject,
		Session: t.Set.SessionState, Received: from.Round(0), Server: t.Set.ServerDate, Since: since(t, nil), End: t.past.end,
	}
	if lifetime.Known {
		seconds := int64(lifetime.Value / time.Second)
		m.Life = &seconds
	}
	return m
}

// rest keeps the newest refresh token of a session whose profile wishes it, and
// drops what no longer opens a session: after logout, revocation, and the
// realm's word that it is over.
func (s *Sessions) rest(l *live, j job, o outcome) {
	t := l.state.Tokens
	switch {
	case s.params.Later == nil:
	case t == nil && !o.ended && o.loggedOut.IsZero(): // there was nothing, and there is nothing
	case t == nil || t.Set.RefreshToken.Empty() || t.RevokedRefresh != nil || sessionOver(j, o.failure):
		s.unrest(l)
	case o.tokens == nil: // nothing new
	case !l.state.Profile.KeepLoggedIn:
		s.unrest(l)
	default:
		s.store(l)
	}
}

// store puts the session's refresh token to rest under a new id. The older ones
// leave the vault in the same write: no crash leaves none.
func (s *Sessions) store(l *live) {
	text, err := json.Marshal(memoryOf(l))
	if err != nil {
		return // its texts and times always encode
	}
	id, old := vault.NewID(), l.resting
	l.resting = append(slices.Clone(old), id)
	record := vault.Record{
		Kind: vault.KindRefreshToken, Owner: l.bond.owner, Secret: l.state.Tokens.Set.RefreshToken, Meta: string(text),
	}
	generation := l.generation
	s.later(
		func(ctx context.Context) error { return s.params.Vault.Swap(ctx, id, record, old...) },
		func(err error) {
			l.unkept = err != nil
			if err == nil {
				l.dropped(old)
				return
			}
			if s.lives[l.key] == l && l.generation == generation {
				l.state.Failure = explain(OpFetch, &ownError{id: adviceNotKept, err: err}, nil)
				s.publish(l)
			}
		})
}

// unrest drops what rests of a session. While the vault is locked that waits
// until it is open, and counts for what an earlier run left there as well.
func (s *Sessions) unrest(l *live) {
	l.unkept = false
	if s.params.Later == nil || s.owe(l.key, false) {
		return
	}
	old := l.resting
	s.drop(l.key, old, func() { l.dropped(old) })
}

// dropped forgets ids that the vault holds no more.
func (l *live) dropped(old []string) {
	l.resting = slices.DeleteFunc(slices.Clone(l.resting), func(id string) bool { return slices.Contains(old, id) })
}

// later runs a job of the vault in the order of its fellows. Unlike other work
// it survives Close: a refresh token that the server has just rotated must not
// be lost because the window was closed.
func (s *Sessions) later(work func(context.Context) error, done func(error)) {
	s.params.Later(func() {
		err := guarded(s.params.Base, work, func(*Failure) error { return errCrashed })
		s.params.Post(func() {
			if !s.closed {
				done(err)
			}
		})
	})
}

// Keeping follows a change of Profile.KeepLoggedIn for the live sessions: what
// they hold is put to rest, or leaves the vault.
func (s *Sessions) Keeping(profileID string, on bool) {
	if s.closed || s.params.Later == nil {
		return
	}
	if !on {
		s.owe(Key{ProfileID: profileID}, true)
	}
	for _, l := range s.ordered() {
		if l.key.ProfileID != profileID {
			continue
		}
		l.state.Profile.KeepLoggedIn = on
		t := l.state.Tokens
		switch {
		case !on:
			s.unrest(l)
		case t != nil && !t.Set.RefreshToken.Empty() && t.RevokedRefresh == nil && len(l.resting) == 0:
			s.store(l)
		}
	}
}

// tokens makes the set of a session that has rested.
func (m memory) tokens(refresh Secret) *Tokens {
	set := tokenclient.TokenSet{
		RefreshToken: refresh, TokenType: m.TokenType, Scope: m.Scope, SessionState: m.Session,
		ReceivedAt: m.Received, ServerDate: m.Server,
	}
	if m.Life != nil {
		set.RefreshExpiresIn = tokenclient.Lifetime{Known: true, Value: time.Duration(*m.Life) * time.Second}
	}
	return &Tokens{
		Set: set, Refresh: decode(refresh), Owner: m.Owner, Generation: 1, whom: whom{m.Issuer, m.Subject},
		past: past{since: m.Since, end: m.End},
	}
}
