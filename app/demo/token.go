package demo

import (
	"net/http"
	"time"
)

// The grant types by name.
const (
	grantPassword = "password"
	grantService  = "client_credentials"
	grantRefresh  = "refresh_token"
	grantCode     = "authorization_code"
	grantDevice   = "urn:ietf:params:oauth:grant-type:device_code"
	grantExchange = "urn:ietf:params:oauth:grant-type:token-exchange"
	grantCIBA     = "urn:openid:params:grant-type:ciba"
	grantUMA      = "urn:ietf:params:oauth:grant-type:uma-ticket"
)

// grant runs one grant: either what to issue or a refusal.
type grant func(*request, *client) (issue, *refusal)

// grants lists them by grant_type.
func (rl *realm) grants() map[string]grant {
	return map[string]grant{
		grantPassword: rl.password,
		grantService:  rl.service,
		grantRefresh:  rl.refresh,
		grantCode:     rl.redeem,
		grantDevice:   rl.devicePoll,
		grantExchange: rl.exchange,
		grantCIBA:     rl.backchannelPoll,
	}
}

// token is the token endpoint (RFC 6749 section 3.2).
func (rl *realm) token(w http.ResponseWriter, r *request) {
	noStore(w)
	if f := readForm(r); f != nil {
		f.write(w)
		return
	}
	name := r.form.Get("grant_type")
	if name == "" {
		refuse("invalid_request", "Missing form parameter: grant_type").write(w)
		return
	}
	if name == grantUMA { // its client is the token's
		rl.uma(w, r)
		return
	}
	run, ok := rl.grants()[name]
	if !ok {
		refuse("unsupported_grant_type", "Unsupported grant_type").write(w)
		return
	}
	c, f := rl.clientOf(r)
	if f != nil {
		f.write(w)
		return
	}
	if r.duplicated() && (name != grantExchange || r.duplicated("audience")) {
		refuse("invalid_request", "duplicated parameter").write(w)
		return
	}
	if f := rl.prove(r, c); f != nil {
		f.write(w)
		return
	}
	i, f := run(r, c)
	if f != nil {
		f.write(w)
		return
	}
	i.bound = r.bound
	out, err := rl.mint(r, i)
	if err != nil {
		broken().write(w)
		return
	}
	if name == grantExchange {
		out.IssuedTokenType = typeAccessToken
	}
	sendJSON(w, http.StatusOK, out)
}

// password is the resource owner password credentials grant.
func (rl *realm) password(r *request, c *client) (issue, *refusal) {
	if !c.directAccess {
		return issue{}, refuse("unauthorized_client", "Client not allowed for direct access grants")
	}
	s, f := readScope(r.form.Get("scope"))
	if f != nil {
		return issue{}, f
	}
	// Both names of the one-time code: releases have read one, the other, both.
	otp := r.form.Get("otp")
	if otp == "" {
		otp = r.form.Get("totp")
	}
	u, f := rl.login(r.form.Get("username"), r.form.Get("password"), otp)
	if f != nil {
		return issue{}, f
	}
	return rl.begin("ro", c, u, s)
}

// begin opens a session for a grant that needs no browser.
func (rl *realm) begin(name string, c *client, u *user, s scope) (issue, *refusal) {
	offline := s.has("offline_access")
	if f := mayStayOffline(u, s); f != nil {
		return issue{}, f
	}
	now := time.Now()
	t, ok := rl.state.attach(rl.state.open(u, offline, now), offline, c.id, now)
	if !ok {
		return issue{}, broken()
	}
	return issue{grant: name, client: c, user: u, scope: s, ticket: &t, refresh: true, identity: true}, nil
}

// mayStayOffline refuses offline_access to a user without the realm role.
func mayStayOffline(u *user, s scope) *refusal {
	if s.has("offline_access") && !scope(u.realmRoles).has("offline_access") {
		return refuse("not_allowed", "Offline tokens not allowed for the user or client")
	}
	return nil
}

// service is the client credentials grant. Without the client's switch for
// refresh tokens the session is not kept (release 12).
func (rl *realm) service(r *request, c *client) (issue, *refusal) {
	if c.public() {
		return issue{}, &refusal{http.StatusUnauthorized, "unauthorized_client", "Public client not allowed to retrieve service account"}
	}
	u, ok := rl.serviceUser(c.id)
	if !ok || !c.serviceAccounts {
		return issue{}, &refusal{http.StatusUnauthorized, "unauthorized_client", "Client not enabled to retrieve service account"}
	}
	s, f := readScope(r.form.Get("scope"))
	if f != nil {
		return issue{}, f
	}
	if c.serviceRefresh {
		i, f := rl.begin("cc", c, u, s)
		i.identity = false
		return i, f
	}
	return issue{grant: "cc", client: c, user: u, scope: s}, nil
}

// refresh is RFC 6749 section 6 with rotation: each refresh token serves once.
func (rl *realm) refresh(r *request, c *client) (issue, *refusal) {
	text := r.form.Get("refresh_token")
	if text == "" {
		return issue{}, refuse("invalid_request", "No refresh token")
	}
	old, f := rl.readRefresh(r, c, text)
	if f != nil {
		return issue{}, f
	}
	if f := r.boundTo(old.thumbprint()); f != nil {
		return issue{}, f
	}
	held := scopeOf(old.Scope)
	s, f := held.narrow(r.form.Get("scope"))
	if f != nil {
		return issue{}, f
	}
	t, u, f := rl.state.rotate(old, c.id, time.Now())
	if f != nil {
		return issue{}, f
	}
	return issue{
		grant: "rt", client: c, user: u, scope: s, held: held, ticket: &t,
		refresh: true, identity: u.service == "",
	}, nil
}

// readRefresh checks a refresh token as far as it goes without the session.
func (rl *realm) readRefresh(r *request, c *client, text string) (claims, *refusal) {
	old, ok := rl.parse(text)
	switch {
	case !ok || old.Type != "Refresh" && old.Type != "Offline":
		return old, refuse("invalid_grant", "Invalid refresh token")
	case old.Issuer != r.issuer:
		return old, refuse("invalid_grant", "Invalid token issuer. Expected '"+r.issuer+"'")
	case !old.alive(time.Now()):
		return old, refuse("invalid_grant", "Token is not active")
	case old.AuthorizedParty != c.id:
		return old, refuse("invalid_grant", "Invalid refresh token. Token client and authorized client don't match")
	}
	return old, nil
}
