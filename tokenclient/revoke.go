package tokenclient

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// Revocation is a revocation that was done. It is immutable.
type Revocation struct {
	// Code and Description are what Keycloak says in spite of its 200 about a
	// token that was invalid already (invalid_token, Invalid token); empty when
	// it said nothing.
	Code, Description string
	// Notes are stable words: "already_invalid", "answered" (another error
	// beside status 200), "body" (words that are ignored, RFC 7009 section 2.2).
	Notes []string

	// ReceivedAt, ServerDate, Status and Elapsed are as in TokenSet.
	ReceivedAt, ServerDate time.Time
	Status                 int
	Elapsed                time.Duration
}

// Advise explains what the server said beside its success; the advice is empty
// when it said nothing.
func (r Revocation) Advise() Advice {
	if r.Code == "" {
		return Advice{}
	}
	return Advise(&Error{Kind: KindOAuth, Operation: OperationRevocation, Status: r.Status, Code: r.Code, Description: r.Description})
}

// Revoke ends a token (RFC 7009). Revoking a refresh token ends the client's
// session, or that offline session; revoking an access token shows only where
// tokens are checked online. Status 200 is success whatever the body says: an
// invalid token needs no revoking. The error is always an *Error.
func (c *Client) Revoke(ctx context.Context, endpoint string, auth ClientAuth, token Secret, hint string) (Revocation, error) {
	x, e := c.tokenForm(ctx, OperationRevocation, endpoint, auth, hinted(token, hint))
	if e != nil {
		return Revocation{}, e
	}
	r, e := x.revocation()
	if e != nil {
		return Revocation{}, e
	}
	return r, nil
}

func (x exchange) revocation() (Revocation, *Error) {
	body, _ := decodeText(x.body)
	body = strings.TrimSpace(body)
	o, err := readObject(body)
	if x.status < 200 || x.status > 299 || strings.HasPrefix(body, "<") {
		return Revocation{}, x.refusal(o, err == nil) // a web page comes from something in front
	}
	r := Revocation{ReceivedAt: x.receivedAt, ServerDate: x.serverDate(), Status: x.status, Elapsed: x.elapsed}
	code, description := bestText(o, false)
	said := &Error{}
	x.say(said, code, description)
	r.Code, r.Description = said.Code, said.Description
	switch {
	case fold(code) == "invalid_token":
		r.Notes = []string{"already_invalid"}
	case code+description != "":
		r.Notes = []string{"answered"}
	case len(body) > 0:
		r.Notes = []string{"body"}
	}
	if x.status != http.StatusOK {
		r.Notes = append(r.Notes, "status.odd")
	}
	return r, nil
}
