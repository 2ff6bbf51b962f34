package tokenclient

import (
	"encoding/base64"
	"net/url"
	"strings"
	"time"
)

// params are what a client adds to a form. endpoint is where the form goes; an
// assertion is made anew each time.
func (a ClientAuth) params(endpoint string, now time.Time) ([]Param, *Error) {
	id := Param{"client_id", NewSecret(a.ClientID)}
	switch a.Method {
	case AuthBasic, AuthBearer:
		return nil, nil
	case AuthBasicRaw:
		if strings.Contains(a.ClientID, ":") { // it would end there (RFC 7617 section 2)
			return nil, &Error{Kind: KindRequest, Reason: "colon"}
		}
		return nil, nil
	case AuthNone, "", AuthTLS, AuthSelfSignedTLS:
		return []Param{id}, nil
	case AuthPost:
		return []Param{id, {"client_secret", a.Secret}}, nil
	case AuthSecretJWT, AuthPrivateKeyJWT:
		assertion, e := a.assertion(endpoint, now)
		if e != nil {
			return nil, e
		}
		return []Param{id, {"client_assertion_type", NewSecret(assertionType)}, {"client_assertion", assertion}}, nil
	}
	return nil, &Error{Kind: KindRequest, Reason: "method"}
}

// authorization is the Authorization header of a client, "" for a method
// without. Both parts of Basic are form-encoded first (RFC 6749 section 2.3.1),
// so that a colon in the id cannot shift the border; Keycloak 19 and older
// compare them raw.
func (a ClientAuth) authorization() string {
	encode := url.QueryEscape
	switch a.Method {
	case AuthBasic:
	case AuthBasicRaw:
		encode = func(s string) string { return s }
	case AuthBearer:
		return "Bearer " + a.Secret.Reveal()
	default:
		return ""
	}
	pair := encode(a.ClientID) + ":" + encode(a.Secret.Reveal())
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
}

// OnConnection tells whether the method is a certificate on the TLS connection
// (RFC 8705), which needs a Client made by With, and the addresses of
// Discovery.EndpointsFor.
func (m AuthMethod) OnConnection() bool { return m == AuthTLS || m == AuthSelfSignedTLS }

// ready refuses a client that needs a certificate which this connection lacks.
func (c *Client) ready(a ClientAuth) *Error {
	if a.Method.OnConnection() && c.connection.Certificate.Empty() {
		return &Error{Kind: KindRequest, Reason: "certificate"}
	}
	return nil
}
