package session

import (
	"context"
	"slices"
	"time"

	"realmscope/app/profile"
	"realmscope/tokenclient"
	"realmscope/tokenclient/inspect"
)

// outcome is what a job came to. Nothing set at all means that it was
// cancelled.
type outcome struct {
	needs    []Need
	failure  *Failure
	refused  bool // the server did not accept password or secret
	exchange *Exchange
	tokens   *Tokens
	bond     bond
	keep     []keeping
	userInfo *UserInfo
	// loggedOut is when the session was ended; ended says that it had ended
	// before.
	loggedOut time.Time
	ended     bool
	// apply takes an answer into the state, nil for none.
	apply func(*State)
}

// run does a job: it gathers the secrets, sends one request and decodes the
// answer. wait tells that the user has to do something first.
func (w worker) run(ctx context.Context, j job, wait func(Waiting)) outcome {
	v, needs, err := w.reach(ctx, j)
	if err != nil {
		return failed(ctx, j, tokenclient.TokenRequest{}, err)
	}
	if len(needs) > 0 && j.op != OpFetch {
		return outcome{needs: needs}
	}
	w.client, j.way = v.client, v
	switch j.op {
	case OpWhoAmI:
		return w.whoAmI(ctx, j)
	case OpLogOut:
		return w.logOut(ctx, j)
	case OpFetch, OpRefresh:
	default:
		return w.errand(ctx, j)
	}
	return w.fetch(ctx, j, needs, wait)
}

// fetch gets tokens, new ones or by the refresh token. needs are what is known
// to be missing already.
func (w worker) fetch(ctx context.Context, j job, needs []Need, wait func(Waiting)) outcome {
	r, b, more, err := w.request(ctx, j)
	if needs = append(needs, more...); err == nil && len(needs) > 0 {
		return outcome{needs: needs}
	}
	if err != nil {
		return failed(ctx, j, r, err)
	}
	if j.op == OpRefresh {
		r.Scope = j.errand.scope
	}
	set, err := w.tokens(ctx, j, &r, wait)
	if needs := j.asked(err); len(needs) > 0 && ctx.Err() == nil {
		return outcome{needs: needs}
	}
	if err != nil {
		return failed(ctx, j, r, err)
	}
	if b.target = ""; r.Endpoint != b.endpoint {
		b.target = r.Endpoint
	}
	return received(j, b, set)
}

// received takes a token set in: it must be about the person that it was about
// before.
func received(j job, b bond, set tokenclient.TokenSet) outcome {
	o := outcome{bond: b, exchange: exchangeOf(j.op, set.Status, set.Elapsed, set.ReceivedAt, set.ServerDate)}
	t := newTokens(set, j.old, j.sets+1)
	if j.old != nil && otherSubject(j.old, t) {
		o.failure = explain(j.op, &ownError{id: adviceOtherSubject}, nil)
		return o
	}
	o.tokens = t
	if j.op == OpRefresh {
		t.narrowed(j.old, j.errand.scope)
		o.apply = applyNarrowed(j.errand.scope, t)
	}
	if j.op == OpFetch {
		o.keep = toKeep(j, b)
	}
	return o
}

// tokens sends the request, after a login in the browser or elsewhere if that
// is the grant. Of r the endpoint may become another one of the realm.
func (w worker) tokens(ctx context.Context, j job, r *tokenclient.TokenRequest, wait func(Waiting)) (tokenclient.TokenSet, error) {
	if j.op != OpFetch {
		return w.client.Token(ctx, *r)
	}
	if err := w.redirect(ctx, j, r); err != nil {
		return tokenclient.TokenSet{}, err
	}
	switch j.profile.Grant {
	case profile.GrantAuthorizationCode:
		return w.login(ctx, j, *r, wait)
	case profile.GrantDevice:
		return w.device(ctx, j, *r, wait)
	case profile.GrantCIBA:
		return w.ciba(ctx, j, *r, wait)
	}
	return w.client.Token(ctx, *r)
}

// redirect sends a client with a certificate to the address that the realm has
// for such clients (RFC 8705 section 5), unless the user chose one.
func (w worker) redirect(ctx context.Context, j job, r *tokenclient.TokenRequest) error {
	if !r.Auth.Method.OnConnection() || j.profile.TokenEndpoint != "" {
		return nil
	}
	d, err := w.client.Discover(ctx, j.profile.Realm)
	if err != nil || d.MTLS.Token == "" {
		return err
	}
	if err := j.checkOrigin(d.MTLS.Token, r.Endpoint); err != nil {
		return err
	}
	r.Endpoint = d.MTLS.Token
	return nil
}

// exchangeOf is the short form of a request and its answer.
func exchangeOf(op Op, status int, elapsed time.Duration, at, server time.Time) *Exchange {
	x := &Exchange{Op: op, Status: status, Elapsed: elapsed, At: at}
	if at.IsZero() {
		x.At = wall()
	}
	if !server.IsZero() && !at.IsZero() {
		x.Skew, x.SkewKnown = skewOf(at, server), true
	}
	return x
}

// newTokens decodes a set. old is the set that was refreshed, nil after a
// fetch: an answer without a refresh token keeps the old one (RFC 6749
// section 6).
func newTokens(set tokenclient.TokenSet, old *Tokens, generation int) *Tokens {
	t := &Tokens{Set: set, Generation: generation}
	t.Access, t.ID = decode(set.AccessToken), decode(set.IDToken)
	if old != nil && set.RefreshToken.Empty() {
		t.Set.RefreshToken, t.Refresh = old.Set.RefreshToken, old.Refresh
	} else {
		t.Refresh = decode(set.RefreshToken)
	}
	if t.Access != nil {
		t.Owner = t.Access.Owner()
	}
	t.past = pastOf(t, old, set)
	return t
}

func decode(s Secret) *inspect.Token {
	if s.Empty() {
		return nil
	}
	return inspect.Decode(s.Reveal())
}

// otherSubject tells whether a refresh brought the tokens of somebody else or
// of another issuer (OpenID Connect Core section 12.2). A claim that is in one
// of the tokens only proves nothing.
func otherSubject(old, t *Tokens) bool {
	if now := whomOf(t); !old.whom.covers(now) {
		return true
	}
	pairs := [][2]*inspect.Token{{old.Access, t.Access}, {old.ID, t.ID}}
	for _, name := range []string{"iss", "sub"} {
		for _, p := range pairs {
			before, after := claims(p[0], name), claims(p[1], name)
			if len(before) > 0 && len(after) > 0 && !slices.Equal(before, after) {
				return true
			}
		}
	}
	return false
}

// claims are all values of a claim in order: some servers send sub twice, with
// different values (KEYCLOAK-14309).
func claims(t *inspect.Token, name string) []string {
	if t == nil || t.Payload == nil {
		return nil
	}
	var values []string
	for _, m := range t.Payload.Members {
		if m.Name == name {
			values = append(values, m.Value.Text)
		}
	}
	return values
}
