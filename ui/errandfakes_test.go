package ui

import (
	"context"
	"time"

	"realmscope/tokenclient"
)

// fakeErrands are the answers beyond tokens and what was sent for them.
type fakeErrands struct {
	found   tokenclient.Introspection
	done    tokenclient.Revocation
	uma     tokenclient.UMAResult
	keys    tokenclient.KeySet
	fails   error
	tokens  []string // introspected
	revoked []string // with their hints
	asked   []tokenclient.UMATicket
}

func (f *fakeServer) Introspect(_ context.Context, _ string, _ tokenclient.ClientAuth, token tokenclient.Secret, hint string) (tokenclient.Introspection, error) {
	f.errands.tokens = append(f.errands.tokens, token.Reveal()+hint)
	found := f.errands.found
	found.Status, found.Elapsed, found.ReceivedAt = 200, 12*time.Millisecond, time.Now().Round(0)
	return found, f.errands.fails
}

func (f *fakeServer) Revoke(_ context.Context, _ string, _ tokenclient.ClientAuth, token tokenclient.Secret, hint string) (tokenclient.Revocation, error) {
	f.errands.revoked = append(f.errands.revoked, hint+" "+token.Reveal())
	return f.errands.done, f.errands.fails
}

func (f *fakeServer) UMA(_ context.Context, r tokenclient.TokenRequest) (tokenclient.UMAResult, error) {
	if g, ok := r.Grant.(tokenclient.UMATicket); ok {
		f.errands.asked = append(f.errands.asked, g)
	}
	return f.errands.uma, f.errands.fails
}

func (f *fakeServer) JWKS(context.Context, string) (tokenclient.KeySet, error) {
	return f.errands.keys, f.errands.fails
}
