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
type network struct {
	*tokenclient.Client
	// base makes the clients of other connections, which pool keeps.
	base *tokenclient.Client
	pool *pool
}

// Network makes a Requester of a client.
func Network(c *tokenclient.Client) Requester { return network{c, c, &pool{}} }

// Connect implements Requester.
func (n network) Connect(c tokenclient.Connection) (Requester, error) {
	client, err := n.pool.client(n.base, c)
	if err != nil {
		return nil, err
	}
	return network{client, n.base, n.pool}, nil
}

// Quieten implements quiet.
func (n network) Quieten() {
	n.base.CloseIdle()
	n.pool.forget()
}

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
	d.Endpoints.Token, d.MTLS.Token = r.Endpoint, ""
	if err := j.checkLoginOrigin(d, r.Endpoint); err != nil {
		return none, err
	}
	wishes := j.profile.Login
	p, err := w.client.StartLogin(ctx, d, tokenclient.Login{
		Auth: r.Auth, Scope: r.Scope, LoginHint: j.account, AllowHTTP: j.profile.AllowHTTP,
		Prompt: wishes.Prompt, ACRValues: wishes.ACRValues, IDPHint: wishes.IdentityProvider,
		UsePAR: wishes.PAR, RedirectHost: wishes.RedirectHost, RedirectPort: wishes.Port, RedirectPath: wishes.RedirectPath, Extra: openExtra(j.profile, r.Extra), TokenExtra: r.Extra,
		DPoP: r.DPoP, ParamsIn: r.ParamsIn, Page: w.page,
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

// checkLoginOrigin refuses a login page of another origin than the profile's,
// unless the user agreed to it. The origins of the base and of the token
// endpoint are the user's word. A pushed request carries the client's
// credentials, so it goes to the token endpoint's origin only.
func (j job) checkLoginOrigin(d tokenclient.Discovery, token string) error {
	if err := j.checkOrigin(d.Endpoints.Authorization, j.profile.Realm.Base, token); err != nil {
		return err
	}
	pushed := d.EndpointsFor(j.profile.Client.Auth).PushedAuthorization
	if d.PushedOnly || j.profile.Login.PAR && pushed != "" {
		return j.checkOrigin(pushed, token)
	}
	return nil
}
