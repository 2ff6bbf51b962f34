package tokenclient

import (
	"context"
	"net/url"
	"strings"
)

// maxLogoutURL is the longest address that is handed to a browser, in bytes.
const maxLogoutURL = 8 << 10

// Logout ends the session of a refresh token without a browser, by Keycloak's
// own form of the end-session endpoint, which all releases have. Access tokens
// that are out stay valid for whoever checks them without asking. An error with
// the advice "already_logged_out" says that there was no session any more. The
// error is always an *Error.
func (c *Client) Logout(ctx context.Context, endpoint string, auth ClientAuth, refreshToken Secret) error {
	x, e := c.tokenForm(ctx, OperationLogout, endpoint, auth, []Param{{"refresh_token", refreshToken}})
	if e != nil {
		return e
	}
	body, _ := decodeText(x.body)
	if x.status < 200 || x.status > 299 || len(strings.TrimSpace(body)) > 0 {
		o, err := readObject(body)
		return x.refusal(o, err == nil)
	}
	return nil
}

// LogoutURL is the address that a browser opens to log out (OpenID Connect
// RP-Initiated Logout 1.0 section 2, Keycloak 18 and newer). Every value but
// the endpoint may be empty; without an ID token Keycloak asks the person
// first. The address holds the ID token: it is for the browser only, never for
// a log. The error is an *Error: KindRequest with Reason "client_id" when
// neither ID token nor client says whose redirect it is, "redirect_uri" when
// that is no absolute address, "too_long" above 8 KiB, where leaving the ID
// token out helps.
func LogoutURL(endpoint string, idTokenHint Secret, postLogoutRedirect, clientID, state string) (string, error) {
	u, e := TokenRequest{Endpoint: endpoint}.url()
	if e == nil {
		e = checkReturn(idTokenHint, postLogoutRedirect, clientID)
	}
	if e != nil {
		e.Operation = OperationLogout
		return "", e
	}
	var params []Param
	for _, p := range []Param{
		{"id_token_hint", idTokenHint},
		{"client_id", NewSecret(clientID)},
		{"post_logout_redirect_uri", NewSecret(postLogoutRedirect)},
		{"state", NewSecret(state)},
	} {
		if !p.Value.Empty() {
			params = append(params, p)
		}
	}
	address := withQuery(u, params)
	if len(address) > maxLogoutURL {
		return "", &Error{Kind: KindRequest, Reason: "too_long", Operation: OperationLogout, Endpoint: bareURL(u)}
	}
	return address, nil
}

// checkReturn checks the address to come back to.
func checkReturn(idToken Secret, to, clientID string) *Error {
	if to == "" {
		return nil
	}
	u, err := url.Parse(to)
	switch {
	case err != nil || u.Scheme == "" || u.Host == "" && u.Path == "" || u.Fragment != "":
		return &Error{Kind: KindRequest, Reason: "redirect_uri"}
	case idToken.Empty() && clientID == "":
		return &Error{Kind: KindRequest, Reason: "client_id"}
	}
	return nil
}

// withQuery adds parameters to what an address has already.
func withQuery(u *url.URL, params []Param) string {
	full := *u
	switch query := encode(params); {
	case query == "":
	case full.RawQuery == "":
		full.RawQuery = query
	default:
		full.RawQuery += "&" + query
	}
	return full.String()
}
