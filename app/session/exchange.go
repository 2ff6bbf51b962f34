package session

import (
	"context"
	"time"

	"realmscope/app/profile"
	"realmscope/app/vault"
	"realmscope/tokenclient"
)

// ExchangeAsk is what a token exchange asks for (RFC 8693); empty parts are
// not sent.
type ExchangeAsk struct {
	// Subject is the session whose access token is exchanged. It counts when
	// nothing is pasted.
	Subject Key
	// Pasted is a token that the user gave, of the type PastedType: one of
	// ExchangeTypes, or another.
	Pasted     Secret
	PastedType string
	// Audience are client ids, Scope words separated by spaces.
	Audience []string
	Scope    string
	// RequestedType is one of ExchangeTypes; empty leaves it to the realm.
	RequestedType string
	// RequestedSubject, RequestedIssuer and SubjectIssuer are for Keycloak's
	// legacy exchange; the standard one refuses them.
	RequestedSubject, RequestedIssuer, SubjectIssuer string
}

// Exchanged is what a token exchange brought. It is immutable.
type Exchanged struct {
	Ask ExchangeAsk
	// Subject is what was exchanged; its Owner says whose it is.
	Subject *Tokens
	// Tokens is the answer; its AccessToken is the result whatever its type.
	Tokens *Tokens
	// Type is the issued type, "" when the realm did not say.
	Type string
	// Differences are what the result says otherwise than the subject.
	Differences []Difference
	At          time.Time
}

// ExchangeTypes are the token types that can be asked for, Keycloak's standard
// ones first.
func ExchangeTypes() []string {
	return []string{
		tokenclient.TypeAccessToken, tokenclient.TypeIDToken, tokenclient.TypeRefreshToken,
		tokenclient.TypeJWT, tokenclient.TypeSAML2,
	}
}

// MoreGrantTypes are the grant_types of what can be asked for with a token that
// is there already: no profile begins with one.
func MoreGrantTypes() []string {
	return []string{
		tokenclient.Refresh{}.GrantType(), tokenclient.TokenExchange{}.GrantType(), tokenclient.UMATicket{}.GrantType(),
	}
}

// Subject is a session whose access token can be exchanged.
type Subject struct {
	Key Key
	// Profile is the profile's name and Owner whose the token is.
	Profile, Owner string
	Clock          Clock
}

// Subjects are the sessions whose access tokens may go to the profile's token
// endpoint: those of its origin, the profile's own one first. A token of
// another origin has to be pasted.
func (s *Sessions) Subjects(p profile.Profile, account string) []Subject {
	b, err := bondOf(p)
	if err != nil {
		return nil
	}
	own := KeyOf(p, account, Typed{})
	var found []Subject
	for _, l := range s.ordered() {
		if l.state.Tokens == nil || l.bond.owner.Origin != b.owner.Origin || l.state.Tokens.Set.AccessToken.Empty() {
			continue
		}
		c, _ := ComputeClocks(l.state.Tokens, nil, wall())
		one := Subject{Key: l.key, Profile: l.state.Profile.Name, Owner: l.state.Tokens.Owner, Clock: c.Access}
		if l.key == own {
			found = append([]Subject{one}, found...)
		} else {
			found = append(found, one)
		}
	}
	return found
}

// ExchangeToken exchanges a token as the profile's client; the answer is
// State.Answers.Exchange. The session needs no tokens of its own. Without a
// subject, and while something runs, it does nothing.
func (s *Sessions) ExchangeToken(p profile.Profile, account string, ask ExchangeAsk) {
	e := errand{exchange: ask}
	if ask.Pasted.Empty() {
		from, ok := s.lives[ask.Subject]
		if s.closed || !ok || from.state.Tokens == nil || from.state.Tokens.Set.AccessToken.Empty() {
			return
		}
		e.subject, e.subjectOf = from.state.Tokens, from.bond.owner
	} else {
		e.subject = newTokens(tokenclient.TokenSet{AccessToken: ask.Pasted, ReceivedAt: wall()}, nil, 0)
	}
	s.beginAnywhere(OpExchange, p, account, e)
}

// beginAnywhere begins an errand that needs no tokens, in a new session if
// there is none.
func (s *Sessions) beginAnywhere(op Op, p profile.Profile, account string, e errand) {
	if s.closed {
		return
	}
	l := s.session(KeyOf(p, account, Typed{}))
	if l.state.Busy != "" {
		return
	}
	j := job{op: op, profile: p.Clone(), account: l.key.Account, old: l.state.Tokens, bond: l.bond, errand: e}
	if j.old == nil {
		j.old = &Tokens{}
		j.bond, _ = bondOf(p) // an error comes again where it is told
	}
	s.begin(l, j)
}

// exchange does the job of ExchangeToken.
func (w worker) exchange(ctx context.Context, j job) outcome {
	r, o, ok := w.clientAt(ctx, j)
	if !ok {
		return o
	}
	e, ask := j.errand, j.errand.exchange
	if e.subjectOf != (vault.Owner{}) && e.subjectOf.Origin != j.bond.owner.Origin {
		return failed(ctx, j, r, otherServer(j.bond.endpoint, j.bond.owner))
	}
	r.Scope = ask.Scope
	r.Grant = tokenclient.TokenExchange{
		SubjectToken: e.subject.Set.AccessToken, SubjectTokenType: ask.PastedType, Audience: ask.Audience,
		RequestedTokenType: ask.RequestedType, RequestedSubject: ask.RequestedSubject,
		RequestedIssuer: ask.RequestedIssuer, SubjectIssuer: ask.SubjectIssuer,
	}
	set, err := w.client.Token(ctx, r)
	if err != nil {
		return failed(ctx, j, r, err)
	}
	x := &Exchanged{Ask: ask, Subject: e.subject, Tokens: newTokens(set, nil, 1), Type: set.IssuedTokenType(), At: wall()}
	x.Differences = Differences(e.subject.Access, x.Tokens.Access)
	return outcome{
		exchange: exchangeOf(j.op, set.Status, set.Elapsed, set.ReceivedAt, set.ServerDate),
		apply:    func(st *State) { st.Answers.Exchange = x },
	}
}

// life is the life of the result, by its own claims where it is no access
// token: expires_in is not about an ID token.
func (x *Exchanged) life() life {
	if x.Type != "" && x.Type != tokenclient.TypeAccessToken {
		if _, ok := x.Tokens.Access.Expiry(); ok {
			return claimedLife(x.Tokens, x.Tokens.Access)
		}
	}
	return accessLife(x.Tokens)
}
