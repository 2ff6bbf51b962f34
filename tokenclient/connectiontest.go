package tokenclient

import (
	"context"
	"crypto/x509"
	"time"
)

// ConnectionTest is what a connection test tries: a realm, a client and the way in
// which the client gets tokens.
type ConnectionTest struct {
	Realm Realm
	Auth  ClientAuth
	// GrantType is the grant_type of the profile, such as "password" or
	// "authorization_code"; empty leaves that step out.
	GrantType string
	// Grant is sent only when the test may send it; nil otherwise.
	Grant Grant
	// Extra are the profile's own parameters of that request.
	Extra []Param
	Scope string
	// RedirectURI is what a browser login comes back to; empty leaves that step
	// out.
	RedirectURI string
	// TokenEndpoint is the profile's own token endpoint, to which the secrets
	// are bound; empty takes the one of the realm.
	TokenEndpoint string
	// ParamsIn says where the profile's parameters travel; see TokenRequest.
	ParamsIn ParamsIn
	// DPoP is the profile's key; with one, every token request carries a proof.
	// The profile's connection is the Client's own; see Client.With.
	DPoP DPoPKey
}

// request is a token request as the profile sends it.
func (in ConnectionTest) request(endpoint string, g Grant, scope string) TokenRequest {
	return TokenRequest{Endpoint: endpoint, Auth: in.Auth, Grant: g, Scope: scope, ParamsIn: in.ParamsIn, DPoP: in.DPoP}
}

// StepName is one step of a connection test.
type StepName string

// The steps in their order.
const (
	StepResolve  StepName = "name"     // the server's name leads to an address
	StepConnect  StepName = "connect"  // something listens there
	StepTLS      StepName = "tls"      // the certificate chain is trusted
	StepRealm    StepName = "realm"    // the realm is there
	StepClient   StepName = "client"   // the server knows the client and its secret
	StepGrant    StepName = "grant"    // the client may get tokens in this way
	StepRedirect StepName = "redirect" // a browser login may come back here
)

// Verdict is what a step showed.
type Verdict string

// The verdicts. Unknown is an answer that proves nothing; unchecked means that
// nothing was asked.
const (
	Proven    Verdict = "proven"
	Disproven Verdict = "disproven"
	Unknown   Verdict = "unknown"
	Unchecked Verdict = "unchecked"
)

// Step is the result of one step.
type Step struct {
	Name    StepName
	Verdict Verdict
	// Reason is the key of the text that says why, under
	// assets/translations/connection.*.json: "connection.realm.absent".
	Reason string
	// Args fill the text's places; they come from servers and are plain text.
	Args map[string]string
	// Advice is what to do about it; its ID is empty when there is nothing.
	Advice Advice
	// Chain is the server's certificates in the TLS step, its own first.
	Chain []PeerCertificate
	// Err is the failure below, an *Error; nil when there was none.
	Err error
	// Elapsed is how long the step took; the first three share one request.
	Elapsed time.Duration
}

// PeerCertificate is one of a chain, its names as RFC 4514 writes them.
type PeerCertificate struct {
	Subject, Issuer string
	From, Until     time.Time
}

// TestConnection walks the steps from the server's name to the redirect URI
// and tells each as soon as it is known, on the caller's goroutine; progress
// may be nil. It asks for nothing that changes the server: the client is tried
// with a refresh token that cannot exist, the grant with a scope or a code that
// cannot exist, the redirect URI by asking for the login page. Only with send
// does it use in.Grant, once, and ends the session that it gets.
func (c *Client) TestConnection(ctx context.Context, in ConnectionTest, send bool, progress func(Step)) []Step {
	t := trial{ctx: ctx, client: c, in: in, send: send, progress: progress}
	t.run()
	return t.steps
}

// peerCertificates are a chain fit to be shown.
func peerCertificates(chain []*x509.Certificate) []PeerCertificate {
	const most = 10
	var out []PeerCertificate
	for _, c := range chain[:min(len(chain), most)] {
		out = append(out, PeerCertificate{
			Subject: oneLine(c.Subject.String(), maxCode), Issuer: oneLine(c.Issuer.String(), maxCode),
			From: c.NotBefore.UTC(), Until: c.NotAfter.UTC(),
		})
	}
	return out
}
