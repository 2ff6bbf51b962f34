package demo

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// client is an application that the demo realm knows.
type client struct {
	id, uuid string
	secret   string // empty: public
	disabled bool
	// The capability switches, by their names in the admin console.
	standardFlow, directAccess, serviceAccounts, device, exchange, ciba bool
	// signs is what the client signs its assertions with; empty: none.
	signs string
	// dpop is "Require DPoP bound tokens".
	dpop bool
	// serviceRefresh is "Use refresh tokens for client credentials grant".
	serviceRefresh bool
	// requirePKCE demands S256 at the authorization endpoint.
	requirePKCE bool
	// ecdsa signs this client's tokens with ES256 instead of RS256.
	ecdsa bool
	// redirects are the hosts of the loopback redirect URIs, any port and path.
	redirects []string
	// origins are the Web Origins.
	origins []string
	// audience is what an audience mapper adds to the client's tokens.
	audience []string
}

// demoClients are the clients. demo-locked has every capability off and
// demo-retired is disabled: they are there to see the errors.
func demoClients() []client {
	hosts := []string{"127.0.0.1", "localhost"}
	return []client{
		{
			id: "demo-web", uuid: "c11e0000-0000-4000-8000-000000000001",
			standardFlow: true, directAccess: true, device: true, requirePKCE: true,
			redirects: hosts, origins: []string{"http://127.0.0.1"}, audience: []string{"demo-api"},
		},
		{
			id: "demo-service", uuid: "c11e0000-0000-4000-8000-000000000002", secret: "demo-secret-service",
			serviceAccounts: true, exchange: true, audience: []string{"demo-api"},
		},
		{
			id: "demo-api", uuid: "c11e0000-0000-4000-8000-000000000003", secret: "demo-secret-api",
			standardFlow: true, directAccess: true, exchange: true, ecdsa: true, redirects: hosts,
		},
		{
			id: "demo-batch", uuid: "c11e0000-0000-4000-8000-000000000004", secret: "demo-secret-batch",
			serviceAccounts: true, serviceRefresh: true, audience: []string{"demo-api"},
		},
		{
			id: "demo-app", uuid: "c11e0000-0000-4000-8000-000000000007", secret: "demo-secret-app",
			standardFlow: true, directAccess: true, exchange: true, redirects: hosts, audience: []string{"demo-app", "demo-api"},
		},
		{
			id: "demo-signed", uuid: "c11e0000-0000-4000-8000-000000000008", signs: signsWithKey,
			serviceAccounts: true, audience: []string{"demo-api"},
		},
		{
			id: "demo-shared", uuid: "c11e0000-0000-4000-8000-000000000009", signs: signsWithSecret,
			secret: "demo-secret-shared-which-signs-the-assertion", serviceAccounts: true, audience: []string{"demo-api"},
		},
		{
			id: "demo-bound", uuid: "c11e0000-0000-4000-8000-00000000000a", dpop: true,
			standardFlow: true, directAccess: true, requirePKCE: true, redirects: hosts,
		},
		{
			id: "demo-elsewhere", uuid: "c11e0000-0000-4000-8000-00000000000b", secret: "demo-secret-elsewhere", ciba: true,
		},
		{
			id: "demo-locked", uuid: "c11e0000-0000-4000-8000-000000000005", secret: "demo-secret-locked",
			redirects: hosts,
		},
		{
			id: "demo-retired", uuid: "c11e0000-0000-4000-8000-000000000006", disabled: true, directAccess: true,
		},
	}
}

// client looks an enabled client up.
func (rl *realm) client(id string) (*client, bool) {
	for i := range rl.clients {
		if c := &rl.clients[i]; c.id == id && !c.disabled {
			return c, true
		}
	}
	return nil, false
}

// clientOf finds out which client sends a form. The body wins over the
// Authorization header, both decoded as RFC 6749 section 2.3.1 says (since
// release 20). An unknown client is invalid_client, a wrong secret
// unauthorized_client, both with one text.
func (rl *realm) clientOf(r *request) (*client, *refusal) {
	const text = "Invalid client or Invalid client credentials"
	id, secret := r.form.Get("client_id"), r.form.Get("client_secret")
	if user, pass, ok := r.BasicAuth(); ok {
		user, errUser := url.QueryUnescape(user)
		pass, errPass := url.QueryUnescape(pass)
		if errUser != nil || errPass != nil {
			return nil, refuse("unauthorized_client", "Unexpected error when authenticating client")
		}
		if id == "" {
			id = user
		}
		if secret == "" {
			secret = pass
		}
	}
	if id == "" {
		id = assertedClient(r)
	}
	c, ok := rl.client(id)
	if !ok {
		return nil, &refusal{http.StatusUnauthorized, "invalid_client", text}
	}
	if f := rl.credentials(r, c, secret); f != nil {
		return nil, f
	}
	if origin := r.Header.Get("Origin"); origin != "" && !slices.Contains(c.origins, origin) {
		return nil, &refusal{http.StatusForbidden, "invalid_request", "Origin not allowed"}
	}
	return c, nil
}

// allowsRedirect tells whether a redirect URI is registered: plain http on a
// loopback name, any port and path (RFC 8252 section 7.3), and nothing in it
// that an answer would add (26.7.3).
func (c *client) allowsRedirect(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" || u.User != nil || strings.Contains(raw, "#") {
		return false
	}
	for _, name := range []string{"code", "state", "session_state", "iss", "error"} {
		if u.Query().Has(name) {
			return false
		}
	}
	return slices.Contains(c.redirects, u.Hostname())
}
