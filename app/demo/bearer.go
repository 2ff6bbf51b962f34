package demo

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// activeAccess reads an access token and tells whether it is accepted now:
// signature, issuer, kind, end, session and revocation.
func (rl *realm) activeAccess(r *request, text string) (claims, *user, bool) {
	c, ok := rl.parse(text)
	now := time.Now()
	if !ok || c.Type != "Bearer" && c.Type != "DPoP" || c.Issuer != r.issuer || !c.alive(now) || rl.state.forbidden(c, now) {
		return c, nil, false
	}
	if c.SessionID == "" {
		u, known := rl.byID(c.Subject)
		return c, u, known
	}
	u, held := rl.state.holds(c.SessionID, c.AuthorizedParty, now)
	return c, u, held
}

// userinfo is the UserInfo endpoint (OpenID Connect Core section 5.3). Its
// errors stand in WWW-Authenticate only (release 19.0.2).
func (rl *realm) userinfo(w http.ResponseWriter, r *request) {
	text, f := rl.presented(r)
	if f != nil {
		challenge(w, http.StatusUnauthorized, f.code, f.description)
		return
	}
	if text == "" && r.Method == http.MethodPost && readForm(r) == nil {
		text = r.form.Get("access_token")
	}
	text = strings.TrimSpace(text)
	if text == "" {
		challenge(w, http.StatusUnauthorized, "", "")
		return
	}
	c, u, ok := rl.activeAccess(r, text)
	if !ok {
		challenge(w, http.StatusUnauthorized, "invalid_token", "Token verification failed")
		return
	}
	if !scopeOf(c.Scope).has("openid") {
		challenge(w, http.StatusForbidden, "insufficient_scope", "Missing openid scope")
		return
	}
	noStore(w)
	sendJSON(w, http.StatusOK, struct {
		Subject string `json:"sub"`
		profileClaims
	}{u.id, profileOf(u)})
}

// introspection is an active token as RFC 7662 section 2.2 shows it.
type introspection struct {
	claims
	Username  string `json:"username,omitempty"`
	TokenType string `json:"token_type,omitempty"`
	Active    bool   `json:"active"`
	// Permissions are those of a requesting party token that was announced as
	// one.
	Permissions []permission `json:"permissions,omitempty"`
}

// introspect is RFC 7662. A token of which the caller is not an audience is
// inactive to it (release 26.6.2).
func (rl *realm) introspect(w http.ResponseWriter, r *request) {
	c, ok := rl.caller(w, r)
	if !ok {
		return
	}
	if c.public() {
		(&refusal{http.StatusForbidden, "invalid_request", "Client not allowed."}).write(w)
		return
	}
	text, hint := r.form.Get("token"), r.form.Get("token_type_hint")
	if text == "" {
		refuse("invalid_request", "Token not provided.").write(w)
		return
	}
	if !slices.Contains([]string{"", "access_token", "refresh_token", "requesting_party_token"}, hint) {
		refuse("invalid_request", "Unsupported token type ["+hint+"].").write(w)
		return
	}
	found, u, ok := rl.inspect(r, c, text)
	if !ok {
		sendJSON(w, http.StatusOK, struct {
			Active bool `json:"active"`
		}{})
		return
	}
	found.ClientID = found.AuthorizedParty
	out := introspection{claims: found, Username: u.name, TokenType: found.Type, Active: true}
	if found.Authorization != nil && hint == "requesting_party_token" {
		out.Permissions = found.Authorization.Permissions
	}
	sendJSON(w, http.StatusOK, out)
}

// inspect finds a token that the client may know about.
func (rl *realm) inspect(r *request, c *client, text string) (claims, *user, bool) {
	if found, u, ok := rl.activeAccess(r, text); ok {
		return found, u, slices.Contains(found.Audience, c.id)
	}
	found, f := rl.readRefresh(r, c, text)
	if f != nil || !rl.state.fresh(found, time.Now()) {
		return found, nil, false
	}
	u, ok := rl.byID(found.Subject)
	if ok {
		found.ReuseID, found.profileClaims = "", profileOf(u)
	}
	return found, u, ok
}

// revoke is RFC 7009. A token that is invalid already is answered with 200 and
// an error body, as the real server does.
func (rl *realm) revoke(w http.ResponseWriter, r *request) {
	c, ok := rl.caller(w, r)
	if !ok {
		return
	}
	text := r.form.Get("token")
	if text == "" {
		refuse("invalid_request", "Token not provided").write(w)
		return
	}
	found, ok := rl.parse(text)
	now := time.Now()
	if !ok || found.Issuer != r.issuer || !found.alive(now) {
		fail(w, http.StatusOK, "invalid_token", "Invalid token")
		return
	}
	if found.AuthorizedParty != c.id {
		refuse("invalid_request", "Unmatching clients").write(w)
		return
	}
	switch found.Type {
	case "Bearer", "DPoP":
		rl.state.forbid(found, now)
	case "Refresh":
		rl.state.detach(found.SessionID, false, c.id, now)
	case "Offline":
		rl.state.close(found.SessionID, true)
	default:
		refuse("unsupported_token_type", "Unsupported token type").write(w)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// caller reads the form and finds the client; it has answered when not ok.
func (rl *realm) caller(w http.ResponseWriter, r *request) (*client, bool) {
	f := readForm(r)
	var c *client
	if f == nil {
		c, f = rl.clientOf(r)
	}
	if f == nil && r.duplicated() {
		f = refuse("invalid_request", "duplicated parameter")
	}
	if f != nil {
		f.write(w)
		return nil, false
	}
	return c, true
}
