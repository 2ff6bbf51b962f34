package session

import (
	"context"
	"slices"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// Revoke makes a token of the session's own set invalid at the realm. The token
// stays and is shown as revoked, in State.Tokens and its clock. Revoking the
// refresh token ends the client's session. Without that token, when it was
// revoked before, and while something runs, it does nothing.
func (s *Sessions) Revoke(p profile.Profile, account string, which Which) {
	s.about(OpRevoke, p, account, func(st State) bool { return st.CanRevoke(which) }, errand{which: which})
}

// revoke does the job of Revoke.
func (w worker) revoke(ctx context.Context, j job) outcome {
	address, err := j.beside("revoke", j.profile.Realm.Endpoints().Revocation)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	r, o, ok := w.clientAt(ctx, j)
	if !ok {
		return o
	}
	done, err := w.client.Revoke(ctx, address, r.Auth, j.errand.token, string(j.errand.which)+"_token")
	if err != nil {
		return failed(ctx, j, r, err)
	}
	revoked := &Revocation{Already: slices.Contains(done.Notes, "already_invalid"), Notes: done.Notes, At: wall()}
	return outcome{
		exchange: exchangeOf(j.op, done.Status, done.Elapsed, done.ReceivedAt, done.ServerDate),
		apply:    func(st *State) { st.Tokens = st.Tokens.withRevoked(j.errand.which, revoked) },
	}
}

// withRevoked is the set after one of its tokens was revoked.
func (t *Tokens) withRevoked(which Which, r *Revocation) *Tokens {
	if t == nil {
		return nil
	}
	after := *t
	if which == WhichRefresh {
		after.RevokedRefresh = r
	} else {
		after.RevokedAccess = r
	}
	return &after
}

// revokedLife is the life of a token that was revoked; ok is false when it was
// not.
func revokedLife(r *Revocation) (life, bool) {
	if r == nil {
		return life{}, false
	}
	return life{phase: PhaseRevoked, end: r.At}, true
}
