package tokenclient

import "context"

// post sends a request with the client's authentication, whatever it asks for:
// once, or twice when all that the server misses is its nonce in the DPoP
// proof. The answer may have up to limit bytes.
func (c *Client) post(ctx context.Context, r TokenRequest, limit int64) (exchange, *Error) {
	if e := c.ready(r.Auth); e != nil {
		return exchange{}, e
	}
	return c.sendProved(ctx, proving{key: r.DPoP, limit: limit, secrets: r.secrets(), build: r.build})
}
