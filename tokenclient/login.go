package tokenclient

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"realmscope/tokenclient/loopback"
)

// maxLoginHint is Keycloak's limit from release 26.4 on.
const maxLoginHint = 255

// Login is a login in the system's browser: the authorization code flow with
// PKCE and a redirect to this machine (RFC 6749 section 4.1, RFC 7636, RFC 8252
// section 7.3). An empty field sends no parameter.
type Login struct {
	// Auth is the client; it authenticates at the token endpoint.
	Auth ClientAuth
	// Scope is words separated by spaces. With openid a nonce is sent.
	Scope string
	// Prompt is none, login, consent, create or select_account (OpenID Connect
	// Core section 3.1.2.1), several separated by spaces.
	Prompt string
	// LoginHint fills the user name in; at most 255 bytes (Keycloak 26.4).
	LoginHint string
	// ACRValues ask for a level of authentication, best first.
	ACRValues string
	// IDPHint is kc_idp_hint, the alias of an identity provider to go to.
	IDPHint string
	// UILocales are the person's languages, best first, as "es en".
	UILocales string
	// MaxAge is how old the person's last login may be, in whole seconds; a
	// known 0 asks for a new one.
	MaxAge Lifetime
	// Extra parameters of the authorization request; they stand in the
	// browser's address. A name that the login itself sends is refused.
	Extra []Param
	// TokenExtra are further parameters of the token request, which no browser
	// sees.
	TokenExtra []Param
	// UsePAR pushes the request over the back channel first (RFC 9126); so does
	// a realm whose discovery document requires it.
	UsePAR bool
	// AllowHTTP lets the browser open an http address that is not this machine,
	// for a realm that the user chose to use without TLS.
	AllowHTTP bool
	// ParamsIn is where the token request carries its parameters.
	ParamsIn ParamsIn
	// DPoP, unless empty, binds the tokens to a key; see TokenRequest.
	DPoP DPoPKey

	// RedirectHost is loopback.IPv4 when empty.
	RedirectHost string
	// RedirectPort is 0 for any free one. Keycloak takes any port where a
	// redirect URI without one is registered for http://127.0.0.1 (12 and
	// newer), http://localhost (all) or http://[::1] (26 and newer).
	RedirectPort int
	// RedirectPath is loopback.DefaultPath when empty.
	RedirectPath string
	// Page is what the browser shows in the end.
	Page loopback.Page
}

// StartLogin opens the loopback port, pushes the request if that is wanted, and
// tells the address to open in the browser. d is what Discover found; the zero
// Discovery with Endpoints filled in will do.
//
// ctx bounds this call only. The port stays open until Wait or Close returns,
// and for loopback.DefaultLife at most. The error is an *Error.
func (c *Client) StartLogin(ctx context.Context, d Discovery, l Login) (*PendingLogin, error) {
	p, e := c.startLogin(ctx, d, l)
	if e != nil {
		return nil, e
	}
	return p, nil
}

func (c *Client) startLogin(ctx context.Context, d Discovery, l Login) (*PendingLogin, *Error) {
	push := l.UsePAR || d.PushedOnly
	d.Endpoints = d.EndpointsFor(l.Auth.Method)
	if e := l.check(d.Endpoints, push); e != nil {
		return nil, e
	}
	if e := c.ready(l.Auth); e != nil {
		return nil, e
	}
	p := &PendingLogin{
		client: c, login: l, discovery: d,
		verifier: unguessable(), state: unguessable(), nonce: unguessable(),
	}
	if len(d.ChallengeMethods) > 0 && !slices.Contains(d.ChallengeMethods, "S256") {
		p.notes = append(p.notes, "pkce.not_announced") // never a reason to go without
	}
	receiver, err := loopback.Listen(ctx, loopback.Options{
		Host: l.RedirectHost, Port: l.RedirectPort, Path: l.RedirectPath,
		State: p.state.Reveal(), Fits: isLoginAnswer, Page: l.Page,
	})
	if err != nil {
		return nil, listenError(ctx, err)
	}
	p.receiver = receiver
	params := p.params()
	if push {
		uri, e := c.push(ctx, d.Endpoints.PushedAuthorization, l.Auth, params)
		if e != nil {
			receiver.Close()
			return nil, e
		}
		// RFC 9126 section 4: the client and the reference, nothing else.
		params = []Param{{"client_id", NewSecret(l.Auth.ClientID)}, {"request_uri", NewSecret(uri)}}
	}
	address, err := withParams(d.Endpoints.Authorization, params)
	if err == nil {
		err = CheckBrowserURL(address, l.AllowHTTP)
	}
	if err != nil {
		receiver.Close()
		return nil, asError(err)
	}
	p.url = NewSecret(address)
	return p, nil
}

// check refuses what the server could only refuse.
func (l Login) check(e Endpoints, push bool) *Error {
	switch {
	case l.Auth.ClientID == "":
		return &Error{Kind: KindRequest, Reason: "client_id"}
	case e.Authorization == "", e.Token == "":
		return &Error{Kind: KindRequest, Reason: "endpoint"}
	case push && e.PushedAuthorization == "":
		return &Error{Kind: KindRequest, Reason: "par"}
	case len(l.LoginHint) > maxLoginHint:
		return &Error{Kind: KindRequest, Reason: "login_hint"}
	}
	if e := checkBrowserURL(e.Authorization, l.AllowHTTP); e != nil {
		return e
	}
	taken := strings.Fields("response_type client_id redirect_uri state nonce code_challenge code_challenge_method request request_uri")
	if !l.DPoP.Empty() {
		taken = append(taken, "dpop_jkt")
	}
	for _, p := range l.optional() {
		if slices.Contains(taken, p.Name) {
			return &Error{Kind: KindRequest, Reason: "duplicate"}
		}
		taken = append(taken, p.Name)
	}
	return nil
}

// params are the parameters of the authorization request (RFC 6749 section
// 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section 3.1.2.1).
func (p *PendingLogin) params() []Param { return append(p.fixed(), p.login.optional()...) }

// fixed are the parameters that every login has. The nonce goes with every
// scope: Keycloak puts it into the ID token, and realms can demand it.
func (p *PendingLogin) fixed() []Param {
	all := []Param{
		{"response_type", NewSecret("code")},
		{"client_id", NewSecret(p.login.Auth.ClientID)},
		{"redirect_uri", NewSecret(p.receiver.RedirectURI())},
		{"state", p.state},
		{"nonce", p.nonce},
	}
	all = append(all, codeChallenge(p.verifier)...)
	if !p.login.DPoP.Empty() {
		// RFC 9449 section 10: whoever takes the code away has not the key. A
		// server that does not know the parameter leaves it alone.
		all = append(all, Param{"dpop_jkt", NewSecret(p.login.DPoP.Thumbprint())})
	}
	return all
}

// optional are the parameters that the user asked for.
func (l Login) optional() []Param {
	all := []Param{
		{"scope", NewSecret(l.Scope)},
		{"prompt", NewSecret(l.Prompt)},
		{"login_hint", NewSecret(l.LoginHint)},
		{"acr_values", NewSecret(l.ACRValues)},
		{"kc_idp_hint", NewSecret(l.IDPHint)},
		{"ui_locales", NewSecret(l.UILocales)},
	}
	if l.MaxAge.Known {
		all = append(all, Param{"max_age", NewSecret(strconv.FormatInt(int64(max(0, l.MaxAge.Value)/time.Second), 10))})
	}
	all = slices.DeleteFunc(all, func(p Param) bool { return p.Value.Empty() })
	return append(all, l.Extra...)
}

// unguessable is a text of 256 random bits in the alphabet of RFC 7636 section
// 4.1, 43 characters long.
func unguessable() Secret {
	bits := make([]byte, 32)
	_, _ = rand.Read(bits) // never fails; see its documentation
	return NewSecret(base64.RawURLEncoding.EncodeToString(bits))
}

// withParams adds parameters to an endpoint that may have some.
func withParams(endpoint string, params []Param) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", addressError("syntax")
	}
	u.Fragment, u.RawFragment = "", ""
	u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+encode(params), "&")
	return u.String(), nil
}

// isLoginAnswer tells a code or an error (RFC 6749 section 4.1.2) from a
// request that only knows the state.
func isLoginAnswer(v url.Values) bool {
	return (v.Get("code") == "") != (v.Get("error") == "")
}

// listenError names why the loopback port could not be opened.
func listenError(ctx context.Context, err error) *Error {
	e := &Error{Kind: KindLogin, Reason: "listen", Err: err}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		e.Kind, e.Reason = KindCanceled, ""
	case ctx.Err() != nil:
		e.Kind, e.Reason = KindTimeout, ""
	case errors.Is(err, loopback.ErrOptions):
		e.Kind, e.Reason = KindRequest, "redirect"
	case errors.Is(err, loopback.ErrIPv6):
		e.Reason = "ipv6"
	case errors.Is(err, loopback.ErrLocalhost):
		e.Reason = "localhost"
	case errors.Is(err, loopback.ErrPort):
		e.Reason = "port"
	}
	return e
}
