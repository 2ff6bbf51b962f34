package tokenclient

import (
	"context"
	"net/http"
	"strings"
	"sync"
)

// The limits of what is remembered for servers.
const (
	maxNonce   = 1024 // bytes of one nonce
	maxOrigins = 64   // servers; beyond, all are forgotten
)

// nonces are the last DPoP nonces of servers by origin (RFC 9449 section 8.2).
// It is safe for concurrent use.
type nonces struct {
	mu   sync.Mutex
	last map[string]string
}

// of is the nonce for a server, "" if it gave none.
func (n *nonces) of(origin string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.last[origin]
}

// learn keeps an answer's nonce and tells whether there was one. Any answer may
// carry a new one.
func (n *nonces) learn(origin, nonce string) bool {
	if nonce == "" || len(nonce) > maxNonce || strings.ContainsFunc(nonce, notInNonce) {
		return false
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.last == nil || len(n.last) >= maxOrigins {
		n.last = map[string]string{}
	}
	n.last[origin] = nonce
	return true
}

// notInNonce leaves NQCHAR of RFC 6749 appendix A.
func notInNonce(r rune) bool { return r < 0x21 || r > 0x7e || r == '"' || r == '\\' }

// proving is a request with a DPoP proof.
type proving struct {
	key     DPoPKey // empty: no proof
	token   Secret  // the access token that goes with the request
	limit   int64   // of the answer, in bytes
	secrets []Secret
	// build makes the request anew each time: an assertion is used once.
	build func(context.Context) (*http.Request, *Error)
}

// sendProved sends a request, and once more if the server only wants a nonce
// in the proof. That answer comes before the server looks at anything else, so
// no code and no refresh token is used up.
func (c *Client) sendProved(ctx context.Context, p proving) (exchange, *Error) {
	for again := false; ; again = true {
		req, e := p.build(ctx)
		if e != nil {
			return exchange{}, e
		}
		if p.key.Empty() {
			return c.send(ctx, req, p.limit, p.secrets)
		}
		if e := c.prove(req, p.key, p.token); e != nil {
			return exchange{}, e
		}
		origin, _ := Origin(req.URL.String())
		x, e := c.send(ctx, req, p.limit, p.secrets)
		if e != nil {
			return x, e
		}
		if !c.nonces.learn(origin, x.header.Get("DPoP-Nonce")) || again || !x.wantsNonce() {
			return x, nil
		}
	}
}

// wantsNonce tells the refusal of RFC 9449 section 8, a 400 of a token
// endpoint, or section 9, a 401 of a resource.
func (x exchange) wantsNonce() bool {
	if x.status != http.StatusBadRequest && x.status != http.StatusUnauthorized {
		return false
	}
	const code = "use_dpop_nonce"
	if o, ok := x.object(); ok && o.firstText("error") == code {
		return true
	}
	asked, _, _ := tokenError(x.header.Values("WWW-Authenticate"))
	return asked == code
}
