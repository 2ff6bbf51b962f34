package session

import (
	"context"
	"encoding/json"
	"strings"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// errand is what an operation wants beyond what a fetch does; which parts count
// depends on the operation.
type errand struct {
	which Which
	token Secret
	// scope is what a refresh asks for, "" for all that it had.
	scope string

	exchange ExchangeAsk
	// subject is what is exchanged, and subjectOf whom it belongs to; that is
	// zero for a pasted token.
	subject   *Tokens
	subjectOf vault.Owner

	permissions PermissionAsk
	// open hands an address to the browser, nil for none.
	open func(ctx context.Context, address string, allowHTTP bool) error
}

// secrets are what must not come back in an error's text.
func (e errand) secrets() []Secret {
	all := []Secret{e.token, e.permissions.rpt}
	if e.subject != nil {
		all = append(all, e.subject.Set.AccessToken)
	}
	return all
}

// errand does an operation beyond fetching and refreshing.
func (w worker) errand(ctx context.Context, j job) outcome {
	switch j.op {
	case OpIntrospect:
		return w.introspect(ctx, j)
	case OpRevoke:
		return w.revoke(ctx, j)
	case OpExchange:
		return w.exchange(ctx, j)
	case OpPermissions:
		return w.permissions(ctx, j)
	case OpKeys:
		return w.keys(ctx, j)
	case OpBrowserLogOut:
		return w.browserLogOut(ctx, j)
	case OpFetch, OpRefresh, OpWhoAmI, OpLogOut:
	}
	return outcome{}
}

// about begins an errand about the tokens of a session that exists; can tells
// whether there is anything to do.
func (s *Sessions) about(op Op, p profile.Profile, account string, can func(State) bool, e errand) {
	l, ok := s.lives[KeyOf(p, account, Typed{})]
	if s.closed || !ok || !can(l.state) {
		return
	}
	if e.which != "" {
		e.token = l.state.Token(e.which)
	}
	s.begin(l, job{op: op, profile: p.Clone(), account: l.key.Account, old: l.state.Tokens, bond: l.bond, errand: e})
}

// clientAt is how the profile's client authenticates at an endpoint beside the
// token endpoint. With needs or an error nothing may be sent.
func (w worker) clientAt(ctx context.Context, j job) (tokenclient.TokenRequest, outcome, bool) {
	r, _, needs, err := w.request(ctx, j)
	switch {
	case err != nil:
		return r, failed(ctx, j, r, err), false
	case len(needs) > 0:
		return r, outcome{needs: needs}, false
	}
	return r, outcome{}, true
}

// membersOf makes one object of the members of an answer.
func membersOf(members []tokenclient.Member) *inspect.Value {
	var b strings.Builder
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.Name)
		if err != nil {
			return nil
		}
		b.Write(name)
		b.WriteByte(':')
		b.WriteString(m.JSON)
	}
	v, _, err := inspect.ParseJSON([]byte("{" + b.String() + "}"))
	if err != nil {
		return nil
	}
	return &v
}
