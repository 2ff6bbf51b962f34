package tokenclient

import (
	"context"
	"net/http"
	"time"
)

// Options change how a Client connects. The zero value is a good default.
type Options struct {
	// Timeout is the limit of one whole request, 30 s when zero. Connecting
	// and the TLS handshake have 10 s each, the first byte 15 s.
	Timeout time.Duration
	// UserAgent is sent as User-Agent; "Realmscope" when empty.
	UserAgent string
	// Transport replaces the network, for tests. Nil is the real one: TLS 1.2
	// or newer, the system's roots, the proxy of the environment but never for
	// this machine.
	Transport http.RoundTripper
	// NoProxy goes without the proxy of the environment. A Connection that
	// names a proxy of its own has it all the same.
	NoProxy bool
	// Observe is called once for every HTTP exchange after its end, on the
	// goroutine of the request and before the caller has its answer; it must be
	// quick and safe for concurrent use. Nil costs nothing.
	Observe func(Observation)
}

// Client sends the requests. It is safe for concurrent use and keeps no
// cookies and no cache. Make one with New.
//
// It uses the transport without an http.Client around it, so nothing below can
// follow a redirect (which would repeat the body with its secrets on 307 and
// turn a POST into a GET on 302, RFC 9700 section 4.12) or keep a cookie.
type Client struct {
	opts       Options
	transport  http.RoundTripper
	connection Connection
	nonces     *nonces
	bodies     *bodies
}

// New makes a Client.
func New(o Options) *Client {
	transport := o.Transport
	if transport == nil {
		proxy, _ := Proxy{Off: o.NoProxy}.choose() // without an address nothing can be wrong
		transport = newTransport(proxy)
	}
	return &Client{opts: o, transport: transport, nonces: &nonces{}, bodies: &bodies{}}
}

// Token runs one grant: one POST, never redirected and never repeated, but once
// for a server that first wants a nonce in the DPoP proof (RFC 9449 section 8).
// The error is always an *Error.
func (c *Client) Token(ctx context.Context, r TokenRequest) (TokenSet, error) {
	x, e := c.post(ctx, r, maxToken)
	if e != nil {
		return TokenSet{}, e
	}
	set, e := x.tokenSet()
	if e != nil {
		e.Grant = r.Grant.GrantType()
		return TokenSet{}, e
	}
	if !r.DPoP.Empty() {
		set.Notes = noteBinding(set)
	}
	return set, nil
}
