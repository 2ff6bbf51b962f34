package session

import (
	"context"

	"realmscope/tokenclient"
)

// ServerAnswer is what a realm said about a token.
type ServerAnswer struct {
	// Introspection is its answer, nil when there is none. Which and Generation
	// are empty: the token is of no session.
	Introspection *Introspection
	// Held is the key of the text that says why nobody was asked, such as a
	// secret that is neither typed nor kept; empty when the realm was asked.
	Held    string
	Failure *Failure
}

// CanIntrospect tells whether a profile's client may ask its realm about
// tokens: Keycloak answers confidential clients only.
func (i Issuer) CanIntrospect() bool {
	method := i.Profile.Client.Auth
	return i.Known() && method != "" && method != tokenclient.AuthNone
}

// AskServer is Introspect for a token that no session holds: it asks the realm
// of a saved profile about it in the background (RFC 7662), as that profile's client, and calls done once on the owner's
// goroutine unless cancel is called first. The token goes to the origin of the
// profile's token endpoint and nowhere else.
func (s *Sessions) AskServer(i Issuer, token Secret, done func(ServerAnswer)) (cancel func()) {
	j := job{op: OpFetch, profile: i.Profile.Clone()}
	return inBackground(s, func(ctx context.Context) ServerAnswer { return s.worker.askServer(ctx, j, token) },
		func(f *Failure) ServerAnswer { return ServerAnswer{Failure: f} }, done)
}

// askServer does the job of AskServer.
func (w worker) askServer(ctx context.Context, j job, token Secret) ServerAnswer {
	b, err := bondOf(j.profile)
	if err != nil {
		return ServerAnswer{Failure: explain("", err, nil)}
	}
	j.bond = b
	endpoint, err := j.beside("token/introspect", j.profile.Realm.Endpoints().Introspection)
	if err != nil {
		return ServerAnswer{Failure: explain("", err, nil)}
	}
	client, auth, held := w.trialClient(ctx, j)
	if held.reason != "" {
		return ServerAnswer{Held: held.reason, Failure: held.failure}
	}
	found, err := client.Introspect(ctx, endpoint, auth, token, "")
	if err != nil {
		masks := secretsOf(tokenclient.TokenRequest{Auth: auth, Grant: tokenclient.Refresh{Token: token}}, j)
		return ServerAnswer{Failure: explain("", err, masks)}
	}
	return ServerAnswer{Introspection: introspectionOf(found)}
}
