package tokenclient

import "context"

// Operation is what a request was for. The same words of a server mean one
// thing at one endpoint and another thing at the next.
type Operation string

// The operations beyond the token endpoint. The zero value is a token request
// or a document that needs no credentials.
const (
	OperationIntrospection Operation = "introspection"
	OperationUserInfo      Operation = "userinfo"
	OperationRevocation    Operation = "revocation"
	OperationLogout        Operation = "logout"
	OperationKeys          Operation = "keys"
)

// noGrant makes a request with client authentication and parameters but without
// grant_type, as every endpoint beyond the token endpoint wants.
type noGrant struct{ list []Param }

// GrantType is empty: no such parameter is sent.
func (noGrant) GrantType() string { return "" }

func (g noGrant) params() []Param { return g.list }

func (g noGrant) secrets() []Secret {
	var all []Secret
	for _, p := range g.list {
		// CIBA's user_code is the person's own; the device grant's is shown.
		if isSecretName(p.Name) || p.Name == "user_code" {
			all = append(all, p.Value)
		}
	}
	return all
}

// tokenForm posts a token and its hint to an endpoint that wants the client's
// authentication, as a token request does: once, and following nothing.
func (c *Client) tokenForm(ctx context.Context, op Operation, endpoint string, auth ClientAuth, params []Param) (exchange, *Error) {
	x, e := c.authenticated(c.purpose(ctx, Purpose(op)), TokenRequest{Endpoint: endpoint, Auth: auth, Grant: noGrant{}, Extra: params})
	x.operation = op
	if e != nil {
		e.Operation = op
		return x, e
	}
	return x, x.detour()
}

func (c *Client) authenticated(ctx context.Context, r TokenRequest) (exchange, *Error) {
	for _, p := range r.Extra {
		if isSecretName(p.Name) && p.Value.Empty() {
			return exchange{}, &Error{Kind: KindRequest, Reason: "token"}
		}
	}
	return c.post(ctx, r, maxToken)
}

// hinted are the parameters of RFC 7662 section 2.1 and RFC 7009 section 2.1.
func hinted(token Secret, hint string) []Param {
	params := []Param{{"token", token}}
	if hint != "" {
		params = append(params, Param{"token_type_hint", NewSecret(hint)})
	}
	return params
}
