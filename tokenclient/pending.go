package tokenclient

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"realmscope/tokenclient/loopback"
)

// PendingLogin is a login that waits for the browser. It is safe for concurrent
// use, and good for one Wait.
type PendingLogin struct {
	client    *Client
	login     Login
	discovery Discovery
	receiver  *loopback.Receiver
	url       Secret // it holds the state
	notes     []string

	verifier, state, nonce Secret
	waited                 atomic.Bool
}

// URL is the address to open in the browser; it has passed CheckBrowserURL. A
// pushed one works once and, at Keycloak, for 60 s.
func (p *PendingLogin) URL() string { return p.url.Reveal() }

// RedirectURI is where the browser comes back to, port included.
func (p *PendingLogin) RedirectURI() string { return p.receiver.RedirectURI() }

// Deadline is when the login is given up.
func (p *PendingLogin) Deadline() time.Time { return p.receiver.Deadline() }

// Gone is closed when no socket of the login is left: at once after Close and
// after a Wait that was cancelled or waited in vain, and within a second after
// the browser has come back, which leaves it time to show the page, also that
// of a refusal.
func (p *PendingLogin) Gone() <-chan struct{} { return p.receiver.Gone() }

// Close gives the login up: the port closes at once, and Wait returns. A second
// call does nothing.
func (p *PendingLogin) Close() { p.receiver.Close() }

// Wait waits for the browser to come back, exchanges the code and checks that
// the ID token, if there is one, belongs to this login. It is called once.
//
// The error is an *Error. What the server sent with the redirect is KindOAuth
// with the Reason "callback"; KindLogin is what went wrong on this machine or
// does not belong together. Nothing is tried twice: a code works once.
func (p *PendingLogin) Wait(ctx context.Context) (TokenSet, error) {
	if !p.waited.CompareAndSwap(false, true) {
		return TokenSet{}, p.fail("used")
	}
	set, e := p.wait(ctx)
	if e != nil {
		if ctx.Err() != nil {
			p.Close()
		}
		return TokenSet{}, e
	}
	return set, nil
}

func (p *PendingLogin) wait(ctx context.Context) (TokenSet, *Error) {
	answer, err := p.receiver.Wait(ctx)
	if err != nil {
		p.Close()
		return TokenSet{}, p.noAnswer(ctx, err)
	}
	if e := p.checkAnswer(answer); e != nil {
		return TokenSet{}, e
	}
	set, err := p.client.Token(ctx, TokenRequest{
		Endpoint: p.discovery.Endpoints.Token, Auth: p.login.Auth, ParamsIn: p.login.ParamsIn, DPoP: p.login.DPoP, Extra: p.login.TokenExtra,
		Grant: AuthorizationCode{
			Code: NewSecret(answer.Get("code")), RedirectURI: p.RedirectURI(), Verifier: p.verifier,
		},
	})
	if err != nil {
		return TokenSet{}, asError(err)
	}
	note, reason := checkIDToken(set, p.nonce, slices.Contains(strings.Fields(p.login.Scope), "openid"))
	if reason != "" {
		e := p.fail(reason)
		e.Sent, e.Status, e.ReceivedAt, e.ServerDate = true, set.Status, set.ReceivedAt, set.ServerDate
		return TokenSet{}, e
	}
	set.Notes = slices.Concat(set.Notes, p.notes)
	if note != "" {
		set.Notes = append(set.Notes, note)
	}
	return set, nil
}

// noAnswer is the error of a browser that never came back. Keycloak shows an
// unknown client or redirect URI to the person only: nothing comes here.
func (p *PendingLogin) noAnswer(ctx context.Context, err error) *Error {
	e := p.fail("no_answer")
	switch {
	case errors.Is(ctx.Err(), context.Canceled), errors.Is(err, loopback.ErrClosed):
		e.Kind, e.Reason = KindCanceled, ""
	case ctx.Err() != nil:
		e.Err = ctx.Err()
	case !errors.Is(err, loopback.ErrExpired):
		e.Reason = "listen"
	}
	if e.Err == nil {
		e.Err = err
	}
	return e
}

// checkAnswer checks the parameters that came with the state. The issuer comes
// first: an error of another server is not ours to explain (RFC 9207 section
// 2.4).
func (p *PendingLogin) checkAnswer(v url.Values) *Error {
	iss, want := v.Get("iss"), p.discovery.Endpoints.Issuer
	if v.Has("iss") && iss != want || !v.Has("iss") && p.discovery.IssuerInAnswer {
		e := p.fail("issuer")
		e.Description = oneLine(iss, maxDescription)
		return e
	}
	if v.Get("error") == "" {
		return nil
	}
	e := p.fail("callback")
	e.Kind, e.ReceivedAt = KindOAuth, time.Now().Round(0)
	code, description := v.Get("error"), v.Get("error_description")
	if !knownText(code, description) {
		mask := newMasker([]Secret{p.verifier, p.state, p.nonce, p.login.Auth.Secret})
		code, description = mask.text(code), mask.text(description)
	}
	e.Code, e.Description = oneLine(code, maxCode), oneLine(description, maxDescription)
	return e
}

// fail makes an error of the login; Location is the redirect URI without its
// port, as it is to be registered.
func (p *PendingLogin) fail(reason string) *Error {
	e := &Error{Kind: KindLogin, Reason: reason}
	if u, err := url.Parse(p.discovery.Endpoints.Authorization); err == nil {
		e.Endpoint = bareURL(u)
	}
	if u, err := url.Parse(p.RedirectURI()); err == nil {
		u.Host = strings.TrimSuffix(u.Host, ":"+u.Port())
		e.Location = bareURL(u)
	}
	return e
}
