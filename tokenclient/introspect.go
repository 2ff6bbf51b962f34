package tokenclient

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Introspection is what a server says about a token (RFC 7662 section 2.2). It
// is immutable.
type Introspection struct {
	// Active tells whether the server accepts the token now. Keycloak 26.6.2
	// and newer say no as well when the asking client is not in the token's
	// aud; see Advise.
	Active bool
	// Members are all members in order, active included: Keycloak adds the
	// whole claim set, client_id, username, token_type and from 26.8 act.
	// Tokens among them are masked.
	Members []Member
	// Raw is the body as received.
	Raw Secret
	// Notes are tolerances as in TokenSet, and "active.text" for a text in the
	// place of a truth value.
	Notes []string

	// ReceivedAt, ServerDate, Status and Elapsed are as in TokenSet.
	ReceivedAt, ServerDate time.Time
	Status                 int
	Elapsed                time.Duration
}

// Advise tells why a token may be inactive; the advice of an active one is
// empty. The server itself never says.
func (i Introspection) Advise() Advice {
	if i.Active {
		return Advice{}
	}
	return adviceOf("token_inactive", (&Error{Status: i.Status}).adviceArgs())
}

// Introspect asks the server about a token (RFC 7662). Keycloak answers
// confidential clients only, and takes the hints access_token, refresh_token
// and requesting_party_token; an empty hint is never wrong. Up to 26.6.1 it is
// the way to have a refresh token checked; newer ones call it inactive, since
// its aud is the realm. An inactive token is a result, not an error;
// the error is always an *Error.
func (c *Client) Introspect(ctx context.Context, endpoint string, auth ClientAuth, token Secret, hint string) (Introspection, error) {
	x, e := c.tokenForm(ctx, OperationIntrospection, endpoint, auth, hinted(token, hint))
	if e != nil {
		return Introspection{}, e
	}
	found, e := x.introspection()
	if e != nil {
		return Introspection{}, e
	}
	return found, nil
}

func (x exchange) introspection() (Introspection, *Error) {
	body, note := decodeText(x.body)
	o, err := readObject(body)
	if err != nil {
		return Introspection{}, x.refusal(object{}, false)
	}
	r := reader{object: o}
	if note != "" {
		r.note(note)
	}
	active, ok := r.truth("active")
	if !ok || slices.Contains(o.repeated(), "active") {
		return Introspection{}, x.refusal(o, true)
	}
	x.answerNotes(&r)
	return Introspection{
		Active: active, Members: x.mask.members(o), Raw: NewSecret(x.body), Notes: r.notes,
		ReceivedAt: x.receivedAt, ServerDate: x.serverDate(), Status: x.status, Elapsed: x.elapsed,
	}, nil
}

// truth reads true or false, also in a text.
func (r *reader) truth(name string) (value, ok bool) {
	word := string(r.last(name))
	if text, isText := r.text(name); isText {
		r.note(name + ".text")
		word = strings.ToLower(strings.TrimSpace(text))
	}
	return word == "true", word == "true" || word == "false"
}
