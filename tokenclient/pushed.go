package tokenclient

import (
	"context"
	"net/http"
	"slices"
)

// push sends an authorization request over the back channel and gives its
// reference, which Keycloak keeps for 60 s (RFC 9126 section 2).
func (c *Client) push(ctx context.Context, endpoint string, auth ClientAuth, params []Param) (string, *Error) {
	r := TokenRequest{Endpoint: endpoint, Auth: auth, Grant: noGrant{}}
	own, e := r.params()
	if e != nil {
		return "", e
	}
	for _, p := range params { // client_id may be there already
		if !slices.ContainsFunc(own, func(q Param) bool { return q.Name == p.Name }) {
			r.Extra = append(r.Extra, p)
		}
	}
	x, e := c.post(c.purpose(ctx, PurposePushed), r, maxDiscovery)
	if e != nil {
		return "", e
	}
	if e = x.detour(); e != nil {
		return "", e
	}
	o, isObject := x.object()
	uri, _ := o.text("request_uri")
	if uri == "" || x.status >= http.StatusBadRequest {
		return "", x.refusal(o, isObject)
	}
	return uri, nil
}
