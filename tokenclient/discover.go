package tokenclient

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// maxRedirects is how many redirects a GET without credentials may take, all
// on the same scheme, host and port.
const maxRedirects = 3

// Discovery is what a realm says of itself, or what follows from its path.
type Discovery struct {
	Endpoints Endpoints
	// MTLS are the addresses for clients with a certificate on the connection
	// (mtls_endpoint_aliases, RFC 8705 section 5, Keycloak 15 and newer), empty
	// where the server names none; see EndpointsFor.
	MTLS Endpoints
	// Discovered is false when the endpoints come from the path table because
	// the server has no readable discovery document.
	Discovered bool
	// GrantTypes, AuthMethods, Scopes and ChallengeMethods are hints about the
	// server, not about the client: nothing is hidden because of them.
	GrantTypes, AuthMethods, Scopes, ChallengeMethods []string
	// IssuerInAnswer says that the browser brings the issuer back from a login
	// (RFC 9207 section 3; Keycloak 23 and newer).
	IssuerInAnswer bool
	// PushedOnly says that every login must be pushed (RFC 9126 section 5).
	PushedOnly bool
	// Notes are stable words: "issuer.differs", "endpoint.other_origin",
	// "endpoint.downgrade" (an http endpoint of an https realm: the typed
	// scheme is kept), "endpoint.unusable" (no web address: the path table's is
	// taken), "discovery.missing", "duplicate.{member}" (with two values, the
	// path table's is taken).
	Notes []string
	// ServerAtLeast is a lower bound of the Keycloak release by the document's
	// members, "" when nothing can be said: "26.1".
	ServerAtLeast string
}

// Discover reads {realm}/.well-known/openid-configuration. A server without
// one gives the path table and Discovered false; a realm that does not exist
// or is switched off, a server that is down, or no connection, is an *Error.
// It sends no credentials.
func (c *Client) Discover(ctx context.Context, r Realm) (Discovery, error) {
	f := c.look(ctx, r)
	if f.verdict == verdictFailed || f.verdict == verdictNoRealm {
		return Discovery{}, f.err
	}
	return f.discovery, nil
}

// verdict is what a look at a realm's address showed.
type verdict int

const (
	verdictFailed  verdict = iota // no connection, a redirect away, a server fault
	verdictFound                  // a discovery document, or Keycloak's realm page
	verdictNoRealm                // the base is right: Keycloak refused this realm
	verdictBlocked                // 401 or 403 of something in front: may be right
	verdictMissing                // nothing of Keycloak at this path
)

// finding is one look at one realm.
type finding struct {
	verdict   verdict
	realm     Realm // that was asked
	answered  Realm // that answered: the same, or where a redirect led
	discovery Discovery
	document  object
	err       *Error // set unless found
}

// look reads a realm's discovery document.
func (c *Client) look(ctx context.Context, r Realm) finding {
	f := finding{realm: r, answered: r}
	if f.err = checkRealm(r); f.err != nil {
		return f
	}
	x, e := c.get(c.purpose(ctx, PurposeDiscovery), r.Endpoints().Issuer+"/.well-known/openid-configuration")
	if e != nil && e.Kind != KindTooLarge {
		f.err = e
		return f
	}
	f.discovery = Discovery{Endpoints: r.Endpoints(), Notes: []string{"discovery.missing"}}
	if e != nil {
		f.verdict, f.err = verdictMissing, e
		return f
	}
	if o, ok := x.object(); ok && x.status == http.StatusOK && isDiscovery(o) {
		f.verdict, f.discovery, f.document = verdictFound, readDiscovery(r, o), o
		if a, err := ParseAddress(x.endpoint()); err == nil && a.Realm.Name == r.Name {
			f.answered = a.Realm
		}
		return f
	}
	f.err = x.refused()
	f.verdict = f.err.verdict()
	return f
}

// checkRealm refuses a realm that has no usable address.
func checkRealm(r Realm) *Error {
	if _, err := Origin(r.Base); err != nil {
		return asError(err)
	}
	if r.Name == "" || !validRealmName(r.Name) {
		return addressError("realm")
	}
	return nil
}

// get asks for a document without credentials and follows redirects on the same
// scheme, host and port only.
func (c *Client) get(ctx context.Context, address string) (exchange, *Error) {
	return c.fetch(ctx, address, maxDiscovery)
}

// fetch is get with a limit of the answer in bytes. Where no JSON is to be had
// (406) it asks once more for anything.
func (c *Client) fetch(ctx context.Context, address string, limit int64) (exchange, *Error) {
	accept := ""
	origin, err := Origin(address)
	if err != nil {
		return exchange{}, asError(err)
	}
	for hop := 0; ; hop++ {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
		if err != nil {
			return exchange{}, addressError("syntax")
		}
		if accept != "" {
			req.Header.Set("Accept", accept)
		}
		x, e := c.send(ctx, req, limit, nil)
		if e != nil {
			return x, e
		}
		if x.status == http.StatusNotAcceptable && accept == "" {
			accept = "*/*"
			continue
		}
		if e = x.detour(); e == nil {
			return x, nil
		}
		to := x.location()
		if e.Kind != KindRedirect || to == nil || hop == maxRedirects {
			return x, e
		}
		address = to.String()
		if there, err := Origin(address); err != nil || there != origin {
			return x, e
		}
	}
}

// object is the answer's JSON object, if it is one.
func (x exchange) object() (object, bool) {
	body, _ := decodeText(x.body)
	o, err := readObject(body)
	return o, err == nil
}

// refused is the error of a document that did not come.
func (x exchange) refused() *Error {
	o, isObject := x.object()
	return x.refusal(o, isObject)
}

// verdict tells what an answer without a document means. Only Keycloak's own
// words prove that the base is right; a gateway's page proves nothing.
func (e *Error) verdict() verdict {
	switch {
	case strings.EqualFold(e.Code, "Realm does not exist"),
		strings.EqualFold(e.Description, "Realm not enabled"),
		strings.EqualFold(e.Description, "HTTPS required"):
		return verdictNoRealm
	case e.Status == http.StatusTooManyRequests, e.Status >= 500:
		return verdictFailed
	case e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden:
		return verdictBlocked
	}
	return verdictMissing
}

func isDiscovery(o object) bool {
	return o.firstText("issuer", "token_endpoint", "authorization_endpoint") != ""
}

// readDiscovery reads a discovery document (OpenID Connect Discovery 1.0
// section 3, RFC 8414 section 2) for a realm.
func readDiscovery(r Realm, o object) Discovery {
	table := r.Endpoints()
	d := documentReader{object: o, issuer: table.Issuer, twice: o.repeated()}
	d.origin, _ = Origin(r.Base) // checked by checkRealm
	e := Endpoints{
		Issuer:              d.issuerOf(),
		Authorization:       d.endpoint("authorization_endpoint", table.Authorization, true),
		Token:               d.endpoint("token_endpoint", table.Token, true),
		Introspection:       d.introspection(table.Introspection),
		UserInfo:            d.endpoint("userinfo_endpoint", table.UserInfo, false),
		Revocation:          d.endpoint("revocation_endpoint", table.Revocation, false),
		EndSession:          d.endpoint("end_session_endpoint", table.EndSession, false),
		JWKS:                d.endpoint("jwks_uri", table.JWKS, true),
		DeviceAuthorization: d.endpoint("device_authorization_endpoint", table.DeviceAuthorization, false),
		PushedAuthorization: d.endpoint("pushed_authorization_request_endpoint", table.PushedAuthorization, false),
		Backchannel:         d.endpoint("backchannel_authentication_endpoint", table.Backchannel, false),
	}
	return Discovery{
		Endpoints: e, MTLS: d.aliases(), Discovered: true,
		GrantTypes:       o.words("grant_types_supported"),
		AuthMethods:      o.words("token_endpoint_auth_methods_supported"),
		Scopes:           o.words("scopes_supported"),
		ChallengeMethods: o.words("code_challenge_methods_supported"),
		IssuerInAnswer:   string(o.last("authorization_response_iss_parameter_supported")) == "true",
		PushedOnly:       string(o.last("require_pushed_authorization_requests")) == "true",
		Notes:            d.notes,
		ServerAtLeast:    fingerprint(o, e),
	}
}

// onHost replaces what a document says of a URL's scheme, when it would send an
// https realm's secrets in clear.
func onHost(u *url.URL, scheme string) {
	u.Scheme = scheme
	if host, port, ok := strings.Cut(u.Host, ":"); ok && port == "80" {
		u.Host = host
	}
}
