package session

import (
	"context"

	"realmscope/app/profile"
	"realmscope/tokenclient"
)

// Introspect asks the realm whether it accepts a token of the session, as the
// profile's client; the answer is State.Answers.Introspection. Without that
// token, and while something runs, it does nothing.
func (s *Sessions) Introspect(p profile.Profile, account string, which Which) {
	s.about(OpIntrospect, p, account, func(st State) bool { return st.CanIntrospect(which) }, errand{which: which})
}

// introspect does the job of Introspect.
func (w worker) introspect(ctx context.Context, j job) outcome {
	address, err := j.beside("token/introspect", j.profile.Realm.Endpoints().Introspection)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	r, o, ok := w.clientAt(ctx, j)
	if !ok {
		return o
	}
	hint := ""
	if j.errand.which == WhichRPT {
		hint = "requesting_party_token" // without it Keycloak leaves the permissions out
	}
	found, err := w.client.Introspect(ctx, address, r.Auth, j.errand.token, hint)
	if err != nil {
		return failed(ctx, j, r, err)
	}
	i := introspectionOf(found)
	i.Which, i.Generation = j.errand.which, j.sets
	return outcome{
		exchange: exchangeOf(j.op, found.Status, found.Elapsed, found.ReceivedAt, found.ServerDate),
		apply:    func(st *State) { st.Answers.Introspection = i },
	}
}

// introspectionOf is what a realm answered about a token, of a session or of a
// paste.
func introspectionOf(found tokenclient.Introspection) *Introspection {
	return &Introspection{
		Active: found.Active, Members: membersOf(found.Members), Why: found.Advise(), Notes: found.Notes, At: wall(),
	}
}
