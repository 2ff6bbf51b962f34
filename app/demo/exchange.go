package demo

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// typeAccessToken is the one token type that is exchanged here.
const typeAccessToken = "urn:ietf:params:oauth:token-type:access_token"

// exchange is the standard token exchange (RFC 8693) as release 26.2 brought
// it, access token for access token.
func (rl *realm) exchange(r *request, c *client) (issue, *refusal) {
	if f := exchangeAllowed(r, c); f != nil {
		return issue{}, f
	}
	s, f := readScope(r.form.Get("scope"))
	if f != nil {
		return issue{}, f
	}
	if s.has("offline_access") {
		return issue{}, refuse("invalid_request", "Scope offline_access not allowed for token exchange")
	}
	subject, u, ok := rl.activeAccess(r, r.form.Get("subject_token"))
	if !ok {
		return issue{}, refuse("invalid_request", "Invalid token")
	}
	if subject.AuthorizedParty != c.id && !slices.Contains(subject.Audience, c.id) {
		return issue{}, &refusal{http.StatusForbidden, "access_denied", "Client is not within the token audience"}
	}
	i := issue{grant: "te", client: c, user: u, scope: s, only: r.form["audience"]}
	available := audienceOf(issue{client: c, user: u})
	for _, want := range i.only {
		if _, known := rl.client(want); !known && want != "shop-api" && want != "account" {
			return issue{}, refuse("invalid_client", "Audience not found")
		}
		if !slices.Contains(available, want) {
			return issue{}, refuse("invalid_request", "Requested audience not available: "+want)
		}
	}
	if subject.SessionID != "" {
		offline := strings.HasPrefix(subject.ID, "of")
		t, ok := rl.state.attach(subject.SessionID, offline, c.id, time.Now())
		if !ok {
			return issue{}, refuse("invalid_request", "Invalid token")
		}
		i.ticket = &t
	}
	return i, nil
}

// exchangeAllowed checks the client and the form.
func exchangeAllowed(r *request, c *client) *refusal {
	if c.public() {
		return refuse("invalid_client", "Public client is not allowed to exchange token")
	}
	if !c.exchange {
		return refuse("invalid_request", "Standard token exchange is not enabled for the requested client")
	}
	for _, name := range []string{"requested_subject", "requested_issuer", "subject_issuer"} {
		if r.form.Get(name) != "" {
			return refuse("invalid_request", "Parameter '"+name+"' is not supported for standard token exchange")
		}
	}
	for _, name := range []string{"subject_token", "subject_token_type"} {
		if r.form.Get(name) == "" {
			return refuse("invalid_request", "Parameter '"+name+"' required for standard token exchange")
		}
	}
	if r.form.Get("subject_token_type") != typeAccessToken {
		return refuse("invalid_request", "Parameter 'subject_token' supports access tokens only")
	}
	if want := r.form.Get("requested_token_type"); want != "" && want != typeAccessToken {
		return refuse("invalid_request", "requested_token_type unsupported")
	}
	return nil
}
