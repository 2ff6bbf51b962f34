package session

import (
	"context"
	"time"

	"realmscope/tokenclient"
	"realmscope/tokenclient/loopback"
)

// LoginPage is the text of the page that ends a person's way through the
// browser, in the person's language; see loopback.Page.
type LoginPage = loopback.Page

// PendingLogin is a login that waits for the browser, as
// *tokenclient.PendingLogin does it.
type PendingLogin interface {
	// URL is the address to open. It holds a secret of this login.
	URL() string
	// Deadline is when the login is given up.
	Deadline() time.Time
	// Wait waits for the browser and gets the tokens.
	Wait(ctx context.Context) (tokenclient.TokenSet, error)
	// Close gives the login up at once.
	Close()
}

// network is the client as a Requester.
type network struct{ *tokenclient.Client }

// Network makes a Requester of a client.
func Network(c *tokenclient.Client) Requester { return network{c} }

// StartLogin implements Requester.
func (n network) StartLogin(ctx context.Context, d tokenclient.Discovery, l tokenclient.Login) (PendingLogin, error) {
	p, err := n.Client.StartLogin(ctx, d, l)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// login gets tokens by a login in the browser: r has all but the grant. It
// starts nothing but the loopback port; wait is told the address to open.
func (w worker) login(ctx context.Context, j job, r tokenclient.TokenRequest, wait func(Waiting)) (tokenclient.TokenSet, error) {
	var none tokenclient.TokenSet
	d, err := w.client.Discover(ctx, j.profile.Realm)
	if err != nil {
		return none, err
	}
	// The code and the client secret go where the profile's requests go.
	d.Endpoints.Token = r.Endpoint
	if err := checkLoginOrigin(d, j.profile.Realm.Base, r.Endpoint); err != nil {
		return none, err
	}
	p, err := w.client.StartLogin(ctx, d, tokenclient.Login{
		Auth: r.Auth, Scope: r.Scope, LoginHint: j.account, AllowHTTP: j.profile.AllowHTTP,
		ParamsIn: r.ParamsIn, Page: w.page,
	})
	if err != nil {
		return none, err
	}
	wait(Waiting{Kind: WaitBrowser, URL: tokenclient.NewSecret(p.URL()), Deadline: p.Deadline()})
	set, err := p.Wait(ctx)
	if ctx.Err() != nil {
		p.Close() // else it closes itself once the browser has shown the page
	}
	return set, err
}

// checkLoginOrigin refuses a login page of another origin than the profile's:
// what a discovery document says is not the user's word. The origins of the
// base and of the token endpoint are. A pushed request carries the client
// secret, so it goes to the token endpoint's origin only.
func checkLoginOrigin(d tokenclient.Discovery, base, token string) error {
	if err := checkOrigin(d.Endpoints.Authorization, base, token); err != nil {
		return err
	}
	if d.PushedOnly {
		return checkOrigin(d.Endpoints.PushedAuthorization, token)
	}
	return nil
}

// checkOrigin refuses an endpoint that shares its origin with no known address.
func checkOrigin(endpoint string, known ...string) error {
	origin, err := tokenclient.Origin(endpoint)
	if err != nil {
		return err
	}
	for _, address := range known {
		if o, err := tokenclient.Origin(address); err == nil && o == origin {
			return nil
		}
	}
	return &ownError{id: adviceOtherOrigin, line: origin, args: map[string]string{"Address": origin}}
}
